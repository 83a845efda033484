"""The numbered trip from a text to its extraction."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Generator, Iterable
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from berita_extract.assembly import Findings, assemble
from berita_extract.confidence.cut import check_confidence, leave_out
from berita_extract.confidence.rating import rate
from berita_extract.confidence.scorecard import load_scorecard
from berita_extract.documents import Document, check_text, read_day
from berita_extract.explanation import list_steps
from berita_extract.grammar.people_tags import tag_people
from berita_extract.lexicon.gazetteer import load_gazetteer
from berita_extract.lexicon.lexicon import load_lexicon
from berita_extract.linking.event import link_event
from berita_extract.linking.people import link_people
from berita_extract.linking.places import add_dateline_place
from berita_extract.linking.reference import date_text
from berita_extract.linking.regions import RegionLinker
from berita_extract.linking.roles import link_roles
from berita_extract.linking.speakers import SpeakerLinker
from berita_extract.recognizers.attendance import find_attendance
from berita_extract.recognizers.bylines import find_bylines
from berita_extract.recognizers.datelines import find_dateline
from berita_extract.recognizers.dates import find_dates
from berita_extract.recognizers.officials import find_officials
from berita_extract.recognizers.places import find_places
from berita_extract.recognizers.quotes import Quotation, find_quotations
from berita_extract.recognizers.statements import Statement, find_statements
from berita_extract.recognizers.times import find_times
from berita_extract.recognizers.venues import find_venues
from berita_extract.schema import Extraction
from berita_extract.text.reading import Reader, Reading
from berita_extract.text.spans import mark_spans
from berita_extract.trace import Explanation

_Settings = tuple[str | os.PathLike[str] | None, str | os.PathLike[str] | None, float | None]


class Analysis(NamedTuple):
    """An extraction with the words and sentences in which it was found."""

    extraction: Extraction
    reading: Reading


class Extractor:
    """Extracts facts from Indonesian press releases; keep one for many documents, from as many threads as you like."""

    def __init__(
        self,
        lexicon: str | os.PathLike[str] | None = None,
        regions: str | os.PathLike[str] | None = None,
        min_confidence: float | None = None,
    ) -> None:
        # What another process needs to build the same one.
        self._settings = (lexicon, regions, min_confidence)
        self._least = None if min_confidence is None else check_confidence(min_confidence)
        self._scorecard = load_scorecard()
        self._reader = Reader(load_lexicon(None if lexicon is None else Path(lexicon)))
        self._gazetteer = load_gazetteer(None if regions is None else Path(regions))
        self._region_list = self._gazetteer.digest if self._gazetteer else None

    def extract(self, text: str, *, published: dt.date | str | None = None, source: str | None = None) -> Extraction:
        """Extract everything from one release.

        `published`, a date or a day as `"2024-01-10"`, is what relative dates are read against where the text has no
        dateline of its own; `source` is copied into the result.
        """
        return self.analyse(text, published=published, source=source).extraction

    def explain(self, text: str, *, published: dt.date | str | None = None, source: str | None = None) -> Explanation:
        """The extraction, with every decision that was taken on the way: what was kept, what was dropped and why."""
        findings = self._find(text, published)
        extraction = self._write(findings, source)
        kept = self._cut(extraction)
        return Explanation(extraction=kept, steps=list_steps(findings, extraction, kept))

    def pipe(
        self,
        documents: Iterable[str | Document],
        *,
        published: dt.date | str | None = None,
        workers: int = 1,
        batch_size: int = 16,
    ) -> Generator[Extraction]:
        """Extract from many releases, in their order; each is taken only when its result is wanted.

        Give texts, or a `Document` each with its own `published` and `source`; `published` is for those without a day.
        With `workers` above 1 so many processes do the work, each of which loads the word lists anew and gets `batch_size`
        documents at a time; a few batches are taken ahead. Closing the generator ends them. A document on which a process
        dies twice raises `BeritaError` at its turn. A script that uses processes needs `if __name__ == "__main__":`.
        """
        if isinstance(documents, str | bytes):
            raise TypeError("pipe takes many releases. For one text: extract(text).")
        if workers < 1 or batch_size < 1:
            raise ValueError(f"workers is {workers} and batch_size {batch_size}. Give 1 or more.")
        if workers == 1:
            return (self._extract_document(document, published) for document in documents)
        from berita_extract.piping import pipe_through_processes

        task = partial(_load_extract, self._settings, published)
        return pipe_through_processes(task, documents, workers=workers, batch_size=batch_size)

    def analyse(self, text: str, *, published: dt.date | str | None = None, source: str | None = None) -> Analysis:
        """The extraction together with the reading that it comes from, for those who need its words and sentences too."""
        findings = self._find(text, published)
        return Analysis(self._cut(self._write(findings, source)), findings.reading)

    def _write(self, findings: Findings, source: str | None) -> Extraction:
        """The records of what was found, each with its confidence."""
        return rate(assemble(findings, source, self._region_list), self._scorecard)

    def _cut(self, extraction: Extraction) -> Extraction:
        return extraction if self._least is None else leave_out(extraction, self._least).extraction

    def _extract_document(self, document: str | Document, published: dt.date | str | None) -> Extraction:
        if not isinstance(document, Document):
            return self.extract(document, published=published)
        day = document.published if document.published is not None else published
        return self.extract(document.text, published=day, source=document.source)

    def _find(self, text: str, published: dt.date | str | None) -> Findings:
        """The trip:

        1. Read: clean copy, tokens, lexicon hits, blocks, sentences.
        2. Recognize: dates, dateline, people with offices, quotations, places, counts, times, bylines.
        3. Give dates their values by the reference day.
        4. Link: who is who, who said what, what the event is.
        """
        # 1. Read
        reference = read_day(published)
        reading = self._reader.read(check_text(text))
        # 2. Recognize
        days = find_dates(reading)
        dateline = find_dateline(reading, days.expressions)
        tagged = tag_people(reading, self._gazetteer)
        found = find_officials(reading, tagged)
        quotations, unbalanced = find_quotations(reading)
        quotes = [(quotation.start, quotation.end) for quotation in quotations]
        dates = [(expression.start, expression.end) for expression in days.expressions]
        venues = find_venues(reading, tagged, found.spans(), dates)
        places = find_places(reading, found.spans(), dates, venues)
        counts, refused = find_attendance(reading, [*quotes, *dates])
        times = find_times(reading)
        # 3. Values
        quoted = mark_spans(len(reading), quotes)
        dated = date_text(reading, days.expressions, dateline, reference, quoted)
        # 4. Link
        places = add_dateline_place(reading, places, dateline)
        cast = link_people(reading, found, [*dates, *((place.start, place.end) for place in places)])
        spoken = [(max(0, start - 1), end + 1) for start, end in quotes]
        named = [(mention.start, mention.end) for mention in cast.mentions]
        body = dateline.end if dateline is not None else 0
        leading = {quotation.cue.start: quotation.start for quotation in quotations if quotation.cue is not None}
        statements = find_statements(reading, spoken, leading, named, dates, body)
        told: list[Quotation | Statement] = sorted([*quotations, *statements], key=attrgetter("start"))
        regions = RegionLinker(reading, places, self._gazetteer)
        return Findings(
            reading=reading,
            dated=dated,
            excluded=days.excluded,
            dateline=dateline,
            places=places,
            regions=regions,
            times=times,
            quoted=quoted,
            found=found,
            cast=cast,
            roles=link_roles(reading, cast, quoted),
            counts=counts,
            refused=refused,
            told=SpeakerLinker(reading, cast, quotes, body).link_all(told),
            unbalanced=unbalanced,
            bylines=find_bylines(reading),
            event=link_event(reading, dated.values, dateline, times, places, regions, counts, quoted),
        )


def _load_extract(settings: _Settings, published: dt.date | str | None) -> Callable[[str | Document], Extraction]:
    """What another process does to each document."""
    extractor = Extractor(*settings)
    return lambda document: extractor._extract_document(document, published)
