"""The folder in which a batch gathers its results: whatever happens, what the journal tells of is safe, and can be gone on with."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Final

import msgspec

from berita_extract.batch.copies import CopyIndex
from berita_extract.batch.journal import Entry, digest_segment, encode_entry, read_journal
from berita_extract.batch.lock import Lock
from berita_extract.batch.manifest import Manifest, list_differences
from berita_extract.batch.outcomes import Summary
from berita_extract.errors import OutputError
from berita_extract.io.write import explain_os_error, open_output, sync_folder

# What a power cut costs at most: so many documents, bytes of results, or seconds.
_DOCUMENTS_UNSAVED: Final = 1000
_BYTES_UNSAVED: Final = 8 * 1024 * 1024
_SECONDS_UNSAVED: Final = 5.0

# None of these names ends like a document: in a folder that is an input, nobody may take them for one.
_MANIFEST: Final = "manifest"
_RESULTS: Final = "results"
_FAILURES: Final = "failures"
_JOURNAL: Final = "journal"
_COPIES: Final = "copies"
_PLACING: Final = "placing"
_LOCK: Final = "lock"
_NAMES: Final = frozenset({_MANIFEST, _RESULTS, _FAILURES, _JOURNAL, _COPIES, f"{_COPIES}-journal", _PLACING, _LOCK})


class Spool:
    """The results of a batch until it is through; leaving the context keeps them where something was saved.

    Lines are held back and written together, so the files hold nothing but whole parts, each with its line in the journal.
    Raises `OutputError` where the folder belongs to another run, or to one that cannot be gone on with, or the disk is full.
    """

    def __init__(self, output: Path, manifest: Manifest, *, resume: bool) -> None:
        self.folder = name_spool(output)
        self._output = output
        # One list, so that whatever interrupts, a line and its count are held together or not at all.
        self._held: list[tuple[bytes | None, bytes | None, Summary]] = []
        self._held_bytes = 0
        self._files: dict[str, IO[bytes]] = {}
        self._last = Entry(results=0, failures=0, segment="", summary=Summary())
        self.is_published = False
        self._is_broken = False
        with contextlib.ExitStack() as stack:
            self._lock = stack.enter_context(Lock(self.folder, _LOCK, output))
            stack.callback(self._abandon)
            with self._explaining():
                self._open(manifest, resume=resume)
            self._saved_at = time.monotonic()
            stack.pop_all()

    @property
    def summary(self) -> Summary:
        """The sum up to now."""
        return self._held[-1][2] if self._held else self._last.summary

    @property
    def saved(self) -> int:
        """How many documents a run that goes on need not do again."""
        return self._last.summary.documents

    @property
    def is_complete(self) -> bool:
        """Whether every document is done and saved."""
        return self._last.complete

    @property
    def results(self) -> Path:
        """The lines of the documents that were processed."""
        return self.folder / _RESULTS

    @property
    def failures(self) -> Path:
        """The lines of those that were not."""
        return self.folder / _FAILURES

    @property
    def placing(self) -> Path:
        """Stands there while the output is made from the results: one that is there then is ours, whole or not yet."""
        return self.folder / _PLACING

    def _open(self, manifest: Manifest, *, resume: bool) -> None:
        path = self.folder / _MANIFEST
        self.manifest = manifest
        if path.exists() and resume:
            self.manifest = self._check_manifest(path, manifest)
            self._recover()
        else:
            self.clear()
            with open_output(path) as file:
                file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        if not self.is_complete:
            self._files = {name: (self.folder / name).open("ab") for name in (_RESULTS, _FAILURES, _JOURNAL)}
        sync_folder(self.folder)
        self.index = CopyIndex(self.folder / _COPIES)
        self.index.forget_from(self.saved)

    def _check_manifest(self, path: Path, manifest: Manifest) -> Manifest:
        before = read_manifest(path)
        different = list_differences(before, manifest)
        if different:
            said = "; ".join(different)
            message = f"the unfinished run in {self.folder} cannot be gone on with: {said}. Mend that, or start anew with --overwrite."
            raise OutputError(f"{self._output}: {message}")
        return before

    def _recover(self) -> None:
        """Go back to the last line of the journal of which everything is there, and forget what came behind it."""
        journal = self.folder / _JOURNAL
        entries = read_journal(journal) if journal.exists() else []
        while entries:
            entry, end = entries[-1]
            before = entries[-2][0] if len(entries) > 1 else self._last
            # Of a run that is complete, results that are gone have got their name already.
            if (entry.complete and not self.results.exists()) or self._holds(before, entry):
                self._last = entry
                _cut(journal, end)
                break
            entries.pop()
        if not entries:
            _cut(journal, 0)
        if not self.is_complete:
            _cut(self.results, self._last.results)
            _cut(self.failures, self._last.failures)

    def _holds(self, before: Entry, entry: Entry) -> bool:
        if _measure(self.results) < entry.results or _measure(self.failures) < entry.failures:
            return False
        results = _read_part(self.results, before.results, entry.results)
        failures = _read_part(self.failures, before.failures, entry.failures)
        return digest_segment(results, failures) == entry.segment

    def add(self, line: bytes | None, failure: bytes | None, summary: Summary) -> None:
        """Keep the line of a document or of a failure, or neither, and the sum with it."""
        self._held.append((line, failure, summary))
        self._held_bytes += len(line or failure or b"")
        if (
            summary.documents - self.saved >= _DOCUMENTS_UNSAVED
            or self._held_bytes >= _BYTES_UNSAVED
            or time.monotonic() - self._saved_at >= _SECONDS_UNSAVED
        ):
            self.save()

    def save(self, *, complete: bool = False) -> None:
        """Write what is held back and, when that is on the disk, tell the journal."""
        self._is_broken = True  # until it has been done as a whole
        results = b"".join([line for line, _, _ in self._held if line is not None])
        failures = b"".join([failure for _, failure, _ in self._held if failure is not None])
        entry = Entry(
            results=self._last.results + len(results),
            failures=self._last.failures + len(failures),
            segment=digest_segment(results, failures),
            summary=self.summary,
            complete=complete,
        )
        with self._explaining():
            for name, data in ((_RESULTS, results), (_FAILURES, failures)):
                if data:
                    _write_through(self._files[name], data)
            self.index.save()
            _write_through(self._files[_JOURNAL], encode_entry(entry))
        self._last = entry
        self._held, self._held_bytes = [], 0
        self._saved_at = time.monotonic()
        self._is_broken = False

    def clear(self) -> None:
        """Remove everything that a run before has left; raises `OutputError` where something in the folder is not of a run."""
        strange = sorted(set(os.listdir(self.folder)) - _NAMES)  # noqa: PTH208 - only the names
        if any(not name.startswith(".manifest.") for name in strange):
            message = f"the folder {self.folder} is where a run keeps its results, and {strange[0]} in it is not of a run. Move it away."
            raise OutputError(f"{self._output}: {message}")
        for name in sorted((_NAMES - {_LOCK}) | set(strange)):
            (self.folder / name).unlink(missing_ok=True)

    def _abandon(self) -> None:
        """Nothing of a run that could not even begin stays; what an earlier one has left does."""
        for file in self._files.values():
            file.close()
        if not (self.folder / _MANIFEST).exists():
            with contextlib.suppress(OSError):
                (self.folder / _LOCK).unlink(missing_ok=True)
                self.folder.rmdir()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and self._held and not self._is_broken:
            # Stopped by the user or by a fault elsewhere: what has been done need not be done again.
            with contextlib.suppress(OutputError):
                self.save()
        for file in self._files.values():
            with contextlib.suppress(OSError):
                file.close()
        with contextlib.suppress(sqlite3.Error):
            self.index.close()
        try:
            # The journal knows better than this object, which may have been interrupted right behind writing into it.
            if self.is_published or not count_documents(self._output):
                with contextlib.suppress(OSError):
                    # First: without it nobody takes what is left of the folder for a run to go on with.
                    (self.folder / _MANIFEST).unlink()
                    shutil.rmtree(self.folder)
        finally:
            self._lock.release()

    @contextlib.contextmanager
    def _explaining(self) -> Iterator[None]:
        """What the disk does not do, as a message that says what is saved and how to go on."""
        try:
            yield
        except OSError as error:
            told = explain_os_error(error, self._output, self.folder.parent)
        except sqlite3.DatabaseError as error:
            told = OutputError(f"{self._output}: it cannot be written ({error}).")
        else:
            return
        saved = f" {self.saved:,} documents are saved: mend that, then go on with --resume." if self.saved else ""
        raise OutputError(f"{told}{saved}")


def name_spool(output: Path) -> Path:
    """`hasil.jsonl.part` for `hasil.jsonl`."""
    return output.with_name(output.name + ".part")


def read_manifest(path: Path) -> Manifest:
    """What the run was started with whose manifest this is; raises `OutputError`."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise OutputError(f"{path}: this tells of no run that can be gone on with ({error}). Start anew with --overwrite.") from error


def has_unfinished(output: Path) -> bool:
    """Whether a run of this output has left results behind."""
    return (name_spool(output) / _MANIFEST).exists()


def count_documents(output: Path) -> int:
    """How many documents the journal of an unfinished run tells of."""
    path = name_spool(output) / _JOURNAL
    entries = read_journal(path) if path.exists() else []
    return entries[-1][0].summary.documents if entries else 0


def _cut(path: Path, size: int) -> None:
    with path.open("ab") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def _measure(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _read_part(path: Path, start: int, end: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(end - start)


def _write_through(file: IO[bytes], data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
