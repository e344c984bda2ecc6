"""``python -m tests.bench [WORD…]``: run every bench file, or those whose names hold a word, and print the table."""

from __future__ import annotations

import importlib
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tests.bench.harness import Row


def collect(words: Sequence[str]) -> list[Row]:
    rows: list[Row] = []
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if words and not any(word in path.stem for word in words):
            continue
        print(f"… {path.stem.removeprefix('bench_')}", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"tests.bench.{path.stem}").rows()
    return rows


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def table(rows: Sequence[Row]) -> list[str]:
    """The rows as aligned lines under a heading."""
    cells = [("what", "ours", "peer", "", "ratio", "target", "")]
    for row in rows:
        peer = f"{row.peer:.3g} {row.unit}" if row.peer else "–"
        ratio = f"{row.measured:.2f}×" if row.peer else "–"
        target = f"≤ {row.target:g}" + ("×" if row.peer else f" {row.unit}")
        cells.append(
            (row.name, f"{row.ours:.3g} {row.unit}", peer, row.peer_name, ratio, target, "ok" if row.reached else "MISSED")
        )
    widths = [max(width(line[column]) for line in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(line, widths, strict=True)).rstrip() for line in cells
    ]


def main() -> int:
    rows = collect(sys.argv[1:])
    print("\n".join(table(rows)))
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
