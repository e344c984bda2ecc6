"""The rules engine beside the same rules in pandera and pointblank; from records to verdicts; one edit checked again."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from typing import Any

from ecdesk.checks.engine.checker import Checker
from ecdesk.checks.engine.evaluating import Evaluation
from ecdesk.checks.engine.linear_forms import LinearForm, form_of
from ecdesk.checks.engine.predicates import evaluate
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.records import RuleRecord
from ecdesk.domain.figures.keys import Key
from tests.bench.harness import ROOT, Row, peers, seconds
from tests.books import build_sample_book

MILLION = 645
"""Indicators of a wide book to which five rules are applied about a million times."""

SIZES = (3, 32, 323, 3226)
"""Indicators of wide books of 10³ to 10⁶ figures."""


def rows() -> list[Row]:
    book = build_sample_book()
    small = sample_sums(book)
    again = edit_of_a_sum(book)
    compared = []
    for name, peer in peers("peer_sums.py", {"count": 1_000, "rows": small}).items():
        compared.append(
            Row(
                f"an edit of the sample book beside its {len(small)} sums again",
                again * 1000,
                f"{name} {peer['version']}",
                peer["few"] * 1000,
                "ms",
                1.0,
            )
        )
    return [*from_records_to_verdicts(), *compared, *scaling(), *edits(book), *edits_among_findings()]


def wide(indicators: int) -> dict[str, Any]:
    """What checking a wide book takes; asserts that no rule was refused."""
    command = [sys.executable, "-m", "tests.bench.wide_books", str(indicators)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["refused"] == 0, "a rule was refused"
    return found


def from_records_to_verdicts() -> list[Row]:
    ours = wide(MILLION)
    assert ours["instances"] > 1_000_000 and ours["failing"] > 0
    left = f"{100 * ours['exactly'] / ours['instances']:.2g}% left to fractions"
    name = f"{ours['instances']:,} instances, from {ours['figures']:,} records to verdicts, {left}"
    found = [
        Row(name, ours["seconds"], "", None, "s", 0.6),
        Row(f"{ours['instances']:,} instances, memory beyond the book", ours["megabytes"], "", None, "MB", 150.0),
    ]
    for peer_name, peer in peers("peer_rules.py", {"indicators": MILLION}).items():
        assert peer["failing"] == ours["failing"], (peer_name, peer["failing"], ours["failing"])
        found.append(Row(name, ours["seconds"], f"{peer_name} {peer['version']}", peer["seconds"], "s", 1.0))
    return found


def scaling() -> list[Row]:
    """Time and memory by the number of figures."""
    found = []
    for indicators in SIZES:
        one = wide(indicators)
        name = f"{one['figures']:>9,} figures, {one['instances']:>9,} instances"
        found.append(Row(name, one["seconds"], "", None, "s", 0.1 + one["figures"] * 3e-6))
        found.append(Row(f"{name}, memory", one["megabytes"], "", None, "MB", 30 + one["figures"] * 6e-4))
    return found


def edits_among_findings() -> list[Row]:
    """One changed figure of a book with more than 20,000 findings, all of which somebody has looked at."""
    from tests.bench.wide_books import wide_book

    book = wide_book(80)
    checker = Checker(book, FAILING)
    count = len(checker.findings())
    assert count > 20_000
    at = next(iter(book.observations))
    return [Row(f"an edit among {count:,} findings", seconds(lambda: checker.update([at]).figures) * 1000, "", None, "ms", 10.0)]


FAILING = [RuleRecord("r", "r", "本指标 ≥ 100000亿元 对每个指标")]


def sample_sums(book: Book) -> list[tuple[float, float, float, float]]:
    """Total, two parts and tolerance of every sum of two in the sample book, in base units."""
    checker = Checker(book)
    found = []
    for compiled in checker.rules:
        form = form_of(compiled)
        if not isinstance(form, LinearForm) or form.relation != "=" or len(form.terms) != 3 or form.constant:
            continue
        for instance in checker.instances_of_rule(compiled.record.id):
            total, one, two = (checker.figures.get(key) for key in instance.keys)
            if not (total.lack or one.lack or two.lack):
                tolerance = sum(float(figure.width) for figure in (total, one, two)) / 2
                found.append((float(total.point), float(one.point), float(two.point), tolerance))
    return found


def edit_of_a_sum(book: Book) -> float:
    """Seconds for one changed total and everything that looks at it."""
    checker = Checker(book)
    at = Key("网络零售额", "000000", "", "2018", "value")
    return seconds(lambda: checker.update([at]))


def edits(book: Book) -> list[Row]:
    """One changed figure of the sample book and everything that looks at it."""
    checker = Checker(book)
    keys = sorted(book.observations, key=lambda key: -len(checker.instances_of(key)))[:50]
    busiest = seconds(lambda: checker.update(keys[:1]))
    usual = seconds(lambda: [checker.update([key]) for key in keys]) / len(keys)
    instances = [instance for key in keys for instance in checker.instances_of(key)]
    anew = seconds(lambda: [evaluate(Evaluation(instance, checker.figures)) for instance in instances]) / max(1, len(instances))
    return [
        Row("an edit of the sample book, busiest figure", busiest * 1000, "", None, "ms", 5.0),
        Row("an edit of the sample book, mean of the 50 busiest", usual * 1000, "", None, "ms", 5.0),
        Row("one rule instance in exact fractions", anew * 1000, "", None, "ms", float(Fraction(1, 2))),
        Row("the whole sample book", seconds(lambda: Checker(book), 3) * 1000, "", None, "ms", 500.0),
    ]
