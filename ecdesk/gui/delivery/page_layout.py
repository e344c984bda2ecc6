"""Exhibits laid out on pages: what stands where, with contents, running heads and 续表. Nothing is drawn here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ecdesk.charts.text_metrics import advance_of
from ecdesk.domain.book.layouts.delivered import Delivery, PrintedExhibit, PrintedSection, PrintedText, number_parts
from ecdesk.domain.book.layouts.pages import PageTheme, TablePlan, page_theme, plan_table
from ecdesk.domain.texts import language, text, tr
from ecdesk.gui.delivery.page_blocks import (
    LEFT,
    MIDDLE,
    RIGHT,
    ChartBlock,
    ContentsBlock,
    PageBlock,
    Placed,
    TableBlock,
    TableLayout,
    TextBlock,
    as_drawn,
    heights_of,
    words_at,
)
from ecdesk.session.delivery.documents import Prepared, PrintedChart
from ecdesk.session.program.progress import Job, Progress

LEAST_LISTED = 4
"""So many exhibits have contents before them."""
_LISTED_LEVELS = 3
_LEAST_ROWS = 4
"""A table begins on a page where so many of its rows fit."""
_ROWS_A_STEP = 2_000
_NARROWEST_FOOT = 320.0


@dataclass
class PrintedPage:
    """A page and what stands on it, each with its top. landscape: it lies across."""

    landscape: bool
    blocks: list[tuple[float, PageBlock]] = field(default_factory=list)


class Pages:
    """The pages of a delivery."""

    def __init__(self, delivery: Delivery, theme: PageTheme, pages: Sequence[PrintedPage]) -> None:
        self.title = delivery.title
        self.language = language()
        """What is printed is in it, whatever the window speaks."""
        self._delivery = delivery
        self._theme = theme
        self._pages = pages

    def __len__(self) -> int:
        return len(self._pages)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page, from 0."""
        theme = self._theme
        return (theme.height, theme.width) if self._pages[number].landscape else (theme.width, theme.height)

    def is_landscape(self, number: int) -> bool:
        return self._pages[number].landscape

    def placed(self, number: int) -> Iterator[Placed]:
        """Everything on a page, from 0."""
        theme, page = self._theme, self._pages[number]
        width, height = self.size(number)
        left, right = theme.side, width - theme.side
        head = theme.top / 2
        running = as_drawn(self.title)
        yield words_at(left, right, head, running, theme.note, LEFT)
        if self._delivery.draft:
            yield words_at(left, right, head, tr("未定稿"), theme.note, RIGHT)
        yield words_at(left, right, height - theme.bottom / 2 - theme.note, str(number + 1), theme.note, MIDDLE)
        for top, block in page.blocks:
            yield from block.placed(left, top)

    def characters(self) -> set[str]:
        """Every sign that is printed on the pages, those of charts left out."""
        return set("0123456789.\u3000").union(*map(as_drawn, self._texts()))

    def _texts(self) -> Iterator[str]:
        delivery = self._delivery
        yield from (delivery.title, delivery.creator, tr("未定稿"), tr("目　录"), tr("{label}目录", label=""))
        yield tr("续表　{exhibit}", exhibit="")
        for part in delivery.parts:
            if isinstance(part, PrintedSection | PrintedText):
                yield part.words
            else:
                yield from part.texts()


class _Flow:
    """Puts blocks on pages, one below the other."""

    def __init__(self, theme: PageTheme) -> None:
        self.theme = theme
        self.pages: list[PrintedPage] = []
        self.anchors: dict[str, int] = {}
        self._top = 0.0

    @property
    def _bottom(self) -> float:
        theme = self.theme
        return (theme.width if self.pages[-1].landscape else theme.height) - theme.bottom

    @property
    def room(self) -> float:
        return self._bottom - self._top if self.pages else 0.0

    def whole(self, landscape: bool) -> float:
        """The room of an empty page."""
        theme = self.theme
        return (theme.width if landscape else theme.height) - theme.bottom - theme.top

    @property
    def empty(self) -> bool:
        return not self.pages or not self.pages[-1].blocks

    def turn(self, landscape: bool) -> None:
        """Go on with pages of this direction."""
        if not self.pages or self.pages[-1].landscape != landscape:
            if self.pages and self.empty:
                self.pages.pop()
            self.new_page(landscape)

    def new_page(self, landscape: bool | None = None) -> None:
        self.pages.append(PrintedPage(self.pages[-1].landscape if landscape is None else landscape))
        self._top = self.theme.top

    def put(self, blocks: Sequence[PageBlock]) -> None:
        """Put blocks on one page, a new one where they do not fit."""
        if heights_of(blocks) > self.room and not self.empty:
            self.new_page()
        for block in blocks:
            if block.height > self.room and not self.empty:
                self.new_page()
            self.pages[-1].blocks.append((self._top, block))
            self._top += block.height

    def mark(self, anchor: str) -> None:
        """Remember that something stands on this page."""
        self.anchors[anchor] = len(self.pages)


