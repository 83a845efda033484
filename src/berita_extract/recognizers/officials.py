"""Who holds which office: names with their titles, in every order in which releases write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.bystanders import find_bystanders
from berita_extract.grammar.owners import Owner, find_owner, holds_alone, is_certain, opens_block
from berita_extract.grammar.people_tags import ALSO, AND, HELD, OFFICE, RANK, ROLE, SUCH, Tagged
from berita_extract.grammar.persons import Person, is_vague, match_person, names_a_place
from berita_extract.grammar.shared_offices import (
    announced_office,
    bracketed_members,
    first_of_list,
    is_shared,
    list_members,
    members_before,
)
from berita_extract.grammar.title_mentions import TitleMention, TitleMentions
from berita_extract.grammar.titles import TitleSpan, repeats, starts_title, walk_title
from berita_extract.record import Record
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence

RULES: Final[Mapping[str, str]] = {
    "officials.title_name": "an office, then its holder: Camat Trucuk, Heru Santosa",
    "officials.name_title": "a name, then the office: Heru Santosa selaku Camat Trucuk; Yudianto Kadis LH",
    "officials.also": "a second office of the same person: Sekda yang juga Ketua Kwarcab",
    "officials.shared": "an office held by several: Anggota DPRD Iwan, Dedi dan Rina",
    "officials.paired": "two offices and two names in order: Bupati dan Wakil Bupati, A dan B",
    "officials.signature": "a name and an office on lines of their own: Bireuen, 20 November 2024 / Kepala Kankemenag, / Mahfud Abdullah",
    "officials.rank": "a rank before a name, without an office: Kompol Heri Cahyono",
    "officials.bare_title": "an office without a name: Danrem, para Camat",
}

# Blocks in which people are named; a related link or a share line has none.
PEOPLED: Final = frozenset(("body", "headline", "caption", "repeat", "byline", "credit"))
# In these `Kontributor`, `Editor` are what the page credits people for; only a rank says more of them.
_CREDITS: Final = frozenset(("byline", "credit"))
# With these a person begins.
_HEADS: Final = re.compile(f"[{OFFICE}{RANK}]")


class Found(Record, frozen=True):
    """The people and offices of a text, before anybody asks who is who."""

    tagged: Tagged
    people: list[Person]
    titles: list[TitleMention]

    def spans(self) -> Iterator[tuple[int, int]]:
        """The tokens of every person and title."""
        starts, ends = self.tagged.starts, self.tagged.ends
        for person in self.people:
            yield starts[person.start], ends[person.end - 1]
        for title in self.titles:
            yield title.start, title.end


def find_officials(reading: Reading, tagged: Tagged) -> Found:
    """Find named people with their offices, and offices without a name (`Danrem 052/Wijayakrama, Kolonel Inf Dr. Indarto`)."""
    finder = _Finder(reading, tagged)
    for sentence in reading.sentences:
        if reading.block_at(sentence.start).kind in PEOPLED and not finder.read_list_line(sentence):
            finder.read_sentence(sentence)
    finder.drop_organisations()
    finder.add_bystanders()
    return Found(tagged, finder.people, sorted(finder.titles, key=lambda title: title.start))


class _Finder:
    """One trip through a text; `seen` are items that already belong to a person or title."""

    def __init__(self, reading: Reading, tagged: Tagged) -> None:
        self.reading, self.tagged = reading, tagged
        self.people: list[Person] = []
        self.titles = TitleMentions()
        self._by_start: dict[int, int] = {}
        self._titled: set[int] = set()
        self._first = 0
        self._listed: TitleSpan | None = None
        self._line: Person | TitleSpan | None = None

    def read_sentence(self, sentence: Sentence) -> None:
        first = self._first = self.tagged.items[sentence.start]
        end = self.tagged.items[sentence.end - 1] + 1
        credited = self.reading.block_at(sentence.start).kind in _CREDITS or self._credits_reporter(sentence.start)
        letters, place = self.tagged.letters, first
        while (head := _HEADS.search(letters, place, end)) is not None:
            place = head.start()
            if letters[place] == OFFICE and not credited:
                place = self._read_title(place, end)
            elif (
                letters[place] == RANK
                and letters[place - 1 : place] != SUCH  # a resident called Prada Wijaya
                and not names_a_place(self.reading, self.tagged, place)
                and (person := match_person(self.reading, self.tagged, place, end)) is not None
            ):
                number = self._add_person(person)
                place = self._read_behind(person, number, end, titled=False)
            else:
                place += 1
        if not credited:
            self._read_named_first(first, end)
        self._read_signature(sentence, first, end)
        self._listed = announced_office(self.reading, self.tagged, first, end)

    def _credits_reporter(self, token: int) -> bool:
        """`Laporan Wartawan Tribun Jabar, Theo Ricardo`: who wrote the page."""
        return self.reading.in_group(token, "report") and self.reading.in_group(token + 1, "journalist")

    def read_list_line(self, sentence: Sentence) -> bool:
        """A line of a list under an office (`Anggota:`): `1. Fauziah Syarif, S.H.` holds that office."""
        if self._listed is None:
            return False
        letters = self.tagged.letters
        place, end = self.tagged.items[sentence.start], self.tagged.items[sentence.end - 1] + 1
        if letters[place] in "dI-?*" and place + 1 < end:
            place += 1 + (letters[place + 1] in ".)")
            if place >= end:
                return True  # the number alone: its stop ended a sentence
        person = match_person(self.reading, self.tagged, place, end)
        if person is None or end - person.end > 1:
            self._listed = None
            return False
        head = self.tagged.starts[self._listed.head]
        self.titles.drop_bare(head)
        self._add_title(self._listed, "officials.shared", self._add_person(person))
        return True

    def _read_signature(self, sentence: Sentence, first: int, end: int) -> None:
        """A name and an office on lines of their own, in either order, as in a signature."""
        line = self._read_line(sentence, first, end)
        above, self._line = self._line, line
        if isinstance(line, Person) and isinstance(above, TitleSpan):
            person, span = line, above
        elif isinstance(line, TitleSpan) and isinstance(above, Person):
            person, span = above, line
        else:
            return
        head = self.tagged.starts[span.head]
        self.titles.drop(head)
        self._add_title(span, "officials.signature", self._add_person(person))
        self._line = None

    def _read_line(self, sentence: Sentence, first: int, end: int) -> Person | TitleSpan | None:
        """The person or the office that is all of a paragraph."""
        block = self.reading.block_at(sentence.start)
        if (sentence.start, sentence.end) != (block.start, block.end) or block.kind != "body":
            return None
        if self.tagged.letters[first] == OFFICE:
            span = walk_title(self.reading, self.tagged, first, end)
            return span if span.person is None and end - span.end <= 1 else None
        person = match_person(self.reading, self.tagged, first, end)
        if person is None or end - person.end > 1 or (person.name_end - person.name_start < 2 and not person.is_led):
            return None
        return person

    def _add_person(self, person: Person) -> int:
        number = self._by_start.get(person.name_start)
        if number is None:
            number = self._by_start[person.name_start] = len(self.people)
            self.people.append(person)
        return number

    def _add_title(self, span: TitleSpan, rule: str, person: int | None, joined: int | None = None) -> None:
        if person is not None:
            self._titled.add(person)
        starts, ends = self.tagged.starts, self.tagged.ends
        self.titles.add(TitleMention(starts[span.start], ends[span.end - 1], starts[span.head], rule, person, joined))

    def _read_title(self, head: int, end: int) -> int:
        """A title from its head on, what joins it to others, and the people behind it; returns where to go on."""
        if self._leads_another(head):
            return head + 1  # di bawah pimpinan Wali Kota Batam
        if names_a_place(self.reading, self.tagged, head, built=not self.tagged.hits[head].entry.has("trap")):
            return head + 1  # Bandara Sultan Hasanuddin
        owned = self._is_owned(head, end)
        span = walk_title(self.reading, self.tagged, head, end, owned=owned)
        if span.person is None or self._is_building(span) or self._is_circumstance(span):
            return self._read_unnamed(replace(span, person=None), end, owned=owned)
        if is_shared(self.reading, self.tagged, span) and is_vague(self.tagged, span.person):
            first = first_of_list(self.reading, self.tagged, replace(span, end=span.person.end), end)
            if first is not None:
                # Anggota Bamus Nagari Limau Purut yang dilantik adalah …: the last word belongs to the area
                return self._read_unnamed(replace(span, end=span.person.end, person=None), end, owned=owned)
        number = self._add_person(span.person)
        self._add_title(span, "officials.title_name", number)
        members = bracketed_members(self.reading, self.tagged, span.person, end)
        if members:
            self._share(span, members[1:])
            return members[-1].end + 1
        return self._read_behind(span.person, number, end, titled=True, title=span)

    def _leads_another(self, head: int) -> bool:
        """Whether a small word that may be an office stands right before one: what it says is whose office that is."""
        trap = self.tagged.hits[head].entry.has("trap") and self.reading.shapes[self.tagged.starts[head]] == "w"
        return trap and self.tagged.letters[head + 1 : head + 2] == OFFICE and self.reading.shapes[self.tagged.starts[head + 1]] != "w"

    def _is_owned(self, head: int, end: int) -> bool:
        """Whether the name before an office says whose it is, so that none is to be looked for behind it."""
        letters = self.tagged.letters
        start = head
        while start > self._first and letters[start - 1] in "EB":
            start -= 1
        if letters[start - 1 : start] not in (ROLE, ALSO, AND, "(", ","):
            return False
        owner = find_owner(self.reading, self.tagged, head, self._first)
        if owner is None or (owner.mark == "," and self._by_start.get(owner.person.name_start) in self._titled):
            return False
        return holds_alone(self.reading, self.tagged, owner, head, end)

    def _is_circumstance(self, span: TitleSpan) -> bool:
        """`Bersama Bupati Kendal, Ansar menjelaskan`: whoever speaks behind the comma is not the one with whom."""
        person = span.person
        if (
            person is None
            or self.tagged.letters[person.start - 1] != ","
            or self.tagged.letters[person.end : person.end + 1] not in ("S", "w")
        ):
            return False
        start = self.tagged.starts[span.start]
        opening = self.reading.sentence_at(start).start
        return opening < start <= opening + 2 and self.reading.in_group(start - 1, "companion")

    def _is_building(self, span: TitleSpan) -> bool:
        """`rumah dinas wapres, Menteng, dijaga`: a place, and what follows the comma says where."""
        person = span.person
        return (
            person is not None
            and is_vague(self.tagged, person)
            and self.tagged.letters[person.start - 1] == ","
            and self.reading.ending("venue_nouns", self.tagged.starts[span.start]) is not None
        )

    def _read_unnamed(self, span: TitleSpan, end: int, *, owned: bool) -> int:
        """A title without a name right behind it: joined to another (`yang juga …`, `dan …`), a list's head, or bare."""
        letters = self.tagged.letters
        joiner = letters[span.end : span.end + 1]
        following = starts_title(self.tagged, span.end + 1)
        if joiner == ",":
            joiner, following = letters[span.end + 1 : span.end + 2], starts_title(self.tagged, span.end + 2)
        if joiner in (ALSO, ROLE) and following is not None and following < end:
            second = walk_title(self.reading, self.tagged, following, end, owned=owned)
            if second.person is not None:
                number = self._add_person(second.person)
                self._add_title(span, "officials.also", number)
                self._add_title(second, "officials.title_name", number)
                return self._read_behind(second.person, number, end, titled=True)
            if second.end > second.head:
                self._add_title(span, "officials.bare_title", None)
                self._add_title(second, "officials.also", None, joined=self.tagged.starts[span.head])
                return max(second.end, following + 1)
        if self._repeats(span, end):
            second = walk_title(self.reading, self.tagged, span.end, end)
            if second.person is not None:
                # Komandan Korem Halu Oleo Danrem Halu Oleo Brigjen TNI Jannie Siahaan: one office twice
                self._add_title(span, "officials.title_name", self._add_person(second.person))
                return span.end
        if letters[span.end : span.end + 1] == AND and following is not None and following < end:
            pair = self._read_pair(span, following, end)
            if pair is not None:
                return pair
        first = first_of_list(self.reading, self.tagged, span, end)
        if first is not None:
            members = list_members(self.reading, self.tagged, first, end)
            self._share(span, members)
            return members[-1].end
        holder = self._find_holder(span, end)
        if holder is not None:
            number = self._add_person(holder)
            self._add_title(span, "officials.title_name", number)
            return self._read_behind(holder, number, end, titled=False)
        self._add_title(span, "officials.bare_title", None)
        return max(span.end, span.head + 1)

    def _repeats(self, span: TitleSpan, end: int) -> bool:
        return span.end < end and self.tagged.letters[span.end] == OFFICE and repeats(self.tagged, span.head, span.end)

    def _find_holder(self, span: TitleSpan, end: int) -> Person | None:
        """`Direktur RSUD Pancur Batu resmi dijabat oleh drg Dina Saraswaty`."""
        place = span.end
        while place < min(end, span.end + 2) and self.tagged.letters[place] == "w":
            place += 1
        if place >= end or self.tagged.letters[place] != HELD:
            return None
        person = match_person(self.reading, self.tagged, place + 1, end)
        return person if person is not None and not is_vague(self.tagged, person) else None

    def _read_pair(self, first: TitleSpan, head: int, end: int) -> int | None:
        """`Bupati dan Wakil Bupati Lambar, Suradi – Tohir`: titles and names in the same order."""
        second = walk_title(self.reading, self.tagged, head, end)
        if second.person is None:
            return None
        place = second.person.end
        if self.tagged.letters[place : place + 1] not in (AND, "-", "/", "&"):
            return None
        other = match_person(self.reading, self.tagged, place + 1, end)
        if other is None:
            return None
        self._add_title(first, "officials.paired", self._add_person(second.person))
        number = self._add_person(other)
        self._add_title(second, "officials.paired", number)
        return self._read_behind(other, number, end, titled=True)

    def _read_behind(self, person: Person, number: int, end: int, *, titled: bool, title: TitleSpan | None = None) -> int:
        """What follows a name: a second office (`yang juga …`), an office (`selaku …`), or more names of a shared office."""
        letters = self.tagged.letters
        place = person.end
        comma = letters[place : place + 1] in (",", "-", "(")
        joiner = place + comma
        if letters[joiner : joiner + 1] in (ROLE, ALSO):
            head = starts_title(self.tagged, joiner + 1)
            if head is not None and head < end:
                span = walk_title(self.reading, self.tagged, head, end, owned=True)
                if span.person is None:
                    self._add_title(span, "officials.also" if letters[joiner] == ALSO else "officials.name_title", number)
                    return max(span.end, head + 1)
        head = starts_title(self.tagged, joiner)
        if head is not None and head < end and not titled:
            span = walk_title(self.reading, self.tagged, head, end)
            if span.person is None:
                self._add_title(span, "officials.name_title", number)
                return max(span.end, head + 1)
        if title is not None and is_shared(self.reading, self.tagged, title):
            members = list_members(self.reading, self.tagged, person, end)
            self._share(title, members[1:])
            return members[-1].end
        return place

    def _share(self, title: TitleSpan, members: Iterable[Person]) -> None:
        for member in members:
            self._add_title(title, "officials.shared", self._add_person(member))

    def _read_named_first(self, first: int, end: int) -> None:
        """Names that stand before their office without any title before them: `Yudianto selaku Kepala Dinas`."""
        letters = self.tagged.letters
        title = first - 1
        while (title := letters.find(OFFICE, title + 1, end)) >= 0:
            owner = find_owner(self.reading, self.tagged, title, first)
            if owner is None or self._by_start.get(owner.person.name_start) in self._titled or self._is_in_title(owner.person, first):
                continue
            person = owner.person
            span = walk_title(self.reading, self.tagged, title, end, owned=holds_alone(self.reading, self.tagged, owner, title, end))
            if span.person is not None or not self._may_be_of(owner, span, end):
                continue
            number = self._add_person(person)
            head_token = self.tagged.starts[span.head]
            self.titles.drop_bare(head_token)
            self.titles.give_joined(head_token, number)
            self._add_title(span, "officials.name_title", number)
            if is_shared(self.reading, self.tagged, span):
                self._share(span, members_before(self.reading, self.tagged, person, first))

    def _may_be_of(self, owner: Owner, span: TitleSpan, end: int) -> bool:
        """Whether an office without a name behind it is that of the person before it."""
        if not self._has_body(span) and not owner.role and (not owner.mark or (owner.mark == "," and is_vague(self.tagged, owner.person))):
            return False
        # `Senori - Anggota Polsek Senori mendampingi warga`: the town of a dateline
        set_off = owner.mark in ("-", "(") and span.end < end - 1 and opens_block(self.reading, self.tagged, owner.person)
        doubtful = is_vague(self.tagged, owner.person) if owner.mark == "(" else not is_certain(self.tagged, owner.person)
        return not (set_off and doubtful)

    def drop_organisations(self) -> None:
        """`Dirjen Ilmate`: a lone unknown word that stands inside a title elsewhere in the text is no name."""
        inside = {
            self.reading.folded(token) for title in self.titles for token in range(title.start + 1, title.end)
            if self.reading.shapes[token] in "XMU"
        }  # fmt: skip
        for place, title in [*self.titles.items()]:
            person = self.people[title.person] if title.person is not None else None
            if person is None or person.is_led or person.degrees or person.name_end - person.name_start > 1:
                continue
            token = self.tagged.starts[person.name_start]
            if self.reading.shapes[token] in "XM" and self.reading.folded(token) in inside and token == title.end:
                self.titles[place] = replace(title, end=token + 1, person=None, rule="officials.bare_title")

    def add_bystanders(self) -> None:
        """People without any office: they may speak, but are no officials."""
        busy = {item for person in self.people for item in range(person.start, person.end)}
        for title in self.titles:
            busy.update(range(self.tagged.items[title.start], self.tagged.items[title.end - 1] + 1))
        for person in find_bystanders(self.reading, self.tagged, busy):
            self._add_person(person)

    def _is_in_title(self, person: Person, first: int) -> bool:
        """`Sekcam Mustikajaya, Kabid LH`: the word before the comma is the area of an office."""
        token, opening = self.tagged.starts[person.name_start], self.tagged.starts[first]
        of_sentence = takewhile(lambda title: title.end > opening, reversed(self.titles))
        return any(title.start <= token < title.end for title in of_sentence)

    def _has_body(self, span: TitleSpan) -> bool:
        entry = self.tagged.hits[span.head].entry
        return span.end > span.head + 1 or (entry.get("kind") == "acronym" and not entry.has("trap"))
