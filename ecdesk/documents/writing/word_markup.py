"""Paragraphs, fields and tables of a .docx as markup. What stands in a text is escaped here, once, and a field holds nothing that an editor wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ecdesk.domain.files.outgoing import writable

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""Under which Word looks for the SVG beside a picture's PNG."""


def twips(points: float) -> int:
    return round(points * 20)


def emus(points: float) -> int:
    return round(points * 12700)


def run(words: str, style: str = "") -> str:
    """A run of text; breaks of lines in it stay."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = writable(words).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    texts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    return f"<w:r>{look}{texts}</w:r>" if words else ""


def field(code: str, shown: str) -> str:
    """A field with the result that it has when it is written."""
    asked = f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    return f"{_sign('begin')}{asked}{_sign('separate')}{run(shown)}{_sign('end')}"


def _sign(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def bookmarked(number: int, name: str, content: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph stands beside what its style says. keep: on one page with the next, None as the style says. left and right: indents in
    points, None for the style's."""

    keep: bool | None = None
    page_before: bool = False
    left: float | None = None
    right: float | None = None
    across: str = ""


PLAIN = ParagraphLook()


def paragraph(style: str, content: str, own: ParagraphLook = PLAIN) -> str:
    look = [f'<w:pStyle w:val="{style}"/>']
    if own.keep is not None:
        look.append("<w:keepNext/>" if own.keep else '<w:keepNext w:val="0"/>')
    if own.page_before:
        look.append("<w:pageBreakBefore/>")
    sides = (("left", own.left), ("right", own.right))
    indents = "".join(f' w:{name}="{twips(value)}"' for name, value in sides if value is not None)
    if indents:
        look.append(f"<w:ind{indents}/>")
    if own.across:
        look.append(f'<w:jc w:val="{own.across}"/>')
    return f"<w:p><w:pPr>{''.join(look)}</w:pPr>{content}</w:p>"


@dataclass(frozen=True, slots=True)
class CellMarkup:
    """A cell of a table. wide: over so many columns; merge: "restart" or "continue" where it goes over rows; edges: sides and the points of their rules."""

    content: str
    wide: int = 1
    merge: str = ""
    edges: tuple[tuple[str, float], ...] = ()


def table(style: str, widths: Sequence[float], rows: Iterable[str], described: str) -> str:
    """A table in the middle of the page. widths: of its columns in points. rows: those of `row`. described: what it is, for those who do not see it."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    total = sum(map(twips, widths))
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val={quoteattr(writable(described))}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(cells: Iterable[CellMarkup], widths: Sequence[float], heading: bool = False) -> str:
    """A row that is never broken; heading: it is repeated on each page."""
    look = "<w:cantSplit/><w:tblHeader/>" if heading else "<w:cantSplit/>"
    parts = []
    at = 0
    for cell in cells:
        width = sum(map(twips, widths[at : at + cell.wide]))
        at += cell.wide
        parts.append(_cell(cell, width))
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(parts)}</w:tr>"


def _cell(cell: CellMarkup, width: int) -> str:
    look = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if cell.wide > 1:
        look.append(f'<w:gridSpan w:val="{cell.wide}"/>')
    if cell.merge:
        look.append(f'<w:vMerge w:val="{cell.merge}"/>')
    if cell.edges:
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="{round(points * 8)}" w:space="0" w:color="auto"/>' for side, points in cell.edges
        )
        look.append(f"<w:tcBorders>{sides}</w:tcBorders>")
    look.append('<w:vAlign w:val="center"/>')
    return f"<w:tc><w:tcPr>{''.join(look)}</w:tcPr>{cell.content}</w:tc>"


def picture(number: int, size: tuple[float, float], described: str, png: str, svg: str) -> str:
    """A picture in the line. size: in points. described: alternative text. png, svg: ids of the relationships to its files."""
    wide, high = map(emus, size)
    words = quoteattr(writable(described))
    fallback = f'<a:blip r:embed="{png}"><a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip r:embed="{svg}"/></a:ext></a:extLst></a:blip>'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="chart{number}" descr={words}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="chart{number}" descr={words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill>{fallback}<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        f"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
