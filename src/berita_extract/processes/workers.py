"""Worker processes, each with a pipe of its own, so that a death is seen at once and costs nobody else.

A result queue shared by all, as in `concurrent.futures`, can hang for good when a worker is killed while it
writes a result: the reader waits for the rest of it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Final, Generic, Protocol, TypeVar, cast

from berita_extract.errors import BeritaError

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

# `spawn` because this process may have threads (a progress bar), and threads do not survive a fork.
_CONTEXT: Final = multiprocessing.get_context("spawn")
# A replacement may die for want of memory that is free again a moment later.
_ATTEMPTS: Final = 3


class Function(Protocol[Item_contra, Result_co]):
    """What a process does; `prepare` is called once before."""

    def prepare(self) -> None:
        """Load what is needed."""
        ...

    def __call__(self, item: Item_contra, /) -> Result_co:
        """The result for an item."""
        ...


class WorkerDiedError(Exception):
    """The process ended without an answer."""


class Worker(Generic[Item, Result]):
    """A process that applies `function` to one list of items after the other."""

    def __init__(self, function: Function[Item, Result]) -> None:
        self.pipe, far_end = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(far_end, function), daemon=True)
        with _hold_interrupts():
            self._process.start()
        # While this copy is open, the death of the process does not end the pipe.
        far_end.close()
        self._owed = 1  # that it is ready

    def send(self, items: Sequence[Item]) -> None:
        """Hand over a list of items; that the process is dead shows when its answer is received."""
        self._owed = len(items)
        with contextlib.suppress(OSError):
            self.pipe.send(items)

    def receive(self) -> Result:
        """The result for the next item of the list; raises `WorkerDiedError`, or what `function` raised."""
        return cast("Result", self._receive())

    def await_ready(self) -> None:
        """Wait until the process is ready for its first list; raises as `receive` does."""
        self._receive()

    def _receive(self) -> object:
        try:
            result, error = self.pipe.recv()
        except (EOFError, OSError) as death:
            raise WorkerDiedError from death
        self._owed -= 1
        if error is not None:
            raise error
        return result

    def stop(self) -> None:
        """End the process: an idle one by itself, a busy one in the middle of what it does."""
        self.pipe.close()
        if self._owed:
            self._process.kill()
        self._process.join()


class Crew(Generic[Item, Result]):
    """The workers of one batch; leaving the context ends them all."""

    def __init__(self, function: Function[Item, Result]) -> None:
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
                worker.await_ready()
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


def _serve(pipe: Connection, function: Function[Any, Any]) -> None:
    """The life of a worker: it ends when the other end of its pipe is closed or gone."""
    # The parent alone answers Ctrl-C; it then stops its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(_apply(lambda _: function.prepare(), None))
        while True:
            for item in pipe.recv():
                answer = _apply(function, item)
                pipe.send(answer)
                if answer[1] is not None:
                    break


def _die_with_parent() -> None:
    """End in the middle of an item when the parent has been killed: nobody else would end a process that hangs."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _apply(function: Callable[[Any], Any], item: object) -> tuple[object, Exception | None]:
    try:
        return function(item), None
    except Exception as error:  # raised again in the parent
        return None, error


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
