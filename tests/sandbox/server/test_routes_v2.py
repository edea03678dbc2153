from __future__ import annotations

import re

from heygen_widgets.models.attributes import AvatarAttributes

GENERATE = "/v2/photo_avatar/photo/generate"
QUOTA = "/v2/user/remaining_quota"


NO_CREDIT = {
    "data": None,
    "error": {
        "code": "insufficient_credit",
        "message": "Insufficient credit. This operation requires 'api' credits.",
    },
}


# Generate


async def test_generate_answers_with_the_generation_id_alone(v2):
    heygen = v2()
    reply = await heygen.generate()
    [job] = heygen.state.jobs
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json() == {"error": None, "data": {"generation_id": job.id}}
    assert re.fullmatch("[0-9a-f]{32}", job.id)
    assert job.attributes == AvatarAttributes(**v2.BODY)


async def test_each_generate_makes_a_job_of_its_own_even_for_the_same_body(v2):
    heygen = v2()
    assert await heygen.submit() != await heygen.submit()
    assert len(heygen.state.jobs) == 2


async def test_generate_accepts_callbacks_and_ignores_unknown_fields(v2):
    heygen = v2()
    await heygen.submit(callback_url="https://me.example/hook", callback_id="7", num_images=5)
    await heygen.submit(callback_url=None, callback_id=None)
    assert len(heygen.state.jobs) == 2


# Status


async def test_a_job_is_in_progress_with_null_fields_until_its_duration_is_over(v2):
    heygen = v2(duration=8)
    generation_id = await heygen.submit()
    heygen.now += 7.99
    reply = await heygen.get(generation_id)
    assert reply.status_code == 200
    assert reply.json() == {
        "error": None,
        "data": {
            "id": generation_id,
            "status": "in_progress",
            "msg": None,
            "image_url_list": None,
            "image_key_list": None,
        },
    }


async def test_a_finished_job_has_four_keys_and_the_links_that_go_with_them(v2):
    heygen = v2(duration=8)
    generation_id = await heygen.submit()
    heygen.now += 8
    reply = await heygen.get(generation_id)
    data = reply.json()["data"]
    keys = data["image_key_list"]
    assert reply.json() == {
        "error": None,
        "data": {
            "id": generation_id,
            "status": "success",
            "msg": None,
            "image_url_list": [f"https://heygen.sandbox/{key}" for key in keys],
            "image_key_list": keys,
        },
    }
    assert len(set(keys)) == 4
    assert all(re.fullmatch("image/[0-9a-f]{32}/original", key) for key in keys)


async def test_a_finished_job_stays_finished_with_the_same_keys(v2):
    heygen = v2()
    first = await heygen.finished()
    heygen.now += 1e6
    assert (await heygen.get(first["id"])).json()["data"] == first


async def test_links_have_the_scheme_and_host_of_the_request(v2):
    heygen = v2(base_url="https://hub.example:8443")
    data = await heygen.finished()
    links = data["image_url_list"]
    assert all(link.startswith("https://hub.example:8443/image/") for link in links)


async def test_a_job_without_duration_is_done_at_the_first_status_request(v2):
    heygen = v2(duration=0)
    assert (await heygen.finished())["status"] == "success"


async def test_an_unknown_generation_is_not_found_in_json(v2):
    reply = await v2().get("0" * 32)
    assert reply.status_code == 404
    body = reply.json()
    assert body["data"] is None
    assert body["error"]["code"] == "generation_not_found"
    assert set(body) == {"data", "error"}
    assert body["error"]["message"]


# Quota


async def test_the_quota_shrinks_by_the_cost_of_each_job(v2):
    heygen = v2(quota=600, cost=60)
    await heygen.submit()
    await heygen.submit()
    reply = await heygen.client.get(QUOTA)
    assert reply.status_code == 200
    assert reply.json() == {
        "error": None,
        "data": {
            "remaining_quota": 480,
            "details": {"api": 480, "seat": 0, "plan_credit": 0},
        },
    }
    assert heygen.state.quota_used == 120


async def test_an_account_pays_until_the_quota_is_less_than_the_cost(v2):
    heygen = v2(quota=119, cost=60)
    await heygen.submit()
    reply = await heygen.generate()
    assert reply.status_code == 402
    assert reply.json() == NO_CREDIT
    assert len(heygen.state.jobs) == 1
    assert heygen.state.remaining_quota == 59


async def test_an_invalid_request_costs_nothing_and_is_checked_before_the_quota(v2):
    heygen = v2(quota=0)
    reply = await heygen.client.post(GENERATE, json={})
    assert reply.status_code == 400
    assert heygen.state.quota_used == 0


async def test_a_success_says_what_the_picture_cannot_show(v2):
    heygen = v2(duration=8)
    generation_id = await heygen.submit(appearance="A woman with a harp and a dog")
    assert (await heygen.get(generation_id)).json()["data"]["msg"] is None
    heygen.now += 8
    data = (await heygen.get(generation_id)).json()["data"]
    assert (data["status"], data["msg"]) == ("success", "The sandbox can't draw: harp.")
