"""Texts from outside are shown as they were typed: one door to Qt, and a walk through the whole window with markup in every text."""

from __future__ import annotations

import ast
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ecdesk.gui.base import plain
from ecdesk.gui.charts.dialog import ChartDialog
from ecdesk.gui.desk.following import FollowingPane
from ecdesk.gui.desk.workspace import Place
from ecdesk.gui.grid.structure.line_panel import LinePanel
from ecdesk.gui.panels.outline_actions import ExhibitDialog, ExhibitWords
from ecdesk.gui.proof.proof_page import ProofPage
from ecdesk.gui.records.sources_page import SourceDialog, SourceWords
from ecdesk.gui.records.symbols_dialog import SymbolsDialog
from ecdesk.gui.shell.main_window import MainWindow
from ecdesk.gui.submissions.board_page import AreasDialog
from ecdesk.gui.submissions.review_page import ReviewPage
from ecdesk.prose.claims import Claim
from ecdesk.session.book.desk import Desk
from ecdesk.session.rules import explaining
from ecdesk.session.tables import cells
from ecdesk.session.versions.versions import add_save_point
from tests.gui.spy import MARK, Spy, opened
from tests.marked_books import TEXTS, unclassified, write_marked_book

ROOT = Path(__file__).parent.parent.parent
GUI = ROOT / "ecdesk" / "gui"

# -- one door

GUESSING = frozenset(
    ("QLabel", "QMessageBox", "QInputDialog", "QProgressDialog", "QErrorMessage", "QSplashScreen", "QToolTip", "QWhatsThis")
)
"""What takes a text for HTML when it looks like it, and loads what that names: made, asked or built on in plain.py alone."""
RICH = frozenset(("QTextBrowser", "QTextEdit", "QTextDocument", "QStaticText", "QGraphicsTextItem"))
"""What shows HTML: built on in plain.py alone."""
SAYING = {
    **dict.fromkeys(("setToolTip", "setTabToolTip", "setWhatsThis", "setTabWhatsThis", "setStatusTip"), ("tip", -1)),
    **dict.fromkeys(("addTab", "insertTab", "setTabText", "addMenu", "setTitle"), ("caption", -1)),
    **dict.fromkeys(("QPushButton", "QCheckBox", "QRadioButton", "QGroupBox"), ("caption", 0)),
    "setWindowTitle": ("title", -1),
}
"""What a text goes through before it is given to what, and which of the arguments it is."""
MARKDOWN = "ecdesk/gui/shell/help/guide.py"
"""The guide, which comes with the program."""
PDF = "ecdesk/gui/delivery/page_painter.py"
"""The title of a document is no caption with a key in it."""


def around(source: str) -> list[str]:
    """Where a module goes around plain.py: lines with what they call."""
    tree = ast.parse(source)
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found += [(node.lineno, base.id) for base in node.bases if isinstance(base, ast.Name) and base.id in GUESSING | RICH]
        elif isinstance(node, ast.Call):
            found += [(node.lineno, name) for name in _going_around(node)]
    if "ToolTipRole" in source and "plain.tip(" not in source:
        found.append((0, "ToolTipRole"))
    return [f"{line}: {name}" for line, name in sorted(found)]


def _going_around(call: ast.Call) -> Iterator[str]:
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    owner = called.value.id if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) else ""
    if (isinstance(called, ast.Name) and name in GUESSING | RICH) or owner in GUESSING:
        yield name
    if name in ("setTextFormat", "setMarkdown", "insertHtml", "appendHtml"):
        yield name
    way, at = SAYING.get(name, ("", 0))
    if way and call.args and not _is_said(call.args[at], way):
        yield name
    if name == "worded" and any(not _is_said(one, "text") for one in [*call.args[1:], *(one.value for one in call.keywords)]):
        yield name
    for one in call.keywords if re.match("Q[A-Z]", name) else ():  # a property that is given when a widget is made
        setter = f"set{(one.arg or '')[:1].upper()}{(one.arg or '')[1:]}"
        if setter == "setTextFormat" or (setter in SAYING and not _is_said(one.value, SAYING[setter][0])):
            yield setter


def _is_said(node: ast.expr, wanted: str) -> bool:
    """Whether the program itself says a text, or it went through plain.py, or it is no text but the widget that something stands in."""
    if (
        isinstance(node, ast.Constant)
        or ast.unparse(node) in ("self", "parent")
        or ast.unparse(node).startswith(("self._frame", "self.strip", "self.question_bar"))
    ):
        return True
    if isinstance(node, ast.IfExp):
        return _is_said(node.body, wanted) and _is_said(node.orelse, wanted)
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called == f"plain.{wanted}" or (called in ("tr", "text") and {one.arg for one in node.keywords} <= {"count"})


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(GUI.rglob("*.py")) if path.parent.name != "forms" and path != GUI / "base" / "plain.py"],
    ids=lambda path: path.relative_to(GUI).as_posix(),
)
def test_nobody_goes_around_the_one_door(path: Path) -> None:
    found = around(path.read_text(encoding="utf-8"))
    may = (("setMarkdown", MARKDOWN), ("setTitle", PDF))
    assert [one for one in found if not any(one.endswith(name) and path == ROOT / place for name, place in may)] == []


