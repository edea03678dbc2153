"""The API as the rest of the package sees it: submit, ask, download."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from heygen_widgets.api.envelope import read_notice
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.runtime import worker_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from heygen_widgets.api.http import Http
    from heygen_widgets.api.wire import Balance, JobState, Reply, Request, Wire
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.runtime.cancellation import Stop

_NO_ATTRIBUTES = {"attributes": "are not known, so nothing can be submitted"}


class Backend:
    """One version of the API over one set of connections.

    Args:
        wire: What requests and replies look like.
        http: Open connections.
        on_notice: Called with HeyGen's notices that this version will go.
    """

    def __init__(self, wire: Wire, http: Http, on_notice: Callable[[str], object]) -> None:
        self._wire = wire
        self._http = http
        self._on_notice = on_notice
        self.version = wire.VERSION
        self.not_found_grace = wire.NOT_FOUND_GRACE

    def jobs(self, run_id: str, number: int) -> tuple[Job, ...]:
        """Return so many new jobs of a run, each with a key that stays its own.

        Args:
            run_id: Our id of the run; the keys are made from it.
            number: How many.
        """
        is_keyed = self._wire.REPLAYS_FOR > 0
        return tuple(
            Job(key=f"heygen-widgets:{run_id}:{place}" if is_keyed else None)
            for place in range(1, number + 1)
        )

    async def submit(self, record: Generation, job: Job, stop: Stop) -> Job:
        """Start a job, and return it with its id.

        Without a key it is one POST, never sent again once HeyGen may have acted on it.

        Args:
            record: The run; its attributes were checked.
            job: The job.
            stop: Asks it to stop, as in `Http.submit`.

        Raises:
            Stopped: It was asked to stop, and HeyGen has accepted nothing.
            SubmitOutcomeUnknown: HeyGen may have acted on it, but gave no id.
            HeyGenError: HeyGen refused it, or nothing was sent.
        """
        if record.attributes is None:
            raise InvalidAttributes(_NO_ATTRIBUTES)
        request = self._wire.submit_request(record.attributes, record.references, job.key)
        reply = await self._http.submit(
            request, self._wire.read_submit, in_doubt=job.in_doubt, stop=stop
        )
        self._look(reply)
        return replace(
            job,
            id=self._wire.read_submit(reply),
            status=GenerationStatus.IN_PROGRESS,
            message=None,
            request_id=reply.request_id,
        )

    async def ask(self, job_id: str) -> JobState:
        """Ask how a job stands: one GET, repeated after trouble.

        Raises:
            HeyGenError: There is no answer, or it is an error of asking.
        """
        return self._wire.read_status(await self._ask(self._wire.status_request(job_id)))

    async def balance(self) -> Balance | None:
        """Ask what the account holds; None if the answer doesn't say.

        Raises:
            HeyGenError: There is no answer.
        """
        return self._wire.read_balance(await self._ask(self._wire.balance_request()))

    async def upload(self, data: bytes, mime_type: str) -> str:
        """Upload an image to refer to, and return HeyGen's id of it. It is not billed.

        Raises:
            HeyGenError: It was refused, or HeyGen can't be reached.
        """
        return self._wire.read_upload(await self._ask(self._wire.upload_request(data, mime_type)))

    async def download(self, image: AvatarImage) -> AvatarImage:
        """Return the image with its bytes, decoded once to be sure that it is one.

        Raises:
            ImageUnavailable: It can't be had or is no image.
        """
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        data = await self._http.get_image(image.url)
        mime_type, size = await worker_threads.decode(imaging.inspect, data)
        return image.with_data(data, mime_type, size)

    async def _ask(self, request: Request) -> Reply:
        reply = await self._http.send(request)
        self._look(reply)
        return reply

    def _look(self, reply: Reply) -> None:
        notice = read_notice(reply)
        if notice:
            self._on_notice(notice)


def jobs_for(wire: Wire, count: int) -> int:
    """Return how many jobs make at least so many images."""
    return -(-count // wire.IMAGES_PER_JOB)
