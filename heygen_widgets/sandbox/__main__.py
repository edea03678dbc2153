"""Serves the sandbox on a port: ``python -m heygen_widgets.sandbox --port 8765``."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from contextlib import suppress

import uvicorn

from heygen_widgets.models.attributes import Age, AvatarAttributes, Gender
from heygen_widgets.sandbox.app import create_app
from heygen_widgets.sandbox.fault_catalogue import list_faults
from heygen_widgets.sandbox.scenario import SANDBOX_KEY, SERVED_VERSIONS, Scenario

EXAMPLE = AvatarAttributes(
    name="Ada", age=Age.YOUNG_ADULT, gender=Gender.WOMAN, appearance="A red jacket, in a city"
)

WELCOME = """\
HeyGen's sandbox answers at {url}: illustrations, not photos; nothing is billed.

Point a client at it:
  export HEYGEN_BASE_URL={url}
  export HEYGEN_API_KEY={key}

{example_commands}
Ctrl+C stops it.
"""

EXAMPLE_COMMANDS = """\
Or try {version} by hand; the second line wants the {id_name} in the first one's answer:
  curl {url}{submit} -H "X-Api-Key: $HEYGEN_API_KEY" \
-H 'Content-Type: application/json' -d '{example}'
  curl {url}{poll} -H "X-Api-Key: $HEYGEN_API_KEY"
"""
EXAMPLE_VALUES = {
    "v2": {
        "submit": "/v2/photo_avatar/photo/generate",
        "poll": "/v2/photo_avatar/generation/<generation_id>",
        "id_name": "generation_id",
        "example": json.dumps(EXAMPLE.to_dict()),
    },
    "v3": {
        "submit": "/v3/avatars",
        "poll": "/v3/avatars/looks/<id>",
        "id_name": "avatar_item's id",
        "example": json.dumps({"type": "prompt", "name": "Ada", "prompt": EXAMPLE.appearance}),
    },
}
"""What the example commands contain, by version."""


AVATAR_OPTIONS = {
    "photo_price": "dollars, of a v3 look from a photo",
    "asset_delay": "seconds for which an upload is not found on v3",
    "look_pending": "seconds for which a v2 look is pending",
    "training": "seconds that a training takes on v2",
    "training_cost": "of a training, 60 are one credit",
    "new_look_cost": "of a generation of new looks on v2, 60 are one credit",
    "look_link_lifetime": "seconds until the link to a look's picture expires",
    "public_groups": "how many public groups there are",
    "own_groups": "how many groups the account has from the start",
}
"""Fields of `Scenario` about groups, looks and training, each with an option of that name."""


def main() -> None:
    """Serve until interrupted."""
    parser = make_parser()
    arguments = parser.parse_args()
    if arguments.list_faults:
        sys.stdout.write(list_faults())
        return
    try:
        scenario = Scenario(
            duration=arguments.duration,
            seed=arguments.seed,
            quota=arguments.quota,
            api=arguments.api,
            wallet=arguments.wallet,
            look_price=arguments.look_price,
            parallel=arguments.parallel,
            look_delay=arguments.look_delay,
            **{name: getattr(arguments, name) for name in AVATAR_OPTIONS},
            api_key=arguments.api_key,
            slowness=arguments.slowness,
            faults=tuple(arguments.fault),
        )
    except ValueError as error:
        parser.error(str(error))
    with _listen(arguments.host, arguments.port) as listener:
        sys.stdout.write(_welcome(arguments.host, listener.getsockname()[1], scenario))
        sys.stdout.flush()
        config = uvicorn.Config(
            create_app(scenario), lifespan="off", log_level="warning", server_header=False
        )
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the options."""
    default = Scenario()
    parser = argparse.ArgumentParser(
        prog="python -m heygen_widgets.sandbox",
        description="A local HeyGen: photo avatars of v2 and v3, as illustrations.",
        epilog=f"faults:\n{list_faults()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen at (%(default)s)")
    add("--port", type=port_number, default=8765, help="0 takes a free one (%(default)s)")
    add(
        "--duration", type=float, default=default.duration, help="seconds a job takes (%(default)s)"
    )
    add("--seed", type=int, default=default.seed, help="decides ids and pictures (%(default)s)")
    add("--quota", type=int, default=default.quota, help="60 are one credit (%(default)s)")
    add(
        "--api",
        choices=SERVED_VERSIONS,
        default=default.api,
        help="versions to serve (%(default)s)",
    )
    add("--wallet", type=float, default=default.wallet, help="dollars, for v3 (%(default)s)")
    add("--look-price", type=float, default=default.look_price, help="of a v3 look (%(default)s)")
    add("--parallel", type=int, help="how many v3 looks may be in progress at a time (any number)")
    add(
        "--look-delay",
        type=float,
        default=default.look_delay,
        help="seconds for which a new v3 look is not found (%(default)s)",
    )
    for name, words in AVATAR_OPTIONS.items():
        value = getattr(default, name)
        option = f"--{name.replace('_', '-')}"
        add(option, type=type(value), default=value, help=f"{words} (%(default)s)")
    add("--api-key", help="the only key that is accepted (any)")
    add(
        "--slowness",
        type=float,
        default=0.0,
        help="seconds by which replies are delayed (%(default)s)",
    )
    add(
        "--fault",
        action="append",
        default=[],
        metavar="KIND[*TIMES][@CHANCE]",
        help="something that goes wrong, such as poll:503*2 or image:cut@0.3; may be repeated",
    )
    add("--list-faults", action="store_true", help="list the kinds of fault, and exit")
    return parser


def port_number(text: str) -> int:
    """Read a port number. Argparse shows this function's name in its error message."""
    port = int(text)
    if port not in range(65536):
        raise argparse.ArgumentTypeError(f"a port is 0 to 65535, not {port}")
    return port


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        sys.exit(
            f"Can't listen at {host}, port {port}: {error.strerror}. "
            "Choose another with --port, or 0 for a free one."
        )


def _welcome(host: str, port: int, scenario: Scenario) -> str:
    # A server that listens on every address can be reached at the loopback address.
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - not bound to
    netloc = f"[{reachable}]" if ":" in reachable else reachable
    url = f"http://{netloc}:{port}"
    example_commands = "\n".join(
        EXAMPLE_COMMANDS.format(url=url, version=version, **words)
        for version, words in EXAMPLE_VALUES.items()
        if version in SERVED_VERSIONS[scenario.api]
    )
    key = "<the key that you gave>" if scenario.api_key else SANDBOX_KEY
    return WELCOME.format(url=url, key=key, example_commands=example_commands)


if __name__ == "__main__":
    main()
