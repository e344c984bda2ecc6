"""Values as JSON by the types that they are declared with, and back: dataclasses, named tuples, enums, exact numbers, dates, paths, texts, tuples,
lists, sets, mappings and unions of them.

Nothing names a class in what is written: which class a value becomes is said by the type that is asked for, so that a text from outside
never chooses what is made of it. Both sides are the same program: fields stand in their order, without names. What a book's file holds has
another form, which outlives versions (`ecdesk.domain.book.encoding`).
"""

from __future__ import annotations

import datetime
import json
import threading
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, cast

from ecdesk.domain.book.catalogue import IndicatorCatalogue
from ecdesk.domain.book.records import Indicator
from ecdesk.domain.figures.areas import Area, AreaCatalogue
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.garbage import uncollected
from ecdesk.domain.texts import Text

MOST_VALUES = 2_500_000
"""In one document: some hundred thousand figures, or more cells than a file is read with."""
_MANY = 100
"""So many parts of a list are put into JSON at once: a long one as plain values would be many times its size."""


class Way(NamedTuple):
    """plain: makes plain JSON values of a value of one type; back: makes the value again; text: makes its JSON at once."""

    plain: Callable[[Any], Any]
    back: Callable[[Any], Any]
    text: Callable[[Any], str]


def dumps(hint: Any, value: Any) -> bytes:
    """A value as JSON, by its type. TypeError for what is not of that type."""
    with _one_document(), uncollected():
        document = _way(hint).text(value)
        return f"[[{','.join(_said.once)}],{document}]".encode("utf-8", "surrogatepass")


def loads(hint: Any, document: bytes) -> Any:
    """The inverse of `dumps`; ValueError for a document that is no value of that type, or of more values than anybody sends."""
    if document.count(b",") > MOST_VALUES:
        raise ValueError("too many values")
    with _one_document(), uncollected():
        try:
            once, plain = _list(_reader.decode(document.decode("utf-8", "surrogatepass")))
            _said.once = _list(once)
            return _way(hint).back(plain)
        except (TypeError, LookupError, ArithmeticError, AttributeError, RecursionError) as error:
            raise ValueError(f"no such value: {error!r:.200}") from error


class _Said(threading.local):
    """What a document says once and points to by number: the reasons and units that thousands of figures have in common.

    once: as it is in the document. numbers, kept: of what was written, by identity. made: what was read, by number.
    """

    def __init__(self) -> None:
        self.once: list[Any] = []
        self.numbers: dict[int, int] = {}
        self.kept: list[Any] = []
        self.made: dict[int, Any] = {}


_said = _Said()
_SAID_ONCE = (Text, Unit)


@contextmanager
def _one_document() -> Iterator[None]:
    _said.__init__()  # type: ignore[misc]
    try:
        yield
    finally:
        _said.__init__()  # type: ignore[misc]


_reader = json.JSONDecoder(parse_int=lambda digits: int(digits))
"""Other threads get their turn with each whole number: json by itself would hold the interpreter, and with it the window, for the whole of an answer."""
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _by(plain: Callable[[Any], Any], back: Callable[[Any], Any]) -> Way:
    return Way(plain, back, lambda value: _json(plain(value)))


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


def _span(parts: Any) -> datetime.timedelta:
    return datetime.timedelta(*map(_only(int), _list(parts)))


