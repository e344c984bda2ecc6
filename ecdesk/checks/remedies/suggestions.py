"""Suggestions in words: why, what would be changed, and what that would mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ecdesk.checks.engine.figures import Figures
from ecdesk.checks.language.labels import figure_label
from ecdesk.domain.amounts import Content
from ecdesk.domain.book import Book
from ecdesk.domain.keys import Key
from ecdesk.domain.numerals import print_content
from ecdesk.domain.texts import Text, text


class Tried(Protocol):
    """What there is to say about a suggestion."""

    @property
    def kind(self) -> str: ...
    @property
    def contents(self) -> Mapping[Key, Content | None]: ...
    @property
    def known(self) -> bool: ...
    @property
    def passing(self) -> int: ...
    @property
    def mended(self) -> int: ...
    @property
    def remaining(self) -> int: ...
    @property
    def fresh(self) -> int: ...


REASONS = {
    "scale": text("可能错了数量级"),
    "unit": text("可能写错了单位"),
    "digit": text("可能错了一位数字"),
    "transposed": text("可能颠倒了两位数字"),
    "sign": text("可能写错了正负号"),
    "swapped": text("可能对调了两个数"),
    "shifted": text("可能整行或整列错开了一格"),
    "twice": text("可能有一项加了两次"),
    "left_out": text("可能漏加了一项"),
    "stale": text("可能还是上年的数"),
    "misplaced": text("可能填到了别的栏里"),
    "points": text("可能把百分点当成了增速"),
    "solved": text("由公式推算"),
    "program": text("改动最少的办法"),
}


def describe(book: Book, figures: Figures, tried: Tried, tied: bool) -> Text:
    """A suggestion as one sentence."""
    return text(
        "{tie}{reason}：{change}，{effect}。",
        tie=text("（另有同样可能的）") if tied else "",
        reason=REASONS[tried.kind],
        change=_change(book, figures, tried),
        effect=_effect(tried),
    )


def _change(book: Book, figures: Figures, tried: Tried) -> Text:
    keys = list(tried.contents)
    if tried.kind == "swapped":
        return text("把{one}与{other}对调", one=_named(book, figures, keys[0]), other=_named(book, figures, keys[1]))
    if tried.kind == "shifted":
        return text("把{first}到{last}的数各移回一格", first=figure_label(book, keys[0]), last=figure_label(book, keys[-1]))
    if not tried.known:
        return text("请核对{labels}", labels="、".join(_named(book, figures, key) for key in keys))
    if len(keys) == 1:
        before, after = figures.get(keys[0]).printed, print_content(tried.contents[keys[0]])
        return text("把{label}由{before}改为{after}", label=figure_label(book, keys[0]), before=before, after=after)
    changes = (f"{_named(book, figures, key)} → {print_content(tried.contents[key])}" for key in keys)
    return text("改{changes}", changes="；".join(changes))


def _named(book: Book, figures: Figures, key: Key) -> str:
    return f"{figure_label(book, key)} {figures.get(key).printed}"


def _effect(tried: Tried) -> Text:
    if not tried.known:
        return text("改正后有关公式可以全部成立")
    if not tried.remaining and not tried.fresh:
        return text("{count} 条公式全部通过，没有新的不符", count=tried.passing)
    if not tried.fresh:
        return text("{count} 条公式由不符变为通过，仍有 {remaining} 条不符", count=tried.mended, remaining=tried.remaining)
    return text(
        "{count} 条公式由不符变为通过，仍有 {remaining} 条不符，新增 {fresh} 条不符",
        count=tried.mended,
        remaining=tried.remaining,
        fresh=tried.fresh,
    )
