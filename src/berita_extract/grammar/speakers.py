"""Words for a speaker whom no name tells: institutions, groups, and descriptions of somebody named before."""

from __future__ import annotations

from typing import Final

from berita_extract.grammar.speech import Named, can_speak, is_verb
from berita_extract.text.reading import Reading

_LONGEST_SUBJECT: Final = 10
_LONGEST_PHRASE: Final = 12
_LONGEST_BRACKET: Final = 8
# A description such as `mantan Camat Montong Kabupaten Tuban ini` has at most so many tokens.
_LONGEST_DESCRIPTION: Final = 14
_LONGEST_NAME: Final = 4
_NAME_SHAPES: Final = frozenset("NMXUI")
_STOPS: Final = frozenset(',.:;"')
_SUBJECT_STOPS: Final = frozenset(',.:;"()-')


def skip_adverbs(reading: Reading, start: int, verb: int) -> int:
    """Back over `juga`, `kembali`, `telah` to the end of the words that may be the subject of a verb."""
    end = verb
    while end > start and reading.in_group(end - 1, "verb_adverb"):
        end -= 1
    return end


def subject_phrase(reading: Reading, named: Named, start: int, end: int) -> tuple[int, int] | None:
    """The noun right before a verb: an institution, a group, an unknown name (`BMKG`, `salah satu kader Posyandu dari Desa Jati`)."""
    first = _run_start(reading, start, end)
    if first == end:
        return None
    if first - 1 > start and reading.in_group(first - 1, "phrase_inner"):
        longer = _run_start(reading, start, first - 1)
        if longer < first - 1 and is_people_noun(reading, longer):
            first = longer
    elif first - 1 > start and reading.in_group(first - 1, "list_joiner") and can_speak(reading, named, first):
        longer = _run_start(reading, start, first - 1)
        if longer < first - 1 and is_body(reading, longer):
            first = longer
    return (first, end) if end - first <= _LONGEST_SUBJECT else None


def _run_start(reading: Reading, start: int, end: int) -> int:
    """Back over the nouns that stand together before a token."""
    token = end
    while token > start and end - token <= _LONGEST_SUBJECT:
        before = token - 1
        if reading.shapes[before] == ")":
            opening = reading.shapes.rfind("(", max(start, before - _LONGEST_BRACKET), before)
            if opening <= start:
                break
            token = opening  # Badan Nasional Penanggulangan Bencana (BNPB) meminta
            continue
        if reading.shapes[before] in _SUBJECT_STOPS or is_verb(reading, before):
            break
        if reading.in_group(before, "demonstrative"):
            if token < end:
                break
        elif reading.is_function_word(before) and not is_people_noun(reading, before) and reading.hit_at("number_words", before) is None:
            break
        elif reading.shapes[before] == "w" and reading.common_words.get(reading.folded(before)) is None and not _is_noun(reading, before):
            break  # sehinga BSSN
        token = before
    return token


def leading_phrase(reading: Reading, named: Named, start: int, end: int) -> tuple[int, int] | None:
    """The noun that opens the clause of a verb: `Tim Sulawesi melakukan koordinasi dan` menyampaikan; `HS lewat pesan singkat` menulis."""
    comma = reading.shapes.rfind(",", start, end)
    token = comma + 1 if comma > 0 else start
    while token < end and reading.is_function_word(token) and not is_people_noun(reading, token):
        token += 1
    first = token
    while token < end and token - first < _LONGEST_SUBJECT and not is_verb(reading, token):
        if reading.shapes[token] in _SUBJECT_STOPS or reading.in_group(token, "speaker_stop"):
            break
        token += 1
    last = skip_adverbs(reading, first, token)
    if last == first or token >= end or is_thing(reading, named, first, (first, last)) or not can_speak(reading, named, first):
        return None
    return first, last


