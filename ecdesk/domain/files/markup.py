"""Walking XML from outside: no document types, no entities, nothing fetched, and no more elements or nesting than a good file has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from ecdesk.domain.files import door

Attributes = dict[str, str]

UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
"""How XML begins that is no UTF-8."""


@dataclass
class Budget:
    """How many elements the parts of one file may still have."""

    name: str
    elements: int = door.ELEMENTS

    def check_part(self, content: bytes) -> int:
        """How many elements a part has, from its tags before it is walked: begin and end make one. Raises UserError when there are more
        than the file may still have."""
        elements = content.count(b"<") // 2
        if elements > self.elements:
            raise door.too_large(self.name)
        return elements


class _Declared(Exception):
    """The document declares a type or an entity."""


def make_parser(namespaces: bool = True) -> Any:
    """A parser that stops at document types and entities. namespaces: put before names, with a space; otherwise names are as written."""
    parser = expat.ParserCreate(namespace_separator=" ") if namespaces else expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_arguments: object) -> None:
        raise _Declared

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def parse(parser: Any, data: bytes, name: str) -> None:
    """Let a parser run over a whole document. Raises UserError for damaged documents and for declarations."""
    try:
        parser.Parse(data, True)
    except _Declared:
        raise door.has_declarations(name) from None
    except (expat.ExpatError, ValueError, LookupError, UnicodeError):
        raise door.damaged(name) from None


def walk(
    data: bytes,
    budget: Budget,
    on_start: Callable[[str, Attributes], None],
    on_end: Callable[[str], None] | None = None,
    on_text: Callable[[str], None] | None = None,
) -> None:
    """Call back for every element, with local names. Raises UserError for damaged documents, declarations, and what goes beyond the limits."""
    parser = make_parser()
    parser.buffer_text = True
    local, depth, left = _LocalNames(), 0, budget.elements

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal depth, left
        depth += 1
        left -= 1
        if depth > door.NESTING or left < 0:
            raise door.too_large(budget.name)
        on_start(local[tag], {local[name]: value for name, value in attributes.items()} if attributes else attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if on_end is not None:
            on_end(local[tag])

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if on_text is not None:
        parser.CharacterDataHandler = on_text
    parse(parser, data, budget.name)
    budget.elements = left


class _LocalNames(dict[str, str]):
    """Names without their namespaces, found out once for each."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(" ")[2]
        return local
