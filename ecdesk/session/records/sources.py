"""The register of sources: who published what, which figures stand on it, and which source lines are built from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.sources import content_of, last_source_order, new_source_id, registered, source_in
from ecdesk.domain.book.layouts.texts import is_misread
from ecdesk.domain.book.records import Observation, Origin, OriginKind, Source, TextKind
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk

LONGEST_NAME = 200


@dataclass(frozen=True)
class SourceUse:
    """A source of the register, with the keys of the figures that stand on it and the ids of the exhibits whose source line names it."""

    source: Source
    figures: tuple[Key, ...]
    exhibits: tuple[str, ...]

    @property
    def is_used(self) -> bool:
        return bool(self.figures or self.exhibits)


def source_uses(book: Book) -> list[SourceUse]:
    """Every source in the book's order, with where it is used."""
    figures: dict[str, list[Key]] = {}
    for key, observation in book.observations.items():
        if observation.origin.source:
            figures.setdefault(observation.origin.source, []).append(key)
    exhibits: dict[str, list[str]] = {}
    for exhibit in book.exhibits():
        for id in exhibit.sources:
            exhibits.setdefault(id, []).append(exhibit.id)
    return [
        SourceUse(source, tuple(figures.get(source.id, ())), tuple(exhibits.get(source.id, ()))) for source in registered(book)
    ]


# -- the register


def add_source(desk: Desk, institution: str, publication: str = "", date: str = "", link: str = "") -> Source:
    """Put a source into the register, behind the others. Raises UserError for one that is there, or that says nothing."""
    source = _checked(desk.book, Source("", institution, publication, date, link))
    added = replace(source, id=new_source_id(desk.book, source), order=last_source_order(desk.book) + 1)
    with desk.edit(text("登记来源：{name}", name=added.name)) as edit:
        edit.put(added)
    return added


def change_source(desk: Desk, source_id: str, institution: str, publication: str = "", date: str = "", link: str = "") -> Source:
    """Correct a source; every source line that is built from it says it so from then on. Raises UserError as `add_source` does."""
    present = desk.book.all(Source)[source_id]
    said = replace(present, institution=institution, publication=publication, date=date, link=link)
    changed = _checked(desk.book, said)
    with desk.edit(text("修改来源：{name}", name=changed.name)) as edit:
        edit.put(changed)
    return changed


def merge_sources(desk: Desk, kept: str, gone: Iterable[str]) -> int:
    """Make one source of several, as one step: what stands on the others stands on the one that is kept; returns how many figures and
    source lines that is."""
    others = {id for id in gone if id != kept}
    sources = desk.book.all(Source)
    name, count = sources[kept].name, 0
    with desk.edit(text("合并来源：{name}", name=name)) as edit:
        for one in desk.book.observations.values():
            if one.origin.source in others:
                edit.put(replace(one, origin=replace(one.origin, submission=kept)))
                count += 1
        for exhibit in desk.book.exhibits():
            if others.intersection(exhibit.sources):
                ids = dict.fromkeys(kept if id in others else id for id in exhibit.sources)
                edit.put(replace(exhibit, sources=tuple(ids)))
                count += 1
        for id in others:
            edit.remove(Source, id)
    return count


def remove_source(desk: Desk, source_id: str) -> None:
    """Take a source out of the register. Raises UserError while something stands on it."""
    use = next(use for use in source_uses(desk.book) if use.source.id == source_id)
    if use.is_used:
        raise UserError(
            "“{name}”还在用：{figures} 个数、{exhibits} 条来源行出自它。请先改成别的来源，或者把它并入另一个。",
            name=use.source.name,
            figures=len(use.figures),
            exhibits=len(use.exhibits),
        )
    with desk.edit(text("删除来源：{name}", name=use.source.name)) as edit:
        edit.remove(Source, source_id)


def move_source(desk: Desk, source_id: str, by: int) -> None:
    """Move a source by so many places; source lines name several in this order."""
    order = [source.id for source in registered(desk.book)]
    at = order.index(source_id)
    to = max(0, min(at + by, len(order) - 1))
    if to == at:
        return
    order.insert(to, order.pop(at))
    sources = desk.book.all(Source)
    with desk.edit(text("移动来源：{name}", name=sources[source_id].name)) as edit:
        for number, id in enumerate(order, start=1):
            if sources[id].order != number:
                edit.put(replace(sources[id], order=float(number)))


