"""Spreadsheets made from a seed, with what a person reads in them kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from itertools import product
from pathlib import Path
from random import Random

from tests.reading_trials.body import Body
from tests.reading_trials.facts import Coords, Facts, make_cities, make_facts
from tests.reading_trials.labels import Labels, make_labels
from tests.reading_trials.sheets import Canvas, write
from tests.reading_trials.truth import Expected, Group
from tests.reading_trials.vocabulary import (
    AREA_LINES,
    AREA_NOTES,
    FILE_NAMES,
    INDICATOR_LINES,
    NOISE_ABOVE,
    NOISE_BELOW,
    SHEET_NAMES,
    TIME_LINES,
    TIME_NOTES,
    TITLE_TAILS,
    UNIT_LINES,
    UNIT_NOTES,
)

TRAPS = ("conflict", "no year", "no area", "no unit", "twice", "cities")
"""What no reader can know: the answer is a question."""

FORCED = {"title": 3.0, "line": 1}
FAR = {"title": 4.5, "line": 1.6, "sheet": 1.2, "file": 0.9, "near": 1.6, "note": 0.5}
AXES = {
    "A": {"row": 6.0, "col": 1.5, "section": 1.2, "sheet": 1.3},
    "Y": {"row": 3.5, "col": 5, "section": 0.8, "sheet": 0.7},
    "P": {"row": 3.5, "col": 5, "section": 0.7, "sheet": 0.8},
    "I": {"row": 3.5, "col": 4.5, "section": 1.2, "sheet": 0.8},
    "M": {"row": 1.2, "col": 7, "section": 0.8, "sheet": 0.5},
}
"""How often a facet of several members stands where."""


@dataclass
class Layout:
    """name: of the file. sheets: as laid out. truth: what a person reads. places: facet to where it stands, in words. trap: one of `TRAPS`, or
    nothing."""

    name: str
    sheets: list[Canvas]
    truth: list[Expected]
    places: dict[str, str]
    trap: str = ""
    encoding: str = "utf-8-sig"

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        write(self.sheets, path, self.encoding)
        return path


@dataclass
class Plan:
    """Where each facet of one table stands. single: facet (A, T time, Y, P, I) of one member to its place; section, sheet: at most one
    group each. forced: it says everything in its own title and lines, since another table stands in the same sheet."""

    facts: Facts
    labels: Labels
    rows: list[Group] = field(default_factory=list)
    columns: list[Group] = field(default_factory=list)
    section: Group | None = None
    sheet: Group | None = None
    single: dict[str, str] = field(default_factory=dict)
    fixed: Coords = field(default_factory=dict)
    trap: str = ""
    province: str = ""
    forced: bool = False

    def places(self) -> dict[str, str]:
        """Facet to its place, for counts."""
        found = dict(self.single)
        for name, groups in (("row", self.rows), ("column", self.columns), ("section", [self.section]), ("sheets", [self.sheet])):
            found |= {facet: name for group in groups if group for facet in group.facets if facet not in found}
        if "T" in found:
            found["Y"] = found["P"] = found.pop("T")
        names = {"A": "area", "Y": "year", "P": "part of the year", "I": "indicator", "M": "measure"}
        named = {names[facet]: place for facet, place in sorted(found.items())}
        if not self.facts.members["P"][0]:
            named.pop("part of the year", None)
        return named | {"unit": self.labels.unit_at}


def make_plan(random: Random, facts: Facts, labels: Labels, forced: bool = False, trap: str = "") -> Plan:
    plan = Plan(facts, labels, trap=trap, forced=forced)
    plan.fixed = {facet: keys[0] for facet, keys in facts.members.items()}
    far = FORCED if forced else FAR
    axes: dict[str, list[str]] = {"row": [], "col": [], "section": [], "sheet": []}
    for facet in random.sample("AYPIM", 5):
        if len(facts.members[facet]) > 1:
            chances = {
                axis: chance for axis, chance in AXES[facet].items() if axis in ("row", "col") or not (forced or axes[axis])
            }
            axes[random.choices(list(chances), list(chances.values()))[0]].append(facet)
    _single_times(random, plan, axes, far)
    for facet in "AI":
        if len(facts.members[facet]) == 1:
            plan.single[facet] = _place(random, far)
    if facts.members["M"] != ["value"] and len(facts.members["M"]) == 1:
        labels.whole_names = True
    _near(random, plan, axes)
    if not forced and random.random() < 0.05:
        axes = {
            "row": sorted(axes["row"] + axes["col"], key="TAYPIM".index),
            "col": [],
            "section": axes["section"],
            "sheet": axes["sheet"],
        }
    _balance(axes, facts)
    plan.rows = _groups(random, facts, axes["row"], across=False)
    plan.columns = _groups(random, facts, axes["col"], across=True)
    for name in ("section", "sheet"):
        if axes[name]:
            setattr(plan, name, _groups(random, facts, axes[name], across=False)[0])
    _fit_unit(random, plan)
    return plan


def _place(random: Random, chances: dict[str, float]) -> str:
    return random.choices(list(chances), list(chances.values()))[0]


def _single_times(random: Random, plan: Plan, axes: dict[str, list[str]], far: dict[str, float]) -> None:
    """Say year and part where one of them has one member only: together, or each in its place."""
    members = plan.facts.members
    years, parts = len(members["Y"]) > 1, len(members["P"]) > 1
    if plan.facts.pair or not (years or parts):
        plan.single["T"] = _place(
            random, {place: chance for place, chance in far.items() if place != "near" or not plan.facts.pair}
        )
    elif not years:
        place = _place(random, far)
        if place == "near":
            next(facets for facets in axes.values() if "P" in facets).append("Y")
        else:
            plan.single["Y"] = place
    elif not parts and members["P"][0]:
        place = "near" if random.random() < 0.6 else _place(random, {"title": 3, "line": 1})
        if place == "near":
            next(facets for facets in axes.values() if "Y" in facets).append("P")
        else:
            plan.single["P"] = place


def _near(random: Random, plan: Plan, axes: dict[str, list[str]]) -> None:
    """Give the facets of one member that stand near the figures a head or a stub of their own."""
    for facet, place in list(plan.single.items()):
        if place == "near":
            axis = "col" if random.random() < 0.6 else "row"
            axes[axis].insert(0, facet)
            del plan.single[facet]


def _balance(axes: dict[str, list[str]], facts: Facts) -> None:
    """At most thirty columns and three levels of heads; something in the rows."""

    def width(facets: list[str]) -> int:
        number = 1
        for facet in facets:
            number *= 1 if facet == "T" else len(facts.members[facet])
        return number

    columns = axes["col"]
    while columns and (width(columns) > 30 or len(columns) > 3):
        widest = max(columns, key=lambda facet: width([facet]))
        columns.remove(widest)
        axes["row"].append(widest)
    if not axes["row"] and columns:
        axes["row"].append(columns.pop(0))


def _groups(random: Random, facts: Facts, facets: list[str], across: bool) -> list[Group]:
    """The members of an axis from outer to inner; facets that are written in one text are one group."""
    members = facts.members
    order = sorted(facets, key="TAYPIM".index) if random.random() < 0.7 else random.sample(facets, len(facets))
    if "M" in order:
        order.sort(key=lambda facet: facet == "M")
    groups = []
    if "T" in order:
        order.remove("T")
        groups.append(Group("YP", [{"Y": members["Y"][0], "P": members["P"][0]}]))
    fused = _fused(random, facts, order, across)
    if across:
        order.sort(key=lambda facet: facet == "M" or any(facet == one[0] and one[1] == "M" and "I" not in one for one in fused))
    for facet in order:
        pair = next((one for one in fused if facet in one), "")
        if not pair:
            groups.append(Group(facet, [{facet: key} for key in members[facet]]))
        elif facet == pair[0]:
            groups.append(Group(pair, _combos(facts, pair)))
    return groups


def _fused(random: Random, facts: Facts, order: list[str], across: bool) -> list[str]:
    there = set(order)
    measures = facts.members["M"]
    if {"Y", "P"} <= there and (random.random() < 0.5 or len(facts.members["Y"]) == 1 or len(facts.members["P"]) == 1):
        return ["YP"] + (["IM"] if {"I", "M"} <= there else [])
    if {"I", "M"} <= there and (not across or random.random() < 0.6):
        return ["IM"]
    if across and measures == ["value", "growth"] and there == {"Y", "M"} and random.random() < 0.6:
        return ["YM"]
    if across and "M" in there and facts.pair and "P" in there and random.random() < 0.6:
        return ["PM"]
    return []


def _combos(facts: Facts, pair: str) -> list[Coords]:
    first, second = facts.members[pair[0]], facts.members[pair[1]]
    every = [{pair[0]: one, pair[1]: two} for one, two in product(first, second)]
    if pair != "YM":
        return every
    levels = [one for one in every if one["M"] == "value"]
    newest = max(first)
    return levels + [one for one in every if one["M"] != "value" and one["Y"] == newest]


def _fit_unit(random: Random, plan: Plan) -> None:
    """Where units cannot stand as was wished, they stand elsewhere."""
    labels = plan.labels
    in_rows = any("I" in group.facets for group in plan.rows)
    fixed = not any("I" in group.facets for group in (*plan.rows, *plan.columns))
    in_columns = any("I" in group.facets for group in plan.columns)
    if labels.unit_at == "column" and not in_rows:
        labels.unit_at = "bracket"
    if labels.unit_at == "row" and not (in_columns or (fixed and plan.section is None and plan.sheet is None)):
        labels.unit_at = "bracket"
    if labels.unit_at == "sheet" and plan.sheet is not None:
        labels.unit_at = "line"
    if labels.unit_at == "bracket" and plan.single.get("I") == "file":
        plan.single["I"] = "title"


# -- laying out


class Page:
    """What stands around the body of a table."""

    def __init__(self, random: Random, plan: Plan) -> None:
        self.random, self.plan, self.labels, self.facts = random, plan, plan.labels, plan.facts
        self.coords: Coords = {}  # of the sheet at hand

    def at(self, place: str) -> list[str]:
        return [facet for facet, where in self.plan.single.items() if where == place]

    def text(self, facet: str) -> str:
        """A facet of one member, as titles and lines say it."""
        fixed, labels = self.plan.fixed, self.labels
        if facet == "A":
            return labels.area_text(fixed["A"], far=True)
        if facet == "T":
            return labels.time_text(fixed["Y"], fixed["P"], far=True)
        if facet == "Y":
            return labels.year_text(fixed["Y"], far=True)
        if facet == "P":
            return labels.part_text(fixed["P"])
        return self.indicator(fixed["I"])

    def indicator(self, key: str) -> str:
        measures = self.facts.members["M"]
        if len(measures) == 1:
            return self.labels.of_measure(key, measures[0], far=True)
        return self.labels.indicator_text(key, far=True)

    def member(self, facet: str, key: str) -> str:
        """One of the members that have a sheet each."""
        if facet == "A":
            return self.labels.area_text(key, far=True)
        if facet == "Y":
            return self.labels.year_text(key, far=True)
        if facet == "P":
            return self.labels.part_text(key)
        if facet == "I":
            return self.indicator(key)
        return "指数（上年=100）" if key == "index" else self.labels.words[key]

    def units(self) -> str:
        if self.facts.members["M"] == ["growth"] or self.coords.get("M", "value") != "value":
            return "%"
        unit = self.facts.units[self.facts.members["I"][0]]
        many = len(self.facts.members["M"]) > 1 and "index" not in self.facts.members["M"]
        return f"{unit}、%" if many and self.random.random() < 0.3 else unit

    def title(self) -> str:
        random, said = self.random, self.at("title")
        if not said and self.labels.unit_at != "title" and not self.plan.forced and random.random() < 0.15:
            return ""
        front = [self.text(facet) for facet in said if facet in "ATYP"]
        if random.random() < 0.5:
            front.reverse()
        if self.plan.province:
            front.append(f"{self.plan.province}各市")
        elif len(self.facts.members["A"]) > 1 and random.random() < 0.6:
            front.append(random.choice(("各地区", "分地区", "各省（区、市）")))
        subject = self.text("I") if "I" in said else self.facts.subject.words + random.choice(TITLE_TAILS)
        years = self.facts.members["Y"]
        if len(years) > 1 and "-" not in years[0] and random.random() < 0.2:
            subject += f"（{min(years)}—{max(years)}年）"
        if self.labels.unit_at == "title":
            subject += random.choice(("（{}）", "（单位：{}）")).format(self.units())
        number = random.choice(("", "", "", "", "表1-3　", "3-12 ", "表5　", "（二）"))
        return number + "".join(front) + subject

    def lines(self) -> list[str]:
        forms = {"A": AREA_LINES, "T": TIME_LINES, "Y": TIME_LINES, "P": TIME_LINES, "I": INDICATOR_LINES}
        found = [self.random.choice(forms[facet]).format(self.text(facet)) for facet in self.at("line")]
        if self.plan.trap == "conflict":
            other = replace_year(self.text("T"), self.plan.fixed["Y"], -1)
            found.append(self.random.choice(TIME_LINES).format(other))
        return found

    def above(self, canvas: Canvas, width: int) -> None:
        """Title, report line and unit line, with what may stand between them."""
        random = self.random
        if random.random() < 0.15:
            canvas.line(random.choice(NOISE_ABOVE))
        title = self.title()
        if title:
            if random.random() < 0.5:
                canvas.merge(canvas.row, 1, canvas.row, max(width, 2))
            canvas.line(title)
        lines = self.lines()
        years = self.facts.members["Y"]
        if len(years) > 2 and random.random() < 0.2:
            lines.append(f"时间：最近{len(years)}年")
        unit = random.choice(UNIT_LINES).format(self.units()) if self.labels.unit_at == "line" else ""
        if lines and random.random() < 0.5:
            canvas.line(*lines, *[None] * max(0, width - len(lines) - 1), *([unit] if unit else []))
        else:
            for line in lines:
                canvas.line(line)
            if unit:
                canvas.line(*[None] * (random.choice((0, max(width - 1, 0)))), unit)
        if random.random() < 0.2:
            canvas.row += 1

    def below(self, canvas: Canvas) -> None:
        """Notes and sources, behind an empty row or at once."""
        random = self.random
        canvas.row += random.random() < 0.3
        forms = {"A": AREA_NOTES, "T": TIME_NOTES, "Y": TIME_NOTES, "P": TIME_NOTES}
        for facet in self.at("note"):
            words = (
                f"注：本表指标为{self.text(facet)}。" if facet == "I" else random.choice(forms[facet]).format(self.text(facet))
            )
            canvas.line(words)
        if self.labels.unit_at == "note":
            canvas.line(random.choice(UNIT_NOTES).format(self.units()))
        for words in random.sample(NOISE_BELOW, random.choice((0, 0, 1, 1, 2))):
            canvas.line(words)

    def sheet_name(self, coords: Coords) -> str:
        """What the sheet's name says; nothing in most."""
        words = [self.text(facet) for facet in sorted(self.at("sheet"), key="ATYPI".index)]
        words += [self.member(facet, key) for facet, key in coords.items()]
        if self.labels.unit_at == "sheet":
            words.append(f"{'' if words else '数据'}({self.units()})")
        return "".join(words)[:31]

    def file_name(self) -> str:
        words = [self.text(facet) for facet in self.at("file")]
        if not words:
            return ""
        return "".join(words) + self.random.choice(("", "报表", self.facts.subject.words + "报表"))


