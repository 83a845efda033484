"""Which found fact is which annotated one, and which of their attributes agree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

from berita_extract.evaluation.facts import CountFact, DateFact, PersonFact, PlaceFact, QuoteFact
from berita_extract.evaluation.words import measure_overlap, simplify

Fact = TypeVar("Fact")

_SAME_HEADLINE: Final = 0.9
_SAME_VENUE: Final = 0.75
_SAME_REGION: Final = 0.99
_SAME_TITLE: Final = 0.8
_SAME_SPEAKER: Final = 0.8
_SAME_QUOTE: Final = {"direct": 0.9, "indirect": 0.6}
# More than any overlap, so that an equal name is taken before a similar one.
_EQUAL: Final = 2.0


class Pairing(NamedTuple, Generic[Fact]):
    """Annotated and found facts that belong together, and those left over on each side."""

    pairs: list[tuple[Fact, Fact]]
    missed: list[Fact]
    extra: list[Fact]


def pair_facts(gold: Sequence[Fact], found: Sequence[Fact], likeness: Callable[[Fact, Fact], float]) -> Pairing[Fact]:
    """Pair the likest first, each fact once; a likeness of 0 never makes a pair, and of equals the first in the text go first."""
    scored = sorted((-likeness(wanted, given), left, right) for left, wanted in enumerate(gold) for right, given in enumerate(found))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for negative, left, right in scored:
        if negative < 0 and left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return Pairing(
        [(gold[left], found[right]) for left, right in pairs.items()],
        [fact for left, fact in enumerate(gold) if left not in pairs],
        [fact for right, fact in enumerate(found) if right not in taken],
    )


def keep_first(facts: Iterable[Fact], key: Callable[[Fact], Hashable]) -> list[Fact]:
    """Each fact once: of those with the same key the first."""
    kept: dict[Hashable, Fact] = {}
    for fact in facts:
        kept.setdefault(key(fact), fact)
    return [*kept.values()]


def compare_dates(gold: DateFact, found: DateFact) -> float:
    """Dates are the same if they mean the same days, however they are written."""
    return float(gold.days == found.days)


def compare_places(gold: PlaceFact, found: PlaceFact) -> float:
    """Places are the same with the same name; venues also with a similar one (`Aula Setda`, `Aula Setda Bogor`)."""
    if gold.kind != found.kind:
        return 0.0
    if simplify(gold.name) == simplify(found.name):
        return _EQUAL
    overlap = max(measure_overlap(gold.name, found.name), measure_overlap(gold.text, found.text))
    return overlap if overlap >= (_SAME_VENUE if gold.kind == "venue" else _SAME_REGION) else 0.0


def compare_people(gold: PersonFact, found: PersonFact) -> float:
    """People are the same with the same bare name."""
    return float(simplify(gold.name) == simplify(found.name))


def compare_counts(gold: CountFact, found: CountFact) -> float:
    """Counts are the same with the same range; their words decide between several."""
    if (gold.min, gold.max) != (found.min, found.max):
        return 0.0
    return 1.0 + measure_overlap(gold.text, found.text)


def compare_quotes(gold: QuoteFact, found: QuoteFact) -> float:
    """Quotes are the same with nearly the same words; of reported speech somewhat fewer need agree."""
    if gold.kind != found.kind:
        return 0.0
    overlap = measure_overlap(gold.text, found.text)
    return overlap if overlap >= _SAME_QUOTE[gold.kind] else 0.0


def is_same_headline(gold: str | None, found: str | None) -> bool:
    """Whether two headlines share nearly all words."""
    return measure_overlap(gold, found) >= _SAME_HEADLINE


def is_same_venue(gold: str | None, found: str | None) -> bool:
    """Whether the event is said to be in the same spot."""
    return measure_overlap(gold, found) >= _SAME_VENUE


def has_titles(gold: PersonFact, found: PersonFact) -> bool:
    """Whether each annotated office was found, in similar words; further ones do no harm."""
    return all(any(is_same_title(title, given) for given in found.titles) for title in gold.titles)


def is_same_title(gold: str, found: str) -> bool:
    """Whether two wordings name the same office."""
    return measure_overlap(gold, found) >= _SAME_TITLE


def is_same_speaker(gold: QuoteFact, found: QuoteFact) -> bool:
    """Whether the words are given to the same speaker, or to nobody on both sides."""
    wanted, given = simplify(gold.speaker), simplify(found.speaker)
    return wanted == given or (bool(wanted and given) and measure_overlap(wanted, given) >= _SAME_SPEAKER)
