"""Gold sets: annotations, the texts they are about, and predictions to compare with them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from berita_extract.errors import GoldError
from berita_extract.evaluation.facts import Facts
from berita_extract.evaluation.lines import Line, Mistakes, read_lines
from berita_extract.evaluation.records import RecordError, list_mistakes, list_quoted, read_facts


@dataclass(frozen=True, slots=True)
class GoldRelease:
    """An annotated release: its facts, and its text where that is at hand."""

    place: str
    name: str
    facts: Facts
    digest: str | None = None
    text: str | None = None
    published: dt.date | None = None
    quoted: tuple[tuple[str, str], ...] = ()

    def list_strays(self) -> Iterator[str]:
        """Words that the annotation gives as the release's, and that do not stand in it."""
        for where, words in self.quoted:
            if self.text is not None and words not in self.text:
                yield f"{self.place}: {where} {words!r} does not stand in the text of {self.name!r} like this."


@dataclass(frozen=True, slots=True)
class _Text:
    place: str
    text: str
    digest: str
    published: dt.date | None


def read_gold(path: Path, texts: Path | None = None, *, with_texts: bool = True) -> list[GoldRelease]:
    """The annotated releases of a file, each with its text; raises `GoldError` with all that is wrong.

    The text stands in the record, or in `texts`, or in the file beside it that `find_texts` names. Without
    `with_texts` those stay without a text whose record holds none, unless `texts` is given.
    """
    mistakes = Mistakes()
    releases = [release for line in read_lines(path, mistakes) if (release := _read_release(line, mistakes))]
    _refuse_twins(releases, mistakes)
    mistakes.stop_if_any()
    without = [release for release in releases if release.text is None]
    if without and (texts or with_texts):
        kept = _read_texts(texts or find_texts(path, without[0]), mistakes)
        releases = [release if release.text is not None else _add_text(release, kept, mistakes) for release in releases]
        mistakes.stop_if_any()
    return releases


def find_texts(gold: Path, release: GoldRelease) -> Path:
    """The file of texts beside a gold file: `dev.texts.jsonl` for `dev.gold.jsonl`, `texts.jsonl` for `gold.jsonl`."""
    before, found, after = gold.name.rpartition("gold")
    beside = gold.with_name(f"{before}texts{after}")
    if found and beside.is_file():
        return beside
    where = f"there is no {beside} either" if found else f'"gold" is no part of the name {gold.name}'
    raise GoldError(
        f'{release.place}: {release.name!r} has no text, and {where}. Put the release into "text" of the record, '
        "or name the file with the texts: --texts TEXTS.jsonl"
    )


def read_predictions(path: Path, releases: Sequence[GoldRelease]) -> list[Facts | None]:
    """What a file says was found in each release, by `sha256` or else by `id`; raises `GoldError`.

    Releases that it says nothing about get `None`.
    """
    mistakes = Mistakes()
    by_digest = {release.digest: index for index, release in enumerate(releases) if release.digest}
    by_name = {release.name: index for index, release in enumerate(releases)}
    found: list[Facts | None] = [None] * len(releases)
    places: dict[int, str] = {}
    for line in read_lines(path, mistakes):
        name = _take_name(line.record)
        index = by_digest.get(_take_digest(line.record) or "", by_name.get(name))
        if index is None:
            told = repr(name) if name else 'one without "id"'
            mistakes.add(
                line.place, f'a prediction for {told}, which is not in the gold set. Give it the "id" or "sha256" of a release there.'
            )
        elif index in places:
            mistakes.add(line.place, f"{releases[index].name!r} has a prediction already, in {places[index]}. Leave one out.")
        else:
            places[index] = line.place
            try:
                found[index] = read_facts(line.record)
            except RecordError as error:
                mistakes.add(line.place, str(error))
    mistakes.stop_if_any()
    return found


