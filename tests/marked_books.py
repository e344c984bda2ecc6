"""A small book in every text of which, wherever an editor or a sender can write, a mark stands: for tests of what is shown and written of it.

A mark is a function of the text and of its place, such as ``exhibit.caption``. `TEXTS` names every such place, `CODES` every other field
that holds a text, with ids, codes and what the program itself writes; a test holds the two against the records.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

from ecdesk.domain.book.encoding import encode
from ecdesk.domain.book.records import (
    RECORD_TYPES,
    Alternative,
    Answer,
    AreaRecord,
    Assignment,
    Chart,
    ChartKind,
    Comment,
    CommentOn,
    Conflict,
    Exhibit,
    Indicator,
    Item,
    Line,
    Manuscript,
    Observation,
    Origin,
    OriginKind,
    Passage,
    Record,
    RuleRecord,
    SavePoint,
    Section,
    Setting,
    Settlement,
    SignOff,
    Source,
    Stage,
    Submission,
    TextKind,
    Translation,
    Waiver,
)
from ecdesk.domain.figures.amounts import Amount, Unparsed
from ecdesk.domain.figures.areas import Area, standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import unit_named

Mark = Callable[[str, str], str]

SALES, GOODS, SERVICES = "网络零售额", "实物商品网络零售额", "非实物商品网络零售额"
AREAS = ("110000", "610000", "510000")
SENT, PROSE = "指标,2018年\n网络零售额,893.6\n".encode(), "2018年，陕西网络零售额893.6亿元。\n".encode()
"""What is kept of the submission and of the manuscript."""
ORIGIN = ("by", "sheet", "raw", "detail")
LINE = ("label", "groups", "note", "texts")

TEXTS: dict[type, tuple[str, ...]] = {
    Setting: ("value",),
    Area: ("name", "short", "english", "pinyin", "aliases"),
    AreaRecord: (),
    Indicator: ("name", "synonyms", "basis", "definition", "english", "definition_english"),
    Item: ("name", "breakdown", "synonyms", "english"),
    Section: ("number", "title"),
    Line: LINE,
    Exhibit: ("number", "caption", "unit", "source_line", "corner", "notes", "footnotes"),
    Origin: ORIGIN,
    Observation: ("basis", "note"),
    Source: ("institution", "publication", "date", "link"),
    Submission: ("name", "by", "note", "received"),
    Alternative: (),
    Conflict: ("their_name", "when"),
    Comment: ("words", "by", "when", "quote", "before"),
    Answer: ("question", "subject", "value"),
    SavePoint: ("name", "by", "when"),
    RuleRecord: ("name", "note"),
    Waiver: ("words", "by", "evidence", "when"),
    SignOff: ("by", "when", "words"),
    Manuscript: ("name", "by", "received"),
    Settlement: ("words", "by", "when"),
    Stage: ("name", "who"),
    Translation: ("english",),
    Assignment: ("who", "due"),
    Passage: ("by", "when"),
}
CODES: dict[type, tuple[str, ...]] = {
    Setting: ("id",),
    Area: ("code", "kind", "parent"),
    Indicator: ("id", "unit", "whole", "parent"),
    Item: ("id", "parent"),
    Section: ("id", "parent"),
    Line: ("id", "unit", "formula"),
    Exhibit: ("id", "section", "sources"),
    Origin: ("submission", "cell"),
    Source: ("id",),
    Submission: ("id", "area", "file", "period", "shape"),
    Alternative: ("submission",),
    Conflict: ("id", "record_kind", "about", "base", "ours", "theirs"),
    Comment: ("id", "about", "answers"),
    Answer: ("id", "shape"),
    SavePoint: ("id",),
    RuleRecord: ("id", "text", "level"),
    Waiver: ("id", "rule", "rule_text", "subject", "operands", "reason"),
    SignOff: ("id", "about", "digest"),
    Manuscript: ("id", "file"),
    Settlement: ("id", "manuscript", "context", "decision", "link"),
    Stage: ("id",),
    Translation: ("id",),
    Assignment: ("id",),
    Passage: ("id", "about", "stage", "digest"),
}


def texts_of(kind: type) -> set[str]:
    """The fields of a class of records that hold texts."""
    hints = get_type_hints(kind)
    holding = (str, tuple[str, ...], tuple[tuple[str, str], ...])
    if kind is Line:
        hints["texts"] = str  # what a row of a list says
    return {one.name for one in dataclasses.fields(kind) if hints[one.name] in holding}


def marked(record: Any, mark: Mark) -> Any:
    """A record with a mark in each of its texts, those of its parts among them; an empty text gets one, too."""
    kind = type(record)
    changed: dict[str, Any] = {}
    for one in dataclasses.fields(kind):
        present, place = getattr(record, one.name), f"{kind.__name__.lower()}.{one.name}"
        if isinstance(present, dict) and one.name in TEXTS[kind]:
            changed[one.name] = {id: mark(words, place) for id, words in present.items()}
        elif one.name in TEXTS[kind]:
            changed[one.name] = (
                mark(present, place) if isinstance(present, str) else tuple(mark(words, place) for words in present or ("",))
            )
        elif type(present) in TEXTS:
            changed[one.name] = marked(present, mark)
        elif isinstance(present, tuple) and present and type(present[0]) in TEXTS:
            changed[one.name] = tuple(marked(part, mark) for part in present)
    return replace(record, **changed)


def figure(indicator: str, area: str, year: int = 2018) -> Key:
    return Key(indicator, area, "", str(year), "value")


def marked_records(mark: Mark) -> Iterator[Record]:
    """The records of the book: rules that hold, that fail and that cannot be decided, a figure in dispute and one in conflict."""
    for record in _records():
        kept = isinstance(record, Setting) and record.id not in ("title", "organisation")
        one = record if kept else marked(record, mark)
        if isinstance(one, Indicator):
            one = replace(one, synonyms=(record.id, *one.synonyms))  # rules call it by this
        yield one
    yield Translation(mark("四川", "exhibit.caption"), mark("Sichuan", "translation.english"))


def _records() -> Iterator[Record]:
    yield Setting("title", "试验年报")
    yield Setting("organisation", "统计局")
    yield Setting("year", "2018")
    yield Setting("deadline", "2019-03-31")
    catalogue = standard_areas()
    for order, code in enumerate(AREAS):
        yield AreaRecord(catalogue[code], order, reports=True)
    for order, name in enumerate((SALES, GOODS, SERVICES)):
        yield Indicator(name, name, "亿元", 1, order=order)
    yield Item("B2C", "B2C")
    yield Section("s1", "第1章", "总论", order=1)
    yield Section("s11", "1.1", "零售", "s1", order=2)
    rows = tuple(Line(code, catalogue[code].short, {"area": code}) for code in AREAS)
    columns = tuple(Line(name, name, {"indicator": name}, decimals=1) for name in (SALES, GOODS, SERVICES))
    fixed = {"period": "2018", "measure": "value"}
    yield Exhibit("t1", "表1-1", "各地零售", "s11", 1, unit="亿元", at=fixed, rows=rows, columns=columns)
    chart = Chart(ChartKind.BAR)
    yield Exhibit(
        "f1", "图1-1", "比较", "s11", 2, "chart", "亿元", at=fixed, rows=rows, columns=columns[:2], chart=chart, sources=("o1",)
    )
    yield Source("o1", "国家统计局", "中国统计年鉴", "2018年", "http://www.stats.gov.cn")
    years = tuple(Line(str(year), f"{year}年", {"period": str(year)}, decimals=1) for year in (2017, 2018))
    one_area = {"area": "510000", "measure": "value"}
    yield Exhibit("e1", "表1-2", "四川", "s1", 3, unit="亿元", at=one_area, rows=years, columns=columns)
    kept = (Line("firm", "企业", kind=TextKind.TEXT), Line("sum", "金额", kind=TextKind.FIGURE))
    entry = Line("l1", "甲", {"area": "510000"}, texts={"firm": "乙公司", "sum": "数千万元"})
    yield Exhibit("l1", "表1-3", "名单", "s1", 4, at=fixed | {"indicator": SALES}, rows=(entry,), columns=kept)
    yield Submission("u1", "610000", "陕西.csv", hashlib.sha256(SENT).hexdigest(), "2019-01-01T00:00:00+00:00")
    printed = {
        (SALES, "110000"): "-5.2",
        (GOODS, "110000"): "200.0",
        (SERVICES, "110000"): "100.0",
        (SALES, "610000"): "893.6",
        (GOODS, "610000"): "600.0",
        (SERVICES, "610000"): "263.6",
        (SALES, "510000"): "400.0",
        (GOODS, "510000"): "250.0",
    }
    unit = unit_named("亿元")
    of_file = Origin(OriginKind.IMPORTED, "张三", "u1", "表一", "B2", "893.6亿元", "陕西.csv")
    for (indicator, area), digits in printed.items():
        yield Observation(figure(indicator, area), Amount(Decimal(digits), unit), origin=of_file)
    disputed = figure(SALES, "610000")
    yield Alternative(disputed, "u1", Amount(Decimal("863.6"), unit), of_file)
    theirs = Observation(disputed, Amount(Decimal("863.7"), unit))
    body = json.dumps(encode(theirs), ensure_ascii=False)
    yield Conflict("c1", "observation", str(disputed), "", "", body, "李四.ecd", "2019-01-02T00:00:00+00:00")
    yield Comment("k1", str(disputed), "请再核对", "张三", "2019-01-03T00:00:00+00:00")
    yield Comment("k2", str(disputed), "核对过", "李四", "2019-01-03T01:00:00+00:00", answers="k1")
    yield Comment("k3", "t1", "缺合计", "李四", "2019-01-03T02:00:00+00:00", on=CommentOn.EXHIBIT)
    yield Comment("k4", "t0", "撤下的", "李四", "2019-01-03T02:30:00+00:00", on=CommentOn.EXHIBIT, quote="旧表")
    yield Answer("a1", "shape", "unit", "表一", "亿元")
    yield SavePoint("p1", "送审稿", 0, "张三", "2019-01-04T00:00:00+00:00")
    yield RuleRecord("sum", "构成", f"{SALES} = {GOODS} + {SERVICES} 对每个地区")
    yield RuleRecord("limit", "上限", f"{SALES} ≤ 350亿元 对每个地区", "query", order=1)
    yield Manuscript("m1", "第1章.txt", hashlib.sha256(PROSE).hexdigest(), "2019-01-05T00:00:00+00:00")
    yield SignOff("e1", "e1", "张三", "2019-01-06T00:00:00+00:00", "0" * 64)
    yield Waiver("w1", "limit", "", "", (), "other", "口径不同", "张三", "2019-01-07T00:00:00+00:00", "附件")
    yield Stage("g1", "初审", "王主任")
    yield Assignment("s1", "张三", "2019-03-01")
    yield Passage("p1", "t1", "g1", "张三", "2019-01-09T00:00:00+00:00", "0" * 64)
    yield Settlement("l1", "m1", "0", "accepted", "原表如此", "张三", "2019-01-08T00:00:00+00:00")


def unread(mark: Mark) -> Observation:
    """A cell with a text that is no figure, as an editor may leave it."""
    return Observation(figure(SERVICES, "510000"), Unparsed(mark("待报", "observation.content")))


def write_marked_book(path: Path, mark: Mark) -> Path:
    from ecdesk.session.book.desk import Desk

    records = [*marked_records(mark), unread(mark)]
    files = [record for record in records if isinstance(record, Submission | Manuscript)]
    rest = [record for record in records if record not in files]
    with Desk.create(path, rest, mark("张三", "who")) as desk, desk.edit(text("收入文件")) as edit:
        for record, content in zip(files, (SENT, PROSE), strict=True):
            edit.put(record)
            edit.attach(record.name, content)
    return path


def unclassified() -> list[str]:
    """Fields of records that hold texts and stand neither in `TEXTS` nor in `CODES`, and names there that no record has."""
    kinds = {Area, Line, Origin, *RECORD_TYPES.values()}
    return sorted(
        f"{kind.__name__}.{name}" for kind in kinds for name in texts_of(kind) ^ {*TEXTS.get(kind, ()), *CODES.get(kind, ())}
    )
