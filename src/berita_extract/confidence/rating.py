"""Writing the confidence into an extraction."""

from __future__ import annotations

from msgspec.structs import replace

from berita_extract.confidence.evidence import Witness
from berita_extract.confidence.scorecard import Scorecard
from berita_extract.schema import Event, Extraction, Official


def rate(found: Extraction, scorecard: Scorecard) -> Extraction:
    """The extraction with the confidence of each of its values."""
    witness, odds = Witness(found), scorecard.rate
    return replace(
        found,
        headline=found.headline and replace(found.headline, confidence=odds(witness.headline(found.headline))),
        byline=tuple(replace(byline, confidence=odds(witness.byline(byline))) for byline in found.byline),
        dateline=found.dateline and replace(found.dateline, confidence=odds(witness.dateline(found.dateline))),
        event=found.event and _rate_event(found.event, witness, scorecard),
        dates=tuple(replace(date, confidence=odds(witness.date(date))) for date in found.dates),
        locations=tuple(replace(place, confidence=odds(witness.location(place))) for place in found.locations),
        officials=tuple(_rate_official(person, witness, scorecard) for person in found.officials),
        attendance=tuple(replace(count, confidence=odds(witness.count(count))) for count in found.attendance),
        quotes=tuple(replace(quote, confidence=odds(witness.quote(quote))) for quote in found.quotes),
    )


def _rate_official(person: Official, witness: Witness, scorecard: Scorecard) -> Official:
    titles = tuple(replace(title, confidence=scorecard.rate(witness.title(title, person))) for title in person.titles)
    return replace(person, confidence=scorecard.rate(witness.official(person)), titles=titles)


def _rate_event(event: Event, witness: Witness, scorecard: Scorecard) -> Event:
    return replace(
        event,
        date_confidence=scorecard.rate(witness.event_date(event)) if event.start_date else None,
        time_confidence=scorecard.rate(witness.event_time(event)) if event.start_time or event.end_time else None,
        venue_confidence=scorecard.rate(witness.event_venue(event)) if event.venue else None,
    )
