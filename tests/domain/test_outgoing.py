"""What a program could take for a formula, and the apostrophe that keeps it from doing so."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.files.outgoing import guarded, looks_like_a_formula, unguarded, writable, write_csv

BEGINNINGS = [f"{sign}SUM(A1)" for sign in "=+-@＝＋－＠﹦﹢﹣"]
BEFORE = [
    "",
    " ",
    "\u3000",
    "\u00a0",
    "'",
    '"',
    "“",
    "＂",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\u2066",
    "\x00",
    "\x01",
    " '\u200b\ufeff",
]


@pytest.mark.parametrize("before", BEFORE, ids=ascii)
@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_formula_is_known_behind_what_is_not_seen(before: str, beginning: str) -> None:
    assert looks_like_a_formula(before + beginning)


@pytest.mark.parametrize(
    "words", ["\t1", "\r1", "\n1", " \n1", "\ufeff\t甲", "-约5", "-5.2亿元", "- 其中", "+1-1", "='甲'!A1", "+cmd|' /C calc'!A0"]
)
def test_what_begins_a_cell_or_is_no_figure_is_guarded(words: str) -> None:
    assert guarded(words) == f"'{words}"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "-5.2",
        "+1,234.5%",
        "－5.2％",
        "-1\u2009234",
        "—",
        "…",
        "-",
        "=",
        "1-5",
        "甲=乙",
        "约-5",
        "'甲",
        "5.2",
        "−5.2",
        "（-5",
        "a@b.cn",
    ],
)
def test_figures_marks_and_words_stay(words: str) -> None:
    assert guarded(words) == words


TYPED = st.text(st.sampled_from(list("=+-@＝－'\"“ \t\n\r\ufeff\u200b\u202e\x0005.2,%约甲a")), max_size=12)


@given(TYPED)
def test_what_was_guarded_is_read_as_it_was(words: str) -> None:
    kept = writable(words)
    assert unguarded(guarded(words)) == kept
    assert guarded(words) in (kept, f"'{kept}")
    assert not looks_like_a_formula(words) or guarded(words)[0] == "'"


def test_what_editors_put_before_a_figure_is_no_part_of_it() -> None:
    assert [unguarded(words) for words in ("'-5.2", "'=1", "'0012", "''", "'")] == ["-5.2", "=1", "'0012", "''", "'"]


def test_a_list_is_read_as_texts_and_numbers(tmp_path: Path) -> None:
    rows = [["=1+2", "-3.5"], ["-1+cmd|' /C calc'!A0", "+1,234.5%"], ["@SUM", "-"], ["\n＝1", "\ufeff=1"]]
    write_csv(tmp_path / "a.csv", ["名称", "+数"], rows)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.reader(file))
    assert written == [
        ["名称", "'+数"],
        ["'=1+2", "-3.5"],
        ["'-1+cmd|' /C calc'!A0", "+1,234.5%"],
        ["'@SUM", "-"],
        ["'\n＝1", "'\ufeff=1"],
    ]
    assert [[unguarded(field) for field in row] for row in written[1:]] == rows


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert writable("a\x00\x01\x0b\ud800\uffff\t\n中\U0001f600") == "a\t\n中\U0001f600"
