"""Manuscripts of a book: taken in as drafts, proofread against it, and what was decided about their figures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ecdesk.documents import document_bytes
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid, now
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Manuscript, Settlement
from ecdesk.domain.documents import Document
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key, key_from_text
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.files.outgoing import write_csv
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import find_unit
from ecdesk.prose import ProofResult, proof
from ecdesk.prose.claims import Claim
from ecdesk.prose.comments import comments_on, finding_list
from ecdesk.prose.proof import ProofFigure
from ecdesk.prose.states import (
    LINKED,
    DraftComparison,
    FigureState,
    Writing,
    bind,
    bindings,
    claim_context,
    compare_drafts,
    figure_context,
    link,
    settle,
)
from ecdesk.session.book.desk import Desk
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.versions.versions import key_label

DECISION_NAMES = {
    "accepted": text("接受"),
    "explained": text("说明"),
    "linked": text("关联到表"),
    "bound": text("认出是书中的数"),
    "corrected": text("改正"),
    "inserted": text("插入"),
}


@dataclass(frozen=True)
class Proofread:
    """A draft as proofread, and how it differs from the draft before, None for the first. mended: what is wrong in it and will not be in the copy with
    the corrections that were decided, by kind and words around. states: of its figures, in order of place; of a draft that a window shows."""

    manuscript: Manuscript
    result: ProofResult
    since: DraftComparison | None
    mended: frozenset[tuple[str, str]] = frozenset()
    states: tuple[FigureState, ...] = ()


@dataclass(frozen=True)
class ReceivedManuscript:
    """A manuscript as it came, whose text can be read. bindings: its figures that are the book's, with the claim that says so."""

    name: str
    content: bytes
    bindings: tuple[tuple[ProofFigure, Claim], ...] = ()


def receive_manuscript(path: Path, book: Book | None = None) -> Job[ReceivedManuscript]:
    """Read a manuscript that the book is to take. A window hands in ``book.snapshot()``. Raises UserError when it cannot be read."""
    yield Progress(0, 0, text("读取 {file}", file=path.name))
    content = document_bytes(path)
    document = outside.read_manuscript(content, path.name)
    found: list[tuple[ProofFigure, Claim]] = []
    if book is not None:
        yield Progress(0, 0, text("核对“{name}”", name=path.name))
        found = bindings(proof(document, book, settlements(book)))
    return ReceivedManuscript(path.name, content, tuple(found))


def take_manuscript(desk: Desk, received: ReceivedManuscript) -> Manuscript:
    """Take a manuscript into the book, as the next draft of the one with its name, and keep which of its figures are which of the book.

    The bytes that are there already are not taken twice: the draft that has them is returned.
    """
    name, content = received.name, received.content
    digest = hashlib.sha256(content).hexdigest()
    known = drafts(desk.book, name)
    same = [draft for draft in known if draft.file == digest]
    if same:
        return same[-1]
    draft = Manuscript(new_uid(), name, digest, now(), desk.who, order=len(known) + 1)
    with desk.edit(text("收入文稿“{name}”第 {draft} 稿", name=name, draft=draft.order)) as edit:
        edit.put(draft)
        edit.attach(name, content)
        for figure, claim in received.bindings:
            edit.put(bind(figure, claim, key_label(desk.book, key_from_text(claim.key)), desk.who, draft.received, draft))
    return draft


def drafts(book: Book, name: str) -> list[Manuscript]:
    """The drafts of one manuscript, oldest first."""
    found = [one for one in book.all(Manuscript).values() if one.name == name]
    return sorted(found, key=lambda one: (one.order, one.received))


def newest_drafts(book: Book) -> dict[str, Manuscript]:
    """The newest draft of each manuscript, by its name."""
    return {one.name: one for one in sorted(book.all(Manuscript).values(), key=lambda one: (one.order, one.received))}


def settlements(book: Book) -> tuple[Settlement, ...]:
    return tuple(book.all(Settlement).values())


