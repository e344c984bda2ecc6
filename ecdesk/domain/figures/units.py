"""What a unit is, and exact conversion; how units are written is known to `ecdesk.domain.wording.units`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ecdesk.domain.errors import UserError


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

    def __hash__(self) -> int:
        """Units are keys of many tables, and the hash of a fraction is worked out anew each time."""
        return hash(self.symbol)

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
