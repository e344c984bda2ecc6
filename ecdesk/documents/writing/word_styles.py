"""The styles of a Word document of exhibits, in the theme's fonts and sizes: an editor changes the look of all tables at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecdesk.documents.writing.word_markup import NAMES, twips
from ecdesk.domain.book.layouts.pages import PageTheme
from ecdesk.domain.texts import SOURCE_LANGUAGE, language, tr

PROSE = "BodyText"
BODY, TITLE, OFFICE, CAPTION, UNIT, NOTE, PICTURE = "Normal", "Title", "Subtitle", "Caption", "UnitLine", "NoteLine", "Picture"
CELL, FIGURE, HEAD, SECTION_ROW = "TableText", "TableFigure", "TableHead", "TableSection"
CONTENTS, FIGURES_LIST, HEADER, FOOTER = "TOCHeading", "TableofFigures", "Header", "Footer"
CHAPTER_NUMBER, LINK, THREE_LINES = "ChapterNumber", "Hyperlink", "ThreeLineTable"
MOST_HEADINGS = 6
_BLACK = "000000"
_LISTED_LINE, _TABLE_LINE = 1.3, 1.3
"""From line to line of contents and in tables, in sizes of their font: whatever font stands in for the theme's, rows of digits are as high as
those of Chinese words, and a page holds as many."""
_TEXT_LINE = 1.5
"""The same of other texts, as high as fonts make them at most."""
_NOT_OURS = ("stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail")
"""What the library's own empty document holds besides, of styles that are not used."""


def heading(level: int) -> str:
    return f"Heading{min(level, MOST_HEADINGS)}"


def contents_line(level: int) -> str:
    return f"TOC{level}"


@dataclass(frozen=True)
class _Style:
    """A style of paragraphs. name: as Word knows it, or as it is shown. size, before, after, left, first (of its first line) and line (from
    one to the next, 0 as its font has it): points. heading: in the font of headings. outline: the level of a heading, 0 for none."""

    id: str
    name: str
    size: float
    base: str = BODY
    next: str = ""
    heading: bool = False
    bold: bool = False
    keep: bool = False
    before: float = 0.0
    after: float = 0.0
    across: str = ""
    outline: int = 0
    tabs: str = ""
    left: float = 0.0
    first: float = 0.0
    line: float = 0.0

    def markup(self, theme: PageTheme) -> str:
        fonts = _fonts(theme.heading, theme.latin) if self.heading else ""
        bold = "<w:b/><w:bCs/>" if self.bold else ""
        pitch = f' w:line="{twips(self.line)}" w:lineRule="exact"' if self.line else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"{_own(self.id)}><w:name w:val="{self.name}"/>'
            f'<w:basedOn w:val="{self.base}"/><w:next w:val="{self.next or self.id}"/><w:qFormat/>'
            f"<w:pPr>{'<w:keepNext/><w:keepLines/>' if self.keep else ''}{self.tabs}"
            f'<w:spacing w:before="{twips(self.before)}" w:after="{twips(self.after)}"{pitch}/>'
            f'<w:ind w:left="{twips(self.left)}" w:firstLine="{twips(self.first)}"/>'
            f"{f'<w:jc w:val={chr(34)}{self.across}{chr(34)}/>' if self.across else ''}"
            f"{f'<w:outlineLvl w:val={chr(34)}{self.outline - 1}{chr(34)}/>' if self.outline else ''}</w:pPr>"
            f'<w:rPr>{fonts}{bold}<w:sz w:val="{round(self.size * 2)}"/><w:szCs w:val="{round(self.size * 2)}"/></w:rPr></w:style>'
        )


_BUILT_IN = (PROSE, TITLE, OFFICE, CAPTION, CONTENTS, FIGURES_LIST, HEADER, FOOTER)


def row_height(theme: PageTheme, lines: int) -> float:
    """Of a row of a table with so many lines, in points."""
    return lines * theme.table[0] * _TABLE_LINE + 2 * theme.row_gap + theme.thin


def caption_height(theme: PageTheme) -> float:
    """What a caption in two lines and a line of units take over a table."""
    return 2 * theme.caption * _TEXT_LINE + 13 + note_height(theme)


def note_height(theme: PageTheme) -> float:
    return theme.note * _TEXT_LINE + 2


def heading_height(theme: PageTheme, level: int) -> float:
    return theme.heading_size(level) * _TEXT_LINE + (26 if level == 1 else 18)


def _own(id: str) -> str:
    known = id in _BUILT_IN or id.startswith(("Heading", "TOC"))
    return "" if known else ' w:customStyle="1"'


def _fonts(eastern: str, western: str) -> str:
    return f'<w:rFonts w:ascii="{western}" w:hAnsi="{western}" w:eastAsia="{eastern}" w:cs="{western}"/>'


