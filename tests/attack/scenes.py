"""What editors do to books, as far as it writes: each verb of the command line, and what is done in the window, without the window.

A scene is given a folder with what `stage` put into it, and says ``saved`` with the state of a book each time that is shown as saved, and ``wrote``
with the name of each file that is shown as written.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from docx import Document

from ecdesk import cli
from ecdesk.domain.book.records import Alternative, Axis, Conflict, Manuscript, Submission
from ecdesk.domain.errors import UserError
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import exporting
from ecdesk.session.outside import reading as outside
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.records import comments
from ecdesk.session.rules.checking import Checks
from ecdesk.session.submissions import imports, queries
from ecdesk.session.tables import cells, outline, structure, territory
from ecdesk.session.versions.merging import merge, plan_merge, settle
from ecdesk.session.versions.versions import add_save_point
from tests.attack.children import Say
from tests.attack.promises import saved_line
from tests.books import AREAS, small_records

BOOK, COPY, SENT, PROSE = "年报.ecd", "副本.ecd", "报送", "文稿.docx"
STAGED = frozenset({PROSE, "北京市.csv", "天津市.csv"})
"""Files of the stage that are no books."""
MOST_STEPS = 400

Scene = Callable[[Path, random.Random, Say], None]


def stage(folder: Path) -> None:
    """A book with a history, a copy that went another way, two submissions, a manuscript."""
    book, copy = folder / BOOK, folder / COPY
    with Desk.create(book, small_records(), "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "6412.7"), (0, 1, "23.6"), (1, 0, "—"), (2, 0, "见注")])
        _prose(folder / PROSE)
        take(desk, folder / PROSE)
    shutil.copy(book, copy)
    with Desk.open(copy, "李四") as other:
        cells.enter(other, "表1", [(0, 0, "6412.8"), (3, 2, "12.5"), (1, 2, "77")])
        outline.add_exhibit(other, "表1-9", "副本里的表", "亿元")
    with Desk.open(book, "张三") as desk:
        cells.enter(desk, "表1", [(0, 0, "6413"), (3, 0, "9.9")])
    outside.close()  # a process that was started here would be shared with every fork
    sent = folder / SENT
    sent.mkdir()
    for place, sales in (("北京市", "2632.9"), ("天津市", "880.1")):
        rows = f"2018年{place}电子商务主要指标,,\n,,单位：亿元\n指标,2018年,比上年增长\n网络零售额,{sales},37.1%\n电子商务交易额,{sales}7,12%\n"
        (sent / f"{place}.csv").write_text(rows, encoding="utf-8")


def take(desk: Desk, path: Path) -> Manuscript:
    """Take a manuscript into the book."""
    return manuscripts.take_manuscript(desk, finish(manuscripts.receive_manuscript(path)))


def _prose(path: Path) -> None:
    document = Document()
    document.add_paragraph("2018年，北京市电子商务交易额6500亿元，同比增长23.6%，其中网络零售额2632.9亿元，占41%。")
    document.save(str(path))


def verb(*arguments: str) -> Scene:
    """A command of the command line; names in braces stand in the stage's folder."""

    def scene(folder: Path, _chance: random.Random, say: Say) -> None:
        code = cli.main([argument.format(folder=folder) for argument in arguments])
        if code not in (0, 1):
            raise RuntimeError(f"exit code {code}")
        for path in folder.glob("*.ecd"):
            with Desk.open(path, "", read_only=True) as desk:
                say(saved_line(desk))
        for path in folder.rglob("*.*"):
            if path.suffix in (".xlsx", ".svg"):
                say(f"wrote\t{path.relative_to(folder)}")

    return scene


def editing(folder: Path, chance: random.Random, say: Say) -> None:
    """All that an editor does to a book, saved on a worker as the window does."""
    with Desk.open(folder / BOOK, "张三", save_changed=lambda: None) as desk:
        desk.listen(lambda _notice: (desk.flush(), say(saved_line(desk))))
        for number in range(MOST_STEPS):
            with suppress(UserError):  # what cannot be done in this state
                chance.choice(EDITS)(desk, folder, chance, number)


Edit = Callable[[Desk, Path, random.Random, int], object]


def _enter(desk: Desk, _folder: Path, chance: random.Random, _number: int) -> None:
    exhibit = desk.book.exhibit("表1")
    places = [(chance.randrange(len(exhibit.rows)), chance.randrange(len(exhibit.columns))) for _ in range(chance.randint(1, 9))]
    cells.enter(desk, "表1", [(*place, chance.choice(["", "—", "约5", "1e", str(chance.randrange(10**6))])) for place in places])


