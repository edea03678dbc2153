"""The images of a sandbox: which job has which, and the files that were uploaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.sandbox.server.ids import hex_id
from heygen_widgets.sandbox.server.resources import Asset, Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.sandbox.scenario import Scenario
    from heygen_widgets.sandbox.server.groups import GroupStore
    from heygen_widgets.sandbox.server.resources import Job


class ImageStore:
    """Images by id.

    Args:
        scenario: How long links live, and how long an upload is not found.
        clock: Returns seconds that never run backwards.
        groups: Has the looks that were there from the start, with images of their own.
    """

    def __init__(self, scenario: Scenario, clock: Callable[[], float], groups: GroupStore) -> None:
        self._scenario = scenario
        self._clock = clock
        self._groups = groups
        self._assets: dict[str, Asset] = {}
        self._jobs: dict[str, tuple[Job, int]] = {}

    def assign(self, job: Job, number: int) -> None:
        """Give a job so many images."""
        seed = self._scenario.seed
        job.image_ids = tuple(hex_id(seed, "image", job.id, index) for index in range(number))
        for index, image_id in enumerate(job.image_ids):
            self._jobs[image_id] = job, index

    def find(self, image_id: str) -> tuple[Job, int] | None:
        """Return the job of an image, once it is there, and the image's index in it; else None."""
        found = self._jobs.get(image_id)
        if not found:
            look = self._groups.find_finished_image(image_id)
            return (look, 0) if look else None
        job, _ = found
        # A picture that a look was made of is there before the look is.
        is_there = self._clock() >= job.done_at or (isinstance(job, Look) and job.source)
        return found if is_there else None

    def add_asset(self, mime_type: str, data: bytes) -> Asset:
        """Store an uploaded file."""
        asset = Asset(
            id=hex_id(self._scenario.seed, "asset", len(self._assets)),
            mime_type=mime_type,
            data=data,
            stored_at=self._clock(),
        )
        self._assets[asset.id] = asset
        return asset

    def find_asset(self, asset_id: str) -> Asset | None:
        """Return the asset with this id, or None."""
        return self._assets.get(asset_id)

    def is_fresh(self, asset: Asset) -> bool:
        """Say whether v3 doesn't know an asset yet, because it was just uploaded."""
        return self._clock() < asset.stored_at + self._scenario.asset_delay

    def renew_links(self, job: Job) -> None:
        """Record that a reply contains the job's links, which makes expired ones valid again."""
        job.links_renewed_at = self._clock()

    def links_expired(self, job: Job) -> bool:
        """Say whether the unsigned links of a job that is done have expired."""
        if self._scenario.link_lifetime is None:
            return False
        renewed_at = job.done_at if job.links_renewed_at is None else job.links_renewed_at
        return self._clock() >= renewed_at + self._scenario.link_lifetime
