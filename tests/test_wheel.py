"""The package as others get it: built, installed where its sources are not, and run there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from berita_extract import extract
from releases import ROOT, read_samples

pytestmark = pytest.mark.slow

SAMPLE = "korem-pelatihan-pemilu.txt"


@dataclass(frozen=True)
class Installation:
    """An environment with the built wheel, and an empty folder to run it in."""

    scripts: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> str:
        """What a program of the environment writes; it must succeed and complain of nothing."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = [str(self.scripts / program), *arguments]
        done = subprocess.run(command, capture_output=True, cwd=self.folder, env=environment, check=False)
        assert (done.returncode, done.stderr.decode()) == (0, "")
        return done.stdout.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(home), "platbase": str(home)})
    python = Path(paths["scripts"]) / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([*command, "--disable-pip-version-check"], check=True)
    # What the package depends on is borrowed from this environment. Folders named in a .pth file come after the environment's own,
    # and .pth files inside them, such as that of an editable installation of these sources, have no effect.
    (Path(paths["purelib"]) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installation(Path(paths["scripts"]), tmp_path_factory.mktemp("empty"))


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    sources = ROOT / "src"
    expected = {
        path.relative_to(sources).as_posix(): path.read_bytes()
        for path in sources.rglob("*")
        if path.suffix in (".py", ".tsv") or path.name == "py.typed"
    }
    assert {name: content for name, content in packed.items() if ".dist-info/" not in name} == expected
    assert "berita_extract/py.typed" in packed
    assert "berita_extract/lexicon/data/months.tsv" in packed
    assert not [name for name in packed if "test" in name]
    assert {name.partition("/")[2] for name in packed if ".dist-info/" in name} >= {"entry_points.txt", "licenses/LICENSE"}


def test_the_installed_package_is_not_the_checkout(installation: Installation) -> None:
    where = installation.run("python", "-c", "import berita_extract; print(berita_extract.__file__)").strip()
    assert Path(where).is_relative_to(installation.scripts.parent)


def test_the_installed_command_extracts(installation: Installation) -> None:
    path = ROOT / "samples" / SAMPLE
    found = json.loads(installation.run("berita-extract", str(path)))
    assert found == extract(read_samples()[SAMPLE]).to_dict() | {"source": str(path)}
    assert not any(installation.folder.iterdir())


def test_the_installed_command_knows_its_version_and_schema(installation: Installation, wheel: Path) -> None:
    assert installation.run("berita-extract", "--version").strip().endswith(wheel.name.split("-")[1])
    assert json.loads(installation.run("berita-extract", "schema"))["$defs"]["Extraction"]


def test_spacy_finds_the_installed_component(installation: Installation) -> None:
    program = f"""
import spacy
nlp = spacy.blank("xx")
nlp.add_pipe("berita_extract")
for pipeline in (nlp, spacy.load({str(ROOT / "models" / "id_berita")!r})):
    print(pipeline("Rapat digelar Rabu (10/1/2024).")._.berita.dates[0].start_date)
"""
    assert installation.run("python", "-c", program).split() == ["2024-01-10", "2024-01-10"]
