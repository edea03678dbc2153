"""A run, or a video of a look, as text to copy: a Python cell or curl commands."""

from __future__ import annotations

import json
import shlex
import textwrap
import uuid
from typing import TYPE_CHECKING

from heygen_widgets.api.gateway import jobs_for
from heygen_widgets.api.version_probe import WIRES
from heygen_widgets.api.wire import Request
from heygen_widgets.config.api_key import KEY_VARIABLE
from heygen_widgets.config.urls import check_base_url
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.limits import COUNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heygen_widgets.api.wire import Wire
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.references import Reference

_WIDTH = 88
_INDENT = "    "
_SCRIPT = "Hello, this is my new avatar."
_VOICE = "ID OF A VOICE"
_FILES_NEEDED = "# Only HeyGen's id of an uploaded image is known: fill in your file's path.\n"


def as_python(
    attributes: AvatarAttributes,
    *,
    count: int | None = None,
    references: Sequence[Reference] = (),
    api: str = "auto",
) -> str:
    """Return a cell that generates the same again: a new run, which is billed like the first.

    The cell names all eight attributes, so that it stays the same if a default changes. It has no
    key in it.

    Args:
        attributes: What the person should be like.
        count: How many images; None for the default.
        references: The images and the look to imitate. Only HeyGen's id of an uploaded image is
            known, so the cell has a path to fill in; it sends nothing while the file is missing.
        api: The version of HeyGen's API; ``auto`` uses the client that a widget starts with, which
            may be the sandbox.
    """
    automatic = api in {"", "auto"}
    client = "HeyGen.from_environment()" if automatic else f"HeyGen(api={_literal(api)})"
    uploaded = any(reference.kind == "asset" for reference in references)
    options = ["attributes", *_options(count, references)]
    return (
        "from heygen_widgets import AvatarAttributes, HeyGen\n\n"
        + _call("attributes = AvatarAttributes", list(_values(attributes)))
        + (_FILES_NEEDED if uploaded else "")
        + _call(f"generation = await {client}.generate", options)
        + "generation\n"
    )


def requests_for(
    wire: Wire,
    attributes: AvatarAttributes,
    references: Sequence[Reference] = (),
    count: int | None = None,
) -> tuple[Request, ...]:
    """Return the requests that generate ``count`` images, for `as_curl`; HeyGen bills each.

    On v3, each request has a new ``Idempotency-Key``. HeyGen makes one job for a key: whoever runs
    a copied command again within a day gets the first answer again, and no new image.

    Raises:
        InvalidAttributes: This version of the API can't make it.
    """
    problems = wire.find_problems(attributes, references)
    if problems:
        raise InvalidAttributes(problems)
    return tuple(
        wire.submit_request(attributes, references, str(uuid.uuid4()) if wire.REPLAYS_FOR else None)
        for _ in range(jobs_for(wire, count))
    )


def as_curl(requests: Request | Sequence[Request], base_url: str) -> str:
    """Return commands for a POSIX shell that send the requests, one after the other.

    They have no key in them: the shell reads it from ``HEYGEN_API_KEY``. A file to upload must be
    in the shell's current folder.

    Args:
        requests: One or more.
        base_url: The API's address. Curl can't reach the sandbox in this process.

    Raises:
        ConfigurationError: The address is invalid, or would expose the key.
    """
    url = check_base_url(base_url)
    if isinstance(requests, Request):
        return _curl(requests, url)
    commands = [_curl(request, url) for request in requests]
    if len(commands) == 1:
        return commands[0]
    # No special characters: an interactive zsh runs a pasted comment as a command.
    return "\n".join(
        f"# Request {number} of {len(commands)}\n{command}"
        for number, command in enumerate(commands, start=1)
    )


def video_request(look_id: str, api: str) -> Request:
    """Return the request that makes a video of a look, with words to fill in; HeyGen bills it.

    Args:
        look_id: The look.
        api: The version of HeyGen's API that knows it, ``v2`` or ``v3``.
    """
    if api == "v3":
        spoken = {"script": _SCRIPT, "voice_id": _VOICE}
        return Request("POST", "/v3/videos", {"type": "avatar", "avatar_id": look_id, **spoken})
    character = {"type": "talking_photo", "talking_photo_id": look_id}
    voice = {"type": "text", "input_text": _SCRIPT, "voice_id": _VOICE}
    body = {
        "video_inputs": [{"character": character, "voice": voice}],
        "dimension": {"width": 1280, "height": 720},
    }
    return Request("POST", "/v2/video/generate", body)


