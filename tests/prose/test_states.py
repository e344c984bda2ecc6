"""What is known of each figure, and what a new draft keeps."""

from __future__ import annotations

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, ProofResult, proof
from ecdesk.prose.states import (
    ROUNDING,
    TEXT,
    UNCHECKED,
    WRONG,
    claim_context,
    compare_drafts,
    coverage,
    figure_states,
    link,
    settle,
)

OLD = "一、贸易\n\n全市进出口总值240.0亿元。其中，出口总值149.1亿元；进口总值45.9亿元。年末企业734家。\n"


def states(result: ProofResult) -> dict[str, str]:
    return {state.figure.text: state.state for state in figure_states(result)}


def test_every_figure_has_a_state_and_they_are_counted() -> None:
    prose = "全省网络零售额396亿元；其中，实物商品网络零售额189亿元，占网络零售额的47%；非实物商品网络零售额207亿元。企业734家。"
    result = proof(Document(prose))
    assert states(result) == {"396亿元": ROUNDING, "189亿元": ROUNDING, "47%": ROUNDING, "207亿元": TEXT, "734家": UNCHECKED}
    covered = coverage(figure_states(result))
    assert (covered.total, covered.verified, covered.counts[UNCHECKED]) == (5, 4, 1)


def test_only_the_figure_that_nothing_else_verifies_is_wrong() -> None:
    prose = "全省电子商务交易额6412.7亿元；网络零售额893.6亿元，占电子商务交易额的63.5%。网络零售额893.6亿元中，实物型网络零售额567.6亿元，服务型网络零售额326.0亿元。"
    assert states(proof(Document(prose)))["63.5%"] == WRONG


def test_a_settlement_is_kept_by_its_words_and_lapses_with_its_figures() -> None:
    old = proof(Document(OLD))
    (failed,) = [claim for claim in old.claims if claim.verdict is Verdict.FAILS]
    settlement = settle(failed, "explained", "含保税区", "张三", "2026-01-02T10:00")
    assert settlement.context == claim_context(failed)

    moved = proof(Document("新增的一段话。\n\n" + OLD), settlements=[settlement])
    kept = compare_drafts(old, moved)
    assert [record for _claim, record in kept.settled] == [settlement]
    assert not (kept.lapsed or kept.changed or kept.appeared or kept.resolved)
    assert coverage(figure_states(moved)).settled == coverage(figure_states(moved)).counts[WRONG] > 0

    changed = compare_drafts(old, proof(Document(OLD.replace("149.1", "149.2")), settlements=[settlement]))
    assert not changed.settled
    lapsed = figure_states(proof(Document(OLD.replace("149.1", "149.2")), settlements=[settlement]))
    assert coverage(lapsed).counts[WRONG] and not coverage(lapsed).settled, "what was explained was another figure"
    assert [record for _claim, record in changed.lapsed] == [settlement]
    assert [(before.text, after.text) for before, after in changed.changed] == [("149.1亿元", "149.2亿元")]


def test_a_figure_that_is_the_books_is_dealt_with_only_when_what_fails_of_it_is() -> None:
    found = proof(Document(OLD))
    (failed,) = [claim for claim in found.claims if claim.verdict is Verdict.FAILS]
    whole = next(figure for figure in found.figures if figure.text == "240.0亿元")
    known = link(whole, "进出口|330100||2015|value", "进出口总值", "张三", "2026-01-02T10:00")
    assert coverage(figure_states(proof(Document(OLD), settlements=[known]))).settled == 0
    signed = settle(failed, "explained", "含保税区", "张三", "2026-01-02T10:00")
    assert coverage(figure_states(proof(Document(OLD), settlements=[known, signed]))).settled == 3


def test_a_correction_resolves_the_claim() -> None:
    old = proof(Document(OLD))
    new = compare_drafts(old, proof(Document(OLD.replace("149.1", "194.1"))))
    assert [claim.kind for claim in new.resolved] == ["sum"]
    assert not new.appeared


def test_figures_that_come_and_go_are_listed() -> None:
    new = compare_drafts(proof(Document(OLD)), proof(Document(OLD.replace("年末企业734家", "年末共有上市公司15家"))))
    assert [figure.text for figure in new.added] == ["15家"]
    assert [figure.text for figure in new.removed] == ["734家"]
