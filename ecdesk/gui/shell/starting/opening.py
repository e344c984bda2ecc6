"""Opening and closing books from the window: off the main thread, with every way it can go wrong said in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.files.paths import platform_path, same_file
from ecdesk.domain.texts import Text, apart, text, tr
from ecdesk.gui.base.pauses import next_turn
from ecdesk.gui.base.settings import folder_beside
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.session.book.rescue_file import SUFFIX, book_of
from ecdesk.session.program.logs import topic
from ecdesk.session.program.places import made, samples_folder
from ecdesk.session.program.progress import Job, Progress

if TYPE_CHECKING:
    from ecdesk.domain.book.book import Book
    from ecdesk.session.book.desk import Desk

LONGEST_ANSWER = 20.0
"""Seconds after which a drive is taken not to answer; what is not saved can be kept elsewhere then."""
BEFORE_THE_END = 3.0
"""Seconds that the last step may take to be saved while the system shuts down, which ends what takes more than five."""
AT_ONCE = 0.04
"""Seconds that the window may wait for the last step to be saved before it does so behind the scenes."""


def open_job(path: Path, who: str, saved: Callable[[], None], present: Path | None) -> Job[Desk | None]:
    """Open a book; None where it is the present one, by whatever way the path leads there: a drive may take long to say so."""
    yield Progress(0, 0, text("正在打开“{file}”…", file=path.name))
    if present is not None and same_file(path, present):
        return None
    from ecdesk.session.book.desk import Desk

    desk = Desk.open(path, who, save_changed=saved)
    try:
        load()
        for _figures in desk.derivations.figures.columns_in_steps():
            yield Progress(0, 0, text("正在打开“{file}”…", file=path.name))
    except BaseException:
        desk.close()
        raise
    return desk


def load() -> None:
    """What the window needs as soon as a book is there, numpy among it: loaded on the worker, it holds nobody."""
    import ecdesk.charts
    import ecdesk.checks.engine.applied
    import ecdesk.gui.charts.panel
    import ecdesk.gui.grid
    import ecdesk.gui.panels.findings_panel
    import ecdesk.gui.panels.inspector_panel
    import ecdesk.gui.panels.inspector_text
    import ecdesk.gui.panels.outline_panel
    import ecdesk.gui.versions.history_panel
    import ecdesk.session.delivery.printing
    import ecdesk.session.rules.checking
    import ecdesk.session.rules.results
    import ecdesk.session.rules.suggesting
    import ecdesk.session.submissions.board
    import ecdesk.session.tables.charting
    import ecdesk.session.versions.last_year  # noqa: F401

    for name in dir(
        QtWidgets
    ):  # Qt makes its classes as they are asked for, and all of them for the first widget that it hands out
        getattr(QtWidgets, name)


PAGES = (
    "gui.rules.rules_page",
    "gui.rules.results_page",
    "gui.submissions.review_page",
    "gui.submissions.board_page",
    "gui.proof.proof_page",
    "gui.delivery.signoff_page",
    "gui.delivery.export_dialog",
    "gui.forms.ui_export_dialog",
    "session.delivery.delivering",
    "session.delivery.exporting",
    "session.delivery.certificates.certifying",
    "gui.versions.merge_page",
    "gui.versions.compare_page",
)
"""Modules of pages, and of what they do, that take long to load."""


def pages_job() -> Job[None]:
    """Load the pages on the worker before anybody opens one, so that they hold nobody."""
    for page in PAGES:
        import_module(f"ecdesk.{page}")
        yield Progress(0, 0, text("打开年报"))


def sample_job(path: Path, who: str, saved: Callable[[], None], present: Path | None) -> Job[Desk | None]:
    """Open a sample book of this user, by its file's name, made the first time."""
    if not path.exists():
        yield Progress(0, 0, text("正在准备样例年报…"))
        from ecdesk.session.book.desk import Desk
        from ecdesk.session.new_books.sample import SAMPLES, file_name, sample_records

        made(path.parent)
        name = next(name for name in SAMPLES if file_name(name) == path.name)
        Desk.create(path, sample_records(name), who).close()
    return (yield from open_job(path, who, saved, present))


