"""Delivered files held against their certificate: the same bytes, saved again with the same figures, or which figures are others."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.files import door
from ecdesk.domain.files.containers.kinds import kind_of
from ecdesk.domain.files.faults import Doing, user_error
from ecdesk.domain.texts import Text, text, tr
from ecdesk.excel.formats import Sheet
from ecdesk.session.delivery.certificates.certificate import (
    Certificate,
    CertifiedExhibit,
    CertifiedFigure,
    CertifiedFile,
    CertifiedRow,
    FileKind,
    read_certificate,
)
from ecdesk.session.delivery.certificates.delivered_tables import FigureDifference, compare_tables
from ecdesk.session.delivery.certificates.figures import figures_in, paired, plain
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import Job, Progress

_NEAR = 400
"""Figures within which the next row of a table is looked for."""

Owner = tuple[str, str, str]
"""Exhibit, row and column of a cell."""
_NOBODY: Owner = ("", "", "")


@dataclass(frozen=True)
class ComparedPages:
    """figures: how many the certificate has; alike: how many of them stand in the file."""

    figures: int
    alike: int
    differences: tuple[FigureDifference, ...]


@dataclass(frozen=True)
class _OnPage:
    """A figure on a page, from 1."""

    figure: str
    page: int


def compare_pages(
    exhibits: Sequence[CertifiedExhibit], certified: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
) -> ComparedPages:
    """certified, found: the figures of each page."""
    before, after = _on_pages(certified), _on_pages(found)
    pairs = paired([one.figure for one in before], [one.figure for one in after])
    changed = [(here, there) for here, there in pairs.matched if before[here].figure != after[there].figure]
    owners = _owners(exhibits, [one.figure for one in before]) if changed or pairs.missing else {}

    def told() -> Iterator[FigureDifference]:
        for here, there in changed:
            yield FigureDifference(*owners.get(here, _NOBODY), before[here].figure, after[there].figure, after[there].page)
        for here in pairs.missing:
            yield FigureDifference(*owners.get(here, _NOBODY), before[here].figure, "", before[here].page)
        for there in pairs.added:
            yield FigureDifference(*_NOBODY, "", after[there].figure, after[there].page)

    return ComparedPages(len(before), len(pairs.matched) - len(changed), tuple(told()))


def _on_pages(pages: Iterable[Sequence[str]]) -> list[_OnPage]:
    return [_OnPage(figure, number) for number, page in enumerate(pages, start=1) for figure in page]


def _owners(exhibits: Sequence[CertifiedExhibit], figures: Sequence[str]) -> dict[int, Owner]:
    """In which cells the figures of pages stand, by their places, as far as the rows of tables can be found among them."""
    owners: dict[int, Owner] = {}
    reached = 0
    rows = [(exhibit, row) for exhibit in exhibits if exhibit.as_table for row in exhibit.rows]
    for exhibit, row in rows:
        label, cells = figures_in([row.label]), list(_cells(exhibit, row))
        words = [*label, *(figure for figure, _owner in cells)]
        near = range(reached, reached + _NEAR) if cells else ()
        at = next((at for at in near if list(figures[at : at + len(words)]) == words), None)
        if at is not None:
            owners.update(enumerate((owner for _figure, owner in cells), start=at + len(label)))
            reached = at + len(words)
    return owners


def _cells(exhibit: CertifiedExhibit, row: CertifiedRow) -> Iterator[tuple[str, Owner]]:
    """The figures of a row, each with its cell."""
    for cell, head in zip(row.cells, exhibit.columns, strict=True):
        for figure in figures_in([cell.printed]):
            yield figure, (exhibit.title, row.label, "·".join(head))


_BYTES_ONLY = (FileKind.FINDINGS, FileKind.CHART, FileKind.DESCRIPTION)
_FEWEST_ALIKE = 0.5
"""Of the figures of a PDF that is one of the certificate's, and of the tables of a file without any of its titles."""
_KEY = ("indicator", "area", "item", "period", "measure")
_CONTENT = ("value", "unit", "qualifier", "symbol")
_NAMED = ("status", "basis", "indicator_name", "area_name", "item_name")
"""What older certificates say nothing of."""


