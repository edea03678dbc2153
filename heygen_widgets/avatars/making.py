"""Makes groups and looks of pictures, each once: a call that is made again does only the rest."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from heygen_widgets.avatars import given, library
from heygen_widgets.avatars.changes import renamed_look
from heygen_widgets.avatars.settling import SETTLED_BY_READING, every_look, settled
from heygen_widgets.errors import (
    ConfigurationError,
    GenerationFailed,
    HeyGenError,
    NotFound,
    SubmitOutcomeUnknown,
)
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import AvatarGroup, AvatarStatus
from heygen_widgets.models.jobs import GenerationStatus, Job, JobPicture
from heygen_widgets.models.limits import MAX_ADDED
from heygen_widgets.models.looks import AvatarLook, Looks
from heygen_widgets.models.prices import no_price
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from heygen_widgets.api.polling import Deadline
    from heygen_widgets.avatars.call import Call
    from heygen_widgets.avatars.pictures import Picture
    from heygen_widgets.billing.order import Order
    from heygen_widgets.billing.spending import Budget

log = logging.getLogger("heygen_widgets")

LOOKS_PENDING = 60.0
"""Seconds that a call waits at most until new looks can be used; HeyGen says 'within seconds'."""

_AGAIN = "Call it again to do the rest: what is done is found, and not done or billed twice."
_LOOK_AGAIN = (
    "It was not sent again. Call it again: it looks at HeyGen first, which costs nothing, and "
    "sends again only what HeyGen shows not to be there."
)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On what terms a step is taken.

    Attributes:
        budget: What may be spent, besides the client's own limits.
        confirm: Whether it may go beyond the limits.
        deadline: When to give up waiting.
    """

    budget: Budget | float | None
    confirm: bool
    deadline: Deadline

    def order(self, call: Call, kind: RunKind, count: int) -> Order:
        """Return a step with its price, held against the budgets.

        Args:
            call: The call.
            kind: The step.
            count: How many of it.
        """
        quote = call.account.step_quote(call.wire, kind, count)
        return call.account.order(None, quote, self.budget, is_confirmed=self.confirm is True)


def checked_name(name: object, what: str) -> str:
    """Return a name without spaces around it.

    Raises:
        ConfigurationError: It is no text, or empty.
    """
    if not isinstance(name, str) or not name.strip():
        raise ConfigurationError(
            f"{name!r} is not a name for {what}.", "Nothing was sent. A name is a text: 'Lina'."
        )
    return name.strip()


async def group(call: Call, name: str, image: Any, terms: Terms) -> AvatarGroup:  # noqa: ANN401 - as `given.picture`
    """Make a group of one picture, or find the one that was made of it under this name.

    On v3 a picture of a generation is a look of a group by itself: it is given the name, and
    nothing is made or billed.

    Raises:
        HeyGenError: As in `HeyGen.create_group`.
    """
    name = checked_name(name, "an avatar")
    picture = await given.picture(call, image)
    if picture.look_id:
        return await _named(call, name, picture)
    async with call.turn(terms.deadline, "group", name, picture.key):
        record = await _earlier_group(call, name, picture, terms.deadline)
        if record is None:
            record = await _new_group(call, name, picture, terms)
        return await _group_of(call, record)


async def _earlier_group(
    call: Call, name: str, picture: Picture, deadline: Deadline
) -> Generation | None:
    for run in await call.recorder.steps(RunKind.GROUP, pictures=[picture.key]):
        if run.name != name or not _concerns(call, run):
            continue
        ended = await settled(call, run, deadline)
        if ended.status is not GenerationStatus.SUCCESS:
            continue
        try:
            await call.free(call.avatars.group(ended.group_ids[0]))
        except NotFound:
            continue  # it was deleted
        return ended
    return None