@pytest.mark.parametrize(
    "source",
    [
        "QLabel(self)",
        "class A(QTextBrowser): pass",
        "QMessageBox.warning(None, a, b)",
        "QToolTip.showText(at, words)",
        "box.setToolTip(name)",
        'box.setToolTip(tr("{name}", name=name))',
        "tabs.addTab(page, name)",
        "self.setWindowTitle(book.title)",
        "label.setTextFormat(Qt.TextFormat.RichText)",
        "case Qt.ItemDataRole.ToolTipRole: return name",
        "QPushButton(name, self)",
        "QPushButton(self, toolTip=name)",
        'worded(QPushButton(self), tip=text("{name}", name=name))',
        "QLineEdit(self, textFormat=Qt.TextFormat.RichText)",
        "menu.addMenu(icon, name)",
    ],
)
def test_what_goes_around_is_found(source: str) -> None:
    source = f"match a:\n  {source}" if source.startswith("case") else source
    assert around(source) != []


@pytest.mark.parametrize("path", sorted((ROOT / "ui").glob("*.ui")), ids=lambda path: path.name)
def test_labels_of_forms_are_plain(path: Path) -> None:
    labels = re.findall(
        r'<widget class="QLabel".*?</widget>|<widget class="QLabel"[^>]*/>', path.read_text(encoding="utf-8"), re.DOTALL
    )
    assert [label for label in labels if "Qt::TextFormat::PlainText" not in label] == []
    assert "QTextBrowser" not in path.read_text(encoding="utf-8")


TYPED = st.text(st.sampled_from(list("<>&;?!/ \n\"'=abBqQlLtTiImMgG1xXdDoOcC表\u2060\ufeff")), max_size=30)


@given(TYPED)
def test_no_tip_is_taken_for_html_and_none_loses_a_character(words: str) -> None:
    shown = plain.tip(words)
    assert not QtText.mightBeRichText(shown)
    assert shown.replace("\u2060", "") == words.replace("\u2060", "")
    assert QtText.mightBeRichText(words) or shown == words


def test_keys_and_places_of_changes_are_written_out() -> None:
    assert (plain.caption("R&D"), plain.title("a[*]")) == ("R&&D", "a[*][*]")


def test_boxes_say_what_they_are_told(qapp: QApplication) -> None:
    message, question = plain.message_box(None, "<b>1</b>", "<b>2</b>"), plain.input_box(None, "<b>3</b>", "<b>4</b>", "<b>5</b>")
    shown = {one.text(): one.textFormat() for box in (message, question) for one in box.findChildren(QLabel) if one.text()}
    assert shown == dict.fromkeys(("<b>1</b>", "<b>2</b>", "<b>4</b>"), Qt.TextFormat.PlainText)
    assert question.textValue() == "<b>5</b>"
    for box in (message, question):
        box.deleteLater()


@pytest.mark.parametrize(
    "html",
    [
        '<img src="{url}">',
        '<img src="{path}">',
        '<table background="{url}"><tr><td style="background-image:url({path})">1</td></tr></table>',
        '<style>@import url({path});</style><p style="background:url({path})">1</p>',
        '<link rel="stylesheet" href="{url}"><ul style="list-style-image:url({path})"><li>1</li></ul>',
    ],
)
def test_a_browser_fetches_nothing(qapp: QApplication, picture: Path, html: str) -> None:
    browser = plain.Browser()
    with opened(picture) as who:
        browser.setHtml(html.format(url=picture.as_uri(), path=picture))
        browser.show()
        browser.grab()
    browser.close()
    browser.deleteLater()
    assert who == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="files are watched on Linux only")
def test_the_spy_sees_a_picture_that_is_fetched(qapp: QApplication, picture: Path) -> None:
    label = QLabel(f'<img src="{picture.as_uri()}">')
    with opened(picture) as who:
        label.sizeHint()
    assert who != []
    label.deleteLater()


def test_every_text_of_a_record_has_been_thought_of() -> None:
    assert unclassified() == []


# -- the walk


@pytest.fixture
def picture(tmp_path: Path, qapp: QApplication) -> Path:
    """A picture that nobody has a reason to open."""
    path = tmp_path / "marker.png"
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(path))
    return path


