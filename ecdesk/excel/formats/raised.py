"""Raised figures in formatted text. They point to notes (1302.5 with a small 2) and must not run together with the number before them."""

from __future__ import annotations

from ecdesk.domain.files.markup import make_parser, parse

_RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def raised(text: str) -> str:
    """The text with its digits and round brackets written as the raised characters that they are shown as."""
    return text.translate(_RAISED)


def with_raised_runs(part: bytes, name: str) -> bytes:
    """A part of an Office Open XML workbook in which the digits of superscript runs are written as raised characters. Raises UserError
    for a damaged one."""
    if b"superscript" not in part:
        return part
    parser = make_parser(namespaces=False)
    spans: list[tuple[int, int]] = []
    is_raised = False
    start = -1

    def on_start(tag: str, given: dict[str, str]) -> None:
        nonlocal is_raised
        kind = tag.rpartition(":")[2]
        if kind == "r":
            is_raised = False
        elif kind == "vertAlign":
            is_raised = given.get("val") == "superscript"

    def on_text(_text: str) -> None:
        nonlocal start
        if is_raised and start < 0:
            start = parser.CurrentByteIndex

    def on_end(tag: str) -> None:
        nonlocal is_raised, start
        kind = tag.rpartition(":")[2]
        if kind == "t" and start >= 0:
            spans.append((start, parser.CurrentByteIndex))
        elif kind == "r":
            is_raised = False
        start = -1

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = on_start, on_end, on_text
    parse(parser, part, name)
    pieces, reached = [], 0
    for first, last in spans:
        text = part[first:last]
        if b"&" not in text and b"<" not in text:
            pieces += [part[reached:first], raised(text.decode("utf-8", "replace")).encode()]
            reached = last
    return b"".join([*pieces, part[reached:]])
