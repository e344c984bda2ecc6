"""Whether the words of two places are of two things, however alike they are."""

from __future__ import annotations

from functools import lru_cache

from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Statement

_LEFT_OUT = pattern("left_out")
_SUBJECT = pattern("subject")


@lru_cache(maxsize=65536)
def one_leaves_out(one: str, two: str) -> bool:
    """净利润 and 扣非净利润, GAAP and non-GAAP: whether one name is the other with a word for what is left out, and so of less."""
    short, long = sorted((one, two), key=len)
    left_out = _LEFT_OUT.search(long)
    if left_out is None or len(short) < 2 or _LEFT_OUT.search(short) is not None:
        return False
    rest = long[left_out.end() :]
    return long[: left_out.start()] + rest == short or (len(rest) > 1 and rest[-3:] == short[-3:])


def of_two_subjects(one: Statement, two: Statement) -> bool:
    """【甲公司：上半年净利润增长38.8%】 and 【乙公司：上半年净利润增长58.8%】: whether two paragraphs begin with the names of two that they are about."""
    first, second = (subject(statement.stretch) for statement in (one, two))
    return bool(first and second) and first != second and not (first in second or second in first)


def subject(stretch: Stretch) -> str:
    """Whom or what a title is about, or a paragraph that begins with its title, where that is named before a colon; else ""."""
    begins = _SUBJECT.match(stretch.text)
    titled = begins is not None and (stretch.kind is StretchKind.HEADING or begins["title"] != "")
    return begins["name"] if begins is not None and titled else ""
