"""What the README says is so."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from ecdesk.cli import build_parser, commands

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def first_column(heading: str) -> list[str]:
    """The code in the first column of the table under a heading line."""
    lines = README[README.index(heading) :].splitlines()[2:]
    cells = []
    for line in lines:
        if not line.startswith("|"):
            break
        found = re.match(r"\|\s*`(.+?)`", line)
        assert found, line
        cells.append(found[1])
    return cells


def test_the_command_table_lists_every_command_of_the_program() -> None:
    named = []
    for line in first_column("| command | does |"):
        found = re.match(r"ecdesk \[?(\w+)", line)
        assert found, line
        named.append(found[1])
    assert named == [command.name for command in commands()]


def test_every_command_takes_the_arguments_that_the_table_shows() -> None:
    for line in first_column("| command | does |"):
        arguments = [re.sub(r"…$", "", word.strip("[]")) for word in line.split()[1:]]
        build_parser().parse_args(arguments)


def test_the_table_of_dev_py_lists_every_command_of_it() -> None:
    there = runpy.run_path(str(ROOT / "dev.py"))["COMMANDS"]
    assert first_column("| `dev.py` | does |") == list(there)


def test_the_tour_uses_commands_and_folders_that_exist() -> None:
    tour = re.findall(r"-m ecdesk (.+)", README)
    assert tour
    for line in tour:
        options = build_parser().parse_args(line.split())
        if options.command == "import":
            assert (ROOT / options.files[0]).is_dir()


@pytest.mark.parametrize(
    "path", [*re.findall(r"`((?:ecdesk|resources|tests|ui)/[\w./]+)`", README), "resources/pictures/window.svg"]
)
def test_every_place_that_the_readme_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_layout_names_every_room_and_no_other() -> None:
    drawn = README[README.index("```\necdesk/\n") :].split("```")[1]
    named = set(re.findall(r"(\w+)/", drawn))
    rooms = {path.parent.name for path in (ROOT / "ecdesk").rglob("__init__.py")}
    assert rooms - named == set()
    besides = {"resources", "ui", "docs", *(path.name for path in (ROOT / "tests").iterdir()), "tests"}
    assert named - rooms - besides == set()


def test_continuous_integration_calls_the_test_command_of_the_readme() -> None:
    assert "python3 dev.py test" in README
    assert "dev.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
