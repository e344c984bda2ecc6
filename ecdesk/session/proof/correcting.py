"""Correcting a manuscript: what is decided of its figures, and the copy in which it is written. The original is never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ecdesk.documents import Revised, document_bytes
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid, now
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Manuscript, Settlement
from ecdesk.domain.documents import TextChange, TextComment
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files.paths import same_file
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import Text, text, tr
from ecdesk.prose import ProofResult
from ecdesk.prose.claims import Claim
from ecdesk.prose.states import claim_context, figure_states, printed_values, settle
from ecdesk.prose.writing.corrections import Correction, Revision, book_corrections, correction, mended, revision
from ecdesk.session.book.desk import Desk
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.proof.manuscripts import Proofread, proofread_draft, proofread_file, settlements

CORRECTED, INSERTED = "corrected", "inserted"
_AT = "at"
"""Under which name an insertion keeps its place, a character of the draft's text."""
_STOPS = "。！？!?\r\n"


@dataclass(frozen=True)
class CorrectedCopy:
    """A copy that was written, what was to be written into it, and what of it became changes and comments there."""

    path: Path
    revision: Revision
    written: Revised

    def as_json(self) -> dict[str, Any]:
        """What ``ecdesk proof --corrected --json`` says of the copy; offsets count characters of the manuscript's text."""
        return {
            "file": str(self.path),
            "changes": [
                {"start": one.figure.start, "end": one.figure.end, "text": one.figure.text, "corrected": one.printed}
                for one in self.revision.corrections
                if one.change is not None
            ],
            "attention": [{"start": one.start, "end": one.end, "message": one.words} for one in self.revision.attention],
        }


def correct(desk: Desk, draft: Manuscript, result: ProofResult, claim: Claim) -> Settlement:
    """Decide that a figure is to be as a claim says, the book's or the one that its relation asks for; the next copy has it.

    Raises UserError where the claim leaves open which figure is meant to be another.
    """
    found = correction(result, claim, desk.book)
    if found is None:
        raise UserError("这一条没有说出哪个数该改成多少，请在文稿里改正，或者写明说明。")
    settlement = _decided(desk, draft, found)
    with desk.edit(text("改正文稿：{words}", words=settlement.words)) as edit:
        edit.put(settlement)
    return settlement


@dataclass(frozen=True)
class ByBook:
    """What of a draft takes the book's figures. left: figures that do not, because those of the book are doubtful themselves."""

    taken: tuple[Correction, ...]
    left: tuple[Correction, ...]


def doubtful_keys(book: Book, findings: Iterable[Finding]) -> set[Key]:
    """The book's figures that nothing else may take over unseen: those that are disputed, and those that an open finding holds to be wrong,
    all of it where it does not say which."""
    found = disputed_keys(book)
    for one in findings:
        if one.is_open:
            found.update((one.suspect,) if one.suspect is not None else one.keys)
    return found


def by_book(result: ProofResult, book: Book, findings: Iterable[Finding]) -> ByBook:
    """findings: of the book's own checks."""
    result = as_decided(result, book)
    doubtful = set(map(str, doubtful_keys(book, findings)))
    found = book_corrections(result, book)
    left = tuple(one for one in found if one.claim.key in doubtful)
    return ByBook(tuple(one for one in found if one not in left), left)


def correct_by_book(desk: Desk, draft: Manuscript, result: ProofResult, findings: Iterable[Finding] = ()) -> ByBook:
    """Decide that every figure that is one of the book's takes the book's, as one step; what somebody explained, or decided before, stays."""
    known = {one.figure.start for one in decided(result, desk.book)}
    found = by_book(result, desk.book, findings)
    found = replace(found, taken=tuple(one for one in found.taken if one.figure.start not in known))
    if found.taken:
        with desk.edit(text("全部采用书中数字：“{name}”{count} 处", name=draft.name, count=len(found.taken))) as edit:
            for one in found.taken:
                edit.put(_decided(desk, draft, one))
    return found


def insert(desk: Desk, draft: Manuscript, result: ProofResult, at: int, words: str) -> Settlement:
    """Decide that words are to stand in the copy, behind the sentence in which a character of the draft's text stands."""
    place = sentence_end(result.document.text, at)
    made = Settlement(new_uid(), draft.id, f"place|{place}", INSERTED, words, desk.who, now(), values={_AT: str(place)})
    with desk.edit(text("插入句子：“{name}”", name=draft.name)) as edit:
        edit.put(made)
    return made


def sentence_end(prose: str, at: int) -> int:
    """Where the sentence ends that a character stands in, behind its full stop."""
    place = next((place for place in range(at, len(prose)) if prose[place] in _STOPS), len(prose))
    return place + (place < len(prose) and prose[place] not in "\r\n")


def as_decided(result: ProofResult, book: Book) -> ProofResult:
    """What was found of a draft, with everything that is decided by now: a page goes on showing what was found while the draft is read again."""
    return replace(result, settlements=settlements(book))


def inserted(result: ProofResult, draft: Manuscript, book: Book) -> list[TextChange]:
    """What is to be inserted into a draft, each in its place, in the order in which it was decided."""
    places: dict[int, str] = {}
    for one in sorted(settlements(book), key=lambda one: one.when):
        at = one.values.get(_AT, "")
        if one.decision == INSERTED and one.manuscript == draft.id and at.isdecimal() and int(at) <= len(result.document.text):
            places[int(at)] = places.get(int(at), "") + one.words
    return [TextChange(at, at, words) for at, words in sorted(places.items())]


