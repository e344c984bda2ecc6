"""The main window: puts the panels together and routes its commands; what a panel does is the panel's own business."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMainWindow, QSizePolicy, QWidget

from ecdesk.domain.texts import tr
from ecdesk.gui.base import icons, plain
from ecdesk.gui.base.layouts import OnlyShown
from ecdesk.gui.base.pauses import next_turn
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.base.translator import Languages
from ecdesk.gui.delivery.commands import DeliveryCommands
from ecdesk.gui.delivery.document_commands import DocumentCommands
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea
from ecdesk.gui.desk.impact.trials import Trials
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.stepping import Stepping
from ecdesk.gui.desk.strips.progress_strip import ImportedStrip, ProgressStrip, WrittenStrip
from ecdesk.gui.desk.strips.saving_strips import FaultStrip, RescueStrip
from ecdesk.gui.desk.workspace import Workspace
from ecdesk.gui.forms.ui_main_window import Ui_MainWindow
from ecdesk.gui.proof.commands import SUFFIXES as MANUSCRIPTS
from ecdesk.gui.proof.commands import ProofCommands
from ecdesk.gui.records.commands import RecordCommands
from ecdesk.gui.rules.commands import RuleCommands
from ecdesk.gui.shell.appearance import Appearance
from ecdesk.gui.shell.command_box import CommandBox
from ecdesk.gui.shell.command_targets import CommandTargets
from ecdesk.gui.shell.commands import Command, Commands, FileDrop, MenuKey, Needs, action_named
from ecdesk.gui.shell.docks import Docks
from ecdesk.gui.shell.help.commands import HelpCommands
from ecdesk.gui.shell.help.first_book import FirstBook, FirstBookHelps
from ecdesk.gui.shell.help.shortcuts import Shortcuts
from ecdesk.gui.shell.starting.new_books import NewBooks
from ecdesk.gui.shell.starting.opening import BookOpener
from ecdesk.gui.shell.starting.start_page import RecentMenu, StartPage
from ecdesk.gui.shell.status_line import StatusLine
from ecdesk.gui.submissions.commands import SubmissionCommands
from ecdesk.gui.submissions.correspondence import Correspondence
from ecdesk.gui.versions.commands import VersionCommands
from ecdesk.gui.versions.sync_strip import SyncStrip
from ecdesk.session.book.rescue_file import SUFFIX
from ecdesk.session.program.later_writes import later_writes
from ecdesk.session.rules.standing import note, standing_of
from ecdesk.session.submissions.endings import ENDINGS

PAGE, BOOK, WRITING = Needs.PAGE, Needs.BOOK, Needs.WRITING


class MainWindow(QMainWindow):
    """One window, one desk at a time. The panels are there from the first book on."""

    def __init__(self, settings: Settings, languages: Languages) -> None:
        super().__init__()
        self.settings = settings
        self._next_step = ""
        """A command that is to be given to the book that is being opened."""
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.appearance = Appearance(settings, languages, self)
        self.workspace = Workspace(settings, self)
        self.opener = BookOpener(self.workspace, self)
        self._make_middle()
        self._make_parts()
        self._make_tool_bar()
        self.commands = Commands(self._routes(), self.workspace, self.editors, self)
        self._connect_parts()
        self._retranslate()
        self.commands.restyle()
        self.docks.restore_size()

    # -- putting together

    def _make_middle(self) -> None:
        workspace = self.workspace
        self.checks = LiveChecks(workspace)
        self.start_page = StartPage(self.settings, self)
        self.editors = EditorArea(workspace, self.checks, self)
        self.middle = OnlyShown(self, self.start_page, self.editors)
        self.strip = ProgressStrip(workspace.jobs, self)
        self.written_strip = WrittenStrip(workspace, self)
        self.imported_strip = ImportedStrip(workspace, self)
        self.fault_strip = FaultStrip(workspace, self)
        self.rescue_strip = RescueStrip(workspace, self)
        self.sync_strip = SyncStrip(workspace, self)
        self.ui.central_layout.addWidget(self.fault_strip)
        self.ui.central_layout.addWidget(self.rescue_strip)
        self.ui.central_layout.addWidget(self.sync_strip)
        self.ui.central_layout.addWidget(self.middle, 1)
        self.ui.central_layout.addWidget(self.written_strip)
        self.ui.central_layout.addWidget(self.imported_strip)
        self.ui.status_bar.addPermanentWidget(self.strip)

    def _make_parts(self) -> None:
        workspace, checks, editors = self.workspace, self.checks, self.editors
        self.docks = Docks(self, self.ui, self.middle, self.settings)
        self.targets = CommandTargets(workspace, self.docks, self)
        self.recent = RecentMenu(self.ui.menu_recent, self.settings)
        self.stepping = Stepping(workspace, self)
        self.trials = Trials(workspace, checks, self)
        self.new_books = NewBooks(workspace, self)
        self.submissions = SubmissionCommands(workspace, checks, editors, self)
        self.correspondence = Correspondence(workspace, checks, editors, self)
        self.proofs = ProofCommands(workspace, checks, editors, self)
        self.records = RecordCommands(workspace, checks, editors, self)
        self.rules = RuleCommands(workspace, checks, editors, self)
        self.versions = VersionCommands(workspace, checks, editors, self)
        self.delivery = DeliveryCommands(workspace, checks, editors, self)
        self.documents = DocumentCommands(workspace, checks, editors, self)
        self.drop = FileDrop(self)
        MenuKey(self)
        self.help = HelpCommands(editors, self)
        sample = partial(self.opener.open_sample, "report")
        helps = FirstBookHelps(workspace, self, sample, self.submissions.review, self.proofs.take)
        self.first_book = FirstBook(workspace, self.settings, helps.by_name, self)
        self.ui.central_layout.insertWidget(self.ui.central_layout.indexOf(self.middle), self.first_book)
        self.shortcuts = Shortcuts(self, self.settings, self._say_keys)
        self.status = StatusLine(workspace, self.ui.status_bar, self)

    def _make_panels(self) -> None:
        """Before the first book comes: what stands around the middle. Imported then, so that the window itself opens at once."""
        if self.docks.filled:
            return
        from ecdesk.gui.charts.panel import ChartPanel
        from ecdesk.gui.panels.findings_panel import FindingsPanel
        from ecdesk.gui.panels.inspector_panel import InspectorPanel
        from ecdesk.gui.panels.outline_panel import OutlinePanel
        from ecdesk.gui.versions.history_panel import HistoryPanel

        self.outline = OutlinePanel(self.workspace, self)
        self.chart = ChartPanel(self.workspace, self.checks, self)
        self.inspector = InspectorPanel(self.workspace, self.checks, self)
        self.findings = FindingsPanel(self.workspace, self.checks, self)
        self.history = HistoryPanel(self.workspace, self)
        self.docks.fill(
            (self.outline, self.chart, self.inspector, self.findings, self.history),
            (self.outline.tree, self.findings.table, self.history.table, self.inspector.browser),
            (self.chart.print_button, self.chart.settings_button, self.chart.save_button),
        )
        self.outline.area_wanted.connect(self.targets.go_to_area)
        self.editors.nothing.offer((self.ui.action_paste_table, self.ui.action_import), (self.ui.action_reopen_tab,))
        self.submissions.next_steps = (self.ui.action_board, self.ui.action_results, self.ui.action_undo)
        self.editors.nothing.table_wanted.connect(self.outline.actions_of_tree.add_first)
        self.editors.new_table_wanted.connect(self.outline.actions_of_tree.add_behind)
        self.editors.layout_wanted.connect(self.outline.actions_of_tree.lay_out_anew)
        self.editors.paste_by_heads_wanted.connect(self.submissions.paste_by_heads)
        self.findings.explain_wanted.connect(self.rules.explain)
        self.editors.results_wanted.connect(self.rules.show_results_in)
        self.editors.tell_about(self.outline.words_about)
        self.outline.restated.connect(self.editors.restate)
        self.outline.board_wanted.connect(self.submissions.show_board)
        self.history.trial_wanted.connect(self.trials.try_taking_back)
        self.inspector.trial_wanted.connect(self.trials.try_cell)
        self.history.import_wanted.connect(self.submissions.show_import)
        self.outline.manuscript_wanted.connect(self.proofs.open)
        self.outline.work_wanted.connect(self.records.show_work_on)
        self.outline.comments_wanted.connect(self.records.show_comments_in)
        self.workspace.text_wanted.connect(self.proofs.go_to)

    def _make_tool_bar(self) -> None:
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.command_box = CommandBox(self.targets.all, self.targets.figures, self.targets.book_year, self)
        self.ui.tool_bar.addWidget(space)
        self.ui.tool_bar.addWidget(self.command_box)
        self.ui.tool_bar.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.ui.tool_bar.toggleViewAction().setVisible(False)
        self.ui.action_redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"), QKeySequence("F4")])
        self.shortcuts.apply()

    def _routes(self) -> tuple[Command, ...]:
        """Which part does what a command asks for."""
        return (
            Command("open", self.opener.choose, "open"),
            Command("save_copy", self.opener.save_copy, "save", BOOK),
            Command("close_book", self.close_book, "close", BOOK),
            Command("quit", self.close),
            Command("new_book", self.new_books.start_blank),
            Command("new_next", self.new_books.start_next, needs=BOOK),
            Command("import", self.submissions.choose_files, "import", WRITING),
            Command("import_folder", self.submissions.choose_folder, needs=WRITING),
            Command("board", self.submissions.show_board, "inbox", BOOK),
            Command("send_forms", self.correspondence.send_forms, "send", BOOK),
            Command("send_letters", self.correspondence.send_letters, needs=BOOK),
            Command("read_answers", self.correspondence.read_answers, needs=WRITING),
            Command("proof", self.proofs.choose, "proof", BOOK),
            Command("back_to_text", self.proofs.go_back, needs=BOOK),
            Command("sentences", self.proofs.show_sentences, needs=BOOK),
            Command("export", self.delivery.export, "export", BOOK),
            Command("export_word", self.documents.export_word, needs=BOOK),
            Command("export_pdf", self.documents.export_pdf, needs=BOOK),
            Command("export_data", self.documents.export_data, needs=BOOK),
            Command("verify", self.delivery.verify),
            Command("print_preview", self.documents.show_preview, needs=BOOK),
            Command("print", self.documents.print_pages, needs=BOOK),
            Command("sign_off", self.delivery.show_sign_off, "sign", BOOK),
            Command("balance", self.delivery.show_balance, "balance", BOOK),
            Command("compare", self.versions.compare, needs=BOOK),
            Command("merge", self.versions.merge, needs=WRITING),
            Command("work", self.records.show_work, "pin", BOOK),
            Command("comments", self.records.show_comments, "comment", BOOK),
            Command("sources", self.records.show_sources, "manuscript", BOOK),
            Command("definitions", self.records.show_definitions, "indicator", BOOK),
            Command("english", self.records.show_english, needs=BOOK),
            Command("symbols", self.records.choose_symbols, needs=WRITING),
            Command("last_year", self.versions.choose_last_year, needs=WRITING),
            Command("save_point", self.versions.save_point, "savepoint", WRITING),
            Command("name_save_point", self._add_save_point, needs=WRITING),
            Command("check", self._show_findings, "check", BOOK),
            Command("explain", self._explain_finding, "explained", BOOK),
            Command("next_finding", self._next_finding, needs=BOOK),
            Command("previous_finding", self._previous_finding, needs=BOOK),
            Command("results", self.rules.show_results, "finding", BOOK),
            Command("rules", self.rules.show_rules, "rule", BOOK),
            Command("new_table", self._new_table, "table", WRITING),
            Command("paste_table", self.submissions.paste_as_table, needs=WRITING),
            Command("undo", self.stepping.undo, "undo", Needs.UNDO),
            Command("redo", self.stepping.redo, "redo", Needs.REDO),
            Command("split", self.editors.split, "split", PAGE),
            Command("close_tab", self.editors.close_current, needs=PAGE),
            Command("reopen_tab", self.editors.reopen_last, needs=BOOK),
            Command("next_tab", self.editors.next_tab, needs=PAGE),
            Command("previous_tab", self.editors.previous_tab, needs=PAGE),
            Command("next_pane", self.docks.next_pane),
            Command("previous_pane", self.docks.previous_pane),
            Command("reset_layout", self.docks.reset, needs=BOOK),
            Command("find_anything", self.command_box.start, "search"),
            Command("larger", self.appearance.larger),
            Command("smaller", self.appearance.smaller),
            Command("preferences", self.appearance.choose_preferences, "settings"),
            Command("guide", self.help.show_guide, "help"),
            Command("first_book", self.first_book.begin),
            Command("shortcuts", self.shortcuts.choose),
            Command("about", self.help.show_about),
        )

    def _connect_parts(self) -> None:
        """What one part wants of another."""
        for wanted in (
            self.start_page.recent.book_wanted,
            self.recent.book_wanted,
            self.rescue_strip.book_wanted,
        ):
            wanted.connect(self.opener.open)
        self.new_books.book_wanted.connect(self.opener.open_made)
        self.imported_strip.import_wanted.connect(self.submissions.show_import)
        self.start_page.recent.step_wanted.connect(self._go_on_with)
        self.start_page.open_wanted.connect(self.opener.choose)
        self.start_page.sample_wanted.connect(self.opener.open_sample)
        self.start_page.guide_wanted.connect(self.first_book.begin)
        self.start_page.new_wanted.connect(self.new_books.start_blank)
        self.sync_strip.merge_wanted.connect(self.versions.show_merge)
        self.fault_strip.rescue_wanted.connect(self.opener.save_copy)
        self.opener.rescue_given.connect(self.rescue_strip.know)
        self.opener.coming.connect(self._make_panels)
        self.opener.opened.connect(self.editors.reopen)
        self.opener.opened.connect(partial(next_turn, self.docks, self.docks.fit_to_book))
        self.stepping.stepped.connect(self.editors.show_changed)
        self.opener.leaving.connect(self.editors.remember)
        self.opener.leaving.connect(self._note_standing)
        self.opener.opened.connect(self._begin_step)
        self.opener.failed.connect(self._forget_step)
        self.command_box.chosen.connect(self.targets.go_to)
        self.command_box.left.connect(self._focus_middle)
        self.docks.middle_wanted.connect(self._focus_middle)
        self.targets.manuscript_wanted.connect(self.proofs.open)
        self.submissions.area_wanted.connect(self.targets.go_to_area)
        self.records.changes_wanted.connect(self.versions.show_since_stage)
        self.records.report_wanted.connect(self.documents.show_work_report)
        self.records.sentence_wanted.connect(self.proofs.show_sentence)
        self.delivery.results_wanted.connect(self.rules.show_results_in)
        self.editors.trial_wanted.connect(self.trials.try_here)
        self.editors.current_changed.connect(self._choose_middle)
        self.editors.current_changed.connect(lambda: self.status.heed_page(self.editors.current_editor() is not None))
        self.drop.dropped.connect(self._take_files)
        self.ui.menu_edit.aboutToShow.connect(self._fill_edit)
        self.editors.summary_changed.connect(self.status.show_summary)
        self.workspace.desk_changed.connect(self._desk_changed)

    # -- books

    def open_book(self, path: Path) -> None:
        """Open a book's file; it is there when ``opener.opened`` has been emitted."""
        self.opener.open(path)

    def _go_on_with(self, path: Path, command: str) -> None:
        """Open a book and begin what it needs next."""
        self._next_step = command
        self.opener.open(path)

    def _forget_step(self) -> None:
        """The book could not be opened: what it needs next is nothing for the next one that is."""
        self._next_step = ""

    def _begin_step(self) -> None:
        command, self._next_step = self._next_step, ""
        if command:
            action_named(self, command).trigger()

    def _note_standing(self) -> None:
        """Where the present book stands, for the start page."""
        if self.workspace.desk is not None:
            now = standing_of(self.workspace.desk, self.checks.checks)
            self.start_page.recent.know(now)
            later_writes.add(partial(note, now))

    def close_book(self) -> None:
        """Go back to the start page, once everything is saved."""
        if self.opener.close(self.start_page.refresh):
            self.start_page.refresh()

    def _desk_changed(self) -> None:
        self.editors.close_all()
        dialogs.book = self.workspace.path
        desk = self.workspace.desk
        if desk is None:
            self.docks.put_away()
        else:
            self._make_panels()
            self.docks.bring_out()
        self._choose_middle()
        title = desk.book.title or desk.path.stem if desk else ""
        if desk is not None and desk.read_only:
            title = tr("{title}（只读）", title=title)
        # A copy has its original's title: the file and its folder tell them apart.
        where = f"{desk.path.name} · {desk.path.parent.name}" if desk else ""
        self.setWindowTitle(plain.title(f"{title} — {where} — ecdesk") if title else "ecdesk")

    def _choose_middle(self) -> None:
        if self.workspace.desk is not None:
            self.docks.give_room(self.editors.wants_room)
        empty = self.workspace.desk is None and self.editors.is_empty
        self.middle.setCurrentWidget(self.start_page if empty else self.editors)

    def _focus_middle(self) -> None:
        if not self.editors.focus_current():
            self.start_page.setFocus()

    def _fill_edit(self) -> None:
        menu = self.ui.menu_edit
        menu.clear()
        menu.addActions([self.ui.action_undo, self.ui.action_redo])
        menu.addSeparator()
        menu.addActions([self.ui.action_new_table, self.ui.action_paste_table])
        self.editors.add_actions(menu)

    # -- what panels do, which are there from the first book on

    def _new_table(self) -> None:
        self.outline.actions_of_tree.add_exhibit()

    def _add_save_point(self) -> None:
        self.history.add_save_point()

    def _show_findings(self) -> None:
        """List the findings as they are now and go to the first."""
        self.checks.publish()
        self.docks.show_panel("dock_findings")
        self.findings.step(0)

    def _explain_finding(self) -> None:
        """Explain the finding that is current in the panel, the first when none is."""
        finding = self.findings.current()
        if finding is not None:
            self.rules.explain(finding)

    def _next_finding(self) -> None:
        self.findings.step(1)

    def _previous_finding(self) -> None:
        self.findings.step(-1)

    # -- look and language

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.docks.heed_window_size()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as in dialogs; a key comes here when nothing before it wanted it."""
        button = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(button, QAbstractButton) and button.isEnabled():
            button.click()
            event.accept()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.commands.restyle()
            self.appearance.show_theme()
        elif event.type() == QEvent.Type.StyleChange:
            next_turn(self.docks, self.docks.fit_to_book)  # the font may be another size

    def _say_keys(self) -> None:
        """Keys were changed: tips say the new ones."""
        self.commands.retranslate()

    def _retranslate(self) -> None:
        self.ui.retranslateUi(self)  # type: ignore[no-untyped-call]
        self.targets.forget()
        self.status.refresh()
        self.editors.renew()
        self.commands.retranslate()

    # -- files dropped on the window

    def _take_files(self, paths: list[Path]) -> None:
        """A book or a rescue file is opened; of one document it is asked whether it is a manuscript or was sent as a submission; anything else is taken
        for submissions, files and folders alike."""
        books = [path for path in paths if path.suffix.lower() in (".ecd", SUFFIX)]
        if books:
            self.opener.open(books[0])
        elif len(paths) == 1 and paths[0].suffix.lower() in MANUSCRIPTS:
            self._take_document(paths[0])
        else:
            self.submissions.review(paths)

    def _take_document(self, path: Path) -> None:
        if self.workspace.desk is None or path.suffix.lower() not in ENDINGS:
            self.proofs.take(path)
            return
        question = tr("“{file}”是要核对的文稿，还是报送的材料？", file=path.name)
        answer = dialogs.ask_question(self, question, [tr("核稿"), tr("导入报送")])
        if answer is not None:
            self.submissions.review([path]) if answer else self.proofs.take(path)

    # -- the end

    def closeEvent(self, event: QCloseEvent) -> None:
        self.docks.remember_size()
        if not self.opener.close(self.close):
            event.ignore()  # closed when everything is saved, or kept for the next time
            return
        self.workspace.jobs.stop()
        self.start_page.recent.stop()
        event.accept()