@pytest.fixture
def mark(picture: Path) -> Callable[[str, str], str]:
    return lambda words, place: words + MARK.format(place=place, url=picture.as_uri())


def file_name(words: str) -> str:
    """A name with markup in it, as far as the system allows it."""
    return words if sys.platform == "win32" else f"{words}<b>R&D[*]<img src=marker.png><a href=x>"


def submissions(folder: Path, mark: Callable[[str, str], str]) -> list[Path]:
    """One with markup beside what is read, and one with markup in everything that is asked about; both in the names of their sheets."""
    beside = (
        ("四川省2018年电子商务统计表",),
        ("单位：亿元",),
        ("指标", "2018年", "2017年"),
        ("网络零售额", 401.5, 380.1),
        (mark("注：", "sheet.note"),),
    )
    within = (
        (mark("福建省2018年统计表", "sheet.title"),),
        ("单位：亿元", mark("", "sheet.note")),
        (mark("指标", "sheet.corner"), "2018年", mark("备注", "sheet.heading")),
        (mark("网络零售额", "sheet.stub"), 3616.7, mark("", "sheet.cell")),
        ("实物商品网络零售额", mark("约2816.8", "sheet.figure")),
    )
    made = []
    for name, rows in (("四川", beside), ("福建", within)):
        workbook = Workbook()
        workbook.active.title = "<b>R&D<img src=a.png>"
        for row in rows:
            workbook.active.append(row)
        workbook.create_sheet("&R<img src=b.png>").append((mark("说明", "sheet.other"),))
        made.append(folder / f"{file_name(name)}.xlsx")
        workbook.save(made[-1])
    return made


def manuscript(mark: Callable[[str, str], str]) -> str:
    return (
        f"2018年，北京网络零售额{mark('', 'prose.start')}为200亿元，陕西893.6亿元，四川400亿元。\n"
        f"其中，实物商品网络零售额{mark('', 'prose.middle')}为100亿元，非实物商品网络零售额90亿元，合计200亿元{mark('', 'prose.end')}。\n"
        "2018年，陕西省实现电子商务交易额6 412.7亿元，同比增长46.6%；网络零售额893.6亿元，占电子商务交易额的19.3%。\n"
        "2018年，全国网络零售额10000.00亿元，增长１０%, 其中,A 5000亿元，B 4000亿元，C 900亿元。\n"
    )


