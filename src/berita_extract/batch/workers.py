"""Worker processes, each with a pipe of its own, so that a death is seen at once and costs nobody else.

A result queue shared by all, as in `concurrent.futures`, can hang for good when a worker is killed while it
writes a result: the reader waits for the rest of it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from berita_extract.errors import BeritaError

Item = TypeVar("Item")
Result = TypeVar("Result")

# `spawn` because this process may have threads (a progress bar), and threads do not survive a fork.
_CONTEXT: Final = multiprocessing.get_context("spawn")


# A replacement may die for want of memory that is free again a moment later.
_ATTEMPTS: Final = 3


class WorkerDiedError(Exception):
    """The process ended without an answer."""


class Worker(Generic[Item, Result]):
    """A process that applies `function` to one list of items after the other."""

    def __init__(self, function: Callable[[Item], Result]) -> None:
        self.pipe, far_end = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(far_end, function), daemon=True)
        with _hold_interrupts():
            self._process.start()
        # While this copy is open, the death of the process does not end the pipe.
        far_end.close()
        self._is_busy = True

    def send(self, items: Sequence[Item]) -> None:
        """Hand over a list of items; that the process is dead shows when its answer is received."""
        self._is_busy = True
        with contextlib.suppress(OSError):
            self.pipe.send(items)

    def receive(self) -> list[Result]:
        """The results for the last list; raises `WorkerDiedError`, or what `function` raised."""
        try:
            results, error = self.pipe.recv()
        except (EOFError, OSError) as death:
            raise WorkerDiedError from death
        self._is_busy = False
        if error is not None:
            raise error
        return list(results)

    def stop(self) -> None:
        """End the process: an idle one by itself, a busy one in the middle of what it does."""
        self.pipe.close()
        if self._is_busy:
            self._process.kill()
        self._process.join()


class Crew(Generic[Item, Result]):
    """The workers of one batch; leaving the context ends them all."""

    def __init__(self, function: Callable[[Item], Result]) -> None:
        self._function = function
        self._workers: list[Worker[Item, Result]] = []
        self._has_started = False

    def hire(self, count: int = 1) -> list[Worker[Item, Result]]:
        """Start workers, all at once, and wait until they are ready; raises `BeritaError`."""
        return [self._await(worker) for worker in [self._start() for _ in range(count)]]

    def _start(self) -> Worker[Item, Result]:
        worker = Worker(self._function)
        self._workers.append(worker)
        return worker

    def _await(self, worker: Worker[Item, Result]) -> Worker[Item, Result]:
        """The worker when it is ready, or one in its place."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                worker.receive()
            except WorkerDiedError as death:
                self.dismiss(worker)
                if not self._has_started:
                    # Not a matter of any document: the next process would die just the same.
                    message = "a worker process could not be started; a script needs `if __name__ == '__main__':`"
                    raise BeritaError(message) from death
                if attempt == _ATTEMPTS:
                    message = "a worker process could not be replaced, mostly for want of memory. Try again with --workers 1."
                    raise BeritaError(message) from death
                worker = self._start()
            else:
                self._has_started = True
                break
        return worker

    def dismiss(self, worker: Worker[Item, Result]) -> None:
        """End one worker."""
        self._workers.remove(worker)
        worker.stop()

    def __enter__(self) -> Crew[Item, Result]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.stop()


def _serve(pipe: Connection, function: Callable[[Any], Any]) -> None:
    """The life of a worker: it ends when the other end of its pipe is closed or gone."""
    # The parent alone answers Ctrl-C; it then stops its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(([], None))
        while True:
            pipe.send(_apply(function, pipe.recv()))


def _apply(function: Callable[[Any], Any], items: Sequence[Any]) -> tuple[list[Any], Exception | None]:
    try:
        return [function(item) for item in items], None
    except Exception as error:  # raised again in the parent
        return [], error


@contextlib.contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Keep a Ctrl-C from a process that starts and cannot ignore it yet; this process hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
