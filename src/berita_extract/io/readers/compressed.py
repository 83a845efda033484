"""Files that are packed alone: gzip, bzip2, xz, Zstandard."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Iterator
from io import BufferedIOBase
from typing import IO, Any, Final, cast

from berita_extract.io.blobs import Blob, Packed, open_unpacked
from berita_extract.io.entries import Entry
from berita_extract.io.extras import need
from berita_extract.io.formats import name_unpacked
from berita_extract.io.readers.descent import Descend, go_deeper

# A byte of a bomb can stand for thirty thousand; what comes out at once must still fit into memory.
_PACKED_CHUNK: Final = 2_048


def list_unpacked(blob: Blob, descend: Descend, packing: str) -> Iterator[Entry]:
    """What is in a packed file, under the file's own name."""

    def open_inner() -> BufferedIOBase:
        return open_unpacked(_open(blob, packing), blob.source, blob.budget)

    yield from descend(go_deeper(blob, name_unpacked(blob.name), blob.source, open_inner))


def _open(blob: Blob, packing: str) -> Packed:
    zstandard = need("zstandard", extra="documents", source=blob.source) if packing == "zst" else None
    stream = blob.open()
    match packing:
        case "gz":
            return _Closing(gzip.GzipFile(fileobj=stream), stream)
        case "bz2":
            return _Closing(bz2.BZ2File(stream), stream)
        case "xz":
            return _Closing(lzma.LZMAFile(cast(IO[bytes], stream)), stream)
    return _Closing(_Zstandard(stream, zstandard), stream)


class _Closing:
    """An unpacking stream that closes what it reads from; those of the standard library do not."""

    def __init__(self, unpacked: Any, packed: BufferedIOBase) -> None:
        self._unpacked = unpacked
        self._packed = packed

    def read(self, size: int) -> bytes:
        return bytes(self._unpacked.read1(size))

    def close(self) -> None:
        self._unpacked.close()
        self._packed.close()


class _Zstandard:
    """Unpack frame by frame; unlike the library's own stream it notices that the last one is cut off."""

    def __init__(self, packed: BufferedIOBase, zstandard: Any) -> None:
        self._packed = packed
        self._new_frame = zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj
        self._error = zstandard.ZstdError
        self._frame: Any = None
        self._left = b""  # packed
        self._ready = memoryview(b"")  # unpacked

    def read1(self, size: int) -> bytes:
        while not self._ready:
            chunk = self._left or self._packed.read(_PACKED_CHUNK)
            self._left = b""
            if not chunk:
                if self._frame is not None:
                    raise EOFError("the last frame is cut off")
                return b""
            frame = self._frame or self._new_frame()
            try:
                self._ready = memoryview(frame.decompress(chunk))
            except self._error as error:
                raise ValueError(str(error)) from error
            self._frame = None if frame.eof else frame
            self._left = frame.unused_data if frame.eof else b""
        data, self._ready = self._ready[:size], self._ready[size:]
        return bytes(data)

    def close(self) -> None:
        self._ready = memoryview(b"")
