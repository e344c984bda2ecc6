"""Records and what became of them, in words: for comparing versions and bringing copies together."""

from __future__ import annotations

from ecdesk.domain.book.book import Book
from ecdesk.domain.book.layouts.outline import name_of
from ecdesk.domain.book.records import (
    Alternative,
    AreaRecord,
    Assignment,
    Comment,
    Exhibit,
    Indicator,
    Item,
    Manuscript,
    Observation,
    Passage,
    Record,
    RecordId,
    RuleRecord,
    Section,
    Setting,
    Settlement,
    Source,
    Stage,
    Submission,
    Translation,
    Waiver,
)
from ecdesk.domain.figures.keys import Key
from ecdesk.domain.figures.numerals import print_content
from ecdesk.domain.texts import text
from ecdesk.session.versions.versions import key_label

KIND_NAMES = {
    "observation": text("数值"),
    "indicator": text("指标"),
    "item": text("分组项"),
    "area": text("地区"),
    "section": text("章节"),
    "exhibit": text("图表"),
    "setting": text("年报属性"),
    "source": text("数据来源"),
    "submission": text("报送"),
    "alternative": text("另有说法"),
    "comment": text("批注"),
    "answer": text("答复"),
    "savepoint": text("保存点"),
    "rule": text("审核公式"),
    "waiver": text("审核说明"),
    "signoff": text("签发"),
    "manuscript": text("文稿"),
    "settlement": text("核稿决定"),
    "conflict": text("合并冲突"),
    "translation": text("英文"),
    "stage": text("工作阶段"),
    "assignment": text("分工"),
    "passage": text("通过阶段"),
}

CHANGES = ("changed", "added", "removed")
CHANGE_NAMES = {"changed": text("改变"), "added": text("增加"), "removed": text("减少")}
CHANGE_ICONS = {"changed": ("query", "changed"), "added": ("added", "added"), "removed": ("close", "error")}


def record_words(record: Record | None) -> str:
    """What a record says, short enough for a cell; "" for none."""
    match record:
        case None:
            return ""
        case Observation() | Alternative():
            return print_content(record.content)
        case Exhibit():
            return record.number_and_caption
        case Section():
            return f"{record.number} {record.title}".strip()
        case Comment() | Settlement():
            return record.words
        case Translation():
            return record.english
        case Setting():
            return record.value
        case Indicator() | Item() | Source() | Stage() | Submission() | Manuscript():
            return record.name
        case AreaRecord():
            return record.area.name
        case RuleRecord():
            return record.text
        case Waiver():
            return record.words or record.reason
        case Assignment():
            return " ".join(filter(None, (record.who, record.due)))
        case Passage():
            return record.by
        case _:
            return str(record.id)


def record_label(book: Book, kind: str, id: RecordId, record: Record | None) -> str:
    """What a record is about: a figure's key in words, else its name."""
    if isinstance(id, Key):
        return key_label(book, id)
    if isinstance(record, Exhibit):
        return record.number_and_caption
    if isinstance(record, Assignment | Passage):
        return name_of(book, record.id if isinstance(record, Assignment) else record.about)
    if isinstance(record, Setting | Comment | Waiver):
        return str(id)
    return record_words(record) or str(id)


def printed_in(book: Book, id: RecordId) -> str:
    """Number of the exhibit where a figure is printed first, "" for what is printed nowhere."""
    places = book.places(id) if isinstance(id, Key) else []
    return book.exhibit(places[0][0]).number if places else ""
