"""`Presets`: attributes under names, kept in one file beside the history."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.config import paths
from heygen_widgets.errors import HistoryError, InvalidAttributes, NotFound
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.runtime.atomic_file import replacing
from heygen_widgets.runtime.file_lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

FILE = "presets.json"
FORMAT = 1
"""The version of the file's format that this release writes."""
MAX_NAME = 80
"""Longest name of a preset, in characters."""

_LEFT_ALONE = "It was left as it is, and no preset is lost."
_MEND = f"{_LEFT_ALONE} Mend it (it is JSON), or move it away to start with none."
_CHECK = f"{_LEFT_ALONE} Check the folder, or choose another one with HEYGEN_WIDGETS_HOME."


class Presets:
    """Attributes under names, in one JSON file that its owner alone can read.

        Presets().save("Baker", studio.attributes)
        studio.attributes = Presets().get("Baker")

    Several threads and several kernels may use the same file at once. A change reads the file
    afresh and replaces it as a whole, while it holds the lock file beside it, so no change undoes
    another one. Reading takes no lock: it finds the file before a change or after it. Nothing is
    created before there is something to save.

    What another release saved stays in the file, even where this one can't use it.

    Args:
        path: The file; by default ``presets.json`` in ``HEYGEN_WIDGETS_HOME``, else in the user's
            data folder.

    Raises:
        HistoryError: Any call may raise it: the file can't be read or written, or is damaged.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        chosen = paths.home() / FILE if path is None else Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        # The notebook may change its folder later.
        self._path = chosen.absolute()

    def __repr__(self) -> str:
        return f"<Presets in {self._path}>"

    def names(self) -> list[str]:
        """Return the names of all presets as in a dictionary: capitals make no difference."""
        return sorted(self._presets(), key=lambda name: (name.casefold(), name))

    def get(self, name: str) -> AvatarAttributes:
        """Return the attributes of a preset.

        Raises:
            NotFound: There is none with this name.
            InvalidAttributes: It has values that this release doesn't know.
        """
        values = self._found(name)
        try:
            return AvatarAttributes.from_dict(values)
        except InvalidAttributes as error:
            advice = (
                f"The preset {name!r} is kept as it is. Another release of heygen_widgets may know "
                "these values; saving under this name replaces them."
            )
            raise InvalidAttributes(error.problems, advice=advice) from None

    def save(self, name: str, attributes: AvatarAttributes) -> None:
        """Keep attributes under a name, in place of what it had before.

        Args:
            name: Any text that is not blank, of at most 80 characters.
            attributes: What to keep.

        Raises:
            InvalidAttributes: The name is none.
        """
        problem = _problem(name)
        if problem:
            raise InvalidAttributes({"name of the preset": problem}, advice="Nothing was saved.")
        with self._changing() as presets:
            presets[name] = attributes.to_dict()

    def delete(self, name: str) -> None:
        """Forget a preset.

        Raises:
            NotFound: There is none with this name.
        """
        self._found(name)
        with self._changing() as presets:
            presets.pop(name, None)

    def _found(self, name: str) -> dict[str, Any]:
        presets = self._presets()
        if name not in presets:
            raise NotFound(f"There is no preset {name!r}.", "names() lists all that there are.")
        return presets[name]

    def _presets(self) -> dict[str, dict[str, Any]]:
        with self._explained():
            return _presets_of(self._read(), self._path)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, dict[str, Any]]]:
        """Lend the presets to be changed by nobody else, and write them after the block."""
        with self._explained():
            folder = self._path.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with locked(folder / f"{self._path.name}.lock"):
                document = self._read()
                yield _presets_of(document, self._path)
                with replacing(self._path, folder) as stream:
                    stream.write(json.dumps(document, indent=2).encode())

    def _read(self) -> Any:  # noqa: ANN401 - JSON is anything
        try:
            return json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {"version": FORMAT, "presets": {}}
        except (ValueError, RecursionError) as error:
            raise HistoryError(
                f"The presets in {self._path} are damaged ({error}).", _MEND
            ) from None

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn the errors of the file system into `HistoryError`."""
        try:
            yield
        except OSError as error:
            where = error.filename or self._path
            reason = error.strerror or type(error).__name__
            raise HistoryError(f"The presets can't use {where}: {reason}.", _CHECK) from None


def _presets_of(document: Any, path: Path) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - JSON is anything
    """Return the part of the file that holds the presets, to be read or changed.

    Raises:
        HistoryError: The file isn't one of presets, or is of a newer release.
    """
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise HistoryError(
            f"The presets in {path} were written by a newer heygen_widgets.",
            f"Update heygen_widgets to use them. {_LEFT_ALONE}",
        )
    presets = document.get("presets") if version == FORMAT else None
    if not isinstance(presets, dict) or not all(isinstance(one, dict) for one in presets.values()):
        raise HistoryError(f"{path} is damaged, or is no file of presets.", _MEND)
    return presets


def _problem(name: object) -> str:
    if not isinstance(name, str):
        return f"must be text, not {type(name).__name__}"
    if not name.strip():
        return "must not be empty"
    if len(name) > MAX_NAME:
        return f"has {len(name)} characters; at most {MAX_NAME} are kept"
    if any("\ud800" <= character <= "\udfff" for character in name):
        return "holds half a character (a lone surrogate), which can't be shown"
    return ""
