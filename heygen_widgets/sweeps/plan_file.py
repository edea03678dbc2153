"""A sweep that is written in a TOML file, for `python -m heygen_widgets sweep`."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, NotFound
from heygen_widgets.sweeps.sweep import Sweep

if TYPE_CHECKING:
    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History

# They belong to the object, not to the experiment.
_NOT_IN_FILES = ("client", "history", "folder", "id")


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the arguments of a sweep as a file holds them.

    Raises:
        ConfigurationError: It can't be read, or holds something else.
    """
    file = Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
    try:
        found = tomllib.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(
            f"The plan {file} can't be read: {error.strerror}.", "Nothing was sent."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"The plan {file} is not TOML: {error}.", "Nothing was sent."
        ) from None
    wrong = [name for name in _NOT_IN_FILES if name in found]
    if wrong:
        raise ConfigurationError(
            f"The plan {file} sets {', '.join(wrong)}, which a file can't.", "Nothing was sent."
        )
    return found


def id_of(found: dict[str, Any], host: str) -> str:
    """Return the id of the sweep of a file: the same for the same content at the same place.

    So the same command goes on with a sweep that was cut off. How many are made at a time, and
    whether images are reused, make no other sweep.
    """
    content = {name: value for name, value in found.items() if name not in {"parallel", "reuse"}}
    said = json.dumps([host, content], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def sweep_of(
    path: str | os.PathLike[str], client: HeyGen, history: History | None = None
) -> tuple[Sweep, bool]:
    """Return the sweep of a file, and whether it was begun before.

    Args:
        path: The file. Files that its prompt names are looked for beside it.
        client: Who makes it.
        history: Where it is written down; by default where the client writes.

    Raises:
        ConfigurationError: The file can't be read.
        InvalidAttributes: Names every argument in it that is wrong.
    """
    found = read(path)
    sweep_id = id_of(found, client.host)
    try:
        return Sweep.load(sweep_id, client=client, history=history), True
    except NotFound:
        folder = Path(os.path.expanduser(path)).parent  # noqa: PTH111 - raises nothing
        options: dict[str, Any] = {"history": history, "folder": folder, "id": sweep_id}
        return Sweep(client=client, **found, **options), False
