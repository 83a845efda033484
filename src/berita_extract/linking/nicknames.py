"""Nicknames that a text itself introduces: `yang akrab disapa Gus Arip`, `Arif Pinayungan (Gus Arip)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from berita_extract.schema import PersonMentionKind
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

# Between a name and `akrab disapa` stand at most `, atau yang`.
_FARTHEST: Final = 3
_LONGEST: Final = 3
NICKNAME_KIND: Final[PersonMentionKind] = "name"


def find_nicknames(reading: Reading, named: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Every mention by a nickname as start, end and person; `named` are the mentions by name, likewise."""
    introduced = [*_introduced(reading, named)]
    if not introduced:
        return []
    nicknames: dict[str, list[tuple[list[str], int]]] = {}
    for start, end, person in introduced:
        words = [reading.folded(token) for token in range(start, end)]
        nicknames.setdefault(words[0], []).append((words, person))
    found: list[tuple[int, int, int]] = []
    for token, shape in enumerate(reading.shapes):
        for words, person in nicknames.get(reading.folded(token), ()) if shape in CAPITALISED else ():
            places = range(token, min(token + len(words), len(reading)))
            if [reading.folded(place) for place in places] == words and all(reading.shapes[place] in CAPITALISED for place in places):
                found.append((token, token + len(words), person))
    return found


def _introduced(reading: Reading, named: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    called = {hit.start: hit for hit in reading.found("quote_traps") if hit.entry.value == "name"}
    for _, end, person in named:
        cue = next((called[token] for token in range(end, end + _FARTHEST + 1) if token in called), None)
        if cue is not None:
            last = _nickname_end(reading, cue.end)
            if last > cue.end:
                yield cue.end, last, person
        elif reading.shapes[end : end + 1] == "(" and reading.hit_at("honorifics", end + 1) is not None:
            last = _nickname_end(reading, end + 1)
            if last > end + 2 and reading.shapes[last : last + 1] == ")":
                yield end + 1, last, person


def _nickname_end(reading: Reading, start: int) -> int:
    end = start
    while end < min(start + _LONGEST, len(reading)) and reading.shapes[end] in CAPITALISED:
        end += 1
    return end
