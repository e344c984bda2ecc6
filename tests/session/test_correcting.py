"""Correcting manuscripts by the book and by their own relations, and what is kept of which figures are the book's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ecdesk.documents import document_in
from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import Alternative, Manuscript, Origin, OriginKind, Settlement
from ecdesk.domain.errors import UserError
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.periods import Period
from ecdesk.domain.texts import text
from ecdesk.domain.wording.units import unit_named
from ecdesk.prose import ProofResult, proof
from ecdesk.prose.against_book import is_stale
from ecdesk.prose.claims import Claim
from ecdesk.session.book.desk import Desk
from ecdesk.session.new_books.rolling import start_next
from ecdesk.session.program.progress import finish
from ecdesk.session.proof import manuscripts
from ecdesk.session.proof.correcting import (
    CorrectedCopy,
    correct,
    correct_by_book,
    corrected_copy,
    corrected_file,
    proofread_with_corrections,
)
from ecdesk.session.rules.checking import check_book
from ecdesk.session.tables.cells import enter
from tests.books import write_sample_book
from tests.documents.test_documents import docx_file, paragraph

HEBEI = Key("网络零售额", "130000", "", "2018", "value")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(write_sample_book(tmp_path / "年报.ecd"), "张三") as made:
        yield made


def taken(desk: Desk, path: Path, words: str | None = None) -> Manuscript:
    if words is not None:
        path.write_text(words, encoding="utf-8")
    return manuscripts.take_manuscript(desk, finish(manuscripts.receive_manuscript(path, desk.book.snapshot())))


def read(desk: Desk, draft: Manuscript) -> ProofResult:
    return finish(manuscripts.proofread_draft(desk, desk.book.snapshot(), draft)).result


def put_right(desk: Desk, draft: Manuscript, target: Path) -> CorrectedCopy:
    return finish(corrected_copy(desk, desk.book, draft, read(desk, draft), target))


def by_book(desk: Desk, path: Path, words: str) -> tuple[CorrectedCopy, str]:
    """A text with all of the book's figures, and what the copy reads."""
    draft = taken(desk, path, words)
    correct_by_book(desk, draft, read(desk, draft))
    target = path.with_name(f"改-{path.name}")
    copy = put_right(desk, draft, target)
    return copy, document_in(target.read_bytes(), target.name).text


def wrong(result: ProofResult) -> list[Claim]:
    return [claim for claim in result.claims if claim.verdict is Verdict.FAILS]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2099亿元", "2990亿元"),
        ("2 099亿元", "2 990亿元"),
        ("2,099亿元", "2,990亿元"),
        ("0.21万亿元", "0.30万亿元"),
        ("２０９９亿元", "２９９０亿元"),
        ("2099.04亿元", "2990亿元"),
        ("约2100亿元", "约3000亿元"),
        ("近2000亿元", "近3000亿元"),
        ("20990000万元", "29900000万元"),
    ],
)
def test_a_figure_takes_the_books_at_its_own_rounding_unit_and_writing(
    desk: Desk, tmp_path: Path, written: str, right: str
) -> None:
    copy, text = by_book(desk, tmp_path / "稿.md", f"2018年，河北省实现网络零售额{written}。")
    assert text == f"2018年，河北省实现网络零售额{right}。"
    assert wrong(proof(document_in(text.encode(), "a.md"), desk.book)) == []
    assert bool(copy.revision.attention) == (written[0] in "约近")


