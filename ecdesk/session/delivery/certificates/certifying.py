"""Making the certificate of a final edition: what was printed, where each figure comes from, which rules it passed, who answers for it, and the
digests of what was delivered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import ecdesk
from ecdesk.checks import Checker, apply_explanations
from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import VERDICT_NAMES, Finding, Verdict
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, foot_lines, sections_above, title_of
from ecdesk.domain.book.records import Observation, SignOff, Submission, Waiver
from ecdesk.domain.book.tables import Table
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files.faults import plain_faults
from ecdesk.domain.files.whole_files import write_whole
from ecdesk.domain.texts import text, tr
from ecdesk.session.delivery.certificates.certificate import (
    Certificate,
    CertifiedBook,
    CertifiedCell,
    CertifiedChapter,
    CertifiedCheck,
    CertifiedExhibit,
    CertifiedExplanation,
    CertifiedFigure,
    CertifiedFile,
    CertifiedRow,
    FileKind,
    Signature,
    certificate_beside,
    written,
)
from ecdesk.session.delivery.certificates.figures import content_fields, figures_in
from ecdesk.session.delivery.editions.edition import now
from ecdesk.session.delivery.editions.english import names_in
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.records.origins import origin_line
from ecdesk.session.versions.versions import key_label

if TYPE_CHECKING:
    from ecdesk.session.book.desk import Desk

_A_STEP = 500
"""Figures after which progress is told."""
_DECIDED = (Verdict.HOLDS, Verdict.ROUNDING, Verdict.FAILS)


@dataclass(frozen=True)
class Issuer:
    """Who hands out which book. who: "" where nobody says; book: the id of its file."""

    who: str = ""
    book: str = ""

    @classmethod
    def at(cls, desk: Desk) -> Issuer:
        return cls(desk.who, desk.file.meta("uid"))


NOBODY = Issuer()


@dataclass(frozen=True)
class WrittenFile:
    """A file of an edition. exhibit: see `CertifiedFile`."""

    path: Path
    kind: FileKind
    exhibit: str = ""


@dataclass(frozen=True)
class Printed:
    """What an edition prints. tables: in order; pictured: ids of those of which documents show a picture only; texts: sentences that stand by
    themselves; others: figures that go out in no table."""

    tables: Sequence[Table]
    pictured: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    others: Iterable[Key] = ()


@dataclass(frozen=True)
class Certifier:
    """Writes the certificate of a final edition. checker: the rules over the book's figures; findings: those with which it went out."""

    checker: Checker
    findings: Sequence[Finding]
    issuer: Issuer

    def certify(self, named: Path, files: Sequence[WrittenFile], printed: Printed) -> Job[Path]:
        """Write it beside what it is named after; the files are there already. Raises UserError where it cannot be written."""
        yield Progress(0, 0, text("写审核证书…"))
        book = self.checker.book
        keys = [cell.key for table in printed.tables for row in table.cells for cell in row if cell.key is not None]
        checks = _Checks(self.checker)
        figures: dict[str, CertifiedFigure] = {}
        say = names_in(book)
        for key in dict.fromkeys((*keys, *printed.others)):
            observation = book.observation(key)
            if observation is not None:
                figures[str(key)] = _figure(book, key, observation, checks.of(key), say)
            if len(figures) % _A_STEP == 0:
                yield Progress(len(figures), 0, text("写审核证书…"))
        certificate = Certificate(
            f"ecdesk {ecdesk.__version__}",
            CertifiedBook(book.title, self.issuer.book, book.needed_period().code, book.setting("organisation")),
            now().isoformat(timespec="seconds"),
            self.issuer.who,
            tuple(_file(one, named.parent) for one in files),
            tuple(self._chapters(printed.tables)),
            tuple(self._exhibit(table, table.exhibit.id not in printed.pictured) for table in printed.tables),
            printed.texts,
            figures,
            tuple(checks.told),
        )
        target = certificate_beside(named)
        write_whole(target, written(certificate))
        return target

    def _signature(self, about: str) -> Signature | None:
        signed = self.checker.book.original
        found = signed.get(SignOff, about)
        if found is None:
            return None
        return Signature(found.by, found.when, self._prints.stands(found), found.words)

    @cached_property
    def _prints(self) -> waivers.Fingerprints:
        return waivers.Fingerprints(self.checker.book.original, self.findings)

    def _chapters(self, tables: Sequence[Table]) -> Iterable[CertifiedChapter]:
        """The chapters and sections that somebody answers for and in which something of the edition stands."""
        sections = {one.id: one for one in self.checker.book.sections()}
        above = [one for table in tables for one in reversed(sections_above(sections, table.exhibit.section))]
        for id in dict.fromkeys(one.id for one in above):
            signature = self._signature(id)
            if signature is not None:
                yield CertifiedChapter(title_of(sections[id].number, sections[id].title), signature)

    def _exhibit(self, table: Table, as_table: bool) -> CertifiedExhibit:
        printed = PrintedExhibit(table)
        keys = [[str(cell.key or "") for cell in row] for row in table.cells]
        rows = tuple(
            CertifiedRow(row.stub, tuple(map(CertifiedCell, row.cells, own)))
            for row, own in zip(printed.rows(), keys, strict=True)
        )
        columns = tuple((*column.groups, head) for column, head in zip(table.columns, table.heads, strict=True))
        notes = tuple(foot_lines(table.exhibit))
        signature = self._signature(table.exhibit.id)
        return CertifiedExhibit(printed.number, printed.title, table.unit, as_table, columns, rows, notes, signature)


