"""Pictures of the main views, from the real window, into out/shots.

Without options every view is drawn in Chinese and light, and the main ones also in the other themes, sizes and language. The sample book
is written into a folder of its own, so nothing of the user's is touched.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.records import Exhibit
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import language
from ecdesk.gui.base import themes
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.delivery.signoff_page import GapsDialog
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.proof.proof_page import ProofPage
from ecdesk.gui.shell import app
from ecdesk.gui.shell.appearance import Preferences, PreferencesDialog
from ecdesk.gui.shell.crash import report_of
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.versions.compare_page import ComparePage
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery.certificates.delivered_tables import FigureDifference
from ecdesk.session.delivery.certificates.verifying import FileVerdict, VerifiedFile
from ecdesk.session.records import assignments, comments, stages
from ecdesk.session.tables import cells
from ecdesk.session.versions.versions import add_save_point
from tests.tools.running import OUT, call, module, say

SIZES = ("1366x768", "1920x1080@150", "2560x1440")
SETTLE = 20_000
"""Milliseconds that a view may take until it stands still."""


@dataclass(frozen=True)
class Look:
    """How the window is drawn. size: of the screen in pixels, with a scale in per cent after @."""

    size: str = SIZES[0]
    theme: str = "light"
    language: str = "zh"

    @property
    def name(self) -> str:
        return f"{self.size.replace('@', '-at-')}-{self.theme}-{self.language}"

    @property
    def scale(self) -> float:
        _size, _at, percent = self.size.partition("@")
        return int(percent) / 100 if percent else 1.0

    @property
    def window(self) -> tuple[int, int]:
        """Width and height in device-independent pixels."""
        width, height = self.size.partition("@")[0].split("x")
        return round(int(width) / self.scale), round(int(height) / self.scale)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="dev.py shots", description="Pictures of the main views.")
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--theme", choices=("light", "dark", "contrast"))
    parser.add_argument("--language", choices=("zh", "en"))
    parser.add_argument("--only", default="", help="draw views whose name holds this")
    options = parser.parse_args(arguments)
    folder = OUT / "shots"
    if options.size or options.theme or options.language:
        folder.mkdir(parents=True, exist_ok=True)
        draw(folder, Look(options.size or SIZES[0], options.theme or "light", options.language or "zh"), options.only)
        return 0
    shutil.rmtree(folder, ignore_errors=True)
    # Scaling is fixed when Qt starts, so each look is drawn by a process of its own.
    looks = [Look(), Look(theme="dark"), Look(theme="contrast"), Look(language="en"), *(Look(size) for size in SIZES[1:])]
    looks.append(Look(SIZES[2], "dark", "en"))
    code = max(draw_elsewhere(look, options.only) for look in looks)
    if code == 0:
        say(f"{len(list(folder.iterdir()))} pictures in {folder}")
    return code


def draw_elsewhere(look: Look, only: str) -> int:
    options = ["--size", look.size, "--theme", look.theme, "--language", look.language, "--only", only]
    return call(module("tests.tools.shots", *options))


def draw(folder: Path, look: Look, only: str) -> None:
    """Draw the views of one look into a folder, as ``VIEW-LOOK.png``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(look.scale)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:  # the log may still be written to
        os.environ["ECDESK_HOME"] = home
        os.environ.setdefault("ECDESK_USER", "张三")  # not shown in another language: a name
        Studio(folder, look, only).draw_all()


