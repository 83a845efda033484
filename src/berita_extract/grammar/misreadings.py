"""Words of a list that mean something else where they stand: Imam the name, `S` the initial, `Bima` the first name."""

from __future__ import annotations

from typing import Final

from berita_extract.grammar.areas import AREA_LISTS, region_at
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

_NAME_SHAPES: Final = frozenset("NMXUIJ")
_LONGEST_NAME: Final = 12
# A rank with its corps, in tokens behind its first word: Kol. Laut (P) (Purn.)
_LONGEST_RANK: Final = 12
_BEFORE_DEGREE: Final = frozenset("NMXUIJAD,.")
# What may stand before a title's holder: the last word of the title.
_TITLE_ENDS: Final = ("offices", "organisations", *AREA_LISTS)
# A single word of these lists is a name behind a rank: Kompol Imam, Mayor Inf Tanjung.
_NAMES_BEHIND_RANK: Final = frozenset(("offices", "ceremony_roles", "organisations", "media", "level_words", *AREA_LISTS))


def is_misread(reading: Reading, name: str, hit: Hit, letters: list[str]) -> bool:
    """Whether an entry of a list means something else here; `letters` are final to the left for the lists before it."""
    shape = reading.shapes[hit.start]
    single = hit.end - hit.start == 1
    if (
        single
        and shape in "NM"
        and name in _NAMES_BEHIND_RANK
        and not _is_office_word(name, hit)
        and stands_behind_rank(reading, hit.start)
    ):
        return True
    if single and shape == "I" and name in ("honorifics", "level_words") and _is_inner_initial(reading, hit.start, letters):
        return True
    check = _CHECKS.get(name)
    return check is not None and check(reading, hit, letters)


def _is_office_word(name: str, hit: Hit) -> bool:
    return name == "offices" and not hit.entry.has("trap")


def stands_behind_rank(reading: Reading, token: int) -> bool:
    """Whether a rank, perhaps with its corps, ends right before a token: `Kapten Laut (P)`, `Kol. Pnb.`."""
    place = token
    while place > max(0, token - _LONGEST_RANK):
        rank = reading.ending("ranks", place)
        if rank is not None:
            return reading.shapes[rank.start] != "w"
        corps = reading.ending("corps", place)
        if corps is not None:
            place = corps.start
        elif reading.shapes[place - 1] in "()" or (reading.shapes[place - 1] == "." and reading.touches(place - 1)):
            place -= 1
        else:
            return False
    return False


def _is_inner_initial(reading: Reading, token: int, letters: list[str]) -> bool:
    """`Reynold E. P. Hutagalung`, `J. H. Panjaitan`: a letter between a name or initial and a name is an initial."""
    following = reading.shapes[token + 1 : token + 2]
    return token > 0 and reading.shapes[token - 1] == "I" and letters[token - 1] in "IJ" and following in ("N", "M", "X", "I")


def _is_titled_name(reading: Reading, token: int, *, ranked: bool = False) -> bool:
    """Whether the name words right before a token follow a title or a rank without any mark."""
    place, first = token, max(0, token - _LONGEST_NAME)
    while (
        place > first
        and reading.shapes[place - 1] in "NMXIU"
        and not _ends_title(reading, place)
        and not stands_behind_rank(reading, place)
    ):
        place -= 1
    if place == token:
        return False
    return stands_behind_rank(reading, place) or (not ranked and _ends_title(reading, place))


def _ends_title(reading: Reading, token: int) -> bool:
    return any(reading.ending(name, token) is not None for name in _TITLE_ENDS)


