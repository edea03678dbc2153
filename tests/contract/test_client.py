"""The client against a server that was written by somebody who had not seen it."""

from __future__ import annotations

import asyncio
import io

import pytest
from PIL import Image

from heygen_widgets import AvatarAttributes, HeyGen, PollPolicy, errors
from heygen_widgets.models.prices import Price
from tests.support.independent_heygen import UNITS_PER_GENERATION, IndependentHeyGen

ADA = AvatarAttributes(
    name="Ada", age="Senior", orientation="vertical", appearance="Round glasses, a green coat"
)
QUICK = PollPolicy(first=0.02, longest=0.05)
APIS = {"v2": {"v2"}, "v3": {"v3"}, "both": {"v2", "v3"}}
V2_POST, V3_POST = "POST /v2/photo_avatar/photo/generate", "POST /v3/avatars"


@pytest.fixture
def heygen(request):
    """A server; its options are the test's parameter."""
    with IndependentHeyGen(**{"seconds": 0.05} | getattr(request, "param", {})) as heygen:
        yield heygen


@pytest.fixture
def client(heygen):
    return HeyGen("a-key", base_url=heygen.url, poll=QUICK)


def served(*apis):
    """All servers with these APIs, without quirks and with them."""
    options = [
        pytest.param({"apis": APIS[api], "quirks": quirks}, id=f"{api}{', quirks' * quirks}")
        for api in apis
        for quirks in (False, True)
    ]
    return pytest.mark.parametrize("heygen", options, indirect=True)


def sizes(generation):
    assert all(image.is_downloaded for image in generation.images), generation.images
    return {Image.open(io.BytesIO(image.bytes)).size for image in generation.images}


def made(heygen):
    return len(heygen.generations), len(heygen.looks)


@served("v2", "both")
async def test_auto_takes_v2_where_it_is(heygen, client):
    generation = await client.generate(ADA)
    assert (generation.api, client.api) == ("v2", "v2")
    assert made(heygen) == (1, 0)
    [job] = heygen.generations.values()
    assert generation.id == job["id"]
    assert list(generation.image_keys) == job["keys"]
    assert len(generation.images) == (3 if heygen.quirks else 4)
    assert sizes(generation) == {(359, 641) if heygen.quirks else (768, 1376)}
    assert generation.cost == Price(1, "credit")
    assert job["body"] == ADA.to_dict()
    assert ("2026" in client.notice) == heygen.quirks


@served("v3")
async def test_auto_takes_v3_where_v2_is_gone(heygen, client):
    generation = await client.generate(ADA)
    assert (generation.api, client.api) == ("v3", "v3")
    assert made(heygen) == (0, 4)
    assert set(generation.image_keys) == set(generation.id.split("+")) == set(heygen.looks)
    assert sizes(generation) == {(359, 641) if heygen.quirks else (768, 1376)}
    assert generation.cost == Price(4.0)
    assert heygen.wallet == pytest.approx(100 - 4.0)
    assert client.notice == ""


@served("v3", "both")
async def test_v3_makes_each_look_under_a_key_of_its_own(heygen, client):
    generation = await client.with_api("v3").generate(ADA, count=3)
    assert made(heygen) == (0, 3)
    keys = [headers["idempotency-key"] for _, headers, _ in heygen.posts]
    assert len(set(keys)) == len(keys) == len(generation.images) == 3
    assert {body["prompt"] for _, _, body in heygen.posts} == {
        "Senior person, Realistic style, half body pose, vertical orientation. " + ADA.appearance
    }


@served("v2", "v3", "both")
async def test_finding_out_costs_nothing(heygen, client):
    await client.quote()
    assert heygen.posts == []
    # Where v2 is gone, v3 must answer itself.
    asked = 1 if (await client.quote()).api == "v2" else 2
    assert sum(heygen.paths.values()) == asked
    await client.quote()
    assert sum(heygen.paths.values()) == asked


@served("v2", "v3", "both")
async def test_the_record_is_in_the_history(client):
    generation = await client.generate(ADA)
    [row] = client.history
    assert (row.id, row.api, row.status, row.attributes) == (
        generation.id,
        generation.api,
        "success",
        ADA,
    )
    assert row.cost == generation.cost
    assert row.image_keys == generation.image_keys
    assert sizes(row) == sizes(generation)


