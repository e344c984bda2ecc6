"""``python -m tests.bench.campaign_checks``: the measures of the checks at full size; prints what was found."""

from __future__ import annotations

import random
import sys
import time
from fractions import Fraction

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.remedies.balanced_rounding import balance
from ecdesk.session.new_books.sample import build_sample_book
from tests.checks.planting import Slip, run_campaign
from tests.checks.rounding import rounded_table_verdicts
from tests.checks.test_balanced_rounding import three_level_table


def planted(count: int, verbose: bool) -> None:
    book = build_sample_book()
    checker = Checker(book)
    began = time.perf_counter()

    def note(kind: str, text: str, slip: Slip) -> None:
        if verbose:
            print(kind, {str(key): str(content and content.value) for key, content in slip.items()}, "|", text)  # type: ignore[union-attr]

    tallies = run_campaign(book, checker, count, 2018, note)
    print(f"planted errors, {time.perf_counter() - began:.0f} s")
    for kind, tally in tallies.items():
        print(f"  {kind}: {tally.summary}")


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
    planted(2000, verbose)
    rounding(10_000)
    balanced(1000)


if __name__ == "__main__":
    main()
