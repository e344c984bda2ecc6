"""Units and their exact conversion: 元 … 万亿元, 件, 家, 美元, %, 个百分点, ‰."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ecdesk.domain.errors import UserError
from ecdesk.domain.resources import resource


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measurement.

    symbol: as printed (亿元). base: the unit without its prefix (元). scale: how many of the dimension's own unit one of
    this is (亿元 is 10**8 of 人民币). count: whole numbers in it are exact.
    """

    symbol: str
    base: str
    dimension: str
    scale: Fraction
    count: bool = False

    def __str__(self) -> str:
        return self.symbol

    @property
    def is_ratio(self) -> bool:
        return self.dimension == "比率"

    @property
    def is_points(self) -> bool:
        return self.dimension == "百分点"

    def factor_to(self, other: Unit) -> Fraction:
        """By what a number in this unit is multiplied to stand in the other; exact.

        Raises UserError when the two measure different things.
        """
        if self.dimension != other.dimension:
            raise UserError("“{one}”不能换算为“{two}”，两者不是同一种量。", one=self.symbol or "—", two=other.symbol or "—")
        return self.scale / other.scale


NO_UNIT = Unit("", "", "", Fraction(1))


@lru_cache(maxsize=1)
def _definitions() -> tuple[dict[str, int], dict[str, str], dict[str, Unit], frozenset[str]]:
    """Prefixes, English prefixes, bases by every spelling (folded), and the symbols that take no prefix."""
    with resource("units.toml").open("rb") as file:
        data = tomllib.load(file)
    bases: dict[str, Unit] = {}
    bare: set[str] = set()
    for entry in data["base"]:
        symbol = entry["symbol"]
        unit = Unit(symbol, symbol, entry["dimension"], Fraction(entry.get("scale", "1")), bool(entry.get("count", False)))
        if not entry.get("prefixed", True):
            bare.add(symbol)
        for spelling in (symbol, *entry.get("aliases", ())):
            bases[_fold(spelling)] = unit
    return data["prefixes"], data["english_prefixes"], bases, frozenset(bare)


def _fold(spelling: str) -> str:
    folded = unicodedata.normalize("NFKC", spelling).casefold()
    return re.sub(r"\s+", " ", folded).strip()


@lru_cache(maxsize=4096)
def find_unit(spelling: str) -> Unit | None:
    """The unit that is spelled so (亿元, 亿元人民币, 100 million yuan, 元/㎡), or None when it is not known.

    The empty text is the unit of a bare number; a prefix alone (亿) is a bare number times that prefix.
    """
    prefixes, english, bases, bare = _definitions()
    folded = _fold(spelling)
    if not folded:
        return NO_UNIT
    if folded in bases:
        return bases[folded]
    compact = folded.replace(" ", "")
    if compact in bases:
        return bases[compact]
    for prefix in sorted(prefixes, key=len, reverse=True):
        if compact == prefix:
            return Unit(prefix, "", "", Fraction(prefixes[prefix]))
        rest = compact.removeprefix(prefix)
        if rest != compact and rest in bases and bases[rest].symbol not in bare:
            return _prefixed(prefix, prefixes[prefix], bases[rest])
    for word in sorted(english, key=len, reverse=True):
        for pattern in (rf"{re.escape(word)} ?(.+)", rf"(.+?) ?{re.escape(word)}"):
            match = re.fullmatch(pattern, folded)
            if match and match[1].strip() in bases and bases[match[1].strip()].symbol not in bare:
                prefix = english[word]
                return _prefixed(prefix, prefixes[prefix], bases[match[1].strip()])
    if compact.count("/") == 1:
        over, under = compact.split("/")
        upper, lower = find_unit(over), find_unit(under)
        if upper and lower and over and under:
            written = spelling.replace("／", "/").split("/")[1].strip()
            return Unit(
                f"{upper.symbol}/{written}",
                f"{upper.base}/{lower.base}",
                f"{upper.dimension}/{lower.dimension}",
                upper.scale / lower.scale,
            )
    return None


def _prefixed(prefix: str, factor: int, base: Unit) -> Unit:
    prefix = "万亿" if prefix == "兆" else prefix
    return Unit(prefix + base.symbol, base.symbol, base.dimension, base.scale * factor)


def unit_named(spelling: str) -> Unit:
    """The unit that is spelled so; a spelling that is not known is a unit of its own, convertible to nothing else."""
    found = find_unit(spelling)
    if found is not None:
        return found
    symbol = spelling.strip()
    return Unit(symbol, symbol, symbol, Fraction(1))


PERCENT = unit_named("%")
POINTS = unit_named("个百分点")


@lru_cache(maxsize=1)
def unit_spellings() -> tuple[str, ...]:
    """Every spelling of a base unit and every prefix, longest first, for readers that look for units in text."""
    prefixes, _english, bases, _bare = _definitions()
    return tuple(sorted({*prefixes, *bases}, key=lambda word: (-len(word), word)))
