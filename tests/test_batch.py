"""A batch: its inputs, its two files, its engines, and what happens when something goes wrong half-way."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from berita_extract.batch.job import run_batch
from berita_extract.batch.outcomes import Options, Outcome, Summary
from berita_extract.errors import InputError, OutputError
from berita_extract.io.read import ReadDocument, list_entries, measure_inputs, read_entry
from berita_extract.io.results import name_errors_file
from berita_extract.processes.engine import Engine, ProcessEngine, SerialEngine
from cli_runner import run_cli

RELEASE = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang.\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Releases in folders, with things beside them that are none."""
    for name in (
        "b.txt",
        "a.TXT",
        "2024/c.md",
        "2024/lama/d.txt",
        ".hidden.txt",
        ".git/e.txt",
        "foto.jpg",
        "x.jsonl",
    ):
        file = tmp_path / "arsip" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{name}: {RELEASE}", encoding="utf-8")
    return tmp_path / "arsip"


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def list_sources(inputs: Iterable[object]) -> list[str]:
    return [entry.source for entry in list_entries(map(str, inputs))]


def test_folders_are_searched_for_text_in_order_without_hidden_files(archive: Path) -> None:
    expected = [str(archive / name) for name in ("2024/c.md", "2024/lama/d.txt", "a.TXT", "b.txt")]
    assert list_sources([archive]) == expected
    assert measure_inputs([str(archive)]).documents == 4


def test_a_link_to_a_folder_is_not_followed_and_a_broken_link_is_reported(archive: Path) -> None:
    (archive / "2024" / "up").symlink_to(archive)
    (archive / "z.txt").symlink_to(archive / "gone.txt")
    entries = list(list_entries([str(archive)]))
    assert len(entries) == 5
    with pytest.raises(InputError, match=r"z\.txt: there is no such file"):
        read_entry(entries[-1])


def test_a_folder_without_text_is_reported(tmp_path: Path) -> None:
    (entry,) = list_entries([str(tmp_path)])
    with pytest.raises(InputError, match=r"no release in this folder"):
        read_entry(entry)


def test_a_file_name_that_is_no_utf8_gets_a_printable_source(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/rilis-\xe9.txt")).write_text(RELEASE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (entry,) = list_entries([str(tmp_path)])
    assert read_entry(entry).source == str(tmp_path / "rilis-\ufffd.txt")


def write_records(path: Path, *records: object) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_records_give_text_source_and_date(tmp_path: Path) -> None:
    path = write_records(
        tmp_path / "rekaman.jsonl",
        {"text": RELEASE},
        {"text": RELEASE, "id": 7, "date": "2024-01-11T08:00:00+07:00"},
        {"text": RELEASE, "id": "x", "source": "humas/7", "published": "2024-01-12", "date": "2023-01-01"},
        {"text": RELEASE, "id": None, "published": None},
    )
    documents = [read_entry(entry) for entry in list_entries([str(path)])]
    assert documents == [
        ReadDocument(RELEASE, source=f"{path}:1"),
        ReadDocument(RELEASE, source="7", published=dt.date(2024, 1, 11)),
        ReadDocument(RELEASE, source="humas/7", published=dt.date(2024, 1, 12)),
        ReadDocument(RELEASE, source=f"{path}:4"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json}", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('"text"', 'no "text"'),
        ('{"nomor": "x"}', 'no "text"'),
        ('{"text": 5}', 'no "text"'),
        ('{"text": "  "}', "empty"),
        ('{"text": "Rilis", "published": "segera"}', "2024-01-10"),
    ],
)
def test_a_record_that_is_none_is_reported_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "rekaman.jsonl"
    path.write_text(f'{{"text": "Rilis"}}\n\n{line}\n', encoding="utf-8")
    first, second = list_entries([str(path)])
    assert read_entry(first).text == "Rilis"
    with pytest.raises(InputError) as caught:
        read_entry(second)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert message in caught.value.message


