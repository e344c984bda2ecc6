"""What is handed out, on Windows: the bundle's programs do the main job and open windows, beside a bare window's; the installer comes and goes."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ecdesk.session.book.desk import Desk
from ecdesk.session.tables.cells import enter
from tests.books import small_records
from tests.import_graph import ROOT
from tests.tools.running import module
from tests.windows.rounds import Rounds, Try

LARGEST = 165e6
"""Bytes that the unpacked bundle may have."""
STARTED = "tests.windows.started"
BOOK = "样 例.ecd"
SETTINGS = Path("AppData", "Roaming", "ecdesk")
"""Of a user's folder: what the program keeps for him, and its remover leaves."""
WRITTEN = ("docx", "pdf")
"""What the bundle writes and reads."""
DRAWN = ("svg", "pdf", "png")
MOST_TIMES = {"start": 6.0, "memory": 6.0, "size": 3.0}
"""How many times what a bare window takes."""


def build(rounds: Rounds) -> Iterator[Try]:
    """What `dev.py build` does, by the Windows Python, and `dev.py pack` of what came of it: the folder, the zip and the installer in dist/."""
    began = time.perf_counter()
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    with rounds.windows.running() as rounds.variables:
        code, out, complaints = rounds.started(["-m", "tests.tools.build"], QT_QPA_PLATFORM="offscreen", PYTHONUTF8="1")
    yield Try("dev.py build", said(out + complaints, "utf-8") if code else "", time.perf_counter() - began)
    if code:
        return
    began = time.perf_counter()
    packed = subprocess.run(module("tests.tools.pack"), cwd=ROOT, capture_output=True, check=False)
    sums = packed.stdout.decode("utf-8", "replace").splitlines()
    words = "dev.py pack: " + ", ".join(" ".join(line.split()[1:]) for line in sums)
    yield Try(words, said(packed.stdout + packed.stderr, "utf-8") if packed.returncode else "", time.perf_counter() - began)


def said(stream: bytes, encoding: str = "gb18030") -> str:
    """The end of what a program printed."""
    return stream.decode(encoding, "replace")[-300:].strip() or "nothing was said"


def bundle(rounds: Rounds) -> Iterator[Try]:
    """The bundle that `build` left in dist/, and the zip and the installer that were made of it."""
    dist = ROOT / "dist"
    if not (dist / "ecdesk" / "ecdesk.exe").exists():
        yield Try("the bundle", "there is none in dist/: dev.py windows build makes it", 0.0)
        return
    place = rounds.windows.drive / "工具 箱"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(dist / "ecdesk", place / "ecdesk")
    with rounds.windows.running(1.0) as rounds.variables:
        yield from main_job(rounds)
        yield from windows_of_it(rounds)
        archive = next(dist.glob("ecdesk-*-portable.zip"), None)
        if archive is not None:
            yield carried(rounds, archive)
        setup = next(dist.glob("ecdesk-*-setup.exe"), None)
        if setup is not None:
            yield from installed(rounds, setup)
        yield beside_bare(rounds, place / "ecdesk")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main_job(rounds: Rounds) -> Iterator[Try]:
    """By the program that prints, in a folder with Chinese and a space."""
    program, base = "D:\\工具 箱\\ecdesk\\ecdesk-console.exe", "D:\\工具 箱"
    sent, book = f"{base}\\ecdesk\\_internal\\resources\\books\\2018", f"{base}\\年 报.ecd"
    for words in (
        ["sample", book],
        ["import", book, f"{sent}\\submissions"],
        ["--json", "check", book],
        ["proof", f"{sent}\\manuscripts\\全年概况.md", "--book", book],
        ["export", book, f"{base}\\表.xlsx", "--part", "1", "--charts", f"{base}\\图", "--format", ",".join(DRAWN)],
        *(["export", book, f"{base}\\稿.{kind}", "--part", "1"] for kind in WRITTEN),
    ):
        began = time.perf_counter()
        code, out, complaints = rounds.started(words, program=program)
        right = code in (0, 1) and b"Traceback" not in out + complaints
        yield Try("ecdesk-console.exe " + " ".join(words), "" if right else said(complaints), time.perf_counter() - began)
    yield from read_back(rounds, program, base)
    yield verified(rounds, program, base)


