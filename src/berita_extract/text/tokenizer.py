"""The tokenizer: spaCy's, with our own settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import regex
from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

# Taken off the front of a chunk of non-space characters, one match at a time.
_PREFIX: Final = re.compile(r"''|\.{2,}|[^\w\s'@#]|'|#(?!\w)")
# Taken off its end. A full stop goes only where `keep` does not know the word as an abbreviation.
_SUFFIX: Final = re.compile(r"(?:''|\.{2,}|[^\w\s']|')$")
# Breaks inside a chunk. Zero-width alternatives cut without making a token of their own.
_INFIX: Final = regex.compile(
    r"""
      \.{2,} | '' | ["()\[\]{}<>;:!?*_|=&+~]      # marks glued to words on both sides
    | (?<!\d),|,(?!\d)                            # Murung Raya,Sabtu but not 1,462
    | (?<=\b\p{Ll}\p{L}{2,}|\p{L}{5})\.(?=\p{Lu})  # lalu.Oleh, Blora.Rabu: a sentence end without its space
    | (?<=\b\p{Lu}\p{L}{0,3}\.)(?=\p{Lu}\p{L}{2}) # Kec.Harau, M.Pua, PLT.WALI: an abbreviation without its space
    | (?<=\b\p{Lu}{2,4}\.)(?=\p{Lu})              # SIP.MH: degrees without their space
    | (?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])     # 2021kita, 09.00WIB
    | (?<=[^\W\d_])/|/(?=\p{Ll})                  # Bupati/Walikota; but 052/Wijayakrama and 10/1/2024 stay whole
    | (?<=\d)'(?=\d\d\b)                          # 19/1'24
    | -(?!\p{Ll})|(?<=\d)-                        # 10-12, Senin-Selasa; but bincang-bincang stays whole
    """,
    regex.VERBOSE,
)
_WHOLE: Final = re.compile(
    r"(?:https?://|www\.)\S*\w$"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+$"
    r"|(?:\w[\w-]*\.)+(?:com|id|net|org|news|online|info|tv)(?:/[\w/?=&%.-]*)?$"
    r"|\d[\d.]*-?an$"  # 300-an
    r"|[A-Z]\.$",  # an initial
    re.IGNORECASE,
)


def build_tokenizer(vocab: Vocab, keep: Callable[[str], bool]) -> Tokenizer:
    """Build spaCy's tokenizer with our settings: `keep` says which dotted chunks are abbreviations (`Kab.`, `S.Sos`)."""

    def is_whole(chunk: str) -> bool:
        return _WHOLE.match(chunk) is not None or ("." in chunk and keep(chunk))

    return Tokenizer(
        vocab,
        prefix_search=_PREFIX.match,
        suffix_search=_SUFFIX.search,
        infix_finditer=_INFIX.finditer,
        token_match=is_whole,
    )
