"""The words of a release as letters for the grammar of dates: one for each word of the date lists, else the word's shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.reading import Reading

# The letters of the grammar: shapes of `text.words` (d a day number, y a year, n 10/1/2024) and one for each word of the
# date lists, however many tokens it has: m month, W weekday, D deictic, L tail, P part of day, and these:
_LETTERS: Final = {
    "day": "T", "weekday": "H", "month": "B", "year": "Y", "until": "S", "and": "+", "edge": "A",
    "quarter": "Q", "semester": "E", "anchor": "p", "week": "k",
}  # fmt: skip
# A Hijri date, which no rule reads, and the end of a block, which no date crosses.
_HIJRI, _END_OF_BLOCK = "j", "|"


class TaggedDates(Record, frozen=True):
    """The grammar's letters, with the tokens and the lexicon hit behind each."""

    letters: str
    starts: list[int]
    ends: list[int]
    hits: dict[int, Hit]


def tag_dates(reading: Reading) -> TaggedDates:
    """One letter for each word of the date lists and for every other token its shape, with a mark between blocks."""
    letters = list(reading.shapes)
    hits: dict[int, Hit] = {}
    lengths: dict[int, int] = {}

    def put(hit: Hit, letter: str) -> None:
        if hit.end - hit.start >= lengths.get(hit.start, 0):
            letters[hit.start] = letter
            lengths[hit.start] = hit.end - hit.start
            hits[hit.start] = hit

    for hit in reading.found("date_words"):
        if hit.end - hit.start == 1 or reading.hit_at("deictics", hit.end - 1) is None:  # di + tahun ini
            put(hit, _LETTERS[hit.entry.get("tag")])
    for name, letter in (("day_parts", "P"), ("date_tails", "L"), ("deictics", "D")):
        for hit in reading.found(name):
            if hit.entry.get("alone") != "no" or reading.shapes[hit.end : hit.end + 1] != "y":
                put(hit, letter)
    for hit in reading.found("weekdays"):
        if not hit.entry.has("trap") or _is_weekday(reading, hit):
            market = reading.hit_at("pasaran", hit.end)  # Jumat Kliwon
            put(hit if market is None else Hit(hit.start, market.end, hit.entry), "W")
    for hit in reading.found("months"):
        if not hit.entry.has("trap") or _is_month(reading, hit, letters):
            put(hit, "m")
    for hijri in _find_hijri(reading, letters):
        put(hijri, _HIJRI)
    return _gather(reading, letters, hits, lengths)


def _gather(reading: Reading, letters: list[str], hits: dict[int, Hit], lengths: dict[int, int]) -> TaggedDates:
    """Join the letters: a hit of several words counts as one, and every block ends with a mark."""
    starts: list[int] = []
    ends: list[int] = []
    kept: list[str] = []
    by_place: dict[int, Hit] = {}
    token = 0
    for cut in sorted(hits.keys() | reading.block_ends):
        if cut < token:
            continue  # inside a longer hit
        kept.append(reading.shapes[token:cut])
        starts += range(token, cut)
        ends += range(token + 1, cut + 1)
        token = cut
        if cut in reading.block_ends:
            kept.append(_END_OF_BLOCK)
            starts.append(cut)
            ends.append(cut)
        if cut in hits:
            by_place[len(starts)] = hits[cut]
            kept.append(letters[cut])
            token = cut + lengths[cut]
            starts.append(cut)
            ends.append(token)
    return TaggedDates("".join(kept), starts, ends, by_place)


def _is_weekday(reading: Reading, hit: Hit) -> bool:
    """`Minggu (4/2)`, `Minggu, 4 Februari`, `pada Minggu malam`, but not `minggu kedua` or `Pasar Minggu`."""
    after = reading.shapes[hit.end : hit.end + 1]
    if after and after in "(dn":
        return True
    ordinal = reading.hit_at("number_words", hit.end)
    if ordinal is not None and ordinal.entry.get("kind") == "collective":
        return False  # Minggu kedua Maret is a week
    opener = reading.hit_at("date_words", hit.start - 1)
    of_day = opener is not None and opener.entry.get("tag") == "weekday"
    if not reading.word(hit.start)[0].isupper() or (hit.end - hit.start == 1 and len(reading.word(hit.start)) <= 3):
        return of_day
    if reading.in_group(hit.start - 1, "weekday_place"):
        return False
    return (
        of_day
        or after in (",", ".", ")", "-", "/")
        or reading.in_group(hit.start - 1, "weekday_opener")
        or reading.hit_at("day_parts", hit.end) is not None
        or reading.hit_at("pasaran", hit.end) is not None
    )


def _is_month(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """`5 Mei`, `Juni 2017`, `awal Juni`, `Mei-Juni`, but not `Agus Juni Pratama`, `Asisten 1 Agus Gunawan` or `Mayor Mar`."""
    before = letters[hit.start - 1] if hit.start else ""
    after = reading.shapes[hit.end : hit.end + 1]
    if after == "y" or before in ("B", "A"):
        return True
    if before == "d" and after in ("N", "M", "X") and reading.shapes[hit.start - 2 : hit.start - 1] in ("K", "N", "X", "U"):
        return False
    if before == "d" or (before in ("-", ".") and hit.start > 1 and letters[hit.start - 2] in ("d", "m")):
        return True
    return before == "S" and letters[hit.start - 2] == "m" if hit.start > 1 else False


def _find_hijri(reading: Reading, letters: list[str]) -> Iterator[Hit]:
    """Hijri dates, which often stand beside the Gregorian one: `Ahad, 1 Muharram 1446 H / 7 Juli 2024`."""
    for hit in reading.found("hijri_months"):
        start, end = hit.start, hit.end
        if reading.shapes[end : end + 1] in ("0", "d") and len(reading.word(end)) == 4:
            end += 1
        year = end > hit.end
        if reading.in_group(end, "hijri_era"):
            end += 1
        numbered = start > 0 and letters[start - 1] == "d"
        if not (numbered or year) or (hit.entry.has("trap") and not (numbered and end > hit.end)):
            continue
        start -= numbered
        if start > 1 and letters[start - 1] == "," and letters[start - 2] == "W":
            start -= 2
        elif start > 0 and letters[start - 1] == "W":
            start -= 1
        yield Hit(start, end, hit.entry)
