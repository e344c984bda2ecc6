"""CopyAndPaste cells onto the clipboard, and pasting what is there: from this program with its units, from others as text or HTML. LibreOffice
Calc is handed a small OpenDocument spreadsheet, as another Calc would hand it."""

from __future__ import annotations

import io
import re
import sys
import uuid
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from ecdesk.domain.book.layouts.texts import MOST_ENTRIES, is_list
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import Cell
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.texts import text, tr
from ecdesk.domain.wording.units import unit_named
from ecdesk.gui.grid.editing.clipboard import (
    Clip,
    CopiedCell,
    OwnCells,
    check_cells,
    read_html,
    read_own,
    read_text,
    write_commas,
    write_html,
    write_own,
    write_text,
)
from ecdesk.gui.grid.editing.commands import GridCommands
from ecdesk.gui.grid.selection import Block, Position
from ecdesk.session.tables import cells
from ecdesk.session.tables.cells import Entry, copied_words, typed_words

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
    """A spreadsheet with one sheet: figures as numbers with formats that show every digit, everything else as text."""
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
        value = quoteattr(cell.text)
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


CELLS_FORMAT = "application/x-ecdesk-cells"
COPY_FORMAT = "application/x-ecdesk-copy"
"""Tells one copy from another."""
COMMAS_ON_WINDOWS = 'application/x-qt-windows-mime;value="Csv"'
"""Qt's name for a format that Windows calls Csv."""
MOST_COPIED = 200_000

SESSION = uuid.uuid4().hex
"""Marks what this program itself put on the clipboard, so that a cut is carried out by nobody else."""

Piece = tuple[str, Unit | None, bool | None, str]
"""What one cell of the clipboard gives an entry: its text, unit, bareness and formula."""

Pasting = Generator[int, None, tuple[str, Block]]
"""Yields while it reads; returns the sentence to say, and the block that was written (of the view)."""


class Pasted(NamedTuple):
    """What the clipboard comes to here: what is to be written, and the block that it goes to (of the view)."""

    entries: list[Entry]
    target: Block
    own: OwnCells | None = None
    clip: Clip | None = None


