"""Who wrote, reported, edited and photographed, as credits name them (`Penulis : A | Editor: B`, `Foto : Ary © Diskominfo`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Final

from berita_extract.lexicon.fold import fold_case
from berita_extract.record import Record
from berita_extract.schema import BylineRole
from berita_extract.text.blocks import Block
from berita_extract.text.furniture import find_copy
from berita_extract.text.reading import Reading

RULES: Final[Mapping[str, str]] = {
    "bylines.marked": "a name behind its marker: ditulis oleh : Adam Alkhairi, Editor: Rina",
    "bylines.photo": "a photographer's name behind Foto: or beside the medium in a caption's end: (Foto: Rina), KOMPAS.com/Rina",
    "bylines.signed": "a name beside its medium or the day, on a line of its own: Tono Wijaya - detikNews",
}

_NAME: Final = re.compile(r"[JI]{0,2}[NXM](?:[NMXIJK]|U(?=[NMX])){0,4}")
# A line that is nothing but a name: every word of it may be part of one, and one surely is.
_WHOLE_NAME: Final = re.compile(r"(?=.*N)[JI]{0,2}[NXM][NMXIJ]{1,4}$")
# More tokens than a name can have; a longer one would be cut at the same place.
_LONGEST_NAME: Final = 16
_GAP: Final = frozenset(":?-/&.|,()")
_ROLES: Final[Mapping[str, BylineRole]] = {
    "author": "author", "reporter": "reporter", "editor": "editor", "photographer": "photographer",
}  # fmt: skip
_LONGEST_CREDIT: Final = 24
_LONGEST_MARKER: Final = 3
# The credit of a picture stands within this many tokens of the end of its text.
_LONGEST_TAIL: Final = 14
_AGENCIES: Final = ("organisations", "media")
_NO_NAMES: Final = (*_AGENCIES, "regions")
# What may stand before or behind a name and is no part of it.
_BESIDE_NAMES: Final = ("degrees", "honorifics", "ranks", "corps")
_JOINED_CAPITAL: Final = re.compile(r"[^\W\d_][a-z]+[A-Z][a-z]")


class BylineSpan(Record, frozen=True):
    """A name in a credit, as tokens, and what its bearer did."""

    start: int
    end: int
    rule: str
    role: BylineRole


def find_bylines(reading: Reading) -> list[BylineSpan]:
    """Find the people named in credits; initials and agencies are none."""
    found: dict[int, BylineSpan] = {}
    taken: set[int] = set()
    for block in reading.of_kind("byline", "caption", "credit", "metadata"):
        end = find_copy(reading, block.start, block.end) or block.end
        start = block.start
        if end - start > _LONGEST_CREDIT:
            start = max(block.start, end - _LONGEST_TAIL)
        for span in _read_credits(reading, block, start, end):
            if taken.isdisjoint(range(span.start, span.end)):
                found[span.start] = span
                taken.update(range(span.start, span.end))
    for span in (*_names_under_markers(reading), *_name_below(reading)):
        found.setdefault(span.start, span)
    return sorted(_drop_short_forms(reading, found), key=attrgetter("start", "end"))


def _drop_short_forms(reading: Reading, found: Mapping[int, BylineSpan]) -> Iterator[BylineSpan]:
    """`(Mulya/detikcom)` under a story by Mulya Budiman names nobody else; nor does an editor who is the reporter too."""
    names = {span: fold_case(reading.given(span.start, span.end)) for _, span in sorted(found.items())}
    seen = {name[:place] for name in names.values() for place, letter in enumerate(name) if letter == " "}
    for span, name in names.items():
        if name not in seen:
            yield span
        seen.add(name)


def _read_credits(reading: Reading, block: Block, start: int, end: int) -> Iterator[BylineSpan]:
    for hit in reading.between("boilerplate", start, end):
        role = _ROLES.get(hit.entry.get("role"), "photographer" if hit.entry.value == "caption" else None)
        if role is None:
            continue
        rule = "bylines.photo" if role == "photographer" else "bylines.marked"
        names = [*_names_behind(reading, hit.end, end)]
        if not names and role in ("author", "reporter"):
            names = [*_name_before(reading, block.start, hit.start)]  # Tono Wijaya, Jurnalis - Kamis …
        if reading.in_group(hit.start, "archive_word") or reading.in_group(hit.end, "archive_word"):
            names = [name for name in names if name[1] - name[0] > 1]  # Foto: Dok Kejakzon
        for name_start, name_end in names:
            yield BylineSpan(name_start, name_end, rule, role)
    if block.kind in ("caption", "credit"):
        for name_start, name_end in _names_beside_medium(reading, start, end):
            yield BylineSpan(name_start, name_end, "bylines.photo", "photographer")
    else:
        for name_start, name_end in _signed_name(reading, block):
            yield BylineSpan(name_start, name_end, "bylines.signed", "author")


def _names_behind(reading: Reading, token: int, end: int) -> Iterator[tuple[int, int]]:
    """The names behind a marker, up to the next marker or the agency that they work for."""
    first = token
    while token < end:
        if reading.shapes[token] in _GAP or reading.folded(token) in ("dan", "oleh"):
            token += 1
            continue
        skipped = [hit.end for name in _BESIDE_NAMES if (hit := reading.hit_at(name, token)) is not None]
        unwritten = reading.shapes[token] == "X" and "." not in reading.word(token)  # Amr Santoso, who has no degree
        named = unwritten and not any(reading.hit_at(name, token) for name in _BESIDE_NAMES[1:])
        if skipped and reading.shapes[token] not in "NM" and not named:
            token = max(skipped)
            continue
        medium = reading.hit_at("media", token)
        if medium is not None and medium.end < end and reading.shapes[medium.end] in ",/" and token - first <= 1:
            token = medium.end  # Laporan Wartawan Tribun Jabar, Tono; Foto: Antara/Bayu
            continue
        if reading.shapes[token : token + 2] == "U/" and reading.word(token).isupper():
            token += 1  # Foto: JGS/Frans Patadungan
            continue
        if any(reading.hit_at(name, token) for name in ("boilerplate", "organisations", "media")):
            return
        name_end = _read_name(reading, token, end)
        if name_end is None:
            return
        yield token, name_end
        token = name_end


def _read_name(reading: Reading, token: int, end: int) -> int | None:
    """The end of a personal name that starts at a token."""
    agency = (place for place in range(token + 1, end) if any(reading.hit_at(name, place) for name in _AGENCIES))
    end = next(agency, end)  # Foto: Ewit Kominfo
    match = _NAME.match(_letters(reading, token, min(end, token + _LONGEST_NAME)))
    if match is None:
        return None
    name_end = token + match.end()
    if reading.hit_at("offices", token) or any(reading.hit_at(name, place) for place in range(token, name_end) for name in _NO_NAMES):
        return None
    if name_end == token + 1 and (_JOINED_CAPITAL.match(reading.word(token)) or reading.hit_at("months", token)):
        return None  # Foto: IndonesiaBaik
    initials = name_end < end and reading.shapes[name_end] == "U" and "." in reading.word(name_end)[:-1]
    return name_end + 1 if initials and not reading.hit_at("degrees", name_end) else name_end  # R. Abdul Berri H.L.


def _name_before(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end > start and reading.shapes[end - 1] in _GAP:
        end -= 1
    yield from _whole_name(reading, start, end)


def _whole_name(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span that is one personal name from end to end."""
    while start < end and reading.shapes[start] in _GAP:
        start += 1
    letters = _letters(reading, start, end)
    if _WHOLE_NAME.match(letters) and _read_name(reading, start, end) == end:
        yield start, end


