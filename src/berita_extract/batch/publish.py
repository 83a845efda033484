"""The two files of a batch: what may stand in their place before it begins, and how they get their names when it is through."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from berita_extract.batch.manifest import Manifest
from berita_extract.batch.outcomes import Failure, Options
from berita_extract.batch.spool import Spool, count_documents, has_unfinished, name_spool
from berita_extract.errors import OutputError
from berita_extract.io.read import find_among
from berita_extract.io.results import WriteOptions, check_results, choose_errors_file, choose_form, name_errors_file, write_results
from berita_extract.io.write import check_output, explain_os_error, is_special, keep_mode, sync_folder


def find_target(output: Path) -> Path:
    """The file itself where the output is a link: replacing the link would leave its target untouched and the link gone."""
    return Path(os.path.realpath(output))


def list_own(output: Path) -> list[Path]:
    """Every file and folder that a batch makes or replaces."""
    target = find_target(output)
    return [target, name_errors_file(target), name_spool(target)]


def count_saved(output: Path) -> int:
    """How many documents an interrupted run of this output has saved."""
    return 0 if is_special(output) else count_documents(find_target(output))


def check_output_files(
    inputs: Sequence[str], output: Path, options: Options, writing: WriteOptions, *, resume: bool, overwrite: bool
) -> bool:
    """Stop before anything is lost: an input, an earlier output, a file that is not ours; tell whether there is a run to go on with."""
    _protect_inputs(inputs, output, None, options)
    errors_file = choose_errors_file(output, writing)
    _protect_inputs(inputs, output, errors_file, options)
    if is_plain(output, writing):
        check_output(output)
    else:
        check_results(output, replace(writing, overwrite=True))  # what is there already is looked at below
    if errors_file is not None:
        _check_errors_file(errors_file)
    if is_special(output):
        if resume:
            raise OutputError(f"{output}: nothing is kept of a run that writes there, so there is none to go on with. Leave out --resume.")
        return False
    unfinished = has_unfinished(find_target(output))
    if unfinished and not resume and not overwrite:
        folder = name_spool(find_target(output))
        raise OutputError(
            f"{output}: an unfinished run has left its results in {folder}. Go on with --resume, or start anew with --overwrite."
        )
    if not (overwrite or (resume and unfinished)):
        _refuse_existing(output, errors_file)
    return resume and unfinished


def is_plain(output: Path, writing: WriteOptions) -> bool:
    """Whether the output is the lines of the spool as they are, which need only get their name."""
    return is_special(output) or (choose_form(output, writing) == "lines" and output.suffix.lower() not in (".gz", ".zst"))


def publish(spool: Spool, output: Path, manifest: Manifest, writing: WriteOptions) -> None:
    """Give the results and the failures their names; whatever interrupts, it can be done again to the same end."""
    target, errors_file = find_target(output), name_errors_file(output)
    if spool.results.exists() and not manifest.overwrite and not spool.placing.exists():
        _refuse_existing(output, None, meanwhile=True)
    if not is_plain(output, writing):
        _write_out(spool, output, writing)
        return
    try:
        if spool.failures.exists():
            if spool.failures.stat().st_size:
                spool.failures.replace(errors_file)
            else:
                errors_file.unlink(missing_ok=True)
                spool.failures.unlink()
            sync_folder(target.parent)
        # Last: an output that is there is whole, and so is the list of errors beside it.
        if spool.results.exists():
            keep_mode(target, spool.results)
            spool.results.replace(target)
            sync_folder(target.parent)
    except OSError as error:
        told = explain_os_error(error, output, target.parent)
        raise OutputError(f"{told} Everything is saved: mend that, then go on with --resume.") from error
    spool.is_published = True


def _write_out(spool: Spool, output: Path, writing: WriteOptions) -> None:
    if spool.results.exists():  # else it was done before, and only the spool is left
        spool.placing.touch()
        sync_folder(spool.folder)
        try:
            with spool.results.open("rb") as results, spool.failures.open("rb") as failures:
                write_results(results, failures, output, replace(writing, overwrite=True))
        except OutputError as error:
            spool.placing.unlink()
            raise OutputError(f"{error} Everything is saved: mend that, then go on with --resume.") from error
        spool.results.unlink()
    spool.is_published = True


def _refuse_existing(output: Path, errors_file: Path | None, *, meanwhile: bool = False) -> None:
    for path in (output, errors_file):
        if path is not None and find_target(path).exists():
            if meanwhile:
                raise OutputError(f"{path}: this file has appeared while the batch ran. Move it away, then go on with --resume.")
            raise OutputError(f"{path}: this file exists already. Give another name for the output, or replace it with --overwrite.")


def _protect_inputs(inputs: Sequence[str], output: Path, errors_file: Path | None, options: Options) -> None:
    """Stop before anything that is read is replaced by the output, or by the list of errors beside it."""
    lists = [str(path) for path in (options.lexicon, options.regions) if path is not None]
    for target in (output, errors_file):
        lost = target and find_among(target, [*inputs, *lists])
        if lost is not None:
            what = "the results go" if target == output else "what fails is listed"
            raise OutputError(f"{lost} is also an input and would be lost: {what} there. Give another name for the output.")


def _check_errors_file(path: Path) -> None:
    """Stop before a file that is not ours stands where failures would be listed, or none can be written there."""
    check_output(path)
    try:
        with path.open("rb") as lines:
            ours = all(_is_failure(line) for line in lines)
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutputError(f"{path}: it cannot be read ({error.strerror}), and errors are listed there. Move it away.") from error
    if not ours:
        message = "errors are listed there, but this file is no such list. Move it away, or give another name for the output."
        raise OutputError(f"{path}: {message}")


def _is_failure(line: bytes) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and {"source", "error", "message"} <= set(record) <= set(Failure.__struct_fields__)
