"""The way of a click: through how many files it goes, and what is decided on it."""

import asyncio
import sys
from pathlib import Path

import heygen_widgets
from heygen_widgets.billing import account, ledger
from tests.support.studio_events import settled, until

PACKAGE = str(Path(heygen_widgets.__file__).parent)
MOST_MOVES = 25


class Tracer:
    """Notes each file of the package that is entered, until a frame of httpx is."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.is_over = False

    def __call__(self, frame, event, _argument) -> None:
        if event != "call" or self.is_over:
            return
        file = frame.f_code.co_filename
        if f"{Path('/')}httpx{Path('/')}" in file:
            self.is_over = True
        elif file.startswith(PACKAGE) and self.files[-1:] != [file]:
            self.files.append(file)


async def ready(studio):
    """Wait until the price is known and nothing is under way."""
    await until(lambda: studio.offer["token"])
    await settled(studio)
    return studio


async def finished(studio):
    await until(lambda: studio.status == "success")
    await settled(studio)


def click(studio):
    data = {"agreed": studio.offer["token"], "form": {"appearance": "A baker"}}
    studio._handle_event(None, {"event": "generate", "data": data}, [])


async def test_a_click_moves_between_few_files_before_httpx_is_entered(service, studio_of):
    studio = await ready(studio_of(service, appearance="A baker"))
    tracer = Tracer()
    sys.setprofile(tracer)
    try:
        click(studio)
        async with asyncio.timeout(20):
            while not tracer.is_over:  # noqa: ASYNC110 - a frame is entered
                await asyncio.sleep(0)
    finally:
        sys.setprofile(None)
    moves = len(tracer.files) - 1
    assert moves <= MOST_MOVES, [file.removeprefix(PACKAGE) for file in tracer.files]
    await finished(studio)


async def test_a_click_is_quoted_and_held_against_the_limits_before_it_and_reserved_once(
    service, studio_of, monkeypatch
):
    studio = await ready(studio_of(service, appearance="A baker"))
    said = []

    def counted(owner, name):
        whole = getattr(owner, name)

        def call(*arguments, **options):
            if not studio.image_keys:
                said.append(name)
            return whole(*arguments, **options)

        monkeypatch.setattr(owner, name, call)

    counted(account.Account, "quote")
    counted(account, "find_objection")
    counted(ledger.Ledger, "reserve")
    click(studio)
    await finished(studio)
    assert said == ["reserve"]
