"""What stands in the place of the files once all of them are imported: what was stored, and the commands that go on from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from ecdesk.domain.texts import Text, sentences, text
from ecdesk.gui.base.layouts import GAP, bar, stack
from ecdesk.gui.base.panes import Pane, hint_label
from ecdesk.session.submissions.imports import LineOutcome, Stored


def told(result: Stored) -> list[Text]:
    """What an import did, a sentence for each thing that is to be known of it."""
    new, same, other = (result.fates[one] for one in (LineOutcome.NEW, LineOutcome.SAME, LineOutcome.DIFFERENT))
    said = [
        text(
            "已导入 {count} 份报送文件，{kept} 个数：新增 {new}，与书中相同 {same}，不同 {other}。",
            count=len(result.stored),
            kept=new + same + other,
            new=new,
            same=same,
            other=other,
        )
    ]
    if other:
        said.append(text("不同的没有覆盖，两个数都留着，在表里标“≠”，选定用哪个。"))
    return said


def in_short(result: Stored) -> list[Text]:
    """The same for the status bar, with what was not imported."""
    said = [text("已导入 {count} 份报送文件，可用“撤销”整批撤回。", count=len(result.stored))]
    if result.unconfirmed:
        said.append(text("文字里有 {count} 个数没有核对，没有导入。", count=result.unconfirmed))
    if result.left_out:
        said.append(text("另有 {count} 份没有导入，原因见“情况”一栏。", count=len(result.left_out)))
    return said


class ImportDone(Pane):
    """Says what was imported and where it is now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._result: Stored | None = None
        self.words = hint_label(self)
        self.words.setWordWrap(True)
        self._buttons = bar(GAP, margins=(16, 0, 16, 8))
        stack(self, self.words, self._buttons, GAP)

    def offer(self, actions: Sequence[QAction]) -> None:
        """The commands that somebody is likely to want next."""
        for number, action in enumerate(actions):
            button = QToolButton(self, toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setDefaultAction(action)
            self._buttons.insertWidget(number, button)

    def show_result(self, result: Stored) -> None:
        self._result = result
        self.retranslate()

    def retranslate(self) -> None:
        if self._result is not None:
            where = text("数已写进各表相应的单元格；各地报了没有看“报送情况”，有没有问题看“审核结果”，不要了就“撤销”。")
            self.words.setText(sentences(*told(self._result), where))
