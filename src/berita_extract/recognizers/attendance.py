"""How many people attend, take part or are deployed, and which counts are something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from berita_extract.grammar.head_counts import (
    find_attending_cue,
    find_cue_of_list,
    find_refusing_cue,
    find_unit,
    governs,
    is_teaching,
    is_verb,
    modify_behind,
    read_whole,
    turns,
)  # fmt: skip
from berita_extract.grammar.numbers import Quantity, find_quantities
from berita_extract.lexicon.lexicon import Hit
from berita_extract.record import Record
from berita_extract.schema import AttendanceRole
from berita_extract.text.reading import Reading
from berita_extract.text.sentences import Sentence
from berita_extract.text.spans import mark_spans
from berita_extract.text.words import CAPITALISED, NUMERALS, YEAR
from berita_extract.trace import ReasonCode

RULES: Final[Mapping[str, str]] = {
    "attendance.cued": "a count near a verb of attendance: dihadiri sekitar 500 warga",
    "attendance.unit": "a count whose unit itself attends: 163 undangan, 300 personel",
    "attendance.subject": "a headcount that opens its sentence or follows its group: Sebanyak 76 orang; rombongan 150 orang",
    "attendance.breakdown": "a count that divides one before it in the sentence: 199 orang, di aula sebanyak 83 orang",
    "attendance.bare": "a count without unit behind a verb of attendance or its group: dihadiri 250.; personel sebanyak 1.295",
    "attendance.crowd": "an uncounted crowd in a sentence that names an activity: ribuan penari dalam gelaran tari kolosal",
    "attendance.none": "a number that counts people, but not those who attend: menyerahkan bantuan kepada 50 warga",
}

# Units that say by themselves that the counted people take part.
_ATTENDING_UNITS: Final = frozenset(("guests", "personnel"))
# A count this close behind another one continues it.
_NEXT: Final = 5
# A number this large is not met twice by chance.
_TELLING: Final = 20
# The group named before its number stands at most so many words before it: personel Polda Sumut sebanyak 1.295.
_LONGEST_GROUP: Final = 6
_ROLES: Final[Mapping[str, AttendanceRole]] = {
    "participants": "participants", "guests": "guests", "personnel": "personnel", "crowd": "crowd",
}  # fmt: skip
_COUNTED_BLOCKS: Final = frozenset(("body", "headline", "caption"))


class Count(Record, frozen=True):
    """A count of attendance: its tokens from the first modifier to the unit noun, its range, and its unit's tokens."""

    start: int
    end: int
    rule: str
    quantity: Quantity
    unit: tuple[int, int] | None
    role: AttendanceRole
    group: str | None
    unit_kind: str = ""


class NoCount(Record, frozen=True):
    """A number that counts people but not attendance, and why; `about` is the word that says so."""

    start: int
    end: int
    reason: ReasonCode
    about: str | None = None


def find_attendance(reading: Reading, silent: Sequence[tuple[int, int]]) -> tuple[list[Count], list[NoCount]]:
    """Find the counts of those who attend (`kurang lebih 300 personel`), and those refused with the reason.

    `silent` are spans of tokens that are somebody's words or part of a date: what is counted there is not the event's.
    """
    counts: list[Count] = []
    told: list[Count] = []  # with the repeats, which may have parts
    refused: list[NoCount] = []
    figures = _Figures(reading)
    quiet = mark_spans(len(reading), silent)
    for quantity in find_quantities(reading):
        if (quiet[quantity.end - 1] and not _sends(reading, quantity)) or reading.block_at(quantity.start).kind not in _COUNTED_BLOCKS:
            continue
        found = _judge(reading, quantity, told)
        if isinstance(found, NoCount):
            refused.append(found)
        elif found is not None:
            if not figures.hold(found):
                counts.append(found)
            figures.add(found)
            told.append(found)
    return counts, refused


