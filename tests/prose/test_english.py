"""Releases in English: what is read, what is confirmed, and that a slip is called."""

from __future__ import annotations

import tomllib

import pytest

from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.resources import resource
from ecdesk.prose import Document, proof
from ecdesk.prose.proof import ProofFigure

RELEASE = """Industrial Survey of the Second Quarter

Total output of the surveyed firms was 1,234.5 billion yuan, up by 6.2 percent year on year. By industry, the output of mining was 234.1 billion yuan, up by 2.9 percent; and that of manufacturing was 1,000.4 billion yuan, up by 7.0 percent.

Exports were $80.7 billion. Imports were $58.0 billion. The trade surplus was $22.7 billion.

Employment rose from 10.97 million to 11.25 million, up 2.6 percent. The number of apprentices totalled 183.36 thousand, an increase of 2.01 thousand or 1.1 percent.

Of the 155.8 million employed persons, 82.6 million were men and 73.2 million were women. Men accounted for 53.0 percent of employed persons.

Online sales were 7,323.7 million yuan, accounting for 24.7 percent of the total retail sales of 29,667.4 million yuan. The unemployment rate fell to 3.7 percent from 3.9 percent, a decrease of 0.2 percentage points.

Output of mining was 234.1 billion yuan."""


def _claims(prose: str) -> list[tuple[str, Verdict]]:
    return [(claim.kind, claim.verdict) for claim in proof(Document(prose)).claims if "≤" not in claim.relation]


def test_what_an_english_release_says_is_read_and_confirmed() -> None:
    found = _claims(RELEASE)
    assert {verdict for _kind, verdict in found} == {Verdict.HOLDS}
    kinds = [kind for kind, _verdict in found]
    assert {kind: kinds.count(kind) for kind in ("sum", "share", "growth", "growthmix", "diff", "points", "crossref")} == {
        "sum": 2,
        "share": 2,
        "growth": 2,
        "growthmix": 1,
        "diff": 1,
        "points": 1,
        "crossref": 1,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1,000.4", "1,004.0"),
        ("22.7", "27.2"),
        ("11.25", "12.15"),
        ("1.1 percent", "1.7 percent"),
        ("24.7", "27.4"),
        ("0.2 percentage", "0.9 percentage"),
    ],
)
def test_a_slip_is_not_passed_in_silence(old: str, new: str) -> None:
    assert Verdict.FAILS in [verdict for _kind, verdict in _claims(RELEASE.replace(old, new, 1))]


def _read(prose: str) -> list[ProofFigure]:
    return list(proof(Document(f"Report\n\n{prose}")).figures)


def test_currency_list_and_points_are_read() -> None:
    deficit, shares = _read("The deficit was US$65.5 billion."), _read("They represent 59.8, 25.1 and 15.1 percent respectively.")
    assert deficit[0].amount is not None and deficit[0].amount.unit.base == "美元"
    assert [figure.amount.unit.symbol for figure in shares if figure.amount is not None] == ["%"] * 3
    fallen = _read("Imports were 10.4 million yuan, down by 0.1 percent, 1.5 percentage points lower than exports.")
    assert [(figure.measure, figure.sign) for figure in fallen] == [("level", 1), ("growth", -1), ("points", -1)]


def test_each_list_of_words_has_an_example_that_is_read() -> None:
    with resource("prose", "english.toml").open("rb") as file:
        data = tomllib.load(file)
    for name, entry in data.items():
        if "example" in entry:
            assert all(figure.measure != "other" or name == "start" for figure in _read(entry["example"])), name


TRADE = """Trade in June

The goods and services deficit was $38.7 billion in June, up from $34.6 billion in May.

June exports were $191.3 billion. June imports were $230.0 billion. June exports were $3.5 billion less than May exports of $194.8 billion. June imports were $0.6 billion more than May imports of $229.4 billion.

The average deficit increased $1.1 billion to $53.9 billion. Average exports decreased $1.7 billion to {} billion. Average imports decreased $0.6 billion to $261.7 billion."""


def test_a_balance_is_the_difference_of_flows_that_stand_elsewhere() -> None:
    relations = [claim.relation for claim in proof(Document(TRADE.format("$207.8"))).claims if claim.verdict is Verdict.HOLDS]
    for ends in (("230.0", "191.3", "38.7"), ("194.8", "191.3", "3.5"), ("230.0", "229.4", "0.6"), ("261.7", "207.8", "53.9")):
        assert any(all(end in relation for end in ends) for relation in relations), ends
    other = [claim.relation for claim in proof(Document(TRADE.format("$202.8"))).claims if claim.verdict is Verdict.HOLDS]
    assert not any("261.7" in relation and "202.8" in relation for relation in other)


def test_amounts_listed_with_their_currency_have_one_unit() -> None:
    prose = "Exports and imports were US$779.29 and US$645.66 billion respectively, leaving a surplus of US$133.63 billion."
    assert Verdict.HOLDS in {verdict for kind, verdict in _claims("Trade\n\n" + prose) if kind == "diff"}


LABOUR = """LABOUR MARKET, SECOND QUARTER 2024

Main points
- Total employment was 2,418,600 persons, up 2.1 per cent from 2,367,900 a year earlier.
- Average weekly earnings rose by 4.4 per cent to $1,042.50.

1. Employment
In the second quarter of 2024 the number of employed persons reached 2,418,600, compared with 2,367,900 in the second quarter of 2023, an increase of 50,700 persons or 2.1 per cent. Of these, 1,276,300 were men and 1,142,300 were women. Women accounted for 47.2 per cent of total employment. Full-time employment stood at 1,884,100 and part-time employment at 534,500.

By broad sector, services employed 1,781,400 persons, industry 531,900 and agriculture 105,300. Services thus made up 73.7 per cent of all jobs. Within industry, manufacturing accounted for 312,600 jobs, construction for 187,200 and mining and utilities for the remaining 32,100.

There were 118,400 unemployed persons in the quarter, down from 131,800 a year earlier, a fall of 13,400 or 10.2 per cent. Of the unemployed, 62,300 had been out of work for less than six months, 24,700 for six to twelve months and 31,400 for more than a year.

There were 41,800 vacancies at the end of June. The three regions reported the following numbers: Capital 21,600, North 10,100 and Coast 10,100.

Average weekly earnings were $1,042.50 in the second quarter, compared with $998.10 a year earlier, an increase of 4.4 per cent.
"""


def test_a_release_on_work_has_no_false_alarm() -> None:
    assert {verdict for _kind, verdict in _claims(LABOUR)} == {Verdict.HOLDS}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("50,700 persons", "50,070 persons"),
        ("1,142,300", "1,124,300"),
        ("47.2 per cent", "42.7 per cent"),
        ("534,500", "354,500"),
        ("531,900", "534,900"),
        ("73.7 per cent", "77.3 per cent"),
        ("remaining 32,100", "remaining 31,200"),
        ("down from 131,800", "up from 131,800"),
        ("a fall of 13,400", "a rise of 13,400"),
        ("31,400 for", "34,100 for"),
        ("10,100 and Coast", "11,000 and Coast"),
        ("were $1,042.50", "were $1,024.50"),
    ],
)
def test_a_slip_in_a_release_on_work_is_called(old: str, new: str) -> None:
    assert LABOUR.count(old) == 1
    assert Verdict.FAILS in [verdict for _kind, verdict in _claims(LABOUR.replace(old, new))]