def test_what_was_decided_while_the_draft_is_read_again_is_in_the_copy(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，河北省实现网络零售额2099亿元。浙江省实现网络零售额16817.8亿元。"
    draft = taken(desk, tmp_path / "稿.txt", prose)
    shown = read(desk, draft)  # what a page shows until the next reading has ended
    first, second = wrong(shown)
    manuscripts.explain(desk, draft, second, "原表如此")
    correct(desk, draft, shown, first)
    assert not correct_by_book(desk, draft, shown).taken
    target = tmp_path / "改.txt"
    finish(corrected_copy(desk, desk.book, draft, shown, target))
    assert target.read_text(encoding="utf-8") == prose.replace("2099", "2990")


def test_what_rounds_from_the_books_figure_stays_as_it_is_printed(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，浙江省实现网络零售额1.67万亿元，同比增长25.4%。河北省实现网络零售额2099亿元。"
    _copy, text = by_book(desk, tmp_path / "稿.txt", prose)
    assert text == prose.replace("2099", "2990")


def test_a_figure_in_words_is_left_to_a_hand_and_said(desk: Desk, tmp_path: Path) -> None:
    copy, text = by_book(
        desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额两千零九十九亿元。浙江省实现网络零售额16817.8亿元。"
    )
    assert "两千零九十九" in text and "16718.8" in text
    assert copy.revision.by_hand == 1
    assert "2990" in copy.revision.attention[0].words


def test_a_word_that_says_the_other_way_is_marked(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，浙江省实现网络零售额16718.8亿元，同比下降24.5%。"
    copy, text = by_book(desk, tmp_path / "稿.txt", prose)
    assert "25.4%" in text
    (note,) = [one for one in copy.revision.attention if "下降" in one.words]
    assert prose[note.start : note.end] == "下降24.5%"


def test_a_correction_that_keeps_the_digits_says_that_the_words_are_to_change(desk: Desk, tmp_path: Path) -> None:
    """It was told as 25.4% → 25.4%, and nobody looked for the word."""
    draft = taken(desk, tmp_path / "稿.txt", "2018年，浙江省实现网络零售额16718.8亿元，同比下降25.4%。")
    result = read(desk, draft)
    (claim,) = wrong(result)
    assert correct(desk, draft, result, claim).words == "25.4% 的数字不变，要改的是前后的词"


def test_a_comparison_that_the_new_figure_turns_is_marked(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，河北省实现网络零售额17990亿元，高于浙江省的16718.8亿元。"
    copy, text = by_book(desk, tmp_path / "稿.txt", prose)
    assert "额2990亿元" in text
    assert [prose[one.start : one.end] for one in copy.revision.attention if "≥" in one.words] == ["16718.8亿元"]


def test_where_the_text_asks_for_another_figure_than_the_book_that_is_said(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，陕西省实现电子商务交易额6412.7亿元，同比增长46.6%；网络零售额893.6亿元，占电子商务交易额的19.3%。"
    copy, text = by_book(desk, tmp_path / "稿.txt", prose)
    assert "63.5%" in text
    (note,) = [one for one in copy.revision.attention if "13.9%" in one.words]
    assert prose[note.start : note.end] == "19.3%"


def test_a_relation_that_the_books_figure_does_not_satisfy_either_stays_open(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，陕西省实现电子商务交易额6412.7亿元，同比增长46.6%；网络零售额893.6亿元，占电子商务交易额的19.3%。"
    draft = taken(desk, tmp_path / "稿.txt", prose)
    shares = {(one.kind, one.context) for one in wrong(read(desk, draft)) if one.kind == "share"}
    correct_by_book(desk, draft, read(desk, draft))
    assert shares and not shares & finish(proofread_with_corrections(desk, desk.book, draft)).mended


def test_a_docx_is_corrected_by_tracked_changes_over_runs_and_in_footnotes(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，河北省实现网络零售额20", "99亿元，同比增长26.6%。"
    note = f'<w:footnote w:id="2">{paragraph("2018年，陕西省实现网络零售额839.6亿元。")}</w:footnote>'
    file = docx_file(tmp_path / "稿.docx", paragraph(*prose), note)
    before = file.read_bytes()
    draft = taken(desk, file)
    assert len(correct_by_book(desk, draft, read(desk, draft)).taken) == 2
    copy = put_right(desk, draft, tmp_path / "改.docx")
    assert copy.written.changes == 2
    assert file.read_bytes() == before
    again = document_in((tmp_path / "改.docx").read_bytes(), "改.docx")
    assert again.text == document_in(before, "稿.docx").text.replace("2099", "2990").replace("839.6", "893.6")
    assert again.tracked_changes
    assert wrong(proof(again, desk.book)) == []


def test_a_finding_of_the_text_is_corrected_as_it_says(desk: Desk, tmp_path: Path) -> None:
    draft = taken(desk, tmp_path / "稿.txt", "监管证件由86种减少到46种，减少64.5%。")
    result = read(desk, draft)
    (claim,) = wrong(result)
    assert correct(desk, draft, result, claim).words == "64.5% → 46.5%"
    put_right(desk, draft, tmp_path / "改.txt")
    assert (tmp_path / "改.txt").read_text(encoding="utf-8") == "监管证件由86种减少到46种，减少46.5%。"


def test_what_a_correction_puts_right_besides_is_no_open_finding_any_more(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，陕西省实现电子商务交易额6412.7亿元，网络零售额839.6亿元，网络零售额占电子商务交易额的13.9%。"
    draft = taken(desk, tmp_path / "稿.txt", prose)
    result = read(desk, draft)
    shares = {(one.kind, one.context) for one in wrong(result) if one.kind == "share"}
    assert shares and finish(proofread_with_corrections(desk, desk.book, draft)).mended == frozenset()
    (retail,) = [one for one in wrong(result) if one.kind == "book" and one.operands[0].text == "839.6亿元"]
    correct(desk, draft, result, retail)
    assert shares <= finish(proofread_with_corrections(desk, desk.book, draft)).mended


def test_what_a_claim_leaves_open_is_not_guessed(desk: Desk, tmp_path: Path) -> None:
    draft = taken(desk, tmp_path / "稿.txt", "河北省有3.5亿万元。")
    result = read(desk, draft)
    with pytest.raises(UserError, match="没有说出"):
        correct(desk, draft, result, wrong(result)[0])
    with pytest.raises(UserError, match="还没有决定"):
        put_right(desk, draft, tmp_path / "改.txt")


def test_what_was_decided_is_one_step_that_can_be_taken_back(desk: Desk, tmp_path: Path) -> None:
    draft = taken(desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额2099亿元。陕西省实现网络零售额839.6亿元。")
    assert len(correct_by_book(desk, draft, read(desk, draft)).taken) == 2
    assert sum(one.decision == "corrected" for one in desk.book.all(Settlement).values()) == 2
    desk.undo()
    assert not any(one.decision == "corrected" for one in desk.book.all(Settlement).values())


def test_what_somebody_explained_is_not_corrected(desk: Desk, tmp_path: Path) -> None:
    draft = taken(desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额2099亿元。")
    (claim,) = wrong(read(desk, draft))
    manuscripts.explain(desk, draft, claim, "另一口径")
    assert not correct_by_book(desk, draft, read(desk, draft)).taken


SHARE = Key("网络零售额", "610000", "", "2018", "share")


def test_a_figure_of_the_book_that_is_doubtful_itself_is_not_taken_over(desk: Desk, tmp_path: Path) -> None:
    """陕西's printed share of 63.5% is the book's own slip: a manuscript that says something else must not be made to say that."""
    prose = "2018年，陕西省实现网络零售额839.6亿元，占电子商务交易额的19.3%。河北省实现网络零售额2099亿元。"
    draft = taken(desk, tmp_path / "稿.txt", prose)
    found, _counts = check_book(desk.book)
    assert any(one.is_open and SHARE in one.keys for one in found)
    open_ones = [replace(one, suspect=SHARE) if one.is_open and SHARE in one.keys else one for one in found]
    result = correct_by_book(desk, draft, read(desk, draft), open_ones)
    assert {one.printed for one in result.taken} == {"893.6亿元", "2990亿元"} and [one.claim.key for one in result.left] == [
        str(SHARE)
    ]
    with desk.edit(text("另一来源")) as edit:
        edit.put(Alternative(HEBEI, "另一份", Amount(Decimal(2991), unit_named("亿元")), Origin(OriginKind.IMPORTED)))
    _result, copy = corrected_file(tmp_path / "稿.txt", desk.book, tmp_path / "改.txt", "张三", open_ones)
    assert (tmp_path / "改.txt").read_text(encoding="utf-8") == prose.replace("839.6", "893.6")
    assert sum("没有采用" in one.words for one in copy.revision.attention) == 2
    assert not correct_by_book(desk, draft, read(desk, draft), open_ones).taken  # what was decided is not decided again


def test_the_copy_never_takes_the_place_of_the_original_nor_of_another_kind(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    draft = taken(desk, file, "2018年，河北省实现网络零售额2099亿元。")
    correct_by_book(desk, draft, read(desk, draft))
    with pytest.raises(UserError, match="原稿"):
        put_right(desk, draft, file)
    with pytest.raises(UserError, match="同一种格式"):
        put_right(desk, draft, tmp_path / "改.docx")
    with pytest.raises(UserError, match="原稿"):
        corrected_file(file, desk.book, file, "张三")


def test_a_full_disk_leaves_the_copy_that_was_there(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = taken(desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额2099亿元。")
    correct_by_book(desk, draft, read(desk, draft))
    target = tmp_path / "改.txt"
    target.write_text("上次的副本", encoding="utf-8")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ecdesk.domain.files.whole_files._write", full)
    with pytest.raises(UserError, match=r"满|空间"):
        put_right(desk, draft, target)
    assert target.read_text(encoding="utf-8") == "上次的副本"


# -- which figures are the book's


def stale(desk: Desk, draft: Manuscript) -> list[str]:
    return [str(claim.cause) for claim in read(desk, draft).claims if is_stale(claim)]


def change(desk: Desk, key: Key, digits: str) -> None:
    exhibit, row, column = next(iter(desk.book.places(key)))
    enter(desk, exhibit, row, column, digits)


def bound(desk: Desk) -> dict[str, Settlement]:
    return {one.link: one for one in desk.book.all(Settlement).values() if one.decision == "bound"}


def test_what_the_book_changes_after_a_draft_came_is_said_of_that_draft(desk: Desk, tmp_path: Path) -> None:
    draft = taken(desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额2990亿元，陕西省实现网络零售额893.6亿元。")
    assert str(HEBEI) in bound(desk)
    assert stale(desk, draft) == []
    observation = desk.book.observation(HEBEI)
    assert observation is not None
    with desk.edit(text_of("改")) as edit:
        from dataclasses import replace

        edit.put(replace(observation, content=Amount(Decimal("3456"), unit_named("亿元"))))
    (said,) = stale(desk, draft)
    assert "3456" in said and "2990" in said
    correct_by_book(desk, draft, read(desk, draft))
    put_right(desk, draft, tmp_path / "改.txt")
    assert "3456" in (tmp_path / "改.txt").read_text(encoding="utf-8")
    (tmp_path / "稿.txt").write_bytes((tmp_path / "改.txt").read_bytes())
    assert stale(desk, taken(desk, tmp_path / "稿.txt")) == []
    with desk.edit(text_of("删")) as edit:
        from ecdesk.domain.book.records import Observation

        edit.remove(Observation, HEBEI)
    assert ["删去" in one for one in stale(desk, taken(desk, tmp_path / "稿.txt"))] == [True]


def text_of(words: str):  # type: ignore[no-untyped-def]
    from ecdesk.domain.texts import Text

    return Text(words)


def test_a_taken_draft_and_its_bindings_are_one_step(desk: Desk, tmp_path: Path) -> None:
    taken(desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额2990亿元。")
    assert bound(desk) and desk.book.all(Manuscript)
    desk.undo()
    assert not bound(desk) and not desk.book.all(Manuscript)


def test_the_book_of_the_next_year_knows_which_figures_they_are(desk: Desk, tmp_path: Path) -> None:
    taken(desk, tmp_path / "稿.txt", "2018年，河北省网上卖货2990亿元。")
    draft = next(iter(desk.book.all(Manuscript).values()))
    figure = read(desk, draft).figures[0]
    manuscripts.link_figure(desk, draft, figure, HEBEI)
    desk.flush()
    started = start_next(desk.path, tmp_path / "明年.ecd", Period(2019))
    with started.desk as fresh:
        (kept,) = [one for one in fresh.book.all(Settlement).values() if one.decision == "linked"]
        assert kept.link == str(Key("网络零售额", "130000", "", "2019", "value"))
        assert "2019" in kept.words and not kept.values
        with fresh.edit(text_of("填")) as edit:
            observation = desk.book.observation(HEBEI)
            assert observation is not None
            from dataclasses import replace

            key = Key("网络零售额", "130000", "", "2019", "value")
            edit.put(replace(observation, key=key, content=Amount(Decimal("3210"), unit_named("亿元"))))
        draft = taken(fresh, tmp_path / "新稿.txt", "2019年，河北省网上卖货3120亿元。")
        (claim,) = wrong(read(fresh, draft))
        assert claim.key == kept.link


def test_another_copy_of_the_book_brings_its_decisions_when_it_is_merged(desk: Desk, tmp_path: Path) -> None:
    from ecdesk.session.versions.merging import merge, plan_merge

    draft = taken(desk, tmp_path / "稿.txt", "2018年，河北省实现网络零售额2099亿元。")
    desk.flush()
    copy = tmp_path / "副本.ecd"
    copy.write_bytes(desk.path.read_bytes())
    with Desk.open(copy, "李四") as theirs:
        correct_by_book(theirs, draft, read(theirs, draft))
    merge(desk, plan_merge(desk, copy))
    assert [one.by for one in desk.book.all(Settlement).values() if one.decision == "corrected"] == ["李四"]


def test_a_book_without_the_figure_says_nothing_of_it(tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("2018年，河北省实现网络零售额2099亿元。", encoding="utf-8")
    result, copy = corrected_file(file, Book(), tmp_path / "改.txt", "张三")
    assert (tmp_path / "改.txt").read_bytes() == file.read_bytes()
    assert copy.revision.changes == () and wrong(result) == []


# -- sentences


def test_sentences_of_an_area_and_an_exhibit_are_proofread_and_their_template_is_the_books(desk: Desk) -> None:
    from ecdesk.session.proof.sentences import exhibit_named, sentences_of_area, sentences_of_exhibit, set_templates

    found = [one.words for one in sentences_of_area(desk.book, "浙江")]
    assert "2018年，浙江省实现网络零售额16718.8亿元，同比增长25.4%。" in found
    exhibit = exhibit_named(desk.book, next(one.number for one in desk.book.exhibits() if one.rows and one.columns))
    assert isinstance(sentences_of_exhibit(desk.book, exhibit), tuple)
    set_templates(desk, "{地区}{指标}{数值}。")
    assert "浙江省网络零售额16718.8亿元。" in [one.words for one in sentences_of_area(desk.book, "330000")]
    desk.undo()
    assert [one.words for one in sentences_of_area(desk.book, "浙江省")] == found
    with pytest.raises(UserError, match="没有地区"):
        sentences_of_area(desk.book, "蓬莱仙岛")
    with pytest.raises(UserError, match="没有图表"):
        exhibit_named(desk.book, "图99-9")


def test_a_figure_that_the_proof_doubts_is_said_with_its_sentence(desk: Desk) -> None:
    from ecdesk.session.proof.sentences import sentences_of_area

    (one,) = [one for one in sentences_of_area(desk.book, "陕西") if "占电子商务交易额" in one.words and one.doubt]
    assert "63.5%" in one.words


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_sentence_is_inserted_behind_the_one_that_was_pointed_at(line_end: str, desk: Desk, tmp_path: Path) -> None:
    from ecdesk.session.proof.correcting import insert

    prose = f"2018年，河北省实现网络零售额2099亿元。以下从略。{line_end}第二段"
    (tmp_path / "稿.txt").write_bytes(prose.encode())
    draft = taken(desk, tmp_path / "稿.txt")
    result = read(desk, draft)
    insert(desk, draft, result, 5, "甲。")
    insert(desk, draft, read(desk, draft), prose.index("第二"), "乙。")
    correct_by_book(desk, draft, read(desk, draft))
    put_right(desk, draft, tmp_path / "改.txt")
    expected = f"2018年，河北省实现网络零售额2990亿元。甲。以下从略。{line_end}第二段乙。"
    assert (tmp_path / "改.txt").read_bytes().decode() == expected


def test_what_a_correction_puts_right_is_not_red(desk: Desk, tmp_path: Path) -> None:
    prose = "2018年，河北省实现网络零售额2099亿元，其中，实物商品网络零售额2563.4亿元，占网络零售额的85.7%。"
    draft = taken(desk, tmp_path / "稿.txt", prose)
    correct_by_book(desk, draft, read(desk, draft))
    shown = finish(proofread_with_corrections(desk, desk.book, draft))
    assert shown.mended and [one.figure.text for one in shown.states if one.state == "wrong" and one.settlement is None] == []
