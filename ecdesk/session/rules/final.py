"""What still stands in the way of a final export: of findings, figures and texts, for whoever says or refuses that a book may go out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ecdesk.checks import Answered
from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.records import Conflict, Exhibit, Section
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.old_claims import LEFT_OUT
from ecdesk.session.versions.versions import key_label


@dataclass(frozen=True)
class InTheWay:
    """Something of one kind that stands in the way of a final export. words: how much of it, in a few words. refusal: the sentence that refuses
    an export for it, with the first of them."""

    count: int
    words: Text
    refusal: Text


def in_the_way(book: Book, findings: Sequence[Finding]) -> Iterator[InTheWay]:
    """What stands in the way of a final export, kind by kind: of what the report is about, prints, or works what it prints out from. Nothing when
    it may go out; whoever says that it may asks here."""
    answered = Answered(book)
    unread = [key for key, one in book.observations.items() if isinstance(one.content, Unparsed) and answered.for_any([key])]
    if unread:
        yield InTheWay(
            len(unread),
            text("{count} 个单元格的内容读不懂", count=len(unread)),
            text(
                "还有 {count} 个单元格的内容读不懂，不能作为定稿导出，请先改成数；第一个是：{first}。",
                count=len(unread),
                first=key_label(book, unread[0]),
            ),
        )
    disputes = list(dict.fromkeys(one.key for one in standing_alternatives(book) if book.places(one.key)))
    disputes = [key for key in disputes if answered.for_any([key])]
    if disputes:
        yield InTheWay(
            len(disputes),
            text("{count} 个数两个来源不一致", count=len(disputes)),
            text(
                "还有 {count} 个数两个来源不一致，不能作为定稿导出，请先选定；第一个是：{first}。",
                count=len(disputes),
                first=key_label(book, disputes[0]),
            ),
        )
    conflicts = len(book.all(Conflict))
    if conflicts:
        yield InTheWay(
            conflicts,
            text("合并副本时 {count} 处没有决定", count=conflicts),
            text("合并副本时还有 {count} 处没有决定，不能作为定稿导出，请先在“文件 › 合并副本”里选定。", count=conflicts),
        )
    blocking = waivers.obstacles(findings)
    if blocking:
        yield InTheWay(
            len(blocking),
            text("{count} 条审核结果没有改正或说明", count=len(blocking)),
            text(
                "还有 {count} 条审核结果没有改正或说明，不能作为定稿导出；第一条是：{first}",
                count=len(blocking),
                first=blocking[0].told,
            ),
        )
    yield from _unfinished(book)


def _unfinished(book: Book) -> Iterator[InTheWay]:
    """Exhibits that are printed without a figure, and texts that are to be filled in."""
    empty = [exhibit for exhibit in book.exhibits() if exhibit.printed and is_empty(book, exhibit)]
    if empty:
        yield InTheWay(
            len(empty),
            text("{count} 个要印的图表一个数也没有", count=len(empty)),
            text(
                "还有 {count} 个要印的图表一个数也没有，不能作为定稿导出，请先填数或不印它；第一个是：{first}。",
                count=len(empty),
                first=title_of(empty[0].number, empty[0].caption),
            ),
        )
    blanks = list(_to_be_filled(book))
    if blanks:
        yield InTheWay(
            len(blanks),
            text("{count} 处文字待填", count=len(blanks)),
            text(
                "还有 {count} 处标题、注或来源留着待填的“{blank}”，不能作为定稿导出，请先填好；第一处是：{first}。",
                count=len(blanks),
                blank=LEFT_OUT,
                first=blanks[0],
            ),
        )


def _to_be_filled(book: Book) -> Iterator[str]:
    """The printed texts in which a figure of the period before was blanked and none filled in."""
    texts = [book.title]
    for exhibit in (one for one in book.exhibits() if one.printed):
        section = book.get(Section, exhibit.section)
        texts += [section.title] if section is not None else []
        texts += blanked(exhibit)
    yield from (words for words in dict.fromkeys(texts) if LEFT_OUT in words)


def final_words(book: Book, findings: Sequence[Finding]) -> str:
    """Whether a book may be exported as final, in a sentence."""
    left = [str(one.words) for one in in_the_way(book, findings)]
    return tr("还不能定稿导出：{what}。", what=tr("，").join(left)) if left else tr("可以定稿导出。")


def is_empty(book: Book, exhibit: Exhibit) -> bool:
    """Whether an exhibit has room for figures and not one in it."""
    room = False
    for _row, _column, key in cell_keys(exhibit):
        if key in book.observations:
            return False
        room = True
    return room


def blanked(exhibit: Exhibit) -> list[str]:
    """The texts of an exhibit in which a figure of the period before was blanked and none filled in; none of one that is not printed."""
    texts = (exhibit.caption, exhibit.source_line, *exhibit.notes, *exhibit.footnotes) if exhibit.printed else ()
    return [words for words in dict.fromkeys(texts) if LEFT_OUT in words]
