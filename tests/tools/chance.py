"""What the proof believes by chance: ``python3 dev.py chance FOLDER``.

Proofreads the texts of a folder as they are, and again with the digits of all their figures shuffled, so that no relation is meant any more. What is
confirmed all the same is chance. Prints, for each kind of relation, how many were confirmed in the texts, and how many with shuffled digits.
``--list`` prints these; a number sets how often the digits are shuffled (3).
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from ecdesk.documents import read_document
from ecdesk.domain.book.findings import Verdict
from ecdesk.domain.errors import UserError
from ecdesk.prose import Document, proof
from ecdesk.prose.claims import Claim
from tests.tools.running import fail, say

ENDINGS = (".txt", ".md", ".docx")
CONFIRMED = (Verdict.HOLDS, Verdict.ROUNDING)


def shuffled(document: Document, chance: random.Random) -> Document:
    """The text with the digits of its figures in other places; those that begin a number among themselves, so that none begins with 0."""
    text = list(document.text)
    first: list[int] = []
    other: list[int] = []
    for figure in proof(document).figures:
        for number in re.finditer("[0-9](?:[0-9 .,]*[0-9])?", document.text[figure.start : figure.end]):
            places = [figure.start + number.start() + at for at, sign in enumerate(number[0]) if sign.isdigit()]
            first.append(places[0])
            other += places[1:]
    for places in (first, other):
        digits = [text[place] for place in places]
        chance.shuffle(digits)
        for place, digit in zip(places, digits, strict=True):
            text[place] = digit
    return replace(document, text="".join(text))


def confirmed(document: Document) -> list[Claim]:
    """Claims that the digits of a text bear out; that a part is not more than its whole is none, nor one of numbers in words."""
    return [
        claim
        for claim in proof(document).claims
        if claim.verdict in CONFIRMED and "≤" not in claim.relation and any(map(str.isdigit, claim.operands[0].text))
    ]


def counted(claims: list[Claim]) -> Counter[str]:
    """How many by kind; of one figure in several places each place but the first."""
    found: Counter[str] = Counter()
    for claim in claims:
        kind = "sum of 100" if claim.kind == "sum" and claim.expected == "100%" else claim.kind
        found[kind] += len(claim.operands) - 1 if kind == "crossref" else 1
    return found


def documents(folder: Path) -> list[Document]:
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS:
            try:
                found.append(read_document(path))
            except UserError as error:
                say(f"{path.name}: {error}")
    return found


def main(arguments: list[str]) -> int:
    folders = [Path(one) for one in arguments if not one.startswith("--") and not one.isdigit()]
    times = next((int(one) for one in arguments if one.isdigit()), 3)
    if len(folders) != 1 or not folders[0].is_dir():
        return fail("python3 dev.py chance FOLDER [TIMES] [--list]: a folder with texts (.txt, .md, .docx)")
    texts = documents(folders[0])
    real = counted([claim for text in texts for claim in confirmed(text)])
    chance = random.Random(16)
    by_chance = [claim for text in texts for _time in range(times) for claim in confirmed(shuffled(text, chance))]
    believed = counted(by_chance)
    say(f"{'kind':12} {'confirmed':>9} {'by chance':>9}")
    for kind in sorted(real | believed, key=lambda kind: -real[kind]):
        share = believed[kind] / times / real[kind] if real[kind] else float("inf")
        say(f"{kind:12} {real[kind]:9} {believed[kind] / times:9.1f}  {share:6.1%}")
    if "--list" in arguments:
        for claim in by_chance:
            say(f"{claim.kind}: {claim.relation}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
