"""The five rules of `wide_books` in pandera and pointblank, from records to verdicts; run as a program by the Python that has them, it reads a job and prints
times as JSON. This file imports nothing else of the project."""

from __future__ import annotations

import importlib.metadata
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

AREAS = 31
YEARS = range(2009, 2019)
SLACK = 1e-9


def printed(indicator: int, area: int, year: int) -> int:
    """A figure in tenths; one in some hundred jumps."""
    level = 100 + (indicator * 7919 + area * 104729) % 9000 + (year - 2009) * 37
    return level * 3 if (indicator * 31 + area * 10 + year) % 401 == 0 else level


Record = tuple[str, str, str, str, str, Decimal, str]
"""As a book has them: indicator, area, item, period and measure of the key, the digits as printed, the unit."""


def records(indicators: int) -> Iterator[Record]:
    for number in range(indicators):
        for area in range(AREAS):
            for year in YEARS:
                value = Decimal(printed(number, area, year)).scaleb(-1)
                yield f"指标{number}", f"{area:06}", "", str(year), "value", value, "亿元"


def framed(rows: Sequence[Record], home: Mapping[str, str]) -> Any:
    """With what a last digit is, and the figure of the year before, beside each. home: the unit of each indicator."""
    import pandas

    key = ["indicator", "area", "item", "measure"]
    frame = pandas.DataFrame(rows, columns=["indicator", "area", "item", "period", "measure", "printed", "unit"])
    frame["year"] = frame["period"].astype(int)
    frame["value"] = frame["printed"].astype(float)
    frame["digit"] = [10.0 ** one.as_tuple().exponent for one in frame["printed"]]
    frame["home"] = frame["indicator"].map(home)
    before = frame[[*key, "year", "value", "digit"]].rename(columns={"value": "before", "digit": "digit_before"})
    before["year"] += 1
    return frame.merge(before, how="left", on=[*key, "year"])


RULES: tuple[Callable[[Any], Any], ...] = (
    lambda frame: frame["value"] + frame["digit"] >= -SLACK,
    lambda frame: frame["unit"] == frame["home"],
    lambda frame: (
        frame["before"].isna() | (frame["value"] - frame["digit"] <= (frame["before"] + frame["digit_before"]) * 1.5 + SLACK)
    ),
    lambda frame: frame["value"] - frame["digit"] <= 1500 + SLACK,
    lambda frame: (
        frame["before"].isna() | (frame["value"] + frame["digit"] + frame["before"] + frame["digit_before"] >= 1 - SLACK)
    ),
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
    home = {row[0]: "亿元" for row in rows}
    found = {}
    for name, validation in PEERS.items():
        taken, failing = [], 0
        for _turn in range(2):
            began = time.perf_counter()
            failing = validation(framed(rows, home))
            taken.append(time.perf_counter() - began)
        found[name] = {"version": importlib.metadata.version(name), "seconds": min(taken), "failing": failing}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