class FileVerdict(StrEnum):
    """What a file is to a certificate: as delivered, saved again with equal figures, one with other figures, none of it, or one that cannot be
    compared, and why is said."""

    IDENTICAL = "identical"
    EQUAL = "equal"
    DIFFERS = "differs"
    FOREIGN = "foreign"
    UNREAD = "unread"


@dataclass(frozen=True)
class VerifiedFile:
    """delivered: which file of the certificate it is, "" where nobody knows. figures: how many were compared; pictures: exhibits whose figures are in
    pictures, where nobody compares them."""

    file: str
    verdict: FileVerdict
    delivered: str = ""
    figures: int = 0
    pictures: int = 0
    differences: tuple[FigureDifference, ...] = ()
    reason: Text | None = None

    @property
    def is_equal(self) -> bool:
        return self.verdict in (FileVerdict.IDENTICAL, FileVerdict.EQUAL)

    @property
    def words(self) -> str:
        """The verdict as a sentence."""
        if self.verdict is FileVerdict.IDENTICAL:
            return tr("“{file}”与交付时完全一样。", file=self.file)
        if self.verdict is FileVerdict.FOREIGN:
            return tr("“{file}”不是这份证书的成品，里面没有证书上的图表。", file=self.file)
        if self.verdict is FileVerdict.UNREAD:
            return str(self.reason)
        if self.verdict is FileVerdict.EQUAL:
            said = tr("“{file}”重新保存过，核对 {count} 个数，全部相同。", file=self.file, count=self.figures)
        else:
            said = tr("“{file}”有 {count} 处与证书不同。", file=self.file, count=len(self.differences))
        return said + (tr("另有 {count} 个图是图片，其中的数不能逐个核对。", count=self.pictures) if self.pictures else "")

    def lines(self) -> Iterator[str]:
        """The verdict, and each difference."""
        yield self.words
        yield from map(difference_line, self.differences)

    def as_json(self) -> dict[str, Any]:
        return {
            **asdict(replace(self, reason=None)),
            "verdict": self.verdict.value,
            "reason": str(self.reason) if self.reason is not None else None,
        }


@dataclass(frozen=True)
class Verification:
    """A certificate and the files that were held against it."""

    certificate: Certificate
    files: tuple[VerifiedFile, ...]

    @property
    def is_equal(self) -> bool:
        return all(one.is_equal for one in self.files)

    def lines(self) -> Iterator[str]:
        """What is said of each file."""
        return chain.from_iterable(one.lines() for one in self.files)

    def as_json(self) -> dict[str, Any]:
        known = self.certificate
        files = [one.as_json() for one in self.files]
        return {"book": asdict(known.book), "made": known.made, "by": known.by, "files": files}


def difference_line(one: FigureDifference) -> str:
    """A difference for a reader."""
    page = tr("第 {page} 页", page=one.page) if one.page else ""
    where = " · ".join(filter(None, (page, one.exhibit, one.row, one.column)))
    if one.certified == one.exhibit and not one.found:
        return tr("{exhibit}：文件里没有", exhibit=where)
    if not one.found:
        return tr("{where}：证书上是“{certified}”，文件里没有", where=where, certified=one.certified)
    if not one.certified:
        return tr("{where}：证书上没有，文件里多出“{found}”", where=where, found=one.found)
    return tr("{where}：证书上是“{certified}”，文件里是“{found}”", where=where, certified=one.certified, found=one.found)


def verifying(certificate: Path, files: Sequence[Path]) -> Job[Verification]:
    """Hold files, or folders of an edition, against a certificate. Raises UserError where the certificate cannot be read; what is wrong with a file is
    its verdict."""
    known = read_certificate(certificate)
    paths = [path for file in files for path in _meant(known, file)]
    found: list[VerifiedFile] = []
    for done, path in enumerate(paths):
        yield Progress(done, len(paths), text("核对 {file}", file=path.name))
        try:
            found.append(_verified(known, path))
        except UserError as refusal:
            found.append(VerifiedFile(path.name, FileVerdict.UNREAD, reason=refusal.text))
    return Verification(known, tuple(found))


