"""The extractor inside spaCy: the pipeline in `models/id_berita`, the component in any pipeline, saving and loading."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from berita_extract import extract
from berita_extract.errors import LexiconError
from berita_extract.lexicon.lexicon import load_lexicon
from berita_extract.schema import Mention
from berita_extract.spacy_component import SPAN_KEYS, describe_pipeline, list_mentions
from berita_extract.text.reading import Reader, Reading
from releases import ROOT, read_samples

MODEL = ROOT / "models" / "id_berita"
RELEASE = "Ambon - Bupati Rina Sari membuka rapat yang digelar kemarin di Aula Setda. “Kami siap,” ujar Rina."
PUBLISHED = dt.date(2024, 1, 11)
DAY_BEFORE = "2024-01-10"


@pytest.fixture(scope="module")
def nlp() -> Language:
    """The pipeline as it is in the repository."""
    return spacy.load(MODEL)


def found_dates(doc: Doc) -> list[str]:
    return [str(date.start_date) for date in doc._.berita.dates]


def assert_spans(doc: Doc) -> None:
    """Every mention is a span over the tokens that hold a part of it, and there are no others."""
    for key in SPAN_KEYS:
        mentions = [(mention, label, identity) for own, mention, label, identity in list_mentions(doc._.berita) if own == key]
        found = [([token.i for token in span], span.label_, span.id_, span.kb_id_) for span in doc.spans[key]]
        assert found == [(tokens_of(doc, mention), label, mention.rule, identity) for mention, label, identity in mentions], key


def tokens_of(doc: Doc, mention: Mention) -> list[int]:
    return [token.i for token in doc if token.idx < mention.end_char and token.idx + len(token) > mention.start_char]


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)


# The files of the pipeline


@pytest.mark.parametrize("name", ["config.cfg", "meta.json"])
def test_the_files_of_the_pipeline_are_current(name: str) -> None:
    committed = (MODEL / name).read_text(encoding="utf-8")
    assert committed == describe_pipeline()[name], "run: python -m berita_extract.spacy_component models/id_berita"


def test_the_module_writes_the_files(tmp_path: Path) -> None:
    done = run_python("-m", "berita_extract.spacy_component", str(tmp_path / "a" / "b"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "a" / "b").iterdir()} == describe_pipeline()


def test_the_module_says_how_it_is_called() -> None:
    done = run_python("-m", "berita_extract.spacy_component")
    assert (done.returncode, done.stderr) == (1, "Usage: python -m berita_extract.spacy_component FOLDER\n")


def test_an_extension_of_somebody_else_is_left_alone() -> None:
    program = """
from spacy.tokens import Doc
Doc.set_extension("berita", default="mine")
try:
    import berita_extract.spacy_component
except ValueError as error:
    print(error)
print(Doc.get_extension("berita")[0])
"""
    done = run_python("-c", program)
    refusal, kept = done.stdout.splitlines()
    assert refusal.startswith("there is an extension doc._.berita already that is not of berita_extract. Remove it with ")
    assert (kept, done.stderr) == ("mine", "")


def test_a_second_import_of_ours_registers_again() -> None:
    program = "import importlib, berita_extract.spacy_component as ours; importlib.reload(ours); print(ours.Doc.has_extension('berita'))"
    done = run_python("-W", "ignore", "-c", program)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_the_component_reads_a_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = spacy.blank("xx")
    blank.add_pipe("berita_extract")
    read = []
    whole = Reader.read

    def count(reader: Reader, text: str) -> Reading:
        read.append(text)
        return whole(reader, text)

    monkeypatch.setattr(Reader, "read", count)
    assert blank(RELEASE).has_annotation("SENT_START")
    assert read == [RELEASE]


def test_spacy_finds_everything_without_an_import_of_ours() -> None:
    program = f"""
import spacy
blank = spacy.blank("id")
blank.add_pipe("berita_extract")
for nlp in (blank, spacy.load({str(MODEL)!r})):
    print(nlp("Rapat digelar Rabu (10/1/2024).")._.berita.dates[0].start_date)
