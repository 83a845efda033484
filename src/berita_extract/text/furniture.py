"""What of a page is no text of the release: share lines, related links, publication stamps, captions, credits, footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from berita_extract.lexicon.columns import BlockKind
from berita_extract.lexicon.lexicon import Hit
from berita_extract.text.lines import Line, is_capitalised
from berita_extract.text.tokens import Tokens

_LONGEST_MARKER: Final = 12
_LONGEST_CREDIT: Final = 12
_LONGEST_STAMP: Final = 26
_LONGEST_CAPTION: Final = 70
_LONGEST_LINK: Final = 200
_SHORTEST_COPY: Final = 40
_MARKUP: Final = re.compile(r"(?:\s*!?(?:<[^>]*>|\[[^\]\n]*\]\([^)\n]*\)))+(?:\s*\|)?\s*$|[\W_]*$")
_CREDIT: Final = re.compile(r"[(\[][^()\[\]\n]{1,40}[)\]][.*\s]*$|\*[\s*.]*$")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+$|(?:[\w-]+\.)+(?:com|net|news|tv|id|org)\.?$", re.IGNORECASE)
_TAGS: Final = re.compile(r"(?:#\w+[\s,]*)+$")
# 09:11:09, 20.03.00, 2025-05-19T12:19:03Z
_SECONDS: Final = re.compile(r"(?:\d{4}-\d\d-\d\dT?)?(?:\d{1,2}[.:]\d\d[.:]\d\d(?:Z|\+\S+)?)?$")
# The shapes of what a day is written in.
_FIGURES: Final = re.compile("[dn]")
_LONGEST_COUNTER: Final = 8
_MARKS_BEHIND: Final = frozenset(":;|/®©")
_LEADING_MARKS: Final = frozenset("?-*/&.(\"'")
_BARS: Final = frozenset("|\u2022\u00b7")
# What stands between the source of a picture and its maker.
_SLASHED: Final = re.compile(r"\.(?i:com|net|co|id|news|tv|online)/[A-Z][\w. ]{1,40}[\s.|)-]*$")


def name_kind(tokens: Tokens, line: Line, before: Literal["metadata", ""]) -> BlockKind:
    """What a line is by its own words, and by the metadata before it, if such is there; `body` where nothing says otherwise."""
    content = tokens.clean[line.start : line.end].strip()
    if _MARKUP.match(content):
        return "furniture"
    if _CREDIT.match(content):
        return "credit"
    if _ADDRESS.match(content):
        return "footer"
    if _TAGS.match(content) or _is_counter(tokens, line):
        return "metadata"
    first = line.first
    while first < line.last - 1 and tokens.shapes[first] in _LEADING_MARKS:
        first += 1
    kind = _kind_of_marker(tokens, line, first, before)
    if kind == "body" and _is_signed(tokens, line):
        return "byline"
    if kind == "body" and any(hit.start == first and hit.end == line.last for hit in tokens.between("media", first, line.last)):
        return "credit"
    return "metadata" if kind in ("body", "byline") and is_stamp(tokens, line) else kind


def _kind_of_marker(tokens: Tokens, line: Line, first: int, before: Literal["metadata", ""]) -> BlockKind:
    """What the marker says with which a line begins (`Baca juga`, `Bagikan:`, `Foto:`)."""
    hits = tokens.between("boilerplate", line.first, line.last)
    hit = max((hit for hit in hits if hit.start <= first), key=_hit_end, default=None)  # © ANTARA too
    if hit is None:
        return "body"
    if _is_all_of(tokens, line, first, "share"):
        return "share"
    behind = tokens.word(hit.end) if hit.end < line.last else ""
    if hit.entry.get("where") == "line" and hit.end < line.last and behind != ":":
        return "body"
    numbered = hit.entry.value == "metadata" and line.last - hit.end == 1 and tokens.shapes[hit.end] in "80"
    if hit.entry.value == "byline" and not behind:
        return "byline"
    if before == "metadata" == hit.entry.value and behind and all(shape in "8/V0dyUI-." for shape in tokens.shapes[hit.end : line.last]):
        return "metadata"  # below SIARAN PERS: NOMOR 31/SP/II/BKIP/2025
    if hit.entry.has("mark") and behind not in _MARKS_BEHIND and not numbered:
        return "byline" if hit.entry.value == "byline" and _is_name(tokens, hit.end, line.last) else "body"
    kind: BlockKind = hit.entry.value  # type: ignore[assignment]  # the list's test holds its values to BlockKind
    if kind == "byline" and hit.entry.get("role") == "photographer" and line.length > _LONGEST_CREDIT:
        return "caption"  # a sentence behind Foto: is the picture's, not only its maker's
    if kind == "metadata" and hit.entry.has("trap") and before != "metadata":
        return "body"  # Hari/Tanggal : …, Tempat : … are the facts of a field report; below `Siaran Pers` they are its head
    if kind == "footer" and tokens.hit_at("offices", first) and _is_sentence(tokens, line):
        return "body"  # Kepala Biro Komunikasi … membenarkan jadwal tersebut.
    return kind


def _is_signed(tokens: Tokens, line: Line) -> bool:
    """`Tono Wijaya - detikNews`, `Rina Sari, CNBC Indonesia`: a name and its medium, and nothing else."""
    for hit in tokens.between("media", line.first + 3, line.last):
        if hit.end == line.last and hit.entry.get("kind") != "issuer" and tokens.shapes[hit.start - 1] in "-,":
            return _is_name(tokens, line.first, hit.start - 1)
    return False


def _is_name(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a span looks like a personal name from end to end; behind a bar may stand a place (`Laporan Rina Sari | Aceh`)."""
    bar = next((token for token in range(start, end) if tokens.word(token) in _BARS), end)
    letters = tokens.shapes[start:bar]
    plain = 2 <= len(letters) <= 5 and set(letters) <= set("NMXI") and "N" in letters
    short = len(letters) == 1 and bar < end and letters in ("N", "X")
    return (plain or short) and not any(
        tokens.hit_at(name, token) for name in ("regions", "seat_towns", "organisations", "offices", "media") for token in range(start, bar)
    )


