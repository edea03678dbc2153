"""Groups and looks are renamed and deleted; photos are uploaded."""

from __future__ import annotations

import pytest

from heygen_widgets import AvatarGroup, ConfigurationError, NotFound, NotOffered


async def test_v2_refuses_to_rename_before_anything_is_sent(start):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    with pytest.raises(NotOffered, match="delete it and make it anew"):
        await at.heygen.rename(group, "Mia")
    assert at.server.changes == []


async def test_v3_renames_a_look(start):
    at = await start("v3")
    photos = await at.photos(1)
    look = await at.heygen.rename(photos.images[0], "Lina in summer")
    assert (look.id, look.name) == (photos.image_keys[0], "Lina in summer")


async def test_v3_renames_the_look_of_a_group_and_says_so(start):
    at = await start("v3")
    photos = await at.photos(1)
    group = await at.heygen.group(photos.images[0])
    renamed = await at.heygen.rename(group, "Lina")
    assert isinstance(renamed, AvatarGroup)
    assert "it is the look that has the new name" in renamed.message
    assert [look.name for look in await at.heygen.looks(group)] == ["Lina"]


async def test_a_deletion_names_what_would_go_and_wants_a_yes(start):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    await at.heygen.add_looks(group, photos.images[1:])
    with pytest.raises(ConfigurationError, match=r"the avatar 'Lina' .* with its 4 looks"):
        await at.heygen.delete(group)
    with pytest.raises(ConfigurationError, match="confirm=True"):
        await at.heygen.delete(group, confirm="yes")
    assert at.server.deleted["group"] == 0
    await at.heygen.delete(group, confirm=True)
    with pytest.raises(NotFound):
        await at.heygen.group(group)
    assert at.history.get(photos.id).looks == ()


async def test_an_id_that_is_a_groups_and_a_looks_is_not_guessed(start):
    at = await start("v2")
    photos = await at.photos()
    group = await at.heygen.create_group("Lina", photos.images[0])
    with pytest.raises(ConfigurationError, match="and of its first look"):
        await at.heygen.delete(group.id, confirm=True)
    assert at.server.deleted == {}


async def test_a_deleted_look_of_v3_is_none_of_its_generation_any_more(start):
    at = await start("v3")
    photos = await at.photos()
    await at.heygen.delete(photos.images[2], confirm=True)
    left = [look.id for look in at.history.get(photos.id).looks]
    assert left == [*photos.image_keys[:2], photos.image_keys[3]]


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_an_own_photo_gets_a_key(start, api, tmp_path):
    at = await start(api)
    photos = await at.photos()
    photos.images[0].pil.save(tmp_path / "own.webp")
    for given in (tmp_path / "own.webp", str(tmp_path / "own.webp"), photos.images[0].pil):
        image = await at.heygen.upload(given)
        assert (image.mime_type, image.api) == ("image/png", api)
        known = at.server.uploads if api == "v2" else at.server.assets
        assert image.key in known
    group = await at.heygen.create_group("Lina", image)
    assert len(at.server.sources(group.id)) == 1
    assert at.server.made["asset"] == 3


@pytest.mark.parametrize("wrong", ["/no/such/file.png", b"no image", None, 3], ids=repr)
async def test_what_is_no_photo_is_told_before_anything_is_sent(start, wrong):
    at = await start("v2")
    with pytest.raises(ConfigurationError):
        await at.heygen.upload(wrong)
    assert at.server.posts == []