class Studio:
    """The window on the sample book, and the views that are drawn of it."""

    def __init__(self, folder: Path, look: Look, only: str) -> None:
        self.folder, self.look, self.only = folder, look, only
        self._dialog = ""
        self.application = app.make_application()
        settings = Settings()
        settings.set_text("look/theme", look.theme)
        settings.set_text("look/language", look.language)
        self.window = MainWindow(settings, app.dress(self.application, settings))
        self.window.resize(*look.window)
        self.window.show()

    def draw_all(self) -> None:
        views: list[tuple[str, Callable[[], None]]] = [
            ("start", self._nothing),
            ("main", self._main),
            ("ranking", self._ranking),
            ("province", self._province),
            ("wide", self._wide),
            ("findings", self._findings),
            ("inspector", self._inspector),
            ("history", self._history),
            ("import", lambda: self.window.submissions.review([resource("books", "2018", "submissions")])),
            ("board", self.window.submissions.show_board),
            ("results", self.window.rules.show_results),
            ("rules", self.window.rules.show_rules),
            ("compare", self._compare),
            ("proof", self._proof),
            ("proof-found", self._proof_found),
            ("sentences", self._sentences),
            ("merge", self._merge),
            ("work", self._work),
            ("comments", self._comments),
            ("english", self._english),
            ("signoff", self.window.delivery.show_sign_off),
            ("balance", self._balance),
            ("sources", self.window.records.show_sources),
            ("definitions", self.window.records.show_definitions),
            ("state-report", self.window.documents.show_work_report),
            ("guide", self.window.help.show_guide),
            ("side-by-side", self._side_by_side),
            ("command-box", self._command_box),
        ]
        for name, prepare in views:
            if self.only in name:
                if name != "start":
                    self._open_sample()
                prepare()
                self._settle()
                self._save(name, self.window)
        if self.only in "dialog" or "dialog" in self.only:
            self._draw_dialogs()
        self.window.close()
        while self.window.isVisible():  # until the book is saved
            self.application.processEvents()

    # -- views

    def _nothing(self) -> None:
        pass

    def _main(self) -> None:
        self._show("图1-1", 5, 0)  # not shown: number of an exhibit of the sample book

    def _ranking(self) -> None:
        self._show("图1-6", 0, 0)  # not shown: as above

    def _province(self) -> None:
        for exhibit in self._desk.book.exhibits():
            if exhibit.at.get("area") == "610000":
                self._go(exhibit.id, 0, 0)
                return

    def _wide(self) -> None:
        self._go(self._widest.id, 4, 2)

    def _findings(self) -> None:
        self.window.ui.dock_findings.raise_()
        self.window.findings.step(1)

    def _inspector(self) -> None:
        self._show("图1-5", 0, 0)  # not shown: as above
        self._edit("84.1")
        self._edit("83.1")

    def _history(self) -> None:
        self._edit("83.2")
        add_save_point(self._desk, "送审稿")  # not shown: a name given by a user
        self._edit("83.1")
        self.window.stepping.undo()
        self.window.ui.dock_history.raise_()

    def _side_by_side(self) -> None:
        self.window.ui.dock_findings.raise_()
        exhibits = self._desk.book.exhibits()
        self.window.workspace.go_to(Place(exhibits[0].id, 0, 0))
        self.window.workspace.go_to(Place(exhibits[3].id, 0, 0, beside=True))

    def _command_box(self) -> None:
        self.window.command_box.start()
        self.window.command_box.setText("网络零售")  # not shown: what a user types
        self.window.command_box.textEdited.emit("")

    def _draw_dialogs(self) -> None:
        """Dialogs are drawn where they stand when they are shown: a timer takes the picture and closes them."""
        settings = self.window.settings
        present = Preferences(themes.current().name, language(), settings.font_size, "")
        error = ValueError("example")
        views: tuple[tuple[str, Callable[[], object]], ...] = (
            ("dialog-preferences", lambda: dialogs.ask(PreferencesDialog(self.window, present))),
            ("dialog-crash", lambda: dialogs.show_crash(self.window, report_of(error))),
            ("dialog-about", self.window.help.show_about),
            ("dialog-shortcuts", self.window.shortcuts.choose),
            ("dialog-export", self.window.delivery.export),
            ("dialog-word", self.window.documents.export_word),
            ("dialog-impact", self.window.trials.try_cell),
            ("dialog-verified", self._verified),
            ("dialog-gaps", lambda: dialogs.ask(GapsDialog(self.window, [self._gap()]))),
        )
        if any(self.only in name for name, _show in views):
            self._open_sample()
            self._main()
            self._settle()
        for name, show in views:
            if self.only in name:
                self._dialog = name
                QTimer.singleShot(300, self.window, self._take_dialog)
                show()

    def _take_dialog(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            self._save(self._dialog, dialog)
            dialog.reject()

    def _compare(self) -> None:
        """A few figures changed, added and taken out since the sample book was made."""
        table = build_table(self._desk.book, self._widest)
        places = [(r, c, cell) for r, row in enumerate(table.cells) for c, cell in enumerate(row) if cell.key]
        full = [(r, c) for r, c, cell in places if cell.shown is not None]
        empty = [(r, c) for r, c, cell in places if cell.content is None]
        typed = [(*full[1], "9999.9"), (*full[7], ""), (*full[12], "1.5"), *((r, c, "12.3") for r, c in empty[:1])]
        cells.enter(self._desk, self._widest.id, typed)
        self.window.versions.compare()
        self._settle()
        page = self.window.editors.page("compare")
        if isinstance(page, ComparePage):
            page.tables.go_to_next()

    def _proof(self) -> None:
        """The manuscript that comes with the sample book, with two slips in it."""
        self.window.proofs.take(next(resource("books", "2018", "manuscripts").iterdir()))
        self._settle()
        page = self.window.editors.current_page()
        if isinstance(page, ProofPage):
            page.next_line()

    def _proof_found(self) -> None:
        """The same, with every figure of the book's to be corrected, and something looked for."""
        self._proof()
        page = self.window.editors.current_page()
        if isinstance(page, ProofPage):
            page.correcting.correct_by_book()
            self._settle()
            page.find_words()
            page.find_bar.words.setText("%")

    def _sentences(self) -> None:
        self._show("表8-13", 0, 0)  # not shown: as above
        self.window.proofs.show_sentences()

    def _merge(self) -> None:
        """A copy that a colleague took away: figures changed there, here, and one in both."""
        exhibit = self._numbered("图1-5").id  # not shown: as above
        self._settle()
        copy = Path(os.environ["ECDESK_HOME"]) / "copy.ecd"
        shutil.copyfile(self._desk.path, copy)
        cells.enter(self._desk, exhibit, [(0, 0, "83.3"), (1, 0, "9.2")])
        with Desk.open(copy, "李四") as theirs:  # not shown: a name
            cells.enter(theirs, exhibit, [(0, 0, "83.4"), (2, 0, "6.5"), (3, 1, "27.9")])
        self.window.versions.show_merge(copy)

    def _work(self) -> None:
        """Two people share the book; one chapter has passed a stage and been changed since."""
        desk = self._desk
        chapters = [one.id for one in desk.book.sections() if not one.parent]
        assignments.assign(desk, chapters[:3], "张三", "2019-03-25")  # not shown: a name and a day
        assignments.assign(desk, chapters[3:6], "李四", "2019-04-30")  # not shown: as above
        stages.pass_stage(desk, chapters[:2])
        self._edit("83.2")
        self._edit("83.1")
        comments.comment_on_exhibit(desk, self._numbered("图1-5").id, "东部占比核对过了吗？")  # not shown: what somebody writes
        self.window.records.show_work()

    def _comments(self) -> None:
        """A remark on a figure with a reply, one on an exhibit, one that was dealt with."""
        desk, exhibit = self._desk, self._numbered("图1-5")  # not shown: as above
        key = next(key for _row, _column, key in cell_keys(exhibit))
        asked = comments.add_comment(desk, key, "与商务大数据的口径一致吗？")  # not shown: what somebody writes
        comments.reply(desk, asked.id, "一致，见来源说明第三条。")  # not shown: as above
        done = comments.comment_on_exhibit(desk, exhibit.id, "注里补一句不含港澳台。")  # not shown: as above
        comments.set_comments_done(desk, [done.id])
        self.window.records.show_comments()

    def _english(self) -> None:
        self.window.records.show_english()

    def _balance(self) -> None:
        self._show("表8-33", 0, 0)  # not shown: as above
        self._settle()
        self.window.delivery.show_balance()

    def _verified(self) -> None:
        """A file as delivered, and one in which a figure is another."""
        changed = FigureDifference(self._numbered("图1-5").caption, "东部", "占比", "83.1", "83.7")  # not shown: as above
        same = VerifiedFile("2018.docx", FileVerdict.IDENTICAL)
        other = VerifiedFile("2018.xlsx", FileVerdict.DIFFERS, figures=1386, differences=(changed,))
        self.window.delivery.show_verified((same, other))

    def _gap(self) -> str:
        return f"{self._numbered('图1-5').number} · {self._numbered('图1-5').caption}"  # not shown: as above

    # -- doing

    @property
    def _desk(self) -> Desk:
        desk = self.window.workspace.desk
        assert desk is not None
        return desk

    @property
    def _widest(self) -> Exhibit:
        return max(self._desk.book.exhibits(), key=lambda exhibit: len(exhibit.rows) * len(exhibit.columns))

    def _numbered(self, number: str) -> Exhibit:
        return next(exhibit for exhibit in self._desk.book.exhibits() if exhibit.number == number)

    def _open_sample(self) -> None:
        if self.window.workspace.desk is None:
            self.window.opener.open_sample()
            self._wait(lambda: self.window.workspace.desk is not None)
            self._settle()

    def _show(self, number: str, row: int, column: int) -> None:
        self._go(self._numbered(number).id, row, column)

    def _go(self, exhibit: str, row: int, column: int) -> None:
        self.window.workspace.go_to(Place(exhibit, row, column))

    def _edit(self, typed: str) -> None:
        cells.enter(self._desk, self._numbered("图1-5").id, [(0, 0, typed)])  # not shown: as above

    def _settle(self) -> None:
        """Until nothing is under way: no job, no drawing, no pending check, everything saved."""
        window = self.window

        def still() -> bool:
            desk = window.workspace.desk
            saved = desk is None or desk.save_state.waiting == 0
            return saved and not (
                window.workspace.jobs.busy or window.checks.pending or (window.docks.filled and window.chart.drawing)
            )

        for _again in range(3):
            self._pause(220)
            self._wait(still)

    @staticmethod
    def _pause(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _wait(self, done: Callable[[], bool]) -> None:
        for _tick in range(SETTLE // 20):
            if done():
                return
            self._pause(20)
        raise TimeoutError(f"a view did not come to rest in {SETTLE / 1000:.0f} s")

    def _save(self, name: str, widget: QWidget) -> None:
        target = self.folder / f"{name}-{self.look.name}.png"
        if not widget.grab().save(str(target)):
            raise OSError(f"{target} could not be written")
        say(target.name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
