"""A batch: its inputs, its two files, its engines, and what happens when something goes wrong half-way."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from berita_extract.batch.engine import Engine, ProcessEngine, SerialEngine, choose_engine
from berita_extract.batch.run import Failure, Options, Outcome, name_errors_file, run_batch
from berita_extract.errors import InputError, LexiconError, OutputError
from berita_extract.io.read import ReadDocument, list_entries, measure_inputs, read_entry
from cli_runner import run_cli

RELEASE = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat yang dihadiri 300 orang.\n"


@dataclass(frozen=True)
class Double:
    """Twice a number; dies at `deadly`, raises at `wrong`."""

    deadly: tuple[int, ...] = ()
    wrong: int | None = None

    def __call__(self, number: int) -> int:
        if number in self.deadly:
            os._exit(3)
        if number == self.wrong:
            raise LexiconError("kata.tsv:3: wrong for every document")
        return 2 * number

    def report_crash(self, number: int) -> int:
        return -number


@dataclass(frozen=True)
class Sleep:
    """Something that takes long."""

    def __call__(self, seconds: float) -> int:
        time.sleep(seconds)
        return os.getpid()

    def report_crash(self, _: float) -> int:
        return 0


@pytest.mark.parametrize("engine", [SerialEngine(), ProcessEngine(2, chunk_size=3)])
def test_engines_give_results_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.map(Double(), range(40))) == [2 * number for number in range(40)]


@pytest.mark.parametrize("deadly", [(0,), (7,), (39,), (4, 5, 30)])
def test_only_the_item_that_kills_a_worker_is_lost(deadly: tuple[int, ...]) -> None:
    results = list(ProcessEngine(2, chunk_size=3).map(Double(deadly=deadly), range(40)))
    assert results == [-number if number in deadly else 2 * number for number in range(40)]


def test_what_is_wrong_for_all_items_ends_the_map() -> None:
    with pytest.raises(LexiconError, match=r"kata\.tsv:3"):
        list(ProcessEngine(2, chunk_size=3).map(Double(wrong=5), range(40)))


def test_only_a_few_chunks_are_under_way_at_a_time() -> None:
    numbers = itertools.count()
    results = ProcessEngine(2, chunk_size=5).map(Double(), numbers)
    assert next(results) == 0
    results.close()
    assert next(numbers) <= 2 * 3 * 5


def test_closing_the_results_ends_workers_in_the_middle_of_their_work() -> None:
    results = ProcessEngine(2, chunk_size=1).map(Sleep(), [0.0, 600.0, 600.0])
    worker = next(results)
    started = time.monotonic()
    results.close()
    assert time.monotonic() - started < 60
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.parametrize(
    ("workers", "documents", "size", "expected"),
    [
        (8, 1, 50_000_000, SerialEngine()),
        (8, 1000, 90_000, SerialEngine()),
        (1, 100_000, 300_000_000, SerialEngine()),
        (8, 100_000, 300_000_000, ProcessEngine(8, chunk_size=16)),
        (8, 12, 24_000_000, ProcessEngine(8, chunk_size=1)),
        (64, 100_000, 2_000_000, ProcessEngine(4, chunk_size=16)),
    ],
)
def test_processes_are_started_where_they_pay(workers: int, documents: int, size: int, expected: Engine) -> None:
    assert choose_engine(workers, documents=documents, size=size) == expected


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


def test_a_batch_may_write_over_an_earlier_result_beside_its_inputs(archive: Path) -> None:
    for _ in range(2):
        assert run_batch([str(archive)], archive / "hasil.jsonl", engine=SerialEngine(), options=Options()).documents == 4


def test_warnings_that_the_fields_leave_out_are_counted(tmp_path: Path) -> None:
    path = write_records(tmp_path / "rekaman.jsonl", *({"text": "Rapat digelar kemarin di Aula Setda."} for _ in range(3)))
    result = run_cli("batch", path, "-o", tmp_path / "hasil.jsonl", "--fields", "dates")
    assert "3 warnings are left out. Add warnings to --fields." in result.err
    for options in ((), ("--fields", "dates,warnings")):
        assert "left out" not in run_cli("batch", path, "-o", tmp_path / "hasil.jsonl", *options).err


def test_an_edited_word_list_counts_in_the_next_batch(tmp_path: Path) -> None:
    path = write_records(tmp_path / "rekaman.jsonl", {"text": "Rapat digelar Rabu, 10 Janubulan 2024."})
    options = Options(lexicon=tmp_path / "kata.tsv")
    found = []
    for month in (1, 2):
        (tmp_path / "kata.tsv").write_text(f"months\tJanubulan\t{month}\n", encoding="utf-8")
        run_batch([str(path)], tmp_path / "hasil.jsonl", engine=SerialEngine(), options=options)
        found += [str(line["reference_date"]) for line in read_lines(tmp_path / "hasil.jsonl")]
    assert found == ["2024-01-10", "2024-02-10"]


@pytest.mark.parametrize("engine", [SerialEngine(), ProcessEngine(2, chunk_size=2)])
def test_a_batch_goes_on_after_documents_that_fail(archive: Path, tmp_path: Path, engine: Engine) -> None:
    (archive / "a.TXT").write_bytes(b"%PDF-1.4 \xff")
    output = tmp_path / "hasil.jsonl"
    watched: list[Outcome] = []
    inputs = [str(archive), str(tmp_path / "tidak-ada.txt")]
    summary = run_batch(inputs, output, engine=engine, options=Options(), watch=watched.append)
    assert (summary.documents, summary.failures, len(watched)) == (5, 2, 5)
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
        def extract(self, _: str, **__: object) -> None:
            raise ZeroDivisionError("in a rule")

    monkeypatch.setattr(berita_extract, "load", lambda **_: Broken())
    summary = run_batch([str(archive)], tmp_path / "hasil.jsonl", engine=SerialEngine(), options=Options())
    assert summary.failures == 4
    error = read_lines(tmp_path / "hasil.errors.jsonl")[0]
    assert error["error"] == "extraction"
    assert "ZeroDivisionError: in a rule" in str(error["message"])


def test_the_errors_file_of_an_earlier_run_is_removed(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "hasil.jsonl"
    write_records(name_errors_file(output), {"source": "x", "error": "missing", "message": "there is none"})
    run_batch([str(archive)], output, engine=SerialEngine(), options=Options())
    assert list_names(tmp_path) == ["arsip", "hasil.jsonl"]


def test_an_interrupted_batch_leaves_what_was_there_before(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "hasil.jsonl"
    output.write_text("earlier", encoding="utf-8")
    (archive / "0.txt").touch()

    def interrupt(outcome: Outcome) -> None:
        if not isinstance(outcome, Failure):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), watch=interrupt)
    assert output.read_text(encoding="utf-8") == "earlier"
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
    assert f"1 could not be processed; the reasons: {tmp_path / 'hasil.errors.jsonl'}" in result.err
    assert "\x1b" not in result.err


def test_many_failures_do_not_flood_the_terminal(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").touch()
    result = run_cli("batch", tmp_path, "-o", tmp_path / "hasil.jsonl")
    assert result.err.count("the file is empty") == 10
    assert "30 could not be processed" in result.err
    assert len(read_lines(tmp_path / "hasil.errors.jsonl")) == 30


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_in_the_middle_leaves_no_files_and_no_processes(tmp_path: Path, number: signal.Signals, status: int) -> None:
    records = write_records(tmp_path / "rekaman.jsonl", *({"text": RELEASE * 50} for _ in range(20_000)))
    output = tmp_path / "hasil.jsonl"
    # Whoever runs the tests in the background or under nohup has these ignored.
    heard = "import signal as s; s.signal(s.SIGINT, s.default_int_handler); s.signal(s.SIGHUP, s.SIG_DFL)"
    command = f"{heard}; from berita_extract.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", command, "batch", records, "-o", output, "--workers", "2"],
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert wait_for(lambda: any(file.stat().st_size for file in tmp_path.glob(".hasil*.tmp")))
        # To the whole group, as a terminal does it.
        os.killpg(process.pid, number)
        # Standard error ends only when the last of the workers, which share it, has ended.
        _, err = process.communicate(timeout=60)
        assert process.returncode == status
        assert b"Traceback" not in err
        assert list_names(tmp_path) == ["rekaman.jsonl"]


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
