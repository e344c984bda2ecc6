"""What the main window can do with what the book says about its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ecdesk.domain.figures.keys import known_key
from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import Page, RoomCommands
from ecdesk.gui.records.page import RecordsPage

if TYPE_CHECKING:
    from ecdesk.domain.book.records import Comment
    from ecdesk.gui.records.comments_page import CommentsPage
    from ecdesk.gui.records.work_page import WorkPage

WORK = Page("work", "pin")
COMMENTS = Page("comments", "comment")
SOURCES = Page("sources", "manuscript")
DEFINITIONS = Page("definitions", "indicator")
ENGLISH = Page("english", "manuscript")


class RecordCommands(RoomCommands):
    """Asks for symbols, and opens the register of sources, the definitions, the work and the remarks among the editors."""

    changes_wanted = Signal(str)
    """Id of a part whose changes since its last stage should be shown."""
    report_wanted = Signal()
    """The report of the state should be shown."""
    sentence_wanted = Signal(object)
    """A `Comment` on a sentence, which should be shown in its manuscript."""

    def show_sources(self) -> None:
        """Show where the figures come from."""
        from ecdesk.gui.records.sources_page import SourcesPage

        self._show(SOURCES, SourcesPage, tr("数据来源"))

    def show_definitions(self) -> None:
        """Show what the indicators mean."""
        from ecdesk.gui.records.definitions_page import DefinitionsPage

        self._show(DEFINITIONS, DefinitionsPage, tr("指标解释"))

    def show_english(self) -> None:
        """Show what the report says in English."""
        from ecdesk.gui.records.english_page import EnglishPage

        self._show(ENGLISH, EnglishPage, tr("英文对照"))

    def _show(self, name: Page, kind: type[RecordsPage], title: str) -> None:
        """Show a page among the editors, made where it is not there yet."""
        desk, checks = self._at_hand()

        def made() -> RecordsPage:
            page = kind(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.said.connect(self._workspace.say)
            return page

        self._in_front(name, kind, title, made)

    def show_work(self) -> None:
        """Show who does what until when."""
        self._work_page()

    def show_work_on(self, about: str) -> None:
        """The same, beginning with an exhibit or a section."""
        self._work_page().show_part(about)

    def _work_page(self) -> WorkPage:
        desk, checks = self._at_hand()
        from ecdesk.gui.records.work_page import WorkPage

        def made() -> WorkPage:
            page = WorkPage(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.changes_requested.connect(self.changes_wanted)
            page.comments_requested.connect(self.show_comments_in)
            page.report_requested.connect(self.report_wanted)
            page.said.connect(self._workspace.say)
            return page

        return self._in_front(WORK, WorkPage, tr("分工与进度"), made)

    def show_comments(self) -> None:
        """Show the remarks on everything."""
        self._comments_page()

    def show_comments_in(self, about: str) -> None:
        """Show the remarks on an exhibit or a section and what is in it."""
        self._comments_page().show_about(about)

    def _comments_page(self) -> CommentsPage:
        desk, checks = self._at_hand()
        from ecdesk.gui.records.comments_page import CommentsPage

        def made() -> CommentsPage:
            page = CommentsPage(desk, checks)
            page.place_requested.connect(self._go_to_remarked)
            page.said.connect(self._workspace.say)
            return page

        return self._in_front(COMMENTS, CommentsPage, tr("批注"), made)

    def _go_to_remarked(self, comment: Comment) -> None:
        from ecdesk.domain.book.records import CommentOn

        if comment.on is CommentOn.SENTENCE:
            self.sentence_wanted.emit(comment)
        elif comment.on is CommentOn.EXHIBIT and self._workspace.exhibit(comment.about) is not None:
            self._show_exhibit(comment.about)
        elif comment.on is CommentOn.EXHIBIT or (key := known_key(comment.about)) is None or not self._workspace.go_to_key(key):
            self._workspace.say(tr("这一项没有印在任何图表里。"))

    def choose_symbols(self) -> None:
        """Ask which symbols the book prints, and take them."""
        desk = self._workspace.desk
        assert desk is not None
        from ecdesk.gui.records.symbols_dialog import SymbolsDialog
        from ecdesk.session.records.symbols import set_symbols

        chosen = dialogs.ask(SymbolsDialog(self._editors.window(), desk.book))
        if chosen is None:
            return
        count = set_symbols(desk, chosen)
        if count:
            self._workspace.say(tr("符号已更改，{count} 个格子按新的符号显示。", count=count))
        else:
            self._workspace.say(tr("符号已记下。"))
