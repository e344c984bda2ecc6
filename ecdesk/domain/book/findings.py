"""What checks say: one rule applied to one set of figures, with the numbers in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from ecdesk.domain.figures.keys import Key
from ecdesk.domain.texts import SOURCE_LANGUAGE, Said, Text, printed_in, text, translate


class Level(Enum):
    """How much a failed rule weighs."""

    ERROR = "error"
    """错误: blocks the final export."""
    QUERY = "query"
    """核实: needs an explanation."""
    NOTICE = "notice"
    """提示: informs."""


_LEVELS = tuple(Level)
LEVEL_NAMES = {Level.ERROR: "错误", Level.QUERY: "核实", Level.NOTICE: "提示"}


class Verdict(Enum):
    """HOLDS: within half a unit of the last digits. ROUNDING: only within a full unit. FAILS. UNDECIDED: cannot be decided, and why is said."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    FAILS = "fails"
    UNDECIDED = "undecided"


VERDICT_NAMES = {
    Verdict.HOLDS: "通过",
    Verdict.ROUNDING: "仅在进位误差内通过",
    Verdict.FAILS: "不通过",
    Verdict.UNDECIDED: "无法判断",
}


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that a rule looked at: its key, its label as a person reads it, in any language, and its printed text ("" where it is missing)."""

    key: Key
    label: Said
    printed: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule applied to one set of figures.

    rule: id of the rule. subject: what it was applied to (an area, a period), so that rule and subject name the finding; it is Chinese whoever reads, and about
    is what is shown of it.
    formula: labels and numbers put in. difference and tolerance: with units, as printed. slack: how far the sides of a comparison that holds
    could still move before it fails. suspect: the operand that is most likely
    wrong, with `suggestion` saying what would be put right. explained: a waiver that still stands covers it. outside_band: a long sum
    holds by the widest rounding, but is off by more than three standard deviations of it. fault: the rule itself cannot run. aside: it is only
    about figures that the book neither is about nor prints.

    Worked out once, because lists of findings ask for them again and again. id: rule and subject. is_open: whether somebody still has to
    fix or explain it; a notice only informs. weight: its place among others, those that are open first, then by level.
    """

    rule: str
    rule_name: str
    subject: str
    level: Level
    verdict: Verdict
    message: Text
    formula: Said = ""
    difference: Said = ""
    tolerance: Said = ""
    operands: tuple[Operand, ...] = ()
    suspect: Key | None = None
    suggestion: Text | None = None
    explained: str = ""
    outside_band: bool = False
    fault: bool = False
    aside: bool = False
    slack: Said = ""
    about: Said = ""
    id: str = field(init=False, compare=False, repr=False)
    is_open: bool = field(init=False, compare=False, repr=False)
    weight: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        informs = bool(self.explained) or self.level is Level.NOTICE
        is_open = not informs and (self.verdict is Verdict.FAILS or self.outside_band or self.fault)
        set_once = object.__setattr__
        set_once(self, "about", self.about or self.subject)
        set_once(self, "id", f"{self.rule}@{self.subject}")
        set_once(self, "is_open", is_open)
        set_once(self, "weight", _LEVELS.index(self.level) + (0 if is_open else len(_LEVELS)))

    @property
    def keys(self) -> tuple[Key, ...]:
        """The figures that it is about: it stands open in every exhibit that prints one of them, until it is fixed or explained."""
        return tuple(operand.key for operand in self.operands)

    @property
    def told(self) -> Text:
        """What it says, and of what: an area, a period."""
        return text("{subject}：{message}", subject=self.about, message=self.message) if self.subject else self.message

    @property
    def title(self) -> str:
        """The name of its rule; those that come with the program have one in every language."""
        return translate(self.rule_name)

    @property
    def in_numbers(self) -> str:
        """It in one line: the formula with its numbers; the sentence where a figure is held against others that the formula does not name."""
        named = self.formula and (self.difference or self.verdict is not Verdict.FAILS)
        return str(self.formula if named else self.message)

    def as_json(self) -> dict[str, Any]:
        """Sentences in the language of who reads it; names, and what is made of them, as the book has them."""
        with printed_in(SOURCE_LANGUAGE):
            named = {
                "formula": str(self.formula),
                "difference": str(self.difference),
                "tolerance": str(self.tolerance),
                "operands": [
                    {"key": str(operand.key), "label": str(operand.label), "printed": operand.printed}
                    for operand in self.operands
                ],
            }
        return {
            "rule": self.rule,
            "name": self.rule_name,
            "subject": self.subject,
            "level": self.level.value,
            "verdict": self.verdict.value,
            "message": str(self.message),
            **named,
            "suspect": str(self.suspect) if self.suspect else None,
            "suggestion": str(self.suggestion) if self.suggestion else None,
            "explained": self.explained or None,
            "aside": self.aside,
        }


def counts_by_level(findings: Iterable[Finding]) -> Counter[Level]:
    """How many findings there are of each level that could be decided and that nobody has explained, notices among them."""
    shown = (Verdict.FAILS, Verdict.ROUNDING)
    return Counter(finding.level for finding in findings if finding.verdict in shown and not finding.explained)
