"""Where the time of the extraction goes: the share of each stage of the pipeline.

    python benchmarks/profile_stages.py

Every function that the pipeline calls is timed where it is called; lines that are indented are parts of the one above.
What the pipeline does itself, and the timing, is the rest.
"""

from __future__ import annotations

import argparse
import functools
import inspect
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import berita_extract
from berita_extract import pipeline
from berita_extract.lexicon.lexicon import Lexicon
from berita_extract.text import reading
from generate import make_releases

_REST: Final = "rest"
# The stage to which a module of the package belongs; a module that is not named is a stage of its own.
_STAGES: Final = {
    "text.reading": "read",
    "recognizers.datelines": "dates",
    "linking.reference": "dates",
    "recognizers.times": "dates",
    "grammar.people_tags": "people",
    "recognizers.officials": "people",
    "recognizers.attendance": "counts",
    "recognizers.venues": "places",
    "text.spans": _REST,
}


def main() -> None:
    """Profile and print the shares."""
    parser = argparse.ArgumentParser(description="The share of each stage in the time of the extraction.")
    parser.add_argument("--characters", type=int, default=500_000, help="characters to extract from (default: 500000)")
    parser.add_argument("--texts", type=Path, metavar="FILE.jsonl", help='your own releases, one {"text": …} a line')
    options = parser.parse_args()
    texts = _read_texts(options.texts) if options.texts else _make_texts(options.characters)
    extractor = berita_extract.load()
    for text in texts[: len(texts) // 2]:
        extractor.extract(text)

    plain = _time(extractor.extract, texts)
    spent = Spent()
    spent.watch(pipeline)
    spent.watch_parts("read", reading, Lexicon)
    total = _time(extractor.extract, texts)

    size = sum(map(len, texts))
    print(f"{len(texts)} releases, {size:,} characters, {size / plain / 1000:,.0f} kchar/s ({size / total / 1000:,.0f} while timing)\n")
    spent.seconds[_REST] += total - sum(spent.seconds.values())
    for stage, seconds in rank(spent.seconds):
        print(f"{stage:<22} {seconds / total:6.1%}   {seconds / size * 1e9:7.0f} ns/char")
        for part, inner in rank(spent.parts.get(stage, {})):
            print(f"  {part:<20} {inner / total:6.1%}")


def rank(seconds: Mapping[str, float]) -> list[tuple[str, float]]:
    """The largest first."""
    return sorted(seconds.items(), key=lambda item: -item[1])


class Spent:
    """Seconds by stage and by part of a stage, counted by wrappers around the functions."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.parts: dict[str, defaultdict[str, float]] = {}
        self._running: set[str] = set()

    def watch(self, module: ModuleType) -> None:
        """Time every function and every method of a class that the module took from elsewhere in the package."""
        for name, value in list(vars(module).items()):
            home = getattr(value, "__module__", "") or ""
            if not home.startswith("berita_extract.") or home == module.__name__ or home.endswith((".schema", ".trace")):
                continue
            stage = _name_stage(home.removeprefix("berita_extract."))
            if inspect.isfunction(value):
                setattr(module, name, self._timed(value, self.seconds, stage))
            elif inspect.isclass(value) and not hasattr(value, "__dataclass_fields__"):
                self._watch_class(value, self.seconds, stage)

    def watch_parts(self, stage: str, module: ModuleType, lexicon: type) -> None:
        """Time what one stage is made of: the functions of its module, its vocabulary, and the lexicon."""
        parts = self.parts[stage] = defaultdict(float)
        for name, value in list(vars(module).items()):
            home = getattr(value, "__module__", "") or ""
            if inspect.isfunction(value) and home.startswith("berita_extract.text.") and home != module.__name__:
                setattr(module, name, self._timed(value, parts, name))
        self._watch_class(module.Vocabulary, parts, "tokenize", only="tokenize")
        self._watch_class(lexicon, parts, "lexicon scan", only="scan")

    def _watch_class(self, owner: type, counter: defaultdict[str, float], key: str, only: str | None = None) -> None:
        for name, value in list(vars(owner).items()):
            public = name == "__init__" or not name.startswith("_")
            if inspect.isfunction(value) and public and only in (None, name):
                setattr(owner, name, self._timed(value, counter, key))

    def _timed(self, function: Callable[..., Any], counter: defaultdict[str, float], key: str) -> Callable[..., Any]:
        clock, running = time.perf_counter, self._running

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if key in running:  # a stage that calls itself counts once
                return function(*args, **kwargs)
            running.add(key)
            started = clock()
            try:
                return function(*args, **kwargs)
            finally:
                counter[key] += clock() - started
                running.discard(key)

        return timed


def _name_stage(module: str) -> str:
    if module in _STAGES:
        return _STAGES[module]
    package, _, name = module.partition(".")
    return "linking" if package == "linking" else name or package


def _make_texts(characters: int) -> list[str]:
    size = 0
    texts = []
    for release in make_releases(characters, seed=7):
        texts.append(release)
        size += len(release)
        if size >= characters:
            break
    return texts


def _read_texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _time(function: Callable[[str], object], texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        function(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
