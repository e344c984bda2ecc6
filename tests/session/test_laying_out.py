"""Tables laid out from what stands in rows and columns: every cell has its key, heads have levels, what stays keeps its print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.book.layouts import cell_key, cell_keys
from ecdesk.domain.book.records import Axis, Indicator, Item, Record, Section, Setting
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.charts import drawn_chart
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.moves import Relative
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.blank import blank_records
from ecdesk.session.tables import cells, laying_out, structure, table_forms
from ecdesk.session.tables.laying_out import Level, Wanted

CITY = "440300"
MEASURES = Level("measure", ("value", "growth"))
NOW_AND_TO_DATE = Level("period", ("now", "to_date"))
INDICATORS = Level("indicator", ("快递量", "零售额"))


def records() -> Iterator[Record]:
    kept = (AreaRecord for AreaRecord in blank_records("深圳市电子商务季报", Period(2015, "quarter", 3)))
    yield from (one for one in kept if not isinstance(one, Indicator))
    yield Indicator("快递量", "快递业务量", "亿件", 2)
    yield Indicator("零售额", "网络零售额", "亿元", 1)
    yield Item("B2B", "B2B")
    yield Item("B2C", "B2C")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.create(tmp_path / "季报.ecd", records(), "张三") as desk:
        yield desk


def bulletin(**more: object) -> Wanted:
    asked: dict[str, object] = {
        "number": "表1",
        "caption": "三季度主要指标",
        "rows": (INDICATORS,),
        "columns": (NOW_AND_TO_DATE, MEASURES),
        "fixed": {"area": CITY},
    }
    return Wanted(**{**asked, **more})  # type: ignore[arg-type]


def test_a_ranking_is_drawn_by_its_levels_though_growth_stands_beside_them(desk: Desk) -> None:
    about = table_forms.About(("零售额",))
    made = laying_out.laid_out(
        desk.book, replace(table_forms.template(desk.book, "ranking", about), number="表1", caption="排名")
    )
    assert made.chart is not None and made.chart.top == 10
    drawn = drawn_chart(build_table(desk.book, made))
    assert drawn.primary_unit == "亿元" and len(drawn.series) == 1


def test_the_normal_head_of_a_bulletin(desk: Desk) -> None:
    made = laying_out.add_table(desk, bulletin(), section="1")
    assert [(line.groups, line.label) for line in made.columns] == [
        (("2015年三季度",), "数值"),
        (("2015年三季度",), "同比增速"),
        (("2015年1—9月",), "数值"),
        (("2015年1—9月",), "同比增速"),
    ]
    assert cell_key(made, 1, 2) == Key("零售额", CITY, "", "2015C09", "value")
    cells.enter(desk, made.id, [(0, 1, "26.6"), (0, 0, "4.52"), (1, 0, "4544.2")])
    table = build_table(desk.book, made, "")
    assert [row[0].unit.symbol for row in table.cells] == ["亿件", "亿元"]
    assert (table.cells[0][1].text, table.cells[0][1].unit.symbol) == ("26.6", "%")
    assert table.stubs == ("快递业务量（亿件）", "网络零售额（亿元）")
    assert table.heads == ("数值", "同比增速（%）", "数值", "同比增速（%）")
    assert desk.undo() is not None and desk.undo() is not None
    assert not desk.book.exhibits()


def test_areas_by_quarters_of_one_indicator(desk: Desk) -> None:
    quarters = tuple(f"2015Q{number}" for number in (1, 2, 3))
    wanted = bulletin(
        rows=(Level("area", (CITY, "310000")),), columns=(Level("period", quarters),), fixed={"indicator": "零售额"}
    )
    made = laying_out.add_table(desk, wanted, section="1")
    assert {key for _row, _column, key in cell_keys(made)} == {
        Key("零售额", area, "", code, "value") for area in (CITY, "310000") for code in quarters
    }
    assert build_table(desk.book, made).unit == "亿元"


def test_rows_of_two_levels_stand_under_headings(desk: Desk) -> None:
    made = laying_out.laid_out(
        desk.book, bulletin(rows=(INDICATORS, Level("item", ("B2B", "B2C"))), columns=(NOW_AND_TO_DATE,), fixed={"area": CITY})
    )
    assert [(line.label, line.level) for line in made.rows] == [
        ("快递业务量", 0),
        ("B2B", 1),
        ("B2C", 1),
        ("网络零售额", 0),
        ("B2B", 1),
        ("B2C", 1),
    ]
    assert not made.rows[0].at and made.rows[1].at == {"indicator": "快递量", "item": "B2B"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"rows": ()}, "行和列"),
        ({"rows": (Level("area", ()),), "fixed": {}}, "行和列"),
        ({"fixed": {"area": CITY, "period": "now"}}, "时期"),
        ({"rows": (Level("area", ("999999",)),), "fixed": {}}, "999999"),
        ({"fixed": {}}, "地区"),
        ({"number": ""}, "编号"),
        ({"unit": "斤两"}, "斤两"),
    ],
)
def test_what_cannot_be_laid_out_is_refused(desk: Desk, more: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        laying_out.add_table(desk, bulletin(**more), section="1")
    assert not desk.book.exhibits()


def test_a_table_laid_out_anew_keeps_what_stays_and_its_figures(desk: Desk) -> None:
    made = laying_out.add_table(desk, bulletin(), section="1")
    cells.enter(desk, made.id, [(1, 0, "4544.2")])
    structure.rename_line(desk, made.id, Axis.ROWS, made.rows[1].id, "网上零售额")
    wanted = laying_out.wanted_of(desk.book.exhibit(made.id))
    assert wanted is not None and wanted.columns == (Level("period", ("2015Q3", "2015C09")), MEASURES)
    changed = laying_out.lay_out_anew(desk, made.id, bulletin(rows=(MEASURES,), columns=(INDICATORS, Level("period", ("now",)))))
    assert [line.groups for line in changed.columns] == [("快递业务量",), ("网络零售额",)]
    back = laying_out.lay_out_anew(desk, made.id, bulletin())
    assert build_table(desk.book, back, "").cells[1][0].text == "4544.2"
    desk.undo()
    desk.undo()
    assert [line.label for line in desk.book.exhibit(made.id).rows] == ["快递业务量", "网上零售额"]


def test_relative_periods_of_every_round() -> None:
    told = {
        "2015Q1": ("2015Q1", "2014Q4", "2014Q1", "2015C03", "2014C03"),
        "2015M12": ("2015M12", "2015M11", "2014M12", "2015C12", "2014C12"),
        "2015H1": ("2015H1", "2014H2", "2014H1", "2015C06", "2014C06"),
        "2015": ("2015", "2014", "2014", "2015", "2014"),
    }
    for own, periods in told.items():
        assert tuple(name.period(period_from_code(own)).code for name in Relative) == periods


SIDES = st.permutations(["indicator", "period", "measure", "area"])
SHOWN = {
    "indicator": ("快递量", "零售额"),
    "period": ("2015Q3", "2014Q3", "2015C09"),
    "measure": ("value", "growth", "share"),
    "area": (CITY, "310000"),
}


@settings(max_examples=30)
@given(SIDES, st.integers(1, 3), st.data())
def test_every_combination_has_one_cell_and_is_known_again(order: list[str], cut: int, data: st.DataObject) -> None:
    book = _book()
    sides = [
        tuple(Level(part, tuple(data.draw(st.permutations(SHOWN[part])))) for part in parts)
        for parts in (order[:cut], order[cut:])
    ]
    wanted = Wanted("表1", "甲", sides[0], sides[1])
    made = laying_out.laid_out(book, wanted)
    keys = [key for _row, _column, key in cell_keys(made)]
    assert len(keys) == len(set(keys)) == 2 * 3 * 3 * 2
    again = laying_out.wanted_of(made)
    assert again is not None and (again.rows, again.columns) == (wanted.rows, wanted.columns)


def _book():  # type: ignore[no-untyped-def]
    from ecdesk.domain.book.book import Book

    book = Book()
    book.load(iter([one for one in records() if not isinstance(one, Section | Setting)]))
    return book
