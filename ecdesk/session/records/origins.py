"""Where a figure came from and what state it is in, in one line each."""

from __future__ import annotations

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.sources import built_line, source_words
from ecdesk.domain.book.records import FROM_UNSOURCED, Observation, Origin, OriginKind, Status, Submission
from ecdesk.domain.texts import tr


def origin_line(book: Book, observation: Observation | None) -> str:
    """Where a figure came from, in one line: by whom it was typed, or from which file, sheet and cell it was read."""
    if observation is None:
        return ""
    origin = observation.origin
    parts = [_source(book, origin)]
    if observation.status != Status.FINAL:
        parts.append(status_word(observation.status))
    if observation.basis:
        parts.append(observation.basis)
    if observation.note:
        parts.append(observation.note)
    return " · ".join(part for part in parts if part)


def status_word(status: str) -> str:
    return {
        "preliminary": tr("初步数"),
        "revised": tr("修订数"),
        "estimate": tr("估计数"),
        "forecast": tr("预测数"),
    }.get(status, status)


def _source(book: Book, origin: Origin) -> str:
    if origin.kind == OriginKind.IMPORTED:
        return _imported(book, origin)
    if origin.unsourced:
        words = tr("尚无出处，不是正式数据")
        return f"{_computed(origin)}　{words}" if origin.kind == OriginKind.COMPUTED else words
    detail = source_words(book, origin) if origin.source and origin.kind == OriginKind.PUBLISHED else origin.detail
    ways = {
        OriginKind.COMPUTED: _computed(origin),
        OriginKind.PUBLISHED: tr("原书所载：{where}", where=detail) if detail else tr("原书所载"),
        OriginKind.CARRIED: tr("沿用上期：{where}", where=detail) if detail else tr("沿用上期"),
    }
    if origin.kind in ways:
        return ways[origin.kind]
    line = tr("{who} 录入", who=origin.by) if origin.by else tr("手工录入")
    return f"{line} {detail}" if detail else line


def _computed(origin: Origin) -> str:
    if not origin.detail.startswith("="):
        return tr("计算所得：{how}", how=origin.detail) if origin.detail else tr("计算所得")
    words = tr("推算：{formula}", formula=origin.detail[1:])
    between = origin.raw.removesuffix(FROM_UNSOURCED)
    return f"{words}　[{between}]" if between else words


def _imported(book: Book, origin: Origin) -> str:
    submission = book.get(Submission, origin.submission)
    name = submission.name if submission is not None else ""
    place = " ".join(filter(None, (name, "!".join(filter(None, (origin.sheet, origin.cell))))))
    line = tr("导入自 {place}", place=place or "?")
    line = f"{line} “{origin.raw}”" if origin.raw else line
    before, heading, source = origin.detail.rpartition(built_line(""))
    return f"{line}　{heading}{source}" if before else line


def state_words(states: frozenset[str]) -> list[str]:
    """What the marks of a cell mean, worst first."""
    words = {
        "failing": tr("未通过审核"),
        "queried": tr("请核实"),
        "noted": tr("有提示"),
        "involved": tr("疑似错在别的格"),
        "unread": tr("读不懂，按原样保留"),
        "disputed": tr("两个来源不一致"),
        "explained": tr("未通过审核，已说明"),
        "missing": tr("应填未填"),
        "unsourced": tr("尚无出处，不是正式数据"),
        "undecided": tr("末位数字随进位而定"),
        "computed": tr("计算所得"),
        "comment": tr("有批注"),
    }
    return [word for state, word in words.items() if state in states]
