"""What each command of the command line does: call the session, say how it goes, and hand back an `Outcome`.

Everything heavy is imported inside the commands, so that ``ecdesk --help`` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecdesk.domain.book.findings import LEVEL_NAMES, VERDICT_NAMES, Finding, Level, Verdict
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.readings import FileReading, Problem
from ecdesk.domain.files.outgoing import for_terminal
from ecdesk.domain.files.paths import path_meant, paths_meant, platform_path, shown
from ecdesk.domain.texts import tr
from ecdesk.session.program.progress import Job, Progress, finish

if TYPE_CHECKING:
    from ecdesk.prose import ProofResult
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.proof.correcting import CorrectedCopy
    from ecdesk.session.submissions.imports import FilePreview, ImportPreview, Stored

DONE, FOUND, WRONG_USAGE, BUG = 0, 1, 2, 3


@dataclass
class Outcome:
    """What a command gives back: its exit code, its JSON document, and the same for a reader, line by line."""

    code: int = DONE
    document: Any = None
    lines: list[str] = field(default_factory=list)


def say(line: str) -> None:
    """A message to whoever watches; never part of the result."""
    print(for_terminal(line), file=sys.stderr, flush=True)


def say_about(desk: Desk) -> None:
    """Tell what was set aside when the book was opened, that it was changed without a safety copy of how it was before, and of names
    under which others can change it too."""
    for words in (desk.file.aside, desk.save_state.uncopied, desk.file.warning):
        if words is not None:
            say(str(words))


def progress(step: Progress) -> None:
    """How far a long job is: one line of the terminal that overwrites itself, and nothing where stderr is no terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\033[K{step.done}/{step.total} {for_terminal(str(step.message))}", end="\r", file=sys.stderr, flush=True)


def sample(options: argparse.Namespace) -> Outcome:
    """Write a sample book; a file that is there already is never overwritten."""
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.new_books.sample import sample_records

    target = platform_path(options.book)
    with Desk.create(target, sample_records(options.sample)) as desk:
        book = desk.book
        document = {
            "book": shown(target),
            "sample": options.sample,
            "title": book.title,
            "year": book.year,
            "period": book.needed_period().code,
            "exhibits": len(book.exhibits()),
            "observations": len(book.observations),
        }
    count = len(book.exhibits())
    words = tr("已写出样例年报“{title}”，有图表 {count} 个：{path}", title=book.title, count=count, path=shown(target))
    return Outcome(document=document, lines=[words])


def check(options: argparse.Namespace) -> Outcome:
    """Apply every rule to one book or to several, of a folder to each in it; whatever is not simply a pass is listed, and the exit code says
    whether anything is left to fix or explain."""
    paths = [path for name in options.books for path in books_meant(name)]
    if len(paths) == 1:
        return check_one(paths[0], options.books[0])
    outcomes = [checked(path) for path in paths]
    lines = [line for path, outcome in zip(paths, outcomes, strict=True) for line in (shown(path), *outcome.lines)]
    return Outcome(max(one.code for one in outcomes), {"books": [one.document for one in outcomes]}, lines)


def books_meant(name: str) -> list[Path]:
    """The books that a name on the command line means. Raises UserError for a folder without any."""
    found: list[Path] = []
    for path in paths_meant(name):
        inside = sorted(entry for entry in path.glob("*.ecd") if entry.is_file()) if path.is_dir() else [path]
        if not inside:
            raise UserError("文件夹“{folder}”里没有年报（.ecd）。", folder=shown(path))
        found += inside
    return found


def checked(path: Path) -> Outcome:
    """One of several books; why it cannot be read is its outcome, and the others are checked."""
    try:
        return check_one(path, shown(path))
    except UserError as refusal:
        return Outcome(FOUND, {"book": shown(path), "error": str(refusal)}, [str(refusal)])


def check_one(path: Path, given: str) -> Outcome:
    """Apply every rule to one book. given: how it was named."""
    from ecdesk.session.rules.checking import check_file, check_json
    from ecdesk.session.versions.versions import load_book

    book = load_book(path)
    found, counts = check_file(book, path)
    still_open = [finding for finding in found if finding.is_open]
    levels = {level.value: sum(finding.level is level for finding in still_open) for level in Level}
    document = {"book": given, "title": book.title, "open": levels, **check_json(found, counts)}
    summary = tr(
        "共审核 {count} 项：不通过 {failing}，仅在进位误差内通过 {rounding}，无法判断 {undecided}。",
        count=sum(counts.values()),
        failing=counts[Verdict.FAILS],
        rounding=counts[Verdict.ROUNDING],
        undecided=counts[Verdict.UNDECIDED],
    )
    return Outcome(FOUND if still_open else DONE, document, [*check_lines(found), summary])


def check_lines(found: Sequence[Finding]) -> Iterator[str]:
    """Findings for a reader; those of which nothing can be said only as counts, by rule."""
    undecided = Counter(finding.title for finding in found if finding.verdict is Verdict.UNDECIDED)
    for finding in found:
        if finding.verdict is not Verdict.UNDECIDED:
            yield from finding_lines(finding)
    for name, count in undecided.items():
        yield tr("无法判断 {count} 项：{rule}", count=count, rule=name)


def finding_lines(finding: Finding) -> Iterator[str]:
    """A finding for a reader: what is wrong with what, then the numbers that say so."""
    state = tr("已说明") if finding.explained else tr(LEVEL_NAMES[finding.level])
    about = "　".join(filter(None, (finding.title, str(finding.about))))
    yield f"{state}　{tr(VERDICT_NAMES[finding.verdict])}　{about}"
    yield f"    {finding.message}"
    if finding.formula:
        yield f"    {finding.formula}"
    if finding.suggestion is not None:
        yield f"    {finding.suggestion}"


def export(options: argparse.Namespace) -> Outcome:
    """What is finished, in the form that the name of the file asks for. Raises UserError for a name that asks for none."""
    target = platform_path(options.target)
    if options.data:
        return export_document(options, target)
    form = {".xlsx": export_workbook, ".docx": export_document, ".pdf": export_document}.get(target.suffix.lower())
    if form is None:
        raise UserError("“{file}”的后缀看不出要写什么，请写 .xlsx（工作簿）、.docx（Word）或 .pdf。", file=target.name)
    idle = ("charts",) if form is export_document else ("area", "chart_tables")
    for option in (f"--{name.replace('_', '-')}" for name in idle if getattr(options, name)):
        raise UserError("这种文件不用 {option}：图表文件随 .xlsx 写，专页和图下的表写在 .docx、.pdf。", option=option)
    return form(options, target)


def export_document(options: argparse.Namespace, target: Path) -> Outcome:
    """Exhibits as they are printed: tables, and charts as pictures, in a Word document or a PDF; or figures and tables as data in a folder."""
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.delivery.certificates.certifying import Issuer
    from ecdesk.session.delivery.delivering import Which, part_id
    from ecdesk.session.delivery.documents import Choice, Delivered, export_word
    from ecdesk.session.delivery.editions.english import in_edition, said_in_chinese
    from ecdesk.session.delivery.profiles import PREFIX
    from ecdesk.session.versions.last_year import last_book

    part = f"{PREFIX}{options.area}" if options.area else options.part
    write: Callable[..., Job[Delivered]] = export_word
    if options.data:
        from ecdesk.session.delivery.data import export_data

        write = export_data
    elif target.suffix.lower() == ".pdf":
        from ecdesk.gui.delivery.page_painter import export_pdf, offscreen_application

        write, _application = export_pdf, offscreen_application()
    with Desk.open(path_meant(options.book), read_only=True) as desk:
        edition = in_edition(desk.book, options.edition, options.final)
        choice = Choice(Which(options.exhibits), part_id(desk.book, part), options.final, options.chart_tables, Issuer.at(desk))
        done = finish(write(edition, target, choice, last=last_book(desk.book, desk.path)), progress)
        problems = [str(problem) for problem in (*done.problems, *said_in_chinese(desk.book, edition))]
    document = {
        "file": shown(done.path),
        "exhibits": done.exhibits,
        "which": choice.exhibits.value,
        "open": done.open,
        "problems": problems,
        "certificate": shown(done.certificate) if done.certificate is not None else None,
    }
    return Outcome(document=document, lines=exported_lines(done.path, done.exhibits, done.open, problems, done.certificate))


def exported_lines(path: Path, exhibits: int, still_open: int, problems: Sequence[str], certificate: Path | None) -> list[str]:
    """What was exported, for a reader, and where the certificate of a final edition is."""
    lines = [tr("已导出图表 {count} 个：{path}", count=exhibits, path=shown(path)), *problems]
    lines += [tr("审核证书：{path}", path=shown(certificate))] if certificate is not None else []
    if still_open:
        lines.append(tr("还有 {count} 条审核结果没有改正或说明。", count=still_open))
    return lines


def export_workbook(options: argparse.Namespace, target: Path) -> Outcome:
    """Finished tables, native charts and findings in one workbook, and with ``--charts`` every chart as files of the formats that are asked for."""
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.delivery.certificates.certifying import Issuer
    from ecdesk.session.delivery.delivering import Which, part_id
    from ecdesk.session.delivery.editions.english import in_edition, said_in_chinese
    from ecdesk.session.delivery.exporting import ChartFiles, ExportScope
    from ecdesk.session.delivery.exporting import export as export_book
    from ecdesk.session.versions.last_year import last_book

    folder = platform_path(options.charts) if options.charts else None
    with Desk.open(path_meant(options.book), read_only=True) as desk:
        last = last_book(desk.book, desk.path)
        which = Which(options.exhibits)
        formats = tuple(dict.fromkeys(filter(None, options.format.split(","))))
        charts = ChartFiles(folder, formats, options.dpi, options.grey)
        edition = in_edition(desk.book, options.edition, options.final)
        part = part_id(desk.book, options.part)
        wanted = ExportScope(which, part, final=options.final, by=Issuer.at(desk))
        job = export_book(edition, target, wanted, charts, last=last)
        done = finish(job, progress)
        problems = [str(problem) for problem in (*done.problems, *said_in_chinese(desk.book, edition))]
        whole = len(desk.book.exhibits())
    document = {
        "workbook": shown(done.workbook),
        "findings": shown(done.findings) if done.findings is not None else None,
        "exhibits": done.exhibits,
        "which": which.value,
        "charts": [shown(path) for path in done.charts],
        "open": done.open,
        "problems": problems,
        "certificate": shown(done.certificate) if done.certificate is not None else None,
    }
    lines = exported_lines(done.workbook, done.exhibits, 0, (), done.certificate)
    if whole > done.exhibits:
        lines.append(tr("另有 {count} 个图表不印，没有导出；要全部导出请加 --exhibits all。", count=whole - done.exhibits))
    if done.findings is not None:
        lines.append(tr("审核结果另存为：{path}", path=shown(done.findings)))
    if folder is not None:
        lines.append(tr("已导出图 {count} 张：{path}", count=len(done.charts), path=shown(folder)))
    lines += problems
    if done.open:
        lines.append(tr("还有 {count} 条审核结果没有改正或说明。", count=done.open))
    return Outcome(document=document, lines=lines)


def forms(options: argparse.Namespace) -> Outcome:
    """A submission form for each area that reports, in one folder."""
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.submissions.queries import send_forms

    folder = platform_path(options.folder)
    with Desk.open(path_meant(options.book), read_only=True) as desk:
        written = finish(send_forms(desk.book, folder), progress)
    return Outcome(
        document={"folder": shown(folder), "forms": [shown(path) for path in written]},
        lines=[tr("已写报送表 {count} 份：{path}", count=len(written), path=shown(folder))],
    )


def new(options: argparse.Namespace) -> Outcome:
    """The book of the next year, half, quarter or month from the one before, or a blank one."""
    from ecdesk.domain.book.book import checked_year
    from ecdesk.domain.figures.periods import Period
    from ecdesk.session.new_books.blank import checked_round, start_blank
    from ecdesk.session.new_books.rolling import Blanked, start_next

    target = platform_path(options.book)
    period = checked_round(options.period) if options.period is not None else Period(checked_year(options.year))
    blanked: tuple[Blanked, ...] = ()
    if options.last:
        desk, blanked = start_next(path_meant(options.last), target, period)
    else:
        desk = start_blank(target, options.title or target.stem, period)
    with desk:
        title = desk.book.title
    lines = [tr("已新建“{title}”：{path}", title=title, path=shown(target))]
    if blanked:
        lines.append(tr("去掉了 {count} 处上期的数和口径，请重写：", count=len(blanked)))
        lines += [f"{one.where}: {one.before} → {one.after}" for one in blanked]
    return Outcome(
        document={
            "book": shown(target),
            "title": title,
            "year": period.year,
            "period": period.code,
            "blanked": [asdict(one) for one in blanked],
        },
        lines=lines,
    )


def compare(options: argparse.Namespace) -> Outcome:
    """Every record that two books do not have alike; the exit code says whether there is any."""
    from ecdesk.session.versions.versions import compare as differences_between
    from ecdesk.session.versions.versions import difference_json, load_book

    before, after = load_book(path_meant(options.one)), load_book(path_meant(options.two))
    found = [difference_json(before, after, difference) for difference in differences_between(before, after)]
    lines = []
    for entry in found:
        if "label" in entry:
            lines.append(
                tr(
                    "{figure}：{before} → {after}",
                    figure=entry["label"],
                    before=entry["before"] or "",
                    after=entry["after"] or "",
                )
            )
        else:
            words = {"added": tr("新增"), "removed": tr("删去"), "changed": tr("修改")}
            lines.append(f"{words[entry['change']]} {entry['kind']} {entry['id']}")
    lines.append(tr("共 {count} 处不同。", count=len(found)))
    return Outcome(FOUND if found else DONE, {"one": options.one, "two": options.two, "differences": found}, lines)


def merge(options: argparse.Namespace) -> Outcome:
    """Bring an offline copy's changes into the book; what both changed differently stays as it is and is kept as a conflict."""
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.versions.merging import merge as carry_out
    from ecdesk.session.versions.merging import plan_merge
    from ecdesk.session.versions.versions import key_label

    with Desk.open(path_meant(options.book)) as desk:
        plan = plan_merge(desk, path_meant(options.copy))
        left = carry_out(desk, plan)
        say_about(desk)
        book = desk.book
        clashes = [
            {
                "kind": clash.kind,
                "id": str(clash.id),
                "label": key_label(book, clash.id) if isinstance(clash.id, Key) else str(clash.id),
            }
            for clash in plan.clashes
        ]
    document = {"taken": len(plan.taken), "joined": len(plan.joined), "same": plan.same, "conflicts": clashes}
    lines = [
        tr(
            "已合并：采用副本的修改 {taken} 处，两边各改一部分的 {joined} 处，改得相同的 {same} 处。",
            taken=len(plan.taken),
            joined=len(plan.joined),
            same=plan.same,
        )
    ]
    if plan.is_empty:
        lines = [tr("副本里没有本书没有的修改。")]
    if left:
        lines.append(tr("有 {count} 处两边改得不同，暂时保留本书的内容，请打开年报逐一裁定：", count=left))
        lines += [f"  {clash['label']}" for clash in clashes]
    return Outcome(FOUND if left else DONE, document, lines)


def verify(options: argparse.Namespace) -> Outcome:
    """Hold delivered files against the certificate of their edition; the exit code says whether any does not print the same."""
    from ecdesk.session.delivery.certificates.verifying import verifying

    paths = [path for name in options.files for path in paths_meant(name)]
    result = finish(verifying(path_meant(options.certificate), paths), progress)
    document = {"certificate": options.certificate, **result.as_json()}
    return Outcome(DONE if result.is_equal else FOUND, document, list(result.lines()))


def proof(options: argparse.Namespace) -> Outcome:
    """Check the figures of a manuscript against each other and, with ``--book``, against the book's; with ``--corrected``, write a copy that
    takes the book's."""
    from ecdesk.session.book.desk import user_name
    from ecdesk.session.proof.correcting import corrected_file
    from ecdesk.session.proof.manuscripts import proofread_file
    from ecdesk.session.versions.versions import load_book

    path = path_meant(options.manuscript)
    book = load_book(path_meant(options.book)) if options.book else None
    copy = None
    if options.corrected is None:
        result = proofread_file(path, book)
    elif book is None:
        raise UserError("改正要用书中的数字，请用 --book 指明年报。")
    else:
        from ecdesk.session.rules.checking import check_file

        found, _counts = check_file(book, path_meant(options.book))
        result, copy = corrected_file(path, book, platform_path(options.corrected), user_name(), found)
    document = result.document
    lines = [str(document.reading_note)] if document.reading_note else []
    lines += _findings_of(result)
    failed = result.failed()
    lines.append(
        tr(
            "读到数 {figures} 个，核对关系 {claims} 条，不通过 {failing} 条，写法问题 {formats} 处。",
            figures=len(result.figures),
            claims=len(result.claims),
            failing=len(failed),
            formats=len(result.format),
        )
    )
    told = result.as_json()
    if copy is not None:
        told["corrected"] = copy.as_json()
        lines += corrected_lines(document.text, copy)
    return Outcome(FOUND if failed or result.format else DONE, told, lines)


def _findings_of(result: ProofResult) -> Iterator[str]:
    """What is wrong in a manuscript, for a reader."""
    prose = result.document.text
    for claim in result.claims:
        if claim.verdict in (Verdict.FAILS, Verdict.ROUNDING):
            yield f"{line_of(prose, claim.operands[0].start)}　{tr(VERDICT_NAMES[claim.verdict])}　{claim.relation}"
            yield f"    {claim.as_json()['message']}"
    for finding in result.format:
        yield f"{line_of(prose, finding.start)}　{prose[finding.start : finding.end]}　{finding.message}"


def corrected_lines(text: str, copy: CorrectedCopy) -> Iterator[str]:
    """What a corrected copy has, for a reader: each figure as it was and is, and what hangs on them."""
    for one in copy.revision.corrections:
        if one.change is not None:
            yield f"{line_of(text, one.figure.start)}　{one.figure.text} → {one.printed}"
    for note in copy.revision.attention:
        yield f"{line_of(text, note.start)}　{text[note.start : note.end]}　{note.words}"
    yield tr(
        "已写出改正的副本，改了 {count} 处，请注意 {notes} 处：{path}",
        count=len(copy.revision.changes),
        notes=len(copy.revision.attention),
        path=shown(copy.path),
    )


def sentences(options: argparse.Namespace) -> Outcome:
    """What the figures of an exhibit or of an area say, as sentences by the book's templates; the exit code says whether the proof doubts one."""
    from ecdesk.session.proof.sentences import exhibit_named, sentences_of_area, sentences_of_exhibit
    from ecdesk.session.versions.versions import load_book

    book = load_book(path_meant(options.book))
    if options.exhibit is not None:
        made = sentences_of_exhibit(book, exhibit_named(book, options.exhibit))
    else:
        made = sentences_of_area(book, options.area)
    lines = [line for one in made for line in (one.words, f"    {one.doubt}") if line.strip()]
    document = {"book": options.book, "sentences": [one.as_json() for one in made]}
    return Outcome(FOUND if any(one.doubt for one in made) else DONE, document, lines)


def line_of(text: str, offset: int) -> str:
    return tr("第 {line} 行", line=text.count("\n", 0, offset) + 1)


def open_window(options: argparse.Namespace) -> Outcome:
    """The window, until it is closed."""
    book = path_meant(options.book) if options.book else None
    if book is not None and not book.is_file():
        raise UserError("找不到“{file}”，它可能已被移走，或者网络盘断开了。", file=shown(book))
    if not display_there():
        raise UserError("这台计算机现在没有可用的屏幕，窗口打不开；其他命令可以照常使用。")
    associate()
    from ecdesk.gui.shell.app import open_window as show

    return Outcome(show(book, options.language or ""))


def display_there() -> bool:
    """Whether a window can be shown; without this question Qt would end the process."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def associate() -> None:
    """Let a double click on a book start the program that was handed out, unless another one answers to it already. The one that prints
    is not meant: its window would come with a console. Neither is one that is carried about, which leaves nothing on a machine."""
    from ecdesk.session.program import association
    from ecdesk.session.program.places import portable_folder

    registry = association.user_registry()
    windowed = getattr(sys, "frozen", False) and sys.__stdout__ is None
    if registry is not None and windowed and portable_folder() is None and association.free(registry):
        association.register(registry, sys.executable)


def read(options: argparse.Namespace) -> Outcome:
    """What submissions say, without a book; a file that cannot be read says why, and the others go on."""
    from ecdesk.session.outside import reading as outside

    outside.start()
    from ecdesk.session.submissions.arriving import read_arrived
    from ecdesk.session.submissions.imports import left_out, submission_files

    paths = [path for name in options.files for path in paths_meant(name)]
    readings = [reading for path in submission_files(paths) for _path, reading in read_arrived(path)]
    readings += [reading for _path, reading in left_out(paths)]
    lines = []
    for reading in readings:
        lines.append(file_line(reading))
        lines += problem_lines(reading.problems)
    code = DONE if all(reading.status in ("read", "ignored") for reading in readings) else FOUND
    return Outcome(code, {"files": [reading.as_json() for reading in readings]}, lines)


def file_line(reading: FileReading) -> str:
    states = {"read": tr("已读"), "review": tr("待确认"), "rejected": tr("退回"), "ignored": tr("未读")}
    about = " ".join(part for part in (reading.region, str(reading.year or "")) if part)
    return tr(
        "{state}　{file}　{about}　数值 {count} 个",
        state=states[reading.status],
        file=reading.file,
        about=about or "—",
        count=len(reading.readings),
    )


def import_files(options: argparse.Namespace) -> Outcome:
    """Read submissions, match them, and store those that leave no question as one undoable step."""
    from ecdesk.session.outside import reading as outside

    outside.start()
    from ecdesk.session.book.desk import Desk
    from ecdesk.session.submissions import imports, own_layouts

    with Desk.open(path_meant(options.book)) as desk:
        preview = finish(imports.preview(desk, [path for name in options.files for path in paths_meant(name)]), progress)
        known = {one.id for one in desk.book.indicators}
        if options.new_indicators:
            preview = with_new_indicators(desk, preview)
        fresh = [one.name for one in desk.book.indicators if one.id not in known]
        stored = imports.store(desk, preview, layouts=own_layouts.numbered(desk.book) if options.tables else None)
        say_about(desk)
    files = [import_json(file, stored) for file in preview.files]
    lines = [line for file in preview.files for line in import_lines(file, stored)]
    totals = {outcome.value: stored.fates[outcome] for outcome in imports.LineOutcome}
    lines.append(tr("共 {count} 份文件，存入 {stored} 份。", count=len(files), stored=len(stored.stored)))
    made = [exhibit.number_and_caption for exhibit in stored.exhibits]
    lines += [tr("新建指标：{name}", name=name) for name in fresh] + [tr("新建 {exhibit}", exhibit=words) for words in made]
    document = {"book": options.book, "files": files, **totals, "indicators": fresh, "exhibits": made}
    waiting = any(file.path in stored.left_out and file.reading.status != "ignored" for file in preview.files)
    return Outcome(FOUND if waiting else DONE, document, lines)


def import_counts(file: FilePreview) -> dict[str, int]:
    from ecdesk.session.submissions.imports import LineOutcome

    return {outcome.value: file.count(outcome) for outcome in LineOutcome}


def import_json(file: FilePreview, stored: Stored) -> dict[str, Any]:
    """What became of one file of an import."""
    reason = stored.left_out.get(file.path)
    return {
        "file": file.path.name,
        "stored": reason is None,
        "reason": None if reason is None else str(reason),
        "region": file.reading.region or None,
        "year": file.reading.year,
        "place": str(file.reading.place or ""),
        **import_counts(file),
        "warnings": [problem.as_json() for problem in file.warnings],
    }


def import_lines(file: FilePreview, stored: Stored) -> Iterator[str]:
    """The same for a reader."""
    reason = stored.left_out.get(file.path)
    if reason is not None:
        yield tr("未存入　{file}　{reason}", file=file.path.name, reason=reason)
        return
    words = tr("新 {new}，相同 {same}，不同 {different}，未识别 {unknown}", **import_counts(file))
    yield tr("已存入　{file}　{words}", file=file.path.name, words=words)
    yield from problem_lines(file.warnings)


def with_new_indicators(desk: Desk, preview: ImportPreview) -> ImportPreview:
    """A preview after every heading that no catalogue knows became what the files say that it is, as one step."""
    from ecdesk.session.submissions.headings import decide, headings
    from ecdesk.session.submissions.reviewing import read_again

    asked = headings(desk.book, preview)
    if not asked:
        return preview
    return read_again(desk.book, preview, finish(decide(desk, preview, [(one, one.proposed) for one in asked]), progress))


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """What a person should know about a file, each where its cell is known with it."""
    return (f"    {problem.cell}　{problem.message}".replace("    　", "    ") for problem in problems)
