"""Which words govern a counted number: its unit, the verb of attendance, and the word that makes it something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.numbers import Quantity
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence
from berita_extract.text.words import NUMERALS

# How far before the count its verb may stand across other verbs, and behind it, in tokens; over a mere list it reaches any distance.
_REACH_BEFORE: Final = 40
_REACH_BEHIND: Final = 16
# Things and bodies attend only where the verb stands this close to them.
_BODY_REACH: Final = 3
# How far a word that makes the count something else may stand behind its unit.
_REFUSAL_REACH: Final = 5
# A list of those present has at most so many lines before the one that counts.
_LONGEST_LIST: Final = 40
# What stands between a verb and the words that make its count another one's.
_OTHERS: Final = frozenset(("recipients", "victims", "population", "votes"))


def find_unit(reading: Reading, quantity: Quantity, sentence: Sentence) -> Hit | None:
    """The counted noun behind the number (`300 personel`, `9 Pj. Bupati`), or behind the whole it is a part of (`31 dari 45 anggota`)."""
    place = quantity.end
    whole = read_whole(reading, quantity)
    if whole is not None:
        place = whole[0]
    unit = reading.hit_at("count_nouns", place)
    prefix = reading.hit_at("office_prefixes", place)
    if prefix is not None:
        behind = prefix.end
        if reading.shapes[behind : behind + 1] == "(":
            behind = reading.shapes.find(")", behind, behind + 4) + 1 or behind
        holder = reading.hit_at("count_nouns", behind)
        unit = unit if holder is None else Hit(prefix.start, holder.end, holder.entry)
    return unit if unit is not None and unit.end <= sentence.end else None


def read_whole(reading: Reading, quantity: Quantity) -> tuple[int, int] | None:
    """The whole that a number is a part of (`34 dari total 42 anggota` → 42), with the token behind it."""
    place = quantity.end
    if not reading.in_group(place, "out_of"):
        return None
    place += 1
    while reading.in_group(place, "in_all"):
        place += 1
    figures = reading.word(place).replace(".", "") if place < len(reading) else ""
    return (place + 1, int(figures)) if figures.isdecimal() else None


def modify_behind(reading: Reading, quantity: Quantity, unit: Hit) -> tuple[Quantity, int]:
    """`300 orang lebih`: the modifier stands behind the unit."""
    hit = reading.hit_at("quantity_modifiers", unit.end)
    if hit is None or hit.entry.value != "at_least" or hit.entry.get("position") == "before" or quantity.max is None:
        return quantity, unit.end
    return replace(quantity, max=None, approximate=True), hit.end


def governs(quantity: Quantity, cue: Hit) -> bool:
    """Whether a word stands right before a count: `dihadiri 50 orang`, `dihadiri oleh 50 orang`."""
    return 0 <= quantity.start - cue.end <= 1


def find_attending_cue(reading: Reading, quantity: Quantity, unit: Hit, cues: Sequence[Hit]) -> Hit | None:
    """The verb of attendance that governs the count: the last before it in its sentence, or the first behind it."""
    body = unit.entry.get("kind") == "group"
    usable = [cue for cue in cues if _can_attend(reading, unit, cue)]
    before = [cue for cue in usable if cue.end <= quantity.start and _looks_ahead(reading, cue, quantity)]
    if before and not _is_broken_off(reading, before[-1], quantity, cues):
        return before[-1] if not body or _takes_bodies(quantity, unit, before[-1]) else None
    reach = _BODY_REACH if body and unit.entry.has("trap") else _REACH_BEHIND
    behind = (cue for cue in usable if cue.start >= unit.end and cue.entry.get("position") != "before")
    return next((cue for cue in behind if cue.start - unit.end <= reach and not turns(reading, unit.end, cue.start)), None)


def _can_attend(reading: Reading, unit: Hit, cue: Hit) -> bool:
    """Whether a word can say of a unit that it attends; `menyiapkan 4 pelatih` says it of forces only."""
    if cue.entry.value == "not":
        return cue.entry.get("why") == "capacity" and cue.entry.has("trap")  # akan dihadiri 500 orang
    for_forces = cue.entry.has("trap") and cue.entry.value == "personnel"
    return not for_forces or unit.entry.get("kind") != "person" or _is_force(reading, unit)


def _looks_ahead(reading: Reading, cue: Hit, quantity: Quantity) -> bool:
    """Whether a verb is one for a count behind it: `dihadiri 50 orang`, `yang dilantik sebanyak 36 orang`."""
    if cue.entry.get("position") != "after":
        return True
    between = range(cue.end, quantity.start)
    return 0 < len(between) <= 2 and all(reading.in_group(token, "counting") for token in between)


def _takes_bodies(quantity: Quantity, unit: Hit, cue: Hit) -> bool:
    """Whether a verb says that bodies attend: `diikuti 15 nagari`, but not `bersama 15 nagari lainnya`, `terdiri dari 17 kecamatan`."""
    if not unit.entry.has("trap") and not cue.entry.has("trap"):
        return True
    return governs(quantity, cue) and not (unit.entry.has("trap") and cue.entry.has("trap"))


def turns(reading: Reading, start: int, end: int) -> bool:
    """Whether another clause begins between two tokens: `42 anggota namun yang dilantik hanya 41`."""
    return any(reading.shapes[token] == ";" or reading.in_group(token, "contrast") for token in range(start, end))


def _is_broken_off(reading: Reading, cue: Hit, quantity: Quantity, cues: Sequence[Hit]) -> bool:
    """Whether a verb of attendance is too far away, or the words between say what the counted people have instead."""
    if any(cue.end <= other.start and other.end <= quantity.start and other.entry.get("why") in _OTHERS for other in cues):
        return True
    if turns(reading, cue.end, quantity.start) or (cue.end < quantity.start and reading.in_group(quantity.start - 1, "dative")):
        return True  # ibadah bersama, lalu penyerahan diakonia kepada 7 lansia
    if quantity.start - cue.end <= _REACH_BEFORE:
        return False
    return cue.entry.has("trap") or any(_is_main_verb(reading, token) for token in range(cue.end, quantity.start))


def _is_main_verb(reading: Reading, token: int) -> bool:
    """Whether a word is a verb that a list of guests does not hold: neither `yang membidangi …` nor `mewakili Camat`."""
    if not is_verb(reading, token) or reading.in_group(token - 1, "relative"):
        return False
    act = reading.hit_at("act_verbs", token)
    return act is None or act.entry.value not in ("represented", "accompanied")


def is_verb(reading: Reading, token: int) -> bool:
    """Whether a word is known as a verb: `membuka`, `berlangsung`."""
    entry = reading.common_words.get(reading.folded(token))
    return entry is not None and entry.get("class") == "verb"


def find_cue_of_list(reading: Reading, sentence: Sentence) -> Hit | None:
    """The verb of attendance in the line that announces a list: `Hadir dalam kegiatan itu: / 1. Personel Polres 120 orang`."""
    block = reading.block_at(sentence.start)
    for _ in range(_LONGEST_LIST):
        if not is_list_line(reading, block.start) or block.start == 0:
            break
        block = reading.block_at(block.start - 1)
    if reading.shapes[block.end - 1] != ":" or block.start == reading.block_at(sentence.start).start:
        return None
    cues = reading.between("attendance_cues", block.start, block.end)
    return next((cue for cue in cues if cue.entry.value != "not"), None)


def is_list_line(reading: Reading, token: int) -> bool:
    """Whether a line begins with a bullet or a number: `- `, `2. `."""
    return reading.shapes[token] in "-*?" or (reading.shapes[token] in "dI" and reading.shapes[token + 1 : token + 2] in (".", ")"))


def find_refusing_cue(reading: Reading, quantity: Quantity, unit: Hit, cues: Sequence[Hit], *, divides: bool) -> Hit | None:
    """A word near the count that makes it victims, recipients, capacity, statistics …

    The verb right before a count says that the people attend, whatever else the text says of them (`diikuti 37 peserta yang
    dinyatakan lulus`); so does the whole of which it is a part (`divides`).
    """
    nearest: Hit | None = None
    governed = divides or any(governs(quantity, cue) and cue.entry.value != "not" and not cue.entry.has("trap") for cue in cues)
    for cue in cues:
        if cue.entry.value != "not" or (governed and cue.entry.has("trap")) or is_teaching(reading, cue):
            continue
        position = cue.entry.get("position")
        if cue.start >= unit.end and position != "before":
            if cue.start - unit.end < _REFUSAL_REACH and not _changes_subject(reading, unit.end, cue.start):
                return cue
        elif unit.start <= cue.start < unit.end:
            if not governed and cue.end == unit.end and not _comes(cues, unit):
                return cue  # kedua tersangka
        elif cue.end <= quantity.start and position != "after" and not cue.entry.has("trap"):
            nearest = cue
    if nearest is None:
        return None
    rival = any(nearest.end <= cue.start and cue.end <= quantity.start and cue.entry.value != "not" for cue in cues)
    return None if rival or quantity.start - nearest.end > 8 or _clause_ends(reading, nearest.end, quantity.start) else nearest


def is_teaching(reading: Reading, cue: Hit) -> bool:
    """`300 siswa mendapat penyuluhan`: who is taught something is there."""
    return cue.entry.get("why") == "recipients" and reading.in_group(cue.end, "taught")


def _comes(cues: Sequence[Hit], unit: Hit) -> bool:
    """`puluhan penerima manfaat hadir`: they are there all the same."""
    return any(0 <= cue.start - unit.end <= _BODY_REACH and cue.entry.value == "guests" for cue in cues)


def _is_force(reading: Reading, unit: Hit) -> bool:
    return unit.entry.get("role") == "personnel" or reading.in_group(unit.start, "any_people")


def _changes_subject(reading: Reading, start: int, end: int) -> bool:
    """Whether another count or clause begins: `7 orang dan dua orang absen`, `40 kecamatan dan setiap kecamatan …`."""
    if end > start and reading.in_group(end - 1, "list_joiner"):
        return True
    counted = any(reading.shapes[token] in NUMERALS or reading.hit_at("number_words", token) for token in range(start, end))
    return counted or _clause_ends(reading, start, end)


def _clause_ends(reading: Reading, start: int, end: int) -> bool:
    return any(shape in ",;" for shape in reading.shapes[start:end])
