"""What holds for any text at all, checked on texts that hypothesis makes up."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar, cast

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from berita_extract import load
from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options
from berita_extract.lexicon.entries import read_packaged_lists
from berita_extract.lexicon.lexicon import WORD_CLASSES, load_lexicon
from berita_extract.pipeline import Extractor
from berita_extract.processes.engine import SerialEngine
from berita_extract.schema import Extraction, Mention, Warning
from berita_extract.text.page import clean
from berita_extract.text.reading import Reader
from releases import read_samples

SAMPLES = list(read_samples().values())
WORDS = sorted({word for text in SAMPLES for word in text.split()})
ENTRIES = [entry.surface for entry in read_packaged_lists() if entry.list not in WORD_CLASSES]
LINES = sorted({line for text in SAMPLES for line in text.splitlines() if line})
FORMS = """\
Rabu (10/1/2024)|10-12 Januari 2024|Jum'at|32/13/2024|29 Februari 2023|31 Juni|1/1|kemarin|pekan lalu|akhir bulan|Minggu|pukul 09.00 WIB|
09.00-12.00 WITA|s.d. selesai|kurang lebih 300 personel|puluhan warga|2.500|1,5 ribu orang|Bupati|Plt. Kepala Dinas Kesehatan|Kolonel Inf|
Dr. H.|, S.I.P., M.Si.,|Danrem 052/Wijayakrama,|Kabupaten Bogor|Aula Setda|di aula|Jl.|ujarnya.|kata dia,|mengatakan bahwa|Baca juga:|
Ambon -|(ANTARA)|Penulis: Budi|Beliau|dibuka oleh|didampingi""".replace("\n", "").split("|")
MARKS = [*"\"'“”‘’„«».,:;!?()[]-–—/&%@#*_|\\", "''", "…", "...", " ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\x85"]
ODD = [
    *"\x00\x1f\ufeff\u200b\u202e\ud800\udfff\U0001f600İßﬁ²٣½", "e\u0301", "१०", "0-0.0-0", "x" * 450, "9" * 30, "(" * 50, "“a" * 30,
]  # fmt: skip


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """A piece of a release with something put into it or taken out of it."""
    text = draw(st.sampled_from(SAMPLES))
    start = draw(st.integers(0, len(text)))
    piece = text[start : start + draw(st.integers(0, 1500))]
    for junk in draw(st.lists(st.sampled_from([*MARKS, *ODD, *FORMS]), max_size=6)):
        place, taken = draw(st.integers(0, len(piece))), draw(st.integers(0, 3))
        piece = piece[:place] + junk + piece[place + taken :]
    return piece


fragments = st.sampled_from([FORMS, WORDS, MARKS, ODD, LINES, ENTRIES]).flatmap(st.sampled_from)
glued = st.builds(lambda parts, space: space.join(parts), st.lists(fragments, max_size=60), st.sampled_from([" ", "", "\n"]))
FIGURES = [*"0123456789.,/-:()'² ", " Januari ", " Mei", "Rabu ", "tanggal ", "pukul ", " WIB", " s.d. ", " ribu", " orang"]
figures = st.lists(st.sampled_from(FIGURES), max_size=40).map("".join)
anything = st.text(st.characters(), max_size=400) | glued | figures | spliced()

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a failing example; it is shown all the same

# On a continuous-integration machine the same texts every time; at a desk new ones, and BERITA_EXAMPLES=5000 for a long search.
SETTINGS = settings(
    max_examples=int(os.environ.get("BERITA_EXAMPLES", "60")),
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

# Texts that once broke one of the properties below; they are always tried.
BROKEN_ONCE = [
    "²",
    "0-0.0-0",
    "BOGOR\nA@-BOGOR",
    '0PANTAI\nA@"DiPaNTAI0',
    "Ambon - “Kami \ud800 siap,” ujar Bupati Rina Sari.",
]


Test = TypeVar("Test", bound=Callable[..., None])


def for_any_text(test: Test) -> Test:
    """Run a test of a property on the texts that once broke one, and on texts that are made up."""
    wrapped = given(text=anything)(test)
    for text in BROKEN_ONCE:
        wrapped = example(text=text)(wrapped)
    return cast("Test", SETTINGS(wrapped))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return load()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_lexicon())


def walk_mentions(held: object) -> Iterator[Mention | Warning]:
    """Everything with a place in the text, however deep."""
    if isinstance(held, tuple):
        for item in held:
            yield from walk_mentions(item)
    elif isinstance(held, msgspec.Struct):
        if isinstance(held, Mention | Warning):
            yield held
        for name in held.__struct_fields__:
            yield from walk_mentions(getattr(held, name))


# Reading


@for_any_text
def test_the_clean_copy_keeps_every_offset(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@for_any_text
def test_tokens_lie_in_the_text_one_after_the_other(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    offset = 0
    for start, end in zip(reading.starts, reading.ends, strict=True):
        assert offset <= start < end <= len(text)
        assert not reading.clean[start].isspace()
        if not re.search(r"\S{200}", reading.clean):  # longer runs are cut, and lose a character at each cut
            assert not reading.clean[offset:start].strip()
        offset = end
    assert len(reading.shapes) == len(reading)


@for_any_text
def test_blocks_and_sentences_cover_the_tokens(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    for spans in (reading.blocks, reading.sentences):
        reach = 0
        for span in spans:
            assert span.start == reach < span.end
            reach = span.end
        assert reach == len(reading)
    ends = {block.end for block in reading.blocks}
    assert ends <= {sentence.end for sentence in reading.sentences}


@for_any_text
def test_hits_lie_in_the_text(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    for hits in reading.hits.values():
        for hit in hits:
            assert 0 <= hit.start < hit.end <= len(reading)


# Extracting


@for_any_text
def test_offsets_are_exact(extractor: Extractor, text: str) -> None:
    for found in walk_mentions(extractor.extract(text)):
        assert 0 <= found.start_char < found.end_char <= len(text)
        if isinstance(found, Mention):
            assert text[found.start_char : found.end_char] == found.text
            assert found.rule


@for_any_text
def test_lists_are_in_the_order_of_the_text(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(text)
    mentions: list[Sequence[Mention]] = [extraction.byline, extraction.dates, extraction.attendance, extraction.quotes]
    mentions += [location.mentions for location in extraction.locations]
    mentions += [official.mentions for official in extraction.officials]
    # A place or person stands where the text first speaks of it, which need not be its fullest form.
    mentions += [[found.mentions[0] for found in extraction.locations], [found.mentions[0] for found in extraction.officials]]
    for one_list in mentions:
        starts = [mention.start_char for mention in one_list]
        assert starts == sorted(starts)


@for_any_text
def test_what_refers_to_something_finds_it(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(text)
    ids = [official.id for official in extraction.officials]
    assert ids == [f"p{number}" for number in range(1, len(ids) + 1)]
    for quote in extraction.quotes:
        assert quote.speaker_id is None or quote.speaker_id in ids
        assert (quote.speaker is None) == (quote.speaker_missing is not None)
    for official in extraction.officials:
        assert official.name in official.text
        assert any(mention.kind == "name" for mention in official.mentions)
    if extraction.event is not None and extraction.event.attendance is not None:
        assert 0 <= extraction.event.attendance < len(extraction.attendance)


@for_any_text
def test_ranges_do_not_run_backwards(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(text)
    for date in extraction.dates:
        assert date.start_date <= date.end_date
        assert date.granularity != "day" or date.start_date == date.end_date
    for count in extraction.attendance:
        assert count.min is not None or count.max is not None
        assert count.min is None or count.max is None or 0 <= count.min <= count.max
    event = extraction.event
    if event is not None and event.start_date is not None and event.end_date is not None:
        assert event.start_date <= event.end_date


@for_any_text
def test_the_same_text_gives_the_same_result(extractor: Extractor, text: str) -> None:
    assert extractor.extract(text) == extractor.extract(text)
    assert extractor.explain(text).extraction == extractor.extract(text)


@for_any_text
def test_steps_are_exact(extractor: Extractor, text: str) -> None:
    for step in extractor.explain(text).steps:
        assert text[step.start_char : step.end_char] == step.text
        assert step.outcome == "kept" or step.reason


# Writing


@for_any_text
def test_json_round_trip(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(text)
    for written in (extraction.to_json(), extraction.to_json(indent=2)):
        written.encode("utf-8")
        assert msgspec.convert(json.loads(written), Extraction) == extraction
        assert extraction.to_dict() == json.loads(written)


@SETTINGS
@example(texts=BROKEN_ONCE)
@given(texts=st.lists(anything, max_size=4))
def test_pipe_equals_one_by_one(extractor: Extractor, texts: list[str]) -> None:
    assert list(extractor.pipe(texts)) == [extractor.extract(text) for text in texts]


@SETTINGS
@example(texts=BROKEN_ONCE)
@given(texts=st.lists(anything.filter(str.strip), min_size=1, max_size=4))
def test_a_batch_equals_one_by_one(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("batch")
    records, output = folder / "arsip.jsonl", folder / "hasil.jsonl"
    write_records(records, texts)
    summary = run_batch([str(records)], output, engine=SerialEngine(), options=Options())
    assert (summary.documents, summary.failures) == (len(texts), 0)
    found = [json.loads(line) for line in output.read_bytes().splitlines()]
    expected = [extractor.extract(text).to_dict() for text in texts]
    assert [result | {"source": None, "duplicate_of": None} for result in found] == expected


def write_records(path: Path, texts: list[str]) -> None:
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="ascii")
