"""Runs that were submitted before: asked about once, and waited for, over v2."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from heygen_widgets import errors
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_runs import words


async def test_fetch_is_one_get_and_no_download(server):
    generation = await server.client().fetch(f" {server.id}\n")
    assert generation.status is GenerationStatus.SUCCESS
    assert generation.image_keys == server.keys
    assert not any(image.is_downloaded or image.error for image in generation.images)
    [ask] = server.requests
    assert ask.url.path == f"/v2/photo_avatar/generation/{server.id}"


async def test_resume_takes_a_bare_id(server, updates):
    server.statuses.insert(0, server.state("in_progress"))
    generation = await server.client().resume(server.id, on_update=updates.append)
    assert (generation.status, generation.attributes) == (GenerationStatus.SUCCESS, None)
    assert generation.elapsed is None
    assert words(updates) == ["in_progress", "success"]
    assert not server.posts


async def test_a_run_resumed_later_ends_when_it_ends(server, attributes):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    stopped = Generation(
        status=GenerationStatus.STOPPED,
        id=server.id,
        attributes=attributes,
        submitted_at=yesterday,
        finished_at=yesterday + timedelta(seconds=9),
    )
    resumed = await server.client().resume(stopped)
    assert resumed.submitted_at == yesterday
    assert resumed.finished_at - yesterday >= timedelta(days=1)


async def test_a_run_without_an_id_can_not_be_resumed(server, attributes):
    lost = Generation(status=GenerationStatus.UNKNOWN, attributes=attributes)
    with pytest.raises(errors.ConfigurationError, match="has no id"):
        await server.client().resume(lost)
    assert not server.requests
