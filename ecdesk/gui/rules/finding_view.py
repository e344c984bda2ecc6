"""One finding in full: what is wrong, the formula with its numbers, the figures as links."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QWidget

from ecdesk.checks import Suggestion
from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Operand
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.texts import tr, translate
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.themes import Theme


class FindingView(plain.Browser):
    """Shows a finding; a click on a figure asks for its cell."""

    cell_requested = Signal(object)
    """Key."""
    suggestion_taken = Signal(object)
    """The suggestion that should be put into the book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document().setDocumentMargin(10)
        self.anchorClicked.connect(self._follow_link)
        self._finding: Finding | None = None
        self._suggestions: tuple[Suggestion, ...] = ()

    def show_finding(self, finding: Finding | None, suggestions: tuple[Suggestion, ...] = ()) -> None:
        """suggestions: what would put it right, best first; each that knows the right figure can be taken."""
        self._finding, self._suggestions = finding, suggestions
        self.redraw()

    def redraw(self) -> None:
        """Again, in the present language and theme."""
        html = (
            finding_html(self._finding, themes.current(), suggestions=self._suggestions)
            if self._finding is not None
            else _hint(themes.current())
        )
        if html != self.property("html"):
            self.setProperty("html", html)
            self.setHtml(html)

    def _follow_link(self, url: QUrl) -> None:
        if url.scheme() == "key":
            self.cell_requested.emit(key_from_text(url.fragment(QUrl.ComponentFormattingOption.FullyDecoded)))
        elif url.scheme() == "take":
            self.suggestion_taken.emit(self._suggestions[int(url.path())])


def _hint(theme: Theme) -> str:
    return f'<p style="color:{theme.code("muted")}">{escape(tr("选中一条结果，这里写出代入的数、差额和怀疑的单元格。"))}</p>'


def finding_html(finding: Finding, theme: Theme, named: bool = True, suggestions: tuple[Suggestion, ...] = ()) -> str:
    """A finding as rich text; every text from the book is escaped. named: with the name of its rule."""
    muted, level = theme.code("muted"), theme.code(finding.level.value)
    name = f"&nbsp;&nbsp;<b>{escape(finding.title)}</b>" if named else ""
    parts = [
        f'<p style="margin:0"><b style="color:{level}">{escape(tr(LEVEL_NAMES[finding.level]))} · '
        f"{escape(tr(VERDICT_NAMES[finding.verdict]))}</b>"
        f'{name}&nbsp;&nbsp;<span style="color:{muted}">{escape(str(finding.about))}</span></p>',
        f'<p style="margin:6px 0 0 0">{escape(str(finding.message))}</p>',
    ]
    if suggestions:
        parts.append(_suggestions_html(suggestions, theme))
    elif finding.suggestion is not None:
        parts.append(f'<p style="margin:6px 0 0 0"><b>{escape(tr("建议"))}</b>　{escape(str(finding.suggestion))}</p>')
    if finding.formula:
        parts.append(f'<p style="margin:6px 0 0 0;background:{theme.code("header")}">{escape(str(finding.formula))}</p>')
    if finding.difference:
        words = tr("差额 {difference}，容许误差 {tolerance}", difference=finding.difference, tolerance=finding.tolerance)
        parts.append(f'<p style="margin:6px 0 0 0">{escape(words)}</p>')
    if finding.explained:
        parts.append(f'<p style="margin:6px 0 0 0"><b>{escape(tr("审核说明"))}</b>　{escape(finding.explained)}</p>')
    if finding.operands:
        rows = "".join(
            _operand_row(operand, finding.is_open and operand.key == finding.suspect, theme) for operand in finding.operands
        )
        parts.append(f'<table style="margin-top:6px" cellspacing="0" cellpadding="2">{rows}</table>')
    return "".join(parts)


def _operand_row(operand: Operand, is_suspect: bool, theme: Theme) -> str:
    mark = f'<b style="color:{theme.code("error")}">{escape(tr("疑似有误"))}</b>' if is_suspect else ""
    return (
        f"<tr><td>{figure_link(operand.key, str(operand.label), theme)}</td>"
        f'<td align="right">&nbsp;&nbsp;{escape(translate(operand.printed or tr("缺")))}</td><td>&nbsp;&nbsp;{mark}</td></tr>'
    )


def figure_link(key: Key, words: str, theme: Theme) -> str:
    """A link whose address is ``key:figure`` with the figure's key behind the #."""
    link = QUrl("key:figure")
    link.setFragment(str(key), QUrl.ParsingMode.DecodedMode)
    target = link.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return f'<a href="{target}" style="color:{theme.code("Link")}">{escape(words)}</a>'


def _suggestions_html(suggestions: tuple[Suggestion, ...], theme: Theme) -> str:
    """What would put it right, best first, with a link for each that knows the right figure."""
    rows = []
    for number, one in enumerate(suggestions):
        words = escape(str(one.text))
        link = f' <a href="take:{number}" style="color:{theme.code("Link")}">{escape(tr("照此改正"))}</a>' if one.known else ""
        title = f"<b>{escape(tr('建议'))}</b>" if not number else ""
        rows.append(f"<tr><td>{title}&nbsp;&nbsp;</td><td>{number + 1}. {words}{link}</td></tr>")
    return f'<table style="margin-top:6px" cellspacing="0" cellpadding="1">{"".join(rows)}</table>'
