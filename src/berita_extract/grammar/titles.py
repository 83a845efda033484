"""Offices as they are written: where a title begins and ends, and whether its holder's name follows."""

from __future__ import annotations

from typing import Final, NamedTuple

from berita_extract.grammar.people_tags import (
    ADDRESS,
    AND,
    AREA,
    HONORIFIC,
    INNER,
    LEVEL,
    NUMBERED,
    OFFICE,
    ORGANISATION,
    PARTICLE,
    PREFIX,
    RANK,
    Tagged,
)  # fmt: skip
from berita_extract.grammar.persons import Person, match_person
from berita_extract.text.reading import Reading

# Letters of which the body of a title consists, behind its head.
_BODY: Final = frozenset((ORGANISATION, AREA, LEVEL, OFFICE, PREFIX, *"KUVId08"))
_NAME_LIKE: Final = frozenset("NMX")
_JOINS: Final = frozenset((AND, "/", "-", "&", INNER))
# The longest title seen in real releases has about 30 words.
_LONGEST: Final = 40


class TitleSpan(NamedTuple):
    """An office as items of the grammar, with the person whose name directly follows it, if one does."""

    start: int
    head: int
    end: int
    person: Person | None


def walk_title(reading: Reading, tagged: Tagged, head: int, end: int) -> TitleSpan:
    """Read an office from its head word on (`Kepala` → `Kepala Dinas Kominfo Prov. Sultra`, then `M. Ridwan Badallah`).

    The title takes organisations, areas, codes and ordinary capitalised words; it ends where a name, a verb
    or a punctuation mark begins.
    """
    letters = tagged.letters
    start = _take_prefixes(letters, head)
    place = head + 1
    last = place
    while place < end and place - head < _LONGEST:
        letter = letters[place]
        if letters[place - 1] == "8" and letter == "N" and _opens_unit_name(reading, tagged.ends[place - 1] - 1):
            place = last = place + 1  # Korem 012/Teuku Umar
            continue
        if (later := _find_later_name(reading, tagged, head, place, end)) is not None:
            place = last = later
        person = _match_holder(reading, tagged, head, place, end)
        if person is not None:
            return TitleSpan(start, head, last, person)
        letter = letters[place]
        if letter == "(":
            closing = _close_bracket(tagged, place, end)
            if closing is None:
                break
            inside = match_person(reading, tagged, place + 1, closing)
            if inside is not None and inside.end == closing and not _is_short_form(reading, tagged, place, closing):
                return TitleSpan(start, head, last, inside)
            place = closing + 1
            continue
        if letter in ",:-" and (person := _match_behind_mark(reading, tagged, head, place, end)) is not None:
            return TitleSpan(start, head, last, person)
        if letter == ",":
            if not _continues_list(letters, place, end):
                break
            place += 1
            continue
        if letter == OFFICE and _repeats(tagged, head, place):
            break
        if letter == "w" and place == head + 1 and (field_end := _find_field_end(reading, tagged, head, end)) is not None:
            place = last = field_end
            continue
        if letter == "." and letters[place - 1] == "8" and letters[place + 1 : place + 2] in (AREA, "X", "N") and place + 1 < end:
            place += 1  # Dandim 0621/Kab. Bogor
            continue
        if letter == ORGANISATION and _is_company(tagged, place):
            place = last = _company_end(reading, tagged, place, end)
            continue
        if letter in _BODY or (letter in _NAME_LIKE | {PARTICLE} and _is_body_word(reading, tagged, head, place)):
            place += 1
            last = place
            continue
        if letter in _JOINS and place + 1 < end and _joins(reading, tagged, place, end):
            place += 1
            continue
        if letter == NUMBERED and (holder := _match_behind_term(reading, tagged, place, end)) is not None:
            return TitleSpan(start, head, last, holder)
        break
    return TitleSpan(start, head, last, None)


def _opens_unit_name(reading: Reading, token: int) -> bool:
    """Whether a unit's number goes on with a word that its name does not end with: `012/Teuku`."""
    return reading.folded(token).rpartition("/")[2] in reading.groups["unit_name_opener"]


