"""Suggestions in words: why, what would be changed, and what that would mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ecdesk.checks.language.labels import figure_label
from ecdesk.columns.figures import Figures
from ecdesk.domain.book.book import Book
from ecdesk.domain.figures.amounts import Content
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Joined, Text, listed, spaced, text
from ecdesk.domain.wording.in_english import said

UNMENDED = 10.0
"""What a rule that would still fail, or fail anew, costs: about as much as another slip of an unknown kind."""

UNSAID = Text("")


@dataclass(frozen=True)
class Suggestion:
    """What would be put right.

    contents: what would stand under the keys instead; a key with None would be empty, or, where `known` is false, its value is not
    known. mended: failing rules that would pass; remaining: those of the cluster that would still fail; fresh: rules that would fail
    then and do not now. mends, leaves: the instances that would pass, and that would still fail. beside: what the cheapest other slip costs that
    mends all that this one leaves, None where none does. tied: another suggestion is as good.
    """

    kind: str
    contents: Mapping[Key, Content | None]
    known: bool
    mended: int
    passing: int
    remaining: int
    fresh: int
    price: float
    mends: frozenset[int] = frozenset()
    leaves: frozenset[int] = frozenset()
    beside: float | None = None
    tied: bool = False
    text: Text = UNSAID

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset(self.contents)

    @property
    def failing(self) -> int:
        """Rules that would fail."""
        return self.remaining + self.fresh

    @property
    def cost(self) -> float:
        """What it takes to believe it: its own price, and one more slip for every rule that would fail, or the one other that mends them all."""
        further = UNMENDED * self.failing
        return self.price + (further if self.beside is None else min(further, self.beside))


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


def describe(book: Book, figures: Figures, suggestion: Suggestion) -> Text:
    """A suggestion as one sentence."""
    return text(
        "{tie}{reason}：{change}，{effect}。",
        tie=text("（另有同样可能的）") if suggestion.tied else "",
        reason=REASONS[suggestion.kind],
        change=_change(book, figures, suggestion),
        effect=_effect(suggestion),
    )


def _change(book: Book, figures: Figures, suggestion: Suggestion) -> Text:
    keys = list(suggestion.contents)
    if suggestion.kind == "swapped":
        return text("把{one}与{other}对调", one=_named(book, figures, keys[0]), other=_named(book, figures, keys[1]))
    if suggestion.kind == "shifted":
        return text("把{first}到{last}的数各移回一格", first=figure_label(book, keys[0]), last=figure_label(book, keys[-1]))
    if not suggestion.known:
        return text("请核对{labels}", labels=listed(_named(book, figures, key) for key in keys))
    if len(keys) == 1:
        before, after = figures.get(keys[0]).printed, said(suggestion.contents[keys[0]])
        return text("把{label}由{before}改为{after}", label=figure_label(book, keys[0]), before=before, after=after)
    changes = (spaced(_named(book, figures, key), "→", said(suggestion.contents[key])) for key in keys)
    return text("改{changes}", changes=Joined(tuple(changes), text("；").template))


def _named(book: Book, figures: Figures, key: Key) -> Joined:
    return spaced(figure_label(book, key), figures.get(key).printed)


def _effect(suggestion: Suggestion) -> Text:
    if not suggestion.known:
        return text("改正后有关公式可以全部成立")
    if not suggestion.remaining and not suggestion.fresh:
        return text("{count} 条公式全部通过，没有新的不符", count=suggestion.passing)
    if not suggestion.fresh:
        return text(
            "{count} 条公式由不符变为通过，仍有 {remaining} 条不符", count=suggestion.mended, remaining=suggestion.remaining
        )
    if not suggestion.remaining:
        return text("{count} 条公式由不符变为通过，新增 {fresh} 条不符", count=suggestion.mended, fresh=suggestion.fresh)
    return text(
        "{count} 条公式由不符变为通过，仍有 {remaining} 条不符，新增 {fresh} 条不符",
        count=suggestion.mended,
        remaining=suggestion.remaining,
        fresh=suggestion.fresh,
    )
