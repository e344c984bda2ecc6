"""What the main window can do with other versions of the book: compare, merge a copy, compare with last year's book."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import Page, RoomCommands

if TYPE_CHECKING:
    from ecdesk.gui.versions.compare_page import ComparePage
    from ecdesk.gui.versions.merge_page import MergePage

COMPARE = Page("compare", "split")
MERGE = Page("merge", "redo")


class VersionCommands(RoomCommands):
    """Opens the pages about versions among the editors."""

    def save_point(self) -> None:
        """Keep the present state to be compared with, named by its time; what is saved already needs no name of anybody."""
        desk = self._workspace.desk
        assert desk is not None
        from ecdesk.session.versions.versions import add_save_point, present_save_point

        present = present_save_point(desk)
        if present is not None:
            self._workspace.say(tr("修改都已保存；自保存点“{name}”以来没有改过。", name=present.name))
            return
        try:
            point = add_save_point(desk, f"{datetime.now():%Y-%m-%d %H:%M}")
        except UserError as error:
            self._refuse(error)
            return
        self._workspace.say(tr("修改都已保存，并记下了保存点“{name}”，可以与它比较。", name=point.name))

    def compare(self) -> None:
        """Show the page that compares the book with a save point or another file."""
        self._compare_page()

    def _compare_page(self) -> ComparePage:
        from ecdesk.gui.versions.compare_page import ComparePage

        return self._in_front(COMPARE, ComparePage, tr("比较版本"), lambda: ComparePage(self._workspace, self._editors))

    def show_since_stage(self, about: str) -> None:
        """Compare an exhibit, or what is in a section, with what it was when it passed the last stage."""
        self._compare_page().show_since(about)

    def merge(self) -> None:
        """Ask for a copy and show what merging it would do; what earlier merges left undecided is offered first."""
        from ecdesk.domain.book.records import Conflict

        book = self._workspace.book
        assert book is not None
        left = len(book.all(Conflict))
        if left:
            question = tr("以前合并的副本还有 {count} 处没有选定。", count=left)
            answer = dialogs.ask_question(self._editors, question, (tr("现在选定"), tr("合并另一份副本…")))
            if answer == 0:
                self._merge_page().show_left()
            if answer != 1:
                return
        path = dialogs.choose_file(self._editors, tr("选择离线修改过的副本"), dialogs.BOOK)
        if path is not None:
            self.show_merge(path)

    def show_merge(self, copy: Path) -> None:
        """Show what merging a copy would do."""
        self._merge_page().read(copy)

    def _merge_page(self) -> MergePage:
        from ecdesk.gui.versions.merge_page import MergePage

        def made() -> MergePage:
            page = MergePage(self._workspace, self._editors)
            page.settled.connect(self._close_merge)
            return page

        return self._in_front(MERGE, MergePage, tr("合并冲突"), made)

    def _close_merge(self) -> None:
        self._editors.close_page(MERGE.name)

    # -- last year's book

    def choose_last_year(self) -> None:
        """Choose last year's book, another one, or none any more; which one it is, the book remembers."""
        desk = self._workspace.desk
        assert desk is not None
        from ecdesk.session.versions.last_year import forget_last, last_path, trying_last

        present = last_path(desk.book, desk.path)
        if present is not None:
            question = tr("现在与上年年报“{file}”比较。", file=present.name)
            answer = dialogs.ask_question(self._editors, question, (tr("换一本…"), tr("不再比较")), str(present))
            if answer is None:
                return
            if answer == 1:
                forget_last(desk)
                return
        chosen = dialogs.choose_file(self._editors, tr("上年年报"), dialogs.BOOK, str(desk.path.parent))
        if chosen is None:
            return
        try:
            job = trying_last(desk, chosen)
        except UserError as error:
            self._refuse(error)
            return
        self._workspace.jobs.start(text("读取上年年报"), job, self._take_last_year, self._refuse)

    def _take_last_year(self, last: Path) -> None:
        desk = self._workspace.desk
        if desk is not None:
            from ecdesk.session.versions.last_year import remember_last

            remember_last(desk, last)
            self._workspace.say(tr("从现在起与上年年报“{file}”比较。", file=last.name))

    def _refuse(self, error: UserError) -> None:
        dialogs.show_error(self._editors, error)
