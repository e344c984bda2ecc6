"""One table of spellings through every door of the program: whatever reads a spelling, the answer is the same.

A door that does not take a spelling (a table asks, a rule refuses) gives none; it never gives another.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.language.parsing import parse
from ecdesk.checks.language.syntax import Comparison, Constant, RuleError
from ecdesk.checks.language.vocabulary import vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_key
from ecdesk.domain.book.records import AreaRecord, Exhibit, Indicator, Line, Record, Setting
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import span_code
from ecdesk.domain.wording.units import find_unit, is_noun, printed_unit
from ecdesk.gui.shell.command_box import Target, search
from ecdesk.prose import Document, proof
from ecdesk.session.book.desk import Desk
from ecdesk.session.tables import cells, structure
from tests.checks.books import key, make_book, rule
from tests.excel.makers import read_rows

TABLES = Path(__file__).parent.parent / "domain" / "wording" / "spellings"
RULE_SIGNS = set("、，,[]［］【】\"“”'‘’「」《》+-－−*×/÷＋／()（）=<>≤≥≠＝＞＜.．%％")


def entries(name: str) -> Iterator[dict[str, Any]]:
    for line in (TABLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if not entry.get("ask"):
            yield entry


def spelling(entry: dict[str, Any]) -> Any:
    return pytest.param(entry, id=ascii(entry["text"][:24]))


# -- periods

PERIODS = [
    entry
    for entry in entries("periods")
    if isinstance(entry.get("code"), str)
    and entry["code"] != "ask"
    and entry.get("year") in (None, 2018)
    and not any(entry.get(field) for field in ("of", "month", "codes", "compared", "at", "place", "several", "choices"))
    and not set(entry["text"]) & {"\n", "\r"}
]
CODES = sorted({span_code(entry["code"]) for entry in PERIODS} | {"2017", "2017H1", "2017Q3", "2018C11", "2018M11"})
VALUES = {code: str(101 + number) for number, code in enumerate(CODES)}


@pytest.fixture(scope="module")
def figures() -> Book:
    """A book with another figure in each period."""
    return make_book({key("网络零售额", period=code): f"{value}.1" for code, value in VALUES.items()})


def typed_column(text: str, book: Book) -> str | None:
    line = structure.line_of(book, Exhibit("t", "表1", "表"), "period", text)
    made = Exhibit("t", "表1", "表", at={"area": "000000"}, rows=(Line("r", "r", {"indicator": "网络零售额"}),), columns=(line,))
    at = cell_key(made, 0, 0)
    return at.period if at is not None else None


def rule_text(text: str, book: Book) -> str | None:
    if set(text) & RULE_SIGNS or text in vocabulary().relative:
        return None
    found = Checker(book, [rule(f"网络零售额[{text}] = 0亿元")]).findings()
    return found[0].operands[0].key.period if found[0].operands else None


def command_box(text: str, book: Book) -> str | None:
    targets = [
        Target("exhibit", code, f"表{'甲' * (1 + number)}", periods=frozenset([code])) for number, code in enumerate(CODES)
    ]
    found = {target.id for target in search(targets, text, book.year)}
    assert len({code[4:] for code in found}) <= 1
    return next((code for code in found if code[:4] == "2018"), next(iter(found), None))


def imported(text: str, book: Book) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        read = read_rows(Path(folder), [["2018年陕西省（单位：亿元）"], ["指标", text], ["网络零售额", 1302.5]])
    found = [one.period for one in read.readings]
    return span_code(found[0]) if read.status == "read" and len(found) == 1 else None


OTHERWISE_IN_SENTENCES = {
    "“十三五”": "the plan by its name, not the years that it runs over",
    "2018年十二月三十一日": "the end of the year is a point in time of the year",
    "2018年9月（累计）": "what stands in brackets is said of another figure",
}


def proofread(text: str, book: Book) -> str | None:
    if text in OTHERWISE_IN_SENTENCES:
        return None
    sentence = f"2018年全国网络零售报告\n\n{text}，网络零售额12345.6亿元。"
    found = [figure.period for figure in proof(Document(sentence, "text"), book).figures if figure.value == "12345.6"]
    return span_code(found[0]) if found and found[0] else None


PERIOD_DOORS: list[Callable[[str, Book], str | None]] = [typed_column, rule_text, command_box, imported, proofread]


def test_there_are_enough_spellings() -> None:
    assert len(PERIODS) + len(NUMBERS) + len(UNITS) + len(QUALIFIERS) > 600
    assert len(PERIODS) >= 150


@pytest.mark.parametrize("entry", [spelling(entry) for entry in PERIODS])
def test_a_period_has_one_answer(entry: dict[str, Any], figures: Book) -> None:
    answers = {}
    for door in PERIOD_DOORS:
        with suppress(UserError):
            answers[door.__name__] = door(entry["text"], figures)
    imported = answers.pop("imported", None)
    assert imported in (None, span_code(entry.get("of_figures", entry["code"])))
    assert set(answers.values()) - {None} == {span_code(entry["code"])}, answers
    assert answers["typed_column"] and answers["command_box"]


NO_PERIODS = [
    entry
    for entry in entries("periods")
    if entry["code"] is None
    and re.match("[12][0-9]{3}年", entry["text"])
    and not entry.get("compared")
    and not entry.get("codes")
]


@pytest.mark.parametrize("entry", [spelling(entry) for entry in NO_PERIODS])
def test_what_is_no_period_of_a_year_is_not_the_year(entry: dict[str, Any], figures: Book) -> None:
    for door in (typed_column, rule_text, imported, proofread):
        with suppress(UserError):
            assert door(entry["text"], figures) is None, door


# -- numbers, units and qualifiers

NUMBERS = [
    entry
    for entry in entries("numbers")
    if entry.get("base")
    and not any(entry.get(field) for field in ("range", "kind", "mark", "qualifier"))
    and entry.get("value") != "ask"
]
UNITS = [
    entry
    for entry in entries("units")
    if entry.get("scale")
    and not any(entry.get(field) for field in ("units", "index_base", "kind"))
    and entry.get("base") != "ask"
    and printed_unit(entry["text"]) is not None
    and not is_noun(entry["text"])
]
QUALIFIERS = [
    entry for entry in entries("qualifiers") if entry["kind"] in ("approx", "limit") and entry["place"] in ("before", "after")
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A book with a table of one cell, whose figure has the unit that it is typed with."""
    at = {"area": "000000", "period": "2018"}
    rows = (Line("r", "r", {"indicator": "任一指标"}),)
    records: list[Record] = [Setting("year", "2018"), AreaRecord(standard_areas()["000000"]), Indicator("任一指标", "任一指标")]
    records += [Exhibit("t", "表1", "表", at=at, rows=rows, columns=(Line("c", "c", {"measure": "value"}),))]
    with Desk.create(tmp_path_factory.mktemp("一个答案") / "年报.ecd", records) as made:
        yield made