class _Figures:
    """The figures told so far: a release says its own again and again."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        # For each range its units, and for each the sentence that told it first; "" stands for any unit.
        self._units: dict[tuple[int | None, int | None], dict[str, int]] = {}
        self._digits: dict[str, set[int]] = {}

    def add(self, count: Count) -> None:
        """Remember the range of a count with its unit, and how many digits the figures of the unit have."""
        low, high = count.quantity.min, count.quantity.max
        units = self._units.setdefault((low, high), {})
        for name in ("", *_unit_names(self._reading, count)):
            units.setdefault(name, self._reading.sentence_at(count.start).start)
            if low == high is not None:
                self._digits.setdefault(name, set()).add(len(str(high)))

    def hold(self, found: Count) -> bool:
        """Whether a count was told before: `melantik 96 pejabat … 96 orang`, `1.403 personel … ribuan personel`."""
        low, high = found.quantity.min, found.quantity.max
        names = _unit_names(self._reading, found)
        spread = found.quantity.approximate and None is not low != high is not None
        if spread and any(len(str(high)) in self._digits.get(name, ()) for name in names):
            return True
        units = self._units.get((low, high))
        if units is None:
            return False
        # 24 peserta: 6 orang …, 5 orang …, 6 orang …: the parts of a whole are told in one sentence
        here = self._reading.sentence_at(found.start).start if found.rule == "attendance.breakdown" else -1
        if any(units.get(name, here) != here for name in names):
            return True
        if low != high or (low or 0) < _TELLING or units[""] == here:
            return False
        people = self._reading.groups["any_people"]
        return low is not None and (low % 10 != 0 or not people.isdisjoint(names) or not people.isdisjoint(units))


def _unit_names(reading: Reading, count: Count) -> frozenset[str]:
    """The words of a unit, and the noun behind it: `orang pejabat`."""
    if count.unit is None:
        return frozenset()
    start, end = count.unit
    behind = reading.hit_at("count_nouns", end)
    return frozenset(reading.folded(token) for token in range(start, behind.end if behind is not None else end))


def _sends(reading: Reading, quantity: Quantity) -> bool:
    """`"Kami turunkan 36 personel," ujar Kapolres`: who sends people tells of the event, even in a quotation."""
    cue = reading.ending("attendance_cues", quantity.start)
    return cue is not None and cue.entry.value == "personnel"


def _judge(reading: Reading, quantity: Quantity, before: Sequence[Count]) -> Count | NoCount | None:
    sentence = reading.sentence_at(quantity.start)
    cues = reading.between("attendance_cues", sentence.start, sentence.end)
    unit = find_unit(reading, quantity, sentence)
    if unit is None:
        return _judge_bare(reading, quantity, sentence, cues)
    if unit.entry.get("kind") == "thing":
        return None
    earlier = before[-1] if before and before[-1].start >= sentence.start else None
    refused = _refuse(reading, quantity, unit, cues, earlier)
    if refused is not None:
        return refused
    quantity, end = modify_behind(reading, quantity, unit)
    cue = find_attending_cue(reading, quantity, unit, cues) or find_cue_of_list(reading, sentence)
    if cue is not None and reading.in_group(cue.start - 1, "negation"):
        if quantity.max is not None:
            return NoCount(quantity.start, unit.end, "no_attendance", reading.span(cue.start - 1, cue.end))  # belum dilantik
        quantity = replace(quantity, min=None, max=quantity.min)  # tidak dihadiri lebih dari 50 orang
    if cue is not None and before and cue.start >= unit.end and reading.in_group(cue.start - 1, "planned"):
        return NoCount(quantity.start, unit.end, "no_attendance", reading.span(cue.start - 1, cue.end))  # 74 lainnya akan dilantik
    role = _ROLES.get(cue.entry.value if cue else unit.entry.get("role"), "participants")
    if cue is not None and (earlier is None or cue.start > earlier.start or _outgrows(earlier, quantity)):
        rule = "attendance.cued"
        if reading.any_of_group("estimate", max(0, cue.start - 1), cue.end):
            quantity = replace(quantity, approximate=True)
    elif earlier is not None and _divides(reading, earlier, quantity, unit):
        rule, role = "attendance.breakdown", earlier.role
    elif _attends_by_itself(reading, unit) and (quantity.min is not None or reading.in_group(unit.start, "attendee")):
        rule = "attendance.unit"
    elif _opens_sentence(reading, quantity, sentence) or (not unit.entry.has("trap") and _is_headcount(reading, quantity, sentence)):
        rule = "attendance.subject"
        stated = next((other for other in cues if other.start >= unit.end), None)
        if stated is not None and _says_otherwise(reading, stated):
            return _refuse_by(reading, quantity, unit, stated)  # Sebanyak 879 warga binaan Lapas … mendapatkan remisi
    elif _is_crowd(reading, quantity, unit, sentence, cues):
        rule = "attendance.crowd"
    else:
        return NoCount(quantity.start, unit.end, "no_attendance_verb")
    return Count(
        quantity.start, end, rule, quantity, (unit.start, unit.end), role, _read_group(reading, unit, sentence), unit.entry.get("kind")
    )


def _says_otherwise(reading: Reading, cue: Hit) -> bool:
    return cue.entry.value == "not" and cue.entry.get("position") != "before" and not is_teaching(reading, cue)


def _judge_bare(reading: Reading, quantity: Quantity, sentence: Sentence, cues: Sequence[Hit]) -> Count | None:
    """`dihadiri 250.`, `personel sebanyak 1.295`: nothing at all follows the number, and its unit is understood or named before it."""
    following = reading.shapes[quantity.end : quantity.end + 1]
    if reading.shapes[quantity.end - 1] not in NUMERALS:
        return None  # dihadiri puluhan, …
    cue = next(
        (cue for cue in cues if cue.end == quantity.start and cue.entry.value != "not" and cue.entry.get("position") != "after"), None
    )
    unit = None
    if cue is None or following not in (".", ",", ""):
        if reading.hit_at("number_words", quantity.end) is not None or not reading.in_group(quantity.start - 1, "counting"):
            return None
        unit = _find_named_unit(reading, quantity, sentence)
        cue = find_attending_cue(reading, quantity, unit, cues) if unit is not None else None
    if cue is None or cue.entry.value == "not":
        return None
    span = (unit.start, unit.end) if unit is not None else None
    kind = unit.entry.get("kind") if unit is not None else ""
    return Count(quantity.start, quantity.end, "attendance.bare", quantity, span, _ROLES.get(cue.entry.value, "participants"), None, kind)


def _find_named_unit(reading: Reading, quantity: Quantity, sentence: Sentence) -> Hit | None:
    """The group of people named before its number: `personel Polda Sumut sebanyak 1.295`."""
    place = quantity.start - 2
    first = max(sentence.start, place - _LONGEST_GROUP)
    while place >= first and reading.shapes[place] in CAPITALISED and reading.hit_at("count_nouns", place) is None:
        place -= 1
    unit = reading.ending("count_nouns", place + 1) if place >= first else None
    return unit if unit is not None and unit.entry.get("kind") == "person" and not unit.entry.has("trap") else None


def _refuse(reading: Reading, quantity: Quantity, unit: Hit, cues: Sequence[Hit], earlier: Count | None) -> NoCount | None:
    """Why a count of people is no attendance, if it is none."""
    if _is_name_part(reading, quantity, earlier, cues):
        return NoCount(quantity.start, unit.end, "in_a_name")
    alone = _is_one(reading, quantity) and unit.entry.get("kind") != "group"
    if reading.in_group(quantity.start - 1, "one_of") or (alone and not any(_acts(quantity, cue) for cue in cues)):
        return NoCount(quantity.start, unit.end, "no_attendance_verb")  # salah satu warga, sebagai seorang aparat
    if _is_whole(reading, quantity):
        return NoCount(quantity.start, unit.end, "whole_of_parts")
    if not quantity.collective and reading.in_group(unit.end, "demonstrative"):
        return NoCount(quantity.start, unit.end, "counted_before")
    cue = find_refusing_cue(reading, quantity, unit, cues, divides=earlier is not None)
    if cue is None and reading.in_group(quantity.start - 1, "standing_for") and unit.entry.get("kind") == "group":
        return NoCount(quantity.start, unit.end, "no_attendance", reading.word(quantity.start - 1))  # perwakilan 8 kabupaten
    return _refuse_by(reading, quantity, unit, cue) if cue is not None else None


def _refuse_by(reading: Reading, quantity: Quantity, unit: Hit, cue: Hit) -> NoCount:
    why = cue.entry.get("why", "no_attendance")
    return NoCount(quantity.start, unit.end, why, reading.span(cue.start, cue.end))  # type: ignore[arg-type]  # a test holds `why` to it


def _is_whole(reading: Reading, quantity: Quantity) -> bool:
    """`31 dari 45 anggota`, `dari total 42 anggota`; but `terdiri dari 45 orang`, `lebih dari 45 orang` are the count itself."""
    token = quantity.start - 1
    while reading.in_group(token, "in_all"):
        token -= 1
    return reading.in_group(token, "out_of") and not reading.in_group(token - 1, "out_of_opener")


def _is_name_part(reading: Reading, quantity: Quantity, earlier: Count | None, cues: Sequence[Hit]) -> bool:
    """`Kodim 0813`, `RT 03 warga`, `HUT ke-79 siswa`, `BP2MI`, `Pilkades Serentak 2019`: the number is the name's."""
    place = quantity.start - 1
    if place < 0:
        return False
    if reading.touches(place) and reading.shapes[place].isalnum():
        return True
    sign = place - (reading.shapes[place] == "-")
    if reading.in_group(sign, "ordinal_sign") and not quantity.collective:
        # HUT ke 76 TNI is a name's, but agar ke-26 santri means all of them
        return reading.block_at(place).start < sign and not reading.is_function_word(sign - 1)
    modified = reading.ending("quantity_modifiers", quantity.start) is not None
    if reading.shapes[quantity.start : quantity.end] == YEAR and not modified and not any(governs(quantity, cue) for cue in cues):
        whole = read_whole(reading, quantity)
        word = reading.hit_at("date_words", place)
        if (whole is not None and whole[1] < (quantity.min or 0)) or (word is not None and word.entry.get("tag") == "year"):
            return True
        if reading.shapes[place] in CAPITALISED and reading.block_at(place).kind != "headline":
            return True
    cue = reading.ending("not_date_cues", quantity.start)
    if cue is None or cue.entry.get("kind") not in ("unit", "document") or modified:
        return False
    return earlier is None or reading.word(quantity.start).startswith("0")


