"""Folders of the user, for every platform on any platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecdesk.session.program.places import PORTABLE, data_folder, made, portable_folder

HOME = Path("/家/张 三")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, HOME / ".local/share/ecdesk"),
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/ecdesk")),
        ("linux", {"XDG_DATA_HOME": "relative"}, HOME / ".local/share/ecdesk"),
        ("darwin", {}, HOME / "Library/Application Support/ecdesk"),
        ("win32", {"APPDATA": "/用户/张 三/Roaming"}, Path("/用户/张 三/Roaming/ecdesk")),
        ("win32", {}, HOME / "AppData/Roaming/ecdesk"),
        ("win32", {"ECDESK_HOME": "/elsewhere"}, Path("/elsewhere")),
    ],
)
def test_the_users_folder_is_the_platforms_own(platform: str, environment: dict[str, str], expected: Path) -> None:
    assert data_folder(platform, environment, HOME) == expected


def test_a_folder_with_chinese_and_spaces_is_made_with_its_parents(tmp_path: Path) -> None:
    folder = made(tmp_path / "我的 文档" / "年报 2018")
    assert folder.is_dir()
    assert made(folder) == folder


def test_a_program_with_the_marker_beside_it_keeps_its_users_files_there(tmp_path: Path) -> None:
    program = tmp_path / "工具 箱" / "ecdesk.exe"
    made(program.parent)
    assert portable_folder(program) is None
    (program.parent / PORTABLE).touch()
    assert portable_folder(program) == program.parent / "settings"
    assert portable_folder() is None, "from the sources nothing is carried about"