def _hit_end(hit: Hit) -> int:
    return hit.end


def _is_sentence(tokens: Tokens, line: Line) -> bool:
    """Whether a line ends with a full stop and says what somebody does."""
    told = any(
        tokens.shapes[hit.start] == "w" for name in ("speech_verbs", "act_verbs") for hit in tokens.between(name, line.first, line.last)
    )
    return told and tokens.word(line.last - 1) == "."


def _is_all_of(tokens: Tokens, line: Line, first: int, kind: str) -> bool:
    """Whether markers of one kind fill a line: `Share Facebook Twitter WhatsApp`."""
    token = first
    while token < line.last:
        near = tokens.between("boilerplate", token, min(line.last, token + _LONGEST_MARKER))
        ends = [hit.end for hit in near if hit.start == token and hit.entry.value == kind]
        if not ends and tokens.shapes[token] not in "?-/&,:d0":
            return False
        token = max(ends, default=token + 1)
    return True


def _is_counter(tokens: Tokens, line: Line) -> bool:
    """`1009`, `Dibaca 794 Kali`, `3 jam lalu`, `waktu baca 1 menit`: figures and the words for what they count."""
    if line.length > _LONGEST_COUNTER:
        return False
    figures = tokens.shapes[line.first : line.last].strip("?-*/&.,:()")
    if not any(shape in "d0y" for shape in figures):
        return False
    words = [token for token in range(line.first, line.last) if tokens.shapes[token] not in "?-*/&.,:()d0y"]
    return all(tokens.in_group(token, "page_count") for token in words) and (bool(words) or "y" not in figures)


def is_stamp(tokens: Tokens, line: Line) -> bool:
    """`Selasa, 9 Januari 2024 | 22:10 WIB | Oleh: Redaksi`: a day, an hour, and who published; nothing that happened."""
    end = read_stamp(tokens, line)
    if end is None:
        return False
    rest = line.last - end
    if rest == 0:
        return True
    if rest > 12 or tokens.word(line.last - 1) == ".":
        return False
    barred = tokens.word(end - 1) in _BARS or tokens.word(end) in _BARS
    counted = tokens.hit_at("boilerplate", end) is not None or tokens.in_group(end, "page_count")
    opened = barred or counted or tokens.shapes[end] in "-/(d0"
    return opened and not any(_tells(tokens, token) for token in range(end, line.last))


