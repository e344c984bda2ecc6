"""Long work off the main thread: one serial worker, jobs with ids, progress, cancel, and results that find their way home."""

from __future__ import annotations

import logging
import threading
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QThread, QTimer, Signal, Slot
from shiboken6 import isValid

from ecdesk.domain.errors import Cancelled, UserError
from ecdesk.domain.stopping import Stop, stoppable
from ecdesk.domain.texts import Text
from ecdesk.session.program.logs import note_time, topic
from ecdesk.session.program.progress import Job, Progress, Skip

SHOW_AFTER = 600
"""Milliseconds after which a job is worth a progress strip."""
IDLE_SLICE = 0.012
"""Seconds that a job on the main thread may take before the window gets its turn."""
SLOW_SLICE = 0.2
"""Seconds after which one step of such a job is called slow: the window stood still meanwhile."""

Done = Callable[[Any], None]
Failed = Callable[[UserError], None]


@dataclass(frozen=True)
class JobState:
    """What the progress strip says of a job. total: 0 while it is not known. skip: as in `Progress`."""

    id: int
    name: Text
    done: int = 0
    total: int = 0
    message: Text | None = None
    skip: Skip | None = None


@dataclass(eq=False)
class _Task:
    id: int
    name: Text
    job: Job[Any]
    done: weakref.WeakMethod[Done] | None
    failed: weakref.WeakMethod[Failed] | None
    late: weakref.WeakMethod[Done] | None
    idle: bool
    quiet: bool
    state: JobState
    stop: Stop = field(default_factory=Stop)
    began: float = 0.0


@dataclass(frozen=True)
class _Step:
    task: _Task
    progress: Progress


@dataclass(frozen=True)
class _End:
    task: _Task
    result: Any = None
    error: BaseException | None = None


class _Worker(QObject):
    """Lives on the worker thread."""

    stepped = Signal(object)
    ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.free.set()
        self.end: _End | None = None
        """Of the job that is over, until the main thread has taken it."""

    @Slot(object)
    def run(self, task: _Task) -> None:
        try:
            # Also in the middle of a step: a query that takes long looks whether it is still wanted.
            with stoppable(task.stop):
                self._run(task)
        finally:
            self.free.set()

    def _run(self, task: _Task) -> None:
        try:
            while True:
                if task.stop.is_set():
                    task.job.close()
                    raise Cancelled
                self.stepped.emit(_Step(task, next(task.job)))
        except StopIteration as end:
            self._tell(_End(task, end.value))
        except BaseException as error:
            # Carried to the main thread whole; there a bug meets the crash dialog.
            self._tell(_End(task, error=error))

    def _tell(self, end: _End) -> None:
        self.end = end
        self.ended.emit(end)


