"""Every kind of chart, whatever the figures: it draws, no text overlaps another, and nothing leaves the sheet."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from ecdesk.charts import GREY, chart_bytes, draw_chart, drawing_for_screen, drawing_of
from ecdesk.charts.axes import scale_over
from ecdesk.charts.text_metrics import wrapped
from ecdesk.charts.themes import Ground, contrast
from ecdesk.domain.book.records import ChartKind
from ecdesk.domain.book.tables import Table
from ecdesk.domain.charts import CannotDraw, drawn_chart
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import printed_in
from tests.charts.chart_tables import make_table

YEARS = [f"{year}年" for year in range(2011, 2019)]
PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
]
SALES = ("交易额", "万亿元", ["6.09", "8.1", "10.40", "16.39", "21.79", "26.1", "29.16", "31.63"])
GROWTH = ("同比增速", "%", ["", "33.0", "28.4", "57.6", "32.9", "19.8", "11.7", "8.5"])


def texts(figure: Figure) -> list[str]:
    return [artist.get_text() for artist in figure.findobj(Text) if artist.get_text()]


def assert_clean(figure: Figure) -> None:
    """Draws the figure; no two texts overlap by more than a hair, none leaves the sheet."""
    figure.set_dpi(72)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    sheet = figure.bbox
    boxes = [
        (artist.get_text(), artist.get_window_extent(renderer))
        for artist in figure.findobj(Text)
        if artist.get_text() and artist.get_visible()
    ]
    slack = figure.dpi / 72 * 0.6
    for words, box in boxes:
        assert box.x0 >= sheet.x0 - slack and box.x1 <= sheet.x1 + slack, words
        assert box.y0 >= sheet.y0 - slack and box.y1 <= sheet.y1 + slack, words
    for (one, box), (other, second) in itertools.combinations(boxes, 2):
        across = min(box.x1, second.x1) - max(box.x0, second.x0)
        up = min(box.y1, second.y1) - max(box.y0, second.y0)
        assert across <= slack or up <= slack, f"{one} overlaps {other}"


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize("variant", ["print", GREY])
def test_each_kind_in_each_variant(kind: str, variant: str) -> None:
    pair = [("目标", "万亿元", SALES[2][::-1])] if kind == ChartKind.DUMBBELL else []
    table = make_table(kind, YEARS, [SALES, *pair, GROWTH], secondary=["同比增速"])
    figure = draw_chart(table, variant)
    assert_clean(figure)
    assert ("100.0" if kind == ChartKind.SHARES else "31.63") in " ".join(texts(figure))
    assert any("2011—2018年中国电子商务交易总额" in words for words in texts(figure))


def test_labels_are_the_printed_digits() -> None:
    figure = draw_chart(make_table("bar", ["甲", "乙", "丙"], [("规模", "亿元", ["1.30", "约4800", "10000000000000000000.1"])]))
    assert {"1.30", "约4 800", "10 000 000 000 000 000 000.1"} <= set(texts(figure))


@pytest.mark.parametrize(("own", "window", "said"), [("zh", "en", "单位：亿元"), ("en", "zh", "Unit: 亿元")])
def test_a_chart_is_in_the_language_of_its_table_whatever_the_window_speaks(own: str, window: str, said: str) -> None:
    table = replace(make_table("bar", YEARS[:2], [("交易额", "亿元", ["1", "2"])]), language=own)
    with printed_in(window):
        assert said in texts(draw_chart(table)) and said in texts(drawing_for_screen(table, (400, 300))[0].figure)
        assert ("柱形图" in chart_bytes(table, "svg").decode()) == (own == "zh")


def test_missing_figures_leave_gaps_and_are_not_zero() -> None:
    full = draw_chart(make_table("line", YEARS, [SALES]))
    holed = draw_chart(make_table("line", YEARS, [("交易额", "万亿元", [*SALES[2][:3], "…", *SALES[2][4:]])]))

    def strokes(figure: Figure) -> int:
        return sum(len(line.get_xdata()) == 2 and line.get_linewidth() == 1.6 for line in figure.findobj(Line2D))

    assert strokes(full) == 7
    assert strokes(holed) == 5
    assert "0" not in [words for words in texts(holed) if words not in texts(full)]


def test_no_line_between_points_on_different_bases() -> None:
    table = make_table("line", YEARS, [SALES], bases={(7, 0): "可比口径"})
    figure = draw_chart(table)
    assert sum(len(line.get_xdata()) == 2 and line.get_linewidth() == 1.6 for line in figure.findobj(Line2D)) == 6
    assert any("可比口径" in words for words in texts(figure))


def test_forecasts_are_hatched_and_named() -> None:
    plain = draw_chart(make_table("bar", ["2018", "2019e"], [("零售额", "万亿美元", ["2.842", "3.453"])]))
    figure = draw_chart(
        make_table("bar", ["2018", "2019e"], [("零售额", "万亿美元", ["2.842", "3.453"])], statuses={(1, 0): "forecast"})
    )
    assert not any(patch.get_hatch() for patch in plain.findobj(Rectangle))
    assert sum(patch.get_gid() == "cell-1-0" and bool(patch.get_hatch()) for patch in figure.findobj(Rectangle)) == 1
    assert "预测值" in texts(figure)


def test_a_chart_without_figures_says_so_and_on_a_screen_what_belongs_there() -> None:
    table = make_table("bar+line", YEARS, [("销售额", "万亿元", [""] * 8)])
    shown = drawing_for_screen(table, (400.0, 300.0))[0].figure
    for figure, told in ((draw_chart(table), False), (shown, True)):
        assert_clean(figure)
        assert "暂无数据" in texts(figure)
        assert any("销售额" in words for words in texts(figure)) == told


def test_a_ranking_is_sorted_and_cut_and_tells_what_is_left_out() -> None:
    table = make_table("rank", PROVINCES[:5], [("零售额", "亿元", ["1", "30", "", "20", "10"])], top=3)
    figure = draw_chart(table)
    heights = {
        words: next(a for a in figure.findobj(Text) if a.get_text() == words).get_position()[1]
        for words in ("天津", "山西", "内蒙古")
    }
    assert heights["天津"] > heights["山西"] > heights["内蒙古"]
    assert "北京" not in texts(figure)
    assert any("另有1项" in words for words in texts(figure))


def test_a_ranking_shows_whoever_ties_with_the_last_place() -> None:
    table = make_table("rank", PROVINCES[:5], [("零售额", "亿元", ["20", "30", "20", "20", "10"])], top=2)
    assert len(drawn_chart(table).categories) == 4


def test_two_units_on_one_axis_are_refused() -> None:
    with pytest.raises(UserError, match="同一根轴"):
        draw_chart(make_table("bar", ["甲"], [("业务量", "亿件", ["507.1"]), ("收入", "亿元", ["6038.4"])]))


def test_a_character_that_the_font_lacks_is_an_error() -> None:
    with pytest.raises(UserError, match="𠮷"):
        draw_chart(make_table("bar", ["𠮷野家"], [("收入", "亿元", ["1"])]))


def test_categories_may_run_along_the_columns() -> None:
    figure = draw_chart(make_table("line", YEARS, [SALES], along="columns"))
    assert_clean(figure)
    assert {"2011年", "31.63"} <= set(texts(figure))


def test_a_figure_can_be_drawn_into_again_at_another_size() -> None:
    figure = Figure()
    for size in ((8.0, 5.0), (3.2, 2.4), (1.2, 1.0)):
        draw_chart(make_table("bar+line", YEARS, [SALES, GROWTH], secondary=["同比增速"]), GREY, size, figure)
        FigureCanvasAgg(figure).draw()
    assert figure.artists


def figures() -> st.SearchStrategy[str]:
    number = st.decimals(min_value=-10000, max_value=100000, places=1, allow_nan=False).map(str)
    return st.one_of(number, number, st.sampled_from(["", "—", "…", "0", "约4800", "乱写"]))


@st.composite
def charts(draw: st.DrawFn) -> tuple[str, list[str], list[tuple[str, str, list[str]]], list[str]]:
    kind = draw(st.sampled_from(list(ChartKind)))
    count = draw(st.sampled_from([1, 2, 5, 8, 12, 31]))
    names = draw(
        st.sampled_from(
            [
                [f"{1990 + number}年" for number in range(count)],
                [PROVINCES[number] for number in range(count)],
                [f"第{number}类服务外包与电子商务平台运营维护业务（含境外）" for number in range(count)],
                [f"Category number {number}, worldwide" for number in range(count)],
            ]
        )
    )
    width = draw(st.integers(1, 4))
    series = [(f"系列{number}", "亿元", draw(st.lists(figures(), min_size=count, max_size=count))) for number in range(width)]
    secondary = []
    if draw(st.booleans()):
        series.append(("同比增速", "%", draw(st.lists(figures(), min_size=count, max_size=count))))
        secondary = ["同比增速"]
    return kind, names, series, secondary


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(charts())
def test_no_text_overlaps_whatever_the_table(chart: tuple[str, list[str], list[tuple[str, str, list[str]]], list[str]]) -> None:
    kind, names, series, secondary = chart
    try:
        figure = draw_chart(make_table(kind, names, series, secondary=secondary))
    except CannotDraw as refusal:
        assert str(refusal).endswith("。")  # negative parts of a hundred, one end of a slope
    else:
        assert_clean(figure)


def test_a_unit_is_said_by_the_axis_and_brackets_of_a_label_stay() -> None:
    figure = draw_chart(
        make_table("bar", ["甲（含境外）", "乙"], [("数值", "亿元", ["1", "2"]), ("口径（新）", "亿元", ["1", "2"])])
    )
    assert {"甲（含境外）", "数值", "口径（新）"} <= set(texts(figure))


def test_a_series_without_figures_is_not_in_the_legend() -> None:
    figure = draw_chart(make_table("bar+line", ["2018"], [("甲", "亿元", ["1"]), ("乙", "%", [""])], secondary=["乙"]))
    assert "乙（右轴）" not in texts(figure)


def test_a_crowded_line_names_its_ends_and_extremes_and_loses_no_lone_point() -> None:
    months = [f"{2009 + number // 12}年{number % 12 + 1}月" for number in range(120)]
    figures = [f"{1000 + (number * 37) % 101}.5" for number in range(120)]
    figures[59] = figures[61] = ""
    figures[60] = "1050.25"
    figure = draw_chart(make_table("line", months, [("零售额", "亿元", figures)]))
    assert_clean(figure)
    assert {"1 000.5", "1 100.5"} <= set(texts(figure))
    markers = [line.get_gid() for line in figure.findobj(Line2D) if line.get_gid()]
    assert "cell-60-0" in markers
    assert len(markers) < 8


def series_of(table: Table) -> list[str | None]:
    """The categories of a chart as drawn, with the figures of its first series."""
    chart = drawn_chart(table)
    points = chart.primary[0].points
    return [f"{name} {point.value}" for name, point in zip(chart.categories, points, strict=True)]


def test_a_ring_of_parts_that_miss_the_whole_shows_the_rest() -> None:
    shares = make_table("ring", ["服装", "家电", "食品"], [("占比", "%", ["39.3", "30.7", "25.0"])])
    assert series_of(shares) == ["服装 39.3", "家电 30.7", "食品 25.0", "其余 5.0"]
    figure = draw_chart(shares)
    assert_clean(figure)
    assert "其余" in texts(figure) and not any("5.0%" in words and "25.0" not in words for words in texts(figure))
    rounded = make_table("ring", ["服装", "家电", "食品"], [("占比", "%", ["33.3", "33.3", "33.3"])])
    assert len(drawn_chart(rounded).categories) == 3


def test_a_unit_of_words_stands_apart_from_the_figure_of_a_piece() -> None:
    figure = draw_chart(make_table("ring", ["甲", "乙"], [("额", "GB", ["60", "40"])]))
    assert any("60\u00a0GB" in words for words in texts(figure)) and not any("60GB" in words for words in texts(figure))
    assert any("60亿元" in words for words in texts(draw_chart(make_table("ring", ["甲", "乙"], [("额", "亿元", ["60", "40"])]))))


def test_a_total_beside_its_parts_is_no_piece_of_the_ring() -> None:
    amounts = make_table("ring", ["总计", "服装", "家电", "食品"], [("零售额", "亿元", ["100.0", "40.1", "35.0", "25.0"])])
    assert series_of(amounts) == ["服装 40.1", "家电 35.0", "食品 25.0"]
    assert drawn_chart(make_table("ring", ["服装", "家电"], [("占比", "%", ["70.0", "60.0"])])).kind == "bar"


def test_years_are_no_parts_of_a_ring_and_the_quarters_of_one_are() -> None:
    years = make_table("ring", ["2013年", "2014年", "2016年"], [("交易额", "亿元", ["133.9", "170.4", "403"])])
    assert drawn_chart(years).kind == "bar"
    spans = make_table("ring", ["2018年1—3月", "2018年1—6月"], [("交易额", "亿元", ["133.9", "170.4"])])
    assert drawn_chart(spans).kind == "bar"
    quarters = make_table("ring", ["2018年一季度", "2018年二季度"], [("交易额", "亿元", ["133.9", "170.4"])])
    assert drawn_chart(quarters).kind == "ring"


def test_lines_join_what_follows_in_time_only() -> None:
    figures = ("增速", "%", ["34.2", "35.1", "34.8"])
    assert joining_strokes(draw_chart(make_table("line", ["东部", "中部", "西部"], [figures]))) == 0
    assert joining_strokes(draw_chart(make_table("line", ["2016年", "2017年", "2018年"], [figures]))) == 2


def joining_strokes(figure: Figure) -> int:
    """How many strokes lead from one point to the next."""
    return sum(line.get_zorder() == 3.5 for line in figure.findobj(Line2D))


def test_an_axis_without_zero_has_round_ends_and_a_break() -> None:
    scale = scale_over([34.3, 35.2], from_zero=False)
    assert scale.broken and scale.labels()[0] == "34.2"
    assert scale_over([-10.0, -1.0], from_zero=False).high == 0
    assert scale_over([-10.0, -9.0], from_zero=False).broken


def test_a_category_without_figures_says_so_and_a_legend_names_no_axis_that_is_not_there() -> None:
    table = make_table(
        "bar+line",
        ["2016年", "2017年", "2018年"],
        [("零售额", "亿元", ["", "10.5", "12.5"]), ("增长", "%", ["", "", "19.0"])],
        secondary=["增长"],
    )
    words = texts(draw_chart(table))
    assert "注：2016年暂无数据。" in words and "增长（%）" in words and not any("右轴" in one for one in words)


def test_texts_begin_where_a_layout_of_their_own_would_put_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are placed by the font's advance widths, without being laid out again each time: that was half of what a chart took."""
    table = make_table("bar+line", YEARS, [("交易额", "亿元", ["1000.0", "121", "130", "144", "150", "160", "170", "-194.9"])])
    figure = drawing_of(table).figure
    figure.set_dpi(300)
    for one in figure.findobj(Text):
        one.set_antialiased(False)  # what is drawn otherwise is drawn character by character
    canvas = FigureCanvasAgg(figure)
    begun: dict[int, tuple[float, float]] = {}

    def drawn(_self: object, _gc: object, x: float, y: float, *_rest: object, mtext: Any, **_more: object) -> None:
        begun[id(mtext)] = (x, y)

    monkeypatch.setattr(RendererAgg, "draw_text", drawn)
    canvas.draw()
    height = figure.bbox.height
    found = figure.findobj(Text)
    assert len(begun) == len([one for one in found if one.get_text()]) > 15
    for one in found:
        if one.get_text():
            x, y = begun[id(one)]
            box = one.get_window_extent(canvas.get_renderer())
            start = box.x0 if not one.get_rotation() else box.y0
            assert abs((x if not one.get_rotation() else height - y) - start) < 4, one.get_text()


