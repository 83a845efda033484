"""When two wordings count as the same: without case, accents and punctuation, and by the words they share."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_APART: Final = re.compile(r"[^\w\s/±]+")


@lru_cache(maxsize=10_000)
def simplify(text: str | None) -> str:
    """The wording that is compared: `Jum’at, 5 Juli` becomes `jumat 5 juli`."""
    decomposed = unicodedata.normalize("NFKD", text or "").casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(_APART.sub(" ", bare.replace("’", "").replace("'", "")).split())


def measure_overlap(one: str | None, other: str | None) -> float:
    """The share of words that two wordings have in common, from 0 to 1 (Dice, each word as often as it stands)."""
    first, second = _count_words(one), _count_words(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def squeeze_all(texts: Iterable[str]) -> frozenset[str]:
    """Abbreviations without their spaces and full stops, in any order: `S. Sos` and `S.Sos` are the same."""
    return frozenset(simplify(text).replace(" ", "") for text in texts)


def _count_words(text: str | None) -> Counter[str]:
    return Counter(simplify(text).replace("/", " ").split())
