"""How many people attend, take part or are deployed, and which counts are something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from berita_extract.lexicon.lexicon import Hit
from berita_extract.grammar.numbers import Quantity, find_quantities
from berita_extract.schema import AttendanceRole
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence

RULES: Final[Mapping[str, str]] = {
    "attendance.cued": "a count near a verb of attendance: dihadiri sekitar 500 warga",
    "attendance.unit": "a count whose unit itself attends: 163 undangan, 300 personel",
    "attendance.breakdown": "a count that divides one before it in the sentence: 199 orang, di aula sebanyak 83 orang",
    "attendance.bare": "a count without unit right after a verb of attendance: dihadiri 250.",
}

# Units that say by themselves that the counted people take part.
_ATTENDING_UNITS: Final = frozenset(("guests", "personnel"))
# How far a word that makes the count something else may stand behind its unit, in tokens.
_REACH_AFTER: Final = 5
_ROLES: Final[Mapping[str, AttendanceRole]] = {
    "participants": "participants", "guests": "guests", "personnel": "personnel", "crowd": "crowd",
}  # fmt: skip


class Count(NamedTuple):
    """A count of attendance: its tokens from the first modifier to the unit noun, its range, and its unit's tokens."""

    start: int
    end: int
    rule: str
    quantity: Quantity
    unit: tuple[int, int] | None
    role: AttendanceRole
    group: str | None


class NoCount(NamedTuple):
    """A number that counts people but not attendance, and why."""

    start: int
    end: int
    reason: str


def find_attendance(reading: Reading, silent: Sequence[tuple[int, int]]) -> tuple[list[Count], list[NoCount]]:
    """Find the counts of those who attend (`kurang lebih 300 personel`), and those refused with the reason.

    `silent` are spans of tokens that are somebody's words or part of a date: what is counted there is not the event's.
    """
    counts: list[Count] = []
    refused: list[NoCount] = []
    quiet = bytearray(len(reading) + 1)
    for start, end in silent:
        quiet[start:end] = b"\1" * (end - start)
    for quantity in find_quantities(reading):
        if quiet[quantity.end - 1] or reading.block_at(quantity.start).kind not in _COUNTED_BLOCKS:
            continue
        found = _judge(reading, quantity, counts)
        if isinstance(found, Count):
            counts.append(found)
        elif found is not None:
            refused.append(found)
    return counts, refused


_COUNTED_BLOCKS: Final = frozenset(("body", "headline", "caption"))


def _judge(reading: Reading, quantity: Quantity, before: Sequence[Count]) -> Count | NoCount | None:
    sentence = reading.sentence_at(quantity.start)
    cues = reading.between("attendance_cues", sentence.start, sentence.end)
    unit = _find_unit(reading, quantity, sentence)
    if unit is None:
        return _judge_bare(reading, quantity, cues)
    kind = unit.entry.get("kind")
    if kind == "thing":
        return None
    if _is_name_part(reading, quantity):
        return NoCount(quantity.start, unit.end, "the number belongs to a name or code")
    refusal = _refusing_cue(reading, quantity, unit, cues)
    if refusal is not None:
        return NoCount(quantity.start, unit.end, f"not attendance: {reading.span(refusal.start, refusal.end)!r} ({refusal.entry.get('why')})")
    cue = _attending_cue(quantity, unit, cues)
    role = _ROLES.get(cue.entry.value if cue else unit.entry.get("role"), "participants")
    if cue is not None:
        rule = "attendance.cued"
    elif unit.entry.get("role") in _ATTENDING_UNITS and not unit.entry.has("trap"):
        rule = "attendance.unit"
    elif before and before[-1].start >= sentence.start and _divides(reading, before[-1], quantity):
        rule, role = "attendance.breakdown", before[-1].role
    else:
        return NoCount(quantity.start, unit.end, "no verb of attendance near it")
    return Count(quantity.start, unit.end, rule, quantity, (unit.start, unit.end), role, _read_group(reading, unit, sentence))


