"""Help: the user guide (F1), readable text from ``resources/guide`` with pictures of this very window; and about the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QPixmap, QResizeEvent, QTextBlockFormat, QTextCursor, QTextFormat, QTextTable
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ecdesk.domain.resources import resource, toml_data
from ecdesk.domain.texts import language, tr
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.layouts import splitter, stack
from ecdesk.gui.base.panes import Pane
from ecdesk.gui.desk import dialogs

Pictures = Callable[[str], QPixmap | None]
"""A picture by its name in the guide (``picture:outline``), or None for a name that nobody knows."""

WIDEST_PICTURE = 460
HIGHEST_PICTURE = 320
HEAD_ROOM = 16
"""Pixels above a heading that was gone to."""
LINE_HEIGHT = 140
"""Per cent of the font's own."""


class GuideBrowser(plain.Browser):
    """Shows a guide in Markdown, with the pictures that it was given and no others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken: dict[str, QPixmap] = {}
        self.document().setDocumentMargin(24)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        taken = self._taken.get(name.toString() if isinstance(name, QUrl) else name)
        return super().loadResource(kind, name) if taken is None else taken

    def bring_to_top(self, place: QTextCursor) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(place).top() - HEAD_ROOM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is read stays where it is, though lines break elsewhere: a page gets its width after F1 has chosen a chapter in it."""
        reading = self.cursorForPosition(QPoint(0, HEAD_ROOM + 2))
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.verticalScrollBar().value():
            self.bring_to_top(reading)

    def show_guide(self, words: str, pictures: Pictures) -> None:
        """Show a text in Markdown; its pictures are taken before it is laid out, because taking them lays the window out."""
        found = {name: pictures(name) for name in re.findall(r"\(picture:(\w+)\)", words)}
        self._taken = {f"picture:{name}": _fitted(picture) for name, picture in found.items() if picture is not None}
        self.setMarkdown(words)


def _fitted(picture: QPixmap) -> QPixmap:
    """A picture as it fits into a column of text: made narrower, and cut off where it is high."""
    ratio = picture.devicePixelRatio()
    if picture.height() / ratio > HIGHEST_PICTURE:
        picture = picture.copy(0, 0, picture.width(), round(HIGHEST_PICTURE * ratio))
    if picture.width() / ratio <= WIDEST_PICTURE:
        return picture
    fitted = picture.scaledToWidth(round(WIDEST_PICTURE * ratio), Qt.TransformationMode.SmoothTransformation)
    fitted.setDevicePixelRatio(ratio)
    return fitted


class GuidePage(Pane):
    """Chapters on the left, the text on the right."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.browser = GuideBrowser(self)
        self.chapters = QListWidget(self)
        self.chapters.setUniformItemSizes(True)
        stack(self, splitter(self, Qt.Orientation.Horizontal, (150, 600), self.chapters, self.browser, grow=self.browser))
        self.setFocusProxy(self.browser)
        self.chapters.currentItemChanged.connect(self._go)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("使用指南"))
        self.browser.setAccessibleName(tr("使用指南"))
        self.chapters.setAccessibleName(tr("目录"))
        path = resource("guide", f"{language()}.md")
        if not path.is_file():
            path = resource("guide", "zh.md")
        self.browser.show_guide(path.read_text(encoding="utf-8"), self._pictures)
        self._set_type()
        self.chapters.clear()
        block = self.browser.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() in (1, 2):
                item = QListWidgetItem(block.text(), self.chapters)
                item.setData(Qt.ItemDataRole.UserRole, block.position())
            block = block.next()

    def restyle(self) -> None:
        self.retranslate()

    def _set_type(self) -> None:
        """Air between lines, rules around tables: what Markdown leaves to the reader."""
        document = self.browser.document()
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        block = document.begin()
        while block.isValid():
            form = QTextBlockFormat()
            form.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            if block.blockFormat().headingLevel():
                form.setTopMargin(16)
                form.setBottomMargin(6)
            elif QTextCursor(block).currentTable() is None:
                form.setBottomMargin(6)
            cursor.setPosition(block.position())
            if "\ufffc" not in block.text():
                cursor.mergeBlockFormat(form)
            block = block.next()
        border = QColor(themes.current().code("border"))
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table_format = frame.format()
                table_format.setCellPadding(4)
                table_format.setCellSpacing(0)
                table_format.setBorder(1)
                table_format.setBorderBrush(border)
                table_format.setProperty(QTextFormat.Property.TableBorderCollapse.value, True)
                frame.setFormat(table_format)
        cursor.endEditBlock()

    def go_to(self, place: str) -> None:
        """Show the chapter of a panel or page by its name in the list of places; where that has none, what was shown."""
        headings = places().get(place, {})
        heading = headings.get(language()) or headings.get("zh", "")
        found = self.chapters.findItems(heading, Qt.MatchFlag.MatchExactly) if heading else []
        if found:
            self.chapters.setCurrentItem(found[0])
            self._go(found[0])

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        cursor = QTextCursor(self.browser.document())
        cursor.setPosition(item.data(Qt.ItemDataRole.UserRole))
        self.browser.setTextCursor(cursor)
        self.browser.bring_to_top(cursor)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.retranslate()


def places() -> Mapping[str, Mapping[str, str]]:
    """The headings of the guide by the panel or page that they are about, each in every language of the guide."""
    return toml_data("guide", "places.toml")


def show_about(parent: QWidget | None, version: str) -> None:
    """The About box, which leads to the licences of others."""
    words = tr("供统计年报编辑人员使用的离线编辑台。以 MIT 许可证发布。")
    box = plain.message_box(parent, f"{tr('统计年报编辑台')}\necdesk {version}", words)
    box.setWindowTitle(tr("关于"))
    others = box.addButton(tr("第三方软件…"), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(box.addButton(tr("知道了"), QMessageBox.ButtonRole.AcceptRole))
    box.exec()
    wanted = box.clickedButton() is others
    box.deleteLater()
    if wanted:
        dialogs.ask(NoticesDialog(parent))


class NoticesDialog(dialogs.FormDialog[None]):
    """The software and fonts of others, with their licences."""

    def __init__(self, parent: QWidget | None) -> None:
        from ecdesk.session.program.notices import notice

        super().__init__(parent)
        self.setWindowTitle(tr("第三方软件"))
        self.words = QPlainTextEdit(notice(), self, readOnly=True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(tr("知道了"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(buttons)
        self.resize(680, 520)

    def answer(self) -> None:
        """Nothing is asked."""
