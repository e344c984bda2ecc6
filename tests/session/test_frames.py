"""A book as DataFrames."""

from __future__ import annotations

import doctest
import math
from pathlib import Path

import pytest

from ecdesk import frames
from ecdesk.columns.figures import Figures
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.numerals import print_content
from tests.books import build_sample_book, write_sample_book
from tests.checks.books import figure, key, make_book
from tests.checks.random_books import random_book

DOCS = Path(__file__).resolve().parents[2] / "docs" / "frames.md"


def test_the_examples_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sample_book(tmp_path / "样本.ecd")
    monkeypatch.chdir(tmp_path)
    examples = doctest.DocTestParser().get_doctest(DOCS.read_text(encoding="utf-8"), {}, DOCS.name, str(DOCS), 0)
    assert len(examples.examples) > 10
    result = doctest.DocTestRunner(verbose=False).run(examples)
    assert result.failed == 0


@pytest.mark.parametrize("book", [build_sample_book(), *map(random_book, range(3))], ids=["sample", "0", "1", "2"])
def test_every_figure_is_there_with_what_it_means(book) -> None:
    frame, figures = frames.read(book), Figures(book)
    assert len(frame) == len(book.observations)
    for row, (at, observation) in zip(frame.itertuples(), book.observations.items(), strict=True):
        assert (row.indicator, row.area, row.item, row.period, row.measure) == at
        assert (row.status, row.origin) == (observation.status, observation.origin.kind)
        amount = observation.content
        if not isinstance(amount, Amount):
            assert row.symbol == print_content(amount, symbols=book.symbols) and math.isnan(row.value)
            continue
        half = figures.get(at).half.scaled(1 / amount.unit.scale)
        assert (row.value, row.unit, row.qualifier, row.symbol) == (float(amount.value), amount.unit.symbol, amount.qualifier, "")
        for given, end, sign in ((row.low, half.low, -1), (row.high, half.high, 1)):
            assert given == sign * math.inf if end is None else math.isclose(given, end, rel_tol=1e-15, abs_tol=1e-300)


def test_marks_and_texts_are_symbols_and_a_name_that_nothing_has_is_no_category() -> None:
    book = make_book(
        [
            figure(key("网络零售额", "北京"), "—"),
            figure(key("网络零售额", "天津"), "见注"),
            figure(key("网络零售额", "河北"), "1.30"),
        ]
    )
    frame = frames.read(book)
    assert list(frame.symbol) == ["—", "见注", ""]
    assert list(frame.area.cat.categories) == ["110000", "120000", "130000"]
    assert (frame.value[2], frame.decimals[2], frame.low[2], frame.high[2]) == (1.3, 2, 1.295, 1.305)
    assert len(frames.read(make_book())) == 0


def test_an_exhibit_is_as_printed_and_an_unknown_one_is_refused() -> None:
    book = build_sample_book()
    frame = frames.exhibit(book, " 图1-1 ")
    assert frame.loc["2018"].tolist() == ["31.63", "8.5"]
    with pytest.raises(UserError, match="图99"):
        frames.exhibit(book, "图99")
