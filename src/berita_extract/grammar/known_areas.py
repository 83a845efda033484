"""Small areas that a text names elsewhere: `Kecamatan Selupu Rejang,` tells where the area of `Camat Selupu Rejang Mintarno` ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from berita_extract.grammar.areas import SMALL_LEVELS
from berita_extract.lexicon.entries import Entry
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading

# The words of an area: Koto XI Tarusan, Lubuk Mas.
_WORDS: Final = frozenset("NMXKVIUd")
_MOST_WORDS: Final = 4
# An area and its officer's name, in words.
_LONGEST_RUN: Final = 12
_AREA: Final = Entry("known_areas", "", "")
# Organisations named after their area: Polsek Trucuk, Koramil Ngawen.
_HEADS: Final = ("offices", "organisations")
_LOCAL: Final = frozenset(("police", "military"))


def has_small_area(hit: Hit) -> bool:
    """Whether an office's area is a district or village: Camat, Kepala Desa."""
    return hit.entry.get("takes") == "area" and hit.entry.get("area") != "wide"


def find_known_areas(reading: Reading) -> Iterator[Hit]:
    """The areas right behind an office or organisation (`Camat`, `Polsek`) that the text names again somewhere else."""
    heads = [hit for hit in reading.found("offices") if has_small_area(hit)]
    heads += [hit for hit in reading.found("organisations") if hit.entry.get("kind") == "head" and hit.entry.get("type") in _LOCAL]
    known = _collect(reading, {hit.end: run for hit in heads if (run := _run_behind(reading, hit.end))})
    if not known:
        return
    ends = {hit.end for name in _HEADS for hit in reading.found(name) if hit.end < len(reading)}
    opening = {run[0] for run in known}
    for start, run in ((end, _run_behind(reading, end)) for end in ends if reading.folded(end) in opening):
        length = max((length for length in range(1, len(run) + 1) if run[:length] in known), default=0)
        if length:
            yield Hit(start, start + length, _AREA)


def _run_behind(reading: Reading, start: int) -> tuple[str, ...]:
    """The capitalised words from a token on, folded, up to a mark, a small word or the end of the paragraph."""
    if start >= len(reading) or reading.breaks_after(start - 1):
        return ()
    end = start
    limit = min(len(reading), start + _LONGEST_RUN)
    while end < limit and reading.shapes[end] in _WORDS and (end == start or not reading.breaks_after(end - 1)):
        end += 1
    return tuple([reading.folded(token) for token in range(start, end)])


def _collect(reading: Reading, runs: dict[int, tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The areas that the text names beyond doubt.

    Either behind a level word up to a mark, or twice or without a personal name in it up to a small word; or as the words
    with which two different runs behind offices begin: `Camat Selupu Rejang Mintarno`, `Kepala KUA Selupu Rejang Mulyadi`.
    """
    closed: Counter[tuple[str, ...]] = Counter()
    plain: set[tuple[str, ...]] = set()
    for hit in reading.found("level_words"):
        organisation = reading.ending("organisations", hit.end)
        # Kementerian Dalam Negeri, Universitas Negeri; but Kantor Desa
        complete = organisation is not None and (organisation.entry.get("kind") == "acronym" or hit.entry.has("trap"))
        if hit.entry.get("level") not in SMALL_LEVELS or complete or reading.ending("offices", hit.end) is not None:
            continue
        run = _run_behind(reading, hit.end)
        if 0 < len(run) <= _MOST_WORDS and reading.shapes[hit.end] not in "dU":
            closed[run] += 1
            end = hit.end + len(run)
            names = reading.shapes.count("N", hit.end + 1, end)
            if names == 0 or (names == 1 and reading.shapes[end : end + 1] in (",", ".", "(", ")", ";")):
                plain.add(run)
    known = {run for run, count in closed.items() if count > 1 or run in plain}
    starts = {run: start for start, run in runs.items() if len(run) > 1}
    for one, other in pairwise(sorted(starts)):
        common = next((place for place, words in enumerate(zip(one, other, strict=False)) if words[0] != words[1]), 0)
        # Camat Budi Santoso and Kapolsek Budi Wijaya are two men called Budi
        named = common == 1 and (reading.shapes[starts[one]] == "N" or reading.in_group(starts[one], "sure_given"))
        if common and not named and common < min(len(one), len(other)):
            known.add(one[:common])
    return known
