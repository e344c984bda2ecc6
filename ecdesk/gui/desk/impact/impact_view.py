"""What a change would move, to be read at one look: a sentence, then every place with what is printed there now and then."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import Said, text, tr
from ecdesk.gui.base import plain, themes
from ecdesk.gui.base.layouts import OneOf, stack
from ecdesk.gui.base.panes import Pane, hint_label, worded
from ecdesk.gui.desk.live_checks import LiveChecks
from ecdesk.gui.desk.workspace import Place, Workspace

if TYPE_CHECKING:
    from ecdesk.domain.book.changes import Action, Change
    from ecdesk.gui.base.themes import Theme
    from ecdesk.session.rules.impact import Effect, Impact

MOST_LISTED = 40
"""So many places of one kind are listed; more are counted."""

Changes = tuple["Change", ...]


def changed_part(before: str, after: str) -> tuple[str, str, str]:
    """The later text in three: what it begins with like the earlier one, what is another, and what it ends with alike. Digits keep their place before
    the point: of 9.9 and 19.9 the first is new."""
    # Figures are compared from the point outwards.
    filled = before.rjust(len(after))[-len(after) :] if after else ""
    other = [number for number, (one, two) in enumerate(zip(filled, after, strict=True)) if one != two]
    if not other:
        return after, "", ""
    return after[: other[0]], after[other[0] : other[-1] + 1], after[other[-1] + 1 :]


class ImpactView(Pane):
    """Shows what changes would move. They are only tried: the book stays as it is."""

    def __init__(self, workspace: Workspace, checks: LiveChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._checks = checks
        self._shown: Callable[[], Changes] | None = None
        self._action: Action | None = None
        self._nothing: Said = ""
        self.browser = worded(plain.Browser(self), name=text("影响"))
        self.browser.document().setDocumentMargin(8)
        self.browser.anchorClicked.connect(self._go)
        self.hint = hint_label(self)
        self._body = OneOf(self, self.hint, self.browser)
        stack(self, self._body)
        self.setFocusProxy(self.browser)
        self.setMinimumHeight(72)
        workspace.desk_changed.connect(self._forget)
        self.retranslate()

    def retranslate(self) -> None:
        self._show()

    def restyle(self) -> None:
        self._show()

    def show_changes(self, changes: Callable[[], Changes] | None, action: Action | None = None, nothing: Said = "") -> None:
        """Try changes, and show what they would move. changes: makes them on the book as it is, and may raise UserError, whose sentence is shown; None
        for none. action: what the step would be. nothing: what to say where nothing would change."""
        self._shown, self._action, self._nothing = changes, action, nothing
        self._show()

    def _forget(self) -> None:
        """What was shown was about another book."""
        self.show_changes(None)

    def _show(self) -> None:
        try:
            changes = self._shown() if self._shown is not None else ()
        except UserError as fault:
            self._say(str(fault))
            return
        found = self._checks.impact(changes, self._action) if changes else None
        if found is None or not found.effects:
            self._say(str(self._nothing) or tr("什么也不会变。"))
            return
        self.browser.setHtml(impact_html(found, themes.current()))
        self._body.bring(self.browser)

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self._body.bring(self.hint)

    def words(self) -> str:
        """What is shown, as plain text."""
        return self.hint.text() if self.hint.isVisibleTo(self) else self.browser.toPlainText()

    def _go(self, url: QUrl) -> None:
        row, column, exhibit = url.path(QUrl.ComponentFormattingOption.FullyDecoded).split(":", 2)
        self._workspace.go_to(Place(exhibit, int(row), int(column)))


def summary(found: Impact) -> str:
    """What would be moved, counted."""
    from ecdesk.session.rules.impact import Kind

    counts = found.counts
    rules = found.of(Kind.RULE)
    parts = (
        (counts[Kind.FIGURE] + counts[Kind.DERIVED], tr("{count} 个数", count=counts[Kind.FIGURE] + counts[Kind.DERIVED])),
        (found.exhibits, tr("{count} 张图表", count=found.exhibits)),
        (counts[Kind.CHART], tr("{count} 幅图", count=counts[Kind.CHART])),
        (counts[Kind.RANK], tr("{count} 个位次", count=counts[Kind.RANK])),
        (worse := sum(one.worse for one in rules), tr("{count} 条审核开始不符", count=worse)),
        (better := sum(not one.after for one in rules), tr("{count} 条审核不再不符", count=better)),
        (counts[Kind.SIGNATURE], tr("{count} 项签发", count=counts[Kind.SIGNATURE])),
        (counts[Kind.SENTENCE], tr("文稿 {count} 处", count=counts[Kind.SENTENCE])),
    )
    return tr("会动到 {what}。", what=tr("、").join(words for count, words in parts if count))


def impact_html(found: Impact, theme: Theme) -> str:
    """The whole text. Links: ``place:row:column:exhibit``."""
    from ecdesk.domain.figures.numerals import NO_BREAK_SPACE
    from ecdesk.session.rules.impact import KIND_NAMES, Kind

    code = theme.code
    parts = [
        f"<style>body, p, td {{ color: {code('Text')}; }} p {{ margin: 0 0 6px 0; }} td {{ padding: 1px 12px 1px 0; }}"
        f" h4 {{ color: {code('muted')}; font-weight: 600; margin: 8px 0 2px 0; }} .quiet {{ color: {code('muted')}; }}"
        f" a {{ color: {code('Link')}; text-decoration: none; }} .error {{ color: {code('error')}; }}"
        f" .query {{ color: {code('query')}; }} .notice {{ color: {code('notice')}; }} .ok {{ color: {code('ok')}; }}</style>",
        f"<p><b>{escape(summary(found))}</b></p>",
    ]
    if not found.rules_known:
        parts.append(f"<p class='quiet'>{escape(tr('审核公式要等这一步做完才能判断。'))}</p>")
    for kind in Kind:
        effects = found.of(kind)
        if effects:
            parts.append(f"<h4>{escape(str(KIND_NAMES[kind]))}</h4><table cellspacing='0'>")
            parts += map(_line, effects[:MOST_LISTED])
            parts.append("</table>")
        if len(effects) > MOST_LISTED:
            parts.append(f"<p class='quiet'>{escape(tr('另有 {count} 处', count=len(effects) - MOST_LISTED))}</p>")
    return "".join(parts).replace("\u3000", 2 * NO_BREAK_SPACE)


def _line(effect: Effect) -> str:
    where = escape(effect.where)
    if effect.place is not None:
        exhibit, row, column = effect.place
        where = f"<a href='place:{row}:{column}:{escape(exhibit)}'>{where}</a>"
    before, after = str(effect.before), str(effect.after)
    if before == after:
        return f"<tr><td>{where}</td><td class='quiet'>{escape(before)}　{escape(tr('印出来一样'))}</td></tr>"
    return f"<tr><td>{where}</td><td>{_turn(before, after, effect)}</td></tr>"


def _turn(before: str, after: str, effect: Effect) -> str:
    """What is printed now and then, what differs in bold."""
    if effect.worse:
        weight = effect.level.value if effect.level is not None else "error"
        then = f"<span class='{weight}'>{escape(after)}</span>"
    elif not after:
        then = f"<span class='ok'>{escape(tr('没有了'))}</span>" if effect.kind == "rule" else escape(tr("空"))
    else:
        same, other, rest = changed_part(before, after) if before else (after, "", "")
        then = f"{escape(same)}<b><u>{escape(other)}</u></b>{escape(rest)}" if other else escape(after)
    return f"<span class='quiet'>{escape(before)} →</span> {then}" if before else then
