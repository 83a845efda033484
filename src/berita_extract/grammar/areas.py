"""Which region a name in the text may be."""

from __future__ import annotations

from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading

AREA_LISTS: Final = ("regions", "region_aliases", "seat_towns", "countries")


def region_at(reading: Reading, token: int) -> Hit | None:
    """The region, alias, town or country whose name starts at a token, the longest one."""
    hits = [hit for name in AREA_LISTS if (hit := reading.hit_at(name, token)) is not None]
    return max(hits, key=lambda hit: hit.end - hit.start) if hits else None
