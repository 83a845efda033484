"""Which titles name the same office: short forms spelt out, areas by their code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from berita_extract.grammar.areas import region_at
from berita_extract.lexicon.fold import fold_word
from berita_extract.record import Record
from berita_extract.text.reading import Reading

_BRACKET: Final = re.compile(r"\([^()]*\)")
_SHORT_FORM_LISTS: Final = ("offices", "organisations", "office_prefixes")


class Office(Record, frozen=True):
    """What a title says, spelt out: the words of its head, all its words, and those that make it another office (`wakil`, `mantan`)."""

    head: frozenset[str]
    words: frozenset[str]
    length: int
    manner: frozenset[str]


def read_office(reading: Reading, start: int, end: int, head: int) -> Office:
    """Spell a title out (`Kadis Kominfo Sultra` → kepala, dinas, komunikasi, informatika, 74)."""
    words: set[str] = set()
    head_words: frozenset[str] = frozenset()
    covered: set[int] = set()
    for name in _SHORT_FORM_LISTS:
        for hit in reading.between(name, start, end):
            spelt = _spell(hit.entry.value)
            if name == "offices" and hit.start == head:
                head_words = spelt
            words |= spelt
            covered.update(range(hit.start, hit.end))
    for token in range(start, end):
        area = region_at(reading, token) if reading.shapes[token] != "w" else None
        if area is not None and area.end <= end:
            words.add(area.entry.value.split("|")[0].lower())
            covered.update(range(token, area.end))
        elif token not in covered and (reading.shapes[token].isalnum()):
            words.add(reading.folded(token))
    silent = reading.groups["office_silent"]
    length = len(_BRACKET.sub("", reading.shapes[start:end]))  # without `(Plt)`
    return Office(head_words - silent, frozenset(words - silent), length, reading.groups["other_office"] & words)


@lru_cache(maxsize=4096)
def _spell(value: str) -> frozenset[str]:
    return frozenset(fold_word(word.strip("(),/")) for word in value.split()) - {""}


def is_same(one: Office, other: Office) -> bool:
    """Whether two titles may name one office: one says no more than the other."""
    smaller, larger = sorted((one, other), key=lambda office: len(office.words))
    if not smaller.head <= larger.words:
        return False
    return smaller.words <= larger.words


def fits(mention: Office, title: Office) -> bool:
    """Whether a bare title (`Danrem`, `Kepala BPS Sultra`) can mean the holder of an office."""
    if not mention.head or not (mention.head <= title.words):
        return False
    if mention.head != title.head and not title.head <= mention.words:
        # `Kepala` alone fits any Kepala; `Ketua` does not fit `Wakil Ketua`.
        return mention.words <= title.words and not _outranks(mention, title)
    if mention.words <= title.words:
        return True
    return title.words <= mention.words and not _outranks(title, mention)  # Pjs Bupati Klaten is not the Bupati


def _outranks(mention: Office, title: Office) -> bool:
    return bool(title.manner - mention.words)
