"""The engines: results in the order of the items, whatever happens to the processes that make them."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from berita_extract.errors import LexiconError, Loss
from berita_extract.processes.engine import Engine, ProcessEngine, SerialEngine, choose_engine


class Loaded:
    """A task that needs nothing."""

    def prepare(self) -> None:
        pass


@dataclass(frozen=True)
class Double(Loaded):
    """Twice a number; dies at `deadly`, hangs at `endless`, raises at `wrong`."""

    deadly: tuple[int, ...] = ()
    endless: tuple[int, ...] = ()
    wrong: int | None = None

    def __call__(self, number: int) -> int | str:
        if number in self.deadly:
            os._exit(3)
        if number in self.endless:
            time.sleep(600)
        if number == self.wrong:
            raise LexiconError("kata.tsv:3: wrong for every document")
        return 2 * number

    def report_loss(self, number: int, loss: Loss) -> int | str:
        return f"{loss} {number}"


@dataclass(frozen=True)
class Stumble(Loaded):
    """A number; the first time that one of `stumbles` is tried, the process dies."""

    folder: Path
    stumbles: frozenset[int]

    def __call__(self, number: int) -> int:
        mark = self.folder / str(number)
        if number in self.stumbles and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    def report_loss(self, number: int, loss: Loss) -> int:
        return -number


@dataclass(frozen=True)
class Sleep(Loaded):
    """Something that takes long."""

    def __call__(self, seconds: float) -> int:
        time.sleep(seconds)
        return os.getpid()

    def report_loss(self, _: float, loss: Loss) -> int:
        return 0


@dataclass(frozen=True)
class Grow(Loaded):
    """So many bytes."""

    def __call__(self, size: int) -> bytes:
        return b"x" * size

    def report_loss(self, _: int, loss: Loss) -> bytes:
        return b""


@pytest.mark.parametrize("engine", [SerialEngine(), *(ProcessEngine(workers, chunk_size=3) for workers in (1, 2, 3, 4))])
def test_engines_give_results_in_the_order_of_the_items(engine: Engine) -> None:
    assert list(engine.map(Double(), range(40))) == [2 * number for number in range(40)]


@pytest.mark.parametrize("deadly", [(0,), (7,), (39,), (4, 5, 30)])
def test_only_the_item_that_kills_a_worker_is_lost(deadly: tuple[int, ...]) -> None:
    results = list(ProcessEngine(2, chunk_size=3).map(Double(deadly=deadly), range(40)))
    assert results == [f"crash {number}" if number in deadly else 2 * number for number in range(40)]


def test_an_item_that_takes_too_long_is_ended_and_lost_alone() -> None:
    results = list(ProcessEngine(2, chunk_size=4, timeout=2).map(Double(endless=(5,), deadly=(6,)), range(10)))
    expected: list[int | str] = [2 * number for number in range(10)]
    expected[5:7] = ["timeout 5", "crash 6"]
    assert results == expected


def test_a_limit_is_for_an_item_and_not_for_a_chunk() -> None:
    assert 0 not in list(ProcessEngine(1, chunk_size=8, timeout=3).map(Sleep(), [0.5] * 8))


def test_a_result_that_waits_for_its_taker_came_in_time() -> None:
    results = ProcessEngine(1, chunk_size=4, timeout=1.5).map(Sleep(), [0.0] * 12)
    first = next(results)
    time.sleep(3)
    assert {first, *results} == {first}


def test_an_item_that_is_lost_once_is_tried_again_alone(tmp_path: Path) -> None:
    task = Stumble(tmp_path, frozenset({0, 1, 8, 19}))
    assert list(ProcessEngine(2, chunk_size=5).map(task, range(20))) == list(range(20))
    assert len(list(tmp_path.iterdir())) == 4


def test_workers_that_somebody_kills_cost_nothing() -> None:
    results = ProcessEngine(2, chunk_size=2).map(Sleep(), [0.05] * 30)
    workers = [next(results)]
    for result in results:
        if result not in workers and len(workers) < 3:
            workers.append(result)
            os.kill(result, signal.SIGKILL)
        assert result != 0


# A process takes long to start: a few examples, each with what must be told apart.
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fates=st.lists(st.sampled_from(["done", "done", "done", "dies", "stumbles"]), max_size=12),
    workers=st.integers(1, 3),
    chunk_size=st.integers(1, 5),
)
def test_whatever_becomes_of_the_items_their_order_is_kept(
    tmp_path_factory: pytest.TempPathFactory, fates: list[str], workers: int, chunk_size: int
) -> None:
    numbered = list(enumerate(fates, 1))
    folder = tmp_path_factory.mktemp("marks")
    task = Fates(folder, dict(numbered))
    found = list(ProcessEngine(workers, chunk_size=chunk_size).map(task, [number for number, _ in numbered]))
    assert found == [-number if fate == "dies" else number for number, fate in numbered]


@dataclass(frozen=True)
class Fates(Loaded):
    """A number, if the process survives it."""

    folder: Path
    fates: dict[int, str]

    def __call__(self, number: int) -> int:
        if self.fates[number] == "dies":
            os._exit(3)
        return Stumble(self.folder, frozenset(n for n, fate in self.fates.items() if fate == "stumbles"))(number)

    def report_loss(self, number: int, loss: Loss) -> int:
        return -number


def test_what_is_wrong_for_all_items_ends_the_map() -> None:
    with pytest.raises(LexiconError, match=r"kata\.tsv:3"):
        list(ProcessEngine(2, chunk_size=3).map(Double(wrong=5), range(40)))


@dataclass(frozen=True)
class Unprepared(Double):
    """Cannot load what it needs."""

    def prepare(self) -> None:
        raise LexiconError("kata.tsv:3: wrong for every document")


@pytest.mark.parametrize("engine", [SerialEngine(), ProcessEngine(2)])
def test_what_cannot_be_loaded_ends_the_map_before_the_first_item(engine: Engine) -> None:
    numbers = itertools.count()
    with pytest.raises(LexiconError, match=r"kata\.tsv:3"):
        next(engine.map(Unprepared(), numbers))
    assert next(numbers) == 0


def test_only_a_few_chunks_are_under_way_at_a_time() -> None:
    numbers = itertools.count()
    results = ProcessEngine(2, chunk_size=5).map(Double(), numbers)
    assert next(results) == 0
    results.close()
    assert next(numbers) <= 2 * 3 * 5


def test_only_so_many_bytes_are_under_way_at_a_time() -> None:
    taken: list[int] = []

    def take() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    # Each is a chunk of its own, and three of them are more than may be ahead.
    results = ProcessEngine(4, chunk_size=16).map(Double(), take(), weigh=lambda _: 25_000_000)
    assert next(results) == 0
    results.close()
    assert len(taken) <= 4


def test_results_of_megabytes_pass_through() -> None:
    sizes = [3_000_000, 0, 1_000_000, 5]
    assert [len(result) for result in ProcessEngine(2, chunk_size=2).map(Grow(), sizes)] == sizes


def test_closing_the_results_ends_workers_in_the_middle_of_their_work() -> None:
    results = ProcessEngine(2, chunk_size=1).map(Sleep(), [0.0, 600.0, 600.0])
    worker = next(results)
    closer = threading.Thread(target=results.close)
    closer.start()
    closer.join(timeout=60)
    assert not closer.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.parametrize(
    ("workers", "documents", "size", "expected"),
    [
        (8, 1, 50_000_000, ProcessEngine(1, chunk_size=1)),
        (8, 1000, 90_000, ProcessEngine(1, chunk_size=16)),
        (1, 100_000, 300_000_000, ProcessEngine(1, chunk_size=16)),
        (8, 100_000, 300_000_000, ProcessEngine(8, chunk_size=16)),
        (8, None, 300_000_000, ProcessEngine(8, chunk_size=16)),
        (8, None, 0, ProcessEngine(1, chunk_size=1)),
        (8, 12, 24_000_000, ProcessEngine(8, chunk_size=1)),
        (64, 100_000, 2_000_000, ProcessEngine(4, chunk_size=16)),
    ],
)
def test_processes_are_started_where_they_pay(workers: int, documents: int | None, size: int, expected: Engine) -> None:
    assert choose_engine(workers, documents=documents, size=size) == expected
