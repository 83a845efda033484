"""Names of places in a row: `Kecamatan Ubud, Tampaksiring dan Tegallalang`, `Dusun Neco, Sabdodadi, Bantul`."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.reading import Reading

# What no place is though a place is looked for here: di Facebook, di Bappeda, di Liga.
NO_PLACES: Final = (
    "organisations",
    "media",
    "venue_nouns",
    "offices",
    "quote_traps",
    "activities",
    "level_words",
    "ranks",
    "honorifics",
    "count_nouns",
)
_ITEM_SHAPES: Final = frozenset("NMXKUV")
_INNER_SHAPES: Final = _ITEM_SHAPES | {"F"}  # Tombatu Dua Utara
_LONGEST_ITEM: Final = 3
_MOST_ITEMS: Final = 40
_MOST_LINKS: Final = 4
_AFTER_LAST: Final = frozenset((",", ".", "(", ")", ";", ":", "w", ""))


class ListItem(Record, frozen=True):
    """The tokens of one name in a list."""

    start: int
    end: int


def read_item(reading: Reading, busy: bytearray, start: int, *, wild: bool = False) -> ListItem | None:
    """The capitalised name of one to three words at a token, if it may be a place's and nothing else has taken it.

    With `wild` it may begin with a word for a spot in the country: `Muara Baru`, `Kandang Limun`.
    """
    end, limit = start, min(len(reading), start + _LONGEST_ITEM + 1)
    while end < limit and reading.shapes[end] in (_INNER_SHAPES if end > start else _ITEM_SHAPES) and not busy[end]:
        if any((hit := reading.hit_at(name, end)) is not None and not _is_small_name(reading, hit, start, wild=wild) for name in NO_PLACES):
            return None
        end += 1
        if reading.breaks_after(end - 1):
            break
    return ListItem(start, end) if 0 < end - start <= _LONGEST_ITEM else None


def _is_small_name(reading: Reading, hit: Hit, start: int, *, wild: bool) -> bool:
    """`Tegalrejo, Bendung, Semugih`: a word for a spot in the country that alone is a village's name."""
    if hit.start != start or hit.entry.list != "venue_nouns":
        return False
    alone = reading.shapes[hit.end : hit.end + 1] == ","
    return (hit.entry.get("kind") == "nature" and (alone or wild)) or (wild and not alone and hit.entry.get("kind") == "open")


def read_list(reading: Reading, busy: bytearray, end: int, places: Container[int]) -> list[ListItem]:
    """The names that share the level word of the place that ends at a token: `Kecamatan Ubud, Tampaksiring dan Tegallalang`.

    The last one stands behind `dan` or `serta`; it may be a place of its own, one of those that start at `places`.
    """
    items: list[ListItem] = []
    first = end
    while len(items) < _MOST_ITEMS:
        comma = reading.shapes[end : end + 1] == ","
        last = reading.in_group(end + comma, "list_joiner") and not reading.breaks_after(end)
        start = end + comma + last
        if start == end or start >= len(reading) or reading.breaks_after(start - 1):
            return []
        if start in places:
            return items if last else []
        item = read_item(reading, busy, start)
        if item is None:
            return []
        items.append(item)
        end = item.end
        if last:
            return items if _ends_list(reading, items) and not _is_subject(reading, first, items) else []
    return []


def _ends_list(reading: Reading, items: list[ListItem]) -> bool:
    """Whether a list of names is over: `Desa A dan Budi ikut` may go on with a person, and so does `…, Pemerintah dan Rakyat`."""
    last = items[-1]
    if reading.shapes[last.end : last.end + 1] not in _AFTER_LAST or reading.in_group(last.end, "list_joiner"):
        return False
    if len(items) == 1 and reading.shapes[last.end : last.end + 1] == "w":
        return "X" in reading.shapes[last.start : last.end]
    topical = sum(set(reading.shapes[item.start : item.end]) == {"K"} for item in items)
    return 2 * topical <= len(items) and not (len(items) == 1 and topical)


def _is_subject(reading: Reading, end: int, items: list[ListItem]) -> bool:
    """Whether two names behind a place are who acts there: `Di Kelurahan Menteng, Gojek dan Grab beroperasi`."""
    if len(items) != 2 or reading.shapes[items[-1].end : items[-1].end + 1] != "w":
        return False
    opening = reading.sentence_at(end - 1).start
    fronted = reading.in_group(opening, "place_preposition") and "," not in reading.shapes[opening:end]
    return fronted or any(set(reading.shapes[item.start : item.end]) <= {"N", "M"} for item in items)


def read_chain(reading: Reading, busy: bytearray, start: int, regions: Container[int]) -> list[ListItem]:
    """The names from a token to a region around them, with commas between: the first two of `Sabdodadi, Sewon, Bantul`."""
    items: list[ListItem] = []
    while start not in regions:
        item = read_item(reading, busy, start, wild=True)
        if item is None or len(items) == _MOST_LINKS or reading.shapes[item.end : item.end + 1] != "," or reading.breaks_after(item.end):
            return []
        items.append(item)
        start = item.end + 1
    return items
