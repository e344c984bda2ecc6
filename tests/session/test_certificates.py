"""The certificate of a final edition: what stands in it, and what is said of files that are held against it, whatever was done to them."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest

from ecdesk.checks.engine import waivers
from ecdesk.domain.book.records import Line
from ecdesk.domain.errors import UserError
from ecdesk.domain.files import door
from ecdesk.domain.files.containers.compound import wrapped
from ecdesk.domain.texts import text
from ecdesk.excel.formats import Sheet
from ecdesk.gui.delivery.page_painter import export_pdf
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.certificates import delivered_tables
from ecdesk.session.delivery.certificates.certificate import VERSION, _checksum, certificate_beside, read_certificate
from ecdesk.session.delivery.certificates.certifying import Issuer
from ecdesk.session.delivery.certificates.figures import figures_in, paired
from ecdesk.session.delivery.certificates.verifying import FileVerdict, VerifiedFile, difference_line, verifying
from ecdesk.session.delivery.data import export_data
from ecdesk.session.delivery.documents import Choice, export_word
from ecdesk.session.delivery.editions.english import in_edition, missing_english, set_english
from ecdesk.session.delivery.exporting import ExportScope, export
from ecdesk.session.delivery.signing import sign_all
from ecdesk.session.new_books.sample import BULLETIN, sample_records
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.explaining import explain
from ecdesk.session.tables.cells import enter
from tests.books import small_records

CHOSEN = ("表1-1", "表2-1", "图2-1", "表3-1")
TITLE = "表1-1　2017年一季度深圳市电子商务主要指标（教学数据）"
ROW, COLUMN = "电子商务交易额（亿元）", "同比增速（%）"


@dataclass(frozen=True)
class Editions:
    """What was delivered of the quarterly bulletin, as final: a workbook of some exhibits, the first chapter as a document, and the first table."""

    workbook: Path
    word: Path
    pdf: Path
    data: Path


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Editions:
    folder = tmp_path_factory.mktemp("成品")
    made = Editions(folder / "成品.xlsx", folder / "成品.docx", folder / "成品.pdf", folder / "数据")
    with Desk.create(folder / "季报.ecd", sample_records(BULLETIN), "张三") as desk:
        only = {one.id for one in desk.book.exhibits() if one.number in CHOSEN}
        checks = Checks(desk)
        explain(desk, checks, [one for one in checks.findings() if one.is_open], "source", "已向填报单位核实。", by="王五")
        sign_all(desk, checks, [next(one.section for one in desk.book.exhibits() if one.number == "表2-1")], "李四")
        finish(
            export(desk.book, made.workbook, ExportScope(only=only, final=True, by=Issuer.at(desk)), findings=checks.findings())
        )
        checks.close()
        choice = Choice(part="第1章", final=True, by=Issuer.at(desk))
        finish(export_word(desk.book, made.word, choice, ()))
        finish(export_pdf(desk.book, made.pdf, replace(choice, part="表1-1"), ()))
        finish(export_data(desk.book, made.data, replace(choice, part="表1-1"), ()))
    return made


def verified(certified: Path, *files: Path) -> list[VerifiedFile]:
    return list(finish(verifying(certificate_beside(certified), files)).files)


def told(file: VerifiedFile) -> set[tuple[str, str, str, str]]:
    return {(one.row, one.column, one.certified, one.found) for one in file.differences}


def edited(workbook: Path, target: Path, change: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(workbook)
    change(book)
    book.save(target)
    return target


def test_a_certificate_says_of_each_figure_where_it_is_from_and_what_it_passed(editions: Editions) -> None:
    written = certificate_beside(editions.workbook)
    assert written.name == "成品.xlsx.审核证书.json"
    certificate = read_certificate(written)
    assert (certificate.by, certificate.book.title) == ("张三", "深圳电子商务季报2017年第一季度") and certificate.book.id
    assert [one.number for one in certificate.exhibits] == ["表1-1", "表2-1", "图2-1", "表3-1"]
    first = certificate.exhibits[0]
    assert first.title == TITLE and first.columns[1] == (COLUMN,) and first.rows[0].label == ROW
    cell = first.rows[0].cells[1]
    figure = certificate.figures[cell.key]
    assert cell.printed == figure.value == "15.4" and "教学数据" in figure.origin
    checks = [one for one in certificate.checks if one.number in figure.checks]
    assert checks and {one.verdict for one in checks} <= {"通过", "仅在进位误差内通过", "不通过"}
    share = next(one for one in certificate.checks if one.formula.startswith("电子商务交易额的占比 86.02%"))
    assert (share.difference, share.tolerance, share.slack) == ("0.004个百分点", "0.007个百分点", "0.002个百分点")


def test_explanations_and_signatures_are_certified_and_a_draft_has_no_certificate(editions: Editions, tmp_path: Path) -> None:
    certificate = read_certificate(certificate_beside(editions.workbook))
    signed = {one.number: one.signature for one in certificate.exhibits}
    assert signed["表1-1"] is None and signed["表2-1"] is not None and signed["表2-1"].stands
    assert {one.signature.by for one in certificate.chapters} == {signed["表2-1"].by} == {"李四"}
    explained = [one for one in certificate.checks if one.explanation is not None]
    assert {one.verdict for one in explained} == {"不通过"}
    assert {(one.explanation.words, one.explanation.by) for one in explained if one.explanation} == {
        ("已向填报单位核实。", "王五")
    }
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        enter(desk, "表1", [(0, 0, "120")])
        draft = finish(export(desk.book, tmp_path / "草稿.xlsx", findings=()))
    assert draft.certificate is None and not certificate_beside(tmp_path / "草稿.xlsx").exists()
    listed = next(editions.workbook.parent.glob("*审核结果*"))
    shutil.copy(listed, tmp_path / listed.name)
    (same,) = verified(editions.workbook, tmp_path / listed.name)
    edited(listed, tmp_path / listed.name, lambda _book: None)
    (changed,) = verified(editions.workbook, tmp_path / listed.name)
    assert (same.verdict, changed.verdict) == (FileVerdict.IDENTICAL, FileVerdict.UNREAD)


def test_what_was_delivered_is_the_same_and_so_is_a_workbook_that_was_saved_again(editions: Editions, tmp_path: Path) -> None:
    again = edited(editions.workbook, tmp_path / "另存.xlsx", lambda _book: None)

    def change(book: Any) -> None:
        cells = {cell.value: cell for row in book["表1-1"].iter_rows() for cell in row}
        cells[15.4].value = 15.5
        cells[-3.4].number_format = "0"  # the figure is there, and another is printed
        book["表1-1"].title = "第一张"
        sheet = book["表2-1"]
        found = {cell.value: cell.row for row in sheet.iter_rows() for cell in row}
        sheet.delete_rows(found["南山区"])
        sheet.insert_rows(found["盐田区"])
        sheet.cell(found["盐田区"], 2).value, sheet.cell(found["盐田区"], 3).value = "新区", 7
        head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "全市")
        beside = max(area.max_col for area in sheet.merged_cells.ranges) + 1
        sheet.cell(head.row - 1, beside).value, sheet.cell(head.row, beside).value = "新增的列", 5
        next(cell for row in book["图2-1"].iter_rows() for cell in row if cell.value == "罗湖区").value = "罗湖"

    changed = edited(editions.workbook, tmp_path / "改过.xlsx", change)
    same, equal, differs = verified(editions.workbook, editions.workbook, again, changed)
    assert (same.verdict, equal.verdict, differs.verdict) == (FileVerdict.IDENTICAL, FileVerdict.EQUAL, FileVerdict.DIFFERS)
    assert equal.figures > 60 and "全部相同" in equal.words and equal.delivered == "成品.xlsx"
    by_exhibit = {one.exhibit[:4] for one in differs.differences}
    assert by_exhibit == {"表1-1", "表2-1", "图2-1"}
    assert {
        (ROW, COLUMN, "15.4", "15.5"),
        (ROW, "环比增速（%）", "-3.4", "-3（-3.4）"),
        ("新区", "", "", "7"),
        ("", "新增的列", "", "新增的列"),
        ("罗湖区", "", "罗湖区", "罗湖"),
    } <= told(differs)
    (missing,) = [one for one in differs.differences if not one.found]
    assert missing.row == "南山区" and missing.certified.startswith("790.3")
    line = next(difference_line(one) for one in differs.differences if one.found == "15.5")
    assert line == f"{TITLE} · {ROW} · {COLUMN}：证书上是“15.4”，文件里是“15.5”"


def test_a_document_that_was_saved_again(editions: Editions, tmp_path: Path) -> None:
    document = docx.Document(str(editions.word))
    document.core_properties.author = "别人"
    document.save(str(tmp_path / "另存.docx"))
    cell = next(cell for row in document.tables[0].rows for cell in row.cells if cell.text == "15.4")
    cell.paragraphs[0].runs[0].text = "16.4"
    for note in [one for one in document.paragraphs if one.text.startswith("教学数据")]:
        note.runs[0].text = "教学用的数据"
    document.save(str(tmp_path / "改过.docx"))
    same, equal, differs = verified(editions.word, editions.word, tmp_path / "另存.docx", tmp_path / "改过.docx")
    assert (same.verdict, equal.verdict) == (FileVerdict.IDENTICAL, FileVerdict.EQUAL)
    assert equal.pictures == 1 and "图片" in equal.words
    assert (ROW, COLUMN, "15.4", "16.4") in told(differs)
    notes = [one.exhibit[:4] for one in differs.differences if not one.found and one.certified.startswith("教学数据")]
    assert notes == ["表1-1", "表1-2"] and len(differs.differences) == 3


def test_a_pdf_is_compared_by_the_figures_of_its_pages(editions: Editions, tmp_path: Path) -> None:
    with closing(pypdfium2.PdfDocument(editions.pdf)) as pdf:
        pdf.save(tmp_path / "另存.pdf")
    same, equal = verified(editions.pdf, editions.pdf, tmp_path / "另存.pdf")
    assert (same.verdict, equal.verdict) == (FileVerdict.IDENTICAL, FileVerdict.EQUAL) and equal.figures > 20
    # What the certificate says is not what the file prints: told with the cell.
    altered(editions.pdf, tmp_path / "另存.pdf", lambda words: words.replace('"15.4"', '"15.6"'))
    (other,) = verified(tmp_path / "另存.pdf", tmp_path / "另存.pdf")
    assert {(ROW, COLUMN, "15.6", "15.4")} == told(other)


def altered(certified: Path, target: Path, change: Callable[[str], str]) -> Path:
    """The certificate of a file as that of another, with its checksum but other contents."""
    from ecdesk.session.delivery.certificates.certificate import written

    known = certificate_beside(certified)
    path = certificate_beside(target)
    document = json.loads(change(known.read_text("utf-8")))
    document.pop("checksum")
    path.write_text(json.dumps(document), "utf-8")
    monkey = pytest.MonkeyPatch()
    monkey.setattr("ecdesk.session.delivery.certificates.certificate._checksum", lambda _document: None)
    made = replace(read_certificate(path))
    monkey.undo()
    path.write_bytes(written(made))
    return path


def test_data_files_are_compared_one_by_one_or_as_a_folder(editions: Editions, tmp_path: Path) -> None:
    folder = tmp_path / "寄来的"
    shutil.copytree(editions.data, folder)
    assert {one.verdict for one in verified(editions.data, folder)} == {FileVerdict.IDENTICAL}
    table = next(path for path in (folder / "exhibits").iterdir() if path.name.startswith("表1-1"))
    for path in (table, folder / "figures.csv"):
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        for row in rows:
            row[:] = ["15.5" if field == "15.4" else field for field in row]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    found = {one.file: one for one in verified(editions.data, folder) if one.verdict is not FileVerdict.IDENTICAL}
    assert set(found) == {table.name, "figures.csv"}
    assert told(found[table.name]) == {(ROW, COLUMN, "15.4", "15.5")}
    assert {one[2:] for one in told(found["figures.csv"])} == {("15.4%", "15.5%")}
    (folder / "datapackage.json").write_text("{}", "utf-8")
    table.unlink()
    others = {one.file: one.words for one in verified(editions.data, folder) if one.verdict is FileVerdict.UNREAD}
    assert "不能逐个核对" in others["datapackage.json"] and "找不到" in others[table.name]


def test_files_that_are_none_of_the_edition_or_cannot_be_read(editions: Editions, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    edited(tmp_path / "空.xlsx", tmp_path / "别的.xlsx", lambda book: book.active.append(["地区", 15.4]))
    (tmp_path / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "锁.xlsx").write_bytes(wrapped("EncryptedPackage", bytes(5000)))
    files = [tmp_path / name for name in ("空.xlsx", "别的.xlsx", "坏.pdf", "没有.xlsx", "锁.xlsx")]
    empty, foreign, broken, gone, locked = verified(editions.pdf, *files)
    assert foreign.verdict is FileVerdict.FOREIGN
    for one, words in ((empty, "没有内容"), (broken, "损坏"), (gone, "没有.xlsx"), (locked, "设了密码")):
        assert one.verdict is FileVerdict.UNREAD and words in one.words
    assert "PDF" in verified(editions.word, editions.pdf)[0].words
    with pytest.raises(UserError, match="没有这份证书的成品"):
        verified(editions.word, tmp_path)


def test_what_somebody_wrote_into_a_certificate_leads_nowhere_and_equals_nothing(editions: Editions, tmp_path: Path) -> None:
    """The checksum can be written by anybody."""

    def told_by(certified: Path, file: Path, change: Callable[[dict[str, Any]], object]) -> VerifiedFile:
        document = json.loads(certificate_beside(certified).read_text("utf-8"))
        change(document)
        del document["checksum"]
        path = tmp_path / "证书.json"
        path.write_text(json.dumps({**document, "checksum": _checksum(document)}), "utf-8")
        return next(iter(finish(verifying(path, [file])).files))

    openpyxl.Workbook().save(tmp_path / "空.xlsx")
    foreign = edited(tmp_path / "空.xlsx", tmp_path / "别的.xlsx", lambda book: book.active.append(["地区", 15.4]))
    assert told_by(editions.workbook, foreign, lambda one: one.update(exhibits=[], texts=[])).verdict is FileVerdict.FOREIGN
    (tmp_path / "数据").mkdir()
    (tmp_path / "外面.csv").write_text("a,b", "utf-8")
    for name in ("../外面.csv", str(tmp_path / "外面.csv"), "."):
        with pytest.raises(UserError, match="没有这份证书的成品"):
            told_by(editions.data, tmp_path / "数据", lambda one, name=name: one["files"][0].update(name=name))  # type: ignore[misc]
    for change in (
        lambda one: one["files"][2].update(exhibit="没有的"),
        lambda one: one["exhibits"][0]["rows"][0].update(cells=[]),
    ):
        with pytest.raises(UserError, match="不是审核证书"):
            told_by(editions.data, foreign, change)


def test_a_figure_that_stands_twice_in_a_data_file_is_told(editions: Editions, tmp_path: Path) -> None:
    lines = (editions.data / "figures.csv").read_text("utf-8-sig").splitlines()
    number = next(number for number, line in enumerate(lines) if ",15.4,%," in line)
    (tmp_path / "figures.csv").write_text("\n".join([lines[0], lines[number].replace("15.4", "15.5"), *lines[1:]]), "utf-8")
    (found,) = verified(editions.data, tmp_path / "figures.csv")
    assert {one[2:] for one in told(found)} == {("15.4%", "15.4%；15.5%")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _words: "数", "不是审核证书"),
        (lambda _words: '{"certificate": "别的"}', "不是审核证书"),
        (lambda _words: "[" * 100_000, "不是审核证书"),
        (lambda words: words.replace('"version": 1', f'"version": {VERSION + 1}'), "更新版本"),
        (lambda words: words.replace('"15.4"', '"15.5"'), "改动过"),
        (lambda words: " " * 1000 + words, ""),
        (lambda words: json.dumps(json.loads(words), sort_keys=True), ""),
        (lambda words: words + "x" * 1_000_000, "过大"),
    ],
)
def test_what_is_no_certificate_any_more_is_refused_in_a_sentence(
    editions: Editions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[str], str], words: str
) -> None:
    certificate = certificate_beside(editions.workbook)
    path = tmp_path / "证书.json"
    path.write_text(change(certificate.read_text("utf-8")), "utf-8")
    monkeypatch.setattr(door, "FILE_BYTES", 900_000)
    if not words:
        assert read_certificate(path) == read_certificate(certificate)
        return
    with pytest.raises(UserError, match=words):
        read_certificate(path)


def test_columns_that_are_headed_alike_and_parts_beside_each_other_keep_their_places(tmp_path: Path) -> None:
    """Two columns of growth, more rows than a page has, more columns than fit beside each other."""
    with Desk.create(tmp_path / "a.ecd", small_records()) as desk:
        exhibit = desk.book.exhibit("表1")
        provinces = [area for area in desk.book.areas if area.kind == "province"]
        rows = tuple(Line(one.code, one.name, {"area": one.code}) for one in provinces)
        years = tuple(
            replace(column, id=f"{column.id}{year}", at={**column.at, "period": str(year)}, groups=(f"{year}年",))
            for year in (2016, 2017, 2018)
            for column in exhibit.columns
        )
        with desk.edit(text("加宽")) as edit:
            edit.put(replace(exhibit, at={}, rows=rows, columns=years, continued_after=9))
        enter(desk, "表1", [(row, column, str(100 * row + column)) for row in range(len(rows)) for column in range(len(years))])
        finish(export(desk.book, tmp_path / "宽.xlsx", ExportScope(final=True), findings=()))
        finish(export_word(desk.book, tmp_path / "宽.docx", Choice(final=True), ()))
        set_english(desk, {one.chinese: "Some words" for one in missing_english(desk.book)})
        with desk.edit(text("签发")) as edit:
            edit.put(waivers.Fingerprints(desk.book, ()).sign("表1", "李四"))
        finish(export(in_edition(desk.book, "en", True), tmp_path / "English.xlsx", ExportScope(final=True), findings=()))

    signature = read_certificate(certificate_beside(tmp_path / "English.xlsx")).exhibits[0].signature
    assert signature is not None and signature.stands
    (english,) = verified(
        tmp_path / "English.xlsx", edited(tmp_path / "English.xlsx", tmp_path / "Again.xlsx", lambda _book: None)
    )
    assert english.differences == () and english.figures == len(rows) * len(years)

    def change(book: Any) -> None:
        cells = {cell.value: cell for row in book["表1-1"].iter_rows() for cell in row}
        cells[1511].value = 1.5
        cells[300].value = 3.5

    changed = edited(tmp_path / "宽.xlsx", tmp_path / "改.xlsx", change)
    (found,) = verified(tmp_path / "宽.xlsx", changed)
    assert found.figures == len(rows) * len(years)
    assert told(found) == {
        (rows[3].label, "2016年·交易额", "300", "4（3.5）"),
        (rows[15].label, "2018年·同比(%)（%）", "1\u2009511", "2（1.5）"),
    }
    document = docx.Document(str(tmp_path / "宽.docx"))
    document.save(str(tmp_path / "另存.docx"))
    (equal,) = verified(tmp_path / "宽.docx", tmp_path / "另存.docx")
    assert (equal.verdict, equal.figures) == (FileVerdict.EQUAL, len(rows) * len(years))


@pytest.mark.parametrize("number", [1e300, -1.7e308, 5e-324, 123456789012345678])
@pytest.mark.parametrize("shown", ["0.00%", "0.0000000000", "General"])
def test_numbers_of_any_size_are_other_figures(editions: Editions, tmp_path: Path, number: float, shown: str) -> None:
    def change(book: Any) -> None:
        cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == 15.4)
        cell.value, cell.number_format = number, shown

    (found,) = verified(editions.workbook, edited(editions.workbook, tmp_path / "改过.xlsx", change))
    assert found.verdict is FileVerdict.DIFFERS and {one[:3] for one in told(found)} == {(ROW, COLUMN, "15.4")}


def test_a_file_full_of_titles_is_refused(editions: Editions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivered_tables, "MOST_TITLES", 50)

    def change(book: Any) -> None:
        for _row in range(60):
            book.worksheets[-1].append([TITLE])

    (found,) = verified(editions.workbook, edited(editions.workbook, tmp_path / "改过.xlsx", change))
    assert (found.verdict, "标题多得不像成品" in found.words) == (FileVerdict.UNREAD, True)


def test_exhibits_without_titles_are_looked_for_so_often_and_no_more(editions: Editions, tmp_path: Path) -> None:
    """A certificate may name any number of them."""
    searched: list[str] = []
    (known, *_others) = read_certificate(certificate_beside(editions.workbook)).exhibits
    many = [replace(known, title=f"表{number}", number=str(number)) for number in range(3_000)]
    sheet = Sheet("别的", [["地区", 1]])
    with pytest.MonkeyPatch.context() as monkey:

        def search(exhibit: Any, _free: object) -> list[Any]:
            searched.append(exhibit.title)
            return []

        monkey.setattr(delivered_tables, "_untitled", search)
        assert len(delivered_tables.compare_tables(many, [sheet]).differences) == len(many)
    assert len(searched) == delivered_tables.MOST_SEARCHES - 1


@pytest.mark.parametrize(
    ("certified", "found"),
    [(["a", "b"] * 2000, ["b", "a", "c"] * 1400), (["a"] * 4000, ["a", "b"] * 2000), (["x"] * 90_000, ["y"] * 80_000)],
)
def test_any_texts_are_paired_with_little_work(certified: list[str], found: list[str]) -> None:
    """Each text once, whatever repeats itself: the longest runs that are alike take hours to find in the first two."""
    made = paired(certified, found)
    assert sorted([here for here, _there in made.matched] + made.missing) == list(range(len(certified)))
    assert sorted([there for _here, there in made.matched] + made.added) == list(range(len(found)))


def test_texts_are_paired_by_their_order() -> None:
    def pairs(certified: str, found: str) -> Iterator[str]:
        made = paired(certified, found)
        yield from (f"{certified[here]}{found[there]}" for here, there in made.matched)
        yield from (f"-{certified[here]}" for here in made.missing)
        yield from (f"+{found[there]}" for there in made.added)

    assert list(pairs("abc", "abc")) == ["aa", "bb", "cc"]
    assert list(pairs("abc", "axc")) == ["aa", "bx", "cc"]
    assert list(pairs("abcd", "acd")) == ["aa", "cc", "dd", "-b"]
    assert list(pairs("ab", "xyab")) == ["aa", "bb", "+x", "+y"]
    assert list(pairs("abcdef", "abxdf")) == ["aa", "bb", "cx", "dd", "ff", "-e"]
    assert figures_in(["2018年1—9月为1 234.5", "−3", "…", "1,234"]) == ("2018", "1", "9", "1234.5", "-3", "1234")
