"""What the editor's actions do to cells: each command is carried out, what it wrote is selected, and its sentence passed on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.layouts.sources import registered
from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.texts import tr
from ecdesk.gui.base.slices import Stretches
from ecdesk.gui.grid.bars import ChoiceStrip, PromptBar
from ecdesk.gui.grid.editing.commands import GridCommands
from ecdesk.gui.grid.editing.copy_and_paste import CopyAndPaste, WordsAmongFigures
from ecdesk.gui.grid.model import GridModel
from ecdesk.gui.grid.selection import Block
from ecdesk.gui.grid.view import GridView
from ecdesk.gui.grid.viewing.finding import Match, replaced_text
from ecdesk.session.tables.cells import Entry
from ecdesk.session.tables.deriving import DERIVED_SETTING, print_marks


class CellVerbs(QObject):
    """said: a sentence for the status bar. remark_bar: where a remark on a cell is typed. heads_strip: asks what is meant with a block that has heads;
    by_heads_wanted: that it goes to the cells that they name."""

    said = Signal(str)
    by_heads_wanted = Signal()

    def __init__(self, model: GridModel, view: GridView, parent: QWidget) -> None:
        super().__init__(parent)
        self.commands = GridCommands(model, view.chosen)
        self.clipboard = CopyAndPaste(self.commands)
        self.remark_bar = PromptBar("remarkBar", parent)
        self.heads_strip = ChoiceStrip("headsStrip", parent)
        self.heads_strip.add_answer(
            "byHeads", tr("按表头粘贴"), tr("每个数放进表头所指的格里（Ctrl+Shift+V）"), self.by_heads_wanted.emit
        )
        self.heads_strip.add_answer("asItStands", tr("照原位置粘贴"), tr("文字也照样写进格里"), self._paste_with_heads)
        self.heads_strip.add_answer("nothing", tr("不粘贴"), tr("什么也不写（Esc）"), self.heads_strip.close_strip)
        self._model = model
        self._view = view
        self._copying = False
        self._transposed = False
        """How the block was to be pasted that is asked about."""
        self._stretches = Stretches()
        view.edit_wanted.connect(self.open_cell)
        view.typed.connect(self.type)
        view.clear_wanted.connect(self.clear)
        view.paste_wanted.connect(self.paste_once)
        view.fill_wanted.connect(self.fill_block)
        view.fill_down_wanted.connect(self.fill_below)
        view.move_wanted.connect(self.move_block)
        view.escaped.connect(self.stop_copying)
        view.selection_moved.connect(self.heads_strip.close_strip)
        QGuiApplication.clipboard().dataChanged.connect(self._drop_frame)

    def finish(self) -> None:
        """Bring a long paste to its end now."""
        self._stretches.finish()

    def _do(self, verb: Callable[[], str]) -> bool:
        """Carry out a command; whether it could be."""
        try:
            sentence = verb()
        except UserError as fault:
            self.said.emit(str(fault))
            return False
        if sentence:
            self.said.emit(sentence)
        return True

    # -- typing

    def open_cell(self, text: str | None, replacing: bool) -> None:
        with refusals_to(self.said.emit):
            self.commands.check_cell()
            row, column = self._view.chosen.active
            self._view.open_edit_line(self._model.typed_text(row, column) if text is None else text, replacing)

    def type(self, text: str, for_all: bool) -> None:
        self._do(lambda: self.commands.type_in_all(text) if for_all else self.commands.type(text))

    def clear(self) -> None:
        self._do(self.commands.clear)

    def remark(self) -> None:
        """Ask for a remark on the active cell, in a bar."""
        self._view.commit()
        if self._do(self.commands.check_remark):
            self.remark_bar.ask(tr("批注："), "", tr("写给同事的话；按 Enter 留下"), self._leave_remark)

    def _leave_remark(self, words: str) -> bool:
        return self._do(lambda: self.commands.remark(words))

    def toggle_marks(self) -> None:
        """Print a mark behind every derived figure of the book, or stop."""
        desk = self._model.desk

        def toggle() -> str:
            print_marks(desk, not desk.book.setting(DERIVED_SETTING))
            return ""

        self._do(toggle)

    def state_source(self) -> None:
        """Ask where the selected figures were published, in a bar."""
        self._view.commit()
        if self._do(self.commands.check_source):
            hint = tr("登记过的来源和页码，或书名、文号、网址；按 Enter 留下")
            known = [source.name for source in registered(self._model.desk.book)]
            self.remark_bar.ask(tr("出处："), "", hint, lambda words: self._do(lambda: self.commands.state_source(words)), known)

    # -- copying and pasting

    def copy(self) -> None:
        self._copy(cutting=False)

    def copy_with_heads(self) -> None:
        self._copy(cutting=False, heads=True)

    def cut(self) -> None:
        self._copy(cutting=True)

    def _copy(self, cutting: bool, heads: bool = False) -> None:
        self._view.commit()
        self._copying = True
        done = self._do(lambda: self.clipboard.copy(cutting, heads))
        self._copying = False
        self._view.mark(list(self._view.chosen.blocks) if done else [])

    def stop_copying(self) -> None:
        """The dashed frame goes; what was cut stays where it is and can no more be pasted."""
        if self._view.marked:
            self._view.mark([])
            self.clipboard.forget_cut()

    def _drop_frame(self) -> None:
        if not self._copying and not self.clipboard.holds_clipboard():
            self._view.mark([])

    def paste(self) -> None:
        self._paste(transposed=False)

    def paste_transposed(self) -> None:
        self._paste(transposed=True)

    def pasted(self) -> list[Entry] | None:
        """What pasting would write; None, with the reason said, where nothing can be pasted."""
        self._view.commit()
        try:
            return self._stretches.run(self.clipboard.read()).entries
        except UserError as fault:
            self.said.emit(str(fault))
            return None

    def paste_once(self) -> None:
        """Enter while a frame says what was copied."""
        if self._paste(transposed=False):
            self._view.mark([])

    def _paste_with_heads(self) -> None:
        self._paste(transposed=self._transposed, heads_too=True)

    def _paste(self, transposed: bool, heads_too: bool = False) -> bool:
        self._view.commit()
        marked = self._view.marked
        try:
            sentence, block = self._stretches.run(self.clipboard.paste(transposed, heads_too))
        except WordsAmongFigures as question:
            self._transposed = transposed
            self.heads_strip.ask(str(question))
            return False
        except UserError as fault:
            self.said.emit(str(fault))
            return False
        if self.clipboard.holds_clipboard():
            # What was copied can be pasted again.
            self._view.mark(marked)
        self._choose(block)
        if sentence:
            self.said.emit(sentence)
        return True

    def _choose(self, block: Block) -> None:
        rows, columns = self._model.rowCount() - 1, self._model.columnCount() - 1
        self._view.choose_block(Block(block.top, block.left, min(block.bottom, rows), min(block.right, columns)))

    # -- filling and moving

    def fill_down(self) -> None:
        self._view.commit()
        self._do(self.commands.fill_down)

    def fill_right(self) -> None:
        self._view.commit()
        self._do(self.commands.fill_right)

    def derive(self) -> None:
        self._view.commit()
        self._do(self.commands.derive)

    def fill_block(self, source: Block, target: Block) -> None:
        if self._do(lambda: self.commands.fill_block(source, target)):
            self._view.choose_block(target, (source.top, source.left))

    def fill_below(self) -> None:
        source = self._view.chosen.block
        target = self.commands.reach_below(source)
        if target == source:
            self.said.emit(tr("左右相邻的列下面没有数，不知道填到哪里为止。"))
        else:
            self.fill_block(source, target)

    def move_block(self, source: Block, target: Block, copying: bool) -> None:
        if self._do(lambda: self.commands.move_block(source, target, copying)):
            self._view.choose_block(target)

    def replace(self, found: list[Match], words: str, other: str, whole: bool) -> None:
        places, texts = [], []
        for row, column in found:
            text = replaced_text(self._model.typed_text(row, column), words, other, whole)
            if text is not None and self._model.refusal(row, column) is None:
                places.append((self._model.printed_row(row), column))
                texts.append(text)
        left = len(found) - len(places)
        self._do(lambda: self.commands.replace(places, texts, left))
