"""What the main window can do with submissions: choose and review files, take dropped ones, show the board."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job, Progress

REVIEW = Page("review", "import")
BOARD = Page("board", "inbox")


def getting_ready() -> Job[None]:
    """The start of the reading process, off the window's thread."""
    from ecdesk.session.outside import reading as outside

    yield Progress(0, 0, text("读取报送文件"))
    outside.start()


class SubmissionCommands(QObject):
    """Opens the pages of submissions among the editors."""

    area_wanted = Signal(str)
    """Code of an area whose figures are to be shown."""

    def __init__(self, workspace: Workspace, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._editors = editors

    def choose_files(self) -> None:
        """Ask for files and review them."""
        self._get_ready()
        paths = dialogs.choose_files(self._editors, tr("导入报送文件"), dialogs.SUBMISSION)
        if paths:
            self.review(paths)

    def choose_folder(self) -> None:
        """Ask for a folder and review the submissions in it."""
        self._get_ready()
        folder = dialogs.choose_folder(self._editors, tr("导入文件夹里的报送文件"))
        if folder is not None:
            self.review([folder])

    def _get_ready(self) -> None:
        """Start the reading process while somebody looks for the files."""
        if self._workspace.desk is not None:
            self._workspace.jobs.start(text("读取报送文件"), getting_ready(), quiet=True)

    def review(self, paths: Sequence[Path]) -> None:
        """Show what importing files and folders would do."""
        if self._workspace.desk is None:
            self._workspace.say(tr("请先打开一本年报，再导入报送文件。"))
            return
        from ecdesk.gui.submissions.review_page import ReviewPage

        page = self._editors.page(REVIEW.name)
        if not isinstance(page, ReviewPage):
            page = ReviewPage(self._workspace)
            self._editors.add_page(REVIEW, page, tr("导入"))
        self._editors.show_page(REVIEW.name)
        try:
            page.open(paths)
        except UserError as refusal:
            self._workspace.say(str(refusal))

    def show_board(self) -> None:
        """Show where every area stands."""
        if self._workspace.desk is None:
            return
        from ecdesk.gui.submissions.board_page import BoardPage

        if self._editors.page(BOARD.name) is None:
            page = BoardPage(self._workspace)
            page.area_wanted.connect(self.area_wanted)
            self._editors.add_page(BOARD, page, tr("报送情况"))
        self._editors.show_page(BOARD.name)
