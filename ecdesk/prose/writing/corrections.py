"""What is to stand in a manuscript instead of a figure: the book's figure or what its own relation asks for, each printed as that place prints it,
and what hangs on it that somebody must look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.documents import TextChange, TextComment, changed_document
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import key_from_text
from ecdesk.domain.figures.numerals import digits_in, print_like
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.judging import Reader, judge_printed, qualifiers
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.numbers import parse_amount
from ecdesk.prose.claims import Claim
from ecdesk.prose.proof import ProofFigure, ProofResult, proof
from ecdesk.prose.reading.lexicon import alternatives, grammar
from ecdesk.prose.states import claim_context, printed_values

_CORRECTED_ROLE = {
    "book": "text",
    "sum": "total",
    "share": "share",
    "growth": "growth",
    "growthmix": "growth",
    "ratio": "growth",
    "diff": "growth",
    "points": "growth",
    "count": "count",
    "crossref": "text",
}
"""Which figure of a claim what is expected stands for."""
_LEAST = -30
"""No figure has more decimals than this, whatever was worked out."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of a manuscript that is to be another. claim: what says so. change: of its digits, None where only a hand can do it. printed:
    the figure as it will read. attention: what hangs on it."""

    figure: ProofFigure
    claim: Claim
    printed: str
    change: TextChange | None
    attention: tuple[TextComment, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """All that is written into the copy of a manuscript, in order of place. by_hand: figures that nobody but a person can rewrite."""

    corrections: tuple[Correction, ...]
    changes: tuple[TextChange, ...]
    attention: tuple[TextComment, ...]
    by_hand: int = 0


def correction(result: ProofResult, claim: Claim, book: Book | None = None) -> Correction | None:
    """What a claim that does not hold asks for; None where it leaves open what should stand there."""
    if claim.verdict is Verdict.HOLDS:
        return None
    meant = _meant(result, claim, book)
    return _corrected(result, claim, *meant) if meant is not None else None


def book_corrections(result: ProofResult, book: Book) -> list[Correction]:
    """A correction for every figure that is certainly one of the book's and is printed otherwise. Signed explanations are kept to."""
    signed = {
        (one.context, tuple(sorted(one.values.items())))
        for one in result.settlements
        if one.decision in ("accepted", "explained")
    }
    found = []
    for claim in result.claims:
        if claim.kind != "book" or claim.verdict not in (Verdict.FAILS, Verdict.ROUNDING):
            continue
        if (claim_context(claim), tuple(sorted(printed_values(claim.operands).items()))) not in signed:
            made = correction(result, claim, book)
            if made is not None:
                found.append(made)
    return found


def revision(result: ProofResult, corrections: Iterable[Correction], book: Book | None = None) -> Revision:
    """The changes of some corrections, one for each figure, those by the book first; with what they leave behind that must be looked at:
    relations that held and hold no more, and figures that still are not as they should be."""
    ordered = _one_each(corrections)
    changes = tuple(one.change for one in ordered if one.change is not None)
    attention = [words for one in ordered for words in one.attention]
    attention += [*_at_odds(result, ordered), *_broken(result, ordered, changes, book)]
    by_hand = sum(one.change is None for one in ordered)
    return Revision(ordered, changes, tuple(sorted(attention, key=lambda one: (one.start, one.end))), by_hand)


