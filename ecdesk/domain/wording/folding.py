"""Texts for reading and for comparing: half-width, without what cannot be seen, with the place of every character kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.wording.lexicon import words_of

CJK = "\u3400-\u9fff\uf900-\ufaff"
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63~\u301c\u223c"
"""Everything that people put between the ends of a range; 至 and 到 are words."""

_WHOLE = frozenset("…⋯℃℉" + "".join(map(chr, range(0x2474, 0x249C))))
"""Signs whose compatibility form is another text: … would become three dots, and ⑴, which points to a note, a figure in brackets."""
_TAKEN_APART = ("<wide>", "<narrow>", "<compat>", "<noBreak>", "<vertical>", "<small>", "<isolated>", "<final>")
"""Signs of these kinds are read as what they are made of. Others keep their own meaning: ① and ² point to notes, ㎡ is a unit."""
_UNSEEN = ("Cf", "Cs", "Cn", "Co", "Mn", "Me")


class _Table(dict[int, str]):
    """What each character is read as; filled as characters come up."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character.isspace() or category in ("Zs", "Zl", "Zp"):
            read = " "
        elif category == "Cc" or category in _UNSEEN:
            read = ""
        elif character in _WHOLE:
            read = character
        elif unicodedata.decomposition(character).startswith(_TAKEN_APART):
            read = unicodedata.normalize("NFKC", character)
        else:
            read = character
        self[code] = read
        return read


_TABLE = _Table()
_APART = re.compile(rf"(?<![^ ])[{CJK}](?: +[{CJK}])+(?![^ ])")
"""Single characters set apart for looks: 北　　京, 网 络 零 售 额. The words on either side are no single characters."""
_YEAR_APART = re.compile(r"(?<![0-9])(?<![0-9] )([12]) ([0-9]) ([0-9]) ([0-9])(?= ?年)")


def half_width(text: str) -> str:
    """A text as it is read: half-width, spaces plain, without characters that cannot be seen. Its length may differ."""
    return text if text.isascii() and text.isprintable() else text.translate(_TABLE)


def without_unseen(text: str) -> str:
    """A text as it stands, without the characters that cannot be seen."""
    return "".join(filter(_seen, text))


@lru_cache(maxsize=4096)
def _seen(sign: str) -> bool:
    return _TABLE[ord(sign)] != ""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A text for comparing: half-width, in simplified characters, lower case, without any space."""
    return simplified(half_width(text)).replace(" ", "").casefold()


@lru_cache(maxsize=1)
def _simplified() -> dict[int, int]:
    signs = "".join(words_of("words.toml")["traditional"]["pairs"])
    return str.maketrans(signs[::2], signs[1::2])


def simplified(text: str) -> str:
    """A text for matching words in it, with simplified characters for traditional ones, each in its place."""
    return text if text.isascii() else text.translate(_simplified())


def seen(text: str) -> str:
    """A text as it is drawn: every kind of space or end of a line as a plain space, without control characters and marks that cannot be seen."""
    return "".join(
        " " if character in "\t\n\r" or unicodedata.category(character)[0] == "Z" else character
        for character in text
        if character in "\t\n\r" or unicodedata.category(character) not in ("Cc", "Cf")
    )


def width(text: str) -> int:
    """How many half-width columns a text takes where letters stand in cells of one width."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is read, with the way back. at: for each character of text where its original begins, and the original's length at the end."""

    text: str
    at: tuple[int, ...] | range

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The piece of the original that a piece of the text was read from."""
        return self.at[start], self.at[end]


def read_by_character(text: str, keep: str = "") -> Folded:
    """Read a text character by character, each for itself; those in keep stay as they are."""
    table = {ord(sign): sign if sign in keep else _TABLE[ord(sign)] for sign in set(text)}
    read = text.translate(table)
    if all(len(piece) == 1 for piece in table.values()):
        return Folded(read, range(len(text) + 1))
    at = [place for place, sign in enumerate(text) for _each in table[ord(sign)]]
    return Folded(read, (*at, len(text)))


@lru_cache(maxsize=1024)
def folded(text: str) -> Folded:
    """Read a text character by character. Single Chinese characters set apart for looks are brought together."""
    read = read_by_character(text)
    drop = {
        place
        for pattern in (_APART, _YEAR_APART)
        for match in pattern.finditer(read.text)
        for place in range(*match.span())
        if read.text[place] == " "
    }
    if not drop:
        return read
    kept = [place for place in range(len(read.text)) if place not in drop]
    return Folded("".join(read.text[place] for place in kept), (*(read.at[place] for place in kept), read.at[-1]))
