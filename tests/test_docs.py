"""What the documentation says is so: its links, the places and commands that it names, and the picture of the layout."""

from __future__ import annotations

import ast
import re
import runpy
import tomllib
from functools import cache
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


def anchors(page: Path) -> set[str]:
    """The fragments by which a page's headings are linked to, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")) if ":" not in link]
    astray = []
    for link in links:
        file, _hash, heading = link.partition("#")
        target = page.parent / file if file else page
        if not target.exists() or (heading and heading not in anchors(target)):
            astray.append(link)
    assert astray == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_place_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    places = re.findall(r"`((?:ecdesk|resources|tests|ui|docs)/[\w./-]+)`", text)
    assert [place for place in places if not (ROOT / place).exists()] == []
    files = set(re.findall(r"`([\w-]+\.(?:py|toml|csv|md))`", text))
    assert files - names_of_files() == set()


@cache
def names_of_files() -> frozenset[str]:
    tops = ("ecdesk", "resources", "tests", "docs")
    return frozenset(path.name for folder in (ROOT / top for top in tops) for path in (*folder.rglob("*"), *ROOT.iterdir()))


GUIDES = [page for page in PAGES if "decisions" not in page.parts and page.name != "CHANGELOG.md"]
OF_OTHERS = {"QUndoStack"}


@pytest.mark.parametrize("page", GUIDES, ids=name)
def test_every_name_of_the_code_that_is_told_is_there(page: Path) -> None:
    told = set(re.findall(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)(?:\(\))?`", page.read_text(encoding="utf-8")))
    assert {one for one in told - OF_OTHERS if not all(part in words_of_the_project() for part in one.split("."))} == set()
    members = members_of_classes()
    parts = [one.partition(".") for one in told - OF_OTHERS]
    assert [f"{of}.{part}" for of, _dot, part in parts if part and of in members and part not in members[of]] == []


@cache
def members_of_classes() -> dict[str, set[str]]:
    """What the body of each class of the project names: fields, members, methods, and what its methods set on themselves."""
    found: dict[str, set[str]] = {}
    for path in (path for top in ("ecdesk", "tests") for path in (ROOT / top).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                names = found.setdefault(node.name, set())
                for part in ast.walk(node):
                    if isinstance(part, ast.FunctionDef):
                        names.add(part.name)
                    elif isinstance(part, ast.Name | ast.Attribute) and isinstance(part.ctx, ast.Store):
                        names.add(part.id if isinstance(part, ast.Name) else part.attr)
    return found


@cache
def words_of_the_project() -> frozenset[str]:
    """Every word of the code, its configuration and its data of words."""
    files = [*ROOT.glob("*.py"), *ROOT.glob("*.toml"), ROOT / ".gitignore", *(ROOT / "resources").rglob("*.toml")]
    files += [path for top in ("ecdesk", "tests") for path in (ROOT / top).rglob("*.py") if path != Path(__file__)]
    return frozenset(word for path in files for word in re.findall(r"\w+", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_dev_py_that_is_named_is_there(page: Path) -> None:
    named = set(re.findall(r"`(?:python3 )?dev\.py ([\w-]+)", page.read_text(encoding="utf-8")))
    assert named - set(DEV["COMMANDS"]) - {"COMMAND"} == set()


def test_decisions_are_numbered_and_listed() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(file[:4]) for file in files] == list(range(1, len(files) + 1))
    listed = re.findall(r"(?m)^\| \[(\d{4})\]\(decisions/([^)]+)\)", (ROOT / "docs" / "README.md").read_text(encoding="utf-8"))
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
