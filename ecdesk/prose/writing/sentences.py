"""Sentences from figures: a template that is filled with a figure of the book and its companions. Words and templates are those of
``resources/prose/sentences.toml`` and of the book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ecdesk.domain.book.book import Book
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.resources import toml_data
from ecdesk.domain.wording.units import is_money

SETTING = "sentences"
"""Under which name a book keeps its templates."""
LONGEST = 4_000
_PIECE = re.compile(r"\{([^{}\[\]]{1,20})\}|([\[\]])|([^{}\[\]]+)|([{}])")


def _data() -> dict[str, Any]:
    return toml_data("prose", "sentences.toml")


def template_words() -> tuple[str, ...]:
    """What may stand in the braces of a template."""
    return tuple(_data()["words"])


def templates_of(book: Book) -> str:
    """The templates of a book: its own, or the one that every book begins with."""
    return book.setting(SETTING) or str(_data()["template"])


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """Pieces of a template: text, or what a word stands for. optional: left out where a figure of it is not there."""

    pieces: tuple[tuple[str, bool], ...]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Templates:
    """The clauses for any indicator, and those for indicators of certain names."""

    general: tuple[TemplatePart, ...]
    named: Mapping[str, tuple[TemplatePart, ...]]

    def of(self, names: Iterable[str]) -> tuple[TemplatePart, ...]:
        return next((self.named[name] for name in names if name in self.named), self.general)


def read_templates(written: str) -> Templates:
    """The templates in a text, a line each. Raises UserError for a word that stands for nothing, and for a bracket without its other half."""
    if len(written) > LONGEST:
        raise UserError("句子模板太长，最长 {limit} 个字，请改短。", limit=LONGEST)
    named: dict[str, tuple[TemplatePart, ...]] = {}
    general: tuple[TemplatePart, ...] = ()
    for line in filter(None, map(str.strip, written.splitlines())):
        name, colon, rest = line.partition("：")
        if colon and not re.search(r"[{\[]", name):
            named[name.strip()] = _clauses(rest.strip())
        elif general:
            raise UserError("句子模板只能有一行不带指标名，其余各行请写成“指标：模板”：{line}", line=line[:40])
        else:
            general = _clauses(line)
    return Templates(general or _clauses(str(_data()["template"])), named)


def _clauses(template: str) -> tuple[TemplatePart, ...]:
    found: list[TemplatePart] = []
    pieces: list[tuple[str, bool]] = []
    inside = False
    for word, bracket, plain, stray in _PIECE.findall(template):
        if stray or (bracket and (bracket == "[") == inside):
            raise _half_bracket(template)
        if bracket:
            found.append(TemplatePart(tuple(pieces), inside))
            pieces, inside = [], not inside
        else:
            pieces.append((_facet(word), True) if word else (plain, False))
    if inside:
        raise _half_bracket(template)
    return tuple(clause for clause in (*found, TemplatePart(tuple(pieces))) if clause.pieces)


def _facet(word: str) -> str:
    """What a word of a template stands for. Raises UserError for nothing."""
    words: Mapping[str, str] = _data()["words"]
    if word not in words:
        raise UserError("句子模板里的“{word}”没有意义，可以用：{words}", word=word, words="、".join(words))
    return words[word]


def _half_bracket(template: str) -> UserError:
    return UserError("句子模板里的括号不成对，请核对：{line}", line=template[:60])


def sentence(book: Book, key: Key, templates: Templates) -> str:
    """What the templates say of the figure under a key of levels; "" where a figure that must be there is not."""
    indicator, item = book.indicator(key.indicator), book.item(key.item)
    names = [one.name for one in (item, indicator) if one is not None]
    said = []
    for clause in templates.of(names):
        words = _clause_words(book, key, clause)
        if words is None and not clause.optional:
            return ""
        said.append(words or "")
    return "".join(said)


def _clause_words(book: Book, key: Key, clause: TemplatePart) -> str | None:
    """What a clause says, None where a figure of it is not there."""
    parts = [_said(book, key, word) if stands else word for word, stands in clause.pieces]
    return None if None in parts else "".join(part for part in parts if part is not None)


def _said(book: Book, key: Key, word: str) -> str | None:
    """What a word of a template says of a figure, None for a figure that is not there."""
    if word in _NAMES:
        return _NAMES[word](book, key)
    amount = _amount(book, _companion(book, key, word) if word in _COMPANIONS else key)
    if amount is None:
        return None
    if word in _data()["verbs"]:
        said = is_money(amount.unit) if word == "verb" else not is_money(amount.unit) and not amount.qualifier
        return str(_data()["verbs"][word]) if said else ""
    if word == "about":
        return _about(amount)
    return print_content(amount) if word in ("value", "share") else _move(amount)


def _amount(book: Book, key: Key | None) -> Amount | None:
    return book.amount(key) if key is not None else None


def _companion(book: Book, key: Key, measure: str) -> Key | None:
    """The figure of another measure beside a level; a share may be of a whole that it names."""
    own = key._replace(measure=measure)
    if measure != "share" or book.observation(own) is not None:
        return own
    indicator = book.indicator(key.indicator)
    whole = indicator.whole if indicator is not None else ""
    return key._replace(measure=f"share:{whole}") if whole else None


def _period(_book: Book, key: Key) -> str:
    return str(period_from_code(key.period))


def _area(book: Book, key: Key) -> str | None:
    area = book.area(key.area)
    return area.name if area is not None else None


def _name(book: Book, key: Key) -> str | None:
    """What the figure is called; a member of a breakdown stands before what is broken down."""
    indicator, item = book.indicator(key.indicator), book.item(key.item)
    if indicator is None:
        return None
    before = item.name if item is not None else ""
    return before if before.endswith(indicator.name) else before + indicator.name


def _whole(book: Book, key: Key) -> str | None:
    indicator = book.indicator(key.indicator)
    if indicator is None or key.item:
        return indicator.name if indicator is not None else None
    whole = book.indicator(indicator.whole) if indicator.whole else None
    return whole.name if whole is not None else None


_COMPANIONS = ("growth", "growth_prev", "share", "change")
_NAMES = {"period": _period, "area": _area, "name": _name, "whole": _whole}


def _move(amount: Amount) -> str:
    """A rise, a fall or neither, by how much."""
    way = "flat" if not amount.value else "down" if amount.value < 0 else "up"
    size = Amount(abs(amount.value), amount.unit, amount.qualifier)
    return str(_data()["moves"][way]).format(amount=print_content(size))


def _about(amount: Amount) -> str:
    """A round number of few digits, with the word that says on which side of it the figure lies."""
    words = _data()["about"]
    size = abs(Fraction(amount.value))
    place = max(amount.value.adjusted() + 1 - int(words["digits"]), amount.exponent)
    whole = int(size / Fraction(10) ** place + Fraction(1, 2))
    rounded = whole * Fraction(10) ** place
    digits = Decimal(whole * 10**place) if place >= 0 else Decimal(whole).scaleb(place)
    side = "at" if rounded == size else "above" if size > rounded else "below"
    sign = -1 if amount.value < 0 else 1
    return str(words[side]).format(amount=print_content(Amount(digits * sign, amount.unit)))


def sentences(book: Book, keys: Iterable[Key]) -> Iterator[tuple[Key, str]]:
    """A sentence for each level among some keys, once each, in their order; none for a figure that is not there."""
    templates = read_templates(templates_of(book))
    seen: set[Key] = set()
    for key in keys:
        level = key._replace(measure="value")
        if level not in seen and (said := sentence(book, level, templates)):
            seen.add(level)
            yield level, said
