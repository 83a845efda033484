"""Who wrote, reported, edited and photographed, as credits name them (`Penulis : A | Editor: B`, `Foto : Ary © Diskominfo`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from berita_extract.schema import BylineRole
from berita_extract.text.reading import Reading

RULES: Final[Mapping[str, str]] = {
    "bylines.marked": "a name behind its marker: ditulis oleh : Adam Alkhairi, Editor: Rina",
    "bylines.photo": "a photographer's name behind Foto: or in a caption's end",
}

_NAME: Final = re.compile(r"[JI]{0,2}[NXM](?:[NMXIJK]|U(?=[NMX])){0,4}")
_GAP: Final = frozenset(":?-/&.|,()")
_ROLES: Final[Mapping[str, BylineRole]] = {
    "author": "author", "reporter": "reporter", "editor": "editor", "photographer": "photographer",
}  # fmt: skip
_LONGEST_CREDIT: Final = 24


class BylineSpan(NamedTuple):
    """A name in a credit, as tokens, and what its bearer did."""

    start: int
    end: int
    rule: str
    role: BylineRole


def find_bylines(reading: Reading) -> list[BylineSpan]:
    """Find the people named in credits; initials and agencies are none."""
    found: dict[int, BylineSpan] = {}
    for block in reading.blocks:
        if block.kind not in ("byline", "caption", "credit") or block.end - block.start > _LONGEST_CREDIT:
            continue
        for hit in reading.between("boilerplate", block.start, block.end):
            role = _ROLES.get(hit.entry.get("role"), "photographer" if hit.entry.value == "caption" else None)
            if role is None:
                continue
            for start, end in _names_behind(reading, hit.end, block.end):
                rule = "bylines.photo" if role == "photographer" else "bylines.marked"
                found.setdefault(start, BylineSpan(start, end, rule, role))
    return sorted(found.values())


def _names_behind(reading: Reading, token: int, end: int) -> Iterator[tuple[int, int]]:
    """The names behind a marker, up to the next marker or the agency that they work for."""
    while token < end:
        if reading.shapes[token] in _GAP or reading.folded(token) in ("dan", "oleh"):
            token += 1
            continue
        degree = reading.hit_at("degrees", token)
        if degree is not None:
            token = degree.end
            continue
        if any(reading.hit_at(name, token) for name in ("boilerplate", "organisations", "media")):
            return
        match = _NAME.match(_letters(reading, token, end))
        if match is None:
            return
        name_end = token + match.end()
        if any(
            reading.hit_at(name, place) for place in range(token, name_end) for name in ("organisations", "media", "regions", "offices")
        ):
            return
        yield token, name_end
        token = name_end


def _letters(reading: Reading, start: int, end: int) -> str:
    letters = list(reading.shapes[start:end])
    for hit in reading.between("name_particles", start, end):
        for place in range(hit.start, hit.end):
            letters[place - start] = "J"
    return "".join(letters)
