"""Opening books by double click, on a registry made of a dictionary."""

from __future__ import annotations

import shlex

from ecdesk.session.program.association import CLASSES, EXTENSION, KIND, free, open_command, register

PROGRAM = "C:\\程序 文件\\ecdesk\\ecdesk.exe"


class FakeRegistry:
    def __init__(self, **values: str) -> None:
        self.values = dict(values)

    def read(self, path: str) -> str | None:
        return self.values.get(path)

    def write(self, path: str, value: str) -> None:
        self.values[path] = value


def test_a_double_click_passes_the_whole_path_to_the_open_command() -> None:
    command = open_command(PROGRAM).replace("%1", "D:\\年报 2018\\全国 报告.ecd").replace("\\", "/")
    assert shlex.split(command) == [PROGRAM.replace("\\", "/"), "open", "D:/年报 2018/全国 报告.ecd"]


def test_what_is_registered_starts_this_very_program() -> None:
    registry = FakeRegistry()
    register(registry, PROGRAM)
    assert registry.read(f"{CLASSES}\\{EXTENSION}") == KIND
    assert registry.read(f"{CLASSES}\\{KIND}\\shell\\open\\command") == open_command(PROGRAM)


def test_the_extension_is_free_until_another_program_answers_to_it() -> None:
    registry = FakeRegistry()
    assert free(registry)
    register(registry, PROGRAM)
    assert free(registry), "a copy of ours that moved may register again"
    registry.write(f"{CLASSES}\\.ecd", "other.program")
    assert not free(registry)
