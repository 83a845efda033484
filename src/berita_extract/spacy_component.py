"""The extractor as spaCy knows it: a component and a tokenizer for any pipeline, and the pipeline in `models/id_berita`.

    nlp = spacy.load("models/id_berita")    # or: nlp = spacy.blank("id"); nlp.add_pipe("berita_extract")
    doc = nlp(text)
    doc._.berita                            # the Extraction
    doc.spans["dates"]                      # what it found as spans: label_ is the kind, id_ the rule, kb_id_ a code or id
    doc.sents                               # the sentences of the release

The day of publication is a setting of the component, `nlp.add_pipe("berita_extract", config={"published": "2024-01-10"})`,
or of a document, where `doc.user_data["published"]` is set between `nlp.make_doc(text)` and `nlp(doc)`.

`python -m berita_extract.spacy_component FOLDER` writes the files of the pipeline.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, Final, Self

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Config

from berita_extract.documents import read_day
from berita_extract.lexicon.lexicon import load_lexicon
from berita_extract.pipeline import Extractor
from berita_extract.schema import Extraction, Mention
from berita_extract.text.reading import Reader, Reading

SPAN_KEYS: Final = (
    "headline", "dateline", "byline", "dates", "locations", "officials", "titles", "mentions", "attendance", "quotes", "speakers",
)  # fmt: skip

_EXTENSION: Final = "berita"
_FACTORY: Final = "berita_extract"
_TOKENIZER: Final = "berita_extract.Tokenizer.v1"
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _get_extraction(doc: Doc) -> Extraction | None:
    packed = doc.user_data.get(_FACTORY)
    return None if packed is None else msgspec.json.decode(packed, type=Extraction)


def _set_extraction(doc: Doc, extraction: Extraction) -> None:
    # As JSON it survives doc.to_bytes, DocBin and the processes of nlp.pipe.
    doc.user_data[_FACTORY] = extraction.to_json()


def _register_extension() -> None:
    """Make `doc._.berita` ours; what is there under this name must be ours already, from an earlier import of this file."""
    if Doc.has_extension(_EXTENSION):
        getter = Doc.get_extension(_EXTENSION)[2]
        # By its file: an earlier import of this module has made functions of its own, perhaps as `__main__`.
        if getattr(getattr(getter, "__code__", None), "co_filename", None) != _get_extraction.__code__.co_filename:
            remedy = f"Remove it with Doc.remove_extension({_EXTENSION!r}), or give yours another name."
            raise ValueError(f"there is an extension doc._.{_EXTENSION} already that is not of berita_extract. {remedy}")
    Doc.set_extension(_EXTENSION, getter=_get_extraction, setter=_set_extraction, force=True)


# Here and not in the factory: a document read back from disk has its extraction as soon as this module is imported.
_register_extension()


class _Stateless:
    """What spaCy asks of the parts of a pipeline that it saves: these have their words in the package and nothing to save."""

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Write nothing."""

    def from_disk(self, path: str | Path, **_: object) -> Self:
        """Read nothing."""
        return self

    def to_bytes(self, **_: object) -> bytes:
        """Write nothing."""
        return b""

    def from_bytes(self, data: bytes, **_: object) -> Self:
        """Read nothing."""
        return self


class BeritaTokenizer(_Stateless):
    """Cuts a text into exactly the words that the extractor sees; `doc.text` is the text as given."""

    def __init__(self, vocab: Vocab, lexicon: str | None = None) -> None:
        self._vocab = vocab
        self._lexicon = lexicon
        self._reader = Reader(load_lexicon(None if lexicon is None else Path(lexicon)))

    def __call__(self, text: str) -> Doc:
        """Tokenize a text; lone surrogates, which spaCy cannot hold, become U+FFFD."""
        text = _LONE_SURROGATE.sub("\ufffd", text)
        reading = self._reader.read(text)
        words: list[str] = []
        spaces: list[bool] = []
        offset = 0
        for start, end in zip([*reading.starts, len(text)], [*reading.ends, len(text)], strict=True):
            if words and text.startswith(" ", offset, start):
                spaces[-1] = True
                offset += 1
            for word in (text[offset:start], text[start:end]):
                if word:
                    words.append(word)
                    spaces.append(False)
            offset = end
        return Doc(self._vocab, words=words, spaces=spaces)

    def __reduce__(self) -> tuple[type[BeritaTokenizer], tuple[Vocab, str | None]]:
        return BeritaTokenizer, (self._vocab, self._lexicon)


