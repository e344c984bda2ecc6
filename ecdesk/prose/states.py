"""What is known of each figure, how much of a manuscript is covered, and what was settled from draft to draft."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Manuscript, Settlement
from ecdesk.domain.texts import text
from ecdesk.prose.claims import Claim, Operand
from ecdesk.prose.proof import ProofFigure, ProofResult
from ecdesk.prose.reading.context import surroundings

LINKED, BOUND = "linked", "bound"
"""What a settlement with a link is: said by an editor, or found by the proof."""
INSIDE = "book"
"""Under which name such a settlement keeps what the book had."""
BOOK, TEXT, ROUNDING, WRONG, UNCHECKED = "book", "text", "rounding", "wrong", "unchecked"
STATES = (BOOK, TEXT, ROUNDING, WRONG, UNCHECKED)
STATE_NAMES = {
    BOOK: text("与书中数字相符"),
    TEXT: text("与文中数字相符"),
    ROUNDING: text("进位误差内"),
    WRONG: text("有误"),
    UNCHECKED: text("未核对"),
}


@dataclass(frozen=True, slots=True)
class FigureState:
    """A figure with its state, one of `STATES`, the claims it stands in, and what was decided of those that fail; None while one of them is open.
    Which figure of the book it is decides nothing of that."""

    figure: ProofFigure
    state: str
    claims: tuple[Claim, ...] = ()
    settlement: Settlement | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many figures are in each state; settled: how many of the wrong ones somebody explained or accepted."""

    total: int
    counts: dict[str, int]
    settled: int = 0

    @property
    def verified(self) -> int:
        return self.counts[BOOK] + self.counts[TEXT] + self.counts[ROUNDING]


def figure_states(result: ProofResult, mended: Container[tuple[str, str]] = ()) -> list[FigureState]:
    """The state of every figure, in order of place. mended: what a correction that was decided puts right besides, see `corrections.mended`.

    A figure of a failed claim is wrong, unless other claims verify it and some other figure of the failed claim is verified by none.
    """
    claims: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in result.claims:
        for operand in claim.operands:
            claims[operand.start, operand.end].append(claim)
    verified = {place for place, own in claims.items() if any(map(_verifies, own))}
    known = by_context(result.settlements)
    states = []
    for figure in result.figures:
        own = claims.get((figure.start, figure.end), [])
        left = [one for one in own if (one.kind, one.context) not in mended or standing(known, one) is not None]
        state = _state((figure.start, figure.end), left, verified)
        states.append(FigureState(figure, state, tuple(own), _decision(left, known)))
    return states


def _verifies(claim: Claim) -> bool:
    """Whether a claim bears its figures out; that one is no more than another says little."""
    return claim.verdict in (Verdict.HOLDS, Verdict.ROUNDING) and "≤" not in claim.relation


def _decision(own: list[Claim], known: dict[str, Settlement]) -> Settlement | None:
    """What was decided of the claims of a figure. known: by the context of a claim."""
    failing = [claim for claim in own if claim.verdict is Verdict.FAILS]
    found = [standing(known, claim) for claim in failing or own]
    decided = [one for one in found if one is not None]
    return decided[0] if decided and (not failing or len(decided) == len(failing)) else None


def _state(place: tuple[int, int], own: list[Claim], verified: set[tuple[int, int]]) -> str:
    for claim in own:
        if claim.verdict is not Verdict.FAILS:
            continue
        others_doubtful = any((operand.start, operand.end) not in verified for operand in claim.operands)
        if place not in verified or not others_doubtful:
            return WRONG
    if any(claim.kind == "book" and claim.verdict is Verdict.HOLDS for claim in own):
        return BOOK
    if any(claim.verdict is Verdict.ROUNDING for claim in own):
        return ROUNDING
    if any(claim.verdict is Verdict.HOLDS for claim in own):
        return TEXT
    return UNCHECKED


def coverage(states: Sequence[FigureState]) -> Coverage:
    """Counts over all figures of a manuscript."""
    counts = dict.fromkeys(STATES, 0)
    for state in states:
        counts[state.state] += 1
    return Coverage(len(states), counts, sum(state.state == WRONG and state.settlement is not None for state in states))


# -- settlements


@dataclass(frozen=True, slots=True)
class Writing:
    """How something is written that is no figure's relation to another: the words around it, and what stands there."""

    around: str
    written: str


def writing(manuscript: str, start: int, end: int) -> Writing:
    """How characters of a manuscript are written."""
    return Writing(surroundings(manuscript, start, end), manuscript[start:end])


def claim_context(about: Claim | Writing) -> str:
    """What a settlement of this claim is remembered by: its kind and the words around its first figure, never an offset."""
    return f"writing|{about.around}" if isinstance(about, Writing) else f"{about.kind}|{about.context}"


def standing(known: Mapping[str, Settlement], about: Claim | Writing) -> Settlement | None:
    """What was decided of a claim, as long as its figures are printed as they were then. known: the latest settlement of each context."""
    found = known.get(claim_context(about))
    return found if found is not None and dict(found.values) == _values(about) else None


def _values(about: Claim | Writing) -> dict[str, str]:
    return {"0": about.written} if isinstance(about, Writing) else printed_values(about.operands)


