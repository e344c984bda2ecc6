"""Indices: what is 100 in them is part of the key; stored, printed, sent out and held against growth like any other measure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from ecdesk.checks import Checker
from ecdesk.checks.engine.standard_rules import standards
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Axis
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.domain.wording.measures import index_measure, measure_choices
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions import imports
from ecdesk.session.submissions.imports import LineOutcome
from ecdesk.session.tables import cells, deriving
from ecdesk.session.tables.structure import insert_lines, line_of
from tests.books import AREAS, exported, small_records
from tests.checks.books import figure

TRADE, GROWTH = 0, 1
INDEX = 4
AT = Key("电子商务交易额", AREAS[0], "", "2018", "index:上年=100")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The small book with a column of indices behind its four, and the standard rules."""
    with Desk.create(tmp_path / "本.ecd", [*small_records(), *(one.record for one in standards())], "张三") as desk:
        exhibit = desk.book.exhibit("表1")
        line = line_of(desk.book, exhibit, "indicator", "电子商务交易额", index_measure())
        insert_lines(desk, "表1", Axis.COLUMNS, INDEX, [line])
        yield desk


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("", "index:上年=100"),
        ("去年同期", "index:上年=100"),
        ("上年同月", "index:上年=100"),
        ("上月", "index:上期=100"),
        ("上季度", "index:上期=100"),
        ("1978年", "index:1978年=100"),
        ("上年末", "index:上年末=100"),
        ("女", "index:女=100"),
    ],
)
def test_what_is_100_is_spelled_in_one_way(said: str, measure: str) -> None:
    assert index_measure(said) == measure


def test_an_index_has_a_column_of_its_own_without_a_unit(desk: Desk) -> None:
    cells.enter(desk, "表1", [(0, TRADE, "1264.0"), (0, INDEX, "105.3")])
    stored = desk.book.observations[AT].amount
    assert desk.book.exhibit("表1").columns[INDEX].label == "电子商务交易额指数（上年=100）"
    assert stored is not None and (str(stored.value), stored.unit.symbol) == ("105.3", "")
    workbook = openpyxl.load_workbook(io.BytesIO(exported(desk)))
    printed = {str(cell.value).replace("\n", "") for sheet in workbook for row in sheet.iter_rows() for cell in row}
    assert {"电子商务交易额指数（上年=100）", "105.3"} <= printed


@pytest.mark.parametrize(
    ("index", "growth", "failed"),
    [
        ("105.3", "5.3", set()),
        ("105.3", "5.4", set()),
        ("105.3", "5.6", {"指数与增速"}),
        ("5.3", "5.3", {"指数与增速", "指数范围"}),
        ("94.7", "-5.3", set()),
    ],
)
def test_an_index_is_held_against_its_growth(desk: Desk, index: str, growth: str, failed: set[str]) -> None:
    cells.enter(desk, "表1", [(0, GROWTH, growth), (0, INDEX, index)])
    found = Checker(desk.book).findings()
    assert {one.rule for one in found if one.verdict is Verdict.FAILS and AT in one.keys} == failed


def test_an_index_follows_from_the_levels_or_from_growth(desk: Desk) -> None:
    cells.enter(desk, "表1", [(0, GROWTH, "5.3")])
    found = deriving.following(desk, AT)
    assert found is not None and (found.printed, found.formula) == ("105.3", "=(1 + 本指标.同比增速) × 100")


def test_an_index_on_another_basis_is_not_held_against_growth(desk: Desk) -> None:
    with desk.edit(text("录入")) as edit:
        edit.put(figure(AT, "105.3", basis="现价"))
        edit.put(figure(AT.moved(measure="growth"), "3.1%", basis="可比口径"))
    assert not [one for one in Checker(desk.book).findings() if one.verdict is Verdict.FAILS and AT in one.keys]


@pytest.mark.parametrize(("said", "outcome"), [(105.3, LineOutcome.SAME), (103.5, LineOutcome.DIFFERENT)])
def test_a_submitted_index_is_compared_with_what_is_stored(desk: Desk, tmp_path: Path, said: float, outcome: LineOutcome) -> None:
    cells.enter(desk, "表1", [(0, INDEX, "105.3")])
    workbook = openpyxl.Workbook()
    for row in [["2018年北京市（单位：亿元）"], ["指标", "2018年", "指数（上年同期=100）"], ["电子商务交易额", 1264.0, said]]:
        workbook.active.append(row)
    workbook.save(tmp_path / "北京市.xlsx")
    (file,) = finish(imports.preview(desk, [tmp_path / "北京市.xlsx"])).files
    (line,) = [line for line in file.lines if line.reading.cell == "C3"]
    assert (line.key, line.outcome) == (AT, outcome)


def test_an_index_can_be_chosen_where_a_measure_is() -> None:
    assert measure_choices()["index:上年=100"] == "指数"
