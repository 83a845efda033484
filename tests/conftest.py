"""What holds for every test."""

from __future__ import annotations

import os

# Whoever runs the tests may have imported a list of regions; no test may see it.
os.environ["BERITA_EXTRACT_DATA_DIR"] = os.devnull
