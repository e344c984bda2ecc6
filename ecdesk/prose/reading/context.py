"""What the rules look at: all statements of a manuscript, by stretch and sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import Text
from ecdesk.domain.wording.folding import without_unseen
from ecdesk.prose.claims import MESSAGES, Claim, Operand, operand
from ecdesk.prose.reading.clauses import folded_name
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.figures import Figure
from ecdesk.prose.reading.statements import Measure, Statement


@dataclass(slots=True)
class Context:
    """Statements of one manuscript. growth: of each level, its growth on last year; by_stretch: in reading order."""

    manuscript: str
    stretches: list[Stretch]
    figures: list[list[Figure]]
    statements: list[Statement]
    year: str
    by_stretch: dict[int, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    growth: dict[int, Statement] = field(default_factory=dict)
    shares: dict[int, Statement] = field(default_factory=dict)
    _levels: dict[tuple[str, str, str], list[Statement]] | None = None

    def __post_init__(self) -> None:
        for statement in self.statements:
            statement.settled = True
            self.by_stretch[statement.stretch.number].append(statement)
            if statement.head is None:
                continue
            if statement.measure is Measure.GROWTH and statement.base in ("", "year"):
                self.growth.setdefault(id(statement.head), statement)
            if statement.measure is Measure.SHARE:
                self.shares.setdefault(id(statement.head), statement)

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
        return surroundings(self.manuscript, first.start, first.end) + "…" + surroundings(self.manuscript, last.start, last.end)

    def levels(self) -> dict[tuple[str, str, str], list[Statement]]:
        """Levels of the whole manuscript by name, area and period."""
        if self._levels is None:
            self._levels = {}
            for statement in self.statements:
                if statement.measure is Measure.LEVEL and statement.name and not statement.aside and not statement.reached:
                    key = (folded_name(statement.name), statement.area, statement.period)
                    self._levels.setdefault(key, []).append(statement)
        return self._levels

    def earlier(self, statement: Statement, sentences: int = 1) -> list[Statement]:
        """Statements of the same stretch before this one, not more than so many sentences back, nearest first."""
        found = []
        for other in reversed(self.by_stretch[statement.stretch.number]):
            if other.figure.start >= statement.figure.start:
                continue
            if other.sentence < statement.sentence - sentences:
                break
            found.append(other)
        return found


_UNSTEADY = dict.fromkeys(map(ord, "0123456789０１２３４５６７８９.,，． \n\r\t\u3000\u00a0"))


def surroundings(manuscript: str, start: int, end: int) -> str:
    """Up to twenty characters before a figure in its paragraph and ten after it in its sentence, without digits and spaces: the same in
    the next draft if only figures changed."""
    before = re.split("\\n\\s*\\n", without_unseen(manuscript[max(0, start - 4 * 48) : start])[-48:])[-1].translate(_UNSTEADY)[
        -20:
    ]
    after = re.split("[。；！？\\n]", without_unseen(manuscript[end : end + 4 * 24])[:24])[0].translate(_UNSTEADY)[:10]
    return f"{before}▮{after}"


ONE = Fraction(1)
