"""What a table says in a way that is easily taken for something else: growth beside last year's column, running totals, marks that repeat."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from ecdesk.domain.figures.readings import FileReading, Reading
from ecdesk.domain.resources import resource
from ecdesk.domain.wording.folding import fold
from ecdesk.excel.formats.grid import Sheet, Workbook
from ecdesk.excel.reading.reader import read_workbook
from ecdesk.excel.reading.texts.words import words
from tests.excel.makers import by_cell

with resource("reading", "words.toml").open("rb") as file:
    DATA = tomllib.load(file)
TITLE = "2022年陕西省电子商务情况"
BODY = [["网络零售额", "亿元", 2043.9], ["快递业务收入", "亿元", 105.2]]
HEADS = ["指标", "计量单位", "2022年"]


def read(*rows: list[Any], file: str = "报表.xlsx", sheet: str = "Sheet1") -> FileReading:
    width = max(map(len, rows))
    return read_workbook(Workbook(file, "xlsx", [Sheet(sheet, [[*row, *[""] * (width - len(row))] for row in rows])]))


def told(one: Reading) -> tuple[str, str, str]:
    return one.period, one.measure, one.amount.unit.symbol


def asked(reading: FileReading, *questions: str) -> list[str]:
    return [str(problem.message) for problem in reading.problems if problem.question in (questions or ("word",))]


@pytest.mark.parametrize("heads", [("年末数", "上年末数"), ("本期数", "上年同期数"), ("期末数", "上年同期")])
def test_growth_beside_the_columns_of_this_and_last_year_is_this_years(heads: tuple[str, str]) -> None:
    rows = [["网络零售额", "亿元", 2043.9, 1900, 7.6], ["快递业务收入", "亿元", 105.2, 100, 5.2]]
    found = by_cell(read([TITLE], ["指标", "计量单位", *heads, "增长（%）"], *rows))
    assert [told(found[cell]) for cell in ("C3", "D3", "E3")] == [
        ("2022", "value", "亿元"),
        ("2021", "value", "亿元"),
        ("2022", "growth", "%"),
    ]


def test_growth_behind_last_years_column_of_something_else_stays_that_of_last_year() -> None:
    found = by_cell(read([TITLE], ["指标", "计量单位", "去年", "增长（%）"], ["网络零售额", "亿元", 1900, 3.2], BODY[1] + [4.1]))
    assert told(found["D3"]) == ("2021", "growth", "%")


def test_growth_between_the_columns_of_last_and_this_year_is_this_years() -> None:
    rows = [["网络零售额", "亿元", 1900, 7.6, 2043.9], ["快递业务收入", "亿元", 100, 5.2, 105.2]]
    found = by_cell(read(["2022年1-9月陕西省电子商务情况"], ["指标", "计量单位", "上年同期", "增长（%）", "本期"], *rows))
    assert [found[cell].period for cell in ("C3", "D3", "E3")] == ["2021C09", "2022C09", "2022C09"]
    found = by_cell(read(["2022年9月陕西省电子商务情况"], ["指标", "计量单位", "去年1-9月", "增长（%）", "1-9月"], *rows))
    assert [found[cell].period for cell in ("C3", "D3", "E3")] == ["2021C09", "2022C09", "2022C09"]


def test_growth_behind_each_of_the_two_years_is_that_of_its_year() -> None:
    rows = [["网络零售额", "亿元", 1900, 7.6, 2043.9, 7.6], ["快递业务收入", "亿元", 100, 5.2, 105.2, 5.2]]
    found = by_cell(read([TITLE], ["指标", "计量单位", "上年", "增长（%）", "本年", "增长（%）"], *rows))
    assert [found[cell].period for cell in ("D3", "F3")] == ["2021", "2022"]


def test_growth_behind_last_years_column_is_this_years_under_the_name_of_the_figures() -> None:
    rows = [["陕西省", 2043.9, 1900, 7.6], ["甘肃省", 243.9, 190, 28.4]]
    found = by_cell(
        read(["各地区统计表"], ["地区", "网络零售额（亿元）", "去年同期数（亿元）", "同比±%"], *rows, sheet="2022年1-7月")
    )
    assert [found[cell].period for cell in ("B3", "C3", "D3")] == ["2022C07", "2021C07", "2022C07"]


@pytest.mark.parametrize(("growth", "measure"), [("增减%", "growth_prev"), ("同比增减%", "growth"), ("环比%", "growth_prev")])
def test_growth_behind_the_month_before_is_on_that(growth: str, measure: str) -> None:
    rows = [["网络零售额", "亿元", 20.5, 20.1, 2.0], ["快递业务收入", "亿元", 5.2, 5.1, 2.0]]
    found = by_cell(read(["2022年6月陕西省电子商务情况"], ["指标", "单位", "本月", "上月", growth], *rows))
    assert told(found["E3"]) == ("2022M06", measure, "%")
    assert found["E3"].doubt is None or growth == "同比增减%"


@pytest.mark.parametrize("names", [{"file": "陕西省同比.xlsx"}, {"sheet": "同比"}, {"sheet": "同比增速"}])
def test_growth_in_a_name_over_figures_in_the_unit_of_a_level_is_asked_about(names: dict[str, str]) -> None:
    reading = read([TITLE], HEADS, *BODY, **names)
    assert len(asked(reading, "unit")) == 1
    assert all(one.doubt is not None for one in reading.readings)


def test_growth_in_a_name_over_figures_in_per_cent_is_not() -> None:
    reading = read([TITLE], HEADS, ["网络零售额", "%", 2.9], ["快递业务收入", "%", 5.2], sheet="同比增速")
    assert reading.status == "read"
    assert {one.measure for one in reading.readings} == {"growth"}


@pytest.mark.parametrize("word", ["累计情况", "情况（累计）", "历年累计情况"])
def test_a_running_total_in_a_title_over_single_months_is_asked_about(word: str) -> None:
    reading = read(
        [f"2022年陕西省电子商务{word}"],
        ["指标", "单位", "1月", "2月"],
        ["网络零售额", "亿元", 20, 21],
        ["快递业务收入", "亿元", 5, 6],
    )
    assert {one.period for one in reading.readings} == {"2022M01", "2022M02"}
    assert len(asked(reading)) == 1


@pytest.mark.parametrize(
    ("title", "questions"), [("2022年3月陕西省电子商务历年累计情况", 1), ("2022年3月陕西省电子商务累计情况", 0)]
)
def test_a_total_of_all_years_is_none_of_one_year(title: str, questions: int) -> None:
    assert len(asked(read([title], ["指标", "单位", "数值"], *BODY))) == questions


def test_a_running_total_over_running_months_is_not_asked_about() -> None:
    heads = ["指标", "单位", "1月", "1-2月"]
    rows = [["网络零售额", "亿元", 20, 41], ["快递业务收入", "亿元", 5, 11]]
    assert read(["2022年陕西省电子商务情况（累计）"], heads, *rows).status == "read"


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "″"])
def test_a_mark_repeats_the_label_above(mark: str) -> None:
    rows = [
        ["湖南省", 2021, "网络零售额", "亿元", 20],
        [mark, mark, "快递业务收入", mark, 5],
        ["湖北省", 2022, "网络零售额", mark, 30],
    ]
    reading = read(["电子商务情况"], ["地区", "年份", "指标", "单位", "数值"], *rows)
    assert [(one.region, one.period, one.amount.unit.symbol) for one in reading.readings] == [
        ("湖南省", "2021", "亿元"),
        ("湖南省", "2021", "亿元"),
        ("湖北省", "2022", "亿元"),
    ]
    assert reading.status == "read"


def test_a_mark_among_figures_repeats_none() -> None:
    reading = read([TITLE], HEADS, BODY[0], ["快递业务收入", "亿元", "同上"])
    assert [one.cell for one in reading.readings] == ["C3"]
    assert reading.status == "review"


@pytest.mark.parametrize(
    "title",
    [
        "陕西省电子商务情况（截至2022年12月31日）",
        "2022年陕西省电子商务情况 报送日期：2023年1月5日",
        "2022年陕西省电子商务情况　　　　（报送日期：2023年1月5日）",
        "2022年陕西省电子商务情况，填表人：张三",
    ],
)
def test_a_title_keeps_its_time_and_place(title: str) -> None:
    reading = read([title], ["指标", "单位", "数值"], *BODY)
    assert {(one.region, one.period) for one in reading.readings} == {("陕西省", "2022")}
    assert (reading.status, reading.problems) == ("read", ())


def test_last_year_as_100_over_what_no_catalogue_has_is_an_index() -> None:
    reading = read(["2022年陕西省价格情况"], ["指标", "上年=100"], ["石榴价格", 102.1], ["柿子价格", 103])
    assert {told(one) for one in reading.readings} == {("2022", "index:上年=100", "")}


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("本月", "value"),
        ("绝对值", "value"),
        ("指数（上年=100）", "index:上年=100"),
        ("同比（%）", "growth"),
        ("上年=100", "growth"),
    ],
)
def test_a_place_that_no_catalogue_has_before_words_for_figures_is_kept(said: str, measure: str) -> None:
    heads = ["指标", f"东湾新区{said}", f"西岭新区{said}"]
    reading = read(["2022年12月电子商务情况"], heads, ["网络零售额（亿元）", 102.1, 103], ["快递业务收入（亿元）", 101, 104])
    assert [(one.region, one.measure) for one in reading.readings] == [("东湾新区", measure), ("西岭新区", measure)] * 2
    assert asked(reading) == []


@pytest.mark.parametrize("growth", ["增减（%）", "增减率", "增速"])
@pytest.mark.parametrize("head", ["比上年增减", "增减"])
def test_what_may_be_growth_beside_growth_is_how_much_more_there_is(head: str, growth: str) -> None:
    rows = [["网络零售额", "亿元", 20, 1, 5.3], ["快递业务收入", "亿元", 5, 0.2, 4.2]]
    reading = read([TITLE], ["指标", "单位", "2022年", head, growth], *rows)
    found = by_cell(reading)
    assert (told(found["D3"]), told(found["E3"])) == (("2022", "change", "亿元"), ("2022", "growth", "%"))
    assert reading.status == "read"


@pytest.mark.parametrize(("mark", "repeats"), DATA["blank"]["ditto_examples"].items())
def test_examples_of_marks_that_repeat(mark: str, repeats: bool) -> None:
    assert (words().ditto.fullmatch(mark) is not None) is repeats


@pytest.mark.parametrize(("before", "of_all"), DATA["other"]["of_all_years_examples"].items())
def test_examples_of_what_makes_a_total_one_of_all_years(before: str, of_all: bool) -> None:
    assert (words().of_all_years.search(before) is not None) is of_all


@pytest.mark.parametrize(
    ("file", "title", "conflict"),
    [
        ("宁波市.xlsx", "2022年浙江省电子商务情况", True),
        ("浙江省宁波市.xlsx", "2022年浙江省电子商务情况", True),
        ("洛阳市.xlsx", "2022年河南省电子商务情况", True),
        ("江西省.xlsx", "2022年湖南省电子商务情况", True),
        ("浙江省.xlsx", "2022年宁波市电子商务情况", False),
        ("浙江省.xlsx", "2022年浙江省电子商务情况", False),
        ("全国.xlsx", "2022年浙江省电子商务情况", False),
    ],
)
def test_the_name_of_a_file_that_names_another_area_or_one_inside_is_asked_about(file: str, title: str, conflict: bool) -> None:
    assert bool(asked(read([title], HEADS, *BODY, file=file), "region")) == conflict


@pytest.mark.parametrize(("words_here", "is_edition"), DATA["noise"]["editions"].items())
def test_the_edition_of_a_yearbook_is_no_time_of_its_figures(words_here: str, is_edition: bool) -> None:
    assert (words().edition.search(words_here) is not None) == is_edition


def test_the_year_of_figures_from_a_yearbook_is_asked_for() -> None:
    table = [["指标", "亿元"], ["网络零售额", 2043.9]]
    assert asked(read(["《陕西统计年鉴（2022）》"], *table), "year") == ["文件里没有写明年份，是哪一年的数？"]
    assert asked(read(["陕西省电子商务"], *table, file="陕西统计年鉴2022.xlsx"), "year")
    found = by_cell(read(["陕西统计年鉴2022"], ["指标", "2020", "2021"], ["网络零售额（亿元）", 1900, 2043.9]))
    assert [(found[cell].period, found[cell].doubt) for cell in ("B3", "C3")] == [("2020", None), ("2021", None)]


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        (["2022年1-9月陕西省电子商务情况（上年同期）"], "数值"),
        (["2022年1-9月陕西省电子商务情况（去年数据）"], "数值"),
        (["陕西省电子商务情况", "报告期：2022年1-9月（上年同期）"], "数值"),
        (["陕西省电子商务情况"], "2022年1-9月（上年同期）"),
    ],
)
def test_last_year_in_brackets_behind_a_time_is_the_year_before(lines: list[str], head: str) -> None:
    reading = read(*[[line] for line in lines], ["指标", "计量单位", head], *BODY)
    assert [(one.period, one.doubt) for one in reading.readings] == [("2021C09", None)] * 2
    assert not asked(reading)


def test_a_comparison_with_last_year_in_a_title_moves_no_figure() -> None:
    for title in ("2022年1-9月陕西省电子商务情况（与上年同期相比）", "2022年1-9月陕西省电子商务比上年增长情况"):
        assert {one.period for one in read([title], [*HEADS[:2], "数值"], *BODY).readings} == {"2022C09"}


@pytest.mark.parametrize(("heading", "around"), DATA["partners"]["arounds"].items())
def test_headings_over_what_places_lie_in(heading: str, around: bool) -> None:
    assert (words().around.fullmatch(fold(heading)) is not None) == around


@pytest.mark.parametrize("heads", [["国家", "所在洲"], ["国家/地区", "洲别"], ["Country", "Continent"]])
def test_the_continent_beside_a_country_is_no_name_of_its_figures(heads: list[str]) -> None:
    rows = [["德国", "欧洲", 829.3], ["印度", "亚洲", 1352.6], ["美国", "北美洲", 327.2]]
    reading = read(["2022年网络零售额"], [*heads, "网络零售额（亿元）"], *rows)
    told = [(one.region, one.indicator, one.item, one.amount.unit.symbol, one.doubt) for one in reading.readings]
    assert told == [(place, "网络零售额", "", "亿元", None) for place in ("德国", "印度", "美国")]


def test_a_continent_alone_is_what_its_figures_are_of() -> None:
    reading = read(["2022年网络零售额"], ["大洲", "网络零售额（亿元）"], ["欧洲", 829.3], ["亚洲", 1352.6])
    assert all("欧洲" in f"{one.region}{one.item}" for one in reading.readings[:1])


def test_ranks_beside_figures_are_named_and_ranks_that_number_the_rows_are_not() -> None:
    rows = [[1, "陕西省", 2043.9, 2, 7.6, 5], [2, "甘肃省", 105.2, 9, 5.2, 8]]
    reading = read(["2022年网络零售额"], ["名次", "地区", "总量（亿元）", "位次", "增速（%）", "增速排名"], *rows)
    assert [one.cell for one in reading.readings] == ["C3", "E3", "C4", "E4"]
    assert [(one.cell, str(one.message)) for one in reading.problems] == [
        ("D3", "“位次”不是年报用的量，没有读入。"),
        ("F3", "“增速排名”不是年报用的量，没有读入。"),
    ]
    assert reading.status == "read"


def test_rows_of_ranks_are_named_each_by_its_label() -> None:
    rows = [*BODY, ["增速全国排名", "位", 17], ["总额位次", "位", 26]]
    reading = read([TITLE], HEADS, *rows)
    assert [(one.cell, str(one.message)) for one in reading.problems] == [
        ("C5", "“增速全国排名”不是年报用的量，没有读入。"),
        ("C6", "“总额位次”不是年报用的量，没有读入。"),
    ]


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("数据截至2022年11月20日", True),
        ("数据截至11月30日", True),
        ("数据截至2022年12月31日", False),
        ("数据截至2023年1月10日", False),
        ("2023年1月10日", False),
    ],
)
def test_a_day_before_the_end_of_the_year_restricts_its_figures(line: str, cut: bool) -> None:
    assert bool(asked(read([TITLE], [line], HEADS, *BODY))) == cut


@pytest.mark.parametrize(
    ("title", "area"), [("2022年浙江省（不含宁波）电子商务情况", "浙江省"), ("2022年湖北省不含武汉市电子商务", "湖北省")]
)
def test_a_place_that_a_title_leaves_out_is_not_its_area(title: str, area: str) -> None:
    reading = read([title], HEADS, *BODY)
    assert {one.region for one in reading.readings} == {area}
    assert len(asked(reading)) == 1


def test_heads_of_years_before_1949_are_years() -> None:
    found = by_cell(read(["陕西省网络零售额（亿元）"], ["指标", 1936, 1947, 1949], ["网络零售额", 1310, 1315, 1320]))
    assert [(cell, one.period) for cell, one in found.items()] == [("B3", "1936"), ("C3", "1947"), ("D3", "1949")]
    found = by_cell(read([TITLE], ["指标", "单位", "数值"], ["网络零售额", "亿元", 1936], ["快递业务收入", "亿元", 1947]))
    assert [f"{one.amount.value}" for one in found.values()] == ["1936", "1947"]


@pytest.mark.parametrize(
    ("first", "second", "values"),
    [
        ("2043,9", "-7,65", ["2043.9", "-7.65"]),
        ("2.043,91", "105,2", ["2043.91", "105.2"]),
        ("2043,912", "20105,123", ["2043.912", "20105.123"]),
        ("2,043", "105,312", ["2043", "105312"]),
        ("2,043.9", "105.2", ["2043.9", "105.2"]),
    ],
)
def test_a_decimal_comma_is_one_where_several_numbers_can_be_nothing_else(first: str, second: str, values: list[str]) -> None:
    reading = read([TITLE], HEADS, ["网络零售额", "亿元", first], ["快递业务收入", "亿元", second])
    assert [f"{one.amount.value}" for one in reading.readings] == values


def test_one_comma_among_points_is_no_decimal_comma() -> None:
    reading = read([TITLE], HEADS, ["网络零售额", "亿元", "2043,9"], ["快递业务收入", "亿元", "105.2"])
    assert [one.cell for one in reading.readings] == ["C4"]
    assert "不是数字" in str(reading.problems[0].message)


def test_a_name_that_ends_in_change_with_a_unit_of_its_own_stays_whole() -> None:
    rows = [["气候变化（次）", 12], ["耕地面积变化（万亩）", -3.2], ["旅游收入（亿元）", 310.5], ["旅游收入变化（亿元）", 12.5]]
    reading = read([TITLE], ["指标", "数值"], *rows, ["网络零售额变化（亿元）", 469.3], ["客运量变化（%）", 3.1])
    assert [(one.indicator, one.measure) for one in reading.readings] == [
        ("气候变化", "value"),
        ("耕地面积变化", "value"),
        ("旅游收入", "value"),
        ("旅游收入", "change"),
        ("网络零售额", "change"),
        ("客运量", "growth"),
    ]


def test_how_much_higher_a_share_is_than_in_another_year_is_no_figure_of_that_year() -> None:
    reading = read([TITLE], ["指标", "2022年", "比2010年提高（百分点）"], ["城镇化率（%）", 64.0, 18.3])
    assert [(one.period, one.measure) for one in reading.readings] == [("2022", "value"), ("2022", "points")]
    assert asked(reading, "") == ["这里的增速是与2010年相比的，不是与上年相比，请确认要不要。"]
