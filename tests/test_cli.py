"""The command line through `ecdesk.cli.main`: what goes to stdout, what to stderr, and the exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ecdesk.cli import build_parser, commands, main
from ecdesk.domain.texts import set_language

ROOT = Path(__file__).resolve().parents[1]


def test_the_commands_are_those_that_were_agreed() -> None:
    agreed = ["open", "sample", "new", "read", "import", "forms", "check", "proof", "export", "compare", "merge"]
    assert [command.name for command in commands()] == agreed


def test_without_a_command_the_window_opens() -> None:
    assert build_parser().parse_args([]).command == "open"


@pytest.mark.parametrize("arguments", [["nonsense"], ["sample"], ["new", "a.ecd"], ["check", "a.ecd", "--nonsense"]])
def test_wrong_usage_exits_2_with_a_message_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "命令用法不对" in shown.err


@pytest.mark.parametrize("arguments", [["--json", "check", "a.ecd"], ["check", "a.ecd", "--json"], ["check", "--json", "a.ecd"]])
def test_json_may_stand_before_or_after_the_command(arguments: list[str]) -> None:
    assert build_parser().parse_args(arguments).json is True


def test_help_is_in_the_chosen_language() -> None:
    assert "打开窗口" in build_parser().format_help()
    set_language("en")
    assert "open the window" in build_parser().format_help()


def test_the_module_runs_and_prints_utf8_whatever_the_console_says() -> None:
    done = subprocess.run([sys.executable, "-X", "utf8=0", "-m", "ecdesk", "--help"], cwd=ROOT, capture_output=True, check=True)
    assert "统计年报编辑台" in done.stdout.decode("utf-8")