class BeritaComponent(_Stateless):
    """Puts the extraction of a document's text on the document, whatever has cut the text into tokens."""

    def __init__(self, lexicon: str | None = None, published: str | None = None, regions: str | None = None) -> None:
        self._lexicon = lexicon
        self._regions = regions
        self._published = published
        self._day = read_day(published)
        self._extractor = Extractor(lexicon, regions)

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc._.berita` and `doc.spans`, and the sentences where no other component has set them."""
        published = doc.user_data.get("published")
        day = self._day if published is None else read_day(published)
        extraction, reading = self._extractor.analyse(doc.text, published=day)
        doc._.berita = extraction
        spans: dict[str, list[Span]] = {key: [] for key in SPAN_KEYS}
        for key, mention, label, identity in list_mentions(extraction):
            span = doc.char_span(
                mention.start_char, mention.end_char, label=label, kb_id=identity, span_id=mention.rule, alignment_mode="expand"
            )
            if span is not None:
                spans[key].append(span)
        for key, found in spans.items():
            doc.spans[key] = found
        if not doc.has_annotation("SENT_START"):
            _set_sentences(doc, reading)
        return doc

    def __reduce__(self) -> tuple[type[BeritaComponent], tuple[str | None, str | None, str | None]]:
        return BeritaComponent, (self._lexicon, self._published, self._regions)


def _set_sentences(doc: Doc, reading: Reading) -> None:
    """Start a sentence at the token that holds the first character of one of ours; what stands before the first belongs to it."""
    offsets = [reading.starts[sentence.start] for sentence in reading.sentences[1:]]
    spans = [doc.char_span(offset, offset + 1, alignment_mode="expand") for offset in offsets]
    first = {0, *(span.start for span in spans if span is not None)}
    for token in doc:
        token.is_sent_start = token.i in first


def list_mentions(extraction: Extraction) -> Iterator[tuple[str, Mention, str, str]]:
    """Everything that has a place in the text: key in `doc.spans`, mention, label, and code or id if it has one."""
    if extraction.headline is not None:
        yield "headline", extraction.headline, "headline", ""
    if extraction.dateline is not None:
        yield "dateline", extraction.dateline, "dateline", extraction.dateline.place_code or ""
    for byline in extraction.byline:
        yield "byline", byline, byline.role, ""
    for date in extraction.dates:
        yield "dates", date, "date", ""
    for location in extraction.locations:
        yield "locations", location, location.kind, location.code or ""
    for official in extraction.officials:
        yield "officials", official, "official", official.id
        for title in official.titles:
            yield "titles", title, "title", official.id
        for mention in official.mentions:
            yield "mentions", mention, mention.kind, official.id
    for count in extraction.attendance:
        yield "attendance", count, count.role, ""
    for quote in extraction.quotes:
        yield "quotes", quote, quote.kind, quote.speaker_id or ""
        if quote.speaker_mention is not None:
            yield "speakers", quote.speaker_mention, "speaker", quote.speaker_id or ""


@Language.factory(
    _FACTORY,
    default_config={"lexicon": None, "published": None, "regions": None},
    assigns=["doc._.berita", "doc.spans", "token.is_sent_start"],
)
def make_component(nlp: Language, name: str, lexicon: str | None, published: str | None, regions: str | None) -> BeritaComponent:
    """The component; `lexicon` names a file with further words, `published` is a day as `2024-01-10`, `regions` an imported list."""
    return BeritaComponent(lexicon, published, regions)


@registry.tokenizers(_TOKENIZER)  # type: ignore[untyped-decorator]  # spaCy's registries have no types
def make_tokenizer_factory(lexicon: str | None = None) -> Callable[[Language], BeritaTokenizer]:
    """What makes the tokenizer of a pipeline; `lexicon` names a file with further words."""
    return lambda nlp: BeritaTokenizer(nlp.vocab, lexicon)


def describe_pipeline() -> dict[str, str]:
    """The files of the pipeline as spaCy loads it, by name: `config.cfg` and `meta.json`."""
    package = metadata.metadata("berita-extract")
    spacy_range = next(line for line in package.get_all("Requires-Dist", []) if re.match(r"spacy\b", line)).removeprefix("spacy")
    config = Config(
        {
            "nlp": {
                "lang": "id",
                "pipeline": [_FACTORY],
                "disabled": [],
                "batch_size": 64,
                "before_creation": None,
                "after_creation": None,
                "after_pipeline_creation": None,
                "tokenizer": {"@tokenizers": _TOKENIZER, "lexicon": None},
            },
            "components": {_FACTORY: {"factory": _FACTORY, "lexicon": None, "published": None, "regions": None}},
        }
    )
    meta: dict[str, Any] = {
        "lang": "id",
        "name": "berita",
        "version": package["Version"],
        "description": package["Summary"],
        "license": package["License-Expression"],
        "spacy_version": spacy_range,
        "requirements": [f"berita-extract>={package['Version']}"],
        "pipeline": [_FACTORY],
    }
    return {"config.cfg": config.to_str() + "\n", "meta.json": json.dumps(meta, indent=2) + "\n"}


def write_pipeline(folder: Path) -> None:
    """Write the files of the pipeline into a folder, which is created if there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in describe_pipeline().items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m berita_extract.spacy_component FOLDER")
    write_pipeline(Path(sys.argv[1]))
