"""What a client sees of each kind of fault of groups, looks and training."""

from __future__ import annotations

import json
from base64 import b64encode

import httpx
import pytest

from heygen_widgets.sandbox.avatar_faults import (
    AVATAR_FAULTS,
    AVATAR_V2_ONLY,
    AVATAR_V3_ONLY,
    BY_STATE,
    LOOK_FINAL_FAULTS,
)
from heygen_widgets.sandbox.faults import responses
from tests.sandbox.conftest import PICTURE

HTML = "text/html; charset=utf-8"
CUT = httpx.RemoteProtocolError
BROKEN = "broken JSON"

MAKING = {
    "drop": (CUT, None, 0),
    "lost": (CUT, None, 1),
    "401": (401, "unauthorized", 0),
    "429": (429, "rate_limit_exceeded", 0),
    "500": (500, "internal_error", 0),
    "500-made": (500, "internal_error", 1),
    "503": (503, "service_unavailable", 0),
    "504-made": (504, "gateway_timeout", 1),
    "malformed": (200, BROKEN, 1),
}
PHOTO = {
    "402": (402, "insufficient_credit", 0),
    "asset-not-found": (404, "asset_not_found", 0),
    "409-conflict": (409, "conflict", 0),
}
READING = {
    "drop": (CUT, None),
    "401": (401, "unauthorized"),
    "429": (429, "rate_limit_exceeded"),
    "500": (500, "internal_error"),
    "503": (503, "service_unavailable"),
    "malformed": (200, BROKEN),
    "slow": (200, None),
}


async def seen(ask):
    """Return the status of a reply, and its error code or what else it is."""
    try:
        reply = await ask
    except httpx.HTTPError as error:
        return type(error), None
    if reply.headers["Content-Type"] == HTML:
        return reply.status_code, HTML
    try:
        body = reply.json()
    except ValueError:
        return reply.status_code, BROKEN
    error = body.get("error") or (body if body.get("code", 100) != 100 else {})
    return reply.status_code, error.get("code")


class OnV2:
    """The requests of v2 by area, each with how many things of its kind there are."""

    def __init__(self, heygen):
        self.heygen = heygen
        self.group_id = ""

    async def prepare(self):
        self.group_id = await self.heygen.completed_group()
        self.made = await self.heygen.finished()

    async def upload(self):
        headers = {"Content-Type": "image/png"}
        return await self.heygen.client.post("/v1/asset", content=PICTURE, headers=headers)

    async def group(self):
        return await self.heygen.post(
            "avatar_group/create", name="Ada", image_key=self.made["image_key_list"][0]
        )

    async def add(self):
        return await self.heygen.post(
            "avatar_group/add",
            group_id=self.group_id,
            name="Ada",
            image_keys=self.made["image_key_list"][:1],
            generation_id=self.made["id"],
        )

    async def train(self):
        return await self.heygen.post("train", group_id=self.group_id)

    async def read(self):
        return await self.heygen.client.get(f"/v2/photo_avatar/train/status/{self.group_id}")

    async def list(self):
        return await self.heygen.client.get("/v2/avatar_group.list")

    async def change(self):
        return await self.heygen.client.delete(f"/v2/photo_avatar_group/{self.group_id}")


class OnV3(OnV2):
    """The requests of v3 by area."""

    async def prepare(self):
        self.group_id = (await self.heygen.look())["group_id"]

    async def upload(self):
        files = {"file": ("a.png", PICTURE, "image/png")}
        return await self.heygen.client.post("/v3/assets", files=files)

    def _file(self):
        return {
            "type": "base64",
            "media_type": "image/png",
            "data": b64encode(PICTURE).decode(),
        }

    async def group(self):
        return await self.heygen.photo(self._file())

    async def add(self):
        return await self.heygen.photo(self._file(), avatar_group_id=self.group_id)

    async def read(self):
        return await self.heygen.client.get(f"/v3/avatars/{self.group_id}")

    async def list(self):
        return await self.heygen.client.get("/v3/avatars?ownership=private")

    async def change(self):
        return await self.heygen.client.delete(f"/v3/avatars/{self.group_id}")


def count(heygen, area):
    """Return how many things of an area there are, or how often it was done."""
    groups = heygen.state.groups.newest_first("private")
    return {
        "upload": lambda: len(heygen.state.images._assets),
        "group": lambda: len(groups),
        "add": lambda: sum(group.looks_count for group in groups),
        "train": lambda: len(heygen.state.trainings.all),
        "change": lambda: -len(groups),
    }[area]()


