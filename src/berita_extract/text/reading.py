"""A release as the recognizers see it: tokens with shapes and lexicon hits, blocks and sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from spacy.tokenizer import Tokenizer
from spacy.vocab import Vocab

from berita_extract.lexicon.fold import fold_word
from berita_extract.lexicon.lexicon import Lexicon
from berita_extract.text.blocks import Block, split_blocks
from berita_extract.text.page import clean
from berita_extract.text.sentences import Sentence, split_sentences
from berita_extract.text.tokenizer import build_tokenizer
from berita_extract.text.tokens import Tokens
from berita_extract.text.vocabulary import Vocabulary

# Lists whose entries are abbreviations: their final full stop belongs to the word.
_ABBREVIATIONS: Final = ("abbreviations", "corps", "degrees", "honorifics", "name_particles", "ranks")
_LONGEST_LED: Final = 4
_SHORTEST_GLUED: Final = 4
# How many runs of characters a vocabulary may gather before a fresh one takes its place: memory stays flat over an archive.
_MOST_RUNS: Final = 200_000


@dataclass(slots=True)
class Reading(Tokens):
    """The tokens of a release together with its blocks and sentences."""

    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    block_ends: frozenset[int] = frozenset()
    _block_starts: list[int] = field(default_factory=list)
    _sentence_starts: list[int] = field(default_factory=list)

    def breaks_after(self, token: int) -> bool:
        """Whether a block ends right after a token; a line broken by a narrow column is no end."""
        return token + 1 in self.block_ends

    def of_kind(self, *kinds: str) -> Iterator[Block]:
        """The blocks of certain kinds."""
        return (block for block in self.blocks if block.kind in kinds)

    def sentence_at(self, token: int) -> Sentence:
        """The sentence that holds a token."""
        return self.sentences[bisect_right(self._sentence_starts, token) - 1]

    def block_at(self, token: int) -> Block:
        """The block that holds a token."""
        return self.blocks[bisect_right(self._block_starts, token) - 1]


class Reader:
    """Turns texts into readings; keep one for many documents, from as many threads as you like."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._abbreviations = _collect_abbreviations(lexicon)
        common = lexicon.word_class("common_words")
        written = {fold_word(entry.surface) for entry in lexicon.lists.get("abbreviations", ())}
        self._spelt_out = frozenset(word for word in self._abbreviations - written if common.get(word) is not None)
        self._vocabulary = self._fresh_vocabulary()

    def _fresh_vocabulary(self) -> Vocabulary:
        return Vocabulary(self.lexicon, self.build_tokenizer(Vocab()))

    def build_tokenizer(self, vocab: Vocab) -> Tokenizer:
        """Build the tokenizer that this reader uses, for a vocabulary of your own."""
        return build_tokenizer(
            vocab, self.is_abbreviation, _collect_glued(self.lexicon), _collect_led(self.lexicon), *_collect_zoned(self.lexicon)
        )

    def is_abbreviation(self, chunk: str) -> bool:
        """Whether a chunk with full stops in it is one word (`S.Sos`, `Kab.`, but not `desa.`; `Kol.`, but not `polisi.`)."""
        folded = fold_word(chunk)
        return folded in self._abbreviations and not (chunk.islower() and folded in self._spelt_out)

    def read(self, text: str) -> Reading:
        """Clean, tokenize, look up every word, and cut into blocks and sentences."""
        cleaned = clean(text)
        vocabulary = self._vocabulary
        if len(vocabulary) > _MOST_RUNS:
            vocabulary = self._vocabulary = self._fresh_vocabulary()
        words = vocabulary.tokenize(cleaned)
        reading = Reading(
            text,
            cleaned,
            words.starts,
            words.ends,
            words.shapes,
            words.folds,
            self.lexicon.scan(words.symbols),
            self.lexicon.word_class("common_words"),
            self.lexicon.groups,
        )
        reading.blocks = split_blocks(reading)
        reading.block_ends = frozenset(block.end for block in reading.blocks)
        reading.sentences = split_sentences(reading, reading.blocks)
        reading._block_starts = [block.start for block in reading.blocks]
        reading._sentence_starts = [sentence.start for sentence in reading.sentences]
        return reading


def _collect_abbreviations(lexicon: Lexicon) -> frozenset[str]:
    found = set()
    for name, entries in lexicon.lists.items():
        for entry in entries:
            if entry.get("kind") == "service":
                continue  # TNI, AL: a stop behind them ends a sentence
            if " " not in entry.surface and (name in _ABBREVIATIONS or "." in entry.surface):
                found.add(fold_word(entry.surface))
    return frozenset(found)


def _collect_zoned(lexicon: Lexicon) -> tuple[list[str], list[str]]:
    """The time zones behind which the dateline lost its space, and the towns that open it: `19:49 WIBPALEMBANG`."""
    zones = [entry.surface for entry in lexicon.lists.get("time_words", ()) if entry.get("tag") == "zone"]
    towns = {entry.surface.split()[0] for name in ("regions", "seat_towns") for entry in lexicon.lists.get(name, ())}
    return zones, sorted({spelling for town in towns for spelling in (town, town.upper())})


def _collect_led(lexicon: Lexicon) -> list[str]:
    """The short honorifics that stand before a name, as they are written: `Dr`, `dr`, `Drs`, `H`."""
    entries = lexicon.lists.get("honorifics", ())
    short = {entry.surface.rstrip(".") for entry in entries if entry.get("output") == "yes" and entry.get("position") != "back"}
    words = {word for word in short if word.isalpha() and len(word) <= _LONGEST_LED}
    return sorted(words | {word.lower() for word in words if len(word) > 1} | {word.upper() for word in words})


def _collect_glued(lexicon: Lexicon) -> list[str]:
    """The nouns to which texts glue `di`: `dilapangan`, `dikabupaten`; short ones would cut verbs (`dipos`)."""
    names = ("venue_nouns", "level_words")
    words = (entry.surface.lower() for name in names for entry in lexicon.lists.get(name, ()) if len(entry.surface) >= _SHORTEST_GLUED)
    verbs = {entry.surface for name in ("act_verbs", "attendance_cues", "speech_verbs") for entry in lexicon.lists.get(name, ())}
    return sorted({word for word in words if word.isalpha() and "di" + word not in verbs})  # dijaga is a verb, Jaga a hamlet
