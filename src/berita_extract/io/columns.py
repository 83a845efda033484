"""Which column of a table, or key of a record, holds the release, its title, its day and its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from berita_extract.errors import InputError
from berita_extract.io.entries import Cells, ReadOptions

Role = Literal["text", "title", "date", "id"]

# What we ask for ourselves is meant; what merely has a name like a day's may hold anything.
_OUR_NAME_OF_THE_DAY: Final = "published"
_ROLES: Final[tuple[Role, ...]] = ("text", "title", "date", "id")
_NOT_PLAIN: Final = re.compile(r"[\W_]+")
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that are read; `None` where there is none."""

    text: str
    title: str | None = None
    date: str | None = None
    id: str | None = None
    date_is_sure: bool = False

    def names(self) -> list[str]:
        """The columns that are needed, each once."""
        return list(dict.fromkeys(name for name in (self.text, self.title, self.date, self.id) if name is not None))

    def pick(self, row: Mapping[str, Any]) -> Cells:
        """The cells of a row that matter."""
        title, day, name = (row.get(column) if column is not None else None for column in (self.title, self.date, self.id))
        return Cells(_write(row.get(self.text)), _write(title), _keep_day(day), _write(name), self.date_is_sure)


@cache
def list_usual_names(role: Role) -> tuple[str, ...]:
    """The names that columns of this role usually have, those tried first in front."""
    table = resources.files("berita_extract.io").joinpath("columns.tsv").read_text(encoding="utf-8")
    rows = dict(line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple(rows[role].split())


def choose_columns(names: Sequence[str], options: ReadOptions, source: str) -> Columns:
    """The columns to read, by the options or their usual names; raises `InputError` that lists them where the text is none of them."""
    found: dict[Role, str | None] = {role: _find_column(role, names, getattr(options, role), source) for role in _ROLES}
    text = found["text"]
    if text is None:
        message = (
            f'no column is called "text", "isi" or the like. Name the one with the release: --text-column NAME. There are: {_list(names)}.'
        )
        raise InputError(source, "columns", message)
    return Columns(text, found["title"], found["date"], found["id"], options.date is not None or found["date"] == _OUR_NAME_OF_THE_DAY)


def has_text_column(names: Sequence[str], options: ReadOptions) -> bool:
    """Whether a table has a column for the release."""
    try:
        return _find_column("text", names, options.text, "") is not None
    except InputError:
        return False


def _find_column(role: Role, names: Sequence[str], given: str | None, source: str) -> str | None:
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    if given is not None:
        chosen = given if given in names else plain.get(_plain(given))
        if chosen is None:
            message = f"there is no column {given!r}. There are: {_list(names)}. Name one of them: --{role}-column NAME."
            raise InputError(source, "columns", message)
        return chosen
    return next((plain[usual] for usual in list_usual_names(role) if usual in plain), None)


def _plain(name: str) -> str:
    return _NOT_PLAIN.sub("_", name.casefold()).strip("_")


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(name if len(name) <= 40 else name[:40] + "…" for name in names[:_SHOWN] if name)
    return (shown or "none") + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _write(value: Any) -> str | None:
    """A cell as text; a number as a person would write it."""
    if isinstance(value, Mapping) and isinstance(value.get("rendered"), str):
        return str(value["rendered"])  # what the WordPress interface gives: {"rendered": "<p>…"}
    if value is None or isinstance(value, Mapping | list | tuple | bool):
        return None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _keep_day(value: Any) -> Any:
    return value if hasattr(value, "year") else _write(value)
