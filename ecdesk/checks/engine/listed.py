"""The findings of one rule in their order, kept so while some come and go: an edit costs what it touches, however many there are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from ecdesk.checks.language.axes import Binding
from ecdesk.domain.book.findings import Finding


class Listed:
    """By what the rule is applied to, in order."""

    def __init__(self, bindings: Iterable[Binding], make: Callable[[Binding], Finding]) -> None:
        """make: puts one into words, when the list is asked for."""
        self._bindings = sorted(bindings)
        self._make = make
        self._findings = list(map(make, self._bindings))
        self._to_make: set[Binding] = set()

    def take_out(self, bindings: Iterable[Binding]) -> None:
        for binding in bindings:
            place = self._place(binding)
            if place is not None:
                del self._bindings[place], self._findings[place]
                self._to_make.discard(binding)

    def put_in(self, bindings: Iterable[Binding]) -> None:
        for binding in bindings:
            place = self._place(binding)
            if place is None:
                place = bisect_left(self._bindings, binding)
                self._bindings.insert(place, binding)
                self._findings.insert(place, None)  # type: ignore[arg-type]  # made when somebody looks
            self._to_make.add(binding)

    def findings(self) -> list[Finding]:
        for binding in self._to_make:
            place = self._place(binding)
            assert place is not None
            self._findings[place] = self._make(binding)
        self._to_make.clear()
        return self._findings

    def _place(self, binding: Binding) -> int | None:
        place = bisect_left(self._bindings, binding)
        return place if place < len(self._bindings) and self._bindings[place] == binding else None
