"""What the words behind an office's head may be: a company, a class of prison, an ordinal, a field of work."""

from __future__ import annotations

from typing import Final

from berita_extract.grammar.people_tags import AND, AREA, LEVEL, OFFICE, ORGANISATION, RANK, Tagged
from berita_extract.grammar.persons import Person, match_person
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

# The words of a field (`bidang distribusi`) are at most so many.
_LONGEST_FIELD: Final = 3
_NUMBERS: Final = frozenset("VIJd0")


def part_end(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> int | None:
    """Where a part of a title ends that starts at an item and is more than one word, if one does."""
    letter = tagged.letters[place]
    if letter == ORGANISATION and _is_company(tagged, place):
        return _company_end(reading, tagged, place, end)
    token = tagged.starts[place]
    if reading.in_group(token, "class_word") and (closed := _class_end(reading, tagged, place, end)) > place + 1:
        return closed
    if reading.in_group(token, "ordinal") or (letter == "F" and reading.hit_at("number_words", token) is not None):
        return place + 1 if place == head + 1 else None  # Presiden Kelima, Penatua Kolom Tiga
    if letter == "w":
        if reading.in_group(token, "ordinal_sign"):
            return _ordinal_end(tagged, place, end)
        if reading.in_group(token, "title_seat"):
            return _seat_end(reading, tagged, place, end)
        return _small_organisation_end(reading, tagged, place, end) or _field_end(reading, tagged, head, place, end)
    if letter == "/" and tagged.letters[place - 1] in "V8d" and tagged.letters[place + 1 : place + 2] in ("X", "N", "M", "U", "K"):
        return place + 2 if reading.touches(tagged.starts[place]) and place + 1 < end else None  # Pangdam XVII/Cen
    if letter == "-" and _is_hyphen(reading, tagged, place, end):
        return place + 2  # Wali Nagari Sago-Salido
    if letter in "FS" and reading.shapes[token] in CAPITALISED and _is_capitalised_part(reading, tagged, head, place, end):
        return place + 1
    return None


def behind_class(reading: Reading, tagged: Tagged, place: int) -> bool:
    """Whether the class of a prison or office ends right before an item, so that its town follows: `Kelas I Khusus TPI`."""
    if reading.in_group(tagged.starts[place - 1], "class_word") and tagged.ends[place - 1] - tagged.starts[place - 1] > 1:
        return True
    step = place - 1
    while step > 0 and (
        tagged.letters[step] in _NUMBERS or reading.in_group(tagged.starts[step], "class_tail") or tagged.letters[step] == "-"
    ):
        step -= 1
    return step < place - 1 and reading.in_group(tagged.starts[step], "class_word")


def _class_end(reading: Reading, tagged: Tagged, place: int, end: int) -> int:
    step = place + 1
    while step < end and tagged.letters[step] in _NUMBERS:
        step += 1
    if step == place + 1:
        return step
    while step < end and reading.in_group(tagged.starts[step], "class_tail"):
        step += 1
        if tagged.letters[step : step + 1] == "-" and step + 1 < end and reading.in_group(tagged.starts[step + 1], "class_tail"):
            step += 1
    return step


def _ordinal_end(tagged: Tagged, place: int, end: int) -> int | None:
    """`Presiden ke-6`, `Wakil Presiden ke-10 dan 12`."""
    letters = tagged.letters
    step = place + 1 + (letters[place + 1 : place + 2] == "-")
    if step >= end or letters[step] not in "dVI":
        return None
    step += 1
    if letters[step : step + 1] == AND and letters[step + 1 : step + 2] == "d" and step + 1 < end:
        step += 2
    return step


def _small_organisation_end(reading: Reading, tagged: Tagged, place: int, end: int) -> int | None:
    """`Babinsa Desa Ilwaki koramil 1511-06/Wetar`: an organisation in small letters inside a title."""
    hit = reading.hit_at("organisations", tagged.starts[place])
    if hit is None or hit.end >= len(reading):
        return None
    step = tagged.item_at(hit.end)
    goes_on = step < end and (tagged.letters[step] in "08dA" or reading.shapes[hit.end] in CAPITALISED)
    return step if goes_on and tagged.letters[step] not in "FS" else None


def _seat_end(reading: Reading, tagged: Tagged, place: int, end: int) -> int | None:
    """`Konsul Jenderal RI di Penang Budi Santoso`, `Anggota DPR dari Fraksi PKS, Budi Santoso`: a seat or party before a full name."""
    letters = tagged.letters
    step = place + 1 + (letters[place + 1 : place + 2] == LEVEL)
    if letters[step : step + 1] not in (AREA, ORGANISATION):
        return None
    while step < end and letters[step] in (AREA, ORGANISATION, "U"):
        step += 1
    comma = letters[step : step + 1] == ","
    person = match_person(reading, tagged, step + comma, end, titled=True) if step + comma < end else None
    if person is None:
        return None
    told = person.name_end - person.name_start > 1 and letters[person.end : person.end + 1] in ("S", ",")
    if not told and not is_full(tagged, person):
        return None
    return step if not comma or letters[person.end : person.end + 1] in (",", "S", "(") else None


def is_full(tagged: Tagged, person: Person) -> bool:
    """Whether a person is named beyond doubt: with an honorific, a rank or degrees, or by two words of which one is a personal name."""
    name = tagged.letters[person.name_start : person.name_end]
    return person.is_led or bool(person.degrees) or (len(name) > 1 and "N" in name)


def _field_end(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> int | None:
    """The end of small words that say what somebody works at, before the name: `staf bidang distribusi Heri Kusmadi`."""
    entry = tagged.hits[head].entry
    if place == head + 1:
        if entry.get("takes") != "org":
            return None
    elif tagged.letters[place - 1] not in (OFFICE, ORGANISATION):
        return None
    step = place
    while step < min(end, place + _LONGEST_FIELD) and tagged.letters[step] == "w":
        known = reading.common_words.get(reading.folded(tagged.starts[step]))
        if known is None or known.get("class"):
            return None
        step += 1
    if step >= end or tagged.letters[step] not in "NJHRX":
        return None
    person = match_person(reading, tagged, step, end)
    if person is None:
        return None
    full = person.name_end - person.name_start > 1 and (tagged.letters[step] in "NJ" or entry.get("alone") == "no")
    return step if person.is_led or person.degrees or full else None


def _is_hyphen(reading: Reading, tagged: Tagged, place: int, end: int) -> bool:
    joined = reading.touches(tagged.starts[place] - 1) and reading.touches(tagged.starts[place])
    return joined and place + 1 < end and tagged.letters[place - 1] in "NXMKA" and tagged.letters[place + 1] in "NXMKA"


def _is_capitalised_part(reading: Reading, tagged: Tagged, head: int, place: int, end: int) -> bool:
    """`Direktur Tata Kelola dan Kemitraan`; `Ketua PPK Moga Tono`: a village may be called like a small word."""
    if reading.block_at(tagged.starts[place]).kind != "body":
        return False
    following = tagged.letters[place + 1 : place + 2]
    if (tagged.letters[place - 1] in "KO" and following in (AND, "K", "G")) or (place == head + 1 and following == ORGANISATION):
        return place + 1 < end  # Direktur Tata Kelola, Ketua Sementara DPRD
    if tagged.letters[place - 1] == "K" and place + 1 < end and reading.in_group(tagged.starts[place], "title_tail"):
        person = match_person(reading, tagged, place + 1, end, titled=True)
        if person is not None and is_full(tagged, person):
            return True  # Bidang Kemahasiswaan dan Kerja Sama Budi Santoso
    entry = tagged.hits[head].entry
    return (
        place == head + 1
        and entry.get("takes") == "area"
        and entry.get("area") != "wide"
        and place + 1 < end
        and (
            (tagged.letters[place + 1] in "NJHR" and reading.is_function_word(tagged.starts[place]))
            or RANK in tagged.letters[place + 1 : place + 3].lstrip(",")[:1]  # Kapolsek Teriak, Iptu Banu
        )
    )


def _is_company(tagged: Tagged, place: int) -> bool:
    entry = tagged.hits[place].entry if place in tagged.hits else None
    return entry is not None and entry.get("type") == "company" and entry.get("kind") == "head"


def _company_end(reading: Reading, tagged: Tagged, place: int, end: int) -> int:
    """The end of a company's name: its capitalised words, up to `Tbk` or `(Persero)` if one closes it, or to a person's name."""
    letters = tagged.letters
    step = place + 1
    while step < end and letters[step] in "NMXUKAVIJO.&'" and not reading.breaks_after(tagged.starts[step] - 1):
        hit = tagged.hits.get(step)
        step += 1
        if hit is not None and hit.entry.get("kind") == "suffix":
            # Tbk. Area Sukarame: the stop belongs to the short form
            return step + (letters[step : step + 2] in (".K", ".O") and reading.sentence_at(tagged.starts[step]).end > tagged.ends[step])
        if letters[step : step + 1] == "(" and letters[step + 2 : step + 3] == ")":
            step += 3
            closing = tagged.hits.get(step)
            return step + (closing is not None and closing.entry.get("kind") == "suffix")
    while letters[step - 1] == ".":
        step -= 1
    if letters[step : step + 1] == "," and match_person(reading, tagged, step + 1, end) is not None:
        return step
    for start in range(place + 2, step - 1):
        # PT Biro Klasifikasi Indonesia Ariyono Sudirman: a full name behind a word that no person bears
        if (
            (letters[start] in "NJ" or letters[start : start + 2] == "MN")
            and letters[start - 1] in (AREA, ORGANISATION, "K")
            and not letters[start:step].strip("NMXIJ")
        ):
            return start
    return step


def close_bracket(tagged: Tagged, opening: int, end: int) -> int | None:
    """The closing bracket that belongs to an opening one, if something stands between them."""
    closing = tagged.letters.find(")", opening, min(end, opening + 14))
    return closing if closing > opening + 1 else None


def is_short_form(reading: Reading, tagged: Tagged, opening: int, closing: int) -> bool:
    """`(BKPSDM)`, `(Persero)`: an abbreviation or legal form, not a name."""
    word = reading.span(tagged.starts[opening + 1], tagged.ends[closing - 1])
    return " " not in word and (word.isupper() or tagged.letters[opening + 1] not in "NMIJ")


def continues_list(letters: str, comma: int, end: int) -> bool:
    """`Dinas Pemuda, Olahraga, Pariwisata dan Ekonomi Kreatif`: an enumeration inside a name, closed by `dan`."""
    if letters[comma + 1 : comma + 2] == AND and letters[comma + 2 : comma + 3] in ("K", "X", "M") and comma + 2 < end:
        first = comma - 1
        while letters[first] in "KXM":
            first -= 1
        return letters[first] == ","  # Pemuda, Olahraga, dan Pariwisata; Desa, Pembangunan Daerah Tertinggal, dan Transmigrasi
    place = comma + 1
    while place < end and letters[place] in "KXM,":
        place += 1
    following = letters[place + 1 : place + 2]
    return (
        place > comma + 1
        and letters[comma + 1] in "KXM"
        and letters[place : place + 1] in (AND, "&")
        and (following in ("K", "X", "M") or (letters[place] == "&" and following == "U"))  # Communication, Relations & CSR
    )
