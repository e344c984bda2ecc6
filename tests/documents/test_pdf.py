"""PDFs: tables by their rules or by their columns, prose, pages, and what is refused."""

from __future__ import annotations

import tomllib
import unicodedata
import zlib

import pytest

from ecdesk.documents import composed, pdf
from ecdesk.domain.documents import Composition
from ecdesk.domain.errors import UserError
from ecdesk.domain.resources import resource
from tests.documents.pdf_pages import COLUMN, LEFT, LOCK, ROW, Page, drawn, written

pytestmark = pytest.mark.usefixtures("qapp")

HEAD = ("地区", "业务量", "增长")
BODY = (("全省", "101.1", "27.5"), ("杭州市", "27.3", "20.1"), ("长沙市", "9.8", "22.2"))
TABLE = (HEAD, *BODY)


def of_pdf(data: bytes) -> Composition:
    return composed(data, "a.pdf", "pdf")


def ruled(page: Page, top: float = 100) -> None:
    page.text(200, top - 30, "表1快递业务情况")
    page.text(LEFT + 2 * COLUMN, top - 10, "单位：亿件")
    page.grid(top, len(TABLE), 3)
    page.rows(top, TABLE)


def test_a_ruled_table_with_what_stands_over_and_under_it() -> None:
    def draw(page: Page) -> None:
        ruled(page)
        page.text(LEFT, 100 + 5 * ROW, "注：初步数。")

    (found,) = of_pdf(drawn(draw)).tables
    assert found.rows == TABLE
    assert found.above == ("表1快递业务情况", "单位：亿件")
    assert found.below[0] == "注：初步数。"
    assert found.pages == (1, 1, 1, 1)


def test_characters_drawn_one_by_one_are_words_again() -> None:
    def draw(page: Page) -> None:
        page.grid(100, 4, 3)
        page.rows(100, TABLE, each_alone=True)

    assert of_pdf(drawn(draw)).tables[0].rows == TABLE


def test_a_head_over_several_columns_and_rows() -> None:
    def draw(page: Page) -> None:
        for row in (0, 2, 3, 4):
            page.line(LEFT, 100 + row * ROW, LEFT + 3 * COLUMN, 100 + row * ROW)
        page.line(LEFT + COLUMN, 100 + ROW, LEFT + 3 * COLUMN, 100 + ROW)
        for column in (0, 1, 3):
            page.line(LEFT + column * COLUMN, 100, LEFT + column * COLUMN, 100 + 4 * ROW)
        page.line(LEFT + 2 * COLUMN, 100 + ROW, LEFT + 2 * COLUMN, 100 + 4 * ROW)
        page.text(LEFT + 4, 100 + ROW + 4, "地区")
        page.text(LEFT + 1.7 * COLUMN, 114, "业务量")
        page.rows(100 + ROW, [("", "总量", "增长"), *BODY[:2]])

    (found,) = of_pdf(drawn(draw)).tables
    assert found.rows == (("地区", "业务量", ""), ("", "总量", "增长"), *BODY[:2])
    assert set(found.merged) == {(0, 0, 1, 0), (0, 1, 0, 2)}


@pytest.mark.parametrize("bars", [False, True], ids=["lines", "thin rectangles"])
def test_a_table_with_three_rules(bars: bool) -> None:
    def draw(page: Page) -> None:
        page.text(200, 80, "表1快递业务情况")
        for row in (0, 1, 4):
            if bars:
                page.bar(LEFT, 100 + row * ROW, 3 * COLUMN, 0.7)
            else:
                page.line(LEFT, 100 + row * ROW, LEFT + 3 * COLUMN, 100 + row * ROW)
        page.rows(100, TABLE)

    (found,) = of_pdf(drawn(draw)).tables
    assert (found.rows, found.above) == (TABLE, ("表1快递业务情况",))


def test_a_head_of_two_rows_under_three_rules() -> None:
    def draw(page: Page) -> None:
        for row in (0, 2, 5):
            page.line(LEFT, 100 + row * ROW, LEFT + 3 * COLUMN, 100 + row * ROW)
        page.line(LEFT + COLUMN + 10, 100 + ROW, LEFT + 3 * COLUMN, 100 + ROW)
        page.text(LEFT + 1.8 * COLUMN, 114, "快递")
        page.rows(100 + ROW, TABLE)

    (found,) = of_pdf(drawn(draw)).tables
    assert found.rows == (("", "快递", ""), *TABLE)
    assert found.merged == ((0, 1, 0, 2),)


