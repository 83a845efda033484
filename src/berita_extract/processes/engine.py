"""How many items are worked through: in this process or in several, with the same results in the same order."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Final, Generic, Protocol, TypeVar

from berita_extract.errors import Loss
from berita_extract.processes.workers import Crew, Worker, WorkerDiedError

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

# Starting a process takes about as long as extracting from this many bytes.
_WORTH_A_PROCESS: Final = 500_000
_MAX_CHUNK: Final = 16
# A chunk is full with so many bytes, however few its items.
_CHUNK_BYTES: Final = 256 * 1024
# Chunks handed out and not yet given back in order, for each worker, and bytes in them altogether: what bounds the memory.
_CHUNKS_AHEAD: Final = 3
_BYTES_AHEAD: Final = 64 * 1024 * 1024
# What a release weighs where nobody knows how many there are.
_USUAL_BYTES: Final = 3_000


class Task(Protocol[Item_contra, Result_co]):
    """What is done to each item; it can be pickled.

    What is wrong with one item it turns into a result; what it raises is wrong with all and ends the work.
    """

    def prepare(self) -> None:
        """Load what is needed, in each process before its first item: no item's time limit pays for it."""
        ...

    def __call__(self, item: Item_contra, /) -> Result_co:
        """The result for an item."""
        ...

    def report_loss(self, item: Item_contra, loss: Loss, /) -> Result_co:
        """The result for an item on which the process died, or took longer than it may."""
        ...


class Engine(Protocol):
    """Something that applies a task to items and gives the results in the order of the items."""

    def map(self, task: Task[Item, Result], items: Iterable[Item], *, weigh: Callable[[Item], int] | None = None) -> Generator[Result]:
        """The results as they come; closing the generator ends the work. `weigh` tells the bytes that an item takes."""
        ...


@dataclass(frozen=True)
class SerialEngine:
    """One item after the other in this process, which a death ends and no time limit guards."""

    def map(self, task: Task[Item, Result], items: Iterable[Item], *, weigh: Callable[[Item], int] | None = None) -> Generator[Result]:
        """Apply `task` to each item."""
        task.prepare()
        for item in items:
            yield task(item)


@dataclass(frozen=True)
class ProcessEngine:
    """Several processes, each of which loads what it needs once and gets chunks of items.

    However many items there are, only a few chunks are under way, and only so many bytes. Results come back one by
    one, so a process that dies, or is ended because an item takes longer than `timeout` seconds, costs at most
    that item. It is tried once more, alone, in a fresh process; only then is it lost.
    """

    workers: int
    chunk_size: int = _MAX_CHUNK
    timeout: float | None = None

    def map(self, task: Task[Item, Result], items: Iterable[Item], *, weigh: Callable[[Item], int] | None = None) -> Generator[Result]:
        """Apply `task` to each item; closing the generator ends the processes at once."""
        chunks: Iterator[_Chunk[Item, Result]] = _split_chunks(items, self.chunk_size, weigh)
        line: deque[_Chunk[Item, Result]] = deque()  # under way, in the order of the items
        broken: deque[_Chunk[Item, Result]] = deque()
        busy: dict[Connection, _Shift[Item, Result]] = {}
        with Crew(task) as crew:
            idle = deque(crew.hire(self.workers))
            while True:
                # 1. Work for everybody, as long as the results that wait for their turn are few.
                while len(busy) < self.workers and (chunk := self._choose_chunk(broken, line, chunks)):
                    worker = idle.popleft() if idle else crew.hire()[0]
                    busy[worker.pipe] = self._start_shift(worker, chunk)
                if not busy:
                    return
                # 2. What has been done meanwhile; whose time is over although nothing of it has come.
                heard = wait(list(busy), _time_left(busy.values()))
                for pipe, shift in list(busy.items()):
                    loss = self._receive(shift) if pipe in heard else _judge_time(shift)
                    if loss is not None:
                        crew.dismiss(shift.worker)
                        shift.chunk.lose(task, loss)
                    if loss is not None or not shift.owed:
                        del busy[pipe]
                        if loss is None:
                            idle.append(shift.worker)
                        if not shift.chunk.is_done:
                            broken.append(shift.chunk)
                # 3. Results whose turn it is.
                while line:
                    while line[0].results:
                        yield line[0].results.popleft()
                    if not line[0].is_done:
                        break
                    line.popleft()

    def _choose_chunk(
        self,
        broken: deque[_Chunk[Item, Result]],
        line: deque[_Chunk[Item, Result]],
        chunks: Iterator[_Chunk[Item, Result]],
    ) -> _Chunk[Item, Result] | None:
        if broken:
            return broken.popleft()
        if len(line) >= self.workers * _CHUNKS_AHEAD or sum(chunk.weight for chunk in line) >= _BYTES_AHEAD:
            return None
        chunk = next(chunks, None)
        if chunk is not None:
            line.append(chunk)
        return chunk

    def _start_shift(self, worker: Worker[Item, Result], chunk: _Chunk[Item, Result]) -> _Shift[Item, Result]:
        items = chunk.choose_items()
        worker.send(items)
        return _Shift(worker, chunk, len(items), self._limit())

    def _receive(self, shift: _Shift[Item, Result]) -> Loss | None:
        try:
            result = shift.worker.receive()
        except WorkerDiedError:
            return "crash"
        shift.chunk.accept(result)
        shift.owed -= 1
        shift.limit = self._limit()
        return None

    def _limit(self) -> float | None:
        return None if self.timeout is None else time.monotonic() + self.timeout


