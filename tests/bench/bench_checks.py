"""The rules engine beside the same sums in pandas, and one edit of the sample book checked again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ecdesk.checks.engine import Checker
from ecdesk.checks.evaluating import Evaluation
from ecdesk.checks.predicates import evaluate
from ecdesk.checks.vectors import Columns, Layout, linear_codes, ratio_codes
from ecdesk.session.samples import build_sample_book
from tests.bench.harness import Row, seconds

INSTANCES = 1_000_000


def figures(numpy: Any, values: Any, exponent: int) -> Columns:
    """Figures printed to one digit as the engine's integers: twice the value, a width of one digit (ten steps)."""
    printed = 20 * values
    width = numpy.full_like(printed, 10)
    return Columns(exponent, printed, width, printed, 2 * width, printed, numpy.ones(len(values), dtype=bool))


def rows() -> list[Row]:
    import numpy
    import pandas

    generator = numpy.random.default_rng(1)
    goods, services = (generator.integers(0, 10_000_000, INSTANCES) for _ in range(2))
    total = goods + services + generator.integers(-3, 4, INSTANCES)
    columns = figures(numpy, numpy.concatenate([total, goods, services]), 6)
    place = numpy.arange(INSTANCES)
    layout = Layout(numpy.stack([place, place + INSTANCES, place + 2 * INSTANCES], axis=1), (1, -1, -1))
    ours = seconds(lambda: linear_codes(columns, layout, 0, "="))
    frame = pandas.DataFrame({"total": total / 10, "goods": goods / 10, "services": services / 10})

    def with_pandas() -> Any:
        difference = (frame["total"] - frame[["goods", "services"]].sum(axis=1)).abs()
        return numpy.select([difference <= 0.15 + 1e-9, difference <= 0.3 + 1e-9], ["holds", "rounding"], "fails")

    peer = seconds(with_pandas)
    codes = linear_codes(columns, layout, 0, "=")
    words = {0: "holds", 1: "rounding", 2: "fails"}
    assert [words[code] for code in codes[:1000].tolist()] == with_pandas()[:1000].tolist()
    share = numpy.round(goods / numpy.maximum(total, 1) * 1000).astype(numpy.int64)
    shares = figures(numpy, share, -4)
    over = Columns(
        2,
        *(part * 10**4 for part in (columns.middle, columns.width, columns.wide_middle, columns.wide_width, columns.point)),
        columns.usable,
    )
    one = Layout(place.reshape(-1, 1), (1,))
    goods_at, total_at = Layout((place + INSTANCES).reshape(-1, 1), (1,)), Layout(place.reshape(-1, 1), (1,))
    ratio = seconds(lambda: ratio_codes((shares, one), 0, (over, goods_at), (columns, total_at)), 3)
    return [
        Row("1,000,000 sums", ours, "pandas, one tolerance", peer, "s", 3.0),
        Row("1,000,000 sums", ours, "", None, "s", 1.0),
        Row("1,000,000 shares", ratio, "", None, "s", 1.0),
        *edits(),
    ]


def edits() -> list[Row]:
    """One changed figure of the sample book and everything that looks at it."""
    book = build_sample_book()
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
