"""What the reading process may take of the processor."""

import sys

import pytest

from ecdesk.session.outside.confinement import Limits

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there the job object holds it")


@pytest.mark.parametrize(("hard", "given"), [(-1, "all"), (3, "the rest")], ids=["without a limit", "under a limit"])
def test_a_file_gets_its_time_as_far_as_there_is_any(monkeypatch: pytest.MonkeyPatch, hard: int, given: str) -> None:
    import resource

    from ecdesk.session.outside.confinement import allow_time

    asked: list[tuple[int, int]] = []
    limit = resource.RLIM_INFINITY if hard < 0 else hard
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (limit, limit))
    monkeypatch.setattr(resource, "setrlimit", lambda _which, both: asked.append(both))
    allow_time(Limits())
    ((soft, kept),) = asked
    assert kept == limit
    assert (soft == 3) if given == "the rest" else (soft > Limits().seconds)
