"""The command line as a shell sees it: what goes where, in which form, and with which exit status."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from typer.main import get_command

from berita_extract import schema
from berita_extract.cli.main import app
from berita_extract.io.write import FIELDS, PROVENANCE
from berita_extract.render import labels
from berita_extract.trace import Outcome, ReasonCode
from cli_runner import run_cli

RELEASE = "Ambon, Rabu (10/1/2024) - Bupati Rina Sari membuka rapat [resmi] yang dihadiri 300 orang.\n"
COMMAND = [sys.executable, "-c", "from berita_extract.cli.main import main; main()"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with releases."""
    (tmp_path / "arsip").mkdir()
    for name in ("rilis.txt", "arsip/a.txt", "arsip/b.md"):
        (tmp_path / name).write_text(RELEASE, encoding="utf-8")
    (tmp_path / "wilayah.csv").write_text("kode,nama\n11,Aceh\n", encoding="utf-8")
    (tmp_path / "wilayah.sql").write_text("INSERT INTO wilayah VALUES ('11','Aceh');\n", encoding="utf-8")
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "r1", "text": RELEASE}), encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text('{"id": "r1", "officials": [{"name": "Rina Sari", "titles": ["Bupati"]}]}', encoding="utf-8")
    (tmp_path / "prediksi.jsonl").write_text('{"id": "r1", "officials": [{"name": "Rina Sari"}]}', encoding="utf-8")
    monkeypatch.setenv("BERITA_EXTRACT_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "rekaman.jsonl").write_text(json.dumps({"text": RELEASE, "id": "r1"}), encoding="utf-8")
    (tmp_path / "rekaman.csv").write_text(f'kode,catatan\nr1,"{RELEASE}"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_shell(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `berita-extract` in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_one_file_gives_one_indented_object() -> None:
    result = run_cli("rilis.txt")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(b'{\n  "schema_version": ')
    assert result.out.endswith(b"}\n")
    found = json.loads(result.out)
    assert found["source"] == "rilis.txt"
    assert found["dates"][0]["start_date"] == "2024-01-10"


def test_the_default_command_is_extract() -> None:
    for arguments in (("rilis.txt",), ("--fields", "dates", "rilis.txt"), ("rilis.txt", "--format", "jsonl")):
        assert run_cli(*arguments) == run_cli("extract", *arguments)


def test_a_file_named_like_a_command_is_reached_with_its_folder(folder: Path) -> None:
    (folder / "schema").write_text(RELEASE, encoding="utf-8")
    assert json.loads(run_cli("./schema").out)["source"] == "./schema"
    assert json.loads(run_cli("--", "schema").out)["source"] == "schema"
    assert "$schema" in json.loads(run_cli("schema").out)


def test_several_files_give_json_lines() -> None:
    result = run_cli("rilis.txt", "arsip/a.txt")
    assert [json.loads(line)["source"] for line in result.out.splitlines()] == ["rilis.txt", "arsip/a.txt"]


def test_the_format_can_be_chosen() -> None:
    (line,) = run_cli("rilis.txt", "--format", "jsonl").out.splitlines()
    single = json.loads(run_cli("rilis.txt", "--format", "json").out)
    array = json.loads(run_cli("rilis.txt", "rilis.txt", "--format", "json").out)
    assert [json.loads(line)] * 2 == [single] * 2 == array
    assert json.loads(run_cli("no", "no", "--format", "json").out) == []


def test_standard_input_is_a_dash() -> None:
    result = run_cli("-", "--published", "2024-01-11", stdin=b"Rapat dibuka kemarin.")
    found = json.loads(result.out)
    assert (found["source"], found["reference_date"]) == ("<stdin>", "2024-01-11")
    assert run_cli("batch", "-", "-o", "hasil.jsonl", stdin=RELEASE.encode()).status == 0
    assert json.loads(Path("hasil.jsonl").read_bytes())["source"] == "<stdin>"
    assert run_cli("-", stdin=b"").err.startswith("<stdin>: standard input is empty.")


def test_fields_keep_the_provenance_and_the_order_of_the_schema() -> None:
    for command in (("rilis.txt",), ("rilis.txt", "--format", "jsonl")):
        found = json.loads(run_cli(*command, "--fields", "officials, dates").out)
        assert list(found) == [*PROVENANCE, "dates", "officials"]
    assert run_cli("batch", "rilis.txt", "-o", "hasil.jsonl", "--fields", "dates").status == 0
    assert list(json.loads(Path("hasil.jsonl").read_bytes())) == [*PROVENANCE, "dates"]


def test_warnings_that_the_fields_leave_out_are_told_once_a_file() -> None:
    Path("ragu.txt").write_text("Rapat digelar kemarin di Aula Setda. Ia “hadir.", encoding="utf-8")
    told = "ragu.txt: 2 warnings are left out (relative_without_reference, unbalanced_quotation_mark). Add warnings to --fields.\n"
    for layout in ((), ("--format", "jsonl"), ("--view",)):
        assert run_cli("ragu.txt", "rilis.txt", "--fields", "dates", *layout).err == told
        assert run_cli("ragu.txt", "--fields", "dates,warnings", *layout).err == ""
        assert run_cli("ragu.txt", *layout).err == ""
    assert ": 1 warning is left out (relative_without_reference)." in run_cli("-", "--fields", "dates", stdin=b"Rapat digelar lusa.").err


def test_all_fields_named_are_the_same_as_none_named() -> None:
    assert run_cli("rilis.txt", "--fields", ",".join(FIELDS)).out == run_cli("rilis.txt").out


def test_an_output_file_holds_what_standard_output_would() -> None:
    assert run_cli("rilis.txt", "-o", "hasil.json").out == b""
    assert Path("hasil.json").read_bytes() == run_cli("rilis.txt").out == run_cli("rilis.txt", "-o", "-").out


def test_no_output_file_appears_where_nothing_could_be_processed() -> None:
    assert run_cli("no.txt", "-o", "hasil.json").status == 1
    assert not Path("hasil.json").exists()
    assert run_cli("no.txt", "rilis.txt", "-o", "hasil.jsonl").status == 1
    assert json.loads(Path("hasil.jsonl").read_bytes())["source"] == "rilis.txt"


def test_the_view_shows_the_text_and_its_tables_in_indonesian_without_colour_codes() -> None:
    result = run_cli("rilis.txt", "--view")
    shown = result.out.decode()
    assert RELEASE.strip() in shown
    assert "Tanggal" in shown
    assert "2024-01-10" in shown
    assert "\x1b" not in shown
    assert "Pejabat" not in run_cli("rilis.txt", "--view", "--fields", "dates").out.decode()


def test_the_view_does_not_pass_on_control_characters() -> None:
    result = run_cli("-", "--view", stdin=b"\x1b[2J\x1b]0;judul\x07 " + RELEASE.encode())
    assert not re.search(rb"[\x00-\x09\x0b-\x1f]", result.out)


def test_every_value_of_the_schema_has_an_indonesian_label() -> None:
    for table, values in (
        (labels.BYLINE_ROLES, schema.BylineRole),
        (labels.DATE_ROLES, schema.DateRole),
        (labels.LOCATION_ROLES, schema.LocationRole),
        (labels.LOCATION_KINDS, schema.LocationKind),
        (labels.LOCATION_LEVELS, schema.LocationLevel),
        (labels.OFFICIAL_ROLES, schema.OfficialRole),
        (labels.ATTENDANCE_ROLES, schema.AttendanceRole),
        (labels.QUOTE_KINDS, schema.QuoteKind),
        (labels.OUTCOMES, Outcome),
        (labels.WARNINGS, schema.WarningCode),
        (labels.SPEAKER_MISSING, schema.SpeakerMissing),
        (labels.REASONS, ReasonCode),
    ):
        assert set(table) == set(get_args(values))
    assert set(labels.SECTIONS) == set(FIELDS)


def test_explain_names_the_rule_of_what_was_found() -> None:
    rule = json.loads(run_cli("rilis.txt").out)["dates"][0]["rule"]
    result = run_cli("explain", "rilis.txt", "--field", "dates")
    assert (result.status, result.err) == (0, "")
    assert rule in result.out.decode()
    assert "dipakai" in result.out.decode()
    assert len(result.out) <= len(run_cli("explain", "rilis.txt").out)


def test_explain_of_nothing_says_so() -> None:
    result = run_cli("explain", "-", stdin=b".")
    assert (result.status, result.out) == (0, b"")
    assert result.err == "<stdin>: nothing was found, and nothing was dropped.\n"
    assert run_cli("explain", "-", "--field", "event", stdin=b".").err == "<stdin>: nothing was found for event, and nothing was dropped.\n"


def test_schema_is_a_json_schema_of_the_output() -> None:
    described = json.loads(run_cli("schema").out)
    assert described == json.loads(json.dumps(schema.json_schema()))
    assert set(described["$defs"]["Extraction"]["properties"]) == set(json.loads(run_cli("rilis.txt").out))


def test_the_version_is_that_of_the_distribution() -> None:
    from importlib.metadata import version

    assert run_cli("--version").out.decode() == f"berita-extract {version('berita-extract')}\n"


def list_commands(command: Any, *names: str) -> dict[tuple[str, ...], Any]:
    """A command and all below it, by the words that call them."""
    found = {names: command}
    for name, below in getattr(command, "commands", {}).items():
        found |= list_commands(below, *names, name)
    return found


COMMANDS = list_commands(get_command(app))
EXAMPLES = [
    line.removeprefix("$ ") for command in COMMANDS.values() for line in (command.epilog or "").splitlines() if line.startswith("$ ")
]


@pytest.mark.parametrize("command", [*COMMANDS])
def test_help_ends_with_an_example_and_has_a_line_in_indonesian(command: tuple[str, ...]) -> None:
    result = run_cli(*command, "--help")
    assert (result.status, result.err) == (0, "")
    shown = result.out.decode()
    assert shown.rstrip().splitlines()[-1].startswith("  $ ")
    assert re.search(r"\b(?:sebagai JSON|rilis|aturan|keluaran|wilayah)\b", shown)
    assert max(map(len, shown.splitlines())) <= 80
    assert run_cli(*command, "-h") == result


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_in_the_help_runs(folder: Path, example: str) -> None:
    assert example.count("berita-extract ") >= 1
    launcher = folder / "bin" / "berita-extract"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    path = f"{launcher.parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {example}"],
        capture_output=True,
        env={**os.environ, "PATH": path},
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        (("--version",), ("spacy", "dateparser", "rich", "berita_extract.pipeline")),
        (("--help",), ("spacy", "dateparser", "berita_extract.pipeline")),
        (("schema",), ("spacy", "dateparser", "rich", "berita_extract.pipeline")),
        (("rilis.txt",), ("berita_extract.processes", "berita_extract.render.terminal", "berita_extract.evaluation")),
        (("batch", "arsip", "-o", "hasil.jsonl"), ("spacy", "dateparser", "numpy", "rich", "berita_extract.pipeline")),
        (("evaluate", "gold.jsonl", "--predictions", "prediksi.jsonl"), ("spacy", "dateparser", "berita_extract.pipeline")),
    ],
)
def test_only_what_is_needed_is_imported(arguments: tuple[str, ...], forbidden: tuple[str, ...]) -> None:
    code = f"""
import sys
from berita_extract.cli.main import main
try:
    main({list(arguments)!r})
except SystemExit as end:
    assert not end.code, end.code
print([name for name in {forbidden!r} if name in sys.modules], file=sys.stderr)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert result.stderr.decode().strip().splitlines()[-1] == "[]"


def test_a_reader_that_stops_reading_is_no_error() -> None:
    for options in ([], ["--view"]):
        with subprocess.Popen([*COMMAND, *["rilis.txt"] * 200, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            err = process.stderr.read()
        assert err == b""
        assert process.returncode == 1


def read_terminal(*arguments: str, **environment: str) -> str:
    """What a person sees who runs this in a terminal."""
    screen, end = pty.openpty()
    shown = {"TERM": "xterm-256color", "COLUMNS": "100", **environment}
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    with subprocess.Popen([*COMMAND, *arguments], stdout=end, stderr=end, env={**kept, **shown}) as process:
        os.close(end)
        parts = []
        while True:
            try:
                part = os.read(screen, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    os.close(screen)
    assert process.returncode == 0
    return b"".join(parts).decode()


def test_colours_are_for_terminals_and_can_be_switched_off() -> None:
    assert re.search(r"\x1b\[[\d;]*33m[^\x1b]*10/1/2024", read_terminal("rilis.txt", "--view"))
    assert not re.search(r"\x1b\[[\d;]*3\dm", read_terminal("rilis.txt", "--view", NO_COLOR="1"))
    assert b"\x1b" not in run_shell("rilis.txt", "--view").stdout


def test_a_batch_shows_progress_in_a_terminal_only() -> None:
    shown = read_terminal("batch", "arsip", "-o", "hasil.jsonl")
    assert "2/2" in shown
    assert "0 failed" in shown
    assert "2 of 2 documents" in shown
    quiet = run_shell("batch", "arsip", "-o", "hasil.jsonl")
    assert quiet.stdout == b""
    assert quiet.stderr.count(b"\n") == 1


def test_output_is_utf8_whatever_the_locale() -> None:
    text = RELEASE.replace("resmi", "Jum\u2019at")
    Path("jum\u2019at.txt").write_text(text, encoding="utf-8")
    result = run_shell("jum\u2019at.txt", PYTHONIOENCODING="ascii")
    assert result.stdout.decode() == run_cli("jum\u2019at.txt").out.decode()
    shown = run_shell("jum\u2019at.txt", "--view", PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"rapat [Jum?at]" in shown.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_completion_knows_commands_options_and_fields() -> None:
    # The shell is told by the processes above, so bash must stay there until the command has ended.
    command = f"{shlex.join(COMMAND)} --show-completion; exit $?"
    script = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert script.returncode == 0, script.stderr
    assert b"complete " in script.stdout

    def complete(line: str) -> list[str]:
        words = line.split(" ")
        result = run_shell(_BERITA_EXTRACT_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
        return result.stdout.decode().split()

    assert complete("berita-extract ba") == ["batch"]
    assert "--published" in complete("berita-extract extract --p")
    assert "dates,officials" in complete("berita-extract rilis.txt --fields dates,o")


@pytest.mark.parametrize("command", ["rilis.txt", "rilis.txt --view", "explain rilis.txt", "schema", "batch arsip -o /dev/stdout"])
def test_closed_standard_output_is_told_without_a_traceback(command: str) -> None:
    result = subprocess.run(["bash", "-c", f"{shlex.join(COMMAND)} {command} >&-"], stderr=subprocess.PIPE, check=False)
    assert result.returncode in (1, 2)
    assert b"Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_output_file_needs_no_standard_output() -> None:
    for options in ("", "--view"):
        line = f"{shlex.join(COMMAND)} rilis.txt {options} -o hasil >&-"
        assert subprocess.run(["bash", "-c", line], check=False).returncode == 0
        written = Path("hasil").read_text(encoding="utf-8")
        assert "2024-01-10" in written
        assert written.startswith("{") == (not options)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_messages_that_cannot_be_written_do_not_stop_the_work() -> None:
    line = f"{shlex.join(COMMAND)} no.txt rilis.txt 2>/dev/full"
    result = subprocess.run(["bash", "-c", line], stdout=subprocess.PIPE, check=False)
    assert result.returncode == 1
    assert json.loads(result.stdout)["source"] == "rilis.txt"


def test_messages_pass_on_no_control_characters(folder: Path) -> None:
    name = "x\x1b[2J\x9b1m\u202e.txt"
    assert run_cli(name).err.startswith("x\\x1b[2J\\x9b1m\\u202e.txt: there is no such file")
    (folder / "buruk.jsonl").write_text(json.dumps({"id": name, "text": ""}), encoding="utf-8")
    told = run_cli("batch", "buruk.jsonl", "-o", "hasil.jsonl").err
    assert told.startswith("x\\x1b[2J")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told)


@pytest.mark.parametrize("missing", ["batch1.txt", "arsip/batch", "schema.tx"])
def test_a_missing_file_with_a_name_like_a_command_costs_only_itself(missing: str) -> None:
    result = run_cli(missing, "rilis.txt")
    assert (result.status, json.loads(result.out)["source"]) == (1, "rilis.txt")
    assert result.err.startswith(f"{missing}: there is no such file")