class _Checks:
    """The rules that looked at figures and could decide, each once and numbered."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._numbers: dict[str, int] = {}
        self.told: list[CertifiedCheck] = []

    def of(self, key: Key) -> tuple[int, ...]:
        """The numbers of those that looked at a figure."""
        decided = [one for one in self._checker.findings_of(key) if one.verdict in _DECIDED]
        for one in apply_explanations(decided, self._checker.book, self._checker.records).findings if decided else ():
            if one.id not in self._numbers:
                self._numbers[one.id] = len(self.told) + 1
                self.told.append(self._told(one))
        return tuple(self._numbers[one.id] for one in decided)

    def _told(self, finding: Finding) -> CertifiedCheck:
        return CertifiedCheck(
            len(self.told) + 1,
            finding.title,
            str(finding.about),
            tr(VERDICT_NAMES[finding.verdict]),
            str(finding.formula),
            str(finding.difference),
            str(finding.tolerance),
            str(finding.slack),
            self._explanation(finding) if finding.explained else None,
        )

    def _explanation(self, finding: Finding) -> CertifiedExplanation | None:
        found = self._checker.book.get(Waiver, finding.id)
        if found is None:
            return None
        reason = waivers.reasons().get(found.reason, found.reason)
        return CertifiedExplanation(reason, found.words, found.by, found.when, found.evidence)


def _figure(
    book: Book, key: Key, observation: Observation, checks: tuple[int, ...], say: Callable[[str], str]
) -> CertifiedFigure:
    """say: a name as the edition prints it."""
    origin = observation.origin
    submission = book.get(Submission, origin.submission) if origin.submission else None
    received = submission.file if submission is not None else ""
    named = (book.indicator(key.indicator), book.area(key.area), book.item(key.item))
    return CertifiedFigure(
        key_label(book, key),
        *content_fields(observation.content),
        origin_line(book, observation),
        origin.by,
        received,
        checks,
        observation.status.value,
        observation.basis,
        tuple(say(one.name) if one is not None else "" for one in named),
    )


def _file(one: WrittenFile, folder: Path) -> CertifiedFile:
    """What a file is, read from the disk again."""
    with plain_faults(one.path):
        content = one.path.read_bytes()
    name = one.path.relative_to(folder).as_posix() if one.path.is_relative_to(folder) else one.path.name
    pages = outside.read_pages(content, one.path.name) if one.kind is FileKind.PDF else ()
    digest = hashlib.sha256(content).hexdigest()
    return CertifiedFile(name, one.kind, len(content), digest, one.exhibit, tuple(map(figures_in, pages)))
