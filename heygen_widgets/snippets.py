"""A run as text to copy: a cell of Python, or commands of curl."""

from __future__ import annotations

import json
import shlex
import textwrap
import uuid
from typing import TYPE_CHECKING

from heygen_widgets.api.gateway import jobs_for
from heygen_widgets.api.wire import Request
from heygen_widgets.config.api_key import KEY_VARIABLE
from heygen_widgets.config.urls import check_base_url
from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.limits import COUNT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heygen_widgets.api.wire import Wire
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.references import Reference

_WIDTH = 88
_INDENT = "    "
_FILES_NEEDED = "# Of an uploaded image only HeyGen's id is known: fill in your file's path.\n"


def as_python(
    attributes: AvatarAttributes,
    *,
    count: int = COUNT,
    references: Sequence[Reference] = (),
    api: str = "auto",
) -> str:
    """Return a cell that orders the same once more: a new run, which is billed like the first.

    It names all eight attributes, so that later defaults change nothing, and no key.

    Args:
        attributes: What the person should be like.
        count: How many images.
        references: What to look like. Of an image that was uploaded only HeyGen's id is known, so
            the cell has a path to fill in; as long as that leads nowhere, nothing is sent.
        api: The version that it has to be; ``auto`` takes the client that a widget starts with,
            which may be the sandbox.
    """
    automatic = api in {"", "auto"}
    client = "HeyGen.from_environment()" if automatic else f"HeyGen(api={_literal(api)})"
    uploaded = any(reference.kind == "asset" for reference in references)
    terms = ["attributes", *_terms(count, references)]
    return (
        "from heygen_widgets import AvatarAttributes, HeyGen\n\n"
        + _call("attributes = AvatarAttributes", list(_values(attributes)))
        + (_FILES_NEEDED if uploaded else "")
        + _call(f"generation = await {client}.generate", terms)
        + "generation\n"
    )


def requests_for(
    wire: Wire,
    attributes: AvatarAttributes,
    references: Sequence[Reference] = (),
    count: int = COUNT,
) -> tuple[Request, ...]:
    """Return the requests that order so many images, for `as_curl`; each of them is billed.

    Where the API takes an ``Idempotency-Key``, each has one of its own, made anew at every call.
    HeyGen makes one job for a key: a copied command that is run again within a day is answered
    with what it made the first time, and makes nothing new.

    Raises:
        InvalidAttributes: This version can't be asked for it.
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

    The key is not in them: the shell takes it from ``HEYGEN_API_KEY``. A file to upload is
    expected in the shell's folder.

    Args:
        requests: One or more.
        base_url: The API's address. The sandbox in this process has none that curl can reach.

    Raises:
        ConfigurationError: The address is none, or would expose the key.
    """
    url = check_base_url(base_url)
    if isinstance(requests, Request):
        return _curl(requests, url)
    commands = [_curl(request, url) for request in requests]
    if len(commands) == 1:
        return commands[0]
    # Words and figures alone: zsh runs a comment that is pasted as if it were a command.
    return "\n".join(
        f"# Request {number} of {len(commands)}\n{command}"
        for number, command in enumerate(commands, start=1)
    )


def _values(attributes: AvatarAttributes) -> Iterator[str]:
    """Return the attributes as arguments."""
    for field, value in attributes.to_dict().items():
        yield f"{field}={_wrapped(value, len(field) + 1)}"


def _terms(count: int, references: Sequence[Reference]) -> Iterator[str]:
    """Return the other arguments of ``generate`` that have to be named."""
    if count != COUNT:
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
    """Return a call in one line, or with a line for each argument where that would be too long."""
    line = f"{function}({', '.join(arguments)})\n"
    if line.count("\n") == 1 and len(line) <= _WIDTH:
        return line
    return f"{function}(\n" + "".join(f"{_INDENT}{each},\n" for each in arguments) + ")\n"


def _wrapped(text: str, used: int) -> str:
    """Return text as a literal, or as several in brackets where that would be too long."""
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
    """Return text as Python writes it, in double quotes; what can't be seen is escaped."""
    # Each character by itself: of a whole text, repr chooses the quotes by what is in it.
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
    """Return the body as JSON for people; what can't be seen is escaped.

    A terminal takes some characters that can't be seen for keys that were pressed.
    """
    text = json.dumps(request.json, ensure_ascii=False, indent=2)
    return "".join(
        character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1]
        for character in text
    )
