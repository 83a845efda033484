"""A place as written, and what one search for places knows of the tokens that are taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from berita_extract.grammar.areas import region_at
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.schema import LocationKind
from berita_extract.text.reading import Reading
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED

# Only in blocks of these kinds are places facts of the release.
_TOLD: Final = frozenset(("body", "headline", "caption"))
_LONGEST_COMPANY: Final = 12
# Shapes of the words that a place's name is made of.
NAME_SHAPES: Final = CAPITALISED - {"F"}
_AFTER_NAME: Final = frozenset((",", ".", "(", ")", ";", ""))


class Place(Record, frozen=True):
    """A place as written: its tokens, the tokens of its name without the level word, and what announced it."""

    start: int
    end: int
    name_start: int
    kind: LocationKind
    rule: str
    head: Hit | None
    area: Hit | None
    strength: int = 0


class PlaceSearch:
    """One search: `busy` marks the tokens that belong to a name, title, date or place, `starts` and `ends` where places are."""

    def __init__(
        self, reading: Reading, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]], found: Iterable[Place] = ()
    ) -> None:
        self.reading = reading
        self.places: list[Place] = []
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        dated = [*dated]
        self.date_starts = frozenset(start for start, _ in dated)
        self.dated = mark_spans(len(reading), dated)
        self.busy = mark_spans(len(reading), named, self.dated)
        self.inside_organisation = _mark_organisations(reading)
        for place in found:
            self.add(place)

    def add(self, place: Place) -> None:
        """Take a place and its tokens."""
        self.places.append(place)
        self.starts.add(place.start)
        self.ends.add(place.end)
        self.busy[place.start : place.end] = b"\1" * (place.end - place.start)

    def is_told(self, token: int) -> bool:
        """Whether the release itself speaks here, not a byline or a footer."""
        return self.reading.block_at(token).kind in _TOLD

    def is_open(self, hit: Hit) -> bool:
        """Whether nothing else has taken the words of a lexicon hit."""
        return not any(self.busy[hit.start : hit.end]) and self.is_told(hit.start)

    def _is_located(self, start: int) -> bool:
        reading = self.reading
        chained = start in self.ends or (start - 1 in self.ends and reading.shapes[start - 1] == ",")
        return chained or reading.in_group(start - 1, "place_preposition") or reading.in_group(start - 1, "region_freeing")

    def _is_listed(self, hit: Hit) -> bool:
        """`Banyuwangi, Batang, dan Wonosobo`, `Kudus, Jawa Tengah`: a word that is a region beside sure regions."""
        reading = self.reading
        if reading.ending("speech_verbs", hit.start) is not None:
            return False
        joint = hit.end
        while joint < hit.end + 2 and joint < len(reading) and (reading.shapes[joint] == "," or reading.in_group(joint, "list_joiner")):
            joint += 1
        following = region_at(reading, joint) if joint > hit.end and not reading.breaks_after(joint - 1) else None
        if following is not None and self._is_sure(following) and hit.entry.list != "countries":
            return True  # but the first in `Inggris, Jepang dan Korea` may be a language
        before = hit.start
        while before > hit.start - 2 and (reading.shapes[before - 1] == "," or reading.in_group(before - 1, "list_joiner")):
            before -= 1
        if before == hit.start or before not in self.ends or reading.breaks_after(hit.start - 1):
            return False
        return joint > hit.end or reading.shapes[hit.end : hit.end + 1] in _AFTER_NAME or reading.in_group(hit.start - 1, "list_joiner")

    def _is_sure(self, area: Hit) -> bool:
        """Whether a region's name needs nothing beside it to be read as one."""
        doubtful = area.entry.has("word") or area.entry.has("trap") or area.entry.has("epithet") or area.entry.has("shared")
        return not doubtful and self.reading.shapes[area.start] != "w" and self.is_told(area.start)

    def _is_short_form(self, token: int) -> bool:
        """`Sulawesi Tenggara (Sultra)`: the bracket says again what stands before it."""
        closing = self.reading.shapes.find(")", token, token + 4)
        return (
            closing > 0 and token > 1 and self.reading.shapes[token - 2] in NAME_SHAPES and self.reading.block_at(token).start < token - 2
        )

    def _is_scoped(self, token: int) -> bool:
        """`se-Sulawesi Tenggara`."""
        return token > 1 and self.reading.shapes[token - 1] == "-" and self.reading.in_group(token - 2, "everywhere_in")

    def _stands_free(self, token: int) -> bool:
        """Whether a region is no part of a name: `di Sultra`, `masyarakat Indonesia`, but not `Kapolda Sultra`, `PON XX Papua`."""
        reading = self.reading
        if self.inside_organisation[token] or reading.ending("offices", token) is not None:
            return False
        if token == 0 or reading.breaks_after(token - 1) or token in self.ends or self._is_scoped(token):
            return True
        before = reading.shapes[token - 1]
        if before == ")" or (before == "(" and self._is_short_form(token)):
            return False
        if before in "-/" and reading.touches(token - 1):
            return False  # BPTD-SULTRA/2021
        if before not in CAPITALISED and before not in "d08yn":
            return not reading.in_group(token - 1, "of_people")
        if reading.in_group(token - 1, "of_people"):
            return False
        if reading.in_group(token - 2, "no_level"):
            return True  # Ibu Kota Provinsi Aceh
        if reading.in_group(token - 1, "region_freeing"):
            return before == "w" or reading.ending("organisations", token - 1) is None  # OJK Wilayah Sumatera Utara
        if before == "F" or reading.is_function_word(token - 1):
            return True
        if reading.sentence_at(token).start == token - 1 and before == "K" and reading.ending("activities", token) is None:
            return True
        counted = reading.ending("count_nouns", token)
        if counted is None or counted.entry.get("kind") not in ("person", "group"):
            return False
        # `UMKM Kota Semarang` is about Semarang's; in `Pelindungan Pekerja Migran Indonesia` all is one name.
        return before in "U" or counted.start == 0 or reading.shapes[counted.start - 1] not in NAME_SHAPES


def _mark_organisations(reading: Reading) -> bytearray:
    """Mark every token that stands inside the name of an organisation, behind its first word, or of a medium of several words."""
    marks = bytearray(len(reading) + 1)
    for hit in reading.found("organisations"):
        end = hit.end
        if hit.entry.get("type") == "company" and hit.entry.get("kind") == "head":
            limit = min(len(reading), end + _LONGEST_COMPANY)
            while end < limit and reading.shapes[end] in NAME_SHAPES and not reading.breaks_after(end - 1):
                end += 1  # PT Samudera Raya Persero
        marks[hit.start + 1 : end + 1] = b"\1" * (end - hit.start)
    for hit in reading.found("media"):
        if hit.end - hit.start > 1 and reading.shapes[hit.start] != "w":
            marks[hit.start : hit.end] = b"\1" * (hit.end - hit.start)  # Pos Kupang
    return marks
