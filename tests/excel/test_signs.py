"""Signs of notes, raised figures, formats that shrink a number, and years that contradict each other."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ecdesk.domain.records import Answer
from ecdesk.excel.reading import ReadingContext, read_file
from tests.excel.makers import by_cell, read_rows


def printed(reading):
    return {one.cell: f"{one.amount.value:f}" for one in reading.readings}


def test_marks_of_notes_are_no_part_of_a_figure(tmp_path: Path) -> None:
    rows = [
        ["2018年陕西省电子商务统计表（单位：亿元）"],
        ["指标", "2018年", "2017年", "增长（%）"],
        ["电子商务交易额①", "30320①", "26630.5 ②", "13.9¹"],
        ["网络零售额²", "4269.3*", "3308.6[1]", "29.0%③"],
        ["农村网络零售额", "909.4注1", "687.1（注2）", "32.4※"],
        ["①初步核算数。"],
    ]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "read"
    assert printed(reading) == {
        "B3": "30320",
        "C3": "26630.5",
        "D3": "13.9",
        "B4": "4269.3",
        "C4": "3308.6",
        "D4": "29.0",
        "B5": "909.4",
        "C5": "687.1",
        "D5": "32.4",
    }


def test_a_mark_inside_a_number_leaves_it_unread(tmp_path: Path) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", "13①02.5"], ["农村网络零售额", 210.3]]
    reading = read_rows(tmp_path, rows)
    assert reading.status == "review"
    assert "B3" not in printed(reading)


def test_a_raised_figure_does_not_run_together_with_the_number(tmp_path: Path) -> None:
    plain = tmp_path / "plain.xlsx"
    read_rows(tmp_path, [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", "RAISED"]], name=plain.name)
    formatted = tmp_path / "陕西省.xlsx"
    runs = '<r><t>1302.5</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2)</t></r>'
    changed = 0
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(formatted, "w") as after:
        for part in before.namelist():
            content = before.read(part)
            if b"<t>RAISED</t>" in content:
                changed += 1
                content = content.replace(b"<t>RAISED</t>", runs.encode())
            after.writestr(part, content)
    assert changed == 1
    assert printed(read_file(formatted)) == {"B3": "1302.5"}


def test_a_raised_figure_of_a_web_page_is_a_mark_and_in_a_unit_it_is_not(tmp_path: Path) -> None:
    path = tmp_path / "陕西省.xls"
    rows = "<tr><td>网络零售额<sup>1</sup></td><td>1302.5<sup>2</sup></td></tr><tr><td>农村网络零售额</td><td>210.3</td></tr>"
    head = "<tr><td>2018年陕西省（单位：亿元）</td></tr><tr><td>指标</td><td>2018年</td></tr>"
    path.write_text(f'<html><meta charset="utf-8"><table>{head}{rows}</table></html>', encoding="utf-8")
    assert printed(read_file(path)) == {"B3": "1302.5", "B4": "210.3"}


@pytest.mark.parametrize("code", ["0.0,", '#,##0.0,,"百万"', '0!.0,"万"'])
def test_a_format_that_shows_a_fraction_of_the_number_is_asked_about(tmp_path: Path, code: str) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "2018年"], ["网络零售额", 842700], ["农村网络零售额", 210.3]]
    reading = read_rows(tmp_path, rows, formats={"Sheet1": {"B3": code}})
    assert reading.status == "review"
    assert {one.cell for one in reading.readings if one.doubt} == {"B3"}


def test_another_year_in_the_file_name_than_in_the_title_is_asked_and_the_answer_counts(tmp_path: Path) -> None:
    rows = [["2017年陕西省（单位：亿元）"], ["指标", "本年", "同比（%）"], ["网络零售额", 842.7, 12.5]]
    reading = read_rows(tmp_path, rows, name="2018年陕西省.xlsx")
    assert reading.status == "review"
    assert [problem.question for problem in reading.problems] == ["year"]
    answer = Answer("a", reading.digest, "year", "", "2018")
    again = read_file(tmp_path / "2018年陕西省.xlsx", ReadingContext(answers=(answer,)))
    assert (again.status, {one.period for one in again.readings}) == ("read", {"2018"})


@pytest.mark.parametrize("name", ["2019年3月报陕西省.xlsx", "陕西省20190315.xlsx", "陕西省2018.xlsx"])
def test_the_day_of_sending_in_a_file_name_contradicts_nothing(tmp_path: Path, name: str) -> None:
    rows = [["2018年陕西省（单位：亿元）"], ["指标", "本年"], ["网络零售额", 842.7]]
    reading = read_rows(tmp_path, rows, name=name)
    assert (reading.status, by_cell(reading)["B3"].period) == ("read", "2018")