"""
    done = run_python("-c", program)
    assert (done.stdout.split(), done.stderr) == (["2024-01-10", "2024-01-10"], "")


# What a document gets


@pytest.mark.parametrize("name", read_samples())
def test_a_document_holds_the_extraction_of_its_text(nlp: Language, name: str) -> None:
    text = read_samples()[name]
    doc = nlp(text)
    assert doc.text == text
    assert doc._.berita == extract(text)


@pytest.mark.parametrize("name", read_samples())
def test_tokens_and_sentences_are_those_of_the_extractor(nlp: Language, name: str) -> None:
    text = read_samples()[name]
    doc = nlp(text)
    reading = Reader(load_lexicon()).read(text)
    # The marks of emphasis (`*Bupati*`) are tokens of the document, but no words of the release.
    words = [token for token in doc if reading.clean[token.idx : token.idx + len(token)].strip()]
    assert [token.idx for token in words] == reading.starts
    assert [token.idx + len(token) for token in words] == reading.ends
    assert [sentence.start_char for sentence in doc.sents][1:] == [reading.starts[sentence.start] for sentence in reading.sentences][1:]


@pytest.mark.parametrize("name", read_samples())
def test_every_mention_is_a_span_with_its_kind_and_rule(nlp: Language, name: str) -> None:
    doc = nlp(read_samples()[name])
    assert any(doc.spans.values())
    assert_spans(doc)


def test_every_key_of_spans_is_there_even_if_nothing_was_found(nlp: Language) -> None:
    doc = nlp("Selamat pagi.")
    assert tuple(doc.spans) == SPAN_KEYS
    assert not any(doc.spans.values())


def test_labels_codes_and_ids(nlp: Language) -> None:
    doc = nlp(read_samples()["korem-pelatihan-pemilu.txt"])
    assert {(span.text, span.label_, span.kb_id_) for span in doc.spans["locations"]} >= {("Kota Jambi", "region", "15.71")}
    assert {span.label_ for span in doc.spans["quotes"]} == {"direct", "indirect"}
    assert {span.kb_id_ for span in doc.spans["speakers"]} <= {official.id for official in doc._.berita.officials}


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", " Ambon", "Ambon \t\r\n 10\u00a0Januari\u2007 2024 ", "a\x00b \x00", "\ufeffAmbon", "x" * 1000, "\U0001f600 Ambon"],
)
def test_no_character_of_a_text_is_lost(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


@settings(max_examples=60, deadline=None, derandomize="CI" in os.environ)
@example(text="²")
@given(text=st.text(max_size=300))
def test_no_character_of_any_text_is_lost(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


def test_lone_surrogates_are_replaced_one_for_one(nlp: Language) -> None:
    doc = nlp("Ambon \ud83d\ude00, Rabu (10/1/2024) \udfff")
    assert doc.text == "Ambon \ufffd\ufffd, Rabu (10/1/2024) \ufffd"
    assert found_dates(doc) == ["2024-01-10"]


# Other pipelines


@pytest.fixture(scope="module")
def blank() -> Language:
    """Indonesian as spaCy tokenizes it, with our component."""
    nlp = spacy.blank("id")
    nlp.add_pipe("berita_extract")
    return nlp


def test_another_tokenizer_changes_no_result(blank: Language) -> None:
    for text in read_samples().values():
        doc = blank(text)
        assert doc._.berita == extract(text)
        assert_spans(doc)


def test_sentences_start_with_the_token_that_holds_their_first_character(blank: Language) -> None:
    doc = blank("Dr. H. Budi, S.H. membuka rapat. Ia siap.")
    assert [sentence.text for sentence in doc.sents] == ["Dr. H. Budi, S.H. membuka rapat.", "Ia siap."]


def test_sentences_of_another_component_stay() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("sentencizer", config={"punct_chars": ["!"]})
    nlp.add_pipe("berita_extract")
    assert [sentence.text for sentence in nlp("Satu. Dua! Tiga.").sents] == ["Satu. Dua!", "Tiga."]


# The day of publication


def test_the_day_of_publication_of_a_document(nlp: Language) -> None:
    for published in (PUBLISHED, "2024-01-11", dt.datetime(2024, 1, 11, 23, 59)):
        doc = nlp.make_doc(RELEASE)
        doc.user_data["published"] = published
        assert found_dates(nlp(doc)) == [DAY_BEFORE]
    assert found_dates(nlp(RELEASE)) == []


def test_the_day_of_publication_as_a_setting() -> None:
    nlp = spacy.load(MODEL, config={"components.berita_extract.published": "2024-01-11"})
    assert found_dates(nlp(RELEASE)) == [DAY_BEFORE]
    doc = nlp.make_doc(RELEASE)
    doc.user_data["published"] = "2024-02-01"
    assert found_dates(nlp(doc)) == ["2024-01-31"]


def test_a_day_that_is_none_is_refused(nlp: Language) -> None:
    with pytest.raises(ValueError, match=r"published is '10/1/2024'\. Give a date, or a day as '2024-01-10'\."):
        spacy.load(MODEL, config={"components.berita_extract.published": "10/1/2024"})
    doc = nlp.make_doc(RELEASE)
    doc.user_data["published"] = 20240110
    with pytest.raises(TypeError, match="published is 20240110"):
        nlp(doc)


# A lexicon of one's own


@pytest.fixture
def lexicon(tmp_path: Path) -> str:
    path = tmp_path / "kata.tsv"
    path.write_text("months\tJanubulan\t1\ndegrees\tS.Contoh\n", encoding="utf-8")
    return str(path)


def test_a_lexicon_extends_component_and_tokenizer(lexicon: str) -> None:
    settings = {"components.berita_extract.lexicon": lexicon, "nlp.tokenizer.lexicon": lexicon}
    doc = spacy.load(MODEL, config=settings)("Budi, S.Contoh. hadir Rabu (10 Janubulan 2024).")
    assert found_dates(doc) == ["2024-01-10"]
    assert "S.Contoh." in [token.text for token in doc]


def test_a_malformed_lexicon_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kata.tsv"
    path.write_text("bulan\tJanubulan\t1\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"kata\.tsv:1: there is no list called 'bulan'"):
        spacy.load(MODEL, config={"components.berita_extract.lexicon": str(path)})


# Saving and loading


def test_a_pipeline_survives_the_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    saved = spacy.load(tmp_path)
    assert saved.config["components"] == nlp.config["components"]
    assert same(saved(RELEASE), nlp(RELEASE))
    # The words ship with the package: nothing of ours is written beside what spaCy writes itself.
    assert {path.name for path in tmp_path.iterdir()} == {"config.cfg", "meta.json", "vocab"}


def test_a_pipeline_survives_bytes_and_pickling(nlp: Language) -> None:
    expected = nlp(RELEASE)
    assert same(spacy.load(MODEL).from_bytes(nlp.to_bytes())(RELEASE), expected)
    assert same(pickle.loads(pickle.dumps(nlp))(RELEASE), expected)


def test_a_document_survives_bytes(nlp: Language) -> None:
    doc = nlp(RELEASE)
    assert same(Doc(nlp.vocab).from_bytes(doc.to_bytes()), doc)
    (unpacked,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert same(unpacked, doc)


def test_a_document_that_went_through_no_pipeline_has_no_extraction(nlp: Language) -> None:
    assert nlp.make_doc(RELEASE)._.berita is None


def test_many_documents_in_order(nlp: Language) -> None:
    texts = list(read_samples().values())
    assert [doc._.berita for doc in nlp.pipe(texts)] == [extract(text) for text in texts]


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
def test_many_documents_in_several_processes(nlp: Language) -> None:
    texts = list(read_samples().values())[:4]
    assert [doc._.berita for doc in nlp.pipe(texts, n_process=2, batch_size=2)] == [extract(text) for text in texts]


def same(one: Doc, other: Doc) -> bool:
    """Whether two documents have the same tokens, sentences, spans and extraction."""

    def facts(doc: Doc) -> tuple[object, ...]:
        spans = {key: [(s.start, s.end, s.label_, s.id_, s.kb_id_) for s in group] for key, group in doc.spans.items()}
        return [token.text_with_ws for token in doc], [s.start for s in doc.sents], spans, doc._.berita

    return one._.berita is not None and facts(one) == facts(other)
