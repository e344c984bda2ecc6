"""Sign-off: somebody answers for an exhibit or a section as it stands."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from ecdesk.checks.engine import waivers
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.changes import now
from ecdesk.domain.book.disputes import disputed_keys
from ecdesk.domain.book.findings import Finding
from ecdesk.domain.book.layouts import cell_keys
from ecdesk.domain.book.layouts.outline import Inside, name_of, outline
from ecdesk.domain.book.layouts.texts import misread, text_at
from ecdesk.domain.book.records import Exhibit, SignOff
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Mark, Unparsed
from ecdesk.domain.figures.deriving import formula_of
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import Text, text, tr
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.records.comments import open_remarks
from ecdesk.session.rules.checking import Checks
from ecdesk.session.rules.final import blanked, is_empty
from ecdesk.session.versions.versions import key_label

MOST_NAMED = 6
"""So many exhibits are named in a sentence."""
FEW_NAMED = 3
"""So many empty cells of an exhibit."""
OPEN, READY, SIGNED, STALE = "open", "ready", "signed", "stale"
STATE_NAMES = {OPEN: text("有待处理"), READY: text("可以签发"), SIGNED: text("已签发"), STALE: text("签发后改过")}
"""A finding is open in it; nothing is open and nobody has signed; signed as it stands; changed since it was signed."""


@dataclass(frozen=True)
class SignState:
    """Where an exhibit or a section stands. about: its id. level: how deep it stands in the outline, from 0. open: how much has
    to be settled first. marked: how much of it is about figures, as the outline counts it. signature: the last one, None while nobody has signed."""

    about: str
    kind: str
    title: str
    level: int
    open: int
    marked: int
    signature: SignOff | None
    state: str


class GapsLeft(UserError):
    """Nothing stands against signing but empty cells, which may be signed with a reason."""


def sign_all(desk: Desk, checks: Checks, abouts: Sequence[str], by: str = "", why_empty: str = "") -> list[SignOff]:
    """Answer for exhibits and sections by their ids, each with all that is in it, as one step; those in which something is open are left out, and
    what stands signed already keeps its signature. Raises UserError for one that is not there, and when nothing is left, which then names what
    is open: `GapsLeft` where that is nothing but empty cells, for which why_empty is a reason that is kept with the signature; `Matters` lists it.

    by: who signs, the person at the desk unless said otherwise.
    """
    book, findings = desk.book, checks.findings()
    if not {record.id for _level, record in outline(book)}.issuperset(abouts):
        raise UserError("要签发的图表或章节已经删除，请重新选择。")
    matters = matters_of(book, findings)
    why_empty = why_empty.strip()
    ready = [about for about in abouts if not matters.obstacles(about) and (why_empty or not matters.gaps(about))]
    if not ready:
        raise _refusal(matters, abouts)
    who, moment = by.strip() or desk.who, now()
    prints = waivers.Fingerprints(book, findings)
    signed = [
        prints.sign(one, who, moment, why_empty if matters.gaps(one) else "") for one in _to_be_signed(matters, ready, prints)
    ]
    single = text("签发 {what}", what=name_of(book, ready[0]))
    with desk.edit(single if len(ready) == 1 else text("签发 {count} 项", count=len(signed))) as edit:
        for signature in signed:
            edit.put(signature)
    return signed


def _refusal(matters: Matters, abouts: Sequence[str]) -> UserError:
    where = _open_exhibits(matters, abouts)
    if any(map(matters.obstacles, abouts)):
        return UserError(
            "还有没改正或说明的审核结果、读不懂或有争议的数、一个数也没有的图表、待填的文字或没处理的批注，不能签发：{where}。",
            where=where,
        )
    return GapsLeft("还有空着的格，既没有数也没有符号，不能签发：{where}。请填上数或符号，或者写明为什么空着。", where=where)


def _to_be_signed(matters: Matters, ready: Sequence[str], prints: waivers.Fingerprints) -> list[str]:
    """These, and what is in them and does not stand signed already."""
    inside = dict.fromkeys(one for about in ready for one in matters.within(about))
    signatures = {one: found for one in inside if (found := matters.book.get(SignOff, one)) is not None}
    standing = {one for one, found in signatures.items() if prints.stands(found)}
    return list(dict.fromkeys((*ready, *(one for one in inside if one not in standing))))


def withdraw_all(desk: Desk, abouts: Sequence[str]) -> list[str]:
    """Take signatures back as one step, with a section's those that were given in the same moment to what is in it; says which."""
    signatures = desk.book.all(SignOff)
    given = [about for about in abouts if about in signatures]
    taken = list(dict.fromkeys(one for about in given for one in (about, *_signed_together(desk.book, signatures[about]))))
    if taken:
        single = text("撤回 {what} 的签发", what=name_of(desk.book, given[0]))
        with desk.edit(single if len(given) == 1 else text("撤回 {count} 项签发", count=len(taken))) as edit:
            for about in taken:
                edit.remove(SignOff, about)
    return taken


