"""What a file, a sheet and the lines above a table say for all of its figures: time, area, unit, indicator."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from ecdesk.domain.book.catalogue import IndicatorCatalogue
from ecdesk.domain.book.records import Answer
from ecdesk.domain.figures.areas import NATION, Area, AreaCatalogue
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.texts import Text, text
from ecdesk.domain.wording.folding import folded
from ecdesk.domain.wording.note_marks import tidy
from ecdesk.domain.wording.time.time_words import times_in, without_times
from ecdesk.domain.wording.time.times import Time
from ecdesk.domain.wording.units import printed_unit, units_in
from ecdesk.excel.reading.headings import HeadingReader, Match
from ecdesk.excel.reading.labels import LabelReader
from ecdesk.excel.reading.words import words

_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]{1,20})[)\]】]")
LONGEST_LINE = 1000
"""What a line above a table says beyond this is not read."""
_AROUND = " -—_·、,，.。:：()（）~"


@dataclass(frozen=True)
class ReadingContext:
    """What the reader knows before it opens a file.

    areas, indicators: of the book; None for those that come with the program. year: of the book, a file of another one is asked about.
    answers: what was answered about files of the same shape before.
    """

    areas: AreaCatalogue | None = None
    indicators: IndicatorCatalogue | None = None
    year: int | None = None
    answers: tuple[Answer, ...] = ()


@dataclass
class Said:
    """What the lines of one place say. Each with the sentence that tells where it was found."""

    time: Time | None = None
    time_why: Text | None = None
    last_year: int | None = None
    area: Area | None = None
    area_why: Text | None = None
    areas: list[Area] = field(default_factory=list)
    units: tuple[Unit, ...] = ()
    unit_why: Text | None = None
    other_units: tuple[Unit, ...] = ()
    """What other lines of the same place give as the unit."""
    match: Match | None = None
    heading: str = ""
    heading_why: Text | None = None
    national: bool = False

    def under(self, outer: Said) -> Said:
        """This, completed by what a wider place says."""
        return Said(
            self.time or outer.time,
            self.time_why or outer.time_why,
            self.last_year or outer.last_year,
            self.area or outer.area,
            self.area_why or outer.area_why,
            self.areas + [area for area in outer.areas if area not in self.areas],
            self.units or outer.units,
            self.unit_why or outer.unit_why,
            self.other_units or (outer.other_units if not self.units else ()),
            self.match or (outer.match if not self.heading else None),
            self.heading or outer.heading,
            self.heading_why or outer.heading_why,
            self.national or outer.national,
        )


class LineReader:
    """Reads titles, unit lines, names of sheets and files."""

    def __init__(self, labels: LabelReader, headings: HeadingReader) -> None:
        self.labels = labels
        self.headings = headings

    def lines(self, lines: list[str]) -> Said:
        """What the lines above a table say together; a line that names a thing (时间：2018年) counts before a title."""
        said = Said()
        titles: list[str] = []
        named = Said()
        for line in lines:
            for piece in pieces_of(line):
                if piece and not self._named_line(piece, named) and not words().signature.search(piece):
                    titles.append(piece)
        for title in titles:
            self._title(title, said)
        whole = named.under(said)
        if named.units and said.units:
            whole.other_units = (*named.other_units, *said.units, *said.other_units)
        return whole

    def _named_line(self, line: str, said: Said) -> bool:
        if words().national.search(line):
            said.national = True
        for name, pattern in words().lines.items():
            match = pattern.match(line)
            if match is None:
                continue
            rest = line[match.end() :].strip()
            if name == "unit":
                if said.units:
                    said.other_units = (*said.other_units, *units_in(rest))
                said.units = said.units or units_in(rest)
                said.unit_why = said.unit_why or text("单位行写明“{line}”。", line=line)
                if not said.units:
                    self._area_line(rest, line, said)
            elif name == "indicator" and rest:
                label = self.labels(rest)
                said.match = self.headings.find_label(label)
                said.heading = label.rest or label.raw
                said.heading_why = text("表上方写明“{line}”。", line=line)
                if label.units and not said.units:
                    said.units = label.units
                    said.unit_why = said.heading_why
            elif name == "period" and said.time is None:
                said.time, last = title_time(rest)
                said.last_year = said.last_year or last
                said.time_why = text("表上方写明“{line}”。", line=line)
            elif name == "region":
                self._area_line(rest, line, said)
            return True
        match = words().unit_line.search(line)
        if match is not None:
            units = units_in(re.split(r"[()]", line[match.end() :])[0])
            if said.units:
                said.other_units = (*said.other_units, *units)
            else:
                said.units, said.unit_why = units, text("表上方写明“{line}”。", line=line)
        return False

    def _area_line(self, rest: str, line: str, said: Said) -> None:
        area = specific(self.labels.places.mentioned(rest)) or self.labels.area(rest)
        if area is not None and said.area is None:
            said.area = area
            said.area_why = text("表上方写明“{line}”。", line=line)
            said.areas.append(area)

    def _title(self, title: str, said: Said) -> None:
        if said.time is None:
            time, last = title_time(title)
            if time is not None:
                said.time = time
                said.time_why = text("标题“{title}”写明时间。", title=title)
            said.last_year = said.last_year or last
        self._area_of(title, said, text("标题“{title}”写明地区。", title=title))
        if not said.units:
            said.units = next((units for chunk in _IN_BRACKETS.findall(title) if (units := units_in(chunk))), ())
            said.unit_why = text("标题“{title}”写明单位。", title=title) if said.units else said.unit_why
        if said.match is None and not said.heading:
            said.match = self.headings.inside(self._bare(title))
            said.heading = said.match.indicator.name if said.match else self.subject(title)
            said.heading_why = text("标题“{title}”写明指标。", title=title) if said.heading else None

    def _area_of(self, title: str, said: Said, why: Text) -> None:
        found = [area for area in self.labels.places.mentioned(title) if area.kind != "nation"]
        area = specific(found) or (self._in_english(title) if not found else None)
        if area is not None and area.kind != "region":
            if said.area is None:
                said.area, said.area_why = area, why
            if area not in said.areas:
                said.areas.append(area)
        elif not found and self.labels.area(title) is not None:
            said.area, said.area_why = self.labels.area(title), why

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
        plain = words().title_additions.sub("", plain)
        for area in self.labels.places.mentioned(plain):
            for name in (area.name, area.short):
                plain = plain.replace(name, "")
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
        said = Said()
        plain = tidy(name)
        if plain:
            self._area_of(plain, said, text("工作表名“{name}”写明地区。", name=name))
            said.time, said.last_year = title_time(plain)
            said.time_why = text("工作表名“{name}”写明时间。", name=name) if said.time else None
            said.units = self._bracket_units(plain)
            said.unit_why = text("工作表名“{name}”写明单位。", name=name) if said.units else None
            said.heading = self._name_subject(plain)
            said.match = self.headings.inside(self._bare(plain))
            said.heading_why = text("工作表名“{name}”写明指标。", name=name) if said.heading or said.match else None
        return said

    def file_name(self, name: str) -> Said:
        """What the name of a file says, its ending left off."""
        said = Said()
        plain = tidy(PurePath(name).stem.replace("_", " "))
        self._area_of(plain, said, text("文件名“{name}”写明地区。", name=name))
        if said.area is None:
            codes = (self.labels.areas.get(code) for code in re.findall(r"(?<![0-9])[1-8][0-9]{5}(?![0-9])", plain))
            area = next((area for area in codes if area is not None), None)
            if area is not None:
                said.area, said.area_why = area, text("文件名“{name}”写明地区。", name=name)
                said.areas.append(area)
        said.time, said.last_year = title_time(plain)
        said.time_why = text("文件名“{name}”写明时间。", name=name) if said.time else None
        said.units = self._bracket_units(plain)
        said.unit_why = text("文件名“{name}”写明单位。", name=name) if said.units else None
        said.heading = self._name_subject(plain)
        said.match = self.headings.inside(self._bare(plain))
        said.heading_why = text("文件名“{name}”写明指标。", name=name) if said.heading or said.match else None
        return said

    def _name_subject(self, name: str) -> str:
        found = self.subject(name)
        return "" if found.isascii() and found.isalnum() and len(found) < 8 else found

    def _bracket_units(self, name: str) -> tuple[Unit, ...]:
        units = (printed_unit(chunk) for chunk in _IN_BRACKETS.findall(name))
        return next(((unit,) for unit in units if unit is not None), ())


def pieces_of(line: str) -> list[str]:
    """What stands apart in one line above a table: 填报单位：湖南省　　　　单位：亿元."""
    return [tidy(piece) for piece in re.split(r"[\n\r]+|\s{3,}|\u3000{2,}", line.strip()[:LONGEST_LINE])]


def title_time(title: str) -> tuple[Time | None, int | None]:
    """The time that a title, a line or a file's name gives, and the last year of several; dates of the day are left out. What no period
    stands for (2017年10月—2018年3月, 一、二季度) stays what it is: it is none of its parts."""
    found: Time | None = None
    for time, _start, _end in times_in(folded(title).text):
        if time.is_no_period:
            return time, None
        if time.until is not None:
            return None, time.until
        if time.kind != "day" and time.as_of != "since" and (found is None or found.agrees(time)):
            found = time if found is None else found.joined(time)
    return (found, None) if found is not None and found.names_year else (None, None)


def specific(areas: list[Area]) -> Area | None:
    """The one area that a text names: of an area and one that lies in it the inner one; None for several."""
    inner = [area for area in areas if area.code != NATION]
    if len(inner) > 1:
        parents = {area.parent for area in inner}
        inner = [area for area in inner if area.code not in parents]
    if len(inner) == 2 and {area.kind for area in inner} == {"province", "corps"}:
        inner = [area for area in inner if area.kind == "corps"]
    return inner[0] if len(inner) == 1 else None