def _is_one(reading: Reading, quantity: Quantity) -> bool:
    """`seorang`, `satu orang`: more often an article than a count; a figure always counts."""
    return quantity.min == quantity.max == 1 and not any(shape in NUMERALS for shape in reading.shapes[quantity.start : quantity.end])


def _acts(quantity: Quantity, cue: Hit) -> bool:
    """Whether a verb of attendance stands right beside a single person: `diwakili seorang staf`, `dihadiri 1 orang`."""
    return cue.entry.value != "not" and not cue.entry.has("trap") and governs(quantity, cue) and cue.entry.get("position") != "after"


def _divides(reading: Reading, whole: Count, quantity: Quantity, unit: Hit) -> bool:
    """Whether a count continues the one before it (`… terdiri dari 95 polisi, 25 TNI dan 20 Pol PP`)."""
    if turns(reading, whole.end, quantity.start):
        return False  # 39 keuchik, sedangkan 74 orang lainnya …
    if unit.entry.get("kind") == "group":
        if whole.unit_kind != "group":
            return False
        same = whole.unit is not None and reading.folded(whole.unit[0]) == reading.folded(unit.start)
        return quantity.start - whole.end <= _NEXT or (same and (whole.quantity.min or 0) >= (quantity.min or 0))
    if whole.rule == "attendance.breakdown" or quantity.min is None or quantity.start - whole.end <= _NEXT:
        return True
    return (whole.quantity.min or 0) >= quantity.min or whole.role == "personnel"


