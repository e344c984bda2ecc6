"""Asking work to stop: seen by who looks, told to who waits."""

from __future__ import annotations

from ecdesk.domain.stopping import Stop, stop_asked, stoppable, stopped_by


def test_who_waits_is_told_once_and_only_while_it_waits() -> None:
    told: list[str] = []
    stop = Stop()
    with stoppable(stop):
        with stopped_by(lambda: told.append("early")):
            assert not stop_asked()
        with stopped_by(lambda: told.append("waiting")):
            stop.set()
        assert told == ["waiting"] and stop_asked()
        with stopped_by(lambda: told.append("late")):
            assert told == ["waiting", "late"]
    assert not stop_asked()


def test_work_that_nobody_can_stop_is_not_told() -> None:
    with stopped_by(lambda: 1 // 0):
        assert not stop_asked()
    with stoppable(lambda: True), stopped_by(lambda: 1 // 0):
        assert stop_asked()
