"""What has to be asked about a folder of submissions, each question once, and what the answers change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Answer, Indicator
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.areas import short_of_district
from ecdesk.domain.figures.readings import NOTHING_READ, FileReading, Problem
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.places import Places, total_named
from ecdesk.domain.wording.units import find_unit, units_offered
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import Job
from ecdesk.session.submissions.imports import FilePreview, ImportPreview, assess_file, holding, read, reading_context

QUESTIONS = ("heading", "unit", "year", "region", "word")
NO_MATTER = text("不影响这些数")
"""The one answer to what a word means that no figure was read by: nothing. Anything else has to be put right in the file."""

_OF_ONE_FILE = {"year", "region"}
"""What is true of one file only: the next of its shape comes from another province or another year, and is asked about again."""


@dataclass(frozen=True)
class Question:
    """One thing to be answered. about: fingerprint of the shape of the files, or of the one file, that the answer holds for. subject: the
    heading it is asked of, "" for the whole file. places: (file, sheet, cell) where it came up."""

    question: str
    about: str
    subject: str
    message: Text
    places: tuple[tuple[Path, str, str], ...]


def questions(shown: ImportPreview) -> list[Question]:
    """Every question of a preview, the same one asked of several files of one shape only once."""
    found: dict[tuple[str, str, str], Question] = {}
    for file in shown.files:
        for problem in file.reading.problems:
            if not _is_answerable(problem, file):
                continue
            about = _about(problem.question, file)
            key = (problem.question, about, problem.subject)
            place = (file.path, problem.sheet, problem.cell)
            known = found.get(key)
            if known is None:
                found[key] = Question(problem.question, about, problem.subject, problem.message, (place,))
            else:
                found[key] = replace(known, places=(*known.places, place))
    return list(found.values())


def _is_answerable(problem: Problem, file: FilePreview) -> bool:
    """Whether an answer settles it. What a file says itself (another year, two areas) is not answered away: it is accepted or left out."""
    if problem.question == "year":
        return file.reading.year is None
    if problem.question == "region":
        return not file.reading.area
    return problem.question in QUESTIONS


def unknown_areas(book: Book, shown: ImportPreview) -> list[str]:
    """Areas that the files name and the book does not have, in the order in which they stand: of rows and columns, and of a file that does not say
    who sent it those that its name or its titles begin with. One that goes by two names, 福田 and 福田区, comes once, by the longer."""
    found: dict[str, None] = {}
    for file in shown.files:
        if file.reading.status in NOTHING_READ:
            continue
        named = [one.region for one in file.reading.readings if not one.area and one.region]
        named = [name for name in named if _may_be_area(book, name)] or _sender(book, file)
        found.update(dict.fromkeys(named))
    shorts = {short_of_district(name) for name in found}
    return [name for name in found if name not in shorts]


def _may_be_area(book: Book, name: str) -> bool:
    return book.areas.find(name) is None and not total_named(name) and len(name) <= LONGEST_AREA


def _sender(book: Book, file: FilePreview) -> list[str]:
    """Who a file may come from that asks who sent it."""
    if not any(problem.question == "region" for problem in file.reading.problems):
        return []
    places = Places(book.areas)
    words = (file.path.stem, *(table.title for table in file.reading.tables))
    return next(([name] for one in words if (name := places.district_in(one))), [])


LONGEST_AREA = 12
"""Characters of what a row can be called that is the name of an area."""


def answer(desk: Desk, shown: ImportPreview, question: Question, value: str) -> Job[list[tuple[Path, FileReading]]]:
    """Take an answer and remember it in the book, at once; what is returned reads the files again that it concerns, see `read_again`.

    value: an indicator's name, a unit, a year or an area, as `question` asks. Raises UserError when it is none.
    """
    meant = _checked(desk, question, value.strip())
    with desk.edit(text("答复“{subject}”：{value}", subject=question.subject or question.question, value=value.strip())) as edit:
        edit.put(
            Answer(
                f"{question.about}|{question.question}|{question.subject}",
                question.about,
                question.question,
                question.subject,
                meant,
            )
        )
    concerned = [file.path for file in shown.files if question.about in (file.reading.shape, file.reading.digest)]
    return read(holding(concerned), reading_context(desk.book))


def read_again(book: Book, shown: ImportPreview, found: Sequence[tuple[Path, FileReading]]) -> ImportPreview:
    """A preview in which some files were read again."""
    known = dict(found)
    return ImportPreview(
        tuple(assess_file(book, file.path, known[file.path]) if file.path in known else file for file in shown.files)
    )


def suggestions(desk: Desk, question: Question, typed: str = "") -> Sequence[str]:
    """What an answer may be, the likeliest by name first; never chosen because a value fits."""
    if question.question == "heading":
        wanted = typed or question.subject
        names = [indicator.name for indicator in desk.book.indicators]
        return sorted(names, key=lambda name: (typed not in name, -_likeness(wanted, name)))
    if question.question == "region":
        return [area.name for area in desk.book.reporting_areas() if typed in area.name]
    if question.question == "word":
        return [str(NO_MATTER)]
    if question.question == "year":
        year = desk.book.year
        return [str(year), str(year - 1)] if year else []
    indicator = desk.book.indicators.find(question.subject) if question.subject else None
    usual = [indicator.unit] if indicator and indicator.unit else []
    return list(dict.fromkeys([*usual, *units_offered()]))


def _likeness(one: str, other: str) -> float:
    """Which part of the characters of two names is in both."""
    return len({*one} & {*other}) / max(len({*one, *other}), 1)


def _about(question: str, file: FilePreview) -> str:
    return file.reading.digest if question in _OF_ONE_FILE else file.reading.shape or file.reading.digest


def known_indicator(book: Book, name: str) -> Indicator:
    """The indicator that goes by a name. Raises UserError for none."""
    found = book.indicators.find(name) or book.indicator(name)
    if found is None:
        raise UserError("目录里没有指标“{value}”，请从列表中选一个，或把它建成新指标。", value=name)
    return found


def _checked(desk: Desk, question: Question, value: str) -> str:
    if question.question == "heading":
        return known_indicator(desk.book, value).id
    if question.question == "unit":
        unit = find_unit(value)
        if unit is None or not unit.symbol:
            raise UserError("“{value}”不是认识的单位，请写成“亿元”“万件”这样。", value=value)
        return unit.symbol
    if question.question == "word":
        if value != str(NO_MATTER):
            raise UserError(
                "如果“{word}”改变这些数的意思，请填报单位改正文件后重新发送；不影响就答“不影响这些数”。", word=question.subject
            )
        return "none"
    if question.question == "year":
        if re.fullmatch(r"(?:19|20)\d\d", value) is None:
            raise UserError("“{value}”不是年份，请写四位数字。", value=value)
        return value
    area = desk.book.areas.find(value)
    if area is None:
        raise UserError("这本年报里没有地区“{value}”，请从列表中选一个。", value=value)
    return area.code