def copy_job(desk: Desk, target: Path, now: Book, last: int) -> Job[tuple[Path, Text | None]]:
    """Write a whole copy. now and last: a snapshot of the book and after which step it was taken. Returns what is missing in the copy too."""
    yield Progress(0, 0, text("正在另存“{file}”…", file=target.name))
    return target, desk.copy_to(target, now, last)


def flush_job(desk: Desk, stopped: Callable[[], None]) -> Job[None]:
    """Wait until everything is saved. Raises UserError when it cannot be, also when the drive does not answer for long. stopped: called on
    the worker's thread when somebody does not want to wait."""
    started = monotonic()
    try:
        while not desk.settled(0.1):
            fault = desk.save_state.fault
            if fault is not None:
                raise UserError(fault.template, **fault.values)
            if monotonic() - started > LONGEST_ANSWER:
                raise UserError("“{file}”所在的磁盘或网络盘没有回应。", file=desk.path.name)
            yield Progress(0, 0, text("正在保存，保存完就关闭…"))
    except GeneratorExit:
        stopped()
        raise


def keep_job(desk: Desk, path: Path | None) -> Job[int]:
    """Put what is not saved into a rescue file. Returns the number of the last step that is in it."""
    return desk.keep_unsaved(path)
    yield


def written_job() -> Job[None]:
    """Stands behind the jobs that write, where no book is open that must be saved too."""
    return None
    yield


def leave_job(desk: Desk, discard: bool) -> Job[None]:
    """Let the book go, in one piece so that it cannot be stopped halfway."""
    if discard:
        desk.close(discard=True)
    else:
        desk.leave()
    return None
    yield


