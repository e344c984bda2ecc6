"""The limits of the code, `tests/limits.toml`, and how they are measured."""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path

import pytest

from tests.import_graph import PACKAGE
from tests.tools.complexity import Function, code_lines, functions
from tests.tools.coverage import raised, reached, too_little
from tests.tools.limits import LIMITS, lowered, needed, no_longer_needed, rooms, worse, written

ALLOWED = tomllib.loads(LIMITS.read_text(encoding="utf-8"))
TODAY = needed(rooms(), ALLOWED["aims"])


def test_no_function_and_no_room_is_worse_than_its_limit() -> None:
    assert worse(TODAY, ALLOWED) == []


def test_no_exception_stays_that_is_no_longer_needed() -> None:
    assert no_longer_needed(TODAY, ALLOWED) == [], "run dev.py limits"


@pytest.mark.parametrize(
    ("body", "ways"),
    [
        ("return 1", 1),
        ("return a and b and c or d", 4),
        ("return 1 if a else 2", 2),
        ("if a: pass\nelif b: pass\nelse: pass", 3),
        ("for x in a: pass\nelse: pass", 3),
        ("while a: pass", 2),
        ("try: pass\nexcept A: pass\nexcept B: pass\nelse: pass\nfinally: pass", 4),
        ("return [x for x in a if x if y for z in x]", 5),
        ("assert a and b", 2),
        ("match a:\n  case 1: pass\n  case 2 if b: pass\n  case _: pass", 3),
        ("match a:\n  case 1: pass\n  case [x]: pass", 3),
        ("return lambda x: x or a", 2),
        ("with a: pass", 1),
    ],
)
def test_ways_through_a_function(body: str, ways: int) -> None:
    text = "def one():\n" + textwrap.indent(body, "    ")
    assert functions(text) == [Function("one", ways)]


def test_a_function_within_counts_for_itself() -> None:
    text = "class A:\n  def b(self):\n    if x: pass\n    def c():\n      return y or z\n    return c\n"
    assert functions(text) == [Function("A.b", 2), Function("A.b.c", 2)]


def test_lines_of_code_are_no_blank_lines_comments_and_docstrings() -> None:
    text = '"""Two\n\nlines."""\n\n# why\nx = """a\nb"""  # both\n\n\ndef f():\n    """What."""\n    return (\n        1)\n'
    assert code_lines(text) == 5


def package(folder: Path) -> Path:
    busy = "def busy():\n" + "    if a: pass\n" * 24
    (folder / "shop" / "till").mkdir(parents=True)
    for name, text in (
        ("__init__", ""),
        ("one", busy),
        ("two", "def calm(): pass\n"),
        ("till/__init__", ""),
        ("till/coins", busy),
    ):
        (folder / "shop" / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


AIMS = {"function": 20, "high_per_thousand": 3, "entries": 2, "rebuilt": ["shop/till"]}


def test_exceptions_are_what_the_rooms_need(tmp_path: Path) -> None:
    found = needed(rooms(package(tmp_path)), AIMS)
    assert found == {
        "whole": {"high_per_thousand": 38.5},
        "high": {},
        "above": {"shop.busy": 25},
        "above_in_rebuilt": {"shop/till": 1},
        "entries": {"shop": 3},
    }


def test_what_got_worse_is_named_and_never_written() -> None:
    allowed = {"above": {"shop.busy": 25, "shop.gone": 30}, "entries": {"shop": 13}}
    today = {"above": {"shop.busy": 24, "shop.new": 21}, "entries": {"shop": 14}}
    assert worse(today, allowed) == ["[above] shop.new: 21, allowed as the aim says", "[entries] shop: 14, allowed 13"]
    assert no_longer_needed(today, allowed) == ["[above] shop.gone"]
    assert lowered(today, allowed) == {"above": {"shop.busy": 24}, "entries": {"shop": 13}}


def test_reasons_and_comments_stay_when_limits_are_lowered() -> None:
    text = '# Why.\n[aims]\nfunction = 20\n\n# Above.\n[above]\n"a" = 30 # each case is one key\n"b" = 22\n\n# Entries.\n[entries]\n"c" = 14\n'
    lower = written(text, {"above": {"a": 25}, "entries": {}})
    assert (
        lower == '# Why.\n[aims]\nfunction = 20\n\n# Above.\n[above]\n"a" = 25 # each case is one key\n\n# Entries.\n[entries]\n'
    )


def summary(lines: int, branches: int, seen_lines: int, seen_branches: int) -> dict[str, dict[str, int]]:
    counts = {"num_statements": lines, "num_branches": branches, "covered_lines": seen_lines, "covered_branches": seen_branches}
    return {"summary": counts}


def test_what_tests_reach_is_counted_by_package_with_its_branches() -> None:
    files = {
        "ecdesk/shop/one.py": summary(6, 2, 6, 1),
        "ecdesk\\shop\\till\\two.py": summary(2, 0, 1, 0),
        "ecdesk/till/one.py": summary(4, 0, 4, 0),
        "ecdesk/empty/__init__.py": summary(0, 0, 0, 0),
    }
    assert reached({"files": files}) == {"shop": 80, "till": 100}


def test_a_package_that_reaches_less_than_it_must_or_has_no_limit_is_named() -> None:
    assert too_little({"shop": 79.9, "till": 99.0, "cli": 80.0}, {"shop": 80, "cli": 80}) == [
        "shop: 79.9 %, at least 80 %",
        "till: 99.0 %, at least 100 %",
    ]


def test_limits_of_what_tests_reach_are_only_raised() -> None:
    assert raised({"shop": 80, "till": 90, "cellar": 70}, {"shop": 83.9, "till": 88.0}) == {"shop": 83, "till": 90, "cellar": 70}


def test_a_package_whose_reach_is_held_is_there_with_its_tests() -> None:
    assert ALLOWED["coverage"]
    for package in ALLOWED["coverage"]:
        assert (PACKAGE / package).is_dir() and (PACKAGE.parent / "tests" / package).is_dir()
