"""What the rules look at: all statements of a manuscript, by stretch and sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text
from ecdesk.domain.wording.folding import without_unseen
from ecdesk.prose.claims import MESSAGES, Claim, Operand, operand
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.patterns import pattern
from ecdesk.prose.reading.statements import Measure, Statement


@dataclass(slots=True)
class Context:
    """Statements of one manuscript. growth: of each level, its growth on last year."""

    manuscript: str
    stretches: list[Stretch]
    figures: list[list[Figure]]
    statements: list[Statement]
    year: str
    growth: dict[int, Statement] = field(default_factory=dict)
    _around: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for statement in self.statements:
            statement.settled = True
            if statement.head is not None and statement.measure is Measure.GROWTH and _on_last_year(statement):
                self.growth.setdefault(id(statement.head), statement)

    def claim(
        self,
        kind: str,
        verdict: Verdict,
        relation: str,
        roles: Sequence[tuple[Statement, str]],
        expected: str = "",
        message: Text | None = None,
        cause: Text | None = None,
    ) -> Claim:
        operands = tuple(operand(statement, role, self.manuscript) for statement, role in roles)
        return Claim(kind, verdict, relation, operands, expected, message or MESSAGES[verdict], cause, self.around(operands))

    def around(self, operands: Sequence[Operand]) -> str:
        """The words around the first and the last operand without digits: what a later draft is likely to keep."""
        if not operands:
            return ""
        first, last = operands[0], operands[-1]
        return f"{self.surroundings(first.start, first.end)}…{self.surroundings(last.start, last.end)}"

    def surroundings(self, start: int, end: int) -> str:
        """The words around one figure, read once."""
        if (start, end) not in self._around:
            self._around[start, end] = surroundings(self.manuscript, start, end)
        return self._around[start, end]


_COMPARED_WITH = pattern("compared_with")


def _on_last_year(growth: Statement) -> bool:
    """Whether a growth is measured against the year before: 比2019年1—2月增长23.3% is not, in a text of 2021."""
    text, end = growth.stretch.text, growth.figure.start
    begin = max(text.rfind(mark, 0, end) for mark in "，。；")
    for time, start, stop in growth.stretch.times:
        if begin < start and stop <= end and time.year is not None and _COMPARED_WITH.search(text, max(0, start - 1), start):
            return growth.period[:4] in ("", str(time.year + 1))
    return growth.base in ("", "year")


_UNSTEADY = dict.fromkeys(map(ord, "0123456789０１２３４５６７８９.,，． \n\r\t\u3000\u00a0"))


def surroundings(manuscript: str, start: int, end: int) -> str:
    """Up to twenty characters before a figure in its paragraph and ten after it in its sentence, without digits and spaces: the same in
    the next draft if only figures changed."""
    near, far = manuscript[max(0, start - 48) : start], manuscript[end : end + 24]
    # Only where some of them cannot be seen is more looked at.
    near = near if without_unseen(near) == near else without_unseen(manuscript[max(0, start - 4 * 48) : start])[-48:]
    far = far if without_unseen(far) == far else without_unseen(manuscript[end : end + 4 * 24])[:24]
    before = re.split("\\n\\s*\\n", near)[-1].translate(_UNSTEADY)[-20:]
    after = re.split("[。；！？\\n]", far)[0].translate(_UNSTEADY)[:10]
    return f"{before}▮{after}"


ONE = Fraction(1)
