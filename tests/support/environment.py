"""The environment of the programs that tests start, without the user's keys and settings."""

import os
from pathlib import Path

# A developer's key must never be spent by a test, their Jupyter settings must not change a result,
# and PYTHONPATH could put the checkout before the wheel.
FOREIGN = ("HEYGEN_", "JUPYTER", "IPYTHON", "PYTHONPATH", "XDG_")


def clean_environment(home: Path) -> dict[str, str]:
    """Return the environment less the user's keys and settings, at home in an empty folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    # platformdirs derives every folder of the package from these (on macOS from HOME alone).
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE")}
    own = {"HEYGEN_WIDGETS_HOME": str(home / "heygen"), "IPYTHONDIR": str(home / "ipython")}
    return {**kept, "HOME": str(home), **folders, **own}
