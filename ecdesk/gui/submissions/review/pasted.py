"""The block on the clipboard as what somebody sent: as HTML, which keeps merged heads, or as text."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import mkdtemp
from weakref import finalize

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.faults import Doing, plain_faults
from ecdesk.domain.texts import tr
from ecdesk.session.submissions.pasted import Block

MOST_BYTES = 24_000_000


def clipboard_block() -> Block:
    """What is on the clipboard. Raises UserError when that is no table, or far too large."""
    data = QGuiApplication.clipboard().mimeData()
    words = data.text() if data is not None and data.hasText() else ""
    made = _as_html(data)
    if made is None and not words.strip():
        raise UserError("剪贴板里没有表格；请先在电子表格里连同表头一起复制。")
    content, ending = (made, "html") if made is not None else (words.encode("utf-8", "replace"), "tsv")
    if len(content) > MOST_BYTES:
        raise UserError("剪贴板里的表格太大，请存成文件再导入。")
    return Block(content, f"{tr('剪贴板数据')}.{ending}")


def _as_html(data: QMimeData | None) -> bytes | None:
    """The table as HTML; None where there is none in it."""
    words = data.html() if data is not None and data.hasHtml() else ""
    if "<table" not in words[:1_000_000].lower():
        return None
    return f'<html><head><meta charset="utf-8"></head><body>{words}</body></html>'.encode("utf-8", "replace")


class PastedBlocks(QObject):
    """Blocks that are reviewed like files. They lie in a folder of their own until the program ends; the book keeps those that were imported."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._count = 0

    def write(self) -> Path:
        """The block on the clipboard as a file. Raises UserError as `clipboard_block` does, and where it cannot be written."""
        block = clipboard_block()
        with plain_faults(Path(block.name), Doing.WORKING):
            if self._folder is None:
                self._folder = Path(mkdtemp(prefix="ecdesk-"))
                finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            self._count += 1
            path = self._folder / str(self._count) / block.name
            path.parent.mkdir()
            path.write_bytes(block.content)
        return path
