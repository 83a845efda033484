"""Who holds which office: names with their titles, in every order in which releases write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Final, NamedTuple

from berita_extract.grammar.bystanders import find_bystanders
from berita_extract.grammar.people_tags import ALSO, AND, OFFICE, RANK, ROLE, SUCH, Tagged
from berita_extract.grammar.persons import Person, match_person, match_person_before, names_a_place
from berita_extract.grammar.titles import TitleSpan, starts_title, walk_title
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


class TitleMention(NamedTuple):
    """An office as tokens, with the number of its person, if one is named with it.

    `joined` is the head of another title that the same unnamed person has: `Wakil Bupati yang juga Ketua PSSI`.
    """

    start: int
    end: int
    head: int
    rule: str
    person: int | None
    joined: int | None = None


class Found(NamedTuple):
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
        self.titles: list[TitleMention] = []
        self._by_start: dict[int, int] = {}
        self._titled: set[int] = set()
        self._listed: TitleSpan | None = None
        self._line: Person | TitleSpan | None = None

    def read_sentence(self, sentence: Sentence) -> None:
        first = self.tagged.items[sentence.start]
        end = self.tagged.items[sentence.end - 1] + 1
        credited = self.reading.block_at(sentence.start).kind in _CREDITS
        place = first
        while place < end:
            letter = self.tagged.letters[place]
            if letter == OFFICE and not credited:
                place = self._read_title(place, end)
            elif (
                letter == RANK
                and self.tagged.letters[place - 1 : place] != SUCH  # a resident called Prada Wijaya
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
        self._listed = self._announced(end)

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
        self.titles = [title for title in self.titles if title.head != head or title.person is not None]
        self._add_title(self._listed, "officials.shared", self._add_person(person))
        return True

    def _announced(self, end: int) -> TitleSpan | None:
        """The office with which a sentence ends before a colon, `Anggota:`."""
        if self.tagged.letters[end - 1] != ":":
            return None
        head = next((place for place in range(end - 2, max(end - 8, 0), -1) if self.tagged.letters[place] == OFFICE), None)
        if head is None:
            return None
        span = walk_title(self.reading, self.tagged, head, end)
        return span if span.person is None and span.end == end - 1 else None

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
        self.titles = [title for title in self.titles if title.head != head]
        self._add_title(span, "officials.signature", self._add_person(person))
        self._line = None

    def _read_line(self, sentence: Sentence, first: int, end: int) -> Person | TitleSpan | None:
        """The person or the office that is all of a paragraph."""
        block = self.reading.block_at(sentence.start)
        if sentence != (block.start, block.end) or block.kind != "body":
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
        self.titles.append(TitleMention(starts[span.start], ends[span.end - 1], starts[span.head], rule, person, joined))

    def _read_title(self, head: int, end: int) -> int:
        """A title from its head on, what joins it to others, and the people behind it; returns where to go on."""
        if self.tagged.hits[head].entry.has("trap") and names_a_place(self.reading, self.tagged, head):
            return head + 1  # Bandara Sultan Hasanuddin
        span = walk_title(self.reading, self.tagged, head, end)
        if span.person is None:
            return self._read_unnamed(span, end)
        number = self._add_person(span.person)
        self._add_title(span, "officials.title_name", number)
        return self._read_behind(span.person, number, end, titled=True, title=span)

    def _read_unnamed(self, span: TitleSpan, end: int) -> int:
        """A title without a name right behind it: joined to another (`yang juga …`, `dan …`), a list's head, or bare."""
        letters = self.tagged.letters
        joiner = letters[span.end : span.end + 1]
        following = starts_title(self.tagged, span.end + 1)
        if joiner == ",":
            joiner, following = letters[span.end + 1 : span.end + 2], starts_title(self.tagged, span.end + 2)
        if joiner in (ALSO, ROLE) and following is not None and following < end:
            second = walk_title(self.reading, self.tagged, following, end)
            if second.person is not None:
                number = self._add_person(second.person)
                self._add_title(span, "officials.also", number)
                self._add_title(second, "officials.title_name", number)
                return self._read_behind(second.person, number, end, titled=True)
            if second.end > second.head:
                self._add_title(span, "officials.bare_title", None)
                self._add_title(second, "officials.also", None, joined=self.tagged.starts[span.head])
                return max(second.end, following + 1)
        if letters[span.end : span.end + 1] == AND and following is not None and following < end:
            pair = self._read_pair(span, following, end)
            if pair is not None:
                return pair
        listed = self._read_list(span, end)
        if listed is not None:
            return listed
        self._add_title(span, "officials.bare_title", None)
        return max(span.end, span.head + 1)

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

    def _read_list(self, span: TitleSpan, end: int) -> int | None:
        """`beberapa wartawan …, di antaranya A, B dan C`: the names follow the title at a distance."""
        letters = self.tagged.letters
        place = span.end
        while place < end and letters[place] in "w,iOKAGXT+NM":
            place += 1
        if place >= end or letters[place] != SUCH or place - span.end > 18 or not self._is_shared(span):
            return None
        place += 1 + (letters[place + 1 : place + 2] in (":", ",", ";"))
        person = match_person(self.reading, self.tagged, place, end)
        if person is None:
            return None
        number = self._add_person(person)
        self._add_title(span, "officials.shared", number)
        return self._share(span, person, end)

    def _read_behind(self, person: Person, number: int, end: int, *, titled: bool, title: TitleSpan | None = None) -> int:
        """What follows a name: a second office (`yang juga …`), an office (`selaku …`), or more names of a shared office."""
        letters = self.tagged.letters
        place = person.end
        comma = letters[place : place + 1] in (",", "-", "(")
        joiner = place + comma
        if letters[joiner : joiner + 1] in (ROLE, ALSO):
            head = starts_title(self.tagged, joiner + 1)
            if head is not None and head < end:
                span = walk_title(self.reading, self.tagged, head, end)
                if span.person is None:
                    self._add_title(span, "officials.also" if letters[joiner] == ALSO else "officials.name_title", number)
                    return max(span.end, head + 1)
        head = starts_title(self.tagged, joiner)
        if head is not None and head < end and not titled:
            span = walk_title(self.reading, self.tagged, head, end)
            if span.person is None:
                self._add_title(span, "officials.name_title", number)
                return max(span.end, head + 1)
        if title is not None and self._is_shared(title):
            return self._share(title, person, end)
        return place

    def _is_shared(self, title: TitleSpan) -> bool:
        entry = self.tagged.hits[title.head].entry
        before = self.tagged.starts[title.start] - 1
        return entry.has("shared") or (before >= 0 and self.reading.folded(before) in ("para", "beberapa", "dua", "tiga", "empat", "lima"))

    def _share(self, title: TitleSpan, person: Person, end: int) -> int:
        """Give the title to every further name of the list: `A, B, dan C`."""
        letters = self.tagged.letters
        place = person.end
        while place < end:
            step = place
            while step < end and letters[step] in (",", AND, ";"):
                step += 1
            if step == place:
                break
            following = match_person(self.reading, self.tagged, step, end)
            if following is None or letters[following.end : following.end + 1] == OFFICE:
                break
            self._add_title(title, "officials.shared", self._add_person(following))
            place = following.end
        return place

    def _share_back(self, title: TitleSpan, person: Person, first: int) -> None:
        """`Iwan Setiadi, Dedi Kurnia dan Rina Mulyani, anggota DPRD`: the title is that of every name of the list before it."""
        place = person.start
        while place > first + 1:
            step = place
            while step > first and self.tagged.letters[step - 1] in (",", AND):
                step -= 1
            earlier = match_person_before(self.reading, self.tagged, step, first) if step < place else None
            if earlier is None or (earlier.name_end - earlier.name_start == 1 and not earlier.is_led):
                break
            self._add_title(title, "officials.shared", self._add_person(earlier))
            place = earlier.start

    def _read_named_first(self, first: int, end: int) -> None:
        """Names that stand before their office without any title before them: `Yudianto selaku Kepala Dinas`."""
        letters = self.tagged.letters
        for title in range(first, end):
            if letters[title] != OFFICE:
                continue
            joiner = title - 1
            while joiner > first and letters[joiner] in "EB":
                joiner -= 1
            if letters[joiner] in (ROLE, ALSO):
                joiner -= 1
            if letters[joiner] in ",-(" and joiner > first:
                joiner -= 1
            person = match_person_before(self.reading, self.tagged, joiner + 1, first)
            if person is None or self._by_start.get(person.name_start) in self._titled or self._is_in_title(person, first):
                continue
            vague = not person.is_led and person.name_end - person.name_start == 1 and letters[person.name_start] != "N"
            if vague and not person.degrees and ROLE in letters[person.end : title]:
                continue  # Ketuanya adalah Gubernur
            span = walk_title(self.reading, self.tagged, title, end)
            if span.person is not None or (joiner + 1 == title and not self._has_body(span)):
                continue
            number = self._add_person(person)
            head_token = self.tagged.starts[span.head]
            self.titles = [
                known._replace(person=number, joined=None) if known.joined == head_token else known
                for known in self.titles
                if known.head != head_token or known.person is not None
            ]
            self._add_title(span, "officials.name_title", number)
            if self._is_shared(span):
                self._share_back(span, person, first)

    def drop_organisations(self) -> None:
        """`Dirjen Ilmate`: a lone unknown word that stands inside a title elsewhere in the text is no name."""
        inside = {
            self.reading.folded(token) for title in self.titles for token in range(title.start + 1, title.end)
            if self.reading.shapes[token] in "XMU"
        }  # fmt: skip
        for place, title in enumerate(self.titles):
            person = self.people[title.person] if title.person is not None else None
            if person is None or person.is_led or person.degrees or person.name_end - person.name_start > 1:
                continue
            token = self.tagged.starts[person.name_start]
            if self.reading.shapes[token] in "XM" and self.reading.folded(token) in inside and token == title.end:
                self.titles[place] = title._replace(end=token + 1, person=None, rule="officials.bare_title")

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
        return span.end > span.head + 1 or self.tagged.hits[span.head].entry.get("kind") == "acronym"