def read_stamp(tokens: Tokens, line: Line) -> int | None:
    """Where the day and hour end with which a line begins; `None` where it begins with none.

    A name, rubric or marker may stand before them: `Berita daerah | 6 April 2024`, `oleh Tono Wijaya diperbarui 5 Mei 2024`.
    """
    shapes = tokens.shapes
    limit = min(line.last, line.first + _LONGEST_STAMP)
    if not _FIGURES.search(shapes, line.first, limit):
        return None
    token = start = _skip_head(tokens, line, limit)
    while token < limit and (shapes[token] in "dyn0c,.-:/()?&|8" or _is_time_word(tokens, token) or _joins_figures(tokens, token)):
        if shapes[token] == "8" and not _SECONDS.match(tokens.word(token)):
            break
        token += 1
    read = shapes[start:token]
    dated = "n" in read or ("d" in read and any(tokens.hit_at("months", place) for place in range(start, token)))
    timed = "c" in read or any(_SECONDS.match(tokens.word(place)) for place in range(start, token) if shapes[place] in "08")
    if not dated or not (timed or start > line.first or (token < line.last and tokens.word(token - 1) in _BARS)):
        return None
    return token


def find_glued(tokens: Tokens, line: Line) -> int | None:
    """Where the text begins that stands right behind a stamp, without a space: `6 April 2024, 19:49 WIBPALEMBANG, …`."""
    end = read_stamp(tokens, line)
    zoned = end is not None and end < line.last and tokens.touches(end - 1) and tokens.hit_at("time_words", end - 1) is not None
    return end if zoned else None


def _skip_head(tokens: Tokens, line: Line, limit: int) -> int:
    """Past what may stand before the day of a stamp: bullets, a short label and a bar, a marker of who wrote and `diperbarui`."""
    token = line.first
    while token < limit and tokens.shapes[token] in "?-*&.":
        token += 1
    bound = min(limit, token + 8)
    for place in range(token, bound):
        if tokens.hit_at("weekdays", place) or tokens.shapes[place] in "dn":
            head = tokens.word(place - 1) if place > token else ""
            labelled = head in _BARS or tokens.in_group(place - 1, "stamp_word") or _ends_marker(tokens, token, place)
            return place if labelled else token
    return token


def _joins_figures(tokens: Tokens, token: int) -> bool:
    """The letters of `2025-05-19T12:19:03Z`."""
    return tokens.shapes[token] == "I" and tokens.touches(token - 1) and tokens.shapes[token - 1] in "d8c0"


def _ends_marker(tokens: Tokens, first: int, token: int) -> bool:
    """`Oleh MC Prov. Bangka Belitung,`, `Tono Wijaya, Jurnalis -`: a marker of a byline, and only a name beside it."""
    hits = tokens.between("boilerplate", first, token)
    marked = any(hit.start == first and (hit.entry.value == "byline" or _is_plain_stamp(hit)) for hit in hits)
    closed = any(hit.entry.value == "byline" and hit.end >= token - 1 for hit in hits)
    return (marked or closed) and not any(_tells(tokens, place) for place in range(first + 1, token))


def _is_plain_stamp(hit: Hit) -> bool:
    """`Dibaca : 5`, but not `Hari/Tanggal : …`, which is a fact of the release."""
    return hit.entry.value == "metadata" and not hit.entry.has("trap")


def _is_time_word(tokens: Tokens, token: int) -> bool:
    return any(tokens.hit_at(name, token) for name in ("weekdays", "months", "time_words")) or tokens.in_group(token, "stamp_word")


def _tells(tokens: Tokens, token: int) -> bool:
    """Whether a token is a small word of running text."""
    return tokens.shapes[token] == "w" and not (
        tokens.in_group(token, "page_count") or tokens.in_group(token, "stamp_word") or tokens.hit_at("boilerplate", token)
        or "." in tokens.word(token)
    )  # fmt: skip


def is_caption(tokens: Tokens, line: Line, *, early: bool) -> bool:
    """Whether a paragraph is the text under a picture: one sentence, behind it who made the picture.

    `early` where no paragraph of the release stands above it; further down only an outspoken credit counts.
    """
    if find_copy(tokens, line.first, line.last) is not None:
        return True
    if not 3 <= line.length <= _LONGEST_CAPTION:
        return False
    credit = _find_credit(tokens, line, early=early)
    if credit is None or any(True for _ in _inner_stops(tokens, line.first, credit)):
        return False
    return early or not any(tokens.shapes[hit.start] == "w" for hit in tokens.between("speech_verbs", line.first, credit))


