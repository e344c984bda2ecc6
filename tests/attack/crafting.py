"""Files made against each reader: attributes, nesting, entities, bombs, unclosed tags, endless lines, digits and words, forged counts and chains."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import partial

from ecdesk.domain.files.containers.compound import wrapped
from tests.attack.crafting_sent import Content, sent
from tests.excel.binary import long_text, record, workbook_stream
from tests.excel.binary import part as xlsb_part
from tests.excel.test_hostile import changed as with_part

N = 100_000
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + number, b"&%c;" % (97 + number) * 10) for number in range(9))
    + b"]>"
)


def crafted(samples: dict[str, bytes]) -> Iterator[tuple[str, Content]]:
    """(name of a file, content); the ending is what it claims to be."""
    yield from _xml_parts(
        "xlsx",
        samples["陕西省.xlsx"],
        ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"),
    )
    yield from _xml_parts("ods", samples["陕西省.ods"], ("content.xml", "styles.xml"))
    yield from _xml_parts(
        "docx",
        samples["文稿.docx"],
        ("word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"),
    )
    yield from _packages(samples)
    yield from _sheets(samples["陕西省.xlsx"])
    yield from _spread_xml(samples["旧版.xml.xls"])
    yield from _pages(samples["网页.xls"])
    yield from _lines()
    yield from _old_books(samples["旧版.xls"])
    yield from _binary_books(samples["二进制.xlsb"])
    yield from _prose()
    yield from _word(samples["文稿.docx"])
    yield from sent(samples)


# -- any XML


def _bodies() -> Iterator[tuple[str, Callable[[bytes], bytes]]]:
    """What is put at the end of the root, or done to its first tag."""

    def inside(more: bytes) -> Callable[[bytes], bytes]:
        return lambda content: content[: content.rfind(b"</")] + more + content[content.rfind(b"</") :]

    def in_tag(more: bytes) -> Callable[[bytes], bytes]:
        def change(content: bytes) -> bytes:
            start = content.find(b"<", content.find(b"?>") + 1) if b"?>" in content else 0
            end = content.find(b">", start)
            return content[:end].rstrip(b"/") + more + content[end:]

        return change

    def before(more: bytes) -> Callable[[bytes], bytes]:
        return lambda content: (
            content[: content.find(b"?>") + 2] + more + content[content.find(b"?>") + 2 :] if b"?>" in content else more + content
        )

    yield "attributes", in_tag(b"".join(b' a%d="1"' % number for number in range(N)))
    yield "the same attribute", in_tag(b' r="A1"' * (N // 5))
    yield "a long attribute", in_tag(b' a="' + b"r=" * N * 5 + b'"')
    yield "nested", inside(b"<a>" * N + b"</a>" * N)
    yield "unclosed", inside(b"<a>" * N)
    yield "elements", inside(b"<a/>" * N * 5)
    yield "names", inside(b"".join(b"<a%d/>" % number for number in range(N)))
    yield "spaces of names", inside(b"".join(b'<a xmlns:n%d="u%d"/>' % (number, number) for number in range(N // 2)))
    yield "a long text", inside(b"<a>" + b"1" * N * 50 + b"</a>")
    yield "a bomb", lambda content: inside(b"<a>&j;</a>")(before(BOMB)(content))
    yield "a document type", before(b'<!DOCTYPE a SYSTEM "http://nowhere.invalid/a.dtd">')
    yield (
        "an outer entity",
        lambda content: inside(b"<a>&x;</a>")(before(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>')(content)),
    )
    yield "comments", inside(b"<!--a-->" * N)
    yield "instructions", inside(b"<?a b?>" * N)
    yield "sections of text", inside(b"<a>" + b"<![CDATA[<]]>" * N + b"</a>")
    yield "an unfinished section", inside(b"<![CDATA[" * N)
    yield "references", inside(b"<a>" + b"&#49;" * N + b"</a>")
    yield "another encoding", lambda content: b'<?xml version="1.0" encoding="utf-7"?>' + content[content.find(b"?>") + 2 :]
    yield "wide letters", lambda content: content.decode("utf-8").replace("UTF-8", "UTF-16").encode("utf-16")
    yield "nothing", lambda _content: b""


def _xml_parts(ending: str, data: bytes, parts: tuple[str, ...]) -> Iterator[tuple[str, Content]]:
    there = zipfile.ZipFile(io.BytesIO(data)).namelist()
    for part in parts:
        if part not in there:
            continue
        for words, change in _bodies():
            yield f"{words} in {part.replace('/', '_')}.{ending}", partial(with_part, data, part, change)


# -- packages


def _packages(samples: dict[str, bytes]) -> Iterator[tuple[str, Content]]:
    for ending, name, part in (
        ("xlsx", "陕西省.xlsx", "xl/worksheets/sheet1.xml"),
        ("ods", "陕西省.ods", "content.xml"),
        ("docx", "文稿.docx", "word/document.xml"),
    ):
        data = samples[name]
        yield (
            f"500 MB of spaces.{ending}",
            partial(with_part, data, part, lambda content: content[:-30] + b" " * (500 << 20) + content[-30:]),
        )
        yield f"many parts.{ending}", partial(_more, data, [(f"a{number}", b"") for number in range(N // 2)])
        yield f"a large picture.{ending}", partial(_large_picture, data, ending)
        yield f"a package in it.{ending}", _more(data, [("a.zip", data)] * 1)
        for gone in zipfile.ZipFile(io.BytesIO(data)).namelist()[:12]:
            yield f"without {gone.replace('/', '_')}.{ending}", _without(data, gone)
        forged = bytearray(data)
        place = forged.find(b"PK\x01\x02")
        forged[place + 24 : place + 28] = b"\xff\xff\xff\x7f"
        yield f"a forged size.{ending}", bytes(forged)
        forged = bytearray(data)
        forged[forged.rfind(b"PK\x05\x06") + 8 : forged.rfind(b"PK\x05\x06") + 12] = b"\xff\xff\xff\xff"
        yield f"a forged count.{ending}", bytes(forged)


def _large_picture(data: bytes, ending: str) -> bytes:
    """With a picture of a gigabyte; a manuscript refers to it."""
    if ending == "docx":
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        link = b'<Relationship Id="rId99" Type="%s" Target="media/image9.png"/></Relationships>' % kind
        data = with_part(data, "word/_rels/document.xml.rels", lambda content: content.replace(b"</Relationships>", link))
        data = with_part(
            data,
            "[Content_Types].xml",
            lambda content: content.replace(b"</Types>", b'<Default Extension="png" ContentType="image/png"/></Types>'),
        )
    return _more(data, [("xl/media/image1.png" if ending == "xlsx" else "word/media/image9.png", bytes(1 << 30))])


def _more(data: bytes, parts: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts:
            target.writestr(name, content)
    return buffer.getvalue()


def _without(data: bytes, gone: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != gone:
                target.writestr(name, source.read(name))
    return buffer.getvalue()


# -- sheets of a package


def _sheets(data: bytes) -> Iterator[tuple[str, Content]]:
    sheet = "xl/worksheets/sheet1.xml"

    def rows(words: str, more: bytes) -> tuple[str, Content]:
        return f"{words}.xlsx", partial(
            with_part, data, sheet, lambda content: content.replace(b"</sheetData>", more + b"</sheetData>")
        )

    def behind(words: str, more: bytes) -> tuple[str, Content]:
        return f"{words}.xlsx", partial(
            with_part, data, sheet, lambda content: content.replace(b"</sheetData>", b"</sheetData>" + more)
        )

    yield rows("references in one cell", b"<row r='99'><c " + b'r="A99" ' * 40_000 + b"><v>1</v></c></row>")
    yield rows("cells of one place", b"<row r='99'>" + b'<c r="A99"><v>1</v></c>' * N + b"</row>")
    yield rows(
        "rows far apart",
        b"".join(b"<row r='%d'><c r='XFD%d'><v>1</v></c></row>" % (number, number) for number in range(100, 20_000, 7)),
    )
    yield rows(
        "rows of one cell",
        b"".join(b"<row r='%d'><c r='A%d'><v>%d</v></c></row>" % (number, number, number) for number in range(100, 60_000)),
    )
    yield rows(
        "a shared formula",
        b"<row r='99'><c r='A99'><f t='shared' si='0' ref='A99:A9000'>"
        + b"A1+" * 2000
        + b"1</f><v>1</v></c></row>"
        + b"".join(
            b"<row r='%d'><c r='A%d'><f t='shared' si='0'/><v>1</v></c></row>" % (number, number) for number in range(100, 8100)
        ),
    )
    yield rows(
        "formulas",
        b"".join(
            b"<row r='%d'><c r='A%d'><f>SUM(A1:A9)*%d</f><v>1</v></c></row>" % (number, number, number)
            for number in range(100, 30_000)
        ),
    )
    yield rows("a formula of brackets", b"<row r='99'><c r='A99'><f>" + b"(" * N + b")" * N + b"</f><v>1</v></c></row>")
    yield rows("digits", b"<row r='99'><c r='A99'><v>" + b"9" * N + b"</v></c></row>")
    yield rows("a power", b"<row r='99'><c r='A99'><v>1e999999999</v></c></row>")
    yield rows(
        "texts in cells", b"<row r='99'>" + b"<c t='inlineStr'><is><t>" + "二十".encode() * N + b"</t></is></c>" + b"</row>"
    )
    yield rows(
        "a text of a million words",
        b"<row r='99'><c t='inlineStr' r='A99'><is><t>" + "2018年网络零售额同比".encode() * (N // 10) + b"</t></is></c></row>",
    )
    yield rows("runs of a text", b"<row r='99'><c t='inlineStr' r='A99'><is>" + b"<r><t>1</t></r>" * N + b"</is></c></row>")
    yield rows(
        "texts that are not there",
        b"<row r='99'><c t='s' r='A99'><v>999999999</v></c><c t='s' r='B99'><v>-1</v></c><c t='s' r='C99'><v>x</v></c></row>",
    )
    yield rows(
        "styles that are not there", b"<row r='99'><c s='999999999' r='A99'><v>1</v></c><c s='-1' r='B99'><v>2</v></c></row>"
    )
    yield rows(
        "headings",
        b"".join(
            b"<row r='%d'><c r='A%d' t='inlineStr'><is><t>%s</t></is></c><c r='B%d'><v>1</v></c></row>"
            % (number, number, "2018年陕西省网络零售额（亿元）".encode(), number)
            for number in range(100, 10_000)
        ),
    )
    yield behind(
        "merged ranges",
        b"<mergeCells>"
        + b"".join(b"<mergeCell ref='A%d:D%d'/>" % (number, number + 1) for number in range(1, N, 2))
        + b"</mergeCells>",
    )
    yield behind("merged ranges over each other", b"<mergeCells>" + b"<mergeCell ref='A1:XFD1048576'/>" * 5000 + b"</mergeCells>")
    yield behind("hidden columns", b"<cols>" + b"<col min='1' max='16384' hidden='1'/>" * N * 2 + b"</cols>")
    yield (
        "columns before.xlsx",
        with_part(
            data,
            sheet,
            lambda content: content.replace(
                b"<sheetData>", b"<cols>" + b"<col min='1' max='16384' width='9'/>" * N * 2 + b"</cols><sheetData>"
            ),
        ),
    )
    yield behind("links", b"<hyperlinks>" + b"<hyperlink ref='A1' display='a'/>" * N + b"</hyperlinks>")
    yield behind(
        "conditions",
        b"<conditionalFormatting sqref='A1:A9'>"
        + b"<cfRule type='expression'><formula>A1</formula></cfRule>" * N
        + b"</conditionalFormatting>",
    )
    yield (
        "a forged dimension.xlsx",
        with_part(data, sheet, lambda content: content.replace(b"<sheetData>", b"<dimension ref='A1:XFD1048576'/><sheetData>")),
    )
    formats = b"".join(b'<numFmt numFmtId="%d" formatCode="%s"/>' % (number, b"0." + b"0" * 200) for number in range(200, 20_000))
    yield (
        "formats.xlsx",
        with_part(
            data, "xl/styles.xml", lambda content: content.replace(b"<fonts", b"<numFmts>" + formats + b"</numFmts><fonts", 1)
        ),
    )
    yield (
        "a long format.xlsx",
        with_part(
            data,
            "xl/styles.xml",
            lambda content: content.replace(
                b"<fonts", b'<numFmts><numFmt numFmtId="164" formatCode="' + b"[Red]0;" * N + b'"/></numFmts><fonts', 1
            ),
        ),
    )
    yield (
        "styles.xlsx",
        with_part(
            data, "xl/styles.xml", lambda content: content.replace(b"</cellXfs>", b'<xf numFmtId="0"/>' * N * 2 + b"</cellXfs>")
        ),
    )
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (number, number) for number in range(3, 5000))
    yield "sheets.xlsx", with_part(data, "xl/workbook.xml", lambda content: content.replace(b"</sheets>", sheets + b"</sheets>"))
    names = (
        b"<definedNames>"
        + b"".join(b'<definedName name="n%d">A1</definedName>' % number for number in range(N))
        + b"</definedNames>"
    )
    yield "names.xlsx", with_part(data, "xl/workbook.xml", lambda content: content.replace(b"</sheets>", b"</sheets>" + names))


# -- the XML of 2003 and web pages


def _spread_xml(data: bytes) -> Iterator[tuple[str, Content]]:
    for words, change in _bodies():
        yield f"{words} of 2003.xls", change(data)
    for words, more in (
        ("an index far away", b'<Row ss:Index="1048576"><Cell ss:Index="16384"><Data ss:Type="Number">1</Data></Cell></Row>'),
        ("spans", b'<Row><Cell ss:MergeDown="1048576" ss:MergeAcross="16384"><Data ss:Type="Number">1</Data></Cell></Row>' * 300),
        ("rows in one", b'<Row ss:Span="1048576"/>' * 5000),
        ("a power", b'<Row><Cell><Data ss:Type="Number">1e999999999</Data></Cell></Row>'),
        ("a negative index", b'<Row ss:Index="-5"><Cell ss:Index="-1"><Data ss:Type="Number">1</Data></Cell></Row>'),
    ):
        yield f"{words} of 2003.xls", data.replace(b"</Table>", more + b"</Table>")


def _pages(data: bytes) -> Iterator[tuple[str, Content]]:
    end = data.rindex(b"</table>")
    for words, more in (
        ("attributes without end", b"<td " + b"a=" * N * 5),
        ("a tag without end", b"<td a=" * (N // 3)),
        ("closing tags without end", b"</a " * N * 2),
        ("declarations without end", b"<!" * N * 2),
        ("sections without end", b"<![CDATA[" * N),
        ("instructions without end", b"<?" * N * 2),
        ("a marked section at the end", b"<![/"),
        ("comments without end", b"<!--" * N),
        ("half a comment", b"<!--" + b"--" * N * 2),
        ("quotes without end", b"<td a='" * N),
        ("references", b"&#49;" * N),
        ("ampersands", b"&" * N * 5),
        ("huge references", b"&#99999999999;" * N),
        ("cells", b"<td>1" * N * 2),
        ("rows", b"<tr><td>1" * N),
        ("tables in tables", b"<table><tr><td>" * (N // 10)),
        ("elements in elements", b"<div>" * N * 2),
        ("spans", b"<tr>" + b"<td rowspan=99999 colspan=99999>1</td>" * 3000),
        ("a huge span", b"<tr><td rowspan=" + b"9" * N + b">1</td>"),
        ("styles without end", b"<style>" + b"td{" * N * 2),
        ("styles", b"<style>" + b"td.a{mso-number-format:'0'}" * N + b"</style>"),
        ("scripts without end", b"<script>" * N),
        ("spaces", b"<td" + b" " * N * 30 + b">"),
        ("a word", b"<tr><td>" + "二十".encode("gb18030") * N),
        ("line breaks", b"<tr><td>" + b"<br>" * N * 2),
        ("fonts", b"<tr><td>" + b"<font>" * N * 2),
        ("less than", b"<" * N * 10),
        ("greater than", b">" * N * 10),
        ("slashes", b"<td/" * N * 2),
        ("equal signs", b"<td " + b"=" * N * 5 + b">"),
    ):
        yield f"page of {words}.xls", data[:end] + more + data[end:]
        if more.startswith(b"<") and len(more) > 50:
            yield f"only {words}.xls", b"<html><table><tr><td>1</td></tr>" + more
    edge = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="edge"\r\n\r\n'
    yield "parts of a saved page.xls", edge + b"--edge\r\nContent-Type: text/plain\r\n\r\na\r\n" * N
    yield (
        "nested saved pages.xls",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(3000)),
    )
    yield "a header of a saved page.xls", edge[:18] + b"X: " + b"a" * N * 30 + b"\r\n" + edge[18:] + data
    yield "encoded words.xls", edge[:18] + b"Subject: " + b"=?utf-8?b?AAAA?= " * N + b"\r\n" + edge[18:]


# -- text


def _lines() -> Iterator[tuple[str, Content]]:
    head = "2018年陕西省,,\n指标,2018年（亿元）,同比\n".encode()
    for words, content in (
        ("one line of 20 MB", b"1," * 10_000_000),
        ("one field of 20 MB", b"1" * 20_000_000),
        ("an open quote", head + b'"' + b"a,1\n" * N * 4),
        ("quotes", head + b'"' * N * 10),
        ("quotes by twos", head + b'"",' * N * 5),
        ("empty lines", head + b"\n" * N * 100),
        ("columns", head + b"," * 16_000 + b"\n" + b"1," * 16_000),
        ("columns beyond", head + b"1," * N * 2),
        ("rows", head + "网络零售额,1.5,2%\n".encode() * N),
        ("digits", head + b"a," + b"9" * N + b"\n"),
        ("digits by threes", head + b'a,"' + b"999," * N + b'"\n'),
        ("fields of digits", head + (b"a," + b"9" * 300 + b"\n") * 5000),
        ("points", head + b"a," + b"1." * N + b"\n"),
        ("words", head + "网络零售额".encode() * N + b",1\n"),
        ("twenties", head + "二十".encode() * N + b",1\n"),
        ("years", head + "2018年".encode() * N + b",1\n"),
        ("months", head + "1—9月".encode() * N + b",1\n"),
        ("brackets", head + "（".encode() * N + b",1\n"),
        ("indicators", head + b"".join(f"指标{number},1,2\n".encode() for number in range(N // 2))),
        ("provinces", head + "陕西省山西省".encode() * (N // 2) + b",1\n"),
        ("units", head + "亿元万元".encode() * N + b",1\n"),
        ("percent signs", head + b"a," + "%‰".encode() * N + b"\n"),
        ("qualifiers", head + b"a," + "约".encode() * N + b"1\n"),
        ("zeros", bytes(N * 50)),
        ("wide letters without a mark", ("网络,1\n" * N).encode("utf-16-le")),
        ("broken letters", head + b"\xff\xfe\x80\x81" * N),
        ("carriage returns", head + b"a,1\r" * N),
        ("separators of all kinds", head + b"a\t1;2,3|4\n" * N),
        ("combining signs", head + b"a" + "\u0301".encode() * N + b",1\n"),
        ("letters from right to left", head + "\u202e\u2066".encode() * N + b",1\n"),
    ):
        yield f"{words}.csv", content


# -- workbooks of records


def _old_books(data: bytes) -> Iterator[tuple[str, Content]]:
    rows: list[list[object]] = [["2018年陕西省", "2018年"], ["网络零售额", 1.5]]

    def book(**options: object) -> bytes:
        return wrapped("Workbook", workbook_stream(rows, **options))

    yield "a forged number of texts.xls", book(texts=0xFFFFFFFF)
    yield "a forged rectangle.xls", book(dimensions=(0xFFFFFFF, 0xFFFF))
    for words, kind, body in (
        ("fonts", 0x31, b"\xff" * 30),
        ("formats", 0x41E, struct.pack("<HHB", 164, 3000, 0) + b"0" * 3000),
        ("looks", 0xE0, bytes(20)),
        ("merged ranges", 0xE5, struct.pack("<H", 1026) + struct.pack("<HHHH", 0, 0xFFFF, 0, 0xFF) * 1026),
        ("columns", 0x7D, struct.pack("<HHHHHH", 0, 0xFFFF, 2048, 0, 1, 0)),
        ("numbers", 0x203, struct.pack("<HHHd", 0xFFFF, 0xFF, 0, 1.5)),
        ("not numbers", 0x203, struct.pack("<HHHd", 5, 5, 0, float("nan"))),
        ("endless numbers", 0x203, struct.pack("<HHHd", 5, 5, 0, float("inf"))),
        ("formulas", 0x06, struct.pack("<HHHdHIH", 5, 5, 0, 1.5, 0, 0, 4000) + b"\x1e\x01\x00" * 1300),
        ("texts of formulas", 0x207, struct.pack("<HB", 8000, 0) + b"1" * 8000),
        ("labels", 0x204, struct.pack("<HHHHB", 5, 5, 0, 8000, 0) + b"1" * 8000),
        ("rows of numbers", 0xBD, struct.pack("<HH", 5, 0) + struct.pack("<HI", 0, 6) * 1000 + struct.pack("<H", 999)),
        ("empty records", 0x99, b""),
        ("continued texts", 0x3C, b"\x01" + b"a\x00" * 4000),
        ("sheets", 0x85, struct.pack("<IHBB", 0xFFFFFFFF, 0, 200, 0) + b"a" * 200),
        ("beginnings", 0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)),
        ("ends", 0x0A, b""),
        ("passwords", 0x2F, bytes(6)),
        ("code pages", 0x42, b"\xff\xff"),
        ("dates of 1904", 0x22, b"\x01\x00"),
    ):
        for where in ("before", "inside"):
            yield f"{words} {where}.xls", partial(_flooded, rows, kind, body, where)
    for place in (0x2C, 0x30, 0x3C, 0x40, 0x44, 0x48, 0x4C):
        for value in (0, 1, 0xFFFFFFFE, 0x7FFFFFFF):
            forged = bytearray(data)
            forged[place : place + 4] = struct.pack("<I", value)
            yield f"container {place:x} {value:x}.xls", bytes(forged)
    forged = bytearray(data)
    for sector in range(512, len(forged) - 512, 512):  # every chain leads back to itself
        if forged[sector : sector + 4] in (b"\xfd\xff\xff\xff", b"\x01\x00\x00\x00"):
            forged[sector : sector + 512] = b"".join(struct.pack("<I", number // 2) for number in range(128))
    yield "chains in a circle.xls", bytes(forged)
    yield "a shift of the letters.xls", data[:512] + b"\x00" + data[512:]


def _flooded(rows: list[list[object]], kind: int, body: bytes, where: str) -> bytes:
    """A workbook with very many records of one kind."""
    many = record(kind, body) * min(20_000, (8 << 20) // (len(body) + 4))
    return wrapped(
        "Workbook", workbook_stream(rows, before=many if where == "before" else b"", inside=many if where == "inside" else b"")
    )


def _binary_books(data: bytes) -> Iterator[tuple[str, Content]]:
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    sheet = next(name for name in names if name.startswith("xl/worksheets/sheet") or name.endswith("Sheet1.bin"))
    for words, kind, body in (
        ("rows", 0, struct.pack("<I13x", 0xFFFFFFFF)),
        ("rows back", 0, struct.pack("<I13x", 0)),
        ("cells", 5, struct.pack("<IId", 0xFFFFFFFF, 0, 1.5)),
        ("not numbers", 5, struct.pack("<IId", 1, 0, float("nan"))),
        ("texts", 6, struct.pack("<II", 1, 0) + long_text("二十" * 1500)),
        ("forged texts", 6, struct.pack("<III", 1, 0, 0xFFFFFFFF)),
        ("shared texts", 7, struct.pack("<III", 1, 0, 0xFFFFFFFF)),
        ("merged ranges", 176, struct.pack("<IIII", 0, 0xFFFFF, 0, 0x3FFF)),
        ("columns", 60, struct.pack("<IIIIH", 0, 0xFFFFFFFF, 0, 0, 1)),
        ("formulas", 9, struct.pack("<IIdHI", 1, 0, 1.5, 0, 4000) + bytes(4000)),
        ("a dimension", 148, struct.pack("<IIII", 0, 0xFFFFFFFF, 0, 0xFFFFFFFF)),
        ("empty", 3000, b""),
    ):
        many = xlsb_part(kind, body) * min(50_000, (16 << 20) // (len(body) + 4))
        yield f"{words}.xlsb", with_part(data, sheet, lambda content, many=many: content[:-4] + many + content[-4:])
    for part in [name for name in names if name.endswith(".bin")]:
        yield (
            f"endless lengths in {part.replace('/', '_')}.xlsb",
            with_part(data, part, lambda content: content + b"\x85\x80\xff\xff\xff\xff\xff" * N),
        )
        yield f"noise in {part.replace('/', '_')}.xlsb", with_part(data, part, lambda content: content + bytes(range(256)) * 4000)
        yield f"zeros in {part.replace('/', '_')}.xlsb", with_part(data, part, lambda content: bytes(N * 10) + content)


# -- manuscripts


def _prose() -> Iterator[tuple[str, Content]]:
    start = "2018年，陕西省网络零售额893.6亿元，同比增长27.6%。"
    for words, text in (
        ("twenties", "二十" * 75_000),
        ("digits", "9" * N),
        ("figures of 24 digits", "总额" + "123456789012345678901234亿元，" * 300),
        ("figures of 40 digits with points", "增长" + "1" * 40 + "." + "1" * 40 + "%，"),
        ("figures", "，".join(f"{number}.5亿元" for number in range(20_000))),
        ("sums", start + "其中，" + "、".join(f"{number}.5亿元" for number in range(3000)) + "。"),
        ("years", "2018年" * 30_000),
        ("spans", "2018年1—9月" * 20_000),
        ("sentences", start * 3000),
        ("paragraphs", (start + "\n") * 3000),
        ("empty paragraphs", "\n" * N * 10),
        ("commas", "，" * N * 5),
        ("brackets", "（" * N),
        ("percent signs", "%" * N),
        ("qualifiers", "约" * N + "5亿元"),
        ("dots", "." * N),
        ("thousands", "1" + ",000" * N),
        ("units", "5亿元" + "万亿" * N),
        ("respectively", start + "分别为" + "、".join(f"{number}.5%" for number in range(1, 3000)) + "。"),
        ("shares", "，".join(f"占{number % 100}.5%" for number in range(5000))),
        ("growth", "，".join(f"同比增长{number % 100}.5%" for number in range(5000))),
        ("full-width digits", "１２３" * 30_000),
        ("Chinese digits", "一二三四五六七八九十百千万亿" * 8000),
        ("minus signs", "-" * N + "5%"),
        ("provinces", "陕西省、" * 20_000 + "网络零售额5亿元"),
        ("words without figures", "网络零售额" * 50_000),
        ("quotes", "“" * N),
        ("ranks", "第" * N + "一"),
        ("tables of text", ("|" + "1|" * 200 + "\n") * 500),
    ):
        yield f"{words}.txt", text.encode("utf-8")
    yield "zeros.txt", bytes(N * 10)
    yield "broken letters.txt", b"\xff\x80\x81" * N
    yield "headings.md", ("#" * N + "\n").encode() + b"# a\n" * N
    yield "lists.md", b"- " * N
    yield "a table.md", b"|" * N * 2


def _word(data: bytes) -> Iterator[tuple[str, Content]]:
    part = "word/document.xml"
    end = b"<w:sectPr"
    text = "2018年，陕西省网络零售额893.6亿元，同比增长27.6%。".encode()

    def body(words: str, more: bytes) -> tuple[str, Content]:
        return f"{words}.docx", partial(with_part, data, part, lambda content: content.replace(end, more + end, 1))

    paragraph = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
    yield body("paragraphs", paragraph % text * 3000)
    yield body("runs", b"<w:p>" + b"<w:r><w:t>1</w:t></w:r>" * N + b"</w:p>")
    yield body("texts", b"<w:p><w:r>" + b"<w:t>1</w:t>" * N + b"</w:r></w:p>")
    yield body("tabs", b"<w:p><w:r>" + b"<w:tab/>" * N + b"</w:r></w:p>")
    yield body("breaks", b"<w:p><w:r>" + b"<w:br/>" * N + b"</w:r></w:p>")
    yield body("a long text", b"<w:p><w:r><w:t>" + "二十".encode() * N + b"</w:t></w:r></w:p>")
    yield body("tables in tables", b"<w:tbl><w:tr><w:tc>" * 3000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 3000)
    yield body("cells", b"<w:tbl><w:tr>" + b"<w:tc><w:p/></w:tc>" * 30_000 + b"</w:tr></w:tbl>")
    yield body("rows", b"<w:tbl>" + b"<w:tr><w:tc><w:p/></w:tc></w:tr>" * 20_000 + b"</w:tbl>")
    yield body(
        "spans",
        b"<w:tbl><w:tr>" + b'<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>' * 50 + b"</w:tr></w:tbl>",
    )
    yield body("a negative span", b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="-9"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')
    yield body("a span of no number", b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>')
    yield body(
        "rows merged downwards", b"<w:tbl>" + b"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 5000 + b"</w:tbl>"
    )
    yield body("a table without rows", b"<w:tbl/>" * 5000)
    yield body("a row without cells", b"<w:tbl><w:tr/></w:tbl>")
    yield body("changes", b"<w:p>" + b'<w:ins w:id="1"><w:r><w:t>1</w:t></w:r></w:ins>' * 30_000 + b"</w:p>")
    yield body("deleted text", b"<w:p>" + b'<w:del w:id="1"><w:r><w:delText>1</w:delText></w:r></w:del>' * 30_000 + b"</w:p>")
    yield body("fields", b"<w:p>" + b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 30_000 + b"</w:p>")
    yield body("links", b"<w:p>" + b'<w:hyperlink r:id="rId99"><w:r><w:t>1</w:t></w:r></w:hyperlink>' * 20_000 + b"</w:p>")
    yield body("comments in it", b"<w:p>" + b'<w:commentRangeStart w:id="1"/>' * 50_000 + b"</w:p>")
    yield body("styles that are not there", b'<w:p><w:pPr><w:pStyle w:val="nobody"/></w:pPr><w:r><w:t>1</w:t></w:r></w:p>' * 3000)
    yield body(
        "lists that are not there",
        b'<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="-7"/></w:numPr></w:pPr></w:p>' * 3000,
    )
    yield body("boxes in boxes", b"<w:p><w:r><w:pict>" * 2000 + b"</w:pict></w:r></w:p>" * 2000)
    yield body("smart tags", b"<w:p>" + b"<w:smartTag>" * 5000 + b"</w:smartTag>" * 5000 + b"</w:p>")
    yield body("content controls", b"<w:sdt><w:sdtContent>" * 5000 + b"</w:sdtContent></w:sdt>" * 5000)
    yield "no body.docx", with_part(data, part, lambda content: content[: content.find(b"<w:body>")] + b"</w:document>")
    yield "two bodies.docx", with_part(data, part, lambda content: content.replace(b"</w:body>", b"</w:body><w:body/>"))
    yield "another root.docx", with_part(data, part, lambda _content: b"<a/>")
