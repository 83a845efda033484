"""Many documents through several processes, as a generator: what `Extractor.pipe` does with `workers`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import cached_property

from berita_extract.documents import Document
from berita_extract.errors import BeritaError, Loss
from berita_extract.processes.engine import ProcessEngine
from berita_extract.schema import Extraction

Extract = Callable[[str | Document], Extraction]


def pipe_through_processes(
    load: Callable[[], Extract], documents: Iterable[str | Document], *, workers: int, batch_size: int
) -> Generator[Extraction]:
    """The extractions in the order of the documents; `load`, which can be pickled, makes in each process what is done to one."""
    engine = ProcessEngine(workers, chunk_size=batch_size)
    with contextlib.closing(engine.map(_PipeTask(load), documents, weigh=_weigh)) as results:
        for result in results:
            if isinstance(result, Exception):
                raise result
            yield result


@dataclass(frozen=True)
class _PipeTask:
    """From a document to its extraction; what is wrong with one document waits for its turn."""

    load: Callable[[], Extract]

    @cached_property
    def extract(self) -> Extract:
        return self.load()

    def prepare(self) -> None:
        _ = self.extract

    def __call__(self, document: str | Document) -> Extraction | Exception:
        try:
            return self.extract(document)
        except Exception as error:
            return error

    def report_loss(self, document: str | Document, loss: Loss) -> Exception:
        source = document.source if isinstance(document, Document) else None
        text = document.text if isinstance(document, Document) else document
        name = source if source is not None else f"the text that begins with {str(text)[:60]!r}"
        return BeritaError(f"{name}: the process died on it, twice. Try it alone; it may need more memory than there is.")

    def __reduce__(self) -> tuple[type[_PipeTask], tuple[Callable[[], Extract]]]:
        return _PipeTask, (self.load,)


def _weigh(document: str | Document) -> int:
    text = document.text if isinstance(document, Document) else document
    return len(text) if isinstance(text, str) else 0  # what is no text is told when it is its turn