def test_english_names_are_broken_between_words_only() -> None:
    names = ["Clothing, shoes, hats and textiles", "Daily necessities", "Food, beverages and tobacco", "Household appliances"]
    for many in (1, 3):
        figures = ["1"] * (len(names) * many)
        table = make_table("bar+line", names * many, [("Share", "%", figures), ("Growth", "%", figures)], secondary=["Growth"])
        words = {word for line in texts(draw_chart(table)) for word in line.split()}
        assert {word for name in names for word in name.split()} <= words


def test_no_figure_is_cut_broken_or_struck() -> None:
    long = [("名称特别长的电子商务交易平台及其配套服务业务合计" * 2, "亿元", ["12345.6", "2345.6"])]
    said = texts(draw_chart(make_table("slope", ["2010", "2018"], long)))
    assert sum(line.replace("\u2009", " ").endswith(("… 12 345.6", "… 2 345.6")) for line in said) == 2
    assert wrapped("甲项1 000 000 000", 7.5, 60) == ["甲项", "1 000 000 000"]
    dots = draw_chart(make_table("dots", ["东部", "中部", "西部"], [("甲", "%", ["1", "20", "3"])]))
    # Each figure stands on a ground of its own over the line of its dot.
    assert sum(one.get_zorder() == 5 for one in dots.findobj(Rectangle)) == 3


