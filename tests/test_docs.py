"""The documentation says what the code says: fields, lists, help texts, modules, kinds of error."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest

import berita_extract
from berita_extract import schema
from berita_extract.batch.outcomes import FailureKind
from berita_extract.lexicon.entries import read_packaged_texts
from cases_format import Case, discover
from cases_notation import FIELDS
from releases import ROOT, read_samples

DOCS = ROOT / "docs"
SCHEMA = (DOCS / "schema.md").read_text(encoding="utf-8")
STRUCTS = {name: kind for name, kind in vars(schema).items() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)}


def read_table(page: str, head: str) -> list[list[str]]:
    """The cells of the rows under the table head that begins with `head`."""
    table = page[page.index(f"\n{head}") + 1 :].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row.strip("|"))] for row in table]


def name_type(kind: Any) -> str:
    """A type in the words of the page: `date or null`, `list of Title`."""
    arguments = get_args(kind)
    if get_origin(kind) is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if get_origin(kind) is tuple:
        return "list of " + ("strings" if arguments[0] is str else name_type(arguments[0]))
    if get_origin(kind) in (Union, types.UnionType):
        return " or ".join(name_type(part) for part in arguments)
    simple = {str: "string", int: "integer", float: "number", bool: "boolean", dt.date: "date", types.NoneType: "null"}
    return simple.get(kind, getattr(kind, "__name__", str(kind)))


def test_every_type_of_the_schema_has_its_section() -> None:
    assert set(re.findall(r"^## ([A-Z]\w+)$", SCHEMA, re.MULTILINE)) == set(STRUCTS)


@pytest.mark.parametrize("name", STRUCTS)
def test_every_field_is_described_with_its_type(name: str) -> None:
    kind = STRUCTS[name]
    hints = get_type_hints(kind)
    inherited = {field for base in STRUCTS.values() if base is not kind and issubclass(kind, base) for field in base.__struct_fields__}
    expected = [[f"`{field}`", name_type(hints[field])] for field in kind.__struct_fields__ if field not in inherited]
    section = SCHEMA.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert [row[:2] for row in (read_table("\n" + section, "| field |") if expected else ())] == expected


def test_which_types_are_mentions_is_said() -> None:
    said = SCHEMA.partition("\n## Mention\n")[2].partition("are mentions too")[0]
    mentions = {name for name, kind in STRUCTS.items() if issubclass(kind, schema.Mention) and kind is not schema.Mention}
    assert set(re.findall(r"`(\w+)`", said)) == mentions


def test_the_promise_is_about_this_version() -> None:
    assert f"`schema_version` {schema.SCHEMA_VERSION.partition('.')[0]}.x" in SCHEMA


def test_every_warning_is_described() -> None:
    described = {row[0].strip("`") for row in read_table(SCHEMA, "| code | what")}
    cases = [(item.text, item.reference) for item in discover(ROOT / "tests" / "cases") if isinstance(item, Case)]
    texts = [*cases, *((text, None) for text in read_samples().values())]
    given = {warning.code for text, day in texts for warning in berita_extract.extract(text, published=day).warnings}
    assert given <= described
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert {code for code in described if f'"{code}"' in source} == described


def test_every_word_list_is_named() -> None:
    table = read_table((DOCS / "adding-a-word.md").read_text(encoding="utf-8"), "| what you have |")
    named = {name for row in table for name in re.findall(r"`(\w+)`", row[1])}
    # These hold the small words that the grammars themselves are written with.
    assert set(read_packaged_texts()) - named == {"date_words", "pronouns", "time_words", "title_words", "word_groups"}
    assert named <= set(read_packaged_texts())


def test_every_kind_of_case_is_described() -> None:
    table = read_table((DOCS / "adding-a-case.md").read_text(encoding="utf-8"), "| file |")
    assert {row[0].strip("`") for row in table} == set(FIELDS)
    for row in table:
        for expectation in re.findall(r"`=> ([^`]+)`", row[1]):
            FIELDS[row[0].strip("`")].read(expectation)


def test_every_kind_of_failure_is_named() -> None:
    page = (DOCS / "batch.md").read_text(encoding="utf-8")
    said = page[page.index("`error` is one of") : page.index("want of memory")]
    kinds = {kind for part in get_args(FailureKind) for kind in (get_args(part) or (part,))}
    assert set(re.findall(r"`(\w+)`", said)) - {"error"} == kinds


def test_links_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (page.parent / target).exists(), f"{page.name}: {target}"


def render_files() -> dict[Path, str]:
    specification = importlib.util.spec_from_file_location("update_docs", DOCS / "update_docs.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    files: dict[Path, str] = module.render_files()
    return files


def strip_layout(page: str) -> list[str]:
    """The words of a help text, without the marks that one version of typer draws and another does not."""
    return re.sub(r" <[^>\n]*>|[{}\[\]]", " ", page).split()


@pytest.mark.parametrize(("path", "content"), render_files().items(), ids=lambda value: getattr(value, "name", ""))
def test_generated_parts_are_current(path: Path, content: str) -> None:
    assert strip_layout(path.read_text(encoding="utf-8")) == strip_layout(content), "run: python docs/update_docs.py"
