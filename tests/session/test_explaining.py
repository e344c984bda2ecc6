"""A finding is explained, signed, lapses when what it was about changes, and comes back next year as a suggestion."""

import re
from dataclasses import replace

import pytest

from ecdesk.checks.engine import waivers
from ecdesk.domain.book.findings import Level
from ecdesk.domain.book.layouts.outline import covered_exhibits
from ecdesk.domain.book.records import Exhibit, Line, SignOff
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.session.book.desk import Desk
from ecdesk.session.delivery import signing
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.records import comments
from ecdesk.session.rules import explaining, rules
from ecdesk.session.rules.checking import Checks
from ecdesk.session.tables import cells
from tests.books import write_sample_book

SHARE = Key("网络零售额", "610000", "", "2018", "share")


@pytest.fixture
def desk(tmp_path):
    with Desk.open(write_sample_book(tmp_path / "样本.ecd"), "张三") as desk:
        yield desk


@pytest.fixture
def checks(desk):
    checks = Checks(desk)
    yield checks
    checks.close()


def about(checks, key=SHARE):
    return next(
        finding
        for finding in checks.findings()
        if finding.level is Level.ERROR and key in {operand.key for operand in finding.operands}
    )


def test_an_explained_finding_is_no_longer_open(desk, checks):
    finding = about(checks)
    heard = []
    checks.listen(heard.append)
    (waiver,) = explaining.explain(desk, checks, [finding], "published", "原报告如此印出。", "第33页")
    assert waiver.by == "张三" and waiver.evidence == "第33页" and heard
    assert about(checks).explained == "原报告如此印出。"
    assert not about(checks).is_open
    assert checks.open_counts()[Level.ERROR] == len(
        [one for one in checks.findings() if one.is_open and one.level is Level.ERROR]
    )
    assert "explained" in checks.states(SHARE)
    desk.undo()
    assert about(checks).is_open


def test_several_findings_are_explained_in_one_step(desk, checks):
    found = [finding for finding in checks.findings() if finding.is_open and not finding.fault][:3]
    seq = desk.seq
    explaining.explain(desk, checks, found, "published", "照录。")
    assert desk.seq == seq + 1
    explaining.withdraw(desk, [finding.id for finding in found])
    assert {finding.id for finding in checks.findings() if finding.is_open} >= {finding.id for finding in found}


@pytest.mark.parametrize(("reason", "words"), [("published", "  "), ("没有这种", "话")])
def test_an_explanation_needs_a_reason_and_words(desk, checks, reason, words):
    seq = desk.seq
    with pytest.raises(UserError):
        explaining.explain(desk, checks, [about(checks)], reason, words)
    assert desk.seq == seq


def test_it_lapses_when_a_figure_changes_and_stands_again_when_it_is_put_back(desk, checks):
    finding = about(checks)
    explaining.explain(desk, checks, [finding], "published", "照录。")
    exhibit, row, column = desk.book.places(SHARE)[0]
    cells.enter(desk, exhibit, [(row, column, "15.0")])
    assert about(checks).is_open
    assert "13" in str(checks.lapsed()[finding.id]) or "15.0" in str(checks.lapsed()[finding.id])
    assert explaining.explanation_of(desk, about(checks)) is not None
    desk.undo()
    assert not about(checks).is_open


def test_it_lapses_when_the_rule_changes(desk, checks):
    finding = about(checks)
    explaining.explain(desk, checks, [finding], "published", "照录。")
    rule = rules.rule_of(desk.book, finding.rule)
    rules.change_rule(desk, rule.id, rule.text.replace(" ", "  "))
    assert about(checks).is_open and finding.id in checks.lapsed()


def test_next_year_it_is_only_a_suggestion(desk, checks, tmp_path):
    finding = about(checks)
    explaining.explain(desk, checks, [finding], "published", "照录。")
    desk.flush()
    with start_next(desk.path, tmp_path / "次年.ecd", Period(2019)).desk as after:
        later = replace(finding, subject=finding.subject.replace("2018", "2019"))
        suggested = explaining.suggestion_for(after, later)
        assert suggested is not None and suggested.words == "照录。"
        assert explaining.explanation_of(after, later) is None


def test_signing_off_waits_for_open_findings(desk, checks):
    exhibit = desk.book.places(SHARE)[0][0]
    assert waivers.obstacles(checks.findings())
    with pytest.raises(UserError):
        signing.sign_all(desk, checks, [exhibit])
    with pytest.raises(UserError, match="已经删除"):
        signing.sign_all(desk, checks, ["没有这个"])
    open_ones = [finding for finding in waivers.obstacles(checks.findings()) if not finding.fault]
    explaining.explain(desk, checks, open_ones, "published", "照录。")
    assert waivers.obstacles(checks.findings()) == []
    signing.sign_all(desk, checks, [exhibit], "李四")
    state = next(one for one in signing.sign_states(desk.book, checks.findings()) if one.about == exhibit)
    assert (state.state, state.signature.by, state.open) == (signing.SIGNED, "李四", 0)