def lay_out(prepared: Prepared, chart_tables: bool = False) -> Job[Pages]:
    """The pages of a delivery. chart_tables: the figures of a chart stand under it."""
    layout = _Layout(prepared, chart_tables)
    parts = prepared.delivery.parts
    layout.write_front()
    for done, part in enumerate(parts, start=1):
        if isinstance(part, PrintedSection):
            layout.add_section(part)
            continue
        if isinstance(part, PrintedText):
            layout.add_text(part)
            continue
        yield Progress(done - 1, len(parts), text("排版 {exhibit}", exhibit=part.number or part.caption))
        for rows in layout.add_exhibit(part):
            yield Progress(
                done - 1, len(parts), text("排版 {exhibit}：{count} 行", exhibit=part.number or part.caption, count=rows)
            )
    return Pages(prepared.delivery, layout.flow.theme, layout.flow.pages)


_LOWEST_CHART = 120.0
"""Points that a chart has in any case."""


class _Layout:
    def __init__(self, prepared: Prepared, chart_tables: bool) -> None:
        self.theme = page_theme()
        self.flow = _Flow(self.theme)
        self._prepared = prepared
        self._chart_tables = chart_tables
        self._waiting: list[PrintedSection] = []

    # -- what stands before the exhibits

    def write_front(self) -> None:
        delivery, theme, flow = self._prepared.delivery, self.theme, self.flow
        flow.new_page(False)
        if len(delivery.exhibits) < LEAST_LISTED:
            return
        column = theme.column()
        flow.put([TextBlock.of(delivery.title, theme.title, column, MIDDLE, before=90, after=18)])
        if delivery.creator:
            flow.put([TextBlock.of(delivery.creator, theme.headings[1], column, MIDDLE)])
        flow.new_page()
        for title, lines in self._contents():
            head = TextBlock.of(title, theme.headings[0], column, MIDDLE, before=0 if flow.empty else 18, after=12)
            flow.put([head, *lines[:2]])
            for line in lines[2:]:
                flow.put([line])
        flow.new_page()

    def _contents(self) -> Iterator[tuple[str, list[PageBlock]]]:
        delivery, theme = self._prepared.delivery, self.theme
        size, column, pages = theme.body, theme.column(), self.flow.anchors
        sections = [part for part in delivery.parts if isinstance(part, PrintedSection) and part.level <= _LISTED_LEVELS]
        if sections:
            yield (
                tr("目　录"),
                [ContentsBlock(one.words, f"s {one.id}", pages, size, column, 2 * size * (one.level - 1)) for one in sections],
            )
        by_label: dict[str, list[PageBlock]] = {}
        for exhibit in delivery.exhibits:
            parts = number_parts(exhibit.number)
            if parts is not None:
                line = ContentsBlock(exhibit.title, f"e {exhibit.id}", pages, size, column)
                by_label.setdefault(parts.label, []).append(line)
        for label, lines in by_label.items():
            yield tr("{label}目录", label=label), lines

    # -- the exhibits

    def add_section(self, section: PrintedSection) -> None:
        self._waiting.append(section)

    def add_text(self, part: PrintedText) -> None:
        """A paragraph of prose, its first line two signs in."""
        theme = self.theme
        self.flow.turn(False)
        block = TextBlock.of_prose(part.words, theme.body, theme.column(), after=4)
        self.flow.put([*self._headings(False), block])
        self._mark_sections()

    def _headings(self, landscape: bool) -> list[PageBlock]:
        """The headings that wait for an exhibit. A chapter begins a page."""
        theme, column = self.theme, self.theme.column(landscape)
        if any(one.level == 1 for one in self._waiting) and not self.flow.empty:
            self.flow.new_page()
        blocks: list[PageBlock] = []
        for one in self._waiting:
            size, across = theme.heading_size(one.level), MIDDLE if one.level == 1 else LEFT
            before = 0.0 if self.flow.empty and not blocks else 14.0
            blocks.append(TextBlock.of(one.words, size, column, across, before=before, after=8.0))
        return blocks

    def _mark_sections(self) -> None:
        for one in self._waiting:
            self.flow.mark(f"s {one.id}")
        self._waiting.clear()

    def _mark(self, exhibit: PrintedExhibit) -> None:
        self._mark_sections()
        self.flow.mark(f"e {exhibit.id}")

    def add_exhibit(self, exhibit: PrintedExhibit) -> Iterator[int]:
        """Put an exhibit on pages; yields while a long table is measured."""
        chart = self._prepared.chart(exhibit) if exhibit.has_chart else None
        alone = chart is not None and exhibit.is_chart
        if chart is not None and alone:
            self._put_chart(exhibit, chart)
        if not alone or self._chart_tables:
            plan = plan_table(exhibit, self.theme, lambda words, high: advance_of(as_drawn(words), high))
            self.flow.turn(plan.landscape)
            yield from self._put_table(exhibit, plan, captioned=not alone)
        if chart is not None and not alone:
            self._put_chart(exhibit, chart)

    def _put_chart(self, exhibit: PrintedExhibit, chart: PrintedChart) -> None:
        """A picture with its caption and source, or without them under the table that has them."""
        self.flow.turn(False)
        theme, column = self.theme, self.theme.column()
        width = min(chart.size[0], column)
        over, under = self._headings(False), self._foot(chart.notes, exhibit.source if exhibit.is_chart else "", width, column)
        if exhibit.is_chart:
            under.insert(0, TextBlock.of(exhibit.title, theme.caption, column, MIDDLE, before=4, after=3))
        # All of it stands on one page.
        high = chart.size[1] * width / chart.size[0]
        room = self.flow.whole(False) - heights_of([*over, *under]) - (0.0 if exhibit.is_chart else 2 * theme.caption)
        shrunk = min(1.0, max(room, _LOWEST_CHART) / high)
        blocks = [*over, ChartBlock(exhibit, width * shrunk, high * shrunk, column), *under]
        if not exhibit.is_chart and heights_of(blocks) > self.flow.room:
            blocks.insert(0, self._continued(exhibit, column))
        self.flow.put(blocks)
        if exhibit.is_chart:
            self._mark(exhibit)

    def _continued(self, exhibit: PrintedExhibit, column: float, before: float = 0.0) -> TextBlock:
        words = tr("续表　{exhibit}", exhibit=exhibit.number).rstrip("　 ")
        return TextBlock.of(words, self.theme.caption, column, MIDDLE, before=before, after=3)

    def _foot(self, notes: tuple[str, ...], source: str, width: float, column: float) -> list[PageBlock]:
        """Notes and source, at the left edge of what they stand under."""
        left = max((column - width) / 2, 0.0)
        room = min(column, left + max(width, _NARROWEST_FOOT))
        lines = [*notes, source] if source else list(notes)
        return [
            TextBlock.of(words, self.theme.note, room, left=left, before=3, after=8 if number == len(lines) else 0)
            for number, words in enumerate(lines, start=1)
        ]

    def _put_table(self, exhibit: PrintedExhibit, plan: TablePlan, captioned: bool) -> Iterator[int]:
        column = self.theme.column(plan.landscape)
        for number, piece in enumerate(plan.pieces):
            layout = TableLayout(exhibit, plan, piece, self.theme, column)
            before = self._headings(plan.landscape) if number == 0 else []
            last = number == len(plan.pieces) - 1
            foot = self._foot(exhibit.notes, exhibit.source, piece.width, column) if captioned and last else []
            yield from self._put_piece(layout, before, foot, captioned, number > 0)

    def _captions(self, layout: TableLayout, captioned: bool, continued: bool) -> list[PageBlock]:
        theme, exhibit = self.theme, layout.exhibit
        column = layout.width + 2 * layout.side
        blocks: list[PageBlock] = []
        if continued:
            blocks.append(self._continued(exhibit, column, before=0.0 if self.flow.empty else 10.0))
        elif captioned:
            blocks.append(TextBlock.of(exhibit.title, theme.caption, column, MIDDLE, before=10, after=3))
        if exhibit.unit_line and (captioned or continued):
            blocks.append(TextBlock.of(exhibit.unit_line, theme.note, column - layout.side, RIGHT, after=2))
        return blocks

    def _put_piece(
        self, layout: TableLayout, before: list[PageBlock], foot: list[PageBlock], captioned: bool, continued: bool
    ) -> Iterator[int]:
        """Some columns of a table, its rows on as many pages as they need."""
        flow, exhibit = self.flow, layout.exhibit
        count, first = len(exhibit.table.rows), 0
        over = [*before, *self._captions(layout, captioned, continued)]
        whole = heights_of(over) + heights_of(foot) + layout.head_height + sum(layout.heights) + 2
        one_page = whole <= flow.whole(flow.pages[-1].landscape) and not exhibit.continued_after
        least = heights_of(over) + layout.head_height + sum(layout.heights[:_LEAST_ROWS])
        if (whole if one_page else least) > flow.room and not flow.empty:
            flow.new_page()
        while True:
            room = flow.room - heights_of(over) - layout.head_height - 2
            last = self._last_row(layout, first, room, heights_of(foot))
            flow.put([*over, TableBlock(layout, first, last)])
            if first == 0:
                self._mark(exhibit)
            if last == count:
                break
            if last // _ROWS_A_STEP > first // _ROWS_A_STEP:
                yield last
            first = last
            flow.new_page()
            over = self._captions(layout, captioned, continued=True)
        flow.put(foot)

    def _last_row(self, layout: TableLayout, first: int, room: float, foot: float) -> int:
        """Up to which row a page goes; the last row is not parted from the lines under it."""
        count = len(layout.heights)
        end = layout.exhibit.continued_after if first < layout.exhibit.continued_after else count
        last, used = first, 0.0
        while last < end:
            used += layout.heights[last]
            with_foot = foot if last == count - 1 else 0.0
            if used + with_foot > room and last > first:
                break
            last += 1
        return last
