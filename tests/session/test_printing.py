"""What is printed under a table by itself, and with which figures a chart is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl import load_workbook

from ecdesk.checks.engine.checker import Checker
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import AreaRecord, Chart, ChartKind, Exhibit, Line, Observation, RuleRecord, Setting, Status
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.delivery.exporting import ChartFiles, export
from ecdesk.session.delivery.printing import drawn_table, note_under
from ecdesk.session.program.progress import finish

SALES, GOODS, SERVICES = "网络零售额", "实物商品网络零售额", "非实物商品网络零售额"
SUM = RuleRecord("sum", "构成", f"{SALES} = {GOODS} + {SERVICES} 对每个地区")
NOTE = "因四舍五入，合计数与各分项之和可能略有差异。"


def exhibit(**more):
    made = Exhibit(
        "t1",
        "表1-1",
        "各地网络零售额",
        unit="亿元",
        at={"period": "2018", "area": "610000"},
        rows=tuple(Line(one, one, {"indicator": one}) for one in (SALES, GOODS, SERVICES)),
        columns=(Line("v", "数值", {"measure": "value"}),),
        chart=Chart(ChartKind.BAR),
    )
    return replace(made, **more)


def book(figures, shown=None, *more):
    made = Book()
    observations = [
        Observation(Key(one, "610000", "", "2018", "value"), parse_content(digits, unit_named("亿元")))
        for one, digits in zip((SALES, GOODS, SERVICES), figures, strict=True)
    ]
    areas = [AreaRecord(area, order) for order, area in enumerate(standard_areas())]
    made.load(iter([Setting("year", "2018"), *areas, *standard_indicators(), shown or exhibit(), SUM, *observations, *more]))
    return made


def note(made):
    return note_under(Checker(made), made.exhibit("t1"))


@pytest.mark.parametrize(
    ("figures", "noted"),
    [
        (("10.0", "6.4", "3.6"), False),
        (("10.1", "6.4", "3.6"), True),  # within rounding
        (("10.2", "6.4", "3.6"), True),  # within a full unit
        (("12.0", "6.4", "3.6"), False),  # wrong: no rounding explains that
        (("10.1", "6.4", "…"), False),
    ],
)
def test_the_note_stands_where_rounding_alone_keeps_a_sum_from_holding(figures, noted):
    assert note(book(figures)) == (NOTE if noted else "")


def test_it_is_about_what_is_printed_not_about_what_is_known():
    exact = ("10.0", "6.4", "3.6")
    coarse = exhibit(columns=(Line("v", "数值", {"measure": "value"}, decimals=0),))
    assert note(book(exact, coarse)) == ""  # 10 = 6 + 4
    assert note(book(("10.0", "6.5", "3.5"), coarse)) == NOTE  # 10 ≠ 7 + 4
    assert (
        note(book(("10.0", "6.5", "3.5"), exhibit(unit="万亿元", columns=(Line("v", "数值", {"measure": "value"}, decimals=4),))))
        == NOTE
    )


def test_figures_of_another_table_do_not_count():
    assert note(book(("10.1", "6.4", "3.6"), exhibit(rows=exhibit().rows[:2]))) == ""


def test_an_editors_own_note_is_enough():
    assert note(book(("10.1", "6.4", "3.6"), exhibit(notes=("部分数据因四舍五入，分项之和与合计不等。",)))) == ""


def test_an_export_prints_the_note_once_and_a_balanced_table_its_own(tmp_path):
    off, uneven = ("10.1", "6.4", "3.6"), ("10.0", "6.5", "3.5")
    balanced = Setting("balance:t1", '{"unit": "亿元", "decimals": 0, "locked": []}')
    for made, expected in (
        (book(off), [NOTE]),
        (book(("10.0", "6.4", "3.6")), []),
        (book(uneven, None, balanced), ["舍位平衡"]),
        (book(off, None, balanced), []),
    ):
        finish(export(made, tmp_path / "表.xlsx", findings=()))
        cells = [str(cell.value) for row in load_workbook(tmp_path / "表.xlsx")["表1-1"].iter_rows() for cell in row]
        found = [words for words in cells if "四舍五入" in words]
        assert len(found) == len(expected) and all(part in words for part, words in zip(expected, found, strict=True))


def test_a_chart_has_the_figures_that_are_printed(tmp_path):
    balanced = Setting("balance:t1", '{"unit": "亿元", "decimals": 0, "locked": []}')
    made = book(("10.0", "6.5", "3.5"), None, balanced)
    table = drawn_table(Checker(made), made.exhibit("t1"))
    values = [row[0].shown.value for row in table.cells]
    assert values[0] == values[1] + values[2] == 10 and all(value == int(value) for value in values)
    done = finish(export(made, tmp_path / "表.xlsx", charts=ChartFiles(tmp_path / "图"), findings=()))
    plain = finish(export(book(("10.0", "6.5", "3.5")), tmp_path / "原.xlsx", charts=ChartFiles(tmp_path / "原图"), findings=()))
    assert done.charts[0].read_bytes() != plain.charts[0].read_bytes()


def forecast(labels, statuses, *, notes=(), caption="网络零售额", growth=()):
    """The notes under a table of years of which some figures are no results."""
    made = Book()
    columns = (Line("v", "零售额", {"measure": "value"}), Line("g", "增速", {"measure": "growth"}, unit="%"))
    years = [label[:4] for label in labels]
    rows = tuple(Line(year, label, {"period": year}) for year, label in zip(years, labels, strict=True))
    at = {"indicator": "网络零售额", "area": "000000"}
    made.load(
        iter(
            [*standard_indicators(), Exhibit("t1", "表1-1", caption, unit="亿元", at=at, rows=rows, columns=columns, notes=notes)]
        )
    )
    for year, status in zip(years, statuses, strict=True):
        amount = parse_content("5.5", unit_named("亿元"))
        made.load(iter([Observation(Key("网络零售额", "000000", "", year, "value"), amount, Status(status))]))
    for year, status in growth:
        amount = parse_content("5.5", unit_named("%"))
        made.load(iter([Observation(Key("网络零售额", "000000", "", year, "growth"), amount, Status(status))]))
    return note_under(Checker(made), made.exhibit("t1"))


@pytest.mark.parametrize(
    ("labels", "statuses", "said"),
    [
        (["2017", "2018", "2019"], ["final", "final", "forecast"], "2019年为预测值。"),
        (["2017", "2018", "2019", "2020"], ["final", "forecast", "forecast", "forecast"], "2018—2020年为预测值。"),
        (
            ["2017", "2018", "2019"],
            ["preliminary", "estimate", "forecast"],
            "2017年为初步数。\n2018年为估计值。\n2019年为预测值。",
        ),
        (["2018", "2019"], ["forecast", "forecast"], "所列各数为预测值。"),
        (["2018", "2019e"], ["final", "forecast"], ""),  # the heading says so
        (["2018", "2019"], ["final", "revised"], ""),
    ],
)
def test_what_is_no_result_is_never_printed_as_one(labels, statuses, said):
    assert forecast(labels, statuses) == said


def test_figures_that_share_their_lines_with_results_are_named_one_by_one():
    assert (
        forecast(["2018", "2019"], ["final", "final"], growth=[("2018", "final"), ("2019", "forecast")])
        == "2019年的增速为预测值。"
    )


def test_what_a_note_or_a_caption_says_of_forecasts_is_not_said_twice():
    assert forecast(["2018", "2019"], ["final", "forecast"], notes=("2019年起为预测。",)) == ""
    assert forecast(["2019"], ["forecast"], caption="2019年网络零售额预测") == ""
    assert forecast(["2018", "2019"], ["final", "forecast"], caption="网络零售额及预测") == "2019年为预测值。"
