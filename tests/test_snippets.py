from __future__ import annotations

import ast
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

import heygen_widgets
from heygen_widgets import HeyGen
from heygen_widgets.api import wire_v2, wire_v3
from heygen_widgets.api.wire import Request
from heygen_widgets.config.urls import HEYGEN_URL
from heygen_widgets.errors import ConfigurationError, InvalidAttributes
from heygen_widgets.models.attributes import VOCABULARY, AvatarAttributes
from heygen_widgets.models.references import Reference
from heygen_widgets.sandbox import Scenario
from heygen_widgets.snippets import as_curl, as_python, requests_for
from tests.models.test_attributes import ADA, sendable

PLAIN = AvatarAttributes(name="Ada", appearance="A smile")
URL = Reference("url", "https://example.org/ada.png")
ASSET = Reference("asset", "asset-1")
LOOK = Reference("look", "look-1")
NASTY = (
    "\"\"\" ''' \\ \\\\ \n \r\n \t {PLAIN} %s $HOME `id` $(id) !! \\' \\\" '\"'\"' # ; & | * ? ~\n"
    "%magic\n!ls\n>>> 1\nIn [1]: x?\u2028\u202e\x7f\x1b[31m\0 👩\u200d🔬 é日本 " + "long " * 40
)
ANY = st.builds(
    AvatarAttributes,
    name=sendable(120),
    appearance=sendable(1000),
    **{field: st.sampled_from(words) for field, words in VOCABULARY.items()},
)


async def run(cell):
    """Runs a cell; returns the options of the client that it makes, and what it generates."""
    asked = SimpleNamespace(client=None)

    class Client:
        def __init__(self, **options):
            asked.client = options

        @classmethod
        def from_environment(cls):
            return cls(environment=True)

        async def generate(self, attributes, **terms):
            asked.attributes, asked.terms = attributes, terms
            return "a generation"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heygen_widgets, "HeyGen", Client)
        asked.names = await executed(cell)
    return asked


async def executed(cell):
    names = {}
    code = compile(cell, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    await eval(code, names)  # noqa: S307 - what this test is about
    return names


def printed(commands):
    """Pastes the commands into a shell; returns the arguments of each call of curl."""
    with tempfile.TemporaryDirectory() as folder:
        curl = Path(folder) / "curl"
        curl.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\" ''\n")
        curl.chmod(0o700)
        done = subprocess.run(
            [shutil.which("sh")],
            input=commands.encode(),
            env={"PATH": folder, "HEYGEN_API_KEY": "the-key"},
            capture_output=True,
            check=True,
            timeout=60,
        )
    assert done.stderr == b""
    return [call.split("\0") for call in done.stdout.decode().removesuffix("\0\0").split("\0\0")]


def body(arguments):
    return json.loads(arguments[arguments.index("--data-raw") + 1])


def test_a_cell_names_all_attributes_and_no_other_default():
    assert as_python(PLAIN) == (
        "from heygen_widgets import AvatarAttributes, HeyGen\n"
        "\n"
        "attributes = AvatarAttributes(\n"
        '    name="Ada",\n'
        '    age="Unspecified",\n'
        '    gender="Unspecified",\n'
        '    ethnicity="Unspecified",\n'
        '    orientation="square",\n'
        '    pose="half_body",\n'
        '    style="Realistic",\n'
        '    appearance="A smile",\n'
        ")\n"
        "generation = await HeyGen.from_environment().generate(attributes)\n"
        "generation\n"
    )


def test_a_cell_has_a_line_for_each_attribute():
    assert as_python(ADA, count=2, api="v3") == (
        "from heygen_widgets import AvatarAttributes, HeyGen\n"
        "\n"
        "attributes = AvatarAttributes(\n"
        '    name="Ada",\n'
        '    age="Young Adult",\n'
        '    gender="Woman",\n'
        '    ethnicity="South East Asian",\n'
        '    orientation="vertical",\n'
        '    pose="close_up",\n'
        '    style="Noir",\n'
        '    appearance="A red jacket",\n'
        ")\n"
        'generation = await HeyGen(api="v3").generate(attributes, count=2)\n'
        "generation\n"
    )


def test_a_long_appearance_is_broken_between_words_and_after_lines():
    cell = as_python(PLAIN.replace(appearance="A baker.\n" + "She smiles. " * 12))
    assert max(map(len, cell.splitlines())) <= 88
    assert '        "A baker.\\n"\n        "She smiles. She' in cell


@pytest.mark.parametrize("field", VOCABULARY)
async def test_a_cell_generates_with_any_value(field):
    for word in VOCABULARY[field]:
        attributes = PLAIN.replace(**{field: word})
        assert (await run(as_python(attributes))).attributes == attributes


@given(ANY)
@example(PLAIN.replace(name=NASTY, appearance=NASTY))
async def test_a_cell_generates_with_any_text(attributes):
    cell = as_python(attributes)
    assert (await run(cell)).attributes == attributes
    assert cell.isascii() or all(map(str.isprintable, cell.split("\n")))


@given(ANY)
@example(PLAIN.replace(name=NASTY, appearance=NASTY))
def test_ipython_runs_a_cell_unchanged(attributes):
    cell = as_python(attributes)
    assert TransformerManager().transform_cell(cell) == cell


@given(
    st.integers(1, 8),
    st.sampled_from(["auto", "", "v2", "v3"]),
    st.lists(sendable(80).map("https://".__add__), max_size=3),
    st.none() | sendable(40),
)
async def test_a_cell_names_count_version_and_references(count, api, urls, look):
    references = [Reference("url", url) for url in urls]
    if look:
        references.append(Reference("look", look))
    asked = await run(as_python(PLAIN, count=count, references=references, api=api))
    assert asked.client == ({"api": api} if api in {"v2", "v3"} else {"environment": True})
    assert asked.terms.get("count", 4) == count
    assert asked.terms.get("reference_images", []) == urls
    assert asked.terms.get("avatar_id") == look
    assert asked.names["generation"] == "a generation"


