"""The avatar that a panel shows: its looks, and pictures of it that are no looks yet."""

import asyncio

from heygen_widgets.widgets.avatars.panel import AvatarPanel
from heygen_widgets.widgets.studio.avatar.shown_avatar import NEW, NO_LOOK, ShownAvatar
from tests.support.held import Held


async def an_avatar(service_of, api="v2"):
    client = service_of(api, look_pending=0, training=0).client
    generation = await client.generate("a baker")
    group = await client.create_group("Lina", generation.images[0], confirm=True)
    if api == "v2":
        await client.train(group, confirm=True)
    return client, await client.wait_until_trained(group)


def rows(panel):
    return [(row["id"], row["badge"]) for row in panel.look_rows]


async def test_an_avatar_is_shown_with_its_looks(service_of):
    client, group = await an_avatar(service_of)
    panel = AvatarPanel()
    shown = ShownAvatar(panel, client)
    shown.put(group)
    await shown.read()
    assert panel.group["name"] == "Lina"
    assert rows(panel) == [(look.id, "") for look in await client.looks(group)]


async def test_new_pictures_stand_behind_the_looks_until_they_are_looks(service_of):
    client, group = await an_avatar(service_of)
    panel = AvatarPanel()
    shown = ShownAvatar(panel, client)
    shown.put(group)
    await shown.read()
    made = await client.generate_looks(group, "in a green coat", confirm=True)
    shown.add_run(made)
    assert rows(panel)[1:] == [(key, NO_LOOK) for key in made.image_keys]
    await client.add_looks(group, made.images[:1], confirm=True)
    shown.forget(made.images[:1])
    await shown.read()
    assert [key for key, badge in rows(panel) if badge == NO_LOOK] == list(made.image_keys[1:])


async def test_new_looks_of_v3_are_looks_at_once(service_of):
    client, group = await an_avatar(service_of, "v3")
    panel = AvatarPanel()
    shown = ShownAvatar(panel, client)
    shown.put(group)
    shown.add_run(await client.generate_looks(group, "in a green coat", confirm=True))
    await shown.read()
    assert sum(badge == NEW for _, badge in rows(panel)) == 4


async def test_pictures_that_an_earlier_kernel_made_are_found_again(service_of):
    client, group = await an_avatar(service_of)
    made = await client.generate_looks(group, "in a green coat", confirm=True)
    await client.add_looks(group, made.images[:2], confirm=True)
    panel = AvatarPanel()
    shown = ShownAvatar(panel, client)
    shown.put(group)
    await shown.read()
    assert [key for key, badge in rows(panel) if badge == NO_LOOK] == list(made.image_keys[2:])


async def test_what_belongs_to_another_avatar_goes(service_of):
    client, group = await an_avatar(service_of)
    panel = AvatarPanel()
    shown = ShownAvatar(panel, client)
    shown.put(group)
    await shown.read()
    shown.put(None)
    assert (panel.group, panel.look_rows) == (None, [])


async def in_training(service_of):
    client = service_of("v2", look_pending=0, training=0).client
    generation = await client.generate("a baker")
    group = await client.create_group("Lina", generation.images[0], confirm=True)
    panel = AvatarPanel()
    shown = ShownAvatar(panel, client)
    shown.put(group)
    await shown.read()
    return client, group, panel, shown


async def held_up(monkeypatch, client, shown):
    """Begin to read an avatar, and hold the answer up."""
    held = Held(client.looks)
    monkeypatch.setattr(client, "looks", held)
    reading = asyncio.create_task(shown.read())
    await held.asked.wait()
    return held, reading


async def test_an_answer_from_before_the_training_ended_does_not_take_the_new_looks_back(
    service_of, monkeypatch
):
    client, group, panel, shown = await in_training(service_of)
    held, reading = await held_up(monkeypatch, client, shown)
    await client.train(group, confirm=True)
    shown.put(await client.wait_until_trained(group))
    assert panel.group["can_generate"]
    told = []
    panel.observe(lambda change: told.append(change["new"]["can_generate"]), "group")
    held.is_let_go.set()
    await reading
    assert panel.group["can_generate"]
    assert False not in told


async def test_a_record_from_before_the_training_ended_does_not_take_the_new_looks_back(service_of):
    client, group, panel, shown = await in_training(service_of)
    await client.train(group, confirm=True)
    shown.put(await client.wait_until_trained(group))
    shown.put(group)
    assert panel.group["can_generate"]


async def test_of_two_readings_the_newer_one_is_shown(service_of, monkeypatch):
    client, group, panel, shown = await in_training(service_of)
    held, older = await held_up(monkeypatch, client, shown)
    monkeypatch.setattr(client, "looks", held.ask)
    generation = await client.generate("a baker")
    await client.add_looks(group, generation.images[:1], confirm=True)
    await shown.read()
    assert len(panel.look_rows) == 2
    held.is_let_go.set()
    await older
    assert len(panel.look_rows) == 2


async def test_what_was_read_of_an_avatar_that_is_closed_is_not_shown(service_of, monkeypatch):
    client, _, panel, shown = await in_training(service_of)
    held, reading = await held_up(monkeypatch, client, shown)
    shown.put(None)
    held.is_let_go.set()
    await reading
    assert (panel.group, panel.look_rows) == (None, [])