def read_draft(desk: Desk, draft: Manuscript) -> Document:
    """The text of a draft as it was taken in."""
    return outside.read_manuscript(desk.file.read_blob(draft.file), draft.name)


def proofread_draft(desk: Desk, book: Book, draft: Manuscript, before: Manuscript | None = None) -> Job[Proofread]:
    """The same as `proofread`, with the drafts read from the book's file on the way: a worker's job."""
    yield Progress(0, 0, text("核对“{name}”", name=draft.name))
    desk.flush()
    document = read_draft(desk, draft)
    earlier = read_draft(desk, before) if before is not None else None
    return (yield from proofread(book, draft, document, earlier))


@dataclass(frozen=True)
class Mention:
    """A place of a manuscript where a figure of the book is printed: characters of its text. before: the words just before it. agrees:
    whether it was the book's figure when it was proofread; None where that could not be said."""

    manuscript: Manuscript
    start: int
    end: int
    text: str
    before: str
    agrees: bool | None


Mentions = Mapping[Key, tuple[Mention, ...]]
_AGREES = {Verdict.HOLDS: True, Verdict.ROUNDING: True, Verdict.FAILS: False}
WORDS_BEFORE = 16


def mentions_in(found: Proofread) -> dict[Key, list[Mention]]:
    """Where the book's figures are printed in a proofread draft."""
    places: dict[Key, list[Mention]] = {}
    prose = found.result.document.text
    for claim in found.result.claims:
        if not claim.key or not claim.operands:
            continue
        spot = claim.operands[0]
        before = "".join(prose[max(0, spot.start - 2 * WORDS_BEFORE) : spot.start].split())[-WORDS_BEFORE:]
        words = "".join(prose[spot.start : spot.end].split())
        mention = Mention(found.manuscript, spot.start, spot.end, words, before, _AGREES.get(claim.verdict))
        places.setdefault(key_from_text(claim.key), []).append(mention)
    return places


def find_mentions(desk: Desk, book: Book) -> Job[Mentions]:
    """Where figures are printed in the newest draft of each manuscript. A draft that can no longer be read is passed over; its own page
    says why. A window hands in ``book.snapshot()``. Raises UserError where the book cannot be saved."""
    newest = newest_drafts(book)
    yield Progress(0, len(newest), text("核对文稿"))
    desk.flush()
    found: dict[Key, list[Mention]] = {}
    for draft in newest.values():
        try:
            document = read_draft(desk, draft)
        except UserError:
            continue
        proofed = yield from proofread(book, draft, document)
        for key, places in mentions_in(proofed).items():
            found.setdefault(key, []).extend(places)
    return {key: tuple(places) for key, places in found.items()}


def proofread_file(path: Path, book: Book | None = None) -> ProofResult:
    """Proofread a manuscript that no book has taken in, by itself or against a book. Raises UserError when it cannot be read."""
    document = outside.read_manuscript(document_bytes(path), path.name)
    return proof(document, book, settlements(book) if book is not None else ())


def proofread(book: Book, draft: Manuscript, document: Document, before: Document | None = None) -> Job[Proofread]:
    """Proofread a draft against the book and its own text. A window hands in ``book.snapshot()``. before: the draft before this one."""
    yield Progress(0, 0, text("核对“{name}”", name=draft.name))
    known = settlements(book)
    result = proof(document, book, known)
    since = None
    if before is not None:
        yield Progress(1, 2, text("与上一稿比较"))
        since = compare_drafts(proof(before, book, known), result)
    return Proofread(draft, result, since)


def accept(desk: Desk, draft: Manuscript, claim: Claim | Writing, words: str = "") -> Settlement:
    """Let a claim stand as it is."""
    return _store(desk, settle(claim, "accepted", words, desk.who, now(), draft.id))


def explain(desk: Desk, draft: Manuscript, claim: Claim | Writing, words: str) -> Settlement:
    """Sign why a claim that fails, or cannot be decided, is right all the same."""
    if not words.strip():
        raise UserError("说明是空的，请写明理由。")
    return _store(desk, settle(claim, "explained", words.strip(), desk.who, now(), draft.id))


