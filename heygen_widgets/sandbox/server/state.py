"""What the sandbox remembers: its jobs, what they cost, and who asked what."""

from __future__ import annotations

import time
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.faults.catalogue import (
    NOT_YET,
    UNKNOWN_STATUS,
    VANISHED,
    Lots,
    read_faults,
)
from heygen_widgets.sandbox.scenario import APIS, SUNSET, check_api
from heygen_widgets.sandbox.server.idempotency import Replays
from heygen_widgets.sandbox.server.prompt_to_attributes import read_prompt
from heygen_widgets.sandbox.server.resources import Asset, Group, Job, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.sandbox.faults.catalogue import Fault
    from heygen_widgets.sandbox.scenario import Scenario
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest

ODD_NUMBERS = {"poll:empty": 0, "poll:fewer": 2, "poll:more": 6}
"""How many pictures a job has after some faults."""

UNBILLED = frozenset({"poll:failed", "poll:failed-error"})
"""What becomes of a job that costs nothing."""

MOST_DENIALS = 2
"""How often a fault says of a look that there is none yet."""

DIGITS = 6
"""Digits that are kept of a sum of money: more would show that floats can't add."""


class Sandbox:
    """The sandbox's memory. Nothing in it waits: what is done follows from the clock.

    Attributes:
        scenario: How the sandbox behaves.
        jobs: Every job of v2 that was made, in order.
        looks: Every look of v3 that was made, in order.
        requests: How many requests of each kind came in, refused ones included. The kinds are
            ``generate``, ``status`` and ``quota`` of v2, ``create``, ``look``, ``user`` and
            ``asset`` of v3, ``image`` and ``unknown``.
        faults_injected: How often each kind of fault has struck.
        replays: What the idempotency keys stand for.

    Args:
        scenario: How the sandbox behaves.
        clock: Returns seconds that never run backwards.
    """

    def __init__(self, scenario: Scenario, clock: Callable[[], float]) -> None:
        self.scenario = scenario
        self.jobs: list[Job] = []
        self.looks: list[Look] = []
        self.requests: Counter[str] = Counter()
        self.faults_injected: Counter[str] = Counter()
        self.replays = Replays(clock)
        self.faults = scenario.faults
        self.api = scenario.api
        self._clock = clock
        self._by_id: dict[str, Job] = {}
        self._looks_by_id: dict[str, Look] = {}
        self._groups: dict[str, Group] = {}
        self._assets: dict[str, Asset] = {}
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
    def api(self) -> str:
        """The versions that are served, as `Scenario` names them. Can be set at any time."""
        return self._api

    @api.setter
    def api(self, api: str) -> None:
        check_api(api)
        self._api = api

    @property
    def is_in_sunset(self) -> bool:
        """Whether every answer of v2 warns that it will be removed."""
        return self.api == SUNSET

    def serves(self, version: str) -> bool:
        """Say whether a version of the API is there now; the store always is."""
        return version == "store" or version in APIS[self.api]

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

    @property
    def wallet_left(self) -> float:
        """What the wallet still holds, in US dollars; looks that failed cost nothing."""
        paid = sum(look.fate not in UNBILLED for look in self.looks)
        return round(self.scenario.wallet - self.scenario.look_price * paid, DIGITS)

    @property
    def can_pay_look(self) -> bool:
        """Whether the wallet holds enough for another look."""
        return self.wallet_left >= round(self.scenario.look_price, DIGITS)

    @property
    def is_busy(self) -> bool:
        """Whether as many looks are in the making as may be."""
        limit = self.scenario.parallel
        return limit is not None and sum(not self.is_done(look) for look in self.looks) >= limit

    def submit(self, attributes: AvatarAttributes) -> Job:
        """Make a job, start its time and take its cost off the quota."""
        number = len(self.jobs)
        job = Job(
            id=self._hex("generation", number),
            attributes=attributes,
            submitted_at=self._clock(),
            duration=self._duration_of(number),
        )
        self._give_pictures(job, job.usual_pictures)
        self.jobs.append(job)
        self._by_id[job.id] = job
        return job

    def make_look(self, request: PromptRequest) -> Look:
        """Make a look, start its time and take its price out of the wallet."""
        number = len(self.looks)
        look = Look(
            id=self._hex("look", number),
            attributes=read_prompt(request.prompt, request.name),
            submitted_at=self._clock(),
            duration=self._duration_of("look", number),
            request=request,
            group=self._group_for(request),
        )
        look.group.looks_count += 1
        self._give_pictures(look, look.usual_pictures)
        self.looks.append(look)
        self._looks_by_id[look.id] = look
        return look

    def keep_asset(self, mime_type: str, data: bytes) -> Asset:
        """Keep a file that was uploaded."""
        asset = Asset(id=self._hex("asset", len(self._assets)), mime_type=mime_type, data=data)
        self._assets[asset.id] = asset
        return asset

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
            job.fate = self.draw_fault(job.endings) or ""
            self._give_pictures(job, ODD_NUMBERS.get(job.fate, job.usual_pictures))
        return job.fate

    def find(self, generation_id: str) -> Job | None:
        """Return the job with this id, if there is one."""
        return self._by_id.get(generation_id)

    def find_look(self, look_id: str) -> Look | None:
        """Return the look with this id, unless there is none, yet or any more."""
        look = self._looks_by_id.get(look_id)
        if look is None or self._clock() < look.submitted_at + self.scenario.look_delay:
            return None
        is_gone = self.is_done(look) and self.fate_of(look) == VANISHED
        return None if is_gone else look

    def denies(self, look: Look) -> bool:
        """Say whether a fault hides a new look from this question about it."""
        may_deny = not look.is_known and look.denied < MOST_DENIALS
        denies = may_deny and self.draw_fault({NOT_YET}) is not None
        look.denied += denies
        return denies

    def find_group(self, group_id: str) -> Group | None:
        """Return the group with this id, if there is one."""
        return self._groups.get(group_id)

    def find_asset(self, asset_id: str) -> Asset | None:
        """Return the asset with this id, if there is one."""
        return self._assets.get(asset_id)

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

    def _group_for(self, request: PromptRequest) -> Group:
        """Return the group that a request names, or a new one."""
        if request.avatar_group_id is not None:
            return self._groups[request.avatar_group_id]
        group_id = self._hex("group", len(self._groups))
        group = Group(id=group_id, name=request.name, created_at=int(time.time()))
        self._groups[group_id] = group
        return group

    def _duration_of(self, *which: object) -> float:
        # Even over -1 to 1, and the same each time that this scenario is played.
        swing = int(self._hex("duration", *which), 16) / 2**127 - 1
        return self.scenario.duration * (1 + self.scenario.spread * swing)

    def _hex(self, *parts: object) -> str:
        text = ":".join(map(str, (self.scenario.seed, *parts)))
        return sha256(text.encode()).hexdigest()[:32]
