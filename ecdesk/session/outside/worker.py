"""The reading process: gets the bytes of a file, reads them, answers, and waits for the next. It opens nothing and can do nothing else."""

from __future__ import annotations

import faulthandler
import gc
import importlib
import io
import json
import os
import pkgutil
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import Text, set_language
from ecdesk.session.outside import typed_json
from ecdesk.session.outside.confinement import Limits, allow_time, confine
from ecdesk.session.outside.frames import receive, send

READERS = ("ecdesk.excel.reading", "ecdesk.excel.forms", "ecdesk.documents", "ecdesk.prose", "ecdesk.prose.reading")
LARGEST_FILE = 80 * 2**20
"""Bytes; every kind of file has a lower limit of its own."""
MOST_GIVEN = 16 * 2**20
"""Bytes of what is given with a file: the catalogues of a book, comments."""
TASKS = "ecdesk.session.outside.tasks"


def serve(arguments: Sequence[str]) -> int:
    """Answer until nobody asks any more. arguments: the limits as JSON, and the module with the tasks."""
    limits = Limits(**json.loads(arguments[0]))
    questions, answers = _own_streams()
    faulthandler.enable(2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends this process if it wants to
    tasks = importlib.import_module(arguments[1] if len(arguments) > 1 else TASKS)
    for package in READERS:
        _import_whole(package)
    gc.freeze()
    enforced = confine(limits)
    send(answers, json.dumps(enforced).encode())
    while True:
        try:
            question, content = receive(questions, MOST_GIVEN, LARGEST_FILE)
        except EOFError:
            return 0
        allow_time(limits)
        answer, attached, last = _answer(tasks, question, content, limits)
        del content
        send(answers, answer, attached)
        if last:
            return 0


def _import_whole(name: str) -> None:
    """Import every module of a package: what is imported later is compiled anew by each process, since none may keep what it compiled."""
    package = importlib.import_module(name)
    for module in pkgutil.iter_modules(package.__path__, f"{name}."):
        importlib.import_module(module.name)


def _own_streams() -> tuple[io.FileIO, io.FileIO]:
    """The two ends that lead to the program, which nothing else that reads or prints gets hold of."""
    questions, answers = io.FileIO(os.dup(0), "rb"), io.FileIO(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform != "win32":
        os.set_blocking(2, False)  # what is printed is looked at afterwards: nobody takes it away until then
    os.close(nothing)
    return questions, answers


def _answer(tasks: Any, question: bytes, content: bytes, limits: Limits) -> tuple[bytes, bytes, bool]:
    """The answer, bytes that go with it, and whether it is the last: after it was short of memory, nobody knows what is whole here."""
    try:
        name, language, given = json.loads(question)
        set_language(language)
        task = tasks.TASKS[name]
        values = [tasks.given(hint, part) for hint, part in zip(task.takes, given, strict=True)]
        found = task.run(content, *values)
        attached, found = found if task.with_bytes else (b"", found)
        answer = b"done:" + typed_json.dumps(task.gives, found)
        if len(answer) > limits.answer or answer.count(b",") > typed_json.MOST_VALUES or len(attached) > LARGEST_FILE:
            return b"large:", b"", False
        return answer, attached, False
    except UserError as refusal:
        return b"refused:" + typed_json.dumps(Text, refusal.text), b"", False
    except MemoryError:
        return b"memory:", b"", True
    except BaseException as error:
        return _told(error), b"", False


def _told(error: BaseException) -> bytes:
    trace = "".join(traceback.format_exception(error, limit=-40))[-20_000:]
    return b"bug:" + typed_json.dumps(tuple[str, str], (type(error).__name__, trace))


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
