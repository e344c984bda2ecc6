"""Texts in another language, and the files that its translations are read from."""

from __future__ import annotations

import pytest

from ecdesk.domain.errors import UserError
from ecdesk.domain.texts import language, sentences, set_language, text, tr
from ecdesk.domain.translations import entries, read_translations
from ecdesk.session.program.progress import Job, Progress, delivered, finish

HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
POLISH = (
    'msgid ""\nmsgstr ""\n"Language: pl\\n"\n'
    '"Plural-Forms: nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;\\n"\n\n'
)


def test_a_number_decides_between_singular_and_plural() -> None:
    template = "{count} 条审核结果待处理"
    assert [tr(template, count=count) for count in (0, 1)] == ["0 条审核结果待处理", "1 条审核结果待处理"]
    set_language("en")
    said = [tr(template, count=count) for count in (0, 1, 2)]
    assert said == ["0 findings to deal with", "1 finding to deal with", "2 findings to deal with"]
    assert str(text("删除 {count} 条公式", count=1)) == "Delete 1 rule"
    assert str(UserError("一张表最多 {count} 条脚注。", count=1)) == "A table has at most 1 footnote."


def test_sentences_behind_each_other_have_a_space_where_the_language_wants_one() -> None:
    said = (text("{count} 条审核结果待处理", count=2), "", "A.")
    assert sentences(*said) == "2 条审核结果待处理A."
    set_language("en")
    assert sentences(*said) == "2 findings to deal with A."


def test_a_language_may_have_three_forms() -> None:
    content = POLISH + 'msgid "{count} 个"\nmsgid_plural "{count} 个"\nmsgstr[0] "plik"\nmsgstr[1] "pliki"\nmsgstr[2] "plików"\n'
    polish = read_translations(content)
    said = [polish.translate("{count} 个", count) for count in (1, 2, 5, 12, 22)]
    assert said == ["plik", "pliki", "plików", "plików", "pliki"]
    assert polish.translate("{count} 个", "about 1") == polish.translate("{count} 个") == "plików"


def test_a_text_is_read_over_several_lines_with_its_escapes() -> None:
    content = (
        '# Said by a button.\n#: a.py\nmsgid ""\n"one\\n"\n"\\"two\\" "\n"\\\\n"\nmsgstr "three\\tfour"\n\n\n#~ msgid "old"\n'
    )
    (entry,) = entries(content)
    assert (entry.source, entry.forms, entry.plural) == ('one\n"two" \\n', ("three\tfour",), "")
    assert entry.comments == "# Said by a button.\n#: a.py\n"


def test_what_is_missing_or_only_guessed_is_left_in_chinese() -> None:
    content = (
        HEADER
        + 'msgid "甲"\nmsgstr ""\n\n#: a.py\n#, fuzzy, python-brace-format\nmsgid "乙"\nmsgstr "B"\n\n# not fuzzy\nmsgid "丙"\nmsgstr "C"\n'
    )
    assert read_translations(content).forms == {"丙": ("C",)}
    assert read_translations(content).translate("乙") == "乙"


@pytest.mark.parametrize(
    "content",
    [
        "",
        'msgid "甲"\nmsgstr "A"\n',
        'msgid ""\nmsgstr "Language: en\\n"\n',
        HEADER + 'msgid "甲"\n',
        HEADER + 'msgid "甲\nmsgstr "A"\n',
        HEADER + 'msgid "甲"\nmsgstr "A\n',
        HEADER + 'msgctxt "button"\nmsgid "甲"\nmsgstr "A"\n',
        HEADER + 'msgid "甲"\nmsgid_plural "甲"\nmsgstr[0] "A"\n',
        HEADER + "甲 = A\n",
    ],
)
def test_a_file_that_is_not_well_formed_is_refused(content: str) -> None:
    with pytest.raises(ValueError):
        read_translations(content)


def test_what_is_delivered_has_its_own_language_between_steps() -> None:
    def printing() -> Job[str]:
        yield Progress(1, 2, text("删除 {count} 条公式", count=1))
        return tr("单位：{unit}", unit="亿元")

    set_language("en")
    job = delivered(printing())
    assert str(next(job).message) == "Delete 1 rule" and language() == "en"
    assert finish(job) == "单位：亿元"