def _styles(theme: PageTheme) -> list[_Style]:
    table, note = theme.table[0], theme.note
    right = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{twips(theme.column())}"/></w:tabs>'
    header = f'<w:tabs><w:tab w:val="right" w:pos="{twips(theme.column())}"/></w:tabs>'
    made = [
        _Style(TITLE, "Title", theme.title, next=OFFICE, heading=True, before=90, after=18, across="center"),
        _Style(OFFICE, "Subtitle", theme.headings[1], next=BODY, before=0, after=30, across="center"),
        _Style(CAPTION, "caption", theme.caption, heading=True, keep=True, before=10, after=3, across="center"),
        _Style(UNIT, tr("单位行"), note, keep=True, after=2, across="right"),
        _Style(NOTE, tr("表注和来源"), note, before=2, across="left"),
        _Style(PROSE, "Body Text", theme.body, after=4, across="both", first=2 * theme.body),
        _Style(PICTURE, tr("图"), theme.body, keep=True, before=8, across="center"),
        _Style(CELL, tr("表内文字"), table, before=theme.row_gap, after=theme.row_gap, across="left", line=table * _TABLE_LINE),
        _Style(
            FIGURE,
            tr("表内数字"),
            table,
            base=CELL,
            before=theme.row_gap,
            after=theme.row_gap,
            across="right",
            line=table * _TABLE_LINE,
        ),
        _Style(
            HEAD,
            tr("表头"),
            table,
            base=CELL,
            before=theme.row_gap,
            after=theme.row_gap,
            across="center",
            line=table * _TABLE_LINE,
        ),
        _Style(
            SECTION_ROW,
            tr("表内分组"),
            table,
            base=CELL,
            heading=True,
            before=theme.row_gap,
            after=theme.row_gap,
            across="left",
            line=table * _TABLE_LINE,
        ),
        _Style(
            CONTENTS, "TOC Heading", theme.headings[0], next=BODY, heading=True, keep=True, before=12, after=12, across="center"
        ),
        _Style(FIGURES_LIST, "table of figures", theme.body, tabs=right, after=2, line=theme.body * _LISTED_LINE),
        _Style(HEADER, "header", note, tabs=header),
        _Style(FOOTER, "footer", note, across="center"),
    ]
    made += [
        _Style(
            contents_line(level),
            f"toc {level}",
            theme.body,
            tabs=right,
            after=2,
            left=theme.body * 2 * (level - 1),
            line=theme.body * _LISTED_LINE,
        )
        for level in range(1, 4)
    ]
    return made + [
        _Style(
            heading(level),
            f"heading {level}",
            theme.heading_size(level),
            next=BODY,
            heading=True,
            keep=True,
            before=18 if level == 1 else 12,
            after=8 if level == 1 else 6,
            across="center" if level == 1 else "left",
            outline=level,
        )
        for level in range(1, MOST_HEADINGS + 1)
    ]


def styles_markup(theme: PageTheme) -> str:
    """The whole part of styles."""
    spoken = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    size = round(theme.body * 2)
    gap = twips(theme.cell_gap)
    rule = f'w:val="single" w:sz="{round(theme.thick * 8)}" w:space="0" w:color="{_BLACK}"'
    return (
        f"<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(theme.text, theme.latin)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{spoken}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="{BODY}"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{CHAPTER_NUMBER}"><w:name w:val="{CHAPTER_NUMBER}"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/></w:style>'
        f'<w:style w:type="character" w:styleId="{LINK}"><w:name w:val="Hyperlink"/><w:basedOn w:val="DefaultParagraphFont"/></w:style>'
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{THREE_LINES}"><w:name w:val="{tr("三线表")}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top {rule}/><w:bottom {rule}/></w:tblBorders><w:tblCellMar>'
        f'<w:left w:w="{gap}" w:type="dxa"/><w:right w:w="{gap}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        f"{''.join(style.markup(theme) for style in _styles(theme))}</w:styles>"
    )


def start_document(theme: PageTheme) -> Any:
    """An empty document with these styles, whose fields are brought up to date when it is opened."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for child in list(parse_xml(styles_markup(theme))):
        styles.append(child)
    body = document.element.body
    for child in list(body)[:-1]:
        body.remove(child)
    _set_settings(document.settings.element)
    for links in (document.part.rels, document.part.package.rels):
        for id in [id for id, link in links.items() if link.reltype.rpartition("/")[2] in _NOT_OURS]:
            del links[id]
    return document


def _set_settings(settings: Any) -> None:
    from docx.oxml import parse_xml

    for child in list(settings):
        settings.remove(child)
    spoken = "zh-CN" if language() == SOURCE_LANGUAGE else "en-US"
    made = parse_xml(
        f'<w:settings {NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:updateFields w:val="true"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="en-US" w:eastAsia="{spoken}"/></w:settings>'
    )
    for child in list(made):
        settings.append(child)
