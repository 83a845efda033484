"""What a batch does to each document, in whichever process: read, extract, encode."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from berita_extract.batch.copies import take_fingerprint
from berita_extract.batch.outcomes import Extracted, Failure, Options, Outcome, describe_failure
from berita_extract.confidence.cut import leave_out
from berita_extract.errors import Loss
from berita_extract.io.read import Entry, read_entry
from berita_extract.io.write import encode_extraction, list_withheld

if TYPE_CHECKING:
    from berita_extract.pipeline import Extractor

_LOSSES: Final[dict[Loss, str]] = {
    "crash": "the process died on this document, twice. Try it alone; it may need more memory than there is.",
    "timeout": "the document took longer than the time limit, twice. Give it more with --timeout, and please report it.",
}


@dataclass(frozen=True)
class ExtractTask:
    """From an entry to its line of output; whatever is wrong with the document becomes a `Failure`."""

    options: Options

    @cached_property
    def extractor(self) -> Extractor:
        """Loaded once in each process."""
        import berita_extract

        return berita_extract.load(lexicon=self.options.lexicon, regions=self.options.regions)

    def prepare(self) -> None:
        """Load the extractor; raises `LexiconError` or `RegionsError`."""
        _ = self.extractor

    def __call__(self, entry: Entry) -> Outcome:
        """Read, extract and encode one document."""
        source = entry.source
        try:
            document = read_entry(entry)
            source = document.source
            published = document.published or self.options.published
            extraction, reading = self.extractor.analyse(document.text, published=published, source=source)
            fields, left_out = self.options.fields, 0
            if self.options.min_confidence is not None:
                cut = leave_out(extraction, self.options.min_confidence)
                extraction, left_out = cut.extraction, cut.count(fields)
            return Extracted(
                line=encode_extraction(extraction, fields=fields),
                characters=len(document.text),
                source=source,
                note=document.note,
                withheld=len(list_withheld(extraction, fields)),
                left_out=left_out,
                fingerprint=take_fingerprint(reading),
            )
        except Exception as error:  # a document never makes a batch stop
            return describe_failure(error, source)

    def report_loss(self, entry: Entry, loss: Loss) -> Outcome:
        """The failure of a document on which the process died, or that took too long."""
        return Failure(source=entry.source, error=loss, message=_LOSSES[loss])

    def __reduce__(self) -> tuple[type[ExtractTask], tuple[Options]]:
        return ExtractTask, (self.options,)  # another process loads an extractor of its own
