"""How many: figures and number words with their modifiers, as a range (`kurang lebih 300`, `dua ratus lima puluh`, `ratusan`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.text.reading import Reading
from berita_extract.text.words import NUMERALS

_ENGLISH_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+$")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+$")
_DECIMAL: Final = re.compile(r"(\d+)[.,](\d+)$")
_ROUND: Final = re.compile(r"([\d.]+)-?an$", re.IGNORECASE)
# More figures than this count nobody: account numbers, codes; nor do so many number words, or such a number.
_LONGEST_FIGURES: Final = 15
_MOST_WORDS: Final = 24
_LARGEST: Final = 10**15


class Quantity(Record, frozen=True):
    """A number as written, from its first modifier: its tokens, and its range; an open end is `None`."""

    start: int
    end: int
    min: int | None
    max: int | None
    approximate: bool
    collective: bool = False


class _Value(Record, frozen=True):
    end: int
    low: int
    high: int | None
    vague: bool = False
    collective: bool = False


def find_quantities(reading: Reading) -> Iterator[Quantity]:
    """Read every number of a text once, in order, with the modifiers around it."""
    modifiers = {hit.end: hit for hit in reading.found("quantity_modifiers") if hit.entry.get("position") != "after"}
    token = 0
    words = {hit.start for hit in reading.found("number_words")}
    candidates = sorted(words | {place for place, shape in enumerate(reading.shapes) if shape in NUMERALS})
    for start in candidates:
        if start < token:
            continue
        value = _read_range(reading, start)
        if value is None:
            continue
        quantity = _modify(reading, start, value, modifiers)
        yield quantity
        token = quantity.end


def _modify(reading: Reading, start: int, value: _Value, modifiers: dict[int, Hit]) -> Quantity:
    """Apply the modifiers before (`hampir`, `lebih dari`) and after (`300 lebih`) a number."""
    low: int | None = value.low
    high: int | None = value.high
    approximate, first, end = value.vague, start, value.end
    effects = []
    while (hit := modifiers.get(first - (reading.shapes[first - 1 : first] == "." and reading.touches(first - 2)))) is not None:
        if hit.entry.value == "none":
            break
        effects.append(hit.entry.value)
        first = hit.start
        if hit.entry.value == "reached":
            first = hit.end
            break
    after = reading.hit_at("quantity_modifiers", end)
    if after is not None and after.entry.get("position") in ("after", "both") and after.entry.value != "none":
        effects.append(after.entry.value)
        end = after.end
    for effect in effects:
        approximate = approximate or effect != "reached"
        if effect == "at_least":
            high = None
        elif effect in ("at_most", "almost"):
            low = None
    if low is None and high is None:
        low, high = value.low, value.high
    return Quantity(first, end, low, high, approximate, value.collective)


def _read_range(reading: Reading, start: int) -> _Value | None:
    """`8-10`, `50 sampai 100`, `antara 50 dan 100`, or a single number."""
    first = _read_number(reading, start)
    if first is None or first.vague or first.collective:
        return first
    place = first.end
    if place + 1 >= len(reading):
        return first
    opened = reading.in_group(start - 1, "between") and reading.in_group(place, "list_joiner")
    joined = opened or reading.shapes[place] == "-" or reading.in_group(place, "until")
    if not joined:
        return first
    second = _read_number(reading, place + 1)
    if second is None or second.vague or second.collective or second.low <= first.low or second.high is None:
        return first
    return _Value(second.end, _share_scale(reading, first.low, second.low, place + 1), second.high)


def _share_scale(reading: Reading, low: int, high: int, token: int) -> int:
    """`dua sampai tiga ratus`, `5-10 ribu`: the scale behind the second number is the first one's too, where that gives a range."""
    lead = _read_lead(reading, token)
    if not lead or low > lead or high % lead or high < 100 or low * (high // lead) >= high:
        return low
    return low * (high // lead)


def _read_lead(reading: Reading, token: int) -> int:
    """The number before its scale: 10 of `10 ribu`, 3 of `tiga ratus`; 0 where none stands before it."""
    following = reading.hit_at("number_words", token + 1)
    if following is None or following.entry.get("kind") not in ("scale", "ten"):
        return 0
    if reading.word(token).isdecimal():
        return int(reading.word(token))
    hit = reading.hit_at("number_words", token)
    return int(hit.entry.value) if hit is not None and hit.entry.value.isdecimal() else 0


def _read_number(reading: Reading, start: int) -> _Value | None:
    if reading.shapes[start] in NUMERALS:
        return _read_figures(reading, start)
    return _read_words(reading, start)


def _read_figures(reading: Reading, start: int) -> _Value | None:
    """`1.500`, `1,5 ribu`, `300-an`, `50 (lima puluh)`; figures win over the words in brackets."""
    parsed = parse_figures(reading.word(start))
    if parsed is None:
        return None
    number, vague = parsed
    end = start + 1
    scale = reading.hit_at("number_words", end)
    if scale is not None and scale.entry.get("kind") == "scale":
        factor = int(scale.entry.value)
        # "4000 ribu orang" is a slip of the pen for 4000
        number = number * factor if number < factor else number
        end = scale.end
    elif number != int(number):
        return None
    if number > _LARGEST:
        return None
    whole = round(number)
    if end == start + 1 and whole < 1000 and _is_last_thousand(reading, end):
        whole, end = whole * 1000 + int(reading.word(end)), end + 1
    if reading.shapes[end : end + 1] == "(":
        end = _skip_spelled(reading, end)
    return _Value(end, whole, whole, vague)


def _is_last_thousand(reading: Reading, token: int) -> bool:
    """`1 500 warga`: three figures behind a space, with the counted noun behind them."""
    if token >= len(reading) or reading.breaks_after(token - 1):
        return False
    word = reading.word(token)
    return len(word) == 3 and word.isdecimal() and reading.hit_at("count_nouns", token + 1) is not None


def parse_figures(figures: str) -> tuple[float, bool] | None:
    """The number that figures mean and whether they are round (`1.500` → 1500, `1,5` → 1.5, `300-an` → about 300)."""
    vague = False
    if len(figures) > _LONGEST_FIGURES:
        return None
    if match := _ROUND.match(figures):
        figures, vague = match[1], True
    if figures.isdecimal():
        return float(figures), vague
    if _THOUSANDS.match(figures) or _ENGLISH_THOUSANDS.match(figures):
        return float(re.sub(r"\D", "", figures)), vague
    if match := _DECIMAL.match(figures):
        return float(f"{match[1]}.{match[2]}"), vague
    return None


def _skip_spelled(reading: Reading, opening: int) -> int:
    """The end of a bracket that spells the number out: `41 (empat puluh satu )`."""
    for place in range(opening + 1, min(opening + 9, len(reading))):
        if reading.shapes[place] == ")":
            return place + 1
        if reading.hit_at("number_words", place) is None and reading.shapes[place] not in NUMERALS:
            break
    return opening


def read_words(reading: Reading, start: int) -> tuple[int, int]:
    """The number that words mean (`dua belas` → 12) and the token behind them; -1 where they mean none."""
    value = _read_words(reading, start)
    return (-1, start + 1) if value is None or value.vague or value.collective else (value.low, value.end)


def _read_words(reading: Reading, start: int) -> _Value | None:
    """`dua ratus lima puluh` → 250, `seribu tujuh ratus` → 1700, `puluhan ribu` → 20000-99999, `kelima` → 5."""
    first = reading.hit_at("number_words", start)
    if first is None:
        return None
    kind = first.entry.get("kind")
    if kind == "vague":
        low, _, high = first.entry.value.partition("-")
        return _Value(first.end, int(low), int(high) if high else None, vague=True)
    if kind == "collective":
        return _Value(first.end, int(first.entry.value), int(first.entry.value), collective=True)
    total, current, place, words = 0.0, 0.0, start, 0
    while (hit := reading.hit_at("number_words", place)) is not None:
        kind = hit.entry.get("kind")
        words += 1
        if words > _MOST_WORDS or total + current > _LARGEST:
            return None  # ratus ratus ratus …
        if kind == "vague":
            if not hit.entry.get("scale"):
                break
            whole = round(total + max(1, current) * int(hit.entry.get("scale")))
            return _Value(hit.end, whole, whole, vague=True)
        if kind == "unit":
            number = float(hit.entry.value)
            if (current % 10 and 1 <= number < 10) or (current and number >= 10 and current < 100):
                break  # two numbers side by side: "satu dua orang"
            total, current = (total + number, current) if number >= 1000 else (total, current + number)
        elif kind == "teen":
            current += 10
        elif kind == "ten":
            current = current - current % 10 + (current % 10 or 1) * int(hit.entry.value)
        elif kind == "scale":
            factor = int(hit.entry.value)
            if factor >= 1000:
                total, current = total + (current or 1) * factor, 0
            else:
                current = (current or 1) * factor
        else:
            break
        place = hit.end
    if place == start:
        return None
    if total + current > _LARGEST or total + current != int(total + current):
        return None
    whole = int(total + current)
    if reading.shapes[place : place + 1] == "(" and reading.shapes[place + 1 : place + 3] in ("d)", "0)", "y)"):
        place += 3
    return _Value(place, whole, whole)
