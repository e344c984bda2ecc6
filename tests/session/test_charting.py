"""How an exhibit is drawn: set as one step, proposed from its units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ecdesk.checks.formulas.keeping import Derivations
from ecdesk.domain.book.records import Axis, Chart, ChartKind
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.charts import drawn_chart
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.sample import BULLETIN
from ecdesk.session.tables import charting
from ecdesk.session.tables.charting import ChartDoubts, not_drawn, proposed_chart, set_chart, with_growth
from tests.books import build_sample_book, small_records


def test_a_chart_is_one_step_and_the_same_again_is_none(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        drawn = Chart(ChartKind.BAR_AND_LINE, Axis.ROWS, ("零售额",), ("零售额增速",))
        assert set_chart(desk, "表1", drawn).chart == drawn
        revision = desk.book.exhibit("表1")
        assert set_chart(desk, "表1", drawn) is revision
        desk.undo()
        assert desk.book.exhibit("表1").chart is None


def test_what_cannot_be_drawn_is_refused(tmp_path: Path) -> None:
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        everything = tuple(line.id for line in desk.book.exhibit("表1").columns)
        with pytest.raises(UserError, match="左轴"):
            set_chart(desk, "表1", Chart(ChartKind.BAR, Axis.ROWS, (), everything))
        with pytest.raises(ValueError):
            set_chart(desk, "表1", Chart(ChartKind.BAR, Axis.ROWS, ("没有这一列",)))


def test_every_exhibit_of_the_sample_book_gets_a_proposal_that_stands_on_one_unit() -> None:
    from ecdesk.domain.charts import drawn_chart

    book = build_sample_book()
    for exhibit in book.exhibits():
        table = build_table(book, exhibit)
        chart = proposed_chart(table)
        if len({cell.unit.dimension for row in table.cells for cell in row if cell.key is not None}) == 1:
            drawn_chart(replace(table, exhibit=replace(exhibit, chart=chart)))


def test_rates_are_proposed_for_the_right_axis() -> None:
    book = build_sample_book()
    exhibit = next(one for one in book.exhibits() if one.number == "图1-1")
    proposed = proposed_chart(build_table(book, exhibit))
    assert (proposed.kind, len(proposed.primary), proposed.secondary) == ("bar+line", 1, ("同比增速",))


def test_no_more_bars_are_proposed_than_can_be_told_apart() -> None:
    """Six columns of each province made a page of 186 bars, most of them a hair."""
    book = build_sample_book()
    exhibit = next(one for one in book.exhibits() if one.number == "图1-1")
    table = build_table(book, exhibit)
    amounts = [column for column in table.columns if column.at and column.id not in proposed_chart(table).secondary]
    columns = [replace(amounts[0], id=f"列{number}") for number in range(6)]
    for rows, drawn in ((5, 6), (31, 2), (200, 1)):
        lines = [replace(table.rows[0], id=f"行{number}") for number in range(rows)]
        wide = build_table(book, replace(exhibit, rows=tuple(lines), columns=tuple(columns), chart=None))
        assert len(proposed_chart(wide).primary) == drawn


def test_a_line_of_growth_is_drawn_where_the_levels_say_it() -> None:
    book = build_sample_book()
    table = build_table(book, book.exhibit("图1-9"))
    drawn = with_growth(Derivations(book), table)
    labels = [[point.label for point in series.points] for series in drawn_chart(drawn).series]
    assert labels[1] == ["", "39", "81", "50"]
    assert "推算" in drawn.exhibit.notes[-1] and not any("推算" in note for note in table.exhibit.notes)
    assert book.observation(table.cells[1][1].key) is not None  # type: ignore[arg-type]


def test_growth_on_a_basis_of_its_own_is_not_made_up() -> None:
    book = build_sample_book()
    table = build_table(book, book.exhibit("图1-2"))
    assert with_growth(Derivations(book), table) is table


def test_doubts_about_charts_are_findings_that_look_for_no_wrong_cell() -> None:
    from ecdesk.session.rules.checking import findings_of_book
    from ecdesk.session.rules.suggesting import localisable
    from ecdesk.session.tables.charting import RULE

    found = [one for one in findings_of_book(build_sample_book()) if one.rule.startswith(RULE)]
    assert any("图里 12 个数只有 2 个" in str(one.message) and one.subject == "图1-3" for one in found)
    assert not any(one.is_open for one in found) and localisable(found) == []


def test_charts_are_looked_at_one_a_step_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    real = charting.doubts_of
    monkeypatch.setattr(charting, "doubts_of", lambda table: (looked.append(table.exhibit.id), real(table))[1])
    doubts = ChartDoubts(Derivations(build_sample_book()))
    steps = [len(looked) for _done in doubts.look_in_steps()]
    assert steps == list(range(len(steps))) and len(looked) == len(steps) > 30
    found = doubts.findings()
    assert found and len(looked) == len(steps)
    assert not list(doubts.look_in_steps())


def test_no_chart_of_the_bulletin_promises_a_growth_that_it_does_not_draw() -> None:
    doubts = ChartDoubts(Derivations(build_sample_book(BULLETIN))).findings()
    assert not [one.subject for one in doubts if one.rule.endswith("promise")]


def test_a_chart_that_cannot_be_drawn_is_named() -> None:
    assert str(not_drawn("图1-2", text("哑铃图要比较两列数。"))) == "图1-2：哑铃图要比较两列数。"
    assert str(not_drawn("图1-2 网络零售额", text("{number}里有两种单位。", number="图1-2"))) == "图1-2里有两种单位。"
