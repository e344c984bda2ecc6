"""Tracked changes and comments in a paragraph of a .docx: runs are divided where a span begins and ends, and keep their formats."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ecdesk.documents.word import RUN, RUN_FORMAT, TEXT, W, visible_text
from ecdesk.domain.documents import TextChange, TextComment
from ecdesk.domain.files.outgoing import writable

_INSERTED, _DELETED = f"{W}ins", f"{W}del"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class Signature:
    """Who changes and comments, when (ISO 8601), and the numbers that the changes get."""

    author: str
    when: str
    numbers: Iterator[int]

    def element(self, tag: str) -> Any:
        from lxml import etree

        made = etree.Element(tag)
        made.set(f"{W}id", str(next(self.numbers)))
        made.set(f"{W}author", writable(self.author))
        if self.when:
            made.set(f"{W}date", self.when)
        return made


@dataclass
class _Stretch:
    """Characters of the paragraph that one element shows. first, last: what stands for it in the paragraph, with what was put in its place."""

    start: int
    end: int
    run: Any
    changeable: bool
    first: Any = None
    last: Any = None

    def __post_init__(self) -> None:
        self.first = self.last = self.run


@dataclass
class Marking:
    """What is to be said and changed in one paragraph; spans count its characters. comments come with the element of the comment that is
    shown there."""

    changes: list[TextChange] = field(default_factory=list)
    comments: list[tuple[TextComment, str]] = field(default_factory=list)


def mark(paragraph: Any, marking: Marking, signature: Signature) -> None:
    """Write the changes and anchor the comments of one paragraph. What `changeable` refuses must not be among the changes."""
    spans = [(one.start, one.end) for one in marking.changes] + [(one.start, one.end) for one, _id in marking.comments]
    stretches = _stretches(paragraph, spans)
    for change in sorted(marking.changes, key=lambda one: one.start, reverse=True):
        _change(paragraph, stretches, change, signature)
    for comment, id in marking.comments:
        _anchor(paragraph, _within(stretches, comment.start, comment.end), id)


def changeable(paragraph: Any, change: TextChange) -> bool:
    """Whether the whole span is text of runs, and no part of a drawing or a break."""
    position = 0
    for element, text in visible_text(paragraph):
        first, position = position, position + len(text)
        if (
            text
            and first < change.end
            and position > change.start
            and not (element.tag == TEXT and element.getparent().tag == RUN)
        ):
            return False
    return change.end <= position


def _within(stretches: Sequence[_Stretch], start: int, end: int) -> list[_Stretch]:
    return [one for one in stretches if one.start < end and one.end > start]


def _stretches(paragraph: Any, spans: Sequence[tuple[int, int]]) -> list[_Stretch]:
    """What the paragraph shows, in order; runs that a span touches are divided at its ends and between what they hold."""
    shown = list(_shown(paragraph))
    cuts = {place for span in spans for place in span}
    parts: dict[Any, list[tuple[int, Any]]] = {}
    for run in dict.fromkeys(one.run for one in shown if one.run.tag == RUN and one.touches(spans)):
        parts |= _divided(run, [one for one in shown if one.run is run], cuts)
    return [stretch for one in shown for stretch in _stretches_of(one, parts.get(one.element))]


@dataclass(frozen=True)
class _Shown:
    """An element that shows text, the run that it stands in, and which characters of the paragraph it shows."""

    element: Any
    run: Any
    start: int
    end: int

    def touches(self, spans: Sequence[tuple[int, int]]) -> bool:
        return any(self.start <= end and self.end >= start for start, end in spans)


def _shown(paragraph: Any) -> Iterator[_Shown]:
    position = 0
    for element, text in visible_text(paragraph):
        yield _Shown(element, element.getparent(), position, position + len(text))
        position += len(text)


def _stretches_of(one: _Shown, parts: list[tuple[int, Any]] | None) -> Iterator[_Stretch]:
    """The stretches of one element, of a run that was divided with the runs that stand for it now."""
    if parts is None:
        yield _Stretch(one.start, one.end, one.run, False)
        return
    start = one.start
    for length, own in parts:
        yield _Stretch(start, start + length, own, one.element.tag == TEXT)
        start += length


def _divided(run: Any, shown: Sequence[_Shown], cuts: set[int]) -> dict[Any, list[tuple[int, Any]]]:
    """A run for each thing in a run, its texts divided at the cuts; gives the runs of each thing, with the number of characters in them."""
    places = {one.element: (one.start, one.end) for one in shown}
    form = run.find(RUN_FORMAT)
    result: dict[Any, list[tuple[int, Any]]] = {}
    for child in list(run):
        if child.tag == RUN_FORMAT:
            continue
        start, end = places.get(child, (0, 0))
        inside = sorted(cut for cut in cuts if start < cut < end) if child.tag == TEXT else []
        result[child] = []
        for piece, length in _pieces(child, [start, *inside, end]):
            own = _run_of(run, form, piece)
            run.addprevious(own)
            result[child].append((length, own))
    run.getparent().remove(run)
    return result


def _pieces(child: Any, ends: Sequence[int]) -> list[tuple[Any, int]]:
    """A thing of a run, and copies of it, each with the characters between two ends; a thing that is not divided as it is."""
    if len(ends) == 2:
        return [(child, ends[1] - ends[0])]
    text = child.text or ""
    pieces = [child, *(copy.deepcopy(child) for _ in ends[2:])]
    for piece, begin, stop in zip(pieces, ends, ends[1:], strict=False):
        piece.text = text[begin - ends[0] : stop - ends[0]]
        piece.set(_SPACE, "preserve")
    return [(piece, stop - begin) for piece, begin, stop in zip(pieces, ends, ends[1:], strict=False)]


def _run_of(run: Any, form: Any, content: Any) -> Any:
    from lxml import etree

    made = etree.Element(RUN, dict(run.attrib))
    if form is not None:
        made.append(copy.deepcopy(form))
    made.append(content)
    return made


def _change(paragraph: Any, stretches: Sequence[_Stretch], change: TextChange, signature: Signature) -> None:
    """Mark a span as deleted and what stands in its place as inserted, in the format of its first character."""
    if change.start == change.end:
        _insert(paragraph, stretches, change, signature)
        return
    own = [one for one in _within(stretches, change.start, change.end) if one.changeable]
    for one in own:
        one.run.find(TEXT).tag = f"{W}delText"
        one.first = one.last = signature.element(_DELETED)
        one.run.addprevious(one.first)
        one.first.append(one.run)
    if own and change.words:
        own[-1].last = _behind(own[-1].last, _inserted(own[0].run.find(RUN_FORMAT), change.words, signature))


def _insert(paragraph: Any, stretches: Sequence[_Stretch], change: TextChange, signature: Signature) -> None:
    """Put words behind a place, in the format of what stands before it."""
    before = next((one for one in reversed(stretches) if one.start < one.end <= change.start), None)
    if before is None:
        paragraph.append(_inserted(None, change.words, signature))
        return
    form = before.run.find(RUN_FORMAT) if before.run.tag == RUN else None
    before.last = _behind(before.last, _inserted(form, change.words, signature))


def _inserted(form: Any, words: str, signature: Signature) -> Any:
    from lxml import etree

    made = signature.element(_INSERTED)
    text = etree.Element(TEXT)
    text.text = writable(words)
    text.set(_SPACE, "preserve")
    made.append(_run_of(etree.Element(RUN), form, text))
    return made


def _behind(element: Any, inserted: Any) -> Any:
    """Put an insertion behind an element; what somebody else inserted around that is divided, for it is not theirs."""
    around = element.getparent()
    while around.tag == _INSERTED:
        rest = around.makeelement(around.tag, dict(around.attrib), around.nsmap)
        rest.extend(list(element.itersiblings()))
        if len(rest):
            around.addnext(rest)
        element, around = around, around.getparent()
    element.addnext(inserted)
    return inserted


def _anchor(paragraph: Any, held: Sequence[_Stretch], id: str) -> None:
    """Let a comment stand at some stretches of a paragraph, at its end where there is none."""
    begin, end, sign = (
        _mark_of("commentRangeStart", id),
        _mark_of("commentRangeEnd", id),
        _run_with(_mark_of("commentReference", id)),
    )
    if held:
        held[0].first.addprevious(begin)
        held[-1].last.addnext(end)
    else:
        paragraph.append(begin)
        paragraph.append(end)
    end.addnext(sign)


def _mark_of(tag: str, id: str) -> Any:
    from lxml import etree

    return etree.Element(f"{W}{tag}", {f"{W}id": id})


def _run_with(content: Any) -> Any:
    from lxml import etree

    return _run_of(etree.Element(RUN), None, content)


def add_comment(comments: Any, words: str, signature: Signature) -> str:
    """Put a comment into the part of comments; gives its number."""
    from lxml import etree

    made = signature.element(f"{W}comment")
    made.set(f"{W}initials", writable(signature.author)[:2])
    for line in writable(words).split("\n"):
        paragraph = etree.SubElement(made, f"{W}p")
        text = etree.SubElement(etree.SubElement(paragraph, RUN), TEXT)
        text.text = line
        text.set(_SPACE, "preserve")
    comments.append(made)
    return str(made.get(f"{W}id"))
