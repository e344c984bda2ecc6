"""What a screen reader hears: every control of every page has a name and a role, cells speak their row, column and value; every theme can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QComboBox, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from ecdesk.gui.base import themes
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.shell.main_window import MainWindow

NAME = QAccessible.Text.Name
INNER = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Parts of Qt's own widgets, which speak through these."""


def controls(inside: QWidget) -> Iterator[QWidget]:
    """What the keys can reach and a user works with."""
    for one in inside.findChildren(QWidget):
        inner = one.objectName().startswith(INNER) or isinstance(one.parent(), QAbstractItemView | QTabBar)
        reached = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None
        if one.isVisible() and reached and not inner and type(one) is not QAbstractScrollArea:
            yield one


def nameless(inside: QWidget) -> list[str]:
    """Controls that say nothing of themselves."""
    found = []
    for one in controls(inside):
        spoken = QAccessible.queryAccessibleInterface(one)
        named = spoken is not None and spoken.role() != QAccessible.Role.NoRole and spoken.text(NAME).strip()
        if isinstance(one, QComboBox):  # on Linux Qt says what is chosen in the place of a name, elsewhere nothing
            named = one.accessibleName() or any(label.buddy() is one for label in inside.findChildren(QLabel))
        if not named:
            found.append(f"{type(one).__name__} {one.objectName()} in {type(one.parent()).__name__}")
    return found


def test_every_control_of_every_page_says_what_it_is(window: MainWindow, qtbot: QtBot) -> None:
    pages = (
        window.submissions.show_board,
        window.rules.show_results,
        window.rules.show_rules,
        window.delivery.show_sign_off,
        window.delivery.show_balance,
        window.records.show_sources,
        window.records.show_definitions,
        window.records.show_english,
        window.records.show_work,
        window.records.show_comments,
        window.documents.show_preview,
        window.versions.compare,
        window.help.show_guide,
    )
    faults = {"window": nameless(window)}
    for show in pages:
        show()
        qtbot.waitUntil(lambda: not window.workspace.jobs.busy)
        page = window.editors.current_page()
        assert page is not None
        faults[show.__name__] = nameless(page)
    assert [f"{name}: {one}" for name, found in faults.items() for one in found] == []


def test_a_cell_of_the_grid_and_a_line_of_the_outline_speak(window: MainWindow) -> None:
    window.workspace.go_to(Place("t1", 0, 1))
    editor = window.editors.current_editor()
    assert editor is not None
    spoken = QAccessible.queryAccessibleInterface(editor.view)
    assert spoken is not None and spoken.text(NAME) and spoken.role() == QAccessible.Role.Table
    words = editor.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in words for part in ("上海", "2018年", "080.5"))
    empty = editor.model.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "陕西" in empty and "空" in empty
    index = window.outline.model.index_of(("exhibit", "t1"))
    assert index.siblingAtColumn(1).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_words_can_be_read_in_every_theme(theme: str) -> None:
    known = themes.theme(theme)
    pairs = [
        *(
            (words, ground)
            for words in ("Text", "muted", "Link", "error", "query", "notice", "ok")
            for ground in ("Base", "AlternateBase")
        ),
        *((words, "Window") for words in ("WindowText", "muted", "error", "query")),
        ("ButtonText", "Button"),
        ("HighlightedText", "Highlight"),
        ("ToolTipText", "ToolTipBase"),
        *(("Text", f"{soft}_soft") for soft in ("query", "accent")),
    ]
    poor = {pair: round(themes.contrast(*map(known.code, pair)), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}
