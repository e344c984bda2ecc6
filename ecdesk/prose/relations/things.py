"""Whether the words of two places are of two things, however alike they are."""

from __future__ import annotations

from functools import lru_cache

from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.document import Stretch, StretchKind
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Statement
from ecdesk.prose.relations.facts import Fact, pairs_of
from ecdesk.prose.relations.hints import between, divided

_LEFT_OUT = pattern("left_out")
_SUBJECT = pattern("subject")


def are_two(one: Statement, two: Statement) -> bool:
    """A rise and a fall, or 第二产业投资708.8亿元，其中工业投资708.8亿元: two things, though of the same size."""
    return (
        one.sign != two.sign
        or any(part.scope is not None and part.scope.whole is whole for part, whole in ((one, two), (two, one)))
        or one_leaves_out(folded_name(one.name), folded_name(two.name))
        or of_two_subjects(one, two)
    )


def stand_apart(one: Fact, two: Fact) -> bool:
    """Whether two figures of one size are of two things."""
    return are_two(one.statement, two.statement) or are_members(one, two)


def are_members(one: Fact, two: Fact) -> bool:
    """利润总额157.2万元，净利润157.2万元: whether a sentence tells two figures side by side under names of their own that share little, or that
    divide a whole."""
    first, second = one.statement.name, two.statement.name
    said = between(one, two) if one.sentence == two.sentence else _TITLE_ENDS
    if len(said) > SIDE_BY_SIDE or _TITLE_ENDS in said or min(len(first), len(second)) < 2:
        return False
    shared, fewest = pairs_of(first) & pairs_of(second), min(len(pairs_of(first)), len(pairs_of(second)))
    return 2 * len(shared) < fewest or divided((one, two))


_TITLE_ENDS = "】"
SIDE_BY_SIDE = 30
"""Characters between two figures of one list."""


def are_other(one: Fact, two: Fact) -> bool:
    """Whether the words say that two figures are of two things: with and without a part, or of two that their paragraphs are about."""
    names = one.name.rsplit("/", 1)[-1], two.name.rsplit("/", 1)[-1]
    return one_leaves_out(*names) or of_two_subjects(one.statement, two.statement)


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
