"""What a file, a sheet and the lines above a table say for all of its figures: time, area, unit, indicator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import PurePath

from ecdesk.domain.book.catalogue import IndicatorCatalogue
from ecdesk.domain.book.records import Answer
from ecdesk.domain.figures.areas import Area, AreaCatalogue
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import folded
from ecdesk.domain.wording.measures import find_measure
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.places import latin_tail, unlisted, without_numbering
from ecdesk.domain.wording.time.time_words import time_named, times_in, with_years_off, without_times
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import is_noun, printed_unit, units_among, units_in, units_stated, without_label
from ecdesk.excel.reading.texts.evidence import Contradiction, Evidence, Facet, Rank, depth, in_force, joined_time, specific
from ecdesk.excel.reading.texts.headings import HeadingReader, Match
from ecdesk.excel.reading.texts.labels import Label, LabelReader
from ecdesk.excel.reading.texts.words import words

_SHORT_NAME = re.compile(r"[0-9A-Za-z]{1,7}")
"""What a sheet or a file is called that says nothing: Sheet1."""
_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,20})[)\]】]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A text over a table, of which evidence is made."""

    rank: Rank
    place: Text
    words: str
    cell: str = ""
    named: bool = False

    def says(self, facet: Facet, value: object) -> Evidence:
        return Evidence(facet, value, self.rank, self.place, self.words, self.cell, self.named)


LONGEST_LINE = 1000
"""What a line above a table says beyond this is not read."""
_AROUND = " -—_·、,，.。:：()（）~"


@dataclass(frozen=True)
class ReadingContext:
    """What the reader knows before it opens a file.

    areas, indicators: of the book; None for those that come with the program. year: of the book, a file of another one is asked about.
    answers: what was answered about files of the same shape before. home: the city, or province, that the book is about.
    """

    areas: AreaCatalogue | None = None
    indicators: IndicatorCatalogue | None = None
    year: int | None = None
    answers: tuple[Answer, ...] = ()
    home: Area | None = None