class CopyAndPaste:
    """The clipboard of one grid. What a method says of itself and raises is as in `GridCommands`."""

    def __init__(self, commands: GridCommands) -> None:
        self._commands = commands
        self._model = commands.model
        self._selection = commands.selection
        self._copy = b""
        self._cutting = False

    # -- copying

    def copied_block(self) -> list[list[Position]]:
        """The selected cells as one rectangle. Raises UserError when several blocks do not make one."""
        self._commands.check_table()
        blocks = self._selection.blocks
        side_by_side = len({(block.top, block.bottom) for block in blocks}) == 1
        if not side_by_side and len({(block.left, block.right) for block in blocks}) > 1:
            raise UserError("选中的几块形状不一，不能一起复制。请选同样的行或同样的列。")
        size = sum(block.size for block in blocks)
        if size > MOST_COPIED:
            raise UserError("选中的单元格太多（{count} 个），请分几次复制。", count=size)
        if not side_by_side:
            return list(chain.from_iterable(block.lines() for block in sorted(blocks, key=lambda block: block.top)))
        pieces = [block.lines() for block in sorted(blocks, key=lambda block: block.left)]
        return [list(chain.from_iterable(lines)) for lines in zip(*pieces, strict=True)]

    def copy(self, cutting: bool = False) -> str:
        """Put the selected cells on the clipboard, as text, as HTML and in the program's own form, which keeps units."""
        block = [[(self._model.printed_row(row), column) for row, column in line] for line in self.copied_block()]
        if cutting:
            self._model.desk.check_writable()
        copied = [[self._model.printed_cell(*place) for place in line] for line in block]
        cut = tuple(chain.from_iterable(block)) if cutting else ()
        own_rows = [[(typed_words(cell), cell.unit.symbol) for cell in line] for line in copied]
        self._copy, self._cutting = uuid.uuid4().bytes, cutting
        data = _for_others([[_copied(cell) for cell in line] for line in copied])
        data.setData(CELLS_FORMAT, write_own(OwnCells(SESSION, self._model.exhibit_id, cut, own_rows)))
        data.setData(COPY_FORMAT, self._copy)
        QGuiApplication.clipboard().setMimeData(data)
        return ""

    def holds_clipboard(self) -> bool:
        """Whether what this grid copied last is on the clipboard still."""
        data = QGuiApplication.clipboard().mimeData()
        return data is not None and bool(self._copy) and bytes(data.data(COPY_FORMAT).data()) == self._copy

    def forget_cut(self) -> None:
        """What was cut here stays where it is; it can no more be pasted."""
        if self._cutting and self.holds_clipboard():
            QGuiApplication.clipboard().clear()
        self._cutting = False

    # -- pasting

    def paste(self, transposed: bool = False) -> Pasting:
        """Write the clipboard's block from the active cell on, tiled over a selection that is a multiple of it.

        transposed: its rows become columns. Raises UserError when there is nothing to paste.
        """
        read = yield from self.read(transposed)
        desk, here = self._model.desk, self._model.exhibit_id
        own = read.own
        if own is not None and own.cut and own.session == SESSION:
            there = desk.book.get(Exhibit, own.exhibit) is not None
            entered = cells.move(desk, own.exhibit if there else here, own.cut if there else (), here, read.entries)
            QGuiApplication.clipboard().clear()
        else:
            entered = yield from cells.enter_in_steps(desk, here, read.entries, text("粘贴"))
        sentences = [self._commands.outcome(entered, written=len(read.entries)), *_left_out(read.clip, entered)]
        return " ".join(filter(None, sentences)), read.target

    def read(self, transposed: bool = False) -> Generator[int, None, Pasted]:
        """What pasting would write, and where; raises UserError as that does."""
        self._commands.check_writable()
        data = QGuiApplication.clipboard().mimeData()
        own = read_own(bytes(data.data(CELLS_FORMAT).data())) if data is not None else None
        if own is not None:
            return (yield from self._read_own(own.transposed() if transposed else own))
        room = max(1, self._model.rowCount() - self._selection.block.top)
        if is_list(self._model.exhibit):
            room = max(room, MOST_ENTRIES - self._selection.block.top)
        clip = _outside_cells(data, max(room, self._model.columnCount()) if transposed else room)
        check_cells(clip)
        return (yield from self._read_outside(clip.transposed() if transposed else clip))

    def _read_outside(self, clip: Clip) -> Generator[int, None, Pasted]:
        """What comes from another program."""
        target = self._target(clip.height, clip.width)
        entries = yield from self._entries(
            target,
            clip.height,
            clip.width,
            lambda r, c: (clip.rows[r][c], None, (r, c) in clip.bare, clip.formulas.get((r, c), "")),
        )
        return Pasted(entries, target, clip=clip)

    def _read_own(self, own: OwnCells) -> Generator[int, None, Pasted]:
        """What this program copied or cut."""

        def piece(row: int, column: int) -> Piece:
            typed, symbol = own.rows[row][column]
            return typed, unit_named(symbol), None, ""

        height, width = len(own.rows), len(own.rows[0])
        target = self._target(height, width)
        entries = yield from self._entries(target, height, width, piece)
        return Pasted(entries, target, own)

    def _target(self, height: int, width: int) -> Block:
        """Where a block goes: tiled over the selection where that is a multiple of it, once otherwise."""
        block = self._selection.block
        if len(self._selection.blocks) == 1 and block.height % height == 0 and block.width % width == 0:
            return block
        return Block(block.top, block.left, block.top + height - 1, block.left + width - 1)

    def _entries(
        self, target: Block, height: int, width: int, piece: Callable[[int, int], Piece]
    ) -> Generator[int, None, list[Entry]]:
        """What goes into each cell of a block over which a smaller one is tiled; piece: what stands in a row and column of that."""
        model, found = self._model, list[Entry]()
        rows, columns, beyond = model.rowCount(), model.columnCount(), len(model.exhibit.rows)
        for number, (row, column) in enumerate(target.cells(), start=1):
            if not number % cells.AT_ONCE:
                yield number
            typed, unit, bare, formula = piece((row - target.top) % height, (column - target.left) % width)
            inside = row < rows and column < columns
            # A whole column is copied with its heading lines, and nobody misses nothing that goes where nothing can be.
            if inside and not typed.strip() and model.is_barred(row, column):
                continue
            # Below its last row a list grows.
            found.append(Entry(model.printed_row(row) if row < rows else beyond + row - rows, column, typed, unit, bare, formula))
        return found


def _left_out(clip: Clip | None, entered: cells.Entered) -> Iterator[str]:
    """What is to be said of a block from another program."""
    if clip is None:
        return
    if len(entered.unread) > 1 and clip.height > 1 and clip.width > 1:
        yield tr("若是带表头的一块，请撤销后用“按表头粘贴”（Ctrl+Shift+V）。")
    if clip.left_out:
        yield tr("剪贴板里还有 {count} 行放不下，没有粘贴。", count=clip.left_out)
    if clip.columns_left_out:
        yield tr("剪贴板里还有 {count} 列放不下，没有粘贴。", count=clip.columns_left_out)
    if clip.shortened:
        yield tr("有 {count} 个数在来源里还有更多小数，按显示的位数粘贴。", count=clip.shortened)


def _copied(cell: Cell) -> CopiedCell:
    """What a cell gives to other programs: all its digits in the cell's unit, without separators."""
    shown = cell.shown
    return CopiedCell(copied_words(cell), shown is not None and not shown.qualifier)


def _for_others(rows: list[list[CopiedCell]]) -> QMimeData:
    """Copied cells in every form that other programs read."""
    data = QMimeData()
    data.setText(write_text(rows))
    data.setHtml(write_html(rows))
    commas = write_commas(rows)
    if sys.platform == "win32":
        # As Excel has it there: under this name, in the system's code page. Calc wants its own description in a binary form; it reads the HTML.
        data.setData(COMMAS_ON_WINDOWS, commas.encode("mbcs", "replace") + b"\0")
    else:
        data.setData("text/csv", commas.encode())
        for name, content in calc_formats(rows).items():
            data.setData(name, content)
    return data


def _outside_cells(data: QMimeData | None, room: int) -> Clip:
    """What another program put on the clipboard."""
    if data is not None and data.hasHtml():
        clip = read_html(data.html(), room)
        if clip is not None:
            return clip
    if data is None or not data.hasText() or not data.text():
        raise UserError("剪贴板里没有可以粘贴的表格或文字。")
    return read_text(data.text(), room)
