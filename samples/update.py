"""Write, or with `--check` compare, the expected output beside each sample.

`samples/NAME.json` is what `berita-extract samples/NAME.txt` prints, byte for byte.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from pathlib import Path
from typing import Final

import berita_extract

_FOLDER: Final = Path(__file__).parent


def main() -> None:
    """Write the files, or say where they differ and end with status 1."""
    os.environ["BERITA_EXTRACT_DATA_DIR"] = os.devnull  # without the list of regions that somebody may have imported
    parser = argparse.ArgumentParser(description="Write the expected output beside each sample.")
    parser.add_argument("--check", action="store_true", help="change nothing; show what differs and end with status 1")
    options = parser.parse_args()
    outputs = {path.with_suffix(".json"): extract_sample(path) for path in sorted(_FOLDER.glob("*.txt"))}
    stale = sorted(set(_FOLDER.glob("*.json")) - set(outputs))
    if options.check:
        differences = [*map(compare, outputs, outputs.values()), *(f"{path.name}: there is no sample for it\n" for path in stale)]
        sys.stdout.write("".join(differences))
        sys.exit(any(differences))
    for path, output in outputs.items():
        path.write_text(output, encoding="utf-8", newline="\n")
    for path in stale:
        path.unlink()


def extract_sample(path: Path) -> str:
    """The output of the command line for a sample, run from the root of the project."""
    extraction = berita_extract.load().extract(path.read_bytes().decode(), source=f"{_FOLDER.name}/{path.name}")
    return extraction.to_json(indent=2) + "\n"


def compare(path: Path, output: str) -> str:
    """How the file differs from the output; nothing where it does not."""
    if not path.exists():
        return f"{path.name}: missing\n"
    expected = path.read_text(encoding="utf-8")
    return "".join(
        difflib.unified_diff(expected.splitlines(keepends=True), output.splitlines(keepends=True), f"{path.name} as it stands", "now", n=4)
    )


if __name__ == "__main__":
    main()
