"""Files that are damaged, locked, enormous or malicious: one sentence each, and never more room or time than a good file takes."""

from __future__ import annotations

import io
import quopri
import random
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ecdesk.domain.files.containers.compound import CompoundFile, wrapped
from ecdesk.excel.reading import read_file
from ecdesk.excel.reading.texts.context import LineReader, Said
from tests.excel.binary import part, record, workbook_stream, xls, xlsb
from tests.excel.makers import as_csv, as_html, as_xml_2003, found, workbook

ROWS = [
    ["2018年陕西省电子商务统计表"],
    ["指标名称", "计量单位", "2018年", "同比增长(%)"],
    ["网络零售额", "亿元", 893.6, 27.6],
    ["农村网络零售额", "亿元", 100.5, 30.1],
]
SHEET = "xl/worksheets/sheet1.xml"


def packed(tmp_path: Path) -> bytes:
    return workbook(tmp_path / "good.xlsx", {"Sheet1": ROWS}).read_bytes()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == part else content)
    return buffer.getvalue()


def rows_added(rows: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(b"</sheetData>", rows + b"</sheetData>")


FAR = {
    "plain": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "quotes": b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    "line break": b'<row r="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
    "bracket in an attribute": b'<row r="1"><c a=">" r="XFD1048576"><v>1</v></c></row>',
    "prefix": b'<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576">'
    b'<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "beyond any sheet": b'<row r="99999999"><c r="ZZZ99999999"><v>1</v></c></row>',
}


@pytest.mark.parametrize("name", FAR)
def test_a_cell_far_away_takes_no_room(name: str, tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    path.write_bytes(changed(packed(tmp_path), SHEET, rows_added(FAR[name])))
    reading = read_file(path)
    assert reading.status == "rejected"
    assert "far.xlsx" in str(reading.problems[0].message)


def test_styles_that_reach_far_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "styled.xlsx"
    blank = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/><c r="XFD%d" s="0"/></row>' % (row, row, row) for row in range(1000, 1048576, 9973)
    )
    path.write_bytes(changed(packed(tmp_path), SHEET, rows_added(blank)))
    assert len(read_file(path).readings) == 4


def test_declared_entities_are_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]><worksheet'
    path = tmp_path / "entities.xlsx"
    path.write_bytes(changed(packed(tmp_path), SHEET, lambda content: content.replace(b"<worksheet", bomb, 1)))
    assert read_file(path).status == "rejected"


def test_a_forged_number_of_texts_takes_no_room(tmp_path: Path) -> None:
    forged = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295" uniqueCount="4294967295"/>'
    )
    path = tmp_path / "texts.xlsx"
    in_many_cells = forged.replace(b"4294967295", b"9000", 1).replace(b"4294967295", b"0")
    for texts, status in ((b"<sst/>", "read"), (in_many_cells, "read"), (forged, "rejected")):
        path.write_bytes(packed(tmp_path))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/sharedStrings.xml", texts)
        assert read_file(path).status == status


@pytest.mark.parametrize(("total", "unique", "status"), [(9000, 0, "read"), (0, 9000, "rejected"), (0xFFFFFFFF, 0, "rejected")])
def test_few_texts_may_stand_in_many_cells_of_a_binary_workbook(total: int, unique: int, status: str, tmp_path: Path) -> None:
    path = xlsb(tmp_path / "陕西.xlsb", ROWS)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.bin", part(159, struct.pack("<II", total, unique)) + part(160))
    assert read_file(path).status == status


def test_a_package_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(changed(packed(tmp_path), SHEET, lambda content: content + b" " * (70 * 2**20)))
    assert path.stat().st_size < 200_000
    assert read_file(path).status == "rejected"


@pytest.mark.parametrize("make", [xls, xlsb])
def test_binary_tables_are_read_with_their_formats(make: Callable[..., Path], tmp_path: Path) -> None:
    rows = [*ROWS[:2], ["网络零售额", "亿元", 893.6, 0.276]]
    reading = read_file(make(tmp_path / "陕西.xls", rows, codes=["0.0%", "0.00"], styles={(2, 3): 1, (2, 2): 2}))
    assert found(reading) == {
        ("陕西省", "网络零售额", "2018", "value"): ("893.60", "亿元"),
        ("陕西省", "网络零售额", "2018", "growth"): ("27.6", "%"),
    }


@pytest.mark.parametrize("forged", [{"dimensions": (0xFFFFFFFF, 0xFFFF)}, {"texts": 0x7FFFFFFF}])
def test_a_table_of_2003_that_announces_too_much_takes_no_more_room(forged: dict[str, object], tmp_path: Path) -> None:
    assert len(read_file(xls(tmp_path / "陕西.xls", ROWS, **forged)).readings) == 4


@pytest.mark.parametrize("size", [1, 4096, 5000, 512 * 127, 512 * 128 * 110])
def test_a_stream_comes_out_of_its_container_as_it_went_in(size: int) -> None:
    stream = random.Random(size).randbytes(size)
    assert CompoundFile(wrapped("Workbook", stream), "a.xls").stream("Workbook")[:size] == stream


