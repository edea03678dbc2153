"""Where the package keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "HEYGEN_WIDGETS_HOME"


def home() -> Path:
    """Return the folder for history and images: ``HEYGEN_WIDGETS_HOME``, else the user's own."""
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    if chosen:
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - `~nobody` raises nothing here
    import platformdirs  # noqa: PLC0415 - rarely before the first run

    return platformdirs.user_data_path("heygen_widgets", appauthor=False)
