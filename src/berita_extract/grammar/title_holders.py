"""Where a title ends because the name of its holder begins: `Camat Tebet | Dyan Airlangga`, `Bupati Bima | Rina`."""

from __future__ import annotations

from typing import Final

from berita_extract.grammar.people_tags import ADDRESS, AND, AREA, HONORIFIC, INNER, LEVEL, OFFICE, ORGANISATION, PARTICLE, RANK, Tagged
from berita_extract.grammar.persons import Person, match_person
from berita_extract.grammar.title_parts import behind_class, is_full
from berita_extract.text.reading import Reading


def match_holder(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> Person | None:
    """The person whose name starts right here, without a mark before it."""
    letter = tagged.letters[place]
    if letter not in "NMXUIJBHR":
        return None
    person = match_person(reading, tagged, place, end, titled=True)
    if person is None or (not person.is_led and not _may_hold(reading, tagged, head, place, person)):
        return None
    return person


def find_later_name(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> int | None:
    """Where the words that follow a title end, if they are all its own because the name stands behind them.

    `Pimpinan Ponpes Darul Falah TGH. Lalu Mahsun`: an honorific opens the name; `Lurah Kemuning, Sri Rahayu, …`:
    the first word is the village, the name comes after the comma.
    """
    letters = tagged.letters
    if letters[place] == HONORIFIC and takes_proper_name(reading, tagged, head, place):
        return _skip_hero(reading, tagged, place, end)
    step = place
    while (
        step < end
        and (letters[step] in "NMXUKAJ'" or letters[step : step + 2] == INNER + "K")
        and (step == place or not reading.breaks_after(tagged.starts[step] - 1))
    ):
        step += 1
    if step == place or step >= end or reading.breaks_after(tagged.starts[step] - 1):
        return None
    if letters[step] in (HONORIFIC, RANK) or (letters[step] == ADDRESS and takes_proper_name(reading, tagged, head, place)):
        person = match_person(reading, tagged, step, end)
        return step if person is not None and person.is_led else None
    if letters[step] != ",":
        return None
    person = match_person(reading, tagged, step + 1, end)
    if person is None:
        return None
    if not takes_proper_name(reading, tagged, head, place):
        # Ketua Sekaa Teruna Dharma Kanti, Ni Kadek Ayu Laksmi mengatakan: unknown words, then a name beyond doubt
        known = letters[place] in "NJI" or (place == head + 1 == step - 1 and not _is_team(tagged, head, place, person))
        sure = (
            person.is_led
            or person.degrees
            or (letters[person.name_start] in "NJ" and letters[person.end : person.end + 1] in ("S", ".", ""))
        )
        return step if sure and not known and (person.is_led or person.name_end - person.name_start > 1) else None
    alone = person.name_end - person.name_start == 1 and not person.is_led and not person.degrees
    stops = (",", ".") if step - place > 1 and letters[place] in "KX" else (",",)  # Kepala Desa Muara Emil, Zulhan.
    if alone and (letters[person.name_start] != "N" or letters[person.end : person.end + 1] not in stops):
        return None
    return step if letters[person.end : person.end + 1] != OFFICE else None


def proper_name_end(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> int | None:
    """The end of a name of two words whose first never stands alone, before its holder: `Kapolsek Tanjung Priok | Budi Santoso`.

    `Pengasuh Ponpes Al Hikmah | Budi`: the article of a school's Arabic name.
    """
    letters = tagged.letters
    token = tagged.starts[place]
    if place + 2 >= end or letters[place + 1] not in "NMXKJA":
        return None
    if reading.in_group(token, "toponym_opener") and _is_small_area(tagged, head, place):
        run = place + 1
        while run < end and letters[run] in "NMXJ" and not reading.breaks_after(tagged.starts[run] - 1):
            run += 1
        return place + 2 if run - place > 3 or (run > place + 2 and letters[place + 1] in "KA") else None
    if reading.in_group(token, "house_opener"):
        house = reading.ending("organisations", token)
        if house is not None and house.entry.get("kind") == "head" and house.entry.get("type") in _HOUSES:
            person = match_person(reading, tagged, place + 2, end, titled=True)
            return place + 2 if person is not None and is_full(tagged, person) else None
    return None


def _is_small_area(tagged: Tagged, head: int, place: int) -> bool:
    """Whether the area of a Camat, Lurah or Kapolsek, or one behind its level word, starts at an item."""
    entry = tagged.hits[head].entry
    return tagged.letters[place - 1] == LEVEL or (
        place == head + 1 and entry.get("takes") in ("area", "unit") and entry.get("area") != "wide"
    )


def _skip_hero(reading: Reading, tagged: Tagged, place: int, end: int) -> int | None:
    """`Direktur RSUD Dr. Soetomo dr. Joni`: of two people behind a hospital the first gave it his name."""
    hero = match_person(reading, tagged, place, end)
    if hero is None or hero.degrees or hero.end >= end:
        return None
    comma = tagged.letters[hero.end] == ","
    holder = match_person(reading, tagged, hero.end + comma, end)
    if holder is None or not holder.is_led or (comma and tagged.letters[holder.end : holder.end + 1] not in ("S", "w")):
        return None
    return hero.end


def _is_team(tagged: Tagged, head: int, place: int, person: Person) -> bool:
    """`ketua tim Baranti, Besse Tenri`: an unknown word, then a full name that nobody can mistake."""
    full = person.name_end - person.name_start > 1 and not tagged.letters[person.name_start : person.name_end].strip("NJ")
    return full and tagged.letters[place] == "X" and tagged.hits[head].entry.get("takes") == "org"


def _may_hold(reading: Reading, tagged: Tagged, head: int, place: int, person: Person) -> bool:
    """Whether plain capitalised words behind a title are its holder's name rather than its area or organisation."""
    letters = tagged.letters
    first = letters[person.name_start]
    if first in "XM" and reading.block_at(tagged.starts[head]).kind == "headline" and not person.degrees:
        return False  # Uskup Ruteng Berkati Gereja: titles capitalise their verbs
    length = person.name_end - person.name_start
    following = letters[person.end : person.end + 1]
    if holds_later(reading, tagged, head, person):
        return False
    if first == "X" and length > 2 and letters[person.name_start + 1] == AREA and not person.degrees:
        return False  # Kadiv Pemasyarakatan Kanwilzonar Jatim Budi Hartono: an unknown body and its region
    if length == 1 and not person.degrees and _is_named_house(tagged, place):
        return False  # Rektor Universitas Malikussaleh
    if _is_named_after_body(reading, tagged, head, person):
        return True
    if first in "XM" and takes_proper_name(reading, tagged, head, head + 1):
        if length == 1 and place > head + 1 and not letters[head + 1 : place].strip("K") and not person.degrees:
            return False  # Kapolsek Teluk Bayan: the ordinary word and the unknown one are the area
        inner = person.name_start + 1
        if letters[place - 1] == "K" and (letters[inner : inner + 1] == "N" or letters[inner : inner + 2] == "MN"):
            return False  # Wali Nagari Sungai Kamuyang Rino Saputra
        if letters[inner : inner + 1] == "J" and not person.degrees and place == head + 2:
            return False  # Geuchik Alue Bili Teuku Ilyas
    if takes_proper_name(reading, tagged, head, place):
        # `Camat Tebet Dyan Airlangga`, `Kepala Desa Hulosobo Bangun Tri Utomo`: the first word is the area's,
        # unless it is a personal name that is no word besides.
        return first in "NJ" or (first == "I" and length > 1)
    if place == head + 1 and tagged.hits[head].entry.get("alone") == "no" and not person.degrees:
        return first in "NJ" and length > 1
    if length == 1 and following == AND and letters[place - 1] == "K" and letters[person.end + 1 : person.end + 2] == "K":
        return False  # Kepala Seksi Bimbingan Anak Didik dan Kegiatan Kerja
    if length == 1 and first in "XMU" and not person.degrees and _goes_on(reading, tagged, place, person):
        return False
    if length > 1 or person.degrees:
        return True
    if first == "M":
        return following in ("S", ",", ".", AND, ")", "")
    return first != "X" or following in ("S", "w", ",", ".", AND, ")", "")


def holds_later(reading: Reading, tagged: Tagged, head: int, person: Person) -> bool:
    """`Penglingsir Puri Ageng Mengwi AA. Gde Agung`, `Ponpes Darul Falah Muhammad Fikri`: a word that only opens names stands inside."""
    takes = tagged.hits[head].entry.get("takes")
    for place in range(person.name_start + 1, person.name_end):
        hit = tagged.hits.get(place)
        if hit is None or tagged.letters[place] != PARTICLE or hit.entry.get("position") != "front":
            continue
        if reading.word(hit.start - 1).rstrip(".").isupper():
            continue  # Kelian IB. Putu Raka
        whole = hit.end - hit.start > 1
        shortened = not whole and reading.word(hit.start).endswith(".") and len(hit.entry.surface) > 1
        if shortened and not tagged.letters[person.name_start : place].strip("XK"):
            return True  # Setda Pemprov Sulta Muh. Ilyas
        small = takes == "area" and tagged.hits[head].entry.get("area") != "wide"
        local = whole or (small and hit.entry.get("region") and not hit.entry.has("trap"))  # Geuchik Alue Lim Teuku Bahri
        if (local and takes in ("area", "unit")) or (takes == "unit" and not hit.entry.has("trap") and place > person.name_start + 1):
            return True
    return False


def heads_house(reading: Reading, tagged: Tagged, head: int) -> bool:
    """Whether an office is that of a school or house of prayer, whose proper name follows it: `pengasuh Ponpes`."""
    house = reading.ending("organisations", tagged.ends[head])
    return house is not None and not house.entry.has("trap") and house.entry.get("type") in _HOUSES


_HOUSES: Final = frozenset(("school", "religion"))


def _is_named_house(tagged: Tagged, place: int) -> bool:
    hit = tagged.hits.get(place - 1)
    house = hit is not None and tagged.letters[place - 1] == ORGANISATION and hit.entry.get("kind") == "head"
    return house and hit is not None and hit.entry.get("type") in _HOUSES


def _goes_on(reading: Reading, tagged: Tagged, place: int, person: Person) -> bool:
    """Whether a lone unknown word is the rest of an office: `Kependudukan dan Capil`, `pengurus Korwil Bamus Sungai Pagu ini`."""
    if tagged.letters[place - 1] in (AND, "&"):
        return True
    return reading.in_group(tagged.ends[person.end - 1], "pointer") or _has_inner_capitals(reading, tagged, person)


def _has_inner_capitals(reading: Reading, tagged: Tagged, person: Person) -> bool:
    """`PADes`, `APBDes`: short forms with a small tail."""
    word = reading.word(tagged.starts[person.name_start])
    return not word.isupper() and sum(letter.isupper() for letter in word) > 2


def _is_named_after_body(reading: Reading, tagged: Tagged, head: int, person: Person) -> bool:
    """`Ketua Panwascam Budi Santoso`: behind a body's head a run of personal names is a name, though the first is a word too."""
    name = tagged.letters[person.name_start : person.name_end]
    sure = reading.in_group(tagged.starts[head], "body_head") or reading.in_group(tagged.starts[person.name_start], "sure_given")
    return len(name) > 1 and name[0] == "M" and name[1] in "NM" and sure


def takes_proper_name(reading: Reading, tagged: Tagged, head: int, place: int) -> bool:
    """Whether the word before is one that a proper name completes: a small area's head, `Polsek`, `SMAN`, `Yayasan`."""
    before = place - 1
    letter = tagged.letters[before]
    if letter == LEVEL or behind_class(reading, tagged, place):
        return True  # Kepala Lapas Kelas IIA Abepura
    hit = tagged.hits.get(before)
    if hit is None:
        if letter == "8" and reading.word(tagged.ends[before] - 1)[-1:].isalpha():
            return False  # Danramil 02/Banyumas Fulgarin Zanis: the number goes on with the name of the unit
        if letter in "d0V" and reading.in_group(tagged.starts[before] - 1, "numbered_area"):
            return False  # Ketua RT 03 Fulgarin Zanis
        return letter in "d0V8" and before - 1 >= head and takes_proper_name(reading, tagged, head, before)
    closing = reading.ending("organisations", tagged.ends[before])
    if (
        closing is not None
        and not closing.entry.has("trap")
        and closing.entry.get("kind") == "head"
        and closing.entry.get("type") in _NAMED_TYPES
    ):
        return True  # Pembina Yayasan Tarumanegara
    if letter == OFFICE:
        return hit.entry.get("takes") in ("area", "unit") and hit.entry.get("area") != "wide"
    return letter == ORGANISATION and hit.entry.get("kind") == "head" and hit.entry.get("type") in _NAMED_TYPES


# Organisations of these types have proper names (SMAN Harapan, Yayasan Tarumanegara); offices of government have topics.
_NAMED_TYPES: Final = frozenset(("school", "health", "company", "religion", "military", "police", "media", "society"))


def match_behind_mark(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> Person | None:
    """The person behind a comma, colon or dash: `Camat Trucuk, Heru Santosa`."""
    letters = tagged.letters
    if place + 1 >= end or (letters[place] == "-" and reading.touches(tagged.starts[place] - 1)):
        return None
    start = _skip_area(letters, place + 1, end)
    person = match_person(reading, tagged, start, end, titled=True)
    if person is None or (start > place + 1 and letters[person.name_start] not in "NJ" and not person.is_led):
        return None
    if letters[place] != "," and not (person.is_led or person.degrees or letters[person.name_start] in "NJI"):
        return None
    lone = not person.is_led and person.name_end - person.name_start == 1 and letters[person.name_start] in "XM"
    if lone and not person.degrees and place == head + 1 and tagged.hits[head].entry.get("alone") == "no":
        return None
    if lone and _has_inner_capitals(reading, tagged, person):
        return None  # kepala desa, PADes kita
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


def match_behind_term(reading: Reading, tagged: Tagged, place: int, end: int) -> Person | None:
    """The person behind a term of office: `Menteri Pertahanan periode 2009-2014 Purnomo Yusgiantoro`."""
    step = place + 1
    while step < end and tagged.letters[step] in "y-/":
        step += 1
    if step == place + 1:
        return None
    return match_person(reading, tagged, step + (tagged.letters[step : step + 1] == ","), end)
