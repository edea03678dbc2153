"""What follows from pictures, as jobs of HeyGen's v2: groups, looks and training. No I/O.

Source: HeyGen's API reference ("Create Photo Avatar Group", "Add Looks to Photo Avatar Group",
"Train Photo Avatar Group", "Generate Photo Avatar Looks"), and measurements by users.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.api import avatars_v2, envelope, wire_v2
from heygen_widgets.api.wire import Accepted, JobState, Reply, Request
from heygen_widgets.errors import InvalidAttributes, NotReady, UnexpectedResponse
from heygen_widgets.models.groups import AvatarStatus, Training
from heygen_widgets.models.jobs import GenerationStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job
    from heygen_widgets.models.looks import AvatarLook

ID_SEPARATOR = ","
"""Separates the ids of the looks that one job has added, in the id of the job."""

NO_VALID_IMAGE = "no_valid_image"
"""Our code of `NotReady` where HeyGen says 'No valid image for training found', which it does both
before a look is registered and while the group is in training (measured by several users)."""
_NO_VALID_IMAGE = "no valid image for training"

_STATUSES = {
    AvatarStatus.COMPLETED: GenerationStatus.SUCCESS,
    AvatarStatus.FAILED: GenerationStatus.FAILED,
    AvatarStatus.PENDING: GenerationStatus.IN_PROGRESS,
}
_TRAININGS = {
    Training.READY: GenerationStatus.SUCCESS,
    Training.FAILED: GenerationStatus.FAILED,
}


class _NoSearch:
    """Jobs that are asked about by ids that last, and whose errors need no more words."""

    def hint(self, error: HeyGenError, request: Request) -> str:
        """Return nothing: nobody has reported what is behind v2's errors."""
        del error, request
        return ""

    def group_request(self, job: Job) -> None:
        """Return None: the ids of v2 last, so nothing is looked for in a group."""
        del job

    def read_group(self, reply: Reply, job: Job) -> None:
        """Return None, as `group_request` does."""
        del reply, job


class GeneratedLooks(_NoSearch):
    """Jobs that make four new pictures of the person of a trained group."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job."""
        del job
        if record.attributes is None:
            raise AssertionError("`Gateway.submit` takes only runs with attributes")
        wanted = record.attributes.to_dict()
        body: dict[str, Any] = {
            "group_id": record.group_id,
            "prompt": record.attributes.appearance,
        }
        body |= {name: wanted[name] for name in ("orientation", "pose", "style")}
        return Request("POST", "/v2/photo_avatar/look/generate", body)

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return the generation id.

        Raises:
            HeyGenError: The error that the reply means.
        """
        return replace(wire_v2.read_submit(reply), group_id=job.group_id)

    def status_request(self, job: Job) -> Request:
        """Return the request for the status of the generation."""
        return wire_v2.status_request(str(job.id))

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return the state of the generation.

        Raises:
            HeyGenError: The error that the reply means.
        """
        del job
        return wire_v2.read_status(reply)


class CreatedGroup(_NoSearch):
    """Jobs that make a group of one picture. The job's id is that of the group's first look."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job."""
        picture = job.pictures[0]
        body = {"name": record.name, "image_key": picture.asset or picture.key}
        if picture.generation_id:
            body["generation_id"] = picture.generation_id
        return Request("POST", "/v2/photo_avatar/avatar_group/create", body)

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return the look's id, and the group's.

        Raises:
            HeyGenError: The error that the reply means.
        """
        del job
        look = avatars_v2.read_look(reply)
        # HeyGen gives the first look the id of its group.
        return Accepted(look.id, look.group_id or look.id)

    def status_request(self, job: Job) -> Request:
        """Return the request for the status of the look."""
        return avatars_v2.look_request(str(job.id))

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return the state of the look.

        Raises:
            HeyGenError: The error that the reply means.
        """

        def state(data: Mapping[str, Any]) -> JobState:
            look = avatars_v2.look(data, job.group_id)
            urls, keys = (look.image_url,), (str(job.id),)
            return JobState(_STATUSES[look.status], look.message, urls, keys, look.group_id)

        return envelope.read_job(reply, state)