def test_bars_that_would_stand_too_thick_lie_down() -> None:
    figures = [str(100 + number) for number in range(31)]
    provinces = [f"省{number}" for number in range(31)]
    pair = [("今年", "亿元", figures), ("去年", "亿元", figures)]
    assert drawing_of(make_table("bar", provinces, pair)).kind == ChartKind.BARS_LYING
    assert drawing_of(make_table("bar", provinces, pair[:1])).kind == ChartKind.BAR
    assert drawing_of(make_table("bar", [f"{1990 + number}年" for number in range(31)], pair)).kind == ChartKind.BAR


@pytest.mark.parametrize("kind", [ChartKind.BAR_AND_LINE, ChartKind.MULTIPLES, ChartKind.RANK])
def test_many_areas_have_a_row_each_and_their_lengths_one_scale(kind: ChartKind) -> None:
    figures = [(f"{year}年", "亿元", [str(number * 317 % 9000 + year / 10) for number in range(1, 32)]) for year in (2017, 2018)]
    growth = [("增速", "%", [f"{number - 9}.5" for number in range(1, 32)])] if kind == ChartKind.BAR_AND_LINE else []
    table = make_table(kind, PROVINCES, [*figures, *growth], secondary=["增速"])
    drawing = drawing_of(table)
    assert_clean(drawing.figure)
    assert (drawing.kind, drawing.dropped) == (ChartKind.RANK, ())
    words = texts(drawing.figure)
    assert [name for name in PROVINCES if words.count(name) != 1] == []
    spots = dict(drawing.spots)
    lengths = {
        place: spots[place].width / float(table.cells[place[0]][place[1]].text.replace("\u2009", ""))
        for place in spots
        if place[1] < 2
    }
    assert len(lengths) == 62 and max(lengths.values()) - min(lengths.values()) < 1e-9


