"""The log: by topic, in files that take turns, without figures, and at the end of a bug's report."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from ecdesk.session.program import logs
from ecdesk.session.program.crash_reports import report_of


def written(home: Path) -> str:
    return (home / "logs" / "ecdesk.log").read_text(encoding="utf-8")


def test_nothing_is_written_before_the_log_is_kept_nor_after(home: Path) -> None:
    logs.topic("import").info("before")
    assert list(home.iterdir()) == []
    with logs.kept():
        logs.topic("import").info("inside")
    logs.topic("import").info("after")
    (line,) = written(home).splitlines()
    assert line.endswith("Z INFO import: inside") or " INFO import: inside" in line
    assert logging.getLogger("ecdesk").handlers == []


def test_a_topic_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        logs.topic("imports")
    assert logs.unknown_topics(["import", "all", "imports"]) == ["imports"]


def test_the_finest_records_are_of_the_chosen_topics_only(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with logs.kept(["save"]):
        for name in ("save", "import"):
            logs.topic(name).debug("fine")
            logs.topic(name).info("usual")
    assert [line.split(" ", 1)[1] for line in written(home).splitlines()] == [
        "DEBUG save: fine",
        "INFO save: usual",
        "INFO import: usual",
    ]
    assert [line.split(" ", 1)[1] for line in capsys.readouterr().err.splitlines()] == ["DEBUG save: fine", "INFO save: usual"]


def test_files_take_turns_and_the_oldest_goes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 500)
    with logs.kept():
        for number in range(100):
            logs.topic("step").info("step %d", number)
    files = sorted((home / "logs").iterdir())
    assert [path.name for path in files] == ["ecdesk.log", *(f"ecdesk.log.{number}" for number in range(1, logs.KEPT + 1))]
    assert all(path.stat().st_size <= 500 for path in files)
    assert "step 99" in written(home)


def test_a_file_that_cannot_take_its_turn_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 100)

    def refused(*_names: object) -> None:
        raise PermissionError

    (home / "logs").mkdir(parents=True)
    (home / "logs" / "ecdesk.log.1").write_text("before", encoding="utf-8")
    monkeypatch.setattr("os.replace", refused)
    with logs.kept():
        for number in range(10):
            logs.topic("step").info("step %d", number)
    assert [f"step {number}" in written(home) for number in range(10)] == [True] * 10
    assert (home / "logs" / "ecdesk.log.1").read_text(encoding="utf-8") == "before"


def test_a_folder_that_cannot_be_written_costs_the_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ECDESK_HOME", str(tmp_path / "file"))
    with logs.kept():
        logs.topic("step").info("a step")
        assert logs.tail().endswith("INFO step: a step")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_costs_the_file_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "log_file", lambda: Path("/dev/full"))
    with logs.kept():
        logs.topic("command").info("one")
        assert "command: one" in logs.tail()


def test_the_report_of_a_bug_carries_the_tail_of_this_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with logs.kept():
        for number in range(logs.TAIL + 5):
            logs.topic("step").info("step %d", number)
        report = report_of(ValueError("bug"))
    lines = report[report.index("Log:") :].splitlines()[1:]
    assert len(lines) == logs.TAIL and all(line.startswith("  | ") for line in lines)
    assert lines[0].endswith("step 5") and lines[-1].endswith(f"step {logs.TAIL + 4}")
    assert "Log:" not in report_of(ValueError("bug"))


def test_what_takes_long_is_called_slow(home: Path) -> None:
    with logs.kept():
        logs.note_time("short", logs.SLOW / 2)
        logs.note_time("long", logs.SLOW)
        with logs.timed("at once"):
            pass
    assert [line.split(" ", 1)[1] for line in written(home).splitlines()] == ["INFO slow: long: 1.00 s"]