def _find_field_end(reading: Reading, tagged: Tagged, head: int, end: int) -> int | None:
    """The end of the small words that say what somebody is an expert in: `Pengamat ekonomi Bonar Saragih`."""
    if tagged.hits[head].entry.get("alone") != "no" or tagged.letters[head + 1] != "w":
        return None
    place = head + 1
    while place < min(end, head + 4) and tagged.letters[place] == "w":
        known = reading.common_words.get(reading.folded(tagged.starts[place]))
        if known is None or known.get("class"):
            return None
        place += 1
    person = match_person(reading, tagged, place, end)
    named = person is not None and (person.is_led or person.name_end - person.name_start > 1)
    return place if named and tagged.letters[place] in "NJHR" else None


def _repeats(tagged: Tagged, head: int, place: int) -> bool:
    """`Komandan Korem Halu Oleo Danrem Halu Oleo`: the same office again, in its short form."""
    first, second = tagged.hits[head].entry, tagged.hits[place].entry
    return second.get("kind") == "acronym" and first.value.split()[0].lower() == second.value.split()[0].lower()


def _is_company(tagged: Tagged, place: int) -> bool:
    entry = tagged.hits[place].entry if place in tagged.hits else None
    return entry is not None and entry.get("type") == "company" and entry.get("kind") == "head"


def _company_end(reading: Reading, tagged: Tagged, place: int, end: int) -> int:
    """The end of a company's name: its capitalised words, up to `Tbk` or `(Persero)` if one closes it."""
    letters = tagged.letters
    step = place + 1
    while step < end and letters[step] in "NMXUKAVIO.&'" and not reading.breaks_after(tagged.starts[step] - 1):
        hit = tagged.hits.get(step)
        step += 1
        if hit is not None and hit.entry.get("kind") == "suffix":
            return step
        if letters[step : step + 1] == "(" and letters[step + 2 : step + 3] == ")":
            step += 3
            closing = tagged.hits.get(step)
            return step + (closing is not None and closing.entry.get("kind") == "suffix")
    return step


def _take_prefixes(letters: str, head: int) -> int:
    start = head
    while start and (
        letters[start - 1] == PREFIX or (letters[start - 1] in ".()" and start > 1 and PREFIX in letters[start - 3 : start - 1])
    ):
        start -= 1
    return start