def _read_release(line: Line, mistakes: Mistakes) -> GoldRelease | None:
    record = line.record
    before = len(mistakes.told)
    name = _take_name(record)
    if not name:
        mistakes.add(line.place, 'the record has no "id". Give each release a name of its own: {"id": "r1", …}.')
    for mistake in list_mistakes(record):
        mistakes.add(line.place, mistake)
    facts = _try_reading(line, mistakes)
    text, digest = record.get("text"), _take_digest(record)
    if text is not None:
        if not isinstance(text, str) or not text.strip():
            mistakes.add(line.place, '"text" is empty or no string. Put the release there, or leave "text" out.')
        else:
            digest = _check_digest(line.place, digest, text, mistakes)
    published = _read_published(line, mistakes)
    if len(mistakes.told) > before or facts is None:
        return None
    return GoldRelease(line.place, name, facts, digest, text, published, tuple(list_quoted(record)))


def _try_reading(line: Line, mistakes: Mistakes) -> Facts | None:
    try:
        return read_facts(line.record)
    except RecordError as error:
        mistakes.add(line.place, str(error))
        return None


def _refuse_twins(releases: Sequence[GoldRelease], mistakes: Mistakes) -> None:
    names: dict[str, str] = {}
    digests: dict[str, str] = {}
    for release in releases:
        if first := names.get(release.name):
            mistakes.add(release.place, f'the "id" {release.name!r} stands in {first} already. Give each release a name of its own.')
        elif first := digests.get(release.digest or ""):
            mistakes.add(release.place, f"{release.name!r} has the sha256 of {first} too. Annotate each text once.")
        names.setdefault(release.name, release.place)
        if release.digest:
            digests.setdefault(release.digest, release.place)


def _read_texts(path: Path, mistakes: Mistakes) -> dict[str, _Text]:
    """The texts of a file by their names."""
    texts: dict[str, _Text] = {}
    for line in read_lines(path, mistakes):
        name, text = _take_name(line.record), line.record.get("text")
        if not name:
            mistakes.add(line.place, 'the record has no "id". Write {"id": "r1", "text": "…"}.')
        elif not isinstance(text, str) or not text.strip():
            mistakes.add(line.place, f'{name!r} has no "text". Write {{"id": "{name}", "text": "…"}}.')
        elif name in texts:
            mistakes.add(line.place, f'the "id" {name!r} stands in {texts[name].place} already. Give each release a name of its own.')
        else:
            digest = _check_digest(line.place, _take_digest(line.record), text, mistakes)
            texts[name] = _Text(line.place, text, digest, _read_published(line, mistakes))
    mistakes.stop_if_any()
    return texts


def _add_text(release: GoldRelease, texts: dict[str, _Text], mistakes: Mistakes) -> GoldRelease:
    found = texts.get(release.name)
    if found is None:
        mistakes.add(release.place, f'there is no text for {release.name!r}. Add {{"id": "{release.name}", "text": "…"}} to the texts.')
        return release
    if release.digest and release.digest != found.digest:
        mistakes.add(
            release.place, f"the sha256 of {release.name!r} is not that of its text in {found.place}. {_say_mending(found.digest)}"
        )
    return replace(release, text=found.text, digest=found.digest, published=release.published or found.published)


def _check_digest(place: str, given: str | None, text: str, mistakes: Mistakes) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if given is not None and given != digest:
        mistakes.add(place, f'"sha256" is not that of "text". {_say_mending(digest)}')
    return digest


def _say_mending(digest: str) -> str:
    return f'The text was changed after it was annotated: restore it, or look at the annotation again and write "sha256": "{digest}".'


def _take_name(record: dict[str, Any]) -> str:
    """The name of a release; what `berita-extract batch` writes has it in `source`."""
    for key in ("id", "source"):
        if isinstance(record.get(key), str | int) and str(record[key]):
            return str(record[key])
    return ""


def _take_digest(record: dict[str, Any]) -> str | None:
    return str(record["sha256"]) if record.get("sha256") else None


def _read_published(line: Line, mistakes: Mistakes) -> dt.date | None:
    value = line.record.get("published")
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        mistakes.add(line.place, f'"published" is {value!r}. Write the day of publication as 2024-01-10, or leave it out.')
        return None