def _outgrows(earlier: Count, quantity: Quantity) -> bool:
    """Whether a count is no part of the one before it, because it is larger: `melantik 9 imum mukim dan 53 keuchik`."""
    beside = earlier.rule != "attendance.breakdown" and quantity.start - earlier.end <= _NEXT
    return beside and (earlier.quantity.min or 0) < (quantity.min or 0)


def _attends_by_itself(reading: Reading, unit: Hit) -> bool:
    """Units that say themselves that they take part: peserta, undangan, personel."""
    if unit.entry.has("trap") or unit.entry.get("kind") == "official":
        return False
    return unit.entry.get("role") in _ATTENDING_UNITS or reading.in_group(unit.start, "attendee")


def _opens_sentence(reading: Reading, quantity: Quantity, sentence: Sentence) -> bool:
    """`Sebanyak 76 orang …`, headline `Ratusan UMKM …`: a headcount that is the subject of its sentence."""
    opener = quantity.start - reading.in_group(quantity.start - 1, "count_opener")
    if opener != sentence.start and not (reading.shapes[opener - 1] == "-" and not reading.touches(opener - 1)):
        return False  # Sebanyak 76 orang …; BANYUWANGI - Sebanyak 76 orang …
    vague = quantity.approximate and reading.shapes[quantity.end - 1] not in NUMERALS
    return opener < quantity.start or vague or reading.block_at(sentence.start).kind == "headline"  # Ratusan umat menyambut …


