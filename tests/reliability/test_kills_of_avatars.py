"""A process that makes avatars is killed at any step; the next one makes the same calls."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from heygen_widgets import GenerationStatus, History, RunKind
from tests.support.independent_heygen import IndependentHeyGen

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")

KILLS = 60  # on each version
KILLERS = Path(__file__).parents[1] / "support" / "sandbox"
QUICK = {
    "seconds": 0.02,
    "pending_seconds": 0,
    "training_seconds": 0.05,
    "wallet": 1e6,
    "quota": 10**8,
}
MAKING = {
    "v2": {"/v1/asset", *(f"/v2/photo_avatar/{route}" for route in (
        "avatar_group/create", "avatar_group/add", "train", "look/generate"
    ))},
    "v3": {"/v3/assets", "/v3/avatars"},
}  # fmt: skip
"""The routes of what makes something."""


@pytest.fixture(scope="module")
def seed():
    return random.SystemRandom().randrange(10**6)


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_60_kills_lose_no_avatar_and_repeat_no_paid_call(api, tmp_path, seed, record_property):
    options = {"seconds": 0.04, "training_seconds": 0.1, "wallet": 1e6, "quota": 10**8}
    with IndependentHeyGen(apis={api}, **options) as server:
        command = [
            sys.executable,
            str(KILLERS / "avatar_killer.py"),
            server.url,
            api,
            str(tmp_path),
            str(seed),
        ]
        killed = subprocess.run([*command, str(KILLS)], stdout=subprocess.PIPE, check=True)
        reports = [json.loads(line) for line in killed.stdout.splitlines()]
        history = History(tmp_path)
        told = [line for report in reports for line in report["told"]]
        figures = {
            "seed": seed,
            "kills": sum(report["killed"] for report in reports),
            "killed at": dict(
                Counter(r["told"][-1][1] if r["told"] else "the start" for r in reports)
            ),
            "avatars": sum(step == "end" for _, step in told),
            "unknown": sum(step == "unknown" for _, step in told),
            "made": dict(server.made),
        }
        record_property("figures", figures)
        print(json.dumps(figures, indent=2))  # noqa: T201 - `pytest -s` shows the figures

        assert [step for number, step in told if number is None] == []
        assert figures["kills"] == KILLS
        check_groups(server, history, api)
        check_what_was_paid(server, history)
        check_nothing_is_left(history)


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_a_kill_at_each_step_loses_no_avatar_and_repeats_no_paid_call(
    api, tmp_path, record_property
):
    with IndependentHeyGen(apis={api}, **QUICK) as server:
        command = [sys.executable, str(KILLERS / "avatar_step_killer.py")]
        killed = subprocess.run(
            [*command, server.url, api, str(tmp_path)], stdout=subprocess.PIPE, check=True
        )
        reports = [json.loads(line) for line in killed.stdout.splitlines()]
        told = [line for report in reports for line in report["told"]]
        steps = [step for _, step in told]
        figures = {"killed": steps, "made": dict(server.made)}
        record_property("figures", figures)
        print(json.dumps(figures, indent=2))  # noqa: T201 - `pytest -s` shows the figures
        history = History(tmp_path)

        assert [step for number, step in told if number is None] == []
        assert steps.index("end") == len(steps) - 1
        for when in ("before", "after"):
            killed_at = {step.split()[-1] for step in steps if step.startswith(when)}
            assert killed_at >= MAKING[api]
        avatars, looks = len(reports), 4 if api == "v2" else 4 + 2
        groups = [group for group in server.groups.values() if group["name"].startswith("avatar ")]
        assert sorted(group["name"] for group in groups) == sorted(
            f"avatar {number}" for number in range(1, avatars + 1)
        )
        assert {len(server.sources(group["id"])) for group in groups} == {looks}
        check_nothing_is_left(history)
        billed = Counter(what for what, _ in server.charges)
        runs = [run for run in history if run.kind is RunKind.LOOKS]
        assert sum(run.paid_jobs for run in runs) >= billed["look_generation"]
        if api == "v2":
            assert billed["training"] == avatars
            assert len(runs) == avatars
        else:
            assert billed["photo_look"] == 4 * avatars
            assert billed["prompt_look"] == 4 + 2 * avatars


def ended(history, kind):
    """Return the runs of a kind that are not known to have failed."""
    groups = {run.group_id or run.group_ids[0] for run in every_step(history) if run.group_ids}
    runs = [run for group in groups for run in steps_of(history, kind, group)]
    return [run for run in runs if run.status is not GenerationStatus.FAILED]


def every_step(history):
    pictures = [image.key for run in history for image in run.images]
    place = place_of(history)
    return [
        run
        for kind in (RunKind.GROUP, RunKind.ADDED_LOOKS)
        for run in history.steps(kind, pictures=pictures, **place)
    ]


def steps_of(history, kind, group):
    return history.steps(kind, group_id=group, **place_of(history))


def place_of(history):
    import sqlite3  # noqa: PLC0415 - what no public name tells

    with sqlite3.connect(history.path / "history.sqlite3") as connection:
        [row] = connection.execute("SELECT DISTINCT backend, account FROM runs").fetchall()
    return dict(zip(("backend", "account"), row, strict=True))


def check_groups(server, history, api):
    """Each avatar is there once, with each of its pictures once."""
    finished = [run for run in history if run.kind is RunKind.LOOKS]
    for looks in finished:
        sources = Counter(server.sources(looks.group_id))
        photos = next(
            run
            for run in history
            if run.kind is RunKind.PHOTOS
            and run.attributes.appearance.endswith(looks.attributes.appearance.split(", ")[1])
        )
        if api == "v2":
            assert sources == Counter(photos.image_keys)
        assert set(sources.values()) == {1} or api == "v3"
        assert {look.group_id for look in photos.looks} >= {looks.group_id}
    if api == "v2":
        names = Counter(group["name"] for group in server.groups.values())
        assert set(names.values()) <= {1}, "an avatar was made twice"


def check_what_was_paid(server, history):
    """Nothing was billed that no run of the history stands for, and nothing twice."""
    billed = Counter(what for what, _ in server.charges)
    pictures = {kind: [run for run in history if run.kind is kind] for kind in RunKind}
    per_run = {run.api: len(run.jobs) for run in history}
    photos = sum(len(run.jobs) for run in pictures[RunKind.PHOTOS])
    looks = sum(len(run.jobs) for run in pictures[RunKind.LOOKS])
    if "v2" in per_run:
        assert billed["generation"] <= photos
        assert billed["look_generation"] <= looks
        assert billed["training"] == len(ended(history, RunKind.TRAINING))
        assert billed["training"] <= len(server.groups)
        return
    assert billed["prompt_look"] <= photos + looks
    added = [
        (run.group_id, job.pictures[0].key)
        for run in ended(history, RunKind.ADDED_LOOKS)
        for job in run.jobs
        if job.status is GenerationStatus.SUCCESS
    ]
    assert len(added) == len(set(added)) == billed["photo_look"]


def check_nothing_is_left(history):
    """What is in doubt is only what nobody can know: pictures of v2."""
    assert history.unfinished() == []
    assert {run.kind for run in history.unknown()} <= {RunKind.PHOTOS, RunKind.LOOKS}