def figure_context(figure: ProofFigure) -> str:
    return f"figure|{figure.context}"


def by_context(settlements: Iterable[Settlement]) -> dict[str, Settlement]:
    """The latest settlement of each context."""
    return {settlement.context: settlement for settlement in sorted(settlements, key=lambda settlement: settlement.when)}


def settle(about: Claim | Writing, decision: str, words: str, by: str, when: str, manuscript: str = "") -> Settlement:
    """A record that somebody accepted or explained a claim. It holds while its figures stay as they were."""
    context = claim_context(about)
    return Settlement(_id(context, when), manuscript, context, decision, words, by, when, values=_values(about))


def link(figure: ProofFigure, key: str, words: str, by: str, when: str, manuscript: str = "", inside: str = "") -> Settlement:
    """A record that a figure is the one under a key of the book; later drafts check it against that key. inside: what the book has there."""
    context = figure_context(figure)
    return Settlement(_id(context, when), manuscript, context, LINKED, words, by, when, link=key, values=_printed(figure, inside))


def bind(figure: ProofFigure, claim: Claim, words: str, by: str, when: str, manuscript: Manuscript) -> Settlement:
    """A record that a figure was found to be the book's, with what the book had there: the same for every draft of the manuscript."""
    context = figure_context(figure)
    values = _printed(figure, claim.expected)
    return Settlement(
        _id(context, f"{BOUND}@{manuscript.name}"), manuscript.id, context, BOUND, words, by, when, link=claim.key, values=values
    )


def bindings(result: ProofResult) -> list[tuple[ProofFigure, Claim]]:
    """The figures that are the book's, with the claim that says so; not those whose words stand around another figure as well."""
    counted = Counter(figure.context for figure in result.figures)
    held = {
        (claim.operands[0].start, claim.operands[0].end): claim
        for claim in result.claims
        if claim.kind == "book" and claim.key and claim.verdict in (Verdict.HOLDS, Verdict.ROUNDING)
    }
    return [
        (figure, claim)
        for figure in result.figures
        if counted[figure.context] == 1 and (claim := held.get((figure.start, figure.end))) is not None
    ]


def _printed(figure: ProofFigure, inside: str) -> dict[str, str]:
    printed = {"0": "".join(figure.text.split())}
    return {**printed, INSIDE: inside} if inside else printed


def printed_values(operands: Iterable[Operand]) -> dict[str, str]:
    """The figures of a claim as printed, without spaces, by their place in it."""
    return {str(number): "".join(operand.text.split()) for number, operand in enumerate(operands)}


def _id(context: str, when: str) -> str:
    return hashlib.sha256(f"{context}@{when}".encode()).hexdigest()[:16]


# -- drafts


@dataclass(frozen=True, slots=True)
class DraftComparison:
    """What a new draft keeps and changes.

    settled: claims whose settlement still stands. lapsed: claims that were settled with other figures. resolved: claims that failed and
    fail no more, or are gone. appeared: claims that fail and did not. changed: figures in the same words with another value. added and
    removed: figures that only one draft has.
    """

    settled: tuple[tuple[Claim, Settlement], ...]
    lapsed: tuple[tuple[Claim, Settlement], ...]
    resolved: tuple[Claim, ...]
    appeared: tuple[Claim, ...]
    changed: tuple[tuple[ProofFigure, ProofFigure], ...]
    added: tuple[ProofFigure, ...]
    removed: tuple[ProofFigure, ...]


def compare_drafts(old: ProofResult, new: ProofResult) -> DraftComparison:
    """Compare two drafts by the words around figures and claims. Settlements are those of both results."""
    known = by_context([*old.settlements, *new.settlements])
    settled: list[tuple[Claim, Settlement]] = []
    lapsed: list[tuple[Claim, Settlement]] = []
    for claim in new.claims:
        settlement = known.get(claim_context(claim))
        if settlement is None:
            continue
        (settled if dict(settlement.values) == printed_values(claim.operands) else lapsed).append((claim, settlement))
    before = {claim_context(claim): claim for claim in old.claims if claim.verdict is Verdict.FAILS}
    now = {claim_context(claim): claim for claim in new.claims if claim.verdict is Verdict.FAILS}
    changed, added, removed = _figures(old.figures, new.figures)
    return DraftComparison(
        tuple(settled),
        tuple(lapsed),
        tuple(claim for context, claim in before.items() if context not in now),
        tuple(claim for context, claim in now.items() if context not in before),
        tuple(changed),
        tuple(added),
        tuple(removed),
    )


def _figures(
    old: Iterable[ProofFigure], new: Iterable[ProofFigure]
) -> tuple[list[tuple[ProofFigure, ProofFigure]], list[ProofFigure], list[ProofFigure]]:
    waiting: dict[str, list[ProofFigure]] = defaultdict(list)
    for figure in old:
        waiting[figure.context].append(figure)
    changed, added = [], []
    for figure in new:
        same = waiting.get(figure.context)
        if not same:
            added.append(figure)
            continue
        before = same.pop(0)
        if (before.value, before.unit, before.qualifier) != (figure.value, figure.unit, figure.qualifier):
            changed.append((before, figure))
    return changed, added, [figure for left in waiting.values() for figure in left]
