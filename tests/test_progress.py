"""The progress of a batch where nobody watches a bar, and what is known of the time left."""

from __future__ import annotations

from berita_extract.batch.outcomes import Summary
from berita_extract.io.read import InputSize
from berita_extract.render.pace import Pace, tell_progress


class Clock:
    """A clock that stands still until it is set."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def list_lines(size: InputSize, *steps: tuple[float, Summary]) -> list[str]:
    clock = Clock()
    told: list[str] = []
    with tell_progress(told.append, size, clock) as advance:
        for now, summary in steps:
            clock.now = 1000 + now
            advance(summary)
    return told


def test_a_line_comes_now_and_then_and_no_more() -> None:
    steps = [(seconds, Summary(documents=10 * seconds, size=1000 * seconds, failures=1)) for seconds in range(700)]
    assert list_lines(InputSize(None, 1_000_000), *steps) == [
        "300 documents, 10/s, about 16 min left, 1 failed",
        "3,300 documents, 10/s, about 11 min left, 1 failed",
        "6,300 documents, 10/s, about 6 min left, 1 failed",
    ]


def test_what_was_done_before_does_not_count_for_the_rate_nor_for_the_time_left() -> None:
    steps = [(seconds, Summary(documents=5000 + 10 * seconds, resumed=5000)) for seconds in (0, 40)]
    assert list_lines(InputSize(6000, 0), *steps) == ["5,400 of 6,000 documents, 10/s, about 60 s left, 0 failed"]


def test_nothing_is_said_of_the_end_where_nobody_knows_it() -> None:
    # More came out of the files than their sizes told: they are compressed.
    assert list_lines(InputSize(None, 100), (31.0, Summary(documents=62, size=500))) == ["62 documents, 2/s, 0 failed"]
    assert list_lines(InputSize(None, 0), (31.0, Summary(documents=31))) == ["31 documents, 1/s, 0 failed"]


def test_the_share_is_that_of_documents_where_they_are_counted_else_of_bytes() -> None:
    done = Summary(documents=5, size=90)
    assert Pace(InputSize(10, 100), 0).share(done) == 0.5
    assert Pace(InputSize(None, 100), 0).share(done) == 0.9
    assert Pace(InputSize(None, 80), 0).share(done) is None
    assert Pace(InputSize(0, 0), 0).share(Summary()) == 0
