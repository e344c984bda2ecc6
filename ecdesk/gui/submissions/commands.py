"""What the main window can do with submissions: choose and review files, take dropped ones, show the board."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from ecdesk.domain.errors import UserError, refusals_to
from ecdesk.domain.texts import sentences, text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page, RoomCommands
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.stepping import Fetched, fetch_job
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.submissions.review.batch import Batch
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Notice
    from ecdesk.domain.figures.readings import FileReading
    from ecdesk.gui.submissions.review.pasted import PastedBlocks
    from ecdesk.gui.submissions.review_page import ReviewPage

REVIEW = Page("review", "import")
BOARD = Page("board", "inbox")


def getting_ready() -> Job[None]:
    """The start of the reading process, off the window's thread."""
    from ecdesk.session.outside import reading as outside

    yield Progress(0, 0, text("读取报送文件"))
    outside.start()


class SubmissionCommands(RoomCommands):
    """Opens the pages of submissions among the editors."""

    area_wanted = Signal(str)
    """Code of an area whose figures are to be shown."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(workspace, checks, editors, parent)
        self.next_steps: Sequence[QAction] = ()
        """What is offered where everything is imported."""
        self._batch = Batch()
        self._pasted: PastedBlocks | None = None
        self._target = ""
        workspace.changed.connect(self._follow)
        workspace.desk_changed.connect(self._forget)

    def choose_files(self) -> None:
        """Ask for files and review them."""
        self._get_ready()
        paths = dialogs.choose_files(self._editors, tr("导入报送文件"), dialogs.SUBMISSION)
        if paths:
            self.review(paths)

    def choose_folder(self) -> None:
        """Ask for a folder and review the submissions in it."""
        self._get_ready()
        folder = dialogs.choose_folder(self._editors, tr("导入文件夹里的报送文件"), dialogs.SUBMISSION)
        if folder is not None:
            self.review([folder])

    def _get_ready(self) -> None:
        """Start the reading process while somebody looks for the files."""
        if self._workspace.desk is not None:
            self._workspace.jobs.start(text("读取报送文件"), getting_ready(), quiet=True)

    def review(self, paths: Sequence[Path], tables: bool = False) -> None:
        """Show what importing files and folders would do, beside what lies on the table already. tables: whether tables are to be made of them."""
        if self._workspace.desk is None:
            self._workspace.say(tr("请先打开一本年报，再导入报送文件。"))
            return
        with refusals_to(self._workspace.say):
            page = self._review_page()
            page.offer_tables(tables)
            page.open(paths)

    def _review_page(self) -> ReviewPage:
        """The review, in front."""
        from ecdesk.gui.submissions.review_page import ReviewPage

        def made() -> ReviewPage:
            page = ReviewPage(self._workspace, self._checks, batch=self._batch)
            page.done.offer(self.next_steps)
            return page

        return self._in_front(REVIEW, ReviewPage, tr("导入"), made)

    def _forget(self) -> None:
        """Another book: nothing of the old one lies on the table."""
        self._batch = Batch()

    def _follow(self, notice: Notice) -> None:
        """An import that is undone lies on the table again, and is off it when it is done again."""
        from ecdesk.domain.book.changes import Action

        step = notice.transaction
        if not self._batch.holds(step.target) or step.target is None:
            return
        if step.action is Action.REDO:
            self._batch.take_again(step.target)
        else:
            self._batch.put_back(step.target)
        self._review_page().show_batch()

    def show_import(self, seq: int) -> None:
        """Show what a step of the journal brought in, as it was looked at then."""
        desk = self._workspace.desk
        if desk is not None:
            job = fetch_job(desk, "show", seq)
            self._workspace.jobs.start(text("读取历史"), job, self._show_brought)

    def _show_brought(self, fetched: Fetched) -> None:
        from ecdesk.gui.submissions.review_page import ReviewPage
        from ecdesk.session.submissions.past_imports import brought

        desk, _action, seq = fetched
        if desk is not self._workspace.desk:
            return
        past = brought(desk.book, desk.transaction(seq))
        if past is None:
            self._workspace.say(tr("这一步没有导入文件。"))
            return
        page = Page(f"import {seq}", "import")
        self._editors.add_page(page, ReviewPage(self._workspace, self._checks, past=past), tr("导入的内容"))
        self._editors.show_page(page.name)

    def paste_as_table(self) -> None:
        """Review the block on the clipboard as if it were a file that somebody sent."""
        if self._workspace.desk is None:
            return
        from ecdesk.gui.submissions.review.pasted import PastedBlocks

        if self._pasted is None:
            self._pasted = PastedBlocks(self)
        with refusals_to(self._workspace.say):
            self.review([self._pasted.write()], tables=True)

    def paste_by_heads(self, exhibit_id: str) -> None:
        """Let the figures on the clipboard go to the cells of a table that their heads name."""
        from ecdesk.gui.submissions.review.pasted import clipboard_block
        from ecdesk.session.submissions.pasted import read_block

        desk = self._workspace.desk
        if desk is None:
            return
        with refusals_to(self._workspace.say):
            desk.check_writable()
            job = read_block(desk.book.snapshot(), desk.book.exhibit(exhibit_id), clipboard_block())
            self._target = exhibit_id
            self._workspace.jobs.start(text("读取剪贴板"), job, self._enter_by_heads, self._say_why_not)

    def _say_why_not(self, refusal: UserError) -> None:
        self._workspace.say(str(refusal))

    def _enter_by_heads(self, reading: FileReading) -> None:
        from ecdesk.session.submissions.pasted import enter_matched, match

        desk, exhibit = self._workspace.desk, self._workspace.exhibit(self._target)
        if desk is None or exhibit is None:
            return
        with refusals_to(self._workspace.say):
            matched = match(desk.book, exhibit, reading)
            entered = enter_matched(desk, exhibit.id, matched)
            said = [tr("按表头粘贴了 {count} 个数。", count=len(matched.entries) - len(entered.locked))]
            if matched.left:
                first = matched.left[0]
                place = f"{first.cell}“{first.raw}”" if first.raw else first.cell
                why = str(first.why).rstrip("。")
                said.append(tr("有 {count} 处没有粘贴，例如 {place}：{why}。", count=len(matched.left), place=place, why=why))
            self._workspace.say(sentences(*said))

    def show_board(self) -> None:
        """Show where every area stands."""
        if self._workspace.desk is None:
            return
        from ecdesk.gui.submissions.board_page import BoardPage

        def made() -> BoardPage:
            page = BoardPage(self._workspace)
            page.area_wanted.connect(self.area_wanted)
            return page

        self._in_front(BOARD, BoardPage, tr("报送情况"), made)
