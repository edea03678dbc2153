"""`Presets`: named sets of attributes, in one file beside the history."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heygen_widgets.config import paths
from heygen_widgets.errors import ConfigurationError, HistoryError, InvalidAttributes, NotFound
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.limits import MAX_PRESET_NAME
from heygen_widgets.models.text import find_text_problem
from heygen_widgets.runtime.atomic_file import replacing
from heygen_widgets.runtime.file_lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from os import PathLike

FILE = "presets.json"
FORMAT = 1
"""The version of the file's format that this release writes."""

_UNCHANGED = "The file was not changed, and no preset is lost."
_REPAIR = f"{_UNCHANGED} Repair it (it is JSON), or move it away to start without presets."
_CHECK = f"{_UNCHANGED} Check the folder, or choose another one with HEYGEN_WIDGETS_HOME."


class Presets:
    """Named sets of attributes, in one JSON file that only its owner can read.

        Presets().save("Baker", studio.attributes)
        studio.attributes = Presets().get("Baker")

    Several threads and several kernels may use the same file at once. A change holds a lock file,
    reads the presets again and replaces the whole file, so that no change undoes another one.
    Reading takes no lock. The first save creates the file and its folder.

    Presets of another release stay in the file, even if this release can't use them.

    Args:
        path: The file; by default ``presets.json`` in ``HEYGEN_WIDGETS_HOME``, else in the user's
            data folder.

    Raises:
        HistoryError: The file can't be read or written, or is damaged; any method may raise it.
    """

    def __init__(self, path: str | PathLike[str] | None = None) -> None:
        chosen = paths.home() / FILE if path is None else Path(os.path.expanduser(path))  # noqa: PTH111 - raises nothing
        # Absolute, because a notebook may change its working directory later.
        self._path = chosen.absolute()

    def __repr__(self) -> str:
        return f"<Presets in {self._path}>"

    def names(self) -> list[str]:
        """Return the names of all presets in alphabetical order, regardless of case."""
        return sorted(self._presets(), key=lambda name: (name.casefold(), name))

    def get(self, name: str) -> AvatarAttributes:
        """Return the attributes of a preset.

        Raises:
            NotFound: There is no preset with this name.
            InvalidAttributes: This release doesn't know some of its values.
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
        """Save attributes under a name; a preset that already has the name is replaced.

        Args:
            name: Any text that is not blank, of at most 80 characters.
            attributes: What to save.

        Raises:
            InvalidAttributes: The name is invalid.
        """
        problem = _problem(name)
        if problem:
            raise InvalidAttributes({"name of the preset": problem}, advice="Nothing was saved.")
        with self._changing() as presets:
            presets[name] = attributes.to_dict()

    def delete(self, name: str) -> dict[str, Any]:
        """Delete a preset, and return what the file held of it, for `restore`.

        Raises:
            NotFound: There is no preset with this name.
        """
        values = self._found(name)
        with self._changing() as presets:
            return presets.pop(name, values)

    def restore(self, name: str, values: Mapping[str, Any]) -> None:
        """Bring back a preset that was deleted, of another release too.

        Args:
            name: Its name.
            values: What `delete` returned.

        Raises:
            ConfigurationError: There is a preset with this name.
        """
        with self._changing() as presets:
            if presets.get(name, values) != values:
                raise ConfigurationError(
                    f"There is another preset {name!r} by now, so the deleted one can't come back.",
                    "Delete the other one, or save it under another name, then try again.",
                )
            presets[name] = dict(values)

    def _found(self, name: str) -> dict[str, Any]:
        presets = self._presets()
        if name not in presets:
            raise NotFound(f"There is no preset {name!r}.", "names() lists all presets.")
        return presets[name]

    def _presets(self) -> dict[str, dict[str, Any]]:
        with self._explained():
            return _presets_of(self._read(), self._path)

    @contextmanager
    def _changing(self) -> Iterator[dict[str, dict[str, Any]]]:
        """Lock the file, yield the presets to be changed, and write them after the block."""
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
                f"The presets in {self._path} are damaged ({error}).", _REPAIR
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
    """Return the presets inside the decoded file; changes to them change ``document``.

    Raises:
        HistoryError: The file has no presets in it, or a newer release wrote it.
    """
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, int) and version > FORMAT:
        raise HistoryError(
            f"The presets in {path} were written by a newer heygen_widgets.",
            f"Update heygen_widgets to use them. {_UNCHANGED}",
        )
    presets = document.get("presets") if version == FORMAT else None
    if not isinstance(presets, dict) or not all(isinstance(one, dict) for one in presets.values()):
        raise HistoryError(f"{path} is damaged, or is not a file of presets.", _REPAIR)
    return presets


def _problem(name: object) -> str:
    problem = find_text_problem(name, "shown")
    if problem or not isinstance(name, str):
        return problem
    if not name.strip():
        return "must not be empty"
    if len(name) > MAX_PRESET_NAME:
        return f"has {len(name)} characters; at most {MAX_PRESET_NAME} are allowed"
    return ""
