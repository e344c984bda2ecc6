"""The records a book is made of. Each is immutable, has a kind and an id, and is replaced as a whole by a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar

from ecdesk.domain.book.records.chart import (
    Axis as Axis,
)
from ecdesk.domain.book.records.chart import (
    Chart as Chart,
)
from ecdesk.domain.book.records.chart import (
    ChartKind as ChartKind,
)
from ecdesk.domain.book.records.chart import (
    ChartOrder as ChartOrder,
)
from ecdesk.domain.book.records.chart import (
    GrowthArrow as GrowthArrow,
)
from ecdesk.domain.book.records.chart import (
    Labelled as Labelled,
)
from ecdesk.domain.book.records.chart import (
    PointNote as PointNote,
)
from ecdesk.domain.book.records.chart import (
    ReferenceLine as ReferenceLine,
)
from ecdesk.domain.book.records.chart import (
    ValueRange as ValueRange,
)
from ecdesk.domain.book.records.office import (
    Assignment as Assignment,
)
from ecdesk.domain.book.records.office import (
    Comment as Comment,
)
from ecdesk.domain.book.records.office import (
    CommentOn as CommentOn,
)
from ecdesk.domain.book.records.office import (
    Passage as Passage,
)
from ecdesk.domain.book.records.office import (
    Stage as Stage,
)
from ecdesk.domain.figures.amounts import Amount, Content
from ecdesk.domain.figures.areas import Area
from ecdesk.domain.figures.keys import Coordinates, Key


class Status(StrEnum):
    """How far a figure is settled."""

    FINAL = "final"
    PRELIMINARY = "preliminary"
    REVISED = "revised"
    ESTIMATE = "estimate"
    FORECAST = "forecast"


class OriginKind(StrEnum):
    """How a figure came into the book: typed by an editor, imported from a submission, computed by a rule, published (came with
    the book), carried from last year."""

    TYPED = "typed"
    IMPORTED = "imported"
    COMPUTED = "computed"
    PUBLISHED = "published"
    CARRIED = "carried"


FROM_UNSOURCED = "?"
"""Behind the interval of a figure that was worked out from one without a source."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a figure came from.

    by: who typed or accepted it. submission: id of the file it was read from, with sheet, cell and the text as it stood there; of a published
    or carried figure the id of its source in the register, with the page as cell.
    detail: the expression that was typed (=2632.9+450.2), the rule that computed it, or where a published figure was printed.
    """

    kind: OriginKind = OriginKind.TYPED
    by: str = ""
    submission: str = ""
    sheet: str = ""
    cell: str = ""
    raw: str = ""
    detail: str = ""

    @property
    def unsourced(self) -> bool:
        """Whether a figure that nobody here typed or sent came without a word of where it was published: it is not official until somebody
        says so. One that was worked out from such a figure is none either."""
        if self.kind == OriginKind.COMPUTED:
            return self.detail.startswith("=") and self.raw.endswith(FROM_UNSOURCED)
        return self.kind == OriginKind.PUBLISHED and not self.detail

    @property
    def source(self) -> str:
        """Id of the source in the register that somebody named for a published figure; "" for none."""
        return self.submission if self.kind in (OriginKind.PUBLISHED, OriginKind.CARRIED) else ""


@dataclass(frozen=True, slots=True)
class Observation:
    """A figure under its key. basis: 可比口径 and the like, "" for as printed levels."""

    KIND: ClassVar[str] = "observation"

    key: Key
    content: Content
    status: Status = Status.FINAL
    basis: str = ""
    origin: Origin = Origin()
    note: str = ""

    @property
    def id(self) -> Key:
        return self.key

    @property
    def amount(self) -> Amount | None:
        """The amount, or None where a mark or unread text stands."""
        return self.content if isinstance(self.content, Amount) else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured.

    unit: symbol of the home unit. decimals: how many it is printed with in that unit. synonyms: other headings it goes by.
    additive: whether it adds up over areas. whole: id of the indicator that its share is of, unless said otherwise. parent: id of
    the indicator that this is one part of. basis: the definition that its growth is computed on. definition: what it means, in the words that are
    printed (指标解释), and in English.
    """

    KIND: ClassVar[str] = "indicator"

    id: str
    name: str
    unit: str = ""
    decimals: int = 1
    synonyms: tuple[str, ...] = ()
    basis: str = ""
    additive: bool = True
    whole: str = ""
    parent: str = ""
    definition: str = ""
    english: str = ""
    order: int = 0
    definition_english: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A member of a breakdown. parent: id of the item it is part of."""

    KIND: ClassVar[str] = "item"

    id: str
    name: str
    parent: str = ""
    breakdown: str = ""
    synonyms: tuple[str, ...] = ()
    english: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """An area of this book; books of a city have districts instead of provinces."""

    KIND: ClassVar[str] = "area"

    area: Area
    order: int = 0
    reports: bool = False
    """Whether it is expected to send a submission."""

    @property
    def id(self) -> str:
        return self.area.code


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter or section of the outline. number: as printed (第1章, 1.1.2). parent: id of the section it stands in, "" for a chapter."""

    KIND: ClassVar[str] = "section"

    id: str
    number: str
    title: str
    parent: str = ""
    order: float = 0.0


