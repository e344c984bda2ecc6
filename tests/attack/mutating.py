"""Files changed by their structure: parts of packages, elements of XML and HTML, records of old workbooks, lines of text."""

from __future__ import annotations

import copy
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable

from lxml import etree

from ecdesk.domain.files.containers.compound import CompoundFile, wrapped
from tests.excel.binary import part as xlsb_part
from tests.excel.test_hostile import mutated

NUMBERS = (
    "-1",
    "0",
    "1e308",
    "4294967296",
    "9" * 400,
    "NaN",
    "",
    "A1:XFD1048576",
    "XFD1048576",
    "1048577",
    "0x7f",
    "１２",
    "1.5e-400",
)
TEXTS = (
    "二十" * 3000,
    "9" * 5000,
    "&#38;lt;" * 200,
    '=HYPERLINK("http://a/")',
    "[" * 3000,
    "2018年" * 2000,
    "约" * 4000,
    "(" * 2000 + ")" * 2000,
    "\u202e\u0000"[:1] * 50,
    "１２３．４５６亿元万元千元%‰",
    "1" + ",000" * 3000,
    "\n\t " * 2000,
)
ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    b'<!DOCTYPE a SYSTEM "file:///nowhere/a.dtd">',
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///nowhere/a">]>',
    b"<!DOCTYPE a [",
    b"<?xml-stylesheet href='a'?>" * 50,
    b"<!--" + b"-" * 5000 + b"-->",
)

Change = Callable[[bytes, random.Random], bytes]


