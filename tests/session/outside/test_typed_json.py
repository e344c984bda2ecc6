"""Values as JSON by their types, and back: the same value, or a refusal."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecdesk.domain.documents import Document
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.readings import FileReading
from ecdesk.domain.figures.units import Unit
from ecdesk.domain.resources import resource
from ecdesk.domain.texts import Text
from ecdesk.excel.formats import Workbook, load_workbook
from ecdesk.excel.reading import read_file
from ecdesk.session.outside.typed_json import MOST_VALUES, dumps, loads


class Colour(StrEnum):
    RED = "red"


class Size(Enum):
    LARGE = 1


@dataclass(frozen=True, slots=True)
class Leaf:
    number: Decimal
    part: Fraction
    place: Path | None = None
    colour: Colour = Colour.RED
    size: Size = Size.LARGE
    key: Key | None = None


@dataclass(frozen=True)
class Tree:
    leaf: Leaf | Text | None
    branches: tuple[Tree, ...] = ()
    rows: list[list[Any]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    span: tuple[int, str, bool] = (0, "", False)
    words: Mapping[str, Any] = field(default_factory=dict)
    late: float = field(default=0.0, kw_only=True)


decimals = st.decimals(allow_nan=False, places=None).filter(Decimal.is_finite)
texts = st.text(st.characters(), max_size=8)
paths = st.sampled_from([Path("a"), Path("报送/甲.xlsx"), Path()])
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
days = st.datetimes() | st.dates() | st.times()
anything = st.recursive(
    plain | decimals | st.fractions() | days | paths,
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(texts, inner, max_size=2)
    ),
    max_leaves=6,
)
templates = st.builds(Text, texts, st.dictionaries(texts, anything | st.builds(Text, texts), max_size=2))
keys = st.builds(Key, texts, texts, texts, st.just("2018"), texts)
leaves = st.builds(Leaf, decimals, st.fractions(), st.none() | paths, key=st.none() | keys)
trees = st.recursive(
    st.builds(Tree, st.none() | leaves | templates),
    lambda inner: st.builds(
        Tree,
        st.none() | leaves | templates,
        st.lists(inner, max_size=2).map(tuple),
        st.lists(st.lists(anything, max_size=3), max_size=2),
        st.dictionaries(st.tuples(st.integers(), st.integers()), texts, max_size=2),
        st.frozensets(st.integers(), max_size=3),
        st.tuples(st.integers(), texts, st.booleans()),
        st.dictionaries(texts, anything, max_size=2),
        late=st.floats(allow_nan=False),
    ),
    max_leaves=4,
)


@given(trees)
@settings(max_examples=60)
def test_what_is_sent_arrives(tree: Tree) -> None:
    assert loads(Tree, dumps(Tree, tree)) == tree


@given(anything)
def test_a_value_keeps_its_class_where_the_type_says_nothing(value: Any) -> None:
    arrived = loads(Any, dumps(Any, value))
    assert (arrived, type(arrived)) == (value, type(value))


def test_digits_are_kept_as_they_are_printed() -> None:
    leaf = Leaf(Decimal("31.60"), Fraction(1, 3))
    assert str(loads(Leaf, dumps(Leaf, leaf)).number) == "31.60"
    assert loads(Any, dumps(Any, datetime.timedelta(days=-1, microseconds=3))) == datetime.timedelta(days=-1, microseconds=3)


def test_what_many_have_in_common_is_said_once() -> None:
    why = Text("表上方写明", {"line": Text("单位：亿元")})
    many = tuple(why for _ in range(1000))
    document = dumps(tuple[Text, ...], many)
    assert document.count("单位".encode()) == 1
    arrived = loads(tuple[Text, ...], document)
    assert arrived == many and len({id(one) for one in arrived}) == 1


SAMPLES = sorted(path for path in resource("books").rglob("submissions/*") if path.is_file())


@pytest.mark.parametrize("path", SAMPLES[::4], ids=lambda path: path.name)
def test_what_files_say_arrives_whole(path: Path) -> None:
    reading = read_file(path)
    assert loads(FileReading, dumps(FileReading, reading)) == reading
    if reading.status != "rejected":
        workbook = load_workbook(path)
        assert loads(Workbook, dumps(Workbook, workbook)) == workbook


@given(st.recursive(plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=2)))
def test_any_json_is_a_value_or_refused(value: Any) -> None:
    document = json.dumps([[], value]).encode()
    for hint in (Tree, Leaf, FileReading, Document, Any, tuple[int, ...], dict[str, int]):
        try:
            loads(hint, document)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("hint", "document"),
    [
        (Leaf, b'[[],["1","1/0",null,"RED","LARGE",null]]'),
        (Leaf, b'[[],["1","1",null,"red","LARGE"]]'),
        (Leaf, b'[[],["1","1",null,"RED","LARGE"]]'),
        (Leaf, b'[[],["x","1",null,"RED","LARGE",null]]'),
        (Leaf, b'[[],["1","1",null,"RED","LARGE",["a","b","c","2018"]]]'),
        (Leaf, b'["1","1",null,"RED","LARGE",null]'),
        (int, b"[[],true]"),
        (str, b"[[],1]"),
        (Any, b'[[],{"leaf":["1","1"]}]'),
        (Leaf | Text, b'[[["a",[]]],[2,0]]'),
        (Leaf | Text, b'[[["a",[]]],[true,0]]'),
        (Text, b'[[["a",[]]],1]'),
        (Text, b'[[["a",[]]],-1]'),
        (Text, b'[[["a",[["b",{"text":0}]]]],0]'),
        (tuple[Text | None, Unit | None], b'[[["a",[]]],[0,0]]'),
        (list[Any], b"[[]," + b"[" * 100_000),
        (list[int], b"[[],[" + b"0," * (MOST_VALUES + 1) + b"0]]"),
        (FileReading, b'[[],["a","rejected","","",null,[],[],"","",[]]]'),
        (str, b'[[],"\xff"]'),
    ],
)
def test_what_is_no_value_of_the_type_is_refused(hint: Any, document: bytes) -> None:
    with pytest.raises(ValueError):
        loads(hint, document)


@pytest.mark.parametrize(("hint", "value"), [(Leaf, 5), (str, 5), (Leaf | Text, "a"), (Any, object()), (Any, {1})])
def test_what_is_not_of_the_type_is_not_sent(hint: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        dumps(hint, value)
