"""The command line: which commands there are, what they are given, and how their outcome is printed.

With ``--json`` one JSON document goes to stdout; messages always go to stderr. The exit code is 0 for done, 1 for findings or
refusals, 2 for wrong usage, 3 for a bug of the program, whose report is kept.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import io
import json
import locale
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import ecdesk
from ecdesk import verbs
from ecdesk.domain.errors import UserError
from ecdesk.domain.files.outgoing import for_terminal
from ecdesk.domain.texts import Text, languages, set_language, text, tr
from ecdesk.session.program import crash_reports, logs
from ecdesk.session.program.association import EXTENSION
from ecdesk.verbs import BUG, FOUND, WRONG_USAGE, Outcome, say

MISTAKES: tuple[tuple[str, Text], ...] = (
    (r"the following arguments are required: (?P<what>.+)", text("缺少 {what}")),
    (r"one of the arguments (?P<what>.+?) is required", text("缺少 {what} 之一")),
    (r"argument (?P<name>.+?): not allowed with argument (?P<what>.+)", text("{name} 不能与 {what} 同用")),
    (r"unrecognized arguments: (?P<what>.+)", text("不认识 {what}")),
    (r"argument (?P<name>.+?): invalid choice: (?P<what>.+?) \(.*", text("{name} 不能是 {what}")),
    (r"argument (?P<name>.+?): invalid int value: (?P<what>.+)", text("{name} 应当是整数，而不是 {what}")),
    (r"argument (?P<name>.+?): expected (?:one|at least one) argument", text("{name} 后面缺少内容")),
)
"""argparse's own messages, and what is said instead; any other is shown as it is."""


class HelpFormatter(argparse.HelpFormatter):
    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, tr("用法：") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """argparse with everything that it says in the language of the program."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": HelpFormatter, **settings, "add_help": False})
        self._positionals.title = tr("参数")
        self._optionals.title = tr("选项")
        self.add_argument("-h", "--help", action="help", help=tr("显示这份说明"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        say(tr("命令用法不对：{reason}。", reason=said_plainly(message)))
        raise SystemExit(WRONG_USAGE)


WITH_VALUE = ("--language", "--debug")
"""Options before the command that take the next argument."""


def said_plainly(message: str) -> str:
    """What argparse says of a mistake, in the language of the program."""
    for pattern, words in MISTAKES:
        found = re.fullmatch(pattern, message)
        if found:
            return tr(words.template, **found.groupdict())
    return message


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. A mistake in the arguments exits through SystemExit(2), as argparse does."""
    given = with_command(sys.argv[1:] if arguments is None else arguments)
    choose_language(given)
    if sys.stderr is None:
        return in_a_window(given)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding_for(stream, "--json" in given), errors="backslashreplace")
    return command_line(given)


def with_command(given: Sequence[str]) -> list[str]:
    """The arguments with ``open`` before a book that no command stands before, as one dropped on the program's icon."""
    place = 0
    while place < len(given) and given[place].startswith("-"):
        place += 2 if given[place] in WITH_VALUE else 1
    is_book = place < len(given) and given[place].lower().endswith(EXTENSION)
    return [*given[:place], *(["open"] if is_book else []), *given[place:]]


def command_line(given: list[str]) -> int:
    parser = build_parser()
    options = parser.parse_args(given)
    topics = [name for name in options.debug.split(",") if name]
    unknown = logs.unknown_topics(topics)
    if unknown:
        known = ", ".join((*logs.TOPICS, logs.ALL))
        parser.error(tr("没有日志主题 {unknown}，可以写 {known}", unknown=", ".join(unknown), known=known))
    with logs.kept(topics):
        logs.topic("command").info("%s, ecdesk %s", options.command, ecdesk.__version__)
        with logs.timed(options.command):
            code = run(options)
        logs.topic("command").info("%s: exit %d", options.command, code)
    return code


def in_a_window(given: list[str]) -> int:
    """The same for the program of Windows that has no streams: what it has to say when it fails is shown in a box."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = command_line(given)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else WRONG_USAGE
    if code and said.getvalue().strip():
        from ecdesk.gui.shell.app import show_message

        show_message(said.getvalue().strip())
    return code


def encoding_for(stream: io.TextIOWrapper, json: bool) -> str:
    """UTF-8, but for words that go to another program of Windows: more, findstr and PowerShell read the code page of the console (chcp), or of the system
    where there is none, if it has Chinese."""
    if json or stream.isatty():
        return "utf-8"
    page = console_page()
    own = f"cp{page}" if page else locale.getpreferredencoding(False)
    try:
        tr("统计年报编辑台").encode(own)
    except (UnicodeEncodeError, LookupError):
        return "utf-8"
    return own


def console_page() -> int:
    """The code page of Windows' console; 0 where there is none, or where Python is told to write UTF-8."""
    if sys.platform != "win32" or sys.flags.utf8_mode:
        return 0
    import ctypes

    return int(ctypes.windll.kernel32.GetConsoleOutputCP())


