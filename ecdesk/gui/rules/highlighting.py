"""Colours of a rule's text, and the line under what is wrong in it."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ecdesk.checks import RuleError
from ecdesk.checks.language.parsing import Token, tokens
from ecdesk.checks.language.vocabulary import rank_count, vocabulary
from ecdesk.domain.book.findings import Level
from ecdesk.gui.base import themes
from ecdesk.session.rules.rules import RuleProblem


def kinds_of(written: str) -> list[tuple[int, int, str]]:
    """(start, end, kind) of the parts of a rule that are not plain names: function, clause, measure, select, number or sign."""
    try:
        found = tokens(written)
    except RuleError as error:
        # What stands before the quote or bracket that is left open keeps its colours.
        try:
            found = tokens(written[: error.offset])
        except RuleError:
            return []
    before = ["", *(token.kind for token in found)]
    following = [*(token.kind for token in found[1:]), ""]
    kinds = map(_kind, found, before, following)
    return [(token.span.start, token.span.end, kind) for token, kind in zip(found[:-1], kinds, strict=False) if kind]


_KINDS = {"select": "select", "number": "number", "relation": "sign", "operator": "sign"}
_BEFORE_NO_CLAUSE = ("", "dot", "operator", "relation", "open")


def _kind(token: Token, before: str, following: str) -> str:
    """The kind of one part, "" for a plain name. before and following: the kinds of token that stand beside it."""
    if token.kind != "word":
        return _KINDS.get(token.kind, "")
    words = vocabulary()
    if following == "open" and _can_be_called(token.text):
        return "function"
    if before == "dot":
        return "measure"
    if token.text in words.relations or token.text in words.operators:
        return "sign"
    if token.text in words.subjects:
        return "function"
    return "clause" if before not in _BEFORE_NO_CLAUSE and token.text.startswith(tuple(words.clauses)) else ""


def _can_be_called(word: str) -> bool:
    words = vocabulary()
    return word in words.functions or word in words.predicates or rank_count(word) is not None


class RuleHighlighter(QSyntaxHighlighter):
    """Colours by the theme, and an underline, straight in a name's colour and wavy where there is a problem."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._problems: tuple[RuleProblem, ...] = ()

    def set_problems(self, problems: tuple[RuleProblem, ...]) -> None:
        if problems != self._problems:
            self._problems = problems
            self.rehighlight()

    def highlightBlock(self, line: str) -> None:
        theme = themes.current()
        whole: str = self.document().toPlainText()
        start = self.currentBlock().position()
        colours = {
            "function": theme.colour("computed"),
            "clause": theme.colour("computed"),
            "measure": theme.colour("imported"),
            "select": theme.colour("imported"),
            "number": theme.colour("query"),
            "sign": theme.colour("muted"),
        }
        for first, last, kind in kinds_of(whole):
            if last > start and first < start + len(line):
                look = QTextCharFormat()
                look.setForeground(colours[kind])
                if kind == "clause":
                    look.setFontWeight(QFont.Weight.DemiBold)
                self.setFormat(max(0, first - start), min(last, start + len(line)) - max(first, start), look)
        for problem in self._problems:
            self._underline(problem, start, len(line), theme.colour("error" if problem.level is Level.ERROR else "query"))

    def _underline(self, problem: RuleProblem, start: int, length: int, colour: QColor) -> None:
        first, last = problem.offset - start, problem.offset + max(1, problem.length) - start
        if first >= length > 0 and last > length:
            first, last = length - 1, length  # what is missing at the end is shown under the last character
        for position in range(max(0, first), min(last, length)):
            look = self.format(position)
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(colour)
            self.setFormat(position, 1, look)
