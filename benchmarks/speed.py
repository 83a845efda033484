"""How fast the extraction is, as ratios: everything is measured in the same run on the same machine.

    python benchmarks/speed.py
    python benchmarks/speed.py --texts arsip.jsonl      # your own releases, one {"text": …} a line

Every figure is the median of several rounds; what is compared takes turns. Each round has texts of its own, because
a tokenizer that has seen a text before does little more than look its words up. Takes about a minute.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

import spacy

import berita_extract
from generate import make_document, make_odd_texts, make_releases
from peers import list_peers

_SAMPLES: Final = Path(__file__).parents[1] / "samples"
_SIZES: Final = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
_ODD_SIZE: Final = 1_000_000
_IMPORT_SPACY: Final = [sys.executable, "-c", "import spacy"]
# Time inside the process, so that the start of the interpreter does not hide what an import costs.
_TIME_IMPORT: Final = "import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
_TIME_LOAD: Final = (
    "import time, spacy; t = time.perf_counter(); import berita_extract; berita_extract.load(); print(time.perf_counter() - t)"
)


class Row(NamedTuple):
    """One line of the table: the ratio says how often ours is what the other is, the goal what it should be."""

    what: str
    ours: str
    against: str
    ratio: float
    goal: str = ""


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(description="Speed of the extraction, against others and against itself.")
    parser.add_argument("--rounds", type=int, default=5, help="rounds behind each median (default: 5)")
    parser.add_argument("--characters", type=int, default=250_000, help="characters in each round (default: 250000)")
    parser.add_argument("--sizes", type=int, nargs="*", default=_SIZES, help="document lengths for the growth (default: 1 kB to 10 MB)")
    parser.add_argument("--texts", type=Path, metavar="FILE.jsonl", help="measure the extraction on these releases")
    options = parser.parse_args()
    started = time.perf_counter()
    print(describe_machine())
    rows: list[Row] = []
    for measure in (measure_extraction, measure_starts, measure_growth, measure_odd_texts, measure_peers):
        rows += measure(options)
    print_table(rows)
    print(f"\nMedians of {options.rounds} rounds; measured in {time.perf_counter() - started:.0f} s.")


def describe_machine() -> str:
    """The machine and the versions that the figures belong to."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("berita-extract", "spacy", "dateparser", "pyahocorasick")]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"{machine}\n{', '.join(versions)}\n"


def measure_extraction(options: argparse.Namespace) -> Iterator[Row]:
    """The whole extraction, warm, against spaCy only cutting the same texts into words."""
    extract, tokenize = berita_extract.load().extract, spacy.blank("id").make_doc
    batches = _make_batches(options.texts, options.characters)
    warm = next(batches)
    for function in (extract, tokenize):
        _time(function, warm)
    ours: list[float] = []
    theirs: list[float] = []
    for batch in itertools.islice(batches, options.rounds):
        size = sum(map(len, batch))
        ours.append(size / _time(extract, batch))
        theirs.append(size / _time(tokenize, batch))
    against = f'{_speed(theirs)} spacy.blank("id") tokenizing'
    yield Row("whole extraction, warm", _speed(ours), against, median(ours) / median(theirs), ">= 1.5")


def measure_starts(options: argparse.Namespace) -> Iterator[Row]:
    """What a first use costs: the command in a fresh process, the import, the loading."""
    command = shutil.which("berita-extract", path=str(Path(sys.executable).parent)) or "berita-extract"
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "rilis.txt"
        release.write_text(next(make_releases(1)), encoding="utf-8")
        cold, bare = [], []
        for _ in range(options.rounds + 1):  # the first pair only fills the caches of the system
            cold.append(_time_process([command, str(release)]))
            bare.append(_time_process(_IMPORT_SPACY))
    cold, bare = cold[1:], bare[1:]
    against = f'{median(bare):.3f} s python -c "import spacy"'
    yield Row("berita-extract FILE, cold", f"{median(cold):.3f} s", against, median(cold) / median(bare), "<= 1.25")
    spacy_import = _ask_processes(_TIME_IMPORT.format(module="spacy"), options.rounds)
    for what, code, goal in (
        ("import berita_extract", _TIME_IMPORT.format(module="berita_extract"), "<= 0.1 s"),
        ("load(), spaCy already imported", _TIME_LOAD, "<= 0.15 s"),
    ):
        seconds = _ask_processes(code, options.rounds)
        yield Row(what, f"{seconds:.3f} s", f"{spacy_import:.3f} s import spacy", seconds / spacy_import, goal)


