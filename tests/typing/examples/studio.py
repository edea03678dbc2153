"""The studio as a notebook uses it: traits are set and read, verbs are awaited."""

from __future__ import annotations

from asyncio import Task
from pathlib import Path
from typing import assert_type

from heygen_widgets import (
    Age,
    AvatarAttributes,
    AvatarImage,
    AvatarStudio,
    Generation,
    HeyGen,
    Orientation,
    Style,
)


def inputs(client: HeyGen) -> AvatarStudio:
    studio = AvatarStudio(client=client, timeout=None, style="Noir", age=Age.SENIOR, count=2)
    studio = AvatarStudio("A baker", client=client)
    studio.name = "Ada"
    studio.appearance = "A violinist in a red dress"
    studio.style = Style.NOIR
    studio.style = "Noir"
    studio.orientation = "vertical"
    studio.count = 8
    studio.click_limit = 5.28
    studio.session_limit = None
    studio.avatar_id = "lk_1"
    studio.selected_keys = studio.image_keys[:2]
    studio.reference_images = ["coat.png", Path("hat.png"), b"bytes"]
    studio.attributes = AvatarAttributes(name="Ada", appearance="A smile")
    studio.client = HeyGen.sandbox()
    return studio


def outputs(studio: AvatarStudio) -> None:
    assert_type(studio.name, str)
    assert_type(studio.age, Age)
    assert_type(studio.orientation, Orientation)
    assert_type(studio.style, Style)
    assert_type(studio.count, int)
    assert_type(studio.status, str)
    assert_type(studio.message, str)
    assert_type(studio.generation_id, str)
    assert_type(studio.attributes, AvatarAttributes)
    assert_type(studio.generation, Generation | None)
    assert_type(studio.images, tuple[AvatarImage, ...])
    assert_type(studio.client, HeyGen)
    assert_type(studio.is_running, bool)
    assert_type(studio.as_python(), str)
    assert_type(studio.as_curl(), str)
    assert_type(studio.save("pictures", keys=studio.selected_keys), list[Path])


def looser_outputs(studio: AvatarStudio) -> tuple[tuple[str, ...], float | None]:
    # Traitlets types these less exactly: any tuple, and a limit as a whole number.
    keys: tuple[str, ...] = studio.image_keys + studio.selected_keys + studio.image_urls
    limit: float | None = studio.click_limit or studio.session_limit
    return keys, limit


async def verbs(studio: AvatarStudio) -> None:
    assert_type(await studio.generate(), Generation)
    assert_type(await studio.generate(confirm=True), Generation)
    assert_type(await studio.again(), Generation)
    assert_type(await studio.vary(style="Noir"), Generation)
    assert_type(await studio.resume(studio.generation_id), Generation)
    assert_type(await studio.show_run("701c"), Generation)
    await studio.mark(studio.image_keys[0], favourite=True, rating=5, note="The best")
    assert_type(studio.start(), Task[Generation])
    studio.stop()


def script(studio: AvatarStudio) -> tuple[str, ...]:
    return studio.generate_sync().image_keys
