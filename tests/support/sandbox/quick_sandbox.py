"""A sandbox behind a port that draws nothing and tells which jobs it has made.

`python quick_sandbox.py DURATION [KEY]` writes its address to its first line; a training takes
DURATION as well. `GET /jobs` is a list of the ids of its jobs with the names that were asked for.
"""

import io
import socket
import sys

import uvicorn
from PIL import Image
from starlette.responses import JSONResponse
from starlette.routing import Route

from heygen_widgets.sandbox import Scenario, create_app

SIDE = 256


def picture(number):
    buffer = io.BytesIO()
    # Noise doesn't compress: a file big enough that it takes time to write.
    Image.effect_noise((SIDE, SIDE), 60 + number).save(buffer, "PNG")
    return buffer.getvalue()


PICTURES = [picture(number) for number in range(4)]


async def jobs(request):
    made = request.app.state.sandbox.jobs
    return JSONResponse([[job.id, job.attributes.name] for job in made])


def main():
    duration, *key = sys.argv[1:]
    seconds = float(duration)
    scenario = Scenario(
        duration=seconds,
        spread=1,
        training=seconds,
        look_pending=seconds,
        quota=10**9,
        api_key=(key or [None])[0],
    )
    app = create_app(scenario, draw=lambda _attributes, _id, index: PICTURES[index])
    app.router.routes.insert(0, Route("/jobs", jobs))
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        # Clients that are killed are no news.
        config = uvicorn.Config(app, lifespan="off", log_level="critical")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
