"""Values as JSON by the types that they are declared with, and back: dataclasses, enums, exact numbers, dates, paths, texts, tuples, lists, sets,
mappings and unions of them.

Nothing names a class in what is written: which class a value becomes is said by the type that is asked for, so that a text from outside
never chooses what is made of it. Both sides are the same program: fields stand in their order, without names. What a book's file holds has
another form, which outlives versions (`ecdesk.domain.book.encoding`).
"""

from __future__ import annotations

import datetime
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from ecdesk.domain.texts import Text

Way = tuple[Callable[[Any], Any], Callable[[Any], Any]]
"""What makes plain JSON of a value of one type, and what makes the value again."""

MOST_VALUES = 6_000_000
"""In one document. A workbook of 600,000 cells comes to a third of it."""


def dumps(hint: Any, value: Any) -> bytes:
    """A value as JSON, by its type. TypeError for what is not of that type."""
    plain = _way(hint)[0](value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loads(hint: Any, document: bytes) -> Any:
    """The inverse of `dumps`; ValueError for a document that is no value of that type, or of more values than anybody sends."""
    if document.count(b",") > MOST_VALUES:
        raise ValueError("too many values")
    try:
        return _way(hint)[1](json.loads(document.decode("utf-8", "surrogatepass")))
    except (TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
        raise ValueError(f"no such value: {error!r:.200}") from error


def _same(value: Any) -> Any:
    return value


def _only(*kinds: type) -> Callable[[Any], Any]:
    """Lets values of just these classes through."""

    def checked(value: Any) -> Any:
        if type(value) not in kinds:
            raise ValueError(f"not {kinds[0].__name__}: {type(value).__name__}")
        return value

    return checked


def _from_text(cls: Callable[[str], Any]) -> Callable[[Any], Any]:
    text = _only(str)
    return lambda value: cls(text(value))


_PLAIN = (str, int, bool, float, type(None))

_SIMPLE: dict[Any, Way] = {
    str: (str.__str__, _only(str)),
    int: (_same, _only(int)),
    bool: (_same, _only(bool)),
    float: (_same, _only(float, int)),
    type(None): (_same, _only(type(None))),
    Decimal: (str, _from_text(Decimal)),
    Fraction: (str, _from_text(Fraction)),
    Path: (str, _from_text(Path)),
    datetime.datetime: (datetime.datetime.isoformat, _from_text(datetime.datetime.fromisoformat)),
    datetime.date: (datetime.date.isoformat, _from_text(datetime.date.fromisoformat)),
    datetime.time: (datetime.time.isoformat, _from_text(datetime.time.fromisoformat)),
    datetime.timedelta: (
        lambda span: [span.days, span.seconds, span.microseconds],
        lambda parts: datetime.timedelta(*parts),
    ),
}
_NAMED: dict[str, Any] = {
    "decimal": Decimal,
    "fraction": Fraction,
    "path": Path,
    "datetime": datetime.datetime,
    "date": datetime.date,
    "time": datetime.time,
    "span": datetime.timedelta,
    "text": Text,
    "tuple": tuple[Any, ...],
    "list": list[Any],
    "mapping": dict[str, Any],
}
"""What may stand where a type says nothing (the values of a `Text`, the cells of a sheet), besides plain texts and numbers."""
_NAME_OF: dict[type, str] = {typing.get_origin(hint) or hint: name for name, hint in _NAMED.items()}

_ways: dict[Any, Way] = {}


def through(cls: type, hint: Any, to: Callable[[Any], Any], back: Callable[[Any], Any]) -> None:
    """Have values of a class sent as values of another type."""
    inner = _way(hint)
    _ways[cls] = (lambda value: inner[0](to(value)), lambda value: back(inner[1](value)))


def _way(hint: Any) -> Way:
    """Put together once for each type. Types that hold themselves are looked up again when they are met."""
    way = _ways.get(hint)
    if way is None:
        _ways[hint] = (lambda value: _ways[hint][0](value), lambda value: _ways[hint][1](value))
        try:
            way = _ways[hint] = _made(hint)
        except BaseException:
            del _ways[hint]
            raise
    return way


def _made(hint: Any) -> Way:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if hint is Any or hint is object:
        return _anything, _anything_back
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _union(arguments)
    if origin is tuple and (len(arguments) != 2 or arguments[1] is not Ellipsis):
        return _row(arguments)
    for made, kinds in _COLLECTIONS.items():
        if origin in kinds:
            return _several(made, arguments[0])
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(*arguments)
    raise TypeError(f"cannot be sent: {hint}")


_COLLECTIONS: dict[Callable[[Any], Any], tuple[Any, ...]] = {tuple: (tuple,), list: (list,), frozenset: (frozenset,), set: (set,)}


def _member(cls: type[Enum]) -> Way:
    names = _only(str)
    return lambda member: cls(member).name, lambda name: cls[names(name)]


def _record(cls: type) -> Way:
    hints = typing.get_type_hints(cls)
    sent = [part for part in fields(cast(Any, cls)) if part.init]
    names = [part.name for part in sent]
    ways = [_way(hints[name]) for name in names]
    positional = not any(part.kw_only for part in sent)

    def plain(value: Any) -> list[Any]:
        if type(value) is not cls:
            raise TypeError(f"not {cls.__name__}: {type(value).__name__}")
        return [way[0](getattr(value, name)) for name, way in zip(names, ways, strict=True)]

    def back(parts: Any) -> Any:
        values = [way[1](part) for way, part in zip(ways, _list(parts), strict=True)]
        return cls(*values) if positional else cls(**dict(zip(names, values, strict=True)))

    return plain, back


def _union(arguments: tuple[Any, ...]) -> Way:
    """None as it is; of several types, with the place of the one it is in their list."""
    chosen = [argument for argument in arguments if argument is not type(None)]
    ways = [_way(argument) for argument in chosen]
    if len(chosen) == 1:
        ((plain, back),) = ways
        return (
            lambda value: None if value is None else plain(value),
            lambda value: None if value is None else back(value),
        )
    classes = [typing.get_origin(argument) or argument for argument in chosen]

    def plain_one(value: Any) -> Any:
        if value is None:
            return None
        places = [place for place, cls in enumerate(classes) if type(value) is cls] or [
            place for place, cls in enumerate(classes) if isinstance(value, cls)
        ]
        if not places:
            raise TypeError(f"none of {classes}: {type(value).__name__}")
        return [places[0], ways[places[0]][0](value)]

    def back_one(pair: Any) -> Any:
        if pair is None:
            return None
        place, value = _list(pair)
        if type(place) is not int or not 0 <= place < len(ways):
            raise ValueError("no such type")
        return ways[place][1](value)

    return plain_one, back_one


def _row(arguments: tuple[Any, ...]) -> Way:
    ways = [_way(argument) for argument in arguments]
    return (
        lambda value: [way[0](part) for way, part in zip(ways, value, strict=True)],
        lambda parts: tuple([way[1](part) for way, part in zip(ways, _list(parts), strict=True)]),
    )


def _several(made: Callable[[Any], Any], argument: Any) -> Way:
    plain, back = _way(argument)
    return lambda value: [plain(part) for part in value], lambda parts: made([back(part) for part in _list(parts)])


def _mapping(key: Any, value: Any) -> Way:
    """As pairs, whose keys may be of any type."""
    plain, back = _way(tuple[key, value])
    return lambda known: [plain(pair) for pair in known.items()], lambda pairs: dict([back(pair) for pair in _list(pairs)])


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError(f"no list: {type(value).__name__}")
    return value


def _anything(value: Any) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    name = _NAME_OF.get(kind) or next((name for cls, name in _NAME_OF.items() if isinstance(value, cls)), None)
    if name is not None:
        return {name: _way(_NAMED[name])[0](value)}
    for cls in (str, bool, int, float):
        if isinstance(value, cls):
            return cls(value)
    raise TypeError(f"cannot be sent: {kind.__name__}")


def _anything_back(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if type(value) is not dict or len(value) != 1:
        raise ValueError(f"nothing known: {type(value).__name__}")
    ((name, part),) = value.items()
    return _way(_NAMED[name])[1](part)
