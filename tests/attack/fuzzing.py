"""The readers under atheris, which changes bytes by what they reach in the code: no bug, no hang. In the environment of the bench's peers, on Linux.

``python -m tests.attack.fuzzing READER FOLDER [OPTION…]`` is what runs one reader; the options are libFuzzer's.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.attack.limits import last_words
from tests.attack.tally import Tally
from tests.import_graph import ROOT

PEERS = ROOT / ".venv-bench"

LONGEST_INPUT = 20_000
"""Bytes: more makes the runs few; what is large is left to the crafted files."""
SECONDS_OF_ONE, MEGABYTES = 10, 1_000
"""From here on a run hangs, or asks for too much, whatever else the machine does."""
READ = [
    "ecdesk.excel.formats",
    "ecdesk.excel.reading",
    "ecdesk.excel.forms",
    "ecdesk.documents",
    "ecdesk.domain.files",
    "ecdesk.domain.wording",
    "ecdesk.prose",
]

Reader = Callable[[bytes], object]


def readers(sound: dict[str, bytes]) -> dict[str, tuple[Reader, bytes]]:
    """What reads some bytes, and sound ones, by name. Of packages one part is changed: whatever is wrong with the others the door refuses."""

    from ecdesk.documents import document_in
    from ecdesk.domain.documents import Document
    from ecdesk.domain.files.containers.compound import CompoundFile, wrapped
    from ecdesk.excel.formats import load_workbook_bytes
    from ecdesk.excel.forms import read_query_letter
    from ecdesk.excel.reading import read_received
    from ecdesk.prose import proof

    def part(name: str, part_name: str, read: Callable[[bytes, str], object]) -> tuple[Reader, bytes]:
        with zipfile.ZipFile(io.BytesIO(sound[name])) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}

        def run(data: bytes) -> object:
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w") as archive:
                for one, content in parts.items():
                    archive.writestr(one, data if one == part_name else content)
            return read(made.getvalue(), name)

        return run, parts[part_name]

    letter = next(name for name in sound if "查询函" in name)
    binary = next(
        one for one in zipfile.ZipFile(io.BytesIO(sound["二进制.xlsb"])).namelist() if "sheet" in one and one.endswith(".bin")
    )
    stream = CompoundFile(sound["旧版.xls"], "a.xls").stream("Workbook")
    assert stream is not None
    whole = {"text": "陕西省.csv", "page": "网页.xls", "xml": "旧版.xml.xls", "container": "旧版.xls"}
    return {
        **{reader: (partial(read_received, name=name), sound[name]) for reader, name in whole.items()},
        "records": (lambda data: read_received(wrapped("Workbook", data), "旧版.xls"), stream),
        "sheet": part("陕西省.xlsx", "xl/worksheets/sheet1.xml", read_received),
        "styles": part("陕西省.xlsx", "xl/styles.xml", read_received),
        "binary": part("二进制.xlsb", binary, read_received),
        "open": part("陕西省.ods", "content.xml", read_received),
        "letter": part(letter, "xl/worksheets/sheet1.xml", lambda data, name: read_query_letter(load_workbook_bytes(data, name))),
        "word": part("文稿.docx", "word/document.xml", lambda data, name: proof(document_in(data, name))),
        "prose": (lambda data: proof(Document(data.decode("utf-8", "replace"))), sound["文稿.txt"]),
    }


def fuzz(folder: Path, tries: int, seed: int) -> Tally:
    """So many runs of each reader, each in a process of its own."""
    from tests.attack.kills import use  # not above: what atheris is to watch has to be imported under its eyes
    from tests.attack.samples import samples

    tally = Tally()
    packages = next((PEERS / "lib").glob("python*/site-packages"), PEERS)
    if not (packages / "atheris").is_dir():
        tally.skipped = "atheris is not installed (dev.py bench installs it)"
        return tally
    (folder / "tmp").mkdir()
    use(folder / "home", folder / "tmp")
    sound = samples(folder / "samples")
    variables = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{packages}"}
    options = (
        f"-runs={tries}",
        f"-seed={seed}",
        f"-max_len={LONGEST_INPUT}",
        f"-timeout={SECONDS_OF_ONE}",
        f"-rss_limit_mb={MEGABYTES}",
    )
    for reader in readers(sound):
        place = folder / reader
        place.mkdir()
        command = [
            sys.executable,
            "-m",
            "tests.attack.fuzzing",
            reader,
            str(folder / "samples"),
            *options,
            f"-artifact_prefix={place}/",
            str(place),
        ]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, errors="replace", check=False)
        runs = re.search(r"Done (\d+) runs", done.stderr) or re.search(r"(?s).*#(\d+)\b", done.stderr)
        tally.tries += int(runs[1]) if runs else 0
        tally.outcomes[reader] += int(runs[1]) if runs else 0
        if done.returncode:
            tally.faults.append(f"{reader}: {_said(done.stderr)}")
    return tally


def _said(printed: str) -> str:
    """What ended a process of libFuzzer: an exception, or what it says itself of time and memory."""
    error = re.search(r"ERROR: libFuzzer: (.*)", printed)
    trace = printed.partition("Uncaught Python exception")[2].partition("==")[0]
    return last_words(trace) if trace else error[1] if error else printed[-300:]


def main(arguments: list[str]) -> None:
    import atheris  # type: ignore[import-not-found]

    from ecdesk.domain.errors import UserError

    reader, folder, *options = arguments
    with atheris.instrument_imports(include=READ):
        sound = {path.name: path.read_bytes() for path in Path(folder).iterdir() if path.is_file()}
        read, seed = readers(sound)[reader]
    Path(options[-1], "sound").write_bytes(seed)

    def one(data: bytes) -> None:
        with suppress(UserError):
            read(data)

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
