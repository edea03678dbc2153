"""`Gateway`: what HeyGen's API can do, for the rest of the package."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from heygen_widgets.api.avatar_gateway import Avatars
from heygen_widgets.api.envelope import read_error, read_notice
from heygen_widgets.api.job_wire import PhotoJobs
from heygen_widgets.api.job_wires import job_wire
from heygen_widgets.api.version_probe import is_heygen_there, may_mean_retired
from heygen_widgets.errors import (
    ApiRetired,
    ConnectionFailed,
    InvalidAttributes,
    NotFound,
    SubmitOutcomeUnknown,
)
from heygen_widgets.models.jobs import Job
from heygen_widgets.models.limits import COUNT, MAX_COUNT
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime import worker_threads

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from heygen_widgets.api.http import Http
    from heygen_widgets.api.job_wire import JobWire
    from heygen_widgets.api.wire import Accepted, Balance, JobState, Reply, Request, Wire
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.runtime.cancellation import Stop

T = TypeVar("T")

_ASKED = "Asking costs nothing."
_NOT_BILLED = "Nothing is billed."
_UPLOADED = "Nothing is billed: an upload costs nothing."
_PAID = "As far as we know, nothing reached HeyGen, so nothing should be billed."
_NO_ATTRIBUTES = {"attributes": "are not known, so nothing can be submitted"}


class Gateway:
    """One version of HeyGen's API, over open HTTP connections.

    Args:
        wire: The version's requests and replies.
        http: Open HTTP connections.
        on_notice: Called with HeyGen's notice that this version will end, at each reply with one.

    Attributes:
        version: ``v2`` or ``v3``.
        not_found_grace: Seconds for which HeyGen may not know the id of a new job.
        avatars: The account's groups and looks.
    """

    def __init__(self, wire: Wire, http: Http, on_notice: Callable[[str], object]) -> None:
        self._wire = wire
        self._http = http
        self._on_notice = on_notice
        self.version = wire.VERSION
        self.not_found_grace = wire.NOT_FOUND_GRACE
        self.avatars = Avatars(
            wire.VERSION, lambda request: self._ask(request, _of_heygen, _NOT_BILLED)
        )

    def jobs(self, run_id: str, count: int) -> tuple[Job, ...]:
        """Return new jobs of a run. On v3, each has its own ``Idempotency-Key``.

        Args:
            run_id: Our id of the run, which is part of the keys.
            count: How many jobs.
        """
        is_keyed = self._wire.REPLAYS_FOR > 0
        return tuple(
            Job(key=f"heygen-widgets:{run_id}:{number}" if is_keyed else None)
            for number in range(1, count + 1)
        )

    async def submit(
        self, record: Generation, job: Job, stop: Stop, renew: Callable[[], Awaitable[Job]]
    ) -> Job:
        """Start a job, and return it with its id.

        A job without a key is never sent again if HeyGen may have acted on the first request.

        Args:
            record: The run; its attributes were checked.
            job: The job.
            stop: Asks it to stop, as in `Http.submit`.
            renew: Returns the job under a new key, written down, after HeyGen has refused it.

        Raises:
            Stopped: It was asked to stop, and HeyGen has accepted nothing.
            SubmitOutcomeUnknown: HeyGen may have acted on it, but gave no id.
            ConnectionFailed: It could not be reached, or something else answered in its place.
            ApiRetired: HeyGen no longer takes such requests.
            HeyGenError: HeyGen refused it.
        """
        if record.attributes is None and record.kind.makes_images:
            raise InvalidAttributes(_NO_ATTRIBUTES)
        wire = self._jobs_of(record.kind)

        async def renewed() -> Request:
            nonlocal job
            job = await renew()
            return wire.submit_request(record, job)

        def read(reply: Reply) -> Accepted:
            return wire.read_submit(reply, _in_group_of(record, job))

        request = wire.submit_request(record, job)
        try:
            reply = await self._http.submit(
                request, read, in_doubt=job.in_doubt, stop=stop, renew=renewed
            )
        except SubmitOutcomeUnknown as error:
            error.what = f"{error.what} {wire.hint(error, request)}".rstrip()
            raise
        except ConnectionFailed as error:
            with stop.interrupts():
                is_retired = await self._is_retired(error)
            raise _retired(error) if is_retired else _explained(error, _PAID) from None
        self._report_notice(reply)
        return read(reply).of(job, reply.request_id)

    async def ask(
        self, kind: RunKind, job: Job, urgency: Callable[[], float] | None = None
    ) -> JobState:
        """Ask for the status of a job, by a GET that is repeated after an error.

        Args:
            kind: What its run asks HeyGen for.
            job: The job; it has an id.
            urgency: Returns how likely it is to have ended, where several runs take turns.

        Raises:
            HeyGenError: There is no answer, or it says that this request failed.
        """
        wire = self._jobs_of(kind)
        request = replace(wire.status_request(job), urgency=urgency)
        return await self._ask(request, lambda reply: wire.read_status(reply, job))

    async def ask_group(self, kind: RunKind, job: Job) -> JobState | None:
        """Ask for a job whose look is gone among the looks of its avatar group.

        Returns:
            Its state; None if it has no group, or isn't in it.

        Raises:
            HeyGenError: There is no answer.
        """
        wire = self._jobs_of(kind)
        try:
            request = wire.group_request(job)
            if request is None:
                return None
            return await self._ask(request, lambda reply: wire.read_group(reply, job))
        except NotFound:
            return None

    async def balance(self) -> Balance | None:
        """Ask for the account's balance; None if the answer doesn't name it.

        Raises:
            HeyGenError: There is no answer, or it is an error.
        """
        return await self._ask(self._wire.balance_request(), self._wire.read_balance)

    async def upload(self, data: bytes, mime_type: str) -> str:
        """Upload a reference image, and return HeyGen's id of it. HeyGen doesn't bill this.

        Args:
            data: The image's bytes.
            mime_type: Its type, such as ``image/png``.

        Raises:
            HeyGenError: HeyGen refused the image, or can't be reached.
        """
        request = self._wire.upload_request(data, mime_type)
        return await self._ask(request, self._wire.read_upload, _UPLOADED)

    async def download(self, image: AvatarImage) -> AvatarImage:
        """Return a copy with the image's bytes, which were decoded to check them.

        Raises:
            ImageUnavailable: The image can't be downloaded, or is not an image.
        """
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        data = await self._http.get_image(image.url)
        mime_type, size = await worker_threads.decode(imaging.inspect, data)
        return image.with_data(data, mime_type, size)

    def _jobs_of(self, kind: RunKind) -> JobWire:
        """Return how jobs of this kind are asked for.

        Raises:
            NotOffered: This version of the API has none.
        """
        if kind is RunKind.PHOTOS:
            return PhotoJobs(self._wire)
        return job_wire(self.version, kind)

    async def _ask(self, request: Request, read: Callable[[Reply], T], money: str = _ASKED) -> T:
        """Return what the reply to a free request says.

        Args:
            request: The request.
            read: Returns what a reply says, or raises the error that it means.
            money: What it means for the user's money that something else than HeyGen answers.

        Raises:
            ApiRetired: HeyGen no longer has the route.
            HeyGenError: The error that the reply means, or there is none.
        """
        try:
            return read(await self._answer(request))
        except ConnectionFailed as error:
            if not await self._is_retired(error):
                raise _explained(error, money) from None
        # Somebody may have signed in to the network between the two questions.
        try:
            return read(await self._answer(request))
        except ConnectionFailed as error:
            raise _retired(error) if may_mean_retired(error) else error from None

    async def _answer(self, request: Request) -> Reply:
        reply = await self._http.send(request)
        self._report_notice(reply)
        return reply

    async def _is_retired(self, error: ConnectionFailed) -> bool:
        return may_mean_retired(error) and await is_heygen_there(self._http)

    def _report_notice(self, reply: Reply) -> None:
        notice = read_notice(reply)
        if notice:
            self._on_notice(notice)


def _retired(error: ConnectionFailed) -> ApiRetired:
    """Return the error about a web page or a redirect that is HeyGen's."""
    return ApiRetired(
        "HeyGen no longer has this route.",
        status_code=error.status_code,
        request_id=error.request_id,
    )


