"""What stands in the list of claims: a line for each claim and each format finding."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QIcon

from ecdesk.domain.book.findings import VERDICT_NAMES, Verdict
from ecdesk.domain.texts import Text, text, tr
from ecdesk.gui.base import icons
from ecdesk.prose.against_book import is_stale
from ecdesk.prose.claims import Claim
from ecdesk.prose.formats import FormatFinding
from ecdesk.prose.states import ROUNDING, STATE_NAMES, Writing, writing

Line = Claim | FormatFinding

_VERDICT_ICONS = {
    Verdict.HOLDS: ("complete", "ok"),
    Verdict.ROUNDING: ("notice", "query"),
    Verdict.FAILS: ("error", "error"),
    Verdict.UNDECIDED: ("undecided", "muted"),
}

KIND_NAMES = {
    "sum": text("合计"),
    "share": text("占比"),
    "growthmix": text("分项增速"),
    "growth": text("增速"),
    "crossref": text("前后一致"),
    "rank": text("位次"),
    "count": text("个数"),
    "ratio": text("倍数"),
    "points": text("百分点"),
    "unit": text("单位"),
    "book": text("与书中一致"),
}


def _is_open(line: Line) -> bool:
    return isinstance(line, FormatFinding) or line.verdict in (Verdict.FAILS, Verdict.ROUNDING)


def _is_undecided(line: Line) -> bool:
    return isinstance(line, Claim) and line.verdict is Verdict.UNDECIDED


def _is_stale(line: Line) -> bool:
    return isinstance(line, Claim) and is_stale(line)


SHOWN: tuple[tuple[Text, Callable[[Line], bool]], ...] = (
    (text("要处理的"), _is_open),
    (text("无法判断的"), _is_undecided),
    (text("书已改动的"), _is_stale),
    (text("全部"), lambda _line: True),
)
"""What the list of lines can be narrowed to."""

TO_DEAL_WITH = 0
"""Which of `SHOWN` counts only what nobody has dealt with."""

DECIDED_NAMES = {"accepted": text("已接受"), "explained": text("已说明"), "corrected": text("已定改正")}


def line_start(line: Line) -> int:
    return line.start if isinstance(line, FormatFinding) else min(operand.start for operand in line.operands)


def about_line(line: Line, manuscript: str) -> Claim | Writing:
    """What is decided where a line is accepted or explained."""
    return writing(manuscript, line.start, line.end) if isinstance(line, FormatFinding) else line


def verdict_words(line: Line) -> str:
    if isinstance(line, FormatFinding):
        return tr("写法")
    # In a narrow column, in the words of the figures' marks.
    return str(STATE_NAMES[ROUNDING]) if line.verdict is Verdict.ROUNDING else tr(VERDICT_NAMES[line.verdict])


def verdict_icon(line: Line) -> QIcon | None:
    if isinstance(line, FormatFinding):
        return icons.icon("query", "query")
    return icons.icon(*_VERDICT_ICONS[line.verdict])


def kind_words(line: Line) -> str:
    return "" if isinstance(line, FormatFinding) else str(KIND_NAMES[line.kind])


def line_message(line: Line) -> str:
    if isinstance(line, FormatFinding):
        return str(line.message)
    return f"{line.relation}　{line.message}"
