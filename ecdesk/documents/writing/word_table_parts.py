"""A table of a Word document as markup, and in which parts it stands on pages: Word repeats its heads by itself, but never says 续表."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property

from ecdesk.documents.writing import word_styles as styles
from ecdesk.documents.writing.word_markup import CellMarkup, ParagraphLook, paragraph, row, run
from ecdesk.domain.book.layouts.delivered import PrintedExhibit, SpannedHead
from ecdesk.domain.book.layouts.pages import PageTheme, Standing, TablePiece, TablePlan, head_lines, spaced_width, standing

_FILLED = 0.96
"""So much of a page is counted on: fonts that stand in for the theme's break lines elsewhere."""
_LEAST_LAST = 3


class TableMarkup:
    """A table, or some columns of it."""

    def __init__(self, exhibit: PrintedExhibit, plan: TablePlan, piece: TablePiece, theme: PageTheme) -> None:
        self.exhibit = exhibit
        self.plan = plan
        self.piece = piece
        self._theme = theme
        self._size = plan.size

    # -- what fits on a page

    def parts(self, over: float, foot: int) -> list[tuple[int, int]]:
        """From which row to before which the table stands on each page: one part where it fits on one, and nobody broke it. over: points that
        headings before it take; foot: lines under it."""
        theme, count, forced = self._theme, len(self.exhibit.table.rows), self.exhibit.continued_after
        page = ((theme.width if self.plan.landscape else theme.height) - theme.top - theme.bottom) * _FILLED
        room = page - styles.caption_height(theme) - self._head_height
        under = foot * styles.note_height(theme)
        heights = [self._row_height(number) for number in range(count)]
        if not forced and sum(heights) + under <= room - over:
            return [(0, count)]
        parts, first = [], 0
        while first < count:
            end, used = first, over if first == 0 else 0.0
            while end < count and (used + heights[end] <= room or end == first) and not first < forced == end:
                used += heights[end]
                end += 1
            if end == count and used + under > room and end - first > _LEAST_LAST:
                end -= _LEAST_LAST  # the lines under a table stand with some of its rows
            parts.append((first, end))
            first = end
        return parts

    def _row_height(self, number: int) -> float:
        row, size = self.exhibit.row(number), self._size
        widths = self.piece.widths
        wrapped = [(row.stub, widths[0] - row.level * self._theme.indent * size)]
        texts = self.exhibit.holds_texts[self.piece.first : self.piece.last]
        cells = row.cells[self.piece.first : self.piece.last]
        wrapped += [(words, width) for words, width, is_text in zip(cells, widths[1:], texts, strict=True) if is_text]
        gaps = 2 * self._theme.cell_gap
        lines = (math.ceil(spaced_width(words, size) / max(width - gaps, size)) for words, width in wrapped if words)
        return styles.row_height(self._theme, max(lines, default=1))

    @cached_property
    def _head_height(self) -> float:
        heads = self.piece.heads(self.exhibit)
        depth = max((head.level + head.high for head in heads), default=1)
        lines = max((len(self._head_lines(head)) for head in heads), default=1)
        return styles.row_height(self._theme, lines) + (depth - 1) * styles.row_height(self._theme, 1)

    def _head_lines(self, head: SpannedHead) -> list[str]:
        first = head.first + 1
        room = sum(self.piece.widths[first : first + head.wide]) - 2 * self._theme.cell_gap
        return head_lines(head.words, room, self._size, spaced_width)

    # -- its markup

    def rows(self, first: int, end: int, footed: bool) -> Iterator[str]:
        """The headings, and the rows from one to before another, which stay on one page. footed: with the lines under them."""
        yield from self._heading()
        exhibit, piece, theme = self.exhibit, self.piece, self._theme
        texts = exhibit.holds_texts[piece.first : piece.last]
        for number in range(first, end):
            line, more = exhibit.row(number), number < end - 1
            keep = more or footed
            stub_look = ParagraphLook(keep=keep, left=line.level * theme.indent * self._size)
            if line.heading and not any(line.cells):
                yield self._row([CellMarkup(self._words(styles.SECTION_ROW, line.stub, stub_look), wide=len(piece.widths))])
                continue
            cells = [CellMarkup(self._words(styles.CELL, line.stub, stub_look))]
            for words, stand, is_text in zip(line.cells[piece.first : piece.last], self._stands, texts, strict=True):
                if is_text:
                    cells.append(CellMarkup(self._words(styles.CELL, words, ParagraphLook(keep=keep))))
                else:
                    right = max(stand.right(words, self._size, spaced_width) - theme.cell_gap, 0.0)
                    cells.append(CellMarkup(self._words(styles.FIGURE, words, ParagraphLook(keep=keep, right=right))))
            yield self._row(cells)

    @cached_property
    def _stands(self) -> list[Standing]:
        """How the figures of each column stand, on all its pages."""
        piece = self.piece
        columns = list(zip(*(row.cells[piece.first : piece.last] for row in self.exhibit.rows()), strict=True))
        return [
            standing(texts, width, self._size, self._theme, spaced_width)
            for texts, width in zip(columns, piece.widths[1:], strict=False)
        ]

    def _row(self, cells: Sequence[CellMarkup], heading: bool = False) -> str:
        return row(cells, self.piece.widths, heading)

    def _words(self, style: str, words: str, look: ParagraphLook) -> str:
        """A paragraph in the size with which the table fits."""
        content = run(words)
        if self._size != self._theme.table[0]:
            size = round(self._size * 2)
            content = content.replace("<w:r>", f'<w:r><w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>')
        return paragraph(style, content, look)

    def _heading(self) -> Iterator[str]:
        heads = self.piece.heads(self.exhibit)
        depth = max((head.level + head.high for head in heads), default=1)
        starts = {(head.level, head.first): head for head in heads}
        covering = {(head.level + down, head.first): head for head in heads for down in range(1, head.high) if head.wide == 1}
        for level in range(depth):
            last = level == depth - 1
            cells = [self._head_cell(level, depth, SpannedHead(0, -1, depth, 1, self.exhibit.corner), last)]
            at = 0
            while at < self.piece.last - self.piece.first:
                head = starts.get((level, at)) or covering.get((level, at))
                if head is None:
                    raise ValueError((level, at))
                cells.append(self._head_cell(level - head.level, head.high, head, last))
                at += head.wide
            yield self._row(cells, heading=True)

    def _head_cell(self, down: int, high: int, head: SpannedHead, last: bool) -> CellMarkup:
        merge = "" if high == 1 else "continue" if down else "restart"
        edges = (("bottom", self._theme.thin),) if last or head.wide > 1 else ()
        lines = [] if down else self._head_lines(head)
        return CellMarkup(self._words(styles.HEAD, "\n".join(lines), ParagraphLook(keep=True)), head.wide, merge, edges)