def _signed_together(book: Book, signature: SignOff) -> list[str]:
    """What is in a section and was signed with it."""
    inside = [found for one in _within(Inside(book), signature.about) if (found := book.get(SignOff, one)) is not None]
    return [found.about for found in inside if (found.by, found.when) == (signature.by, signature.when)]


def _within(inside: Inside, about: str) -> list[str]:
    """Ids of the sections and exhibits in a section; none for an exhibit."""
    sections = inside.sections(about)
    return [*sections[1:], *(exhibit.id for exhibit in inside.exhibits(about))] if sections else []


def _open_exhibits(matters: Matters, abouts: Sequence[str]) -> str:
    """The numbers of the exhibits in which something is open, the first few."""
    book = matters.book
    exhibits = dict.fromkeys(exhibit.id for about in abouts for exhibit in matters.inside.exhibits(about))
    where = [book.exhibit(one).number for one in exhibits if matters.count(one)] or [name_of(book, one) for one in abouts]
    return "、".join(where[:MOST_NAMED]) + ("…" if len(where) > MOST_NAMED else "")


@dataclass(frozen=True)
class Matters:
    """What somebody still has to settle in a book before it can be signed: findings, cells that nobody could read, figures on which sources
    disagree, remarks; exhibits without a figure and texts that are to be filled in; and cells in which a figure is missed.

    by_part: by the exhibit or section that it stands in, each with its number: a figure that two exhibits print is open in both. on_figures: so
    many have the first numbers, and are about figures. empty: by exhibit, what is said of its empty cells."""

    book: Book
    inside: Inside
    by_part: Mapping[str, Sequence[tuple[int, Finding | Text]]]
    on_figures: int
    empty: Mapping[str, Text]

    def within(self, about: str) -> list[str]:
        """Ids of what stands in a section; none for an exhibit."""
        return _within(self.inside, about)

    def count(self, about: str) -> int:
        """How much is open in an exhibit, or in a section and all that is in it."""
        return self.obstacles(about) + self.gaps(about)

    def obstacles(self, about: str) -> int:
        """How much of it no reason excuses."""
        return len(self._numbers(about))

    def marked(self, about: str) -> int:
        """How much of it is about figures: findings, what nobody could read, what sources disagree on. The outline counts the same."""
        return sum(number < self.on_figures for number in self._numbers(about))

    def _numbers(self, about: str) -> set[int]:
        return {number for one in self._parts(about) for number, _what in self.by_part.get(one, ())}

    def gaps(self, about: str) -> int:
        """How many exhibits of it have empty cells."""
        return sum(one in self.empty for one in self._parts(about)) if self.empty else 0

    def listed(self, about: str) -> list[str]:
        """The same in words, each with the exhibit or section that it stands in."""
        return [
            line for one in self._parts(about) for line in self._said(one, [what for _number, what in self.by_part.get(one, ())])
        ] + self.gaps_listed(about)

    def gaps_listed(self, about: str) -> list[str]:
        """What is said of empty cells."""
        return [line for one in self._parts(about) if one in self.empty for line in self._said(one, [self.empty[one]])]

    def _parts(self, about: str) -> list[str]:
        return list(dict.fromkeys((about, *self.within(about))))

    def _said(self, about: str, whats: Sequence[Finding | Text]) -> list[str]:
        exhibit = self.book.get(Exhibit, about)
        name = exhibit.number if exhibit is not None else name_of(self.book, about)
        words = [str(what.message) if isinstance(what, Finding) else str(what) for what in whats]
        return [tr("{exhibit}：{what}", exhibit=name, what=what) for what in words]


def matters_of(book: Book, findings: Sequence[Finding]) -> Matters:
    """What is open in a book."""
    return finish(gathered(book, findings))


def gathered(book: Book, findings: Sequence[Finding]) -> Generator[None, None, Matters]:
    """The same bit by bit: a book may have thousands of exhibits."""
    by_part: dict[str, list[tuple[int, Finding | Text]]] = {}
    empty: dict[str, Text] = {}
    numbers = count()
    for keys, what in _open_on_figures(book, findings):
        number = next(numbers)
        for about in book.printing(keys):
            by_part.setdefault(about, []).append((number, what))
        yield
    for exhibit in book.exhibits():
        by_part.setdefault(exhibit.id, []).extend(zip(numbers, _misread(exhibit), strict=False))
    on_figures = next(numbers)
    for exhibit in book.exhibits():
        if gap := _gap(book, exhibit):
            empty[exhibit.id] = gap
        by_part.setdefault(exhibit.id, []).extend(zip(numbers, _open_on(book, exhibit), strict=False))
        yield
    for about, comment in open_remarks(book):
        by_part.setdefault(about, []).append((next(numbers), text("批注没有处理：{words}", words=comment.words)))
    return Matters(book, Inside(book), by_part, on_figures, empty)


