"""Clauses of reported speech: what keeps a verb from telling, where words for a speaker end, what is a clause and what a mere rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from berita_extract.text.reading import Reading

# So far back a purpose clause may begin to which `serta mengajak` belongs.
_PURPOSE_REACH: Final = 20
# A clause shows its verb, or what introduces it, within so many tokens.
_CLAUSE_REACH: Final = 40
_LONGEST_PHRASE: Final = 24
_LONGEST_BRACKET: Final = 8
_LONGEST_DESCRIPTION: Final = 5
_STOPS: Final = frozenset(",:.;")


class Named:
    """Where a text names people or offices: the end of each mention by its first token, and the other way round."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.end_of: dict[int, int] = {}
        self.start_of: dict[int, int] = {}
        for start, end in spans:
            self.end_of[start] = max(end, self.end_of.get(start, 0))
            self.start_of[end] = min(start, self.start_of.get(end, start))


def can_speak(reading: Reading, named: Named, token: int) -> bool:
    """Whether words may name who speaks: a person, an office, a body, or a noun for people (`warga`, `pihak kepolisian`)."""
    if token in named.end_of:
        return True
    if reading.hit_at("degrees", token) is not None:
        return False  # Badingah, S.Sos dalam laporannya
    if reading.shapes[token] in "NMXUI":
        return True
    if reading.shapes[token] == "K" and reading.sentence_at(token).start < token:
        return True
    if any(reading.hit_at(name, token) is not None for name in ("organisations", "offices", "number_words", "pronouns")):
        return True
    hit = reading.hit_at("count_nouns", token)
    return (hit is not None and hit.entry.get("kind") != "thing") or any(
        reading.in_group(token, group) for group in ("one_person", "plural", "epithet", "collective")
    )


def is_no_saying(reading: Reading, named: Named, start: int, verb: int) -> bool:
    """Whether the words before a speech verb make it a wish, a purpose or a description: `untuk mengajak`, `warga yang mengeluhkan`."""
    token = verb - 1
    while token >= start and reading.in_group(token, "verb_adverb") and not reading.in_group(token, "verb_blocker"):
        token -= 1
    if token < start:
        return False
    if reading.in_group(token, "verb_blocker"):
        return True
    if reading.in_group(start, "as_said") and "," not in reading.shapes[start:verb]:
        return True  # Sesuai arahan Bupati meminta …
    if reading.in_group(token, "relative"):
        return token not in named.start_of and not (reading.shapes[token - 1] == "," and token - 1 in named.start_of)
    if reading.in_group(token, "list_joiner"):
        return _has_purpose(reading, named, max(start, token - _PURPOSE_REACH), token)
    return False


def _has_purpose(reading: Reading, named: Named, start: int, joiner: int) -> bool:
    """`hadir untuk menjaga keamanan serta mengajak`: the joined verb belongs to the purpose."""
    for token in range(joiner - 1, start - 1, -1):
        if reading.shapes[token] in ",.;:" or token in named.end_of:
            return False
        if reading.in_group(token, "purpose") or reading.in_group(token, "manner"):
            return is_verb(reading, token + 1)
    return False


def is_verb(reading: Reading, token: int) -> bool:
    """Whether a token is a verb of the word list."""
    entry = reading.common_words.get(reading.folded(token)) if 0 <= token < len(reading) else None
    return entry is not None and entry.get("class") == "verb"


def is_clause(reading: Reading, start: int, end: int) -> bool:
    """Whether words hold a verb of their own or what introduces a clause, and are no mere noun: `stok beras aman hingga Juni`."""
    described = False
    for token in range(start, min(end, start + _CLAUSE_REACH)):
        if reading.in_group(token, "clause_opener"):
            return True
        if reading.in_group(token, "relative") or reading.in_group(token, "purpose"):
            described = True  # the next verb belongs to the noun: warga yang baru saja datang
        elif reading.shapes[token] == "w" and (verb := token > start and is_verb(reading, token)) | reading.in_group(token, "predicate"):
            if not described:
                return True
            described = not verb
    return False


def is_rest(reading: Reading, start: int, end: int) -> bool:
    """Whether words only say to whom, where or when something was said, or point to it: `kepada warga`, `hal itu saat apel`."""
    pointed = start + 1 + reading.in_group(start + 1, "demonstrative")
    if reading.in_group(start, "pointer") and (pointed >= end or reading.in_group(pointed, "occasion")):
        return True  # mengatakan hal itu saat membuka rapat, mengatakan demikian usai rapat
    if reading.in_group(start, "pointer") and pointed > start + 1:
        return not is_clause(reading, start + 1, min(end, start + 4))  # hal itu dilakukan setelah …
    if not reading.in_group(start, "leftover_opener"):
        return False
    described = any(
        any(reading.in_group(token, group) for group in ("relative", "purpose", "reason"))
        for token in range(start, min(end, start + _CLAUSE_REACH))
    )
    return not described and not is_clause(reading, start, end)


def phrase_end(reading: Reading, named: Named, start: int, end: int) -> int:
    """Where the words that name a speaker end: with the person, with a comma, or before a lower-case word that goes on."""
    token = start
    while token < end and reading.in_group(token, "after_verb"):
        token += 1
    hit = reading.hit_at("pronouns", token) if token < end else None
    if hit is not None and hit.entry.get("kind") != "epithet":
        return hit.end
    known = _known_end(reading, named, token, end)
    if known > token:
        return _described_end(reading, known, end)
    first = token
    while token < end and token - first < _LONGEST_PHRASE:
        shape = reading.shapes[token]
        if shape in _STOPS:
            break
        if shape == "w" and token > first and reading.shapes[token - 1] != "w" and not reading.in_group(token, "speaker_inner"):
            break
        token += 1
    return token


def _known_end(reading: Reading, named: Named, token: int, end: int) -> int:
    """Past the mentions that follow one another: an office and its holder, a name and in commas who it is."""
    while token in named.end_of and named.end_of[token] <= end:
        token = named.end_of[token]
        if reading.shapes[token : token + 1] == "(":
            closing = reading.shapes.find(")", token, min(end, token + _LONGEST_BRACKET))
            token = closing + 1 if closing > 0 else token
        while token + 1 < end and reading.shapes[token] == "," and (degree := reading.hit_at("degrees", token + 1)) is not None:
            token = degree.end
        if reading.shapes[token : token + 1] == "," and token + 1 in named.end_of:
            behind = named.end_of[token + 1]
            if behind >= end or reading.shapes[behind] in ",.":
                token += 1
    return token


def _described_end(reading: Reading, token: int, end: int) -> int:
    """Past what is said of a person behind the name, up to a comma: `pada apel itu`, `pakar ilmu politik`, `mantan Camat Montong ini`."""
    if token >= end or reading.shapes[token] != "w":
        return token
    stop = token
    while stop < min(end, token + _LONGEST_PHRASE) and reading.shapes[stop] not in _STOPS:
        stop += 1
    if reading.in_group(token, "speaker_inner"):
        return stop
    if reading.in_group(token, "demonstrative"):
        return token + 1
    described = stop - token <= _LONGEST_DESCRIPTION and reading.shapes[stop : stop + 1] == "," and not reading.is_function_word(token)
    return stop if described and not any(is_verb(reading, place) for place in range(token, stop)) else token
