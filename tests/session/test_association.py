"""Opening books by double click, on a registry made of a dictionary."""

from __future__ import annotations

import shlex

from ecdesk.session.program.association import CLASSES, free, open_command, register, registered, unregister

PROGRAM = "C:\\程序 文件\\ecdesk\\ecdesk.exe"


class FakeRegistry:
    """Refuses, as Windows does, to remove a key that still has keys below it."""

    def __init__(self, **values: str) -> None:
        self.values = dict(values)

    def read(self, path: str) -> str | None:
        return self.values.get(path)

    def write(self, path: str, value: str) -> None:
        self.values[path] = value

    def remove(self, path: str) -> None:
        assert not any(other.startswith(path + "\\") for other in self.values)
        self.values.pop(path, None)


def test_a_double_click_passes_the_whole_path_to_the_open_command() -> None:
    command = open_command(PROGRAM).replace("%1", "D:\\年报 2018\\全国 报告.ecd").replace("\\", "/")
    assert shlex.split(command) == [PROGRAM.replace("\\", "/"), "open", "D:/年报 2018/全国 报告.ecd"]


def test_what_is_registered_can_be_taken_back_without_a_trace() -> None:
    registry = FakeRegistry()
    assert not registered(registry, PROGRAM)
    register(registry, PROGRAM)
    assert registered(registry, PROGRAM)
    assert not registered(registry, "D:\\other\\ecdesk.exe")
    unregister(registry)
    assert registry.values == {}


def test_an_extension_that_another_program_took_over_is_left_to_it() -> None:
    registry = FakeRegistry()
    register(registry, PROGRAM)
    registry.write(f"{CLASSES}\\.ecd", "other.program")
    unregister(registry)
    assert registry.values == {f"{CLASSES}\\.ecd": "other.program"}


def test_taking_back_what_was_never_registered_does_nothing() -> None:
    registry = FakeRegistry()
    unregister(registry)
    assert registry.values == {}


def test_the_extension_is_free_until_another_program_answers_to_it() -> None:
    registry = FakeRegistry()
    assert free(registry)
    register(registry, PROGRAM)
    assert free(registry), "a copy of ours that moved may register again"
    registry.write(f"{CLASSES}\\.ecd", "other.program")
    assert not free(registry)