@pytest.fixture(params=["v2", "v3"])
def version(request):
    """Return a version of the API."""
    return request.param


@pytest.fixture
async def asker(version, v2, v3):
    """Return requests of a version of the API to a sandbox in which no fault strikes yet."""
    asker = OnV2(v2()) if version == "v2" else OnV3(v3())
    await asker.prepare()
    return asker


def rows(areas, outcomes):
    return [(f"{area}:{kind}", *outcome) for area in areas for kind, outcome in outcomes.items()]


def on_each_version(rows):
    """Return rows with each version that their kind can strike."""
    others = {"v2": AVATAR_V3_ONLY, "v3": AVATAR_V2_ONLY}
    return [(version, *row) for row in rows for version in others if row[0] not in others[version]]


MAKING_ROWS = [
    *rows(("upload", "group", "add", "train", "change"), MAKING),
    *rows(("group", "add"), PHOTO),
    ("upload:type", 400, "asset_format_not_supported", 0),
    ("train:402", 402, "insufficient_credit", 0),
    ("train:already", 400, "invalid_parameter", 1),
    ("train:not-registered", 400, "invalid_parameter", 0),
    ("change:403", 403, "forbidden", 0),
    ("change:404", 404, "avatar_not_found", 0),
]
READING_ROWS = [
    *rows(("read", "list"), READING),
    ("read:404", 404, "avatar_not_found"),
    ("list:renamed-fields", 200, None),
    ("list:same-token", 200, None),
]

IN_V2S_WORDS = {
    ("upload:401", "unauthorized"): 400112,
    ("upload:429", "rate_limit_exceeded"): 400123,
    ("upload:type", "asset_format_not_supported"): 400543,
    ("read:404", "avatar_not_found"): "photar_not_found",
    ("change:404", "avatar_not_found"): "photar_not_found",
}
"""Where v2 and v1 have another code than v3."""


def expected_code(kind, code, version):
    if version == "v3":
        return code
    return HTML if code == "gateway_timeout" else IN_V2S_WORDS.get((kind, code), code)


@pytest.mark.parametrize(
    ("version", "kind", "expected"),
    [(version, kind, expected) for version, kind, *expected in on_each_version(MAKING_ROWS)],
)
async def test_each_fault_of_a_request_that_makes_or_changes(version, asker, kind, expected):
    status, code, made = expected
    heygen, area = asker.heygen, kind.partition(":")[0]
    heygen.state.faults = kind
    before = count(heygen, area)
    outcome = await seen(getattr(asker, area)())
    assert outcome == (status, expected_code(kind, code, version))
    assert count(heygen, area) - before == made
    assert heygen.state.faults_injected == {kind: 1}


@pytest.mark.parametrize(("version", "kind", "status", "code"), on_each_version(READING_ROWS))
async def test_each_fault_of_a_question(version, asker, kind, status, code):
    asker.heygen.state.faults = kind
    outcome = await seen(getattr(asker, kind.partition(":")[0])())
    assert outcome == (status, expected_code(kind, code, version))
    assert asker.heygen.state.faults_injected == {kind: 1}
    assert sum(asker.heygen.slept) == (responses.DELAY if kind.endswith(":slow") else 0)


def test_every_kind_is_tested():
    here = {row[0] for row in (*MAKING_ROWS, *READING_ROWS)}
    below = BY_STATE | {"look:not-trained", "links:expired"}
    assert here | below == AVATAR_FAULTS.keys()


@pytest.mark.parametrize("kind", sorted(AVATAR_FAULTS.keys() - LOOK_FINAL_FAULTS))
async def test_a_fault_strikes_only_the_requests_in_its_name(version, asker, kind):
    area = kind.partition(":")[0]
    others = {"upload", "group", "add", "train", "read", "list"} - {area}
    if area == "look":
        others -= {"group", "add"}
    if version == "v3":
        others -= {"train"}
    asker.heygen.state.faults = kind
    for other in sorted(others):
        assert (await getattr(asker, other)()).status_code in (200, 409)
        asker.heygen.now += 10
    assert not asker.heygen.state.faults_injected


@pytest.mark.parametrize("kind", sorted(AVATAR_V2_ONLY))
async def test_a_fault_of_v2_never_strikes_v3(v3, kind):
    heygen = v3(kind)
    asker = OnV3(heygen)
    await asker.prepare()
    for area in ("upload", "group", "add", "read", "list", "change"):
        assert (await getattr(asker, area)()).status_code == 200
    assert not heygen.state.faults_injected