def test_a_signature_is_stale_once_a_figure_has_changed(desk, checks):
    exhibit = next(
        one for one in signing.sign_states(desk.book, checks.findings()) if one.kind == "exhibit" and one.state == signing.READY
    )
    signing.sign_all(desk, checks, [exhibit.about])
    layout = desk.book.exhibit(exhibit.about)
    key = next(key for key in desk.book.printed_keys() if desk.book.observation(key) and desk.book.places(key)[0][0] == layout.id)
    _id, row, column = desk.book.places(key)[0]
    cells.enter(desk, layout.id, [(row, column, "")])
    states = {one.about: one.state for one in signing.sign_states(desk.book, checks.findings())}
    assert states[exhibit.about] == signing.STALE
    signing.withdraw_all(desk, [exhibit.about])
    assert desk.book.get(SignOff, exhibit.about) is None


def test_who_signs_a_chapter_signs_what_is_in_it(desk, checks):
    explaining.explain(
        desk, checks, [one for one in waivers.obstacles(checks.findings()) if not one.fault], "published", "照录。"
    )
    chapter = next(one for one in signing.sign_states(desk.book, checks.findings()) if one.kind == "section" and one.level == 0)
    inside = [one.id for one in covered_exhibits(desk.book, chapter.about)]
    signing.sign_all(desk, checks, [inside[0]], "王五")
    signing.sign_all(desk, checks, [chapter.about], "李四")
    by = {about: one.by for about, one in desk.book.all(SignOff).items()}
    assert by[inside[0]] == "王五" and {by[about] for about in (chapter.about, *inside[1:])} == {"李四"}
    signing.withdraw_all(desk, [chapter.about])
    assert set(desk.book.all(SignOff)) == {inside[0]}


def test_words_and_layout_are_signed_too_and_what_was_signed_before_them_stands(desk, checks):
    exhibit = next(one for one in signing.sign_states(desk.book, checks.findings()) if one.kind == "exhibit" and not one.open)
    (signed,) = signing.sign_all(desk, checks, [exhibit.about])

    def state():
        return next(one.state for one in signing.sign_states(desk.book, checks.findings()) if one.about == exhibit.about)

    layout = desk.book.exhibit(exhibit.about)
    with desk.edit(text("改表题")) as edit:
        edit.put(replace(layout, caption="另一个标题"))
    assert state() == signing.STALE
    with desk.edit(text("早先的签字")) as edit:
        edit.put(replace(signed, digest=waivers.Fingerprints(desk.book, checks.findings())._first_digest(exhibit.about)))
    assert state() == signing.SIGNED
    desk.undo()
    desk.undo()
    assert state() == signing.SIGNED


def test_a_chapter_waits_for_empty_tables_blanked_texts_and_remarks_and_lists_them(desk, checks):
    explaining.explain(
        desk, checks, [one for one in waivers.obstacles(checks.findings()) if not one.fault], "published", "照录。"
    )
    chapter = next(one for one in signing.sign_states(desk.book, checks.findings()) if one.kind == "section" and one.level == 0)
    assert chapter.open == 0
    exhibit = next(one for one in covered_exhibits(desk.book, chapter.about) if one.rows)
    fresh = tuple(
        replace(row, at={**row.at, "area": "110000", "indicator": "网络零售额", "period": "2003"}) for row in exhibit.rows
    )
    with desk.edit(text("空表")) as edit:
        edit.put(
            replace(
                exhibit,
                id="空",
                number="表9-9",
                caption="空表",
                at={},
                rows=fresh[:1],
                columns=(Line("v", "数", {"measure": "value"}),),
                chart=None,
                kind="table",
            )
        )
    made = comments.comment_on_exhibit(desk, exhibit.id, "合计？")
    with pytest.raises(UserError, match="表9-9"):
        signing.sign_all(desk, checks, [chapter.about])
    matters = signing.matters_of(desk.book, checks.findings())
    assert matters.count(chapter.about) == 2
    assert sorted(matters.listed(chapter.about)) == sorted([f"{exhibit.number}：批注没有处理：合计？", "表9-9：一个数也没有"])
    comments.set_comments_done(desk, [made.id])
    with desk.edit(text("不要了")) as edit:
        edit.remove(Exhibit, "空")
    signing.sign_all(desk, checks, [chapter.about])


def test_what_is_open_is_named_where_signing_is_refused(desk, checks):
    exhibit = next(one for one in signing.sign_states(desk.book, checks.findings()) if one.kind == "exhibit" and one.open)
    with pytest.raises(UserError, match=re.escape(desk.book.exhibit(exhibit.about).number)):
        signing.sign_all(desk, checks, [exhibit.about])
