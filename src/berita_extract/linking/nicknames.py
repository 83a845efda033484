"""Nicknames that a text itself introduces: `yang akrab disapa Gus Arip`, `Arif Pinayungan (Gus Arip)`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from berita_extract.grammar.areas import region_at
from berita_extract.schema import PersonMentionKind
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

# Between a name and `akrab disapa` stand at most `, atau yang`.
_FARTHEST: Final = 3
_LONGEST: Final = 3
NICKNAME_KIND: Final[PersonMentionKind] = "name"


def find_nicknames(reading: Reading, named: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Every mention by a nickname as start, end and person; `named` are the mentions by name, likewise."""
    introduced = [*introduce(reading, named)]
    if not introduced:
        return []
    nicknames: dict[tuple[str, ...], int] = {}
    lengths: dict[str, set[int]] = {}
    for start, end, person in introduced:
        words = tuple([reading.folded(token) for token in range(start, end)])
        nicknames.setdefault(words, person)
        lengths.setdefault(words[0], set()).add(len(words))
    found: list[tuple[int, int, int]] = []
    for token, shape in enumerate(reading.shapes):
        for length in sorted(lengths.get(reading.folded(token), ())) if shape in CAPITALISED else ():
            places = range(token, min(token + length, len(reading)))
            called = nicknames.get(tuple([reading.folded(place) for place in places]))
            if called is not None and all(reading.shapes[place] in CAPITALISED for place in places):
                found.append((token, places.stop, called))
    return found


def introduce(reading: Reading, named: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Where the text gives a nickname, and whose it is: `yang akrab disapa Gus Arip`, `Joko Widodo (Jokowi)`, `Aam, sapaan Arif`."""
    cues = [hit for hit in reading.found("quote_traps") if hit.entry.value == "name"]
    behind = {hit.start: hit for hit in cues}
    before = {hit.end: hit for hit in cues if reading.any_of_group("called_noun", hit.start, hit.end)}
    for start, end, person in named:
        cue = next((behind[token] for token in range(end, end + _FARTHEST + 1) if token in behind), None)
        if cue is not None:
            last = _nickname_end(reading, cue.end)
            if last > cue.end:
                yield cue.end, last, person
        elif reading.shapes[end : end + 1] == "(":
            last = _nickname_end(reading, end + 1)
            if reading.shapes[last : last + 1] == ")" and _is_nickname(reading, start, end, last):
                yield end + 1, last, person
        if start in before:
            last = before[start].start
            last -= reading.shapes[last - 1 : last] == ","
            first = last
            while (
                first > 0 and last - first < _LONGEST and reading.shapes[first - 1] in CAPITALISED and not reading.breaks_after(first - 1)
            ):
                first -= 1
            if first < last:
                yield first, last, person


def _is_nickname(reading: Reading, start: int, end: int, last: int) -> bool:
    """Whether the words in a bracket behind a name can be its short form: `(Gus Arip)`, `(Jokowi)`, `(SBY)`; not `(Golkar)`, `(Sleman)`."""
    opening = end + 1
    if reading.hit_at("honorifics", opening) is not None:
        return last > opening + 1
    if (
        last - opening != 1
        or end - start < 2
        or region_at(reading, opening) is not None
        or reading.hit_at("organisations", opening) is not None
    ):
        return False
    words = [reading.folded(token) for token in range(start, end)]
    short = reading.folded(opening)
    if reading.shapes[opening] == "U":
        return len(short) > 1 and "".join(word[0] for word in words).endswith(short)
    return reading.shapes[opening] in "NM" or (reading.shapes[opening] == "X" and any(word[:3] == short[:3] for word in words))


def _nickname_end(reading: Reading, start: int) -> int:
    end = start
    while end < min(start + _LONGEST, len(reading)) and reading.shapes[end] in CAPITALISED:
        end += 1
    return end
