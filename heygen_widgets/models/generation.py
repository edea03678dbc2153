"""`Generation`: a frozen record of one run. No I/O."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

from heygen_widgets.media import static_html
from heygen_widgets.models.images import AvatarImage, Images
from heygen_widgets.models.jobs import (
    GenerationStatus,
    Job,
    jobs_of,
    joint_id,
    message_of,
    status_of,
)
from heygen_widgets.models.looks import AvatarLook, Looks
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.prices import Price
    from heygen_widgets.models.references import Reference


@dataclass(frozen=True, kw_only=True, eq=False)
class Generation:
    """One run: what was asked for, its status, its images and its price.

    Attributes:
        id: HeyGen's generation id; None until HeyGen has answered the submit. If several jobs make
            one generation (v3), their ids joined by ``+``.
        run_id: Our own id of the run, made before the request is sent; the history's key of it.
        attributes: What was asked for; None if only the generation's id is known.
        status: The status of the run.
        message: HeyGen's reason for the status, or ours, in words; None if there is none. After a
            success in the sandbox: what the prompt names and the sandbox can't draw.
        images: The pictures in HeyGen's order: usually four, but HeyGen doesn't promise it.
        submitted_at: When the request was sent, with time zone; None if another program sent it.
        finished_at: When the run ended here, with time zone; None until then.
        api: The version of HeyGen's API that served it, ``v2`` or ``v3``.
        request_id: HeyGen's id of the request that submitted it, to quote to their support; of the
            first such request if there were several.
        references: The images and the look to imitate, besides the attributes.
        jobs: Its jobs, one for each paid request; empty in a record of an old release, which kept
            no jobs.
        price: What one job costs by our price table; None if that is unknown.
        was_resumed: Whether it was waited for again, so that `elapsed` may be longer than it took.
        kind: What it asks HeyGen for; ``photos`` unless it is one of the steps after them.
        name: The name of the group or the looks that it makes; empty for photos.
        group_id: The avatar group that it adds to, trains, or makes new looks of; None for photos.
        looks: What became of its pictures: the looks that were made of them, as far as the history
            of this machine knows; on v3 each picture is a look by itself.
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
    was_resumed: bool = False
    kind: RunKind = RunKind.PHOTOS
    name: str = ""
    group_id: str | None = None
    looks: tuple[AvatarLook, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.images, Images):
            object.__setattr__(self, "images", Images(self.images))
        if not isinstance(self.looks, Looks):
            object.__setattr__(self, "looks", Looks(self.looks))

    def __repr__(self) -> str:
        count = f", {len(self.images)} images" if self.images else ""
        took = f" in {self.elapsed:.1f} s" if self.elapsed is not None else ""
        cost = f" for about {self.cost}" if self.cost else ""
        message = f": {self.message}" if self.message else ""
        served = f"{self.status.value} by {self.api}"
        return f"<Generation {self.id or '(no id)'} {served}{count}{took}{cost}{message}>"

    @property
    def paid_jobs(self) -> int:
        """How many of its jobs HeyGen has accepted, or may have accepted."""
        return sum(job.may_cost and not self._was_never_sent(job) for job in self.jobs)

    def _was_never_sent(self, job: Job) -> bool:
        """Return whether the run ended before this job was sent."""
        was_waiting = job.id is None and job.status is GenerationStatus.SUBMITTING
        return self.status.is_final and was_waiting and not job.in_doubt

    @property
    def cost(self) -> Price | None:
        """What it costs by our price table; None if unknown.

        Jobs without an answer count. So do failed jobs, because HeyGen doesn't publish whether it
        bills them.
        """
        return self.price * self.paid_jobs if self.price and self.jobs else None

    @property
    def is_resumable(self) -> bool:
        """Whether a resume may bring images: a job is in progress, or can safely be sent again."""
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
    def group_ids(self) -> tuple[str, ...]:
        """The avatar groups of its looks, in order; on v2, which makes none here, empty."""
        return tuple(dict.fromkeys(job.group_id for job in self.jobs if job.group_id))

    @property
    def elapsed(self) -> float | None:
        """Seconds from the submit to the end; None before the end, or if either is unknown."""
        if self.submitted_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.submitted_at).total_seconds()

    @property
    def in_progress(self) -> tuple[Job, ...]:
        """The jobs that HeyGen has accepted and may still be working on."""
        return tuple(job for job in self.jobs if job.is_open and job.id is not None)

    @property
    def in_work(self) -> int:
        """How many jobs HeyGen may still be working on."""
        return len(self.in_progress)

    @property
    def unsent(self) -> bool:
        """Whether some of its jobs are still to be sent."""
        return any(job.is_open and job.id is None for job in self.jobs)

    @property
    def age(self) -> float:
        """Seconds since the request was sent; infinity if that is unknown."""
        if self.submitted_at is None:
            return math.inf
        return (datetime.now(UTC) - self.submitted_at).total_seconds()

    def with_jobs(self, jobs: Iterable[Job]) -> Generation:
        """Return a copy with these jobs, and the id, status and message that follow from them."""
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
        """Return a copy that can be waited for again.

        Args:
            repeat: Whether jobs without an answer may be sent again, each under its own key.
        """
        jobs = self.jobs or jobs_of(self.id or "")
        was_interrupted = not self.status.is_final
        # Asking once more about pictures brings fresh links; what else was made stays made.
        settled = () if self.kind.makes_images else (GenerationStatus.SUCCESS,)
        again = self.with_jobs(
            job
            if job.status in settled
            else job.reopened(repeat=repeat, was_interrupted=was_interrupted)
            for job in jobs
        )
        return replace(again, finished_at=None, was_resumed=True)

    def with_images(
        self, urls: Sequence[str], keys: Sequence[str], *, keep_others: bool = False
    ) -> Generation:
        """Return a copy with an image for each link or key. Downloaded images are kept.

        Args:
            urls: The images' links, in order; a longer list of keys leaves the rest empty.
            keys: The images' keys, in order; likewise.
            keep_others: Whether the copy keeps the images whose keys are not among ``keys``.
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
        return AvatarImage(key=key, url=url, index=0, attributes=self.attributes, api=self.api)

    def with_jobs_of_images(self) -> Generation:
        """Return a copy whose images name the jobs that made them, as far as the jobs tell."""
        made = {key: job for job in self.jobs for key in job.keys if key}
        return replace(
            self,
            images=tuple(
                replace(image, job_id=job.id, group_id=job.group_id)
                if (job := made.get(image.key))
                and (image.job_id, image.group_id) != (job.id, job.group_id)
                else image
                for image in self.images
            ),
        )

    def with_own_looks(self) -> Generation:
        """Return a copy that names the looks that it has made; on v3 its pictures are looks."""
        looks = [_look_of(self, image) for image in self.images if image.is_look]
        looks += [look for job in self.jobs for look in _looks_made_by(self, job)]
        return replace(self, looks=tuple(looks)) if looks else self

    def to_html(self) -> str:
        """Return static HTML of the run: what was asked for, its status, its images and keys.

        Shrinking the images takes CPU time: on an event loop, call it on another thread.
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


def _looks_made_by(record: Generation, job: Job) -> list[AvatarLook]:
    """Return the looks that a job has made of pictures."""
    pairs = zip_longest(job.keys, job.pictures) if job.pictures else ()
    return [
        AvatarLook(
            id=key,
            group_id=job.group_id or record.group_id,
            name=record.name,
            image_key=picture.key if picture else "",
            created_at=record.submitted_at,
            api=record.api,
        )
        for key, picture in pairs
        if key
    ]


def _look_of(record: Generation, image: AvatarImage) -> AvatarLook:
    return AvatarLook(
        id=image.key,
        group_id=image.group_id,
        name=record.attributes.name if record.attributes else record.name,
        image_url=image.url,
        created_at=record.submitted_at,
        size=image.size if image.is_downloaded else (0, 0),
        api=record.api,
        image=image,
    )
