"""A sandbox behind a port that draws nothing, fails as told, and tells what it has made of what.

`python sweep_sandbox.py API DURATION [FAULT …]` writes its address to its first line. `GET /made`
is a list of the prompts of its jobs and looks. `POST /faults` with a list of faults changes them.
"""

import io
import socket
import sys

import uvicorn
from PIL import Image
from starlette.responses import JSONResponse
from starlette.routing import Route

from heygen_widgets.sandbox import Scenario, create_app


def picture():
    buffer = io.BytesIO()
    Image.effect_noise((64, 64), 80).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


PICTURE = picture()


async def made(request):
    sandbox = request.app.state.sandbox
    asked = [each.attributes for each in (*sandbox.jobs, *sandbox.looks)]
    # In a prompt of v3 the appearance follows the other attributes.
    return JSONResponse([f"{each.style}: {each.appearance.split('. ')[-1]}" for each in asked])


async def faults(request):
    request.app.state.sandbox.faults = await request.json()
    return JSONResponse({})


def main():
    api, duration, *kinds = sys.argv[1:]
    scenario = Scenario(
        api=api, duration=float(duration), spread=1, quota=10**9, wallet=1e9, faults=tuple(kinds)
    )
    app = create_app(scenario, draw=lambda *_about: PICTURE)
    app.router.routes.insert(0, Route("/made", made))
    app.router.routes.insert(0, Route("/faults", faults, methods=["POST"]))
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}\n")
        sys.stdout.flush()
        # Clients that are killed are no news.
        config = uvicorn.Config(app, lifespan="off", log_level="critical")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
