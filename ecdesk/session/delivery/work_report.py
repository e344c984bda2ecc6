"""The state of the work as pages to print: how much is in which stage, who has what until when, and what is open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts.delivered import Delivery, PrintedExhibit, PrintedPart, PrintedSection, PrintedText
from ecdesk.domain.book.layouts.outline import Inside, name_of
from ecdesk.domain.book.records import Exhibit, Line, TextKind
from ecdesk.domain.book.tables import build_table
from ecdesk.domain.texts import ENGLISH, language, text, tr
from ecdesk.session.delivery.editions.english import english_edition
from ecdesk.session.delivery.signing import SIGNED, STATE_NAMES, SignState, sign_states
from ecdesk.session.program.progress import Job, Progress
from ecdesk.session.records import assignments, comments
from ecdesk.session.records.assignments import Load, Part
from ecdesk.session.records.comments import Thread, place_words
from ecdesk.session.records.stages import DONE, stages_of

Result = TypeVar("Result")

WORK_REPORT = "work:"
"""What is asked for when it is this report."""


def reported(book: Book, part: str, make: Callable[[Book], Job[Result]]) -> Job[Result]:
    """A job that makes what is asked for of a book (part): the report of the work, which is for who works on it, of an edition in their language,
    all else of the book itself."""
    if part == WORK_REPORT and language() == ENGLISH:
        yield Progress(0, 0, text("准备各表…"))
        book = english_edition(book)
    return (yield from make(book))


def work_report(book: Book, findings: Sequence[Finding], today: date) -> Delivery:
    """The report as it is handed out. book: an edition gives the names; what is signed, and who has what, is the book's that it was made from."""
    own = book.original
    parts, signed = assignments.parts(own, today), {one.about: one for one in sign_states(own, findings)}
    loads = assignments.loads(own, parts)
    remarks = [one for one in comments.threads(own) if not one.comment.done]
    title = tr("工作状态报告（{day}）", day=today.isoformat())
    printed: list[PrintedPart] = [
        PrintedSection("work", 1, "", title),
        PrintedText(_summary(assignments.total(loads), list(signed.values()), len(remarks))),
        PrintedSection("people", 2, "", tr("每个人的工作")),
        _people(book, loads),
        PrintedSection("parts", 2, "", tr("各章图表")),
        _parts(book, parts, signed),
    ]
    if remarks:
        printed += [PrintedSection("remarks", 2, "", tr("待处理的批注")), _remarks(book, remarks)]
    return Delivery(book.title, book.setting("organisation"), tuple(printed), draft=False)


def _summary(work: Load, signed: Sequence[SignState], remarks: int) -> str:
    exhibits = [one for one in signed if one.kind == Exhibit.KIND]
    told = (
        tr(
            "共 {count} 项，各个阶段都已通过的 {done} 项，逾期 {late} 项。",
            count=work.count,
            done=work.at.get(DONE, 0),
            late=work.late,
        ),
        tr(
            "图表 {count} 张，已签发 {signed} 张，有待处理内容的 {open} 张。",
            count=len(exhibits),
            signed=sum(one.state == SIGNED for one in exhibits),
            open=sum(one.marked > 0 for one in exhibits),
        ),
        tr("待处理的批注 {count} 条。", count=remarks),
    )
    return "".join(told)


def _people(book: Book, loads: Sequence[Load]) -> PrintedExhibit:
    stages = [(one.id, one.name) for one in stages_of(book)]
    ids = [*(id for id, _name in stages), DONE]
    heads = (tr("负责人"), tr("项数"), *(name for _id, name in stages), tr("全部完成"), tr("逾期"))
    rows = [
        (one.who or tr("（没有分工）"), str(one.count), *(str(one.at.get(id, "")) for id in ids), str(one.late or ""))
        for one in loads
    ]
    return _table("people", heads, rows, figures=heads[1:])


def _parts(book: Book, parts: Iterable[Part], signed: Mapping[str, SignState]) -> PrintedExhibit:
    """The chapters, and what in them stands otherwise than its chapter, or has something to be looked at."""
    changed, inside = assignments.changed_parts(book.original), Inside(book)
    heads = (tr("图表"), tr("负责人"), tr("截止日期"), tr("逾期"), tr("阶段"), tr("此后"), tr("待处理"), tr("签发"))
    rows, chapter = [], None
    for one in parts:
        state, since = signed[one.about], not changed.isdisjoint(inside.carriers(one.about))
        chapter = one if not one.level or chapter is None else chapter
        own = inside.carriers(one.about) == [one.about] and _differs(one, chapter)
        if one is chapter or own or (one.kind == Exhibit.KIND and (since or state.marked)):
            rows.append(_row(one, name_of(book, one.about), state, since))
    return _table(
        "parts",
        heads,
        rows,
        figures=(tr("待处理"),),
        note=tr("各章，以及负责人、截止日期或阶段与本章不同的、此后改过的、还有待处理内容的图表。"),
    )


def _differs(one: Part, chapter: Part) -> bool:
    return (one.who, one.due, one.stage) != (chapter.who, chapter.due, chapter.stage)


def _row(one: Part, title: str, state: SignState, changed: bool) -> tuple[str, ...]:
    return (
        f"{'　' * min(one.level, 1)}{title}",
        one.who,
        one.due.isoformat() if one.due is not None else "",
        tr("{days} 天", days=one.late) if one.late else "",
        one.stage.name if one.stage is not None else tr("全部完成"),
        tr("改过") if changed else "",
        str(state.marked or ""),
        str(STATE_NAMES[state.state]) if state.signature is not None else "",
    )


def _remarks(book: Book, remarks: Sequence[Thread]) -> PrintedExhibit:
    heads = (tr("对什么"), tr("批注"), tr("谁"), tr("日期"))
    rows = []
    for one in remarks:
        words = [one.comment.words, *(tr("{who}回复：{words}", who=reply.by, words=reply.words) for reply in one.replies)]
        rows.append((place_words(book, one.comment), " ".join(words), one.comment.by, one.comment.when[:10]))
    return _table("remarks", heads, rows)


def _table(
    id: str, heads: Sequence[str], rows: Sequence[Sequence[str]], figures: Collection[str] = (), note: str = ""
) -> PrintedExhibit:
    """A table of texts, its first column as the stub. figures: heads of the columns that hold numbers, which stand at the right."""
    columns = tuple(
        Line(str(number), head, kind=TextKind.FIGURE if head in figures else TextKind.TEXT)
        for number, head in enumerate(heads[1:])
    )
    lines = tuple(
        Line(str(number), first, {"item": first}, texts={str(at): words for at, words in enumerate(rest) if words})
        for number, (first, *rest) in enumerate(rows)
    )
    return PrintedExhibit(
        build_table(Book(), Exhibit(id, "", "", corner=heads[0], rows=lines, columns=columns, notes=(note,) if note else ()))
    )
