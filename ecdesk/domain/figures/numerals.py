"""Printing figures so that reading gives the same figure back; how they are read is known to `ecdesk.domain.wording.numbers`."""

from __future__ import annotations

from decimal import Decimal

from ecdesk.domain.figures.amounts import Amount, Content, Mark, Unparsed
from ecdesk.domain.figures.units import NO_UNIT, Unit
from ecdesk.domain.wording.numbers import is_inside_unit, qualifier_sides

THIN_SPACE = "\u2009"
NO_BREAK_SPACE = "\u00a0"
GROUPINGS = ("", ",", " ", THIN_SPACE, NO_BREAK_SPACE, "\u202f")
"""What may stand between groups of three digits."""


def print_number(value: Decimal, grouping: str = "") -> str:
    """The digits of a decimal, all of them, in plain notation; groups of three are set off by the given separator."""
    return f"{value:,f}".replace(",", grouping) if grouping else f"{value:f}"


def print_content(content: Content | None, unit: Unit = NO_UNIT, grouping: str = "") -> str:
    """A cell's content as printed in a column of the given unit; `parse_content` with that unit reads it back exactly."""
    if content is None:
        return ""
    if isinstance(content, Mark):
        return content.value
    if isinstance(content, Unparsed):
        return content.text
    assert isinstance(content, Amount)
    symbol = "" if content.unit is unit or content.unit == unit else content.unit.symbol
    if not symbol and not content.qualifier:
        return print_number(content.value, grouping)
    before, after = qualifier_sides(content.qualifier)
    if is_inside_unit(after) and symbol:
        prefix = symbol.removesuffix(content.unit.base)
        symbol, after = f"{prefix}{after}{content.unit.base}", ""
    return f"{before}{print_number(content.value, grouping)}{symbol}{after}"
