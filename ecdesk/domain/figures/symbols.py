"""The symbols of a book: what is printed where no number stands, and which text says so.

A figure keeps its state (`Mark`), never a sign, so that a book whose symbols are changed says the same as before with other signs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.files.door import from_json
from ecdesk.domain.texts import Text, text, tr
from ecdesk.domain.wording.folding import simplified
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.note_marks import CIRCLED, DERIVED_MARK, UNSOURCED_MARK

SETTING = "symbols"
"""The setting in which a book keeps its symbols; none while it has the usual ones."""

LONGEST_SYMBOL = 6

_FILE = "symbols.toml"


@dataclass(frozen=True)
class Symbols:
    """printed: the symbol of each state that is known, "" for an empty cell. Several states may have one symbol; which of them a typed one means
    is the first of them, in the order of `Mark`."""

    printed: Mapping[Mark, str]

    def of(self, mark: Mark) -> str:
        """What is printed for a state."""
        return self.printed.get(mark, word_of(mark))

    def written(self, mark: Mark) -> str:
        """What an editor finds in a cell that is opened for typing: the symbol, or the word where the symbol would not be read back so."""
        symbol = self.of(mark)
        return symbol if symbol and self.read(symbol) is mark else word_of(mark)

    def read(self, text: str) -> Mark | None:
        """The state that a text says; None for one that is no symbol of this set and no word for a state."""
        if text[:1].isdigit():
            return None  # as no symbol is, and very many figures are
        plain = simplified(text.strip().casefold())
        sign = _sign(plain)
        for mark in Mark:
            if sign and mark in self.printed and _sign(self.printed[mark].casefold()) == sign:
                return mark
        found = _words().get(plain)
        return found if found in self.printed else None


def word_of(mark: Mark) -> str:
    """A state in one word, as it is named where no symbols are at hand; `Symbols.read` understands it in every set."""
    return str(words_of(_FILE)[mark.value]["word"])


def meaning_of(mark: Mark) -> str:
    """What a symbol for it means, in the current language."""
    return tr(words_of(_FILE)[mark.value]["meaning"])


@lru_cache(maxsize=1)
def usual_symbols() -> Symbols:
    """Those of a book that chose no others."""
    return Symbols({mark: words_of(_FILE)[mark.value]["printed"] for mark in Mark})


@lru_cache(maxsize=1)
def senders_symbols() -> Symbols:
    """What senders mean who say nothing of it: … may say more than one thing, and is taken for what is not known."""
    return Symbols({Mark(name): symbol for name, symbol in words_of(_FILE)["sent"].items()})


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mark]:
    return {word: mark for mark in Mark for word in words_of(_FILE)[mark.value]["words"]}


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    return {spelling: sign for sign, spellings in words_of(_FILE)["spellings"].items() for spelling in spellings}


def _sign(symbol: str) -> str:
    return _spellings().get(symbol, symbol)


# -- as a book keeps them


@lru_cache(maxsize=64)
def symbols_from(stored: str) -> Symbols:
    """The symbols that a setting says; what it does not say, or says so that it could be misread, is as usual."""
    usual = usual_symbols()
    try:
        said = from_json(stored) if stored else {}
        found = Symbols({**usual.printed, **{Mark(name): symbol.strip() for name, symbol in said.items()}})
        return usual if symbols_fault(found) is not None else found
    except (ValueError, AttributeError):
        return usual


def stored_symbols(symbols: Symbols) -> str:
    """What a setting says of these symbols. Raises UserError where one could be misread."""
    fault = symbols_fault(symbols)
    if fault is not None:
        raise UserError(fault.template, **fault.values)
    return json.dumps({mark.value: symbols.of(mark) for mark in Mark}, ensure_ascii=False)


def symbols_fault(symbols: Symbols) -> Text | None:
    """Why these cannot be the symbols of a book; None where they can."""
    by_themselves = (fault for fault in map(_fault_of_one, symbols.printed.values()) if fault is not None)
    return next(by_themselves, None) or _fault_among(symbols)


def _fault_of_one(symbol: str) -> Text | None:
    if len(symbol) > LONGEST_SYMBOL:
        return text("符号“{symbol}”太长，最多 {most} 个字。", symbol=symbol[:20], most=LONGEST_SYMBOL)
    if not symbol.isprintable():
        return text("符号里有不能显示的字符，请换一个。")
    if any(sign.isdigit() or sign in CIRCLED for sign in symbol) or symbol[:1] in _OF_FORMULAS:
        return text("“{symbol}”会被当成数或公式，请换一个符号。", symbol=symbol)
    if symbol and symbol.strip(UNSOURCED_MARK + DERIVED_MARK) == "":
        return text("“{symbol}”是印在数后面的记号，请换一个符号。", symbol=symbol)
    return None


def _fault_among(symbols: Symbols) -> Text | None:
    """What keeps states from being told apart."""
    for mark, symbol in symbols.printed.items():
        if any(symbol == word_of(other) for other in Mark if other is not mark):
            return text("“{symbol}”这个词说的是另一种情况，请换一个符号。", symbol=symbol)
    small = symbols.of(Mark.SMALL)
    if not small or any(_sign(symbols.of(mark)) == _sign(small) for mark in Mark if mark is not Mark.SMALL):
        return text("不足最小单位的数是有的数，要有自己的符号，不能空着，也不能和别的相同。")
    return None


_OF_FORMULAS = tuple("=+@")