def read_back(rounds: Rounds, program: str, base: str) -> Iterator[Try]:
    """The documents that the bundle wrote are read by it, with figures; charts of every kind are there."""
    for kind in WRITTEN:
        began = time.perf_counter()
        document = f"{base}\\稿.{kind}"
        _code, out, complaints = rounds.started(["--json", "read", document], program=program)
        figures = len(json.loads(out)["files"][0]["readings"]) if out else 0
        yield Try(f"{figures} figures of 稿.{kind} are read", "" if figures else said(complaints), time.perf_counter() - began)
    place = rounds.windows.drive / base.removeprefix("D:\\") / "图"
    lacking = [kind for kind in DRAWN if not any(place.rglob(f"*.{kind}"))]
    yield Try(f"charts as {', '.join(DRAWN)}", f"none as {', '.join(lacking)}" if lacking else "", 0.0)


def verified(rounds: Rounds, program: str, base: str) -> Try:
    """A final edition is compared with its certificate."""
    began = time.perf_counter()
    book = rounds.windows.drive / "工具 箱" / "定稿.ecd"
    with Desk.create(book, small_records()) as desk:
        enter(desk, "表1", [(0, 0, "123.5")])
    ended, out = [], b""
    for words in (["export", f"{base}\\定稿.ecd", f"{base}\\成品.xlsx", "--final", "--json"], ["verify", f"{base}\\成品.xlsx"]):
        certificate = [json.loads(out)["certificate"]] if out else []
        code, out, _complaints = rounds.started([words[0], *certificate, *words[1:]], program=program)
        ended.append(code)
    return Try("a final edition, verified", "" if ended == [0, 0] else f"exit {ended}", time.perf_counter() - began)


def bare(rounds: Rounds) -> Path:
    """A bundle of a window with nothing in it."""
    folder = rounds.windows.drive / "beside" / "bare"
    if not (folder / "bare.exe").exists():
        work = ["--distpath", "D:\\beside", "--workpath", "D:\\bare-work", "--specpath", "D:\\bare-work", "--name", "bare"]
        rounds.started(
            ["-m", "PyInstaller", "--noconfirm", "--windowed", "--log-level", "ERROR", *work, "tests\\windows\\bare_window.py"]
        )
    return folder


class Seen(NamedTuple):
    """What `tests.windows.started` tells."""

    seconds: float = 0.0
    titles: tuple[str, ...] = ()
    memory: int = 0
    code: int = -1


def watched(rounds: Rounds, title: str, *command: str) -> Seen:
    code, out, _complaints = rounds.started(["-m", STARTED, title, *command], QT_QPA_PLATFORM="windows")
    return Seen(**json.loads(out)) if code == 0 else Seen()


PROGRAM = "D:\\工具 箱\\ecdesk\\ecdesk.exe"


def windows_of_it(rounds: Rounds) -> Iterator[Try]:
    program, book = PROGRAM, "D:\\工具 箱\\年 报.ecd"
    for words, command, title, code in (
        ("a book is opened", [program, "open", book], "年 报.ecd", 0),
        ("a book is dropped on the icon", [program, book], "年 报.ecd", 0),
        ("a book that is not there is said in a box", [program, "open", "D:\\没有.ecd"], "", 1),
    ):
        began = time.perf_counter()
        seen = watched(rounds, title, *command)
        right = any(title in one for one in seen.titles) and seen.code == code
        yield Try(f"ecdesk.exe: {words}", "" if right else str(seen), time.perf_counter() - began)


def beside_bare(rounds: Rounds, own: Path) -> Try:
    """own: the bundle's folder. How many times a bare window's start, memory and size it takes."""
    began = time.perf_counter()
    beside = bare(rounds)
    starts = [[watched(rounds, "", one) for one in (PROGRAM, "D:\\beside\\bare\\bare.exe")] for _again in range(3)]
    ours, others = (min(seen, key=lambda one: one.seconds) for seen in zip(*starts, strict=True))
    if not (ours.memory and others.memory):
        return Try("beside a bare window", f"{ours}, {others}", time.perf_counter() - began)
    times = {
        "start": ours.seconds / others.seconds,
        "memory": ours.memory / others.memory,
        "size": size(own) / size(beside),
    }
    listed = ", ".join(f"{name} {value:.2f} times" for name, value in times.items())
    figures = f"{ours.seconds:.1f} s, {ours.memory / 1e6:.0f} MB, {size(own) / 1e6:.0f} MB on disk"
    wrong = [f"too much {name}" for name, value in times.items() if value > MOST_TIMES[name]]
    wrong += [] if size(own) <= LARGEST else ["larger than was asked for"]
    return Try(f"beside a bare window: {listed} ({figures})", ", ".join(wrong), time.perf_counter() - began)


