"""From one figure to another: whether it rose or fell as the word between them says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import is_duration
from ecdesk.prose.claims import Claim, Operand
from ecdesk.prose.reading.clauses import without_dates
from ecdesk.prose.reading.context import Context
from ecdesk.prose.reading.document import Stretch
from ecdesk.prose.reading.english import led_to, moved_from
from ecdesk.prose.reading.figures import Figure, FigureKind
from ecdesk.prose.reading.lexicon import words
from ecdesk.prose.reading.measures import FROM
from ecdesk.prose.reading.patterns import pattern

_LEAD = 40
_COUNTED_DOWN = pattern("counted_down")
_TIME_END = "0123456789年月日末底"
_LONG = ("年", "岁")
"""Units of time of which more is more; fewer days may be said to be better."""


def find_directions(context: Context) -> Iterator[Claim]:
    """由9.08年降低至9.91年: every movement between two figures that goes the other way than its word."""
    for stretch, figures in zip(context.stretches, context.figures, strict=True):
        for before, now in itertools.pairwise(figures):
            now, before, rises = _in_english(stretch, before, now) or (now, before, _rise_told(stretch, before, now))
            if rises is not None and _falls(before, now) == rises:
                yield _claim(context, stretch, before, now)


def _rise_told(stretch: Stretch, before: Figure, now: Figure) -> bool | None:
    return _is_rise(stretch, before, now) if _began(stretch, before) else None


def _in_english(stretch: Stretch, one: Figure, two: Figure) -> tuple[Figure, Figure, bool] | None:
    """118,400, down from 131,800; fell from 13.7 per cent to 12.1 per cent: now, before, and whether words tell a rise."""
    between = stretch.text[one.body_end : two.start]
    moved = moved_from(between) if "。" not in between else None
    if moved is not None:
        return one, two, moved
    moved = moved_from(stretch.text[max(0, one.start - _LEAD) : one.start]) if led_to(between) else None
    return (two, one, moved) if moved is not None else None


def _began(stretch: Stretch, figure: Figure) -> bool:
    """Whether a movement begins at a figure that stands for itself, and no growth or fall."""
    before = stretch.text[max(0, figure.start - _LEAD) : figure.start]
    begins = any(map(FROM.search, (before, without_dates(before)))) and words().movement.search(before) is None
    return begins and _COUNTED_DOWN.search(before) is None


def _falls(before: Figure, now: Figure) -> bool | None:
    """Whether the second figure is less; None where they cannot be compared."""
    like = before.dimension == now.dimension and before.kind is now.kind
    if not like or now.kind in (FigureKind.RANK, FigureKind.RANGE, FigureKind.THRESHOLD, FigureKind.RATIO):
        return None
    if before.exact is not None or now.exact is not None:
        return None  # 无菌保证水平由千分之一提高至百万分之一: fewer of them are better
    one, two = before.interval(), now.interval()
    return None if one.meets(two) else before.value > now.value


def _is_rise(stretch: Stretch, before: Figure, now: Figure) -> bool | None:
    """Whether the words between two figures, and nothing else, say that the first rose to the second."""
    whole = stretch.text[before.body_end : now.start]
    said = whole.removesuffix("的").rstrip(_TIME_END)
    said = said if said != whole.removesuffix("的") else whole
    moved = words().reached.match(f"{said[:-1]}到" if said[-1:] == "为" else said)
    if moved is None or not moved["move"]:
        return None
    rises = moved["move"] not in words().down
    unit = now.amount.unit
    quicker = rises and is_duration(unit) and unit.symbol not in _LONG
    return None if quicker else rises


def _claim(context: Context, stretch: Stretch, before: Figure, now: Figure) -> Claim:
    places = [stretch.place(figure.start, figure.end) for figure in (before, now)]
    operands = tuple(Operand(start, end, context.manuscript[start:end], "now") for start, end in places)
    one, two = (operand.text for operand in operands)
    sign = ">" if before.value < now.value else "<"
    words_of = text("增减的方向反了。")
    return Claim("growth", Verdict.FAILS, f"{two} {sign} {one}", operands, "", words_of, words_of, context.around(operands))
