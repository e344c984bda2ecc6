"""A range of times belongs together: no name, heading or caption is broken at its dash, whoever breaks it into lines."""

from __future__ import annotations

import pytest

from ecdesk.charts.text_metrics import balanced, name_lines, wrapped
from ecdesk.domain.book.layouts.delivered import PrintedExhibit
from ecdesk.domain.book.layouts.pages import head_lines, page_theme, plan_table, usual_width
from ecdesk.domain.wording.breaking import ranges_in
from ecdesk.excel.writing.layout import broken
from tests.charts.chart_tables import make_table

SAID = [
    "全国2013—2018年农村网络零售额年均增速",
    "电商2016–2018年均增速",
    "比上年1月—9月平均增速",
    "截至2016年一季度—2018年四季度累计",
]


@pytest.mark.parametrize("words", SAID)
def test_a_range_is_never_torn(words: str) -> None:
    (whole,) = ranges_in(words)
    for width in range(130, 240, 10):
        for lines in (wrapped(words, 9, width), balanced(words, 9, width), head_lines(words, width, 9)):
            assert "".join(lines) == words and any(whole in line for line in lines), lines
    for room in range(10, 40):
        lines = broken(words, room).split("\n")
        assert any(whole in line for line in lines), lines


def test_a_range_that_is_wider_than_its_line_is_broken_behind_its_dash() -> None:
    assert wrapped("2013—2018年", 9, 32) == ["2013—", "2018年"]
    assert head_lines("2013—2018年", 36, 9) == ["2013—", "2018年"]


def test_what_is_no_range_is_broken_as_before() -> None:
    assert ranges_in("《报告》——2018年，第1-5表") == ["1-5"]
    assert wrapped("网络零售额", 9, 30) == ["网络零", "售额"]


def test_a_name_of_two_levels_is_broken_between_them_and_loses_their_dot() -> None:
    assert name_lines("2017年·一季度", 9, 40) == ["2017年", "一季度"]
    assert not any(line.startswith("·") for width in range(20, 70) for line in name_lines("2017年·一季度", 9, width))
    assert name_lines("2017年·一季度", 9, 90) == ["2017年·一季度"]


def test_a_long_name_of_a_row_stands_in_one_line_where_the_page_has_room() -> None:
    names = ["Cross-border e-commerce (billion US dollars)", "Exports"]
    plan = plan_table(PrintedExhibit(make_table("bar", names, [("Value", "", ["3762.5", "29"])], caption="a")), page_theme())
    assert plan.pieces[0].widths[0] >= usual_width(names[0], plan.size)
    assert plan.pieces[0].width <= page_theme().column()


def test_a_mark_that_begins_no_line_takes_the_word_before_it_along() -> None:
    assert wrapped("Category worldwide、其他", 9, 80) == ["Category", "worldwide、其他"]