def _explained(error: ConnectionFailed, money: str) -> ConnectionFailed:
    """Return an error, with what it means for money if something answered instead of HeyGen."""
    if error.status_code is not None:
        error.advice = f"{money} {error.advice}"
    return error


def _of_heygen(reply: Reply) -> Reply:
    """Return a reply of HeyGen's, whatever it says.

    Raises:
        ConnectionFailed: Something else answered in its place.
    """
    error = read_error(reply)
    if isinstance(error, ConnectionFailed):
        raise error
    return reply


def _in_group_of(record: Generation, job: Job) -> Job:
    """Return the job with the group that its run is about, which not every answer repeats."""
    return job if job.group_id else replace(job, group_id=record.group_id)


def jobs_for(wire: Wire, count: int | None) -> int:
    """Return how many jobs make exactly ``count`` images.

    Args:
        wire: The version of the API.
        count: How many images; None for the default.

    Raises:
        InvalidAttributes: It is not 1 to 8, or this version can't make exactly so many.
    """
    wanted = COUNT if count is None else count
    if problem := count_problem(wanted):
        raise InvalidAttributes({"count": problem})
    if wanted not in counts_for(wire):
        possible = " or ".join(map(str, counts_for(wire)))
        raise InvalidAttributes(
            {
                "count": f"must be {possible}, not {wanted:g}: HeyGen's {wire.VERSION} makes "
                f"{wire.IMAGES_PER_JOB} {wire.NOUN}s at a time, and bills them together"
            }
        )
    return int(wanted) // wire.IMAGES_PER_JOB


def count_problem(count: object) -> str | None:
    """Return why this is no number of images of one generation; None if it is one."""
    if not isinstance(count, bool) and count in range(1, MAX_COUNT + 1):
        return None
    return f"must be 1 to {MAX_COUNT}, not {count!r}"


def counts_for(wire: Wire) -> range:
    """Return the numbers of images that one generation can have."""
    return range(wire.IMAGES_PER_JOB, MAX_COUNT + 1, wire.IMAGES_PER_JOB)
