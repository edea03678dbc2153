"""Trains groups (v2), and waits until they can be used."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from heygen_widgets.api.job_wires_v2 import NO_VALID_IMAGE
from heygen_widgets.avatars import given
from heygen_widgets.avatars.settling import every_look, settled
from heygen_widgets.errors import (
    ConfigurationError,
    GenerationFailed,
    GenerationTimeout,
    NotReady,
    SubmitOutcomeUnknown,
)
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import AvatarGroup, AvatarStatus, Training
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.api.polling import Deadline
    from heygen_widgets.avatars.call import Call
    from heygen_widgets.avatars.making import Terms

log = logging.getLogger("heygen_widgets")

NOT_REGISTERED = 120.0
"""Seconds for which HeyGen may say that it has no valid picture of looks that are new."""

NO_NEED = (
    "HeyGen's v3 needs no training: new looks can be generated as soon as the avatar is completed. "
    "Nothing was sent and nothing is billed."
)
IS_TRAINED = (
    "It is trained already: new looks can be generated. Nothing was sent and nothing is billed. "
    "To train it once more, with the looks that were added since: train(group, again=True)."
)

_HOW_TO_TRAIN = (
    "Train it first: await heygen.train(group). That costs 4 credits by the price table."
)


async def train(call: Call, group: given.Given, terms: Terms, *, again: bool) -> AvatarGroup:
    """Start the training of a group, unless it is trained or in training already.

    Raises:
        HeyGenError: As in `HeyGen.train`.
    """
    group_id = await given.group_id(call, group)
    if call.api == "v3":
        log.info("%s", NO_NEED)
        found = await call.free(call.avatars.group(group_id))
        return replace(found, training=Training.NOT_NEEDED, message=NO_NEED)
    async with call.turn(terms.deadline, "training", group_id):
        await _settle_earlier(call, group_id, terms.deadline)
        state, message = await call.free(call.avatars.training(group_id))
        if state is Training.IN_PROGRESS:
            return await _in_training(call, group_id, message)
        if state is Training.READY and not again:
            found = await call.free(call.avatars.group(group_id))
            return replace(found, training=state, message=IS_TRAINED)
        await _registered(call, group_id, terms.deadline)
        await _started(call, group_id, terms, before=state)
        return await _in_training(call, group_id, None)


async def wait(
    call: Call,
    group: given.Given,
    deadline: Deadline,
    on_update: Callable[[AvatarGroup], object] | None,
) -> AvatarGroup:
    """Wait until new looks of a group can be generated, and return it.

    Raises:
        HeyGenError: As in `HeyGen.wait_until_trained`.
    """
    group_id = await given.group_id(call, group)
    if call.api == "v3":
        return await _completed(call, group_id, deadline, on_update)
    run = await _settle_earlier(call, group_id, deadline)
    known = await call.free(call.avatars.group(group_id))
    state, message = await call.free(call.avatars.training(group_id))
    if state is Training.NONE and (run is None or run.status is not GenerationStatus.IN_PROGRESS):
        raise ConfigurationError(f"The avatar {known.name!r} is not in training.", _HOW_TO_TRAIN)

    def tell(record: Generation) -> None:
        if on_update and not record.status.is_final:
            on_update(replace(known, training=Training.IN_PROGRESS, message=record.message))

    if run is None or run.status is not GenerationStatus.IN_PROGRESS:
        if state is Training.READY:
            return _told(replace(known, training=state, message=message), on_update)
        # Somebody else has started it.
        run = Generation(
            status=GenerationStatus.IN_PROGRESS,
            id=group_id,
            kind=RunKind.TRAINING,
            name=known.name,
            group_id=group_id,
            api=call.api,
            jobs=(Job(id=group_id, group_id=group_id, status=GenerationStatus.IN_PROGRESS),),
        )
    _told(replace(known, training=Training.IN_PROGRESS, message=message), on_update)
    try:
        await call.resume(run, deadline, tell)
    except GenerationTimeout as error:
        error.advice = (
            "HeyGen goes on training it, and has billed it. To wait on, which costs nothing more: "
            f"await heygen.wait_until_trained({group_id!r})"
        )
        raise
    found = await call.free(call.avatars.group(group_id))
    return _told(replace(found, training=Training.READY), on_update)


async def check_trained(call: Call, group_id: str) -> None:
    """Refuse to generate looks of a group that can't be used yet. Nothing is sent.

    Raises:
        NotReady: It is not trained (v2).
    """
    state, message = await call.free(call.avatars.training(group_id))
    if state in {Training.READY, Training.NOT_NEEDED}:
        return
    if state is Training.IN_PROGRESS:
        raise NotReady(
            "This avatar is still in training.",
            "Nothing was sent and nothing is billed. Wait for it: "
            "await heygen.wait_until_trained(group).",
        )
    said = f" HeyGen says: {message}" if message else ""
    failed = state is Training.FAILED
    what = "The training of this avatar failed." if failed else "This avatar is not trained yet."
    raise NotReady(f"{what}{said}", f"Nothing was sent and nothing is billed. {_HOW_TO_TRAIN}")


async def _settle_earlier(call: Call, group_id: str, deadline: Deadline) -> Generation | None:
    """Return the newest training of a group, in progress or ended, if this account knows one.

    One whose answer was lost is looked for at HeyGen. One in progress is not waited for.
    """
    runs = await call.recorder.steps(RunKind.TRAINING, group_id=group_id)
    run = next((run for run in runs if run.api == call.api), None)
    if run is None:
        return None
    if run.jobs and run.jobs[0].id and run.status is not GenerationStatus.SUCCESS:
        again = call.reopened(run)
        return again if run.status is not GenerationStatus.FAILED else run
    if run.status in {GenerationStatus.UNKNOWN, GenerationStatus.SUBMITTING}:
        return await settled(call, run, deadline)
    return run


async def _registered(call: Call, group_id: str, deadline: Deadline) -> None:
    """Wait until a look of the group is there to be trained; HeyGen takes seconds for that."""
    end = call.clock.now() + min(NOT_REGISTERED, deadline.left)
    while call.clock.now() < end:
        looks = await every_look(call, group_id)
        if not looks or any(look.status is AvatarStatus.COMPLETED for look in looks):
            return
        await call.pause(1.0)


async def _started(call: Call, group_id: str, terms: Terms, before: Training) -> None:
    """Start a training.

    'No valid image for training found' means that a look isn't registered yet, which passes, or
    that the group is in training already, which the status tells: neither is a failure.
    """
    end = call.clock.now() + min(NOT_REGISTERED, terms.deadline.left)
    pause = 1.0
    while True:
        try:
            await _sent(call, group_id, terms)
        except NotReady as error:
            if error.code != NO_VALID_IMAGE:
                raise
            if isinstance(error.generation, Generation):
                await call.recorder.withdraw(error.generation)
            state, _ = await call.free(call.avatars.training(group_id))
            if state is Training.IN_PROGRESS or (
                state is Training.READY and before is not Training.READY
            ):
                return
            if call.clock.now() >= end:
                raise
        else:
            return
        await call.pause(min(pause, max(0.1, end - call.clock.now())))
        pause = min(pause * 1.5, 10.0)


async def _sent(call: Call, group_id: str, terms: Terms) -> Generation:
    async def jobs() -> tuple[Job, ...]:
        return (Job(group_id=group_id),)

    asked = Generation(status=GenerationStatus.SUBMITTING, kind=RunKind.TRAINING, group_id=group_id)
    order = terms.order(call, RunKind.TRAINING, 1)
    try:
        return await call.make(asked, order, jobs)
    except SubmitOutcomeUnknown as error:
        if not isinstance(error.generation, Generation):
            raise
        found = await settled(call, error.generation, terms.deadline)
        if found.status is GenerationStatus.FAILED:
            error.advice = (
                "HeyGen shows no training of it, so it was not billed as far as that tells. Call "
                "train(group) again."
            )
            raise
        return found


async def _in_training(call: Call, group_id: str, message: str | None) -> AvatarGroup:
    found = await call.free(call.avatars.group(group_id))
    is_behind = found.training in {Training.NONE, Training.FAILED}
    state = Training.IN_PROGRESS if is_behind else found.training
    return replace(found, training=state, message=message or found.message)


async def _completed(
    call: Call,
    group_id: str,
    deadline: Deadline,
    on_update: Callable[[AvatarGroup], object] | None,
) -> AvatarGroup:
    """Wait for the status of a group of v3."""
    began, asked, last = call.clock.now(), 0, None
    pacing = await call.pacing(RunKind.GROUP)
    while True:
        group = await call.free(call.avatars.group(group_id))
        if group.status is AvatarStatus.COMPLETED:
            return _told(group, on_update)
        if group.status is AvatarStatus.FAILED:
            reason = (group.message or "it gave no reason").rstrip(". ")
            raise GenerationFailed(f"HeyGen could not make this avatar: {reason}.")
        if not deadline.left:
            raise GenerationTimeout(
                "HeyGen had not said in time that the avatar is completed.",
                "HeyGen goes on with it. To wait on, which costs nothing: "
                f"await heygen.wait_until_trained({group_id!r})",
            )
        if group != last:
            _told(group, on_update)
        last = group
        seconds = pacing.wait(asked, call.clock.chance(), call.clock.now() - began)
        asked += 1
        await call.pause(min(max(seconds, 0.0), deadline.left))


def _told(group: AvatarGroup, on_update: Callable[[AvatarGroup], object] | None) -> AvatarGroup:
    if on_update:
        try:
            on_update(group)
        except Exception:
            log.exception("on_update failed for %r; the waiting goes on", group)
    return group
