"""dev.py and what it pins."""

from __future__ import annotations

import importlib.metadata
import re
import runpy
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DEV = SimpleNamespace(**runpy.run_path(str(ROOT / "dev.py")))


def pinned() -> dict[str, str]:
    lines, constraints = DEV.requirements(["run", "dev"])
    found = {}
    for line in (*lines, *constraints):
        match = re.fullmatch(r"([\w.-]+)==([\w.]+)", line)
        assert match, f"not pinned: {line}"
        found[canonicalize_name(match[1])] = match[2]
    return found


def test_everything_that_the_dependencies_bring_along_is_pinned() -> None:
    pins = pinned()
    waiting, seen = [(canonicalize_name(Requirement(line).name)) for line in DEV.requirements(["run", "dev"])[0]], set()
    missing = []
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name not in pins:
            missing.append(name)
        for line in importlib.metadata.requires(name) or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(needed.name))
    assert missing == []


def test_what_is_installed_is_what_is_pinned() -> None:
    pins = pinned()
    installed = {name: importlib.metadata.version(name) for name in pins if there(name)}
    assert {name: version for name, version in installed.items() if version != pins[name] and name != "setuptools"} == {}


def there(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_the_digest_that_decides_about_installing_follows_the_pins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = DEV.digest_of("run")
    assert before == DEV.digest_of("run") != DEV.digest_of("dev")
    changed = (ROOT / "pyproject.toml").read_text(encoding="utf-8").replace("pandas==", "pandas==9")
    (tmp_path / "pyproject.toml").write_text(changed, encoding="utf-8")
    monkeypatch.setitem(DEV.digest_of.__globals__, "ROOT", tmp_path)
    assert DEV.digest_of("run") != before


def test_compiled_forms_are_those_of_the_designer_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEV.compile_form.__globals__, "SCRIPTS", Path(sys.executable).parent)
    folder = ROOT / "ecdesk" / "gui" / "forms"
    fresh = {f"ui_{source.stem}.py": DEV.compile_form(source) for source in (ROOT / "ui").glob("*.ui")}
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("ui_*.py")}
    assert sorted(committed) == sorted(fresh)
    assert [name for name in fresh if fresh[name] != committed[name]] == [], "run dev.py forms"


def test_a_forms_text_names_no_version_and_no_place() -> None:
    raw = "# -*- coding: utf-8 -*-\r\n\r\n####\r\n## Created by: Qt User Interface Compiler version 6.12.0\r\n####\r\n\r\nclass Ui: pass\r\n"
    text = DEV.normal_form(raw, "main.ui")
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


def test_the_peers_of_the_bench_are_pinned_and_bring_the_same_pandas() -> None:
    lines, constraints = DEV.requirements(["bench"])
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in (*lines, *constraints))
    of_product = DEV.requirements(["run"])[0]
    shared = [line for line in lines if line.startswith(("pandas", "numpy"))]
    assert set(shared) < set(of_product) and not {"pandera", "pointblank"} & set(pinned())
    assert DEV.PEERS != DEV.VENV
