"""Write, or with `--check` compare, the parts of the documentation that come from the code.

`schema.json` from the types, the help texts in `cli.md`, and the list of modules in `architecture.md`. A generated
part of a page stands between `<!-- generated: WHAT -->` and the next `<!-- end -->`.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from berita_extract.io.write import encode_json
from berita_extract.schema import json_schema

_DOCS: Final = Path(__file__).parent
_PACKAGE: Final = _DOCS.parent / "src" / "berita_extract"
_GENERATED: Final = re.compile(r"(<!-- generated: (?P<what>[^>\n]+) -->\n).*?(?=<!-- end -->)", re.DOTALL)
_COMMAND: Final = (sys.executable, "-c", "from berita_extract.cli.main import main; main()")


def main() -> None:
    """Write the files, or name those that differ and end with status 1."""
    parser = argparse.ArgumentParser(description="Write the parts of the documentation that come from the code.")
    parser.add_argument("--check", action="store_true", help="change nothing; name what differs and end with status 1")
    options = parser.parse_args()
    files = render_files()
    stale = [path for path, content in files.items() if not path.exists() or path.read_text(encoding="utf-8") != content]
    if options.check:
        sys.exit("\n".join(f"{path.name} is not current; run: python docs/update_docs.py" for path in stale) or None)
    for path in stale:
        path.write_text(files[path], encoding="utf-8", newline="\n")
        print(f"{path.name} written")


def render_files() -> dict[Path, str]:
    """What every file with a generated part should hold."""
    files = {_DOCS / "schema.json": (encode_json(json_schema(), indent=2) + b"\n").decode()}
    for path in sorted(_DOCS.glob("*.md")):
        files[path] = _GENERATED.sub(lambda match: match[1] + _render(match["what"]), path.read_text(encoding="utf-8"))
    return files


def _render(what: str) -> str:
    if what == "modules":
        return "".join(f"- `{name}`: {summary}\n" for name, summary in list_modules())
    return f"```text\n{read_help(what.split()[1:])}```\n"


def read_help(arguments: list[str]) -> str:
    """What the command line prints in a terminal of 80 columns."""
    done = subprocess.run([*_COMMAND, *arguments], capture_output=True, check=True, text=True, env={**os.environ, "COLUMNS": "80"})
    return done.stdout


def list_modules() -> Iterator[tuple[str, str]]:
    """Every module of the package and the first line of its docstring."""
    for path in sorted(_PACKAGE.rglob("*.py"), key=lambda path: (len(path.parents), path)):
        summary = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        if path.name != "__init__.py" or path.parent == _PACKAGE:
            yield path.relative_to(_PACKAGE).as_posix(), summary


if __name__ == "__main__":
    main()
