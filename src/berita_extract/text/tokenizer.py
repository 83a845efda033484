"""The tokenizer: spaCy's, with our own settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

import regex
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

# Taken off the front of a chunk of non-space characters, one match at a time.
_PREFIX: Final = re.compile(r"''|\.{2,}|[^\w\s'@#]|'|#(?!\w)")
# Taken off its end. A full stop goes only where `keep` does not know the word as an abbreviation.
_SUFFIX: Final = re.compile(r"(?:''|(?<!\.)\.{2,}|[^\w\s']|')$")
# Breaks inside a chunk. Zero-width alternatives cut without making a token of their own.
_INFIXES: Final = r"""
      (?<=\b[Dd]i)(?=\p{Lu}\p{Ll}|(?P<noun>\p{L}\w*)) # diRuang, dilapangan: a preposition without its space
    |
      \.{2,} | '' | ["()\[\]{}<>;!?*_|=&+~]|(?<!\d):|:(?!\d) # marks glued to words on both sides
    | (?<!\d),|,(?!\d)                            # Murung Raya,Sabtu but not 1,462
    | \.(?<=(?:\b\p{Ll}\p{L}{2,}|\p{L}{5})\.)(?=\p{Lu})  # lalu.Oleh, Blora.Rabu: a sentence end without its space
    | (?<=\b(?:19|20)\d\d)\.(?=\p{Lu}\p{Ll})        # 2023.Dalam: likewise behind a year
    | (?<=\d[.:]\d\d)\.(?=\L<zones>\b)               # 10:00.wit
    | (?<=\b\p{Lu}\p{L}{0,3}\.)(?=\p{Lu}\p{L}{2}) # Kec.Harau, M.Pua, PLT.WALI: an abbreviation without its space
    | (?<=\b\p{Lu}{2,4}\.)(?=\p{Lu})              # SIP.MH: degrees without their space
    | (?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])     # 2021kita, 09.00WIB
    | (?<=[^\W\d_]|[)"])/|/(?=\p{Ll})|(?<=/)/|/(?=/)   # Bupati/Walikota; but 052/Wijayakrama and 10/1/2024 stay whole
    | (?<=^(?:19|20)\d\d)/(?=\d\d?$)                # 7 Juli 2024/1 Muharram 1446 H
    | (?<=\.(?:com|net|co\.id))(?=\p{Lu})         # wartadesa.comBLORA
    | (?<=^(?:\L<zones>))(?=(?P<town>\p{L}+))      # WIBPALEMBANG: a time zone and the dateline behind it
    | (?<=\d)'(?=\d\d\b)                          # 19/1'24
    | -(?!\p{Ll})|(?<=\d)-                        # 10-12, Senin-Selasa; but bincang-bincang stays whole
    | (?<=(?:^|\.)(?P<led>\p{L}{1,4})\.)(?=\p{Lu}) # Dr.Hj.Nur: honorifics without their spaces
    """
_LAST_PART: Final = re.compile(r"(?<![^,;:/()\"])[^,;:/()\"]*$")
_WHOLE: Final = re.compile(
    r"(?:https?://|www\.)\S*\w$"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+$"
    # the address of a page, but not WARTADESA.com/FAUZAN, which names a photographer
    r"|(?:\w[\w-]*\.)+(?:com|id|net|org|news|online|info|tv)(?:/(?!/|(?-i:[A-Z])[^\W\d_]+$)[\w/?=&%.-]*)?$"
    r"|\d[\d.]*-?an$"  # 300-an
    r"|(?:[A-Z]\.)+$",  # initials
    re.IGNORECASE,
)


def compile_infixes(zones: Iterable[str]) -> regex.Pattern[str]:
    """The pattern of what is cut inside a chunk; `zones` are the time zones that stand glued to other words (`10:00.wit`)."""
    return regex.compile(_INFIXES, regex.VERBOSE, zones=_spell_zones(zones))


def _spell_zones(zones: Iterable[str]) -> list[str]:
    return [spelling for zone in zones for spelling in (zone, zone.lower(), zone.capitalize())]


def build_tokenizer(
    vocab: Vocab,
    keep: Callable[[str], bool],
    glued: Iterable[str] = (),
    led: Iterable[str] = (),
    zones: Collection[str] = (),
    towns: Iterable[str] = (),
) -> Tokenizer:
    """Build spaCy's tokenizer with our settings.

    `keep` says which dotted chunks are abbreviations (`Kab.`, `S.Sos`); `glued` are the nouns from which
    a preposition is cut that lost its space (`dilapangan`), `led` the honorifics that lost theirs (`Dr.Hj.Nur`); `zones`
    are what is cut off `towns` (`WIBPALEMBANG`).
    """
    spelt = _spell_zones(zones)
    infixes = compile_infixes(zones)
    known = {"noun": frozenset(glued), "led": frozenset(led), "town": frozenset(towns)}

    def find_infixes(chunk: str) -> Iterator[regex.Match[str]]:
        # The lists are too long for a pattern: it would take longer to compile than all the rest of the package to load.
        for match in infixes.finditer(chunk):
            if match.lastgroup is None or match[match.lastgroup] in known[match.lastgroup]:
                yield match

    opener = re.compile("|".join(map(re.escape, ["Di", "di", *spelt])))

    def is_whole(chunk: str) -> bool:
        if chunk.isalpha():
            return opener.match(chunk) is None  # nothing else is cut out of letters alone
        return _WHOLE.match(chunk) is not None or ("." in chunk and keep(chunk))

    def find_suffix(chunk: str) -> re.Match[str] | None:
        # `(A.` and `SH.,S.I.K.` end with an abbreviation, whatever stands before it in the chunk.
        if chunk.endswith(".") and is_whole(_LAST_PART.search(chunk)[0]):  # type: ignore[index]  # it matches the empty string too
            return None
        return _SUFFIX.search(chunk)

    return Tokenizer(
        vocab,
        prefix_search=_PREFIX.match,
        suffix_search=find_suffix,
        infix_finditer=find_infixes,
        token_match=is_whole,
    )