def run(options: argparse.Namespace) -> int:
    """Run the chosen command and print its outcome; the exit code. A bug is one sentence, its report is kept."""
    try:
        outcome = options.run(options)
    except UserError as error:
        logs.topic("refusal").info("%s: %s", options.command, error.text.template)
        return told(options, str(error), FOUND)
    except KeyboardInterrupt:
        say(tr("已取消，没有保留任何结果。"))
        return FOUND
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of a library is no Exception
        if isinstance(error, OSError) and nobody_reads(error):
            raise
        if options.debug:
            traceback.print_exception(error)
        kind = crash_reports.kind_of(error)
        logs.topic("bug").info("%s: %s", options.command, kind)
        kept = crash_reports.keep_report(crash_reports.report_of(error))
        if kept is None:
            return told(options, tr("程序出错（{kind}），这条命令没有做完。", kind=kind), BUG)
        return told(options, tr("程序出错（{kind}），这条命令没有做完，错误报告在：{report}", kind=kind, report=kept), BUG)
    if options.json:
        print_json(outcome.document)
    else:
        for line in outcome.lines:
            print(for_terminal(line))
    return int(outcome.code)


def nobody_reads(fault: OSError) -> bool:
    """Whether a pipe has no reader any more; Windows says of it, and of nothing else without a file, that an argument is invalid."""
    on_windows = sys.platform == "win32" and fault.errno == errno.EINVAL and fault.filename is None
    return on_windows or isinstance(fault, BrokenPipeError)


def told(options: argparse.Namespace, sentence: str, code: int) -> int:
    """Say why there is no outcome, in the JSON document too."""
    if options.json:
        print_json({"error": sentence})
    say(sentence)
    return code


def print_json(document: Any) -> None:
    printed = json.dumps(document, ensure_ascii=False, indent=1)
    print("\n".join(map(for_terminal, printed.split("\n"))))


def choose_language(arguments: Sequence[str]) -> None:
    """Chinese, or the language named by ``--language`` or ECDESK_LANGUAGE, before the first message is made."""
    wanted = os.environ.get("ECDESK_LANGUAGE", "")
    for place, argument in enumerate(arguments):
        if argument.startswith("--language="):
            wanted = argument.partition("=")[2]
        elif argument == "--language" and place + 1 < len(arguments):
            wanted = arguments[place + 1]
    if wanted in languages():
        set_language(wanted)


@dataclass(frozen=True)
class Command:
    """A subcommand: its name, what it does, its arguments, and what runs it."""

    name: str
    words: Text
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], Outcome]


