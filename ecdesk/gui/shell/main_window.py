"""The main window: puts the panels together and routes its commands; what a panel does is the panel's own business."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence, QPixmap
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QSizePolicy, QStackedWidget, QWidget

import ecdesk
from ecdesk.domain.files.paths import platform_path, shown
from ecdesk.domain.texts import tr
from ecdesk.gui.base import icons, themes
from ecdesk.gui.base.progress_strip import ProgressStrip
from ecdesk.gui.base.settings import Settings
from ecdesk.gui.base.translator import Languages
from ecdesk.gui.delivery.commands import Delivery
from ecdesk.gui.delivery.printed_notes import PrintedNotes
from ecdesk.gui.desk import dialogs
from ecdesk.gui.desk.editor_area import EditorArea, Page
from ecdesk.gui.desk.fault_strip import FaultStrip
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.rescue_strip import RescueStrip
from ecdesk.gui.desk.stepping import Stepping
from ecdesk.gui.desk.workspace import Place, Workspace
from ecdesk.gui.forms.ui_main_window import Ui_MainWindow
from ecdesk.gui.proof.commands import SUFFIXES as MANUSCRIPTS
from ecdesk.gui.proof.commands import ProofCommands
from ecdesk.gui.rules.commands import RuleCommands
from ecdesk.gui.shell.appearance import Appearance
from ecdesk.gui.shell.arrangement import Arrangement
from ecdesk.gui.shell.command_box import CommandBox, Target
from ecdesk.gui.shell.command_targets import book_targets, command_targets, first_place, panel_targets
from ecdesk.gui.shell.opening import BookOpener
from ecdesk.gui.shell.start_page import StartPage
from ecdesk.gui.shell.status_line import StatusLine
from ecdesk.gui.submissions.commands import SubmissionCommands
from ecdesk.gui.submissions.correspondence import Correspondence
from ecdesk.gui.versions.last_year import LastYearCommand

if TYPE_CHECKING:
    from ecdesk.gui.panels.chart_panel import ChartPanel
    from ecdesk.gui.panels.findings_panel import FindingsPanel
    from ecdesk.gui.panels.inspector_panel import InspectorPanel
    from ecdesk.gui.panels.outline_panel import OutlinePanel
    from ecdesk.gui.shell.docks import DeskPanels
    from ecdesk.gui.versions.history_panel import HistoryPanel

GUIDE_PAGE = "guide"

ACTION_ICONS = {
    "action_open": "open",
    "action_save_copy": "save",
    "action_close_book": "close",
    "action_import": "import",
    "action_send_forms": "send",
    "action_board": "inbox",
    "action_export": "export",
    "action_check": "check",
    "action_proof": "proof",
    "action_explain": "explained",
    "action_results": "finding",
    "action_rules": "rule",
    "action_sign_off": "sign",
    "action_balance": "balance",
    "action_undo": "undo",
    "action_redo": "redo",
    "action_save_point": "savepoint",
    "action_split": "split",
    "action_find_anything": "search",
    "action_preferences": "settings",
    "action_guide": "help",
}


class MainWindow(QMainWindow):
    """One window, one desk at a time. The panels are there from the first book on."""

    outline: OutlinePanel
    chart: ChartPanel
    inspector: InspectorPanel
    findings: FindingsPanel
    history: HistoryPanel

    def __init__(self, settings: Settings, languages: Languages) -> None:
        super().__init__()
        self.settings = settings
        self.appearance = Appearance(settings, languages, self)
        self.ui = Ui_MainWindow()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self.workspace = Workspace(settings, self)
        self.opener = BookOpener(self.workspace, self)
        self.arrangement = Arrangement(self, self.ui, settings)
        self.panels: DeskPanels | None = None
        self._targets: list[Target] | None = None
        self._make_middle()
        self._make_tool_bar()
        self._connect()
        self._retranslate()
        self._restyle()
        self._enable()
        self.arrangement.restore_size()

    # -- putting together

    def _make_middle(self) -> None:
        workspace = self.workspace
        self.checks = LiveChecks(workspace)
        self.start_page = StartPage(self.settings, self)
        self.editors = EditorArea(workspace, self.checks, self)
        self.middle = QStackedWidget(self)
        self.middle.addWidget(self.start_page)
        self.middle.addWidget(self.editors)
        self.strip = ProgressStrip(workspace.jobs, self)
        self.fault_strip = FaultStrip(workspace, self)
        self.fault_strip.rescue_wanted.connect(self.opener.save_copy)
        self.rescue_strip = RescueStrip(workspace, self)
        self.rescue_strip.book_wanted.connect(self.open_book)
        self.opener.rescue_given.connect(self.rescue_strip.know)
        self.ui.central_layout.addWidget(self.fault_strip)
        self.ui.central_layout.addWidget(self.rescue_strip)
        self.ui.central_layout.addWidget(self.middle, 1)
        self.ui.central_layout.addWidget(self.strip)
        self.stepping = Stepping(workspace, self)
        self.delivery = Delivery(workspace, self.checks, self.editors, self)
        self.submissions = SubmissionCommands(workspace, self.editors, self)
        self.correspondence = Correspondence(workspace, self.checks, self)
        self.proofs = ProofCommands(workspace, self.editors, self)
        self.rules = RuleCommands(workspace, self.checks, self.editors, self)
        self.printed_notes = PrintedNotes(workspace, self.checks, self.editors, self)
        self.last_year = LastYearCommand(workspace, self)
        self.status = StatusLine(workspace, self.ui.status_bar, self)

    def _make_panels(self) -> None:
        """With the first book: what stands around the middle."""
        from ecdesk.gui.shell.docks import DeskPanels

        self.panels = panels = DeskPanels(self.workspace, self.checks, self.ui, self)
        self.outline, self.chart, self.inspector = panels.outline, panels.chart, panels.inspector
        self.findings, self.history = panels.findings, panels.history
        self.ui.action_save_point.triggered.connect(self.history.add_save_point)
        self.outline.area_wanted.connect(self._go_to_area)
        self.outline.board_wanted.connect(self.submissions.show_board)
        self.outline.manuscript_wanted.connect(self.proofs.open)
        self.workspace.text_wanted.connect(self.proofs.go_to)

    def _make_tool_bar(self) -> None:
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.command_box = CommandBox(self._all_targets, self._book_year, self)
        self.ui.tool_bar.addWidget(space)
        self.ui.tool_bar.addWidget(self.command_box)
        self.ui.tool_bar.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.ui.tool_bar.toggleViewAction().setVisible(False)
        for dock in self.arrangement.docks:
            self.ui.menu_panels.addAction(dock.toggleViewAction())
        group = QActionGroup(self)
        for name in themes.THEME_NAMES:
            group.addAction(self._action(f"action_theme_{name}"))
        group.triggered.connect(self.appearance.take_theme)
        self.ui.action_redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"), QKeySequence("F4")])

    def _connect(self) -> None:
        ui, workspace = self.ui, self.workspace
        for action, slot in (
            (ui.action_open, self.choose_book),
            (ui.action_save_copy, self.opener.save_copy),
            (ui.action_close_book, self.close_book),
            (ui.action_quit, self.close),
            (ui.action_new_book, self.delivery.start_blank),
            (ui.action_new_year, self.delivery.start_next_year),
            (ui.action_import, self.submissions.choose_files),
            (ui.action_import_folder, self.submissions.choose_folder),
            (ui.action_board, self.submissions.show_board),
            (ui.action_send_forms, self.correspondence.send_forms),
            (ui.action_send_letters, self.correspondence.send_letters),
            (ui.action_read_answers, self.correspondence.read_answers),
            (ui.action_proof, self.proofs.choose),
            (ui.action_export, self.delivery.export),
            (ui.action_compare, self.delivery.compare),
            (ui.action_merge, self.delivery.merge),
            (ui.action_check, self.show_findings),
            (ui.action_explain, self.explain_finding),
            (ui.action_results, self.rules.show_results),
            (ui.action_rules, self.rules.show_rules),
            (ui.action_sign_off, self.rules.show_sign_off),
            (ui.action_balance, self.rules.show_balance),
            (ui.action_last_year, self.last_year.choose),
            (ui.action_next_finding, self._next_finding),
            (ui.action_previous_finding, self._previous_finding),
            (ui.action_undo, self.undo),
            (ui.action_redo, self.redo),
            (ui.action_split, self.editors.split),
            (ui.action_close_tab, self.editors.close_current),
            (ui.action_next_pane, self._next_pane),
            (ui.action_previous_pane, self._previous_pane),
            (ui.action_next_tab, self._next_tab),
            (ui.action_previous_tab, self._previous_tab),
            (ui.action_find_anything, self.command_box.start),
            (ui.action_larger, self.appearance.larger),
            (ui.action_smaller, self.appearance.smaller),
            (ui.action_preferences, self.appearance.choose_preferences),
            (ui.action_reset_layout, self.arrangement.reset),
            (ui.action_guide, self.show_guide),
            (ui.action_about, self.show_about),
        ):
            action.triggered.connect(slot)
        ui.menu_recent.aboutToShow.connect(self._fill_recent)
        ui.menu_edit.aboutToShow.connect(self._fill_edit)
        ui.menu_recent.triggered.connect(self._recent_chosen)
        self.command_box.chosen.connect(self._go_to_target)
        self.command_box.left.connect(self._back_to_editor)
        self.start_page.book_wanted.connect(self.open_book)
        self.start_page.open_wanted.connect(self.choose_book)
        self.start_page.sample_wanted.connect(self.opener.open_sample)
        self.start_page.new_wanted.connect(self.delivery.start_blank)
        self.submissions.area_wanted.connect(self._go_to_area)
        self.opener.opened.connect(self._book_opened)
        self.delivery.book_wanted.connect(self.open_book)
        self.editors.current_changed.connect(self._enable)
        self.editors.current_changed.connect(self._choose_middle)
        self.editors.summary_changed.connect(self.status.show_summary)
        workspace.desk_changed.connect(self._desk_changed)
        workspace.changed.connect(self._changed)
        workspace.save_state_changed.connect(self._enable)

    def _action(self, name: str) -> QAction:
        action = self.findChild(QAction, name)
        assert isinstance(action, QAction), name
        return action

    # -- books

    def choose_book(self) -> None:
        folder = str(self.workspace.path.parent) if self.workspace.path else ""
        path = dialogs.choose_file(self, tr("打开年报"), dialogs.BOOK, folder)
        if path is not None:
            self.open_book(path)

    def open_book(self, path: Path) -> None:
        """Open a book's file; it is there when ``opener.opened`` has been emitted."""
        self.opener.open(path)

    def close_book(self) -> None:
        self.editors.commit()
        self._remember_tabs()
        if self.opener.close(self.start_page.refresh):
            self.start_page.refresh()

    def _book_opened(self) -> None:
        assert self.workspace.path is not None and self.workspace.book is not None
        tabs = self.settings.text(f"tabs/{self.workspace.path.name}").split("\n")
        known = [id for id in tabs if self.workspace.exhibit(id) is not None]
        exhibits = self.workspace.book.exhibits()
        for id in known or [exhibit.id for exhibit in exhibits[:1]]:
            self.workspace.go_to(Place(id))

    def _remember_tabs(self) -> None:
        if self.workspace.path is not None:
            self.settings.set_text(f"tabs/{self.workspace.path.name}", "\n".join(self.editors.open_exhibits()))

    def _desk_changed(self) -> None:
        self._targets = None
        self.editors.close_all()
        desk = self.workspace.desk
        if desk is None:
            self.arrangement.put_away()
        else:
            if self.panels is None:
                self._make_panels()
            self.arrangement.bring_out()
        self._choose_middle()
        title = desk.book.title or desk.path.stem if desk else ""
        if desk is not None and desk.read_only:
            title = tr("{title}（只读）", title=title)
        self.setWindowTitle(f"{title} — ecdesk" if title else "ecdesk")
        self._enable()

    def _choose_middle(self) -> None:
        if self.workspace.desk is not None:
            self.arrangement.give_room(self.editors.wants_room)
        empty = self.workspace.desk is None and self.editors.is_empty
        self.middle.setCurrentWidget(self.start_page if empty else self.editors)

    def _changed(self, notice: object) -> None:
        self._targets = None
        self._enable()

    # -- undo and redo

    def undo(self) -> None:
        self.stepping.undo()

    def redo(self) -> None:
        self.stepping.redo()

    def _enable(self) -> None:
        desk, ui = self.workspace.desk, self.ui
        writable = desk is not None and not desk.read_only
        ui.action_undo.setEnabled(writable and desk is not None and desk.history.next_undo is not None)
        ui.action_redo.setEnabled(writable and desk is not None and desk.history.next_redo is not None)
        ui.action_save_point.setEnabled(writable)
        for action in (ui.action_last_year, ui.action_import, ui.action_import_folder, ui.action_read_answers, ui.action_merge):
            action.setEnabled(writable)
        for action in (
            *(ui.action_save_copy, ui.action_close_book, ui.action_new_year, ui.action_export, ui.action_compare),
            *(ui.action_reset_layout, ui.action_check, ui.action_next_finding, ui.action_previous_finding, ui.action_board),
            *(ui.action_proof, ui.action_send_forms, ui.action_send_letters),
        ):
            action.setEnabled(desk is not None)
        ui.menu_panels.setEnabled(desk is not None)
        for action in (ui.action_close_tab, ui.action_next_tab, ui.action_previous_tab, ui.action_split):
            action.setEnabled(not self.editors.is_empty)

    # -- menus that depend on what is open

    def _fill_recent(self) -> None:
        menu = self.ui.menu_recent
        menu.clear()
        for path in self.settings.recent_books():
            action = menu.addAction(path.stem)
            action.setData(str(path))
            action.setToolTip(shown(path))
        if menu.isEmpty():
            menu.addAction(tr("还没有打开过年报")).setEnabled(False)

    def _recent_chosen(self, action: QAction) -> None:
        if action.data():
            self.open_book(Path(action.data()))

    def _fill_edit(self) -> None:
        menu: QMenu = self.ui.menu_edit
        menu.clear()
        menu.addActions([self.ui.action_undo, self.ui.action_redo])
        actions = self.editors.current_actions()
        if actions:
            menu.addSeparator()
            menu.addActions(list(actions.values()))
            structure = menu.addMenu(tr("表格结构"))
            structure.addActions(list(self.editors.current_structure_actions().values()))

    # -- findings

    def show_findings(self) -> None:
        """List the findings as they are now and go to the first."""
        self.checks.publish()
        self.ui.dock_findings.show()
        self.ui.dock_findings.raise_()
        self.findings.table.setFocus()
        self.findings.step(0)

    def explain_finding(self) -> None:
        """Explain the finding that is current in the panel, the first when none is."""
        finding = self.findings.current()
        if finding is not None:
            self.rules.explain(finding)

    def _next_finding(self) -> None:
        self.findings.step(1)

    def _previous_finding(self) -> None:
        self.findings.step(-1)

    # -- the command box

    def _book_year(self) -> int | None:
        return (self.workspace.book.year or None) if self.workspace.book is not None else None

    def _all_targets(self) -> list[Target]:
        if self._targets is None:
            self._targets = book_targets(self.workspace.book)
        own = [action for action in self.findChildren(QAction) if action.objectName().startswith("action_")]
        panels = panel_targets(self.arrangement.docks) if self.workspace.desk is not None else []
        return [*self._targets, *panels, *command_targets(own)]

    def _go_to_target(self, target: Target) -> None:
        if target.kind == "exhibit":
            self.workspace.go_to(Place(target.id))
        elif target.kind == "command":
            self._action(target.id).trigger()
        elif target.kind == "manuscript":
            self.proofs.open(target.id)
        elif target.kind == "panel":
            self._show_panel(target.id)
        elif self.workspace.book is not None:
            place = first_place(self.workspace.book, target.kind, target.id)
            if place is not None:
                self.workspace.go_to(place)

    def _show_panel(self, name: str) -> None:
        """Bring a panel out, in front of those it shares its place with, and go into it."""
        dock = next(one for one in self.arrangement.docks if one.objectName() == name)
        dock.show()
        dock.raise_()
        stops = self.panels.focus_stops() if self.panels is not None else []
        for stop in stops:
            if dock.isAncestorOf(stop):
                stop.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_area(self, code: str) -> None:
        place = first_place(self.workspace.book, "area", code) if self.workspace.book is not None else None
        if place is not None:
            self.workspace.go_to(place)

    def _back_to_editor(self) -> None:
        editor = self.editors.current_editor()
        if editor is not None:
            editor.set_grid_focus()
        else:
            (self.editors.current_page() or self.start_page).setFocus()

    def _next_pane(self) -> None:
        self._step_pane(1)

    def _previous_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, by: int) -> None:
        """Move the focus around the window: outline, page, findings or history, inspector."""
        around = self.panels.focus_stops() if self.panels is not None else []
        stops: list[QWidget] = [*around[:1], self.middle, *around[1:]]
        shown = [stop for stop in stops if not stop.visibleRegion().isEmpty()]
        focused = QApplication.focusWidget()
        here = next((number for number, stop in enumerate(shown) if focused is not None and stop.isAncestorOf(focused)), -1)
        here = here if here >= 0 else next((number for number, stop in enumerate(shown) if stop is focused), 0)
        target = shown[(here + by) % len(shown)] if shown else self.middle
        if target is self.middle:
            self._back_to_editor()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _next_tab(self) -> None:
        self.editors.step_tab(1)

    def _previous_tab(self) -> None:
        self.editors.step_tab(-1)

    # -- look and language

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    def _retranslate(self) -> None:
        self.ui.retranslateUi(self)  # type: ignore[no-untyped-call]
        self._targets = None
        self.status.refresh()
        self.editors.renew()
        for action in self.findChildren(QAction):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if action.objectName().startswith("action_") and keys:
                words = action.toolTip().split("（")[0].split(" (")[0]
                action.setToolTip(tr("{words}（{keys}）", words=words, keys=keys))

    def _restyle(self) -> None:
        for name, icon in ACTION_ICONS.items():
            self._action(name).setIcon(icons.icon(icon))
        self._action(f"action_theme_{themes.current().name}").setChecked(True)

    # -- files dropped on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A book is opened, a manuscript proofread; anything else is taken for submissions, files and folders alike."""
        paths = self._welcome(event)
        if not paths:
            return
        books = [path for path in paths if path.suffix.lower() == ".ecd"]
        prose = [path for path in paths if path.suffix.lower() in MANUSCRIPTS]
        if books:
            self.open_book(books[0])
        elif prose:
            self.proofs.take(prose[0])
        else:
            self.submissions.review(paths)

    @staticmethod
    def _welcome(event: QDropEvent) -> list[Path]:
        """The files of a drag. They are taken as a copy: whoever is told that they were moved deletes them."""
        paths = [platform_path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        return paths

    # -- help

    def show_guide(self) -> None:
        """The guide as a page; it can stand beside a table."""
        if self.editors.page(GUIDE_PAGE) is None:
            from ecdesk.gui.shell.guide import GuidePage

            guide = GuidePage(self._guide_picture, self.editors)
            self.editors.add_page(Page(GUIDE_PAGE, "help"), guide, tr("使用指南"))
        else:
            self.editors.show_page(GUIDE_PAGE)

    def _guide_picture(self, name: str) -> QPixmap | None:
        panel = self.findChild(QDockWidget, f"dock_{name}")
        return panel.grab() if isinstance(panel, QDockWidget) and self.workspace.desk is not None else None

    # -- the end

    def show_about(self) -> None:
        dialogs.show_about(self, ecdesk.__version__)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.editors.commit()
        self._remember_tabs()
        self.arrangement.remember_size()
        if not self.opener.close(self.close):
            event.ignore()  # closed when everything is saved, or kept for the next time
            return
        self.workspace.jobs.stop()
        self.settings.sync()
        event.accept()
