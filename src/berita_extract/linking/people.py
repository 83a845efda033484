"""Who is who: names, titles and pronouns of a text gathered into persons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from berita_extract.grammar.people_tags import Tagged
from berita_extract.grammar.persons import Person, rank_text
from berita_extract.linking.names import is_part_of_name, name_words
from berita_extract.linking.nicknames import NICKNAME_KIND, find_nicknames
from berita_extract.linking.offices import Office, fits, is_same, read_office
from berita_extract.recognizers.officials import Found, TitleMention
from berita_extract.schema import PersonMentionKind
from berita_extract.text.reading import Reading
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED


class MentionSpan(NamedTuple):
    """One place where the text speaks of a person; `person` is `None` where nobody can tell who is meant."""

    start: int
    end: int
    kind: PersonMentionKind
    person: int | None


class HeldTitle(NamedTuple):
    """An office of a person as the text gives it in full."""

    start: int
    end: int
    rule: str
    office: Office


@dataclass(slots=True)
class Individual:
    """A person of the text: the fullest form of the name, and everything that stands around it anywhere."""

    words: tuple[str, ...]
    start: int
    end: int
    rule: str
    rank: str | None = None
    honorifics: list[str] = field(default_factory=list)
    degrees: list[str] = field(default_factory=list)
    titles: list[HeldTitle] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)

    @property
    def is_official(self) -> bool:
        """Whether an office or rank is known of the person."""
        return bool(self.titles) or self.rank is not None


@dataclass(slots=True)
class Cast:
    """The people of a text and every mention of them, in text order."""

    people: list[Individual]
    mentions: list[MentionSpan]

    def mentions_between(self, start: int, end: int) -> list[MentionSpan]:
        """The mentions that lie wholly between two tokens."""
        first = bisect_left(self.mentions, start, key=attrgetter("start"))
        last = bisect_left(self.mentions, end, key=attrgetter("start"))
        return [mention for mention in self.mentions[first:last] if mention.end <= end]


def link_people(reading: Reading, found: Found, silent: Sequence[tuple[int, int]]) -> Cast:
    """Gather the people of a text.

    1. Names that are one person: the same words, some of them, or a slip of the pen.
    2. Their titles, each office once in its fullest form.
    3. Their further mentions: parts of the name, bare titles, pronouns; `silent` spans (dates, places) hold none.
    """
    people, owner = _gather_names(reading, found)
    _gather_titles(reading, found, people, owner)
    mentions = sorted(_stated_mentions(reading, found, owner), key=_position)
    bare = [title for title in found.titles if title.person is None]
    mentions += _link_titles(reading, bare, people, mentions)
    stated = [(mention.start, mention.end, mention.person) for mention in mentions if mention.person is not None and mention.kind == "name"]
    mentions += [MentionSpan(start, end, NICKNAME_KIND, person) for start, end, person in find_nicknames(reading, stated)]
    mentions += _find_names(reading, people, mentions, silent)
    mentions.sort(key=_position)
    mentions += _find_pronouns(reading, mentions)
    mentions.sort(key=_position)
    return Cast(people, mentions)


def _position(mention: MentionSpan) -> tuple[int, int]:
    return mention.start, mention.end


def _gather_names(reading: Reading, found: Found) -> tuple[list[Individual], dict[int, int]]:
    """Individuals, and for each person of the grammar which individual it is; fuller names come first."""
    order = sorted(range(len(found.people)), key=lambda number: -len(name_words(reading, found.tagged, found.people[number])))
    people: list[Individual] = []
    owner: dict[int, int] = {}
    # Words that can be one another begin with the same letter.
    lettered: dict[str, set[int]] = {}
    titled = {title.person for title in found.titles}
    untitled: set[int] = set()
    for number in order:
        person = found.people[number]
        words = name_words(reading, found.tagged, person)
        likely = set.intersection(*(lettered.get(word[0], set()) for word in words)) if words else set()
        candidates = [index for index in sorted(likely) if is_part_of_name(words, people[index].words)]
        if number in titled:
            # Gubernur Ali Mazi is not Hj. Agista Ariany Ali Mazi: a wife bears her husband's name behind her own.
            candidates = [index for index in candidates if index not in untitled or words[0] == people[index].words[0]]
        # Menteri Hendrawan is Hendrawan Soeteja rather than Ratna Hendrawan: people are called by their first name.
        candidates = [index for index in candidates if words[0] == people[index].words[0]] or candidates
        if len(candidates) == 1:
            index = candidates[0]
        elif exact := [index for index in candidates if people[index].words == words]:
            index = exact[0]
        else:
            index = len(people)
            start, end = found.tagged.starts[person.name_start], found.tagged.ends[person.name_end - 1]
            people.append(Individual(words, start, end, "officials.rank" if person.ranks else "officials.title_name"))
            if number not in titled:
                untitled.add(index)
            for word in words:
                lettered.setdefault(word[0], set()).add(index)
        owner[number] = index
    for number, person in enumerate(found.people):
        _add_person(reading, found.tagged, person, people[owner[number]])
    return people, owner


def _add_person(reading: Reading, tagged: Tagged, person: Person, individual: Individual) -> None:
    start, end = tagged.starts[person.name_start], tagged.ends[person.name_end - 1]
    same_length = end - start == individual.end - individual.start
    if same_length and reading.span(individual.start, individual.end).isupper() and not reading.span(start, end).isupper():
        individual.start, individual.end = start, end
    individual.rank = individual.rank or rank_text(reading, tagged, person)
    honorifics = [reading.given(tagged.starts[item], tagged.ends[item]) for item in person.honorifics]
    degrees = [reading.given(tagged.starts[item], tagged.ends[item]) for item in person.degrees]
    if len(honorifics) > len(individual.honorifics):
        individual.honorifics = honorifics
    if len(degrees) > len(individual.degrees):
        individual.degrees = degrees


def _gather_titles(reading: Reading, found: Found, people: list[Individual], owner: dict[int, int]) -> None:
    for title in found.titles:
        if title.person is None:
            continue
        individual = people[owner[title.person]]
        office = read_office(reading, title.start, title.end, title.head)
        _add_title(individual, HeldTitle(title.start, title.end, title.rule, office))


def _add_title(individual: Individual, title: HeldTitle) -> None:
    """Keep each office once, in the form that says most; of equals the first."""
    individual.offices.append(title.office)
    for place, known in enumerate(individual.titles):
        if is_same(known.office, title.office):
            fuller = (len(title.office.words), title.office.length) > (len(known.office.words), known.office.length)
            if fuller:
                individual.titles[place] = title
            return
    individual.titles.append(title)


def _stated_mentions(reading: Reading, found: Found, owner: dict[int, int]) -> Iterator[MentionSpan]:
    """Names as the grammar found them, each with the title right before it."""
    starts, ends = found.tagged.starts, found.tagged.ends
    opening = {title.person: title for title in found.titles if title.person is not None}
    for number, person in enumerate(found.people):
        start = starts[person.start]
        title = opening.get(number)
        if title is not None and title.end <= start and all(shape in ",(:-" for shape in reading.shapes[title.end : start]):
            start = title.start
        yield MentionSpan(start, ends[person.end - 1], "name", owner[number])


def _link_titles(
    reading: Reading, bare: Iterable[TitleMention], people: list[Individual], stated: Sequence[MentionSpan]
) -> list[MentionSpan]:
    """Give each bare title its holder: the only one who fits, or the one spoken of last."""
    mentions: list[MentionSpan] = []
    holder_of: dict[int, int | None] = {}
    worded: dict[str, set[int]] = {}
    for index, individual in enumerate(people):
        for word in {word for held in individual.offices for word in held.words}:
            worded.setdefault(word, set()).add(index)
    for title in bare:
        office = read_office(reading, title.start, title.end, title.head)
        likely = set.intersection(*(worded.get(word, set()) for word in office.head)) if office.head else set()
        holders = [index for index in sorted(likely) if any(fits(office, held) for held in people[index].offices)]
        if len(holders) > 1:
            exact = [index for index in holders if any(office.head == held.head for held in people[index].offices)]
            holders = exact or holders
        if len(holders) > 1:
            holders = _last_spoken_of(reading, holders, title, stated)
        if _is_nobodys(reading, title):
            holders = []
        person = holders[0] if len(holders) == 1 else None
        if not holders and (person := _pointed_at(reading, title, stated)) is not None and not _is_epithet(reading, title):
            _add_title(people[person], HeldTitle(title.start, title.end, title.rule, office))
        mentions.append(MentionSpan(title.start, title.end, "title", person))
        holder_of[title.head] = person
        if person is not None and reading.block_at(title.start).kind == "body":
            _complete_title(people[person], HeldTitle(title.start, title.end, title.rule, office))
        joined = holder_of.get(title.joined) if title.joined is not None else None
        if joined is not None:
            _add_title(people[joined], HeldTitle(title.start, title.end, title.rule, office))
    return mentions


def _pointed_at(reading: Reading, title: TitleMention, stated: Sequence[MentionSpan]) -> int | None:
    """`Ketua KONI Jati itu`: another office of the only person that the sentence before speaks of."""
    if title.end >= len(reading) or reading.folded(title.end) not in ("itu", "tersebut"):
        return None
    if title.end - title.start < 2 and not _is_epithet(reading, title):
        return None
    sentence = reading.sentence_at(title.start)
    if sentence.start == 0:
        return None
    previous = reading.sentence_at(sentence.start - 1)
    first, last = (bisect_left(stated, place, key=attrgetter("start")) for place in (previous.start, title.start))
    near = {mention.person for mention in stated[first:last]}
    return near.pop() if len(near) == 1 else None


def _is_epithet(reading: Reading, title: TitleMention) -> bool:
    return title.end - title.start == 1 and reading.in_group(title.start, "epithet")


def _last_spoken_of(reading: Reading, holders: list[int], title: TitleMention, stated: Sequence[MentionSpan]) -> list[int]:
    """The holder named last before a bare title; nobody where that sentence names two of them."""
    rivals: list[int] = []
    sentence = None
    for mention in reversed(stated[: bisect_left(stated, title.start, key=attrgetter("start"))]):
        if sentence is not None and mention.start < sentence.start:
            break
        if mention.person in holders and mention.person is not None and mention.end <= title.start:
            sentence = sentence or reading.sentence_at(mention.start)
            rivals.append(mention.person)
    return rivals[:1] if len(set(rivals)) == 1 else []


def _is_nobodys(reading: Reading, title: TitleMention) -> bool:
    """`para bupati`, `Kantor Bupati`: several holders, or a building."""
    building = any((hit := reading.hit_at("venue_nouns", title.start - back)) is not None and hit.end >= title.start for back in (1, 2))
    return building or _is_plural(reading, title)


def _is_plural(reading: Reading, title: TitleMention) -> bool:
    return title.start > 0 and reading.in_group(title.start - 1, "plural")


def _complete_title(individual: Individual, title: HeldTitle) -> None:
    """A bare title that says more than the one beside the name completes it: `Kepala BPS`, later `Kepala BPS Sultra`."""
    for place, known in enumerate(individual.titles):
        if is_same(known.office, title.office):
            bare = known.office.words == known.office.head
            if title.office.words > known.office.words or (bare and title.office.length > known.office.length):
                individual.titles[place] = title
            return


def _find_names(
    reading: Reading, people: list[Individual], stated: Sequence[MentionSpan], silent: Sequence[tuple[int, int]]
) -> list[MentionSpan]:
    """Later mentions by a part of the name: `Ridwan`, `Tri`."""
    owners: dict[str, set[int]] = {}
    for index, individual in enumerate(people):
        for word in individual.words:
            if len(word) > 2:
                owners.setdefault(word, set()).add(index)
    busy = mark_spans(len(reading), [*silent, *((mention.start, mention.end) for mention in stated)])
    mentions: list[MentionSpan] = []
    token = 0
    while token < len(reading):
        if busy[token] or reading.shapes[token] not in CAPITALISED:
            token += 1
            continue
        holders = owners.get(reading.folded(token), set())
        if not holders:
            token += 1
            continue
        end = token + 1
        if len(holders) > 1:
            holders = {index for index in holders if people[index].words[0] == reading.folded(token)} or holders
        while end < len(reading) and not busy[end] and (more := holders & owners.get(reading.folded(end), set())):
            holders, end = more, end + 1
        alone = reading.shapes[end : end + 1] not in CAPITALISED or reading.breaks_after(end - 1) or end >= len(reading)
        common = end - token == 1 and reading.shapes[token] == "K"
        if len(holders) == 1 and alone and not common and reading.block_at(token).kind in ("body", "headline"):
            led = reading.ending("honorifics", token)
            mentions.append(MentionSpan(led.start if led is not None else token, end, "name", next(iter(holders))))
        token = end
    return mentions


def _find_pronouns(reading: Reading, mentions: Sequence[MentionSpan]) -> list[MentionSpan]:
    """`Ia`, `Beliau`, `dirinya`: the person spoken of last in this sentence or the one before, if there is just one."""
    found: list[MentionSpan] = []
    place = 0
    for hit in reading.found("pronouns"):
        if hit.entry.value != "he" or reading.block_at(hit.start).kind != "body":
            continue
        while place < len(mentions) and mentions[place].start < hit.start:
            place += 1
        sentence = reading.sentence_at(hit.start)
        earliest = reading.sentence_at(sentence.start - 1).start if sentence.start else 0
        near = [
            mention.person for mention in mentions[max(0, place - 8) : place] if mention.start >= earliest and mention.person is not None
        ]
        person = near[-1] if near and len(set(near)) == 1 else None
        found.append(MentionSpan(hit.start, hit.end, "pronoun", person))
    return found