def _concerns(call: Call, run: Generation) -> bool:
    """Return whether an earlier run matters: it is done, or this version of the API knows of it."""
    if run.status is GenerationStatus.SUCCESS:
        return run.api == call.api or not any(_is_open(job) for job in run.jobs)
    return run.status is not GenerationStatus.FAILED and run.api == call.api


def _is_open(job: Job) -> bool:
    return job.is_open or (job.id is None and job.status is GenerationStatus.UNKNOWN)


async def _new_group(call: Call, name: str, picture: Picture, terms: Terms) -> Generation:
    async def jobs() -> tuple[Job, ...]:
        return (Job(pictures=(await picture.ready(call),)),)

    asked = Generation(status=GenerationStatus.SUBMITTING, kind=RunKind.GROUP, name=name)
    return await made(call, asked, terms, count=1, jobs=jobs)


async def made(
    call: Call,
    asked: Generation,
    terms: Terms,
    *,
    count: int,
    jobs: Callable[[], Awaitable[tuple[Job, ...]]],
    on_update: Callable[[Generation], object] | None = None,
) -> Generation:
    """Carry out a step; if its answer is lost, find out by free questions what became of it.

    Raises:
        SubmitOutcomeUnknown: HeyGen doesn't show it now; the same call may look again.
        HeyGenError: As in `Call.make`.
    """
    order = terms.order(call, asked.kind, count)
    lost: SubmitOutcomeUnknown | None = None
    try:
        record = await call.make(asked, order, jobs, deadline=terms.deadline, on_update=on_update)
    except SubmitOutcomeUnknown as error:
        if not isinstance(error.generation, Generation) or not _is_settled_by_reading(call, asked):
            raise
        lost, record = error, error.generation
    if _is_settled_by_reading(call, asked) and any(map(_is_open, record.jobs)):
        record = await settled(call, record, terms.deadline)
    if lost and record.status is not GenerationStatus.SUCCESS:
        lost.advice, lost.generation = _LOOK_AGAIN, record
        raise lost
    return record


def _is_settled_by_reading(call: Call, asked: Generation) -> bool:
    return call.api == "v2" and asked.kind in SETTLED_BY_READING


async def _group_of(call: Call, record: Generation) -> AvatarGroup:
    """Return the group that a run has made; if HeyGen can't be asked, by what the run knows."""
    group_id = record.group_ids[0]
    try:
        found = await call.free(call.avatars.group(group_id))
    except NotFound:
        pass  # HeyGen's lists may be behind
    except HeyGenError as error:
        log.warning("%s", error)
    else:
        return found if found.name else replace(found, name=record.name)
    return AvatarGroup(
        id=group_id, name=record.name, looks_count=1, created_at=record.submitted_at, api=call.api
    )


async def _named(call: Call, name: str, picture: Picture) -> AvatarGroup:
    """Give the group of a look of v3 a name, and write down that the look is in it."""
    look = AvatarLook(id=str(picture.look_id), group_id=picture.group_id, api="v3")
    look = await given.look(call, look)
    group_id = look.group_id or await given.group_id(call, look)
    found = await renamed_look(call, group_id, look, name)
    done = Generation(
        status=GenerationStatus.SUCCESS,
        kind=RunKind.GROUP,
        name=name,
        run_id=f"named-{look.id}",
        api=call.api,
        submitted_at=datetime.now(UTC),
        finished_at=datetime.now(UTC),
        price=no_price(call.api),
        jobs=(
            Job(
                id=look.id,
                status=GenerationStatus.SUCCESS,
                group_id=group_id,
                keys=(look.id,),
                pictures=(JobPicture(picture.key),),
            ),
        ),
        id=look.id,
    )
    await call.recorder.keep(done)
    return found