def replace_year(text: str, year: str, step: int) -> str:
    return text.replace(year, str(int(year) + step))


def make_layout(seed: int, number: int) -> Layout:
    """One file of a seed: nearly always one table, of one sheet or several."""
    random = Random(f"{seed}/{number}")
    trap = random.choice(TRAPS) if random.random() < 0.07 else ""
    several = not trap and random.random() < 0.06
    first = _plan(random, forced=several, trap=trap)
    layout = _laid_out(random, first)
    if several:
        second = _plan(random, forced=True, trap="")
        canvas = layout.sheets[0]
        canvas.row += random.choice((1, 2))
        page = Page(random, second)
        layout.truth += _body(random, second, page, canvas, {}, canvas.name)
        layout.places |= {"tables": "two in a sheet"}
    stem = Page(random, first).file_name() or random.choice(FILE_NAMES)
    ending = ".xlsx"
    if (
        len(layout.sheets) == 1
        and "sheet" not in layout.places.values()
        and first.labels.unit_at != "format"
        and random.random() < 0.08
    ):
        ending, layout.encoding = ".csv", random.choice(("utf-8-sig", "utf-8", "gb18030"))
        _as_printed(layout)
    layout.name = f"{stem}_{_letters(number)}{ending}"
    return layout


def _letters(number: int) -> str:
    text = ""
    while number or not text:
        number, digit = divmod(number, 26)
        text = "abcdefghijklmnopqrstuvwxyz"[digit] + text
    return text


