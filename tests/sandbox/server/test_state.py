"""Ids, durations, and how faults make jobs and looks end."""

from __future__ import annotations

import pytest

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox import Scenario
from heygen_widgets.sandbox.server.state import Sandbox

ADA = AvatarAttributes(name="Ada", appearance="A red jacket")


def durations(scenario, jobs=50):
    sandbox = Sandbox(scenario, clock=lambda: 0.0)
    return [sandbox.create_job(ADA).duration for _ in range(jobs)]


def test_without_spread_every_job_takes_the_same_time():
    assert set(durations(Scenario(duration=3))) == {3.0}


def test_spread_varies_the_durations_within_its_fraction():
    taken = durations(Scenario(duration=10, spread=0.2))
    assert all(8 <= seconds <= 12 for seconds in taken)
    assert min(taken) < 9
    assert max(taken) > 11


def test_the_same_seed_gives_the_same_durations_and_another_seed_others():
    scenario = Scenario(spread=0.5, seed=7)
    assert durations(scenario) == durations(scenario)
    assert durations(scenario) != durations(Scenario(spread=0.5, seed=8))


def test_the_same_seed_gives_the_same_ids_and_another_seed_others():
    def ids(seed):
        sandbox = Sandbox(Scenario(seed=seed), clock=lambda: 0.0)
        jobs = [sandbox.create_job(ADA) for _ in range(3)]
        return [(job.id, *job.image_ids) for job in jobs]

    assert ids(1) == ids(1)
    assert len({text for job in ids(1) + ids(2) for text in job}) == 2 * 3 * 5


# Final faults of jobs


async def test_an_unknown_status_lasts_until_the_job_is_done(v2):
    heygen = v2("poll:unknown-status", duration=4)
    job = heygen.job()
    assert (await heygen.poll(job.id))["status"] == "queued_for_review"
    assert (await heygen.poll(job.id))["status"] == "queued_for_review"
    heygen.now = 4
    assert (await heygen.poll(job.id))["status"] == "success"


async def test_an_unknown_status_is_the_first_one_even_of_a_job_that_is_done(v2):
    heygen = v2("poll:unknown-status")
    job = heygen.job()
    words = [(await heygen.poll(job.id))["status"] for _ in range(3)]
    assert words == ["queued_for_review", "success", "success"]


async def test_a_failing_job_fails_once_its_duration_is_over_for_good_and_free_of_charge(v2):
    heygen = v2("poll:failed", duration=4)
    job = heygen.job()
    assert (await heygen.poll(job.id))["status"] == "in_progress"
    heygen.now = 4
    failed = await heygen.poll(job.id)
    assert failed["status"] == "failed"
    assert failed["msg"].startswith("The photos could not be generated")
    assert failed["image_url_list"] is failed["image_key_list"] is None
    heygen.state.faults = ()
    assert await heygen.poll(job.id) == failed
    assert (await heygen.poll(heygen.job().id))["status"] == "in_progress"
    assert heygen.state.quota_used == heygen.state.scenario.cost
    assert heygen.state.faults_injected == {"poll:failed": 1}


async def test_a_job_can_fail_with_an_error_instead_of_data(v2):
    reply = await v2("poll:failed-error").get()
    assert reply.status_code == 200
    assert reply.json()["data"] is None


async def test_a_job_can_stay_in_progress_for_ever(v2):
    heygen = v2("poll:never")
    job = heygen.job()
    heygen.now = 1e9
    assert {(await heygen.poll(job.id))["status"] for _ in range(5)} == {"in_progress"}


@pytest.mark.parametrize(("kind", "number"), [("empty", 0), ("fewer", 2), ("more", 6)])
async def test_a_job_can_have_another_number_of_images(v2, kind, number):
    heygen = v2(f"poll:{kind}")
    done = await heygen.poll(heygen.job().id)
    assert done["status"] == "success"
    assert len(done["image_url_list"]) == len(set(done["image_key_list"])) == number
    for index, url in enumerate(done["image_url_list"]):
        reply = await heygen.client.get(url)
        assert reply.content == heygen.picture(done["id"], index)


