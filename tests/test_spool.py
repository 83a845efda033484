"""What a batch keeps until it is through: mended, gone on with, refused, and never lost by accident."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from batch_runs import Interruption, go_on, interrupt, read_both, run_whole, stop_after, write_archive
from berita_extract.batch import publish, spool
from berita_extract.batch.job import run_batch
from berita_extract.batch.lock import Lock
from berita_extract.batch.manifest import Manifest, list_differences, make_manifest
from berita_extract.batch.outcomes import Options
from berita_extract.batch.spool import name_spool
from berita_extract.errors import OutputError
from berita_extract.processes.engine import SerialEngine
from cli_runner import run_cli
from releases import read_samples


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Path:
    path = folder / "arsip.jsonl"
    write_archive(path, 30)
    return path


@pytest.fixture
def output(folder: Path) -> Path:
    return folder / "hasil.jsonl"


def test_the_sum_of_a_run_that_goes_on_is_that_of_the_whole(archive: Path, output: Path, folder: Path) -> None:
    whole = run_batch([str(archive)], folder / "utuh.jsonl", engine=SerialEngine(), options=Options())
    interrupt(archive, output, 17)
    summary = go_on(archive, output)
    assert (summary.resumed, summary.documents, summary.failures, summary.copies) == (17, 30, whole.failures, whole.copies)
    assert (summary.characters, summary.size, dict(summary.kinds)) == (whole.characters, whole.size, dict(whole.kinds))
    assert 0 < summary.resumed_characters < summary.characters


def test_copies_of_what_was_done_before_the_interruption_are_known(archive: Path, output: Path) -> None:
    interrupt(archive, output, 20)
    go_on(archive, output)
    copies = {line["source"]: line["duplicate_of"] for line in map(json.loads, output.read_bytes().splitlines())}
    assert copies == {
        name: f"r{number - 18}" if number >= 18 and (number - 18) % 9 != 4 else None
        for name, number in ((f"r{number}", number) for number in range(30))
        if number % 9 != 4
    }


def spoil_results(folder: Path) -> None:
    data = bytearray((folder / "results").read_bytes())
    data[-5] ^= 1
    (folder / "results").write_bytes(data)


def cut(name: str, size: int) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) - size])

    return damage


def append(name: str, more: bytes) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        with (folder / name).open("ab") as file:
            file.write(more)

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        spoil_results,
        cut("journal", 1),
        cut("journal", 40),
        cut("results", 100),
        cut("failures", 1),
        append("journal", b'{"half'),
        append("journal", b"\0" * 300),
        append("results", b"\0" * 4096),
        append("failures", b'{"source":'),
        lambda folder: (folder / "journal").unlink(),
        lambda folder: (folder / "results").unlink(),
    ],
)
def test_what_a_power_cut_may_leave_is_mended(
    archive: Path, output: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(spool, "_DOCUMENTS_UNSAVED", 3)
    expected = run_whole(archive, folder / "utuh.jsonl")
    interrupt(archive, output, 20)
    damage(name_spool(output))
    summary = go_on(archive, output)
    assert summary.documents == 30
    assert summary.resumed < 30
    assert read_both(output) == expected


def test_a_power_cut_at_any_step_of_the_end_leaves_something_to_go_on_with(
    archive: Path, output: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run_whole(archive, folder / "utuh.jsonl")
    for step in range(20):
        left = [step]

        def fail_in_turn(whole: Callable[..., Any], left: list[int] = left) -> Callable[..., Any]:
            def act(*arguments: Any, **options: Any) -> Any:
                if not left[0]:
                    raise Interruption
                left[0] -= 1
                return whole(*arguments, **options)

            return act

        with monkeypatch.context() as patch:
            for module, name in ((publish, "keep_mode"), (publish, "sync_folder"), (shutil, "rmtree")):
                patch.setattr(module, name, fail_in_turn(getattr(module, name)))
            patch.setattr(Path, "replace", fail_in_turn(Path.replace))
            try:
                run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), overwrite=True)
            except Interruption:
                assert not output.exists() or output.read_bytes() == expected[0]
            else:
                assert step >= 5
                break
        if (name_spool(output) / "manifest").exists() or not output.exists():
            go_on(archive, output)
        assert read_both(output) == expected
        assert not (name_spool(output) / "manifest").exists()
    else:
        pytest.fail("it never came to its end")


def test_no_room_on_the_disk_is_told_and_what_was_saved_stays(
    archive: Path, output: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run_whole(archive, folder / "utuh.jsonl")
    monkeypatch.setattr(spool, "_DOCUMENTS_UNSAVED", 5)
    written = 0

    def write(file: IO[bytes], data: bytes) -> None:
        nonlocal written
        written += 1
        if written == 8:
            file.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        file.write(data)
        file.flush()

    with monkeypatch.context() as patch:
        patch.setattr(spool, "_write_through", write)
        with pytest.raises(OutputError, match=r"no room .*No space left.* 10 documents are saved: mend that, then go on with --resume"):
            run_batch([str(archive)], output, engine=SerialEngine(), options=Options())
    assert go_on(archive, output).resumed == 10
    assert read_both(output) == expected


def test_an_unfinished_run_is_not_forgotten_by_accident(archive: Path, output: Path, folder: Path) -> None:
    expected = run_whole(archive, folder / "utuh.jsonl")
    interrupt(archive, output, 10)
    result = run_cli("batch", archive, "-o", output)
    assert result.status == 2
    assert f"an unfinished run has left its results in {name_spool(output)}. Go on with --resume, or start anew with --over" in result.err
    result = run_cli("batch", archive, "-o", output, "--resume", "--overwrite")
    assert (result.status, "leave one out" in result.err) == (2, True)
    result = run_cli("batch", archive, "-o", output, "--overwrite")
    assert result.status == 1
    assert "done before" not in result.err
    assert read_both(output) == expected


def test_without_an_unfinished_run_it_begins(archive: Path, output: Path) -> None:
    assert go_on(archive, output).resumed == 0
    with pytest.raises(OutputError, match="exists already"):
        go_on(archive, output)


def test_an_output_that_was_to_be_replaced_stays_until_the_end(archive: Path, output: Path, folder: Path) -> None:
    expected = run_whole(archive, folder / "utuh.jsonl")
    output.write_text("lama\n", encoding="utf-8")
    with pytest.raises(Interruption):
        run_batch([str(archive)], output, engine=SerialEngine(), options=Options(), overwrite=True, watch=stop_after(9))
    assert output.read_text(encoding="utf-8") == "lama\n"
    assert go_on(archive, output).resumed == 9
    assert read_both(output) == expected


def test_a_file_that_appears_in_its_place_is_not_replaced(archive: Path, output: Path) -> None:
    interrupt(archive, output, 10)
    output.write_text("milik orang lain\n", encoding="utf-8")
    with pytest.raises(OutputError, match="has appeared while the batch ran"):
        go_on(archive, output)
    assert output.read_text(encoding="utf-8") == "milik orang lain\n"
    output.unlink()
    assert go_on(archive, output).resumed == 30


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fields": ("dates",)}, "fields was not given and is dates"),
        ({"dedupe": True}, "dedupe was not given and is True"),
        ({"min_confidence": 0.5}, "min_confidence was not given and is 0.5"),
        ({"lexicon": Path("kata.tsv")}, r"lexicon was not given and is kata\.tsv \([0-9a-f]{12}\)"),
    ],
)
def test_other_options_are_refused_and_named(archive: Path, output: Path, options: dict[str, Any], message: str) -> None:
    Path("kata.tsv").write_text("months\tJanubulan\t1\n", encoding="utf-8")
    interrupt(archive, output, 10)
    with pytest.raises(OutputError, match=f"cannot be gone on with: {message}\\. Mend that, or start anew with --overwrite"):
        go_on(archive, output, **options)
    assert go_on(archive, output).resumed == 10


def test_a_word_list_that_was_edited_is_refused(archive: Path, output: Path) -> None:
    words = Path("kata.tsv")
    words.write_text("months\tJanubulan\t1\n", encoding="utf-8")
    interrupt(archive, output, 10, lexicon=words)
    words.write_text("months\tJanubulan\t2\n", encoding="utf-8")
    with pytest.raises(OutputError, match="lexicon was"):
        go_on(archive, output, lexicon=words)


def test_another_version_is_refused(archive: Path, output: Path) -> None:
    interrupt(archive, output, 10)
    manifest = name_spool(output) / "manifest"
    record = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(record | {"package": "0.0.1"}), encoding="utf-8")
    with pytest.raises(OutputError, match=r"berita-extract was 0\.0\.1 and is"):
        go_on(archive, output)


def test_other_inputs_are_refused_and_named(folder: Path, output: Path) -> None:
    texts = folder / "arsip"
    texts.mkdir()
    for number, text in enumerate(read_samples().values()):
        (texts / f"{number:02}.txt").write_text(text, encoding="utf-8")
    last = sorted(texts.iterdir())[-1]

    def refuse(message: str) -> None:
        with pytest.raises(OutputError, match=message):
            go_on(texts, output)

    interrupt(texts, output, 3)
    (texts / "baru.txt").write_text("Rilis", encoding="utf-8")
    refuse(r"arsip had \d+ files and has \d+")
    (texts / "baru.txt").unlink()
    before = last.read_text(encoding="utf-8")
    last.write_text(before + "!", encoding="utf-8")
    refuse("a file in .*arsip was changed")
    last.unlink()
    with pytest.raises(OutputError, match=r"the inputs were \S*arsip\b"):
        run_batch([str(texts), "lain.txt"], output, engine=SerialEngine(), options=Options(), resume=True)
    assert name_spool(output).exists()


def test_a_pattern_is_the_files_that_it_stands_for(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("Rilis", encoding="utf-8")

    def look(pattern: str = "*.txt") -> Manifest:
        return make_manifest([pattern], Options(), own=[], overwrite=False)

    before = look()
    assert (before.inputs[0].kind, before.inputs[0].files) == ("pattern", 2)
    assert list_differences(before, look()) == []
    (folder / "c.txt").touch()
    assert list_differences(before, look()) == ["*.txt had 2 files and has 3"]
    assert look("*.md").inputs[0].kind == "missing"


def test_an_archive_that_holds_its_own_output_can_be_gone_on_with(folder: Path) -> None:
    (folder / "1.txt").write_text(next(iter(read_samples().values())), encoding="utf-8")
    (folder / "2.txt").write_text("", encoding="utf-8")
    interrupt(folder, folder / "hasil.jsonl", 1)
    assert go_on(folder, folder / "hasil.jsonl").resumed == 1
    assert len((folder / "hasil.jsonl").read_bytes().splitlines()) == 1


def test_standard_input_cannot_be_read_twice(output: Path, archive: Path) -> None:
    with pytest.raises(Interruption):
        run_batch([str(archive), "-"], output, engine=SerialEngine(), options=Options(), watch=stop_after(5))
    with pytest.raises(OutputError, match="- can be read only once"):
        run_batch([str(archive), "-"], output, engine=SerialEngine(), options=Options(), resume=True)


def test_only_one_run_writes_an_output(archive: Path, output: Path) -> None:
    with Lock(name_spool(output), "lock", output):
        for more in ((), ("--resume",), ("--overwrite",)):
            result = run_cli("batch", archive, "-o", output, *more)
            assert (result.status, result.out) == (2, b"")
            assert f"{output}: another run (process {os.getpid()}) is writing it. Wait for it, or give another name." in result.err
    assert run_cli("batch", archive, "-o", output).status == 1


def test_a_folder_that_is_not_of_a_run_is_left_alone(archive: Path, output: Path) -> None:
    name_spool(output).mkdir()
    mine = name_spool(output) / "catatan.txt"
    mine.write_text("milik saya", encoding="utf-8")
    for more in ((), ("--resume",), ("--overwrite",)):
        result = run_cli("batch", archive, "-o", output, *more)
        assert result.status == 2
        assert "catatan.txt in it is not of a run. Move it away." in result.err
    assert [path.name for path in name_spool(output).iterdir()] == ["catatan.txt"]
    mine.unlink()
    name_spool(output).rmdir()
    name_spool(output).touch()
    assert "a file has that name. Move it away." in run_cli("batch", archive, "-o", output).err


def test_nothing_is_gone_on_with_where_nothing_is_kept(archive: Path) -> None:
    if not Path("/dev/stdout").exists():
        pytest.skip("no such path here")
    result = run_cli("batch", archive, "-o", "/dev/stdout", "--resume")
    assert result.status == 2
    assert "Leave out --resume" in result.err


def test_a_manifest_that_is_damaged_is_told(archive: Path, output: Path) -> None:
    interrupt(archive, output, 5)
    (name_spool(output) / "manifest").write_bytes(b'{"package":')
    with pytest.raises(OutputError, match=r"manifest: this tells of no run .* Start anew with --overwrite"):
        go_on(archive, output)
    assert run_cli("batch", archive, "-o", output, "--overwrite").status == 1
