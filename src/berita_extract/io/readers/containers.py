"""Zip and tar archives: their members in the order of the archive, none ever written under its own name."""

from __future__ import annotations

import functools
import tarfile
import zipfile
from collections.abc import Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Final, Self

from berita_extract.errors import InputError
from berita_extract.io.blobs import Blob, BombError, check_size, explain_damage, open_seekable, open_unpacked
from berita_extract.io.entries import Entry
from berita_extract.io.formats import recognise
from berita_extract.io.naming import is_hidden, name_member
from berita_extract.io.readers.descent import Descend, go_deeper

_ENCRYPTED: Final = 1
_KNOWN: Final = "release, table or archive in a known format"


def list_zip(blob: Blob, descend: Descend) -> Iterator[Entry]:
    """The members of a zip archive that can be read; documents of one on disk are read where they are extracted."""
    found = False
    with open_seekable(blob) as file:
        try:
            archive = zipfile.ZipFile(file)
        except Exception as error:  # the directory at its end can be wrong in many ways
            raise explain_damage(error, blob.source) from error
        with archive:
            for place, member in enumerate(archive.infolist()):
                if member.is_dir() or not _is_wanted(member.filename):
                    continue
                found = True
                try:
                    yield from _enter_zipped(archive, place, member, blob, descend)
                except BombError:
                    raise
                except InputError as problem:
                    yield Entry(problem.source, problem=problem)
    if not found:
        raise InputError(blob.source, "empty", f"there is no {_KNOWN} in this archive. Check what was packed.")


def read_zipped(path: Path, place: int, source: str) -> bytes:
    """The bytes of a member that was listed before; raises `InputError`."""
    try:
        status = path.stat()
        archive = _open_zip(path, status.st_mtime_ns, status.st_size)
        with archive.open(archive.infolist()[place]) as member:
            return member.read()
    except Exception as error:  # a damaged member can fail in any way that its packing knows
        raise explain_damage(error, source) from error


def list_tar(blob: Blob, descend: Descend) -> Iterator[Entry]:
    """The files of a tar archive that can be read."""
    found = False
    with blob.open() as stream:
        try:
            # On disk what is not wanted can be passed over; a stream must be read through.
            archive = tarfile.open(fileobj=stream, mode="r:" if blob.path else "r|", tarinfo=_Header)  # noqa: SIM115 - closed below
            with archive:
                while (member := archive.next()) is not None:
                    archive.members = []  # type: ignore[attr-defined]  # it keeps all headers otherwise
                    if not member.isreg() or not _is_wanted(member.name):
                        continue
                    found = True
                    try:
                        yield from _enter_archived(archive, member, blob, descend)
                    except BombError:
                        raise
                    except InputError as problem:
                        yield Entry(problem.source, problem=problem)
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            kept = "What stands before that is kept. " if found else ""
            raise explain_damage(error, blob.source, kept) from error
    if not found:
        raise InputError(blob.source, "empty", f"there is no {_KNOWN} in this archive. Check what was packed.")


def _is_wanted(name: str) -> bool:
    return not is_hidden(name_member(name)) and recognise(name) is not None


def _enter_zipped(archive: zipfile.ZipFile, place: int, member: zipfile.ZipInfo, blob: Blob, descend: Descend) -> Iterator[Entry]:
    source = f"{blob.source}!{name_member(member.filename)}"
    if member.flag_bits & _ENCRYPTED:
        raise InputError(source, "protected", "it is encrypted. Unpack it with its password, and give the file.")
    form = recognise(member.filename)
    if form is not None and form.form is not None:
        check_size(member.file_size, source, blob.options.limits)
        if blob.path is not None:
            blob.budget.spend(member.file_size)
            yield Entry(source, form.form, path=blob.path, member=place, options=blob.options, on_disk=member.file_size)
            return

    def open_inner() -> BufferedIOBase:
        try:
            return open_unpacked(archive.open(member), source, blob.budget)
        except Exception as error:  # a method of packing that is unknown, a header that is wrong
            raise explain_damage(error, source) from error

    yield from descend(go_deeper(blob, member.filename, source, open_inner))


def _enter_archived(archive: tarfile.TarFile, member: tarfile.TarInfo, blob: Blob, descend: Descend) -> Iterator[Entry]:
    source = f"{blob.source}!{name_member(member.name)}"
    form = recognise(member.name)
    if form is not None and form.form is not None:
        check_size(member.size, source, blob.options.limits)

    def open_inner() -> BufferedIOBase:
        content: IO[bytes] | None = archive.extractfile(member)
        assert content is not None  # only regular files come here
        return open_unpacked(content, source, blob.budget)

    yield from descend(go_deeper(blob, member.name, source, open_inner))


class _Header(tarfile.TarInfo):
    """A header that tells of damage: `tarfile` itself takes a bad one for the end of the archive, and loses the rest silently."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ in ("InvalidHeaderError", "TruncatedHeaderError"):
                raise tarfile.ReadError(str(error)) from error
            raise


@functools.lru_cache(maxsize=1)
def _open_zip(path: Path, changed: int, size: int) -> zipfile.ZipFile:
    """The archive, its directory read once for all of its members; `changed` and `size` tell it from a later one of that name."""
    del changed, size
    return zipfile.ZipFile(path)