def _is_misread_office(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    shape = reading.shapes[hit.start]
    before = letters[hit.start - 1] if hit.start else ""
    following = reading.shapes[hit.end : hit.end + 1]
    if hit.entry.has("trap") and following in ("N", "J") and _same_span(reading, "ranks", hit):
        return True  # Inspektur Jenderal Mohammad Iqbal
    if hit.end - hit.start > 1:
        return False
    if before == "+" and shape == "K" and hit.entry.get("alone") == "no" and hit.start > 1 and reading.shapes[hit.start - 2] == "K":
        return True  # Divisi Pencegahan, Partisipasi Masyarakat dan Humas Bawaslu
    acronym = hit.entry.has("trap") and hit.entry.get("kind") == "acronym" and reading.word(hit.start).isupper()
    if acronym and following in ("N", "M", "X", "U", "K") and reading.shapes[hit.end + 1 : hit.end + 2] not in CAPITALISED:
        # AKBP Agus SAM Putra: nobody writes a second office right behind the name of a first
        return _is_titled_name(reading, hit.start)
    inner = before in ("N", "J", "X", "I") or (before == "M" and hit.start > 1 and letters[hit.start - 2] in "NMJ")
    if shape in "NM" and (inner or _is_led(reading, hit.start) or reading.ending("name_particles", hit.start) is not None):
        # Lukmanul Hakim, M. Maulana Azis, Ida Bagus Hakim, H. Hakim Simatupang
        return following not in ("K", "U") or reading.hit_at("degrees", hit.end) is not None
    if shape in "NM" and following == "N" and any(reading.ending(name, hit.start) is not None for name in AREA_LISTS):
        return True  # Direktur RSUD Jember Hakim Wijaya
    if hit.entry.has("trap") and shape in "NM" and hit.start > 0:
        # Rio, Raja, Bilal: a name unless an area or organisation follows.
        named = following in ("N", "M") or (following == "X" and region_at(reading, hit.end) is None)
        return named and (before in ",+" or reading.shapes[hit.start - 1] in CAPITALISED or _ends_title(reading, hit.start))
    return False


def _same_span(reading: Reading, name: str, hit: Hit) -> bool:
    other = reading.hit_at(name, hit.start)
    return other is not None and other.end == hit.end


def _is_led(reading: Reading, token: int) -> bool:
    """Whether `H.` or `Dr.` stands right before a word; `Bapak Hakim` is no name."""
    honorific = reading.ending("honorifics", token)
    if honorific is None or honorific.entry.get("output") != "yes":
        return False
    return reading.shapes[honorific.start] != "w" or reading.word(token - 1).endswith(".")


def _is_misread_organisation(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    shape = reading.shapes[hit.start]
    if hit.end - hit.start > 1:
        return False
    if hit.entry.surface.isupper() and len(hit.entry.surface) > 1 and shape != "w" and not reading.word(hit.start).isupper():
        return True  # Ika Yarti is no alumni association
    if (
        reading.word(hit.start).isupper()
        and reading.shapes[hit.end : hit.end + 1] == "N"
        and _is_titled_name(reading, hit.start, ranked=True)
    ):
        return True  # Iptu Lukman SD Malik
    return _is_misread_medium(reading, hit, letters)


def _is_misread_medium(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    if hit.entry.get("kind") == "issuer" and hit.start > 1 and letters[hit.start - 1] == "+" and reading.shapes[hit.start - 2] == "K":
        return True  # Divisi Pencegahan, Partisipasi Masyarakat dan Humas Bawaslu
    if hit.end - hit.start > 1 or reading.shapes[hit.start] not in "NM":
        return False
    before = letters[hit.start - 1] if hit.start else ""
    if before in ("R", "C", "H", "B", "J") or _is_led(reading, hit.start) or reading.shapes[hit.end : hit.end + 1] == "N":
        return True  # Letda Arm Fajar Nugroho
    if not hit.entry.has("trap") or hit.start == 0:
        return False
    # Kurniawan Nugroho Fajar, Bupati Klaten Fajar
    return reading.shapes[hit.start - 1] == "N" or any(
        reading.ending(name, hit.start) is not None for name in ("name_particles", *AREA_LISTS)
    )


def _is_misread_area(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """Regions that are names too: Bima Arya behind his office, Feri Tanjung; `Moh. Jatim` is no province."""
    if hit.end - hit.start > 1 or hit.start == 0:
        return False
    before = hit.start - 1
    following = "" if reading.hit_at("degrees", hit.end) is not None else reading.shapes[hit.end : hit.end + 1]
    if hit.entry.has("word") and reading.shapes[hit.start] == "K":
        if following == "K":
            return True  # Sumber Daya
        if reading.shapes[before] in "NM" and following not in CAPITALISED and not _ends_title(reading, hit.start):
            return True  # I Gusti Ngurah Jaya Negara
    particle = reading.ending("name_particles", hit.start)
    if particle is not None and particle.entry.get("position") == "front" and reading.shapes[particle.start] != "w":
        opens = particle.end - particle.start > 1 or reading.word(before).endswith(".")
        if (opens and following not in CAPITALISED) or (reading.shapes[hit.start] in "NM" and (opens or not particle.entry.has("trap"))):
            return True  # Moh. Jatim, I Made Tanjung Nugroho, Andi Bima
    if reading.shapes[hit.start] not in "NM":
        return False
    if reading.ending("honorifics", hit.start) is not None and following not in CAPITALISED:
        return True  # KH. Samosir
    behind_area = any(reading.ending(name, hit.start) is not None for name in AREA_LISTS)
    if (following == "N" or (following == "X" and behind_area)) and region_at(reading, hit.end) is None:
        return _may_open_name(reading, before, hit.start)
    # Mayor Inf SH Tanjung, Akbar Tanjung
    initials = (reading.shapes[before] == "U" and stands_behind_rank(reading, before)) or reading.in_group(before, "sure_given")
    if following in CAPITALISED or not (initials or (reading.shapes[before] in "NI" and letters[before] in "NIJ")):
        return False
    return reading.in_group(hit.start, "family_region") and not _ends_title(reading, hit.start)


def _may_open_name(reading: Reading, before: int, token: int) -> bool:
    """Whether nothing before a word asks for the name of a region: no office, organisation, level word or preposition."""
    office = reading.ending("offices", token)
    if office is not None:
        return office.entry.get("takes") == "none"
    if any(reading.ending(name, token) is not None for name in AREA_LISTS):
        return True
    if any(reading.ending(name, token) is not None for name in ("organisations", "level_words")):
        return False
    asks = reading.in_group(before, "place_preposition") or reading.in_group(before, "region_freeing") or reading.is_function_word(before)
    return not asks and reading.shapes[before] not in CAPITALISED


def _is_misread_honorific(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    shape = reading.shapes[hit.start]
    before = letters[hit.start - 1] if hit.start else ""
    following = reading.shapes[hit.end : hit.end + 1]
    single = hit.end - hit.start == 1
    if single and shape in "NM":
        if before in ("N", "J", "X", "I"):
            return True
        if hit.entry.has("trap") and hit.entry.get("kind") in ("noble", "kin", "civil"):
            # Syarif Hasan, Umi Kulsum: with one word behind it, it is the first name
            end = hit.end
            while end < min(len(reading), hit.end + 2) and reading.shapes[end] in _NAME_SHAPES and not reading.breaks_after(end - 1):
                if reading.hit_at("degrees", end) is not None and reading.shapes[end] == "U":
                    break
                end += 1
            if end - hit.end < 2:
                return True
    if single and len(reading.folded(hit.start)) == 1:
        # `H. Busaeri` is Haji, `Samuel H Wowor` has an initial; behind the area of an office it is Haji again.
        if shape == "w" or following not in CAPITALISED:
            return True
        if reading.ending("offices", hit.start) is not None:
            return False  # Sekda H. Nur Saleh
        house = reading.ending("organisations", hit.start)
        if house is not None and house.end - house.start > 1:
            return False  # Rektor Universitas Airlangga H. Suprapto
        place = hit.start - 1
        while place >= 0 and letters[place] in "XKA" and not _covers(reading, place):
            place -= 1
        if reading.ending("honorifics", hit.start) is not None:
            return False  # Drs. Ec. H. Muh. Syarif
        titled = 0 <= place < hit.start - 1 and _covers(reading, place)
        return hit.start > 0 and letters[hit.start - 1] in "NX" and not titled
    if single and hit.entry.get("kind") == "pilgrim" and shape == "K":
        # Penyelenggaraan Haji dan Umrah, Jemaah Haji Rahmat Hidayat: what the office deals with
        return following not in _NAME_SHAPES or (hit.start > 0 and reading.in_group(hit.start - 1, "pilgrimage_word"))
    if before == "(" and following == ")" and hit.start > 1 and letters[hit.start - 2] in ("R", "C"):
        return True  # Kapten Laut (KH)
    if hit.entry.has("trap") and following == "N" and hit.start > 1 and letters[hit.start - 1] == "N" and letters[hit.start - 2] in "HRC":
        return True  # Dr. Rustam HS. Akil
    if reading.span(hit.start, hit.end).isupper() and hit.start > 0 and letters[hit.start - 1] in "NX":
        # Roslinda RM has initials; Darul Falah TGH. Lalu Mahsun none
        return following not in ("N", "X", "M", "I") and not (reading.word(hit.end - 1).endswith(".") and following in CAPITALISED)
    short = len(reading.word(hit.start)) < 4 and not reading.word(hit.end - 1).endswith(".")
    if shape == "w":
        academic = hit.entry.get("kind") == "academic" and following in ("N", "M", "X", "J", "I")  # dr Turidin
        return short and hit.entry.get("output") != "no" and not academic
    # MTs Ar Raudlah is a school
    return single and short and hit.entry.has("trap") and reading.ending("organisations", hit.start) is not None


def _covers(reading: Reading, token: int) -> bool:
    """Whether an office or the level word of an area ends with a token."""
    return any(reading.ending(name, token + 1) is not None for name in ("offices", "level_words"))


def _is_misread_particle(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    shape = reading.shapes[hit.start]
    following = reading.shapes[hit.end : hit.end + 1]
    if len(reading.folded(hit.start)) == 1 and hit.end - hit.start == 1:
        before = letters[hit.start - 1] if hit.start else ""
        return following not in ("N", "X", "M", "I", "K", "U") or before == "T" or shape == "w"
    if hit.end - hit.start > 1 or shape not in "NM" or hit.entry.get("position") != "front" or following == "-":
        return False
    if following == "I":
        following = reading.shapes[hit.end + 1 : hit.end + 2]  # Andi H, but Andi M. Yusuf
    if hit.entry.has("trap") and following == "K" and reading.shapes[hit.start - 1 : hit.start] == "I":
        return True  # M Agung Perdana
    if reading.hit_at("degrees", hit.end) is not None:
        return True  # H. Daeng SE
    return following not in CAPITALISED or reading.breaks_after(hit.end - 1)  # AKBP Andi hadir


def _is_misread_rank(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """`Badan Pengatur Jalan Tol`: a word for a class of civil servants, and an ordinary word behind it."""
    return hit.end - hit.start == 1 and hit.entry.get("service") == "asn" and reading.shapes[hit.end : hit.end + 1] == "K"


def _is_misread_corps(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """Only behind a rank, and only one: Mar, Pas, Kes are words elsewhere, Zeni in `Kolonel Inf Zeni` is a name."""
    if hit.entry.has("bracketed") and reading.shapes[hit.start - 1 : hit.start] != "(":
        return True
    before = hit.start - 1
    while before >= 0 and letters[before] in "(.,":
        before -= 1
    if reading.ending("ranks", before + 1) is not None:
        return False
    if before < 0 or letters[before] != "C":
        return True
    earlier = reading.ending("corps", before + 1)
    both = hit.entry.get("kind") == "corps" and earlier is not None and earlier.entry.get("kind") == "corps"
    return both and reading.shapes[hit.start - 1] != "("


def _is_misread_speech(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    if reading.shapes[hit.start] not in "NM":
        return False
    # Puji Hastuti is a name; in `Menpora Puji Ketum FPTI` somebody praises
    return reading.ending("offices", hit.start) is None or reading.hit_at("offices", hit.end) is None


def _is_misread_role(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    if reading.shapes[hit.start] not in "NM" or hit.start == 0:
        return False
    if letters[hit.start - 1] in "NXM" or _is_led(reading, hit.start):
        return True  # Mashari Imam
    office = reading.hit_at("offices", hit.start)
    return office is not None and office.end == hit.end and _is_misread_office(reading, office, letters)  # …, Imam Fatkuroji, S.STP.


def _is_misread_level(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    shape = reading.shapes[hit.start]
    if shape == "I" and hit.start > 0 and letters[hit.start - 1] in "NMXJ":
        return reading.shapes[hit.end : hit.end + 1] not in CAPITALISED  # Nengah P., S.Pd.
    if shape == "K" and hit.entry.has("trap") and hit.start > 0 and letters[hit.start - 1] in "NM":
        # I Gusti Ngurah Jaya Negara: no area follows
        following = reading.shapes[hit.end : hit.end + 1]
        return following not in CAPITALISED | {"d", "0", "("} or (following in ("N", "M") and region_at(reading, hit.end) is None)
    return shape == "w" and hit.entry.has("trap")


_CHECKS: Final = {
    "offices": _is_misread_office,
    "organisations": _is_misread_organisation,
    "media": _is_misread_medium,
    **dict.fromkeys(AREA_LISTS, _is_misread_area),
    "honorifics": _is_misread_honorific,
    "name_particles": _is_misread_particle,
    "ranks": _is_misread_rank,
    "corps": _is_misread_corps,
    "speech_verbs": _is_misread_speech,
    "ceremony_roles": _is_misread_role,
    "level_words": _is_misread_level,
}


def is_degree(reading: Reading, hit: Hit, letters: list[str]) -> bool:
    """Degrees stand behind a name: `, S.H.`, `S.Sos M.AP`; lower-case words are none."""
    if hit.start == 0 or reading.shapes[hit.start] == "w":
        return False
    if reading.touches(hit.end - 1) and reading.shapes[hit.end] in "NXMK" and reading.hit_at("degrees", hit.end) is None:
        return False  # MH.Saragih
    before = letters[hit.start - 1]
    if before == "K" and hit.start > 1 and letters[hit.start - 2] in "NMJ" and not hit.entry.has("trap"):
        return True  # M Agung Perdana S.STP
    if before == "U" and hit.start > 1 and letters[hit.start - 2] in "&+/":
        return False  # Comm & CSR MOR IV
    if before not in _BEFORE_DEGREE and reading.ending("degrees", hit.start) is None:
        return False
    if before in ",." and hit.start > 1 and letters[hit.start - 2] not in "NMXUIJKADC,.":
        return False
    if hit.entry.has("trap"):
        if before in "NMXI" and reading.shapes[hit.end : hit.end + 1] in ("N", "X") and "." in reading.span(hit.start, hit.end):
            return False  # Ahmad M. S. Wijaya
        if "." not in reading.span(hit.start, hit.end):
            return before == "," or before == "D" or before in "NMXI"
    return True