def _is_headcount(reading: Reading, quantity: Quantity, sentence: Sentence) -> bool:
    """`Rombongan 150 orang`, `Utusan tersebut berjumlah 2 orang`: a group named before its number."""
    token = quantity.start - 1
    if reading.shapes[token] == ":" and token > sentence.start:
        return reading.in_group(token - 1, "attendee")  # Peserta : ± 50 orang
    while token > sentence.start and (reading.in_group(token, "counting") or reading.in_group(token, "demonstrative")):
        token -= 1
    if token < quantity.start - 1 and _names_attendees(reading, token, sentence.start):
        return True  # Peserta khitanan massal sebanyak 40 santri
    named = reading.ending("count_nouns", token + 1)
    return named is not None and named.entry.get("kind") == "group" and not named.entry.has("trap")


def _names_attendees(reading: Reading, token: int, start: int) -> bool:
    """Whether the noun phrase that ends at a token is headed by a word for those who attend."""
    for place in range(token, max(start, token - _LONGEST_GROUP) - 1, -1):
        if reading.in_group(place, "attendee"):
            return True
        if reading.shapes[place] not in "wKNMXU" or reading.is_function_word(place) or is_verb(reading, place):
            break
    return False


def _is_crowd(reading: Reading, quantity: Quantity, unit: Hit, sentence: Sentence, cues: Sequence[Hit]) -> bool:
    """`Ribuan penari dalam gelaran tari kolosal`: an uncounted crowd beside the name of an activity, if nothing else is said of it."""
    if not quantity.approximate or any(shape in NUMERALS for shape in reading.shapes[quantity.start : quantity.end]):
        return False
    if unit.entry.get("kind") != "person" or unit.entry.has("trap") or any(cue.entry.value == "not" for cue in cues):
        return False
    if reading.in_group(quantity.start - 1, "dative") or reading.any_of_group("recurring", sentence.start, sentence.end):
        return False  # bagi ratusan warga, ribuan pengunjung setiap harinya
    return bool(reading.between("activities", sentence.start, sentence.end))


def _read_group(reading: Reading, unit: Hit, sentence: Sentence) -> str | None:
    """Who they are, where the text says it right behind the unit: `300 personel TNI/Polri`."""
    end = unit.end
    while end < sentence.end and reading.shapes[end] in "NMXKUV/" and not reading.breaks_after(end - 1):
        end += 1
    return reading.given(unit.end, end) if end > unit.end else None