@pytest.mark.parametrize(
    "heygen",
    [{"apis": APIS["v3"], "drop_first_submit": True, "quirks": quirks} for quirks in (False, True)],
    indirect=True,
    ids=["plain", "quirks"],
)
async def test_on_v3_lost_answers_make_no_look_twice(heygen, client):
    generation = await client.generate(ADA)
    assert made(heygen) == (0, 4)
    assert len(generation.images) == len(set(generation.image_keys)) == 4
    assert sizes(generation)
    assert heygen.paths[V3_POST] == 8
    assert heygen.wallet == pytest.approx(100 - 4.0)
    assert str(client.spent) == "$4.00"


@pytest.mark.parametrize(
    "heygen",
    [{"apis": APIS["v2"], "drop_first_submit": True, "quirks": quirks} for quirks in (False, True)],
    indirect=True,
    ids=["plain", "quirks"],
)
async def test_on_v2_a_lost_answer_is_unknown_and_not_sent_again(heygen, client):
    with pytest.raises(errors.SubmitOutcomeUnknown) as caught:
        await client.generate(ADA)
    assert heygen.paths[V2_POST] == 1
    assert made(heygen) == (1, 0)
    assert str(client.spent) == "1 credit"
    assert not caught.value.generation.is_resumable
    assert (await client.generate(ADA)).status == "success"


@pytest.mark.parametrize(
    "heygen", [{"quirks": False}, {"quirks": True}], indirect=True, ids=["plain", "quirks"]
)
async def test_what_v2_says_no_more_v3_does_for_the_next_client(heygen, client):
    first = await client.generate(ADA)
    heygen.apis = {"v3"}
    with pytest.raises(errors.ApiRetired, match="v3"):
        await client.generate(ADA)
    assert client.api == "v2"
    assert made(heygen) == (1, 0)
    after = HeyGen("a-key", base_url=heygen.url, poll=QUICK)
    assert after.api == "auto"
    second = await after.generate(ADA)
    assert (first.api, second.api) == ("v2", "v3")
    assert made(heygen) == (1, 4)
    assert str(after.spent) == str(client.spent) == "$4.00 + 1 credit"


async def test_what_was_found_out_is_known_to_the_next_client_of_this_key(heygen, client):
    await client.quote()
    assert HeyGen("a-key", base_url=heygen.url).api == "v2"
    assert HeyGen("another-key", base_url=heygen.url).api == "auto"


async def test_many_at_once_find_out_once(heygen, client):
    async with client:
        generations = await asyncio.gather(*(client.generate(ADA) for _ in range(8)))
    assert made(heygen) == (8, 0)
    assert len({generation.id for generation in generations}) == 8
    assert heygen.paths["GET /v2/photo_avatar/generation/{id}"] >= 9


@served("v2", "v3")
async def test_a_submitted_run_is_resumed_by_another_client(heygen, client):
    submitted = await client.submit(ADA)
    other = HeyGen("a-key", base_url=heygen.url, poll=QUICK)
    resumed = await other.resume(submitted.id)
    assert (resumed.status, resumed.attributes, resumed.api) == ("success", ADA, submitted.api)
    assert sizes(resumed)
    assert len(heygen.posts) == (1 if submitted.api == "v2" else 4)


@served("v3")
async def test_references_are_uploaded_and_referred_to(heygen, client):
    first = await client.generate(ADA, count=1)
    [image] = first.images
    picture = Image.new("RGB", (64, 64), "green")
    await client.generate(
        ADA, count=2, avatar_id=first.image_keys[0], reference_images=[picture, image]
    )
    assert len(heygen.assets) == 2
    bodies = [body for path, _, body in heygen.posts if path == "/v3/avatars"][1:]
    for body in bodies:
        assert body["avatar_id"] == first.image_keys[0]
        assert [each["asset_id"] for each in body["reference_images"]] == list(heygen.assets)


@served("v3")
async def test_a_look_that_nobody_knows_is_named(heygen, client):
    with pytest.raises(errors.InvalidAttributes, match="look to refer to"):
        await client.generate(ADA, avatar_id="nobody")
    assert made(heygen) == (0, 0)
    assert str(client.spent) == "nothing"


@served("v2", "v3")
async def test_an_empty_account_is_told_and_costs_nothing(heygen, client):
    heygen.quota = heygen.wallet = 0
    with pytest.raises(errors.InsufficientCredit):
        await client.generate(ADA)
    assert made(heygen) == (0, 0)
    assert str(client.spent) == "nothing"


@served("v3")
async def test_a_wallet_that_pays_for_some_gives_a_part(heygen, client):
    heygen.wallet = 2.5
    generation = await client.generate(ADA)
    assert made(heygen) == (0, 2)
    assert (generation.status, len(generation.images)) == ("success", 2)
    assert generation.message.startswith("2 of 4 were made.")
    assert generation.cost == Price(2.0)
    assert str(client.spent) == "$2.00"


