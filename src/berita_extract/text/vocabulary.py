"""How a text becomes words: each run between spaces is cut by the tokenizer once and looked up from then on."""

from __future__ import annotations

import sys
from itertools import accumulate, chain
from typing import Final, NamedTuple

from spacy.attrs import IDX, LENGTH
from spacy.tokenizer import Tokenizer

from berita_extract.lexicon.lexicon import Lexicon
from berita_extract.record import Record
from berita_extract.text.words import SPACE, Word, describe_word

# Longer runs without a space are no words; spaCy's tokenizer takes quadratic time over them, so they are cut.
_LONGEST_RUN: Final = 200


_END: Final = (sys.maxsize, 0)


class Run(NamedTuple):
    """The words of a run between spaces (`(10/1/2024),` has four), column by column; offsets count from its start."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shapes: str
    folds: tuple[str, ...]
    symbols: tuple[int, ...]


class Words(Record, frozen=True):
    """The words of a text, column by column, and the symbols under which the lexicon looks for them."""

    starts: list[int]
    ends: list[int]
    shapes: str
    folds: list[str]
    symbols: tuple[int, ...]


class Vocabulary:
    """What is known of each run between spaces; a run is described when it is first seen."""

    def __init__(self, lexicon: Lexicon, tokenizer: Tokenizer) -> None:
        self._lexicon = lexicon
        self._tokenizer = tokenizer
        self._runs: dict[str, Run] = {"": Run((), (), "", (), ())}

    def __len__(self) -> int:
        return len(self._runs)

    def tokenize(self, cleaned: str) -> Words:
        """The words of a clean text, in which only spaces and line feeds part words."""
        texts = cleaned.replace("\n", " ").split(" ")
        if unseen := set(texts).difference(self._runs):
            self._learn(sorted(unseen))
        runs = [*map(self._runs.__getitem__, texts)]
        for text in unseen:
            if len(text) >= _LONGEST_RUN:
                del self._runs[text]  # nothing that comes again, and as long as the text may be
        starts, ends, shapes, folds, symbols = zip(*runs, strict=True)
        offsets = [*accumulate([len(text) + 1 for text in texts], initial=0)]
        return Words(
            [offset + start for offset, inner in zip(offsets, starts, strict=False) for start in inner],
            [offset + end for offset, inner in zip(offsets, ends, strict=False) for end in inner],
            "".join(shapes),
            [*chain.from_iterable(folds)],
            (*chain.from_iterable(symbols),),
        )

    def _learn(self, texts: list[str]) -> None:
        """Describe runs, all with one call of the tokenizer."""
        doc = self._tokenizer(" ".join([_cut_long(text) for text in texts]))
        columns = iter(doc.to_array([IDX, LENGTH]).tolist())
        start, length = next(columns)
        offset = 0
        for text in texts:
            described: list[tuple[int, int, Word]] = []
            while start < offset + len(text):
                word = describe_word(text[start - offset : start - offset + length], self._lexicon)
                if word.shape != SPACE:
                    described.append((start - offset, start - offset + length, word))
                start, length = next(columns, _END)
            self._runs[text] = _make_run(described)
            offset += len(text) + 1


def _make_run(words: list[tuple[int, int, Word]]) -> Run:
    return Run(
        tuple([start for start, _, _ in words]),
        tuple([end for _, end, _ in words]),
        "".join([word.shape for _, _, word in words]),
        tuple([word.folded for _, _, word in words]),
        tuple([symbol for _, _, word in words for symbol in word.symbols]),
    )


def _cut_long(run: str) -> str:
    if len(run) < _LONGEST_RUN:
        return run
    return " ".join(run[place : place + _LONGEST_RUN - 1] for place in range(0, len(run), _LONGEST_RUN)).ljust(len(run))
