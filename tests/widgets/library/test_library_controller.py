"""The whole way of a library in the sandbox, on both versions of the API."""

import asyncio

import pytest

from heygen_widgets import AvatarLibrary
from tests.support.held import Held
from tests.support.studio_events import until
from tests.widgets.library.conftest import settled
from tests.widgets.library.test_library import pressed

AT_ONCE = {"look_pending": 0, "training": 0}


async def an_avatar(client, name="Lina"):
    """Return an avatar that is ready for new looks."""
    generation = await client.generate("a baker")
    group = await client.create_group(name, generation.images[0], confirm=True)
    if group.api == "v2":
        await client.train(group, confirm=True)
    return await client.wait_until_trained(group)


@pytest.fixture(params=["v2", "v3"])
def client(request, service_of):
    return service_of(request.param, **AT_ONCE).client


async def test_an_avatar_that_was_made_is_in_the_library_with_its_picture(client, told):
    group = await an_avatar(client)
    library = AvatarLibrary(client)
    await settled(library)
    assert group.id in [each.id for each in library.groups]
    row = next(row for row in library.group_rows if row["id"] == group.id)
    await pressed(library, "show_pictures", [row["picture"]])
    sent = [files[0] for name, _, files in told if name == "pictures"]
    assert [picture[:4] for picture in sent] == [b"RIFF"]


async def test_new_looks_are_made_and_shown(client):
    group = await an_avatar(client)
    library = AvatarLibrary(client)
    await settled(library)
    await library.open_group(group)
    before = {row["id"] for row in library.look_rows}
    given = {"group_id": group.id, "prompt": "in a green coat", "count": library.count}
    await pressed(library, "generate_looks", given | {"agreed": library.offer["token"]})
    assert library.alert is None
    made = [row for row in library.look_rows if row["id"] not in before]
    assert len(made) == 4
    assert {row["is_look"] for row in made} == {group.api == "v3"}


async def untrained(service_of, **scenario):
    """Return a client of v2, and an avatar of its account that is not trained."""
    client = service_of("v2", **AT_ONCE | scenario).client
    generation = await client.generate("a baker")
    return client, await client.create_group("Lina", generation.images[0], confirm=True)


async def opened(client, group):
    library = AvatarLibrary(client)
    await settled(library)
    await library.open_group(group)
    return library


async def test_an_avatar_is_trained_at_the_price_on_the_button(service_of):
    library = await opened(*await untrained(service_of))
    assert library.prices["train"]["price"] == "4 credits"
    await pressed(library, "train", library.prices["train"]["token"])
    assert library.group_rows[0]["can_generate"]
    assert not library.training["is_waiting"]


async def test_a_training_at_another_price_is_asked_about_first(service_of):
    library = await opened(*await untrained(service_of))
    await pressed(library, "train", "another price")
    assert library.question["go"] == "Train for about 4 credits"
    assert library.group_rows[0]["training"] == "none"
    await pressed(library, "confirm", library.question["token"])
    assert library.group_rows[0]["training"] == "ready"


async def test_a_training_that_goes_on_is_followed_as_long_as_its_avatar_is_open(service_of):
    client, group = await untrained(service_of, training=600)
    await client.train(group, confirm=True)
    library = AvatarLibrary(client)
    await settled(library)
    await library.open_group(group)
    followed = library.training["group_id"]
    await library.open_group("")
    assert (followed, library.training["group_id"]) == (group.id, "")


async def read_slowly(service_of, monkeypatch):
    """Open an avatar and ask for it once more; its answer is held."""
    client, group = await untrained(service_of)
    library = await opened(client, group)
    held = Held(client.looks)
    monkeypatch.setattr(client, "looks", held)
    reading = asyncio.create_task(library._controller.load_looks(group.id))
    await held.asked.wait()
    return library, group, held, reading


async def test_an_answer_from_before_the_training_ended_does_not_take_the_new_looks_back(
    service_of, monkeypatch
):
    library, group, held, reading = await read_slowly(service_of, monkeypatch)
    await library._controller._train(group.id, confirm=True)
    await until(lambda: not library._controller.training.is_waiting)
    told = []
    library.observe(lambda change: told.append(change["new"][0]["can_generate"]), "group_rows")
    held.is_let_go.set()
    await reading
    assert library.group.is_ready
    assert False not in told


async def test_an_answer_from_before_an_avatar_was_deleted_does_not_bring_it_back(
    service_of, monkeypatch
):
    library, group, held, reading = await read_slowly(service_of, monkeypatch)
    library._controller.listing.drop(group.id)
    held.is_let_go.set()
    await reading
    assert library.groups == ()


async def test_on_v3_nothing_is_trained(service_of):
    client = service_of("v3", **AT_ONCE).client
    library = await opened(client, await an_avatar(client))
    assert library.prices == {}


async def test_pictures_of_an_earlier_kernel_that_are_no_looks_yet_are_found_again(service_of):
    client = service_of("v2", **AT_ONCE).client
    group = await an_avatar(client)
    made = await client.generate_looks(group, "in a green coat", confirm=True)
    await client.add_looks(group, made.images[:1], confirm=True)
    library = await opened(client, group)
    found = [row["id"] for row in library.look_rows if not row["is_look"]]
    assert found == list(made.image_keys[1:])


async def test_pictures_become_looks(service_of):
    client = service_of("v2", **AT_ONCE).client
    group = await an_avatar(client)
    library = AvatarLibrary(client)
    await settled(library)
    await library.open_group(group)
    record = await library.generate_looks("in a green coat")
    await pressed(library, "add_pictures", list(record.image_keys[:2]))
    assert library.alert is None
    looks = [row["is_look"] for row in library.look_rows]
    assert (looks.count(True), looks.count(False)) == (3, 2)


async def test_an_avatar_is_deleted_after_the_question(client):
    group = await an_avatar(client)
    library = AvatarLibrary(client)
    await settled(library)
    await pressed(library, "delete", [group.id])
    assert library.deletion["names"][0] == f"the avatar {library.groups[0].name} ({group.id})"
    await pressed(library, "confirm", library.deletion["token"])
    assert library.alert is None
    assert group.id not in [each.id for each in library.groups]


async def test_a_look_gets_another_name_where_heygen_can(service_of):
    client = service_of("v3", **AT_ONCE).client
    group = await an_avatar(client)
    library = AvatarLibrary(client)
    await settled(library)
    (look, *_) = await library.open_group(group)
    await pressed(library, "rename", {"id": look.id, "name": "Lina in summer"})
    assert library.alert is None
    assert "Lina in summer" in [look.name for look in library.looks]


async def test_stop_leaves_a_run_that_is_waited_for_again(service_of):
    service = service_of("v2", **AT_ONCE)
    client = service.client
    group = await an_avatar(client)
    service.app.state.sandbox.faults = ("poll:never",)
    library = AvatarLibrary(client)
    await settled(library)
    await library.open_group(group)
    task = asyncio.ensure_future(library.generate_looks("in a green coat"))
    async with asyncio.timeout(20):
        while not (library.generation and library.generation.id):  # noqa: ASYNC110 - a condition
            await asyncio.sleep(0)
    await pressed(library, "stop")
    with pytest.raises(asyncio.CancelledError):
        await task
    assert library.alert["title"] == "You stopped waiting"
    service.app.state.sandbox.faults = ()
    await pressed(library, "resume", "")
    assert library.alert is None