def test_a_ring_takes_the_room_that_its_labels_leave() -> None:
    drawing, scale = drawing_for_screen(make_table("ring", ["甲", "乙", "丙"], [("占比", "%", ["50", "30", "20"])]), (360, 240))
    boxes = [box for _place, box in drawing.spots]
    across = (max(box.right for box in boxes) - min(box.left for box in boxes)) * scale
    assert across > 0.65 * 240


PAIR = [
    ("批发", "亿元", [f"{(number * 37) % 900 + 0.5:.1f}" for number in range(31)]),
    ("零售", "亿元", [f"{(number * 91) % 4000 + 1:.1f}" for number in range(31)]),
]


@pytest.mark.parametrize("kind", [ChartKind.STACKED, ChartKind.SHARES])
def test_stacked_bars_of_many_names_lie_down_with_all_their_figures(kind: ChartKind) -> None:
    """A figure that is wider than its piece stands behind the bar, after a square that says of which piece it is."""
    drawing = drawing_of(make_table(kind, PROVINCES, PAIR))
    said = texts(drawing.figure)
    assert drawing.kind == kind and drawing.dropped == ()
    assert all(name in said for name in PROVINCES)
    assert sum("." in one for one in said) == 62
    bars = {one.get_gid(): one for one in drawing.figure.findobj(Rectangle) if one.get_gid()}
    assert bars["cell-0-0"].get_width() != bars["cell-1-0"].get_width() and bars["cell-0-0"].get_height() < 14
    assert_clean(drawing.figure)