def commands() -> Iterable[Command]:
    def book(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("book", metavar="BOOK", help=tr("年报文件（.ecd）"))

    def sample(parser: argparse.ArgumentParser) -> None:
        book(parser)
        which = tr("哪一本：全国报告（report）或城市季报（bulletin）")
        parser.add_argument("--book", dest="sample", choices=("report", "bulletin"), default="report", help=which)

    def optional_book(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("book", metavar="BOOK", nargs="?", help=tr("年报文件（.ecd）"))

    def new(parser: argparse.ArgumentParser) -> None:
        book(parser)
        parser.add_argument("--from", dest="last", metavar="LAST.ecd", help=tr("上一年、上一季或上一月的年报；没有就新建空白的"))
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--year", type=int, help=tr("新年报的年份"))
        which.add_argument("--period", metavar="PERIOD", help=tr("新一期的时期，如 2016Q1、2016年一季度、2016年9月"))
        parser.add_argument("--title", metavar="TITLE", help=tr("空白年报的名称"))

    def files(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE_OR_DIR", nargs="+", help=tr("报送文件，或装有报送文件的文件夹"))

    def books(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("books", metavar="BOOK_OR_DIR", nargs="+", help=tr("年报文件（.ecd），或装有年报的文件夹"))

    def book_and_files(parser: argparse.ArgumentParser) -> None:
        book(parser)
        parser.add_argument("files", metavar="FILE_OR_DIR", nargs="+", help=tr("报送文件，或装有报送文件的文件夹"))
        parser.add_argument(
            "--new-indicators", action="store_true", help=tr("目录里没有的标题，按文件里的名称、单位和小数位建成新指标")
        )
        parser.add_argument("--tables", action="store_true", help=tr("同时按文件的行和列建表"))

    def book_and_folder(parser: argparse.ArgumentParser) -> None:
        book(parser)
        parser.add_argument("folder", metavar="DIR", help=tr("写入的文件夹"))

    def manuscript(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("manuscript", metavar="MANUSCRIPT", help=tr("文稿（.txt、.md 或 .docx）"))
        parser.add_argument("--book", metavar="BOOK", help=tr("用来核对文稿的年报"))
        parser.add_argument(
            "--corrected", metavar="OUT", help=tr("写出采用书中数字的副本：.docx 里是修订，原稿不动；要与 --book 同用")
        )

    def figures(parser: argparse.ArgumentParser) -> None:
        book(parser)
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--exhibit", metavar="NUMBER", help=tr("图表的编号，如 图1-5"))
        which.add_argument("--area", metavar="AREA", help=tr("地区的名称"))

    def export(parser: argparse.ArgumentParser) -> None:
        book(parser)
        parser.add_argument("target", metavar="OUT", help=tr("写出的工作簿（.xlsx）、Word 文档（.docx）或 PDF（.pdf）"))
        parser.add_argument("--charts", metavar="DIR", help=tr("图表文件写入的文件夹"))
        parser.add_argument(
            "--format",
            metavar="KINDS",
            default="svg",
            help=tr("图表文件的格式，可以写几种，如 svg,pdf,png；svg-text 是文字可以检索、修改的 SVG"),
        )
        parser.add_argument("--dpi", type=int, metavar="N", help=tr("PNG 每英寸的点数，默认 300"))
        parser.add_argument("--grey", action="store_true", help=tr("图表文件只用黑白灰"))
        parser.add_argument(
            "--exhibits", choices=("printed", "all"), default="printed", help=tr("导出要印的图表（printed），或者全部（all）")
        )
        parser.add_argument("--data", action="store_true", help=tr("把全部数和各表写成带说明的 CSV，放进文件夹 OUT"))
        parser.add_argument("--part", default="", metavar="NUMBER", help=tr("只导出一章、一节或一个图表，写它的编号"))
        parser.add_argument("--area", metavar="AREA", help=tr("只写一个地区的专页（.docx 或 .pdf），写它的名称"))
        parser.add_argument("--chart-tables", action="store_true", help=tr("图下附上它的数据表"))
        parser.add_argument(
            "--edition", choices=("zh", "en"), default="zh", help=tr("写中文版（zh）或英文版（en）；英文在窗口的“英文对照”里填")
        )
        parser.add_argument("--final", action="store_true", help=tr("作为定稿导出；还有没改正或说明的审核结果时不写"))

    def two(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("one", metavar="A", help=tr("年报文件（.ecd）"))
        parser.add_argument("two", metavar="B", help=tr("与之比较的年报"))

    def book_and_copy(parser: argparse.ArgumentParser) -> None:
        book(parser)
        parser.add_argument("copy", metavar="COPY", help=tr("离线修改过的副本"))

    def certificate_and_files(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("certificate", metavar="CERTIFICATE", help=tr("定稿导出时写在成品旁边的审核证书（.json）"))
        parser.add_argument(
            "files", metavar="FILE", nargs="+", help=tr("要核对的成品：工作簿、Word 文档、PDF、数据文件，或装有它们的文件夹")
        )

    return [
        Command("open", text("打开窗口"), optional_book, verbs.open_window),
        Command("sample", text("写出样例年报：2018年全国报告，或一个城市的季报"), sample, verbs.sample),
        Command("new", text("新建年报：以上一年的为底，或者空白的"), new, verbs.new),
        Command("read", text("不用年报，直接读报送文件，给出读到的数和问题"), files, verbs.read),
        Command("import", text("读取、匹配并存入报送文件，一步完成，可撤销"), book_and_files, verbs.import_files),
        Command("forms", text("为每个地区写出报送表"), book_and_folder, verbs.forms),
        Command("check", text("审核，列出结果"), books, verbs.check),
        Command("proof", text("核稿：核对文稿里的数"), manuscript, verbs.proof),
        Command("sentences", text("由图表或地区的数写出句子，按书中的模板"), figures, verbs.sentences),
        Command("export", text("导出成品表和图：工作簿、Word 文档、PDF、图表文件"), export, verbs.export),
        Command("compare", text("比较两份年报"), two, verbs.compare),
        Command("merge", text("把离线副本并入年报"), book_and_copy, verbs.merge),
        Command("verify", text("用审核证书逐个数核对交付的文件"), certificate_and_files, verbs.verify),
    ]


def build_parser() -> Parser:
    """The whole command line; without a command it opens the window."""
    parser = Parser(prog="ecdesk", description=tr("统计年报编辑台"))
    add_common(parser, top=True)
    parser.add_argument("--version", action="version", version=f"ecdesk {ecdesk.__version__}", help=tr("显示版本"))
    parser.set_defaults(command="open", book=None)
    choices = parser.add_subparsers(metavar="COMMAND", title=tr("命令"), parser_class=Parser)
    for command in commands():
        sub = choices.add_parser(command.name, help=str(command.words), description=str(command.words))
        add_common(sub, top=False)
        command.arguments(sub)
        sub.set_defaults(command=command.name, run=command.run)
        if command.name == "open":
            parser.set_defaults(run=command.run)
    return parser


def add_common(parser: argparse.ArgumentParser, top: bool) -> None:
    """Options that may stand before or after the command."""
    default: Any = False if top else argparse.SUPPRESS
    parser.add_argument("--json", action="store_true", default=default, help=tr("在标准输出上给出一个 JSON 文档"))
    parser.add_argument("--language", choices=languages(), default=None if top else argparse.SUPPRESS, help=tr("界面语言"))
    shown = tr("把这些主题的日志显示在标准错误上，用逗号分隔：{topics}", topics=", ".join((*logs.TOPICS, logs.ALL)))
    parser.add_argument("--debug", metavar="TOPICS", default="" if top else argparse.SUPPRESS, help=shown)


if __name__ == "__main__":
    sys.exit(main())