class TextKind(StrEnum):
    """What the texts of a column are; a figure has a unit of its own in each cell (数千万人民币) or the column's."""

    TEXT = "text"
    DATE = "date"
    LINK = "link"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of an exhibit.

    at: the part of the key that it fixes; empty for a heading line that holds no figures. level: indent of a stub. groups: the
    merged headings above a column, outermost first. unit and decimals: of its figures where they differ from the table's;
    decimals None prints the digits as they are. unexpected: no figure is missed where there is none. kind: of a column that holds texts
    and no figures of the book. texts: what a row says in such columns, by their ids. formula: by which its figures are worked out, those of new
    rows and columns too; one that was typed or sent stays, and so does one that was emptied.
    """

    id: str
    label: str
    at: Coordinates = field(default_factory=dict)
    level: int = 0
    unit: str = ""
    decimals: int | None = None
    groups: tuple[str, ...] = ()
    note: str = ""
    unexpected: bool = False
    kind: TextKind | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the rows of an exhibit keep themselves sorted and numbered. by: id of a column, "" for the order in which they stand. top: how
    many are printed, 0 for all; those that tie with the last are printed too."""

    by: str = ""
    descending: bool = True
    top: int = 0


class ExhibitKind(StrEnum):
    """Whether an exhibit is printed as a table or as a chart."""

    TABLE = "table"
    CHART = "chart"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A numbered table or chart: a layout that looks at figures and holds none.

    number: as printed (图1-5). section: id of where it stands. at: the part of the key that the whole table fixes. unit: what the unit
    line says. notes: lines under the table; footnotes: ①②③ in order. corner: heading of the stub. printed: whether the report prints it;
    another one keeps figures of its prose, or what the office wants to see side by side.
    """

    KIND: ClassVar[str] = "exhibit"

    id: str
    number: str
    caption: str
    section: str = ""
    order: float = 0.0
    kind: ExhibitKind = ExhibitKind.TABLE
    unit: str = ""
    source_line: str = ""
    corner: str = ""
    at: Coordinates = field(default_factory=dict)
    rows: tuple[Line, ...] = ()
    columns: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    chart: Chart | None = None
    continued_after: int = 0
    """Rows on the first page before the table goes on as 续表; 0 for a table that is not broken."""
    printed: bool = True
    sorting: Sorting | None = None
    """None for rows that stand as they were put, without numbers."""
    sources: tuple[str, ...] = ()
    """Ids of those in the register from which the source line is built; without any it says `source_line`."""
    defines: bool = False
    """Whether what its indicators mean is printed under it."""
    to_date: bool = False
    """Whether lines of the book's period have others beside them of the span from January to its end: in the first issue of a year both are the
    same, so that only one is there until the book goes on."""

    @property
    def number_and_caption(self) -> str:
        """What it is called in lists and in names of files."""
        return f"{self.number} {self.caption}".strip()

    def lines(self, axis: Axis) -> tuple[Line, ...]:
        return self.rows if axis == Axis.ROWS else self.columns

    def with_lines(self, axis: Axis, lines: tuple[Line, ...]) -> Exhibit:
        return replace(self, rows=lines) if axis == Axis.ROWS else replace(self, columns=lines)


@dataclass(frozen=True, slots=True)
class Setting:
    """A property of the book: title, year, organisation, grouping, deadline …"""

    KIND: ClassVar[str] = "setting"

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from, as the register of the book has it. institution: who published or sent it. publication: what it is called, without
    marks around it. date: when it was published, link: where it can be found, as somebody wrote them. order: among the others."""

    KIND: ClassVar[str] = "source"

    id: str
    institution: str
    publication: str = ""
    date: str = ""
    link: str = ""
    order: float = 0.0

    @property
    def name(self) -> str:
        """As it is printed: 国家统计局《中国统计年鉴2018》."""
        return f"{self.institution}《{self.publication}》" if self.publication else self.institution


