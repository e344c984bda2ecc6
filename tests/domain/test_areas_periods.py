"""Areas and periods by every name they go by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecdesk.domain.figures.areas import DISTRICT, Area, AreaCatalogue, short_of_district, standard_areas
from ecdesk.domain.figures.periods import KINDS, Period, period_from_code
from ecdesk.domain.wording.places import Places
from ecdesk.domain.wording.time.time_words import period_named

AREAS = standard_areas()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("北　　京", "110000"),
        ("Shaanxi", "610000"),
        ("Shanxi", "140000"),
        ("陕西省", "610000"),
        ("山西", "140000"),
        ("610000", "610000"),
        ("广西", "450000"),
        ("Inner Mongolia", "150000"),
        ("兵团", "660000"),
        ("全国合计", "000000"),
        ("深 圳", "440300"),
        ("澳门", "820000"),
    ],
)
def test_an_area_is_found_by_every_spelling(written, code):
    assert AREAS.find(written).code == code


def test_what_names_no_area_finds_none():
    assert AREAS.find("合计") is None
    assert AREAS.find("陕西和山西") is None


def test_every_area_has_a_parent_and_finds_itself():
    for area in AREAS:
        assert AREAS.find(area.name) is area
        assert AREAS.find(area.code) is area
        assert area.parent == "" or area.parent in AREAS


def test_areas_inside_a_text_come_in_order_longest_name_first():
    assert [area.short for area in Places(AREAS).mentioned("陕西省2018年报送，抄送山西、内蒙古自治区")] == [
        "陕西",
        "山西",
        "内蒙古",
    ]


def test_a_spelling_that_two_areas_share_finds_neither():
    shared = AreaCatalogue([Area("1", "东区", "东", "district"), Area("2", "东城", "东", "district")])
    assert shared.find("东") is None
    assert shared.find("东区").code == "1"


periods = st.one_of(
    st.builds(Period, st.integers(1990, 2050)),
    st.builds(lambda year, kind, index: Period(year, kind, index), st.integers(1990, 2050), st.just("half"), st.integers(1, 2)),
    st.builds(lambda year, index: Period(year, "quarter", index), st.integers(1990, 2050), st.integers(1, 4)),
    st.builds(lambda year, index: Period(year, "month", index), st.integers(1990, 2050), st.integers(1, 12)),
    st.builds(lambda year, index: Period(year, "cumulative", index), st.integers(1990, 2050), st.integers(2, 12)),
)


@given(periods)
def test_a_period_is_read_back_from_its_code_and_its_name(period):
    assert period_from_code(period.code) == period
    assert period_named(str(period)) == period
    assert period.kind in KINDS


@given(periods)
def test_a_year_ago_and_the_period_before_lie_in_the_past(period):
    assert period.moved(-1).months == period.months
    before = period.before()
    assert before is None or before.year in (period.year, period.year - 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1-9月", "2018C09"),
        ("一季度", "2018Q1"),
        ("上半年", "2018H1"),
        ("11月", "2018M11"),
        ("全年", "2018"),
        ("１—１１月累计", "2018C11"),
    ],
)
def test_a_text_without_a_year_belongs_to_the_given_one(written, code):
    assert period_named(written, 2018).code == code
    assert period_named(written) is None


def district(name: str, code: str = "") -> Area:
    return Area(code or name, name, name, DISTRICT, "440300")


def test_a_district_is_found_by_its_short_name_where_no_other_area_has_it():
    from ecdesk.domain.wording.lexicon import words_of

    for name, short in words_of("words.toml")["districts"]["examples"].items():
        assert short_of_district(name) == short
    own = AreaCatalogue([*AREAS, district("福田区"), district("罗湖"), district("宝安区"), district("宝安新区")])
    assert own.find("福田").name == own.find("福 田").name == "福田区"
    assert own.find("罗湖区").name == "罗湖" and own.find("宝安新区").name == "宝安新区"
    assert own.find("宝安") is None, "two districts have it"
    told = AreaCatalogue([*AREAS, district("福田区"), Area("x", "福田街道", "福田", "county")])
    assert told.find("福田").code == "x", "what an area is said to go by counts first"
    assert AREAS.find("福田") is None


def test_short_names_of_districts_stand_in_texts_but_not_inside_other_words():
    places = Places(AreaCatalogue([*AREAS, district("福田区"), district("朝阳区"), district("高新区")]))
    assert [area.name for area in places.mentioned("福田、朝阳的网络零售额")] == ["福田区", "朝阳区"]
    assert places.mentioned("朝阳产业和高新技术企业") == []