def changed(name: str, data: bytes, chance: random.Random) -> bytes:
    """A file after one to three changes that its kind allows."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if not data:
            return data
        data = chance.choice(_ways(name, data))(data, chance)
    return data


def _ways(name: str, data: bytes) -> tuple[Change, ...]:
    if data[:2] == b"PK":
        binary = (_xlsb_record,) * 3 if name.endswith(".xlsb") else ()
        return (_package, _element, _element, _element, _part_bytes, *binary, mutated)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return (_xls_record, _xls_record, _container, mutated)
    if data.lstrip()[:1] == b"<":
        return (_tag, _tag, _tag, mutated)
    return (_line, _line, mutated)


# -- packages


def _read(data: bytes) -> list[tuple[str, bytes]] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            return [(info.filename, source.read(info)) for info in source.infolist()]
    except Exception:  # whatever an earlier change did to it
        return None


def _written(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as target:
        warnings.simplefilter("ignore")  # of a part that is there twice
        for name, content in parts:
            target.writestr(name, content)
    return buffer.getvalue()


def _package(data: bytes, chance: random.Random) -> bytes:
    parts = _read(data)
    if not parts:
        return mutated(data, chance)
    at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    name, content = parts[at]
    kind = chance.randrange(9)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        parts.append((name, parts[other][1]))
    elif kind == 2:
        parts[at] = name, content[: chance.randrange(len(content) + 1)]
    elif kind == 3:
        parts[at], parts[other] = (name, parts[other][1]), (parts[other][0], content)
    elif kind == 4:
        parts[at] = (
            chance.choice(("../../" + name, "/" + name, name.upper(), name + "\x00x", "a" * 3000, name.replace("/", "\\"))),
            content,
        )
    elif kind == 5:
        parts[at] = name, b""
    elif kind == 6:
        return _written(parts, zipfile.ZIP_STORED)
    elif kind == 7:
        parts += [(f"{name}.{number}", b"") for number in range(3000)]
    else:
        written = bytearray(_written(parts))
        place = written.find(b"PK\x01\x02", chance.randrange(len(written)))
        if place >= 0:  # sizes, flags and offsets of the directory
            written[place + chance.randrange(8, 46)] = chance.randrange(256)
        return bytes(written)
    return _written(parts)


def _with_part(data: bytes, chance: random.Random, wanted: Callable[[str], bool], change: Change) -> bytes:
    parts = _read(data)
    fitting = [at for at, (name, content) in enumerate(parts or ()) if wanted(name) and content]
    if not parts or not fitting:
        return mutated(data, chance)
    at = chance.choice(fitting)
    parts[at] = parts[at][0], change(parts[at][1], chance)
    return _written(parts)


def _part_bytes(data: bytes, chance: random.Random) -> bytes:
    return _with_part(data, chance, lambda _name: True, mutated)


def _element(data: bytes, chance: random.Random) -> bytes:
    return _with_part(data, chance, lambda name: name.endswith((".xml", ".rels")), _xml)


# -- XML


def _xml(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.12:
        head = content.find(b"?>") + 2
        use = chance.choice((b"", b"&c;", b"&x;"))
        end = content.rfind(b"</")
        return content[:head] + chance.choice(ENTITIES) + content[head:end] + use + content[end:]
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return mutated(content, chance)
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    chance.choice(_XML)(chance.choice(elements), chance)
    return etree.tostring(root, xml_declaration=True, encoding=chance.choice(("UTF-8", "UTF-8", "UTF-16", "GB18030")))


def _gone(one: etree._Element, _chance: random.Random) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.remove(one)


def _again(one: etree._Element, chance: random.Random) -> None:
    parent = one.getparent()
    if parent is not None:
        place = parent.index(one)
        for _ in range(chance.choice((1, 50, 2000 if len(one) < 3 else 50))):
            parent.insert(place, copy.deepcopy(one))


def _nested(one: etree._Element, chance: random.Random) -> None:
    inner = one
    for _ in range(chance.choice((3, 60, 1000))):
        inner = etree.SubElement(inner, one.tag, dict(one.attrib))


def _attributes(one: etree._Element, chance: random.Random) -> None:
    for number in range(chance.choice((20, 3000))):
        one.set(f"a{number}", "1")


def _attribute(one: etree._Element, chance: random.Random) -> None:
    if one.attrib:
        one.set(chance.choice(list(one.attrib)), chance.choice(NUMBERS))


def _no_attribute(one: etree._Element, chance: random.Random) -> None:
    if one.attrib:
        del one.attrib[chance.choice(list(one.attrib))]


def _text(one: etree._Element, chance: random.Random) -> None:
    one.text = chance.choice((*NUMBERS, *TEXTS)).replace("\x00", "")


def _swapped(one: etree._Element, chance: random.Random) -> None:
    if len(one) > 1:
        one[:] = chance.sample(list(one), len(one))


def _renamed(one: etree._Element, chance: random.Random) -> None:
    one.tag = chance.choice(("a", "{http://nowhere/}c", one.tag.rpartition("}")[2]))


def _moved_up(one: etree._Element, _chance: random.Random) -> None:
    parent = one.getparent()
    if parent is not None:
        parent.getroottree().getroot().append(one)


_XML: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    _gone,
    _again,
    _nested,
    _attributes,
    _attribute,
    _attribute,
    _no_attribute,
    _text,
    _text,
    _swapped,
    _renamed,
    _moved_up,
)


# -- web pages and the XML of 2003, tag by tag


def _tag(data: bytes, chance: random.Random) -> bytes:
    tags = list(re.finditer(rb"<[^<>]*>", data))
    if not tags:
        return mutated(data, chance)
    found = chance.choice(tags)
    start, end, tag = found.start(), found.end(), found[0]
    kind = chance.randrange(9)
    if kind == 0:
        new = b""
    elif kind == 1:
        new = tag * chance.choice((2, 60, 4000))
    elif kind == 2:
        new = tag[:-1]
    elif kind == 3:
        new = tag[:-1] + b" a=1" * chance.choice((30, 5000)) + b">"
    elif kind == 4:
        new = re.sub(rb"=(['\"]?)[^'\" >]*", lambda match: b"=" + match[1] + chance.choice(NUMBERS).encode(), tag)
    elif kind == 5:
        new = chance.choice(
            (
                b"<!",
                b"<![CDATA[",
                b"<?",
                b"</",
                b"<![",
                b"<!--",
                b"&#",
                b"&#x110000;",
                b"<a b='",
                b"<style>",
                b"<script>",
                b"<table>",
            )
        )
    elif kind == 6:
        new = tag + chance.choice(TEXTS).encode("utf-8", "ignore")
    elif kind == 7:
        new = chance.choice(tags)[0]
    else:
        new = tag.replace(b"<", b"<x:", 1)
    return data[:start] + new + data[end:]


# -- records


def _xls_record(data: bytes, chance: random.Random) -> bytes:
    try:
        stream = CompoundFile(data, "a.xls").stream("Workbook")
    except Exception:
        stream = None
    if stream is None:
        stream = data[512:]
    records, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        records.append((kind, stream[at + 4 : at + 4 + length]))
        at += 4 + length
        if len(records) > 5000:
            break
    changed_ones = _records(records, chance, 0xFFFF)
    content = b"".join(struct.pack("<HH", kind & 0xFFFF, len(body) & 0xFFFF) + body for kind, body in changed_ones)
    return wrapped("Workbook", content)


def _xlsb_record(data: bytes, chance: random.Random) -> bytes:
    def change(content: bytes, chance: random.Random) -> bytes:
        records, at = [], 0
        while at < len(content):
            kind, at = _number(content, at, 2)
            length, at = _number(content, at, 4)
            records.append((kind, content[at : at + length]))
            at += length
        return b"".join(xlsb_part(kind & 0x3FFF, body) for kind, body in _records(records, chance, 0x3FFF))

    return _with_part(data, chance, lambda name: name.endswith(".bin"), change)


def _number(content: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for place in range(most):
        if at >= len(content):
            return value, at
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return value, at


def _records(records: list[tuple[int, bytes]], chance: random.Random, most: int) -> list[tuple[int, bytes]]:
    if not records:
        return records
    at, other = chance.randrange(len(records)), chance.randrange(len(records))
    kind, body = records[at]
    what = chance.randrange(8)
    if what == 0:
        del records[at]
    elif what == 1:
        records[at:at] = [records[at]] * chance.choice((1, 100, 3000))
    elif what == 2:
        records[at], records[other] = records[other], records[at]
    elif what == 3:
        records[at] = chance.randrange(most), body
    elif what == 4:
        records[at] = kind, body[: chance.randrange(len(body) + 1)]
    elif what == 5 and body:
        place = chance.randrange(len(body))
        width = chance.choice((1, 2, 4, 8))
        records[at] = kind, body[:place] + chance.choice((b"\xff", b"\x00", b"\x7f", b"\x80")) * width + body[place + width :]
    elif what == 6:
        records[at] = kind, body + chance.randbytes(chance.choice((1, 100, 8000)))
    else:
        records[at] = kind, b"\xff" * len(body)
    return records


def _container(data: bytes, chance: random.Random) -> bytes:
    """Numbers in the head and in the chains of sectors."""
    content = bytearray(data)
    sector = chance.choice((0, 0, len(content) // 512 * 512 - 512, chance.randrange(len(content) // 512 + 1) * 512))
    place = max(0, sector) + chance.randrange(128) * 4
    if place + 4 <= len(content):
        content[place : place + 4] = chance.choice(
            (b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\x00\x00\x00\x00", b"\x01\x00\x00\x00", b"\xff\xff\xff\x7f")
        )
    return bytes(content)


# -- text


def _line(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    kind = chance.randrange(8)
    if kind == 0:
        lines[at:at] = [lines[at]] * chance.choice((1, 200, 3000))
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines[at] += b'"'
    elif kind == 3:
        lines[at] += chance.choice((b",", b"\t", b";")) * chance.choice((10, 20_000))
    elif kind == 4:
        lines[at] += chance.choice(TEXTS).encode("utf-8")
    elif kind == 5:
        lines[at] = lines[at].replace(b"\r", b"") + b"\x00" * chance.choice((1, 100))
    elif kind == 6:
        return chance.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b")) + data
    else:
        lines[at] = re.sub(rb"\d+", lambda _match: chance.choice(NUMBERS).encode(), lines[at])
    return b"\n".join(lines)