class SubmissionState(StrEnum):
    """How far the office is with a submission."""

    RECEIVED = "received"
    CHECKING = "checking"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that an area sent, as received. file: SHA-256 of its bytes, under which the book keeps them.
    shape: fingerprint of its layout, by which answers are remembered."""

    KIND: ClassVar[str] = "submission"

    id: str
    area: str
    name: str
    file: str
    received: str
    by: str = ""
    period: str = ""
    state: SubmissionState = SubmissionState.RECEIVED
    shape: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What another source says of a figure that the book already has; while it stands the cell is disputed."""

    KIND: ClassVar[str] = "alternative"

    key: Key
    submission: str
    content: Content
    origin: Origin

    @property
    def id(self) -> str:
        return f"{self.key}@{self.submission}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two copies of the book changed one record differently, and nobody has decided yet. ours stands in the book meanwhile.

    base, ours, theirs: the record as JSON, "" where there was none. about: the record's id as text.
    """

    KIND: ClassVar[str] = "conflict"

    id: str
    record_kind: str
    about: str
    base: str
    ours: str
    theirs: str
    their_name: str
    when: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an editor once answered about files of one shape. question: unit, year, region or heading with what it was asked of."""

    KIND: ClassVar[str] = "answer"

    id: str
    shape: str
    question: str
    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class SavePoint:
    """A named state of the book. seq: number of the last transaction that it holds."""

    KIND: ClassVar[str] = "savepoint"

    id: str
    name: str
    seq: int
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """A relation that figures must satisfy. text: in the rule language; level: error, query or notice."""

    KIND: ClassVar[str] = "rule"

    id: str
    name: str
    text: str
    level: str = "error"
    note: str = ""
    active: bool = True
    order: int = 0


@dataclass(frozen=True, slots=True)
class Waiver:
    """A signed explanation of one finding. operands: each operand's key and printed text when it was signed; it lapses when any of them or
    the rule's text differs."""

    KIND: ClassVar[str] = "waiver"

    id: str
    rule: str
    rule_text: str
    subject: str
    operands: tuple[tuple[str, str], ...]
    reason: str
    words: str
    by: str
    when: str
    evidence: str = ""
    suggestion: bool = False


@dataclass(frozen=True, slots=True)
class SignOff:
    """Somebody answers for an exhibit or a chapter. digest: of the figures and findings that were signed. words: why cells of it may be empty."""

    KIND: ClassVar[str] = "signoff"

    id: str
    about: str
    by: str
    when: str
    digest: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft of the prose. file: SHA-256 under which the book keeps its bytes."""

    KIND: ClassVar[str] = "manuscript"

    id: str
    name: str
    file: str
    received: str
    by: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What was decided of a claim or figure of a manuscript: accepted, explained or linked to a key; remembered for the next draft."""

    KIND: ClassVar[str] = "settlement"

    id: str
    manuscript: str
    context: str
    decision: str
    words: str
    by: str
    when: str
    link: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Translation:
    """What a text that the book prints says in English, wherever it stands. id: the text itself."""

    KIND: ClassVar[str] = "translation"

    id: str
    english: str


Record = (
    Observation
    | Indicator
    | Item
    | AreaRecord
    | Section
    | Exhibit
    | Setting
    | Source
    | Submission
    | Alternative
    | Conflict
    | Comment
    | Answer
    | SavePoint
    | RuleRecord
    | Waiver
    | SignOff
    | Manuscript
    | Settlement
    | Translation
    | Stage
    | Assignment
    | Passage
)
RecordId = str | Key

RECORD_TYPES: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (
        Setting,
        AreaRecord,
        Indicator,
        Item,
        Section,
        Exhibit,
        RuleRecord,
        Source,
        Submission,
        Observation,
        Alternative,
        Conflict,
        Comment,
        Answer,
        SavePoint,
        Waiver,
        SignOff,
        Manuscript,
        Settlement,
        Translation,
        Stage,
        Assignment,
        Passage,
    )
}
"""Record classes by kind, in the order in which a book is loaded."""
