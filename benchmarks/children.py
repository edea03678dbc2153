"""Which package the processes that we start measure: the one that this process sees."""

from __future__ import annotations

from pathlib import Path

import heygen_widgets

REPOSITORY = Path(__file__).parents[1]
PACKAGE_PATH = {"PYTHONPATH": str(Path(heygen_widgets.__file__).parents[1])}
"""For the environment of kernels and interpreters, which get no other path from us."""