def decided(result: ProofResult, book: Book) -> list[Correction]:
    """The corrections that were decided for the figures of a draft as they are printed there, each by what the book has now."""
    latest: dict[tuple[str, tuple[tuple[str, str], ...]], Settlement] = {}
    for one in sorted(settlements(book), key=lambda one: one.when):
        latest[one.context, tuple(sorted(one.values.items()))] = one
    found = []
    contexts = {one.context for one in latest.values() if one.decision == CORRECTED}
    for claim in result.claims if contexts else ():
        if claim_context(claim) not in contexts:
            continue
        known = latest.get((claim_context(claim), tuple(sorted(printed_values(claim.operands).items()))))
        if known is not None and known.decision == CORRECTED:
            made = correction(result, claim, book)
            if made is not None:
                found.append(made)
    return found


def with_decisions(found: Proofread, book: Book) -> Proofread:
    """A draft as it was proofread, with everything that is decided by now; what that puts right besides is known when it was read again."""
    result = as_decided(found.result, book)
    return replace(found, result=result, states=tuple(figure_states(result, found.mended)))


def proofread_with_corrections(desk: Desk, book: Book, draft: Manuscript, before: Manuscript | None = None) -> Job[Proofread]:
    """A draft as proofread, and what the corrections that were decided put right besides: a worker's job."""
    found = yield from proofread_draft(desk, book, draft, before)
    corrections = decided(found.result, book)
    right = mended(found.result, corrections, book) if corrections else found.mended
    return replace(found, mended=right, states=tuple(figure_states(found.result, right)))


def corrected_copy(desk: Desk, book: Book, draft: Manuscript, result: ProofResult, target: Path) -> Job[CorrectedCopy]:
    """Write a copy of a draft with the corrections that were decided. A window hands in ``book.snapshot()``.

    Raises UserError where none was decided, where the copy would take the place of a draft, and where it cannot be written; what had its
    name before is then as it was.
    """
    yield Progress(0, 0, text("写出 {sheet}", sheet=target.name))
    check_target(book, draft.name, target)
    found, more = decided(result, book), inserted(result, draft, book)
    if not found and not more:
        raise UserError("还没有决定改正哪些数，请先在意见上按“按书中数字改正”或“照此改正”。")
    desk.flush()
    content = desk.file.read_blob(draft.file)
    plan = revision(result, found, book)
    return _written(content, draft.name, replace(plan, changes=(*plan.changes, *more)), target, desk.who)


def corrected_file(
    path: Path, book: Book, target: Path, who: str, findings: Iterable[Finding] = ()
) -> tuple[ProofResult, CorrectedCopy]:
    """Proofread a manuscript that no book has taken in, and write a copy that takes the book's figures, but not those that the book's own findings
    doubt: they are remarked on. Raises UserError as `corrected_copy`."""
    if path == target or same_file(path, target):
        raise _is_original(path.name)
    check_target(book, path.name, target)
    result = proofread_file(path, book)
    found = by_book(result, book, findings)
    plan = revision(result, found.taken, book)
    remarks = [TextComment(one.figure.start, one.figure.end, str(_doubted(one))) for one in found.left]
    attention = sorted((*plan.attention, *remarks), key=lambda one: (one.start, one.end))
    return result, _written(document_bytes(path), path.name, replace(plan, attention=tuple(attention)), target, who)


def _doubted(one: Correction) -> Text:
    return text("书中是 {printed}，但书中的这个数自己还没有通过审核，或者两个来源不一致，没有采用。", printed=one.printed)


def check_target(book: Book, name: str, target: Path) -> None:
    """Raises UserError where a copy is called as another kind of file than its manuscript, or where one of the book's drafts has its place."""
    if target.suffix.lower() != Path(name).suffix.lower():
        raise UserError("副本要与原稿同一种格式，请把“{file}”的后缀改为 {ending}。", file=target.name, ending=Path(name).suffix)
    if target.is_file():
        try:
            there = hashlib.sha256(target.read_bytes()).hexdigest()
        except OSError:
            return  # whoever writes there says why it cannot be
        if any(one.file == there for one in book.all(Manuscript).values()):
            raise _is_original(target.name)


def _is_original(name: str) -> UserError:
    return UserError("“{file}”是原稿，改正只写入副本，请另取一个文件名。", file=name)


def _written(content: bytes, name: str, plan: Revision, target: Path, who: str) -> CorrectedCopy:
    made, written = outside.with_changes(content, name, plan.changes, plan.attention, who, f"{now()[:19]}Z")
    write_whole(target, made)
    return CorrectedCopy(target, plan, written)


def _decided(desk: Desk, draft: Manuscript, one: Correction) -> Settlement:
    was, becomes = "".join(one.figure.text.split()), one.printed or one.claim.expected
    words = f"{was} → {becomes}" if was != becomes else tr("{figure} 的数字不变，要改的是前后的词", figure=was)
    return settle(one.claim, CORRECTED, words, desk.who, now(), draft.id)
