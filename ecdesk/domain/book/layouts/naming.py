"""Lines of an exhibit named in a sentence: years that follow each other as a span, the others one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ecdesk.domain.book.records import Line
from ecdesk.domain.texts import tr
from ecdesk.domain.wording.time.time_words import period_named

_LEAST_SPAN = 3
"""So many years in a row are named by the first and the last."""


def named_lines(lines: Sequence[Line], numbers: Iterable[int], names: Sequence[str]) -> list[str]:
    """What to call some lines in a sentence: 2010—2017年, 体育娱乐用品. numbers: of the lines, names: what they are called beside figures."""
    chosen = sorted(set(numbers))
    found: list[str] = []
    while chosen:
        run = _years_in_a_row(lines, chosen)
        first, last = (lines[number].at["period"] for number in (run[0], run[-1])) if run else ("", "")
        if len(run) >= _LEAST_SPAN:
            found.append(tr("{first}—{last}年", first=first, last=last))
        elif run:
            found += [tr("{year}年", year=lines[number].at["period"]) for number in run]
        else:
            found.append(names[chosen[0]])
        chosen = chosen[max(len(run), 1) :]
    return found


def _years_in_a_row(lines: Sequence[Line], chosen: Sequence[int]) -> list[int]:
    """The first of these lines, as far as they are called by years that follow each other."""
    run: list[int] = []
    for number in chosen:
        year = lines[number].at.get("period", "")
        if not _is_year(lines[number]) or (run and int(year) != int(lines[run[-1]].at["period"]) + 1):
            break
        run.append(number)
    return run


def _is_year(line: Line) -> bool:
    """Whether a line is called by its year and nothing else, so that a sentence can put them together."""
    year, named = line.at.get("period", ""), period_named(line.label)
    return len(year) == 4 and named is not None and named.code == year
