"""What the window lets somebody try before it is done: a typed figure, the sides of a dispute, a pasted block, taking a step back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.stepping import Fetched, fetch_job
from ecdesk.gui.desk.workspace import Focus, Workspace

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Change
    from ecdesk.domain.figures.keys import Key
    from ecdesk.gui.desk.impact.impact_dialog import Choice, Typing
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.tables.cells import Entry


class Trials(QObject):
    """Opens the dialog that shows what something would move, and does it where that is wished."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._checks = checks
        self._window = window

    def try_here(self, entries: Sequence[Entry] | None) -> None:
        """Try entries in the table in front, or what is typed into its cell, beside what other sources say of it."""
        desk, focus = self._workspace.desk, self._workspace.focus
        if desk is None or focus is None:
            return
        if entries is not None:
            self._try_pasting(desk, focus, entries)
        elif focus.key is None:
            self._workspace.say(tr("这里没有可以试改的数。"))
        else:
            self.try_cell()

    def try_cell(self) -> None:
        """What the current figure could be instead: what is typed, and what other sources say."""
        from ecdesk.domain.book.tables import cell_at
        from ecdesk.gui.desk.impact.impact_dialog import Typing

        desk, focus = self._workspace.desk, self._workspace.focus
        if desk is None or focus is None or focus.key is None:
            return
        from ecdesk.session.tables.cells import enter, typed_words
        from ecdesk.session.versions.versions import key_label

        exhibit = desk.book.exhibit(focus.exhibit)
        place = focus.row, focus.column
        cell = cell_at(desk.book, exhibit, *place)
        typing = Typing(
            typed_words(cell, desk.book.symbols),
            lambda typed: _entered(desk, focus, typed),
            lambda typed: enter(desk, focus.exhibit, [(*place, typed)]),
        )
        about = tr("{figure}，现在是 {now}", figure=key_label(desk.book, focus.key), now=cell.text or tr("空"))
        self._ask(about, tuple(disputed(desk, focus.key)), typing)

    def _try_pasting(self, desk: Desk, focus: Focus, entries: Sequence[Entry]) -> None:
        from ecdesk.gui.desk.impact.impact_dialog import Choice
        from ecdesk.session.tables.cells import enter, written

        choice = Choice(
            tr("粘贴"),
            lambda: written(desk, focus.exhibit, entries)[0],
            lambda: enter(desk, focus.exhibit, entries, text("粘贴")),
        )
        self._ask(tr("把剪贴板上的 {count} 格粘贴到这里", count=len(entries)), (choice,))

    def try_taking_back(self, seq: int) -> None:
        """What taking one past step back would move."""
        from ecdesk.domain.book.changes import Action

        desk = self._workspace.desk
        if desk is not None:
            job = fetch_job(desk, Action.REVERT, seq)
            self._workspace.jobs.start(text("读取历史"), job, self._try_fetched)

    def _try_fetched(self, fetched: Fetched) -> None:
        from ecdesk.domain.book.changes import Action
        from ecdesk.gui.desk.impact.impact_dialog import Choice

        desk, _action, seq = fetched
        if desk is not self._workspace.desk:
            return
        choice = Choice(tr("撤回这一步"), partial(desk.taken_back_by, seq), partial(desk.revert, seq), Action.REVERT)
        self._ask(tr("撤回“{step}”", step=str(desk.transaction(seq).name)), (choice,))

    def _ask(self, about: str, choices: Sequence[Choice], typing: Typing | None = None) -> None:
        from ecdesk.gui.desk.impact.impact_dialog import ImpactDialog, decide

        decide(ImpactDialog(self._workspace, self._checks, about, choices, typing, self._window), self._window)


def _entered(desk: Desk, focus: Focus, typed: str) -> tuple[Change, ...]:
    """What a typed text would change. Raises UserError where it cannot be read, or cannot stand there."""
    from ecdesk.session.tables.cells import refusal, written

    assert focus.key is not None
    fault = refusal(focus.key, desk.book.observation(focus.key))
    if fault is not None:
        raise fault
    changes, entered = written(desk, focus.exhibit, [(focus.row, focus.column, typed)])
    if entered.unread:
        why = entered.faults[0] if entered.faults else text("“{typed}”读不出数。", typed=typed[:40])
        raise UserError(why.template, **why.values)
    return changes


def disputed(desk: Desk, key: Key) -> Iterator[Choice]:
    """What other sources and other copies say of a figure, each with what is there now."""
    from ecdesk.domain.book.disputes import standing_alternatives
    from ecdesk.domain.book.encoding import decode_text
    from ecdesk.domain.book.records import Conflict, Observation, Submission
    from ecdesk.domain.figures.numerals import print_content
    from ecdesk.gui.desk.impact.impact_dialog import Choice
    from ecdesk.session.submissions import imports
    from ecdesk.session.versions import merging

    book = desk.book
    for one in standing_alternatives(book):
        if one.key == key:
            submission = book.get(Submission, one.submission)
            source = " ".join(part for part in (submission.name if submission is not None else "", one.origin.cell) if part)
            for take, content in ((True, one.content), (False, None)):
                words = tr("采用 {value}（{source}）", value=print_content(content), source=source) if take else tr("保留原数")
                yield Choice(
                    words, partial(imports.settled, book, one.id, take), partial(imports.settle_dispute, desk, one.id, take)
                )
    for conflict in book.all(Conflict).values():
        if conflict.record_kind == Observation.KIND and conflict.about == str(key):
            record = decode_text(conflict.record_kind, conflict.theirs) if conflict.theirs else None
            theirs = print_content(record.content) if isinstance(record, Observation) else tr("空")
            words = tr("采用 {value}（{source}）", value=theirs, source=conflict.their_name)
            for decision, said in (("theirs", words), ("ours", tr("用本书的"))):
                yield Choice(
                    said,
                    partial(merging.settled, book, conflict.id, decision),
                    partial(merging.settle, desk, conflict.id, decision),
                )