def test_a_table_without_any_rules() -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 60, "各市的情况见下面的表，其中数据是初步的。")
        page.text(200, 100, "表1快递业务情况")
        page.rows(120, TABLE)

    found = of_pdf(drawn(draw))
    assert (found.tables[0].rows, found.tables[0].above) == (TABLE, ("表1快递业务情况",))
    assert found.prose.text.startswith("各市的情况见下面的表")


def three_rules(page: Page, rows: int) -> None:
    for row in (0, 1, rows):
        page.line(LEFT, 100 + row * ROW, LEFT + 3 * COLUMN, 100 + row * ROW)


def test_one_row_of_figures_under_rules_is_a_table_and_a_column_without_figures_a_column() -> None:
    def draw(page: Page) -> None:
        three_rules(page, 2)
        page.rows(100, [("指标", "2018年", "2017年"), ("业务量", "１０１．１")])

    assert of_pdf(drawn(draw)).tables[0].rows == (("指标", "2018年", "2017年"), ("业务量", "１０１．１", ""))


def test_heads_that_begin_over_the_first_of_their_columns_are_over_all_of_them() -> None:
    def draw(page: Page) -> None:
        for row in (0, 2, 4):
            page.line(LEFT, 100 + row * ROW, LEFT + 5 * COLUMN, 100 + row * ROW)
        page.rows(
            100, [("地区", "业务量", "", "收入"), ("", "总量", "增长", "总量", "增长"), ("全省", "1.1", "2.2", "3.3", "4.4")]
        )

    (found,) = of_pdf(drawn(draw)).tables
    assert found.merged == ((0, 1, 0, 2), (0, 3, 0, 4))


def test_a_name_that_is_broken_over_lines_is_one_name() -> None:
    def draw(page: Page) -> None:
        three_rules(page, 6)
        page.rows(100, [HEAD, BODY[0]])
        page.rows(100 + 2 * ROW, [("内蒙古自治", "1.2", "3.4")])
        page.text(LEFT + 4, 100 + 2 * ROW + 26, "区")
        page.rows(100 + 4 * ROW, [("", "5.6", "7.8"), BODY[1]])
        page.text(LEFT + 4, 100 + 4 * ROW + 8, "新疆维吾")
        page.text(LEFT + 4, 100 + 4 * ROW + 20, "尔自治区")

    (found,) = of_pdf(drawn(draw)).tables
    assert [row[0] for row in found.rows] == ["地区", "全省", "内蒙古自治区", "新疆维吾尔自治区", "杭州市"]
    assert found.rows[3] == ("新疆维吾尔自治区", "5.6", "7.8")


def test_a_figure_that_was_broken_for_want_of_room_is_one_figure() -> None:
    def draw(page: Page) -> None:
        narrow = 42.0
        for row in (0, 20, 54):
            page.line(LEFT, 100 + row, LEFT + COLUMN + narrow, 100 + row)
        for x in (0, COLUMN, COLUMN + narrow):
            page.line(LEFT + x, 100, LEFT + x, 154)
        page.text(LEFT + 4, 114, "地区")
        page.text(LEFT + COLUMN + 4, 114, "总量")
        page.text(LEFT + 4, 134, "内蒙古")
        page.text(LEFT + COLUMN + 4, 134, "123456")
        page.text(LEFT + COLUMN + 4, 148, "78.9")

    assert of_pdf(drawn(draw)).tables[0].rows == (("地区", "总量"), ("内蒙古", "12345678.9"))


def test_figures_under_each_other_between_two_rules_are_rows() -> None:
    def draw(page: Page) -> None:
        for row in (0, 1, 4):
            page.line(LEFT, 100 + row * ROW, LEFT + 3 * COLUMN, 100 + row * ROW)
        for column in range(4):
            page.line(LEFT + column * COLUMN, 100, LEFT + column * COLUMN, 100 + 4 * ROW)
        page.rows(100, TABLE)

    assert of_pdf(drawn(draw)).tables[0].rows == TABLE


def test_a_table_goes_on_on_the_next_page_under_its_head_again() -> None:
    def first(page: Page) -> None:
        ruled(page, 600)

    def second(page: Page) -> None:
        page.text(LEFT, 40, "续表1")
        page.grid(60, 3, 3)
        page.rows(60, [HEAD, ("宁波市", "1.2", "3.4"), ("温州市", "5.6", "7.8")])

    (found,) = of_pdf(drawn(first, second)).tables
    assert found.rows == (*TABLE, ("宁波市", "1.2", "3.4"), ("温州市", "5.6", "7.8"))
    assert found.pages == (1, 1, 1, 1, 2, 2)


