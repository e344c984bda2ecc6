"""The five rules of `wide_books` in pandera and pointblank, from records to verdicts; run as a program by the Python that has them, it reads a job and prints
times as JSON. This file imports nothing else of the project."""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

AREAS = 31
YEARS = range(2009, 2019)
SLACK = 1e-9


def printed(indicator: int, area: int, year: int) -> int:
    """A figure in tenths; one in some hundred jumps."""
    level = 100 + (indicator * 7919 + area * 104729) % 9000 + (year - 2009) * 37
    return level * 3 if (indicator * 31 + area * 10 + year) % 401 == 0 else level


def records(indicators: int) -> Iterator[tuple[str, str, int, float]]:
    for number in range(indicators):
        for area in range(AREAS):
            for year in YEARS:
                yield f"指标{number}", f"{area:06}", year, printed(number, area, year) / 10


def framed(rows: Sequence[tuple[str, str, int, float]]) -> Any:
    """With the figure of the year before beside each."""
    import pandas

    frame = pandas.DataFrame(rows, columns=["indicator", "area", "year", "value"])
    frame["unit"] = "亿元"
    before = frame[["indicator", "area", "year", "value"]].rename(columns={"value": "before"})
    before["year"] += 1
    return frame.merge(before, how="left", on=["indicator", "area", "year"])


RULES: tuple[Callable[[Any], Any], ...] = (
    lambda frame: frame["value"] >= -SLACK,
    lambda frame: frame["unit"] == "亿元",
    lambda frame: frame["before"].isna() | (frame["value"] - 0.1 <= (frame["before"] + 0.1) * 1.5 + SLACK),
    lambda frame: frame["value"] - 0.1 <= 1500 + SLACK,
    lambda frame: frame["before"].isna() | (frame["value"] + frame["before"] >= 1 - SLACK),
)


def with_pandera(frame: Any) -> int:
    """How many times a rule fails."""
    from pandera.errors import SchemaErrors
    from pandera.pandas import Check, DataFrameSchema

    try:
        DataFrameSchema(checks=[Check(rule) for rule in RULES]).validate(frame, lazy=True)
    except SchemaErrors as found:
        return int(found.failure_cases.drop_duplicates(["check_number", "index"]).shape[0])
    return 0


def with_pointblank(frame: Any) -> int:
    import pointblank

    validation = pointblank.Validate(frame)
    for rule in RULES:
        validation = validation.col_vals_expr(expr=rule)
    return sum(validation.interrogate().n_failed().values())


PEERS = {"pandera": with_pandera, "pointblank": with_pointblank}


def main() -> None:
    rows = list(records(json.loads(sys.stdin.read())["indicators"]))
    found = {}
    for name, validation in PEERS.items():
        taken, failing = [], 0
        for _turn in range(2):
            began = time.perf_counter()
            failing = validation(framed(rows))
            taken.append(time.perf_counter() - began)
        found[name] = {"version": importlib.metadata.version(name), "seconds": min(taken), "failing": failing}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