class BookOpener(QObject):
    """Opens one book at a time into the workspace."""

    opened = Signal()
    """A book has been opened and is in the workspace."""
    coming = Signal()
    """A book has been read and will be in the workspace a moment later."""
    leaving = Signal()
    """The present book is about to be closed, for whatever reason; it can still be written."""
    failed = Signal()
    rescue_given = Signal(object)
    """Path of a rescue file that somebody opened."""
    _stopped = Signal(int)
    """Somebody stopped waiting for the book to be saved and closed: the number of that closing."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self.workspace = workspace
        self.window = window
        self._path: Path | None = None
        self._job = 0
        self._next: Desk | None = None
        self._leaving = False
        self._then: Callable[[], object] | None = None
        self._stays: Callable[[], None] | None = None
        self._closing = 0
        self._ending = 0
        self._stopped.connect(self._stopped_closing)
        workspace.findings_changed.connect(self._load_pages, Qt.ConnectionType.SingleShotConnection)
        application = QApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self.keep_everything, Qt.ConnectionType.DirectConnection)

    @property
    def busy(self) -> bool:
        return self._next is not None or self.workspace.jobs.has(self._job)

    def choose(self) -> None:
        """Ask for a book and open it."""
        present = self.workspace.path
        path = dialogs.choose_file(self.window, tr("打开年报"), dialogs.TO_OPEN, str(present.parent) if present else "")
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a book in place of the present one; the present one stays when it cannot be closed or the new one not be opened. A rescue
        file opens the book that it belongs to."""
        path = platform_path(path)
        if path.suffix.lower() == SUFFIX:
            try:
                book = book_of(path)
            except UserError as error:
                dialogs.show_error(self.window, error)
                return
            self.rescue_given.emit(path)
            path = book
        if self.workspace.path == path:
            self._say_open(path)
            return
        self._start(path, open_job)

    def open_made(self, path: Path) -> None:
        """Open a book that was just made, unless the present one or the window was only waiting for that to be closed."""
        if not self.workspace.jobs.has(self._ending):
            self.open(path)

    def open_sample(self, name: str = "report") -> None:
        """Open the national report or, by the name bulletin, the city's quarterly bulletin."""
        from ecdesk.session.new_books.sample import file_name

        path = samples_folder() / file_name(name)
        if self.workspace.path == path:
            return
        self._start(path, sample_job)

    def _start(self, path: Path, way: Callable[[Path, str, Callable[[], None], Path | None], Job[Desk | None]]) -> None:
        if self.busy:
            return
        self._path = path
        workspace = self.workspace
        job = way(path, workspace.settings.user, workspace.note_saved, workspace.path)
        self._job = workspace.jobs.start(text("打开年报"), job, self._take, self._fail, self._close_late)

    def _take(self, desk: Desk | None) -> None:
        if desk is None:
            present, self._path = self.workspace.path, None
            if present is not None:
                self._say_open(present)
            return
        self._next = desk
        self.coming.emit()
        next_turn(self, self._replace)

    def _replace(self) -> None:
        """Close the present book for the next one, if that still is to come."""
        if self._next is not None and self.close(self._put_in_place, self._stay):
            self._put_in_place()

    def _load_pages(self, _findings: object) -> None:
        self.workspace.jobs.start(text("打开年报"), pages_job(), quiet=True)

    def _say_open(self, path: Path) -> None:
        self.workspace.say(tr("“{file}”已经打开了。", file=path.name))

    def _stay(self) -> None:
        """The present book stays open, so the one that was to come is let go."""
        if self._next is not None:
            self._next.leave()
            self._next = None

    def _put_in_place(self) -> None:
        desk, self._next = self._next, None
        path, self._path = self._path, None
        if desk is None:
            return
        self.workspace.take(desk)
        if path is not None:
            self.workspace.settings.note_book(path)
        said = [str(words) for words in (desk.file.aside, desk.file.reason or desk.file.warning) if words is not None]
        if said:
            self.workspace.say(" ".join(said))  # one sentence would take the other's place
        next_turn(self, partial(self._say_opened, desk))  # the panels are drawn before the tables come

    def _say_opened(self, desk: Desk) -> None:
        if self.workspace.desk is desk:
            self.opened.emit()

    def _close_late(self, desk: Desk | None) -> None:
        """Opening was stopped too late."""
        if desk is not None:
            desk.close()

    def _fail(self, error: UserError) -> None:
        self._path = None
        self.failed.emit()
        dialogs.show_error(self.window, error)

    # -- closing

    def close(self, then: Callable[[], object] | None = None, stays: Callable[[], None] | None = None) -> bool:
        """Close the present book. True when it is closed already; else it is saved behind the scenes, and then is called when it is closed,
        stays when it has to stay open because somebody wanted it so. Both are bound methods."""
        desk = self.workspace.desk
        if desk is None and not self._leaving and not self.workspace.jobs.writing:
            return True
        if stays != self._stay:
            self._stay()
        self._then, self._stays = then, stays
        self._closing += 1
        if self._leaving:
            return False
        if desk is not None:
            self.leaving.emit()
        if not self._may_stop_writing():
            return False
        if desk is None:
            self.workspace.jobs.cancel_all()
            return True
        # Jobs may be reading the file.
        quiet = self.workspace.jobs.cancel_all(AT_ONCE)
        if quiet and desk.save_state.fault is None and desk.settled(AT_ONCE):
            self.workspace.jobs.stop()
            self.workspace.release()
            desk.leave()
            return True
        self._flush()
        return False

    def _may_stop_writing(self) -> bool:
        """Whether nothing is being written that somebody asked for, or it may be stopped. Else the book is closed behind it, or stays."""
        writing = self.workspace.jobs.writing
        if not writing:
            return True
        question = tr("“{job}”还没有做完，现在关闭就停下来了。", job=apart(writing))
        answer = dialogs.ask_question(self.window, question, (tr("做完再关闭"), tr("停止，立即关闭")))
        if answer == 0:
            self._flush()  # jobs run one after another
        elif answer is None:
            self._stay_open()
        return answer == 1

    def keep_everything(self, *_session: object) -> None:
        """The system shuts down or somebody logs off: what is being typed is entered, and what the disk does not take goes into a rescue
        file. Nobody is asked anything; should the system stay after all, so does the book."""
        desk = self.workspace.desk
        if desk is None:
            return
        self.leaving.emit()
        if not desk.settled(BEFORE_THE_END):
            try:
                desk.keep_unsaved()
            except UserError as fault:
                topic("save").info("%s", fault.text.template)

    def _flush(self) -> None:
        desk, jobs = self.workspace.desk, self.workspace.jobs
        if desk is None:
            self._ending = jobs.start(text("关闭年报"), written_job(), self._left)
            return
        desk.retry_saving()
        job = flush_job(desk, partial(self._stopped.emit, self._closing))
        self._ending = jobs.start(text("关闭年报"), job, self._flushed, self._not_saved)

    def _flushed(self, _nothing: object) -> None:
        desk = self.workspace.desk
        if desk is None:
            return
        if desk.settled():
            self._leave(desk)
        else:
            self._flush()  # edited meanwhile

    def _not_saved(self, error: UserError) -> None:
        """What is not saved is kept for the next time, unless somebody wants it otherwise."""
        desk = self.workspace.desk
        if desk is None:
            return
        answers = (tr("关闭，下次打开时补写"), tr("再试一次"), tr("另存副本…"), tr("放弃未保存的修改"))
        details = tr(
            "{fault}\n关闭时，没有写进文件的 {count} 步会存在本机，下次打开时补写。", fault=error, count=len(desk.waiting)
        )
        answer = dialogs.ask_question(self.window, tr("有修改还没有保存。"), answers, details)
        if answer == 0:
            self._keep(desk, None)
        elif answer == 1:
            self._flush()
        elif answer == 2:
            target = self._ask_copy(desk)
            if target is None:
                self._not_saved(error)
                return
            job = copy_job(desk, target, desk.book.snapshot(), desk.seq)
            self.workspace.jobs.start(text("另存副本"), job, self._copied_before_closing, self._not_saved)
        elif answer == 3:
            self._leave(desk, discard=True)
        else:
            self._stay_open()

    def _keep(self, desk: Desk, path: Path | None) -> None:
        self.workspace.jobs.start(text("关闭年报"), keep_job(desk, path), self._kept, self._not_kept)

    def _kept(self, last: int) -> None:
        desk = self.workspace.desk
        if desk is None:
            return
        waiting = desk.waiting
        if waiting and waiting[-1][0].seq > last:
            self._flush()  # edited meanwhile
        else:
            self._leave(desk)

    def _not_kept(self, error: UserError) -> None:
        """Not even the program's own folder can be written: somewhere else, then."""
        desk = self.workspace.desk
        if desk is None:
            return
        answers = (tr("存到别处…"), tr("放弃未保存的修改"))
        answer = dialogs.ask_question(self.window, tr("未保存的修改也不能存在本机。"), answers, str(error))
        if answer == 0:
            path = dialogs.choose_target(self.window, tr("存到别处"), dialogs.RESCUE, f"{desk.path.stem}.rescue")
            if path is not None:
                self._keep(desk, path)
                return
        elif answer == 1:
            self._leave(desk, discard=True)
            return
        self._stay_open()

    def _copied_before_closing(self, result: tuple[Path, Text | None]) -> None:
        self._copied(result)
        desk = self.workspace.desk
        if desk is not None:
            self._keep(desk, None)

    def _leave(self, desk: Desk, discard: bool = False) -> None:
        """The last of it: from here on nothing can be done to the book."""
        self.workspace.release()
        self._leaving = True
        self.workspace.jobs.start(text("关闭年报"), leave_job(desk, discard), self._left, late=self._left)

    def _left(self, _nothing: object) -> None:
        self._leaving = False
        then, self._then, self._stays = self._then, None, None
        if then is not None:
            then()

    def _stopped_closing(self, number: int) -> None:
        if number == self._closing:  # else the book was to be closed again meanwhile
            self._stay_open()

    def _stay_open(self) -> None:
        stays, self._then, self._stays = self._stays, None, None
        if stays is not None:
            stays()

    # -- copies

    def save_copy(self) -> None:
        """Write a copy of the present book to another place: all of it, also what is not saved yet."""
        desk = self.workspace.desk
        if desk is None:
            return
        target = self._ask_copy(desk)
        if target is not None:
            job = copy_job(desk, target, desk.book.snapshot(), desk.seq)
            self.workspace.jobs.write(text("另存副本"), job, self._copied)

    def _ask_copy(self, desk: Desk) -> Path | None:
        proposed = str(folder_beside(desk.path) / f"{desk.path.stem}-{tr('副本')}.ecd")
        return dialogs.choose_target(self.window, tr("另存副本"), dialogs.BOOK, proposed)

    def _copied(self, result: tuple[Path, Text | None]) -> None:
        target, missing = result
        if missing is not None:
            dialogs.show_error(self.window, UserError(missing.template, **missing.values))
        self.workspace.say_written(tr("已另存为“{file}”。", file=target.name), target)
