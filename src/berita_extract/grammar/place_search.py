"""A place as written, and what one search for places knows of the tokens that are taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.schema import LocationKind
from berita_extract.text.reading import Reading
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED

# Only in blocks of these kinds are places facts of the release.
_TOLD: Final = frozenset(("body", "headline", "caption"))
# Shapes of the words that a place's name is made of.
NAME_SHAPES: Final = CAPITALISED - {"F"}


class Place(NamedTuple):
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
    """One search: `busy` marks the tokens that belong to a name, title, date or place, `ends` where places end."""

    def __init__(
        self, reading: Reading, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]], found: Iterable[Place] = ()
    ) -> None:
        self.reading = reading
        self.places: list[Place] = []
        self.ends: set[int] = set()
        self.dated = mark_spans(len(reading), dated)
        self.busy = mark_spans(len(reading), named, self.dated)
        self.inside_organisation = _mark_organisations(reading)
        for place in found:
            self.add(place)

    def add(self, place: Place) -> None:
        """Take a place and its tokens."""
        self.places.append(place)
        self.ends.add(place.end)
        self.busy[place.start : place.end] = b"\1" * (place.end - place.start)

    def is_told(self, token: int) -> bool:
        """Whether the release itself speaks here, not a byline or a footer."""
        return self.reading.block_at(token).kind in _TOLD

    def is_open(self, hit: Hit) -> bool:
        """Whether nothing else has taken the words of a lexicon hit."""
        return not any(self.busy[hit.start : hit.end]) and self.is_told(hit.start)


def _mark_organisations(reading: Reading) -> bytearray:
    """Mark every token that stands inside the name of an organisation, behind its first word."""
    marks = bytearray(len(reading) + 1)
    for hit in reading.found("organisations"):
        end = hit.end
        if hit.entry.get("type") == "company" and hit.entry.get("kind") == "head":
            while end < len(reading) and reading.shapes[end] in NAME_SHAPES and not reading.breaks_after(end - 1):
                end += 1  # PT Samudera Raya Persero
        marks[hit.start + 1 : end + 1] = b"\1" * (end - hit.start)
    return marks
