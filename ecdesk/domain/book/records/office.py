"""The work on a book, shared out among people: stages, who is responsible for what, what has passed, and remarks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that everything in the book goes through (初审, 一校). who: does it for the whole book, "" for nobody in particular."""

    KIND: ClassVar[str] = "stage"

    id: str
    name: str
    who: str = ""
    order: float = 0.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is responsible for an exhibit or a section, by whose id it goes, and until when; a field that is left empty is that of the section
    above. due: a day, YYYY-MM-DD."""

    KIND: ClassVar[str] = "assignment"

    id: str
    who: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stage that an exhibit, or a section without any, has passed. digest: of what was in it then, by which later changes are known."""

    KIND: ClassVar[str] = "passage"

    id: str
    about: str
    stage: str
    by: str
    when: str
    digest: str


class CommentOn(StrEnum):
    """What a remark is made on."""

    CELL = "cell"
    EXHIBIT = "exhibit"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark, or a reply to one. about: the cell's key as text, the id of an exhibit or section, or the name of a manuscript. answers: id of
    the remark that it replies to. quote: the sentence as it stood, before: what stood before it; by both it is found in later drafts."""

    KIND: ClassVar[str] = "comment"

    id: str
    about: str
    words: str
    by: str
    when: str
    done: bool = False
    on: CommentOn = CommentOn.CELL
    answers: str = ""
    quote: str = ""
    before: str = ""
