"""Where it happens: venues as written, by their head nouns and the phrases that introduce them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from berita_extract.grammar.people_tags import AND, AREA, LEVEL, OFFICE, ORGANISATION, PREFIX, Tagged
from berita_extract.grammar.place_search import NAME_SHAPES, Place, PlaceSearch
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.reading import Reading
from berita_extract.text.words import CAPITALISED

RULES: Final[Mapping[str, str]] = {
    "places.cued_venue": "a venue behind a phrase that introduces one: bertempat di Aula Setda",
    "places.venue": "a venue noun behind a preposition: di Lapangan Merdeka Kota Sukabumi",
    "places.street": "a street with its number: Jl. Diponegoro No. 2 Jakarta",
}

# Spots that are venues wherever they are named: Jembatan Ampera, Bandara Juanda, Pantai Kuta.
_SPOTS: Final = frozenset(("transport", "nature", "street"))
# A venue's name goes on through these letters; lower-case words only where they describe the room (aula utama kantor …).
_VENUE_BODY: Final = frozenset((ORGANISATION, AREA, LEVEL, OFFICE, PREFIX, *"NMXKUVIJHRCBDd08yQ"))
_LONGEST_VENUE: Final = 22
_LONGEST_FIRST: Final = 3


def find_venues(reading: Reading, tagged: Tagged, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]]) -> list[Place]:
    """Find venues (`Aula BKPSDM Kabupaten Ciamis`, `Lapangan Merdeka`).

    `named` are the tokens of persons and titles, `dated` those of dates: what stands in them is no place.
    """
    search = _VenueSearch(reading, tagged, named, dated)
    search.find_venues()
    return search.places


class _VenueSearch(PlaceSearch):
    """The search for venues."""

    def __init__(self, reading: Reading, tagged: Tagged, named: Iterable[tuple[int, int]], dated: Iterable[tuple[int, int]]) -> None:
        super().__init__(reading, named, dated)
        self.tagged = tagged

    def find_venues(self) -> None:
        """Venues by their head nouns, and offices that a cue makes one (`bertempat di Dinas Perkebunan`)."""
        for hit in self.reading.found("venue_nouns"):
            inside = hit.entry.get("kind") == "online" or self.busy[hit.start] or self._is_inside_company(hit)
            if inside or not self.is_told(hit.start):
                continue
            hit = self._with_name_before(hit)
            strength = self._strength(hit)
            end = self._venue_end(hit) if strength else hit.end
            if strength and self._is_named(hit, end, strength):
                street = hit.entry.get("kind") == "street"
                rule = "places.street" if street else "places.cued_venue" if strength >= 2 else "places.venue"
                self.add(Place(hit.start, end, hit.start, "venue", rule, hit, None, strength))
        for hit in self.reading.found("organisations"):
            cue = self.reading.ending("venue_cues", hit.start)
            if cue is not None and int(cue.entry.get("strength", "1")) >= 2 and self.is_open(hit) and self.reading.shapes[hit.start] != "w":
                self.add(Place(hit.start, self._venue_end(hit), hit.start, "venue", "places.cued_venue", hit, None, 3))

    def _with_name_before(self, hit: Hit) -> Hit:
        """`di Claro Hotel Kendari`: houses that are named in English order."""
        reading = self.reading
        start = hit.start
        if hit.entry.get("kind") != "hospitality" or reading.shapes[start] == "w":
            return hit
        while hit.start - start < _LONGEST_FIRST and start > 0 and reading.shapes[start - 1] in "NXMU" and not self.busy[start - 1]:
            start -= 1
        return hit._replace(start=start) if start > 0 and reading.folded(start - 1) in ("di", "ke") else hit

    def _is_inside_company(self, hit: Hit) -> bool:
        return bool(self.inside_organisation[hit.start]) and self.reading.hit_at("organisations", hit.start) is None

    def _strength(self, hit: Hit) -> int:
        """How surely a venue noun names a place here: 3 behind `bertempat di`, 1 behind a bare preposition, 0 not at all."""
        reading = self.reading
        before = hit.start - 1
        while before >= 0 and reading.shapes[before] in ':"(':
            before -= 1
        cue = reading.ending("venue_cues", before + 1)
        if cue is not None and (not cue.entry.has("glued") or before < hit.start - 1):
            return int(cue.entry.get("strength", "1"))
        if before < 0 or reading.block_at(before).start != reading.block_at(hit.start).start:
            return 1 if reading.shapes[hit.start] != "w" and hit.entry.get("kind") in _SPOTS else 0
        word = reading.folded(before)
        if word in ("tempat", "lokasi") and before < hit.start - 1:
            return 3
        if reading.in_group(before, "place_preposition"):
            kind = hit.entry.get("kind")
            weak = reading.in_group(before, "weak_preposition") and hit.entry.has("trap") and kind in ("education", "office", "health")
            return 0 if weak and (word != "dari" or kind == "education") else 1
        if word in ("dan", "serta") and before in self.ends:
            return 1
        street = hit.entry.get("kind") == "street"  # …, Jalan Jenderal Sudirman, Kelurahan …
        if reading.shapes[before] == "," and reading.shapes[hit.start] != "w" and (street or not hit.entry.has("trap")):
            return 1
        if reading.shapes[hit.end : hit.end + 1] not in ("X", "N", "M", "U") and reading.hit_at("organisations", hit.end) is None:
            return 0
        kind = hit.entry.get("kind")
        if kind == "nature" or (kind in _SPOTS and not hit.entry.has("trap")):
            return 1 if reading.shapes[hit.start] in NAME_SHAPES else 0
        # memadati halaman Pondok Pesantren Al-Ikhlas, meresmikan Gedung Dakwah: the object of a verb
        acted = (
            reading.shapes[before] == "w" and word.startswith("me") and word not in ("mereka", "melalui", "menjadi", "merupakan", "meski")
        )
        named = not hit.entry.has("trap") or (kind == "worship" and reading.shapes[hit.start] != "w")  # menyelimuti Gereja Effata
        return 1 if acted and named else 0

    def _is_named(self, hit: Hit, end: int, strength: int) -> bool:
        """A venue needs a name of its own; `di rumah`, `di kediaman pribadi` have none."""
        reading = self.reading
        capitals = sum(reading.shapes[token] in "NMXKUVId08" for token in range(hit.start, end))
        if not capitals or (end < len(reading) and reading.folded(end) == "se"):
            return False
        topical = all(reading.shapes[token] == "K" for token in range(hit.end, end))
        if topical and end > hit.end and strength == 1 and hit.entry.get("kind") == "open" and reading.shapes[hit.start] != "w":
            return hit.end - hit.start > 1 or not reading.folded(hit.start).startswith("kawasan")
        if (
            hit.entry.has("trap")
            and reading.span(hit.start, hit.end).isupper()
            and hit.end - hit.start == 1
            and len(reading.word(hit.start)) < 4
        ):
            return strength >= 2 and end > hit.end
        if end > hit.end:
            if hit.entry.get("kind") == "office" or not hit.entry.has("trap"):
                return True
            return strength >= 2 or reading.hit_at("organisations", hit.start) is None or reading.shapes[hit.end] in "AXNd0"
        if hit.end - hit.start > 1:
            return True
        return not hit.entry.has("trap") and (strength >= 2 or reading.shapes[hit.start] != "w")

    def _venue_end(self, hit: Hit) -> int:
        """Where the venue's name ends: at a comma, a verb, a date, or a line's end."""
        reading, letters, items = self.reading, self.tagged.letters, self.tagged.items
        last = token = hit.end
        block_end = reading.block_at(hit.start).end
        while token < block_end and token - hit.start < _LONGEST_VENUE:
            letter, shape = letters[items[token]], reading.shapes[token]
            if reading.breaks_after(token - 1) or shape == "n" or (self.busy[token] and letter not in _VENUE_BODY):
                break
            if letter == "t" and not (reading.shapes[token - 1] == "d" and token == hit.end + 1):
                break  # a date; but Lapangan 17 Mei is a name
            if letter == ORGANISATION and shape in NAME_SHAPES:
                token = last = self.tagged.ends[items[token]]
            elif letter in _VENUE_BODY | {"t"} and (shape in NAME_SHAPES or shape in "d08yc"):
                if self.dated[token]:
                    break
                token = last = token + 1
            elif (shape == "w" and reading.in_group(token, "venue_describer")) or reading.folded(token) in ("no", "nomor"):
                token += 1
                last = last if reading.in_group(token - 1, "venue_unfinished") else token
            elif shape == "F" and reading.shapes[token - 1] in "KX" and reading.shapes[token + 1 : token + 2] in (",", "."):
                token = last = token + 1  # Perbukitan Menoreh: the name ends with a word that is a verb elsewhere
            elif (letter == AND or shape in "/&-") and self._goes_on(token, block_end):
                token += 1
            elif (closing := self._short_form_end(token, block_end)) is not None:
                token = closing
            else:
                break
        return last

    def _short_form_end(self, token: int, end: int) -> int | None:
        """Past a bracket with an abbreviation inside a name: `Kampus Akademi Kepolisian (AKPOL) Semarang`."""
        shapes = self.reading.shapes
        if shapes[token] != "(":
            return None
        closing = shapes.find(")", token, token + 6)
        if closing < 0 or closing + 1 >= end or shapes[closing + 1] not in NAME_SHAPES:
            return None
        return closing + 1 if all(shape in CAPITALISED for shape in shapes[token + 1 : closing]) else None

    def _goes_on(self, token: int, end: int) -> bool:
        """`Badan Kepegawaian dan Pengembangan …`: the joining word stands inside one name."""
        reading = self.reading
        if token + 1 >= end or reading.shapes[token + 1] not in "KXUd0N" or reading.shapes[token - 1] not in NAME_SHAPES:
            return False
        return not any(reading.hit_at(name, token + 1) for name in ("venue_nouns", "offices", "level_words"))