def _misread(exhibit: Exhibit) -> list[Text]:
    return [text("内容读不懂：{what}", what=text_at(exhibit, *place) or "") for place in misread(exhibit)]


def _open_on_figures(book: Book, findings: Sequence[Finding]) -> Iterator[tuple[Sequence[Key], Finding | Text]]:
    """What is open about figures, with them. The outline marks the same."""
    unread = [key for key, one in book.observations.items() if isinstance(one.content, Unparsed)]
    for finding in waivers.obstacles(findings):
        yield finding.keys, finding
    for key in unread:
        yield [key], text("内容读不懂：{what}", what=key_label(book, key))
    for key in sorted(disputed_keys(book).difference(unread)):
        yield [key], text("两个来源不一致：{what}", what=key_label(book, key))


def _open_on(book: Book, exhibit: Exhibit) -> list[Text]:
    """What is open about an exhibit as a whole."""
    found = [text("一个数也没有")] if exhibit.printed and is_empty(book, exhibit) else []
    return found + [text("有待填的文字：{words}", words=words) for words in blanked(exhibit)]


def _missed(book: Book, exhibit: Exhibit) -> Iterator[tuple[int, int]]:
    """The cells, row and column, in which a figure is missed and nobody put anything, not even a symbol: a formula that comes to nothing is none."""
    for row, column, key in cell_keys(exhibit):
        found = book.observation(key)
        nothing = found is None or (found.content is Mark.UNKNOWN and bool(formula_of(found)))
        if nothing and not (exhibit.rows[row].unexpected or exhibit.columns[column].unexpected):
            yield row, column


def _gap(book: Book, exhibit: Exhibit) -> Text | None:
    """What is said of the cells of a printed exhibit that are empty beside others."""
    missing = list(_missed(book, exhibit)) if exhibit.printed and not is_empty(book, exhibit) else []
    if not missing:
        return None
    named = [" · ".join(filter(None, (exhibit.rows[row].label, exhibit.columns[column].label))) for row, column in missing]
    where = "、".join(named[:FEW_NAMED]) + ("…" if len(named) > FEW_NAMED else "")
    return text("空着 {count} 格，没有数也没有符号：{where}", count=len(missing), where=where)


def marked_cells(book: Book, abouts: Iterable[str]) -> int:
    """In how many cells of exhibits a symbol stands in the place of a figure."""
    exhibits = (book.get(Exhibit, about) for about in abouts)
    keys = (key for exhibit in exhibits if exhibit is not None for _row, _column, key in cell_keys(exhibit))
    return sum(isinstance(found.content, Mark) for key in keys if (found := book.observation(key)) is not None)


def unsettled(book: Book, findings: Sequence[Finding]) -> list[str]:
    """What refuses no final export and yet is seldom meant, line by line: printed exhibits that nobody answers for as they stand, in a book in which
    somebody signs, and cells of them that are empty without a reason."""
    matters, prints, lines = matters_of(book, findings), waivers.Fingerprints(book, findings), []
    signatures = book.all(SignOff)
    for exhibit in (one for one in book.exhibits() if one.printed):
        signature = signatures.get(exhibit.id)
        if signature is not None and prints.stands(signature):
            continue
        state = STATE_NAMES[STALE] if signature is not None else text("没有签发")
        if signatures:
            lines.append(tr("{exhibit}：{what}", exhibit=name_of(book, exhibit.id), what=state))
        lines += matters.gaps_listed(exhibit.id)
    return lines


def sign_states(book: Book, findings: Sequence[Finding]) -> list[SignState]:
    """Every section and exhibit in the order of the outline, with what is open in it and who has signed."""
    return finish(states_gathered(book, findings))


def states_gathered(book: Book, findings: Sequence[Finding]) -> Generator[None, None, list[SignState]]:
    """The same bit by bit."""
    matters = yield from gathered(book, findings)
    prints = waivers.Fingerprints(book, findings)
    if book.all(SignOff):
        for exhibit in book.exhibits():
            prints.look_at(exhibit)
            yield
    states = []
    for level, record in outline(book):
        left, signature = matters.count(record.id), book.get(SignOff, record.id)
        if signature is None:
            state = OPEN if left else READY
        else:
            stands = prints.stands(signature)
            state = SIGNED if stands else STALE
            left = matters.obstacles(record.id) if stands else left  # its empty cells were signed with a reason
        marked = matters.marked(record.id)
        states.append(SignState(record.id, record.KIND, name_of(book, record.id), level, left, marked, signature, state))
        yield
    return states
