"""What the documentation says is so: its links, the places and commands that it names, and the picture of the layout."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

import ecdesk
from tests.tools.picture import PICTURE, Box, arrows, bands, picture

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DEV = runpy.run_path(str(ROOT / "dev.py"))


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def test_the_picture_of_the_layout_is_current() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run dev.py picture"


def test_every_package_is_in_the_picture() -> None:
    drawn = {box.title for row in bands() for box in row}
    assert {path.parent.name for path in (ROOT / "ecdesk").glob("*/__init__.py")} <= drawn


def test_an_arrow_that_a_longer_way_implies_is_left_out() -> None:
    uses = {"top": ["middle", "low"], "middle": ["low"], "low": [], "aside": ["low"]}
    assert arrows(uses) == {"top": ["middle"], "middle": ["low"], "low": [], "aside": ["low"]}


def test_a_box_holds_its_package_and_no_namesake() -> None:
    box = Box("gui", ("ecdesk.gui",), "")
    assert box.holds("ecdesk.gui") and box.holds("ecdesk.gui.grid.view") and not box.holds("ecdesk.guide")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))]
    assert [link for link in links if link and ":" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_place_that_is_named_is_there(page: Path) -> None:
    places = re.findall(r"`((?:ecdesk|resources|tests|ui|docs)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    assert [place for place in places if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_dev_py_that_is_named_is_there(page: Path) -> None:
    named = set(re.findall(r"`(?:python3 )?dev\.py ([\w-]+)", page.read_text(encoding="utf-8")))
    assert named - set(DEV["COMMANDS"]) - {"COMMAND"} == set()


def test_decisions_are_numbered_and_listed() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(file[:4]) for file in files] == list(range(1, len(files) + 1))
    listed = re.findall(r"\[(\d{4})\]\(decisions/([^)]+)\)", (ROOT / "docs" / "README.md").read_text(encoding="utf-8"))
    assert [file for _number, file in listed] == files and all(file.startswith(number) for number, file in listed)
    for number, file in listed:
        text = (ROOT / "docs" / "decisions" / file).read_text(encoding="utf-8")
        assert text.startswith(f"# {int(number)}. ") and "\nStatus: " in text, file


def test_the_version_is_the_last_one_of_the_changelog() -> None:
    sections = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    versions = [section.split()[0] for section in sections if section != "Unreleased"]
    assert versions[0] == ecdesk.__version__
    assert "Unreleased" not in sections[1:]


def test_hooks_before_a_commit_are_local_and_run_what_continuous_integration_runs() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (.+)", text) == ["local"]
    assert re.findall(r"entry: (.+)", text) == ["python3 dev.py checks"]


def test_the_version_stands_in_one_place() -> None:
    code = [*(ROOT / "ecdesk").rglob("*.py"), ROOT / "build.spec", ROOT / "dev.py"]
    held = [path.name for path in code if f'"{ecdesk.__version__}"' in path.read_text(encoding="utf-8")]
    assert held == ["__init__.py"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "ecdesk.__version__"}