def _names_beside_medium(reading: Reading, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`KOMPAS.com/Tono Wijaya`, `(Mulya/detikcom)`: the name on the other side of the stroke."""
    for stroke in range(start + 1, end - 1):
        word = reading.word(stroke)
        if word != "/":
            continue
        if reading.ending("media", stroke) is not None or "." in reading.word(stroke - 1)[1:-1]:
            name_end = _read_name(reading, stroke + 1, end)
            if name_end is not None:
                yield stroke + 1, name_end
        elif reading.hit_at("media", stroke + 1) is not None:
            first = stroke
            while first > start and reading.shapes[first - 1] in "NMXI":
                first -= 1
            if first < stroke and reading.shapes[first - 1] in "(:" and _read_name(reading, first, stroke) == stroke:
                yield first, stroke


def _signed_name(reading: Reading, block: Block) -> Iterator[tuple[int, int]]:
    """The name that opens a line, with the medium or the day behind it: `Tono Wijaya - detikNews`, `Rina Sari • 19 September 2017`."""
    end = block.start
    while end < block.end and reading.shapes[end] in "NMXIJ" and reading.hit_at("weekdays", end) is None:
        end += 1
    if end == block.end or reading.shapes[end] in "-,?|d" or reading.hit_at("weekdays", end) is not None:
        yield from _whole_name(reading, block.start, end)


def _names_under_markers(reading: Reading) -> Iterator[BylineSpan]:
    """A marker on a line of its own and the name on the next: `Reporter` / `Rudi Hartawan`."""
    for block in reading.of_kind("byline"):
        if block.end - block.start > _LONGEST_MARKER or block.end >= len(reading):
            continue
        hit = reading.hit_at("boilerplate", block.start)
        role = _ROLES.get(hit.entry.get("role")) if hit is not None else None
        below = reading.block_at(block.end)
        if role is not None and hit is not None and set(reading.shapes[hit.end : block.end]) <= _GAP:
            for start, end in _whole_name(reading, below.start, below.end):
                yield BylineSpan(start, end, "bylines.marked", role)


def _name_below(reading: Reading) -> Iterator[BylineSpan]:
    """The full name in brackets with which the text ends: `… berjalan lancar. (Rina Sari)`."""
    last = None
    for block in reading.of_kind("body", "credit"):
        last = block
    if last is None:
        return
    end = last.end
    while end > last.start and (reading.shapes[end - 1] in "." or reading.word(end - 1) == "*"):
        end -= 1
    opening = reading.shapes.rfind("(", last.start, end)
    if end - opening >= 4 and opening >= 0 and reading.shapes[end - 1] == ")":
        for start, name_end in _whole_name(reading, opening + 1, end - 1):
            yield BylineSpan(start, name_end, "bylines.signed", "author")


def _letters(reading: Reading, start: int, end: int) -> str:
    letters = list(reading.shapes[start:end])
    for hit in reading.between("name_particles", start, end):
        for place in range(hit.start, hit.end):
            letters[place - start] = "J"
    return "".join(letters)
