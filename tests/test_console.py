"""What goes to a console, or from it to another program: in which encoding, and what becomes of signs that it has not."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from ecdesk import cli
from ecdesk.cli import encoding_for, main
from ecdesk.domain.translations import entries
from tests.tools.texts import TRANSLATIONS


@pytest.mark.parametrize(
    ("own", "page", "json", "expected"),
    [
        ("cp936", 0, False, "cp936"),
        ("cp936", 0, True, "utf-8"),
        ("cp1252", 0, False, "utf-8"),
        ("cp936", 65001, False, "cp65001"),
        ("cp936", 437, False, "utf-8"),
        ("cp1252", 936, False, "cp936"),
        ("cp936", 99999, False, "utf-8"),
    ],
)
def test_words_for_another_program_are_in_the_code_page_that_it_reads(
    own: str, page: int, json: bool, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getpreferredencoding", lambda _do_setlocale=True: own)
    monkeypatch.setattr(cli, "console_page", lambda: page)
    assert encoding_for(io.TextIOWrapper(io.BytesIO()), json) == expected


def test_every_text_can_be_said_on_a_chinese_console() -> None:
    spoken = {entry.source.replace("�", "") for entry in entries((TRANSLATIONS / "en.po").read_text(encoding="utf-8"))}
    assert [words for words in spoken if words != words.encode("cp936", "ignore").decode("cp936")] == []


def test_what_a_console_has_no_sign_for_is_still_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr("locale.getpreferredencoding", lambda _do_setlocale=True: "cp936")
    assert main(["check", str(tmp_path / "𠮷野家.ecd")]) == 1
    streams["stderr"].flush()
    assert "\\U00020bb7野家.ecd" in streams["stderr"].buffer.getvalue().decode("cp936")  # type: ignore[attr-defined]