def _find_unit(reading: Reading, quantity: Quantity, sentence: Sentence) -> Hit | None:
    """The counted noun right behind the number (`300 personel`, `500 lebih warga`, `25 peserta`)."""
    unit = reading.hit_at("count_nouns", quantity.end)
    return unit if unit is not None and unit.end <= sentence.end else None


def _judge_bare(reading: Reading, quantity: Quantity, cues: Sequence[Hit]) -> Count | None:
    """`dihadiri 250.`: the unit is understood, if nothing at all follows the number."""
    following = reading.shapes[quantity.end : quantity.end + 1]
    if following not in (".", ",", "") or quantity.approximate and quantity.min == 20:
        return None
    for cue in cues:
        if cue.end == quantity.start and cue.entry.value != "not" and cue.entry.get("position") != "after":
            role = _ROLES.get(cue.entry.value, "participants")
            return Count(quantity.start, quantity.end, "attendance.bare", quantity, None, role, None)
    return None


def _is_name_part(reading: Reading, quantity: Quantity) -> bool:
    """`Kodim 0813`, `RT 03 warga`, `HUT ke-79 siswa`: the number is the name's."""
    place = quantity.start - 1
    if place < 0:
        return False
    if reading.shapes[place] == "-" and place and reading.folded(place - 1) == "ke":
        return not quantity.collective and reading.block_at(place).start < place - 1
    return _names_a_unit(reading, quantity.start)


def _names_a_unit(reading: Reading, token: int) -> bool:
    cue = reading.ending("not_date_cues", token)
    return cue is not None and cue.entry.get("kind") in ("unit", "document")


def _refusing_cue(reading: Reading, quantity: Quantity, unit: Hit, cues: Sequence[Hit]) -> Hit | None:
    """A word near the count that makes it victims, recipients, capacity, statistics …"""
    nearest: Hit | None = None
    for cue in cues:
        if cue.entry.value != "not":
            continue
        position = cue.entry.get("position")
        if cue.start >= unit.end and position != "before":
            if cue.start - unit.end < _REACH_AFTER and not _clause_ends(reading, unit.end, cue.start):
                return cue
        elif cue.end <= quantity.start and position != "after" and not cue.entry.has("trap"):
            nearest = cue
    if nearest is None:
        return None
    rival = [cue for cue in cues if nearest.end <= cue.start and cue.end <= quantity.start and cue.entry.value != "not"]
    return None if rival or quantity.start - nearest.end > 8 or _clause_ends(reading, nearest.end, quantity.start) else nearest


def _attending_cue(quantity: Quantity, unit: Hit, cues: Sequence[Hit]) -> Hit | None:
    """The verb of attendance that governs the count: the last before it in its sentence, or the first right behind it."""
    before: Hit | None = None
    for cue in cues:
        if cue.entry.value == "not":
            continue
        position = cue.entry.get("position", "both")
        if cue.end <= quantity.start and position != "after":
            before = cue
        elif cue.start >= unit.end and position != "before" and cue.start - unit.end <= 12 and before is None:
            return cue
    if before is not None and quantity.start - before.end > 25:
        return None
    return before


def _clause_ends(reading: Reading, start: int, end: int) -> bool:
    return any(shape in ",;" for shape in reading.shapes[start:end])


def _divides(reading: Reading, whole: Count, quantity: Quantity) -> bool:
    """Whether a count continues the one before it (`… terdiri dari 95 polisi, 25 TNI dan 20 Pol PP`)."""
    return quantity.min is not None and (whole.quantity.min or 0) >= quantity.min or whole.rule == "attendance.breakdown"


def _read_group(reading: Reading, unit: Hit, sentence: Sentence) -> str | None:
    """Who they are, where the text says it right behind the unit: `300 personel TNI/Polri`."""
    end = unit.end
    while end < sentence.end and reading.shapes[end] in "NMXKUV/" and not reading.breaks_after(end - 1):
        end += 1
    return reading.given(unit.end, end) if end > unit.end else None