def _one_each(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """One for each figure, those by the book first; in order of place."""
    chosen: dict[int, Correction] = {}
    for one in sorted(corrections, key=lambda one: one.claim.kind != "book"):
        chosen.setdefault(one.figure.start, one)
    return tuple(chosen[start] for start in sorted(chosen))


# -- what should stand there


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a figure should be. value: in its dimension's own unit, with its sign. finest: one unit of the last digit that is known of it, 0 for
    an exact one. amount: of the book, for a last comparison."""

    value: Fraction
    finest: Fraction
    amount: Amount | None = None


def _meant(result: ProofResult, claim: Claim, book: Book | None) -> tuple[ProofFigure, _Meant] | None:
    if claim.kind == "book":
        return _of_book(result, claim, book) if book is not None and claim.key else None
    values = claim.cause.values if claim.cause is not None else {}
    if "old" in values:
        return _slipped(result, claim, str(values["old"]), str(values.get("new", "")))
    return _worked_out(result, claim)


def _of_book(result: ProofResult, claim: Claim, book: Book) -> tuple[ProofFigure, _Meant] | None:
    amount = book.amount(key_from_text(claim.key))
    figure = _operand(result, claim, "text")
    if amount is None or figure is None:
        return None
    finest = Fraction(0) if amount.is_exact else amount.last_digit * amount.unit.scale
    return figure, _Meant(Fraction(amount.value) * amount.unit.scale, finest, amount)


def _worked_out(result: ProofResult, claim: Claim) -> tuple[ProofFigure, _Meant] | None:
    """What a relation gives for its last figure, where it says which one that is."""
    figure = _operand(result, claim, _CORRECTED_ROLE.get(claim.kind, "")) or _operand(result, claim, "total")
    if figure is None or figure.amount is None:
        return None
    expected = _amount(claim.expected, figure.amount.unit)
    if expected is None or figure.amount == expected:
        return None
    value = Fraction(expected.value) * expected.unit.scale
    if not expected.unit.is_ratio and value >= 0:
        value *= _direction(figure)  # a difference is worked out without its sign
    return figure, _Meant(value, Fraction(0))


def _operand(result: ProofResult, claim: Claim, role: str) -> ProofFigure | None:
    """The last figure of a claim that plays a role in it."""
    spans = [(one.start, one.end) for one in claim.operands if one.role == role]
    return next((one for one in result.figures if spans and (one.start, one.end) == spans[-1]), None)


def _slipped(result: ProofResult, claim: Claim, old: str, new: str) -> tuple[ProofFigure, _Meant] | None:
    """The one figure of a claim that is printed as a slip says, and what would mend it."""
    spans = {(one.start, one.end) for one in claim.operands}
    own = [
        one
        for one in result.figures
        if one.amount is not None and (one.start, one.end) in spans and f"{one.amount.value:f}{one.amount.unit.symbol}" == old
    ]
    if len(own) != 1 or own[0].amount is None:
        return None
    amount = _amount(new, own[0].amount.unit)
    if amount is None:
        return None
    return own[0], _Meant(Fraction(amount.value) * amount.unit.scale * (own[0].sign or 1), Fraction(0))


def _amount(written: str, unit: Unit) -> Amount | None:
    amount = parse_amount(written, unit) if written else None
    return amount if amount is not None and amount.unit.dimension == unit.dimension else None


# -- how it is printed there


def _corrected(result: ProofResult, claim: Claim, figure: ProofFigure, meant: _Meant) -> Correction:
    by_hand = Correction(figure, claim, "", None, (_asked(figure, claim, meant),))
    amount = figure.amount
    span = digits_in(figure.text, amount.value) if amount is not None and not figure.in_words else None
    if amount is None or span is None:
        return by_hand
    value = _rounded(amount, meant)
    if not _agrees(Amount(value, amount.unit, amount.qualifier), meant):
        return by_hand
    start, end = figure.start + span[0], figure.start + span[1]
    start, words, notes = _directed(result, figure, start, print_like(figure.text[slice(*span)], value), meant)
    if result.document.text[start:end] == words:
        return replace(by_hand, attention=notes) if notes else by_hand
    printed = figure.text[: max(0, start - figure.start)] + words + figure.text[end - figure.start :]
    return Correction(figure, claim, printed, TextChange(start, end, words), (*_qualified(figure), *notes))


def _agrees(new: Amount, meant: _Meant) -> bool:
    """Whether what would be printed says the figure of the book."""
    if meant.amount is None:
        return True
    return judge_printed(new, _unsigned(meant.amount), Reader.STATEMENT).verdict is not Verdict.FAILS


def _directed(
    result: ProofResult, figure: ProofFigure, start: int, words: str, meant: _Meant
) -> tuple[int, str, tuple[TextComment, ...]]:
    """The digits from a place on, with what must be looked at where the figure goes another way, or none at all."""
    if not words.strip("0０.．"):
        moves = _moving(result, figure) is not None
        return start, words, (_note(figure, text("改后为零，是否应为持平，请核对用词。")),) if moves else ()
    if (meant.value < 0) == (_direction(figure) < 0):
        return start, words, ()
    return _turned(result, figure, start, words, meant.value < 0)


def _direction(figure: ProofFigure) -> int:
    """Whether the figure with the words around it says less than zero."""
    below = figure.amount is not None and figure.amount.value < 0
    return (-1 if below else 1) * (-1 if figure.sign < 0 else 1)


def _unsigned(amount: Amount) -> Amount:
    return Amount(abs(amount.value), amount.unit, amount.qualifier)


def _rounded(amount: Amount, meant: _Meant) -> Decimal:
    """The digits, without sign, in the unit and to the last digit of what is printed, never finer than what is known; 超 is said of less, 近 of
    more than the figure."""
    digit = amount.last_significant_digit if amount.qualifier else amount.last_digit
    finest = meant.finest / amount.unit.scale
    place = _exponent(digit)
    while Fraction(10) ** place < finest:
        place += 1
    size = abs(meant.value) / amount.unit.scale
    sides = {qualifiers()[word].side for word in amount.qualifier.split("…") if word in qualifiers()}
    off = {frozenset({"up"}): Fraction(0), frozenset({"down"}): 1 - Fraction(1, 10**12)}.get(frozenset(sides), Fraction(1, 2))
    whole = int(size / Fraction(10) ** place + off)
    if place > 0:
        return Decimal(whole * 10**place)
    return Decimal((0, tuple(map(int, str(whole))), place))


def _exponent(digit: Fraction) -> int:
    place = 0
    while Fraction(10) ** place > digit and place > _LEAST:
        place -= 1
    while Fraction(10) ** (place + 1) <= digit:
        place += 1
    return place


# -- what hangs on it


def _note(figure: ProofFigure, words: Text) -> TextComment:
    return TextComment(figure.start, figure.end, str(words))


def _asked(figure: ProofFigure, claim: Claim, meant: _Meant) -> TextComment:
    expected = f"{meant.amount.value:f}{meant.amount.unit.symbol}" if meant.amount is not None else claim.expected
    words = text("应为 {expected}，这里的写法不能自动改，请手工改正。", expected=expected or str(claim.message))
    return _note(figure, words)


def _qualified(figure: ProofFigure) -> Iterable[TextComment]:
    if figure.qualifier:
        word = figure.qualifier.replace("…", "、")
        yield _note(figure, text("“{word}”是对原来的数说的，改后是否还成立，请核对。", word=word))


def _turned(
    result: ProofResult, figure: ProofFigure, start: int, words: str, falls: bool
) -> tuple[int, str, tuple[TextComment, ...]]:
    """A figure that goes the other way: a minus before it is put or taken away where no word says which way it goes; else that word is to be
    looked at."""
    before = result.document.text[start - 1 : start]
    if before in _MINUS and before and not figure.sign < 0:
        return start - 1, words, ()
    moving = _moving(result, figure)
    if moving is None:
        return start, (f"-{words}" if falls else words), ()
    said = text(
        "改后的数是下降的，请把“{word}”一类的词改过来。" if falls else "改后的数是增长的，请把“{word}”一类的词改过来。",
        word=moving[0],
    )
    return start, words, (TextComment(moving[1], figure.end, str(said)),)


_MINUS = "-－−"


def _moving(result: ProofResult, figure: ProofFigure) -> tuple[str, int] | None:
    """The word before a figure that says which way it goes, and where it stands; None where there is none."""
    found = None
    begin = max(0, figure.start - 40)
    for match in _movement().finditer(result.document.text[begin : figure.start]):
        found = match
    return (found[0], begin + found.start()) if found is not None else None


def _movement() -> re.Pattern[str]:
    words = grammar()["movement"]
    return re.compile(alternatives([*words["up"], *words["down"]]))


def _at_odds(result: ProofResult, corrections: Sequence[Correction]) -> Iterable[TextComment]:
    """Figures that take the book's although a relation of the text asks for another: the book may be what is wrong."""
    chosen = {one.figure.start: one for one in corrections if one.change is not None}
    for claim in result.claims:
        own = correction(result, claim) if claim.verdict is Verdict.FAILS and claim.kind != "book" else None
        taken = chosen.get(own.figure.start) if own is not None else None
        if own is not None and taken is not None and own.printed not in ("", taken.printed):
            words = text(
                "按文中的关系应为 {other}，与这里改成的数不同，请核对：{relation}", other=own.printed, relation=claim.relation
            )
            yield _note(own.figure, words)


def _broken(
    result: ProofResult, corrections: Sequence[Correction], changes: Sequence[TextChange], book: Book | None
) -> list[TextComment]:
    """What held before the changes and is contradicted or no longer borne out after them, and what should have been put right and is not."""
    if not changes:
        return []
    after = proof(changed_document(result.document, changes), book, result.settlements)
    changed = {(one.figure.start, one.figure.end) for one in corrections if one.change is not None}
    return [*_no_longer(result.claims, after.claims, changed), *_newly(result.claims, after.claims, _moved(changes))]


def mended(result: ProofResult, corrections: Iterable[Correction], book: Book | None = None) -> frozenset[tuple[str, str]]:
    """What does not hold now and is no longer wrong once these are made, by kind and words around: one figure stands in many relations."""
    ordered = _one_each(corrections)
    changes = [one.change for one in ordered if one.change is not None]
    if not changes:
        return frozenset()
    changed = {(one.figure.start, one.figure.end) for one in ordered if one.change is not None}
    after = proof(changed_document(result.document, changes), book, result.settlements).claims
    touched = (one for one in result.claims if any((each.start, each.end) in changed for each in one.operands))
    wrong = {(one.kind, one.context) for one in touched if one.verdict in (Verdict.FAILS, Verdict.ROUNDING)}
    now, told = _verdicts(after), {one.kind for one in after if one.verdict in _HELD}
    # Two places that differed are another claim, in other words, when they agree.
    return frozenset(one for one in wrong if now.get(one) in _HELD or (one not in now and one[0] in told))


def _no_longer(before: Iterable[Claim], after: Iterable[Claim], changed: set[tuple[int, int]]) -> Iterable[TextComment]:
    """Relations of changed figures that held."""
    now = _verdicts(after)
    for claim in before:
        touched = any((one.start, one.end) in changed for one in claim.operands)
        held = claim.verdict in _HELD and claim.kind != "book"
        if touched and held and now.get((claim.kind, claim.context)) not in _HELD:
            last = claim.operands[-1]
            said = text("改正后这里不再相符，请核对：{relation}", relation=claim.relation)
            yield TextComment(last.start, last.end, str(said))


def _newly(before: Iterable[Claim], after: Iterable[Claim], moved: Callable[[int], int]) -> Iterable[TextComment]:
    """What is wrong only now."""
    known = _verdicts(before)
    for claim in after:
        if claim.verdict is Verdict.FAILS and known.get((claim.kind, claim.context)) is not Verdict.FAILS:
            last = max(claim.operands, key=lambda one: one.start)
            yield TextComment(moved(last.start), moved(last.end), f"{claim.message}\n{claim.relation}")


_HELD = (Verdict.HOLDS, Verdict.ROUNDING)


def _verdicts(claims: Iterable[Claim]) -> Mapping[tuple[str, str], Verdict]:
    """The worst verdict on the claims of one kind and the same words."""
    found: dict[tuple[str, str], Verdict] = {}
    for claim in claims:
        key = claim.kind, claim.context
        if found.get(key) is not Verdict.FAILS:
            found[key] = claim.verdict
    return found


def _moved(changes: Sequence[TextChange]) -> Callable[[int], int]:
    """From a place in the changed text to that in the text as it was."""

    def place(at: int) -> int:
        for change in sorted(changes, key=lambda one: one.start):
            if change.start + len(change.words) <= at:
                at -= len(change.words) - (change.end - change.start)
            else:
                return min(at, change.end) if at > change.start else at
        return at

    return place
