"""Finds out by free questions what became of a step whose answer was lost.

On v2 nothing keeps a request from making a second thing, so none is sent again in doubt. HeyGen's
lists tell what is there. On v3 the same request under the same key does what a question would.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote

from heygen_widgets.api.avatars import listed
from heygen_widgets.avatars.call import IN_WORK_ELSEWHERE
from heygen_widgets.errors import (
    GenerationFailed,
    HeyGenError,
    NotFound,
    NotReady,
    SubmitOutcomeUnknown,
)
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import Training
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable

    from heygen_widgets.api.avatars import Page
    from heygen_widgets.api.polling import Deadline
    from heygen_widgets.avatars.call import Call
    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.jobs import Job
    from heygen_widgets.models.looks import AvatarLook

GRACE = 60.0
"""Seconds after which what HeyGen doesn't show was not made: as long as an id may be unknown."""
PAUSE = 3.0
"""Seconds between two looks at HeyGen's lists."""
SKEW = timedelta(minutes=10)
"""How far HeyGen's clock and this one may differ."""

SETTLED_BY_READING = frozenset({RunKind.GROUP, RunKind.ADDED_LOOKS, RunKind.TRAINING})
"""The kinds whose result HeyGen lists on v2."""

NOT_MADE = "HeyGen shows that it was not made."


async def settled(call: Call, run: Generation, deadline: Deadline) -> Generation:
    """Return a run with its end, whatever it takes to know it: waiting, asking, looking.

    Args:
        call: The call.
        run: The run, as the history has it.
        deadline: When to give up waiting.

    Raises:
        SubmitOutcomeUnknown: Nobody can know, and the same request may not be sent again.
        HeyGenError: HeyGen can't be asked, or needs longer.
    """
    run = await _left_alone(call, run, deadline)
    again = call.reopened(run)
    if not again.status.is_final:
        try:
            run = await call.resume(again, deadline)
        except (GenerationFailed, SubmitOutcomeUnknown) as error:
            run = _record_of(error, again)
    else:
        run = again
    if not _doubtful(run):
        return run
    if call.api == "v2" and run.kind in SETTLED_BY_READING:
        return await _settled_by_reading(call, run, deadline)
    raise SubmitOutcomeUnknown(
        f"It isn't known whether HeyGen did this earlier: {run.message or 'no answer came'}",
        "HeyGen may have billed it, so it was not sent again. Look at your HeyGen account. If it "
        f"isn't there, heygen.history.forget({run.run_id!r}) lets the same call send it again.",
        generation=run,
    )


def _record_of(error: HeyGenError, before: Generation) -> Generation:
    """Return the record that an error carries, else the one before it."""
    return error.generation if isinstance(error.generation, Generation) else before


def _doubtful(run: Generation) -> list[int]:
    return [
        place
        for place, job in enumerate(run.jobs)
        if job.id is None and job.status is GenerationStatus.UNKNOWN
    ]


async def _left_alone(call: Call, run: Generation, deadline: Deadline) -> Generation:
    """Wait while another program submits a run, and return the run as it stands then."""
    while run.status is GenerationStatus.SUBMITTING and await call.recorder.is_waited_for(run):
        if not deadline.left:
            raise NotReady(IN_WORK_ELSEWHERE, "Nothing was sent. Wait for that one.")
        await call.pause(min(PAUSE / 10, deadline.left))
        found = await call.recorder.find(run.run_id or "")
        if found is None:
            # Nothing of it was sent, so it was taken back.
            jobs = [job.ended(GenerationStatus.FAILED, NOT_MADE) for job in run.jobs]
            return replace(run.with_jobs(jobs), finished_at=datetime.now(UTC))
        run = found
    return run


async def _settled_by_reading(call: Call, run: Generation, deadline: Deadline) -> Generation:
    began = call.clock.now()
    left = GRACE - run.age
    while True:
        found = {place: await _look_for(call, run, run.jobs[place]) for place in _doubtful(run)}
        waited = call.clock.now() - began
        if all(found.values()) or waited >= left:
            break
        await call.pause(min(PAUSE, left - waited))
    jobs = list(run.jobs)
    for place, made in found.items():
        jobs[place] = made or replace(
            jobs[place], status=GenerationStatus.FAILED, message=NOT_MADE, in_doubt=False
        )
    run = run.with_jobs(jobs)
    if run.status.is_final:
        run = replace(run.with_own_looks(), finished_at=datetime.now(UTC))
    run = await call.recorder.keep(run)
    call.account.book(run)
    if run.status.is_final:
        return run
    if run.kind is RunKind.TRAINING:
        return run
    try:
        return await call.resume(run, deadline)
    except GenerationFailed as error:
        return _record_of(error, run)


