"""Workbooks of Office Open XML (.xlsx, .xlsm): values by calamine; formats, formulas and hidden rows from the XML itself."""

from __future__ import annotations

import html
import posixpath
import re

from ecdesk.domain.errors import UserError
from ecdesk.excel.reading import limits
from ecdesk.excel.reading.calamine import read_sheets
from ecdesk.excel.reading.container import Parts, repacked
from ecdesk.excel.reading.grid import Position, Sheet, column_number, position
from ecdesk.excel.reading.markup import Attributes, walk
from ecdesk.excel.reading.raised import with_raised_runs

BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
}

DETAILED_CELLS = 60_000
"""A sheet with more cells gets only those formats that change what a number means (percent, a unit), not its printed zeros."""

_PLAIN = re.compile(rb"<c\s[^<>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"")
_ANYWHERE = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,9})")
_FILLED = re.compile(rb"<c\s[^<>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"(?:[^<>]*[^<>/])?>(?!</)")
_COUNT = re.compile(rb"ount\s*=\s*[\"']\s*\+?([0-9]+|[^\"'<>]{0,99}&)")
_NOT_NEAR = re.compile(rb'<c r="(?![A-Z]{1,2}[0-9]{1,4}")')
"""A cell beyond column ZZ or row 9999: up to there a sheet takes little room whatever it holds."""
_OTHER_SIGNS = (b":c ", b":c>", b":c\t", b":c\r", b":c\n", b"<c\t", b"<c\r", b"<c\n")
_OTHER_TAG = re.compile(rb"<(?:\w+:c[\s>]|c[\t\r\n])")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*?\bt=\"e\")[^<>]*?\br=\"([A-Z]{1,3}[0-9]{1,7})\"[^<>]*>(?:<f[^<>]*(?:/>|>[^<]*</f>))?<v>(#[A-Z0-9/!?]{1,8})</v>"
)
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"']\s*([0-9]{1,9})\s*[\"']")
_STYLED = re.compile(rb"<(?:\w+:)?c\s(?=[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'])[^<>]*?\bs=[\"'](\d{1,6})[\"'][^<>/]*>(?!</)")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^<>]*>\s*<(?:\w+:)?f\b([^<>]*?)(?:/>|>([^<]{0,8192})</)"
)
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']\s*\$?([A-Za-z]{1,3})\$?([0-9]{1,9})\s*[\"'](?:[^<>]*[^<>/])?>(?!</)")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*?\bt=\"e\")[^<>]*?\br=\"([A-Z]{1,3}[0-9]{1,7})\"[^<>]*>(?:<f[^<>]*(?:/>|>[^<]*</f>))?<v>(#[A-Z0-9/!?]{1,8})</v>"
)
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br\s*=\s*[\"']([0-9]{1,9})")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])[^<>]*?\br=[\"'](\d{1,7})[\"']")

