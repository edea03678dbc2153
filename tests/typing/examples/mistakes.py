"""Mistakes: each marked line is an error for both type checkers, and no other line is."""

from __future__ import annotations

import heygen_widgets
from heygen_widgets import (
    AvatarAttributes,
    AvatarStudio,
    Budget,
    Generation,
    HeyGen,
    HeyGenError,
    History,
    InvalidAttributes,
    run_blocking,
)
from heygen_widgets.presets import Presets
from heygen_widgets.sandbox import Scenario

heygen_widgets.AvatarPhoto  # error
ada = AvatarAttributes(name="Ada", appearance="A smile")
AvatarAttributes(name="Ada")  # error
AvatarAttributes("Ada", "A smile")  # error
AvatarAttributes(name="Ada", appearance="A smile", mood="happy")  # error
AvatarAttributes(name="Ada", appearance="A smile", age=30)  # error
ada.name = "Eve"  # error
ada.hair  # error


def studio_mistakes(studio: AvatarStudio) -> None:
    studio.count = "four"  # error
    studio.name = 5  # error
    studio.style = 5  # error
    studio.selected_keys = 5  # error
    studio.client = "key"  # error
    studio.attributes = {"name": "Ada"}  # error
    studio.generation = None  # error
    studio.images = ()  # error
    studio.save(5)  # error
    studio.generate_sync(yes=True)  # error
    AvatarStudio(HeyGen())  # error
    AvatarStudio(client="key")  # error


async def client_mistakes(heygen: HeyGen) -> None:
    heygen.generate_image(ada)  # error
    await heygen.generate(5)  # error
    await heygen.generate("a chef", styl="Noir")  # error
    await heygen.generate("a chef", style=5)  # error
    await heygen.generate(ada, cuont=2)  # error
    await heygen.generate(ada, count="two")  # error
    await heygen.generate(ada, budget="5")  # error
    await heygen.submit(ada, api="v3")  # error
    await heygen.resume(5)  # error
    await heygen.download("image/7f/original")  # error
    (await heygen.balance()).amount  # error
    heygen.generate(ada).image_keys  # error
    run_blocking(ada)  # error
    HeyGen(budget=Budget(5))  # error
    HeyGen(history=True)  # error
    HeyGen.sandbox("quick")  # error


def record_mistakes(generation: Generation) -> None:
    generation.id.upper()  # error
    generation.attributes.style  # error
    generation.keys  # error
    generation.status = "success"  # error
    generation.images[0].save()  # error


def error_mistakes(heygen: HeyGen) -> None:
    try:
        run_blocking(heygen.generate(ada))
    except InvalidAttributes as error:
        error.problems["age"].years  # error
    except HeyGenError as error:
        error.problems  # error
        error.generation.id  # error


def other_mistakes() -> None:
    History(5)  # error
    History().search(limit="all")  # error
    History().mark("701c")  # error
    Presets().save("Noir", {"style": "Noir"})  # error
    Scenario(duration="long")  # error
    Scenario(speed=2)  # error