def typed_cell(text: str, desk: Desk) -> Amount | None:
    cells.enter(desk, "t", [(0, 0, text)])
    found = desk.book.observation(Key("任一指标", "000000", "", "2018", "value"))
    return found.amount if found is not None else None


def rule_figure(text: str, desk: Desk) -> Amount | None:
    with suppress(RuleError):
        relation = parse(f"网络零售额 > {text}").relation
        side = relation.sides[1] if isinstance(relation, Comparison) else None
        return side.amount if isinstance(side, Constant) else None
    return None


def imported_cell(text: str, desk: Desk) -> Amount | None:
    with tempfile.TemporaryDirectory() as folder:
        read = read_rows(Path(folder), [["2018年陕西省"], ["指标", "2018年"], ["网络零售额", text]])
    return read.readings[0].amount if read.status == "read" and len(read.readings) == 1 else None


FIGURE_DOORS: list[Callable[[str, Desk], Amount | None]] = [typed_cell, rule_figure, imported_cell]


def worth(amount: Amount) -> tuple[Fraction, str, str]:
    """What an amount says, however its digits and its unit share it."""
    return Fraction(amount.value) * amount.unit.scale, amount.unit.dimension, amount.qualifier


def one_answer(text: str, desk: Desk) -> Amount:
    """The amount that every door gives which takes the text; the typed cell always does."""
    answers = {door.__name__: door(text, desk) for door in FIGURE_DOORS}
    typed = answers["typed_cell"]
    assert typed is not None
    if not typed.unit.dimension and answers["imported_cell"] is not None:
        # A table gives its own unit to digits that have none.
        answers["imported_cell"] = replace(answers["imported_cell"], unit=replace(answers["imported_cell"].unit, dimension=""))
    assert {worth(amount) for amount in answers.values() if amount is not None} == {worth(typed)}, answers
    return typed


@pytest.mark.parametrize("entry", [spelling(entry) for entry in NUMBERS])
def test_a_number_has_one_answer(entry: dict[str, Any], desk: Desk) -> None:
    amount = one_answer(entry["text"], desk)
    base = find_unit(entry["base_unit"])
    assert base is not None
    assert worth(amount)[0] == Fraction(entry["base"]) * base.scale
    assert amount.unit.dimension == base.dimension


@pytest.mark.parametrize("entry", [spelling(entry) for entry in UNITS])
def test_a_unit_has_one_answer(entry: dict[str, Any], desk: Desk) -> None:
    unit = printed_unit(entry["text"])
    assert unit is not None
    cells.enter(desk, "t", [(0, 0, "")])
    shown = structure.show_in_unit(desk, "t", unit.symbol).unit
    desk.undo()
    found = find_unit(shown)
    assert found is not None
    assert (found.dimension, found.scale) == (unit.dimension, unit.scale)
    amount = rule_figure(f"5{entry['text']}", desk)
    assert amount is None or (amount.unit.dimension, amount.unit.scale) == (unit.dimension, unit.scale)
    with tempfile.TemporaryDirectory() as folder:
        read = read_rows(Path(folder), [["2018年陕西省"], ["指标", f"2018年（{entry['text']}）"], ["网络零售额", 1302.5]])
    for one in read.readings if read.status == "read" else ():
        assert (one.amount.unit.dimension, one.amount.unit.scale) == (unit.dimension, unit.scale)


@pytest.mark.parametrize("entry", [pytest.param(entry, id=ascii(entry["example"][:24])) for entry in QUALIFIERS])
def test_a_qualifier_has_one_answer(entry: dict[str, Any], desk: Desk) -> None:
    figure = f"{entry['value']}{entry['unit']}"
    amount = one_answer(f"{entry['word']}{figure}" if entry["place"] == "before" else f"{figure}{entry['word']}", desk)
    assert amount.qualifier
    assert amount.value == Decimal(entry["value"])