async def test_a_cell_has_a_path_to_fill_in_for_an_uploaded_image():
    cell = as_python(PLAIN, references=[LOOK, URL, ASSET])
    asked = await run(cell)
    assert asked.terms == {
        "reference_images": ["https://example.org/ada.png", "path/to/reference-2"],
        "avatar_id": "look-1",
    }
    assert "# Only HeyGen's id of an uploaded image" in cell
    assert "# Only HeyGen's id of an uploaded image" not in as_python(PLAIN, references=[LOOK, URL])


async def test_a_cell_sends_nothing_before_the_path_is_filled_in(monkeypatch):
    client = HeyGen.sandbox(Scenario(duration=0, api="v3"))
    monkeypatch.setattr(HeyGen, "from_environment", lambda: client)
    with pytest.raises(InvalidAttributes, match="reference image 1: can't be read"):
        await executed(as_python(PLAIN, references=[ASSET]))
    assert client.spent.prices == ()


async def test_a_cell_runs(monkeypatch):
    client = HeyGen.sandbox(Scenario(duration=0))
    monkeypatch.setattr(HeyGen, "from_environment", lambda: client)
    names = await executed(as_python(ADA))
    assert names["generation"].attributes == ADA
    assert len(names["generation"].image_keys) == 4


def test_v2_makes_four_images_with_one_request():
    assert requests_for(wire_v2, ADA) == (wire_v2.submit_request(ADA),)
    assert len(requests_for(wire_v2, ADA, count=8)) == 2


def test_v3_makes_one_image_with_each_request_and_each_has_a_new_key():
    found = requests_for(wire_v3, ADA, [LOOK], 3) + requests_for(wire_v3, ADA, [LOOK], 3)
    assert len({request.key for request in found}) == 6
    assert {request.json["avatar_id"] for request in found} == {"look-1"}


def test_attributes_that_the_api_refuses_are_refused():
    with pytest.raises(InvalidAttributes, match="need HeyGen's v3"):
        requests_for(wire_v2, ADA, [LOOK])
    with pytest.raises(InvalidAttributes, match="too many"):
        requests_for(wire_v3, ADA.replace(appearance="x" * 1000))


def test_a_command_is_readable():
    request = Request("POST", "/v3/avatars", {"name": "Zoë", "prompt": 'A "smile"'}, key="k-1")
    assert as_curl(request, HEYGEN_URL) == (
        "curl -X POST https://api.heygen.com/v3/avatars \\\n"
        '  -H "X-Api-Key: $HEYGEN_API_KEY" \\\n'
        "  -H 'Idempotency-Key: k-1' \\\n"
        "  -H 'Content-Type: application/json' \\\n"
        "  --data-raw '{\n"
        '  "name": "Zoë",\n'
        '  "prompt": "A \\"smile\\""\n'
        "}'\n"
    )


def test_a_get_request_has_no_body():
    assert printed(as_curl(wire_v2.status_request("a b/ü'"), f"{HEYGEN_URL}/")) == [
        [
            *("-X", "GET", f"{HEYGEN_URL}/v2/photo_avatar/generation/a%20b%2F%C3%BC%27"),
            *("-H", "X-Api-Key: the-key"),
        ]
    ]


def test_an_upload_names_its_file():
    (arguments,) = printed(as_curl(wire_v3.upload_request(b"", "image/png"), HEYGEN_URL))
    assert arguments[-2:] == ["-F", "file=@reference.png;type=image/png"]


@settings(max_examples=50)
@given(ANY)
@example(PLAIN.replace(name=NASTY, appearance=NASTY))
def test_a_shell_passes_on_a_body_with_any_text(attributes):
    request = wire_v2.submit_request(attributes)
    command = as_curl(request, HEYGEN_URL)
    (arguments,) = printed(command)
    assert arguments[:3] == ["-X", "POST", HEYGEN_URL + request.path]
    assert "X-Api-Key: the-key" in arguments
    assert body(arguments) == attributes.to_dict()
    # A terminal treats some other characters as key presses.
    assert all(map(str.isprintable, command.split("\n")))


@settings(max_examples=25)
@given(
    st.dictionaries(st.text(), st.text() | st.lists(st.text())), st.text("a'\"$` \\", min_size=1)
)
def test_a_shell_passes_any_request_on(content, key):
    request = Request("POST", "/v3/avatars", content, key=key)
    (arguments,) = printed(as_curl(request, HEYGEN_URL))
    assert f"Idempotency-Key: {key}" in arguments
    assert body(arguments) == content


def test_several_requests_are_several_commands():
    requests = requests_for(wire_v3, ADA, [URL], 3)
    commands = as_curl(requests, HEYGEN_URL)
    calls = printed(commands)
    assert [
        f"Idempotency-Key: {request.key}" in call
        for request, call in zip(requests, calls, strict=True)
    ] == [True] * 3
    assert [body(call) for call in calls] == [request.json for request in requests]
    comments = [line for line in commands.splitlines() if line.startswith("#")]
    assert comments == ["# Request 1 of 3", "# Request 2 of 3", "# Request 3 of 3"]
    assert commands.count("\n\n# Request") == 2


def test_a_single_request_has_no_comment():
    requests = requests_for(wire_v2, ADA)
    assert as_curl(requests, HEYGEN_URL) == as_curl(requests[0], HEYGEN_URL)


def test_a_command_that_would_expose_the_key_is_refused():
    with pytest.raises(ConfigurationError, match="unencrypted"):
        as_curl(wire_v2.balance_request(), "http://example.org")
