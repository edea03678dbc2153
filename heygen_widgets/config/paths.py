"""The folder of the package's files."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "HEYGEN_WIDGETS_HOME"
NOWHERE = Path(os.devnull) / "no home folder"
"""The folder of a user without a home. It can't be made, and its name says why."""


def home() -> Path:
    """Return ``HEYGEN_WIDGETS_HOME``, or else the package's folder in the user's data folder.

    For a user who has no home, it is `NOWHERE`: nothing can be kept there, and all else works.
    """
    chosen = os.environ.get(HOME_VARIABLE, "").strip()
    if chosen:
        return Path(os.path.expanduser(chosen))  # noqa: PTH111 - `~nobody` raises nothing here
    import platformdirs  # noqa: PLC0415 - not needed by `import heygen_widgets`

    try:
        found = platformdirs.user_data_path("heygen_widgets", appauthor=False)
    except RuntimeError:
        return NOWHERE
    # Earlier releases of platformdirs leave the `~` in it.
    return found if found.is_absolute() else NOWHERE
