"""The chapters and sections of a report: added, renamed, moved, removed; each one undoable step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ecdesk.domain.book.changes import Edit, new_uid
from ecdesk.domain.book.records import Exhibit, Section
from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk


def read_heading(words: str) -> tuple[str, str]:
    """Number and title of a heading as a person writes it: 1.2 发展规模, 第3章 各地情况, or a title alone."""
    first, _space, rest = " ".join(words.split()).partition(" ")
    return (first, rest) if rest else ("", first)


def add_section(desk: Desk, words: str, after: str = "", parent: str = "") -> Section:
    """A new section behind another one and all that stands in it, or as the last one inside a parent; a chapter at the end without
    either. UserError without words."""
    number, title = _checked(words)
    sections = desk.book.sections()
    last: Section | None
    if after:
        neighbour = _section(desk, after)
        parent = neighbour.parent
        last = _last_inside(sections, after)
    else:
        last = _last_inside(sections, parent) if parent else (sections[-1] if sections else None)
    made = Section(new_uid(), number, title, parent, _behind(sections, last))
    with desk.edit(text("新建章节：{section}", section=f"{number} {title}".strip())) as edit:
        edit.put(made)
    return made


def rename_section(desk: Desk, section_id: str, words: str) -> Section:
    """Another number and title; what stands in it stays."""
    number, title = _checked(words)
    present = _section(desk, section_id)
    changed = replace(present, number=number, title=title)
    if changed != present:
        with desk.edit(text("修改章节：{section}", section=f"{number} {title}".strip())) as edit:
            edit.put(changed)
    return changed


def number_anew(edit: Edit, records: Iterable[Section | Exhibit]) -> None:
    """Put sections or exhibits into this order."""
    for order, one in enumerate(records, start=1):
        if one.order != order:
            edit.put(replace(one, order=float(order)))


def move_section(desk: Desk, section_id: str, by: int) -> Section:
    """Move a section before or behind its neighbours inside the same parent; what stands in it goes along, exhibits too."""
    section = _section(desk, section_id)
    peers = [one for one in desk.book.sections() if one.parent == section.parent]
    at = next(number for number, one in enumerate(peers) if one.id == section_id)
    to = max(0, min(at + by, len(peers) - 1))
    if to == at:
        return section
    peers.insert(to, peers.pop(at))
    with desk.edit(text("移动章节：{section}", section=f"{section.number} {section.title}".strip())) as edit:
        sections = _in_order(desk.book.sections(), peers)
        number_anew(edit, sections)
        rank = {one.id: number for number, one in enumerate(sections)}
        exhibits = sorted(desk.book.exhibits(), key=lambda exhibit: rank.get(exhibit.section, len(rank)))
        number_anew(edit, exhibits)
    return _section(desk, section_id)


def remove_section(desk: Desk, section_id: str) -> None:
    """Take an empty section away. UserError while anything stands in it."""
    section = _section(desk, section_id)
    name = f"{section.number} {section.title}".strip()
    inside = any(one.parent == section_id for one in desk.book.sections())
    if inside or any(exhibit.section == section_id for exhibit in desk.book.exhibits()):
        raise UserError("“{section}”里还有图表或小节，请先移走或删除它们。", section=name)
    with desk.edit(text("删除章节：{section}", section=name)) as edit:
        edit.remove(Section, section_id)


def _checked(words: str) -> tuple[str, str]:
    number, title = read_heading(words)
    if not title:
        raise UserError("章节名称是空的，请先写点什么。")
    return number, title


def _section(desk: Desk, id: str) -> Section:
    found = desk.book.get(Section, id)
    if not isinstance(found, Section):
        raise ValueError(id)
    return found


def _inside(sections: list[Section], id: str) -> set[str]:
    """A section and all below it."""
    found = {id}
    while more := {one.id for one in sections if one.parent in found} - found:
        found |= more
    return found


def _last_inside(sections: list[Section], id: str) -> Section:
    inside = _inside(sections, id)
    return [one for one in sections if one.id in inside][-1]


def _behind(sections: list[Section], last: Section | None) -> float:
    if last is None:
        return 1.0
    at = sections.index(last)
    return (last.order + sections[at + 1].order) / 2 if at + 1 < len(sections) else last.order + 1


def _in_order(sections: list[Section], peers: list[Section]) -> list[Section]:
    """All sections, each with what stands in it behind it, the given ones among themselves in the given order."""
    rank = {one.id: number for number, one in enumerate(peers)}

    def below(parent: str) -> list[Section]:
        children = [one for one in sections if one.parent == parent]
        if children and children[0].id in rank:
            children.sort(key=lambda one: rank[one.id])
        return [part for child in children for part in (child, *below(child.id))]

    ordered = below("")
    lost = {one.id for one in sections} - {one.id for one in ordered}
    return [*ordered, *(one for one in sections if one.id in lost)]