def test_a_batch_gives_for_each_document_what_the_single_command_gives(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "hasil.jsonl"
    assert run_cli("batch", archive, "-o", output, "--published", "2024-01-11").status == 0
    files = [str(line["source"]) for line in read_lines(output)]
    single = run_cli(*files, "--published", "2024-01-11")
    assert len(files) == 4
    assert output.read_bytes() == single.out


@pytest.mark.parametrize("lost", ["hasil.jsonl", "hasil.errors.jsonl"])
def test_a_batch_never_loses_an_input(lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_records(Path(lost), {"text": RELEASE})
    before = Path(lost).read_bytes()
    with pytest.raises(OutputError, match=f"^{lost} is also an input and would be lost: .* Give another name for the output"):
        run_batch([lost], Path("hasil.jsonl"), engine=SerialEngine(), options=Options())
    result = run_cli("batch", lost, "-o", "hasil.jsonl")
    assert (result.status, result.out) == (2, b"")
    assert f"{lost} is also an input and would be lost" in result.err
    assert Path(lost).read_bytes() == before
    assert list_names(tmp_path) == [lost]


def test_a_batch_never_loses_an_input_in_a_folder(archive: Path) -> None:
    link = archive / "2024" / "link.md"
    link.symlink_to(archive / "b.txt")
    for output in (archive / "b.txt", archive / "2024" / "lama" / "d.txt", link):
        with pytest.raises(OutputError, match="would be lost"):
            run_batch([str(archive)], output, engine=SerialEngine(), options=Options())
        assert output.read_text(encoding="utf-8").endswith(RELEASE)


def test_an_earlier_result_is_replaced_only_where_that_is_asked_for(archive: Path) -> None:
    output = archive / "hasil.jsonl"
    assert run_batch([str(archive)], output, engine=SerialEngine(), options=Options()).documents == 4
    before = output.read_bytes()
    message = "this file exists already. Give another name for the output, or replace it with --overwrite."
    result = run_cli("batch", archive / "b.txt", "-o", output)
    assert (result.status, result.err) == (2, f"{output}: {message}\n")
    name_errors_file(archive / "lain.jsonl").touch()
    result = run_cli("batch", archive / "b.txt", "-o", archive / "lain.jsonl")
    assert (result.status, result.err) == (2, f"{archive / 'lain.errors.jsonl'}: {message}\n")
    assert output.read_bytes() == before
    assert run_cli("batch", archive / "b.txt", "-o", output, "--overwrite").status == 0
    assert [Path(str(line["source"])).name for line in read_lines(output)] == ["b.txt"]
    assert not output.with_name("hasil.jsonl.part").exists()


def test_warnings_that_the_fields_leave_out_are_counted(tmp_path: Path) -> None:
    path = write_records(tmp_path / "rekaman.jsonl", *({"text": "Rapat digelar kemarin di Aula Setda."} for _ in range(3)))
    result = run_cli("batch", path, "-o", tmp_path / "hasil.jsonl", "--fields", "dates")
    assert "3 warnings are left out. Add warnings to --fields." in result.err
    for options in ((), ("--fields", "dates,warnings")):
        assert "left out" not in run_cli("batch", path, "-o", tmp_path / "hasil.jsonl", *options, "--overwrite").err


def test_an_edited_word_list_counts_in_the_next_batch(tmp_path: Path) -> None:
    path = write_records(tmp_path / "rekaman.jsonl", {"text": "Rapat digelar Rabu, 10 Janubulan 2024."})
    options = Options(lexicon=tmp_path / "kata.tsv")
    found = []
    for month in (1, 2):
        (tmp_path / "kata.tsv").write_text(f"months\tJanubulan\t{month}\n", encoding="utf-8")
        run_batch([str(path)], tmp_path / "hasil.jsonl", engine=SerialEngine(), options=options, overwrite=True)
        found += [str(line["reference_date"]) for line in read_lines(tmp_path / "hasil.jsonl")]
    assert found == ["2024-01-10", "2024-02-10"]


@pytest.mark.parametrize("engine", [SerialEngine(), ProcessEngine(2, chunk_size=2)])
def test_a_batch_goes_on_after_documents_that_fail(archive: Path, tmp_path: Path, engine: Engine) -> None:
    (archive / "a.TXT").write_bytes(b"%PDF-1.4 \xff")
    output = tmp_path / "hasil.jsonl"
    watched: list[Outcome] = []
    inputs = [str(archive), str(tmp_path / "tidak-ada.txt")]
    sums: list[Summary] = []

    def watch(outcome: Outcome, summary: Summary) -> None:
        watched.append(outcome)
        sums.append(summary)

    summary = run_batch(inputs, output, engine=engine, options=Options(), watch=watch)
    assert (summary.documents, summary.failures, len(watched)) == (5, 2, 5)
    assert dict(summary.kinds) == {"binary": 1, "missing": 1}
    assert [each.documents for each in sums] == [1, 2, 3, 4, 5]
    assert [Path(str(line["source"])).name for line in read_lines(output)] == ["c.md", "d.txt", "b.txt"]
    errors = read_lines(tmp_path / "hasil.errors.jsonl")
    assert [(Path(str(line["source"])).name, line["error"]) for line in errors] == [
        ("a.TXT", "binary"),
        ("tidak-ada.txt", "missing"),
    ]
    assert all(set(line) == {"source", "error", "message"} for line in errors)


def test_both_engines_write_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    written = []
    engines: list[Engine] = [SerialEngine(), ProcessEngine(2, chunk_size=1)]
    for number, engine in enumerate(engines):
        output = tmp_path / f"{number}.jsonl"
        run_batch([str(archive)], output, engine=engine, options=Options(published=dt.date(2024, 1, 11)))
        written.append(output.read_bytes())
    assert written[0] == written[1]


def test_an_extractor_that_raises_costs_only_its_document(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import berita_extract

    class Broken:
        def analyse(self, _: str, **__: object) -> None:
            raise ZeroDivisionError("in a rule")

    monkeypatch.setattr(berita_extract, "load", lambda **_: Broken())
    summary = run_batch([str(archive)], tmp_path / "hasil.jsonl", engine=SerialEngine(), options=Options())
    assert summary.failures == 4
    error = read_lines(tmp_path / "hasil.errors.jsonl")[0]
    assert error["error"] == "extraction"
    assert "ZeroDivisionError: in a rule" in str(error["message"])
    assert dict(summary.faults) == {error["digest"]: 4}


def test_the_errors_file_of_an_earlier_run_is_removed(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "hasil.jsonl"
    write_records(name_errors_file(output), {"source": "x", "error": "missing", "message": "there is none"})
    run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), overwrite=True)
    assert list_names(tmp_path) == ["arsip", "hasil.jsonl"]


def test_a_date_in_the_record_goes_before_the_option(tmp_path: Path) -> None:
    text = "Rapat dibuka kemarin di aula."
    path = write_records(tmp_path / "rekaman.jsonl", {"text": text, "date": "2024-01-12"}, {"text": text})
    output = tmp_path / "hasil.jsonl"
    assert run_cli("batch", path, "-o", output, "--published", "2024-02-01").status == 0
    assert [line["reference_date"] for line in read_lines(output)] == ["2024-01-12", "2024-02-01"]


def test_a_lone_surrogate_in_a_record_is_kept_as_json_spells_it(tmp_path: Path) -> None:
    path = tmp_path / "rekaman.jsonl"
    path.write_text('{"text": "Rapat \\ud800 dibuka", "id": "\\udc00"}\n{"text": "", "id": "\\udc00"}\n', "utf-8")
    result = run_cli("batch", path, "-o", tmp_path / "hasil.jsonl")
    assert result.status == 1
    assert read_lines(tmp_path / "hasil.jsonl")[0]["source"] == "\udc00"
    assert read_lines(tmp_path / "hasil.errors.jsonl")[0]["source"] == "\udc00"


def test_the_summary_counts_and_names_both_files(archive: Path, tmp_path: Path) -> None:
    (archive / "a.TXT").write_bytes("Bupati \u201chadir\u201d".encode("cp1252"))
    (archive / "b.txt").write_bytes(b"")
    result = run_cli("batch", archive, "-o", tmp_path / "hasil.jsonl")
    assert result.status == 1
    assert result.out == b""
    assert "3 of 4 documents" in result.err
    assert "3 of 4 documents in" in result.err
    assert "1 document has a note on how the bytes were read" in result.err
    assert f"1 could not be processed (1 empty); the reasons: {tmp_path / 'hasil.errors.jsonl'}" in result.err
    assert "\x1b" not in result.err


def test_many_failures_do_not_flood_the_terminal(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").touch()
    result = run_cli("batch", tmp_path, "-o", tmp_path / "hasil.jsonl")
    assert result.err.count("the file is empty") == 10
    assert "30 could not be processed" in result.err
    assert len(read_lines(tmp_path / "hasil.errors.jsonl")) == 30
