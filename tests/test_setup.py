"""dev.py and what it pins."""

from __future__ import annotations

import importlib.metadata
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tools import release_check
from tests.tools.checks import STEPS
from tests.tools.forms import FOLDER, compiled_form, normal_form
from tests.tools.lock import locked, write_constraints
from tests.tools.release_check import release_problems

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEV = SimpleNamespace(**runpy.run_path(str(ROOT / "dev.py")))


def entries(group: str) -> dict[str, str]:
    """Of a lock file: name to everything that is said of it."""
    text = (ROOT / DEV.LOCKS[group]).read_text(encoding="utf-8")
    found = re.findall(r"^([\w.-]+)==(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return {canonicalize_name(name): rest for name, rest in found}


@pytest.mark.parametrize("group", ["run", "dev", "bench"])
def test_every_file_is_locked_by_its_hash_and_no_host_is_named(group: str) -> None:
    assert locked(group).keys() == entries(group).keys() != set()
    assert [name for name, rest in entries(group).items() if "--hash=sha256:" not in rest] == []
    text = (ROOT / DEV.LOCKS[group]).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--find-links|@ file", text)


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    project = PROJECT["project"]
    dependencies, extras = project["dependencies"], project["optional-dependencies"]
    for group, wanted in (("run", dependencies), ("dev", dependencies + extras["dev"]), ("bench", extras["bench"])):
        versions = locked(group)
        for requirement in map(Requirement, wanted):
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement
    assert locked("run").items() <= locked("dev").items()


def test_everything_that_the_dependencies_bring_along_is_locked() -> None:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    waiting, seen = [canonicalize_name(Requirement(line).name) for line in wanted], set()
    missing = []
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name not in locked("dev"):
            missing.append(name)
        for line in importlib.metadata.requires(name) or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(needed.name))
    assert missing == []


def test_windows_has_what_only_windows_needs() -> None:
    for name, group in (("colorama", "dev"), ("pefile", "dev"), ("pywin32-ctypes", "dev"), ("tzdata", "run")):
        assert name in locked(group)
    wheels = {"pyside6-essentials": 4, "lxml": 20, "numpy": 20}  # of all platforms and Pythons
    assert {name: entries("run")[name].count("sha256:") >= least for name, least in wheels.items()} == dict.fromkeys(wheels, True)


def test_what_is_installed_is_what_is_locked() -> None:
    pins = locked("dev")
    installed = {name: importlib.metadata.version(name) for name in pins if there(name)}
    assert {name: version for name, version in installed.items() if version != pins[name] and name != "setuptools"} == {}


def test_the_list_for_tools_that_read_no_lock_file_is_that_of_the_lock(tmp_path: Path) -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text.replace('"altgraph==', '"altgraph==9'), encoding="utf-8")
    (tmp_path / DEV.LOCKS["dev"]).write_bytes((ROOT / DEV.LOCKS["dev"]).read_bytes())
    write_constraints(tmp_path)
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == text, "run dev.py lock"