async def looks(
    call: Call,
    group: given.Given,
    images: Any,  # noqa: ANN401 - as `given.listed`
    *,
    name: str | None,
    terms: Terms,
    on_update: Callable[[Looks], object] | None = None,
) -> Looks:
    """Add pictures to a group as looks; those that are in it already are not added again.

    Raises:
        HeyGenError: As in `HeyGen.add_looks`.
    """
    wanted = given.listed(images)
    if name is not None:
        name = checked_name(name, "looks")
    group_id = await given.group_id(call, group)
    pictures = await given.pictures(call, wanted)
    async with call.turn(terms.deadline, "looks", group_id):
        done = await _added_before(call, group_id, pictures, terms.deadline)
        rest = [picture for picture in pictures if picture.key not in done]
        if rest:
            known = group.name if isinstance(group, AvatarGroup) else ""
            name = name or known or (await call.free(call.avatars.group(group_id))).name or "Look"
            adding = _Adding(call, group_id, name, terms, done, on_update)
            await adding.add(rest)
        ids = [done[picture.key] for picture in pictures]
        found = await _usable(call, group_id, ids, terms.deadline)
    shown = await library.with_pictures(call, found, [picture.image for picture in pictures])
    if on_update:
        on_update(shown)
    return shown


async def _added_before(
    call: Call, group_id: str, pictures: Sequence[Picture], deadline: Deadline
) -> dict[str, str]:
    """Return the looks of the group that were made of these pictures before, by the pictures."""
    done = {
        picture.key: picture.look_id
        for picture in pictures
        if picture.look_id and picture.group_id == group_id
    }
    open_ones = [picture.key for picture in pictures if picture.key not in done]
    for kind in (RunKind.ADDED_LOOKS, RunKind.GROUP):
        for run in await call.recorder.steps(kind, pictures=open_ones):
            is_here = group_id in {run.group_id, *run.group_ids}
            if is_here and _concerns(call, run):
                ended = await settled(call, run, deadline)
                done = looks_by_picture(ended) | done
    wanted = {picture.key for picture in pictures}
    done = {key: look for key, look in done.items() if key in wanted}
    return await _still_there(call, group_id, done) if done else {}


def looks_by_picture(run: Generation) -> dict[str, str]:
    """Return the ids of the looks that a run has made, by the keys of their pictures."""
    return {
        picture.key: look
        for job in run.jobs
        if job.status is GenerationStatus.SUCCESS and len(job.keys) == len(job.pictures)
        for picture, look in zip(job.pictures, job.keys, strict=True)
    }


async def _still_there(call: Call, group_id: str, done: dict[str, str]) -> dict[str, str]:
    """Return those looks that the group still has. On v3 they may have other ids by now."""
    listed = [look.id for look in await every_look(call, group_id)]
    there = {key: look for key, look in done.items() if look in listed}
    if call.api == "v2":
        return there
    # Ids of looks don't last. A look that nobody accounts for may be one of these: better not
    # added than paid for twice.
    others = [look for look in listed if look not in done.values()]
    free = [look for look in others if not await call.recorder.look(look)]
    missing = [key for key in done if key not in there]
    return there | dict(zip(missing, free, strict=False))


