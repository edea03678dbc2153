"""What a run of HeyGen left behind: a frozen record, no I/O."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

from heygen_widgets.media import static_html
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import (
    GenerationStatus,
    Job,
    jobs_of,
    joint_id,
    message_of,
    status_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.prices import Price
    from heygen_widgets.models.references import Reference


@dataclass(frozen=True, kw_only=True, eq=False)
class Generation:
    """One run, as far as it got.

    Attributes:
        id: HeyGen's generation id; None until HeyGen has answered the submit. Where several jobs
            make one generation (v3), their ids, joined by ``+``.
        run_id: Our own id of the run, made before the request leaves; the history knows the run by
            it.
        attributes: What was asked for; None for a generation known by its id alone.
        status: Where it stands.
        message: HeyGen's reason, or ours, in words; None if there is nothing to say.
        images: The pictures in HeyGen's order: usually four, but HeyGen doesn't promise it.
        submitted_at: When the request left, with time zone; None if it left elsewhere.
        finished_at: When the run ended here, with time zone; None while it goes on.
        api: The version of HeyGen's API that served it, ``v2`` or ``v3``.
        request_id: HeyGen's id of the request that submitted it, for their support; of the first
            one, where there were several.
        references: What it was to look like, besides the attributes.
        jobs: The requests that make it; empty for a record from before they were kept.
        price: What one of them costs by our price table; None if that is unknown.
    """

    status: GenerationStatus
    id: str | None = None
    run_id: str | None = None
    attributes: AvatarAttributes | None = None
    message: str | None = None
    images: tuple[AvatarImage, ...] = ()
    submitted_at: datetime | None = None
    finished_at: datetime | None = None
    api: str = "v2"
    request_id: str | None = None
    references: tuple[Reference, ...] = ()
    jobs: tuple[Job, ...] = ()
    price: Price | None = None

    def __repr__(self) -> str:
        count = f", {len(self.images)} images" if self.images else ""
        took = f" in {self.elapsed:.1f} s" if self.elapsed is not None else ""
        cost = f" for about {self.cost}" if self.cost else ""
        message = f": {self.message}" if self.message else ""
        served = f"{self.status.value} by {self.api}"
        return f"<Generation {self.id or '(no id)'} {served}{count}{took}{cost}{message}>"

    @property
    def paid_jobs(self) -> int:
        """How many of its requests HeyGen has accepted, or may have."""
        return sum(job.may_cost and not self._waits_for_nothing(job) for job in self.jobs)

    def _waits_for_nothing(self, job: Job) -> bool:
        """Return whether a job of a run that is over was still waiting for its turn."""
        was_waiting = job.id is None and job.status is GenerationStatus.SUBMITTING
        return self.status.is_final and was_waiting and not job.in_doubt

    @property
    def cost(self) -> Price | None:
        """What it costs by our price table, unanswered requests included; None if unknown.

        Whether HeyGen bills what failed is not published; it is counted here.
        """
        return self.price * self.paid_jobs if self.price and self.jobs else None

    @property
    def is_resumable(self) -> bool:
        """Whether waiting on may bring more: HeyGen works on it, or can be asked again safely."""
        unanswered = any(job.is_repeatable for job in self.jobs) and self.status.is_final
        return (self.status.is_resumable and self.id is not None) or unanswered

    @property
    def image_keys(self) -> tuple[str, ...]:
        """The images' keys, in HeyGen's order."""
        return tuple(image.key for image in self.images)

    @property
    def image_urls(self) -> tuple[str, ...]:
        """The images' links, in HeyGen's order."""
        return tuple(image.url for image in self.images)

    @property
    def elapsed(self) -> float | None:
        """Seconds from the submit to the end; None while it goes on, or if it left elsewhere."""
        if self.submitted_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.submitted_at).total_seconds()

    @property
    def in_progress(self) -> tuple[Job, ...]:
        """Those of its requests that HeyGen has accepted and may still work on."""
        return tuple(job for job in self.jobs if job.is_open and job.id is not None)

    @property
    def in_work(self) -> int:
        """How many requests HeyGen works on."""
        return len(self.in_progress)

    @property
    def unsent(self) -> bool:
        """Whether some of its requests are still to be sent."""
        return any(job.is_open and job.id is None for job in self.jobs)

    @property
    def age(self) -> float:
        """Seconds since the request left; infinity if that is not known."""
        if self.submitted_at is None:
            return math.inf
        return (datetime.now(UTC) - self.submitted_at).total_seconds()

    def with_jobs(self, jobs: Iterable[Job]) -> Generation:
        """Return a copy that stands where its jobs stand."""
        jobs = tuple(jobs)
        return replace(
            self,
            jobs=jobs,
            id=joint_id(jobs),
            status=status_of(jobs),
            message=message_of(jobs),
            request_id=next((job.request_id for job in jobs if job.request_id), self.request_id),
        )

    def reopened(self, *, repeat: bool) -> Generation:
        """Return a copy to wait for again.

        Args:
            repeat: Whether requests without an answer may be sent again under their keys.
        """
        jobs = self.jobs or jobs_of(self.id or "")
        was_left = not self.status.is_final
        again = self.with_jobs(job.reopened(repeat=repeat, was_left=was_left) for job in jobs)
        return replace(again, finished_at=None)

    def with_images(
        self, urls: Sequence[str], keys: Sequence[str], *, keep_others: bool = False
    ) -> Generation:
        """Return a copy with an image for each link or key; one that is here already is kept.

        Args:
            urls: Their links.
            keys: Their keys.
            keep_others: Whether images that are not among them stay.
        """
        known = {image.key: image for image in self.images if image.key}
        images = [
            self._image(url, key, known.pop(key, None))
            for url, key in zip_longest(urls, keys, fillvalue="")
        ]
        placed = enumerate([*images, *(known.values() if keep_others else ())])
        return replace(self, images=tuple(image.at(index, self.id) for index, image in placed))

    def _image(self, url: str, key: str, known: AvatarImage | None) -> AvatarImage:
        if known and known.is_downloaded:
            return known
        return AvatarImage(key=key, url=url, index=0, attributes=self.attributes)

    def to_html(self) -> str:
        """Return static HTML of the run: what was asked for, where it stands, images, keys.

        Making the small copies takes CPU time: on an event loop call it on another thread.
        """
        title = self.attributes.describe() if self.attributes else "Avatar photos"
        facts = [self.status.value.replace("_", " ")]
        if self.elapsed is not None:
            facts.append(f"{self.elapsed:.1f} s")
        if self.id:
            facts.append(f"generation <code>{escape(self.id)}</code>")
        pictures = [image.picture for image in self.images]
        return static_html.render_gallery(title, facts, self.message or "", pictures)

    def _repr_html_(self) -> str:
        return self.to_html()
