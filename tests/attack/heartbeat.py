"""The window goes on while hostile files are imported into it: the longest that it looked after nothing, between two beats of a clock."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from tests.attack.children import FORKS, NO_FORKS, Say, fork
from tests.attack.kills import use
from tests.attack.limits import last_words
from tests.attack.scenes import BOOK
from tests.attack.tally import Tally

LONGEST_BLOCK = 0.1
"""Seconds."""
BEAT = 5
"""Milliseconds."""
FILES = 12
"""In one import."""


def import_hostile(folder: Path, tries: int, seed: int) -> Tally:
    """So many imports, each of some of the crafted files and of one that is large and sound."""
    tally = Tally()
    if not FORKS:
        tally.skipped = NO_FORKS
        return tally
    from ecdesk.session.book.desk import Desk
    from tests.attack.crafting import crafted
    from tests.attack.files import MANUSCRIPTS
    from tests.attack.samples import samples
    from tests.books import small_records

    (folder / "tmp").mkdir()
    use(folder / "home", folder / "tmp")
    made = [(name, content) for name, content in crafted(samples(folder / "samples")) if Path(name).suffix not in MANUSCRIPTS]
    chance = random.Random(seed)
    for number in range(tries):
        place = folder / f"{number}"
        (place / "sent").mkdir(parents=True)
        with Desk.create(place / BOOK, small_records(), "张三"):
            pass
        for name, content in chance.sample(made, FILES):
            (place / "sent" / name).write_bytes(content() if callable(content) else content)
        (place / "sent" / "large.csv").write_text(_large(chance), encoding="utf-8")
        ended = fork(lambda say, place=place: _beats(place, say), place / "printed.txt").end(within=300)
        longest = max((float(line) for line in ended.lines), default=0.0)
        faults = [] if ended.code == 0 else [f"ended with {ended.code}: {last_words(ended.errors)}"]
        if longest > LONGEST_BLOCK:
            faults.append(f"the window stood still for {longest * 1000:.0f} ms of its processor")
        tally.tried(
            f"under {next((most for most in (20, 50, 100, 1000) if longest * 1000 <= most), 'more')} ms", faults, f"{number}"
        )
    return tally


def _large(chance: random.Random) -> str:
    """Ten thousand rows of what a report could hold."""
    areas = ("北京市", "天津市", "河北省", "山西省", "陕西省", "上海市")
    rows = (
        f"{areas[row % len(areas)]},网络零售额,{2000 + row % 1700 // 85}年{row % 12 + 1}月,{chance.randrange(10**6) / 100}"
        for row in range(10_000)
    )
    return "地区,指标,时间,数值（亿元）\n" + "\n".join(rows)


def _beats(folder: Path, say: Say) -> None:
    """Import a folder in the window, and say the longest times between two beats: of the processor, which the window's own thread used or
    another thread of the program kept from it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QTimer

    from ecdesk.gui.base.settings import Settings
    from ecdesk.gui.shell import app
    from ecdesk.gui.shell.main_window import MainWindow
    from tests.scenarios.fingers import wait_until

    application = app.make_application()
    settings = Settings()
    languages = app.dress(application, settings)
    window = MainWindow(settings, languages)
    window.show()
    window.open_book(folder / BOOK)
    assert wait_until(lambda: window.workspace.desk is not None and not window.workspace.jobs.busy, 60)
    longest, before = 0.0, 0.0

    def beat() -> None:
        nonlocal longest, before
        now = time.process_time()
        longest, before = max(longest, now - before if before else 0.0), now

    clock = QTimer()
    clock.timeout.connect(beat)
    clock.start(BEAT)
    window.submissions.review([folder / "sent"])
    assert wait_until(lambda: not window.workspace.jobs.busy, 250)
    say(f"{longest:.3f}")
    window.close()
    wait_until(window.isHidden, 30)
