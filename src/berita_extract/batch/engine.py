"""How a batch is worked through: in this process or in several, with the same results in the same order."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Final, Protocol, TypeVar

from berita_extract.batch.workers import Crew, Worker, WorkerDiedError

Item = TypeVar("Item")
Result = TypeVar("Result")
Item_contra = TypeVar("Item_contra", contravariant=True)
Result_co = TypeVar("Result_co", covariant=True)

# Starting a process takes about as long as extracting from this many bytes.
_WORTH_A_PROCESS: Final = 500_000
_MAX_CHUNK: Final = 16
# Chunks handed out and not yet given back in order, for each worker: what bounds the memory.
_CHUNKS_AHEAD: Final = 3


class Task(Protocol[Item_contra, Result_co]):
    """What is done to each item; it can be pickled, and loads what it needs at its first call in a process.

    What is wrong with one item it turns into a result; what it raises is wrong with all and ends the batch.
    """

    def __call__(self, item: Item_contra, /) -> Result_co:
        """The result for an item."""
        ...

    def report_crash(self, item: Item_contra, /) -> Result_co:
        """The result for an item on which the process died."""
        ...


class Engine(Protocol):
    """Something that applies a task to items and gives the results in the order of the items."""

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Generator[Result]:
        """The results as they come; closing the generator ends the work."""
        ...


@dataclass(frozen=True)
class SerialEngine:
    """One item after the other in this process."""

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Generator[Result]:
        """Apply `task` to each item."""
        for item in items:
            yield task(item)


@dataclass(frozen=True)
class ProcessEngine:
    """Several processes, each of which loads the extractor once and gets chunks of items.

    However many items there are, only a few chunks are under way. When a process dies, its chunk is gone
    through again one item at a time in a fresh one, and only an item that kills that one too is lost.
    """

    workers: int
    chunk_size: int = _MAX_CHUNK

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Generator[Result]:
        """Apply `task` to each item; closing the generator ends the processes at once."""
        chunks = _split_chunks(items, self.chunk_size)
        finished: dict[int, list[Result]] = {}
        handed = given = 0
        busy: dict[Connection, tuple[Worker[Item, Result], int, list[Item]]] = {}
        with Crew[Item, Result](task) as crew:
            idle = deque(crew.hire(self.workers))
            while True:
                # 1. Work for everybody, as long as the results that wait for their turn are few.
                while idle and handed - given < self.workers * _CHUNKS_AHEAD and (chunk := next(chunks, None)):
                    worker = idle.popleft()
                    worker.send(chunk)
                    busy[worker.pipe] = worker, handed, chunk
                    handed += 1
                if not busy:
                    return
                # 2. What has been done meanwhile.
                ready = wait(list(busy))
                for pipe in [pipe for pipe in busy if pipe in ready]:
                    worker, number, chunk = busy.pop(pipe)
                    try:
                        finished[number] = worker.receive()
                    except WorkerDiedError:
                        crew.dismiss(worker)
                        worker, finished[number] = _map_singly(crew, task, chunk)
                    idle.append(worker)
                # 3. Results whose turn it is.
                while given in finished:
                    yield from finished.pop(given)
                    given += 1


def choose_engine(workers: int, *, documents: int, size: int) -> Engine:
    """As many processes as there is work for; this process alone where there is little."""
    useful = min(workers, documents, size // _WORTH_A_PROCESS)
    if useful < 2:
        return SerialEngine()
    return ProcessEngine(useful, chunk_size=min(_MAX_CHUNK, 1 + documents // (useful * _CHUNKS_AHEAD)))


def count_cores() -> int:
    """The cores that this process may use, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _split_chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    iterator = iter(items)
    return iter(lambda: list(itertools.islice(iterator, size)), [])


def _map_singly(crew: Crew[Item, Result], task: Task[Item, Result], items: list[Item]) -> tuple[Worker[Item, Result], list[Result]]:
    """Results one item at a time, so that a death has exactly one cause; and the worker that is left."""
    results: list[Result] = []
    (worker,) = crew.hire()
    for item in items:
        worker.send([item])
        try:
            results += worker.receive()
        except WorkerDiedError:
            results.append(task.report_crash(item))
            crew.dismiss(worker)
            (worker,) = crew.hire()
    return worker, results
