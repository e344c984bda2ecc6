"""Copies of manuscripts with corrections: tracked changes that keep formats, comments, other parts as they were."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from ecdesk.documents import Revised, document_in, revised
from ecdesk.domain.documents import Document, TextChange, TextComment
from tests.documents.test_documents import WORD, docx_file, paragraph

WHEN = "2019-03-01T08:00:00Z"
BOLD = "<w:rPr><w:b/></w:rPr>"


def span(document: Document, words: str) -> tuple[int, int]:
    start = document.text.index(words)
    return start, start + len(words)


def corrected(file: Path, old: str, new: str, *comments: TextComment) -> tuple[bytes, Revised]:
    data = file.read_bytes()
    change = TextChange(*span(document_in(data, file.name), old), new)
    return revised(data, file.name, [change], comments, "李四", WHEN)


def part(content: bytes, name: str, tmp_path: Path) -> etree._Element:
    copy = tmp_path / "copy.docx"
    copy.write_bytes(content)
    with zipfile.ZipFile(copy) as archive:
        assert archive.testzip() is None
        return etree.fromstring(archive.read(name))


def refused(root: etree._Element) -> str:
    """The text as it is when every change is refused."""
    inserted = {text for one in root.iter(f"{{{WORD}}}ins") if one.get(f"{{{WORD}}}author") == "李四" for text in one.iter()}
    shown = root.iter(f"{{{WORD}}}t", f"{{{WORD}}}delText")
    return "".join(text.text or "" for text in shown if text not in inserted)


@pytest.mark.parametrize(
    "body",
    [
        paragraph("零售额1", "6718", ".8亿元。"),
        f"<w:p><w:r>{BOLD}<w:tab/><w:t>零售额16718.8亿元。</w:t><w:br/><w:t>完</w:t></w:r></w:p>",
        f"<w:tbl><w:tr><w:tc>{paragraph('零售额')}</w:tc><w:tc>{paragraph('167', '18.8')}</w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:t>零售额</w:t></w:r><w:ins w:id='7' w:author='王五'><w:r><w:t>16718.8亿元</w:t></w:r></w:ins></w:p>",
        f"<w:p><w:r><w:t>零</w:t></w:r><w:hyperlink><w:r>{BOLD}<w:t>售额16718.8</w:t></w:r></w:hyperlink></w:p>",
    ],
)
def test_a_figure_is_changed_wherever_its_runs_stand_and_the_change_can_be_refused(tmp_path: Path, body: str) -> None:
    file = docx_file(tmp_path / "a.docx", body)
    before = document_in(file.read_bytes(), file.name)
    content, written = corrected(file, "16718.8", "16817.8")
    assert written == Revised(1, 0)
    assert document_in(content, file.name).text == before.text.replace("16718.8", "16817.8")
    root = part(content, "word/document.xml", tmp_path)
    assert refused(root) == refused(part(file.read_bytes(), "word/document.xml", tmp_path))
    changes = [one for one in root.iter(f"{{{WORD}}}ins", f"{{{WORD}}}del") if one.get(f"{{{WORD}}}author") == "李四"]
    assert {one.get(f"{{{WORD}}}date") for one in changes} == {WHEN}
    numbers = [one.get(f"{{{WORD}}}id") for one in root.iter(f"{{{WORD}}}ins", f"{{{WORD}}}del")]
    ours = [one.get(f"{{{WORD}}}id") for one in changes]
    assert len(set(ours)) == len(ours) and "7" not in ours and numbers
    formats = [run.find(f"{{{WORD}}}rPr") is not None for run in root.iter(f"{{{WORD}}}r") if "".join(run.itertext()).strip()]
    assert all(formats) or not any(formats) or "hyperlink" in body


def test_what_somebody_else_inserted_stays_theirs(tmp_path: Path) -> None:
    body = "<w:p><w:ins w:id='7' w:author='王五'><w:r><w:t>额16718.8亿</w:t></w:r></w:ins></w:p>"
    content, _written = corrected(docx_file(tmp_path / "a.docx", body), "16718.8", "16817.8")
    root = part(content, "word/document.xml", tmp_path)
    told = [
        (one.get(f"{{{WORD}}}author"), "".join(text.text or "" for text in one.iter(f"{{{WORD}}}t")))
        for one in root.iter(f"{{{WORD}}}ins")
    ]
    assert told == [("王五", "额"), ("李四", "16817.8"), ("王五", "亿")]


def test_a_footnote_is_changed_and_its_comment_stands_where_the_text_refers_to_it(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="2">{paragraph("其中出口14", "9.1亿元。")}</w:footnote>'
    body = "<w:p><w:r><w:t>概况</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + paragraph("完")
    file = docx_file(tmp_path / "a.docx", body, note)
    place = span(document_in(file.read_bytes(), file.name), "149.1亿元")
    content, written = corrected(file, "149.1", "194.1", TextComment(*place, "看"))
    assert written == Revised(1, 1)
    assert "其中出口194.1亿元。" in document_in(content, file.name).text
    first = next(part(content, "word/document.xml", tmp_path).iter(f"{{{WORD}}}p"))
    assert first.find(f".//{{{WORD}}}commentReference") is not None


def test_a_comment_and_a_change_at_one_figure_do_not_disturb_each_other(tmp_path: Path) -> None:
    file = docx_file(tmp_path / "a.docx", paragraph("零售额超4", "800亿元，增长5%。"))
    whole = document_in(file.read_bytes(), file.name)
    comments = (TextComment(*span(whole, "超4800亿元"), "看超"), TextComment(*span(whole, "5%"), "看增长"))
    content, written = corrected(file, "4800", "4900", *comments)
    assert written == Revised(1, 2)
    assert document_in(content, file.name).text == "零售额超4900亿元，增长5%。"
    assert len(part(content, "word/comments.xml", tmp_path)) == 2
    shown = "".join(
        {"commentRangeStart": "[", "commentRangeEnd": "]"}.get(etree.QName(one).localname, one.text or "")
        for one in part(content, "word/document.xml", tmp_path).iter()
        if etree.QName(one).localname in ("commentRangeStart", "commentRangeEnd", "t")
    )
    assert shown == "零售额[超4900亿元]，增长[5%]。"


def test_what_no_run_holds_is_asked_for_in_a_comment(tmp_path: Path) -> None:
    file = docx_file(tmp_path / "a.docx", "<w:p><w:r><w:t>增长</w:t><w:noBreakHyphen/><w:t>5.2%</w:t></w:r></w:p>")
    content, written = corrected(file, "-5.2", "5.4")
    assert written == Revised(0, 1)
    words = "".join(part(content, "word/comments.xml", tmp_path).itertext())
    assert "5.4" in words


def test_a_sentence_is_inserted_behind_a_place_in_its_format(tmp_path: Path) -> None:
    file = docx_file(tmp_path / "a.docx", f"<w:p><w:r>{BOLD}<w:t>第一句。第二句。</w:t></w:r></w:p>")
    content, written = revised(file.read_bytes(), file.name, [TextChange(4, 4, "插入句。")], (), "李四", WHEN)
    assert written == Revised(1, 0)
    assert document_in(content, file.name).text == "第一句。插入句。第二句。"
    inserted = next(part(content, "word/document.xml", tmp_path).iter(f"{{{WORD}}}ins"))
    assert inserted.find(f".//{{{WORD}}}b") is not None


def test_a_picture_goes_over_as_it_is_packed(tmp_path: Path) -> None:
    file = docx_file(tmp_path / "a.docx", paragraph("出口2亿元。"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/图片.png", bytes(70 * 2**20))
    content, _written = corrected(file, "2", "3")
    (tmp_path / "copy.docx").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "copy.docx") as copy:
        info = copy.getinfo("word/media/图片.png")
        assert info.file_size == 70 * 2**20 and info.compress_size < 2**20
        assert copy.testzip() is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plain_text_keeps_its_encoding_and_its_line_ends(encoding: str) -> None:
    words = "出口12518亿元。\r\n进口2亿元。\r\n"
    data = words.encode(encoding)
    whole = document_in(data, "a.md")
    content, written = revised(data, "a.md", [TextChange(*span(whole, "12518"), "12568")], (), "李四", WHEN)
    assert written.changes == 1
    assert content == words.replace("12518", "12568").encode(encoding)


def test_the_same_changes_over_again_are_no_growing_work(tmp_path: Path) -> None:
    body = "".join(paragraph(f"第{number}省1", "6718.8亿元") for number in range(400))
    file = docx_file(tmp_path / "a.docx", body)
    data = file.read_bytes()
    places = [match.span() for match in re.finditer(r"16718\.8", document_in(data, file.name).text)]
    changes = [TextChange(*place, "16817.8") for place in places]
    content, written = revised(data, file.name, changes, [TextComment(*place, "看") for place in places], "李四", WHEN)
    assert written == Revised(400, 400)
    assert document_in(content, file.name).text.count("16817.8") == 400
