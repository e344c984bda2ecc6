"""Copied cells in the form in which LibreOffice Calc hands cells to another Calc: a small OpenDocument spreadsheet. No Qt in here.

Calc reads HTML from the clipboard, too, but forgets every number format in it that it does not know by heart: 12.0 arrives as 12.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from ecdesk.domain.files.outgoing import writable
from ecdesk.gui.grid.editing.clipboard import CopiedCell

MOST_CELLS = 100_000
"""Of a larger block Calc gets the HTML."""

CELLS = 'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"'
DESCRIPTION = (
    'application/x-openoffice-objectdescriptor-xml;windows_formatname="Star Object Descriptor (XML)"'
    ';classname="47BBB4CB-CE4C-4E80-a591-42d9ae74950f";typename="Spreadsheet";viewaspect="1";width="1";height="1";posx="0";posy="0"'
)
"""Says, in its parameters, that the cells are a Calc sheet's: without it they would be put in as a picture."""

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = {
    "office": "office",
    "table": "table",
    "text": "text",
    "style": "style",
    "number": "datastyle",
}
_EMPTY = "<table:table-cell/>"
_EMPTY_CORNER = '<table:table-cell table:style-name="corner"/>'
_CORNER_STYLE = (
    '<style:style style:name="corner" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties style:shadow="#ffffff 0cm 0cm"/></style:style>'
)
"""A shadow without extent: Calc begins the block with the first cell that has anything to show."""
_SPACES = re.compile("(?<= ) +|^ +|\t")


def calc_formats(rows: Sequence[Sequence[CopiedCell]]) -> Mapping[str, bytes]:
    """What to put on the clipboard for Calc, by format; nothing for a block that is too large."""
    if sum(map(len, rows)) > MOST_CELLS:
        return {}
    return {CELLS: write_sheet(rows), DESCRIPTION: b"\0"}


def write_sheet(rows: Sequence[Sequence[CopiedCell]]) -> bytes:
    """A spreadsheet with one sheet: figures as numbers with formats that show the digits that are printed, everything else as text."""
    decimals = {_decimals(cell.text) for row in rows for cell in row if cell.figure}
    styles = "".join(_style(count) for count in sorted(decimals))
    lines = ["".join(map(_cell, row)) for row in rows]
    if not rows[0][0].text:
        lines[0] = lines[0].replace(_EMPTY, _EMPTY_CORNER, 1)
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    names = "".join(f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in _NAMES.items())
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.2">'
        f"<office:automatic-styles>{_CORNER_STYLE}{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="ecdesk">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", _SPREADSHEET), ("content.xml", "text/xml"))
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f"{entries}</manifest:manifest>"
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first entry is not compressed, so that the kind of the file stands in its first bytes.
        archive.writestr("mimetype", _SPREADSHEET, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return memory.getvalue()


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def _style(decimals: int) -> str:
    places = f'number:decimal-places="{decimals}" number:min-decimal-places="{decimals}" number:min-integer-digits="1"'
    return (
        f'<number:number-style style:name="n{decimals}"><number:number {places}/></number:number-style>'
        f'<style:style style:name="c{decimals}" style:family="table-cell" style:parent-style-name="Default"'
        f' style:data-style-name="n{decimals}"/>'
    )


def _cell(cell: CopiedCell) -> str:
    if not cell.text:
        return _EMPTY
    if cell.figure:
        value = quoteattr(cell.value)
        shown = escape(cell.text)
        return (
            f'<table:table-cell table:style-name="c{_decimals(cell.text)}" office:value-type="float" office:value={value}>'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )
    lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in writable(cell.text).splitlines())
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def _line(text: str) -> str:
    """A line with the spaces that XML would fold written out."""
    return _SPACES.sub(lambda run: "<text:tab/>" if run[0] == "\t" else f'<text:s text:c="{len(run[0])}"/>', escape(text))
