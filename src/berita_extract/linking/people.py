"""Who is who: names, titles and pronouns of a text gathered into persons."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from berita_extract.grammar.title_mentions import TitleMention
from berita_extract.linking.individuals import HeldTitle, Individual, gather_names
from berita_extract.linking.nicknames import NICKNAME_KIND, find_nicknames
from berita_extract.linking.offices import Office, fits, is_same, read_office
from berita_extract.recognizers.officials import Found
from berita_extract.record import Record
from berita_extract.schema import PersonMentionKind
from berita_extract.text.reading import Reading
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED

# How many mentions back a former office may point; how many words the area behind its comma may have.
_BACK: Final = 8
_AREA_WORDS: Final = 6
# A person of a release has a few offices, named again and again; what a longer text says beyond this is not kept.
_MOST_OFFICES: Final = 40
# An office that more people have than this goes to one of those named in the last so many mentions before it.
_MOST_HOLDERS: Final = 60
_NEAR: Final = 16
# A bare title goes back to a holder named at most so many mentions before it.
_FARTHEST: Final = 200


class MentionSpan(Record, frozen=True):
    """One place where the text speaks of a person; `person` is `None` where nobody can tell who is meant."""

    start: int
    end: int
    kind: PersonMentionKind
    person: int | None


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
    people, owner = gather_names(reading, found)
    _gather_titles(reading, found, people, owner)
    mentions = sorted(_stated_mentions(reading, found, owner), key=_position)
    bare = [title for title in found.titles if title.person is None]
    mentions += _link_titles(reading, bare, people, mentions)
    stated = [(mention.start, mention.end, mention.person) for mention in mentions if mention.person is not None and mention.kind == "name"]
    busy = mark_spans(len(reading), [(start, end) for start, end, _ in stated])
    nicknames = [called for called in find_nicknames(reading, stated) if not busy[called[0]]]
    mentions += [MentionSpan(start, end, NICKNAME_KIND, person) for start, end, person in nicknames]
    mentions += _find_names(reading, people, mentions, silent)
    mentions.sort(key=_position)
    mentions += _find_pronouns(reading, mentions)
    mentions.sort(key=_position)
    return Cast(people, mentions)


def _position(mention: MentionSpan) -> tuple[int, int]:
    return mention.start, mention.end


def _gather_titles(reading: Reading, found: Found, people: list[Individual], owner: dict[int, int]) -> None:
    for title in found.titles:
        if title.person is None:
            continue
        individual = people[owner[title.person]]
        office = read_office(reading, title.start, title.end, title.head)
        _add_title(individual, HeldTitle(title.start, title.end, title.rule, office))


def _add_title(individual: Individual, title: HeldTitle) -> None:
    """Keep each office once, in the form that says most; of equals the first."""
    if len(individual.offices) >= _MOST_OFFICES:
        return
    individual.offices.append(title.office)
    for place, known in enumerate(individual.titles):
        if is_same(known.office, title.office):
            fuller = (title.office.length, len(title.office.words)) > (known.office.length, len(known.office.words))
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
        likely = _likely_holders(office, worded, title, stated)
        holders = [index for index in likely if any(fits(office, held) for held in people[index].offices)]
        if len(holders) > 1:
            exact = [index for index in holders if any(office.head == held.head for held in people[index].offices)]
            holders = exact or holders
        if len(holders) > 1:
            holders = _last_spoken_of(reading, holders, title, stated)
        if _is_nobodys(reading, title):
            holders = []
        person = holders[0] if len(holders) == 1 else None
        if (
            not holders
            and not reading.in_group(title.start - 1, "kin")
            and (person := _pointed_at(reading, title, stated)) is not None
            and not _is_epithet(reading, title)
        ):
            _add_title(people[person], HeldTitle(title.start, title.end, title.rule, office))
        mentions.append(MentionSpan(title.start, title.end, "title", person))
        holder_of[title.head] = person
        general = (head := reading.hit_at("offices", title.head)) is not None and head.entry.get("alone") == "no"
        if person is not None and not general and reading.block_at(title.start).kind == "body":
            _complete_title(people[person], HeldTitle(title.start, title.end, title.rule, office))
        joined = holder_of.get(title.joined) if title.joined is not None else None
        if joined is not None:
            _add_title(people[joined], HeldTitle(title.start, title.end, title.rule, office))
    return mentions


def _likely_holders(office: Office, worded: Mapping[str, set[int]], title: TitleMention, stated: Sequence[MentionSpan]) -> list[int]:
    """Those with an office of which the words of a bare title's head may be a part."""
    having = sorted((worded.get(word, set()) for word in office.head), key=len)
    if not having or not having[0]:
        return []
    if len(having[0]) <= _MOST_HOLDERS:
        return sorted(having[0].intersection(*having[1:]))
    last = bisect_left(stated, title.start, key=attrgetter("start"))
    near = {mention.person for mention in stated[max(0, last - _NEAR) : last] if mention.person is not None}
    return sorted(person for person in near if all(person in people for people in having))