@dataclass(eq=False, slots=True)
class _Chunk(Generic[Item, Result]):
    """Items that one process works through, and their results until it is their turn.

    The item behind the last result is a `suspect` when a process was lost on it.
    """

    items: list[Item]
    weight: int
    results: deque[Result] = field(default_factory=deque)
    done: int = 0
    is_suspect: bool = False

    @property
    def is_done(self) -> bool:
        return self.done == len(self.items)

    def choose_items(self) -> list[Item]:
        """What is left; a suspect alone."""
        return self.items[self.done : self.done + 1] if self.is_suspect else self.items[self.done :]

    def accept(self, result: Result) -> None:
        self.results.append(result)
        self.done += 1
        self.is_suspect = False

    def lose(self, task: Task[Item, Result], loss: Loss) -> None:
        """The process was lost on the next item: the second time, the item is given up."""
        if self.is_suspect:
            self.accept(task.report_loss(self.items[self.done], loss))
        else:
            self.is_suspect = True


@dataclass(eq=False, slots=True)
class _Shift(Generic[Item, Result]):
    """A worker with a chunk: how many results it owes, and when the next one must have come."""

    worker: Worker[Item, Result]
    chunk: _Chunk[Item, Result]
    owed: int
    limit: float | None


def choose_engine(workers: int, *, documents: int | None, size: int, timeout: float | None = None) -> ProcessEngine:
    """As many processes as there is work for, one at least; `documents` is None where nobody has counted them."""
    estimate = max(1, size // _USUAL_BYTES if documents is None else documents)
    useful = max(1, min(workers, estimate, size // _WORTH_A_PROCESS))
    return ProcessEngine(useful, chunk_size=min(_MAX_CHUNK, 1 + estimate // (useful * _CHUNKS_AHEAD)), timeout=timeout)


def count_cores() -> int:
    """The cores that this process may use, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _split_chunks(items: Iterable[Item], size: int, weigh: Callable[[Item], int] | None) -> Iterator[_Chunk[Item, Result]]:
    held: list[Item] = []
    weight = 0
    for item in items:
        held.append(item)
        weight += weigh(item) if weigh else 0
        if len(held) == size or weight >= _CHUNK_BYTES:
            yield _Chunk(held, weight)
            held, weight = [], 0
    if held:
        yield _Chunk(held, weight)


def _time_left(shifts: Iterable[_Shift[Item, Result]]) -> float | None:
    """Seconds until the first limit; None where there is none."""
    limits = [shift.limit for shift in shifts if shift.limit is not None]
    return max(0.0, min(limits) - time.monotonic()) if limits else None


def _judge_time(shift: _Shift[Item, Result]) -> Loss | None:
    """A result that lies in the pipe came in time, however late this process gets round to it."""
    late = shift.limit is not None and time.monotonic() >= shift.limit and not shift.worker.pipe.poll()
    return "timeout" if late else None