def _meant(certificate: Certificate, path: Path) -> list[Path]:
    """A file, or the certificate's files in a folder, whatever that is called now."""
    if not path.is_dir():
        return [path]
    names = [parts for one in certificate.files if _stays_inside(path, parts := PurePosixPath(one.name).parts)]
    inside = [path.joinpath(*parts[1:] if len(parts) > 1 and not path.joinpath(parts[0]).exists() else parts) for parts in names]
    if not any(one.exists() for one in inside):
        raise UserError("文件夹“{folder}”里没有这份证书的成品，请直接选文件。", folder=path.name)
    return inside


def _stays_inside(folder: Path, parts: Sequence[str]) -> bool:
    """Whether a certificate names a file in the folder, and none elsewhere on this computer or on another one."""
    path = folder.joinpath(*parts)
    return path != folder and path.is_relative_to(folder) and ".." not in path.relative_to(folder).parts


def _verified(certificate: Certificate, path: Path) -> VerifiedFile:
    digest = _digest(path)
    same = {one.sha256: one.name for one in certificate.files}.get(digest)
    if same is not None:
        return VerifiedFile(path.name, FileVerdict.IDENTICAL, same)
    named = {PurePosixPath(one.name).name: one for one in certificate.files}.get(path.name)
    if named is not None and named.kind in _BYTES_ONLY:
        raise UserError("“{file}”与交付时不一样了；这种文件里的数不能逐个核对，请用随成品交付的那一份。", file=path.name)
    data = door.read_bytes(path)
    kind = kind_of(data, path.name)
    if kind == "pdf":
        return _Verifier(certificate, path.name, named).pages(data)
    sheets = outside.read_sheets(data, path.name, every_format=True).sheets
    if kind == "text" and FileKind.FIGURES in {one.kind for one in certificate.files}:
        return _Verifier(certificate, path.name, named).data(sheets[0])
    return _Verifier(certificate, path.name, named).tables(sheets, kind == "docx")


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise user_error(fault, path, Doing.READING) from None


@dataclass(frozen=True)
class _Verifier:
    """Holds one file against a certificate. named: the file of the certificate with its name, None for none."""

    certificate: Certificate
    name: str
    named: CertifiedFile | None

    @property
    def _foreign(self) -> VerifiedFile:
        return VerifiedFile(self.name, FileVerdict.FOREIGN)

    def _result(
        self, delivered: CertifiedFile | None, figures: int, differences: Sequence[FigureDifference], pictures: int = 0
    ) -> VerifiedFile:
        verdict = FileVerdict.DIFFERS if differences else FileVerdict.EQUAL
        name = delivered.name if delivered is not None else ""
        return VerifiedFile(self.name, verdict, name, figures, pictures, tuple(differences))

    def _of_kind(self, kind: FileKind) -> list[CertifiedFile]:
        """The files of the certificate that a file can be, one of its name alone."""
        known = [one for one in self.certificate.files if one.kind is kind]
        return [self.named] if self.named is not None and self.named in known else known

    # -- workbooks and documents

    def tables(self, sheets: Sequence[Sheet], is_document: bool) -> VerifiedFile:
        exhibits = self.certificate.exhibits
        pictured = [one for one in exhibits if not one.as_table] if is_document else []
        compared = compare_tables([one for one in exhibits if one.as_table or not is_document], sheets)
        # Of a document the last sheet has its paragraphs; those beside a table stand with that, too.
        standing = _standing(sheets[-1:] if is_document else sheets)
        titles = [*(one.title for one in exhibits), *self.certificate.texts]
        if standing.keys().isdisjoint(map(plain, titles)) and len(compared.found) < max(1, _FEWEST_ALIKE * len(exhibits)):
            return self._foreign
        lacking = []
        for title, line in self._lines(pictured, compared.found):
            standing[plain(line)] -= 1
            if standing[plain(line)] < 0:
                lacking.append(FigureDifference(title, "", "", line, ""))
        delivered = self._of_kind(FileKind.WORD if is_document else FileKind.WORKBOOK)
        differences = [*compared.differences, *lacking]
        return self._result(next(iter(delivered), None), compared.figures, differences, len(pictured))

    def _lines(self, pictured: Sequence[CertifiedExhibit], found: Collection[str]) -> Iterator[tuple[str, str]]:
        """What has to stand in a file besides its tables, with the exhibits that it belongs to."""
        yield from ((one.title, one.title) for one in pictured)
        for exhibit in self.certificate.exhibits:
            if exhibit.title in found:
                yield from ((exhibit.title, line) for line in (exhibit.title, *exhibit.notes))
        yield from (("", line) for line in self.certificate.texts)

    # -- data files

    def data(self, sheet: Sheet) -> VerifiedFile:
        if sheet.rows[0][:1] == [_KEY[0]]:
            differences = _compared_figures(self.certificate.figures, sheet)
            return self._result(next(iter(self._of_kind(FileKind.FIGURES)), None), sheet.height - 1, differences)
        exhibits = {one.title: one for one in self.certificate.exhibits}
        tried = [(one, compare_tables([exhibits[one.exhibit]], [sheet])) for one in self._of_kind(FileKind.TABLE)]
        fitting = [(one, compared) for one, compared in tried if compared.found]
        if not fitting:
            return self._foreign
        nearest, compared = min(fitting, key=lambda pair: len(pair[1].differences))
        return self._result(nearest, compared.figures, compared.differences)

    # -- pages

    def pages(self, data: bytes) -> VerifiedFile:
        delivered = next(iter(self._of_kind(FileKind.PDF)), None)
        if delivered is None:
            raise UserError("“{file}”是 PDF，这份证书的成品里没有 PDF，不能核对。", file=self.name)
        pages = outside.read_pages(data, self.name)
        compared = compare_pages(self.certificate.exhibits, delivered.pages, list(map(figures_in, pages)))
        if compared.alike < _FEWEST_ALIKE * compared.figures:
            return self._foreign
        words = plain("".join(chain.from_iterable(pages)))
        if not any(plain(one.title) in words for one in self.certificate.exhibits):
            raise UserError("“{file}”另存时丢了文字的编码，读出来的字不对，不能核对；请用随成品交付的那一份。", file=self.name)
        return self._result(delivered, compared.figures, compared.differences)


