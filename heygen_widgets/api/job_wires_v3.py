"""What follows from pictures, as jobs of HeyGen's v3: each makes one look. No I/O.

Source: HeyGen's API reference ("Create Avatar") and its command line tool (heygen-cli,
gen/avatar.go). v3 has no training: a look can be used once it is completed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.api import v3_prompt, wire_v3
from heygen_widgets.api.wire import Accepted, JobState, Reply, Request
from heygen_widgets.errors import InvalidAttributes, NotFound

if TYPE_CHECKING:
    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job

_GONE = {
    "asset_not_found": "Nothing is billed: HeyGen made nothing. Upload the picture again.",
    "avatar_not_found": (
        "Nothing is billed: HeyGen made nothing. The id of a look may change on v3: look for it "
        "among the looks of its group."
    ),
}
_NOTHING_MADE = "Nothing is billed, since nothing was made."


class _OneLook:
    """Jobs that make one look each. The job's id is the look's."""

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return the look's id, and its group's.

        Raises:
            HeyGenError: The error that the reply means.
        """
        try:
            accepted = wire_v3.accepted(reply)
        except NotFound as error:
            error.advice = _GONE.get(error.code or "", _NOTHING_MADE)
            raise
        return replace(accepted, group_id=accepted.group_id or job.group_id)

    def hint(self, error: HeyGenError, request: Request) -> str:
        """Return what may be behind an error of a submit, beyond what it says; else nothing."""
        return wire_v3.hint(error, request)

    def status_request(self, job: Job) -> Request:
        """Return the request for the status of the look."""
        return wire_v3.status_request(str(job.id))

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return the state of the look.

        Raises:
            HeyGenError: The error that the reply means.
        """
        del job
        return wire_v3.read_status(reply)

    def group_request(self, job: Job) -> Request | None:
        """Return the request for the looks of the group; None if it isn't known."""
        return wire_v3.group_request(job.group_id) if job.group_id else None


class CreatedGroup(_OneLook):
    """Jobs that make a group, with a look of a picture that was uploaded."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job."""
        return Request("POST", "/v3/avatars", _photo(record, job), key=job.key)

    def read_group(self, reply: Reply, job: Job) -> JobState | None:
        """Return the state of the look: the one with the job's id, else the group's only one.

        Raises:
            HeyGenError: The error that the reply means.
        """
        return wire_v3.read_group(reply, str(job.id))


class _LookOfGroup(_OneLook):
    """Jobs that make a look of a group that has others."""

    def read_group(self, reply: Reply, job: Job) -> JobState | None:
        """Return the state of the look with the job's id; None if the group has it no more.

        The only look of the group may be another one, which was there before.

        Raises:
            HeyGenError: The error that the reply means.
        """
        return wire_v3.read_group(reply, str(job.id), is_only_one=False)


class AddedLooks(_LookOfGroup):
    """Jobs that add a picture that was uploaded to a group."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job."""
        body = _photo(record, job) | {"avatar_group_id": record.group_id}
        return Request("POST", "/v3/avatars", body, key=job.key)


class GeneratedLooks(_LookOfGroup):
    """Jobs that make a new picture of the person of a look, as a look of the same group."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job.

        Raises:
            InvalidAttributes: It names no look. Without one HeyGen would make another person: the
                group is only where the look is saved (source: HeyGen's changelog, June 2026).
        """
        if record.attributes is None:
            raise AssertionError("`Gateway.submit` takes only runs with attributes")
        looks = [reference.value for reference in record.references if reference.kind == "look"]
        if not looks:
            raise InvalidAttributes({"avatar": "needs a look of the group to look like"})
        body = {
            "type": "prompt",
            "name": record.name or record.attributes.name,
            "prompt": v3_prompt.to_prompt(record.attributes),
            "avatar_id": looks[0],
            "avatar_group_id": record.group_id,
        }
        return Request("POST", "/v3/avatars", body, key=job.key)

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return the look's id, and its group's.

        Raises:
            InvalidAttributes: HeyGen refused the prompt or the look; the fields have our names.
            HeyGenError: The error that the reply means.
        """
        try:
            return super().read_submit(reply, job)
        except InvalidAttributes as error:
            raise wire_v3.in_our_fields(error) from None


def _photo(record: Generation, job: Job) -> dict[str, Any]:
    picture = job.pictures[0]
    file = {"type": "asset_id", "asset_id": picture.asset or picture.key}
    return {"type": "photo", "name": record.name, "file": file}
