"""The state of a sandbox: its jobs and looks, what they cost, and the requests so far."""

from __future__ import annotations

import time
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from heygen_widgets.sandbox.fault_catalogue import (
    MOVED,
    NOT_YET,
    UNKNOWN_STATUS,
    VANISHED,
    FaultPicker,
    parse_faults,
)
from heygen_widgets.sandbox.scenario import SERVED_VERSIONS, SUNSET, check_api
from heygen_widgets.sandbox.server.idempotency import IdempotentReplies
from heygen_widgets.sandbox.server.prompt_to_attributes import attributes_from_prompt
from heygen_widgets.sandbox.server.resources import Asset, Group, Job, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.sandbox.fault_catalogue import Fault
    from heygen_widgets.sandbox.scenario import Scenario
    from heygen_widgets.sandbox.server.validation_v3 import PromptRequest

IMAGE_COUNTS = {"poll:empty": 0, "poll:fewer": 2, "poll:more": 6}
"""How many images a job has after some final faults."""

UNBILLED = frozenset({"poll:failed", "poll:failed-error"})
"""The final faults of jobs and looks that cost nothing."""

MAX_HIDDEN = 2
"""How often `NOT_YET` may hide a look."""

DOLLAR_DIGITS = 6
"""Decimal places of a sum in dollars, which hides the rounding errors of floats."""


