"""Making books from the window: a blank one, and that of the next year, half, quarter or month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.files.filenames import safe_file_name
from ecdesk.domain.texts import text, tr
from ecdesk.gui.base.settings import folder_beside
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.figures.periods import Period
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.new_books.rolling import Blanked


class Made(NamedTuple):
    """A book that was made: where, and what was taken out of its texts because it belonged to the old period."""

    path: Path
    blanked: tuple[Blanked, ...] = ()


def next_book_job(desk: Desk, target: Path, period: Period) -> Job[Made]:
    """Write the book of a period that follows an open one's."""
    yield Progress(0, 0, text("正在新建{period}的年报…", period=str(period)))
    from ecdesk.session.new_books.rolling import start_next

    desk.flush()
    made, blanked = start_next(desk.path, target, period, desk.who)
    made.close()
    return Made(target, blanked)


def blank_book_job(target: Path, title: str, period: Period, who: str) -> Job[Made]:
    """Write a blank book."""
    from ecdesk.session.new_books.blank import blank_job

    return Made((yield from blank_job(target, title, period, who)))


def _what_became(one: Blanked) -> str:
    """Words of the old period, and what stands in their place."""
    if not one.after:
        return tr("{where}：{before}（已去掉）", where=one.where, before=one.before)
    return f"{one.where}：{one.before} → {one.after}"


@dataclass(frozen=True)
class NewBook:
    """A blank book: what it is called, and the name of its period."""

    title: str
    period: str


class NewBookDialog(dialogs.FormDialog[NewBook]):
    """Asks for name and period of a blank book, with the period that the name says proposed, else this year."""

    def __init__(self, parent: QWidget | None) -> None:
        from ecdesk.gui.forms.ui_new_book_dialog import Ui_NewBookDialog

        super().__init__(parent)
        self.form = Ui_NewBookDialog()
        self.form.setupUi(self)  # type: ignore[no-untyped-call]
        self.form.period.setText(str(Period(date.today().year)))
        self.form.title.textChanged.connect(self._follow_title)

    def _follow_title(self, title: str) -> None:
        from ecdesk.session.new_books.blank import period_of_title

        said = period_of_title(title)
        if said is not None and not self.form.period.isModified():
            self.form.period.setText(str(said))

    def answer(self) -> NewBook:
        return NewBook(self.form.title.text().strip(), self.form.period.text().strip())


class NewBooks(QObject):
    """Asks what to make and where, and has it made."""

    book_wanted = Signal(object)
    """Path of a book that was made and should be opened."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window

    def start_next(self) -> None:
        """Ask for the place of the book of the next year, half, quarter or month, make it and have it opened."""
        from ecdesk.domain.figures.moves import Move, following
        from ecdesk.domain.wording.time.moved_times import moved_times

        desk = self._workspace.desk
        assert desk is not None
        try:
            since = desk.book.needed_period()
        except UserError as error:
            dialogs.show_error(self._window, error)
            return
        period, stem = following(since), desk.path.stem
        name = moved_times(stem, Move(since, period))
        if name == stem:
            name = f"{stem}-{period.code}"
        self._make(
            tr("新建{period}的年报", period=str(period)),
            folder_beside(desk.path) / f"{name}.ecd",
            lambda target: next_book_job(desk, target, period),
        )

    def start_blank(self) -> None:
        """Ask for name, period and place of a blank book, make it and have it opened."""
        from ecdesk.session.new_books.blank import checked_round, checked_title

        def check(wanted: NewBook) -> Period:
            checked_title(wanted.title)
            return checked_round(wanted.period)

        dialog = NewBookDialog(self._window)
        dialog.refuse = check
        wanted = dialogs.ask(dialog)
        if wanted is None:
            return
        period = check(wanted)
        path, who = self._workspace.path, self._workspace.settings.user
        proposed = (folder_beside(path) if path is not None else Path.home()) / f"{safe_file_name(wanted.title)}.ecd"
        self._make(tr("新建空白年报"), proposed, lambda target: blank_book_job(target, wanted.title, period, who))

    def _make(self, title: str, proposed: Path, job: Callable[[Path], Job[Made]]) -> None:
        """Ask where a book is to be, and have a job make it there."""
        target = dialogs.choose_target(self._window, title, dialogs.BOOK, str(proposed))
        if target is not None:
            self._workspace.jobs.write(text("新建年报"), job(target), self._made)

    def _made(self, made: Made) -> None:
        self.book_wanted.emit(made.path)
        if made.blanked:
            words = tr("有 {count} 处写的是上一期的数或口径，已经去掉，请重写。", count=len(made.blanked))
            dialogs.show_list(self._window, words, [_what_became(one) for one in made.blanked])
