"""Two versions of one record become one where they did not change the same: field by field, and a table line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from itertools import takewhile
from typing import Any, cast

from ecdesk.domain.book.layouts import layout_faults
from ecdesk.domain.book.records import Assignment, Chart, Exhibit, Line, Observation, Record

_AXES = ("rows", "columns")

Lines = tuple[Line, ...]


class _Contested(Exception):
    """Both changed the same, differently: somebody has to decide."""


def winner(ours: Any, theirs: Any, bases: Sequence[Any], we_decided: bool = False, they_decided: bool = False) -> str:
    """Which of two versions stands because only the other side has moved on from a version that both know: "ours" or "theirs", "" when
    neither or both have."""
    only_we_moved = theirs in bases and not they_decided
    only_they_moved = ours in bases and not we_decided
    if only_we_moved == only_they_moved:
        return ""
    return "ours" if only_we_moved else "theirs"


def joined(ours: Record | None, theirs: Record | None, bases: Sequence[Record | None]) -> Record | None:
    """Both sides' changes in one record; None where they contradict each other, and for figures, which are one thing each.

    bases: the versions that both have in common. What comes out is the same whichever of the two is called ours.
    """
    bases = _begun(ours, bases)
    if ours is None or theirs is None or None in bases or isinstance(ours, Observation) or not is_dataclass(ours):
        return None
    try:
        if isinstance(ours, Exhibit):
            return _joined_exhibits(ours, cast(Exhibit, theirs), cast(Sequence[Exhibit], bases))
        return cast(Record, _joined_fields(ours, theirs, bases))
    except _Contested:
        return None


def _begun(ours: Record | None, bases: Sequence[Record | None]) -> Sequence[Record | None]:
    """The versions that both have in common. Where both copies began to share out a thing, nobody had said anything of it before."""
    return [base or Assignment(ours.id) for base in bases] if isinstance(ours, Assignment) else bases


def _standing(ours: Any, theirs: Any, bases: Sequence[Any]) -> Any:
    """The one of two values that stands. Raises `_Contested`."""
    if ours == theirs:
        return ours
    side = winner(ours, theirs, bases)
    if not side:
        raise _Contested
    return ours if side == "ours" else theirs


def _joined_fields(ours: Any, theirs: Any, bases: Sequence[Any], known: Mapping[str, Any] | None = None) -> Any:
    """A record of those of its fields that stand. known: what is decided already."""
    values = dict(known or {})
    for part in fields(ours):
        if part.name not in values:
            one, two, *before = (getattr(record, part.name) for record in (ours, theirs, *bases))
            values[part.name] = _standing(one, two, before)
    return type(ours)(**values)


def _joined_exhibits(ours: Exhibit, theirs: Exhibit, bases: Sequence[Exhibit]) -> Exhibit:
    ours, theirs = _with_twins_as_one(ours, theirs, bases)
    rows = _joined_lines(ours.rows, theirs.rows, [base.rows for base in bases], _sorted_alike(ours, theirs))
    columns = _joined_lines(ours.columns, theirs.columns, [base.columns for base in bases])
    known: dict[str, Any] = {"rows": rows, "columns": columns, "continued_after": _joined_break(ours, theirs, bases, rows)}
    known |= _joined_charts([exhibit.chart for exhibit in (ours, theirs, *bases)])
    result = cast(Exhibit, _joined_fields(ours, theirs, bases, known))
    gone = {line.id for one in (ours, theirs) for line in (*one.rows, *one.columns)} - {line.id for line in (*rows, *columns)}
    if result.chart is not None and gone:
        result = replace(result, chart=result.chart.without(gone))
    if _contradicts_itself(result, (ours, theirs)):
        raise _Contested
    return result


def _joined_charts(charts: Sequence[Chart | None]) -> dict[str, Chart]:
    """The settings of both sides' charts, one by one; nothing where one of the versions has no chart."""
    if None in charts:
        return {}
    return {"chart": _joined_fields(charts[0], charts[1], charts[2:])}


def _sorted_alike(ours: Exhibit, theirs: Exhibit) -> bool:
    """Whether both keep themselves sorted by the same: then their rows have no order that anybody put them into."""
    return ours.sorting is not None and bool(ours.sorting.by) and ours.sorting == theirs.sorting


def _contradicts_itself(exhibit: Exhibit, parents: Sequence[Exhibit]) -> bool:
    """Whether a row of the one and a column of the other say two things of one cell."""
    if any((exhibit.at, exhibit.rows, exhibit.columns) == (one.at, one.rows, one.columns) for one in parents):
        return False
    return bool(layout_faults(exhibit)) and not any(layout_faults(one) for one in parents)


# -- lines


def _joined_lines(ours: Lines, theirs: Lines, bases: Sequence[Lines], free: bool = False) -> Lines:
    """Line by line: what either put in is there, what either took out is not, and each is as whoever changed it left it. free: their order
    follows from what is in them."""
    with suppress(_Contested):
        return cast(Lines, _standing(ours, theirs, bases))
    mine, their, *before = ({line.id: line for line in lines} for lines in (ours, theirs, *bases))
    if len(mine) < len(ours) or len(their) < len(theirs):
        raise _Contested  # two lines with one id, which another program wrote
    found = {
        id: _joined_line(mine.get(id), their.get(id), [base.get(id) for base in before]) for id in dict.fromkeys((*mine, *their))
    }
    kept = {id: line for id, line in found.items() if line is not None}
    order = _order([id for id in mine if id in kept], [id for id in their if id in kept], before, free)
    return tuple(kept[id] for id in order)


