"""Which found fact is which annotated one, and which of their attributes agree."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

from berita_extract.evaluation.facts import CountFact, DateFact, PersonFact, PlaceFact, QuoteFact
from berita_extract.evaluation.words import measure_overlap, simplify

Fact = TypeVar("Fact")

SAME_HEADLINE: Final = 0.9
SAME_VENUE: Final = 0.75
_SAME_REGION: Final = 0.99
_SAME_TITLE: Final = 0.8
_SAME_SPEAKER: Final = 0.8
_SAME_QUOTE: Final = {"direct": 0.9, "indirect": 0.6}
# More than any overlap, so that an equal name is taken before a similar one.
_EQUAL: Final = 2.0


class Pairing[Fact](NamedTuple):
    """Annotated and found facts that belong together, and those that were left over on each side."""

    pairs: list[tuple[Fact, Fact]]
    missed: list[Fact]
    extra: list[Fact]
