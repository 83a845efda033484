"""People without an office who still act and speak in a release: a resident, a pupil, a farmer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from berita_extract.grammar.people_tags import Tagged
from berita_extract.grammar.persons import Person, match_person, names_a_place
from berita_extract.text.reading import Reading

# Two or more name words, the first two of them not both ordinary words: Rina Sari, Budi Santoso.
_FULL_NAME: Final = re.compile(r"(?<![NMXUIJKOAGTRHBC])(?:J|I)?(?:N[NMXI]|MN)[NMXI]*(?![KUOAGT])")
# An honorific or form of address makes one word enough: Ny. Hj. Rusmini, Pak Saimi.
_LED_NAME: Final = re.compile(r"(?<![HBRC])[HB]+[NMXJI]+(?![KUOAGT])")
# So does an age: Saniah (52), Rasiman (48 tahun).
_AGED_NAME: Final = re.compile(r"(?<![NMXUIJKOAGTRHBC])[NMX]+(?=\([d0]w?\))")
# So does a comma, if what follows says who it is, or what stands before: Karto, seorang petani; seorang warga, Karto.
_EXPLAINED_NAME: Final = re.compile(r"(?<![NMXUIJKOAGTRHBC])(?P<name>N[NMXI]*),(?=w)|(?<=,)(?P<behind>[NMX][NMXI]*)(?![NMXUIJKOAGT])")
_LONGEST: Final = 10
# The words that say who somebody is stand within so many tokens before the comma.
_REACH: Final = 6


def find_bystanders(reading: Reading, tagged: Tagged, busy: set[int]) -> Iterator[Person]:
    """Find people who hold no office, outside the items that officials and titles have taken."""
    letters = tagged.letters
    found: set[int] = set()
    for pattern in (_FULL_NAME, _LED_NAME, _AGED_NAME, _EXPLAINED_NAME):
        for match in pattern.finditer(letters):
            start = match.start() if pattern is not _EXPLAINED_NAME else max(match.start("name"), match.start("behind"))
            if start in busy or start in found or reading.block_at(tagged.starts[start]).kind != "body":
                continue
            if names_a_place(reading, tagged, start) or reading.hit_at("level_words", tagged.starts[start]) is not None:
                continue  # Br. Peken is a hamlet of Bali
            person = match_person(reading, tagged, start, min(start + _LONGEST, len(letters)))
            if person is None or (pattern is _FULL_NAME and person.name_end - person.name_start < 2):
                continue
            if pattern is _EXPLAINED_NAME and not _is_explained(reading, tagged, person, behind=match["behind"] is not None):
                continue
            found.update(range(person.start, person.end))
            yield person


def _is_explained(reading: Reading, tagged: Tagged, person: Person, *, behind: bool) -> bool:
    """Whether the words beside a comma are a noun for a person: `seorang petani`, `salah satu warga`, `ibu rumah tangga`."""
    if behind:
        end = tagged.starts[person.start] - 1
        start = max(reading.sentence_at(end).start, end - _REACH)
        hits = reading.between("count_nouns", start, end)
        told = any(hit.entry.get("kind") == "person" and "," not in reading.shapes[hit.end : end] for hit in hits)
        return told and reading.any_of_group("one_person", start, end)
    place = tagged.ends[person.end - 1] + 1
    return reading.any_of_group("one_person", place, min(place + 2, len(reading)))
