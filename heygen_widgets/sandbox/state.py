"""What the sandbox remembers: its jobs, what they cost, and who asked what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.faults import ENDINGS, UNKNOWN_STATUS, Lots, read_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.sandbox.faults import Fault
    from heygen_widgets.sandbox.scenario import Scenario

PICTURES_PER_JOB = 4
"""HeyGen's API reference only ever shows four."""

ODD_NUMBERS = {"poll:empty": 0, "poll:fewer": 2, "poll:more": 6}
"""How many pictures a job has after some faults."""

UNBILLED = frozenset({"poll:failed", "poll:failed-error"})
"""What becomes of a job that costs nothing."""


@dataclass(kw_only=True)
class Job:
    """One generation.

    Attributes:
        id: The generation id.
        attributes: What was asked for.
        submitted_at: When, on the sandbox's clock.
        duration: Seconds that it takes.
        image_ids: One for each picture.
        links_given_at: When a reply last held the links to its pictures, if one did.
        is_known: Whether a reply has told its status.
        fate: The fault that it ended with, empty if it ended well, None while that is open.
    """

    id: str
    attributes: AvatarAttributes
    submitted_at: float
    duration: float
    image_ids: tuple[str, ...]
    links_given_at: float | None = None
    is_known: bool = False
    fate: str | None = None

    @property
    def done_at(self) -> float:
        """When its pictures are ready, on the sandbox's clock."""
        return self.submitted_at + self.duration

    @property
    def image_keys(self) -> list[str]:
        """The keys of its pictures, as HeyGen writes them."""
        return [f"image/{image_id}/original" for image_id in self.image_ids]


class Sandbox:
    """The sandbox's memory. Nothing in it waits: what is done follows from the clock.

    Attributes:
        scenario: How the sandbox behaves.
        jobs: Every job that was made, in order.
        requests: How many requests of each kind came in, refused ones included. The kinds are
            ``generate``, ``status``, ``quota``, ``image`` and ``unknown``.
        faults_injected: How often each kind of fault has struck.

    Args:
        scenario: How the sandbox behaves.
        clock: Returns seconds that never run backwards.
    """

    def __init__(self, scenario: Scenario, clock: Callable[[], float]) -> None:
        self.scenario = scenario
        self.jobs: list[Job] = []
        self.requests: Counter[str] = Counter()
        self.faults_injected: Counter[str] = Counter()
        self.faults = scenario.faults
        self._clock = clock
        self._by_id: dict[str, Job] = {}
        self._by_image: dict[str, tuple[Job, int]] = {}
        self._replies = 0

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What may go wrong. Can be set at any time; then what was drawn before is forgotten."""
        return self._lots.faults

    @faults.setter
    def faults(self, faults: Iterable[Fault | str]) -> None:
        self._lots = Lots(read_faults(faults), self.scenario.seed)

    @property
    def quota_used(self) -> int:
        """What the jobs have cost, in raw units; those that failed cost nothing."""
        return self.scenario.cost * sum(job.fate not in UNBILLED for job in self.jobs)

    @property
    def remaining_quota(self) -> int:
        """What the account still holds, in raw units."""
        return self.scenario.quota - self.quota_used

    @property
    def can_pay(self) -> bool:
        """Whether the account holds enough for another job."""
        return self.remaining_quota >= self.scenario.cost

    def submit(self, attributes: AvatarAttributes) -> Job:
        """Make a job, start its time and take its cost off the quota."""
        number = len(self.jobs)
        generation_id = self._hex("generation", number)
        job = Job(
            id=generation_id,
            attributes=attributes,
            submitted_at=self._clock(),
            duration=self._duration_of(number),
            image_ids=(),
        )
        self._give_pictures(job, PICTURES_PER_JOB)
        self.jobs.append(job)
        self._by_id[job.id] = job
        return job

    def draw_fault(self, kinds: Collection[str]) -> str | None:
        """Return which of these faults strikes now, if one does."""
        kind = self._lots.draw(kinds)
        if kind:
            self.faults_injected[kind] += 1
        return kind

    def has_odd_status(self, job: Job) -> bool:
        """Say whether a fault hides how the job stands: until it is done, or at first."""
        is_open = not (job.is_known and self.is_done(job))
        job.is_known = True
        return is_open and self.draw_fault({UNKNOWN_STATUS}) is not None

    def fate_of(self, job: Job) -> str:
        """Return the fault that a finished job ended with; empty if it ended well."""
        if job.fate is None:
            job.fate = self.draw_fault(ENDINGS) or ""
            self._give_pictures(job, ODD_NUMBERS.get(job.fate, PICTURES_PER_JOB))
        return job.fate

    def find(self, generation_id: str) -> Job | None:
        """Return the job with this id, if there is one."""
        return self._by_id.get(generation_id)

    def find_image(self, image_id: str) -> tuple[Job, int] | None:
        """Return the job that a finished picture belongs to, and the picture's index in it."""
        found = self._by_image.get(image_id)
        return found if found and self.is_done(found[0]) else None

    def is_done(self, job: Job) -> bool:
        """Say whether the job's time is over."""
        return self._clock() >= job.done_at

    def give_links(self, job: Job) -> None:
        """Note that a reply holds the job's links, which makes expired ones good again."""
        job.links_given_at = self._clock()

    def links_expired(self, job: Job) -> bool:
        """Say whether the links of a finished job are past their lifetime."""
        if self.scenario.link_lifetime is None:
            return False
        given_at = job.done_at if job.links_given_at is None else job.links_given_at
        return self._clock() >= given_at + self.scenario.link_lifetime

    def next_request_id(self) -> str:
        """Return an id for the next reply."""
        self._replies += 1
        return self._hex("request", self._replies)

    def _give_pictures(self, job: Job, number: int) -> None:
        job.image_ids = tuple(self._hex("image", job.id, index) for index in range(number))
        for index, image_id in enumerate(job.image_ids):
            self._by_image[image_id] = job, index

    def _duration_of(self, number: int) -> float:
        # Even over -1 to 1, and the same each time that this scenario is played.
        swing = int(self._hex("duration", number), 16) / 2**127 - 1
        return self.scenario.duration * (1 + self.scenario.spread * swing)

    def _hex(self, *parts: object) -> str:
        text = ":".join(map(str, (self.scenario.seed, *parts)))
        return sha256(text.encode()).hexdigest()[:32]