def video_as_python(request: Request, base_url: str) -> str:
    """Return a cell that sends the request of a video with the key in ``HEYGEN_API_KEY``.

    Args:
        request: What `video_request` returns.
        base_url: The API's address.

    Raises:
        ConfigurationError: The address is invalid, or would expose the key.
    """
    url = check_base_url(base_url) + request.path
    return (
        "import os\n\nimport httpx\n\n"
        "answer = httpx.post(\n"
        f"{_INDENT}{_literal(url)},\n"
        f'{_INDENT}headers={{"X-Api-Key": os.environ["{KEY_VARIABLE}"]}},\n'
        f"{_INDENT}json={textwrap.indent(_body(request), _INDENT).lstrip()},\n"
        f"{_INDENT}timeout=120,\n"
        ")\n"
        "print(answer.raise_for_status().json())\n"
    )


def count_of(record: Generation) -> int | None:
    """Return how many images were ordered with a run; None if its record doesn't tell."""
    wire = WIRES.get(record.api)
    return len(record.jobs) * wire.IMAGES_PER_JOB if wire and record.jobs else None


def _values(attributes: AvatarAttributes) -> Iterator[str]:
    """Yield each attribute as a keyword argument."""
    for field, value in attributes.to_dict().items():
        yield f"{field}={_wrapped(value, len(field) + 1)}"


def _options(count: int | None, references: Sequence[Reference]) -> Iterator[str]:
    """Yield the other arguments of ``generate`` that differ from its defaults."""
    if count not in {None, COUNT}:
        yield f"count={count}"
    images = [reference for reference in references if reference.kind in {"url", "asset"}]
    if images:
        named = [_image(number, reference) for number, reference in enumerate(images, start=1)]
        yield f"reference_images=[{', '.join(named)}]"
    looks = [reference.value for reference in references if reference.kind == "look"]
    if looks:
        yield f"avatar_id={_literal(looks[0])}"


def _image(number: int, reference: Reference) -> str:
    return _literal(reference.value if reference.kind == "url" else f"path/to/reference-{number}")


def _call(function: str, arguments: Sequence[str]) -> str:
    """Return a call in one line, or with a line for each argument if it would be too long."""
    line = f"{function}({', '.join(arguments)})\n"
    if line.count("\n") == 1 and len(line) <= _WIDTH:
        return line
    return f"{function}(\n" + "".join(f"{_INDENT}{each},\n" for each in arguments) + ")\n"


def _wrapped(text: str, used: int) -> str:
    """Return text as a literal, or as several in parentheses if it would be too long."""
    literal = _literal(text)
    if len(_INDENT) + used + len(literal) + 1 <= _WIDTH:
        return literal
    wrapper = textwrap.TextWrapper(
        width=_WIDTH - len(_INDENT * 2) - 2,
        expand_tabs=False,
        replace_whitespace=False,
        drop_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    pieces = [piece for line in text.splitlines(keepends=True) for piece in wrapper.wrap(line)]
    lines = "".join(f"{_INDENT * 2}{_literal(piece)}\n" for piece in pieces)
    return f"(\n{lines}{_INDENT})"


def _literal(text: str) -> str:
    """Return text as a Python literal in double quotes, with invisible characters escaped."""
    # Character by character: for a whole text, repr chooses the quotes by its content.
    inner = "".join(repr(character)[1:-1] for character in text)
    return '"' + inner.replace('"', '\\"') + '"'


def _curl(request: Request, url: str) -> str:
    parts = [
        f"curl -X {request.method} {shlex.quote(url + request.path)}",
        f'-H "X-Api-Key: ${KEY_VARIABLE}"',
    ]
    if request.key:
        parts.append(f"-H {shlex.quote(f'Idempotency-Key: {request.key}')}")
    if request.json is not None:
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"--data-raw {shlex.quote(_body(request))}")
    if request.file:
        name, _, mime_type = request.file
        parts.append(f"-F {shlex.quote(f'file=@{name};type={mime_type}')}")
    return " \\\n  ".join(parts) + "\n"


def _body(request: Request) -> str:
    """Return the body as indented JSON, with invisible characters escaped.

    A terminal treats some invisible characters as key presses.
    """
    text = json.dumps(request.json, ensure_ascii=False, indent=2)
    return "".join(
        character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1]
        for character in text
    )
