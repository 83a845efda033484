"""The words of a release as letters for the grammar of dates: one for each word of the date lists, else the word's shape."""

from __future__ import annotations

from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading

# The letters of the grammar: shapes of `text.words` (d a day number, y a year, n 10/1/2024) and one for each word of the
# date lists, however many tokens it has: m month, W weekday, D deictic, L tail, P part of day, and these:
_LETTERS: Final = {
    "day": "T", "weekday": "H", "month": "B", "year": "Y", "until": "S", "and": "+", "edge": "A",
    "quarter": "Q", "semester": "E", "anchor": "p", "week": "k",
}  # fmt: skip


class TaggedDates(NamedTuple):
    """The grammar's letters, with the tokens and the lexicon hit behind each."""

    letters: str
    starts: list[int]
    ends: list[int]
    hits: dict[int, Hit]


def tag_dates(reading: Reading) -> TaggedDates:
    """One letter for each word of the date lists and for every other token its shape."""
    letters = list(reading.shapes)
    hits: dict[int, Hit] = {}
    lengths: dict[int, int] = {}

    def put(hit: Hit, letter: str) -> None:
        if hit.end - hit.start >= lengths.get(hit.start, 0):
            letters[hit.start] = letter
            lengths[hit.start] = hit.end - hit.start
            hits[hit.start] = hit

    for hit in reading.found("date_words"):
        put(hit, _LETTERS[hit.entry.get("tag")])
    for name, letter in (("day_parts", "P"), ("date_tails", "L"), ("deictics", "D")):
        for hit in reading.found(name):
            if hit.entry.get("alone") != "no" or reading.shapes[hit.end : hit.end + 1] != "y":
                put(hit, letter)
    for hit in reading.found("weekdays"):
        if not hit.entry.has("trap") or _is_weekday(reading, hit):
            put(hit, "W")
    for hit in reading.found("months"):
        if not hit.entry.has("trap") or _is_month(reading, hit, letters):
            put(hit, "m")
    starts: list[int] = []
    ends: list[int] = []
    kept: list[str] = []
    by_place: dict[int, Hit] = {}
    token = 0
    while token < len(letters):
        end = token + lengths.get(token, 1)
        if token in hits:
            by_place[len(kept)] = hits[token]
        kept.append(letters[token])
        starts.append(token)
        ends.append(end)
        token = end
    return TaggedDates("".join(kept), starts, ends, by_place)


def _is_weekday(reading: Reading, hit: Hit) -> bool:
    """`Minggu (4/2)`, `Minggu, 4 Februari`, `pada Minggu malam`, but not `minggu kedua` or `Pasar Minggu`."""
    after = reading.shapes[hit.end : hit.end + 1]
    before = reading.word(hit.start - 1).lower() if hit.start else ""
    if after and after in "(dn":
        return True
    ordinal = reading.hit_at("number_words", hit.end)
    if ordinal is not None and ordinal.entry.get("kind") == "collective":
        return False  # Minggu kedua Maret is a week
    if not reading.word(hit.start)[0].isupper() or before == "pasar" or (hit.end - hit.start == 1 and len(reading.word(hit.start)) <= 3):
        return before == "hari"
    return (
        after in (",", ".", ")", "-", "/")
        or before in ("pada", "hari", "malam", "hingga")
        or reading.hit_at("day_parts", hit.end) is not None
    )


def _is_month(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """`5 Mei`, `Juni 2017`, `awal Juni`, `Mei-Juni`, but not `Agus Juni Pratama` or `Mayor Mar`."""
    before = letters[hit.start - 1] if hit.start else ""
    after = reading.shapes[hit.end : hit.end + 1]
    if after == "y" or before in ("B", "A"):
        return True
    if before == "d" or (before in ("-", ".") and hit.start > 1 and letters[hit.start - 2] in ("d", "m")):
        return True
    return before == "S" and letters[hit.start - 2] == "m" if hit.start > 1 else False