def _standing(sheets: Sequence[Sheet]) -> Counter[str]:
    """Every text of a file, and how often it stands there: many tables have the same notes."""
    return Counter(plain(value) for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str))


def _compared_figures(certified: Mapping[str, CertifiedFigure], sheet: Sheet) -> list[FigureDifference]:
    """The file of all figures: each by its key, with its status and what it is called."""
    compared = (*_CONTENT, *_NAMED) if any(one.names for one in certified.values()) else _CONTENT
    heads = {str(value): column for column, value in enumerate(sheet.rows[0])}

    def told(row: int, names: Sequence[str]) -> tuple[str, ...]:
        return tuple(sheet.cell(row, heads[name]).text if name in heads else "" for name in names)

    found: dict[str, set[tuple[str, ...]]] = {}
    for row in range(1, sheet.height):  # a figure may stand there twice, and otherwise
        found.setdefault(str(Key(*told(row, _KEY))), set()).add(told(row, compared))
    wanted: dict[str, set[tuple[str, ...]]] = {
        key: {(one.value, one.unit, one.qualifier, one.symbol, one.status, one.basis, *one.names)[: len(compared)]}
        for key, one in certified.items()
    }

    def shown(each: Mapping[str, set[tuple[str, ...]]], key: str) -> str:
        """The figure, and of what it is called only what is not the same on both sides."""
        both = [*wanted.get(key, ()), *found.get(key, ())]
        differing = [at for at in range(len(_CONTENT), len(compared)) if len({one[at] for one in both}) > 1]
        words = (
            "　".join(filter(None, ("".join(one[: len(_CONTENT)]), *(one[at] for at in differing)))) for one in each.get(key, ())
        )
        return "；".join(sorted(words))

    def name(key: str) -> str:
        return certified[key].name if key in certified else key

    return [
        FigureDifference("", name(key), "", shown(wanted, key), shown(found, key))
        for key in dict.fromkeys((*wanted, *found))
        if wanted.get(key) != found.get(key)
    ]
