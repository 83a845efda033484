"""Speakers called by a short form that no list knows: Victor after Victor Fun, TP for Taufan Pawe, Halikin for Halikinnor."""

from __future__ import annotations

from typing import Final

from berita_extract.linking.antecedents import SpeakerLink
from berita_extract.linking.people import Cast
from berita_extract.text.reading import Reading

# A short form that is the beginning of a name has at least so many letters.
_SHORTEST_BEGINNING: Final = 4
_LONGEST_INITIALS: Final = 4
_NAME_SHAPES: Final = frozenset("NMXUI")


class ShortForms:
    """Remembers the speakers of a text; a word that fits just one of them is that one."""

    def __init__(self, reading: Reading, cast: Cast) -> None:
        self.reading = reading
        self._initials: dict[str, set[int]] = {}
        self._beginnings: dict[str, set[int]] = {}
        self._unlisted: dict[str, set[SpeakerLink]] = {}
        self._alone: dict[str, SpeakerLink] = {}
        for index, person in enumerate(cast.people):
            self._initials.setdefault("".join(word[0] for word in person.words), set()).add(index)
            first = person.words[0] if person.words else ""
            for end in range(_SHORTEST_BEGINNING, len(first)):
                self._beginnings.setdefault(first[:end], set()).add(index)

    def complete(self, link: SpeakerLink) -> SpeakerLink:
        """The same speaker by the full name, if an earlier one fits the word."""
        if link.person is not None or link.missing is not None:
            return link
        shapes = self.reading.shapes[link.start : link.end]
        if not set(shapes) <= _NAME_SHAPES or self.reading.hit_at("organisations", link.start) is not None:
            return link
        if len(shapes) > 1:
            for token in range(link.start, link.end):
                self._unlisted.setdefault(self.reading.folded(token), set()).add(link)
            return link
        word = self.reading.folded(link.start)
        persons = self._beginnings.get(word, set())
        if shapes in "UI" and 1 < len(word) <= _LONGEST_INITIALS:
            persons = persons | self._initials.get(word, set())
        if len(persons) == 1:
            return SpeakerLink(next(iter(persons)), link.start, link.end, None)
        fuller = {self.reading.span(other.start, other.end): other for other in self._unlisted.get(word, ())}
        if not fuller and len(word) >= _SHORTEST_BEGINNING:
            fuller = {name: other for name, other in self._alone.items() if name.startswith(word) and name != word}
        if len(fuller) == 1:
            return next(iter(fuller.values()))
        self._alone.setdefault(word, link)
        return link
