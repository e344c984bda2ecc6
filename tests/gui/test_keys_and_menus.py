"""What the menus of a table offer at once, and that the list of keys has those of every panel."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from ecdesk import gui
from ecdesk.gui.grid.actions import COLUMN_MENU, CORNER_MENU, PASTING, ROW_MENU, SORTING, Entries
from ecdesk.gui.grid.structure.verbs import COLUMN_ACTIONS, ROW_ACTIONS, TABLE_ACTIONS
from ecdesk.gui.shell.help.shortcuts import PANEL_KEYS

MOST = 16
"""Entries of a menu that are looked over at once."""
BOUND = re.compile(r'(?:\.bind|_action)\((?:"[a-z_]*", )?"([^"]+)"')


@pytest.mark.parametrize(
    ("menu", "wanted"),
    [
        (COLUMN_MENU, {*SORTING, *PASTING, *COLUMN_ACTIONS}),
        (ROW_MENU, {*PASTING, *ROW_ACTIONS}),
        (CORNER_MENU, {*SORTING, *TABLE_ACTIONS}),
    ],
)
def test_a_menu_of_a_heading_is_short_and_has_everything(menu: Entries, wanted: set[str]) -> None:
    assert len([one for one in menu if one]) <= MOST
    inner = chain.from_iterable([one] if isinstance(one, str) else one[1] for one in menu)
    assert wanted <= set(inner)


def test_the_list_of_keys_has_those_of_every_panel() -> None:
    listed = {QKeySequence(key).toString() for _place, lines in PANEL_KEYS for _words, keys in lines for key in keys}
    sources = [path.read_text(encoding="utf-8") for path in Path(gui.__file__).parent.rglob("*.py")]
    bound = {QKeySequence(key).toString() for source in sources for key in BOUND.findall(source)} - {""}
    assert len(bound) > 15 and bound <= listed
