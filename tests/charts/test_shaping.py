"""What an editor sets of a chart: it is in the picture, follows the data, and what would lie is refused with a reason."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.text import Text

from ecdesk.charts import GREY, PRINT, draw_chart, drawing_of, load_theme, theme_titles
from ecdesk.charts.themes import Ground, contrast
from ecdesk.domain.book.records import (
    ChartKind,
    ChartOrder,
    GrowthArrow,
    Labelled,
    PointNote,
    ReferenceLine,
    ValueRange,
)
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, drawn_chart, told
from ecdesk.domain.charts.doubts import doubts_of
from tests.charts.chart_tables import make_table
from tests.charts.test_drawing import PROVINCES, YEARS, assert_clean, texts

SALES = ("交易额", "亿元", ["100.0", "121.0", "130", "144", "150", "160", "170", "194.9"])
RURAL = ("农村", "亿元", ["10.1", "12.3", "15", "18.2", "22", "26.3", "30.1", "35.2"])
GROWTH = ("同比增速", "%", ["", "21.0", "7.4", "10.8", "4.2", "6.7", "6.3", "14.6"])


def shaped(kind: str, categories: list[str], series: list[Any], **settings: Any) -> Table:
    table = make_table(kind, categories, series, secondary=["同比增速"])
    chart = table.exhibit.chart
    assert chart is not None
    return replace(table, exhibit=replace(table.exhibit, chart=replace(chart, **settings)))


def printed(table: Table) -> list[str]:
    drawing = drawing_of(table)
    assert_clean(drawing.figure)
    return texts(drawing.figure)


def test_a_legend_says_what_a_column_of_values_is_the_value_of() -> None:
    table = shaped("bar+line", YEARS, [("数值", "亿元", SALES[2]), GROWTH])
    assert drawn_chart(table).primary[0].name == "数值"
    about = replace(table, subject="网络零售额")
    assert [one.name for one in (*drawn_chart(about).primary, *drawn_chart(about).secondary)] == ["网络零售额", "同比增速"]
    value, growth = table.columns
    headed = replace(about, columns=(replace(value, groups=("农产品零售额",)), growth))
    assert drawn_chart(headed).primary[0].name == "农产品零售额" and "农产品零售额" in printed(headed)


def test_rows_are_left_out_ordered_and_stand_out() -> None:
    names = PROVINCES[:5]
    table = shaped("rank", names, [("额", "亿元", ["5", "4", "3", "2", "1"])], left_out=("c0",), highlight=("c2",))
    chart = drawn_chart(table)
    assert chart.categories == tuple(names[1:])
    assert [point.lit for point in chart.primary[0].points] == [False, True, False, False]
    rising = replace(table, exhibit=replace(table.exhibit, chart=replace(table.exhibit.chart, order=ChartOrder.RISING)))  # type: ignore[type-var]
    assert drawn_chart(rising).categories == tuple(names[:0:-1])
    listed = shaped("bar", names, [("额", "亿元", ["5", "4", "3", "2", "1"])], order=ChartOrder.LISTED, listed=("c3", "c0"))
    assert drawn_chart(listed).categories[:3] == (names[3], names[0], names[1])
    in_time = drawn_chart(shaped("line", YEARS, [SALES], order=ChartOrder.FALLING))
    assert not in_time.primary[0].in_time


def test_an_arrow_says_what_its_ends_come_to() -> None:
    arrow = GrowthArrow("s0", "c0", "c7")
    assert "年均增长10.0%" in printed(shaped("bar+line", YEARS, [SALES, GROWTH], arrow=arrow))
    slower = (*SALES[:2], [*SALES[2][:7], "150.0"])
    assert "年均增长6.0%" in printed(shaped("bar+line", YEARS, [slower, GROWTH], arrow=arrow))
    coarse = (*SALES[:2], ["1", *SALES[2][1:7], "2"])
    assert any(words.startswith("年均增长约") for words in printed(shaped("bar", YEARS, [coarse], arrow=arrow)))
    assert "提高4.4个百分点" in printed(shaped("line", YEARS, [("占比", "%", ["10.1"] * 7 + ["14.5"])], arrow=arrow))
    gone = shaped("bar", YEARS, [SALES], arrow=GrowthArrow("s0", "c0", "没有"))
    assert drawn_chart(gone).arrow is None
    with pytest.raises(CannotDraw, match="正数"):
        printed(shaped("bar", YEARS, [("额", "亿元", ["-1", *SALES[2][1:]])], arrow=arrow))
    with pytest.raises(CannotDraw, match="对调"):
        printed(shaped("bar", YEARS, [SALES], arrow=GrowthArrow("s0", "c7", "c0")))


def test_labels_notes_and_lines_across() -> None:
    assert "166" not in printed(shaped("bar", YEARS, [SALES], reference=ReferenceLine()))
    finer = ("额", "亿元", ["1234.5678", "1034.5678", *SALES[2][2:]])
    average = next(
        words for words in printed(shaped("bar", YEARS, [finer], decimals=1, reference=ReferenceLine())) if "平均" in words
    )
    assert len(average.partition(".")[2]) == 1, "with as many decimals as the figures beside it"
    words = printed(
        shaped(
            "bar+line",
            YEARS,
            [SALES, GROWTH],
            labels=Labelled.ENDS,
            decimals=0,
            reference=ReferenceLine("150", "目标"),
            notes=(PointNote("s0", "c3", "新口径开始"),),
            title="交易额逐年增长",
        )
    )
    assert {"100", "195", "目标 150", "新口径开始"} <= set(words) and not {"144", "130"} & set(words)
    assert any(one.endswith("交易额逐年增长") for one in words)
    assert "0.04" in printed(shaped("bar", YEARS, [("额", "亿元", ["0.04", *SALES[2][1:]])], decimals=1)), (
        "no zero for what is none"
    )


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"range": ValueRange("50")}, "从 0 起"),
        ({"range": ValueRange("", "150")}, "画不进去"),
        ({"range": ValueRange("9", "3")}, "不小于"),
        ({"range": ValueRange("", "", "0.1")}, "间隔"),
        ({"range": ValueRange("", "", "-1")}, "大于 0"),
        ({"range": ValueRange("多")}, "不是数"),
        ({"reference": ReferenceLine("无")}, "参考线"),
    ],
)
def test_a_setting_that_would_lie_is_refused(settings: dict[str, Any], reason: str) -> None:
    with pytest.raises(CannotDraw, match=reason):
        drawing_of(shaped("bar", YEARS, [SALES], **settings))


def test_words_beside_a_bar_are_joined_to_it_by_a_line() -> None:
    """含前海, of the first bar, stood as near to the second and without a line."""
    areas = ["南山区", "福田区", "宝安区", "龙岗区", "罗湖区"]
    levels = ("交易额", "亿元", ["1234.6", "1034.6", "844.4", "810.4", "620.3"])
    growth = ("同比增速", "%", ["28.1", "25.5", "27.7", "31", "20.1"])
    drawing = drawing_of(shaped("bar+line", areas, [levels, growth], notes=(PointNote("s0", "c0", "含前海"),)))
    leaders = [line for line in drawing.figure.findobj(Line2D) if line.get_linewidth() == 0.6]
    assert "含前海" in texts(drawing.figure) and len(leaders) == 1


def test_an_axis_goes_where_it_was_set() -> None:
    words = printed(shaped("line", YEARS, [SALES], range=ValueRange("90", "200", "55")))
    assert {"90", "145", "200"} <= set(words)
    growth = {"right_range": ValueRange("0", "30", "15")}
    assert {"15", "30"} <= set(printed(shaped("bar+line", YEARS, [SALES, GROWTH], **growth)))
    with pytest.raises(CannotDraw, match="画不进去"):
        printed(shaped("bar+line", YEARS, [SALES, GROWTH], right_range=ValueRange("", "5")))
    # Lines of one unit share the left axis, which has to hold them all.
    both = [("城镇", "%", ["60"] * 8), ("农村", "%", ["20"] * 8)]
    with pytest.raises(CannotDraw, match="画不进去"):
        printed(shaped("line", YEARS, both, primary=("s0",), secondary=("s1",), range=ValueRange("50")))


def test_kinds_show_what_they_say() -> None:
    shares = drawn_chart(shaped("shares", YEARS, [SALES, RURAL]))
    assert shares.primary_unit == "%" and all(
        abs(sum(float(series.points[at].value or 0) for series in shares.primary) - 100) < 1e-9 for at in range(8)
    )
    assert shares.primary[0].points[0].label == "90.8"
    slope = drawn_chart(shaped("slope", YEARS, [SALES, RURAL]))
    assert slope.categories == (YEARS[0], YEARS[-1])
    for refused in (
        shaped("dumbbell", YEARS, [SALES]),
        shaped("slope", YEARS[:1], [("额", "亿元", ["1"])]),
        shaped("shares", YEARS[:1], [("额", "亿元", ["-1"])]),
    ):
        with pytest.raises(CannotDraw, match="。"):
            drawing_of(refused)
    direct = printed(shaped("line", YEARS, [SALES, RURAL]))
    assert {"交易额", "农村"} <= set(direct)


def table_of(rng: random.Random) -> Table:
    """A table of some shape: negative, close, long, short, one point, two series of thirty-one."""
    count = rng.choice([1, 2, 5, 8, 12, 31])
    low, high = rng.choice([(0, 100), (-50, 50), (-90, -10), (34.0, 35.2), (0.01, 10**6), (10**12, 10**15)])
    figures = [[f"{rng.uniform(low, high):.{rng.choice([0, 1, 2])}f}" for _ in range(count)] for _ in range(rng.randint(1, 4))]
    names = rng.choice(
        [
            [f"{1988 + at}年" for at in range(count)],
            PROVINCES[:count],
            [f"第{at}类服务外包与电子商务平台运营维护业务（含境外）" for at in range(count)],
        ]
    )
    series = [(f"系列{at}", "亿元", column) for at, column in enumerate(figures)]
    return make_table(rng.choice(list(ChartKind)), names, series)


def struck(figure: Any) -> list[str]:
    """Labels that a gridline runs through without paper behind them."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    renderer = figure.canvas.get_renderer()
    grid = [line.get_window_extent(renderer) for line in figure.findobj(Line2D) if line.get_zorder() == 0.5]
    grounds = [box.get_window_extent(renderer) for box in figure.findobj(Rectangle) if box.get_zorder() >= 2]
    found = []
    for artist in figure.findobj(Text):
        box = artist.get_window_extent(renderer).shrunk(0.98, 0.6)
        if artist.get_zorder() == 6 and any(line.overlaps(box) for line in grid):
            middle = ((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
            if not any(ground.contains(*middle) for ground in grounds):
                found.append(artist.get_text())
    return [words for words in found if words]


@pytest.mark.parametrize("seed", range(24))
def test_no_label_is_struck_or_dropped_without_a_word(seed: int) -> None:
    table = table_of(random.Random(seed))
    try:
        drawing = drawing_of(table)
    except CannotDraw:
        return
    assert_clean(drawing.figure)
    assert struck(drawing.figure) == []
    chart = drawn_chart(table)
    if chart.kind in (ChartKind.RING, ChartKind.RANK, ChartKind.SLOPE, ChartKind.BAR_AND_LINE, ChartKind.BAR):
        return  # names stand with the figures there, or bars lie down where their names are long
    labels = [point.label.replace("\u2009", " ") for series in chart.series for point in series.points if point.value is not None]
    shown = sum(words in set(labels) for words in texts(drawing.figure))
    assert shown + len(drawing.dropped) >= len(labels)


@pytest.mark.parametrize("name", list(theme_titles()))
@pytest.mark.parametrize("variant", [PRINT, GREY])
def test_every_theme_is_legible(name: str, variant: str) -> None:
    theme = load_theme(variant, name)
    assert all(contrast(colour, theme.paper) >= 4.5 for colour in (theme.ink, theme.quiet))
    lines = [*theme.lines, *(meaning.colour for meaning in theme.meanings.values())]
    assert all(contrast(colour, theme.paper) >= 3 for colour in lines), lines
    assert all(contrast(theme.edge(fill), theme.paper) >= 3 for fill in theme.bars)
    for look in (theme, theme.on(Ground("#181b1f", "#e6e8eb"))):
        assert all(contrast(look.for_words(colour), look.paper) >= 4.5 for colour in look.lines), look.lines
    assert all(contrast(theme.readable_on(fill), fill) >= 4.5 for fill in theme.bars)
    assert "source" in theme.foot and set(theme.foot) <= {"caption", "notes", "source"}
    assert set(theme.meanings) == set(load_theme().meanings)


def test_the_source_stands_under_the_caption_or_where_it_was_put() -> None:
    def order(**settings: Any) -> list[str]:
        figure = drawing_of(shaped("bar", YEARS, [SALES], **settings)).figure
        there = {a.get_text(): a.get_position()[1] for a in figure.findobj(Text)}
        return sorted((words for words in there if "数据来源" in words or "图1-1" in words), key=lambda words: -there[words])

    assert [words[:2] for words in order()] == ["图1", "数据"]
    assert [words[:2] for words in order(source_place="above")] == ["数据", "图1"]
    assert order(source_place="none", title_place="none") == []
    narrow = drawing_of(shaped("bar", YEARS, [SALES], width_mm=68)).figure.get_size_inches()[0] * 25.4
    assert abs(narrow - 68) < 0.1
    assert drawing_of(shaped("bar", YEARS, [SALES], theme="没有这种")).figure is not None


@pytest.mark.parametrize("long", [False, True])
def test_notes_and_source_stand_in_one_place(long: bool) -> None:
    """All of them in the middle, or all at the left where one of them takes several lines."""
    table = shaped("bar", YEARS, [SALES])
    note = "注：" + "本图的数为初步数，" * (12 if long else 1) + "以年报为准。"
    figure = drawing_of(replace(table, exhibit=replace(table.exhibit, notes=(note,)))).figure
    foot = [text for text in figure.findobj(Text) if text.get_text()[:2] in ("注：", "数据")]
    assert [text.get_horizontalalignment() for text in foot] == (["left"] if long else ["center"]) * 2


def test_doubts_about_a_chart() -> None:
    def ids(table: Table, **changes: Any) -> list[str]:
        return [doubt.id for doubt in doubts_of(replace(table, exhibit=replace(table.exhibit, **changes)))]

    whole = shaped("bar", YEARS, [SALES])
    assert ids(whole) == []
    assert ids(whole, source_line="") == ["source"]
    assert ids(whole, caption="2018年交易额及同比增速") == ["promise"]
    assert ids(whole, caption="2018年交易额变化情况") == []
    assert ids(whole, notes=("不含港澳台。2018年增速按可比口径计算。",)) == ["noted"]
    assert ids(whole, notes=("2018年数按可比口径计算。", "增速另行公布。")) == []
    assert ids(shaped("bar", YEARS, [("额", "亿元", ["1", "2", "3", "", "", "", "", ""])])) == ["sparse"]
    assert ids(shaped("bar", YEARS, [SALES, SALES])) == ["twins"]
    assert ids(shaped("bar", YEARS, [SALES], range=ValueRange("5"))) == ["undrawn"]
    of_parts = [("额", "万亿元", ["1.09", "2733.1亿元"])]
    assert ids(shaped("bar", ["实物", "非实物"], of_parts)) == ["decimals"]
    assert ids(shaped("bar", ["实物", "非实物"], of_parts, decimals=2)) == []
    sparse = doubts_of(shaped("bar", YEARS, [("额", "亿元", ["1", "2", "3", "", "", "", "", ""])]))
    assert "图里 8 个数只有 3 个" in str(sparse[0].message) and len(sparse[0].keys) == 5
    none = doubts_of(shaped("bar", YEARS, [("额", "亿元", [""] * 8)]))
    assert "8 个数一个也没有" in str(none[0].message)


def test_a_chart_in_words_names_every_figure() -> None:
    words = told(drawn_chart(shaped("bar", YEARS, [SALES])))
    assert "柱形图" in words and all(f"{year} {label}" in words for year, label in zip(YEARS, SALES[2], strict=True))


def test_a_slope_joins_times_and_not_one_region_with_another() -> None:
    names, pair = ["东部", "中部", "西部"], [("甲", "亿元", ["1", "2", "3"]), ("乙", "亿元", ["3", "2", "1"])]
    with pytest.raises(CannotDraw, match="时期"):
        drawing_of(shaped("slope", names, pair))
    assert drawn_chart(shaped("slope", names[:2], [(name, unit, figures[:2]) for name, unit, figures in pair])).categories


def test_empty_places_are_explained() -> None:
    """Years that follow each other as a span; and a place without a bar, which would be read as zero, where another series has a figure."""
    notes = drawn_chart(shaped("bar", YEARS, [("额", "亿元", ["1", "", "", "", "", "", "2", ""])])).notes
    assert notes[-1] == "注：2012—2016年、2018年暂无数据。"
    names = ["水果", "茶叶", "调味品"]
    table = shaped("bar+line", names, [("占比", "%", ["", "12.5", ""]), ("增速", "%", ["45.6", "", ""])], secondary=("s1",))
    assert drawn_chart(table).notes[-2:] == ("注：调味品暂无数据。", "注：水果的占比暂无数据。")
    empty = ("增速", "%", ["", "", ""])
    whole = shaped(
        "bar+line", names, [("占比", "%", ["1", "12.5", "3"]), empty, ("降幅", "%", ["", "", ""])], secondary=("s1", "s2")
    )
    assert drawn_chart(whole).notes[-1:] == ("注：增速、降幅暂无数据。",)


def test_a_lone_series_is_named_where_its_neighbours_have_no_figures_yet() -> None:
    shares = ("占比", "%", ["72.3", "85.7"])
    assert "占比" in texts(draw_chart(make_table("bar", ["甲", "乙"], [shares, ("份额", "%", ["", ""])])))
    assert "占比" not in texts(draw_chart(make_table("bar", ["甲", "乙"], [shares])))


def test_shares_of_which_parts_are_not_known_stand_before_their_whole() -> None:
    parts = [("B2C", "%", ["", "62.8"]), ("C2C", "%", ["", ""])]
    assert "100" in texts(draw_chart(make_table("stacked", YEARS[:2], parts)))


def test_one_line_among_lines_without_figures_has_its_figures_in_ink() -> None:
    lines = [("增速甲", "%", ["1.5", "34.6"]), ("增速乙", "%", ["", ""])]
    figure = draw_chart(
        make_table("bar+line", YEARS[:2], [("额", "亿元", ["6.09", "8.1"]), *lines], secondary=["增速甲", "增速乙"])
    )
    colours = {words.get_text(): to_hex(words.get_color()) for words in figure.findobj(Text)}
    assert colours["34.6"] == colours["8.1"]


def test_an_axis_of_very_large_figures_says_powers_as_they_are_written() -> None:
    words = texts(draw_chart(make_table("bar", YEARS[:2], [("规模", "亿元", ["1000000000000000", "5000000000000000"])])))
    assert {"0", "2×10^15"} <= set(words) and not any("e+" in one for one in words)
