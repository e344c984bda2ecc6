"""Words that are looked for at a place of a text, the longest first, in time that the longest word bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Generic, TypeVar

from ecdesk.domain.resources import toml_data

Value = TypeVar("Value")


class Lexicon(Generic[Value]):
    """Words with what they mean. Latin words are found in any case and only as whole words."""

    def __init__(self, words: Mapping[str, Value] | Iterable[tuple[str, Value]]) -> None:
        pairs = words.items() if isinstance(words, Mapping) else words
        self._of = {word.casefold(): value for word, value in pairs if word}
        lengths: dict[str, set[int]] = {}
        for word in self._of:
            for first in {word[0], word[0].upper()}:
                lengths.setdefault(first, set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._last = frozenset(sign for word in self._of for sign in (word[-1], word[-1].upper()))

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    @property
    def first_signs(self) -> frozenset[str]:
        """What its words begin with, in either case."""
        return frozenset(self._lengths)

    def match(self, text: str, start: int) -> tuple[Value, int] | None:
        """The longest word that stands at a place, with where it ends."""
        for length in self._lengths.get(text[start : start + 1], ()):
            word = text[start : start + length].casefold()
            if word in self._of and start + length <= len(text) and not _cuts_a_word(text, start, start + length):
                return self._of[word], start + length
        return None

    def ending(self, text: str, end: int, longest: int = 24) -> tuple[Value, int] | None:
        """The longest word that ends at a place, with where it begins."""
        for start in range(max(0, end - longest), end) if text[end - 1 : end] in self._last else ():
            found = self._of.get(text[start:end].casefold())
            if found is not None and not _cuts_a_word(text, start, end):
                return found, start
        return None


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    """Whether a Latin word goes on beyond a place where a match begins or ends."""
    return _goes_on(text, start) or _goes_on(text, end)


def _goes_on(text: str, place: int) -> bool:
    before, after = text[place - 1 : place] if place else "", text[place : place + 1]
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


@lru_cache(maxsize=64)
def listed(name: str, table: str, key: str = "words") -> Lexicon[bool]:
    """The words of one list of a file of ``resources/wording``."""
    return Lexicon(dict.fromkeys(words_of(name)[table][key], True))


def words_of(name: str) -> dict[str, Any]:
    """A file of ``resources/wording`` as it stands."""
    return toml_data("wording", name)
