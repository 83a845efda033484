"""Which region a name in the text may be."""

from __future__ import annotations

from typing import Final

from berita_extract.lexicon.gazetteer import Gazetteer
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

AREA_LISTS: Final = ("regions", "region_aliases", "seat_towns", "countries")
SMALL_LEVELS: Final = frozenset(("district", "village"))
# Names of districts and villages have at most this many words: Kota Agung Barat Daya.
_MOST_WORDS: Final = 4


def region_at(reading: Reading, token: int) -> Hit | None:
    """The region, alias, town or country whose name starts at a token, the longest one."""
    return reading.longest_at(AREA_LISTS, token)


def collect_codes(reading: Reading) -> frozenset[str]:
    """The codes of all provinces, regencies and cities that a text names anywhere, also inside titles and organisations."""
    codes = set()
    for name in AREA_LISTS[:3]:
        for hit in reading.found(name):
            if reading.shapes[hit.start] != "w" and hit.entry.value:
                codes.update(hit.entry.value.split("|"))
    return frozenset(codes)


def find_small_area(reading: Reading, gazetteer: Gazetteer, token: int, level: str | None, codes: frozenset[str]) -> int | None:
    """The end of the district's or village's name that starts at a token: `Tebet` in `Camat Tebet Dyan Airlangga`.

    Only a name in a regency of the text counts: somewhere in the country there is a village for almost every word.
    """
    end = token
    while end < len(reading) and end - token < _MOST_WORDS and reading.shapes[end] in CAPITALISED:
        end += 1
        if reading.breaks_after(end - 1):
            break
    for last in range(end, token, -1):
        for region in gazetteer.find(reading.span(token, last)):
            if region.level in SMALL_LEVELS and level in (None, region.level) and region.code[:5] in codes:
                return last
    return None