@served("v2", "v3")
async def test_the_balance(heygen, client):
    api = next(iter(heygen.apis))
    heygen.quota = 5 * UNITS_PER_GENERATION
    words = {"v2": "5 credits", "v3": "1,969 credits" if heygen.quirks else "$100.00"}
    assert str(await client.balance()) == words[api]


async def test_a_client_of_the_environment(heygen, monkeypatch):
    monkeypatch.setenv("HEYGEN_BASE_URL", heygen.url)
    monkeypatch.setenv("HEYGEN_API_KEY", "a-key")
    client = HeyGen.from_environment()
    assert not client.is_sandbox
    client._poll = QUICK
    assert (await client.generate(ADA)).api == "v2"
    assert heygen.posts[0][1]["x-api-key"] == "a-key"
    monkeypatch.setenv("HEYGEN_API", "v3")
    client = HeyGen.from_environment()
    client._poll = QUICK
    assert (await client.generate(ADA, count=1)).api == "v3"
    assert made(heygen) == (1, 1)


async def test_a_limit_counts_for_all_clients_of_a_key(heygen):
    def client(key):
        return HeyGen(key, api="v3", base_url=heygen.url, poll=QUICK, budget=4.5)

    await client("a-key").generate(ADA)
    with pytest.raises(errors.BudgetExceeded):
        await client("a-key").generate(ADA, count=1)
    await client("another-key").generate(ADA, count=1)
    assert made(heygen) == (0, 5)


TOO_MANY = (429, "rate_limit_exceeded", "Rate limit exceeded")


@served("v3")
@pytest.mark.parametrize("count", [1, 3, 5])
async def test_refusals_that_are_repeated_for_ever_cost_no_look(heygen, client, count):
    heygen.refusals = [TOO_MANY] * count
    generation = await client.generate(ADA)
    assert made(heygen) == (0, 4)
    assert (len(generation.images), generation.message) == (4, None)
    assert len(heygen.posts) == 4 + count
    keys = [headers["idempotency-key"] for _, headers, _ in heygen.posts]
    assert len(set(keys)) == len(keys)
    assert str(client.spent) == "$4.00"


@served("v3")
async def test_a_job_that_is_refused_beyond_all_tries_is_made_once_others_are_done(heygen, client):
    heygen.refusals = [None, None, None, *[TOO_MANY] * 12]
    generation = await client.generate(ADA)
    assert made(heygen) == (0, 4)
    assert (len(generation.images), generation.message) == (4, None)


@served("v3")
@pytest.mark.parametrize("count", [1, 3, 5, 60])
async def test_a_lost_answer_that_refusals_follow_makes_no_fifth(heygen, client, count):
    heygen.drop_first_submit = True
    heygen.refusals = [None] * 4 + [TOO_MANY] * count
    try:
        generation = await client.generate(ADA)
    except errors.SubmitOutcomeUnknown as error:
        generation = error.generation
    assert made(heygen) == (0, 4)
    keys = {headers["idempotency-key"] for _, headers, _ in heygen.posts}
    assert len(keys) == 4
    heygen.refusals = []
    resumed = await client.resume(generation)
    assert made(heygen) == (0, 4)
    assert len(set(resumed.image_keys)) == 4


@served("v3")
@pytest.mark.parametrize(
    ("status", "code"), [(404, "asset_not_found"), (409, "conflict"), (409, "resource_not_ready")]
)
async def test_a_refusal_that_passes_is_tried_again_under_a_new_key(heygen, client, status, code):
    heygen.refusals = [(status, code, "Asset ab12 not found")] * 3
    generation = await client.generate(ADA)
    assert made(heygen) == (0, 4)
    assert (len(generation.images), generation.message) == (4, None)
    keys = [headers["idempotency-key"] for _, headers, _ in heygen.posts]
    assert len(set(keys)) == len(keys) == 7


@served("v3")
async def test_a_request_in_progress_is_asked_for_again_under_its_key(heygen, client):
    heygen.refusals = [(409, "request_in_progress", "The first request is at work")]
    # What is no refusal is not kept.
    generation = await client.generate(ADA)
    assert made(heygen) == (0, 4)
    keys = [headers["idempotency-key"] for _, headers, _ in heygen.posts]
    assert (len(keys), len(set(keys))) == (5, 4)
    assert generation.message is None
