"""Books as earlier versions of the program wrote them, kept as SQL; and how today's is written down.

``python -m tests.storage.kept_books`` writes the book of the present schema version, once: a kept book is never written again.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ecdesk.domain.book.catalogue import standard_indicators
from ecdesk.domain.book.records import (
    Alternative,
    AreaRecord,
    Axis,
    Chart,
    ChartKind,
    Conflict,
    Exhibit,
    Line,
    Observation,
    Origin,
    OriginKind,
    Record,
    RuleRecord,
    Section,
    Setting,
    Sorting,
)
from ecdesk.domain.figures.amounts import Mark
from ecdesk.domain.figures.areas import NATION, standard_areas
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.numbers import parse_content
from ecdesk.domain.wording.units import unit_named
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import signing
from ecdesk.session.delivery.editions import english
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.records import assignments, comments, sources, stages
from ecdesk.session.records.symbols import set_symbols
from ecdesk.session.rules import explaining, rules
from ecdesk.session.rules.checking import Checks
from ecdesk.session.submissions import imports, reviewing
from ecdesk.session.tables import cells, lists, outline, structure, territory
from ecdesk.session.tables.outline import put_exhibit
from ecdesk.session.versions.merging import merge, plan_merge, settle
from ecdesk.session.versions.versions import add_save_point
from ecdesk.storage import schema

FOLDER = Path(__file__).parent / "books"

AREAS = (NATION, "110000", "120000", "520000")
INDICATORS = ("电子商务交易额", "网络零售额", "农产品网络零售额", "跨境网络零售额")


def kept_books() -> list[Path]:
    """The SQL of every book that is kept, oldest version first."""
    return sorted(FOLDER.glob("version_*.sql"), key=version_of)


def version_of(kept: Path) -> int:
    return int(kept.stem.removeprefix("version_"))


def rebuild(kept: Path, target: Path) -> Path:
    """The book's file as it was, from its SQL."""
    connection = sqlite3.connect(target, isolation_level=None)
    connection.executescript(kept.read_text(encoding="utf-8"))
    connection.close()
    return target


def write_down(book: Path, target: Path) -> None:
    """A book's file as SQL that makes it again."""
    connection = sqlite3.connect(book)
    pragmas = [
        f"PRAGMA {name} = {connection.execute(f'PRAGMA {name}').fetchone()[0]};" for name in ("application_id", "user_version")
    ]
    target.write_text("\n".join([*pragmas, *connection.iterdump(), ""]), encoding="utf-8")
    connection.close()


def first_records() -> Iterator[Record]:
    """A book of two chapters with a table and a chart, and figures that came with it."""
    yield Setting("title", "电子商务报告2018")
    yield Setting("year", "2018")
    for order, code in enumerate(AREAS):
        yield AreaRecord(standard_areas()[code], order, reports=code != NATION)
    yield from (one for one in standard_indicators() if one.id in INDICATORS)
    yield Section("1", "第1章", "总报告", order=1.0)
    yield Section("1.1", "1.1", "各地区", "1", 1.0)
    rows = tuple(Line(code, standard_areas()[code].short, {"area": code}) for code in AREAS[1:])
    columns = (
        Line("零售额", "网络零售额", {"indicator": "网络零售额"}),
        Line("增速", "同比", {"indicator": "网络零售额", "measure": "growth"}, unit="%"),
        Line("交易额", "电子商务交易额", {"indicator": "电子商务交易额"}),
    )
    yield Exhibit(
        "t1", "表1-1", "2018年各地区网络零售", "1.1", 1.0, unit="亿元", at={"period": "2018"}, rows=rows, columns=columns
    )
    yield Exhibit(
        "f1", "图1-1", "2018年各地区网络零售额", "1.1", 2.0, "chart", "亿元", at={"period": "2018"}, rows=rows, columns=columns[:1],
        chart=Chart(ChartKind.BAR, top=3),
    )  # fmt: skip
    yield RuleRecord("r1", "零售不超过交易", "网络零售额 <= 电子商务交易额", "error")
    published = Origin(OriginKind.PUBLISHED, detail="第3页")
    for indicator, area, typed in (
        ("网络零售额", "520000", "170.2"),
        ("网络零售额", "120000", "约300"),
        ("电子商务交易额", "520000", "160"),
    ):
        content = parse_content(typed, unit_named("亿元"))
        assert content is not None
        yield Observation(Key(indicator, area, "", "2018", "value"), content, origin=published)


def write_book(folder: Path) -> Path:
    """A book in which everything was done once that a book keeps a trace of."""
    path, copy = folder / "年报.ecd", folder / "副本.ecd"
    with Desk.create(path, first_records(), "张三") as desk:
        _edit(desk)
        _import(desk, folder)
        _proofread(desk, folder)
        shutil.copy(path, copy)
        with Desk.open(copy, "李四") as other:
            cells.enter(other, "t1", [(0, 0, "2632.9"), (1, 1, "9.9")])
            outline.describe_exhibit(other, "f1", "图1-1", "各地区网络零售额", "资料来源：李四", "", notes=())
            report = folder / "北京市.txt"
            report.write_text("北京市全年网络零售额2632.9亿元。\n", encoding="utf-8")
            manuscripts.take_manuscript(other, finish(manuscripts.receive_manuscript(report)))
        cells.enter(desk, "t1", [(0, 0, "2623.9"), (2, 2, "190.5")])
        outline.describe_exhibit(desk, "f1", "图1-1", "各地区网络零售", "", "", notes=("按省份排列。",))
        assert merge(desk, plan_merge(desk, copy)) == 2
        desk.undo()
        desk.redo()
        caption = next(one for one in desk.book.all(Conflict).values() if one.record_kind == Exhibit.KIND)
        settle(desk, caption.id, "theirs")
        _share_out(desk)
        _sign(desk)
        desk.undo()
    return path