def users(rounds: Rounds) -> Path:
    """Where Windows has what is the user's own."""
    return next((rounds.windows.folder / "prefix" / "drive_c" / "users").glob("[!P]*"))


def carried(rounds: Rounds, archive: Path) -> Try:
    """The zip, unpacked on a stick: what the program writes for the user stays beside it."""
    began = time.perf_counter()
    shutil.rmtree(users(rounds) / SETTINGS, ignore_errors=True)
    place, before = rounds.fresh("U 盘"), files(users(rounds))
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(place)
    seen = watched(rounds, "", "D:\\U 盘\\ecdesk\\ecdesk.exe")
    outside = sorted(files(users(rounds)) - before)
    wrong = ", ".join(map(str, outside)) if seen.code == 0 else str(seen)
    beside = [path.name for path in (place / "ecdesk" / "settings").rglob("*") if path.is_file()]
    return Try("the zip, unpacked: settings beside it", wrong or ("" if beside else "no settings"), time.perf_counter() - began)


def installed(rounds: Rounds, setup: Path) -> Iterator[Try]:
    """Installed for the user where he likes it, associated, used, removed; what is left is the user's own."""
    place, target = rounds.fresh("安装 位置"), "D:\\安装 位置\\ecdesk"
    shutil.copy(setup, rounds.windows.drive / "setup.exe")
    shutil.rmtree(users(rounds) / SETTINGS, ignore_errors=True)
    before = files(users(rounds))
    began = time.perf_counter()
    # The installer takes the rest of its line for the folder, and minds quotes: each word is given alone.
    code, _out, _complaints = rounds.started(["/S", *f"/D={target}".split(" ")], program="D:\\setup.exe")
    wrong = "" if code == 0 and (place / "ecdesk" / "ecdesk.exe").exists() else f"exit {code}, {target} is not there"
    command = registered(rounds, "HKCU\\Software\\Classes\\ecdesk.book\\shell\\open\\command")
    wrong = wrong or ("" if f"{target}\\ecdesk.exe" in command and "%1" in command else f"not associated: {command}")
    yield Try("the installer, without a question, into a folder with Chinese and a space", wrong, time.perf_counter() - began)
    yield used(rounds, target)
    began = time.perf_counter()
    rounds.started(["/S", *f"_?={target}".split(" ")], program=f"{target}\\uninstall.exe")
    # The uninstaller, run from where it is, cannot remove itself; what lies beside the program was made by its user.
    left = sorted((files(users(rounds)) - before | files(place)) - {place / "ecdesk" / "uninstall.exe"})
    own = [path for path in left if path.parent == place or users(rounds) / SETTINGS in path.parents]
    keys = [key for key in ("HKCU\\Software\\Classes\\ecdesk.book", "HKCU\\Software\\ecdesk") if registered(rounds, key)]
    others = ", ".join(map(str, [*sorted({*left} - {*own}), *keys]))
    wrong = others or ("" if place / BOOK in own else "the user's book is gone")
    listed = ", ".join(path.name for path in own)
    yield Try(f"the uninstaller; nothing is left but the user's own: {listed}", wrong, time.perf_counter() - began)


def used(rounds: Rounds, target: str) -> Try:
    """The sample is written, opened in the window, and exported by what was installed."""
    began = time.perf_counter()
    folder, wrong = target.rpartition("\\")[0], ""
    for words in (["sample", f"{folder}\\{BOOK}"], ["export", f"{folder}\\{BOOK}", f"{folder}\\成品.xlsx"]):
        code, _out, complaints = rounds.started(words, program=f"{target}\\ecdesk-console.exe")
        wrong = wrong or ("" if code in (0, 1) else f"exit {code}: " + said(complaints))
    seen = watched(rounds, BOOK, f"{target}\\ecdesk.exe", "open", f"{folder}\\{BOOK}")
    opened = seen.code == 0 and any(BOOK in one for one in seen.titles)
    return Try(
        "what was installed writes, exports and opens a book", wrong or ("" if opened else str(seen)), time.perf_counter() - began
    )


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and "Temp" not in path.parts}


def registered(rounds: Rounds, key: str) -> str:
    """What the registry has under a key; "" for nothing."""
    code, out, _complaints = rounds.started(["query", key], program="C:\\windows\\system32\\reg.exe")
    return out.decode("gb18030", "replace") if code == 0 else ""
