import asyncio

import pytest

from heygen_widgets import BudgetExceeded, GenerationTimeout
from heygen_widgets.magics import cell_run
from heygen_widgets.models.prices import read_prices


async def generated(service, said, seconds=60.0, **settings):
    return await cell_run.generate(
        service.client, "a chef", settings, timeout=seconds, tell=said.append
    )


async def test_the_price_is_said_before_anything_is_sent(service):
    said = []

    def tell(text):
        said.append((text, len(service.jobs)))

    await cell_run.generate(service.client, "a chef", {}, timeout=60, tell=tell)
    first, jobs = said[0]
    assert "1 credit · 4 images" in first
    assert jobs == 0


async def test_the_run_says_how_far_it_is_and_ends_with_its_images(service):
    said = []
    generation = await generated(service, said, style="Noir")
    assert said[-1].splitlines()[-1].startswith("4 images in ")
    assert any("working on it, usually" in text for text in said)
    assert generation.attributes.style == "Noir"
    assert generation.attributes.appearance == "a chef"


async def test_a_price_above_the_limit_is_refused_with_the_way_to_go_on(service_of):
    service = service_of("v3")
    service.client._account.prices = read_prices({"v3": 3.0})
    with pytest.raises(BudgetExceeded, match="--confirm"):
        await generated(service, [])
    assert service.jobs == []


async def test_a_run_that_takes_too_long_says_where_to_resume_it(service_of):
    with pytest.raises(GenerationTimeout, match="%avatar") as raised:
        await generated(service_of(duration=30), [], seconds=0.2)
    assert raised.value.generation.is_resumable


async def test_a_wait_that_is_stopped_says_what_it_means_for_the_money(service_of):
    waits = asyncio.Event()

    def tell(text):
        if "working on it" in text:
            waits.set()

    client = service_of(duration=30).client
    run = asyncio.ensure_future(cell_run.generate(client, "a chef", {}, timeout=60, tell=tell))
    await waits.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError) as raised:
        await run
    assert raised.value._render_traceback_() == [cell_run.STOPPED]
