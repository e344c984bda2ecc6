"""What indicators mean: kept with them, printed under the exhibits that ask for it and as a glossary, and held against the book before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.texts import LONGEST_TEXT
from ecdesk.domain.book.records import Exhibit, Indicator, Line, Setting, Sorting, TextKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text, tr
from ecdesk.session.book.desk import Desk

GLOSSARY = "glossary"
"""Id of the list that a file explains its indicators with, which stands in no book; and of the setting whether files have one."""


@dataclass(frozen=True)
class Definition:
    """What an indicator means. before: what it meant in the book before, None where that does not have it, or there is none. exhibits: ids of those
    that show it, in order."""

    indicator: Indicator
    before: str | None
    exhibits: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether the book before says otherwise what it means."""
        return self.before is not None and self.before != self.indicator.definition


def definitions(book: Book, before: Book | None = None) -> list[Definition]:
    """Every indicator of the book with what it means."""
    shown: dict[str, list[str]] = {}
    for exhibit in book.exhibits():
        for id in shown_indicators(exhibit):
            shown.setdefault(id, []).append(exhibit.id)
    earlier = {one.id: one.definition for one in before.indicators} if before is not None else {}
    return [Definition(one, earlier.get(one.id), tuple(shown.get(one.id, ()))) for one in book.indicators]


def shown_indicators(exhibit: Exhibit) -> list[str]:
    """Ids of the indicators of an exhibit, in the order in which they are met."""
    return list(dict.fromkeys(key.indicator for _row, _column, key in cell_keys(exhibit)))


def define(desk: Desk, indicator_id: str, words: str, english: str = "") -> None:
    """Say what an indicator means, as one step; nothing said takes away what is. Raises UserError for more than can be printed."""
    present = desk.book.all(Indicator)[indicator_id]
    said = " ".join(words.split())
    translated = " ".join(english.split())
    if max(len(said), len(translated)) > LONGEST_TEXT:
        raise UserError("指标解释最多 {count} 个字，请写短一些。", count=LONGEST_TEXT)
    changed = replace(present, definition=said, definition_english=translated)
    if changed != present:
        with desk.edit(text("修改指标解释：{name}", name=present.name)) as edit:
            edit.put(changed)


def print_definitions(desk: Desk, exhibit_ids: Iterable[str], wanted: bool = True) -> None:
    """Print under exhibits what their indicators mean, or print it no more, as one step."""
    chosen = [desk.book.exhibit(id) for id in exhibit_ids]
    number = chosen[0].number if chosen else ""
    name = text("{exhibit} 下印指标解释", exhibit=number) if wanted else text("{exhibit} 下不印指标解释", exhibit=number)
    with desk.edit(name) as edit:
        for exhibit in chosen:
            edit.put(replace(exhibit, defines=wanted))


def print_glossary(desk: Desk, wanted: bool) -> None:
    """Have every file that is handed out say at its end what its indicators mean, or not."""
    with desk.edit(text("导出时附指标解释") if wanted else text("导出时不附指标解释")) as edit:
        edit.put(Setting(GLOSSARY, "1" if wanted else ""))


# -- printed


def definition_notes(book: Book, exhibit: Exhibit) -> list[str]:
    """The lines under an exhibit that say what its indicators mean; none where it does not ask for them."""
    if not exhibit.defines:
        return []
    found = (book.indicator(id) for id in shown_indicators(exhibit))
    return [tr("{name}：{definition}", name=one.name, definition=one.definition) for one in found if one and one.definition]


def glossary(book: Book, exhibits: Sequence[Exhibit]) -> Exhibit | None:
    """The list in which a file with these exhibits says what their indicators mean, printed like any other list; None where nothing is said of
    any of them, and where the book does not want it."""
    if not book.setting(GLOSSARY):
        return None
    used = {id for exhibit in exhibits for id in shown_indicators(exhibit)}
    said = [one for one in book.indicators if one.id in used and (one.definition or one.definition_english)]
    if not said:
        return None
    english = any(one.definition_english for one in said)
    columns = [Line("name", tr("指标")), Line("unit", tr("计量单位")), Line("words", tr("指标解释"))]
    if english:
        columns.append(Line("english", "English"))
    rows = tuple(
        Line(
            one.id,
            "",
            texts={
                "name": one.name,
                "unit": one.unit,
                "words": one.definition,
                "english": ": ".join(filter(None, (one.english, one.definition_english))) if one.definition_english else "",
            },
        )
        for one in said
    )
    return Exhibit(
        GLOSSARY,
        tr("指标解释"),
        tr("主要统计指标解释"),
        corner=tr("序号"),
        rows=rows,
        sorting=Sorting(descending=False),
        columns=tuple(replace(column, kind=TextKind.TEXT) for column in columns),
    )
