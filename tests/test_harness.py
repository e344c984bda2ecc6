"""The rules of `tests.conftest` bite: each of these small tests breaks one of them, and has to fail."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

BREAKING = """
import logging
import threading
import warnings

import pytest
from PySide6.QtCore import QThread, QTimer, qWarning
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

kept = []


def test_bad_log():
    logging.getLogger("ecdesk").warning("nobody announced this")


def test_bad_announced_log_that_never_comes(log):
    log.expect("never")


def test_bad_python_warning():
    warnings.warn("old", DeprecationWarning)


def test_bad_qt_warning(qapp):
    qWarning("something is wrong")


def test_bad_thread():
    stop = threading.Event()
    kept.append(stop)
    threading.Thread(target=stop.wait, args=(5,), daemon=True).start()


def test_bad_window(qtbot):
    widget = QWidget()
    widget.setWindowTitle("left open")
    kept.append(widget)


def test_bad_timer(qapp):
    timer = QTimer()
    timer.start(10_000)
    kept.append(timer)


def test_bad_qt_thread(qapp):
    thread = QThread()
    thread.start()
    kept.append(thread)


def test_bad_dialog(qtbot):
    with pytest.raises(AssertionError):  # even where the code around it swallows the failure
        QMessageBox.question(None, "?", "?")


def test_bad_modal_dialog(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.exec()


def test_bad_answer_that_nobody_asked_for(qtbot, dialogs):
    dialogs.answer("ask_text", "unused")


def test_bad_exception_in_a_slot(qtbot):
    def slot():
        raise ValueError("lost in Qt")

    QTimer.singleShot(0, slot)
    qtbot.wait(20)


def test_good_log(log):
    log.expect("announced")
    logging.getLogger("ecdesk").warning("this was announced")


def test_good_window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()


def test_good_thread():
    thread = threading.Thread(target=print)
    thread.start()
    thread.join()
"""


def test_each_rule_fails_the_test_that_breaks_it(tmp_path: Path) -> None:
    file = tmp_path / "test_breaking.py"
    file.write_text(BREAKING, encoding="utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-rA", "--tb=no", str(file)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    outcomes = re.findall(r"^(PASSED|FAILED|ERROR) \S*::(\w+)", done.stdout, re.MULTILINE)
    broken = {name for outcome, name in outcomes if outcome in ("FAILED", "ERROR")}
    tests = set(re.findall(r"^def (test_\w+)", BREAKING, re.MULTILINE))
    assert broken == {name for name in tests if name.startswith("test_bad")}, done.stdout
    assert {name for _outcome, name in outcomes} == tests


def test_who_waits_for_a_window_or_a_signal_says_what_brings_it() -> None:
    """``qtbot.waitExposed(window)`` alone waits for nothing: it is a block, at whose end it waits."""
    blocks = {"waitExposed", "waitActive", "waitSignal", "waitSignals", "assertNotEmitted"}
    loose = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in blocks:
                loose.append(f"{path.name}:{node.lineno}")
    assert loose == []
