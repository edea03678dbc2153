"""The sandbox in a process of its own, which knows when each job was done and who asked.

Its pictures are drawn before it says that it is ready, and every job gets the same four, so that
drawing never competes with what is being measured.
"""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import uvicorn
from PIL import Image
from starlette.responses import JSONResponse
from starlette.routing import Route

from benchmarks.children import PACKAGE_PATH, REPOSITORY
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox import Scenario, create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

ATTRIBUTES = AvatarAttributes(name="Ada", appearance="A violinist in a red dress, in a city")
STATUS_PATH = "/v2/photo_avatar/generation/"


class Job(NamedTuple):
    """What the server knows of a generation; seconds on the machine's monotonic clock.

    Attributes:
        submitted_at: When it was submitted.
        done_at: When it was done.
        asked: How often it was asked about.
        told_at: When the last question was answered; 0 if nobody asked.
    """

    submitted_at: float
    done_at: float
    asked: int
    told_at: float


class Server(NamedTuple):
    """A running server."""

    url: str

    def jobs(self) -> dict[str, Job]:
        """Return all jobs by their ids."""
        with urllib.request.urlopen(f"{self.url}/benchmark", timeout=30) as reply:  # noqa: S310 - loopback
            return {key: Job(*values) for key, values in json.load(reply).items()}


@contextmanager
def serve(*, portraits: bool, **scenario: float) -> Iterator[Server]:
    """Run a server with the figures of a `Scenario`, with real portraits or with tiny pictures."""
    command = [sys.executable, "-m", "benchmarks.server", json.dumps([portraits, scenario])]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY, env=os.environ | PACKAGE_PATH
    ) as process:
        try:
            assert process.stdout
            url = process.stdout.readline().strip()
            assert url, "the server did not start"
            yield Server(url)
        finally:
            process.kill()


def _main() -> None:
    portraits, scenario = json.loads(sys.argv[1])
    pictures = _portraits() if portraits else [_tiny_picture()] * 4
    app = create_app(Scenario(**scenario), draw=lambda _attributes, _id, index: pictures[index])
    answers: dict[str, list[float]] = defaultdict(list)

    async def report(_: Request) -> JSONResponse:
        jobs = app.state.sandbox.jobs
        told = {job.id: answers[STATUS_PATH + job.id] for job in jobs}
        return JSONResponse(
            {
                job.id: (
                    job.submitted_at,
                    job.done_at,
                    len(told[job.id]),
                    max(told[job.id], default=0.0),
                )
                for job in jobs
            }
        )

    app.router.routes.append(Route("/benchmark", report))
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    config = uvicorn.Config(_noted(app, answers), lifespan="off", log_level="error")
    uvicorn.Server(config).run(sockets=[listener])


def _noted(app: ASGIApp, answers: dict[str, list[float]]) -> ASGIApp:
    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)
        answers[scope["path"]].append(time.monotonic())

    return noting


def _portraits() -> list[bytes]:
    from heygen_widgets.sandbox.portraits.portrait import draw_portrait  # noqa: PLC0415 - takes a second

    return [draw_portrait(ATTRIBUTES, "benchmark", index) for index in range(4)]


def _tiny_picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16)).save(buffer, "PNG")
    return buffer.getvalue()


if __name__ == "__main__":
    _main()
