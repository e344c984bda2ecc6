"""Figures and bindings as an editor reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from ecdesk.checks.language.axes import Binding
from ecdesk.checks.language.vocabulary import first_spelling, vocabulary
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import Translation
from ecdesk.domain.figures.keys import MEASURE_NAMES, Key
from ecdesk.domain.figures.periods import period_from_code
from ecdesk.domain.texts import SOURCE_LANGUAGE, Name, Shown, language
from ecdesk.domain.wording.in_english import common_word, english_period, in_english
from ecdesk.domain.wording.measures import index_base, index_measure

NOTHING_BOUND = Binding()
_NO_NAME = Name("")


def area_name(book: Book, code: str) -> Name:
    area = book.area(code)
    return Name(area.short, area.english or given_english(book, area.short)) if area else Name(code)


def item_name(book: Book, id: str) -> Name:
    item = book.item(id)
    if item is None:
        return Name(id)
    return Name(item.name, item.english or given_english(book, item.name) or _known_english(book, item.name))


def indicator_name(book: Book, id: str) -> Name:
    indicator = book.indicator(id)
    return Name(indicator.name, indicator.english or given_english(book, indicator.name)) if indicator else Name(id)


def given_english(book: Book, words: str) -> str:
    """What the editors of a book gave for a text, or everybody says; "" where nobody gave it."""
    given = book.get(Translation, words)
    return given.english if given is not None else common_word(words)


def english_of(book: Book, words: str) -> str:
    """What a book says in English for a name or a text of its; "" where nobody gave it."""
    return in_english(words, partial(_known_english, book))


def _known_english(book: Book, words: str) -> str:
    given = book.get(Translation, words)
    if given is not None:
        return given.english
    found = book.areas.find(words) or book.indicators.find(words) or book.item(words)
    return found.english if found is not None else ""


@lru_cache(maxsize=1024)
def period_name(code: str) -> Name:
    try:
        period = period_from_code(code)
    except ValueError:
        return Name(code)
    return Name(str(period), english_period(period))


def measure_name(book: Book, measure: str) -> Name:
    """A measure, in Chinese as the rule language spells it: 占比(社会消费品零售总额)."""
    kind, _colon, whole = measure.partition(":")
    word, english = first_spelling(vocabulary().measures, kind), common_word(MEASURE_NAMES.get(kind, kind)).lower()
    if kind == "index":
        base = index_base(whole) or whole
        return Name(word, english) if measure == index_measure() else Name(f"{word}({base})", f"{english}, {base}")
    if not whole:
        return Name(word, english)
    of = _whole_name(book, whole)
    return Name(f"{word}({of.chinese})", f"{english} of {of.english or of.chinese}")


def _whole_name(book: Book, whole: str) -> Name:
    """What a share is of, or what moved, as the measure has it behind its colon."""
    if book.area(whole):
        return area_name(book, whole)
    if whole in MEASURE_NAMES:
        return Name(whole, common_word(MEASURE_NAMES[whole]).lower())
    english = indicator_name(book, whole) if book.indicator(whole) else item_name(book, whole)
    return Name(whole, english.english)


@dataclass(frozen=True, slots=True)
class Label(Shown):
    """A figure in words: in Chinese as it is spoken of, 韩国2018年12月移动网络零售占比的同比增速, in English Online retail sales [2017] (share).
    Parts that need not be said are `_NO_NAME`."""

    indicator: Name
    area: Name
    item: Name
    period: Name
    measure: Name

    def __str__(self) -> str:
        if language() == SOURCE_LANGUAGE:
            words = _run_on((self.area.chinese, self.period.chinese, self.indicator.chinese))
            item, measure = self.item.chinese, self.measure.chinese
            return words + (f"（{item}）" if item else "") + (f"的{measure.translate(_BRACKETS)}" if measure else "")
        chosen = [str(one) for one in (self.area, self.item, self.period) if one.chinese]
        brackets = f" [{', '.join(chosen)}]" if chosen else ""
        return f"{self.indicator}{brackets}" + (f" ({self.measure})" if self.measure.chinese else "")


_BRACKETS = str.maketrans("()", "（）")


def _run_on(parts: tuple[str, ...]) -> str:
    """Words behind each other; a space keeps Latin letters and digits of two of them apart."""
    words = ""
    for part in parts:
        apart = words[-1:].isascii() and words[-1:].isalnum() and part[:1].isascii() and part[:1].isalnum()
        words += f" {part}" if apart else part
    return words


def figure_label(book: Book, key: Key, binding: Binding = NOTHING_BOUND) -> Label:
    """A figure in words, without what the binding says already."""
    return Label(
        indicator_name(book, key.indicator),
        area_name(book, key.area) if key.area != binding.area else _NO_NAME,
        item_name(book, key.item) if key.item and key.item != binding.item else _NO_NAME,
        period_name(key.period) if key.period != binding.period else _NO_NAME,
        measure_name(book, key.measure) if key.measure != "value" else _NO_NAME,
    )


def subject_names(book: Book, binding: Binding) -> Iterator[Name]:
    """What a rule is applied to, name by name."""
    if binding.indicator:
        yield indicator_name(book, binding.indicator)
    if binding.share.partition(":")[2]:
        yield measure_name(book, binding.share)
    if binding.area:
        yield area_name(book, binding.area)
    if binding.item:
        yield item_name(book, binding.item)
    if binding.period:
        yield period_name(binding.period)


def subject_label(book: Book, binding: Binding) -> str:
    """What a rule is applied to, in Chinese, as its findings are told apart by it: 陕西，2018年."""
    return "，".join(name.chinese for name in subject_names(book, binding))
