"""Runs to record."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus

ADA = AvatarAttributes(name="Ada", appearance="A red jacket", age="Senior", style="Noir")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = {"backend": "api.heygen.com", "account": "a1"}


def picture(name, size=(8, 6)):
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
        image.with_data(picture(f"{id} {image.index}"), "image/png", (8, 6)) for image in run.images
    )
    return replace(run, images=tuple(images))
