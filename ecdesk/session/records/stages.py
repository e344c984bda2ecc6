"""The stages of a book, and what has passed them: 初审, 复审, 终审, then 一校, 二校, 三校, or what the office has instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import new_uid, now
from ecdesk.domain.book.layouts.outline import Inside, content_digest, name_of, outline
from ecdesk.domain.book.records import Passage, Stage
from ecdesk.domain.errors import UserError
from ecdesk.domain.resources import toml_data
from ecdesk.domain.texts import Text, text, tr
from ecdesk.session.book.desk import Desk

DONE = ""
"""In place of a stage's id: all are passed."""
_BETWEEN = re.compile(r"[、,，;；\n]+")
_WITH_WHO = re.compile(r"(?P<name>[^（(]+)[（(](?P<who>[^（()）]*)[)）]")


@cache
def _usual() -> tuple[tuple[str, str], ...]:
    """Ids and names of the stages of a book that names none, from ``resources/office/stages.toml``."""
    return tuple((entry["id"], entry["name"]) for entry in toml_data("office", "stages.toml")["stage"])


def stages_of(book: Book) -> list[Stage]:
    """The stages of a book in their order, those of the trade while it names none of its own."""
    own = sorted(book.all(Stage).values(), key=lambda stage: (stage.order, stage.id))
    return own or [Stage(id, tr(name), order=order) for order, (id, name) in enumerate(_usual())]


def stages_words(book: Book) -> str:
    """The stages as one line, to be changed and given to `set_stages`."""
    return "、".join(f"{one.name}（{one.who}）" if one.who else one.name for one in stages_of(book))


def read_stages(book: Book, words: str) -> list[Stage]:
    """Stages from a line of names, each with who does it in brackets: 初审、复审（王主任）、终审. One that keeps its name, or its place in a line
    as long as before, is the stage that it was. Raises UserError for a name that stands twice, or none at all."""
    found = [_read_stage(part) for part in filter(None, map(str.strip, _BETWEEN.split(words)))]
    names = [name for name, _who in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UserError("“{name}”写了两遍，各个阶段的名称不能相同。", name=twice)
    if not found:
        raise UserError("至少要有一个阶段，如：初审、复审、终审。")
    ids = _known_ids(stages_of(book), names)
    return [Stage(ids.get(name) or new_uid(), name, who, float(order)) for order, (name, who) in enumerate(found)]


def _known_ids(present: Sequence[Stage], names: Sequence[str]) -> dict[str, str]:
    """Which of these names are stages that are there, under this name or, where there are as many, under the one that stood in its place."""
    known = {one.name: one.id for one in present}
    renamed = zip(names, present, strict=True) if len(present) == len(names) else ()
    return {name: old.id for name, old in renamed if old.name not in names} | known


def _read_stage(part: str) -> tuple[str, str]:
    match = _WITH_WHO.fullmatch(part)
    return (match["name"].strip(), match["who"].strip()) if match else (part, "")


def set_stages(desk: Desk, words: str) -> list[Stage]:
    """Give the book other stages, written as in `read_stages`. Raises UserError as that does, and for one that is left out although something
    has passed it."""
    stages = read_stages(desk.book, words)
    kept = {one.id for one in stages}
    gone = [one for one in stages_of(desk.book) if one.id not in kept]
    there = {record.id for _level, record in outline(desk.book)}  # what was taken out of the report cannot be put back
    for one in gone:
        count = sum(passage.stage == one.id and passage.about in there for passage in desk.book.all(Passage).values())
        if count:
            raise UserError("“{name}”已有 {count} 项通过，不能去掉；可以改它的名称，或先把它们退回。", name=one.name, count=count)
    with desk.edit(text("设定工作阶段")) as edit:
        for one in stages:
            edit.put(one)
        for one in gone:
            edit.remove(Stage, one.id)
    return stages


def passages_of(book: Book) -> dict[str, list[Passage]]:
    """What has passed, by the id of the exhibit or section, oldest first."""
    found: dict[str, list[Passage]] = {}
    for passage in sorted(book.all(Passage).values(), key=lambda one: (one.when, one.id)):
        found.setdefault(passage.about, []).append(passage)
    return found


def standing(stages: Sequence[Stage], passed: Sequence[Passage]) -> int:
    """The number of the stage in which something stands that has passed these; as many as there are stages when it has passed all."""
    ids = {passage.stage for passage in passed}
    return next((number for number, stage in enumerate(stages) if stage.id not in ids), len(stages))


def set_stage(desk: Desk, abouts: Sequence[str], stage_id: str) -> int:
    """Put exhibits, and sections with all that is in them, into a stage as one step: those before it are passed now by whoever is at the desk
    where they were not, and it and those behind it are not passed any more. stage_id: `DONE` for past all. Gives how many were moved.

    Raises UserError for a stage that the book does not have.
    """
    stages = stages_of(desk.book)
    ids = [one.id for one in stages]
    if stage_id != DONE and stage_id not in ids:
        raise UserError("年报里没有这个阶段，可能刚被改过，请重新选择。")
    target = ids.index(stage_id) if stage_id != DONE else len(ids)
    stage = stages[target].name if target < len(stages) else tr("全部完成")
    single = text("{what} 转到“{stage}”", what=name_of(desk.book, abouts[0]), stage=stage)
    name = single if len(abouts) == 1 else text("{count} 项转到“{stage}”", count=len(abouts), stage=stage)
    return _move(desk, dict.fromkeys(_all_carriers(desk.book, abouts), target), name)


def pass_stage(desk: Desk, abouts: Sequence[str]) -> int:
    """Let exhibits, and what is in sections, pass the stage in which each of them stands, as one step; gives how many did."""
    stages, passed = stages_of(desk.book), passages_of(desk.book)
    at = {about: standing(stages, passed.get(about, ())) for about in _all_carriers(desk.book, abouts)}
    targets = {about: number + 1 for about, number in at.items() if number < len(stages)}
    name = text("{count} 项通过所在阶段", count=len(targets))
    if len(targets) == 1:
        ((about, target),) = targets.items()
        name = text("{what} 通过“{stage}”", what=name_of(desk.book, about), stage=stages[target - 1].name)
    return _move(desk, targets, name)


def _all_carriers(book: Book, abouts: Sequence[str]) -> list[str]:
    inside = Inside(book)
    return list(dict.fromkeys(one for about in abouts for one in inside.carriers(about)))


def _move(desk: Desk, targets: Mapping[str, int], name: Text) -> int:
    """Let each of these have passed so many stages and no more; gives of how many that was not so."""
    ids, passages, moment = [one.id for one in stages_of(desk.book)], passages_of(desk.book), now()
    inside = Inside(desk.book)
    with desk.edit(name) as edit:
        for about, target in targets.items():
            passed = {one.stage: one for one in passages.get(about, ())}
            for one in passages.get(about, ()):
                if one.stage in ids[target:]:
                    edit.remove(Passage, one.id)
            for id in ids[:target]:
                if id not in passed:
                    edit.put(Passage(new_uid(), about, id, desk.who, moment, content_digest(desk.book, about, inside)))
        moved = {cast(Passage, change.before or change.after).about for change in edit.changes()}
    return len(moved)
