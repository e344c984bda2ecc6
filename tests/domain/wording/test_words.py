"""Every entry of the files of words is read by somebody: by its examples, or word by word."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ecdesk.domain.figures.amounts import Mark, Unparsed
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.figures.symbols import senders_symbols, usual_symbols
from ecdesk.domain.resources import resource
from ecdesk.domain.wording.folding import half_width
from ecdesk.domain.wording.lexicon import words_of
from ecdesk.domain.wording.measures import compared_with, index_base, measure_in, risen, status_named
from ecdesk.domain.wording.numbers import amounts_in_sentence, parse_amount, parse_content, parse_moved, spelled_number
from ecdesk.domain.wording.places import leaves_out, match_among, match_numbering, total_named
from ecdesk.domain.wording.scanner import TokenKind, scan, standard_places
from ecdesk.domain.wording.time.time_words import frequency_named, period_named
from ecdesk.domain.wording.units import find_unit, is_duration, is_money, is_noun, match_unit, printed_unit, units_beside
from tests.domain.wording.found import values_said

FILES = sorted(path.name for path in resource("wording").iterdir() if path.name.endswith(".toml"))


def examples(name: str) -> Iterator[Any]:
    for table, entry in words_of(name).items():
        for one in entry if isinstance(entry, list) and entry and isinstance(entry[0], dict) else [entry]:
            found = one.get("examples", ()) if isinstance(one, dict) else ()
            yield from ((table, text, found[text] if isinstance(found, dict) else one.get("id")) for text in found)


READ_WORD_BY_WORD = {
    "bases.toml": {"basis", "status", "scope", "per"},
    "cities.toml": {"by_province", "counties"},
    "english.toml": {
        "units",
        "single",
        "kept",
        "prefixes",
        "qualifiers",
        "numbers",
        "words",
        "lines",
        "times",
        "examples",
    },  # test_in_english.py
    "measures.toml": {"fall", "relative", "vague"},
    "periods.toml": {"plans", "began"},  # test_moving.py
    "symbols.toml": {"spellings", "sent"},
    "units.toml": {
        "base",
        "prefixes",
        "english_prefixes",
        "nouns",
        "money",
        "durations",
        "counters",
        "uses",
        "examples",
        "around",
        "label",
    },
    "words.toml": {"total", "whole_area", "marks", "numbering", "kinds"},
}


@pytest.mark.parametrize("name", FILES)
def test_every_table_has_examples_or_is_read_word_by_word(name: str) -> None:
    shown = {table for table, _text, _meant in examples(name)}
    assert set(words_of(name)) == shown | READ_WORD_BY_WORD.get(name, set())


@pytest.mark.parametrize(("_table", "text", "place"), list(examples("cities.toml")))
def test_short_names_of_cities(_table: str, text: str, place: str) -> None:
    assert standard_places().place_in(text) == place


@pytest.mark.parametrize(
    ("table", "province"),
    [(table, province) for table in ("by_province", "counties") for province in words_of("cities.toml")[table]],
)
def test_cities_of_a_province(table: str, province: str) -> None:
    places = standard_places()
    inside = places.areas.get(province)
    assert inside is not None
    namesakes = tuple(words_of("cities.toml")["namesakes"]["words"])
    for city in words_of("cities.toml")[table][province]:
        if city.startswith(namesakes):
            continue
        assert places.named(city) is not None or places.place_in(f"{city} 2018") == city
        assert places.named(city) is not None or places.place_inside(f"{inside.name}{city}2018年") == city


@pytest.mark.parametrize(("table", "text", "code"), list(examples("periods.toml")))
def test_times(table: str, text: str, code: str) -> None:
    if table == "compared":
        assert compared_with(text)[0] == int(code)
        return
    if table == "frequency":
        assert frequency_named(text) == code
        return
    period = period_named(text, Period(2018)) or period_named(text, Period(2018, "month", 9))
    assert (period.code if period else "") == code


@pytest.mark.parametrize(("table", "text", "meant"), list(examples("measures.toml")))
def test_measures(table: str, text: str, meant: str) -> None:
    found = measure_in(half_width(text))
    assert found is not None
    assert found.id == meant


@pytest.mark.parametrize(("text", "meant"), words_of("measures.toml")["fall"]["risen"].items())
def test_heads_of_a_fall_are_read_as_those_of_a_rise(text: str, meant: str) -> None:
    assert risen(text) == meant


@pytest.mark.parametrize("text", words_of("measures.toml")["fall"]["settled"])
def test_other_heads_stay_what_they_are(text: str) -> None:
    assert risen(text) == text


@pytest.mark.parametrize(("table", "text", "meant"), list(examples("numbers.toml")))
def test_numbers(table: str, text: str, meant: Any) -> None:
    if table == "numerals":
        assert spelled_number(text) == (meant or None)
    elif table == "moves":
        moved = parse_moved(text)
        assert moved is not None
        assert moved.value == Decimal(meant)
    else:
        wanted = parse_amount(meant)
        (amount,) = values_said(TokenKind.NUMBER, text) if table == "words" else (parse_amount(text),)
        assert amount is not None
        assert wanted is not None
        assert (amount.value, amount.unit.base, amount.qualifier) == (wanted.value, wanted.unit.base, wanted.qualifier)


@pytest.mark.parametrize(("table", "text", "meant"), list(examples("bases.toml")))
def test_bases(table: str, text: str, meant: str) -> None:
    assert index_base(text) == meant


@pytest.mark.parametrize(("table", "text", "meant"), list(examples("words.toml")))
def test_words(table: str, text: str, meant: Any) -> None:
    if table == "traditional":
        assert [(token.kind, token.value) for token in scan(text)] == [(token.kind, token.value) for token in scan(meant)]
        assert "".join(token.text for token in scan(text)) == half_width(text)
    elif table == "among":
        assert match_among(half_width(text)) > 0
    elif table == "cities":
        assert standard_places().place_in(text) == meant
    else:
        assert values_said(TokenKind.AREA, text) == ()


# -- word by word


def test_what_counts_in_a_sentence_only_and_what_measures_time() -> None:
    data = words_of("units.toml")
    for word in data["counters"]["words"]:
        found = match_unit(f"12{word}", 2, in_sentence=True)
        assert found is not None
        assert found[1] == 2 + len(word)
    for word in data["durations"]["words"]:
        unit = match_unit(f"5{word}", 1, in_sentence=True)
        assert unit is not None
        assert is_duration(unit[0])


def test_five_year_plans() -> None:
    for name, years in words_of("periods.toml")["plans"].items():
        period = period_named(f"“{name}”时期")
        assert period is not None
        assert period.code == years


def test_basis_status_and_what_is_left_out() -> None:
    data = words_of("bases.toml")
    for word in data["basis"]["words"]:
        assert values_said(TokenKind.BASIS, f"网络零售额（{word}）") == (word,)
    for status, words in data["status"].items():
        assert {status_named(word) for word in words} == {status}
    for word in (*data["scope"]["without"], *data["scope"]["behind"], *data["scope"]["with"]):
        assert leaves_out(f"湖北{word} 武汉")
    for word in data["per"]["words"]:
        assert values_said(TokenKind.PER, f"{word}网络零售额")


@pytest.mark.parametrize(("table", "text", "meant"), list(examples("symbols.toml")))
def test_symbols(table: str, text: str, meant: str) -> None:
    assert table == meant
    assert parse_content(text, symbols=usual_symbols()) is Mark(meant)


def test_symbols_and_words_for_them() -> None:
    data = words_of("symbols.toml")
    usual, sent = usual_symbols(), senders_symbols()
    for mark in Mark:
        assert data[mark.value]["word"] in data[mark.value]["words"]
        assert {parse_content(word, symbols=usual) for word in data[mark.value]["words"]} == {mark}
        assert usual.written(mark) == usual.of(mark) or usual.read(usual.of(mark)) is not mark
    for sign, spellings in data["spellings"].items():
        assert len({usual.read(spelling) for spelling in spellings}) == 1
        assert sign in spellings
    assert {Mark(name): sent.read(symbol) for name, symbol in data["sent"].items()} == {
        Mark.NONE: Mark.NONE,
        Mark.UNKNOWN: Mark.UNKNOWN,
        Mark.NOT_APPLICABLE: Mark.NONE,
    }
    # A sender's other symbols are nobody's: they are kept letter by letter.
    assert [parse_content(text) for text in ("×", "保密", "#")] == [Unparsed("×"), Unparsed("保密"), Unparsed("#")]


def test_totals_numbering_and_note_marks() -> None:
    data = words_of("words.toml")
    assert {total_named(word) for word in data["total"]["words"]} == {"total"}
    assert {total_named(word) for word in data["total"]["average"]} == {"average"}
    assert {total_named(word) for word in data["whole_area"]["words"]} == {"area"}
    for text in ("一、网络", "（二）网络", "1.1 网络", "③网络", "⑴网络", "⒉网络", "iv. 网络", "a) 网络", "3、网络"):
        assert half_width(text)[match_numbering(half_width(text)) :] == "网络"
    for mark in "①⑵❸†※*⁽²":
        assert TokenKind.NOTE_MARK in [token.kind for token in scan(f"网络零售额{mark}")]


@pytest.mark.parametrize(("text", "size"), words_of("units.toml")["next_figure"]["examples"].items())
def test_what_begins_the_next_figure_is_no_unit_of_this_one(text: str, size: str) -> None:
    assert next(amounts_in_sentence(text))[0].unit.symbol == size


def test_units() -> None:
    data = words_of("units.toml")
    for entry in data["base"]:
        for spelling in (entry["symbol"], *entry.get("aliases", ()), *entry.get("exact_case", ())):
            unit = find_unit(spelling)
            assert unit is not None, spelling
            assert unit.base == entry["symbol"], spelling
    for prefix, factor in data["prefixes"].items():
        unit = find_unit(f"{prefix}吨")
        assert unit is not None
        assert unit.scale == 1000 * factor
    for word, prefix in data["english_prefixes"].items():
        assert find_unit(f"{word} yuan") == find_unit(f"{prefix}元")
    for text, (base, scale) in data["examples"].items():
        unit = printed_unit(text)
        assert unit is not None
        assert (unit.base, unit.scale) == (base, Fraction(scale))
    assert all(is_noun(word) for word in data["nouns"]["words"])
    assert all(is_money(unit) for unit in (find_unit("元"), find_unit("亿美元"), find_unit("港元")) if unit is not None)
    yuan = find_unit("亿元")
    assert yuan is not None
    assert [unit.symbol for unit in units_beside(yuan, "shown")] == ["元", "千元", "万元", "百万元", "亿元", "万亿元"]
    assert [unit.symbol for unit in units_beside(yuan, "mistaken")] == ["元", "万元", "亿元", "万亿元"]
