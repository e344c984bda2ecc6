"""The full campaign of planted slips: ``python -m tests.bench.campaign_prose [COUNT] [SEED]``.

Prints, for each kind of slip, how many were detected of those that arithmetic can see, of all that were planted; then the fails in
clean texts, and the speed on a long one.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter

from ecdesk.domain.book.findings import Verdict
from ecdesk.prose import Document, proof
from tests.prose.campaign import SLIPS, Maker, run


def failures(prose: str) -> list[str]:
    return [f"{claim.kind}: {claim.relation}" for claim in proof(Document(prose)).claims if claim.verdict is Verdict.FAILS]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 20260101
    tally = run(count, seed, failures)
    for kind in SLIPS:
        print(
            f"{kind:14s} detected {tally.detected[kind]:5d}  detectable {tally.detectable[kind]:5d}  planted {tally.planted[kind]:5d}"
        )
    total = [sum(group.values()) for group in (tally.detected, tally.detectable, tally.planted)]
    print(
        f"{'all':14s} detected {total[0]:5d}  detectable {total[1]:5d}  planted {total[2]:5d}  ({tally.power:.1%} of detectable)"
    )
    print(f"clean texts {tally.clean}, fails in them {len(tally.alarms)}")
    for alarm in tally.alarms[:20]:
        print("  ALARM", alarm)
    for (kind, changed), times in Counter((kind, changed) for kind, changed, _text in tally.missed[:40]).items():
        print("  MISSED", kind, changed, times)
    chance = random.Random(seed)
    long = ""
    while len(long) < 150_000:
        long += Maker(chance).whole().render() + "\n"
    start = time.perf_counter()
    result = proof(Document(long))
    print(
        f"{len(long)} characters, {len(result.figures)} figures, {len(result.claims)} claims in {time.perf_counter() - start:.2f} s"
    )


if __name__ == "__main__":
    main()
