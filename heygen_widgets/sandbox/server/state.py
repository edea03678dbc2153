"""The state of a sandbox: its jobs, groups and looks, what they cost, and the requests so far."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.avatar_faults import LONG_PENDING
from heygen_widgets.sandbox.fault_catalogue import (
    MOVES,
    NOT_YET,
    UNKNOWN_STATUS,
    VANISHED,
    FaultPicker,
    parse_faults,
)
from heygen_widgets.sandbox.scenario import SERVED_VERSIONS, SUNSET, check_api
from heygen_widgets.sandbox.server.groups import GroupStore
from heygen_widgets.sandbox.server.idempotency import IdempotentReplies
from heygen_widgets.sandbox.server.ids import hex_id
from heygen_widgets.sandbox.server.image_store import ImageStore
from heygen_widgets.sandbox.server.links import SignedLinks
from heygen_widgets.sandbox.server.prompt_to_attributes import attributes_from_prompt
from heygen_widgets.sandbox.server.resources import Asset, Job, Look
from heygen_widgets.sandbox.server.training import Trainings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.fault_catalogue import Fault
    from heygen_widgets.sandbox.portraits.identity import Identity
    from heygen_widgets.sandbox.scenario import Scenario
    from heygen_widgets.sandbox.server.resources import Group, Source
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest

IMAGE_COUNTS = {"poll:empty": 0, "poll:fewer": 2, "poll:more": 6}
"""How many images a job has after some final faults."""

UNBILLED = frozenset({"poll:failed", "poll:failed-error", "look:failed"})
"""The final faults of jobs and looks that cost nothing."""

LONG = 60.0
"""Seconds for which a look is pending in addition under `LONG_PENDING`."""

MAX_HIDDEN = 2
"""How often `NOT_YET` may hide a look."""

DOLLAR_DIGITS = 6
"""Decimal places of a sum in dollars, which hides the rounding errors of floats."""


class Sandbox:
    """The state of a sandbox. It runs nothing in the background: the clock decides what is done.

    Attributes:
        scenario: How the sandbox behaves.
        jobs: Every job of v2, in the order of creation.
        looks: Every look that v3 made and billed, in the order of creation, deleted ones too.
        groups: The groups and looks that there are.
        images: The images of jobs and looks, and the files that were uploaded.
        trainings: The trainings of groups.
        links: Signs the links to pictures of looks.
        requests: How many requests of each kind came in, including those with an error reply.
            The kinds are those in the tables of routes, and ``unknown``.
        faults_injected: How often each kind of fault has struck.
        idempotent_replies: The replies of v3 by idempotency key.

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
        self.idempotent_replies = IdempotentReplies(clock)
        self.faults = scenario.faults
        self.api = scenario.api
        self._clock = clock
        self._jobs_by_id: dict[str, Job] = {}
        self.groups = GroupStore(scenario)
        self.images = ImageStore(scenario, clock, self.groups)
        self.trainings = Trainings(scenario, clock, self.pick_fault)
        self._epoch = time.time() - clock()
        self.links = SignedLinks(scenario.seed, scenario.look_link_lifetime, self.now)
        self._request_count = 0
        self._registered = 0

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What may go wrong. Can be set at any time, which starts all counts and chances anew."""
        return self._fault_picker.faults

    @faults.setter
    def faults(self, faults: Iterable[Fault | str]) -> None:
        self._fault_picker = FaultPicker(parse_faults(faults), self.scenario.seed)

    @property
    def api(self) -> str:
        """The versions that are served, as in `Scenario`. Can be set at any time."""
        return self._api

    @api.setter
    def api(self, api: str) -> None:
        check_api(api)
        self._api = api

    @property
    def is_in_sunset(self) -> bool:
        """Whether every reply of v2 warns that v2 will be removed."""
        return self.api == SUNSET

    def serves(self, version: str) -> bool:
        """Say whether a version of the API is served now; the image store always is."""
        served_with = {"v1": "v2"}.get(version, version)
        return version == "store" or served_with in SERVED_VERSIONS[self.api]

    @property
    def quota_used(self) -> int:
        """What the jobs have cost, in HeyGen's raw units; failed jobs cost nothing."""
        jobs = sum(job.price for job in self.jobs if job.final_fault not in UNBILLED)
        return int(jobs) + self.trainings.cost

    @property
    def remaining_quota(self) -> int:
        """What is left of the account's quota, in HeyGen's raw units."""
        return self.scenario.quota - self.quota_used

    def can_pay(self, cost: int) -> bool:
        """Say whether the quota covers so many units."""
        return self.remaining_quota >= cost

    @property
    def remaining_wallet(self) -> float:
        """What is left in the wallet, in US dollars; failed looks cost nothing."""
        paid = sum(look.price for look in self.looks if look.final_fault not in UNBILLED)
        return round(self.scenario.wallet - paid, DOLLAR_DIGITS)

    def can_pay_look(self, price: float) -> bool:
        """Say whether the wallet covers a look of this price."""
        return self.remaining_wallet >= round(price, DOLLAR_DIGITS)

    @property
    def has_maximum_looks_in_progress(self) -> bool:
        """Whether as many looks are in progress as the scenario allows."""
        limit = self.scenario.parallel
        return limit is not None and sum(not self.is_done(look) for look in self.looks) >= limit

    def create_job(
        self,
        attributes: AvatarAttributes,
        *,
        cost: int | None = None,
        identity: Identity | None = None,
    ) -> Job:
        """Create a job, which costs quota and is in progress from now on.

        Args:
            attributes: What its images shall show.
            cost: What it costs; by default as much as a generation.
            identity: Who they shall show; None for anybody.
        """
        number = len(self.jobs)
        job = Job(
            id=self._hex("generation", number),
            attributes=attributes,
            submitted_at=self._clock(),
            duration=self._duration_of(number),
            price=self.scenario.cost if cost is None else cost,
            identity=identity,
        )
        self.images.assign(job, job.default_image_count)
        self.jobs.append(job)
        self._jobs_by_id[job.id] = job
        return job

    def create_look(self, request: PromptRequest, identity: Identity | None = None) -> Look:
        """Create a look from a prompt, which the wallet pays and which is in progress from now on.

        Args:
            request: What it shall look like.
            identity: Who it shall show; None for anybody.
        """
        look = Look(
            id=self._hex("look", len(self.looks)),
            name=request.name,
            attributes=attributes_from_prompt(request.prompt, request.name),
            submitted_at=self._clock(),
            duration=self._duration_of("look", len(self.looks)),
            price=self.scenario.look_price,
            identity=identity,
            group=self._group_for(request.avatar_group_id, request.name),
            request=request,
        )
        return self._enter_paid(look)

    def create_photo_look(self, name: str, group_id: str | None, source: Source) -> Look:
        """Create a look of v3 from a picture, in a new group unless one is named."""
        look = Look(
            id=self._hex("look", len(self.looks)),
            name=name,
            attributes=attributes_from_prompt("", name),
            submitted_at=self._clock(),
            duration=self._duration_of("look", len(self.looks)) + self._extra_pending(),
            price=self.scenario.photo_price,
            group=self._group_for(group_id, name),
            source=source,
        )
        return self._enter_paid(look)

    def register_look(
        self, name: str, group: Group, source: Source, look_id: str | None = None
    ) -> Look:
        """Make a look of v2 of a picture. It costs nothing and is pending for a while."""
        self._registered += 1
        look = Look(
            id=look_id or self._hex("registered", self._registered),
            name=name,
            attributes=attributes_from_prompt("", name),
            submitted_at=self._clock(),
            duration=self.scenario.look_pending + self._extra_pending(),
            group=group,
            source=source,
        )
        self.images.assign(look, look.default_image_count)
        self.groups.add(look)
        return look

    def is_conflicting(self, source: Source) -> bool:
        """Say whether v3 is making a look of the same picture at this moment."""
        return any(not self.is_done(look) and _is_same(look.source, source) for look in self.looks)

    def pick_fault(self, kinds: Collection[str]) -> str | None:
        """Return the kind of fault, of these kinds, that strikes now, or None; and count it."""
        kind = self._fault_picker.pick(kinds)
        if kind:
            self.faults_injected[kind] += 1
        return kind

    def hides_status(self, job: Job) -> bool:
        """Say whether `UNKNOWN_STATUS` strikes this status request, and count the request."""
        is_open = not (job.status_was_requested and self.is_done(job))
        job.status_was_requested = True
        return is_open and self.pick_fault({UNKNOWN_STATUS}) is not None

    def final_fault_of(self, job: Job) -> str:
        """Return the fault with which a job that is done ended; empty if it succeeded."""
        if job.final_fault is None:
            job.final_fault = self.pick_fault(job.possible_final_faults) or ""
            self.images.assign(job, IMAGE_COUNTS.get(job.final_fault, job.default_image_count))
        return job.final_fault

    def find_job(self, generation_id: str) -> Job | None:
        """Return the job with this id, or None."""
        return self._jobs_by_id.get(generation_id)

    def find_look(self, look_id: str) -> Look | None:
        """Return the look with this id, or None if it does not exist yet, any more or at all."""
        look = self.groups.find_look(look_id)
        if look is None or self._clock() < look.submitted_at + self.scenario.look_delay:
            return None
        self._settle(look)
        is_gone = look.final_fault == VANISHED or look.present_id != look_id
        return None if is_gone else look

    def present(self, looks: Iterable[Look]) -> list[Look]:
        """Return those of some looks that there are now."""
        every = list(looks)
        for look in every:
            self._settle(look)
        return [look for look in every if self.find_look(look.present_id)]

    def _settle(self, look: Look) -> None:
        """Decide how a look that is done has ended; one that moves gets its other id."""
        if self.is_done(look) and self.final_fault_of(look) in MOVES and not look.moved_to:
            self.groups.give_other_id(look, self._hex("moved", look.id))

    def hides_look(self, look: Look) -> bool:
        """Say whether `NOT_YET` strikes this request for a look, and count it."""
        may_hide = not look.status_was_requested and look.hidden_count < MAX_HIDDEN
        is_hidden = may_hide and self.pick_fault({NOT_YET}) is not None
        look.hidden_count += is_hidden
        return is_hidden

    def now(self) -> float:
        """Return the time, in seconds since 1970."""
        return self.unix_time(self._clock())

    def unix_time(self, seconds: float) -> float:
        """Return a time of the sandbox's clock in seconds since 1970."""
        return self._epoch + seconds

    def is_done(self, job: Job) -> bool:
        """Say whether a job's duration is over."""
        return self._clock() >= job.done_at

    def next_request_id(self) -> str:
        """Return the request id of the next reply."""
        self._request_count += 1
        return self._hex("request", self._request_count)

    def _group_for(self, group_id: str | None, name: str) -> Group:
        """Return the group with this id, or create one."""
        found = self.groups.find(group_id) if group_id else None
        return found or self.groups.create(name, int(self.now()))

    def _enter_paid(self, look: Look) -> Look:
        self.images.assign(look, look.default_image_count)
        self.looks.append(look)
        self.groups.add(look)
        return look

    def _extra_pending(self) -> float:
        return LONG if self.pick_fault({LONG_PENDING}) else 0.0

    def _duration_of(self, *which: object) -> float:
        # Evenly distributed from -1 to 1, and decided by the seed.
        deviation = int(self._hex("duration", *which), 16) / 2**127 - 1
        return self.scenario.duration * (1 + self.scenario.spread * deviation)

    def _hex(self, *parts: object) -> str:
        return hex_id(self.scenario.seed, *parts)


def _is_same(one: Source | None, other: Source) -> bool:
    if isinstance(one, Asset) and isinstance(other, Asset):
        return one.digest == other.digest
    return one == other