_PLAIN = (str, int, bool, float, type(None))
_SIMPLE: dict[Any, Way] = {
    str: _by(str.__str__, _only(str)),
    int: _by(_same, _only(int)),
    bool: _by(_same, _only(bool)),
    float: _by(_same, _only(float, int)),
    type(None): _by(_same, _only(type(None))),
    Decimal: _by(str, _from_text(Decimal)),
    Fraction: _by(str, _from_text(Fraction)),
    Path: _by(str, _from_text(Path)),
    datetime.datetime: _by(datetime.datetime.isoformat, _from_text(datetime.datetime.fromisoformat)),
    datetime.date: _by(datetime.date.isoformat, _from_text(datetime.date.fromisoformat)),
    datetime.time: _by(datetime.time.isoformat, _from_text(datetime.time.fromisoformat)),
    datetime.timedelta: _by(lambda span: [span.days, span.seconds, span.microseconds], _span),
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
_NAME_OF: dict[type[Any], str] = {typing.get_origin(hint) or hint: name for name, hint in _NAMED.items()}

_ways: dict[Any, Way] = {}


_THROUGH: dict[Any, tuple[Any, Callable[[Any], Any], Callable[[Any], Any]]] = {
    AreaCatalogue: (tuple[Area, ...], tuple, AreaCatalogue),
    IndicatorCatalogue: (tuple[Indicator, ...], tuple, IndicatorCatalogue),
}
"""What is no dataclass, as a value of another type: that type, how it becomes one, and how it is made of one."""


def _way(hint: Any) -> Way:
    """Put together once for each type. Types that hold themselves are looked up again when they are met."""
    way = _ways.get(hint)
    if way is None:
        _ways[hint] = _by(lambda value: _ways[hint].plain(value), lambda value: _ways[hint].back(value))
        try:
            way = _ways[hint] = _made(hint)
        except BaseException:
            del _ways[hint]
            raise
    return way


def _made(hint: Any) -> Way:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if hint in _THROUGH:
        other, to, made = _THROUGH[hint]
        way = _way(other)
        return _by(lambda value: way.plain(to(value)), lambda value: made(way.back(value)))
    if hint is Any:
        return _by(_anything, _anything_back)
    way_of_class = _class(hint) if isinstance(hint, type) else None
    way_of_parts = way_of_class or _composed(typing.get_origin(hint), typing.get_args(hint))
    if way_of_parts is None:
        raise TypeError(f"cannot be sent: {hint}")
    return way_of_parts


def _class(cls: type) -> Way | None:
    if issubclass(cls, Enum):
        names = _only(str)
        return _by(lambda member: cls(member).name, lambda name: cls[names(name)])
    if is_dataclass(cls):
        return _once(cls, _record(cls)) if cls in _SAID_ONCE else _record(cls)
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        hints = typing.get_type_hints(cls)
        row, named = _row([hints[name] for name in cls._fields]), cast(Callable[..., Any], cls)
        return _by(row.plain, lambda parts: named(*row.back(parts)))
    return None


def _composed(origin: Any, arguments: tuple[Any, ...]) -> Way | None:
    if origin in (types.UnionType, typing.Union):
        return _union([argument for argument in arguments if argument is not type(None)])
    if origin is tuple and (len(arguments) != 2 or arguments[1] is not Ellipsis):
        return _row(arguments)
    if origin in (tuple, list, set, frozenset):
        return _several(origin, _way(arguments[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        pairs = _several(list, _row(arguments))
        return _by(lambda known: pairs.plain(known.items()), lambda sent: dict(pairs.back(sent)))
    return None


def _record(cls: type) -> Way:
    hints = typing.get_type_hints(cls)
    sent = [part for part in fields(cast(Any, cls)) if part.init]
    names = [part.name for part in sent]
    ways = [_way(hints[name]) for name in names]
    positional = not any(part.kw_only for part in sent)

    def checked(value: Any) -> Any:
        if type(value) is not cls:
            raise TypeError(f"not {cls.__name__}: {type(value).__name__}")
        return value

    def plain(value: Any) -> list[Any]:
        checked(value)
        return [way.plain(getattr(value, name)) for name, way in zip(names, ways, strict=True)]

    def back(parts: Any) -> Any:
        values = [way.back(part) for way, part in zip(ways, _list(parts), strict=True)]
        return cls(*values) if positional else cls(**dict(zip(names, values, strict=True)))

    def text(value: Any) -> str:
        checked(value)
        return f"[{','.join([way.text(getattr(value, name)) for name, way in zip(names, ways, strict=True)])}]"

    return Way(plain, back, text)


def _once(cls: type, way: Way) -> Way:
    """A record as the number under which the document says it."""

    def number(value: Any) -> int:
        known = _said.numbers.get(id(value))
        if known is None:
            said = way.text(value)
            known = _said.numbers[id(value)] = len(_said.once)
            _said.once.append(said)
            _said.kept.append(value)  # or another value could come to stand at its address
        return known

    def back(known: Any) -> Any:
        if type(known) is not int or known < 0:
            raise ValueError("no number")
        found = _said.made.get(known)
        if found is None:
            found = _said.made[known] = way.back(_said.once[known])
        if type(found) is not cls:
            raise ValueError(f"not {cls.__name__}: {type(found).__name__}")
        return found

    return _by(number, back)


def _union(chosen: list[Any]) -> Way:
    """None as it is; of several types, with the place of the one it is in their list."""
    ways = [_way(argument) for argument in chosen]
    if len(ways) == 1:
        only = ways[0]
        return _by(
            lambda value: None if value is None else only.plain(value),
            lambda sent: None if sent is None else only.back(sent),
        )
    classes = [typing.get_origin(argument) or argument for argument in chosen]

    def place_of(value: Any) -> int:
        exactly = [place for place, cls in enumerate(classes) if type(value) is cls]
        suiting = exactly or [place for place, cls in enumerate(classes) if isinstance(value, cls)]
        if not suiting:
            raise TypeError(f"none of {classes}: {type(value).__name__}")
        return suiting[0]

    def plain(value: Any) -> Any:
        if value is None:
            return None
        place = place_of(value)
        return [place, ways[place].plain(value)]

    def back(sent: Any) -> Any:
        if sent is None:
            return None
        place, value = _list(sent)
        if type(place) is not int or not 0 <= place < len(ways):
            raise ValueError("no such type")
        return ways[place].back(value)

    return _by(plain, back)


def _row(arguments: Sequence[Any]) -> Way:
    ways = [_way(argument) for argument in arguments]
    return _by(
        lambda value: [way.plain(part) for way, part in zip(ways, value, strict=True)],
        lambda parts: tuple([way.back(part) for way, part in zip(ways, _list(parts), strict=True)]),
    )


def _several(made: Callable[[Any], Any], way: Way) -> Way:
    def text(value: Any) -> str:
        if len(value) <= _MANY:
            return f"[{','.join(map(way.text, value))}]"
        parts = iter(value)
        pieces = iter(lambda: _json([way.plain(part) for part in islice(parts, _MANY)])[1:-1], "")
        return f"[{','.join(pieces)}]"

    return Way(
        lambda value: [way.plain(part) for part in value],
        lambda parts: made([way.back(part) for part in _list(parts)]),
        text,
    )


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
        return {name: _way(_NAMED[name]).plain(value)}
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"cannot be sent: {kind.__name__}")


def _anything_back(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if type(value) is not dict or len(value) != 1:
        raise ValueError(f"nothing known: {type(value).__name__}")
    ((name, part),) = value.items()
    return _way(_NAMED[name]).back(part)
