"""The full official list of regions, down to the village, where the user has imported one: looked up on disk, never loaded."""

from __future__ import annotations

import mmap
import os
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from berita_extract.errors import RegionsError
from berita_extract.lexicon.fold import fold_case

# First line of a compiled list: this word, the number of regions, the digest of the official list it was made from.
_MAGIC: Final = b"berita-extract-regions-1"
_FOLDER_VARIABLE: Final = "BERITA_EXTRACT_DATA_DIR"
_FILE_NAME: Final = "regions.tsv"
# A code is cut into its parts at these lengths: 72, 72.10, 72.10.01, 72.10.01.2009.
LEVEL_BY_LENGTH: Final = {2: "province", 5: "regency", 8: "district", 13: "village"}


class Region(NamedTuple):
    """A line of the official list: `Region("33.05.13.2012", "Peniron")`."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """`province`, `regency` (a kota too), `district` or `village`."""
        return LEVEL_BY_LENGTH[len(self.code)]


class Gazetteer:
    """A compiled list: lines of key, code and name, sorted by key, read through a memory map that all processes share."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._lines = _Lines(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except FileNotFoundError:
            raise RegionsError(f"{path}: there is no such region list. {_HOW_TO_IMPORT}") from None
        except (OSError, ValueError) as error:  # an empty file cannot be mapped
            raise RegionsError(f"{path}: this region list cannot be read ({error}). {_HOW_TO_IMPORT}") from None
        head = self._lines.head.split(b"\t")
        if len(head) != 3 or head[0] != _MAGIC or not head[1].isdigit():
            raise RegionsError(f"{path}: this is no imported region list. {_HOW_TO_IMPORT}")
        self.count = int(head[1])
        self.digest = head[2].decode("ascii", "replace")

    def find(self, name: str) -> list[Region]:
        """Every region of that name, whatever its level, in the order of the codes: `Suka Maju` finds `Sukamaju` too."""
        key = fold_name(name).encode()
        if not key:
            return []
        place = bisect_left(self._lines, key + b"\t")
        found = []
        while place < len(self._lines) and (line := self._lines[place]).startswith(key + b"\t"):
            _, code, official = line.decode().split("\t")
            found.append(Region(code, official))
            place += len(line) + 1
        return found


_HOW_TO_IMPORT: Final = "Make one from the official list with: berita-extract regions import FILE"


class _Lines:
    """The lines behind the first as a sorted sequence by byte offset: any offset stands for the line that it falls into."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        first = data.find(b"\n") + 1
        self.head = data[: max(first - 1, 0)]
        self._first = first

    def __len__(self) -> int:
        return len(self._data) - self._first

    def __getitem__(self, offset: int) -> bytes:
        place = self._first + offset
        start = self._data.rfind(b"\n", 0, place) + 1
        end = self._data.find(b"\n", place)
        return self._data[start : end if end >= 0 else len(self._data)]


def fold_name(name: str) -> str:
    """The key of a region's name: letters and figures alone, because spelling varies (`Bantar Gebang`, `Bantargebang`)."""
    return "".join(character for character in fold_case(name) if character.isalnum())


def compile_regions(regions: Iterable[Region], digest: str) -> bytes:
    """The bytes of a compiled list; `digest` tells which official list it was made from."""
    lines = sorted(f"{key}\t{region.code}\t{region.name}\n".encode() for region in regions if (key := _key(region)))
    head = b"\t".join((_MAGIC, str(len(lines)).encode(), digest.encode())) + b"\n"
    return head + b"".join(lines)


def _key(region: Region) -> str:
    name = region.name
    if region.level == "regency":
        name = name.removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Administrasi ")
    return fold_name(name)


def locate_user_list() -> Path:
    """Where `berita-extract regions import` puts the list: the user's data folder, or `BERITA_EXTRACT_DATA_DIR`."""
    if folder := os.environ.get(_FOLDER_VARIABLE):
        return Path(folder) / _FILE_NAME
    import platformdirs

    return Path(platformdirs.user_data_dir("berita-extract", appauthor=False)) / _FILE_NAME


def load_gazetteer(path: Path | None = None) -> Gazetteer | None:
    """The list at a path, or else the one that the user has imported, if there is one.

    Raises `RegionsError` where the file is no compiled list.
    """
    if path is None:
        path = locate_user_list()
        if not path.is_file():
            return None
    return Gazetteer(path)
