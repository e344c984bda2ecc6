"""What still stands in the way of a final export: of findings, figures and texts, for whoever says or refuses that a book may go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ecdesk.checks import Answered
from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.disputes import standing_alternatives
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.delivered import title_of
from ecdesk.domain.book.layouts.texts import misread_cells, text_at
from ecdesk.domain.book.records import Conflict, Exhibit, Section
from ecdesk.domain.figures.amounts import Unparsed
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.time.moved_times import LEFT_OUT
from ecdesk.session.versions.versions import key_label


@dataclass(frozen=True)
class InTheWay:
    """Something of one kind that stands in the way of a final export. words: how much of it, in a few words. refusal: the sentence that refuses
    an export for it, with the first of them."""

    count: int
    words: Text
    refusal: Text


@dataclass(frozen=True)
class _Kind:
    """What may stand in the way, one row of the table. words, refusal: as in `InTheWay`, their values still to be put in. left: how to find what is
    left of it. named: what the first of these is called."""

    words: Text
    refusal: Text
    left: Callable[[Book, Sequence[Finding]], Sequence[Any]]
    named: Callable[[Book, Any], object]


def _answered_for(book: Book, keys: Iterable[Key]) -> list[Key]:
    answered = Answered(book)
    return [key for key in dict.fromkeys(keys) if answered.for_any([key])]


def _unread(book: Book, _findings: Sequence[Finding]) -> list[str]:
    figures = _answered_for(book, (key for key, one in book.observations.items() if isinstance(one.content, Unparsed)))
    lists = [(one, cell) for one in book.exhibits() if one.printed for cell in misread_cells(one)]
    return [*(key_label(book, key) for key in figures), *(text_at(one, *cell) or "" for one, cell in lists)]


def _disputed(book: Book, _findings: Sequence[Finding]) -> list[Key]:
    return _answered_for(book, (one.key for one in standing_alternatives(book) if book.places(one.key)))


def _without_figures(book: Book, _findings: Sequence[Finding]) -> list[Exhibit]:
    return [exhibit for exhibit in book.exhibits() if exhibit.printed and is_empty(book, exhibit)]


def _to_be_filled(book: Book, _findings: Sequence[Finding]) -> list[str]:
    """The printed texts in which a figure of the period before was blanked and none filled in."""
    texts = [book.title]
    for exhibit in (one for one in book.exhibits() if one.printed):
        section = book.get(Section, exhibit.section)
        texts += [section.title] if section is not None else []
        texts += blanked(exhibit)
    return [words for words in dict.fromkeys(texts) if LEFT_OUT in words]


_KINDS = (
    _Kind(
        text("{count} 个单元格的内容读不懂"),
        text("还有 {count} 个单元格的内容读不懂，不能作为定稿导出，请先改成数；第一个是：{first}。"),
        _unread,
        lambda _book, words: words,
    ),
    _Kind(
        text("{count} 个数两个来源不一致"),
        text("还有 {count} 个数两个来源不一致，不能作为定稿导出，请先选定；第一个是：{first}。"),
        _disputed,
        key_label,
    ),
    _Kind(
        text("合并副本时 {count} 处没有决定"),
        text("合并副本时还有 {count} 处没有决定，不能作为定稿导出，请先在“文件 → 合并副本”里选定。"),
        lambda book, _findings: list(book.all(Conflict)),
        lambda _book, conflict: conflict,
    ),
    _Kind(
        text("{count} 条审核结果没有改正或说明"),
        text("还有 {count} 条审核结果没有改正或说明，不能作为定稿导出；第一条是：{first}"),
        lambda _book, findings: waivers.obstacles(findings),
        lambda _book, finding: finding.told,
    ),
    _Kind(
        text("{count} 个要印的图表一个数也没有"),
        text("还有 {count} 个要印的图表一个数也没有，不能作为定稿导出，请先填数或不印它；第一个是：{first}。"),
        _without_figures,
        lambda _book, exhibit: title_of(exhibit.number, exhibit.caption),
    ),
    _Kind(
        text("{count} 处文字待填"),
        text("还有 {count} 处标题、注或来源留着待填的“{blank}”，不能作为定稿导出，请先填好；第一处是：{first}。"),
        _to_be_filled,
        lambda _book, words: words,
    ),
)


def in_the_way(book: Book, findings: Sequence[Finding]) -> Iterator[InTheWay]:
    """What stands in the way of a final export, kind by kind: of what the report is about, prints, or works what it prints out from. Nothing when
    it may go out; whoever says that it may asks here."""
    for kind in _KINDS:
        if left := kind.left(book, findings):
            values = {"count": len(left), "first": kind.named(book, left[0]), "blank": LEFT_OUT}
            yield InTheWay(len(left), replace(kind.words, values=values), replace(kind.refusal, values=values))


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
