"""Runs to record, and ways to look at what is recorded."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.models.prices import Price

ADA = AvatarAttributes(name="Ada", appearance="A red jacket", age="Senior", style="Noir")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = {"backend": "api.heygen.com", "account": "a1"}
FOUR_JOBS = tuple(Job(key=f"heygen-widgets:run-00000001:{number}") for number in range(1, 5))
LETTERS_THAT_CHANGE = "iI\u0130\u0131jJ\u0301\u0307\u0327\u012e\u00df\u017f\ufb01"


def png(name, size=(8, 6)):
    """Return a small PNG, another one for each name."""
    shade = hashlib.sha256(str(name).encode()).digest()[:3]
    buffer = io.BytesIO()
    Image.new("RGB", size, tuple(shade)).save(buffer, "PNG")
    return buffer.getvalue()


def finished(run_id="run-00000001", id="701c", **fields):  # noqa: A002
    """Return a finished run with four downloaded images."""
    fields = {
        "attributes": ADA,
        "submitted_at": NOON,
        "finished_at": NOON + timedelta(seconds=9.5),
        "request_id": "req-1",
    } | fields
    run = Generation(status=GenerationStatus.SUCCESS, id=id, run_id=run_id, **fields)
    run = run.with_images(
        [f"https://images/{id}/{n}" for n in range(4)], [f"image/{id}/{n}" for n in range(4)]
    )
    images = (
        image.with_data(png(f"{id} {image.index}"), "image/png", (8, 6)) for image in run.images
    )
    return replace(run, images=tuple(images))


def submitting(**changes):
    """Return a run of v3 whose four jobs are on their way."""
    fields = {
        "status": GenerationStatus.SUBMITTING,
        "run_id": "run-00000001",
        "attributes": ADA,
        "submitted_at": datetime.now(UTC),
        "api": "v3",
        "price": Price(1.32),
        "jobs": FOUR_JOBS,
    }
    return Generation(**fields | changes)


def found(history, *text, **options):
    """Return the ids of all runs that match a search, read in pages of two."""
    page = history.search(*text, **options, limit=2)
    pages = [page]
    while page.next is not None:
        page = history.search(*text, **options, limit=2, before=page.next)
        pages.append(page)
    assert {page.total for page in pages} == {sum(len(page.records) for page in pages)}
    assert all(len(page.records) == 2 for page in pages[:-1])
    return [run.id for page in pages for run in page.records]


def files(history):
    """Return the paths of all files in the folder of images."""
    return {path for path in (history.path / "images").rglob("*") if path.is_file()}