def test_the_whole_window_shows_markup_as_it_was_typed(
    empty_window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    picture: Path,
    mark: Callable[[str, str], str],
) -> None:
    window, spy = empty_window, Spy()
    path = write_marked_book(tmp_path / f"{file_name('年报')}.ecd", mark)
    copy = tmp_path / f"{file_name('副本')}.ecd"

    def rest() -> None:
        def still() -> bool:
            desk = window.workspace.desk
            saved = desk is None or desk.save_state.waiting == 0
            page = window.editors.current_page()
            listed = not isinstance(page, FollowingPane) or page.up_to_date
            return (
                saved
                and listed
                and not (window.workspace.jobs.busy or window.checks.pending or (window.docks.filled and window.chart.drawing))
            )

        qtbot.wait(90)
        qtbot.waitUntil(still)

    def look(where: str) -> None:
        rest()
        spy.look(where)

    window.settings.set_text("user/name", mark("张三", "settings.user"))
    window.settings.note_book(path)
    with opened(picture) as who:
        window.start_page.refresh()
        window.ui.menu_recent.aboutToShow.emit()
        look("start page")
        shutil.copyfile(path, copy)
        with qtbot.waitSignal(window.opener.opened):
            window.open_book(path)
        desk = window.workspace.desk
        assert desk is not None
        for exhibit in ("t1", "f1", "e1", "l1"):
            window.workspace.go_to(Place(exhibit, 0, 0))
            look(f"exhibit {exhibit}")
        prose = tmp_path / f"{file_name('第1章')}.txt"
        prose.write_text(manuscript(mark), encoding="utf-8")
        window.proofs.take(prose)
        look("proof")
        proof = window.editors.current_page()
        assert isinstance(proof, ProofPage)
        for line in range(proof.model.rowCount()):
            proof.table.setCurrentIndex(proof.model.index(line, 0))
            spy.look("proof", proof)
        claims = [number for number, line in enumerate(proof.model.rows) if isinstance(line, Claim)]
        proof.table.setCurrentIndex(proof.model.index(claims[0], 0))
        proof.accept(mark("原表如此", "settlement.words"))
        look("accepted")
        for line in range(proof.model.rowCount()):
            proof.table.setCurrentIndex(proof.model.index(line, 0))
            spy.look("accepted", proof)
        for found in proof._states[:6]:
            proof.show_figure(found)
            spy.look("proof", proof)
        window.submissions.review(submissions(tmp_path, mark))
        look("review")
        review = window.editors.current_page()
        assert isinstance(review, ReviewPage)
        for row in range(2):
            review.files_table.setCurrentIndex(review.files.index(row, 0))
            look("review")
        review.skip_question()
        review.store()
        look("review stored")
        window.workspace.go_to(Place("e1", 0, 0))
        look("excerpt")
        steps(window, desk, mark)
        window.workspace.go_to(Place("t1", 1, 0))
        look("inspector")
        editor = window.editors.current_editor()
        assert editor is not None
        for name in ("open_find", "toggle_comparison"):
            getattr(editor, name)()
        for action in (*editor.actions_by_name.values(), *editor.structure_actions.values()):
            spy._action("editor", action)
        editor.structure_actions["insert_row_below"].trigger()
        (lines,) = editor.findChildren(LinePanel)
        for number in range(lines.dimension.count()):
            lines.dimension.setCurrentIndex(number)
            lines.dimension.activated.emit(number)
            spy.look("line panel", lines)
        lines.form.open_form("item", mark("新", "dialog"))
        lines.form.open_indicator(next(iter(desk.book.indicators)))
        look("line panel")
        for show in (
            window.submissions.show_board,
            window.rules.show_results,
            window.rules.show_rules,
            window.delivery.show_sign_off,
            window.records.show_sources,
            window.records.show_definitions,
            window.records.show_english,
            window.records.show_work,
            window.records.show_comments,
        ):
            show()
            look(show.__name__)
        window.rules.show_rule("sum")
        look("rule")
        window.rules.explain(next(finding for finding in window.workspace.findings if finding.explained))
        look("explaining")
        window.delivery.show_balance()
        window.versions.compare()
        look("compare")
        theirs(copy)
        window.versions.show_merge(copy)
        look("merge")
        window._show_findings()
        window.command_box.start()
        window.command_box.setText("网络")
        window.command_box.textEdited.emit("网络")
        look("command box")
        window.ui.menu_edit.aboutToShow.emit()
        words = ExhibitWords(*(mark("一", "dialog") for _part in range(5)), (mark("一", "dialog"),))
        shown = (
            ExhibitDialog(window, mark("表", "dialog"), words),
            ChartDialog(window.workspace, desk.book.exhibit("f1"), window),
            SourceDialog(window, SourceWords(*(mark("一", "dialog") for _part in range(4)))),
            SymbolsDialog(window, desk.book),
            AreasDialog(window, [("1", mark("市", "dialog"), True)]),
            plain.message_box(window, mark("", "dialog"), mark("", "dialog")),
            plain.input_box(window, mark("", "dialog"), mark("", "dialog"), mark("", "dialog")),
        )
        for dialog in shown:
            dialog.show()
        look("dialogs")
        for dialog in shown:
            dialog.deleteLater()
        window.help.show_guide()
        look("guide")
    assert who == []
    assert list(spy.faults) == []
    places = {f"{kind.__name__.lower()}.{name}" for kind, names in TEXTS.items() for name in names}
    assert places - spy.places == NOWHERE
    assert min(spy.counts.values()) > 20 and len(spy.tips) > 30, spy.counts


NOWHERE = {
    *("answer.question", "answer.subject", "answer.value"),
    *("area.aliases", "area.english", "area.pinyin", "indicator.english", "item.english", "item.synonyms"),
    *("indicator.basis", "exhibit.corner", "comment.before", "assignment.due"),
    *("conflict.when", "waiver.when", "settlement.when", "submission.received", "manuscript.received"),  # at most the day
    *("manuscript.by", "savepoint.by", "settlement.by", "submission.by", "submission.note"),
}
"""Texts of a book that the window does not show, or paints by itself as the corner of a table; one that comes to be shown leaves this list."""


def steps(window: MainWindow, desk: Desk, mark: Callable[[str, str], str]) -> None:
    """What an editor does: a save point, an explanation and a signature, figures typed."""
    checks = window.checks.checks
    assert checks is not None
    add_save_point(desk, mark("送审稿", "step"))
    first = window.workspace.findings[0]
    explaining.explain(
        desk, checks, [first], "other", mark("口径", "waiver.words"), mark("附件", "waiver.evidence"), by=mark("李", "waiver.by")
    )
    cells.enter(desk, "t1", [(2, 1, "300.1"), (2, 2, mark("乱", "cell"))])


def theirs(copy: Path) -> None:
    with Desk.open(copy, "李四<b>R&D") as desk:
        cells.enter(desk, "t1", [(0, 0, "300.2"), (1, 1, "1<b>2")])