def _checked(book: Book, source: Source) -> Source:
    """With its words in order. Raises UserError for what says nothing, is there already, or is no date or address."""
    institution, publication, date, link = (
        " ".join(words.split()) for words in (source.institution, source.publication, source.date, source.link)
    )
    tidy = replace(source, institution=institution, publication=publication.strip("《》"), date=date, link=link)
    if not tidy.institution:
        raise UserError("请写明数据出自哪个机构，例如 国家统计局。")
    if max(len(tidy.institution), len(tidy.publication)) > LONGEST_NAME:
        raise UserError("机构名和出版物名最多 {count} 个字。", count=LONGEST_NAME)
    if is_misread(TextKind.DATE, tidy.date):
        raise UserError("“{date}”不像日期，请写成 2019年1月21日、2019-01-21 或 2019年。", date=tidy.date[:20])
    if is_misread(TextKind.LINK, tidy.link):
        raise UserError("“{link}”不像网址，请写全，例如 http://www.stats.gov.cn。", link=tidy.link[:60])
    if any(other.id != tidy.id and content_of(other) == content_of(tidy) for other in book.all(Source).values()):
        raise UserError("“{name}”已经登记过了。", name=tidy.name)
    return tidy


# -- used


def figures_to_source(desk: Desk, keys: Iterable[Key]) -> list[Observation]:
    """The figures under some keys. Raises UserError where there is none that could have a source."""
    found = [one for one in map(desk.book.observation, dict.fromkeys(keys)) if one is not None and one.amount is not None]
    if not found:
        raise UserError("所选的单元格里没有数，没有出处可写。")
    return found


def state_source(desk: Desk, keys: Iterable[Key], words: str) -> int:
    """Say where figures were published, as one step; returns how many there are. Words that begin with the name of a registered source refer to
    it, what follows is the page. What was typed, or read from a file, keeps its digits, and its formula goes: from now on it stands for itself.
    Raises UserError where nothing is said, or no figure chosen."""
    said = " ".join(words.split())
    if not said:
        raise UserError("请写明出处，例如书名、文号、页码或网址。")
    found = figures_to_source(desk, keys)
    origin = named_origin(desk.book, said, desk.who)
    with desk.edit(text("注明 {count} 个数的出处", count=len(found))) as edit:
        for one in found:
            edit.put(replace(one, origin=origin))
    return len(found)


def named_origin(book: Book, words: str, who: str) -> Origin:
    """The origin of a figure of which somebody says where it was published."""
    fitting = [source for source in registered(book) if words == source.name or words.startswith(f"{source.name} ")]
    source = max(fitting, key=lambda one: len(one.name), default=None)
    if source is None:
        return Origin(OriginKind.PUBLISHED, by=who, detail=words)
    page = words.removeprefix(source.name).strip()
    return Origin(OriginKind.PUBLISHED, by=who, submission=source.id, cell=page, detail=words)


def name_source(desk: Desk, exhibit_ids: Sequence[str], source_id: str, named: bool = True) -> None:
    """Have the source lines of exhibits built with a source, or without it, as one step. The line that somebody wrote comes back where none is left."""
    source = desk.book.all(Source)[source_id]
    name = text("来源行写上“{name}”", name=source.name) if named else text("来源行去掉“{name}”", name=source.name)
    with desk.edit(name) as edit:
        for id in exhibit_ids:
            exhibit = desk.book.exhibit(id)
            ids = dict.fromkeys((*exhibit.sources, source_id)) if named else [one for one in exhibit.sources if one != source_id]
            edit.put(replace(exhibit, sources=tuple(ids)))


def register_lines(desk: Desk) -> int:
    """Register what the source lines of the exhibits say, and build those lines from it, as one step; returns how many lines that is.

    Only a line that names one institution, with or without its publication, and that is built again word by word, is taken; any other stays as
    somebody wrote it.
    """
    known = {content_of(source): source for source in desk.book.all(Source).values()}
    order, count = last_source_order(desk.book), 0
    with desk.edit(text("按来源行登记来源")) as edit:
        for exhibit in desk.book.exhibits():
            said = None if exhibit.sources else source_in(exhibit.source_line)
            if said is None:
                continue
            if content_of(said) not in known:
                order += 1
                known[content_of(said)] = replace(said, id=new_source_id(desk.book, said), order=order)
                edit.put(known[content_of(said)])
            edit.put(replace(exhibit, sources=(known[content_of(said)].id,)))
            count += 1
    return count
