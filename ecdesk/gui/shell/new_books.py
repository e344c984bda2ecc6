"""Making books from the window: a blank one, and next year's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.book.book import YEARS
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk


def next_year_job(desk: Desk, target: Path, year: int) -> Job[Path]:
    """Write the book of a year that follows an open one; gives its path."""
    yield Progress(0, 0, text("正在新建 {year} 年的年报…", year=year))
    from ecdesk.session.new_books.next_year import start_year

    desk.flush()
    start_year(desk.path, target, year, desk.who).close()
    return target


@dataclass(frozen=True)
class NewBook:
    """A blank book: what it is called, and of which year."""

    title: str
    year: int


class NewBookDialog(dialogs.FormDialog[NewBook]):
    """Asks for name and year of a blank book, with this year proposed."""

    def __init__(self, parent: QWidget | None) -> None:
        from ecdesk.gui.forms.ui_new_book_dialog import Ui_NewBookDialog

        super().__init__(parent)
        self.form = Ui_NewBookDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.form.year.setRange(YEARS[0], YEARS[-1])
        self.form.year.setValue(date.today().year)

    def answer(self) -> NewBook:
        return NewBook(self.form.title.text().strip(), self.form.year.value())


class NewBooks(QObject):
    """Asks what to make and where, and has it made."""

    book_wanted = Signal(object)
    """Path of a book that was made and should be opened."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window

    def start_next_year(self) -> None:
        """Ask for the place of next year's book, make it and have it opened."""
        desk = self._workspace.desk
        assert desk is not None
        try:
            last = desk.book.needed_year()
        except UserError as error:
            dialogs.show_error(self._window, error)
            return
        year, stem = last + 1, desk.path.stem
        name = stem.replace(str(last), str(year)) if str(last) in stem else f"{stem}-{year}"
        self._make(
            tr("新建 {year} 年的年报", year=year),
            desk.path.with_name(f"{name}.ecd"),
            lambda target: next_year_job(desk, target, year),
        )

    def start_blank(self) -> None:
        """Ask for name, year and place of a blank book, make it and have it opened."""
        from ecdesk.domain.files.filenames import safe_file_name
        from ecdesk.session.new_books.blank import blank_job, checked_title

        wanted = dialogs.ask(NewBookDialog(self._window))
        if wanted is None:
            return
        try:
            checked_title(wanted.title)
        except UserError as error:
            dialogs.show_error(self._window, error)
            return
        path, who = self._workspace.path, self._workspace.settings.user
        proposed = (path.parent if path is not None else Path.home()) / f"{safe_file_name(wanted.title)}.ecd"
        self._make(tr("新建空白年报"), proposed, lambda target: blank_job(target, wanted.title, wanted.year, who))

    def _make(self, title: str, proposed: Path, job: Callable[[Path], Job[Path]]) -> None:
        """Ask where a book is to be, and have a job make it there."""
        target = dialogs.choose_target(self._window, title, dialogs.BOOK, str(proposed))
        if target is not None:
            self._workspace.jobs.start(text("新建年报"), job(target), self._made)

    def _made(self, path: Path) -> None:
        self.book_wanted.emit(path)
