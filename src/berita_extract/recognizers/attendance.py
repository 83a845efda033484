"""How many people attend, take part or are deployed, and which counts are something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from berita_extract.grammar.numbers import Quantity, find_quantities
from berita_extract.lexicon.lexicon import Hit
from berita_extract.schema import AttendanceRole
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import NUMERALS

RULES: Final[Mapping[str, str]] = {
    "attendance.cued": "a count near a verb of attendance: dihadiri sekitar 500 warga",
    "attendance.unit": "a count whose unit itself attends: 163 undangan, 300 personel",
    "attendance.subject": "a headcount that opens its sentence or follows its group: Sebanyak 76 orang; rombongan 150 orang",
    "attendance.breakdown": "a count that divides one before it in the sentence: 199 orang, di aula sebanyak 83 orang",
    "attendance.bare": "a count without unit right after a verb of attendance: dihadiri 250.",
}

# Units that say by themselves that the counted people take part.
_ATTENDING_UNITS: Final = frozenset(("guests", "personnel"))
# How far a word that makes the count something else may stand behind its unit, in tokens.
_REACH_AFTER: Final = 5
# How far before or behind the count its verb of attendance may stand.
_REACH_BEFORE: Final = 40
_REACH_BEHIND: Final = 16
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
    quiet = mark_spans(len(reading), silent)
    for quantity in find_quantities(reading):
        if (quiet[quantity.end - 1] and not _sends(reading, quantity)) or reading.block_at(quantity.start).kind not in _COUNTED_BLOCKS:
            continue
        found = _judge(reading, quantity, counts)
        if isinstance(found, Count):
            counts.append(found)
        elif found is not None:
            refused.append(found)
    return counts, refused


_COUNTED_BLOCKS: Final = frozenset(("body", "headline", "caption"))


def _sends(reading: Reading, quantity: Quantity) -> bool:
    """`"Kami turunkan 36 personel," ujar Kapolres`: who sends people tells of the event, even in a quotation."""
    cue = reading.ending("attendance_cues", quantity.start)
    return cue is not None and cue.entry.value == "personnel"


def _judge(reading: Reading, quantity: Quantity, before: Sequence[Count]) -> Count | NoCount | None:
    sentence = reading.sentence_at(quantity.start)
    cues = reading.between("attendance_cues", sentence.start, sentence.end)
    unit = _find_unit(reading, quantity, sentence)
    if unit is None:
        return _judge_bare(reading, quantity, cues)
    if unit.entry.get("kind") == "thing":
        return None
    earlier = before[-1] if before and before[-1].start >= sentence.start else None
    reason = _refusal(reading, quantity, unit, cues, earlier)
    if reason is not None:
        return NoCount(quantity.start, unit.end, reason)
    quantity, end = _modify_behind(reading, quantity, unit)
    cue = _attending_cue(quantity, unit, cues)
    role = _ROLES.get(cue.entry.value if cue else unit.entry.get("role"), "participants")
    if cue is not None and (earlier is None or cue.start > earlier.start):
        rule = "attendance.cued"
        if "diperkirakan" in reading.span(max(0, cue.start - 1), cue.end).lower():
            quantity = quantity._replace(approximate=True)
    elif earlier is not None and _divides(reading, earlier, quantity, unit):
        rule, role = "attendance.breakdown", earlier.role
    elif _attends_by_itself(unit):
        rule = "attendance.unit"
    elif _opens_sentence(reading, quantity, sentence) or _is_headcount(reading, quantity, sentence):
        rule = "attendance.subject"
    else:
        return NoCount(quantity.start, unit.end, "no verb of attendance near it")
    return Count(quantity.start, end, rule, quantity, (unit.start, unit.end), role, _read_group(reading, unit, sentence))


def _find_unit(reading: Reading, quantity: Quantity, sentence: Sentence) -> Hit | None:
    """The counted noun right behind the number (`300 personel`), or behind the whole it is a part of (`31 dari 45 anggota`)."""
    place = quantity.end
    if place + 2 < sentence.end and reading.folded(place) == "dari" and reading.shapes[place + 1] in "d0":
        place += 2
    unit = reading.hit_at("count_nouns", place)
    return unit if unit is not None and unit.end <= sentence.end else None


def _modify_behind(reading: Reading, quantity: Quantity, unit: Hit) -> tuple[Quantity, int]:
    """`300 orang lebih`: the modifier stands behind the unit."""
    hit = reading.hit_at("quantity_modifiers", unit.end)
    if hit is None or hit.entry.value != "at_least" or hit.entry.get("position") == "before" or quantity.max is None:
        return quantity, unit.end
    return quantity._replace(max=None, approximate=True), hit.end


def _judge_bare(reading: Reading, quantity: Quantity, cues: Sequence[Hit]) -> Count | None:
    """`dihadiri 250.`: the unit is understood, if nothing at all follows the number."""
    following = reading.shapes[quantity.end : quantity.end + 1]
    if following not in (".", ",", "") or reading.shapes[quantity.end - 1] not in NUMERALS:
        return None  # dihadiri puluhan, …
    for cue in cues:
        if cue.end == quantity.start and cue.entry.value != "not" and cue.entry.get("position") != "after":
            role = _ROLES.get(cue.entry.value, "participants")
            return Count(quantity.start, quantity.end, "attendance.bare", quantity, None, role, None)
    return None


def _refusal(reading: Reading, quantity: Quantity, unit: Hit, cues: Sequence[Hit], earlier: Count | None) -> str | None:
    """Why a count of people is no attendance, if it is none."""
    if _is_name_part(reading, quantity, earlier):
        return "the number belongs to a name or code"
    before = reading.folded(quantity.start - 1) if quantity.start else ""
    if before == "dari" and reading.folded(quantity.start - 2) not in ("terdiri", "beranggotakan", "lebih", "kurang"):
        return "the whole of which others are a part"
    if not quantity.collective and unit.end < len(reading) and reading.folded(unit.end) in ("tersebut", "itu", "ini"):
        return "it points back to something counted before"
    cue = _refusing_cue(reading, quantity, unit, cues, earlier)
    return None if cue is None else f"not attendance: {reading.span(cue.start, cue.end)!r} ({cue.entry.get('why')})"


def _is_name_part(reading: Reading, quantity: Quantity, earlier: Count | None) -> bool:
    """`Kodim 0813`, `RT 03 warga`, `HUT ke-79 siswa`, `BP2MI`: the number is the name's."""
    place = quantity.start - 1
    if place < 0:
        return False
    if reading.touches(place) and reading.shapes[place].isalnum():
        return True
    if reading.shapes[place] == "-" and place and reading.folded(place - 1) == "ke":
        return not quantity.collective and reading.block_at(place).start < place - 1
    cue = reading.ending("not_date_cues", quantity.start)
    if cue is None or cue.entry.get("kind") not in ("unit", "document") or reading.ending("quantity_modifiers", quantity.start):
        return False
    return earlier is None or reading.word(quantity.start).startswith("0")


