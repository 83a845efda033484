"""The people of a text: which names are one person, and everything that stands around each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from berita_extract.grammar.people_tags import RANK, Tagged
from berita_extract.grammar.persons import Person, rank_text
from berita_extract.linking.names import NameIndex, is_part_of_name, is_same_word, name_words
from berita_extract.linking.nicknames import introduce
from berita_extract.linking.offices import Office, is_same, read_office
from berita_extract.recognizers.officials import Found
from berita_extract.record import Record
from berita_extract.text.reading import Reading

# A shorter word may differ by one letter where the rank is the same: AKBP Putu Yudha, AKBP Putu Yuda.
_SHORT_SLIP = 4
# A beginning of a name that stands for the whole has at least so many letters.
_SHORTEST_BEGINNING = 4
# So many different surroundings of one name are looked at; real texts give a few.
_MOST_BEARERS = 12


class HeldTitle(Record, frozen=True):
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


class _Bearer(Record, frozen=True):
    """One place where a name stands, and what its surroundings say of who bears it."""

    words: tuple[str, ...]
    rank: str
    female: bool
    male: bool
    offices: tuple[Office, ...]
    nicknamed: bool

    @property
    def is_known(self) -> bool:
        return bool(self.offices or self.rank)


def gather_names(reading: Reading, found: Found) -> tuple[list[Individual], dict[int, int]]:
    """Individuals, and for each person of the grammar which individual it is; fuller names come first."""
    bearers = _read_bearers(reading, found)
    people: list[Individual] = []
    owner: dict[int, int] = {}
    met: list[Counter[_Bearer]] = []
    names = NameIndex()
    for number in sorted(range(len(bearers)), key=lambda number: (-len(bearers[number].words), bearers[number].nicknamed)):
        bearer = bearers[number]
        index = _find_individual(bearer, people, met, names.find(bearer.words))
        if index is None:
            index = len(people)
            person = found.people[number]
            start, end = found.tagged.starts[person.name_start], found.tagged.ends[person.name_end - 1]
            people.append(Individual(bearer.words, start, end, "officials.rank" if person.ranks else "officials.title_name"))
            met.append(Counter())
            names.add(index, bearer.words)
        if bearer in met[index] or len(met[index]) < _MOST_BEARERS:
            met[index][bearer] += 1
        owner[number] = index
    usual = [_usual_spelling(individual, known) for individual, known in zip(people, met, strict=True)]
    for number, person in enumerate(found.people):
        if not bearers[number].nicknamed:
            _add_person(reading, found.tagged, person, people[owner[number]], usual[owner[number]])
    return people, owner


def _read_bearers(reading: Reading, found: Found) -> list[_Bearer]:
    starts, ends = found.tagged.starts, found.tagged.ends
    named = [(starts[person.name_start], ends[person.end - 1], number) for number, person in enumerate(found.people)]
    nicknamed = {_nickname(reading, start, end): number for start, end, number in introduce(reading, named)}
    first_names = {nick[:1]: number for nick, number in reversed(nicknamed.items()) if len(nick) > 1}
    offices: dict[int, list[Office]] = {}
    wives: set[int] = set()
    for title in found.titles:
        if title.person is not None:
            offices.setdefault(title.person, []).append(read_office(reading, title.start, title.end, title.head))
            if reading.any_of_group("wives", title.start, title.end):
                wives.add(title.person)
    bearers = []
    for number, person in enumerate(found.people):
        words = name_words(reading, found.tagged, person)
        whose = nicknamed.get(words)
        if whose is None:
            whose = first_names.get(words, number)
        called = whose != number
        if called:
            words = name_words(reading, found.tagged, found.people[whose])
        led = [reading.folded(starts[item]) for item in (*person.addresses, *person.honorifics)]
        female = number in wives or any(word in reading.groups["female"] for word in led)
        male = any(word in reading.groups["male"] for word in led)
        bearers.append(_Bearer(words, _rank_of(found.tagged, person), female, male, tuple(offices.get(number, ())), called))
    return bearers


def _nickname(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """The words of a nickname without `Gus` or `Pak` before them."""
    led = reading.hit_at("honorifics", start)
    first = led.end if led is not None and led.end < end else start
    return tuple([reading.folded(token) for token in range(first, end)])


def _rank_of(tagged: Tagged, person: Person) -> str:
    """The first word of the rank's normal form: `Marsda TNI` and `Marsda` are one."""
    return next((tagged.hits[item].entry.value.split()[0] for item in person.ranks if tagged.letters[item] == RANK), "")


