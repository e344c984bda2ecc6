"""Walking XML from outside: no document types, no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from ecdesk.excel.reading import limits

Attributes = dict[str, str]


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]


class _Declared(Exception):
    """The document declares a type or an entity."""


def walk(
    data: bytes,
    name: str,
    on_start: Callable[[str, Attributes], None],
    on_end: Callable[[str], None],
    on_text: Callable[[str], None],
) -> None:
    """Call back for every element, with local names. Raises UserError for damaged documents and for declarations."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_arguments: object) -> None:
        raise _Declared

    def start(tag: str, attributes: Attributes) -> None:
        on_start(local(tag), {local(key): value for key, value in attributes.items()})

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda tag: on_end(local(tag))
    parser.CharacterDataHandler = on_text
    try:
        parser.Parse(data, True)
    except _Declared:
        raise limits.has_declarations(name) from None
    except (expat.ExpatError, ValueError, LookupError, UnicodeError):
        raise limits.damaged(name) from None
