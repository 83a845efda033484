"""Offices that several people hold: `Anggota DPRD Iwan, Dedi dan Rina`; `anggota KPU, antara lain A dan B`; `Kadus (A dan B)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from berita_extract.grammar.people_tags import AND, OFFICE, ROLE, SUCH, Tagged
from berita_extract.grammar.persons import Person, is_vague, match_person, match_person_before
from berita_extract.grammar.titles import TitleSpan, walk_title
from berita_extract.text.reading import Reading

# What may stand between an office and the words that open the list of its holders.
_BETWEEN: Final = frozenset("w,iOKAGX+U()|vd")
_FARTHEST: Final = 18
_OPENER: Final = re.compile(f"[{SUCH}{ROLE}]")
# Between an office and the colon at the end of its line: `Hakim Tinggi tersebut, yaitu:`.
_BEFORE_COLON: Final = 8
# A bracket inside a list is no longer than this.
_BRACKET: Final = 6


def is_shared(reading: Reading, tagged: Tagged, title: TitleSpan) -> bool:
    """Whether several people may hold an office together: `Anggota …`, `tiga Wakil Ketua`, `para Camat`."""
    return tagged.hits[title.head].entry.has("shared") or is_counted(reading, tagged, title)


def is_counted(reading: Reading, tagged: Tagged, title: TitleSpan) -> bool:
    """Whether a number or `para` stands before an office."""
    before = tagged.starts[title.start] - 1
    if before < 0:
        return False
    return reading.shapes[before] in "d0" or reading.in_group(before, "plural") or reading.ending("number_words", before + 1) is not None


def first_of_list(reading: Reading, tagged: Tagged, title: TitleSpan, end: int) -> Person | None:
    """The first of the people whose names follow an office at a distance: `anggota DPRD yang hadir, di antaranya Iwan dan Rina`."""
    letters = tagged.letters
    if _OPENER.search(letters, title.end, min(end, title.end + _FARTHEST + 1)) is None:
        return None
    place = title.end
    while place < end and place - title.end <= _FARTHEST and _may_lie_between(reading, tagged, place, end):
        place += 1
    if place >= end or place - title.end > _FARTHEST or letters[place] not in (SUCH, ROLE) or not _may_list(reading, tagged, title):
        return None
    if any(
        hit.entry.get("kind") == "person" and reading.shapes[hit.start] == "w"
        for hit in reading.between("count_nouns", tagged.ends[title.end - 1], tagged.starts[place])
    ):
        return None  # seleksi Perangkat Desa oleh tiga peserta, yaitu Arif dan Fajar
    first = _person_behind(reading, tagged, place, end)
    if first is not None and is_vague(tagged, first) and letters[first.end : first.end + 1] not in (",", ".", "(", AND):
        return None  # operator, seperti Hutchison 3 Indonesia
    if first is None or letters[place] == SUCH:
        return first
    # `anggota yang dilantik adalah A dan B`, but not `anggota itu adalah Budi, kata …`
    return first if letters[first.end : first.end + 1] in (",", AND) and len(list_members(reading, tagged, first, end)) > 1 else None


def _may_lie_between(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    letter = tagged.letters[place]
    if letter == OFFICE:
        # wartawan di lingkungan Istana Wakil Presiden, di antaranya …; but of two offices that have several holders the nearer counts
        return not is_shared(reading, tagged, TitleSpan(place, place, place + 1, None))
    return letter in _BETWEEN and (letter != SUCH or not _opens_names(reading, tagged, place, end))


def _may_list(reading: Reading, tagged: Tagged, title: TitleSpan) -> bool:
    return is_shared(reading, tagged, title) or reading.in_group(tagged.starts[title.head], "body_leaders")


def _opens_names(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    return tagged.hits[place].entry.get("tag") == "such" and _person_behind(reading, tagged, place, end) is not None


def _person_behind(reading: Reading, tagged: Tagged, place: int, end: int) -> Person | None:
    step = place + 1 + (tagged.letters[place + 1 : place + 2] in (":", ",", ";"))
    return match_person(reading, tagged, step, end) if step < end else None


def list_members(reading: Reading, tagged: Tagged, first: Person, end: int) -> list[Person]:
    """A person and the further names of the list that begins with it: `A, B, dan C`."""
    letters = tagged.letters
    members = [first]
    while (place := _behind_bracket(letters, members[-1].end, end)) < end:
        step = place
        while step < end and letters[step] in (",", AND, ";"):
            step += 1
        following = match_person(reading, tagged, step, end) if step > place else None
        if following is None or letters[following.end : following.end + 1] == OFFICE:
            break
        members.append(following)
    return members


def _behind_bracket(letters: str, place: int, end: int) -> int:
    """Past what a bracket says of a name in a list: `Mathias Komegi (Kota Sorong), Selfiana Kalami (Kota Sorong)`."""
    closing = letters.find(")", place, min(end, place + _BRACKET)) if letters[place : place + 1] == "(" else -1
    return closing + 1 if closing > 0 and letters[closing + 1 : closing + 2] in (",", AND) else place


def bracketed_members(reading: Reading, tagged: Tagged, first: Person, end: int) -> list[Person]:
    """The names in a bracket behind an office: `Kepala Dukuh (Hendri Setiyawan, Sumardi dan Utarno)`; one alone is no list."""
    if tagged.letters[first.start - 1 : first.start] != "(":
        return []
    closing = tagged.letters.find(")", first.end, end)
    if closing < 0:
        return []
    members = list_members(reading, tagged, first, closing)
    return members if len(members) > 1 and members[-1].end == closing else []


def members_before(reading: Reading, tagged: Tagged, last: Person, first: int) -> Iterator[Person]:
    """The names of a list that ends with a person: `Iwan Setiadi, Dedi Kurnia dan Rina Mulyani, anggota DPRD`."""
    place = last.start
    while place > first + 1:
        step = place
        while step > first and tagged.letters[step - 1] in (",", AND):
            step -= 1
        earlier = match_person_before(reading, tagged, step, first) if step < place else None
        if earlier is None or (earlier.name_end - earlier.name_start == 1 and not earlier.is_led):
            return
        yield earlier
        place = earlier.start


def announced_office(reading: Reading, tagged: Tagged, first: int, end: int) -> TitleSpan | None:
    """The office with which a sentence ends before a colon: `Anggota:`, `4 Hakim Tinggi tersebut, yaitu:`."""
    if tagged.letters[end - 1] != ":":
        return None
    head = next((place for place in range(end - 2, max(end - _BEFORE_COLON, first - 1), -1) if tagged.letters[place] == OFFICE), None)
    if head is None:
        return None
    span = walk_title(reading, tagged, head, end)
    if span.person is not None:
        return None
    rest = tagged.letters[span.end : end - 1]
    return span if not rest or (is_shared(reading, tagged, span) and not rest.strip("w,sv")) else None