_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s(?=[^<>]*\bhidden=[\"'](?:1|true)[\"'])([^<>]*)>")
_FIRST, _LAST = re.compile(rb"\bmin=[\"'](\d{1,5})"), re.compile(rb"\bmax=[\"'](\d{1,5})")


def read_ooxml(data: bytes, name: str) -> list[Sheet]:
    """Every worksheet. Raises UserError for what cannot or must not be read."""
    parts = Parts(data, name)
    kept: dict[str, bytes] = {}
    for part in parts.names():
        if _needed(part.casefold()):
            content = parts.get(part)
            assert content is not None
            if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise limits.has_declarations(name)
            if any(b"&" in count or int(count) > len(content) for count in _COUNT.findall(content)):
                # Readers make room for as many texts as a part announces.
                raise limits.damaged(name)
            kept[part] = with_raised_runs(content) if part.endswith(".xml") else content
    folded = {part.casefold(): content for part, content in kept.items()}
    if "xl/workbook.xml" not in folded:
        raise limits.damaged(name)
    paths = _sheet_paths(folded, name)
    for part, content in folded.items():
        if part.startswith("xl/") and "sheets/" in part and part.endswith(".xml"):
            _check_extent(content, name, next((title for title, path in paths.items() if path == part), part))
    for title, path in paths.items():
        if path in folded and "sheets/" not in path:
            _check_extent(folded[path], name, title)
    sheets = read_sheets(repacked(kept), name)
    formats = _formats(folded.get("xl/styles.xml", b""), name)
    for sheet in sheets:
        content = folded.get(paths.get(sheet.name, ""), b"")
        _annotate(sheet, content, formats)
    return sheets


def _needed(part: str) -> bool:
    return part in ("[content_types].xml", "_rels/.rels") or (
        part.startswith("xl/")
        and part.endswith((".xml", ".rels"))
        and part.count("/") <= 3
        and not part.startswith(
            ("xl/theme/", "xl/charts/", "xl/drawings/", "xl/media/", "xl/printersettings/", "xl/comments", "xl/diagrams/")
        )
    )


def _sheet_paths(kept: dict[str, bytes], name: str) -> dict[str, str]:
    """Sheet title to part name, through the workbook's relationships. All names are lower-cased as the parts are."""
    targets: dict[str, str] = {}
    relations = kept.get("xl/_rels/workbook.xml.rels", b"")

    def relation(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath("xl/" + target)
            targets[attributes.get("Id", "")] = path

    if relations:
        walk(relations, name, relation, lambda _tag: None, lambda _text: None)
    found: dict[str, str] = {}

    def sheet(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            found[attributes.get("name", "")] = targets.get(attributes.get("id", ""), "").casefold()

    walk(kept["xl/workbook.xml"], name, sheet, lambda _tag: None, lambda _text: None)
    return found


def _check_extent(content: bytes, name: str, title: str) -> None:
    """Refuse a sheet whose filled cells lie too far apart, before anything makes room for the rectangle between them."""
    tags = content.count(b"<c ") + content.count(b"<c>")
    if any(sign in content for sign in _OTHER_SIGNS):
        tags += len(_OTHER_TAG.findall(content))
    if tags == content.count(b'<c r="') and tags <= limits.FILLED and _NOT_NEAR.search(content) is None:
        return
    places = _PLAIN.findall(content)
    if len(places) != tags:
        # Some cells are written in another way, or do not say where they are: then they follow each other in their row.
        rows = [int(row) for row in _ROW_NUMBER.findall(content)]
        places = _ANYWHERE.findall(content)
        bottom, right = _corner(places)
        bottom, right = max(bottom, len(rows), max(rows, default=0)), right + max(0, tags - len(places))
    else:
        bottom, right = _corner(places)
        if _too_far(bottom, right):
            # Styles reach far beyond the last filled cell in many files; only what is filled takes room.
            bottom, right = _corner(_FILLED.findall(content))
    if _too_far(bottom, right) or tags > limits.FILLED:
        raise limits.too_wide(name, title)


def _corner(places: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """The last row and column of some references, counted from 1."""
    bottom = max(map(int, {row for _letters, row in places}), default=0)
    right = max((column_number(letters.decode()) + 1 for letters in {letters for letters, _row in places}), default=0)
    return bottom, right


def _too_far(bottom: int, right: int) -> bool:
    return bottom > limits.ROWS or right > limits.COLUMNS or bottom * max(right, 1) > limits.CELLS


def _formats(styles: bytes, name: str) -> list[str]:
    """The format code of each cell style, in order."""
    if not styles:
        return []
    codes: dict[int, str] = dict(BUILT_IN_FORMATS)
    order: list[str] = []
    inside = [False]

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"][:9])] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside[0] = True
        elif tag == "xf" and inside[0]:
            number = attributes.get("numFmtId", "0")
            order.append(codes.get(int(number[:9]), "") if number.isdigit() else "")

    def end(tag: str) -> None:
        if tag == "cellXfs":
            inside[0] = False

    try:
        walk(styles, name, start, end, lambda _text: None)
    except UserError:
        raise
    return order


def _annotate(sheet: Sheet, content: bytes, formats: list[str]) -> None:
    from ecdesk.excel.reading.grid import number_format

    many = sum(len(row) for row in sheet.rows) > DETAILED_CELLS
    wanted: dict[bytes, str] = {}
    for index, code in enumerate(formats):
        meaning = number_format(code)
        if code and (
            meaning.percent or meaning.suffix or meaning.scaled or (not many and (meaning.most is not None or meaning.year))
        ):
            wanted[str(index).encode()] = code
    found: dict[Position, str] = {}
    if wanted:
        pattern = _STYLED
        if many:
            styles = b"|".join(wanted)
            pattern = re.compile(
                rb"<(?:\w+:)?c\s(?=[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'])[^<>]*?\bs=[\"']("
                + styles
                + rb")[\"'][^<>/]*>(?!</)"
            )
        for letters, row, style in pattern.findall(content):
            wanted_code = wanted.get(style)
            if wanted_code is not None:
                found[int(row) - 1, column_number(letters.decode())] = wanted_code
    sheet.formats = found
    if b"<f" in content or b":f" in content:
        sheet.formulas = _formulas(content)
    if b't="e"' in content:
        _show_errors(sheet, content)
    if b"hidden=" in content:
        sheet.hidden_rows = frozenset(int(row) - 1 for row in _HIDDEN_ROW.findall(content))
        sheet.hidden_columns = _hidden_columns(content)


def _hidden_columns(content: bytes) -> frozenset[int]:
    found: set[int] = set()
    for attributes in _HIDDEN_COLUMN.findall(content):
        first, last = _FIRST.search(attributes), _LAST.search(attributes)
        if first and last:
            found.update(range(int(first[1]) - 1, min(int(last[1]), limits.COLUMNS)))
    return frozenset(found)


def _show_errors(sheet: Sheet, content: bytes) -> None:
    """What a formula could not work out (#DIV/0!) stands in the cell as the program shows it, instead of nothing."""
    for place, shown in _ERROR.findall(content):
        at = position(place.decode())
        if at is not None and at[0] < len(sheet.rows) and at[1] < limits.COLUMNS:
            line = sheet.rows[at[0]]
            line.extend([""] * (at[1] + 1 - len(line)))
            if line[at[1]] == "":
                line[at[1]] = shown.decode("ascii", "replace")


def _formulas(content: bytes) -> dict[Position, str]:
    """Formula by cell. A cell that shares another's formula gets the first one's text, moved by its distance."""
    found: dict[Position, str] = {}
    shared: dict[bytes, tuple[Position, str]] = {}
    for place, attributes, body in _FORMULA.findall(content):
        at = position(place.decode())
        if at is None:
            continue
        words = html.unescape(body.decode("utf-8", "replace"))
        index = re.search(rb"\bsi=[\"'](\d+)[\"']", attributes)
        if index is not None and b"shared" in attributes:
            if words:
                shared[index[1]] = (at, words)
            elif index[1] in shared:
                origin, first = shared[index[1]]
                words = moved_formula(first, at[0] - origin[0], at[1] - origin[1])
        found[at] = "=" + words
    return found


_REFERENCE = re.compile(r"(?<![A-Za-z0-9_!'\"])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![0-9A-Za-z_(])")


def moved_formula(words: str, rows: int, columns: int) -> str:
    """A formula as it reads some rows and columns further on: relative references move, absolute ones stay."""
    from ecdesk.excel.reading.grid import column_letters

    def moved(match: re.Match[str]) -> str:
        column = match[2] if match[1] else column_letters(max(0, column_number(match[2]) + columns))
        row = match[4] if match[3] else str(max(1, int(match[4]) + rows))
        return f"{match[1]}{column}{match[3]}{row}"

    return _REFERENCE.sub(moved, words)
