"""Figures and bindings as an editor reads them."""

from __future__ import annotations

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.vocabulary import first_spelling, vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.wording.measures import index_base, index_measure

NOTHING_BOUND = Binding()


def area_label(book: Book, code: str) -> str:
    area = book.area(code)
    return area.short if area else code


def item_label(book: Book, id: str) -> str:
    item = book.item(id)
    return item.name if item else id


def indicator_label(book: Book, id: str) -> str:
    indicator = book.indicator(id)
    return indicator.name if indicator else id


def period_label(code: str) -> str:
    try:
        return str(period_from_code(code))
    except ValueError:
        return code


def measure_label(book: Book, measure: str) -> str:
    """A measure as the rule language spells it: 占比(社会消费品零售总额)."""
    kind, _colon, whole = measure.partition(":")
    word = first_spelling(vocabulary().measures, kind)
    if kind == "index":
        return word if measure == index_measure() else f"{word}({index_base(whole) or whole})"
    if not whole:
        return word
    area = book.area(whole)
    return f"{word}({area.short if area else whole})"


def figure_label(book: Book, key: Key, binding: Binding = NOTHING_BOUND) -> str:
    """A figure in the words of the rule language, without what the binding says already: 网络零售额[2017年].占比."""
    chosen = []
    if key.area != binding.area:
        chosen.append(area_label(book, key.area))
    if key.item and key.item != binding.item:
        chosen.append(item_label(book, key.item))
    if key.period != binding.period:
        chosen.append(period_label(key.period))
    label = indicator_label(book, key.indicator)
    if chosen:
        label += f"[{'，'.join(chosen)}]"
    if key.measure != "value":
        label += f".{measure_label(book, key.measure)}"
    return label


def subject_label(book: Book, binding: Binding) -> str:
    """What a rule is applied to: 陕西，2018年."""
    parts = []
    if binding.indicator:
        parts.append(indicator_label(book, binding.indicator))
    if binding.share.partition(":")[2]:
        parts.append(measure_label(book, binding.share))
    if binding.area:
        parts.append(area_label(book, binding.area))
    if binding.item:
        parts.append(item_label(book, binding.item))
    if binding.period:
        parts.append(period_label(binding.period))
    return "，".join(parts)
