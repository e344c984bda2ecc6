"""The structure of the code, one sentence a test."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.import_graph import PACKAGE, ROOT, imports, modules, name_of

SIBLINGS = ("checks", "prose", "charts", "excel", "documents", "storage")
MIDDLE_ROOMS = ("panels", "charts", "records", "rules", "submissions", "proof", "versions", "delivery")
HEAVY = (
    "PySide6",
    "pandas",
    "numpy",
    "matplotlib",
    "openpyxl",
    "xlsxwriter",
    "highspy",
    "docx",
    "python_calamine",
    "lxml",
    "sqlite3",
)


def importers(folder: str, *unwanted: str) -> list[str]:
    """``module imports module`` for every import below the unwanted packages in a folder of the package."""
    return [
        f"{name_of(path)} imports {name}"
        for path in modules(PACKAGE / folder)
        for name in sorted(imports(path))
        if any(name == package or name.startswith(package + ".") for package in unwanted)
    ]


def test_only_the_gui_imports_qt() -> None:
    everywhere = importers("", "PySide6", "shiboken6", "PyQt6", "qtpy")
    assert [line for line in everywhere if not line.startswith("ecdesk.gui")] == []


def test_the_domain_is_plain_python() -> None:
    above = ("columns", *SIBLINGS, "session", "gui", "cli", "verbs")
    assert importers("domain", *HEAVY, *(f"ecdesk.{package}" for package in above)) == []


def test_columns_know_the_domain_and_numpy_alone() -> None:
    heavy = [name for name in HEAVY if name != "numpy"]
    assert importers("columns", *heavy, *(f"ecdesk.{package}" for package in (*SIBLINGS, "session", "gui", "cli", "verbs"))) == []


@pytest.mark.parametrize("package", SIBLINGS)
def test_siblings_never_import_each_other_or_what_is_above_them(package: str) -> None:
    others = [f"ecdesk.{other}" for other in SIBLINGS if other != package]
    assert importers(package, *others, "ecdesk.session", "ecdesk.gui", "ecdesk.verbs", "ecdesk.cli") == []


def test_the_rule_language_knows_no_figures_and_what_applies_rules_knows_no_remedies() -> None:
    above = importers("checks/language", "ecdesk.checks.engine", "ecdesk.checks.remedies")
    assert above + importers("checks/engine", "ecdesk.checks.remedies") == []


def test_the_session_knows_no_window() -> None:
    assert importers("session", "ecdesk.gui", "ecdesk.verbs", "ecdesk.cli") == []


def test_the_window_does_not_know_the_command_line() -> None:
    assert importers("gui", "ecdesk.verbs", "ecdesk.cli") == []


def test_dialogs_are_called_through_their_module_so_that_tests_can_answer_them() -> None:
    names = [line for line in importers("", "ecdesk.gui.desk.dialogs") if not line.endswith("imports ecdesk.gui.desk.dialogs")]
    assert names == []


def test_pyplot_is_never_used() -> None:
    assert importers("", "matplotlib.pyplot", "pylab") == []


def test_the_command_line_starts_without_any_heavy_package() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, ecdesk.cli; ecdesk.cli.build_parser(); print('\\n'.join(sys.modules))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert sorted(set(loaded) & set(HEAVY)) == []


STARTED = """
import os, sys
from PySide6.QtCore import QTimer
from ecdesk import cli
from ecdesk.gui.shell import app
style = app.make_application().style().name()

def told():
    print("\\n".join(sys.modules), style, sep="\\n", flush=True)
    os._exit(0)

