"""Documents as tables and prose: what is a cell of a table, what stands over it, what is a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest

from ecdesk.documents import composed, text_tables
from ecdesk.domain.documents import Composition
from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(words: str, style: str = "") -> str:
    format = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{format}<w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(inside: str, span: int = 1, merge: str = "") -> str:
    """merge: restart where a cell begins that goes on below, continue where it does."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside if inside.startswith('<') else paragraph(inside)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def row(*words: str) -> str:
    return "".join(map(cell, words))


def docx(body: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def of_word(body: str) -> Composition:
    return composed(docx(body), "a.docx", "docx")


def test_merged_cells_of_a_word_table_keep_their_places() -> None:
    (found,) = of_word(
        table(
            cell("地区", merge="restart") + cell("业务量", span=2),
            cell("", merge="continue") + cell("2017年") + cell("2018年"),
            row("全省", "8.1", "10.2"),
        )
    ).tables
    assert found.rows == (("地区", "业务量", ""), ("", "2017年", "2018年"), ("全省", "8.1", "10.2"))
    assert set(found.merged) == {(0, 0, 1, 0), (0, 1, 0, 2)}


def test_lines_over_a_table_belong_to_it_and_a_sentence_parts_them() -> None:
    body = paragraph("浙江省2018年情况", "Title") + paragraph("一、规模", "Heading1")
    body += paragraph("快递业务量继续增长，各市情况见下表。") + paragraph("表1 各市情况") + paragraph("单位：亿件")
    body += table(row("全省", "1.2"), row("杭州", "0.3")) + paragraph("注：初步数。") + paragraph("二、结构", "Heading1")
    body += table(row("同城", "0.1"), row("异地", "0.2"))
    first, second = of_word(body).tables
    assert (first.outer, first.above) == (("浙江省2018年情况", "一、规模"), ("表1 各市情况", "单位：亿件"))
    assert first.below[0] == "注：初步数。"
    assert (second.outer, second.above) == (("浙江省2018年情况",), ("二、结构",))


def test_the_prose_has_no_cells_in_it() -> None:
    body = paragraph("快递业务量1.2亿件。") + table(row("全省", "1.2"), row("杭州", "0.3")) + paragraph("增长8.1%。")
    assert of_word(body).prose.text == "快递业务量1.2亿件。\n增长8.1%。"


def test_a_table_in_a_cell_is_a_table_of_its_own_and_is_read_once() -> None:
    inner = table(row("全省", "1.2"), row("杭州", "0.3"))
    outer, within = of_word(table(cell("附表") + cell(paragraph("单位：亿件") + inner), row("联系人", "张三"))).tables
    assert outer.rows == (("附表", "单位：亿件"), ("联系人", "张三"))
    assert within.rows == (("全省", "1.2"), ("杭州", "0.3")) and within.above == ("单位：亿件",)


def test_a_frame_around_a_table_is_no_table() -> None:
    (found,) = of_word(table(cell(paragraph("表1 情况") + table(row("全省", "1.2"), row("杭州", "0.3"))))).tables
    assert found.rows[0] == ("全省", "1.2") and found.above == ("表1 情况",)


@pytest.mark.parametrize("with_choice", [True, False], ids=["in both writings", "in the old one alone"])
def test_a_text_box_is_read_once(with_choice: bool) -> None:
    boxed = (
        f"<w:txbxContent>{paragraph('全省快递业务量1.2亿件。')}{table(row('全省', '1.2'), row('杭州', '0.3'))}</w:txbxContent>"
    )
    drawing = f"<w:drawing>{boxed}</w:drawing>" if with_choice else ""
    markup = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    alternatives = (
        f'<mc:AlternateContent xmlns:mc="{markup}"><mc:Choice Requires="wps">{drawing}</mc:Choice>'
        f"<mc:Fallback><w:pict>{boxed}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    found = of_word(f"<w:p><w:r><w:t>概况</w:t>{alternatives}</w:r></w:p>")
    assert found.prose.text == "概况\n全省快递业务量1.2亿件。"
    assert [one.rows for one in found.tables] == [(("全省", "1.2"), ("杭州", "0.3"))]


def test_a_row_that_was_deleted_with_changes_tracked_is_not_read() -> None:
    gone = "<w:trPr><w:del/></w:trPr>" + row("杭州", "0.3")
    (found,) = of_word(table(row("全省", "1.2"), gone)).tables
    assert found.rows == (("全省", "1.2"),)


def test_figures_under_each_other_in_one_cell_are_not_put_together() -> None:
    (found,) = of_word(table(row("全省"), cell(paragraph("1.2") + paragraph("0.3")) + cell("x"))).tables
    assert found.rows[1][0] == "1.2\n0.3"


def test_a_span_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(UserError, match="过大"):
        of_word(table(cell("a", span=500) + cell("b", span=500)))


def test_a_word_file_without_its_parts_is_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/styles.xml", "<w/>")
    with pytest.raises(UserError, match="已损坏"):
        composed(file.getvalue(), "a.docx", "docx")


TEXT = """浙江省2018年快递情况

2018年，全省快递业务量完成101.1亿件。

表1 各市情况
单位：亿件

地区        2017年    2018年
全省          79.3     101.1
杭州市        22.8      27.3

注：初步数。
"""


def test_a_table_that_blanks_make_in_a_text() -> None:
    found = composed(TEXT.encode(), "a.txt", "text")
    (one,) = found.tables
    assert one.rows == (("地区", "2017年", "2018年"), ("全省", "79.3", "101.1"), ("杭州市", "22.8", "27.3"))
    assert one.above == ("表1 各市情况", "单位：亿件") and one.below == ("注：初步数。",)
    assert found.prose.text.split("\n")[:2] == ["浙江省2018年快递情况", "2018年，全省快递业务量完成101.1亿件。"]


def test_a_table_that_tabs_make_in_a_text() -> None:
    rows = "地区\t2018年\n全省\t101.1\n杭州市\t27.3\n"
    (one,) = composed(f"2018年，全省快递业务量完成101.1亿件。\n{rows}".encode("gb18030"), "a.txt", "text").tables
    assert one.rows == (("地区", "2018年"), ("全省", "101.1"), ("杭州市", "27.3"))


def test_a_blank_cell_of_a_text_stays_blank() -> None:
    rows = "地区        2017年    2018年\n全省          79.3     101.1\n杭州市                  27.3\n宁波市         9.8\n"
    (one,) = composed(rows.encode(), "a.txt", "text").tables
    assert one.rows[2:] == (("杭州市", "", "27.3"), ("宁波市", "9.8", ""))


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = docx(table(row("全省", "1.2"), row("杭州", "0.3")))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as source, zipfile.ZipFile(file, "w") as target:
        body = source.read("word/document.xml").replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        target.writestr("word/document.xml", body)
    assert composed(file.getvalue(), "a.docx", "docx").tables[0].rows[0] == ("全省", "1.2")


def test_tables_and_lines_are_counted_and_nothing_is_left_out_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f"地区\t第{row}列\n陕西\t1.5\n山西\t2.5\n以上。" for row in range(4))
    assert len(composed(text.encode(), "a.txt", "text").tables) == 4
    with monkeypatch.context() as lowered, pytest.raises(UserError, match=r"a\.txt.*表超过 3 个"):
        lowered.setattr(door, "TABLES", 3)
        composed(text.encode(), "a.txt", "text")
    monkeypatch.setattr(text_tables, "MOST_LINES", 15)
    with pytest.raises(UserError, match=r"a\.txt.*16 行.*15 行"):
        composed(text.encode(), "a.txt", "text")
