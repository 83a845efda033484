"""What holds for every test."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# Whoever runs the tests may have imported a list of regions; no test may see it.
os.environ["BERITA_EXTRACT_DATA_DIR"] = os.devnull

# Nor do tests leave anything in the folders of whoever runs them. Worker processes of the tests share the folder.
if "BERITA_EXTRACT_CACHE_DIR" not in os.environ:
    os.environ["BERITA_EXTRACT_CACHE_DIR"] = tempfile.mkdtemp(prefix="berita-extract-")
    atexit.register(shutil.rmtree, os.environ["BERITA_EXTRACT_CACHE_DIR"], ignore_errors=True)