def measure_growth(options: argparse.Namespace) -> Iterator[Row]:
    """Time for each character in documents of growing length; it should not grow with them."""
    extract = berita_extract.load().extract
    _time(extract, make_releases(200))
    first = None
    for size in options.sizes:
        documents = max(1, min(200, options.characters // size))
        seconds = [
            _time(extract, [make_document(size, seed=1000 * (1 + round_) + number) for number in range(documents)])
            for round_ in range(options.rounds)
        ]
        each = median(seconds) / (documents * size)
        first = first or each
        yield Row(
            f"one document of {size:,} characters", f"{each * 1e6:.2f} µs/char", f"{first * 1e6:.2f} the shortest", each / first, "<= 1.5"
        )


def measure_odd_texts(options: argparse.Namespace) -> Iterator[Row]:
    """Time for each character in texts that nobody writes, against a document of the same length made of releases."""
    extract = berita_extract.load().extract
    size = min(max(options.sizes), _ODD_SIZE)
    usual = make_document(size)
    _time(extract, [usual])
    seconds = median([_time(extract, [usual]) for _ in range(options.rounds)])
    for name, text in make_odd_texts(size):
        odd = _time(extract, [text])
        yield Row(
            f"{name}, {size:,} characters", f"{odd / size * 1e6:.2f} µs/char", f"{seconds / size * 1e6:.2f} releases", odd / seconds, "<= 5"
        )


def measure_peers(options: argparse.Namespace) -> Iterator[Row]:
    """Ours on releases against what others do on texts of their own kind."""
    releases = list(make_releases(200, seed=3))
    extract = berita_extract.load().extract
    ours = [sum(map(len, releases)) / _time(extract, releases) for _ in range(options.rounds)]
    for peer in list_peers(releases, max(1, options.characters // 10)):
        if peer.run is None:
            print(f"not installed, left out: {peer.name} (pip install '.[peers]')")
            continue
        peer.run(peer.texts[0])
        size = sum(map(len, peer.texts))
        theirs = [size / _time(peer.run, peer.texts) for _ in range(min(3, options.rounds))]
        yield Row("whole extraction, warm", _speed(ours), f"{_speed(theirs)} {peer.name}", median(ours) / median(theirs), peer.goal)


def print_table(rows: Sequence[Row]) -> None:
    """The rows under each other, in columns."""
    cells = [
        ("what", "ours", "against", "ratio", "goal"),
        *((row.what, row.ours, row.against, f"{row.ratio:.2f}", row.goal) for row in rows),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for what, ours, against, ratio, goal in cells:
        print(f"{what:<{widths[0]}}  {ours:>{widths[1]}}  {against:<{widths[2]}}  {ratio:>{widths[3]}}  {goal}".rstrip())


def _make_batches(texts: Path | None, characters: int) -> Iterator[list[str]]:
    """Texts for one round after the other: the samples and generated releases, or parts of the user's own file."""
    if texts is not None:
        given = [json.loads(line)["text"] for line in texts.read_text(encoding="utf-8").splitlines() if line.strip()]
        while True:
            yield given
    samples = [path.read_text(encoding="utf-8") for path in sorted(_SAMPLES.glob("*.txt"))]
    for seed in itertools.count():
        batch = list(samples)
        for release in make_releases(characters, seed=seed):
            if sum(map(len, batch)) >= characters:
                break
            batch.append(release)
        yield batch


def _time(function: Callable[[str], object], texts: Iterable[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        function(text)
    return time.perf_counter() - started


def _time_process(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def _ask_processes(code: str, rounds: int) -> float:
    """The median of what fresh processes print."""
    asked = [subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout for _ in range(rounds)]
    return median(map(float, asked))


def _speed(characters_per_second: Sequence[float]) -> str:
    return f"{median(characters_per_second) / 1000:,.0f} kchar/s"


if __name__ == "__main__":
    main()
