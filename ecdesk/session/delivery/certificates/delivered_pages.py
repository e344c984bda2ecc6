"""The pages of a delivered PDF against a certificate: figure by figure, in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ecdesk.session.delivery.certificates.certificate import CertifiedExhibit, CertifiedRow
from ecdesk.session.delivery.certificates.delivered_tables import FigureDifference
from ecdesk.session.delivery.certificates.figures import figures_in, paired

_NEAR = 400
"""Figures within which the next row of a table is looked for."""

Owner = tuple[str, str, str]
"""Exhibit, row and column of a cell."""
_NOBODY: Owner = ("", "", "")


@dataclass(frozen=True)
class ComparedPages:
    """figures: how many the certificate has; alike: how many of them stand in the file."""

    figures: int
    alike: int
    differences: tuple[FigureDifference, ...]


@dataclass(frozen=True)
class _OnPage:
    """A figure on a page, from 1."""

    figure: str
    page: int


def compare_pages(
    exhibits: Sequence[CertifiedExhibit], certified: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
) -> ComparedPages:
    """certified, found: the figures of each page."""
    before, after = _on_pages(certified), _on_pages(found)
    pairs = paired([one.figure for one in before], [one.figure for one in after])
    changed = [(here, there) for here, there in pairs.matched if before[here].figure != after[there].figure]
    owners = _owners(exhibits, [one.figure for one in before]) if changed or pairs.missing else {}

    def told() -> Iterator[FigureDifference]:
        for here, there in changed:
            yield FigureDifference(*owners.get(here, _NOBODY), before[here].figure, after[there].figure, after[there].page)
        for here in pairs.missing:
            yield FigureDifference(*owners.get(here, _NOBODY), before[here].figure, "", before[here].page)
        for there in pairs.added:
            yield FigureDifference(*_NOBODY, "", after[there].figure, after[there].page)

    return ComparedPages(len(before), len(pairs.matched) - len(changed), tuple(told()))


def _on_pages(pages: Iterable[Sequence[str]]) -> list[_OnPage]:
    return [_OnPage(figure, number) for number, page in enumerate(pages, start=1) for figure in page]


def _owners(exhibits: Sequence[CertifiedExhibit], figures: Sequence[str]) -> dict[int, Owner]:
    """In which cells the figures of pages stand, by their places, as far as the rows of tables can be found among them."""
    owners: dict[int, Owner] = {}
    reached = 0
    rows = [(exhibit, row) for exhibit in exhibits if exhibit.as_table for row in exhibit.rows]
    for exhibit, row in rows:
        label, cells = figures_in([row.label]), list(_cells(exhibit, row))
        words = [*label, *(figure for figure, _owner in cells)]
        near = range(reached, reached + _NEAR) if cells else ()
        at = next((at for at in near if list(figures[at : at + len(words)]) == words), None)
        if at is not None:
            owners.update(enumerate((owner for _figure, owner in cells), start=at + len(label)))
            reached = at + len(words)
    return owners


def _cells(exhibit: CertifiedExhibit, row: CertifiedRow) -> Iterator[tuple[str, Owner]]:
    """The figures of a row, each with its cell."""
    for cell, head in zip(row.cells, exhibit.columns, strict=True):
        for figure in figures_in([cell.printed]):
            yield figure, (exhibit.title, row.label, "·".join(head))
