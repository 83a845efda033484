"""The JSON Schema of the output: current, valid, strict about what it promises, and true of real output."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from berita_extract import extract
from berita_extract.schema import SCHEMA_VERSION, Extraction, json_schema
from cli_runner import run_cli
from releases import ROOT, read_samples

COMMITTED = ROOT / "docs" / "schema.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_bytes() == run_cli("schema").out, "run: berita-extract schema > docs/schema.json"


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_every_type_is_described() -> None:
    for name, definition in json_schema()["$defs"].items():
        assert definition.get("description"), name


@pytest.mark.parametrize("name", read_samples())
def test_output_on_the_samples_is_valid(validator: jsonschema.Draft202012Validator, name: str) -> None:
    validator.validate(extract(read_samples()[name]).to_dict())


@pytest.mark.parametrize("text", ["", "Selamat pagi.", "Rapat digelar kemarin.", "“Kami siap, ujar Bupati Rina Sari."])
def test_output_on_texts_without_a_release_is_valid(validator: jsonschema.Draft202012Validator, text: str) -> None:
    validator.validate(extract(text).to_dict())


def test_every_field_is_written_even_when_empty() -> None:
    plain = extract("").to_dict()
    assert tuple(plain) == Extraction.__struct_fields__
    assert plain["schema_version"] == SCHEMA_VERSION


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("dates", 0, "start_date"), "10/1/2024"),
        (("dates", 0, "granularity"), "hour"),
        (("dates", 0, "start_char"), "12"),
        (("locations", 0, "kind"), "place"),
        (("officials", 0, "name"), None),
        (("attendance", 0, "min"), 1.5),
        (("quotes", 0, "kind"), "said"),
        (("headline",), "Judul"),
    ],
)
def test_the_schema_refuses_what_the_output_never_holds(
    validator: jsonschema.Draft202012Validator, path: tuple[str | int, ...], wrong: object
) -> None:
    plain: Any = extract(read_samples()["korem-pelatihan-pemilu.txt"]).to_dict()
    validator.validate(plain)
    spoilt = copy.deepcopy(plain)
    *way, last = path
    held = spoilt
    for step in way:
        held = held[step]
    held[last] = wrong
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(spoilt)
