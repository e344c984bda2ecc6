"""A Word document of exhibits: tables whose heads repeat, captions that Word counts, notes, sources, and charts as pictures."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecdesk.documents.writing import word_styles as styles
from ecdesk.documents.writing.word_markup import (
    NAMES,
    ParagraphLook,
    bookmarked,
    field,
    paragraph,
    picture,
    run,
    table,
    twips,
)
from ecdesk.documents.writing.word_table_parts import TableMarkup
from ecdesk.domain.book.layouts.delivered import (
    Delivery,
    NumberParts,
    PrintedExhibit,
    PrintedSection,
    PrintedText,
    chapter_parts,
    number_parts,
)
from ecdesk.domain.book.layouts.pages import page_theme, plan_table, spaced_width
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.outgoing import writable
from ecdesk.domain.files.packed import packed
from ecdesk.domain.texts import tr

_AROUND_CHART = 130.0
"""Points of its page that headings, caption and notes take beside a chart."""
MOST_CELLS = 60_000
"""Of one table: Word lays out what is larger for minutes."""
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
        look = ParagraphLook(page_before=self._new_page or (section.level == 1 and bool(self._body)))
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
        theme = self._theme
        room = theme.height - theme.top - theme.bottom - _AROUND_CHART
        shrunk = min(1.0, theme.column() / chart.size[0], room / chart.size[1])
        size = (chart.size[0] * shrunk, chart.size[1] * shrunk)
        keep = exhibit.is_chart or bool(chart.notes)
        self._add(paragraph(styles.PICTURE, self._picture(exhibit, chart, size), self._first(keep=keep)))
        if not exhibit.is_chart:
            self._add_foot(list(chart.notes), min(chart.size[0], theme.column()))
            return
        foot = [*chart.notes, exhibit.source] if exhibit.source else list(chart.notes)
        self._add(paragraph(styles.CAPTION, self._caption(exhibit), ParagraphLook(keep=bool(foot))))
        self._add_foot(foot, min(chart.size[0], theme.column()))

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
        foot = ([*exhibit.notes, exhibit.source] if exhibit.source else list(exhibit.notes)) if captioned else []
        for number, piece in enumerate(plan.pieces):
            layout = TableMarkup(exhibit, plan, piece, self._theme)
            last = number == len(plan.pieces) - 1
            self._add_piece(layout, captioned, number > 0, foot if last else [])

    def _add_piece(self, layout: TableMarkup, captioned: bool, continued: bool, foot: Sequence[str]) -> None:
        """Some columns of a table, in as many parts as it needs pages: the first under its caption, each other on a page of its own under 续表."""
        exhibit, plan, piece = layout.exhibit, layout.plan, layout.piece
        self._turn(plan.landscape)
        over = 0.0 if continued else sum(styles.heading_height(self._theme, one.level) for one in self._waiting)
        parts = layout.parts(over, len(foot))
        if captioned and not continued and len(parts) > 1 and not exhibit.continued_after and self._body:
            self._new_page = True  # so that what fits on its pages is known
        if not continued:
            self._write_headings()
        side = max((self._theme.column(plan.landscape) - piece.width) / 2, 0.0)
        for number, (first, end) in enumerate(parts):
            again = continued or number > 0
            if again:
                words = run(tr("续表　{exhibit}", exhibit=exhibit.number).rstrip("　 "))
                self._add(paragraph(styles.CAPTION, words, ParagraphLook(keep=True, page_before=number > 0 or len(parts) > 1)))
            elif captioned:
                self._add(paragraph(styles.CAPTION, self._caption(exhibit), self._first(keep=True)))
            if exhibit.unit_line and (captioned or again):
                self._add(paragraph(styles.UNIT, run(exhibit.unit_line), ParagraphLook(keep=True, right=side)))
            under = foot if end == len(exhibit.table.rows) else []
            self._add(table(styles.THREE_LINES, piece.widths, layout.rows(first, end, bool(under)), exhibit.title))
            self._add_foot(under, piece.width)
            if not under:
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
