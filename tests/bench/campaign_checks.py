"""``python -m tests.bench.campaign_checks``: the measures of the checks at full size; prints what was found."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.language.labels import figure_label
from ecdesk.checks.remedies.balanced_rounding import balance
from ecdesk.session.new_books.sample import SAMPLES
from tests.books import build_sample_book
from tests.checks.absurdities import alarms, plant_absurdities, rolled, with_a_year_before
from tests.checks.planting import Slip, run_campaign
from tests.checks.rounding import rounded_table_verdicts
from tests.checks.test_balanced_rounding import three_level_table


def planted(name: str, count: int, verbose: bool, kinds: Sequence[str] = ()) -> None:
    book = build_sample_book(name)
    checker = Checker(book)
    began = time.perf_counter()

    def note(kind: str, text: str, slip: Slip) -> None:
        if verbose:
            print(kind, {str(key): str(content and content.value) for key, content in slip.items()}, "|", text)  # type: ignore[union-attr]

    tallies = run_campaign(book, checker, count, 2018, note, kinds)
    print(f"{name}: planted slips{' of the digits' if kinds else ''}, {time.perf_counter() - began:.0f} s")
    for kind, tally in tallies.items():
        print(f"  {kind}: {tally.summary}")


def absurd(name: str, verbose: bool) -> None:
    """In a sample book, in the same with a year before, and in the next period's with every figure filled in."""
    book = build_sample_book(name)
    books = {
        "as it is": (book, None),
        "with a year before": (with_a_year_before(book), None),
        "rolled on and filled in": (rolled(book, Decimal("1.2")), book),
    }
    for which, (one, last) in books.items():
        checker = Checker(one, last=last)
        figures = sum(found.amount is not None for found in one.observations.values())
        print(f"{name} {which}, {figures} figures: findings {dict(alarms(checker))}")
        for kind, found in plant_absurdities(one, checker, random.Random(1)).items():
            print(f"  {kind}: {found.summary}")
            for key, now, wrong in found.missed if verbose else ():
                print(f"    {figure_label(one, key)}: {now.value} -> {wrong.value}")


def rounding(count: int) -> None:
    counts = rounded_table_verdicts(count, 7)
    print(f"rounding alone, {count} tables:", {verdict.value: number for verdict, number in counts.items()})


def balanced(count: int) -> None:
    rng = random.Random(3)
    longest = broken = 0.0
    furthest = Fraction(0)
    balance(*three_level_table(rng))  # loads the solver
    for _number in range(count):
        exact, sums = three_level_table(rng)
        began = time.perf_counter()
        result = balance(exact, sums)
        longest = max(longest, time.perf_counter() - began)
        broken += len(result.broken)
        furthest = max(furthest, *(abs(value - cell) for value, cell in zip(result.values, exact, strict=True)))
    print(
        f"balanced rounding, {count} tables: sums broken {broken:.0f}, furthest {float(furthest):.3f}, slowest {longest * 1000:.0f} ms"
    )


def main() -> None:
    verbose = "-v" in sys.argv
    for name in SAMPLES:
        absurd(name, verbose)
        planted(name, 2000, verbose)
        planted(name, 2000, verbose, ("digit", "transposed"))
    rounding(10_000)
    balanced(1000)


if __name__ == "__main__":
    main()