def link_figure(desk: Desk, draft: Manuscript, figure: ProofFigure, key: Key) -> Settlement:
    """Say which figure of the book a figure of the prose is; drafts and years to come check it against that one.

    Raises UserError when the two are not of one kind, 13 个 and 29.0%: they could never be compared.
    """
    if not _comparable(desk.book, figure, key):
        raise UserError(
            "“{figure}”与“{label}”的单位不是同一种量，不能关联，请另选一个数。",
            figure=figure.text,
            label=key_label(desk.book, key),
        )
    amount = desk.book.amount(key)
    inside = f"{amount.value:f}{amount.unit.symbol}" if amount is not None else ""
    return _store(desk, link(figure, str(key), key_label(desk.book, key), desk.who, now(), draft.id, inside))


def withdraw(desk: Desk, settlement: Settlement) -> None:
    """Take back what was decided about a claim or a figure."""
    with desk.edit(text("撤回核稿决定")) as edit:
        edit.remove(Settlement, settlement.id)


def settlement_of(book: Book, claim: Claim | Writing) -> Settlement | None:
    """What was decided about a claim, or about its figure when that was linked; the latest decision counts."""
    context = claim_context(claim)
    found = [one for one in settlements(book) if one.context == context]
    return max(found, key=lambda one: one.when, default=None)


def link_of(book: Book, figure: ProofFigure) -> Settlement | None:
    """What an editor said that a figure is."""
    context = figure_context(figure)
    found = [one for one in settlements(book) if one.context == context and one.decision == LINKED]
    return max(found, key=lambda one: one.when, default=None)


def link_choices(book: Book, typed: str, figure: ProofFigure, limit: int = 50) -> Sequence[tuple[Key, str]]:
    """Figures of the book that a figure of the prose can be compared with and whose label has every word that was typed, with their
    labels: those of the prose's own area first, then the plainest label."""
    words = typed.split()
    if not words:
        return []
    found = [
        (key, label)
        for key in book.observations
        if all(word in (label := key_label(book, key)) for word in words) and _comparable(book, figure, key)
    ]
    found.sort(key=lambda choice: (choice[0].area != figure.area, len(choice[1]), choice[1]))
    return found[:limit]


def figure_words(book: Book, figure: ProofFigure) -> tuple[str, ...]:
    """What a figure of the prose is taken for, as far as that is known: period, area, indicator."""
    area = book.area(figure.area)
    try:
        period = str(period_from_code(figure.period)) if figure.period else ""
    except ValueError:
        period = figure.period
    return tuple(part for part in (period, area.name if area else figure.area, figure.indicator) if part)


def _comparable(book: Book, figure: ProofFigure, key: Key) -> bool:
    """Whether both are of one kind of quantity; a unit or a figure that is not known is not held against them."""
    amount, unit = book.amount(key), find_unit(figure.unit)
    return amount is None or unit is None or amount.unit.dimension == unit.dimension


def comment_copy(desk: Desk, draft: Manuscript, result: ProofResult, target: Path) -> Job[tuple[Path, int]]:
    """Write a copy of a .docx draft with a comment at each finding; returns where, and how many."""
    yield Progress(0, 0, text("写出 {sheet}", sheet=target.name))
    content, count = outside.with_comments(desk.file.read_blob(draft.file), draft.name, comments_on(result), desk.who, now())
    write_whole(target, content)
    return target, count


def findings_csv(result: ProofResult, target: Path) -> int:
    """Write every claim that needs a look and every format finding as a CSV file that spreadsheet programs open; returns how many."""
    rows = finding_list(result)
    write_csv(target, list(rows[0]) if rows else ["message"], [list(row.values()) for row in rows])
    return len(rows)


def _store(desk: Desk, settlement: Settlement) -> Settlement:
    with desk.edit(text("核稿：{decision}", decision=DECISION_NAMES[settlement.decision])) as edit:
        edit.put(settlement)
    return settlement
