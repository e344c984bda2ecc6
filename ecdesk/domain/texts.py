"""What editors read: Chinese templates, looked up in the translations when another language is chosen.

The Chinese template is its own key, as in gettext. The translations are ``resources/translations/<language>.po``; Qt's translator in the
window asks here too, so there is one translation of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ecdesk.domain.resources import resource

if TYPE_CHECKING:
    from ecdesk.domain.translations import Translations

SOURCE_LANGUAGE = "zh"
ENGLISH = "en"
_current = SOURCE_LANGUAGE
_delivered: ContextVar[str] = ContextVar("_delivered", default="")
"""The language of what is being printed for others; "" while nothing is."""


@lru_cache(maxsize=4)
def _translations(code: str) -> Translations:
    from ecdesk.domain.translations import read_translations  # Chinese needs nothing of it

    return read_translations(resource("translations", f"{code}.po").read_text(encoding="utf-8"))


def languages() -> list[str]:
    """Codes of the languages the program speaks, Chinese first."""
    return [SOURCE_LANGUAGE, *sorted(path.stem for path in resource("translations").glob("*.po"))]


def language() -> str:
    """The code of the language that texts are printed in."""
    return _delivered.get() or _current


@contextmanager
def printed_in(code: str) -> Iterator[None]:
    """Texts are in another language inside, in this thread only: what is delivered is in the book's, whatever its editor reads."""
    before = _delivered.set(code)
    try:
        yield
    finally:
        _delivered.reset(before)


def set_language(code: str) -> None:
    """Choose the language of every text printed from now on; raises ValueError for one that is not there."""
    global _current
    if code not in languages():
        raise ValueError(code)
    _current = code


def translate(template: str, count: object = None) -> str:
    """A template in the current language, in the plural form that goes with a count."""
    code = language()
    return template if code == SOURCE_LANGUAGE else _translations(code).translate(template, count)


def tr(template: str, **values: Any) -> str:
    """A text in the current language, with its values put in. The value that is called ``count`` decides between singular and plural."""
    translated = translate(template, values.get("count"))
    return translated.format(**values) if values else translated


def sentences(*given: object) -> str:
    """Sentences behind each other, as the current language sets them; those that are empty are left out."""
    return ("" if language() == SOURCE_LANGUAGE else " ").join(filter(None, map(str, given)))


class Shown:
    """What is put into words when it is shown, not when it is made: ``str()`` of it is in the language of who reads it then."""

    __slots__ = ()


Said = Shown | str
"""What can stand in a text: words of which the language is still open, or that are what they are."""


@dataclass(frozen=True)
class Text(Shown):
    """A text that is translated when it is shown, not when it is made."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return tr(self.template, **self.values)

    def __hash__(self) -> int:
        return hash((self.template, tuple((name, _fixed(self.values[name])) for name in sorted(self.values))))


def text(template: str, **values: Any) -> Text:
    """The template and values of `tr`, to be printed later."""
    return Text(template, values)


def _fixed(value: object) -> object:
    """A value of a text as something that is hashed alike in every language."""
    return value if isinstance(value, Shown) else str(value)


@dataclass(frozen=True, slots=True)
class Name(Shown):
    """What a book or the trade calls something, with its English; where nobody gave it ("") the Chinese is shown."""

    chinese: str
    english: str = ""

    def __str__(self) -> str:
        return self.english if self.english and language() != SOURCE_LANGUAGE else self.chinese


@dataclass(frozen=True, slots=True)
class Joined(Shown):
    """Several things behind each other. by: a template that stands between them."""

    parts: tuple[Said, ...]
    by: str = ""

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return (tr(self.by) if self.by else "").join(map(str, self.parts))


def listed(parts: Iterable[Said]) -> Joined:
    """An enumeration as the language sets it: 甲、乙."""
    return Joined(tuple(parts), text("、").template)


def apart(parts: Iterable[Said]) -> Joined:
    """What is said beside each other: 陕西，2018年."""
    return Joined(tuple(parts), text("，").template)


def spaced(*parts: Said) -> Joined:
    """Words with a space between them."""
    return Joined(parts, " ")
