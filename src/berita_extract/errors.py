"""What can go wrong for a reason that the user can mend: each message says what is wrong and what to do."""

from __future__ import annotations

from typing import Literal

InputProblem = Literal[
    "missing",
    "folder",
    "unreadable",
    "empty",
    "binary",
    "encoding",
    "record",
    "columns",
    "article",
    "scanned",
    "protected",
    "damaged",
    "limit",
    "extra",
]
# What a process may be lost by.
Loss = Literal["crash", "timeout"]


class BeritaError(Exception):
    """Anything that the user can mend; the message is meant to be shown as it is."""


class InputError(BeritaError):
    """A document that cannot be read: `rilis.txt: the file is empty. …`"""

    # Positional arguments only: an exception comes back from a worker process as `type(*args)`.
    def __init__(self, source: str, problem: InputProblem, message: str) -> None:
        super().__init__(source, problem, message)
        self.source = source
        self.problem = problem
        self.message = message

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


class LexiconError(BeritaError):
    """A word list that cannot be used; the message names file and line and says what to write instead."""


class RegionsError(BeritaError):
    """A list of regions that cannot be used; the message names file and line and says what to do."""


class GoldError(BeritaError):
    """Annotations, their texts or predictions that cannot be used; the message names file and line and says what to write."""


class OutputError(BeritaError):
    """An output file that cannot be created where it was asked for."""


class MissingExtraError(BeritaError, ImportError):
    """A library that comes only with an extra is not installed; the message holds the command that installs it."""