def _edit(desk: Desk) -> None:
    cells.enter(desk, "t1", [(0, 0, "=2000+600.5"), (0, 1, "约25%"), (1, 1, "—"), (1, 2, "见注"), (0, 2, "1 084.2")])
    comments.add_comment(desk, Key("网络零售额", "110000", "", "2018", "value"), "与统计局核对")
    desk.undo()
    desk.redo()
    cells.enter(desk, "t1", [(2, 1, "12.5")])
    typed = desk.seq
    add_save_point(desk, "一稿")
    desk.revert(typed)
    book = desk.book
    structure.insert_lines(desk, "t1", Axis.ROWS, 0, [structure.line_of(book, book.exhibit("t1"), "area", NATION)])
    structure.move_lines(desk, "t1", Axis.ROWS, 0, 0, 4)
    structure.add_footnote(desk, "t1", "按可比口径计算。", Axis.COLUMNS, "增速")
    territory.add_area(desk, "贵安新区", "贵州省", ("贵安",), reports=True)
    outline.add_item(desk, "实物商品", breakdown="商品")
    table = outline.add_exhibit(desk, "表1-2", "跨境", "亿元", after="t1")
    outline.remove_exhibit(desk, table.id)
    desk.undo()
    desk.undo()
    outline.add_exhibit(desk, "表1-3", "农产品", "亿元", after="t1")
    firms = lists.new_list("表1-4", "融资事件", lists.read_columns("企业、金额（金额或数）、日期（日期）"))
    made = put_exhibit(desk, firms, after="t1")
    cells.enter(desk, made.id, [(0, 0, "甲公司"), (0, 1, "数千万元"), (1, 0, "乙公司"), (1, 1, "4亿元"), (1, 2, "2018年5月")])
    lists.keep_sorted(desk, made.id, Sorting(made.columns[1].id, True, 1))
    outline.set_printed(desk, made.id, False)
    bureau = sources.add_source(desk, "贵州省统计局", "贵州统计年鉴2018", "2018年12月", "http://stjj.guizhou.gov.cn")
    sources.state_source(desk, [Key("电子商务交易额", "520000", "", "2018", "value")], f"{bureau.name} 第12页")
    sources.name_source(desk, ["t1"], bureau.id)
    set_symbols(desk, {Mark.UNKNOWN: "?"})
    rules.add_rule(desk, "网络零售额.同比增速 >= 30%", "增速", "query")


def _import(desk: Desk, folder: Path) -> None:
    sent = folder / "贵州省.csv"
    sent.write_text(
        "2018年贵州省电子商务主要指标,,\n,,单位：亿元\n指标,2018年,比上年增长\n网络零售额,180.4,37.1%\n"
        "跨境网络零售额,2.5,40%\n网上卖菜,7.5,31.9%\n",
        encoding="utf-8",
    )
    shown = finish(imports.preview(desk, [sent]))
    heading = next(one for one in reviewing.questions(shown) if one.subject == "网上卖菜")
    again = finish(reviewing.answer(desk, shown, heading, "农产品网络零售额"))
    shown = reviewing.read_again(desk.book, shown, again)
    assert imports.store(desk, shown, [sent]).stored == [sent]
    imports.settle_dispute(desk, next(iter(desk.book.all(Alternative))), take=True, words="以报送为准")
    sent.write_text(
        "2018年各地区网络零售情况,,\n地区,网络零售额（亿元）,网络零售额同比增长（%）\n贵州省,181.9,37.1\n", encoding="utf-8"
    )
    again = imports.store(desk, finish(imports.preview(desk, [sent])), [sent])
    assert again.fates[imports.LineOutcome.DIFFERENT] == 1


def _proofread(desk: Desk, folder: Path) -> None:
    prose = folder / "文稿.txt"
    prose.write_text("2018年，贵州省网络零售额180.4亿元，电子商务交易额161亿元。\n", encoding="utf-8")
    draft = manuscripts.take_manuscript(desk, finish(manuscripts.receive_manuscript(prose)))
    found = finish(manuscripts.proofread_draft(desk, desk.book, draft)).result
    manuscripts.explain(desk, draft, found.claims[-1], "按年报口径")
    manuscripts.link_figure(desk, draft, found.figures[0], Key("网络零售额", "520000", "", "2018", "value"))


def _share_out(desk: Desk) -> None:
    assignments.assign(desk, ["1", "t1"], "王五", "2019-03-31")
    english.set_english(desk, {"某指标": "An indicator"})
    stages.set_stages(desk, "初审、复审（李四）、终审、一校")
    stages.set_stage(desk, ["1.1"], "second_review")
    remark = comments.comment_on_exhibit(desk, "t1", "合计怎么没有？")
    comments.reply(desk, remark.id, "各地区加起来不是全国。")
    comments.set_comments_done(desk, [remark.id])


def _sign(desk: Desk) -> None:
    checks = Checks(desk)
    failing = [one for one in checks.findings() if one.is_open and not one.fault]
    explaining.explain(desk, checks, failing, "published", "原报告如此印出。", "第33页")
    for exhibit in [one for one in desk.book.exhibits() if one.number in ("表1-3", "表1-4")]:  # copies disagree on the others
        signing.sign_all(desk, checks, [exhibit.id], "王五")
    checks.close()


if __name__ == "__main__":
    kept = FOLDER / f"version_{schema.SCHEMA_VERSION}.sql"
    if kept.exists():
        raise SystemExit(f"{kept.name} is kept already")
    with tempfile.TemporaryDirectory() as folder:
        write_down(write_book(Path(folder)), kept)
