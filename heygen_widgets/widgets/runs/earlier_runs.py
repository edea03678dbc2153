"""Earlier runs and their images, sent to the browser as it asks for them.

None of it is widget state: what is sent is gone from the kernel, and a page that is loaded anew
asks again. So ten thousand runs cost no more than ten, and no saved notebook holds them.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from heygen_widgets.errors import ConfigurationError, HeyGenError, ImageUnavailable
from heygen_widgets.media import imaging
from heygen_widgets.runtime import worker_threads
from heygen_widgets.widgets.runs import messages, view_model
from heygen_widgets.widgets.runs.deletions import hidden

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.widgets.screen import Shows

PAGE = 12
"""How many runs are shown at once."""
LARGE_SIDE, LARGE_LIMIT = 1400, 400_000


class EarlierRuns:
    """Looks up earlier runs and images, and records what a person thinks of them.

    Args:
        screen: The widget.
    """

    def __init__(self, screen: Shows) -> None:
        self._screen = screen

    async def list(self, client: HeyGen, query: Mapping[str, Any]) -> None:
        """Send a page of runs that match, newest first, with their thumbnails."""
        view = {"view": query.get("view", "")}
        history = client.history
        if history is None:
            self._screen.tell(
                "runs", {"runs": [], "next": None, "total": 0, "is_kept": False, **view}
            )
            return
        try:
            found, thumbnails = await worker_threads.write(_page, history, query, hidden(history))
        except HeyGenError as error:
            self._screen.tell(
                "runs", {"problem": str(error), "runs": [], "next": None, "total": 0, **view}
            )
            return
        self._screen.tell("runs", {**found, "is_kept": True, **view}, buffers=thumbnails)

    async def enlarge(self, record: Generation, key: str, view: str) -> None:
        """Send a large copy of one image, with all that is known of it."""
        image = _image(record, key)
        facts = {**view_model.facts(record, image), "view": view}
        try:
            copy = await worker_threads.decode(_large, image)
        except ImageUnavailable as error:
            self._screen.tell("enlarged", {**facts, "error": str(error)})
            return
        self._screen.tell("enlarged", facts, buffers=[copy])

    async def save(self, record: Generation, keys: Iterable[str], view: str) -> None:
        """Send images as a file to download: one as it is, several as a zip."""
        wanted = set(keys)
        chosen = [image for image in record.images if view_model.place(image) in wanted]
        name, data = await worker_threads.decode(_packed, record, chosen)
        self._screen.tell("download", {"name": name, "view": view}, buffers=[data])

    async def mark(
        self, client: HeyGen, run_id: str, key: str, changes: Mapping[str, Any]
    ) -> Generation:
        """Record what a person thinks of an image, and return its run as it then is.

        Raises:
            ConfigurationError: There is no history to record it in.
            HeyGenError: It can't be recorded.
        """
        history = client.history
        if history is None:
            raise ConfigurationError(
                "Favourites, ratings and notes are kept in the history, and this studio has none.",
                "Make it without history=False.",
            )
        marked, thumbnail = await worker_threads.write(_marked, history, run_id, key, dict(changes))
        self._screen.tell("marked", messages.listed_run(marked), buffers=[thumbnail])
        return marked

    async def find(self, client: HeyGen, run_id: str) -> tuple[Generation, bool]:
        """Return a run of the history, and whether a kernel waits for it.

        Raises:
            NotFound: There is none with this id.
            HistoryError: The history can't be read.
        """
        if client.history is None:
            raise ConfigurationError("This run is no longer here.", "This studio keeps no history.")
        return await worker_threads.write(_found, client.history, run_id)


def _found(history: History, run_id: str) -> tuple[Generation, bool]:
    record = history.get(run_id)
    return record, not record.status.is_final and history.is_waited_for(run_id)


def _page(
    history: History, query: Mapping[str, Any], without: Collection[str]
) -> tuple[dict[str, Any], list[bytes]]:
    page = history.search(
        str(query.get("text") or ""),
        attributes=query.get("attributes") or None,
        favourite=bool(query.get("favourite")),
        status=query.get("status") or None,
        before=query.get("before"),
        limit=PAGE,
        without=without,
    )
    runs = [
        messages.listed_run(record, is_left=_is_left(history, record)) for record in page.records
    ]
    found = {"runs": runs, "next": page.next, "total": page.total, "ask": query.get("ask")}
    return found, history.thumbnails(page.records)


def _is_left(history: History, record: Generation) -> bool:
    """Return whether a run has no end although nobody waits for it any more."""
    return not record.status.is_final and not history.is_waited_for(str(record.run_id))


def _marked(
    history: History, run_id: str, key: str, changes: dict[str, Any]
) -> tuple[Generation, bytes]:
    known = {name: changes[name] for name in ("favourite", "rating", "note") if name in changes}
    history.mark(run_id, key, **known)
    record = history.get(run_id)
    return record, history.thumbnails([record])[0]


def _image(record: Generation, key: str) -> AvatarImage:
    for image in record.images:
        if view_model.place(image) == key:
            return image
    raise ConfigurationError("This image no longer belongs to its run.")


def _large(image: AvatarImage) -> bytes:
    return imaging.preview(image.bytes, side=LARGE_SIDE, limit=LARGE_LIMIT)


def _packed(record: Generation, images: list[AvatarImage]) -> tuple[str, bytes]:
    files = [image.as_file() for image in images if image.is_downloaded]
    if not files:
        raise ImageUnavailable("There is nothing to save: none of these images is here.")
    if len(images) == 1:
        return files[0]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return f"heygen-{(record.id or 'avatars')[:8]}.zip", buffer.getvalue()
