"""`JobWire`: how the jobs of one kind of run are asked for, and asked about. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from heygen_widgets.api.wire import Accepted, JobState, Reply, Request, Wire
    from heygen_widgets.errors import HeyGenError
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.jobs import Job


class JobWire(Protocol):
    """The jobs of one kind of run, in one version of HeyGen's API."""

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job of a run."""

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return what was accepted, or raise the error that the reply means."""

    def hint(self, error: HeyGenError, request: Request) -> str:
        """Return what may be behind an error of a submit, beyond what it says; else nothing."""

    def status_request(self, job: Job) -> Request:
        """Return the request for the status of a job that HeyGen has accepted."""

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return the state of the job, or raise the error that the reply means."""

    def group_request(self, job: Job) -> Request | None:
        """Return the request for the looks of a job's group; None if it is in none."""

    def read_group(self, reply: Reply, job: Job) -> JobState | None:
        """Return the state of a job whose look may have another id by now; None without it."""


@dataclass(frozen=True)
class PhotoJobs:
    """Jobs that make pictures of attributes.

    Args:
        wire: The version of the API.
    """

    wire: Wire

    def submit_request(self, record: Generation, job: Job) -> Request:
        """Return the request that submits a job; the record has attributes."""
        if record.attributes is None:
            raise AssertionError("`Gateway.submit` takes only runs with attributes")
        return self.wire.submit_request(record.attributes, record.references, job.key)

    def read_submit(self, reply: Reply, job: Job) -> Accepted:
        """Return what was accepted, or raise the error that the reply means."""
        del job
        return self.wire.read_submit(reply)

    def hint(self, error: HeyGenError, request: Request) -> str:
        """Return what may be behind an error of a submit, beyond what it says; else nothing."""
        return self.wire.hint(error, request)

    def status_request(self, job: Job) -> Request:
        """Return the request for the status of a job."""
        return self.wire.status_request(str(job.id))

    def read_status(self, reply: Reply, job: Job) -> JobState:
        """Return the state of the job, or raise the error that the reply means."""
        del job
        return self.wire.read_status(reply)

    def group_request(self, job: Job) -> Request | None:
        """Return the request for the looks of a job's group; None if it is in none."""
        return self.wire.group_request(job.group_id) if job.group_id else None

    def read_group(self, reply: Reply, job: Job) -> JobState | None:
        """Return the state of a job whose look may have another id by now; None without it."""
        return self.wire.read_group(reply, str(job.id))