def test_locked_files_say_so(tmp_path: Path) -> None:
    locked = {
        "a.xlsx": wrapped("EncryptedPackage", bytes(5000)),
        "b.xls": wrapped("Workbook", workbook_stream(ROWS, before=record(0x2F, struct.pack("<H", 1) + bytes(52)))),
    }
    for name, data in locked.items():
        path = tmp_path / name
        path.write_bytes(data)
        reading = read_file(path)
        assert reading.status == "rejected"
        assert "密码" in str(reading.problems[0].message)


def test_other_kinds_of_files_are_named(tmp_path: Path) -> None:
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    for data, kind in ((b"%PDF-1.7", "PDF"), (word.getvalue(), "Word"), (b"\x89PNG\r\n\x1a\n", "PNG")):
        path = tmp_path / "陕西.xlsx"
        path.write_bytes(data)
        assert kind in str(read_file(path).problems[0].message)


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "a.csv", [*ROWS, ["=cmd|' /C calc'!A0", "亿元", "=HYPERLINK(1)", "1"]])
    reading = read_file(path)
    assert {problem.cell for problem in reading.problems} >= {"C5"}
    assert not any(one.formula for one in reading.readings)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file after an accident: cut off, bits turned, a piece lost, doubled or filled with extremes."""
    kind = chance.randrange(5)
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((1, 4, 64, 1000)))
    if kind == 0:
        return data[:start]
    if kind == 1:
        changed_bytes = bytearray(data)
        for _ in range(chance.choice((1, 3, 20))):
            changed_bytes[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(changed_bytes)
    if kind == 2:
        return data[:start] + data[end:]
    if kind == 3:
        return data[:end] + data[start:]
    return data[:start] + chance.choice((b"\xff", b"\x00", b"\x7f")) * (end - start) + data[end:]


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """The same inside a part of a package, or with its numbers made extreme."""
    part = chance.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
    extreme = chance.choice((b'"XFD1048576"', b'"4294967295"', b'"-1"', b'""', b'"A1:XFD1048576"'))

    def change(content: bytes) -> bytes:
        places = list(re.finditer(rb'"[^"]*"', content))
        if places and chance.random() < 0.6:
            place = chance.choice(places)
            return content[: place.start()] + extreme + content[place.end() :]
        return mutated(content, chance) if content else content

    return changed(data, part, change)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_never_crash_the_reader(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    good = [
        packed(tmp_path),
        as_csv(tmp_path / "a.csv", ROWS).read_bytes(),
        as_html(tmp_path / "b.xls", ROWS).read_bytes(),
        as_xml_2003(tmp_path / "c.xls", ROWS).read_bytes(),
        xls(tmp_path / "d.xls", ROWS, codes=["0.0%"]).read_bytes(),
        xlsb(tmp_path / "e.xls", ROWS, codes=["0.0%"]).read_bytes(),
    ]
    for number in range(25):
        data = chance.choice(good)
        data = mutated_inside(data, chance) if data[:2] == b"PK" and chance.random() < 0.7 else mutated(data, chance)
        path = tmp_path / f"{number}.xls"
        path.write_bytes(data)
        reading = read_file(path)
        assert reading.status in ("read", "review", "rejected")
        assert reading.status != "rejected" or f"{number}.xls" in str(reading.problems[0].message)


def test_a_web_page_saved_in_one_file_is_read(tmp_path: Path) -> None:
    page = as_html(tmp_path / "page.html", ROWS).read_bytes()
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="edge"\r\n\r\n--edge\r\n'
    kind = b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    path = tmp_path / "saved.xls"
    path.write_bytes(head + kind + quopri.encodestring(page) + b"\r\n--edge--\r\n")
    assert len(read_file(path).readings) == 4


def test_a_column_that_no_sheet_has_is_damage(tmp_path: Path) -> None:
    path = xls(tmp_path / "d.xls", ROWS, codes=["0.0%"])
    data = bytearray(path.read_bytes())
    number = data.index(struct.pack("<HH", 0x0203, 14))
    data[number + 6 : number + 8] = b"\xff\xff"
    path.write_bytes(data)
    refused = read_file(path)
    assert refused.status == "rejected"
    assert "d.xls" in str(refused.problems[0].message)


def test_a_line_is_read_once_however_many_tables_stand_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(reader: LineReader, cell: str, line: str) -> Said:
        asked.append(line)
        return pieces(reader, cell, line)

    pieces = LineReader._pieces
    monkeypatch.setattr(LineReader, "_pieces", counted)
    rows: list[list[object]] = []
    for number in range(60):
        rows += [[f"{1950 + number}年网络零售额第{number}表（亿元）"], ["地区", "网络零售额"], ["北京", number + 0.5]]
    reading = read_file(workbook(tmp_path / "many.xlsx", {"数据": rows}))
    assert len(reading.readings) == 60
    assert len(asked) < 4 * 60