@pytest.mark.parametrize("kind", sorted(AVATAR_V3_ONLY))
async def test_a_fault_of_v3_never_strikes_v2(v2, kind):
    heygen = v2(kind)
    asker = OnV2(heygen)
    await asker.prepare()
    for area in ("upload", "group", "add", "train", "read", "list", "change"):
        assert (await getattr(asker, area)()).status_code == 200
    assert not heygen.state.faults_injected


# New looks


WANTED = {"prompt": "x", "orientation": "square", "pose": "close_up", "style": "Noir"}


async def test_a_group_can_be_untrained_in_heygens_eyes(v2):
    heygen = v2("look:not-trained*1")
    group_id = await heygen.trained_group()
    statuses = [
        (await heygen.post("look/generate", group_id=group_id, **WANTED)).status_code
        for _ in range(2)
    ]
    assert statuses == [400, 200]


@pytest.mark.parametrize("kind", ["submit:402", "submit:drop-after", "submit:503-made"])
async def test_faults_of_new_generations_strike_generations_of_new_looks_too(v2, kind):
    heygen = v2()
    group_id = await heygen.trained_group()
    heygen.state.faults = kind
    await seen(heygen.post("look/generate", group_id=group_id, **WANTED))
    assert heygen.state.faults_injected == {kind: 1}
    assert len(heygen.state.jobs) == 1 + (kind != "submit:402")


@pytest.mark.parametrize("kind", ["submit:402", "submit:drop-after", "submit:503-made"])
async def test_faults_of_new_generations_strike_prompts_into_a_group_and_no_photos(v3, kind):
    heygen = v3()
    made = await heygen.look()
    heygen.state.faults = kind
    await seen(heygen.create(avatar_id=made["id"], avatar_group_id=made["group_id"]))
    assert (await heygen.photo()).status_code == 200
    assert heygen.state.faults_injected == {kind: 1}


# What becomes of looks


async def test_a_look_can_be_pending_for_a_minute_more(asker):
    heygen = asker.heygen
    heygen.state.faults = "look:pending-long"
    await asker.add()
    look = heygen.state.groups.find(asker.group_id).looks[-1]
    assert look.duration >= 60
    assert heygen.state.faults_injected == {"look:pending-long": 1}


async def test_a_look_can_fail_and_is_not_billed(v2, v3):
    heygen = v2("look:failed")
    look_id = (await heygen.new_group())["id"]
    heygen.now += 2
    assert (await heygen.ask(f"photo_avatar/{look_id}"))["status"] == "failed"
    assert (await heygen.post("train", group_id=look_id)).status_code == 400
    heygen = v3("look:failed")
    look = (await heygen.photo()).json()["data"]["avatar_item"]
    assert (await heygen.poll(look["id"]))["status"] == "failed"
    assert heygen.state.remaining_wallet == 1000


async def test_a_look_can_get_another_id_which_its_group_has(v2, v3):
    heygen = v2("look:gone")
    group_id = (await heygen.new_group())["group_id"]
    assert (await heygen.ask(f"photo_avatar/{group_id}"))["status"] == "pending"
    heygen.now += 2
    assert (await heygen.client.get(f"/v2/photo_avatar/{group_id}")).status_code == 404
    [look] = (await heygen.ask(f"avatar_group/{group_id}/avatars"))["avatar_list"]
    assert look["id"] != group_id
    assert (await heygen.ask(f"photo_avatar/{look['id']}"))["id"] == look["id"]
    heygen = v3("look:gone")
    made = (await heygen.photo()).json()["data"]["avatar_item"]
    assert (await heygen.get(made["id"])).status_code == 404
    [look], _ = await heygen.list("/looks", group_id=made["group_id"])
    assert look["id"] != made["id"]


async def test_a_look_that_moderation_refuses_later_looks_like_any_other(v2):
    heygen = v2("look:moderated")
    look_id = (await heygen.new_group())["id"]
    heygen.now += 2
    assert (await heygen.ask(f"photo_avatar/{look_id}"))["status"] == "completed"
    assert heygen.state.faults_injected == {"look:moderated": 1}
    assert heygen.state.groups.find_look(look_id).final_fault == "look:moderated"


