"""What the main window can do with what the book says about its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ecdesk.domain.texts import tr
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Place, Workspace
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


class RecordCommands(QObject):
    """Asks for symbols, and opens the register of sources, the definitions, the work and the remarks among the editors."""

    changes_wanted = Signal(str)
    """Id of a part whose changes since its last stage should be shown."""
    report_wanted = Signal()
    """The report of the state should be shown."""
    sentence_wanted = Signal(object)
    """A `Comment` on a sentence, which should be shown in its manuscript."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, editors: EditorArea, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._editors = editors

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
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        if not isinstance(self._editors.page(name.name), kind):
            page = kind(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.said.connect(self._workspace.say)
            self._editors.add_page(name, page, title)
        self._editors.show_page(name.name)

    def show_work(self) -> None:
        """Show who does what until when."""
        self._work_page()

    def show_work_on(self, about: str) -> None:
        """The same, beginning with an exhibit or a section."""
        self._work_page().show_part(about)

    def _work_page(self) -> WorkPage:
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        from ecdesk.gui.records.work_page import WorkPage

        page = self._editors.page(WORK.name)
        if not isinstance(page, WorkPage):
            page = WorkPage(desk, checks)
            page.exhibit_requested.connect(self._show_exhibit)
            page.changes_requested.connect(self.changes_wanted)
            page.comments_requested.connect(self.show_comments_in)
            page.report_requested.connect(self.report_wanted)
            page.said.connect(self._workspace.say)
            self._editors.add_page(WORK, page, tr("分工与进度"))
        self._editors.show_page(WORK.name)
        return page

    def show_comments(self) -> None:
        """Show the remarks on everything."""
        self._comments_page()

    def show_comments_in(self, about: str) -> None:
        """Show the remarks on an exhibit or a section and what is in it."""
        self._comments_page().show_about(about)

    def _comments_page(self) -> CommentsPage:
        desk, checks = self._workspace.desk, self._checks.checks
        assert desk is not None and checks is not None
        from ecdesk.gui.records.comments_page import CommentsPage

        page = self._editors.page(COMMENTS.name)
        if not isinstance(page, CommentsPage):
            page = CommentsPage(desk, checks)
            page.place_requested.connect(self._go_to_remarked)
            page.said.connect(self._workspace.say)
            self._editors.add_page(COMMENTS, page, tr("批注"))
        self._editors.show_page(COMMENTS.name)
        return page

    def _go_to_remarked(self, comment: Comment) -> None:
        from ecdesk.domain.book.records import CommentOn
        from ecdesk.domain.figures.keys import known_key

        if comment.on is CommentOn.SENTENCE:
            self.sentence_wanted.emit(comment)
        elif comment.on is CommentOn.EXHIBIT and self._workspace.exhibit(comment.about) is not None:
            self._show_exhibit(comment.about)
        elif comment.on is CommentOn.EXHIBIT or (key := known_key(comment.about)) is None or not self._workspace.go_to_key(key):
            self._workspace.say(tr("这一项没有印在任何图表里。"))

    def _show_exhibit(self, id: str) -> None:
        self._workspace.go_to(Place(id))

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
