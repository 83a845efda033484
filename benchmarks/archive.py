"""How fast a batch goes through an archive, and how much memory it takes on the way: it must not grow.

    python benchmarks/archive.py                   # 10,000 generated releases
    python benchmarks/archive.py 100000 --workers 2

Writes the releases as JSON Lines into a temporary folder, runs `berita_extract.batch.run`, and prints documents and characters a
second, with the peak of the memory of this process and of the largest worker when 1, 10 and 100 % are done. Then it
extracts a part of the same texts in this process, to say what share of the time is the extraction itself. Linux only: the memory
is read from /proc.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from pathlib import Path

import berita_extract
from berita_extract.batch.outcomes import Outcome, Summary
from berita_extract.processes.engine import count_cores
from generate import make_releases

_MARKS = (0.01, 0.1, 1.0)
_ALONE = 1000


def main() -> None:
    """Write, run, measure, and print."""
    parser = argparse.ArgumentParser(description="Speed and memory of a batch over many releases.")
    parser.add_argument("count", type=int, nargs="?", default=10_000, help="how many releases (default: 10000)")
    parser.add_argument("--workers", type=int, default=count_cores(), help="processes at most (default: all cores)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "arsip.jsonl"
        size = write_archive(archive, options.count)
        print(f"{options.count:,} releases, {size / 1e6:,.1f} MB, {options.workers} processes at most")
        watch = _Memory(options.count)
        summary = berita_extract.batch.run(archive, Path(folder) / "hasil.jsonl", workers=options.workers, watch=watch)
        print(f"output {(Path(folder) / 'hasil.jsonl').stat().st_size / 1e6:,.1f} MB")
    rate, characters = summary.documents / summary.seconds, summary.characters / summary.seconds
    print(f"{summary.seconds:,.1f} s: {rate:,.0f} documents/s, {characters / 1000:,.0f} kchar/s, {summary.failures} failures")
    alone = measure_alone(min(options.count, _ALONE))
    print(f"one extractor in one process: {alone:,.0f} documents/s; {options.workers} of them at best {alone * options.workers:,.0f}")


def write_archive(path: Path, count: int) -> int:
    """Generated releases as JSON Lines; the bytes that they take."""
    with path.open("w", encoding="utf-8") as file:
        for number, release in enumerate(make_releases(count), 1):
            file.write(json.dumps({"id": f"rilis-{number:07}", "text": release}, ensure_ascii=False) + "\n")
    return path.stat().st_size


def measure_alone(count: int) -> float:
    """Documents a second where nothing is read, written or sent."""
    extractor = berita_extract.load()
    texts = [*make_releases(count, seed=2)]
    began = time.perf_counter()
    for text in texts:
        extractor.extract(text)
    return count / (time.perf_counter() - began)


class _Memory:
    """Prints the peaks of memory at a few points of the way."""

    def __init__(self, count: int) -> None:
        self._marks = {max(1, round(count * mark)): mark for mark in _MARKS}

    def __call__(self, _: Outcome, summary: Summary) -> None:
        mark = self._marks.get(summary.documents)
        if mark is not None:
            own = read_peak("self")
            workers = max((read_peak(str(child.pid)) for child in multiprocessing.active_children()), default=0.0)
            print(f"at {mark:4.0%}: peak memory {own:,.0f} MB here, {workers:,.0f} MB in the largest worker", flush=True)


def read_peak(process: str) -> float:
    """The most memory that a process has held, in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


if __name__ == "__main__":
    main()