def _refusing_cue(reading: Reading, quantity: Quantity, unit: Hit, cues: Sequence[Hit], earlier: Count | None) -> Hit | None:
    """A word near the count that makes it victims, recipients, capacity, statistics …"""
    nearest: Hit | None = None
    # diikuti 37 peserta yang dinyatakan lulus: the verb right before it, or the whole that it divides, says that they attend.
    governed = earlier is not None or any(
        0 <= quantity.start - cue.end <= 1 and cue.entry.value != "not" and not cue.entry.has("trap") for cue in cues
    )
    for cue in cues:
        if cue.entry.value != "not" or (governed and cue.entry.has("trap")):
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
        planned = cue.entry.get("why") == "capacity" and cue.entry.has("trap")
        if cue.entry.value == "not" and not planned:
            continue
        if cue.entry.has("trap") and cue.entry.value == "personnel" and unit.entry.get("kind") == "person" and not _is_force(unit):
            continue  # menyiapkan 4 pelatih
        position = cue.entry.get("position", "both")
        if cue.end <= quantity.start and position != "after":
            before = cue
        elif cue.start >= unit.end and position != "before" and cue.start - unit.end <= _REACH_BEHIND and before is None:
            return cue
    return before if before is not None and quantity.start - before.end <= _REACH_BEFORE else None


def _is_force(unit: Hit) -> bool:
    return unit.entry.get("role") == "personnel" or unit.entry.surface in ("orang", "anggota")


def _clause_ends(reading: Reading, start: int, end: int) -> bool:
    return any(shape in ",;" for shape in reading.shapes[start:end])


def _divides(reading: Reading, whole: Count, quantity: Quantity, unit: Hit) -> bool:
    """Whether a count continues the one before it (`… terdiri dari 95 polisi, 25 TNI dan 20 Pol PP`)."""
    if unit.entry.get("kind") == "group":
        same = whole.unit is not None and reading.folded(whole.unit[0]) == reading.folded(unit.start)
        return same and (whole.quantity.min or 0) >= (quantity.min or 0)
    if whole.rule == "attendance.breakdown" or quantity.min is None or quantity.start - whole.end <= _REACH_AFTER:
        return True
    return (whole.quantity.min or 0) >= quantity.min or whole.role == "personnel"


def _attends_by_itself(unit: Hit) -> bool:
    """Units that say themselves that they take part: peserta, undangan, personel."""
    if unit.entry.has("trap"):
        return False
    return unit.entry.get("role") in _ATTENDING_UNITS or unit.entry.value.split()[0].lower() in ("peserta", "undangan", "hadirin")


def _opens_sentence(reading: Reading, quantity: Quantity, sentence: Sentence) -> bool:
    """`Sebanyak 76 orang …`, headline `Ratusan UMKM …`: a headcount that is the subject of its sentence."""
    if quantity.start == sentence.start:
        vague = quantity.approximate and reading.shapes[quantity.end - 1] not in NUMERALS
        return vague or reading.block_at(sentence.start).kind == "headline"  # Ratusan umat menyambut …
    return quantity.start == sentence.start + 1 and reading.folded(sentence.start) in ("sebanyak", "sejumlah")


def _is_headcount(reading: Reading, quantity: Quantity, sentence: Sentence) -> bool:
    """`Rombongan 150 orang`, `Utusan tersebut berjumlah 2 orang`: a group named before its number."""
    token = quantity.start - 1
    if reading.shapes[token] == ":" and token > sentence.start:
        return reading.folded(token - 1) in ("peserta", "undangan", "hadirin", "personel")  # Peserta : ± 50 orang
    while token > sentence.start and reading.folded(token) in ("berjumlah", "sebanyak", "tersebut", "itu", "ini"):
        token -= 1
    named = reading.ending("count_nouns", token + 1)
    return named is not None and named.entry.get("kind") == "group" and not named.entry.has("trap")


def _read_group(reading: Reading, unit: Hit, sentence: Sentence) -> str | None:
    """Who they are, where the text says it right behind the unit: `300 personel TNI/Polri`."""
    end = unit.end
    while end < sentence.end and reading.shapes[end] in "NMXKUV/" and not reading.breaks_after(end - 1):
        end += 1
    return reading.given(unit.end, end) if end > unit.end else None
