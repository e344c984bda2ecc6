"""Figures of the prose against the book."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.book.records import AreaRecord, Indicator, Observation, Setting
from ecdesk.domain.figures.amounts import Amount
from ecdesk.domain.figures.areas import DISTRICT, Area
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.wording.units import unit_named
from ecdesk.prose import Document, ProofResult, proof
from ecdesk.prose.states import BOOK, figure_states, link
from tests.books import build_sample_book, small_records


def book() -> Book:
    made = Book()

    def observed(area: str, period: str, measure: str, value: str, unit: str) -> Observation:
        return Observation(Key("网络零售额", area, "", period, measure), Amount(Decimal(value), unit_named(unit)))

    made.load(
        iter(
            [
                *small_records(),
                observed("130000", "2018", "value", "2990.4", "亿元"),
                observed("130000", "2017", "value", "2362.1", "亿元"),
                observed("130000", "2018", "growth", "26.6", "%"),
                observed("140000", "2018", "growth", "-3.5", "%"),
                observed("610000", "2018", "value", "893.6", "亿元"),
                observed("610000", "2018", "growth", "-12.4", "%"),
            ]
        )
    )
    return made


def against(prose: str, **more: object) -> ProofResult:
    return proof(Document(prose), book(), **more)  # type: ignore[arg-type]


def claims(prose: str) -> list[tuple[Verdict, str]]:
    return [(claim.verdict, claim.key) for claim in against(prose).claims if claim.kind == "book"]


def test_a_rounded_figure_agrees_with_the_book() -> None:
    prose = "2018年，河北省实现网络零售额2990亿元，同比增长26.6%。"
    assert claims(prose) == [(Verdict.HOLDS, "网络零售额|130000||2018|value"), (Verdict.HOLDS, "网络零售额|130000||2018|growth")]
    assert {state.state for state in figure_states(against(prose))} == {BOOK}


def test_another_unit_is_converted() -> None:
    assert claims("2018年，河北省实现网络零售额0.299万亿元。") == [(Verdict.HOLDS, "网络零售额|130000||2018|value")]


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("超890亿元", Verdict.HOLDS),
        ("超过820亿元", Verdict.HOLDS),
        ("超过810亿元", Verdict.UNDECIDED),
        ("超100亿元", Verdict.UNDECIDED),
        ("超89亿元", Verdict.FAILS),
        ("超900亿元", Verdict.FAILS),
        ("不足900亿元", Verdict.HOLDS),
        ("不足1000亿元", Verdict.UNDECIDED),
        ("不足5000亿元", Verdict.UNDECIDED),
        ("不足9000亿元", Verdict.FAILS),
        ("不足9万亿元", Verdict.FAILS),
        ("不足890亿元", Verdict.FAILS),
        ("近900亿元", Verdict.HOLDS),
        ("近89亿元", Verdict.FAILS),
        ("约890亿元", Verdict.HOLDS),
        ("约900亿元", Verdict.HOLDS),
        ("约89亿元", Verdict.FAILS),
        ("890多亿元", Verdict.HOLDS),
        ("890亿元左右", Verdict.HOLDS),
        ("不低于800亿元", Verdict.HOLDS),
        ("不超过900亿元", Verdict.HOLDS),
        ("不超过1200亿元", Verdict.UNDECIDED),
        ("不超过890亿元", Verdict.FAILS),
        ("不低于700亿元", Verdict.UNDECIDED),
        ("900亿元以内", Verdict.HOLDS),
        ("5000亿元以内", Verdict.UNDECIDED),
        ("800亿元以上", Verdict.HOLDS),
        ("89亿元以上", Verdict.UNDECIDED),
    ],
)
def test_a_qualifier_promises_a_figure_nearby(printed: str, verdict: Verdict) -> None:
    assert claims(f"2018年，陕西省网络零售额{printed}。") == [(verdict, "网络零售额|610000||2018|value")]


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("下降超12%", Verdict.HOLDS),
        ("下降超10%", Verdict.UNDECIDED),
        ("下降超14%", Verdict.FAILS),
        ("下降近13%", Verdict.HOLDS),
        ("下降近11%", Verdict.FAILS),
    ],
)
def test_a_qualified_fall_is_the_mirror_of_a_rise(printed: str, verdict: Verdict) -> None:
    assert claims(f"2018年，陕西省网络零售额同比{printed}。") == [(verdict, "网络零售额|610000||2018|growth")]


def test_a_fall_is_compared_with_its_sign() -> None:
    assert claims("2018年，山西省网络零售额同比增长3.5%。")[0][0] is Verdict.FAILS
    assert claims("2018年，山西省网络零售额同比下降3.5%。")[0][0] is Verdict.HOLDS


def test_last_years_figure_is_named_as_the_cause() -> None:
    (failed,) = against("2018年，河北省实现网络零售额2362.1亿元。").failed()
    assert "上一年" in str(failed.cause)
    assert "表1-1" in str(failed.message)


def test_what_the_book_does_not_have_is_not_checked() -> None:
    assert claims("2018年，河北省实现农村网络零售额835.3亿元。2018年，江苏省实现网络零售额9999亿元。") == []


def test_a_figure_linked_by_hand_is_checked_in_the_next_draft() -> None:
    prose = "2018年，我们的网店卖出2990.4亿元。"
    (figure,) = against(prose).figures
    settlement = link(figure, "网络零售额|130000||2018|value", "", "张三", "2026-01-02")
    (claim,) = against("新的一段。\n\n" + prose, settlements=[settlement]).claims
    assert (claim.kind, claim.verdict) == ("book", Verdict.HOLDS)


def test_a_later_year_than_the_books_is_pointed_out() -> None:
    assert any("2018" in str(finding.message) for finding in against("2019年，河北省实现网络零售额2990亿元。").format)
    for hope in (
        "有望在2025年达到20万亿元",
        "预计2030年规模达到30万亿元",
        "到2035年，交易额预计达到100万亿元",
        "到2025年规模将达到2万亿元",
    ):
        assert not against(f"2018年网络零售额9.01万亿元。{hope}。").format, hope


def wider_book() -> Book:
    made = book()

    def observed(indicator: str, area: str, measure: str, value: str, unit: str) -> Observation:
        return Observation(Key(indicator, area, "", "2018", measure), Amount(Decimal(value), unit_named(unit)))

    indicators = [
        Indicator("农村网络零售额", "农村网络零售额", "亿元", parent="网络零售额"),
        Indicator("实物商品网络零售额", "实物商品网络零售额", "亿元", parent="网络零售额"),
        Indicator("跨境电商零售进口额", "跨境电商零售进口额", "亿元", synonyms=("跨境电商零售进口",)),
        Indicator("跨境电商零售进口票数", "跨境电商零售进口票数", "万票"),
    ]
    figures = [
        observed("农村网络零售额", "130000", "value", "835.3", "亿元"),
        observed("实物商品网络零售额", "130000", "value", "2510.6", "亿元"),
        observed("跨境电商零售进口额", "130000", "growth", "43.9", "%"),
        observed("跨境电商零售进口票数", "130000", "value", "567.2", "万票"),
        observed("跨境电商零售进口票数", "130000", "growth", "84.5", "%"),
    ]
    made.load(iter([*made.all(Indicator).values(), *indicators, *figures]))
    return made


def against_wider(prose: str) -> list[tuple[Verdict, str]]:
    return [(claim.verdict, claim.key) for claim in proof(Document(prose), wider_book()).claims if claim.kind == "book"]


def test_a_part_of_a_part_is_another_figure() -> None:
    prose = "2018年，河北省实现网络零售额2990.4亿元；农村网络零售额835.3亿元，其中实物商品网络零售额391.1亿元。"
    assert [key.split("|")[0] for _verdict, key in against_wider(prose)] == ["网络零售额", "农村网络零售额"]
    prose = "2018年，河北省实现网络零售额2990.4亿元，其中实物商品网络零售额2501.6亿元。"
    assert (Verdict.FAILS, "实物商品网络零售额|130000||2018|value") in against_wider(prose)


def test_growth_of_a_count_is_not_the_growth_of_the_money() -> None:
    prose = "2018年，河北省跨境电商零售进口567.2万票，同比增长84.5%。"
    assert against_wider(prose) == [
        (Verdict.HOLDS, "跨境电商零售进口票数|130000||2018|value"),
        (Verdict.HOLDS, "跨境电商零售进口票数|130000||2018|growth"),
    ]


def test_another_figure_under_a_name_that_is_printed_right_is_asked_about_not_failed() -> None:
    prose = "2018年，河北省实现网络零售额2990.4亿元。\n\n河北省43个县开展示范，网络零售额达52.8亿元。"
    assert claims(prose) == [
        (Verdict.HOLDS, "网络零售额|130000||2018|value"),
        (Verdict.UNDECIDED, "网络零售额|130000||2018|value"),
    ]
    slipped = "2018年，河北省实现网络零售额2990.4亿元。\n\n2018年，河北省网络零售额2909.4亿元，居中部第一。"
    assert [verdict for verdict, _key in claims(slipped)] == [Verdict.HOLDS, Verdict.FAILS]


def test_a_campaign_is_not_the_year() -> None:
    assert all(verdict is not Verdict.FAILS for verdict, _key in claims("2018年，河北省双11期间网络零售额320亿元。"))


def test_words_of_the_authors_own_are_verified_by_the_value_and_never_failed() -> None:
    prose = "2018年，河北省居民和单位的农村网络零售总额为835.3亿元。"
    assert against_wider(prose) == [(Verdict.HOLDS, "农村网络零售额|130000||2018|value")]
    assert against_wider(prose.replace("835.3", "120.4")) == []


def test_a_word_that_begins_like_a_filler_stays_whole() -> None:
    (figure,) = proof(Document("2018年，共享经济市场交易额为2.94万亿元。")).figures
    assert figure.indicator == "共享经济市场交易额"


def sample_verdicts(prose: str) -> list[tuple[str, Verdict]]:

    found = proof(Document(prose), build_sample_book()).claims
    return [(claim.relation.split(" = ")[0].split()[-1], claim.verdict) for claim in found if claim.kind == "book"]


def test_areas_of_a_list_have_their_figures_in_turn() -> None:
    prose = "2018年，东部、中部、西部和东北农村网络零售额分别占全国的77.3%、{}、7.2%和1.9%。"
    assert [verdict for _text, verdict in sample_verdicts(prose.format("13.6%"))] == [Verdict.HOLDS] * 4
    assert sample_verdicts(prose.format("16.3%"))[1] == ("16.3%", Verdict.FAILS)
    provinces = "2018年，江苏、浙江和广东网络零售额分别为8567亿元、{}亿元、20345亿元，同比分别增长24.3%、25.4%和{}。"
    assert {verdict for _text, verdict in sample_verdicts(provinces.format("16718.8", "23.7%"))} == {Verdict.HOLDS}
    wrong = sample_verdicts(provinces.format("17618.8", "32.7%"))
    assert [text for text, verdict in wrong if verdict is Verdict.FAILS] == ["17618.8亿元", "32.7%"]


def test_a_figure_of_several_areas_is_not_that_of_the_first() -> None:
    assert sample_verdicts("2018年，浙江、江苏和福建网络零售额合计30000亿元，同比增长20%。") == []


def test_an_indicator_of_the_nation_stands_before_that_of_the_areas() -> None:
    prose = "2018年，全国网上零售额9.01万亿元，同比增长{}。其中，非实物商品网上零售额1.99万亿元，增长{}。"
    assert {verdict for _text, verdict in sample_verdicts(prose.format("23.9%", "18.7%"))} == {Verdict.HOLDS}
    wrong = sample_verdicts(prose.format("29.3%", "17.8%"))
    assert [text for text, verdict in wrong if verdict is Verdict.FAILS] == ["29.3%", "17.8%"]
    assert sample_verdicts("2018年，印度网上零售额同比增长31.9%。") == []


def test_the_manuscript_of_the_sample_book_has_two_slips() -> None:
    from ecdesk.domain.resources import resource

    [manuscript] = resource("books", "2018", "manuscripts").iterdir()
    result = proof(Document(manuscript.read_text(encoding="utf-8")), build_sample_book())
    wrong = {operand.text for claim in result.claims if claim.verdict is Verdict.FAILS for operand in claim.operands[-1:]}
    assert wrong == {"17.8%", "19.3%"}
    assert {claim.verdict for claim in result.claims} == {Verdict.HOLDS, Verdict.FAILS}
    assert not result.format


def test_members_of_a_breakdown_are_compared_with_their_own_figures() -> None:
    prose = "2018年，全国快递业务量507.1亿件。其中，同城业务量{}亿件，增长{}。B2C网络零售额占比{}。"
    assert {verdict for _text, verdict in sample_verdicts(prose.format("114.1", "23.1%", "62.8%"))} == {Verdict.HOLDS}
    wrong = sample_verdicts(prose.format("141.1", "28.1%", "26.8%"))
    assert [text for text, verdict in wrong if verdict is Verdict.FAILS] == ["141.1亿件", "28.1%", "26.8%"]
    assert sample_verdicts("2018年，全国农村网络零售额1.37万亿元。") == [("1.37万亿元", Verdict.HOLDS)]


def test_members_listed_by_bare_names() -> None:
    prose = (
        "2018年，全国实物商品网上零售额7.02万亿元，增长25.4%。在实物商品网上零售额中，吃、穿和用类商品分别增长{}、22.0%和25.9%。"
    )
    assert [verdict for _text, verdict in sample_verdicts(prose.format("33.8%"))] == [Verdict.HOLDS] * 5
    assert [text for text, verdict in sample_verdicts(prose.format("38.3%")) if verdict is Verdict.FAILS] == ["38.3%"]


def test_a_sentence_without_figures_says_the_year_of_the_next_one() -> None:
    assert sample_verdicts("2021年我国网民总体规模持续增长，城乡差距继续缩小。我国农村网民规模为2.84亿。") == []
    assert sample_verdicts("2018年我国网民总体规模持续增长，城乡差距继续缩小。我国农村网民规模为2.22亿人。") == [
        ("2.22亿人", Verdict.HOLDS)
    ]


def test_a_figure_of_some_days_is_not_that_of_the_year() -> None:
    assert sample_verdicts("今年11月11日至16日，全国快递业务量为3.46亿件，比去年同期增长73%。") == []
    assert sample_verdicts("2018年，全国快递业务量为570.1亿件。") == [("570.1亿件", Verdict.FAILS)]


def city_book() -> Book:
    """A book of a city with districts of its own, one of them under its short name only."""
    made = Book()
    areas = [
        AreaRecord(Area(name, name, name, DISTRICT, "440300"), 900 + n) for n, name in enumerate(("福田区", "罗湖", "光明新区"))
    ]

    def observed(area: str, value: str, measure: str = "value", unit: str = "亿元") -> Observation:
        return Observation(Key("网络零售额", area, "", "2017Q1", measure), Amount(Decimal(value), unit_named(unit)))

    figures = [
        observed("福田区", "103.5"),
        observed("福田区", "21.0", "growth", "%"),
        observed("罗湖", "80.2"),
        observed("光明新区", "9.7"),
    ]
    settings = [Setting("year", "2017"), Setting("part", "Q1")]
    made.load(iter([*(one for one in small_records() if one.KIND != "setting"), *settings, *areas, *figures]))
    return made


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("2017年一季度，福田区网络零售额103.5亿元，同比增长21.0%。", ["福田区 holds", "福田区 holds"]),
        ("2017年一季度，福田网络零售额达103.5亿元。", ["福田区 holds"]),
        ("2017年一季度，罗湖区实现网络零售额80.2亿元。", ["罗湖 holds"]),
        ("2017年一季度，福田区网络零售额130.5亿元。", ["福田区 fails"]),
        ("2017年一季度福田区网络零售额130.5亿元。", ["福田区 fails"]),
        (
            "2017年一季度，福田、罗湖和光明网络零售额分别为103.5亿元、80.2亿元和9.7亿元。",
            ["福田区 holds", "罗湖 holds", "光明新区 holds"],
        ),
        (
            "2017年一季度，福田区网络零售额103.5亿元，同比增长21.0%；罗湖区80.2亿元。",
            ["福田区 holds", "福田区 holds", "罗湖 holds"],
        ),
        ("2017年一季度，福田区网络零售额103.5亿元；光明新区最低，为7.9亿元。", ["福田区 holds", "光明新区 fails"]),
    ],
)
def test_the_districts_of_a_book_are_known_by_their_names_and_short_names(prose: str, found: list[str]) -> None:
    result = proof(Document(prose), city_book())
    told = [(claim.key.split("|")[1], claim.verdict) for claim in result.claims if claim.kind == "book"]
    assert [f"{area} {verdict.value}" for area, verdict in told] == found
    # Another book knows nothing of them.
    assert [claim for claim in against(prose).claims if claim.kind == "book"] == []


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("2018年，浙江省网络零售额16718.8亿元，陕西省893.6亿元。", [("16718.8亿元", "holds"), ("893.6亿元", "holds")]),
        ("2018年，浙江省网络零售额16718.8亿元；陕西省839.6亿元。", [("16718.8亿元", "holds"), ("839.6亿元", "fails")]),
        ("2018年，浙江省网络零售额增长25.4%，陕西省增长37.8%。", [("25.4%", "holds"), ("37.8%", "holds")]),
        ("2018年，浙江省网络零售额增长25.4%，陕西省下降37.8%。", [("25.4%", "holds"), ("-37.8%", "fails")]),
        # Which of the two the next area's figure is nobody says.
        ("2018年，浙江省网络零售额16718.8亿元，工业产值500亿元；陕西省839.6亿元。", [("16718.8亿元", "holds")]),
    ],
)
def test_what_is_measured_goes_on_where_an_area_stands_alone(prose: str, found: list[tuple[str, str]]) -> None:
    assert [(figure, verdict.value) for figure, verdict in sample_verdicts(prose)] == found


@pytest.mark.parametrize(
    ("prose", "slip"),
    [
        ("2018年，快递业务量突破500亿件，达507.1亿件，同比增长26.6%。", ("507.1", "570.1")),
        ("2018年，网上零售额由2017年的7.18万亿元增至9.01万亿元。", ("7.18", "7.81")),
        ("2016年、2017年和2018年，电子商务交易额分别为26.1万亿元、29.16万亿元和31.63万亿元。", ("29.16", "26.16")),
        ("2018年，浙江网络零售额16718.8亿元，居前两位。陕西增速最快，为37.8%。", ("37.8", "38.7")),
        ("2018年，浙江省网络零售额增速为25.4%，陕西为37.8%。", ("37.8", "38.7")),
        ("2018年，各省网络零售额：广东20345亿元，浙江16718.8亿元。", ("16718.8", "17618.8")),
        ("2018年，浙江网络零售额增长25.4%。其次是陕西省，增长37.8%。", ("37.8", "38.7")),
    ],
)
def test_a_figure_whose_words_stand_before_it_is_checked(prose: str, slip: tuple[str, str]) -> None:
    assert {verdict for _figure, verdict in sample_verdicts(prose)} == {Verdict.HOLDS}
    assert [figure for figure, verdict in sample_verdicts(prose.replace(*slip)) if verdict is Verdict.FAILS] != []


def test_what_the_book_prints_so_is_no_slip_of_the_text() -> None:
    prose = "2018年，我国网上零售额由2017年的7.18万亿元增至9.01万亿元，增幅23.9%。"
    growth = [claim.verdict for claim in proof(Document(prose), build_sample_book()).claims if claim.kind == "growth"]
    assert growth == [Verdict.UNDECIDED]
    assert [claim.verdict for claim in proof(Document(prose)).claims if claim.kind == "growth"] == [Verdict.FAILS]


def test_a_share_that_the_book_prints_wrong_as_well_is_wrong() -> None:
    prose = "2018年，陕西省实现电子商务交易额6412.7亿元，同比增长46.6%；网络零售额893.6亿元，占电子商务交易额的63.5%。"
    prose += "其中，实物型网络零售额567.6亿元，服务型网络零售额326.0亿元。"
    found = proof(Document(prose), build_sample_book()).claims
    assert Verdict.FAILS in [claim.verdict for claim in found if claim.kind == "share"]


def test_a_book_of_a_city_is_about_it_where_the_text_names_no_area() -> None:
    made = city_book()
    observed = Observation(Key("网络零售额", "440300", "", "2017Q1", "value"), Amount(Decimal("814.1"), unit_named("亿元")))
    made.load(iter([*made.all(AreaRecord).values(), *made.all(Indicator).values(), *made.all(Setting).values(), observed]))
    for begun in ("2017年一季度，全市", "2017年一季度，我市实现", "2017年一季度，"):
        for value, verdict in (("814.1", Verdict.HOLDS), ("841.1", Verdict.FAILS)):
            found = proof(Document(f"{begun}网络零售额{value}亿元。"), made).claims
            assert [(claim.key, claim.verdict) for claim in found if claim.kind == "book"] == [
                ("网络零售额|440300||2017Q1|value", verdict)
            ]


@pytest.mark.parametrize(
    ("prose", "slip"),
    [
        # the year alone before the next figure of what is measured
        ("全国快递业务量2011年为36.7亿件，2014年为140亿件，2017年达到400.6亿件。", ("140", "104")),
        ("快递业务量方面，2011年为36.7亿件。", ("36.7", "37.6")),
        ("网上零售额自2017年的7.18万亿元升至2018年的9.01万亿元。", ("7.18", "7.81")),
        # parts by their short names
        ("2018年，海南省网络零售额569.7亿元，其中实物商品290.7亿元，增长23%。", ("290.7", "297.0")),
        ("2018年，深圳市跨境电商进出口额580亿美元，其中出口342亿美元，进口238亿美元。", ("238", "283")),
        # an area that something is only compared with
        ("2018年，福建省网络零售额增长29.0%，高于全国5.1个百分点；实物商品网络零售额2816.8亿元。", ("2816.8", "2861.8")),
        # lists
        (
            "2018年，东部、中部、西部和东北地区农村网络零售额占比分别为77.3%、13.6%、7.2%和1.9%，同比分别增长29.1%、34.5%、37.0%和27.5%。",
            ("34.5", "35.4"),
        ),
        (
            "2018年，贵州、云南、西藏、陕西、甘肃五省网络零售额分别为180.4亿元、779.4亿元、54.2亿元、893.6亿元和760亿元。",
            ("893.6", "839.6"),
        ),
        ("2018年，浙江、广东和江苏网络零售额居前三位，分别为16718.8亿元、20345亿元和8567亿元。", ("8567", "8576")),
        # shares of areas
        ("2018年，中部地区网络零售额增长28.2%，占比9.0%；西部地区增长27.7%，占比6.4%。", ("6.4", "4.6")),
        ("2018年，东部地区占全国网络零售额的83.1%，中部地区占9.0%，西部地区占6.4%。", ("9.0", "6.0")),
    ],
)
def test_words_that_a_figure_leaves_out_are_found_elsewhere(prose: str, slip: tuple[str, str]) -> None:
    right = sample_verdicts(prose)
    assert {verdict for _figure, verdict in right} == {Verdict.HOLDS}
    assert sum(slip[0] in figure for figure, _verdict in right) == 1
    wrong = sample_verdicts(prose.replace(*slip))
    assert [verdict for figure, verdict in wrong if slip[1] in figure] == [Verdict.FAILS]


def test_a_bracket_is_asked_about_and_its_time_ends_with_it() -> None:
    prose = "2018年，全国网上零售额9.01万亿元（上年为{}万亿元），增长23.9%，快递业务量{}亿件（上年为400.6亿件）。"
    assert [verdict for _figure, verdict in sample_verdicts(prose.format("7.18", "507.1"))] == [Verdict.HOLDS] * 5
    found = dict(sample_verdicts(prose.format("7.81", "570.1")))
    assert (found["7.81万亿元"], found["570.1亿件"]) == (Verdict.UNDECIDED, Verdict.FAILS)


def test_where_a_movement_began_is_of_the_part_of_the_year_where_it_ends() -> None:
    made = city_book()
    amounts = {("2016Q1", "618.3"), ("2017Q1", "814.1"), ("2016", "2294.45")}
    figures = [
        Observation(Key("网络零售额", "440300", "", period, "value"), Amount(Decimal(value), unit_named("亿元")))
        for period, value in sorted(amounts)
    ]
    made.load(iter([*made.all(AreaRecord).values(), *made.all(Indicator).values(), *made.all(Setting).values(), *figures]))
    prose = "全市网络零售额由上年同期的618.3亿元增至2017年一季度的814.1亿元。"
    found = [(claim.key.split("|")[3], claim.verdict) for claim in proof(Document(prose), made).claims if claim.kind == "book"]
    assert found == [("2016Q1", Verdict.HOLDS), ("2017Q1", Verdict.HOLDS)]