class JobRunner(QObject):
    """Runs jobs one after another. Results are handed to bound methods of objects that are still there when they arrive."""

    started = Signal(object)
    """JobState of a job that has begun and takes long enough to be shown."""
    progressed = Signal(object)
    ended = Signal(object)
    """JobState of a job that is over, in whatever way."""
    _go = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[_Task] = deque()
        self._running: _Task | None = None
        self._shown = False
        self._last_id = 0
        self._writes: set[int] = set()
        self._thread: QThread | None = None
        self._worker: _Worker | None = None
        self._patience = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._patience.timeout.connect(self._show)
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._step_idle)
        application = QCoreApplication.instance()
        if (
            application is not None
        ):  # it ends without closing its windows when the system shuts down, and aborts where a thread is at work
            application.aboutToQuit.connect(self.stop)

    @property
    def busy(self) -> bool:
        return self._running is not None or bool(self._waiting)

    def has(self, id: int) -> bool:
        """Whether a job is still to end; not one that was cancelled, by whomever."""
        running = self._running is not None and self._running.id == id and not self._running.stop.is_set()
        return running or any(task.id == id for task in self._waiting)

    def start(
        self,
        name: Text,
        job: Job[Any],
        done: Done | None = None,
        failed: Failed | None = None,
        late: Done | None = None,
        *,
        idle: bool = False,
        quiet: bool = False,
    ) -> int:
        """Line a job up; returns its id. done, failed and late are bound methods of QObjects and called on the main thread.

        idle: the job touches the book, which belongs to the main thread; it is run there in slices between events. Without
        failed a `UserError` is shown as any that nobody caught. late: takes what a job made although it had been cancelled, to close
        it. quiet: nobody waits for it, so no progress is shown.
        """
        self._last_id += 1
        task = _Task(
            self._last_id,
            name,
            job,
            _weak(done),
            _weak(failed),
            _weak(late),
            idle,
            quiet,
            JobState(self._last_id, name),
        )
        self._waiting.append(task)
        self._next()
        return task.id

    def write(self, name: Text, job: Job[Any], done: Done | None = None, failed: Failed | None = None) -> int:
        """`start`, for a job that writes what somebody asked for: it is not stopped unasked by closing the book, see `writing`."""
        id = self.start(name, job, done, failed)
        self._writes.add(id)
        return id

    @property
    def writing(self) -> list[Text]:
        """Names of the jobs still to end that write what somebody asked for."""
        running = (self._running,) if self._running is not None and not self._running.stop.is_set() else ()
        return [task.name for task in (*running, *self._waiting) if task.id in self._writes]

    def cancel(self, id: int) -> None:
        """Stop a job where it is; one that has not begun is never begun. Neither done nor failed is called."""
        for task in tuple(self._waiting):
            if task.id == id:
                self._waiting.remove(task)
                task.job.close()
        if self._running is not None and self._running.id == id:
            self._running.stop.set()

    def skip(self, id: int) -> bool:
        """End the step that a job is at, where it is one that can be left out; whether it was. The job goes on with the next."""
        running = self._running
        skip = running.state.skip if running is not None and running.id == id else None
        return skip is not None and skip()

    def cancel_all(self, within: float = 0.0) -> bool:
        """Cancel everything; whether no job runs any more, at the latest after so many seconds. One that does ends after its step."""
        for task in tuple(self._waiting):
            self.cancel(task.id)
        if self._running is not None:
            self._running.stop.set()
        return self._worker is None or self._worker.free.wait(within)

    def stop(self) -> None:
        """Cancel everything and end the thread. A job that is over by then is one that was cancelled: late takes what it made."""
        for task in tuple(self._waiting):
            self.cancel(task.id)
        if self._running is not None:
            self._running.stop.set()
        self._idle.stop()
        end = None
        if self._thread is not None and self._worker is not None:
            self._worker.stepped.disconnect(self._on_step)
            self._worker.ended.disconnect(self._on_end)
            self._thread.quit()
            self._thread.wait()
            end = self._worker.end
            self._worker.deleteLater()
            self._thread.deleteLater()
            self._thread = self._worker = None
        running = self._running
        if running is not None:
            running.job.close()  # on the main thread, or never begun
            self._on_end(end if end is not None and end.task is running else _End(running, error=Cancelled()))

    # -- running

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        self._running = task = self._waiting.popleft()
        task.began = perf_counter()
        self._shown = False
        self._patience.start()
        if task.idle:
            self._idle.start()
            return
        if self._thread is None:
            self._thread = QThread()
            self._thread.setObjectName("jobs")
            self._worker = _Worker()
            self._worker.moveToThread(self._thread)
            self._go.connect(self._worker.run)
            self._worker.stepped.connect(self._on_step)
            self._worker.ended.connect(self._on_end)
            self._thread.start()
        if self._worker is not None:
            self._worker.free.clear()
        self._go.emit(task)

    def _step_idle(self) -> None:
        task = self._running
        if task is None or not task.idle:
            self._idle.stop()
            return
        began = perf_counter()
        until = began + IDLE_SLICE
        try:
            while perf_counter() < until:
                if task.stop.is_set():
                    task.job.close()
                    raise Cancelled
                self._on_step(_Step(task, next(task.job)))
        except StopIteration as end:
            self._idle.stop()
            self._on_end(_End(task, end.value))
        except BaseException as error:
            self._idle.stop()
            self._on_end(_End(task, error=error))
        else:
            note_time(f"a slice of {task.name.template}", perf_counter() - began, SLOW_SLICE)

    @Slot(object)
    def _on_step(self, step: _Step) -> None:
        task, progress = step.task, step.progress
        task.state = JobState(task.id, task.name, progress.done, progress.total, progress.message, progress.skip)
        if task is self._running and self._shown:
            self.progressed.emit(task.state)

    @Slot(object)
    def _on_end(self, end: _End) -> None:
        task = end.task
        if task is not self._running:
            return
        self._running = None
        self._writes.discard(task.id)
        if self._worker is not None:
            self._worker.end = None
        self._patience.stop()
        self._log(end)
        self.ended.emit(task.state)
        try:
            self._deliver(end)
        finally:
            self._next()

    def _log(self, end: _End) -> None:
        """Jobs that end well before anybody sees them, as reading a cell's history, are for who debugs."""
        task, took = end.task, perf_counter() - end.task.began
        stopped = isinstance(end.error, Cancelled) or task.stop.is_set()
        outcome = "stopped" if stopped else "done" if end.error is None else type(end.error).__name__
        told = not task.quiet and (self._shown or end.error is not None)
        topic("command").log(logging.INFO if told else logging.DEBUG, "%s: %s", task.name.template, outcome)
        note_time(task.name.template, took)

    def _deliver(self, end: _End) -> None:
        """Give what a job ended with to whoever waits for it; raises what nobody does."""
        task, error = end.task, end.error
        stopped = isinstance(error, Cancelled) or task.stop.is_set()
        if error is None:
            _call(task.late if stopped else task.done, end.result)
        elif not stopped:
            if not isinstance(error, UserError) or task.failed is None:
                raise error
            topic("refusal").info("%s: %s", task.name.template, error.text.template)
            _call(task.failed, error)

    def _show(self) -> None:
        if self._running is not None and not self._running.quiet:
            self._shown = True
            self.started.emit(self._running.state)


def _weak(method: Callable[[Any], None] | None) -> weakref.WeakMethod[Callable[[Any], None]] | None:
    return weakref.WeakMethod(method) if method is not None else None


def _call(reference: weakref.WeakMethod[Callable[[Any], None]] | None, answer: object) -> None:
    """Call a method while its object is there, in Python and in Qt."""
    method = reference() if reference is not None else None
    owner = getattr(method, "__self__", None)
    if method is not None and (not isinstance(owner, QObject) or isValid(owner)):
        method(answer)
