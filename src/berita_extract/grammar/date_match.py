"""A match of the grammar of dates, with the words behind its groups."""

from __future__ import annotations

import re

from berita_extract.grammar.date_forms import DateExpression, Form, Point
from berita_extract.grammar.date_tags import TaggedDates
from berita_extract.text.reading import Reading


class DateMatch:
    """A match of the grammar, with the words behind its groups."""

    def __init__(self, reading: Reading, tagged: TaggedDates, match: re.Match[str]) -> None:
        self.reading, self.tagged, self.match = reading, tagged, match
        self._groups = match.re.groupindex

    def has(self, group: str) -> bool:
        """Whether the group took part in the match."""
        return group in self._groups and bool(self.match[group])

    def text(self, group: str) -> str:
        """The words of a group, in the clean text."""
        start, end = self.match.span(group)
        return self.reading.span(self.tagged.starts[start], self.tagged.ends[end - 1])

    def value(self, group: str) -> str:
        """The lexicon value behind a group of one word."""
        return self.tagged.hits[self.match.start(group)].entry.value

    def number(self, group: str) -> int | None:
        """The figures of a group: 2024."""
        return int(self.text(group)) if self.has(group) else None

    def listed(self, group: str) -> int | None:
        """The number that a lexicon gives the word of a group: Januari → 1."""
        return int(self.value(group)) if self.has(group) else None

    def every_listed(self, letter: str) -> tuple[int, ...]:
        """The numbers that a lexicon gives the words with a letter of the match, in order."""
        first = self.match.start()
        return tuple(int(self.tagged.hits[first + place].entry.value) for place, held in enumerate(self.match[0]) if held == letter)

    def weekday(self) -> int | None:
        """The weekday beside a day; `malam Jumat` names the evening before, so it is no witness."""
        if not self.has("weekday") or self.reading.in_group(self.tagged.starts[self.match.start("weekday")] - 1, "eve"):
            return None
        return self.listed("weekday")

    def market(self) -> int | None:
        """The market day behind the weekday: `Jumat Kliwon (12/1)` → 4."""
        if not self.has("weekday"):
            return None
        hit = self.reading.ending("pasaran", self.tagged.ends[self.match.start("weekday")])
        return int(hit.entry.value) if hit is not None else None

    def is_verb(self, place: int) -> bool:
        """Whether the word behind a letter of the text is a verb: `diresmikan`."""
        entry = self.reading.common_words.get(self.reading.folded(self.tagged.starts[place])) if place >= 0 else None
        return entry is not None and entry.get("class") == "verb"

    def short_year(self) -> int | None:
        """The year behind an apostrophe: `19/1'24`."""
        year = self.number("short")
        return None if year is None else 2000 + year

    def days(self, group: str) -> tuple[tuple[int, ...], bool]:
        """The day numbers of a list, and whether they are the two ends of a range (`10-12`)."""
        first, last = self.match.span(group)
        letters = self.match[group]
        days = tuple(int(self.reading.word(self.tagged.starts[place])) for place in range(first, last) if self.tagged.letters[place] == "d")
        return days, len(days) == 2 and ("-" in letters or "S" in letters)

    def expression(self, rule: str, form: Form, *points: Point, contiguous: bool = False, **parts: object) -> DateExpression:
        """An expression read by `rule`; `find_dates` puts its tokens in."""
        return DateExpression(0, 0, rule, form, points, contiguous, **parts)  # type: ignore[arg-type]  # deictic, tail, part