class Sandbox:
    """The state of a sandbox. It runs nothing in the background: the clock decides what is done.

    Attributes:
        scenario: How the sandbox behaves.
        jobs: Every job of v2, in the order of creation.
        looks: Every look of v3, in the order of creation.
        requests: How many requests of each kind came in, including those with an error reply.
            The kinds are ``generate``, ``status`` and ``quota`` of v2, ``create``, ``look``,
            ``looks``, ``user`` and ``asset`` of v3, ``image`` and ``unknown``.
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
        self._looks_by_id: dict[str, Look] = {}
        self._groups: dict[str, Group] = {}
        self._assets: dict[str, Asset] = {}
        self._jobs_by_image_id: dict[str, tuple[Job, int]] = {}
        self._request_count = 0

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
        return version == "store" or version in SERVED_VERSIONS[self.api]

    @property
    def quota_used(self) -> int:
        """What the jobs have cost, in HeyGen's raw units; failed jobs cost nothing."""
        return self.scenario.cost * sum(job.final_fault not in UNBILLED for job in self.jobs)

    @property
    def remaining_quota(self) -> int:
        """What is left of the account's quota, in HeyGen's raw units."""
        return self.scenario.quota - self.quota_used

    @property
    def can_pay_job(self) -> bool:
        """Whether the quota covers another job."""
        return self.remaining_quota >= self.scenario.cost

    @property
    def remaining_wallet(self) -> float:
        """What is left in the wallet, in US dollars; failed looks cost nothing."""
        paid = sum(look.final_fault not in UNBILLED for look in self.looks)
        return round(self.scenario.wallet - self.scenario.look_price * paid, DOLLAR_DIGITS)

    @property
    def can_pay_look(self) -> bool:
        """Whether the wallet covers another look."""
        return self.remaining_wallet >= round(self.scenario.look_price, DOLLAR_DIGITS)

    @property
    def has_maximum_looks_in_progress(self) -> bool:
        """Whether as many looks are in progress as the scenario allows."""
        limit = self.scenario.parallel
        return limit is not None and sum(not self.is_done(look) for look in self.looks) >= limit

    def create_job(self, attributes: AvatarAttributes) -> Job:
        """Create a job, which costs quota and is in progress from now on."""
        number = len(self.jobs)
        job = Job(
            id=self._hex("generation", number),
            attributes=attributes,
            submitted_at=self._clock(),
            duration=self._duration_of(number),
        )
        self._assign_images(job, job.default_image_count)
        self.jobs.append(job)
        self._jobs_by_id[job.id] = job
        return job

    def create_look(self, request: PromptRequest) -> Look:
        """Create a look, which the wallet pays and which is in progress from now on."""
        number = len(self.looks)
        look = Look(
            id=self._hex("look", number),
            attributes=attributes_from_prompt(request.prompt, request.name),
            submitted_at=self._clock(),
            duration=self._duration_of("look", number),
            request=request,
            group=self._group_for(request),
        )
        look.group.looks_count += 1
        self._assign_images(look, look.default_image_count)
        self.looks.append(look)
        self._looks_by_id[look.id] = look
        return look

    def add_asset(self, mime_type: str, data: bytes) -> Asset:
        """Store an uploaded file."""
        asset = Asset(id=self._hex("asset", len(self._assets)), mime_type=mime_type, data=data)
        self._assets[asset.id] = asset
        return asset

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
            self._assign_images(job, IMAGE_COUNTS.get(job.final_fault, job.default_image_count))
        return job.final_fault

    def find_job(self, generation_id: str) -> Job | None:
        """Return the job with this id, or None."""
        return self._jobs_by_id.get(generation_id)

    def find_look(self, look_id: str) -> Look | None:
        """Return the look with this id, or None if it does not exist yet, any more or at all."""
        look = self._looks_by_id.get(look_id)
        if look is None or self._clock() < look.submitted_at + self.scenario.look_delay:
            return None
        self._settle(look)
        is_gone = look.final_fault == VANISHED or look.present_id != look_id
        return None if is_gone else look

    def looks_of(self, group_id: str) -> list[Look]:
        """Return the looks that a group has now."""
        looks = [look for look in self.looks if look.group.id == group_id]
        for look in looks:
            self._settle(look)
        return [look for look in looks if self.find_look(look.present_id)]

    def _settle(self, look: Look) -> None:
        """Decide how a look that is done has ended; one that moves gets its other id."""
        if self.is_done(look) and self.final_fault_of(look) == MOVED and not look.moved_to:
            look.moved_to = self._hex("moved", look.id)
            self._looks_by_id[look.moved_to] = look

    def hides_look(self, look: Look) -> bool:
        """Say whether `NOT_YET` strikes this request for a look, and count it."""
        may_hide = not look.status_was_requested and look.hidden_count < MAX_HIDDEN
        is_hidden = may_hide and self.pick_fault({NOT_YET}) is not None
        look.hidden_count += is_hidden
        return is_hidden

    def find_group(self, group_id: str) -> Group | None:
        """Return the group with this id, or None."""
        return self._groups.get(group_id)

    def find_asset(self, asset_id: str) -> Asset | None:
        """Return the asset with this id, or None."""
        return self._assets.get(asset_id)

    def find_image(self, image_id: str) -> tuple[Job, int] | None:
        """Return the job of an image, once it is done, and the image's index in it; else None."""
        found = self._jobs_by_image_id.get(image_id)
        return found if found and self.is_done(found[0]) else None

    def is_done(self, job: Job) -> bool:
        """Say whether a job's duration is over."""
        return self._clock() >= job.done_at

    def renew_links(self, job: Job) -> None:
        """Record that a reply contains the job's links, which makes expired ones valid again."""
        job.links_renewed_at = self._clock()

    def links_expired(self, job: Job) -> bool:
        """Say whether the links of a job that is done have expired."""
        if self.scenario.link_lifetime is None:
            return False
        renewed_at = job.done_at if job.links_renewed_at is None else job.links_renewed_at
        return self._clock() >= renewed_at + self.scenario.link_lifetime

    def next_request_id(self) -> str:
        """Return the request id of the next reply."""
        self._request_count += 1
        return self._hex("request", self._request_count)

    def _assign_images(self, job: Job, number: int) -> None:
        job.image_ids = tuple(self._hex("image", job.id, index) for index in range(number))
        for index, image_id in enumerate(job.image_ids):
            self._jobs_by_image_id[image_id] = job, index

    def _group_for(self, request: PromptRequest) -> Group:
        """Return the group that a request names, or create one."""
        if request.avatar_group_id is not None:
            return self._groups[request.avatar_group_id]
        group_id = self._hex("group", len(self._groups))
        group = Group(id=group_id, name=request.name, created_at=int(time.time()))
        self._groups[group_id] = group
        return group

    def _duration_of(self, *which: object) -> float:
        # Evenly distributed from -1 to 1, and decided by the seed.
        deviation = int(self._hex("duration", *which), 16) / 2**127 - 1
        return self.scenario.duration * (1 + self.scenario.spread * deviation)

    def _hex(self, *parts: object) -> str:
        text = ":".join(map(str, (self.scenario.seed, *parts)))
        return sha256(text.encode()).hexdigest()[:32]