QTimer.singleShot(0, told)
app.open_window()
"""


def test_the_start_page_loads_nothing_that_only_an_open_book_needs(home: Path) -> None:
    """What a book needs is loaded by the worker that opens it, while the window is already there."""
    loaded = subprocess.run(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    rooms = ("checks", "excel", "columns", "prose", "charts", "gui.grid", "session.book.desk", "session.tables", "storage")
    rooms += (
        "domain.book.records",
        "domain.book.tables",
        "domain.judging",
        "domain.wording.in_english",
        "domain.wording.time",
        "domain.wording.units",
    )
    assert [name for name in loaded if name.startswith(tuple(f"ecdesk.{room}" for room in rooms))] == []
    assert sorted({"logging.handlers", "pickle", "queue", "select", "socket"} & set(loaded)) == []
    assert "ecdesk.gui.shell.starting.start_page" in loaded and loaded[-1] == "fusion"


def test_no_file_is_too_long_to_be_read_at_one_sitting() -> None:
    files = [*modules(), *modules(ROOT / "tests"), ROOT / "dev.py"]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > 600} == {}


def test_the_top_level_holds_nothing_without_a_reason() -> None:
    known = {"ecdesk", "resources", "ui", "tests", "docs", "pyproject.toml", "build.spec", "dev.py"}
    known |= {"README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"}
    known |= {"requirements.lock", "requirements-dev.lock", "requirements-bench.lock"}
    made = {"out", "build", "dist"}
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not path.name.endswith(".egg-info")}
    assert there - known - made - {"__pycache__"} == set()


def text_files() -> Iterator[tuple[str, str]]:
    listed = [
        *ROOT.glob("*.*"),
        *ROOT.glob(".ci/*"),
        *(path for top in ("ecdesk", "resources", "ui", "tests", "docs") for path in (ROOT / top).rglob("*")),
    ]
    for path in listed:
        if path.is_file() and path.suffix not in (".pyc", ".ico") and path.name != ".git" and path != Path(__file__):
            yield str(path.relative_to(ROOT)), path.read_bytes().decode("utf-8")


def test_every_file_is_utf8_text_without_paths_of_a_machine() -> None:
    path_of_a_machine = re.compile(r"(?<![\w.:/])/(?:home|Users|work|root|workspace)/\w|\b[A-Z]:\\Users\\\w")
    found = [f"{name}: {match[0]}" for name, text in text_files() for match in path_of_a_machine.finditer(text)]
    assert found == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    later = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    found = [name for name, text in text_files() if name.endswith(".py") and later.search(text)]
    assert found == []


def test_each_refusal_is_written_in_one_place() -> None:
    """Two copies of a sentence drift apart; the one that raises it is called. What the file itself refuses is told by two layers."""
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            raised = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "UserError"
            if raised and node.args and isinstance(node.args[0], ast.Constant):
                places.setdefault(node.args[0].value, []).append(name_of(path))
    of_the_file = ("ecdesk.storage", "ecdesk.session.book.desk", "ecdesk.session.submissions.imports", "ecdesk.verbs")
    twice = {said: names for said, names in places.items() if len(names) > 1}
    assert {said: names for said, names in twice.items() if not all(name.startswith(of_the_file) for name in names)} == {}


ROOMS: dict[str, dict[str, set[str]]] = {
    "gui": {
        "forms": set(),
        "base": {"forms"},
        "grid": {"forms", "base"},
        "desk": {"forms", "base", "grid"},
        **{room: {"forms", "base", "grid", "desk"} for room in MIDDLE_ROOMS},
        "shell": {"forms", "base", "grid", "desk", *MIDDLE_ROOMS},
    },
    "session": {
        "program": set(),
        "outside": {"program"},
        "book": {"program"},
        "tables": {"program", "book"},
        "records": {"program", "book", "versions"},
        "versions": {"program", "book"},
        "rules": {"program", "book", "tables", "versions"},
        "submissions": {"program", "outside", "book", "tables", "versions", "rules"},
        "proof": {"program", "outside", "book", "tables", "records", "versions", "rules"},
        "delivery": {"program", "outside", "book", "tables", "records", "versions", "rules", "proof"},
        "new_books": {"program", "book", "tables", "versions", "rules"},
    },
}
"""Which rooms of a layer may import which others."""


@pytest.mark.parametrize(("layer", "room"), [(layer, room) for layer, rooms in ROOMS.items() for room in rooms])
def test_a_room_imports_only_the_rooms_below_it(layer: str, room: str) -> None:
    others = [f"ecdesk.{layer}.{other}" for other in ROOMS[layer] if other not in {room} | ROOMS[layer][room]]
    assert importers(f"{layer}/{room}", *others) == []


@pytest.mark.parametrize("layer", ROOMS)
def test_every_room_has_its_place(layer: str) -> None:
    there = {path.name for path in (PACKAGE / layer).iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert there == set(ROOMS[layer])
