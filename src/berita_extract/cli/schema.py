"""`berita-extract schema`: what a program that reads the output may rely on."""

from __future__ import annotations

from berita_extract.cli.streams import open_sink

EPILOG = """\
Examples:

$ berita-extract schema > berita-extract.schema.json
"""


def schema() -> None:
    """Write the JSON Schema of the output.

    Tuliskan JSON Schema dari keluaran.
    """
    from berita_extract.io.write import encode_json
    from berita_extract.schema import json_schema

    with open_sink(None) as sink:
        sink.write(encode_json(json_schema(), indent=2) + b"\n")
