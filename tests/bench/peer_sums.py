"""The same sums in pandera and pointblank; run as a program by the Python that has them, it reads a job and prints times as JSON.

They are peers of the bench only and stand in an environment of their own, so neither the product nor its tests know them. This file
imports nothing else of the project.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

SLACK = 1e-9
"""What floats need on top of a tolerance."""


def sums(count: int) -> tuple[Any, Any, Any]:
    """Goods, services and totals in tenths; one total in a hundred is off by more than rounding allows, the others by no more."""
    import numpy

    generator = numpy.random.default_rng(1)
    goods, services = (generator.integers(0, 10_000_000, count) for _ in range(2))
    slip = numpy.where(generator.random(count) < 0.01, generator.integers(2, 50, count), generator.integers(-1, 2, count))
    return goods, services, goods + services + slip


def million(count: int) -> Any:
    import pandas

    goods, services, total = sums(count)
    return pandas.DataFrame({"total": total / 10, "one": goods / 10, "two": services / 10, "tolerance": 0.15})


def holds(frame: Any) -> Any:
    return (frame["total"] - frame["one"] - frame["two"]).abs() <= frame["tolerance"] + SLACK


def with_pandera(frame: Any) -> Callable[[], int]:
    """A validation that gives the number of rows that fail."""
    from pandera.errors import SchemaErrors
    from pandera.pandas import Check, DataFrameSchema

    schema = DataFrameSchema(checks=Check(holds))

    def validate() -> int:
        try:
            schema.validate(frame, lazy=True)
        except SchemaErrors as found:
            return int(found.failure_cases["index"].nunique())
        return 0

    return validate


def with_pointblank(frame: Any) -> Callable[[], int]:
    import pointblank

    def validate() -> int:
        done = pointblank.Validate(frame).col_vals_expr(expr=holds).interrogate()
        return int(done.n_failed(i=1, scalar=True))

    return validate


PEERS = {"pandera": with_pandera, "pointblank": with_pointblank}


def best(work: Callable[[], int], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def measured(job: Mapping[str, Any]) -> dict[str, Any]:
    """Of each peer the version, the seconds for so many sums and for those of a small table, and how many of each fail."""
    import pandas

    large = million(job["count"])
    small = pandas.DataFrame(job["rows"], columns=["total", "one", "two", "tolerance"])
    found = {}
    for name, validation in PEERS.items():
        many, few = validation(large), validation(small)
        failing = many(), few()
        found[name] = {
            "version": importlib.metadata.version(name),
            "many": best(many, 2),
            "few": best(few, 5),
            "failing": failing,
        }
    return found


def main(arguments: Sequence[str]) -> None:
    print(json.dumps(measured(json.loads(sys.stdin.read()))))


if __name__ == "__main__":
    main(sys.argv[1:])