class AddedLooks(_NoSearch):
    """Jobs that add one to four pictures of one generation to a group, which is done at once.

    The job's id is the ids of the new looks, joined.
    """

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job."""
        keys = [picture.asset or picture.key for picture in job.pictures]
        body = {"group_id": record.group_id, "image_keys": keys, "name": record.name}
        generation_id = next((p.generation_id for p in job.pictures if p.generation_id), None)
        if generation_id:
            body["generation_id"] = generation_id
        return Request("POST", "/v2/photo_avatar/avatar_group/add", body)

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return the ids of the looks, and the result: they are there.

        Raises:
            HeyGenError: The error that the reply means.
        """
        looks = avatars_v2.read_looks(reply, job.group_id or "").items
        if not looks:
            raise UnexpectedResponse(
                "HeyGen's answer names no look.",
                status_code=reply.status_code,
                request_id=reply.request_id,
            )
        group_id = looks[0].group_id or job.group_id
        missing = len(job.pictures) - len(looks)
        said = f"HeyGen made looks of {len(looks)} of {len(job.pictures)} pictures."
        result = _state_of(looks, said if missing > 0 else None)
        ids = ID_SEPARATOR.join(look.id for look in looks)
        return Accepted(ids, group_id, replace(result, group_id=group_id))

    def status_request(self, job: Job) -> Request:
        """Return the request for the looks of the group."""
        return avatars_v2.looks_request(job.group_id or "", None)

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return that the looks are there, with fresh links of those that the group still has.

        Raises:
            HeyGenError: The error that the reply means.
        """
        by_id = {look.id: look for look in avatars_v2.read_looks(reply, job.group_id or "").items}
        ids = str(job.id).split(ID_SEPARATOR)
        urls = tuple(by_id[look_id].image_url if look_id in by_id else "" for look_id in ids)
        return JobState(GenerationStatus.SUCCESS, None, urls, tuple(ids), job.group_id)


class StartedTraining(_NoSearch):
    """Jobs that train a group, which takes 5 to 20 minutes. The job's id is that of the group."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job."""
        del job
        return Request("POST", "/v2/photo_avatar/train", {"group_id": record.group_id})

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return the group's id; HeyGen's answer may have no data.

        Raises:
            NotReady: The group has no picture that can be trained now; code `NO_VALID_IMAGE`.
            HeyGenError: The error that the reply means.
        """
        error = envelope.read_error(reply)
        if error:
            raise _not_ready(error) if _NO_VALID_IMAGE in error.what.lower() else error
        return Accepted(str(job.group_id), job.group_id)

    def status_request(self, job: Job) -> Request:
        """Return the request for the status of the training."""
        return avatars_v2.training_request(str(job.id))

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return the state of the training.

        Raises:
            HeyGenError: The error that the reply means.
        """
        del job
        return envelope.read_job(reply, lambda data: _state_of_training(*avatars_v2.training(data)))


def _state_of_training(training: Training, message: str | None) -> JobState:
    return JobState(_TRAININGS.get(training, GenerationStatus.IN_PROGRESS), message)


def _state_of(looks: Sequence[AvatarLook], message: str | None) -> JobState:
    urls = tuple(look.image_url for look in looks)
    return JobState(GenerationStatus.SUCCESS, message, urls, tuple(look.id for look in looks))


def _not_ready(error: HeyGenError) -> NotReady:
    said = (
        "; ".join(error.problems.values()) if isinstance(error, InvalidAttributes) else error.what
    )
    return NotReady(
        f"HeyGen can't train this avatar now: {said.rstrip('. ')}.",
        "Nothing is billed. HeyGen says this of a look that it is still registering, and of an "
        "avatar that is in training already. Look at its training, and try again in a minute.",
        status_code=error.status_code,
        code=NO_VALID_IMAGE,
        request_id=error.request_id,
    )