def _joined_line(ours: Line | None, theirs: Line | None, bases: Sequence[Line | None]) -> Line | None:
    if ours is not None and theirs is not None and None not in bases:
        known = {"texts": _joined_texts(ours.texts, theirs.texts, [base.texts for base in bases if base is not None])}
        return cast(Line, _joined_fields(ours, theirs, bases, known))
    return cast("Line | None", _standing(ours, theirs, bases))


def _joined_texts(ours: Mapping[str, str], theirs: Mapping[str, str], bases: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Cell by cell what a row of a list says."""
    found = {
        id: _standing(ours.get(id, ""), theirs.get(id, ""), [base.get(id, "") for base in bases])
        for id in dict.fromkeys((*ours, *theirs))
    }
    return {id: words for id, words in found.items() if words}


def _order(ours: list[str], theirs: list[str], bases: Sequence[Iterable[str]], free: bool = False) -> list[str]:
    """The ids of both in one order: those that both have as whoever moved them left them, and each side's own after the line that it put
    them after. Raises `_Contested` when both moved lines."""
    shared = set(ours) & set(theirs)
    one, two = ([id for id in ids if id in shared] for ids in (ours, theirs))
    order = min(one, two) if free else _order_of_shared(one, two, bases)
    own = [_put_after(ids, shared) for ids in (ours, theirs)]
    placed: list[str] = []
    for after in (None, *order):
        if after is not None:
            placed.append(after)
        # Where both put lines at one place neither comes first by right: their ids, which are the same in every copy, say so.
        for group in sorted(groups.get(after, []) for groups in own):
            placed += group
    return placed


def _put_after(ids: Iterable[str], shared: set[str]) -> dict[str | None, list[str]]:
    """The ids that are not shared, by the shared one that they stand after, None for those before all of them."""
    groups: dict[str | None, list[str]] = {}
    after = None
    for id in ids:
        if id in shared:
            after = id
        else:
            groups.setdefault(after, []).append(id)
    return groups


def _order_of_shared(ours: list[str], theirs: list[str], bases: Sequence[Iterable[str]]) -> list[str]:
    old = set(ours).intersection(*bases)
    one, two, *before = ([id for id in ids if id in old] for ids in (ours, theirs, *bases))
    if one == two:
        return min(ours, theirs)  # they differ at most in lines that came to both later
    return ours if _standing(one, two, before) == one else theirs


def _with_twins_as_one(ours: Exhibit, theirs: Exhibit, bases: Sequence[Exhibit]) -> tuple[Exhibit, Exhibit]:
    """Both with one id for what both put in alike, the same row for the same area: the table shall not print it twice."""
    names: dict[str, str] = {}
    for axis in _AXES:
        old = {line.id for exhibit in bases for line in getattr(exhibit, axis)}
        mine, their = (getattr(exhibit, axis) for exhibit in (ours, theirs))
        added = _new_by_content(mine, old.union(line.id for line in their))
        for content, ids in _new_by_content(their, old.union(line.id for line in mine)).items():
            names |= {max(pair): min(pair) for pair in zip(added.get(content, ()), ids, strict=False)}
    return (_renamed(ours, names), _renamed(theirs, names)) if names else (ours, theirs)


def _new_by_content(lines: Lines, known: set[str]) -> dict[tuple[Any, ...], list[str]]:
    """Ids of the lines about figures that are not known, by all that they are otherwise."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for line in lines:
        if line.at and line.id not in known:
            content = tuple(sorted(line.at.items())), repr(replace(line, id="", at={}))
            found.setdefault(content, []).append(line.id)
    return found


def _renamed(exhibit: Exhibit, names: Mapping[str, str]) -> Exhibit:
    def lines(present: Lines) -> Lines:
        return tuple(
            replace(line, id=names.get(line.id, line.id), texts={names.get(id, id): words for id, words in line.texts.items()})
            for line in present
        )

    chart = exhibit.chart.renamed(lambda id: names.get(id, id)) if exhibit.chart is not None else None
    sorting = exhibit.sorting
    if sorting is not None:
        sorting = replace(sorting, by=names.get(sorting.by, sorting.by))
    return replace(exhibit, rows=lines(exhibit.rows), columns=lines(exhibit.columns), chart=chart, sorting=sorting)


# -- what goes by the lines


def _joined_break(ours: Exhibit, theirs: Exhibit, bases: Sequence[Exhibit], rows: Lines) -> int:
    """After how many of the joined rows the table goes on as 续表: every row stands on the page where whoever moved the break left it, and
    one that was put in on the page where it was put in."""
    if not _standing(ours.continued_after > 0, theirs.continued_after > 0, [base.continued_after > 0 for base in bases]):
        return 0
    pages = [_on_first_page(exhibit) for exhibit in (ours, theirs, *bases)]
    old = set.intersection(*(set(page) for page in pages))
    one, two, *before = ({id: page[id] for id in old} for page in pages)
    first = {row.id: any(page.get(row.id) for page in pages[:2]) for row in rows} | _standing(one, two, before)
    number = max((number for number, row in enumerate(rows, start=1) if row.id in old and first[row.id]), default=0)
    number += sum(1 for _row in takewhile(lambda row: row.id not in old and first[row.id], rows[number:]))
    return number if number < len(rows) else 0


def _on_first_page(exhibit: Exhibit) -> dict[str, bool]:
    """Whether each row, by its id, stands before the break."""
    return {row.id: number < exhibit.continued_after for number, row in enumerate(exhibit.rows)}
