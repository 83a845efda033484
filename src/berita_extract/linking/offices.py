"""Which titles name the same office: short forms spelt out, areas by their code."""

from __future__ import annotations

from typing import Final, NamedTuple

from berita_extract.grammar.areas import AREA_LISTS
from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.lexicon import Hit, spell_key
from berita_extract.text.reading import Reading

# Words that add nothing to which office is meant.
_SILENT: Final = frozenset((
    "dan", "prov", "provinsi", "propinsi", "kab", "kabupaten", "kota", "di", "pada", "para", "ri", "republik", "indonesia", "bapak", "ibu", "kantor",
    "kementerian", "kementrian", "dinas", "badan",
))  # fmt: skip
_SHORT_FORM_LISTS: Final = ("offices", "organisations", "office_prefixes")


class Office(NamedTuple):
    """What a title says, spelt out: the words of its head, all its words, and whether it is held in acting or former capacity."""

    head: frozenset[str]
    words: frozenset[str]
    length: int


def read_office(reading: Reading, start: int, end: int, head: int) -> Office:
    """Spell a title out (`Kadis Kominfo Sultra` → kepala, komunikasi, informatika, 74)."""
    words: set[str] = set()
    head_words: frozenset[str] = frozenset()
    token = start
    while token < end:
        hit = _spelt_hit(reading, token, end)
        if hit is None:
            word = reading.folded(token)
            if word.isalnum() or "/" in word:
                words.add(word)
            token += 1
            continue
        spelt = _spell(hit)
        if hit.start == head:
            head_words = frozenset(spelt)
        words |= spelt
        token = hit.end
    return Office(head_words, frozenset(words - _SILENT) | head_words, end - start)


def _spelt_hit(reading: Reading, token: int, end: int) -> Hit | None:
    for name in _SHORT_FORM_LISTS:
        hit = reading.hit_at(name, token)
        if hit is not None and hit.end <= end:
            return hit
    areas = [hit for name in AREA_LISTS if (hit := reading.hit_at(name, token)) is not None and hit.end <= end]
    return max(areas, key=lambda hit: hit.end) if areas else None


def _spell(hit: Hit) -> set[str]:
    if hit.entry.list in AREA_LISTS:
        codes = hit.entry.value.split("|") if hit.entry.list != "countries" else [fold_word(hit.entry.value)]
        return {codes[0]} if codes[0] not in _SILENT else set()
    return {word for key in spell_key(hit.entry.value) for word in key if word.isalnum()} - {"dan"}


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
    return mention.words <= title.words or title.words <= mention.words


def _outranks(mention: Office, title: Office) -> bool:
    return bool({"wakil", "mantan", "sekretaris", "staf", "plt"} & (title.words - mention.words))