@dataclass(frozen=True)
class Said:
    """What the lines above a table, the names of its sheet and its file say for all of its figures, the nearest first."""

    evidence: tuple[Evidence, ...] = ()
    national: bool = False
    """Whether a line says that the table comes from a data base of the nation."""

    def under(self, outer: Said) -> Said:
        """This, completed by what a wider place says."""
        return Said(self.evidence + outer.evidence, self.national or outer.national)

    def at(self, rank: Rank, *dropped: Facet) -> Said:
        """The same as it stands at another rank, without what it says of some facets."""
        return replace(self, evidence=tuple(replace(one, rank=rank) for one in self.evidence if one.facet not in dropped))

    def without_parts(self) -> Said:
        """The same without the part of a year that the title of one table says; one over all tables names nothing that they are about."""
        titles = {one.words for one in self.of(Facet.NAME)}
        parts = {id(one) for one in self.of(Facet.TIME) if not one.named and one.words in titles}
        kept = [replace(one, value=Time(one.value.year)) if id(one) in parts else one for one in self.evidence]
        return replace(self, evidence=tuple(one for one in kept if one.facet is not Facet.TIME or one.value != Time()))

    def below(self, earlier: Said) -> Said:
        """What lines above the tables before one still say of it: none that is only of a time which its own or later ones end."""
        titles = {one.words for one in earlier.of(Facet.NAME)}
        own = [one for one in self.of(Facet.TIME) if one.rank == Rank.FAR]
        lines = [one for one in earlier.of(Facet.TIME) if one.words not in titles] if own else []
        others = tuple(one for one in earlier.evidence if one not in lines)
        return replace(earlier, evidence=others + in_force(lines, own))

    def of(self, facet: Facet) -> tuple[Evidence, ...]:
        return tuple(one for one in self.evidence if one.facet is facet)

    @cached_property
    def times(self) -> tuple[Time | None, tuple[Evidence, ...], Contradiction | None]:
        pieces = self._time_pieces()
        near = joined_time(one for one in pieces if one.rank < Rank.FILE)
        if near[0] is not None and near[0].names_year:
            return near
        if near[0] is not None and near[0].kind:
            # The name of the file only fills: a year, with its part where no other text names a part.
            pieces = [replace(one, value=Time(one.value.year)) if one.rank == Rank.FILE else one for one in pieces]
        return joined_time(pieces)

    def _time_pieces(self) -> Sequence[Evidence]:
        """The evidence of time. 报告期：2018年 over a table on the sheet 6月: the sheet tells which part of it."""
        pieces = self.of(Facet.TIME)
        if not any(one.place is SHEET_NAME and one.value.kind for one in pieces):
            return pieces
        return [replace(one, value=replace(one.value, whole=False)) if one.named else one for one in pieces]

    @property
    def time(self) -> Time | None:
        return self.times[0]

    @cached_property
    def areas(self) -> tuple[Evidence, ...]:
        """The evidence for each area that is named, each once, the nearest first, of one rank the innermost."""
        found: dict[str, Evidence] = {}
        for one in sorted(self.of(Facet.AREA), key=lambda one: (one.rank, -depth(one.value), not one.named)):
            found.setdefault(one.value.code or one.value.name, one)
        return tuple(found.values())

    @property
    def area(self) -> Area | None:
        """The area that the nearest text names, the innermost of them, a line that names it before a title."""
        return self.areas[0].value if self.areas else None

    @cached_property
    def unit_lines(self) -> tuple[Evidence, ...]:
        """What is said of units at the nearest place that says anything, unit lines before titles."""
        found = self.of(Facet.UNIT)
        nearest = min((one.rank for one in found), default=Rank.FAR)
        return tuple(sorted((one for one in found if one.rank == nearest), key=lambda one: not one.named))

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.unit_lines[0].value if self.unit_lines else ()

    @cached_property
    def measuring(self) -> Evidence | None:
        """The nearest evidence of what all figures of the table measure; its value is a Label."""
        return min(self.of(Facet.MEASURE), key=lambda one: one.rank, default=None)

    @property
    def added(self) -> Evidence | None:
        """The evidence of a measure that a title names besides its subject; its value is the words."""
        return next(iter(self.of(Facet.ADDED)), None)

    @cached_property
    def name(self) -> Evidence | None:
        """The nearest evidence of what the table is about; a line that names it counts before a title."""
        return min(self.of(Facet.NAME), key=lambda one: (one.value[2], one.rank, not one.named), default=None)

    @property
    def title(self) -> str:
        """The words of the first title, "" for none."""
        return next((one.words for one in self.evidence if one.place is TITLE), "")

    @property
    def match(self) -> Match | None:
        return self.name.value[0] if self.name is not None else None

    @property
    def heading(self) -> str:
        return self.name.value[1] if self.name is not None else ""


TITLE, LINE = text("标题"), text("表上方的")
NOTE = text("表下的注")
SHEET_NAME, FILE_NAME = text("工作表名"), text("文件名")


