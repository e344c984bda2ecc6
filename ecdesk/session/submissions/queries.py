"""Forms out, answers back: submission forms and query letters for the areas, and what their answers change in the book."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid, now
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.records import Observation, Origin, OriginKind, Submission, Waiver
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.files.door import read_bytes
from ecdesk.domain.files.filenames import safe_file_name
from ecdesk.domain.files.whole_files import made_folder
from ecdesk.domain.texts import text, tr
from ecdesk.excel.forms import Explanation, QueryAnswers, concerns, write_forms, write_query_letter
from ecdesk.session.book.desk import Desk, put_content
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import Job, Progress, for_readers
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.explaining import explain


@for_readers
def send_forms(book: Book, folder: Path, areas: Sequence[Area] | None = None) -> Job[tuple[Path, ...]]:
    """Write a submission form for each area, of all that report unless some are named; returns the files.

    A window hands in ``book.snapshot()``.
    """
    written: list[Path] = []
    for done, total, path in write_forms(book, folder, areas):
        written.append(path)
        yield Progress(done, total, text("写出 {sheet}", sheet=path.name))
    return tuple(written)


def concerned_areas(book: Book, findings: Sequence[Finding], areas: Sequence[Area] | None = None) -> list[Area]:
    """The areas, of all that report unless some are named, that have something to answer."""
    wanted = book.reporting_areas() if areas is None else areas
    return [area for area in wanted if any(concerns(finding, area.code) for finding in findings)]


def letter_path(area: Area, folder: Path) -> Path:
    """Where in a folder `send_letters` writes an area's letter."""
    return folder / f"{safe_file_name(tr('{area}数据查询函', area=area.name))}.xlsx"


@for_readers
def send_letters(
    book: Book, findings: Sequence[Finding], folder: Path, areas: Sequence[Area] | None = None
) -> Job[tuple[Path, ...]]:
    """Write a query letter to each area that has something to answer; returns the files, none where nothing is open."""
    chosen = concerned_areas(book, findings, areas)
    if chosen:
        made_folder(folder)
    written: list[Path] = []
    for done, area in enumerate(chosen, start=1):
        path = letter_path(area, folder)
        write_query_letter(book, area, findings, path)
        written.append(path)
        yield Progress(done, len(chosen), text("写出 {sheet}", sheet=path.name))
    return tuple(written)


def read_answers(path: Path) -> Job[tuple[Path, QueryAnswers]]:
    """What a returned query letter says, with its path; nothing is taken over yet. Raises UserError for a file that is none."""
    yield Progress(0, 0, text("读取 {file}", file=path.name))
    answers = outside.read_letter(read_bytes(path), path.name)
    if answers is None:
        raise UserError("“{file}”不是本程序发出的查询函，请选择地区填好后发回的那一份。", file=path.name)
    return path, answers


def accept_corrections(desk: Desk, path: Path, answers: QueryAnswers) -> int:
    """Put corrected figures into the book as one undoable step, and keep the letter as received; returns how many figures changed.

    Raises UserError where the file is another one by now: what was looked at is what is stored.
    """
    corrections = answers.corrections
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != answers.digest:
        raise UserError("“{file}”在您查看之后变了，没有采用任何更正；请重新读入。", file=path.name)
    area = desk.book.area(answers.area)
    name = text("采用{area}的更正 {count} 处", area=area.name if area else answers.area, count=len(corrections))
    changed = 0
    with desk.edit(name) as edit:
        letter = Submission(
            new_uid(),
            answers.area,
            path.name,
            answers.digest,
            now(),
            by=desk.who,
            period=answers.period,
            note=tr("查询函答复"),
        )
        edit.put(letter)
        edit.attach(path.name, content)
        for correction in corrections:
            assert isinstance(correction.content, Amount | Mark)
            origin = Origin(OriginKind.IMPORTED, desk.who, letter.id, correction.sheet, correction.cell, correction.raw)
            present = edit.get(Observation, correction.key)
            if present is None or present.content != correction.content:
                put_content(edit, correction.key, correction.content, origin)
                changed += 1
    return changed


def accept_explanation(
    desk: Desk, checks: Checks, answers: QueryAnswers, explanation: Explanation, reason: str = "confirmed"
) -> list[Waiver]:
    """Sign an area's explanation of a finding; reason: a code of `explaining.reasons`, by default that the area has confirmed its
    figures. The letter's name is the evidence.

    Raises UserError when the finding is no longer there, because its figures or its rule have changed since.
    """
    for finding in checks.findings():
        if finding.id == explanation.finding:
            return explain(desk, checks, [finding], reason, explanation.words, evidence=answers.file)
    raise UserError("这条审核结果已经不在了，数据或公式在发函之后改过，不必再说明。")