def _find_individual(bearer: _Bearer, people: list[Individual], met: list[Counter[_Bearer]], likely: list[int]) -> int | None:
    words = bearer.words
    candidates = [index for index in likely if any(is_part_of_name(words, form) for form in _full_forms(people[index], met[index]))]
    if not candidates and bearer.rank:
        candidates = [
            index
            for index in likely
            if any(known.rank == bearer.rank for known in met[index])
            and is_part_of_name(words, people[index].words, slip_length=_SHORT_SLIP)
        ]
    if not candidates and bearer.rank and len(words) == 1 and len(words[0]) >= _SHORTEST_BEGINNING:
        candidates = [
            index
            for index, individual in enumerate(people)
            if individual.words[0].startswith(words[0]) and any(known.rank == bearer.rank for known in met[index])
        ]
        if len(candidates) == 1:
            return candidates[0]  # AKBP Darmo is AKBP Darmowiyoto
    candidates = [index for index in candidates if not _are_two(bearer, _full_forms(people[index], met[index]), met[index])]
    # Menteri Hendrawan is Hendrawan Soeteja rather than Ratna Hendrawan: people are called by their first name.
    candidates = [index for index in candidates if words[0] == people[index].words[0]] or candidates
    if len(candidates) == 1:
        return candidates[0]
    return next((index for index in candidates if people[index].words == words), None)


def _full_forms(individual: Individual, met: Collection[_Bearer]) -> set[tuple[str, ...]]:
    """The spellings of a full name so far: `Ahamd Hadi`, `Ahmad Hadi`."""
    return {individual.words} | {known.words for known in met if len(known.words) == len(individual.words)}


def _are_two(bearer: _Bearer, forms: set[tuple[str, ...]], met: Collection[_Bearer]) -> bool:
    """Whether what is known of two bearers of one name tells them apart: a wife bears her husband's name behind her own."""
    if bearer.words in forms:
        ranks = {known.rank for known in met} - {""}
        return len(bearer.words) == 1 and bool(bearer.rank) and bool(ranks) and bearer.rank not in ranks
    if any(len(bearer.words) == len(form) or is_same_word(bearer.words[0], form[0]) for form in forms):
        return False
    if bearer.offices and not any(known.offices for known in met):
        return True  # Gubernur Ali Mazi is not Hj. Agista Ariany Ali Mazi
    female, male = any(known.female for known in met), any(known.male for known in met)
    if (bearer.male and female) or (bearer.female and male) or (female and bearer.is_known and not bearer.female):
        return True
    if len(bearer.words) < 2 or not bearer.is_known or not any(known.is_known for known in met):
        return False
    held = [office for known in met for office in known.offices]
    return not any(is_same(office, other) for office in bearer.offices for other in held)


def _usual_spelling(individual: Individual, known: Counter[_Bearer]) -> tuple[str, ...]:
    """Of the fullest forms of a name the one that the text has most often, the first of equals."""
    length = len(individual.words)
    counts: Counter[tuple[str, ...]] = Counter()
    for bearer, times in known.items():
        if len(bearer.words) == length:
            counts[bearer.words] += times
    return max(counts, key=lambda words: counts[words]) if counts else individual.words


def _add_person(reading: Reading, tagged: Tagged, person: Person, individual: Individual, usual: tuple[str, ...]) -> None:
    start, end = tagged.starts[person.name_start], tagged.ends[person.name_end - 1]
    if usual != individual.words and name_words(reading, tagged, person) == usual:
        individual.words, individual.start, individual.end = usual, start, end
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