def _match_holder(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> Person | None:
    """The person whose name starts right here, without a mark before it."""
    letter = tagged.letters[place]
    if letter not in "NMXUIJBHR":
        return None
    person = match_person(reading, tagged, place, end)
    if person is None or (not person.is_led and not _may_hold(reading, tagged, head, place, person)):
        return None
    return person


def _find_later_name(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> int | None:
    """Where the words that follow a title end, if they are all its own because the name stands behind them.

    `Pimpinan Ponpes Darul Falah TGH. Lalu Mahsun`: an honorific opens the name; `Lurah Kemuning, Sri Rahayu, …`:
    the first word is the village, the name comes after the comma.
    """
    letters = tagged.letters
    step = place
    while step < end and letters[step] in "NMXUKAJ'" and (step == place or not reading.breaks_after(tagged.starts[step] - 1)):
        step += 1
    if step == place or step >= end or reading.breaks_after(tagged.starts[step] - 1):
        return None
    if letters[step] in (HONORIFIC, RANK):
        person = match_person(reading, tagged, step, end)
        return step if person is not None and person.is_led else None
    if letters[step] != ",":
        return None
    person = match_person(reading, tagged, step + 1, end)
    if person is None:
        return None
    if not _takes_proper_name(reading, tagged, head, place):
        # Ketua Sekaa Teruna Dharma Kanti, Ni Kadek Ayu Laksmi mengatakan: unknown words, then a name beyond doubt
        known = letters[place] in "NJI" or place == head + 1 == step - 1
        sure = (
            person.is_led
            or person.degrees
            or (letters[person.name_start] in "NJ" and letters[person.end : person.end + 1] in ("S", ".", ""))
        )
        return step if sure and not known and (person.is_led or person.name_end - person.name_start > 1) else None
    alone = person.name_end - person.name_start == 1 and not person.is_led and not person.degrees
    if alone and (letters[person.name_start] != "N" or letters[person.end : person.end + 1] != ","):
        return None
    return step if letters[person.end : person.end + 1] != OFFICE else None


def _may_hold(reading: Reading, tagged: Tagged, head: int, place: int, person: Person) -> bool:
    """Whether plain capitalised words behind a title are its holder's name rather than its area or organisation."""
    letters = tagged.letters
    first = letters[person.name_start]
    if first in "XM" and reading.block_at(tagged.starts[head]).kind == "headline" and not person.degrees:
        return False  # Uskup Ruteng Berkati Gereja: titles capitalise their verbs
    length = person.name_end - person.name_start
    following = letters[person.end : person.end + 1]
    if first in "XM" and _takes_proper_name(reading, tagged, head, head + 1):
        if length == 1 and place > head + 1 and not letters[head + 1 : place].strip("K") and not person.degrees:
            return False  # Kapolsek Teluk Bayan: the ordinary word and the unknown one are the area
        inner = person.name_start + 1
        if letters[place - 1] == "K" and letters[inner : inner + 1] == "N":
            return False  # Wali Nagari Sungai Kamuyang Rino Saputra
        if letters[inner : inner + 1] == "J" and not person.degrees and place == head + 2:
            return False  # Geuchik Alue Bili Teuku Ilyas
    if _takes_proper_name(reading, tagged, head, place):
        # `Camat Tebet Dyan Airlangga`, `Kepala Desa Hulosobo Bangun Tri Utomo`: the first word is the area's,
        # unless it is a personal name that is no word besides.
        return first in "NJ" or (first == "I" and length > 1)
    if place == head + 1 and tagged.hits[head].entry.get("alone") == "no" and not person.degrees:
        return first in "NJ" and length > 1
    if length > 1 or person.degrees:
        return True
    if first == "M":
        return following in ("S", ",", ".", AND, ")", "")
    return first != "X" or following in ("S", "w", ",", ".", AND, ")", "")


def _takes_proper_name(reading: Reading, tagged: Tagged, head: int, place: int) -> bool:
    """Whether the word before is one that a proper name completes: a small area's head, `Polsek`, `SMAN`, `Yayasan`."""
    before = place - 1
    letter = tagged.letters[before]
    if letter == LEVEL:
        return True
    hit = tagged.hits.get(before)
    if letter == "V" and reading.folded(tagged.starts[before] - 1) == "kelas":
        return True  # Kepala Lapas Kelas IIA Abepura
    if hit is None:
        return letter in "d0V8" and before - 1 >= head and _takes_proper_name(reading, tagged, head, before)
    closing = reading.ending("organisations", tagged.ends[before])
    if closing is not None and closing.entry.get("kind") == "head" and closing.entry.get("type") in _NAMED_TYPES:
        return True  # Pembina Yayasan Tarumanegara
    if letter == OFFICE:
        return hit.entry.get("takes") in ("area", "unit") and hit.entry.get("area") != "wide"
    return letter == ORGANISATION and hit.entry.get("kind") == "head" and hit.entry.get("type") in _NAMED_TYPES


# Organisations of these types have proper names (SMAN Harapan, Yayasan Tarumanegara); offices of government have topics.
_NAMED_TYPES: Final = frozenset(("school", "health", "company", "religion", "military", "police", "media", "society"))


def _match_behind_mark(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> Person | None:
    """The person behind a comma, colon or dash: `Camat Trucuk, Heru Santosa`."""
    letters = tagged.letters
    if place + 1 >= end or (letters[place] == "-" and reading.touches(tagged.starts[place] - 1)):
        return None
    start = _skip_area(letters, place + 1, end)
    person = match_person(reading, tagged, start, end)
    if person is None or (start > place + 1 and letters[person.name_start] not in "NJ" and not person.is_led):
        return None
    if letters[place] != "," and not (person.is_led or person.degrees or letters[person.name_start] in "NJI"):
        return None
    lone = not person.is_led and person.name_end - person.name_start == 1 and letters[person.name_start] in "XM"
    if lone and not person.degrees and place == head + 1 and tagged.hits[head].entry.get("alone") == "no":
        return None
    if lone:
        # `Dinas Pemuda, Olahraga …`: a lone unknown word is a name only where a clause or the list goes on behind it.
        following = letters[person.end : person.end + 1]
        if following not in (",", ".", "S", "w", AND, "", ")", ";") and not person.degrees:
            return None
    return person


def _skip_area(letters: str, place: int, end: int) -> int:
    """Past an area in commas: `Peratin Way Gelang, Kecamatan Kota Agung Barat, Mursalin`."""
    step = place
    while step < end and letters[step] in "GAKXNM":
        step += 1
    return step + 1 if letters[place : place + 1] == LEVEL and letters[step : step + 1] == "," else place


def _match_behind_term(reading: Reading, tagged: Tagged, place: int, end: int) -> Person | None:
    """The person behind a term of office: `Menteri Pertahanan periode 2009-2014 Purnomo Yusgiantoro`."""
    step = place + 1
    while step < end and tagged.letters[step] in "y-/":
        step += 1
    return match_person(reading, tagged, step, end) if step > place + 1 else None


def _close_bracket(tagged: Tagged, opening: int, end: int) -> int | None:
    closing = tagged.letters.find(")", opening, min(end, opening + 14))
    return closing if closing > opening + 1 else None


def _is_short_form(reading: Reading, tagged: Tagged, opening: int, closing: int) -> bool:
    """`(BKPSDM)`, `(Persero)`: an abbreviation or legal form, not a name."""
    word = reading.span(tagged.starts[opening + 1], tagged.ends[closing - 1])
    return " " not in word and (word.isupper() or tagged.letters[opening + 1] not in "NMIJ")


def _continues_list(letters: str, comma: int, end: int) -> bool:
    """`Dinas Pemuda, Olahraga, Pariwisata dan Ekonomi Kreatif`: an enumeration inside a name, closed by `dan`."""
    if letters[comma - 2] == "," and letters[comma + 1 : comma + 2] == AND and letters[comma + 2 : comma + 3] in ("K", "X", "M"):
        return comma + 2 < end  # Pemuda, Olahraga, dan Pariwisata
    place = comma + 1
    while place < end and letters[place] in "KXM,":
        place += 1
    return (
        place > comma + 1
        and letters[comma + 1] in "KXM"
        and letters[place : place + 1] in (AND, "&")
        and letters[place + 1 : place + 2] in ("K", "X", "M")
    )


def _is_body_word(reading: Reading, tagged: Tagged, head: int, place: int) -> bool:
    """An unknown or ambiguous capitalised word that no name starts with here: the area of a Camat, the topic of a Bidang."""
    if tagged.letters[place] not in ("N", PARTICLE) or tagged.letters[place - 1] in _BODY | {AND, "/"}:
        return True
    return _takes_proper_name(reading, tagged, head, place)


def _joins(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    """Whether a joining word continues the title: `Komunikasi dan Informatika`, `Kabid Sandi pada Diskominfo`."""
    following = tagged.letters[place + 1]
    if tagged.letters[place] == AND:
        return following in "KXMU" and tagged.letters[place - 1] in "KXMUA)O," and not _starts_person(reading, tagged, place + 1, end)
    if tagged.letters[place] in "/-&":
        return following in _BODY or following in _NAME_LIKE
    return following in _BODY


def _starts_person(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    person = match_person(reading, tagged, place, end)
    return person is not None and (person.is_led or bool(person.degrees) or tagged.letters[place] == "N")


def starts_title(tagged: Tagged, place: int) -> int | None:
    """The item of the office head that a title starting here has, skipping `Plt.` and `Bapak`."""
    letters = tagged.letters
    while place < len(letters) and letters[place] in (PREFIX, ADDRESS):
        place += 1
    return place if letters[place : place + 1] == OFFICE else None
