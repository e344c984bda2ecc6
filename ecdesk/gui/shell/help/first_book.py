"""The guided first book: a strip that says what to do next in the real window, and sees by itself when it was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMainWindow, QWidget

from ecdesk.domain.book.findings import Level
from ecdesk.domain.resources import resource, toml_data
from ecdesk.domain.texts import language, text, tr
from ecdesk.gui.base.panes import worded
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.desk.strips.saving_strips import SavingStrip
from ecdesk.gui.desk.workspace import Focus, Place, Workspace
from ecdesk.gui.shell.commands import action_named
from ecdesk.session.program.places import samples_folder

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Notice
    from ecdesk.domain.book.findings import Finding

SETTING = "guide/first_book"
"""Number of the step that somebody is at, from 1; "" where nobody is."""
CHART = "图1-5"  # not shown: the exhibit of the sample report that its step goes to


@dataclass(frozen=True)
class Step:
    """What is to be done. done: the name of what shows that it was; helps: of what its button does. Texts by their language."""

    done: str
    helps: str
    title: Mapping[str, str]
    words: Mapping[str, str]
    button: Mapping[str, str]


@lru_cache(maxsize=1)
def steps() -> tuple[Step, ...]:
    """The steps of ``resources/guide/first_book.toml``, in order."""
    return tuple(Step(**entry) for entry in toml_data("guide", "first_book.toml")["step"])


def _said(words: Mapping[str, str]) -> str:
    return words.get(language()) or words["zh"]


class FirstBook(SavingStrip):
    """Hidden until somebody begins; it goes on where it was left, also after a new start of the program."""

    def __init__(
        self, workspace: Workspace, settings: Settings, helps: Mapping[str, Callable[[], object]], parent: QWidget | None = None
    ) -> None:
        """helps: what the buttons of steps do, by the names in their file; every step's has to be there."""
        super().__init__(parent)
        self._frame.setProperty("role", "done")  # nothing is wrong
        self._workspace = workspace
        self._settings = settings
        self._helps = helps
        self._errors = -1
        """Open errors when the step began, or when they were first known."""
        self.help_button = self.add_button(self.help)
        self.skip_button = worded(self.add_button(self.skip), text("跳过这一步"))
        self.end_button = worded(self.add_button(self.end), text("结束"))
        workspace.desk_changed.connect(self._desk_changed)
        workspace.changed.connect(self._note)
        workspace.focus_changed.connect(self._follow)
        workspace.findings_changed.connect(self._count)
        workspace.written.connect(self._written)
        self.retranslate()

    @property
    def number(self) -> int:
        """Of the step that somebody is at, from 1; 0 where nobody is, one more than there are when all are done."""
        return max(0, min(self._settings.number(SETTING, 0), len(steps()) + 1))

    @property
    def step(self) -> Step | None:
        return steps()[self.number - 1] if 0 < self.number <= len(steps()) else None

    def retranslate(self) -> None:
        step, count = self.step, len(steps())
        if step is not None:
            self.words.setText(
                tr("第 {number} 步，共 {total} 步　{title}", number=self.number, total=count, title=_said(step.title))
                + "\n"
                + _said(step.words)
            )
            self.help_button.setText(_said(step.button))
        elif self.number:
            self.words.setText(tr("七步都走过了。真正的年报也是这样做；要再走一遍，在“帮助”里选“带我做一遍”。"))
        self.help_button.setVisible(step is not None)
        self.skip_button.setVisible(step is not None)
        self.setVisible(bool(self.number))

    def begin(self) -> None:
        """Begin with the first step."""
        self._go_to(1)
        self._desk_changed()

    def skip(self) -> None:
        self._go_to(self.number + 1)

    def end(self) -> None:
        """Nobody is guided any more."""
        self._settings.remove(SETTING)
        self.retranslate()

    def help(self) -> None:
        """Do what gets the step begun."""
        if self.step is not None:
            self._helps[self.step.helps]()

    def _go_to(self, number: int) -> None:
        self._settings.set_number(SETTING, number)
        self._errors = _errors(self._workspace.findings)
        self.retranslate()

    def _done(self, what: str) -> None:
        """Something was done; where it is what the step is about, the next one begins."""
        if self.step is not None and self.step.done == what:
            self.skip()

    # -- what shows that a step was done

    def _desk_changed(self) -> None:
        path = self._workspace.path
        if path is not None and path.parent == samples_folder():
            self._done("opened")

    # Nothing of this is looked at while nobody is guided: it would be at every edit.

    def _note(self, notice: Notice) -> None:
        from ecdesk.domain.book.changes import StepKind, kind_of_step
        from ecdesk.domain.book.records import Manuscript

        if self.step is None:
            return
        step = notice.transaction
        if kind_of_step(step.action, step.name) is StepKind.IMPORT:
            self._done("imported")
        elif notice.concerns(Manuscript):
            self._done("proofread")
        elif any(_draws_anew(change.before, change.after) for change in step.changes):
            self._done("charted")

    def _follow(self, focus: Focus | None) -> None:
        key = focus.key if focus is not None and self.step is not None else None
        if key is not None and any(finding.is_open and key in finding.keys for finding in self._workspace.findings):
            self._done("looked")

    def _count(self, findings: tuple[Finding, ...]) -> None:
        if self.step is None:
            return
        errors = _errors(findings)
        if 0 <= errors < self._errors:
            self._done("corrected")
        elif errors > self._errors:
            self._errors = errors

    def _written(self, _sentence: str, _path: Path) -> None:
        self._done("exported")


def _draws_anew(before: Any, after: Any) -> bool:
    from ecdesk.domain.book.records import Exhibit

    return isinstance(before, Exhibit) and isinstance(after, Exhibit) and before.chart != after.chart


def _errors(findings: tuple[Finding, ...]) -> int:
    return sum(finding.is_open and finding.level is Level.ERROR for finding in findings)


class FirstBookHelps:
    """What the buttons of the steps do in a window."""

    def __init__(
        self,
        workspace: Workspace,
        window: QMainWindow,
        open_sample: Callable[[], object],
        review: Callable[[list[Path]], object],
        take_manuscript: Callable[[Path], object],
    ) -> None:
        self._workspace = workspace
        self._window = window
        self._review = review
        self._take = take_manuscript
        self.by_name: Mapping[str, Callable[[], object]] = {
            "open_sample": open_sample,
            "review_sample": self._review_sample,
            "check": action_named(window, "check").trigger,
            "chart": self._show_chart,
            "proof_sample": self._proof_sample,
            "export": action_named(window, "export").trigger,
        }

    def _review_sample(self) -> None:
        self._review([resource("books", "2018", "submissions", "河北省.csv")])  # not shown

    def _proof_sample(self) -> None:
        self._take(resource("books", "2018", "manuscripts", "全年概况.md"))  # not shown

    def _show_chart(self) -> None:
        book = self._workspace.book
        exhibits = book.exhibits() if book is not None else []
        drawn = [one for one in exhibits if one.chart is not None]
        wanted = next((one for one in drawn if one.number == CHART), drawn[0] if drawn else None)
        if wanted is not None:
            self._workspace.go_to(Place(wanted.id, 0, 0))