def _structure(desk: Desk, _folder: Path, chance: random.Random, number: int) -> None:
    exhibit = desk.book.exhibit("表1")
    kind = number % 4
    if kind == 0:
        line = structure.line_of(desk.book, exhibit, "area", chance.choice(AREAS))
        structure.insert_lines(desk, "表1", Axis.ROWS, chance.randrange(4), [line])
    elif kind == 1 and len(exhibit.rows) > 2:
        structure.remove_lines(desk, "表1", Axis.ROWS, [chance.randrange(len(exhibit.rows))])
    elif kind == 2:
        outline.add_exhibit(desk, f"表2-{number}", "新表", "亿元")
    else:
        structure.add_footnote(desk, "表1", f"注{number}")


def _undo(desk: Desk, _folder: Path, chance: random.Random, _number: int) -> None:
    for _ in range(chance.randint(1, 3)):
        desk.undo()


def _revert(desk: Desk, _folder: Path, chance: random.Random, _number: int) -> None:
    desk.revert(chance.randint(max(1, desk.seq - 5), desk.seq))


def _import(desk: Desk, folder: Path, chance: random.Random, _number: int) -> None:
    if len(desk.book.all(Submission)) < 20:
        shown = finish(imports.preview(desk, [folder / SENT]))
        imports.store(desk, shown, [one.path for one in shown.files])
    disputed = sorted(desk.book.all(Alternative))
    if disputed:
        imports.settle_dispute(desk, chance.choice(disputed), take=chance.random() < 0.5, words="以报送为准")


def _merge(desk: Desk, folder: Path, chance: random.Random, _number: int) -> None:
    merge(desk, plan_merge(desk, folder / COPY))
    asked = sorted(desk.book.all(Conflict))
    if asked:
        settle(desk, chance.choice(asked), chance.choice(["ours", "theirs"]))


def _proof(desk: Desk, folder: Path, _chance: random.Random, number: int) -> None:
    draft = take(desk, folder / PROSE)
    desk.flush()
    found = finish(manuscripts.proofread_draft(desk, desk.book, draft)).result
    if found.claims:
        manuscripts.explain(desk, draft, found.claims[number % len(found.claims)], f"说明{number}")


EDITS: tuple[Edit, ...] = (
    *[_enter] * 6,
    *[_structure] * 2,
    *[_undo] * 2,
    lambda desk, *_: desk.redo(),
    _revert,
    _import,
    _merge,
    _proof,
    lambda desk, _folder, _chance, number: add_save_point(desk, f"稿{number}"),
    lambda desk, _folder, _chance, number: territory.add_area(desk, f"新区{number}"),
    lambda desk, _folder, chance, _number: comments.add_comment(desk, chance.choice(sorted(desk.book.observations)), "核对"),
)


def writing(folder: Path, _chance: random.Random, say: Say) -> None:
    """The files that the window writes beside a book: commented copies, lists, letters, copies of the book, an export over an older one."""
    with Desk.open(folder / BOOK, "张三") as desk:
        say(saved_line(desk))
        checks = Checks(desk)
        found = checks.findings()
        checks.close()
        for number in range(20):
            draft = take(desk, folder / PROSE)
            result = finish(manuscripts.proofread_draft(desk, desk.book, draft)).result
            finish(manuscripts.comment_copy(desk, draft, result, folder / "批注.docx"))
            say("wrote\t批注.docx")
            manuscripts.findings_csv(result, folder / "清单.csv")
            say("wrote\t清单.csv")
            finish(queries.send_letters(desk.book, found, folder))
            desk.copy_to(folder / f"另存{number}.ecd")
            say(f"saved\t另存{number}.ecd\t" + saved_line(desk).split("\t", 2)[2])
            finish(exporting.export(desk.book, folder / "发表.xlsx", charts=exporting.ChartFiles(folder / "图")))
            say("wrote\t发表.xlsx")


SCENES: dict[str, Scene] = {
    "editing": editing,
    "files": writing,
    "sample": verb("sample", "{folder}/样例.ecd"),
    "new": verb("new", "{folder}/空白.ecd", "--year", "2020"),
    "new-from": verb("new", "{folder}/下年.ecd", "--from", "{folder}/年报.ecd", "--year", "2019"),
    "import": verb("import", "{folder}/年报.ecd", "{folder}/报送"),
    "merge": verb("merge", "{folder}/年报.ecd", "{folder}/副本.ecd"),
    "export": verb("export", "{folder}/年报.ecd", "{folder}/发表.xlsx", "--charts", "{folder}/图"),
    "forms": verb("forms", "{folder}/年报.ecd", "{folder}/报送表"),
}
