"""The base of the small records that one stage of the pipeline hands to the next."""

from __future__ import annotations

import msgspec


class Record(msgspec.Struct, frozen=True, gc=False):
    """Something found in a text; a release has thousands, so they are made and read faster than tuples with names.

    The garbage collector passes them by (`gc=False`): a record never holds itself, however many steps away.
    """
