"""Files made against what comes in by mail: answers and forms with forged marks, manifests, mails, archives, pages for print."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from html import escape

from ecdesk.excel.forms.identity import token
from tests.domain.containers import mail, zipped
from tests.excel.test_hostile import changed as with_part

N = 100_000
Content = bytes | Callable[[], bytes]
"""What is large is made when it is asked for."""
MARKS = (
    ("of no kind", token("nothing", "1")),
    ("without parts", token("figure")),
    ("of very many parts", token("figure", *["|"] * 2000)),
    ("of a long key", token("figure", "网络零售额|" + "1" * 30_000 + "||2018|value", "亿元", "1")),
    ("of a unit that is none", token("figure", "网络零售额|110000||2018|value", "亿" * 3000, "1")),
    ("of endless decimals", token("figure", "网络零售额|110000||2018|value", "亿元", "9" * 4000)),
    ("of negative decimals", token("figure", "网络零售额|110000||2018|value", "亿元", "-999999999")),
    ("of another year", token("figure", "网络零售额|110000||99999999|value", "亿元", "1")),
    ("of a finding", token("finding", "@" * 5000)),
    ("of a part of a finding", token("operand", "x@" * 2000, "y")),
    ("of a column", token("column", "input", "input")),
    ("of a formula", token("figure", '=HYPERLINK("http://a.invalid")', "亿元", "1")),
    ("unsigned", "ecdesk¦figure¦网络零售额|110000||2018|value¦亿元¦1¦00000000"),
)
"""What stands hidden beside the cells of a form or letter, signed as the program signs it."""


def sent(samples: dict[str, bytes]) -> Iterator[tuple[str, Content]]:
    """(name of a file, content) of each."""
    for kind in ("查询函", "报送表"):
        name = next(one for one in samples if kind in one)
        yield from _with_marks(kind, samples[name])
    yield from _manifests(samples["陕西省.ods"])
    yield from _mails(samples["陕西省.xlsx"])
    yield from _archives(samples["陕西省.xlsx"])
    yield from _printed()


def _with_marks(kind: str, data: bytes) -> Iterator[tuple[str, Content]]:
    sheet, identity = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"

    def rows(mark: str, count: int) -> Callable[[bytes], bytes]:
        cell = f'<row><c t="inlineStr"><is><t>{escape(mark)}</t></is></c><c t="inlineStr"><is><t>5</t></is></c></row>'.encode()
        return lambda content: content.replace(b"</sheetData>", cell * count + b"</sheetData>")

    for words, mark in MARKS:
        yield f"{kind} with a mark {words}.xlsx", partial(with_part, data, sheet, rows(mark, 1))
        yield f"{kind} with many marks {words}.xlsx", partial(with_part, data, sheet, rows(mark[:3000], 3000))
        yield f"{kind} called {words}.xlsx", partial(with_part, data, identity, rows(mark, 50))


def _manifests(data: bytes) -> Iterator[tuple[str, Content]]:
    part = "META-INF/manifest.xml"
    for words, content in (
        ("encrypted", b"<m:encryption-data/>"),
        ("of many files", b'<m:file-entry m:full-path="a"/>' * N),
        ("nested", b"<m:a>" * 3000),
        ("with entities", b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///nowhere/a">]><m>&a;</m>'),
        ("of nothing", b""),
        ("of noise", bytes(range(256)) * 4000),
    ):
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                if name != part:
                    target.writestr(name, source.read(name))
            target.writestr(part, content)
        yield f"manifest {words}.ods", made.getvalue()


def _mails(book: bytes) -> Iterator[tuple[str, Content]]:
    yield "very many attachments.eml", partial(mail, [(f"{number}.csv", b"a,1\n") for number in range(2000)])
    yield "an attachment of no name.eml", mail([("", book)])
    yield "an attachment with a path.eml", mail([("../../../../tmp/a.xlsx", book), ("C:\\a.xlsx", book), ("/etc/a.xlsx", book)])
    yield "a subject of orders.eml", mail([("a.xlsx", book)], subject="\x1b[2J\u202e=1+1" * 500)
    inner = b"From: a@example.cn\r\nSubject: x\r\n\r\n"
    for _level in range(60):
        inner = mail([("inner.eml", inner)])[: 8 << 20]
    yield "mails in mails.eml", inner
    head = b"From: a@example.cn\r\nDate: Tue, 15 Jan 2019 09:30:00 +0800\r\nMIME-Version: 1.0\r\n"
    for words, rest in (
        ("headers", b"X-A: 1\r\n" * N + b"\r\n1"),
        ("a folded header", b"X-A: 1\r\n" + b" 1\r\n" * N + b"\r\n1"),
        ("parts", b'Content-Type: multipart/mixed; boundary="e"\r\n\r\n' + b"--e\r\n\r\n1\r\n" * (N // 2)),
        ("an open part", b'Content-Type: multipart/mixed; boundary="e"\r\n\r\n--e\r\n' + b"1\r\n" * N),
        ("endless base64", b"Content-Transfer-Encoding: base64\r\n\r\n" + b"AAAA" * N * 5),
        ("broken base64", b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A=" * N),
        ("quoted signs", b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=3D=" * N),
        ("no such letters", b"Content-Type: text/plain; charset=nothing-of-the-kind\r\n\r\n" + b"1,2\r\n" * 1000),
        ("parameters", b"Content-Type: text/plain" + b"; a=1" * N + b"\r\n\r\n1"),
        (
            "numbered parameters",
            b"Content-Type: text/plain" + b"".join(b";\r\n a*%d=1" % number for number in range(5000)) + b"\r\n\r\n1",
        ),
        ("brackets of comments", b"To: " + b"(" * N + b"\r\n\r\n1"),
        ("encoded words", b"Subject: " + b"=?utf-8?q?=E5?= " * N + b"\r\n\r\n1"),
        ("addresses", b"To: " + b"a@example.cn, " * N + b"\r\n\r\n1"),
    ):
        yield f"mail of {words}.eml", head + rest


def _archives(book: bytes) -> Iterator[tuple[str, Content]]:
    yield "very many files.zip", partial(zipped, [(f"{number}.csv", b"a,1\n") for number in range(4000)])
    yield "too many files.zip", partial(zipped, [(f"{number}", b"") for number in range(20_000)])
    yield "paths.zip", zipped([("../../a.xlsx", book), ("/tmp/a.xlsx", book), ("C:\\a.xlsx", book), ("a" * 3000 + ".xlsx", book)])
    yield "one name.zip", zipped([("a.csv", b"a,1\n")] * 300)
    inner = zipped([("a.csv", b"a,1\n")])
    for _level in range(60):
        inner = zipped([("inner.zip", inner)])
    yield "archives in archives.zip", inner
    yield "a bomb.zip", partial(zipped, [(f"{number}.csv", bytes(50 << 20)) for number in range(4)])
    layer = zipped([(f"{number}.csv", b"a,1\n" * 1000) for number in range(30)])
    for _level in range(4):
        layer = zipped([(f"{number}.zip", layer) for number in range(12)])
    yield "archives by dozens.zip", layer
    yield "half an archive.zip", layer[: len(layer) // 2]
    for sign in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\x00"):
        yield f"noise after {sign[:2].hex()}.zip", sign + bytes(range(256)) * 400


def _printed() -> Iterator[tuple[str, Content]]:
    """Pages for print: objects that point to each other, streams, operators."""
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 600 800]>>endobj\n"
    start = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pages = b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"

    def stream(content: bytes, keys: bytes = b"") -> bytes:
        return b"4 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n" % (keys, len(content), content)

    for words, body in (
        ("operators", stream(b"BT /F1 12 Tf (1) Tj ET\n" * N)),
        ("open texts", stream(b"BT " * N)),
        ("saved states", stream(b"q " * N)),
        ("open brackets", stream(b"BT (" + b"(" * N)),
        ("open arrays", stream(b"[" * N)),
        ("open dictionaries", stream(b"<<" * N)),
        ("numbers", stream(b"9" * N + b" 0 Td")),
        ("lines", stream(b"0 0 m 9 9 l S\n" * N)),
        ("a bomb", stream(zlib.compress(bytes(200 << 20)), b"/Filter/FlateDecode")),
        ("filters", stream(b"00" * 50, b"/Filter[" + b"/ASCIIHexDecode" * 5000 + b"]")),
        ("a filter that is none", stream(b"1", b"/Filter/Nothing")),
        ("broken streams", stream(b"x\x9c" + bytes(range(256)) * 50, b"/Filter/FlateDecode")),
        ("a forged length", b"4 0 obj<</Length 999999999999>>stream\n1\nendstream endobj\n"),
        ("objects", b"".join(b"%d 0 obj<<>>endobj\n" % number for number in range(5, N))),
        ("a picture", stream(b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID 1 EI")),
    ):
        yield f"page of {words}.pdf", start + pages + page + body + b"trailer<</Root 1 0 R>>\n%%EOF"
    circle = b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\n"
    yield "pages in a circle.pdf", start + circle + b"trailer<</Root 1 0 R>>\n%%EOF"
    yield (
        "very many pages.pdf",
        start
        + b"2 0 obj<</Type/Pages/Kids["
        + b"3 0 R " * N
        + b"]/Count %d>>endobj\n" % N
        + page
        + stream(b"")
        + b"trailer<</Root 1 0 R>>\n%%EOF",
    )
    yield "no page.pdf", start + b"trailer<</Root 1 0 R>>\n%%EOF"
    yield "a trailer that points to itself.pdf", start + pages + page + b"trailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"
    yield "nested objects.pdf", start + b"2 0 obj" + b"<</A" * 20_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    yield (
        "a password.pdf",
        start + pages + page + stream(b"") + b"trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 9/R 9>>>>\n%%EOF",
    )