async def _look_for(call: Call, run: Generation, job: Job) -> Job | None:
    """Return a job as HeyGen's lists show it; None if they don't."""
    if run.kind is RunKind.TRAINING:
        return await _training(call, run, job)
    if run.kind is RunKind.GROUP:
        return await _group(call, run, job)
    return await _added(call, run, job)


async def _training(call: Call, run: Generation, job: Job) -> Job | None:
    training, _ = await call.free(call.avatars.training(str(run.group_id)))
    if training is Training.NONE:
        return None
    return replace(
        job, id=run.group_id, group_id=run.group_id, status=GenerationStatus.IN_PROGRESS,
        message=None,
    )  # fmt: skip


async def _group(call: Call, run: Generation, job: Job) -> Job | None:
    candidates = []
    async for group in every_group(call):
        is_new = group.created_at is None or group.created_at >= _begin(run)
        if group.name == run.name and is_new and not await _is_of_another(call, run, group.id):
            candidates.append(group)
    for group in candidates:
        looks = await every_look(call, group.id)
        own = [look for look in looks if shows(look, job.pictures[0].asset or job.pictures[0].key)]
        if own or (looks and len(candidates) == 1):
            look = (own or looks)[0]
            return replace(
                job, id=look.id, group_id=group.id, status=GenerationStatus.IN_PROGRESS,
                message=None,
            )  # fmt: skip
    return None


async def _added(call: Call, run: Generation, job: Job) -> Job | None:
    try:
        looks = await every_look(call, str(run.group_id))
    except NotFound:
        return None
    keys = [picture.asset or picture.key for picture in job.pictures]
    by_picture = [next((look for look in looks if shows(look, key)), None) for key in keys]
    if all(by_picture):
        return _as_added(run, job, [look for look in by_picture if look])
    fresh = [
        look
        for look in looks
        if look.name == run.name
        and (look.created_at is None or look.created_at >= _begin(run))
        and not await _is_of_another(call, run, look.id)
    ]
    if len(fresh) < len(keys):
        return None
    if all(look.created_at for look in fresh):
        # Lists may have the newest first.
        fresh.sort(key=lambda look: look.created_at or _begin(run))
    return _as_added(run, job, fresh[: len(keys)])


def _as_added(run: Generation, job: Job, looks: Iterable[AvatarLook]) -> Job:
    ids = tuple(look.id for look in looks)
    return replace(
        job,
        id=",".join(ids),
        keys=ids,
        group_id=run.group_id,
        status=GenerationStatus.SUCCESS,
        message=None,
    )


def shows(look: AvatarLook, image_key: str) -> bool:
    """Return whether a look is one of this image key, which its link often holds."""
    return bool(image_key) and (look.image_key == image_key or image_key in unquote(look.image_url))


def every_group(call: Call) -> AsyncGenerator[AvatarGroup]:
    """Yield all groups of the account."""

    async def page(token: str | None) -> Page[AvatarGroup]:
        return await call.free(call.avatars.groups(token))

    return listed(page)


async def every_look(call: Call, group_id: str) -> list[AvatarLook]:
    """Return all looks of a group.

    Raises:
        NotFound: HeyGen knows no such group.
    """

    async def page(token: str | None) -> Page[AvatarLook]:
        return await call.free(call.avatars.looks(group_id, token))

    return [look async for look in listed(page)]


async def _is_of_another(call: Call, run: Generation, look_id: str) -> bool:
    """Return whether another run made a look: a group's id is that of its first look (v2)."""
    known = await call.recorder.look(look_id)
    if known is None:
        return False
    own = {key for job in run.jobs for key in job.keys}
    return known.id not in own


def _begin(run: Generation) -> datetime:
    began = run.submitted_at or datetime.min.replace(tzinfo=UTC)
    return began - SKEW if run.submitted_at else began
