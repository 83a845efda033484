"""Which region a place name means: its code, or the candidates where the text does not settle it."""

from __future__ import annotations

from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.schema import LocationLevel
from berita_extract.text.reading import Reading

_LEVELS: Final[frozenset[str]] = frozenset(("country", "province", "regency", "city", "district", "village", "other"))


class RegionLink(NamedTuple):
    """A region's official code (Ministry of Home Affairs, dotted) and level, or several candidates and no code."""

    code: str | None
    level: LocationLevel
    candidates: tuple[str, ...] = ()


def link_region(area: Hit | None, level_word: str | None, context: frozenset[str]) -> RegionLink:
    """Settle which region is meant.

    The level word decides (`Kab. Bogor`); a bare name takes the kota before the kabupaten; names that several
    provinces have (`Mura`) need one of those provinces in the text. `context` are the codes of provinces spoken of.
    """
    if area is None:
        return RegionLink(None, _as_level(level_word))
    if area.entry.list == "countries":
        return RegionLink(None, _as_level(area.entry.get("level")))
    if area.entry.list == "seat_towns":
        return RegionLink(None, _as_level(level_word) if level_word else "other")
    codes = area.entry.value.split("|")
    levels = area.entry.get("level").split("|")
    if len(levels) < len(codes):
        levels = [levels[0]] * len(codes)
    options = [*zip(codes, levels, strict=False)]
    if level_word in ("province", "regency", "city"):
        matching = [option for option in options if option[1] == level_word]
        if not matching:
            return RegionLink(None, _as_level(level_word))
        options = matching
    elif level_word is not None:
        return RegionLink(None, _as_level(level_word))
    if len(options) > 1 and area.entry.list == "region_aliases":
        near = [option for option in options if option[0].split(".")[0] in context]
        if len(near) != 1:
            return RegionLink(None, _as_level(options[0][1]), tuple(code for code, _ in options))
        options = near
    if len(options) > 1 and len({code[:2] for code, _ in options}) > 1:
        near = [option for option in options if option[0].split(".")[0] in context]
        options = near or options
    return RegionLink(options[0][0], _as_level(options[0][1]))


def _as_level(level: str | None) -> LocationLevel:
    return level if level in _LEVELS else "other"  # type: ignore[return-value]  # checked against the same names


def provinces_of(reading: Reading) -> frozenset[str]:
    """The provinces that a text speaks of, by their codes."""
    return frozenset(
        code
        for name in ("regions", "region_aliases")
        for hit in reading.found(name)
        for code in hit.entry.value.split("|")
        if len(code) == 2
    )
