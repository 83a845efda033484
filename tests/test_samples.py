"""Every sample has its expected output beside it, and still gives it."""

from __future__ import annotations

import subprocess
import sys

from releases import ROOT


def test_every_sample_gives_its_expected_output() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "samples" / "update.py"), "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), "run: python samples/update.py, and read what it changes\n" + done.stdout
