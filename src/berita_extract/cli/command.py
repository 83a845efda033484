"""A command as our help shows it."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperCommand


class Command(TyperCommand):
    """A command whose help names an argument as the usage line does: `FILE`, not `FILE <list[str]>`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for parameter in self.params:
            if isinstance(parameter, TyperArgument) and parameter.metavar is not None:
                # Older versions of typer show no type and do not ask for it.
                parameter.display_type_rich = _show_no_type  # type: ignore[method-assign]


def _show_no_type(ctx: Any) -> None:
    return None
