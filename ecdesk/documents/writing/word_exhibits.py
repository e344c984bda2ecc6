"""A Word document of exhibits: tables whose heads repeat, captions that Word counts, notes, sources, and charts as pictures."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ecdesk.documents.writing import word_styles as styles
from ecdesk.documents.writing.word_markup import (
    NAMES,
    CellMarkup,
    ParagraphLook,
    bookmarked,
    field,
    paragraph,
    picture,
    row,
    run,
    table,
    twips,
)
from ecdesk.domain.book.layouts.delivered import (
    Delivery,
    NumberParts,
    PrintedExhibit,
    PrintedSection,
    PrintedText,
    SpannedHead,
    chapter_parts,
    number_parts,
)
from ecdesk.domain.book.layouts.pages import (
    PageTheme,
    TablePiece,
    TablePlan,
    head_lines,
    page_theme,
    plan_table,
    spaced_width,
    standing,
)
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.files.packed import packed
from ecdesk.domain.texts import tr

MOST_CELLS = 60_000
"""Of one table: Word lays out what is larger for minutes."""
MOST_KEPT = 30
"""Rows of a table that is kept on one page as far as it fits there."""
LEAST_LISTED = 4
"""So many exhibits have contents before them."""
_LISTED_LEVELS = 3
_NARROWEST_FOOT = 320.0
"""Points; notes under a narrow table are wider than it."""


@dataclass(frozen=True)
class ChartPicture:
    """A chart for a document. size: its width and height in points. notes: that stand under it."""

    svg: bytes
    png: bytes
    size: tuple[float, float]
    notes: tuple[str, ...] = ()


class WordWriter:
    """Puts a document together, part by part; `content` is its file. with_figures: the table of a chart stands under it."""

    def __init__(self, delivery: Delivery, with_figures: bool = False) -> None:
        self._delivery = delivery
        self._with_figures = with_figures
        self._theme = page_theme()
        self._document = styles.start_document(self._theme)
        self._body: list[Any] = []
        self._landscape = False
        self._chapter = ""
        self._ids = 0
        self._pictures = 0
        self._new_page = False
        self._waiting: list[PrintedSection] = []
        self._set_properties()
        self._write_front()

    # -- what stands before the exhibits

    def _set_properties(self) -> None:
        from datetime import datetime

        properties = self._document.core_properties
        properties.title = writable(self._delivery.title)[:255]
        properties.author = writable(self._delivery.creator)[:255] or "ecdesk"
        properties.comments = properties.last_modified_by = ""
        properties.created = properties.modified = datetime(2000, 1, 1)  # two documents of the same book are equal

    def _write_front(self) -> None:
        exhibits = self._delivery.exhibits
        if len(exhibits) < LEAST_LISTED:
            return
        self._add(paragraph(styles.TITLE, run(self._delivery.title)))
        if self._delivery.creator:
            self._add(paragraph(styles.OFFICE, run(self._delivery.creator)))
        sections = [part for part in self._delivery.parts if isinstance(part, PrintedSection) and part.level <= _LISTED_LEVELS]
        page_before = True
        if sections:
            self._write_contents(
                tr("目　录"), [(styles.contents_line(one.level), one.words, one) for one in sections], page_before
            )
            page_before = False
        for label, listed in _by_label(exhibits).items():
            lines = [(styles.FIGURES_LIST, one.title, one) for one in listed]
            self._write_contents(tr("{label}目录", label=label), lines, page_before)
            page_before = False
        self._new_page = True

    def _write_contents(
        self, title: str, lines: Sequence[tuple[str, str, PrintedSection | PrintedExhibit]], page_before: bool
    ) -> None:
        """Contents with the pages by fields, which every program that opens the document brings up to date by itself."""
        self._add(paragraph(styles.CONTENTS, run(title), ParagraphLook(page_before=page_before)))
        for style, words, part in lines:
            anchor = _anchor_name(part)
            shown = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{run(words)}</w:hyperlink>'
            self._add(paragraph(style, f"{shown}<w:r><w:tab/></w:r>{field(f'PAGEREF {anchor} {chr(92)}h', '')}"))

    # -- the exhibits

    def add_section(self, section: PrintedSection) -> None:
        """A heading; it stands on the page of the exhibit that comes next. A chapter begins a page."""
        self._waiting.append(section)

    def _write_headings(self) -> None:
        for section in self._waiting:
            self._write_heading(section)
        self._waiting.clear()

    def _write_heading(self, section: PrintedSection) -> None:
        parts = chapter_parts(section.number) if section.level == 1 else None
        if section.level == 1:
            self._chapter = parts[1] if parts else ""
        before, number, behind = parts or (section.number, "", "")
        rest = f"{behind}　{section.title}" if section.number else section.title
        words = run(before) + run(number, styles.CHAPTER_NUMBER) + run(rest) if number else run(before + rest)
        look = ParagraphLook(page_before=section.level == 1 and (bool(self._body) or self._new_page))
        self._new_page = False
        self._add(paragraph(styles.heading(section.level), self._anchor(_anchor_name(section), words), look))

    def add_text(self, part: PrintedText) -> None:
        """A paragraph of prose."""
        self._turn(False)
        self._write_headings()
        self._add(paragraph(styles.PROSE, run(part.words)))

    def add_exhibit(self, exhibit: PrintedExhibit, chart: ChartPicture | None = None) -> None:
        """An exhibit; chart: its picture where it has one. Raises UserError for a table that no document holds."""
        if chart is None or not exhibit.is_chart:
            self._add_table(exhibit, captioned=True)
        if chart is None:
            return
        self._turn(False)
        self._write_headings()
        self._add_chart(exhibit, chart)
        if exhibit.is_chart and self._with_figures:
            self._add_table(exhibit, captioned=False)

    def _add_chart(self, exhibit: PrintedExhibit, chart: ChartPicture) -> None:
        """A picture with its caption and source, or without them under the table that has them."""
        wide = min(chart.size[0], self._theme.column())
        size = (wide, chart.size[1] * wide / chart.size[0])
        keep = exhibit.is_chart or bool(chart.notes)
        self._add(paragraph(styles.PICTURE, self._picture(exhibit, chart, size), self._first(keep=keep)))
        if not exhibit.is_chart:
            self._add_foot(list(chart.notes), wide)
            return
        foot = [*chart.notes, exhibit.source] if exhibit.source else list(chart.notes)
        self._add(paragraph(styles.CAPTION, self._caption(exhibit), ParagraphLook(keep=bool(foot))))
        self._add_foot(foot, wide)

    def _picture(self, exhibit: PrintedExhibit, chart: ChartPicture, size: tuple[float, float]) -> str:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        self._pictures += 1
        part = self._document.part
        png, _image = part.get_or_add_image(io.BytesIO(chart.png))
        drawn = Part(PackURI(f"/word/media/chart{self._pictures}.svg"), "image/svg+xml", chart.svg, part.package)
        svg = part.relate_to(drawn, RELATIONSHIP_TYPE.IMAGE)
        said = "".join(filter(None, (exhibit.title, exhibit.unit_line and f"（{exhibit.unit_line}）")))
        return picture(self._pictures, size, said, png, svg)

    def _caption(self, exhibit: PrintedExhibit) -> str:
        """Number and caption. Word counts the number by itself and comes to the one that the book has: what is left out changes none."""
        parts = number_parts(exhibit.number)
        if parts is None:
            return self._anchor(_anchor_name(exhibit), run(exhibit.title))
        number = run(parts.label + parts.space) + self._chapter_field(parts)
        number += field(f"SEQ {parts.label} \\* ARABIC \\r {parts.own}", str(parts.own))
        return self._anchor(_anchor_name(exhibit), number + run(f"　{exhibit.caption}" if exhibit.caption else ""))

    def _chapter_field(self, parts: NumberParts) -> str:
        if not parts.chapter:
            return ""
        if parts.chapter != self._chapter:
            return run(parts.chapter + parts.dash)
        return field(f"STYLEREF {styles.CHAPTER_NUMBER}", parts.chapter) + run(parts.dash)

    def _add_table(self, exhibit: PrintedExhibit, captioned: bool) -> None:
        rows, columns = len(exhibit.table.rows), len(exhibit.table.columns)
        if rows * (columns + 1) > MOST_CELLS:
            raise UserError(
                "“{exhibit}”有 {count} 行，Word 排不了这么长的表；请拆成几张表，或者不选它，再导出。",
                exhibit=exhibit.number or exhibit.caption,
                count=rows,
            )
        plan = plan_table(exhibit, self._theme, spaced_width)
        self._turn(plan.landscape)
        self._write_headings()
        for number, piece in enumerate(plan.pieces):
            side = max((self._theme.column(plan.landscape) - piece.width) / 2, 0.0)
            if number == 0 and captioned:
                self._add(paragraph(styles.CAPTION, self._caption(exhibit), self._first(keep=True)))
            elif number:
                self._add(paragraph(styles.CAPTION, run(tr("续表　{exhibit}", exhibit=exhibit.number).rstrip("　 "))))
            if exhibit.unit_line and (captioned or number):
                self._add(paragraph(styles.UNIT, run(exhibit.unit_line), ParagraphLook(keep=True, right=side)))
            last = number == len(plan.pieces) - 1
            foot = ([*exhibit.notes, exhibit.source] if exhibit.source else list(exhibit.notes)) if captioned and last else []
            layout = _TableMarkup(exhibit, plan, piece, self._theme, bool(foot))
            self._add(table(styles.THREE_LINES, piece.widths, layout.rows(), exhibit.title))
            self._add_foot(foot, piece.width)
            if not foot:
                self._add(paragraph(styles.NOTE, ""))  # two tables that touch would become one

    def _add_foot(self, lines: Sequence[str], width: float) -> None:
        """Notes and source under something of this width in the middle of the page, at its left edge."""
        column = self._theme.column(self._landscape)
        left = max((column - width) / 2, 0.0)
        right = max(column - left - max(width, _NARROWEST_FOOT), 0.0)
        for number, words in enumerate(lines, start=1):
            self._add(paragraph(styles.NOTE, run(words), ParagraphLook(keep=number < len(lines), left=left, right=right)))

    # -- pages

    def _first(self, keep: bool) -> ParagraphLook:
        """The look of what an exhibit begins with: of the first one behind the contents it begins a page."""
        page_before, self._new_page = self._new_page, False
        return ParagraphLook(keep=keep, page_before=page_before)

    def _turn(self, landscape: bool) -> None:
        """From here on the pages stand upright or lie across."""
        if landscape == self._landscape:
            return
        if self._body:
            self._body.append(_parsed(f"<w:p {NAMES}><w:pPr>{self._section()}</w:pPr></w:p>"))
            self._new_page = False
        self._landscape = landscape

    def _section(self) -> str:
        theme = self._theme
        size = (theme.height, theme.width) if self._landscape else (theme.width, theme.height)
        turned = ' w:orient="landscape"' if self._landscape else ""
        return (
            f'<w:sectPr><w:headerReference w:type="default" r:id="{self._frame_id("header")}"/><w:footerReference w:type="default" '
            f'r:id="{self._frame_id("footer")}"/><w:type w:val="nextPage"/><w:pgSz w:w="{twips(size[0])}" w:h="{twips(size[1])}"{turned}/>'
            f'<w:pgMar w:top="{twips(theme.top)}" w:right="{twips(theme.side)}" w:bottom="{twips(theme.bottom)}" w:left="{twips(theme.side)}" '
            f'w:header="{twips(theme.top / 2)}" w:footer="{twips(theme.bottom / 2)}" w:gutter="0"/></w:sectPr>'
        )

    def _frame_id(self, kind: str) -> str:
        """The relationship to what stands at the head or foot of pages of this direction."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        part = self._document.part
        across = "Across" if self._landscape else ""
        uri = PackURI(f"/word/{kind}{across}.xml")
        for id, relation in part.rels.items():
            if not relation.is_external and relation.target_part.partname == uri:
                return str(id)
        content = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>{self._frame(kind)}".encode()
        made = Part(uri, f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml", content, part.package)
        return str(part.relate_to(made, RELATIONSHIP_TYPE.HEADER if kind == "header" else RELATIONSHIP_TYPE.FOOTER))

    def _frame(self, kind: str) -> str:
        if kind == "footer":
            return f"<w:ftr {NAMES}>{paragraph(styles.FOOTER, field('PAGE', '1'))}</w:ftr>"
        words = run(self._delivery.title) + ("<w:r><w:tab/></w:r>" + run(tr("未定稿")) if self._delivery.draft else "")
        tab = f'<w:tabs><w:tab w:val="clear" w:pos="{twips(self._theme.column())}"/><w:tab w:val="right" w:pos="{twips(self._theme.column(True))}"/></w:tabs>'
        look = f'<w:pPr><w:pStyle w:val="{styles.HEADER}"/>{tab if self._landscape else ""}</w:pPr>'
        return f"<w:hdr {NAMES}><w:p>{look}{words}</w:p></w:hdr>"

    def _anchor(self, name: str, content: str) -> str:
        self._ids += 1
        return bookmarked(self._ids, name, content)

    def _add(self, markup: str) -> None:
        self._body.append(_parsed(markup))

    def content(self) -> bytes:
        """The document as a file: the same bytes for the same contents."""
        from lxml import etree

        body = self._document.element.body
        for child in list(body):
            body.remove(child)
        body.extend(self._body)
        etree.cleanup_namespaces(body)
        if self._body and self._body[-1].tag.endswith("}tbl"):
            body.append(_parsed(paragraph(styles.NOTE, "")))
        body.append(_parsed(f"<w:body {NAMES}>{self._section()}</w:body>")[0])
        memory = io.BytesIO()
        self._document.save(memory)
        with zipfile.ZipFile(memory) as archive:
            return packed({name: archive.read(name) for name in archive.namelist()})


def _parsed(markup: str) -> Any:
    from docx.oxml import parse_xml

    begin = markup.split(">", 1)[0]
    if "xmlns:w=" in begin:
        return parse_xml(markup)
    tag = begin[1:].split(" ", 1)[0].rstrip("/")
    return parse_xml(markup.replace(f"<{tag}", f"<{tag} {NAMES}", 1))


def _anchor_name(part: PrintedSection | PrintedExhibit) -> str:
    """The name of the bookmark of a part, as Word takes it: letters and digits, at most 40."""
    return f"_Toc{hashlib.sha256(f'{type(part).__name__} {part.id}'.encode()).hexdigest()[:16]}"


def _by_label(exhibits: Sequence[PrintedExhibit]) -> dict[str, list[PrintedExhibit]]:
    """The exhibits whose numbers count, by what stands before the number (图, 表)."""
    found: dict[str, list[PrintedExhibit]] = {}
    for exhibit in exhibits:
        parts = number_parts(exhibit.number)
        if parts is not None:
            found.setdefault(parts.label, []).append(exhibit)
    return found


class _TableMarkup:
    """A table, or some columns of it. footed: lines under it stay on its last page."""

    def __init__(self, exhibit: PrintedExhibit, plan: TablePlan, piece: TablePiece, theme: PageTheme, footed: bool) -> None:
        self._exhibit = exhibit
        self._piece = piece
        self._theme = theme
        self._size = plan.size
        self._kept = len(exhibit.table.rows) <= MOST_KEPT
        self._footed = footed

    def rows(self) -> Iterator[str]:
        yield from self._heading()
        exhibit, piece, theme = self._exhibit, self._piece, self._theme
        columns = list(zip(*(row.cells[piece.first : piece.last] for row in exhibit.rows()), strict=True))
        stands = [
            standing(texts, width, self._size, theme, spaced_width)
            for texts, width in zip(columns, piece.widths[1:], strict=False)
        ]
        texts = exhibit.holds_texts[piece.first : piece.last]
        count = len(exhibit.table.rows)
        for number, line in enumerate(exhibit.rows(), start=1):
            keep = (self._kept and (number < count or self._footed)) or (line.heading and number < count)
            page_before = exhibit.continued_after == number - 1 > 0
            stub_look = ParagraphLook(keep=keep, page_before=page_before, left=line.level * theme.indent * self._size)
            if line.heading and not any(line.cells):
                yield self._row([CellMarkup(self._words(styles.SECTION_ROW, line.stub, stub_look), wide=len(piece.widths))])
                continue
            cells = [CellMarkup(self._words(styles.CELL, line.stub, stub_look))]
            for words, stand, is_text in zip(line.cells[piece.first : piece.last], stands, texts, strict=True):
                if is_text:
                    cells.append(CellMarkup(self._words(styles.CELL, words, ParagraphLook(keep=keep))))
                else:
                    right = max(stand.right(words, self._size, spaced_width) - theme.cell_gap, 0.0)
                    cells.append(CellMarkup(self._words(styles.FIGURE, words, ParagraphLook(keep=keep, right=right))))
            yield self._row(cells)

    def _row(self, cells: Sequence[CellMarkup], heading: bool = False) -> str:
        return row(cells, self._piece.widths, heading)

    def _words(self, style: str, words: str, look: ParagraphLook) -> str:
        """A paragraph in the size with which the table fits."""
        content = run(words)
        if self._size != self._theme.table[0]:
            size = round(self._size * 2)
            content = content.replace("<w:r>", f'<w:r><w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>')
        return paragraph(style, content, look)

    def _heading(self) -> Iterator[str]:
        heads = self._piece.heads(self._exhibit)
        depth = max((head.level + head.high for head in heads), default=1)
        starts = {(head.level, head.first): head for head in heads}
        covering = {(head.level + down, head.first): head for head in heads for down in range(1, head.high) if head.wide == 1}
        for level in range(depth):
            last = level == depth - 1
            cells = [self._head_cell(self._exhibit.corner, level, depth, SpannedHead(0, -1, depth, 1, ""), last)]
            at = 0
            while at < self._piece.last - self._piece.first:
                head = starts.get((level, at)) or covering.get((level, at))
                if head is None:
                    raise ValueError((level, at))
                cells.append(self._head_cell(head.words, level - head.level, head.high, head, last))
                at += head.wide
            yield self._row(cells, heading=True)

    def _head_cell(self, words: str, down: int, high: int, head: SpannedHead, last: bool) -> CellMarkup:
        merge = "" if high == 1 else "continue" if down else "restart"
        edges = (("bottom", self._theme.thin),) if last or head.wide > 1 else ()
        first = head.first + 1
        room = sum(self._piece.widths[first : first + head.wide]) - 2 * self._theme.cell_gap
        lines = [] if down else head_lines(words, room, self._size, spaced_width)
        return CellMarkup(self._words(styles.HEAD, "\n".join(lines), ParagraphLook(keep=True)), head.wide, merge, edges)
