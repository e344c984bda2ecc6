"""What both say of figures: that some stand out, and how many digits one has."""

from __future__ import annotations

from collections.abc import Iterable

from ecdesk.checks.engine.evaluating import Outcome
from ecdesk.columns.figures import Figure, Precision
from ecdesk.domain.book.findings import Level, Verdict
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.texts import Text

FEWEST_DIGITS = 3
"""Two figures are called the same by mistake from so many digits on."""


def failed(reason: Text, figures: Iterable[Figure], level: Level = Level.ERROR) -> Outcome:
    """level: the most that is made of it."""
    return Outcome(Verdict.FAILS, reason, culprits=tuple(figure.key for figure in figures), level=level)


def significant(figure: Figure) -> int:
    """How many digits of a figure say something: of a whole number those up to the last that is not zero."""
    content = figure.content
    if not isinstance(content, Amount):
        return 0
    digits = str(abs(int(content.value.scaleb(-content.exponent))))
    return len(digits if content.exponent < 0 and figure.precision is not Precision.PADDED else digits.rstrip("0"))


def is_positive(figure: Figure) -> bool:
    return figure.is_number and figure.point > 0
