"""The table of spellings, written by somebody who had not seen the code: what each has to mean wherever it is read."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ecdesk.domain.figures.amounts import Amount, Mark
from ecdesk.domain.figures.areas import standard_areas
from ecdesk.domain.figures.periods import Period, period_from_code
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.wording.folding import half_width
from ecdesk.domain.wording.measures import compared_with, index_base, measure_by_unit, measure_in
from ecdesk.domain.wording.numbers import parse_content, qualifier_sides
from ecdesk.domain.wording.places import Places, leaves_out
from ecdesk.domain.wording.scanner import TokenKind, scan
from ecdesk.domain.wording.time.time_words import period_named
from ecdesk.domain.wording.units import find_unit, prefixes, printed_unit, units_in
from tests.domain.wording.found import unit_said, values_said

TABLES = Path(__file__).parent / "spellings"
PLACES = Places(standard_areas())


def lines(name: str) -> list[Any]:
    """The entries of a table, named by their line and text."""
    entries = [json.loads(line) for line in (TABLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(entry, id=f"{number} {entry.get('text', entry.get('example'))[:24]!a}")
        for number, entry in enumerate(entries, 1)
    ]


def own_time(entry: dict[str, Any]) -> Period | None:
    if entry.get("of"):
        return period_from_code(entry["of"])
    if entry.get("month"):
        return Period(entry["year"], "month", entry["month"])
    return Period(entry["year"]) if entry.get("year") else None


@pytest.mark.parametrize("entry", lines("periods"))
def test_a_period_has_one_code(entry: dict[str, Any]) -> None:
    period = period_named(entry["text"], own_time(entry))
    code = period.code if period else None
    assert code not in entry.get("never", ())
    if entry.get("ask") or entry.get("code") == "ask" or entry.get("codes"):
        assert code is None or code in [str(choice) for choice in entry.get("choices", [code])]
        return
    assert code == entry["code"]
    if period is not None and entry.get("same_as"):
        assert period.span.code == entry["same_as"]


def base_of(amount: Amount) -> Fraction:
    """The digits times the number words of the unit: 1.2万亿元 is 1.2 × 10**12."""
    symbol = amount.unit.symbol
    words = [word for word in prefixes() if symbol.startswith(word) and symbol != amount.unit.base]
    return Fraction(amount.value) * prefixes().get(max(words, key=len, default=""), 1)


@pytest.mark.parametrize("entry", lines("numbers"))
def test_an_amount_is_read_whole_or_left_as_it_stands(entry: dict[str, Any]) -> None:
    content = parse_content(entry["text"])
    if isinstance(content, Amount):
        assert str(content.value) not in [str(never) for never in entry.get("never", ())]
    if entry.get("ask") or entry.get("value") == "ask":
        return
    if entry.get("mark"):
        # Words for a number of unknown size stay as they are typed.
        assert not isinstance(content, Amount)
        assert not isinstance(content, Mark) or entry["mark"] in ("ask", content.name.lower())
    elif entry.get("base") and not entry.get("range") and not entry.get("kind"):
        assert isinstance(content, Amount)
        assert base_of(content) == Fraction(entry["base"])
        assert not entry.get("qualifier") or content.qualifier
    else:
        assert not isinstance(content, Amount)


def is_scaled(unit: Unit, entry: dict[str, Any]) -> bool:
    """Whether a unit is so many of the one that an entry names, or of another name of it."""
    known = [one for name in (entry["base"], *entry.get("alt_base", ())) if (one := find_unit(name)) is not None]
    return any((unit.dimension, unit.scale) == (one.dimension, one.scale * Fraction(entry["scale"])) for one in known)


@pytest.mark.parametrize("entry", lines("units"))
def test_a_unit_is_known_in_every_spelling(entry: dict[str, Any]) -> None:
    written = entry["text"]
    if entry.get("ask") or entry.get("base") == "ask":
        return
    if entry.get("units"):
        assert len(units_in(written)) == len(entry["units"])
        assert all(is_scaled(unit, one) for unit, one in zip(units_in(written), entry["units"], strict=True))
    elif entry.get("index_base"):
        assert index_base(written)
        assert printed_unit(written) is None
    elif entry.get("kind") == "none":
        assert TokenKind.UNIT not in [token.kind for token in scan(written)]
    else:
        units = printed_unit(written) or unit_said(written)
        assert units is not None
        assert is_scaled(units, entry)


MEASURES = {"growth": "growth", "change": "change", "share": "share", "points": "points", "chain": "growth_prev"}


@pytest.mark.parametrize("entry", lines("measures"))
def test_a_measure_is_known_in_every_spelling(entry: dict[str, Any]) -> None:
    found = measure_in(half_width(entry["text"]))
    unit = unit_said(entry["text"])
    named = (measure_by_unit(found.id, unit) if found else "") or "value"
    if compared_with(entry["text"])[0] is None:
        assert named not in [MEASURES.get(never, never) for never in entry.get("never", ())]
    if entry.get("ask") or entry.get("disputed") or entry.get("average"):
        return
    if entry["measure"] in (*MEASURES, "value", None):
        assert named == MEASURES.get(entry["measure"], "value")


@pytest.mark.parametrize("entry", lines("areas"))
def test_an_area_is_found_and_what_it_leaves_out_is_kept(entry: dict[str, Any]) -> None:
    if entry.get("ask") or entry.get("disputed") or entry.get("area") == "ask" or entry.get("book_area"):
        return
    if entry.get("place") == "column":
        area = PLACES.named(entry["text"])
        assert area is not None
        assert area.name == entry["area"]
        return
    named = {area.name for area in values_said(TokenKind.AREA, entry["text"], PLACES, sure=False)}
    wanted = entry.get("areas") or ([entry["area"]] if entry.get("area") else [])
    known = {area.name for name in wanted if (area := standard_areas().find(name)) is not None}
    assert known <= named or PLACES.named(entry["text"]) is not None or entry.get("area") == "several"
    if not wanted and not entry.get("excludes"):
        assert not values_said(TokenKind.AREA, entry["text"], PLACES)
    assert leaves_out(entry["text"]) or not entry.get("excludes")


@pytest.mark.parametrize("entry", lines("qualifiers"))
def test_a_word_qualifies_the_figure_that_it_stands_at(entry: dict[str, Any]) -> None:
    amount = next(one for one in values_said(TokenKind.NUMBER, entry["example"], PLACES) if one.value == Decimal(entry["value"]))
    unit = find_unit(entry["unit"])
    assert unit is not None
    assert (amount.unit.base, amount.unit.scale) == (unit.base, unit.scale)
    if entry["kind"] in ("none", "status"):
        assert not amount.qualifier
    elif not entry.get("disputed"):
        said = [half_width(side) for side in qualifier_sides(amount.qualifier) if side]
        wanted = [half_width(word) for word in entry.get("qualifiers", [entry["word"]])]
        assert len(said) == len(wanted)
        assert all(one.startswith(word) for one, word in zip(said, wanted, strict=True))