def find_copy(tokens: Tokens, first: int, last: int) -> int | None:
    """Where the second copy begins of a text that pages give twice, around the picture's credit; `None` of any other."""
    content = tokens.span(first, last)
    place = content.rfind(content[:_SHORTEST_COPY])
    if place < _SHORTEST_COPY or not content.startswith(content[place:].rstrip(". ")):
        return None
    return tokens.token_at(tokens.starts[first] + place)


def _find_credit(tokens: Tokens, line: Line, *, early: bool) -> int | None:
    """Where the credit of a picture begins with which a line ends: `(Foto: Ist)`, `/RMOL`, `KOMPAS.com/Tono`."""
    shapes, last = tokens.shapes, line.last
    while last > line.first and (shapes[last - 1] in ".-" or tokens.word(last - 1) in "|*"):
        last -= 1
    if last - line.first < 2:
        return None
    if shapes[last - 1] == ")":
        opening = shapes.rfind("(", line.first, last)
        return opening if opening > line.first and _names_picture(tokens, opening + 1, last - 1, early=early) else None
    for hit in tokens.between("boilerplate", max(line.first + 1, last - 10), last):
        marked = hit.end < last and hit.entry.has("mark") and tokens.word(hit.end) in _MARKS_BEHIND and shapes[hit.start - 1] in ".-/):"
        unnamed = hit.entry.get("where") == "line" and early and shapes[hit.start - 1] == "-"  # F- Istimewa/Diskominfo
        if _marks_picture(hit) and (marked or unnamed):
            return hit.start
    medium = tokens.ending("media", last)
    if early and medium is not None and shapes[medium.start - 1] == "/" and medium.start > line.first + 1:
        return medium.start - 1
    if tokens.clean.find("/", line.start, line.end) >= 0 and _SLASHED.search(tokens.clean[line.start : line.end]):
        return last - 2
    return None


def _marks_picture(hit: Hit) -> bool:
    return hit.entry.value == "caption" or hit.entry.get("role") == "photographer"


def _names_picture(tokens: Tokens, start: int, end: int, *, early: bool) -> bool:
    """Whether a bracket holds a picture's credit: `Foto: Rina`, `Liputan6.com/Tono`; high on the page also `ist`, `ANTARA/Tono`."""
    if any(_marks_picture(hit) and (early or hit.start == start) for hit in tokens.between("boilerplate", start, end)):
        return True
    content = tokens.span(start, end)
    if _SLASHED.search(content):
        return True
    return early and "/" in content and any(hit.entry.get("kind") != "issuer" for hit in tokens.between("media", start, end))


def _inner_stops(tokens: Tokens, start: int, end: int) -> Iterator[int]:
    """The full stops that end a sentence inside a span."""
    for token in range(start + 1, end - 1):
        if tokens.shapes[token] == "." and tokens.word(token) == "." and tokens.shapes[token + 1] not in "w,":
            yield token


def name_links(tokens: Tokens, lines: list[Line], kinds: list[BlockKind]) -> None:
    """Headlines of other pages: on the line behind an empty `Baca juga :`, in a list around it, and all behind `Populer`."""
    told = False
    for place, line in enumerate(lines):
        told = told or (kinds[place] == "body" and tokens.word(line.last - 1) == ".")
        if not told or kinds[place] != "related" or not _stands_alone(tokens, line):
            continue
        after = place + 1
        while after < len(lines) and kinds[after] == "body" and is_title(tokens, lines[after]):
            kinds[after] = "related"
            after += 1
            if kinds[after : after + 1] == ["metadata"]:
                after += 1
        before = place - 1
        while before > 0 and kinds[before] == "body" and tokens.shapes[lines[before].first] in "-?" and is_title(tokens, lines[before]):
            kinds[before] = "related"
            before -= 1


def _stands_alone(tokens: Tokens, line: Line) -> bool:
    ends = [hit.end for hit in tokens.between("boilerplate", line.first, line.last) if hit.entry.value == "related"]
    return bool(ends) and all(tokens.shapes[token] in ":.-?" for token in range(max(ends), line.last))


def is_title(tokens: Tokens, line: Line, share: float = 0.75) -> bool:
    """Whether a line is written as titles are: most words with a capital, no sentence's end, no quotation left open."""
    words = sum(tokens.shapes[token].isalpha() and tokens.shapes[token] not in "dync" for token in range(line.first, line.last))
    if words < 3 or line.width > _LONGEST_LINK or tokens.word(line.last - 1) in (".", ",", ":", ";"):
        return False
    return is_capitalised(tokens, line, share) and tokens.shapes.count('"', line.first, line.last) % 2 == 0
