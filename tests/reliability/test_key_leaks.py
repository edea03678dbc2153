"""A key that was used is found nowhere afterwards, in any spelling."""

import asyncio
import base64
import contextlib
import copy
import io
import logging
import pickle
import traceback
import zipfile

import pytest
import tenacity

from heygen_widgets import (
    AvatarAttributes,
    AvatarGroup,
    AvatarStudio,
    HeyGen,
    HeyGenError,
    History,
    PollPolicy,
)
from heygen_widgets.api import retries
from heygen_widgets.avatars import settling, training
from heygen_widgets.config.api_key import ApiKey
from tests.support.echo_server import ECHOES, echoing, reply
from tests.support.leaks import KEY, WRONG, found, found_in_folder, spellings

ADA = AvatarAttributes(name="Ada", appearance="A red jacket")
QUICK = PollPolicy(first=0, longest=0.05)


@pytest.fixture
def logs(caplog):
    """Everything that every logger says at DEBUG, with the arguments of each record."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "heygen_widgets", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    return lambda: "\n".join(
        f"{record.getMessage()} {record.args!r} {record.__dict__!r}" for record in caplog.records
    )


@pytest.fixture
def no_pause(monkeypatch):
    monkeypatch.setattr(retries, "_GROWING", tenacity.wait_none())


def shown(error):
    """Return an error in full: its text, its fields, its traceback with every local variable."""
    frames = []
    while error is not None:
        text = traceback.TracebackException.from_exception(error, capture_locals=True)
        frames += [*text.format(), repr(error), str(error), repr(error.args), repr(vars(error))]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(frames)


async def failure(client, **options):
    with pytest.raises(HeyGenError) as caught:
        await client.generate(ADA, **options)
    return caught.value


@pytest.mark.parametrize("way", spellings(KEY))
def test_the_scan_sees_every_spelling(way):
    assert way in found(KEY, f"before {spellings(KEY)[way]} after")
    assert len(set(spellings(KEY).values())) > 12, "the key looks the same in too many spellings"


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_the_scan_sees_a_key_inside_of_base64(before):
    assert found(KEY, base64.b64encode(f"{before}{KEY} and more".encode()))
    assert found(KEY, base64.urlsafe_b64encode(f"{before}{KEY} and more".encode()))


async def test_a_key_that_was_used_is_in_no_file_record_export_or_log(
    quick_sandbox, tmp_path, logs, monkeypatch
):
    monkeypatch.setenv("HEYGEN_API_KEY", KEY)
    history = History(tmp_path / "history")
    address = quick_sandbox(0, KEY).address
    client = HeyGen(base_url=address, history=history, poll=QUICK)
    async with client as heygen:
        generation = await heygen.generate(ADA)
        again = await heygen.fetch(generation.id)
    assert generation.status == "success"
    for each in (client, generation, again, *generation.images, history):
        assert (
            found(KEY, f"{each!r} {each} {vars(each) if hasattr(each, '__dict__') else ''}") == []
        )
    assert found(KEY, generation._repr_html_()) == []
    assert found(KEY, pickle.dumps(generation)) == []
    assert found_in_folder(KEY, history.path) == []
    archive = zipfile.ZipFile(history.export(tmp_path / "export.zip"))
    assert len(archive.namelist()) == 5
    assert [found(KEY, name.encode() + archive.read(name)) for name in archive.namelist()] == [
        []
    ] * 5
    saved = generation.images[0].save(tmp_path / "saved.png")
    assert found(KEY, saved.read_bytes()) == []
    assert "httpcore" in logs()
    assert found(KEY, logs()) == []


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_a_wrong_key_is_in_no_error_record_or_log(api, quick_sandbox, tmp_path, logs):
    address = quick_sandbox(0, KEY).address
    client = HeyGen(WRONG, api=api, base_url=address, history=History(tmp_path / "h"))
    error = await failure(client)
    assert type(error).__name__ == "AuthenticationError"
    assert found(WRONG, shown(error)) == []
    assert found(WRONG, pickle.dumps(error)) == []
    assert found(WRONG, logs()) == []
    assert found_in_folder(WRONG, tmp_path / "h") == []


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("api", ["v2", "v3"])
@pytest.mark.parametrize("echo", ECHOES)
async def test_a_key_that_the_server_echoes_goes_no_further(echo, api, tmp_path, logs):
    with echoing(ECHOES[echo]) as (address, keys_seen):
        history = History(tmp_path / "h")
        client = HeyGen(KEY, api=api, base_url=address, history=history, poll=QUICK, timeout=5)
        error = await failure(client, timeout=0)
        with contextlib.suppress(HeyGenError):
            await client.fetch("701c")
    assert keys_seen == {KEY}
    assert found(KEY, shown(error)) == []
    assert found(KEY, pickle.dumps(error)) == []
    assert found(KEY, logs()) == []
    assert found_in_folder(KEY, history.path) == []


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("path", ["submit", "fetch"])
@pytest.mark.parametrize("trouble", ["refused", "no-http"])
async def test_no_request_that_an_error_holds_has_the_key(trouble, path):
    with echoing(ECHOES["no-http"]) as (echo, _):
        address = "http://127.0.0.1:1" if trouble == "refused" else echo
        client = HeyGen(KEY, base_url=address, history=False)
        with pytest.raises(HeyGenError) as caught:
            await (client.submit(ADA) if path == "submit" else client.fetch("701c"))
    held, error = [], caught.value
    while error is not None:
        held.append(dict(getattr(getattr(error, "_request", None), "headers", {})))
        error = error.__context__
    assert any(held), "no error holds a request: look elsewhere"
    assert found(KEY, repr(held)) == []


@pytest.mark.parametrize(
    "copies", [copy.copy, copy.deepcopy, pickle.dumps], ids=lambda copies: copies.__name__
)
def test_a_key_can_not_be_copied_or_pickled(copies):
    with pytest.raises(TypeError, match="can't be pickled"):
        copies(ApiKey(KEY))


def test_a_client_can_not_be_pickled():
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError), match="pickle"):
        pickle.dumps(HeyGen(KEY, history=False))


async def test_no_trait_of_a_studio_holds_a_key_that_was_given_in_it(
    quick_sandbox, monkeypatch, logs
):
    monkeypatch.setenv("HEYGEN_BASE_URL", quick_sandbox(0, KEY).address)
    studio = AvatarStudio(appearance="A baker")
    studio._handle_event(None, {"event": "use_key", "data": {"secret": KEY}}, [])
    studio._controller.loop.post(studio.start)
    over = asyncio.Event()
    studio.observe(lambda change: change.new == "success" and over.set(), "status")
    await asyncio.wait_for(over.wait(), 20)
    for each in (studio, studio.client, studio.generation, vars(studio)):
        assert found(KEY, f"{each!r} {each}") == []
    output = io.BytesIO()
    pickle.Pickler(output).dump(studio.get_state())
    assert found(KEY, output.getvalue()) == []
    assert found(KEY, logs()) == []
    studio.close()


STEPS = {
    "create_group": lambda to, photo: to.create_group("Lina", photo),
    "add_looks": lambda to, photo: to.add_looks(GROUP, [photo], "Lina"),
    "train": lambda to, _: to.train(GROUP),
    "wait_until_trained": lambda to, _: to.wait_until_trained(GROUP),
    "generate_looks": lambda to, _: to.generate_looks(GROUP, "in a coat"),
    "group": lambda to, _: to.group("701c"),
    "looks": lambda to, _: to.looks("701c"),
    "look": lambda to, _: to.look("701c"),
    "rename": lambda to, _: to.rename(GROUP, "Lina"),
    "delete": lambda to, _: to.delete(GROUP, confirm=True),
    "upload": lambda to, photo: to.upload(photo),
    "groups": lambda to, _: anext(to.groups()),
}
GROUP = AvatarGroup(id="701c", name="Lina")


async def said_by(call, client, photo):
    """Return what a verb returns or raises, in full."""
    try:
        return repr(await call(client, photo))
    except HeyGenError as error:
        return shown(error) + repr(pickle.dumps(error))


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("api", ["v2", "v3"])
@pytest.mark.parametrize("echo", ECHOES)
async def test_a_key_that_is_echoed_to_what_makes_avatars_goes_no_further(
    *, echo, api, tmp_path, logs, png, monkeypatch
):
    monkeypatch.setattr(training, "NOT_REGISTERED", 0.0)
    monkeypatch.setattr(settling, "GRACE", 0.0)
    history = History(tmp_path / "h")
    with echoing(ECHOES[echo]) as (address, keys), echoing(ECHOES[echo]) as (uploads, upload_keys):
        client = HeyGen(
            KEY, api=api, base_url=address, upload_url=uploads, history=history, poll=QUICK
        )
        async with client:
            for verb, call in STEPS.items():
                assert found(KEY, await said_by(call, client, png)) == [], verb
    assert keys == {KEY}
    assert upload_keys == ({KEY} if api == "v2" else set())
    assert found(KEY, logs()) == []
    assert found_in_folder(KEY, history.path) == []


@pytest.mark.usefixtures("no_pause")
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
async def test_the_key_follows_no_redirect_of_the_upload_host(status, png):
    with (
        echoing(ECHOES["message"]) as (elsewhere, keys_elsewhere),
        echoing(lambda _: reply(status, "", f"Location: {elsewhere}/v1/asset")) as (uploads, keys),
    ):
        client = HeyGen(
            KEY, api="v2", base_url="http://127.0.0.1:1", upload_url=uploads, history=False
        )
        with pytest.raises(HeyGenError):
            await client.upload(png)
    assert (keys, keys_elsewhere) == ({KEY}, set())
