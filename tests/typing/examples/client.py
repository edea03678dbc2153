"""The client as scripts and other programs use it: verbs, records, errors, history, sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

from heygen_widgets import (
    Age,
    AvatarAttributes,
    AvatarImage,
    Budget,
    BudgetExceeded,
    Generation,
    GenerationStatus,
    GenerationTimeout,
    HeyGen,
    HeyGenError,
    History,
    InvalidAttributes,
    Orientation,
    PollPolicy,
    Price,
    Quote,
    RateLimited,
    Style,
    SubmitOutcomeUnknown,
    run_blocking,
)
from heygen_widgets.presets import Presets
from heygen_widgets.sandbox import FAULTS, SANDBOX_KEY, Fault, Scenario, create_app


def attributes() -> AvatarAttributes:
    ada = AvatarAttributes(
        name="Ada",
        age=Age.SENIOR,
        gender="Woman",
        ethnicity="Unspecified",
        orientation=Orientation.VERTICAL,
        pose="half_body",
        style="Noir",
        appearance="A red jacket",
    )
    assert_type(ada.age, Age)
    assert_type(ada.style, Style)
    assert_type(ada.describe(), str)
    assert_type(ada.to_dict(), dict[str, str])
    assert_type(AvatarAttributes.from_dict(ada.to_dict()), AvatarAttributes)
    assert_type(AvatarAttributes.from_image(Path("ada.png")), AvatarAttributes)
    return ada.replace(style=Style.NOIR, age="Senior")


def clients() -> list[HeyGen]:
    return [
        HeyGen(),
        HeyGen("key", api="v3", budget=5.28, history=False, poll=PollPolicy(first=1)),
        HeyGen(budget=Budget(per_generation=1, per_session=None), prices={"v3": "$1.32"}),
        HeyGen(history=History("runs")),
        HeyGen.from_environment(),
        HeyGen.sandbox(Scenario(duration=0, faults=("submit:429",)), history=False),
    ]


async def verbs(ada: AvatarAttributes) -> Generation:
    seen: list[Generation] = []
    async with HeyGen() as heygen:
        assert_type(heygen, HeyGen)
        quote = await heygen.quote(count=2)
        assert_type(quote, Quote)
        assert_type(quote.total, Price | None)
        balance = await heygen.balance()
        if balance is not None:
            assert_type(balance.amount, float)
        submitted = await heygen.submit(ada, count=2, avatar_id="lk_1", confirm=True)
        async for record in heygen.watch(submitted, timeout=None):
            assert_type(record, Generation)
        assert_type(await heygen.fetch("701c"), Generation)
        finished = await heygen.resume(submitted, on_update=print, download=False)
        assert_type(await heygen.download(finished.images[0]), bytes)
        assert_type(await heygen.generate("a chef in Rome", style="Noir"), Generation)
        await heygen.generate(appearance="a chef", age=Age.SENIOR, count=None)
        await heygen.order(ada, pose="close_up")
        return await heygen.generate(
            ada,
            timeout=60,
            on_update=seen.append,
            count=4,
            reference_images=["coat.png", Path("hat.png")],
            budget=Budget(per_generation=5),
        )


def script(heygen: HeyGen, ada: AvatarAttributes) -> Generation:
    return run_blocking(heygen.generate(ada))


def records(generation: Generation) -> None:
    assert_type(generation.status, GenerationStatus)
    assert_type(generation.id, str | None)
    assert_type(generation.attributes, AvatarAttributes | None)
    assert_type(generation.image_keys, tuple[str, ...])
    assert_type(generation.images, tuple[AvatarImage, ...])
    assert_type(generation.cost, Price | None)
    assert_type(generation.elapsed, float | None)
    assert_type(generation.is_resumable, bool)
    if generation.status is GenerationStatus.SUCCESS:
        image = generation.images[0]
        assert_type(image.key, str)
        assert_type(image.bytes, bytes)
        assert_type(image.size, tuple[int, int])
        assert_type(image.pil.size, tuple[int, int])
        assert_type(image.save("ada.png"), Path)


async def errors(heygen: HeyGen, ada: AvatarAttributes) -> Generation | None:
    try:
        return await heygen.generate(ada)
    except InvalidAttributes as error:
        assert_type(error.problems, dict[str, str])
    except BudgetExceeded as error:
        if error.quote is not None:
            assert_type(error.quote.images, int)
    except RateLimited as error:
        assert_type(error.retry_after, float | None)
    except (GenerationTimeout, SubmitOutcomeUnknown) as error:
        if error.generation is not None and error.generation.id is not None:
            return await heygen.resume(error.generation.id)
    except HeyGenError as error:
        assert_type(error.what, str)
        assert_type(error.advice, str)
        assert_type(error.status_code, int | None)
        assert_type(error.code, str | None)
        assert_type(error.request_id, str | None)
        assert_type(error.reference, str)
    return None


def history(path: Path) -> None:
    runs = History(path)
    assert_type(len(runs), int)
    for record in runs:
        assert_type(record, Generation)
    page = runs.search("red", attributes={"style": ["Noir"]}, favourite=True, limit=5)
    assert_type(page.records, tuple[Generation, ...])
    assert_type(page.total, int)
    newest = runs.get("701c")
    runs.mark("701c", newest.image_keys[0], rating=5)
    assert_type(runs.export("runs.zip"), Path)
    runs.delete("701c")
    runs.close()


def presets(ada: AvatarAttributes) -> AvatarAttributes:
    kept = Presets()
    kept.save("Noir", ada)
    assert_type(kept.names(), list[str])
    return kept.get("Noir")


def sandbox() -> None:
    create_app(Scenario(api_key=SANDBOX_KEY, faults=tuple(FAULTS)))
    assert_type(Scenario().faults, tuple[Fault | str, ...])
