"""One run at a time for one output: a lock that the system takes back when the run dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from berita_extract.errors import OutputError
from berita_extract.io.write import explain_os_error

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        file.seek(1 << 20)  # behind what is in the file: a locked byte cannot be read
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Lock:
    """A folder that only this process works in; it is made if there is none. Raises `OutputError` where another one does."""

    def __init__(self, folder: Path, name: str, output: Path) -> None:
        path = folder / name
        while True:
            is_new = False
            try:
                with contextlib.suppress(FileExistsError):
                    folder.mkdir()
                    is_new = True
                self._file = path.open("a+", encoding="ascii")
            except OSError as error:
                if folder.is_file():
                    message = f"the results are gathered in a folder {folder}, but a file has that name. Move it away."
                    raise OutputError(f"{output}: {message}") from error
                if is_new:
                    folder.rmdir()
                if isinstance(error, FileNotFoundError) and folder.parent.is_dir():
                    continue  # whoever had it has just removed it
                raise explain_os_error(error, output, folder.parent) from error
            try:
                _take(self._file)
            except OSError as error:
                self._file.seek(0)
                who = self._file.read().strip()
                self._file.close()
                message = f"another run{f' (process {who})' if who else ''} is writing it. Wait for it, or give another name."
                raise OutputError(f"{output}: {message}") from error
            # The run before may have removed the folder between our opening and our locking.
            with contextlib.suppress(OSError):
                if os.path.samestat(os.fstat(self._file.fileno()), path.stat()):
                    break
            self._file.close()
        with contextlib.suppress(OSError):  # a full disk; the number is there for people
            self._file.truncate(0)
            self._file.write(f"{os.getpid()}\n")
            self._file.flush()

    def release(self) -> None:
        """Let others in."""
        with contextlib.suppress(OSError):
            self._file.close()

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()
