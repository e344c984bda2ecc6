"""How well spreadsheets of any layout are read: ``python3 dev.py readings``.

First, made files (`tests.reading_trials.layouts`) are read and held against what a person reads in them. Then one word that changes the meaning is put
into one text of such a file (`tests.reading_trials.injection`): the reading has to change, or a question has to come; words that mean nothing are
put in the same way. What was read wrong without a word is listed in ``out/readings``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from ecdesk.session.submissions.imports import read_one
from tests.reading_trials.injection import Answer, Source, Tally, inject, silent_share, source_of
from tests.reading_trials.layouts import Layout, make_layout
from tests.reading_trials.scoring import Score, Verdict
from tests.reading_trials.words import CHANGING, HARMLESS
from tests.tools.running import OUT, say

NOTHING = "a word that means nothing"
MOST_CELLS = 150
"""Words are put into files of at most that many figures, so that many can be tried."""


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="dev.py readings", description=(__doc__ or "").partition("\n")[0])
    found.add_argument("--seed", type=int, default=1, help="of the files and of where words are put")
    found.add_argument("--files", type=int, default=1000, help="how many are made")
    found.add_argument("--first", type=int, default=0, help="the number of the first")
    found.add_argument("--inject", type=int, default=1000, help="how many times a word is put in")
    found.add_argument("--folder", type=Path, help="put words into the spreadsheets of this folder instead of made ones")
    found.add_argument("--keep", type=Path, help="keep the made files in this folder")
    return found


def score(layouts: Iterator[Layout], folder: Path, keep: bool) -> tuple[Score, list[Source]]:
    """Read made files; the score, and those that words can be put into."""
    found, sources = Score(), []
    for layout in layouts:
        path = layout.write(folder)
        file = read_one(path)
        found.add(layout, file)
        if file.readings and len(layout.truth) <= MOST_CELLS and not layout.trap and path.suffix == ".xlsx":
            sources.append(Source(layout.name, layout.sheets, file))
        if not keep:
            path.unlink()
    return found, sources


def score_lines(found: Score, files: int) -> Iterator[str]:
    cells = sum(found.verdicts.values())
    good = found.verdicts[Verdict.RIGHT] + found.verdicts[Verdict.REASON]
    yield f"{files} files, {found.refused} of them refused, {cells} cells: {good / max(1, cells):.1%} as a person reads them"
    for verdict in Verdict:
        yield f"  {verdict.value:24} {found.verdicts[verdict]:7} {found.share(verdict):8.2%}"
    yield f"  questions without need, for each 100 cells of files where nothing had to be asked: {found.questions * 100 / max(1, found.plain_cells):.2f}"
    yield ""
    yield f"  {'facet, and where it stands':34} {'cells':>7} {'not right':>10} {'silent':>8}"
    for (facet, place), (number, wrong, silent) in sorted(found.by_place.items()):
        yield f"  {facet + ': ' + place:34} {number:7} {wrong / number:10.1%} {silent / number:8.2%}"


def bad_lines(found: Score) -> Iterator[str]:
    """One cell of each kind of fault in each file, and how many there are."""
    for (name, verdict, facets), cells in found.bad.items():
        yield f"{verdict}: {facets or 'all right'}: {len(cells)} in {name}, as {cells[0]}"


def tally_lines(tally: Tally, words: str) -> Iterator[str]:
    """How often a reader said nothing, whole and by place, facet and word; places where that happened stand behind each word."""
    whole = tally.total()
    yield f"{whole.total()} times {words}: {'left alone' if words == NOTHING else 'silent'} {silent_share(whole):.1%}"
    yield f"  {'':24} " + " ".join(f"{answer.value:>9}" for answer in Answer) + f" {'share':>8}"
    for place in sorted({place for _word, place in tally.answers}):
        yield row("in " + place, tally.total(place=place))
    for facet in sorted(set(tally.facets.values())):
        names = [name for name, one in tally.facets.items() if one == facet]
        yield row("about " + facet, sum((tally.total(word=name) for name in names), Counter()))
    for name in sorted(tally.facets, key=lambda name: -silent_share(tally.total(word=name))):
        silent = {place for (word, place), counts in tally.answers.items() if word == name and silent_share(counts)}
        yield row(name, tally.total(word=name)) + ("  in " + ", ".join(sorted(silent)) if silent else "")


def row(name: str, counts: Counter[Answer]) -> str:
    wide = sum(ord(letter) > 0x2E7F for letter in name)
    numbers = " ".join(f"{counts[answer]:9}" for answer in Answer)
    return f"  {name:{24 - wide}} {numbers} {silent_share(counts):8.1%}"


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    began = perf_counter()
    written: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        numbers = range(options.first, options.first + options.files)
        found, sources = score((make_layout(options.seed, number) for number in numbers), folder, options.keep is not None)
        written += sorted(bad_lines(found))
        say("\n".join(score_lines(found, options.files)))
        if options.folder:
            opened = [source_of(path, read_one) for path in sorted(options.folder.iterdir()) if path.is_file()]
            sources = [source for source in opened if source is not None]
        for words, name, number in (
            (CHANGING, "a word that changes the meaning", options.inject),
            (HARMLESS, NOTHING, options.inject // 5),
        ):
            if number and sources:
                tally = inject(sources, words, number, options.seed, Path(temporary), read_one)
                say("\n" + "\n".join(tally_lines(tally, name)))
                written += tally.examples if words is CHANGING else []
    OUT.mkdir(exist_ok=True)
    (OUT / "readings.txt").write_text("\n".join(written) + "\n", encoding="utf-8")
    say(f"\n{perf_counter() - began:.0f} s; what was not right is in out/readings.txt")
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