def there(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_the_digest_that_decides_about_installing_follows_the_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = DEV.digest_of("run")
    assert before == DEV.digest_of("run") != DEV.digest_of("dev")
    locked = (ROOT / DEV.LOCKS["run"]).read_bytes().replace(b"\r\n", b"\n")
    path = tmp_path / DEV.LOCKS["run"]
    monkeypatch.setitem(DEV.digest_of.__globals__, "ROOT", tmp_path)
    path.write_bytes(locked.replace(b"\n", b"\r\n"))
    assert DEV.digest_of("run") == before
    path.write_bytes(locked.replace(b"pandas==", b"pandas==9"))
    assert DEV.digest_of("run") != before


class Called:
    """Stands for `call`: keeps the commands, and has every one succeed."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []

    def __call__(self, command: list[object], **environment: str) -> int:
        self.commands.append([str(part) for part in command])
        return 0


def test_only_what_changed_is_installed_and_always_by_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called = Called()
    monkeypatch.setitem(DEV.install.__globals__, "call", called)
    monkeypatch.setitem(DEV.install.__globals__, "make_venv", lambda folder: python_made(DEV.python_in(folder)))
    monkeypatch.setitem(DEV.install.__globals__, "pip_command", lambda python: ["pip"])
    folder = tmp_path / "venv"
    assert DEV.install(folder, "run") and DEV.install(folder, "run")
    assert len(called.commands) == 1 and "--require-hashes" in called.commands[0]
    assert DEV.install(folder, "dev") and DEV.install(folder, "run") and DEV.install(folder, "dev")
    assert [command[-1] for command in called.commands] == [str(ROOT / "requirements.lock"), str(ROOT / "requirements-dev.lock")]


def python_made(python: Path) -> None:
    python.parent.mkdir(parents=True)
    python.write_text("", encoding="utf-8")


def test_compiled_forms_are_those_of_the_designer_files() -> None:
    fresh = {f"ui_{source.stem}.py": compiled_form(source) for source in (ROOT / "ui").glob("*.ui")}
    committed = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("ui_*.py")}
    assert sorted(committed) == sorted(fresh)
    assert [name for name in fresh if fresh[name] != committed[name]] == [], "run dev.py forms"


def test_a_forms_text_names_no_version_and_no_place() -> None:
    raw = "# -*- coding: utf-8 -*-\r\n\r\n####\r\n## Created by: Qt User Interface Compiler version 6.12.0\r\n####\r\n\r\nclass Ui: pass\r\n"
    text = normal_form(raw, "main.ui")
    assert "6.12" not in text
    assert text.endswith("\n\nclass Ui: pass\n")


def test_missing_libraries_of_the_system_are_named_by_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    space = DEV.see_to_system.__globals__
    monkeypatch.setitem(space, "missing_libraries", lambda: [("libEGL.so.1", "libegl1", "mesa-libEGL")])
    monkeypatch.setattr(space["sys"], "platform", "linux")
    monkeypatch.setattr(space["os"], "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(space["shutil"], "which", lambda name, path=None: "/usr/bin/apt-get" if name == "apt-get" else None)
    assert DEV.see_to_system() is False
    assert "sudo apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().out


def test_the_environment_is_made_from_versions_that_this_python_may_use() -> None:
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"
    assert (3, 11) <= sys.version_info[:2] < (3, 14)


def test_the_peers_of_the_bench_stand_apart_and_bring_the_same_pandas() -> None:
    product, peers = locked("dev"), locked("bench")
    assert {name: peers[name] for name in ("pandas", "numpy")} == {name: product[name] for name in ("pandas", "numpy")}
    assert not {"pandera", "pointblank"} & product.keys()
    assert DEV.PEERS != DEV.VENV


def test_without_a_command_dev_py_says_what_there_is(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert DEV.main([]) == 0
    shown = capsys.readouterr().out
    assert [name for name in DEV.COMMANDS if not re.search(rf"^    {name}\s", shown, re.MULTILINE)] == []


def test_every_command_is_a_module_that_runs() -> None:
    for name in DEV.COMMANDS.keys() - {"bench"}:
        text = (ROOT / "tests" / "tools" / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
        assert 'if __name__ == "__main__":' in text, name
    assert (ROOT / "tests" / "bench" / "__main__.py").exists()


@pytest.mark.parametrize(
    ("name", "module", "group"),
    [
        ("release-check", "tests.tools.release_check", "dev"),
        ("bench", "tests.bench", "dev"),
        ("shots", "tests.tools.shots", "run"),
    ],
)
def test_a_command_runs_the_module_of_its_name(name: str, module: str, group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    called, prepared = Called(), []
    answers = {
        "call": called,
        "prepare": prepared.append,
        "see_to_system": lambda tools=False: True,
        "install": lambda *_what: True,
    }
    for function, answer in answers.items():
        monkeypatch.setitem(DEV.start.__globals__, function, answer)
    assert DEV.start(name, ["--fast"]) == 0
    assert [command[1:] for command in called.commands] == [["-m", module, "--fast"]]
    assert prepared == [group]


def test_arguments_that_a_command_does_not_take_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        DEV.main(["checks", "--fast"])
    assert "--fast" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "display", "opens"), [([], ":0", True), ([], "", False), (["--headless"], ":0", False), (["a.ecd"], ":0", True)]
)
def test_without_a_display_the_main_job_needs_none_of_its_libraries(
    arguments: list[str], display: str, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = Called()
    space = DEV.start.__globals__
    for name, answer in (("call", called), ("prepare", lambda group: None), ("see_to_system", lambda tools=False: False)):
        monkeypatch.setitem(space, name, answer)
    monkeypatch.setattr(space["sys"], "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert DEV.opens_window(arguments) is opens
    assert DEV.start("run", arguments) == int(opens)
    assert [command[1:] for command in called.commands] == ([] if opens else [["-m", "tests.tools.run", *arguments]])


def test_a_commit_is_held_to_what_continuous_integration_holds() -> None:
    assert 'meanwhile("tests.tools.checks")' in (ROOT / "tests" / "tools" / "test.py").read_text(encoding="utf-8")
    assert list(STEPS) == ["ruff check", "ruff format", "mypy", "mypy of the tools", "layers", "limits"]


RELEASED = "# Changes\n\n## 1.2.0 (2026-12-01)\n\n- New.\n\n## 1.1.0 (2026-11-01)\n"


def test_a_release_fits_together() -> None:
    assert release_problems("1.2.0", RELEASED, [], ["v1.2.0"]) == []


@pytest.mark.parametrize(
    ("version", "changes", "dirty", "tags", "said"),
    [
        ("1.2", RELEASED.replace("1.2.0", "1.2"), [], ["v1.2"], "MAJOR.MINOR.PATCH"),
        ("1.3.0", RELEASED, [], ["v1.3.0"], "“1.3.0 (YYYY-MM-DD)”"),
        ("1.2.0", "## Unreleased\n\n" + RELEASED, [], ["v1.2.0"], "“Unreleased”"),
        ("1.2.0", RELEASED.replace(" (2026-12-01)", ""), [], ["v1.2.0"], "YYYY-MM-DD"),
        ("1.2.0", "", [], ["v1.2.0"], "missing"),
        ("1.2.0", RELEASED, [], [], "not tagged v1.2.0."),
        ("1.2.0", RELEASED, [], ["v1.1.0"], "but v1.1.0."),
        ("1.2.0", RELEASED, [" M dev.py", "?? new.txt"], ["v1.2.0"], "dev.py, new.txt"),
    ],
)
def test_what_keeps_a_commit_from_being_a_release_is_said(
    version: str, changes: str, dirty: list[str], tags: list[str], said: str
) -> None:
    (problem,) = release_problems(version, changes, dirty, tags)
    assert said in problem


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")
def test_a_release_is_checked_against_the_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "ecdesk").mkdir()
    (tmp_path / "ecdesk" / "__init__.py").write_text('"""Ours."""\n\n__version__ = "1.2.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(RELEASED, encoding="utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Release 1.2.0")
    assert release_check.main(tmp_path) == 1
    assert capsys.readouterr().out == "The commit is not tagged v1.2.0.\n"
    git("tag", "-a", "v1.2.0", "-m", "ecdesk 1.2.0")
    assert release_check.main(tmp_path) == 0
    (tmp_path / "CHANGELOG.md").write_text(RELEASED + "more\n", encoding="utf-8")
    assert release_check.main(tmp_path) == 1
    assert "CHANGELOG.md" in capsys.readouterr().out
