"""Everything that is sent: documents, mails and archives as submissions, from the file to the book."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecdesk.domain.book.records import Submission
from ecdesk.domain.documents import PROSE
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.readings import FileReading
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.submissions.arriving import content_at, read_arrived, sheets_at
from ecdesk.session.submissions.imports import preview, store
from tests.books import write_sample_book
from tests.documents.test_composing import docx, paragraph, row, table
from tests.domain.containers import locked, mail, outlook, zipped

RURAL = Key("农产品网络零售额", "350000", "", "2018", "value")


def csv(area: str = "福建省", value: str = "321.5") -> bytes:
    return f"{area}2018年电子商务统计表\n单位：亿元\n指标,2018年\n农产品网络零售额,{value}\n".encode()


SENTENCE = "2018年，福建省农产品网络零售额完成321.5亿元，同比增长18.2%。"
WITH_TABLE = docx(
    paragraph("福建省2018年电子商务统计表")
    + paragraph("单位：亿元")
    + table(row("指标", "2018年"), row("农产品网络零售额", "321.5"))
)
WITH_PROSE = docx(paragraph("福建省电子商务情况") + paragraph(SENTENCE))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        yield desk


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def arrived(path: Path) -> dict[str, FileReading]:
    """By the path inside of what was sent, "" for itself."""
    return {"" if one == path else one.relative_to(path).as_posix(): reading for one, reading in read_arrived(path)}


def said(reading: FileReading) -> list[tuple[str, str, str, str, str]]:
    return [(one.region, one.indicator, one.period, one.measure, f"{one.amount.value:f}") for one in reading.readings]


FIGURE = ("福建省", "农产品网络零售额", "2018", "value", "321.5")
GROWTH = ("福建省", "农产品网络零售额", "2018", "growth", "18.2")


def test_a_table_of_a_document_is_certain_and_a_sentence_is_to_be_confirmed(tmp_path: Path) -> None:
    (found,) = arrived(put(tmp_path / "a.docx", WITH_TABLE)).values()
    assert (found.status, found.region, found.year, said(found)) == ("read", "福建省", 2018, [FIGURE])
    (found,) = arrived(put(tmp_path / "b.docx", WITH_PROSE)).values()
    assert (found.status, said(found)) == ("review", [FIGURE, GROWTH])
    assert [(one.sheet, one.cell) for one in found.readings] == [(PROSE, "A2")] * 2
    assert str(found.readings[0].place) == f"“{SENTENCE}”"
    assert [problem.cell for problem in found.problems] == ["", "A2", "A2"]
    json = found.as_json()
    assert json["readings"][0]["place"] == f"“{SENTENCE}”"


@pytest.mark.parametrize(("figure", "status"), [("321.5", "read"), ("321.4", "review")], ids=["the same", "another"])
def test_a_sentence_that_says_what_the_table_says_is_no_reading_of_its_own(tmp_path: Path, figure: str, status: str) -> None:
    sentence = paragraph(f"2018年，福建省农产品网络零售额完成{figure}亿元。")
    body = paragraph("福建省2018年电子商务统计表") + sentence + paragraph("单位：亿元")
    content = docx(body + table(row("指标", "2018年"), row("农产品网络零售额", "321.5")))
    (found,) = arrived(put(tmp_path / "a.docx", content)).values()
    assert found.status == status and said(found)[0] == FIGURE
    if status == "review":
        (other,) = found.readings[1:]
        assert other.doubt is not None and "321.5" in str(other.doubt)


def test_the_name_of_a_file_fills_what_no_sentence_says(tmp_path: Path) -> None:
    content = docx(paragraph("农产品网络零售额完成321.5亿元，增长18.2%。"))
    (found,) = arrived(put(tmp_path / "福建省2018年报送.docx", content)).values()
    assert said(found) == [FIGURE, GROWTH]


def test_figures_that_no_catalogue_knows_are_named_and_the_rest_is_counted(tmp_path: Path) -> None:
    content = docx(paragraph("2018年，福建省接待游客3.2亿人次，其中第1批12家。"))
    (found,) = arrived(put(tmp_path / "a.docx", content)).values()
    assert found.status == "review"
    assert all(not one.matched and one.doubt is not None for one in found.readings)
    assert any("接待游客" in one.indicator for one in found.readings)


def test_a_figure_of_another_kind_than_its_indicator_is_asked_about(tmp_path: Path) -> None:
    content = docx(paragraph("2018年，福建省农产品网络零售额3万件。"))
    (found,) = arrived(put(tmp_path / "a.docx", content)).values()
    assert found.readings[0].matched and "3万件" in str(found.readings[0].doubt)


@pytest.mark.parametrize(
    ("content", "status"),
    [(docx(paragraph("请各地按时报送。")), "ignored"), (docx(paragraph("提高了2.5个百分点。")), "rejected")],
    ids=["no figure at all", "figures of nothing"],
)
def test_a_document_without_data_says_so(tmp_path: Path, content: bytes, status: str) -> None:
    (found,) = arrived(put(tmp_path / "a.docx", content)).values()
    assert (found.status, found.readings) == (status, ())


def test_a_text_in_sentences_is_prose_and_one_with_separators_a_table(tmp_path: Path) -> None:
    (prose,) = arrived(put(tmp_path / "a.txt", f"福建省电子商务情况\n\n{SENTENCE}\n".encode("gb18030"))).values()
    assert (prose.status, said(prose)) == ("review", [FIGURE, GROWTH])
    (found,) = arrived(put(tmp_path / "b.txt", csv().replace(b",", b"\t"))).values()
    assert (found.status, said(found)) == ("read", [FIGURE])


def test_each_attachment_is_a_file_with_who_sent_it_and_when(tmp_path: Path) -> None:
    path = put(tmp_path / "来件.eml", mail([("福建省.csv", csv()), ("情况.docx", WITH_PROSE)], "见附件，请查收。"))
    found = arrived(path)
    assert [(name, one.status) for name, one in found.items()] == [
        ("", "ignored"),
        ("福建省.csv", "read"),
        ("情况.docx", "review"),
    ]
    assert "附件 2 个" in str(found[""].reason)
    place = "来件.eml（张三 <zhang@example.cn>，2019-01-15）"
    assert str(found["福建省.csv"].place) == place == str(found["福建省.csv"].readings[0].place)
    assert str(found["情况.docx"].readings[0].place) == f"{place}　“{SENTENCE}”"
    assert found["福建省.csv"].file == "福建省.csv"


@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_what_a_mail_says_itself_is_read_too(tmp_path: Path, kind: str) -> None:
    content = mail([], SENTENCE) if kind == "eml" else outlook([], SENTENCE)
    (found,) = arrived(put(tmp_path / f"来件.{kind}", content)).values()
    assert (found.status, said(found)) == ("review", [FIGURE, GROWTH])
    assert "张三" in str(found.readings[0].place)


def test_a_table_in_the_text_of_a_mail_is_read(tmp_path: Path) -> None:
    rows = "<tr><td>指标</td><td>2018年</td></tr><tr><td>农产品网络零售额</td><td>321.5</td></tr>"
    page = f"<table><tr><td colspan=2>福建省2018年电子商务统计表（亿元）</td></tr>{rows}</table>"
    path = put(tmp_path / "来件.eml", mail([], "见表", page))
    (found,) = arrived(path).values()
    assert said(found) == [FIGURE]
    assert any("农产品网络零售额" in map(str, line) for sheet in sheets_at(path).sheets for line in sheet.rows)


def test_an_archive_in_a_mail_is_opened_and_one_in_an_archive_is_not(tmp_path: Path) -> None:
    inner = zipped([("福建省.csv", csv()), ("再一层.zip", zipped([("湖南省.csv", csv("湖南省"))]))])
    found = arrived(put(tmp_path / "来件.eml", mail([("附件.zip", inner)])))
    assert {name: one.status for name, one in found.items()} == {
        "": "ignored",
        "附件.zip": "ignored",
        "附件.zip/福建省.csv": "read",
        "附件.zip/再一层.zip": "rejected",
    }
    assert "张三" in str(found["附件.zip/福建省.csv"].place) and "附件.zip" in str(found["附件.zip/福建省.csv"].place)
    assert "没有打开" in str(found["附件.zip/再一层.zip"].reason)
    found = arrived(put(tmp_path / "外.zip", inner))
    assert found["福建省.csv"].status == "read" and found["再一层.zip"].status == "rejected"


def test_an_attachment_alone_is_read_again_with_what_its_mail_says(tmp_path: Path) -> None:
    inner = zipped([("福建省.csv", csv()), ("湖南省.csv", csv("湖南省"))])
    path = put(tmp_path / "来件.eml", mail([("附件.zip", inner)]))
    whole = dict(read_arrived(path))
    wanted = path / "附件.zip" / "湖南省.csv"
    assert read_arrived(wanted) == [(wanted, whole[wanted])]
    ((_path, gone),) = read_arrived(path / "附件.zip" / "北京市.csv")
    assert gone.status == "rejected" and "里没有" in str(gone.reason)


def test_two_attachments_of_one_name_are_both_asked_about(tmp_path: Path) -> None:
    files = [("福建省.csv", csv()), ("福建省.csv", csv(value="322.5")), ("福建省.csv", csv())]
    found = arrived(put(tmp_path / "来件.eml", mail(files)))
    assert [one.status for one in found.values()] == ["ignored", "review", "review", "ignored"]
    assert "两份附件都叫" in str(found["福建省.csv"].reason)


BAD = {
    "加密.zip": locked(zipped([("福建省.csv", csv())])),
    "出去.zip": zipped([("../福建省.csv", csv())]),
    "截断.zip": zipped([("福建省.csv", csv())])[:60],
    "没有部件.docx": zipped([("word/styles.xml", b"<w/>")]),
    "扫描.pdf": b"%PDF-1.4\nbroken",
    "旧文档.wps": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
    "别的.rar": b"Rar!\x1a\x07\x00",
    "照片.jpg": b"\xff\xd8\xff\xe0",
    "空.eml": b"\r\n",
}


def test_what_cannot_be_read_is_a_sentence_each_and_the_rest_goes_on(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    for name, content in BAD.items():
        put(folder / name, content)
    put(folder / "好.docx", WITH_TABLE)
    before = desk.seq
    shown = finish(preview(desk, [folder]))
    assert desk.seq == before
    refused = {file.path.name: str(file.refused) for file in shown.files if file.reading.status == "rejected"}
    assert set(refused) == (set(BAD) - {"加密.zip", "出去.zip"}) | {"福建省.csv"}
    assert all(words.endswith("。") and "程序出错" not in words for words in refused.values())
    assert [path.name for path in store(desk, shown).stored] == ["好.docx"]


def test_an_attachment_goes_into_the_book_with_its_mail_as_origin(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "来件.eml", mail([("附件.zip", zipped([("福建省.csv", csv())]))]))
    shown = finish(preview(desk, [path]))
    stored = store(desk, shown)
    assert [one.relative_to(path).as_posix() for one in stored.stored] == ["附件.zip/福建省.csv"]
    observation = desk.book.observation(RURAL)
    assert observation is not None and "张三" in observation.origin.detail and "2019-01-15" in observation.origin.detail
    submission = desk.book.get(Submission, observation.origin.submission)
    assert isinstance(submission, Submission) and submission.name == "福建省.csv"
    assert desk.file.read_blob(submission.file) == csv() == content_at(stored.stored[0])


def test_an_attachment_that_is_another_by_now_is_not_stored(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "来件.eml", mail([("福建省.csv", csv())]))
    shown = finish(preview(desk, [path]))
    path.write_bytes(mail([("福建省.csv", csv(value="322.5"))]))
    assert "重新预览" in "".join(map(str, store(desk, shown).left_out.values()))
    path.write_bytes(mail([("湖南省.csv", csv())]))
    with pytest.raises(UserError, match=r"里没有“福建省\.csv”"):
        content_at(path / "福建省.csv")
    assert desk.book.observation(RURAL) is None


def test_figures_of_sentences_are_stored_one_by_one_when_an_editor_confirms_them(desk: Desk, tmp_path: Path) -> None:
    path = put(tmp_path / "a.docx", WITH_PROSE)
    shown = finish(preview(desk, [path]))
    assert store(desk, shown).stored == [] and desk.book.observation(RURAL) is None
    left = store(desk, shown, accept=[path])
    assert (left.stored, left.unconfirmed, "没有核对" in str(left.left_out[path])) == ([], 2, True)
    (file,) = shown.files
    done = store(desk, shown, accept=[path], confirmed={(file.reading.digest, RURAL)})
    assert (done.stored, done.unconfirmed) == ([path], 1)
    assert desk.book.observation(RURAL._replace(measure="growth")) is None
    observation = desk.book.observation(RURAL)
    assert observation is not None
    assert (observation.origin.sheet, observation.origin.cell, observation.origin.detail) == (PROSE, "A2", f"“{SENTENCE}”")


def test_a_spreadsheet_in_a_document_is_named(tmp_path: Path) -> None:
    content = io.BytesIO(WITH_TABLE)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("word/embeddings/Microsoft_Excel_Sheet1.xlsx", b"x")
        archive.writestr("word/embeddings/oleObject1.bin", b"x")
    (found,) = arrived(put(tmp_path / "a.docx", content.getvalue())).values()
    assert found.status == "read" and "嵌着 1 份电子表格" in str(found.problems[0].message)


def test_a_table_with_separators_is_one_whatever_is_written_under_it(tmp_path: Path) -> None:
    note = "注：" + "这张表里的数是初步核算的数，以后还会修订。" * 20
    content = csv() + f"网络零售额,3616.7\n{note}\n".encode()
    (found,) = arrived(put(tmp_path / "a.txt", content)).values()
    assert said(found)[0] == FIGURE and found.readings[0].sheet == ""


def test_a_document_is_shown_as_its_tables_and_its_paragraphs(tmp_path: Path) -> None:
    content = docx(paragraph(SENTENCE) + table(row("指标", "2018年"), row("农产品网络零售额", "321.5")))
    sheets = sheets_at(put(tmp_path / "a.docx", content)).sheets
    assert [sheet.name for sheet in sheets] == ["表1", PROSE]
    assert sheets[1].rows == [[SENTENCE]]
