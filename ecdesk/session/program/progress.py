"""Long work as generators: they yield `Progress` and return their result; cancelling is stopping the iteration."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from ecdesk.domain.texts import SOURCE_LANGUAGE, Text, printed_in

Result = TypeVar("Result")
Step = TypeVar("Step")
Arguments = ParamSpec("Arguments")


Skip = Callable[[], bool]
"""Ends what a job is doing just now, from any thread; whether it was doing it."""


@dataclass(frozen=True)
class Progress:
    """How far a job is. total: 0 while it is not known. skip: leaves out what comes now, one file of several."""

    done: int
    total: int
    message: Text
    skip: Skip | None = None


Job = Generator[Progress, None, Result]
"""A long job: the window runs it off the main thread, the command line prints it, a test just iterates it."""


def delivered(job: Job[Result], language: str = SOURCE_LANGUAGE) -> Job[Result]:
    """A job that prints for others, in their language whatever the window speaks meanwhile; its progress is told in the window's."""
    try:
        while True:
            with printed_in(language):
                try:
                    step = next(job)
                except StopIteration as end:
                    result: Result = end.value
                    return result
            yield step
    finally:
        job.close()


def for_readers(make: Callable[Arguments, Job[Result]]) -> Callable[Arguments, Job[Result]]:
    """Makes a job `delivered`: whatever it prints is in the language of the book that it is given first."""

    @wraps(make)
    def made(*given: Arguments.args, **named: Arguments.kwargs) -> Job[Result]:
        from ecdesk.domain.book.book import Book

        book = next((one for one in given if isinstance(one, Book)), None)
        return delivered(make(*given, **named), book.language if book is not None else SOURCE_LANGUAGE)

    return made


def finish(job: Generator[Step, None, Result], report: Callable[[Step], None] | None = None) -> Result:
    """Run a job, or whatever is done step by step, to its end and return its result; report is called with every step of it."""
    while True:
        try:
            step = next(job)
        except StopIteration as end:
            result: Result = end.value
            return result
        if report is not None:
            report(step)