async def test_with_a_probability_some_jobs_fail_for_good(v2):
    heygen = v2("poll:failed@0.5", seed=1)
    jobs = [heygen.job() for _ in range(40)]
    first = [(await heygen.poll(job.id))["status"] for job in jobs]
    assert 8 < first.count("failed") < 32
    assert [(await heygen.poll(job.id))["status"] for job in jobs] == first


# Final faults of looks


async def test_a_failing_look_fails_once_its_duration_is_over_for_good_and_free_of_charge(v3):
    heygen = v3("poll:failed", duration=4)
    look_id = (await heygen.look())["id"]
    assert (await heygen.poll(look_id))["status"] == "processing"
    heygen.now = 4
    failed = await heygen.poll(look_id)
    assert failed["status"] == "failed"
    assert failed["error"] == {
        "code": "internal_error",
        "message": "The avatar could not be generated. Please try another prompt.",
    }
    assert failed["preview_image_url"] is failed["image_width"] is None
    heygen.state.faults = ()
    assert await heygen.poll(look_id) == failed
    assert heygen.state.remaining_wallet == 1000
    assert heygen.state.faults_injected == {"poll:failed": 1}


async def test_a_look_can_fail_with_an_error_instead_of_data(v3):
    heygen = v3("poll:failed-error")
    reply = await heygen.get(await heygen.look_without_faults())
    assert reply.status_code == 200
    assert reply.json().keys() == {"error"}
    assert heygen.state.remaining_wallet == 1000


@pytest.mark.parametrize(
    ("kind", "status"), [("never", "processing"), ("pending-consent", "pending_consent")]
)
async def test_a_look_without_an_image_is_paid(v3, kind, status):
    heygen = v3(f"poll:{kind}")
    look_id = await heygen.look_without_faults()
    heygen.now = 1e9
    for _ in range(3):
        look = await heygen.poll(look_id)
        assert look["status"] == status
        assert look["error"] is look["preview_image_url"] is None
    assert heygen.state.remaining_wallet == 999


async def test_a_look_can_be_completed_without_an_image(v3):
    heygen = v3("poll:empty")
    look = await heygen.poll(await heygen.look_without_faults())
    assert look["status"] == "completed"
    assert look["preview_image_url"] is look["image_width"] is None


async def test_a_vanishing_look_is_not_found_any_more_once_it_is_done(v3):
    heygen = v3("poll:vanished", duration=4)
    look_id = await heygen.look_without_faults()
    assert (await heygen.poll(look_id))["status"] == "processing"
    heygen.now = 4
    assert (await heygen.get(look_id)).status_code == 404
    heygen.state.faults = ()
    assert (await heygen.get(look_id)).status_code == 404
    assert (await heygen.create(avatar_id=look_id)).status_code == 404
    assert heygen.state.remaining_wallet == 999
    assert heygen.state.faults_injected == {"poll:vanished": 1}


async def test_a_new_look_is_not_found_twice_and_found_from_then_on(v3):
    heygen = v3("poll:not-yet")
    for _ in range(2):
        look_id = await heygen.look_without_faults()
        statuses = [(await heygen.get(look_id)).status_code for _ in range(4)]
        assert statuses == [404, 404, 200, 200]


async def test_a_look_that_was_found_is_found_from_then_on(v3):
    heygen = v3()
    look_id = await heygen.look_without_faults()
    await heygen.poll(look_id)
    heygen.state.faults = "poll:not-yet"
    assert (await heygen.poll(look_id))["status"] == "completed"


async def test_an_unknown_status_is_the_first_one_even_of_a_look_that_is_done(v3):
    heygen = v3("poll:unknown-status")
    look_id = await heygen.look_without_faults()
    words = [(await heygen.poll(look_id))["status"] for _ in range(3)]
    assert words == ["queued_for_review", "completed", "completed"]
