"""What a batch was started with: inputs, options, word lists, versions. Only the same can be gone on with."""

from __future__ import annotations

import dataclasses
import glob
import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec

from berita_extract.batch.outcomes import Options
from berita_extract.io.read import STDIN, ReadOptions
from berita_extract.lexicon.gazetteer import locate_user_list
from berita_extract.schema import SCHEMA_VERSION


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """An input as it was: how many files and bytes are behind it, and the digest of their names, sizes and times.

    What is read `once`, as standard input and pipes are, cannot be read again.
    """

    name: str
    kind: Literal["file", "folder", "pattern", "once", "missing"]
    files: int = 0
    size: int = 0
    digest: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on which the bytes of the output depend; `overwrite` says that an output may be replaced at the end."""

    package: str
    schema: str
    inputs: tuple[Input, ...]
    options: dict[str, str]
    overwrite: bool = False


def make_manifest(inputs: Sequence[str], options: Options, *, own: Collection[Path], overwrite: bool) -> Manifest:
    """What a batch is started with now; the files and folders in `own` are the batch's and belong to no input."""
    passed_over = {os.path.realpath(path) for path in own}
    return Manifest(
        package=version("berita-extract"),
        schema=SCHEMA_VERSION,
        inputs=tuple(_look_at(given, passed_over) for given in inputs),
        options=dict(_list_options(options)),
        overwrite=overwrite,
    )


def list_differences(before: Manifest, now: Manifest) -> list[str]:
    """What is not as it was when the batch was started, each in a few words."""
    found = []
    if (before.package, before.schema) != (now.package, now.schema):
        found.append(f"berita-extract was {before.package} and is {now.package}")
    for name in sorted({*before.options, *now.options}):
        was, is_now = before.options.get(name, ""), now.options.get(name, "")
        if was != is_now:
            found.append(f"{name} was {was or 'not given'} and is {is_now or 'not given'}")
    if [given.name for given in before.inputs] != [given.name for given in now.inputs]:
        found.append(f"the inputs were {' '.join(given.name for given in before.inputs)}")
    else:
        found += [_describe(was, given) for was, given in zip(before.inputs, now.inputs, strict=True) if was != given]
    found += [f"{given.name} can be read only once" for given in now.inputs if given.kind == "once"]
    return found


def _describe(was: Input, now: Input) -> str:
    if was.kind != now.kind:
        return f"{now.name} was a {was.kind} and is a {now.kind}" if "missing" not in (was.kind, now.kind) else f"{now.name} was {was.kind}"
    if was.kind in ("folder", "pattern"):
        return (
            f"{now.name} had {was.files:,} files and has {now.files:,}" if was.files != now.files else f"a file in {now.name} was changed"
        )
    return f"{now.name} was changed"


def _list_options(options: Options | ReadOptions) -> Iterator[tuple[str, str]]:
    """Each option that is set; of a file what is in it, because its name alone tells nothing."""
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if isinstance(value, ReadOptions):
            yield from ((f"{field.name}.{name}", told) for name, told in _list_options(value))
            continue
        if field.name == "regions" and value is None and locate_user_list().is_file():
            value = locate_user_list()
        if isinstance(value, Path):
            yield field.name, f"{value} ({_digest_file(value)})"
        elif isinstance(value, tuple):
            yield field.name, ",".join(map(str, value))
        elif value not in (None, False):
            yield field.name, str(value)


def _digest_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    except OSError as error:  # told by who needs what is in it
        return error.strerror or "unreadable"


def _look_at(given: str, passed_over: Collection[str]) -> Input:
    name = os.fsencode(given).decode("utf-8", "replace")
    if given == STDIN:
        return Input(name=name, kind="once")
    try:
        status = Path(given).stat()
    except OSError:
        # A pattern is what it stands for now; a file that is missing stands for nothing.
        found = sorted(glob.iglob(given, recursive=True)) if glob.has_magic(given) else []  # noqa: PTH207 - as a shell reads it
        return _digest_files(name, "pattern", found) if found else Input(name=name, kind="missing")
    if stat.S_ISDIR(status.st_mode):
        return _digest_files(name, "folder", _walk(given, passed_over))
    if not stat.S_ISREG(status.st_mode):
        return Input(name=name, kind="once")
    return Input(name=name, kind="file", files=1, size=status.st_size, digest=str(status.st_mtime_ns))


def _walk(folder: str, passed_over: Collection[str]) -> Iterator[str]:
    """Everything in a folder and below it that is not hidden, in an order that is always the same."""
    for place, folders, names in os.walk(folder):
        real = os.path.realpath(place)

        def is_ours(held: str, real: str = real) -> bool:
            return held.startswith(".") or os.path.join(real, held) in passed_over  # noqa: PTH118 - a million of them

        folders[:] = sorted(held for held in folders if not is_ours(held))
        yield from (os.path.join(place, held) for held in sorted(names) if not is_ours(held))  # noqa: PTH118


def _digest_files(name: str, kind: Literal["folder", "pattern"], paths: Iterable[str]) -> Input:
    digest = hashlib.sha256()
    files = total = 0
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116
            size, changed = status.st_size, status.st_mtime_ns
        except OSError:
            size = changed = -1
        files += 1
        total += max(size, 0)
        digest.update(os.fsencode(f"{path}\0{size}\0{changed}\n"))
    return Input(name=name, kind=kind, files=files, size=total, digest=digest.hexdigest()[:32])
