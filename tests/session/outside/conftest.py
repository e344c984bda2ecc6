"""One reading process that knows the tricks, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ecdesk.session.outside.confinement import Limits
from ecdesk.session.outside.process import ReadingProcess

TRICKS = "tests.session.outside.tricks"


@pytest.fixture(scope="session")
def tricky() -> Iterator[ReadingProcess]:
    """Little memory and time and small answers, so that what goes beyond them is soon there."""
    process = ReadingProcess(Limits(memory=100 * 2**20, seconds=1, answer=2**20), TRICKS)
    yield process
    process.close()