async def test_the_link_to_a_picture_of_a_look_can_be_expired_and_asking_helps(v2, v3):
    heygen = v2("links:expired*1")
    look = await heygen.new_group()
    picture = await heygen.image()
    statuses = [(await heygen.client.get(look["image_url"])).status_code for _ in range(2)]
    assert (picture.status_code, statuses) == (200, [403, 200])
    heygen = v3("links:expired")
    link = (await heygen.poll((await heygen.look())["id"]))["preview_image_url"]
    assert (await heygen.client.get(link)).status_code == 403


# What becomes of trainings


async def status(heygen, group_id):
    return await heygen.ask(f"photo_avatar/train/status/{group_id}")


async def test_a_group_is_not_registered_twice_and_then_it_is(v2):
    heygen = v2("train:not-registered")
    group_id = await heygen.completed_group()
    replies = [await heygen.post("train", group_id=group_id) for _ in range(3)]
    assert [reply.status_code for reply in replies] == [400, 400, 200]
    message = f"No valid image for training found in group {group_id}"
    assert replies[0].json()["error"]["message"] == message


async def test_a_training_that_began_in_silence_is_pending_and_paid(v2):
    heygen = v2("train:already", quota=600)
    group_id = await heygen.completed_group()
    reply = await heygen.post("train", group_id=group_id)
    assert reply.json()["error"]["code"] == "invalid_parameter"
    assert group_id in reply.json()["error"]["message"]
    assert (await status(heygen, group_id))["status"] == "pending"
    assert heygen.state.remaining_quota == 600 - 60 - 240


async def test_a_training_can_fail_which_costs_nothing_and_leaves_it_untrained(v2):
    heygen = v2("train:failed", quota=600)
    group_id = await heygen.trained_group()
    failed = await status(heygen, group_id)
    assert failed["status"] == "failed"
    assert failed["error_msg"].startswith("The training failed")
    [group] = (await heygen.ask("avatar_group.list"))["avatar_group_list"]
    assert group["train_status"] == "failed"
    assert heygen.state.remaining_quota == 600 - 60
    reply = await heygen.post("look/generate", group_id=group_id, **WANTED)
    assert reply.status_code == 400


async def test_a_training_can_go_on_for_ever(v2):
    heygen = v2("train:never")
    group_id = await heygen.trained_group()
    heygen.now += 1e6
    assert (await status(heygen, group_id))["status"] == "pending"


async def test_a_training_can_take_ten_times_as_long(v2):
    heygen = v2("train:slow", training=12)
    group_id = await heygen.completed_group()
    await heygen.post("train", group_id=group_id)
    heygen.now += 119
    assert (await status(heygen, group_id))["status"] == "pending"
    heygen.now += 1
    assert (await status(heygen, group_id))["status"] == "ready"


# Lists


async def test_fields_of_groups_have_other_names_in_some_lists(v2):
    heygen = v2("list:renamed-fields")
    group_id = await heygen.completed_group()
    data = await heygen.ask("avatar_group.list")
    [group] = data["avatar_group_list"]
    assert (data["total_count"], group["id"], group["train_status"]) == (1, group_id, None)
    assert "preview_image_url" not in group
    assert (await heygen.client.get(group["preview_image"])).status_code == 200
    assert len((await heygen.ask(f"avatar_group/{group_id}/avatars"))["avatar_list"]) == 1


@pytest.mark.parametrize("own_groups", [2, 5])
async def test_a_page_can_lead_to_itself(v3, own_groups):
    heygen = v3("list:same-token", own_groups=own_groups)
    first, token = await heygen.list("", ownership="private", limit=3)
    second, again = await heygen.list("", ownership="private", limit=3, token=token)
    third, _ = await heygen.list("", ownership="private", limit=3, token=again)
    assert again == token
    assert second == third
    assert first


async def test_the_end_of_v2_takes_the_routes_of_avatars_along(v2):
    heygen = v2()
    group_id = await heygen.completed_group()
    heygen.state.faults = "api:retired"
    asker = OnV2(heygen)
    asker.group_id = group_id
    for area in ("train", "read", "list", "change"):
        assert await seen(getattr(asker, area)()) == (404, HTML)


async def test_every_route_of_avatars_warns_of_the_end_of_v2_and_can_be_slow(v2):
    heygen = v2()
    asker = OnV2(heygen)
    await asker.prepare()
    heygen.state.faults = ("api:sunset", "api:slow")
    for area in ("upload", "group", "add", "train", "read", "list"):
        reply = await getattr(asker, area)()
        assert json.loads(reply.text)["warning"]["sunset_date"] == "2026-10-31"
    assert heygen.slept == [responses.DELAY] * 6
