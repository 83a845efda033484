"""Files and members of archives as one thing: a name, a source, and bytes that come as a stream, under limits."""

from __future__ import annotations

import contextlib
import io
import lzma
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from typing import IO, Any, Final, Protocol

from berita_extract.errors import InputError
from berita_extract.io.entries import Limits, ReadOptions
from berita_extract.io.naming import explain_os_error

_DAMAGE: Final = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError)
_IN_MEMORY: Final = 8 << 20
_BUFFER: Final = 1 << 16


class Packed(Protocol):
    """Something that gives bytes when asked."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes, none at the end."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class BombError(InputError):
    """An input unpacks to so much more than it is that nothing further is read from it."""


@dataclass
class Budget:
    """How much may still be unpacked from one input."""

    source: str
    left: int

    def spend(self, count: int) -> None:
        """Take from what is left; raises `BombError`."""
        self.left -= count
        if self.left < 0:
            message = "it unpacks to far more than a real archive does (a zip bomb?). If it is meant, unpack it and give the files inside."
            raise BombError(self.source, "limit", message)


@dataclass(frozen=True, slots=True)
class Blob:
    """A file on disk, or one inside an archive, that has not been read yet.

    `name` tells its format; `path` is set where it lies on disk under this name and can be read more than once, and then `size` in bytes.
    """

    name: str
    source: str
    open: Callable[[], BufferedIOBase]
    budget: Budget
    options: ReadOptions = field(default_factory=ReadOptions)
    path: Path | None = None
    depth: int = 0
    size: int = 0


class Unpacked(io.RawIOBase):
    """A stream out of an archive: it counts what comes out, and says of damage what a user can do."""

    def __init__(self, inner: Packed, blob_source: str, budget: Budget) -> None:
        self._inner = inner
        # `read` asks again until it has all, and what came before an error is lost with it.
        self._read = getattr(inner, "read1", inner.read)
        self._source = blob_source
        self._budget = budget

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; raises `InputError` where the archive is damaged or unpacks to too much."""
        try:
            data = self._read(len(buffer))
        except InputError:
            raise
        except _DAMAGE as error:
            raise explain_damage(error, self._source) from error
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what is behind it too."""
        if not self.closed:
            with contextlib.suppress(*_DAMAGE):
                self._inner.close()
        super().close()


def explain_damage(error: BaseException, source: str, kept: str = "") -> InputError:
    """The problem of a file or member that is not whole."""
    return InputError(source, "damaged", f"it is damaged or cut off ({str(error) or type(error).__name__}). {kept}Get it again.")


def open_unpacked(inner: Packed, source: str, budget: Budget) -> BufferedIOBase:
    """A buffered stream of what comes out of `inner`."""
    return io.BufferedReader(Unpacked(inner, source, budget), _BUFFER)


def enter_file(path: Path, source: str, options: ReadOptions, *, is_regular: bool = True, size: int = 0) -> Blob:
    """A file on disk."""
    limits = options.limits
    budget = Budget(source, max(limits.free, limits.ratio * size))

    def open_file() -> BufferedIOBase:
        try:
            return path.open("rb")
        except OSError as error:
            raise explain_os_error(error, source) from error

    return Blob(path.name, source, open_file, budget, options, path if is_regular else None, size=size)


def read_whole(blob: Blob) -> bytes:
    """All bytes of one document; raises `InputError` where they are too many."""
    limit = blob.options.limits.document
    with blob.open() as stream:
        content = stream.read(limit + 1)
    check_size(len(content), blob.source, blob.options.limits)
    return content


def check_size(size: int, source: str, limits: Limits) -> None:
    """Raise `InputError` for a document that is larger than any release."""
    if size > limits.document:
        most = f"{limits.document / (1 << 20):g} MB"
        message = f"it is larger than {most}, too large for one release. If it is one, unpack it and save its text as a .txt file in UTF-8."
        raise InputError(source, "limit", message)


@contextlib.contextmanager
def open_seekable(blob: Blob) -> Iterator[BufferedIOBase]:
    """The bytes with free movement in them: the file itself, or a copy that is gone afterwards."""
    with blob.open() as stream:
        if blob.path is not None:
            yield stream
            return
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as copy:
            _copy(stream, copy, blob.source)
            copy.seek(0)
            yield copy  # type: ignore[misc]  # it has all that a BufferedIOBase has


@contextlib.contextmanager
def name_on_disk(blob: Blob) -> Iterator[Path]:
    """A path under which the bytes lie: the file's own, or that of a copy that is gone afterwards."""
    if blob.path is not None:
        yield blob.path
        return
    with tempfile.TemporaryDirectory(prefix="berita-extract-") as folder:
        path = Path(folder, "salinan")
        with blob.open() as stream, path.open("xb") as copy:
            _copy(stream, copy, blob.source)
        yield path


def check_zip(file: BufferedIOBase, source: str, limits: Limits) -> None:
    """Look at an Office file, which is a zip archive, before a library unpacks it; raises `InputError`."""
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            protected = any(member.flag_bits & 1 for member in archive.infolist())
    except _DAMAGE as error:
        raise explain_damage(error, source) from error
    packed = file.seek(0, io.SEEK_END)
    file.seek(0)
    if protected:
        raise InputError(source, "protected", "it is protected with a password. Save it without one.")
    if unpacked > max(limits.free, limits.ratio * packed):
        message = "it unpacks to far more than a real document does (a zip bomb?). If it is meant, save its text as a .txt file in UTF-8."
        raise InputError(source, "limit", message)


def _copy(stream: BufferedIOBase, copy: IO[bytes], source: str) -> None:
    try:
        shutil.copyfileobj(stream, copy, _BUFFER)
    except OSError as error:
        remedy = "It is unpacked into the folder for temporary files: make room there, or set TMPDIR to another one"
        raise InputError(source, "unreadable", f"it cannot be unpacked ({error.strerror or error}). {remedy}.") from error
