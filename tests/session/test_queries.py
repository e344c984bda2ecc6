"""Query letters through the desk: sent to the areas that have something to answer, corrections taken over as one step with a receipt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook as open_workbook

from ecdesk.domain.book.records import Submission
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.session.book.desk import Desk
from ecdesk.session.program.progress import finish
from ecdesk.session.rules.checking import Checks
from ecdesk.session.submissions.queries import accept_corrections, accept_explanation, read_answers, send_forms, send_letters
from tests.books import write_sample_book

SHARE = Key("网络零售额", "610000", "", "2018", "share")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk.open(write_sample_book(tmp_path / "book.ecd"), "张三")


def answered(path: Path, figure: str = "", words: str = "") -> None:
    """Fills in the first question about the share that does not fit."""
    workbook = open_workbook(path)
    sheet = workbook.worksheets[0]
    for row in range(1, sheet.max_row + 1):
        hidden = str(sheet.cell(row, 1).value or "")
        if hidden.startswith("ecdesk¦operand") and str(SHARE) in hidden and figure:
            sheet.cell(row, 6).value = float(figure)
        if hidden.startswith("ecdesk¦finding") and words:
            sheet.cell(row, 7).value = words
    workbook.save(path)


def test_a_form_for_every_area(desk: Desk, tmp_path: Path) -> None:
    with desk:
        assert len(finish(send_forms(desk.book, tmp_path))) == 37


def test_letters_go_to_areas_with_open_findings_and_corrections_come_back(desk: Desk, tmp_path: Path) -> None:
    with desk:
        checks = Checks(desk)
        letters = finish(send_letters(desk.book, checks.findings(), tmp_path / "查询函" / "一月"))
        (letter,) = [path for path in letters if "陕西" in path.name]
        answered(letter, "13.9")
        _path, answers = finish(read_answers(letter))
        assert [(one.key, print_content(one.content)) for one in answers.corrections] == [(SHARE, "13.9%")]
        before = desk.book.observation(SHARE)
        assert accept_corrections(desk, letter, answers) == 1
        after = desk.book.observation(SHARE)
        assert after is not None and print_content(after.content) == "13.9%"
        submission = desk.book.get(Submission, after.origin.submission)
        assert submission is not None
        assert (after.origin.kind, after.origin.cell, after.origin.by) == ("imported", answers.corrections[0].cell, "张三")
        assert not [
            finding for finding in checks.findings() if finding.is_open and "610000" in {o.key.area for o in finding.operands}
        ]
        desk.undo()
        assert desk.book.observation(SHARE) == before
        checks.close()


def test_nobody_is_asked_about_what_the_report_does_not_answer_for(desk: Desk, tmp_path: Path) -> None:
    """A district was told that its figure is wrong and that it does not matter here."""
    with desk:
        checks = Checks(desk)
        aside = [replace(one, aside=True) for one in checks.findings()]
        assert not finish(send_letters(desk.book, aside, tmp_path))
        checks.close()


def test_an_explanation_is_signed(desk: Desk, tmp_path: Path) -> None:
    with desk:
        checks = Checks(desk)
        (letter,) = [path for path in finish(send_letters(desk.book, checks.findings(), tmp_path)) if "陕西" in path.name]
        answered(letter, words="占的是全市社会消费品零售总额")
        _path, answers = finish(read_answers(letter))
        (waiver,) = accept_explanation(desk, checks, answers, answers.explanations[0])
        assert (waiver.words, waiver.evidence) == ("占的是全市社会消费品零售总额", letter.name)
        checks.close()


def test_a_letter_that_changed_or_is_none_is_refused(desk: Desk, tmp_path: Path) -> None:
    with desk:
        checks = Checks(desk)
        (letter,) = [path for path in finish(send_letters(desk.book, checks.findings(), tmp_path)) if "陕西" in path.name]
        answered(letter, "13.9")
        _path, answers = finish(read_answers(letter))
        answered(letter, "14.9")
        with pytest.raises(UserError, match="变了"):
            accept_corrections(desk, letter, answers)
        assert not desk.book.all(Submission)
        finish(send_forms(desk.book, tmp_path / "forms"))
        with pytest.raises(UserError, match="不是本程序发出的查询函"):
            finish(read_answers(next((tmp_path / "forms").iterdir())))
        checks.close()