class LineReader:
    """Reads titles, unit lines, names of sheets and files."""

    def __init__(self, labels: LabelReader, headings: HeadingReader) -> None:
        self.labels = labels
        self.headings = headings
        self._read: dict[tuple[str, str], Said] = {}

    def lines(self, lines: Iterable[tuple[str, str]]) -> Said:
        """What the lines above a table say together, each with its cell."""
        said = [self._line(cell, line) for cell, line in lines]
        return Said(tuple(piece for one in said for piece in one.evidence), any(one.national for one in said))

    def _line(self, cell: str, line: str) -> Said:
        """What one line says, which is asked of every table below it: a sheet may have hundreds."""
        known = self._read.get((cell, line))
        if known is None:
            known = self._read[cell, line] = self._pieces(cell, line)
        return known

    def _pieces(self, cell: str, line: str) -> Said:
        found: list[Evidence] = []
        national = False
        for piece in pieces_of(line):
            if not piece or words().noise_lines.match(piece) is not None or words().tells_release(piece):
                continue
            national = national or words().national.search(piece) is not None
            about = _Line(Rank.FAR, LINE, piece, cell)
            named = self._named_line(piece, about)
            if named is not None:
                found += named
            elif title := title_before_signature(piece):
                found += self._title(title, replace(about, place=TITLE))
        return Said(tuple(found), national)

    def notes(self, notes: Iterable[tuple[str, str]]) -> Said:
        """What notes and lines below the tables say of all of their figures: 注：本表为2018年数据, 数据时间：2018年."""
        found: list[Evidence] = []
        for cell, note in notes:
            for piece in sentences_of(note):
                about = _Line(Rank.ABOVE, NOTE, piece, cell)
                match = words().note_says.match(piece)
                unit = words().note_of_unit.match(piece)
                if unit is not None and (units := units_stated(unit["unit"])):
                    found.append(about.says(Facet.UNIT, units))
                elif match is not None:
                    found += self._said_in_note(piece, match["what"].strip(), about)
                else:
                    found += self._named_line(piece, about) or []
        return Said(tuple(one for one in found if one.value))

    def _said_in_note(self, note: str, what: str, about: _Line) -> list[Evidence]:
        units, time, area = units_in(what), title_time(what), self.labels.area(what)
        if units:
            return [about.says(Facet.UNIT, units)]
        if area is not None:
            return [about.says(Facet.AREA, area)]
        if time is not None:
            # 截至11月底 is not what a month is: it is asked about where the figures do not say it.
            return [about.says(Facet.TIME, time)] if not time.as_of else []
        known = self.headings.find_label(self.labels(what)) is not None
        before, behind = note[: note.find(what)], note[note.find(what) :]
        if "指标" in before:
            return self._name_line(behind.rstrip("。."), about)
        return self._name_line(what, about) if known else []

    def _name_line(self, what: str, about: _Line) -> list[Evidence]:
        """What names an indicator by a word of its own: 指标：网络零售额同比增长（%）."""
        label = self.labels(what)
        found = [about.says(Facet.NAME, (self.headings.find_label(label), label.rest or label.raw, 0))]
        found += [about.says(Facet.MEASURE, replace(label, rest=""))] if label.measure else []
        return [*found, about.says(Facet.UNIT, label.units)] if label.units else found

    def _named_line(self, line: str, about: _Line) -> list[Evidence] | None:
        """What a line says that names a thing (单位：亿元); None for a title."""
        about = replace(about, named=True)
        for name, pattern in words().lines.items():
            match = pattern.match(line)
            if match is None:
                continue
            rest = line[match.end() :].strip()
            if name == "unit":
                units = units_stated(rest)
                return [about.says(Facet.UNIT, units)] if units else self._area_line(rest, about)
            if name == "indicator" and rest:
                return self._name_line(rest, about)
            if name == "period":
                time = title_time(rest)
                if time is not None and not time.names_part and words().of_year.match(line) is None:
                    time = replace(time, whole=True)
                return [about.says(Facet.TIME, time)] if time is not None else []
            return self._area_line(rest, about) if name == "region" else []
        if not is_noun(line) and (alone := printed_unit(line)) is not None:
            return [about.says(Facet.UNIT, (alone,))]
        match = words().unit_line.search(line)
        units = units_stated(re.split(r"[()]", line[match.end() :])[0]) if match is not None else ()
        if match is None or not units:
            return None
        before = _KIND_OF_UNIT.sub("", line[: match.start()])
        title = before if before.strip() and not before.endswith("(") else line
        return [about.says(Facet.UNIT, units), *self._title(title, replace(about, place=TITLE, named=False))]

    def _area_line(self, rest: str, about: _Line) -> list[Evidence]:
        area = specific(self.labels.places.mentioned(rest)) or self.labels.area(rest)
        inside = self.labels.places.place_inside(rest) if area is not None else self.labels.places.place_in(rest)
        if inside:
            area = unlisted(inside, area.code if area is not None else "")
        return [about.says(Facet.AREA, area)] if area is not None else []

    def _title(self, title: str, about: _Line) -> list[Evidence]:
        found = _time_of_title(title, about)
        found += self._area_of(title, about)
        title = without_numbering(title)
        chunks = map(units_among, _IN_BRACKETS.findall(title))
        units = next((units for units in chunks if units and all(unit.base for unit in units)), ())
        label = self.labels(title)
        units = units or (label.units if label.base and not label.measure else ())
        found += [about.says(Facet.UNIT, units)] if units else []
        return [*found, *self._added_of(title, about), *self._subject_of(title, about)]

    def _added_of(self, title: str, about: _Line) -> Iterator[Evidence]:
        if added := self._added(title):
            yield about.says(Facet.ADDED, added)

    def _subject_of(self, title: str, about: _Line) -> Iterator[Evidence]:
        """What a title names, an indicator, or, of less weight, the field that the table is about; and the measure at its end."""
        plain = without_numbering(self._bare(title))
        match = self.headings.inside(plain)
        label = self.labels(words().rank.sub("", without_numbering(title)))
        if match is None and not self._added(title) and self._measures_all(label, plain):
            yield about.says(Facet.MEASURE, label)
            plain = self._bare(label.rest)
            match = self.headings.inside(plain)
        heading = match.indicator.name if match is not None else self.subject(plain)
        if heading and not (about.place in (SHEET_NAME, FILE_NAME) and _says_nothing(heading)):
            weight = _weight(title) if match is None else 0
            yield about.says(Facet.NAME, (match, heading, max(weight, int(about.rank is Rank.FILE))))

    def _measures_all(self, label: Label, plain: str) -> bool:
        """Whether a title says what all figures under it measure."""
        return bool(label.measure or (label.says_level and words().titles.fullmatch(plain) is None))

    def _added(self, title: str) -> str:
        """The words of a measure that a title names besides its subject, "" for none: 产量及增长."""
        added = words().title_additions.search(_IN_BRACKETS.sub("", title))
        return added[0].strip() if added is not None and find_measure(added[0])[0] else ""

    def _area_of(self, title: str, about: _Line) -> list[Evidence]:
        found = [area for area in self.labels.places.mentioned(title) if area.kind != "nation"]
        area = specific(found) or (self._in_english(title) if not found else None)
        if area is not None and area.kind == "region" and self.labels.area(without_numbering(title)) is not area:
            return []
        inside = self.labels.places.place_inside(title) if area is not None else ""
        if area is not None and inside:
            return [about.says(Facet.AREA, unlisted(inside, area.code))]
        if area is None and not found:
            area = self._area_apart(title, about)
        return [about.says(Facet.AREA, area)] if area is not None else []

    def _area_apart(self, title: str, about: _Line) -> Area | None:
        """The area of a text that mentions none but the nation: the whole text, the nation in a sheet's name, or a place that no catalogue has."""
        nation = self.labels.places.mentioned(title) if about.place is SHEET_NAME else ()
        place = self.labels.places.place_in(title)
        area = self.labels.area(title) or next(iter(nation), None) or (unlisted(place) if place else None)
        if area is None and about.rank is Rank.FILE:
            # 全国_2018年: the nation stands apart from what the file is about.
            pieces = re.split(r"[_\s\-—]+", PurePath(about.words).stem)
            area = next(filter(None, map(self.labels.area, pieces[:-1])), None)
        return area

    def _in_english(self, title: str) -> Area | None:
        """The one area that a title names in English or pinyin, as whole words: Shaanxi is not Shanxi."""
        plain = re.sub(r"[^a-z ]+", " ", title.casefold())
        named = {
            area.code: area
            for area in self.labels.areas
            if area.kind in ("province", "city", "corps")
            for name in (area.english, area.pinyin)
            if name and re.search(rf"(?<![a-z]){re.escape(name.casefold())}(?![a-z])", plain)
        }
        return specific(list(named.values()))

    def _bare(self, title: str) -> str:
        """A title without time, areas and brackets."""
        plain = without_times(re.sub(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]", "", tidy(title)))
        plain = words().title_additions.sub("", latin_tail(plain)[0])
        for area in self.labels.places.mentioned(plain):
            for name in (area.name, area.short):
                plain = plain.replace(name, "")
        plain = plain.removeprefix(self.labels.places.place_in(plain))
        return words().title_numbers.sub("", plain.strip())

    def subject(self, title: str) -> str:
        """What a title is about when everything general is left off it: 1996~2019民用汽车拥有量（万辆） is 民用汽车拥有量."""
        plain = self._bare(title)
        first, last = words().title_edges
        for _ in range(4):
            shorter = words().titles.sub("", plain).strip(_AROUND).lstrip(first).rstrip(last).strip(_AROUND)
            if shorter == plain:
                break
            plain = shorter
        if len(plain) < 2 or plain.isdigit() or re.fullmatch(r"[A-Za-z]{0,3}[0-9][0-9A-Za-z\-_.]*", plain):
            return ""
        return plain

    def sheet_name(self, name: str) -> Said:
        """What the name of a sheet says."""
        return self._name(sheet_said(name), _Line(Rank.FAR, SHEET_NAME, name))

    def file_name(self, name: str) -> Said:
        """What the name of a file says, its ending left off."""
        plain = re.sub(r"(?<=[^ -~]) [0-9A-Za-z]{1,4}$", "", tidy(PurePath(name).stem.replace("_", " ")))
        about = _Line(Rank.FILE, FILE_NAME, name)
        said = self._name(plain, about)
        if said.area is None:
            codes = (self.labels.areas.get(code) for code in re.findall(r"(?<![0-9])[1-8][0-9]{5}(?![0-9])", plain))
            coded = [about.says(Facet.AREA, area) for area in codes if area is not None]
            said = Said((*said.evidence, *(coded[:1] or self._nation_in(plain, about))))
        return said

    def _nation_in(self, plain: str, about: _Line) -> list[Evidence]:
        """The nation, where the name of a file begins with it: 全国月度数据."""
        nation = self.labels.area("全国") if words().national.search(plain) is not None else None
        return [about.says(Facet.AREA, nation)] if nation is not None else []

    def _name(self, plain: str, about: _Line) -> Said:
        if not plain:
            return Said()
        time = title_time(plain)
        found = [about.says(Facet.TIME, time)] if time is not None else []
        found += self._area_of(plain, about)
        units = self._bracket_units(plain)
        found += [about.says(Facet.UNIT, units)] if units else []
        found += [replace(one, rank=max(one.rank, Rank.ABOVE)) for one in self._subject_of(plain, about)]
        return Said(tuple(found))

    def _bracket_units(self, name: str) -> tuple[Unit, ...]:
        units = (printed_unit(chunk) for chunk in _IN_BRACKETS.findall(name))
        return next(((unit,) for unit in units if unit is not None), ())


def _says_nothing(name: str) -> bool:
    """Whether the name of a sheet or a file is one that programs give, and not the short name of an indicator."""
    return _SHORT_NAME.fullmatch(name) is not None and words().short_names.fullmatch(name) is None


_APART = re.compile(r"[\n\r]+(?![A-Za-z])|(?<!\s)(?<!^\w)(?:\s{3,}|\u3000{2,})|\s(?=(?:注|备注|说明)[:：])")
"""Between two lines, unless the second is the first again in English, or a word of a form is spread out: 表    号."""


def title_before_signature(line: str) -> str:
    """A title without what stands apart behind it of who filled in the form and when (2018年旅游情况 报送日期：2019年1月5日), "" for a line
    that says nothing else."""
    signed = words().signature.search(line)
    if signed is None:
        return line
    title = line[: signed.start()].rstrip(" ,，;；([（")
    apart = title != line[: signed.start()] or line[signed.end() - 1 : signed.end() + 1].find(":") >= 0
    return title if apart and _is_dated(title) else ""


@lru_cache(maxsize=4096)
def begins_with_title(line: str) -> bool:
    """Whether a line says something else than who filled in the form and when, before that a title with its time."""
    if words().signature.search(tidy(line)) is None:
        return True
    return _is_dated(title_before_signature(pieces_of(line)[0]))


def _is_dated(title: str) -> bool:
    return ":" not in title and title_time(title) is not None and len(without_times(title).strip(_AROUND)) > 1


def pieces_of(line: str) -> list[str]:
    """What stands apart in one line above a table: 填报单位：湖南省　　　　单位：亿元."""
    return [tidy(piece) for piece in _apart(line)]


def sheet_said(name: str) -> str:
    """What the name of a sheet says behind its number: 万美元 of 表1万美元."""
    plain = tidy(name)
    return words().sheet_numbers.sub("", plain) or plain


def pieces_of_file(name: str) -> str:
    """What the name of a file says, with a comma where something stands between its words."""
    return tidy(re.sub(r"[_\s]+", ",", PurePath(name).stem))


def sentences_of(note: str) -> list[str]:
    """What stands apart in a note, sentence by sentence."""
    return [sentence for piece in pieces_of(note) for sentence in _SENTENCES.split(piece) if sentence]


_SENTENCES = re.compile(r"(?<=[。;])\s*")


def _apart(line: str) -> list[str]:
    return _APART.split(line.strip()[:LONGEST_LINE])


def named_and_behind(line: str) -> list[tuple[str, str]]:
    """The same pieces, each that names something up to its value, with what else is said behind that (单位：亿元　按可比价); "" for nothing."""
    return [_value_and_behind(piece) for piece in _apart(line)]


def _value_and_behind(piece: str) -> tuple[str, str]:
    whole = tidy(piece)
    named = words().named_value.match(piece)
    behind = tidy(piece[named.end() :]) if named is not None else ""
    if named is None or not behind or words().any_line.match(whole) is None:
        return whole, ""
    is_more = _says_nothing_of_figures(behind) or ":" in behind or named[0][-2:].isascii()
    return (whole, "") if is_more else (tidy(named[0]), behind)


def _says_nothing_of_figures(line: str) -> bool:
    return bool(words().office.search(line) or words().signature.search(line) or words().noise_lines.match(line))


_KIND_OF_UNIT = re.compile(r"[,;]?(?:计量|金额|数据|货币|度量|计算|数量)?$")
"""What belongs to the word for units at the end of a title: 2018年零售额 计量（单位：亿元）."""


def _weight(title: str) -> int:
    """How little a title without an indicator may be about what its table holds: 2 for a topic, 0 where a unit stands behind it."""
    if words().topics.search(_IN_BRACKETS.sub("", title).strip()) is not None:
        return 2
    return 0 if any(units_in(chunk) and without_label(chunk) == chunk for chunk in _IN_BRACKETS.findall(title)) else 1


def title_time(title: str) -> Time | None:
    """The time that a title, a line or a file's name gives; dates of the day are left out, and so are several years. What no period
    stands for (2017年10月—2018年3月, 一、二季度) stays what it is: it is none of its parts. 截至2018年12月31日 is the end of the year."""
    found: Time | None = None
    until: Time | None = None
    for time in _times_of_figures(title):
        if time.is_no_period:
            return time
        if time.as_of == "upto" and time.ends_a_year:
            until = until or time.at_years_end()
        if time.until is not None:
            continue
        if time.kind != "day" and time.as_of != "since" and (found is None or found.agrees(time)):
            found = time if found is None else found.joined(time)
    found = found or until
    whole = time_named(title) if found is None else None
    if whole is not None and whole.until is not None:
        return whole
    return with_years_off(found, title) if found is not None and _tells_period(found) else None


def _time_of_title(title: str, about: _Line) -> list[Evidence]:
    time = title_time(without_numbering(words().title_numbers.sub("", title)))
    if time is not None:
        return [about.says(Facet.TIME, time)]
    # A day only fills: a title that names a part of the year says more.
    ended = _month_ended(title)
    return [replace(about, rank=max(about.rank, Rank.ABOVE)).says(Facet.TIME, ended)] if ended is not None else []


def _month_ended(line: str) -> Time | None:
    """The month, or the year, at whose end a table stands by a line that is nothing but that day: 2021年9月30日."""
    day = time_named(line)
    period = day.period() if day is not None and day.kind == "day" else None
    if day is None or period is None or not period.edges_a_month or day.day == 1:
        return None
    return Time(day.year) if day.last == _DECEMBER else Time(day.year, kind="month", first=day.first, last=day.last)


_DECEMBER = 12


def _times_of_figures(title: str) -> Iterator[Time]:
    """The times of a text but those at which it was released, and the editions of yearbooks."""
    read = folded(title).text
    editions = [edition.span() for edition in words().edition.finditer(read)]
    for time, start, end in times_in(read):
        released = words().released.match(read, end)
        if any(first <= start < last for first, last in editions):
            continue
        if released is None or read[released.end() :][:1] not in _AFTER_RELEASE:
            yield time


_AFTER_RELEASE = ("", *")],.;。，；")


def _tells_period(time: Time) -> bool:
    whole = time.whole and not time.as_of
    return bool(time.names_year or time.kind or whole or time.cumulative or time.grain in ("month", "quarter"))


def contradicting_years(said: Said, outer: Said) -> tuple[int, int] | None:
    """The year of the file's name and that of the lines above a table, when they are two. A month of the next year in the name is
    when the file was sent."""
    if said.time is None or outer.time is None:
        return None
    inner, named = said.time, outer.time
    if inner.year is None or named.year is None or named.year in (inner.year, inner.until):
        return None
    if named.kind == "month" and named.year == inner.year + 1:
        return None
    return named.year, inner.year


MOST_EARLIER = 100
"""So many lines over the tables before one may still be about it, the first of a sheet and the last; a sheet may hold thousands of tables."""


def first_and_last(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines over the tables before one, as many of them as may be about it."""
    half = MOST_EARLIER // 2
    return lines if len(lines) <= MOST_EARLIER else [*lines[:half], *lines[-half:]]