@dataclass(frozen=True)
class _Adding:
    """Adds pictures to a group.

    Args:
        call: The call.
        group_id: The group.
        name: The name of the looks.
        terms: On what terms.
        done: The ids of the looks, by their pictures: those that are there, and then each new one.
        on_update: Called with the looks so far.
    """

    call: Call
    group_id: str
    name: str
    terms: Terms
    done: dict[str, str]
    on_update: Callable[[Looks], object] | None

    async def add(self, pictures: Sequence[Picture]) -> None:
        """Add them all: on v2 one request after the other, on v3 side by side.

        Of two requests of v2 whose answers are lost, HeyGen's list couldn't tell which was which.

        Raises:
            HeyGenError: A request failed; the message says which pictures are added.
        """
        total = len(self.done) + len(pictures)
        several = _at_once(self.call, pictures)
        for number, batch in enumerate(several):
            later = [picture for others in several[number + 1 :] for picture in others]
            try:
                await self._add(batch)
            except HeyGenError as error:
                if later:
                    log.info("%d pictures were not sent", len(later))
                _tell_what_is_done(error, self.done, total)
                raise

    async def _add(self, pictures: Sequence[Picture]) -> None:
        async def jobs() -> tuple[Job, ...]:
            ready = [await picture.ready(self.call) for picture in pictures]
            if self.call.api == "v2":
                return (Job(pictures=tuple(ready)),)
            return tuple(Job(pictures=(picture,)) for picture in ready)

        asked = Generation(
            status=GenerationStatus.SUBMITTING,
            kind=RunKind.ADDED_LOOKS,
            name=self.name,
            group_id=self.group_id,
        )
        count = len(pictures)
        record = await made(
            self.call, asked, self.terms, count=count, jobs=jobs, on_update=self._tell
        )
        added = looks_by_picture(record)
        self.done.update(added)
        if len(added) < count:
            missing = next((job for job in record.jobs if not _has_all(job)), None)
            reason = (missing.message if missing else None) or "it gave no reason"
            raise GenerationFailed(
                f"HeyGen could not add these looks: {reason.rstrip('. ')}.", "", generation=record
            )

    def _tell(self, record: Generation) -> None:
        made_so_far = self.done | looks_by_picture(record)
        if self.on_update and len(made_so_far) > len(self.done):
            self.on_update(_so_far(made_so_far, self.group_id, self.name, record.api))


def _at_once(call: Call, pictures: Sequence[Picture]) -> list[list[Picture]]:
    """Return pictures as runs take them: on v2 up to four that one job has made, on v3 all."""
    if call.api == "v3":
        return [list(pictures)]
    by_job: dict[str | None, list[Picture]] = {}
    for picture in pictures:
        by_job.setdefault(picture.generation_id, []).append(picture)
    return [
        several[begin : begin + MAX_ADDED]
        for several in by_job.values()
        for begin in range(0, len(several), MAX_ADDED)
    ]


def _has_all(job: Job) -> bool:
    return job.status is GenerationStatus.SUCCESS and len(job.keys) == len(job.pictures)


def _tell_what_is_done(error: HeyGenError, done: dict[str, str], total: int) -> None:
    """Let an error say which pictures have become looks."""
    if done:
        keys = ", ".join(done)
        error.what = f"{error.what} {len(done)} of {total} pictures are looks of it: {keys}."
        error.advice = f"{error.advice} {_AGAIN}".strip()
    elif isinstance(error, GenerationFailed):
        error.advice = f"No picture was added. {_AGAIN}"


def _so_far(looks: dict[str, str], group_id: str, name: str, api: str) -> Looks:
    """Return the looks that are made so far, by their pictures."""
    return Looks(
        AvatarLook(
            id=look,
            group_id=group_id,
            name=name,
            status=AvatarStatus.PENDING,
            image_key=picture,
            api=api,
        )
        for picture, look in looks.items()
    )


async def _usable(
    call: Call, group_id: str, ids: Sequence[str], deadline: Deadline
) -> list[AvatarLook]:
    """Return looks once none of them is pending any more, or after a minute as they are."""
    end = call.clock.now() + min(LOOKS_PENDING, deadline.left)
    pause = 0.5
    while True:
        found = {look.id: look for look in await every_look(call, group_id)}
        looks = [found.get(look_id) or _pending(call, group_id, look_id) for look_id in ids]
        is_over = call.clock.now() >= end
        if is_over or all(look.status is not AvatarStatus.PENDING for look in looks):
            return looks
        await call.pause(min(pause, max(0.0, end - call.clock.now())))
        pause = min(pause * 1.5, 5.0)


def _pending(call: Call, group_id: str, look_id: str) -> AvatarLook:
    """Return a look that HeyGen's list doesn't show yet."""
    return AvatarLook(
        id=look_id, group_id=group_id, status=AvatarStatus.PENDING, message=None, api=call.api
    )
