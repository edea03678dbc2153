"""The folder of the package's files."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "HEYGEN_WIDGETS_HOME"


def home() -> Path:
    """Return ``HEYGEN_WIDGETS_HOME``, or else the package's folder in the user's data folder."""
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    if chosen:
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - `~nobody` raises nothing here
    import platformdirs  # noqa: PLC0415 - not needed by `import heygen_widgets`

    return platformdirs.user_data_path("heygen_widgets", appauthor=False)