def _plan(random: Random, forced: bool, trap: str) -> Plan:
    facts = make_facts(random)
    province = ""
    if trap == "cities":
        one, _names = make_cities(random, facts)
        province = one.full
    labels = make_labels(random, facts)
    plan = make_plan(random, facts, labels, forced, trap)
    plan.province = province
    fits = {
        "conflict": "T" in plan.single and not facts.pair and "-" not in plan.fixed["Y"],
        "no year": "T" in plan.single or "Y" in plan.single,
        "no area": "A" in plan.single,
        "no unit": facts.members["M"][0] == "value" and not any(one.is_rate for one in facts.indicators.values()),
        "twice": len(plan.rows) == 1 and len(plan.rows[0].combos) > 2,
        "cities": "A" in "".join(group.facets for group in plan.rows),
    }
    if trap and not fits[trap]:
        return _plan(random, forced, trap)
    if trap == "conflict":
        plan.single["T"] = "title"
    if trap == "no year":
        for facet in "TY":
            plan.single.pop(facet, None)
    if trap == "no area":
        plan.single.pop("A")
    if trap == "no unit":
        labels.unit_at = "nowhere"
    return plan


def _laid_out(random: Random, plan: Plan) -> Layout:
    page = Page(random, plan)
    group = plan.sheet or Group("", [{}])
    layout = Layout("", [], [], plan.places(), plan.trap)
    for number, coords in enumerate(group.combos):
        name = page.sheet_name(coords) or random.choice(SHEET_NAMES)
        while any(one.name == name for one in layout.sheets):
            name = f"{name[:28]}_{number}"
        canvas = Canvas(name)
        layout.sheets.append(canvas)
        layout.truth += _body(random, plan, page, canvas, coords, name)
    return layout


def _body(random: Random, plan: Plan, page: Page, canvas: Canvas, coords: Coords, sheet: str) -> list[Expected]:
    body = Body(random, plan.facts, plan.labels, plan.rows, plan.columns, plan.fixed | coords, plan.trap)
    page.coords = coords
    page.above(canvas, body.width)
    for section in plan.section.combos if plan.section else [{}]:
        body.part(canvas, section)
    page.below(canvas)
    values: dict[tuple[str, ...], set[Decimal]] = {}
    for one in body.truth:
        values.setdefault(one.key, set()).add(one.value)
    return [replace(one, sheet=sheet, ask="value" if len(values[one.key]) > 1 else one.ask) for one in body.truth]


def _as_printed(layout: Layout) -> None:
    """Text files hold percentages as they are shown."""
    for canvas in layout.sheets:
        for place, form in canvas.formats.items():
            value = canvas.cells[place]
            if form.endswith("%") and isinstance(value, float):
                canvas.cells[place] = f"{value * 100:.1f}%"
            elif isinstance(value, datetime):
                canvas.cells[place] = f"{value.year}年{value.month}月"
