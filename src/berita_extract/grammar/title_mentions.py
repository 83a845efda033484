"""Offices as found in a text, each with its person, and how a name that comes later changes them."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator

from msgspec.structs import replace

from berita_extract.record import Record


class TitleMention(Record, frozen=True):
    """An office as tokens, with the number of its person, if one is named with it.

    `joined` is the head of another title that the same unnamed person has: `Wakil Bupati yang juga Ketua PSSI`.
    """

    start: int
    end: int
    head: int
    rule: str
    person: int | None
    joined: int | None = None


class TitleMentions:
    """The offices of a text in the order in which they were found; those of one head are changed without a look at all others."""

    def __init__(self) -> None:
        self._titles: dict[int, TitleMention] = {}
        self._of_head: dict[int, list[int]] = {}
        self._bare: dict[int, list[int]] = {}
        self._joined: dict[int, list[int]] = {}
        self._count = 0

    def __iter__(self) -> Iterator[TitleMention]:
        return iter(self._titles.values())

    def __reversed__(self) -> Iterator[TitleMention]:
        return reversed(self._titles.values())

    def __setitem__(self, place: int, title: TitleMention) -> None:
        self._titles[place] = title

    def items(self) -> ItemsView[int, TitleMention]:
        """Each office with its place."""
        return self._titles.items()

    def add(self, title: TitleMention) -> None:
        """Put an office behind the others."""
        place, self._count = self._count, self._count + 1
        self._titles[place] = title
        self._of_head.setdefault(title.head, []).append(place)
        if title.person is None:
            self._bare.setdefault(title.head, []).append(place)
        if title.joined is not None:
            self._joined.setdefault(title.joined, []).append(place)

    def drop(self, head: int) -> None:
        """Take back whatever was read of the office with a head."""
        for place in self._of_head.pop(head, ()):
            self._titles.pop(place, None)

    def drop_bare(self, head: int) -> None:
        """Take back an office for which there was no name."""
        for place in self._bare.pop(head, ()):
            if place in self._titles and self._titles[place].person is None:
                del self._titles[place]

    def give_joined(self, head: int, person: int) -> None:
        """Give the offices that are joined to another to the person who turns out to hold that one."""
        for place in self._joined.pop(head, ()):
            if place in self._titles:
                self._titles[place] = replace(self._titles[place], person=person, joined=None)