def test_dots_of_many_names_that_are_in_no_order_get_a_row_each() -> None:
    assert drawing_of(make_table("line", PROVINCES, PAIR)).kind == ChartKind.DOTS
    assert drawing_of(make_table("line", YEARS, [SALES])).kind == ChartKind.LINE


def test_an_axis_prints_digits_and_begins_at_zero_where_there_is_nothing_to_compare() -> None:
    said = texts(draw_chart(make_table("bar", ["甲", "乙"], [("额", "元", ["1000000000000000", "0.01"])])))
    assert not any("e+" in one for one in said) and "1 000 000 000 000 000" in [one.replace("\u2009", " ") for one in said]
    for figures in (["12345"], ["35.0"] * 4):
        said = texts(draw_chart(make_table("line", YEARS[: len(figures)], [("额", "个", figures)])))
        assert "0" in said, figures


def test_a_heading_and_the_name_under_it_stand_in_lines_of_their_own() -> None:
    quarters = [f"{year}年{quarter}季度" for year in (2017, 2018) for quarter in "一二三四"]
    table = make_table("bar", quarters, [("量", "亿件", ["1.11"] * 8)], along="columns")
    columns = [replace(line, label=line.label[5:], groups=(line.label[:5],)) for line in table.columns]
    said = texts(draw_chart(replace(table, columns=tuple(columns), exhibit=replace(table.exhibit, columns=tuple(columns)))))
    assert said.count("2017年") == said.count("2018年") == 4 and not any("·" in one for one in said)


def test_a_line_that_passes_zero_has_a_line_there() -> None:
    figure = draw_chart(make_table("line", YEARS, [("净利润", "亿元", ["-12", "4", "-1", "120", "-55", "0", "3", "7"])]))
    level = [line for line in figure.findobj(Line2D) if len(set(line.get_ydata())) == 1 and len(line.get_xdata()) == 2]
    assert any(line.get_zorder() == 3 for line in level)


def test_the_labels_of_every_line_are_read_on_a_dark_ground() -> None:
    """Those of the orange line stood out like a line, which is less than words need."""
    ground = Ground("#181b1f", "#e3e6ea")
    rows = [(name, "亿元", [str(at * 100 + number * 7) for number in range(4)]) for at, name in enumerate("甲乙丙丁", 1)]
    drawing, _scale = drawing_for_screen(make_table("line", ["2015", "2016", "2017", "2018"], rows), (600, 400), ground)
    colours = {to_hex(artist.get_color()) for artist in drawing.figure.findobj(Text) if artist.get_text()}
    assert len(colours) > 1 and all(contrast(colour, ground.paper) >= 4.5 for colour in colours), colours