def _pointed_at(reading: Reading, title: TitleMention, stated: Sequence[MentionSpan]) -> int | None:
    """`Ketua KONI Jati itu`: another office of the only person that the sentence before speaks of, or else of who spoke last there.

    A former office (`mantan Camat Montong ini`) may point further back, to whoever spoke last.
    """
    if not _is_pointed(reading, title) or (title.end - title.start < 2 and not _is_epithet(reading, title)):
        return None
    sentence = reading.sentence_at(title.start)
    if sentence.start == 0:
        return None
    previous = reading.sentence_at(sentence.start - 1)
    last = bisect_left(stated, title.start, key=attrgetter("start"))
    head = reading.hit_at("offices", title.head)
    if head is not None and head.entry.has("shared") and title.start == title.head:
        return None  # pelantikan anggota MRP ini
    near = stated[bisect_left(stated, previous.start, key=attrgetter("start")) : last]
    if len({mention.person for mention in near}) == 1:
        return near[0].person
    former = any(hit.entry.get("kind") == "former" for hit in reading.between("office_prefixes", title.start, title.head))
    speaking = [mention for mention in (stated[max(0, last - _BACK) : last] if former else near) if _speaks(reading, mention)]
    return speaking[-1].person if speaking else None


def _is_pointed(reading: Reading, title: TitleMention) -> bool:
    """Whether `itu` or `ini` follows a title, perhaps behind the wider area: `Kepala Desa Muara Basung, Kecamatan Pinggir itu`."""
    end = title.end
    if reading.shapes[end : end + 1] == "," and reading.hit_at("level_words", end + 1) is not None:
        end += 2
        while end < len(reading) and reading.shapes[end] in CAPITALISED and end - title.end < _AREA_WORDS:
            end += 1
    return reading.in_group(end, "demonstrative")


def _speaks(reading: Reading, mention: MentionSpan) -> bool:
    """Whether a verb of saying stands right beside a name: `kata Rina`, `Rina juga mengatakan`."""
    end = mention.end
    while reading.in_group(end, "verb_adverb"):
        end += 1
    return reading.hit_at("speech_verbs", end) is not None or reading.ending("speech_verbs", mention.start) is not None


def _is_epithet(reading: Reading, title: TitleMention) -> bool:
    return title.end - title.start == 1 and reading.in_group(title.start, "epithet")


def _last_spoken_of(reading: Reading, holders: list[int], title: TitleMention, stated: Sequence[MentionSpan]) -> list[int]:
    """The holder named last before a bare title; nobody where that sentence names two of them."""
    rivals: list[int] = []
    sentence = None
    last = bisect_left(stated, title.start, key=attrgetter("start"))
    for place in range(last - 1, max(-1, last - _FARTHEST), -1):
        mention = stated[place]
        if sentence is not None and mention.start < sentence.start:
            break
        if mention.person in holders and mention.person is not None and mention.end <= title.start:
            sentence = sentence or reading.sentence_at(mention.start)
            rivals.append(mention.person)
    return rivals[:1] if len(set(rivals)) == 1 else []


def _is_nobodys(reading: Reading, title: TitleMention) -> bool:
    """`para bupati`, `Kantor Bupati`, `istri Bupati`: several holders, a building, or a relative."""
    if title.start > 0 and reading.breaks_after(title.start - 1):
        return False
    if reading.in_group(title.start - 1, "kin"):
        return True  # istri Kepala Dinas itu
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
    called: dict[str, set[int]] = {}
    for index, individual in enumerate(people):
        for word in individual.words:
            if len(word) > 2:
                owners.setdefault(word, set()).add(index)
        called.setdefault(next(iter(individual.words), ""), set()).add(index)
    common: dict[tuple[str, ...], set[int]] = {}
    busy = mark_spans(len(reading), [*silent, *((mention.start, mention.end) for mention in stated)])
    mentions: list[MentionSpan] = []
    reached = 0
    for token in [token for token, word in enumerate(reading.folds) if word in owners]:
        if token < reached or busy[token] or reading.shapes[token] not in CAPITALISED:
            continue
        word = reading.folded(token)
        holders = owners[word]
        end = token + 1
        if len(holders) > 1:
            holders = called.get(word) or holders
        words: tuple[str, ...] = (word,)
        while end < len(reading) and not busy[end] and reading.folded(end) in owners:
            words = (*words, reading.folded(end))
            more = common.get(words)
            if more is None:
                more = common[words] = holders & owners[words[-1]]
            if not more:
                break
            holders, end = more, end + 1
        alone = reading.shapes[end : end + 1] not in CAPITALISED or reading.breaks_after(end - 1) or end >= len(reading)
        ordinary = end - token == 1 and reading.shapes[token] == "K"
        if len(holders) == 1 and alone and not ordinary and reading.block_at(token).kind in ("body", "headline"):
            led = reading.ending("honorifics", token)
            mentions.append(MentionSpan(led.start if led is not None else token, end, "name", next(iter(holders))))
        reached = end
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
