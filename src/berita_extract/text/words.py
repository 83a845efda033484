"""What a single word looks like: one letter of shape, and its symbols in the lexicon."""

from __future__ import annotations

import re
from typing import Final

from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.lexicon import Lexicon
from berita_extract.record import Record

# One letter a token; grammars are regular expressions over strings of these letters.
LOWER: Final = "w"  # kegiatan
NAME: Final = "N"  # Ahmad: capitalised and a personal name
MAYBE_NAME: Final = "M"  # Indah: a personal name that is also a word
COMMON: Final = "K"  # Kesehatan: capitalised, an ordinary word
CLOSED: Final = "F"  # Dalam, Menghadiri: capitalised, a function word or verb, part of no name
UNKNOWN: Final = "X"  # Fulaningrat: capitalised, in no list
CAPITALS: Final = "U"  # BKPSDM: all capitals, in no list
ROMAN: Final = "V"  # XIV
INITIAL: Final = "I"  # M. or M
DAY: Final = "d"  # 1 to 31, also any other number of one or two digits below 32
YEAR: Final = "y"  # 1600 to 2099
NUMERIC_DATE: Final = "n"  # 10/1, 10/1/2024, 10.01.2024
CLOCK: Final = "c"  # 09.00, 13:21
NUMBER: Final = "0"  # any other number: 300, 1.500, 300-an
CODE: Final = "8"  # 052/Wijayakrama
SPACE: Final = " "
OTHER: Final = "?"

CAPITALISED: Final = frozenset((NAME, MAYBE_NAME, COMMON, CLOSED, UNKNOWN, CAPITALS, ROMAN, INITIAL))
NUMERALS: Final = frozenset((DAY, YEAR, CLOCK, NUMBER))

_PUNCTUATION: Final = {
    **{mark: mark for mark in ",;:()\"'-/&"},
    "''": '"',
    ".": ".",
    "!": ".",
    "?": ".",
    "[": "(",
    "]": ")",
}
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*(?:-?an)?$", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d$")
_NUMERIC_DATE: Final = re.compile(r"\d{1,2}(?:/\d{1,2}(?:/(?:\d{4}|\d{2}))?|[.]\d{1,2}[.]\d{4}|/(?:19|20)\d\d)$")
_YEAR: Final = re.compile(r"(?:1[6-9]|20)\d\d$")
_DOMAIN: Final = re.compile(r"[A-Z][\w-]*\.(?:com|co\.id|id|net|org)$")  # Blanja.com in a title
_INITIAL: Final = re.compile(r"[A-Z]\.?$")
_ROMAN: Final = re.compile(r"(?=[IVXL]{2})X{0,3}(?:IX|IV|V?I{0,3}|XL)[AB]?$")  # also Kelas IIB


class Word(Record, frozen=True):
    """The symbols of a spelling in the lexicon, its shape letter, and the form under which it is compared."""

    symbols: tuple[int, int]
    shape: str
    folded: str


def describe_word(spelling: str, lexicon: Lexicon) -> Word:
    """Look a spelling up and name its shape (`Fulaningrat` → unknown capitalised word)."""
    folded = fold_word(spelling)
    return Word(lexicon.symbols(folded), _shape(spelling, folded, lexicon), folded)


def _shape(spelling: str, folded: str, lexicon: Lexicon) -> str:
    first = spelling[0]
    if first.isspace():
        return SPACE
    if spelling in _PUNCTUATION:
        return _PUNCTUATION[spelling]
    if first.isdecimal():
        return _number_shape(spelling)
    if spelling.startswith(".."):
        return "."
    if not first.isalpha():
        return OTHER
    if _DOMAIN.match(spelling):
        return CAPITALS
    if first.islower() or not first.isupper():
        return LOWER
    if _INITIAL.match(spelling):
        return INITIAL
    if _ROMAN.match(spelling):
        return ROMAN
    name = lexicon.word_class("person_names").get(folded)
    if name is not None:
        return MAYBE_NAME if name.has("word") else NAME
    word = lexicon.word_class("common_words").get(folded)
    if word is not None:
        return CLOSED if word.get("class") else COMMON
    return CAPITALS if len(folded) > 1 and spelling.isupper() else UNKNOWN


def _number_shape(spelling: str) -> str:
    if spelling.isdecimal():
        if len(spelling) <= 2 and 1 <= int(spelling) <= 31:
            return DAY
        return YEAR if _YEAR.match(spelling) else NUMBER
    if _CLOCK.match(spelling):
        return CLOCK
    if _NUMERIC_DATE.match(spelling):
        return NUMERIC_DATE
    return NUMBER if _NUMBER.match(spelling) else CODE