def test_another_table_on_the_next_page_is_another_table() -> None:
    def second(page: Page) -> None:
        page.text(LEFT, 40, "表2收入")
        page.grid(60, 3, 3)
        page.rows(60, [("地区", "收入", "增长"), ("宁波市", "1.2", "3.4"), ("温州市", "5.6", "7.8")])

    tables = of_pdf(drawn(lambda page: ruled(page, 600), second)).tables
    assert [one.above[0] for one in tables] == ["表1快递业务情况", "表2收入"]


def test_lines_of_a_paragraph_are_one_paragraph_and_its_title_is_not_in_it() -> None:
    words = ("2018年，全省快递业务量完成101.1亿件，同比增长27.5%；快递业务收", "入完成779.3亿元。")

    def draw(page: Page) -> None:
        page.size(16)
        page.text(LEFT, 60, "浙江省2018年快递情况")
        page.size(10)
        page.text(LEFT + 20, 90, words[0])
        page.text(LEFT, 106, words[1])

    assert of_pdf(drawn(draw)).prose.text == f"浙江省2018年快递情况\n{words[0]}{words[1]}"


def test_what_stands_on_every_page_is_no_line_of_its_tables() -> None:
    def on(number: int) -> object:
        def draw(page: Page) -> None:
            page.text(LEFT, 30, "浙江省统计局")
            page.text(280, 800, f"— {number} —")
            page.grid(100, 4, 3)
            page.rows(100, [HEAD, *((place, f"{number}{one}", two) for place, one, two in BODY)])
            page.text(LEFT, 300, f"第{number}段。")

        return draw

    found = of_pdf(drawn(*(on(number) for number in (1, 2, 3))))  # type: ignore[arg-type]
    assert [(one.outer, one.above) for one in found.tables] == [((), ())] * 3
    assert found.prose.text == "第1段。\n第2段。\n第3段。"


def test_radicals_in_the_text_are_the_characters_that_are_meant() -> None:
    with resource("reading", "radicals.toml").open("rb") as file:
        data = tomllib.load(file)
    known = data["radicals"]
    assert "".join(known.get(sign, sign) for sign in data["example"]["written"]) == data["example"]["means"]
    for radical, meant in known.items():
        assert 0x2E80 <= ord(radical) <= 0x2FDF and unicodedata.category(meant) == "Lo" and ord(meant) >= 0x3400
        usual = unicodedata.normalize("NFKC", radical)
        assert usual in (radical, meant)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (written(1, LOCK), "设了密码"),
        (written(301), "301 页"),
        (written(2), "没有文字层"),
        (b"%PDF-1.7\nbroken", "已损坏"),
    ],
    ids=["locked", "too many pages", "nothing on it", "broken"],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words):
        of_pdf(data)


def test_a_scan_is_refused_and_a_page_that_is_one_is_named() -> None:
    with pytest.raises(UserError, match="扫描件"):
        of_pdf(drawn(lambda page: page.picture()))
    found = of_pdf(drawn(ruled, lambda page: page.picture()))
    assert found.unread == (2,) and len(found.tables) == 1


def test_a_cut_file_is_a_sentence_or_what_is_left() -> None:
    whole = drawn(ruled)
    for size in range(0, len(whole), len(whole) // 12):
        try:
            of_pdf(whole[:size])
        except UserError as refusal:
            assert str(refusal).endswith("。")


@pytest.mark.parametrize(("kind", "refusal"), [(b"", "过大"), (b"/Subtype/Image", "没有|损坏")])
def test_what_is_packed_in_a_file_is_counted_and_pictures_are_not(kind: bytes, refusal: str) -> None:
    packed = zlib.compress(bytes(100 << 20))
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 600 800]>>endobj\n"
    stream = b"4 0 obj<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n" % (kind, len(packed), packed)
    start = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    held = start + (page if not kind else page.replace(b"/Contents 4 0 R", b"")) + stream
    with pytest.raises(UserError, match=refusal):
        of_pdf(held + b"trailer<</Root 1 0 R>>\n%%EOF")


def test_the_characters_of_all_pages_are_counted_before_the_first_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 60)
    monkeypatch.setattr(pdf._Reader, "_piece", lambda *_given: pytest.fail("looked at"))
    with pytest.raises(UserError, match="过大"):
        of_pdf(drawn(ruled, ruled))
    monkeypatch.undo()
    assert len(of_pdf(drawn(ruled, ruled)).tables) == 2
