"""The sample book: everything that was published is there once, with its origin, and nothing else."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.encoding import decode, encode
from ecdesk.domain.book.layouts import cell_keys, layout_faults
from ecdesk.domain.book.records import ChartKind, Exhibit, OriginKind, Status
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.keys import MEASURES, Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.judging import qualifiers
from ecdesk.domain.wording.scanner import standard_places
from ecdesk.domain.wording.units import find_unit
from ecdesk.session.new_books.sample import sample_records
from tests.books import build_sample_book


@pytest.fixture(scope="module")
def book() -> Book:
    return build_sample_book()


def printed(book: Book, exhibit: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in build_table(book, book.exhibit(exhibit), "").cells]


def outline(book: Book) -> list[Exhibit]:
    """The exhibits that the report itself numbers."""
    return [exhibit for exhibit in book.exhibits() if exhibit.number[0] in "图表" and not exhibit.number.startswith("表8")]


def test_the_report_has_39_charts_and_5_tables(book: Book) -> None:
    assert Counter(exhibit.number[0] for exhibit in outline(book)) == {"图": 39, "表": 5}
    assert all(exhibit.chart is not None for exhibit in outline(book) if exhibit.number[0] == "图")
    assert book.title == "中国电子商务报告2018" and book.year == 2018


def test_37_areas_report_in_the_order_of_the_report(book: Book) -> None:
    areas = book.reporting_areas()
    assert Counter(area.kind for area in areas) == {"province": 31, "corps": 1, "city": 5}
    assert [area.short for area in areas[:8]] == ["北京", "天津", "河北", "山西", "内蒙古", "辽宁", "大连", "吉林"]
    assert areas[-1].short == "兵团"


def test_every_layout_is_sound(book: Book) -> None:
    faults = [str(fault) for exhibit in book.exhibits() for fault in layout_faults(exhibit)]
    assert faults == []


def test_every_exhibit_stands_in_a_section_and_the_outline_is_a_tree(book: Book) -> None:
    sections = {section.id: section for section in book.sections()}
    assert all(exhibit.section in sections for exhibit in book.exhibits())
    assert all(not section.parent or section.parent in sections for section in sections.values())
    assert sections["8.6.4"].parent == "8.6"


def test_charts_name_lines_that_exist(book: Book) -> None:
    for exhibit in book.exhibits():
        if exhibit.chart is not None:
            others = exhibit.columns if exhibit.chart.categories == "rows" else exhibit.rows
            assert exhibit.chart.kind in list(ChartKind)
            assert {*exhibit.chart.primary, *exhibit.chart.secondary} <= {line.id for line in others}, exhibit.id


def test_no_growth_line_is_drawn_across_the_break_of_2018(book: Book) -> None:
    for number in ("图1-2", "图1-8", "图3-3"):
        rows = printed(book, number)
        assert [row[1] for row in rows[:-1]] == [""] * (len(rows) - 1), number
    growth = book.observation(Key("农村网络零售额", "000000", "", "2018", "growth"))
    assert growth is not None and growth.basis == "可比口径"


@pytest.mark.parametrize(
    ("exhibit", "row", "expected"),
    [
        ("图1-1", "2018", ["31.63", "8.5"]),
        ("图1-5", "东部", ["83.1", "23.6"]),
        ("图1-7", "2011", ["", ""]),
        ("图1-11", "2018", ["208.07", "45.23"]),
        ("图2-2", "支撑服务", ["13000", "16.1"]),
        ("图2-3", "C2C平台服务", ["2094"]),
        ("图3-4", "实物", ["1.09", "80.0", "30.9"]),
        ("图3-7", "增速前五省份", ["", "40以上"]),
        ("图4-1", "2018", ["1347", "50", "561.2", "785.8", "67", "39.8"]),
        ("图B-7", "百货杂项", ["34"]),
        ("表B-1", "2018", ["23.946", "5.80", "2.842", "23.30", "11.90"]),
        ("表B-3", "全球", ["284.20", "23.30", "100.00", "11.90", "180.44", "33.00", "63.50"]),
        ("表B-4", "非洲地区", ["24.4", "29.7", "0.6"]),
        ("表B-5", "占比(B/A)", ["57.3", "60.7", "62.1", "62.7", "—", "2.0"]),
    ],
)
def test_exhibits_print_the_published_digits(book: Book, exhibit: str, row: str, expected: list[str]) -> None:
    table = build_table(book, book.exhibit(exhibit), "")
    at = next(number for number, line in enumerate(table.rows) if line.label == row)
    assert [cell.text for cell in table.cells[at]] == expected


def test_the_provinces_figures_stand_in_the_wide_table_and_on_their_own_page(book: Book) -> None:
    key = Key("网络零售额", "610000", "", "2018", "value")
    places = {exhibit for exhibit, _row, _column in book.places(key)}
    assert len(places) == 2 and "表8-1" in places
    shaanxi = book.observation(key._replace(measure="share"))
    assert shaanxi is not None and shaanxi.amount == Amount(Decimal("63.5"), find_unit("%"))  # type: ignore[arg-type]
    xiamen = book.observation(Key("电子商务交易额", "350200", "", "2018", "growth"))
    assert xiamen is not None and xiamen.amount is not None and xiamen.amount.qualifier == "约"


def test_the_same_figure_in_two_chapters_is_one(book: Book) -> None:
    for one, other in (("图1-7", "图2-1"), ("图1-8", "图3-3"), ("图1-9", "图4-1")):
        first = {key for _row, _column, key in cell_keys(book.exhibit(one))}
        assert first <= {key for _row, _column, key in cell_keys(book.exhibit(other))}, (one, other)


def test_no_figure_is_stored_twice() -> None:
    counts = Counter((record.KIND, record.id) for record in sample_records())
    assert [id for id, count in counts.items() if count > 1] == []


def test_every_figure_can_be_seen_somewhere(book: Book) -> None:
    assert [key for key in book.observations if not book.places(key)] == []


def test_every_figure_has_an_origin_and_a_sound_key(book: Book) -> None:
    for key, observation in book.observations.items():
        assert observation.origin.kind in OriginKind and (observation.origin.detail or observation.origin.unsourced), key
        assert observation.status in Status, key
        assert key.area in book.areas and book.indicator(key.indicator) is not None, key
        assert not key.item or book.item(key.item) is not None, key
        measure, _, whole = key.measure.partition(":")
        assert measure in MEASURES, key
        assert not whole or whole == "growth" or book.indicator(whole) is not None, key
        period_from_code(key.period)
        if observation.amount is not None:
            assert find_unit(observation.amount.unit.symbol) == observation.amount.unit, key
            assert observation.amount.qualifier in {"", *qualifiers()}, key


def test_growth_and_shares_are_percent_and_differences_are_points(book: Book) -> None:
    for key, observation in book.observations.items():
        measure = key.measure.partition(":")[0]
        if observation.amount is not None and measure in ("growth", "share", "points"):
            expected = "个百分点" if measure == "points" else "%"
            assert observation.amount.unit.symbol == expected, key


def test_forecasts_are_forecasts(book: Book) -> None:
    for key, observation in book.observations.items():
        if observation.amount is not None and key.period[:4] > "2019":
            assert observation.status == "forecast", key


def test_what_is_unknown_is_marked_and_never_invented(book: Book) -> None:
    for exhibit in outline(book):
        for row, column, key in cell_keys(exhibit):
            if not (exhibit.rows[row].unexpected or exhibit.columns[column].unexpected):
                assert book.observation(key) is not None, (exhibit.id, key)
    computed = [key for key, observation in book.observations.items() if observation.origin.kind == "computed"]
    assert {key.period for key in computed} == {"2017"} and len(computed) == 3
    assert book.observation(Key("电子商务服务业营业收入", "000000", "", "2012", "value")).content is Mark.UNKNOWN  # type: ignore[union-attr]


def test_a_province_that_printed_only_its_growth_has_no_value(book: Book) -> None:
    jilin = book.observation(Key("电子商务交易额", "220000", "", "2018", "value"))
    assert jilin is not None and jilin.content is Mark.UNKNOWN
    assert book.observation(Key("电子商务交易额", "110000", "", "2018", "value")) is None


def test_the_tables_of_the_appendix_are_complete(book: Book) -> None:
    cells = {
        number: [text for row in printed(book, number) for text in row]
        for number in ("表B-1", "表B-2", "表B-3", "表B-4", "表B-5")
    }
    assert {number: len(texts) for number, texts in cells.items()} == {
        "表B-1": 20,
        "表B-2": 24,
        "表B-3": 49,
        "表B-4": 27,
        "表B-5": 18,
    }
    assert all(text and text != "…" for texts in cells.values() for text in texts)


@pytest.mark.parametrize(
    ("indicator", "item", "first", "last"),
    [
        ("电子商务交易额", "", 2011, 2018),
        ("全国网上零售额", "", 2011, 2018),
        ("快递业务量", "", 2011, 2018),
        ("农村网络零售额", "", 2014, 2018),
        ("跨境电商零售进出口总额", "", 2015, 2018),
        ("电子商务就业规模", "", 2015, 2018),
        ("非银行支付机构网络支付金额", "", 2013, 2018),
        ("电子商务服务业营业收入", "", 2014, 2018),
        ("农村网民规模", "", 2014, 2018),
        ("互联网普及率", "城镇", 2014, 2018),
        ("互联网普及率", "农村", 2014, 2018),
    ],
)
def test_the_national_series_are_complete(book: Book, indicator: str, item: str, first: int, last: int) -> None:
    for year in range(first, last + 1):
        observation = book.observation(Key(indicator, "000000", item, str(year), "value"))
        assert observation is not None and observation.amount is not None, year


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Key("网络零售额", "R1", "", "2018", "points"), "-0.7"),
        (Key("全国实物商品网上零售额", "000000", "用", "2018", "points:growth"), "-4.9"),
        (Key("进口整体通关时间", "000000", "", "2018", "growth"), "-56.4"),
        (Key("全国实物商品网上零售额", "000000", "", "2018", "points:社会消费品零售总额"), "3.4"),
    ],
)
def test_a_fall_is_negative(book: Book, key: Key, text: str) -> None:
    observation = book.observation(key)
    assert observation is not None and observation.amount is not None and str(observation.amount.value) == text


def test_a_coarser_second_print_is_noted_and_not_stored(book: Book) -> None:
    payments = book.observation(Key("非银行支付机构网络支付金额", "000000", "", "2018", "value"))
    assert payments is not None and "208.1" in payments.note and payments.amount is not None
    assert str(payments.amount.value) == "208.07"


def test_what_was_only_recalled_says_so(book: Book) -> None:
    recalled = [one for one in book.observations.values() if one.origin.unsourced]
    assert len(recalled) == 20 and all("未找到出处，待核实" in one.note for one in recalled)


def test_every_indicator_answers_to_its_own_name(book: Book) -> None:
    """A heading that two indicators share would find neither."""
    assert [name for name in (indicator.name for indicator in book.indicators) if book.indicators.find(name) is None] == []


def test_how_many_figures_were_published(book: Book) -> None:
    known = [key for key, observation in book.observations.items() if observation.content is not Mark.UNKNOWN]
    reporting = {area.code for area in book.reporting_areas()}
    in_chapter_8 = [key for key in known if key.area in reporting and book.places(key)[0][0].startswith("表8")]
    assert len(in_chapter_8) == 291
    assert len(known) == 1072


def test_records_survive_the_file() -> None:
    for record in sample_records():
        assert decode(record.KIND, encode(record)) == record


def test_names_of_the_world_do_not_hide_a_province() -> None:
    areas = standard_areas()
    assert [area.name for area in standard_places().mentioned("陕西省面向全球和美国市场的电子商务")] == ["陕西省"]
    assert not standard_places().mentioned("日本和韩国")
    assert areas.find("新") is areas.find("新疆") and areas["全球"].kind == "world"


def test_there_is_no_book_of_another_year() -> None:
    with pytest.raises(KeyError):
        list(sample_records(1998))