def name_before(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """A name in commas that no list knows: `Koordinator Kampus, Agung Wibowo, S.T.,` menjelaskan; `seorang warga, DW (34),` mengaku."""
    last = end
    while last > start:
        degree = reading.ending("degrees", last)
        if reading.shapes[last - 1] == ",":
            last -= 1
        elif reading.shapes[last - 1] == ")":
            last = max(reading.shapes.rfind("(", max(start, last - _LONGEST_BRACKET), last), start)
        elif degree is not None:
            last = degree.start
        else:
            break
    leads = reading.in_group(start, "one_person")
    one = None if leads else next((token for token in range(start + 1, end) if reading.in_group(token, "one_person")), None)
    named_to = one or start
    while named_to > start and (reading.shapes[named_to - 1] == "," or reading.in_group(named_to - 1, "in_capacity")):
        named_to -= 1
    if start < named_to <= start + _LONGEST_NAME and set(reading.shapes[start:named_to]) <= _NAME_SHAPES:
        return start, named_to  # Saniah, selaku salah satu petugas di Kudus, menilai
    first = last
    while first > start and last - first < _LONGEST_NAME and reading.shapes[first - 1] in _NAME_SHAPES:
        first -= 1
    if first == last or first <= start + 1 or reading.shapes[first - 1] != ",":
        return None
    named = any(reading.hit_at(name, first) is not None for name in ("organisations", "offices", "level_words", "weekdays", "regions"))
    return None if named else (first, last)


def name_explained(reading: Reading, start: int, title: int) -> tuple[int, int] | None:
    """A name before an office in commas: `Sementara Pdt. Lukas Asso, Ketua Klasis` menyampaikan."""
    last = title - 1
    if last <= start or reading.shapes[last] != ",":
        return None
    first = last
    while first > start and last - first < _LONGEST_NAME and reading.shapes[first - 1] in _NAME_SHAPES:
        if reading.hit_at("honorifics", first - 1) is not None:
            break
        first -= 1
    opens = first == start or reading.is_function_word(first - 1) or reading.ending("honorifics", first) is not None
    known = any(shape in "NX" for shape in reading.shapes[first:last])
    return (first, last) if opens and known else None


def name_opening(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """A bare name that opens a clause: `Adapun Saniah tak kuasa menahan haru.`"""
    token = start
    while token < end and (reading.is_function_word(token) or reading.shapes[token] in ',"'):
        token += 1
    first = token
    while token < end and reading.shapes[token] in "NM":
        token += 1
    if token == first or token >= end or reading.shapes[token] != "w" or "N" not in reading.shapes[first:token]:
        return None
    return first, token


def is_people_noun(reading: Reading, token: int) -> bool:
    """Whether a word names people or opens such words: `warga`, `salah satu`, `para`."""
    hit = reading.hit_at("count_nouns", token)
    if hit is not None and hit.entry.get("kind") in ("person", "official"):
        return True
    return any(reading.in_group(token, group) for group in ("one_person", "plural", "collective"))


def _is_noun(reading: Reading, token: int) -> bool:
    return any(reading.hit_at(name, token) is not None for name in ("count_nouns", "organisations", "offices", "level_words"))


def is_body(reading: Reading, token: int) -> bool:
    """Whether a word names a body that speaks, or a capitalised name."""
    return reading.hit_at("organisations", token) is not None or reading.shapes[token] in "NXU"


def is_thing(reading: Reading, named: Named, start: int, phrase: tuple[int, int]) -> bool:
    """`Tindakan ini melambangkan`: a clause whose subject is pointed at and cannot speak."""
    first, end = phrase
    opens = first == start or reading.shapes[first - 1] in _STOPS
    return opens and reading.in_group(end - 1, "demonstrative") and not can_speak(reading, named, first)


def described_before(reading: Reading, start: int, end: int) -> int | None:
    """Where a description begins that ends right before a token: `orang nomor satu di Polres Kediri ini` menerangkan."""
    if end <= start or not reading.in_group(end - 1, "demonstrative"):
        return None
    first: int | None = None
    for token in range(end - 1, max(start, end - _LONGEST_DESCRIPTION) - 1, -1):
        if reading.shapes[token] in _STOPS and not _names_area(reading, token + 1):
            break
        if _opens_description(reading, token):
            first = token
    return first


def described_behind(reading: Reading, start: int, end: int) -> int | None:
    """Where a description ends that begins at a token: ucap `pria yang pindah tugas ke Jakarta Barat ini`."""
    for token in range(start, min(end, start + _LONGEST_DESCRIPTION)):
        if reading.shapes[token] in _STOPS and not _names_area(reading, token + 1):
            return None
        if token > start and reading.in_group(token, "demonstrative"):
            return token + 1
    return None


def is_description(reading: Reading, start: int, end: int) -> bool:
    """Whether words describe somebody named before: `politikus PKS ini`, `mantan Camat Montong`, but not `seorang pria`."""
    if reading.in_group(start, "one_person") and not reading.in_group(start, "epithet"):
        return False
    if reading.in_group(end - 1, "demonstrative"):
        hit = reading.hit_at("count_nouns", start)
        return (hit is not None and hit.entry.get("kind") == "person") or any(
            _opens_description(reading, token) for token in range(start, end)
        )
    return _opens_description(reading, start)


def _opens_description(reading: Reading, token: int) -> bool:
    hit = reading.hit_at("pronouns", token)
    if hit is not None and hit.entry.get("kind") == "epithet":
        return True
    prefix = reading.hit_at("office_prefixes", token)
    return (prefix is not None and prefix.entry.get("kind") == "former") or reading.in_group(token, "epithet")


def _names_area(reading: Reading, token: int) -> bool:
    """`Kepala Desa Muara Basung, Kecamatan Pinggir itu`: the comma stands inside."""
    return reading.hit_at("level_words", token) is not None


def words_behind(reading: Reading, start: int, end: int) -> int:
    """The end of the words for a speaker behind a speech verb: `seorang warga`, `Kapolsek`, no circumstances."""
    token = start
    while token < end and token - start < _LONGEST_PHRASE:
        shape = reading.shapes[token]
        if shape in ',.:;"()-' or shape in "nc" or reading.hit_at("weekdays", token) is not None:
            break
        if token > start and (reading.in_group(token, "speaker_stop") or (shape == "w" and is_verb(reading, token))):
            break
        token += 1
    return token
