"""The account's avatars are read a page at a time, with pictures whose links are renewed."""

from __future__ import annotations

from dataclasses import replace

import pytest


async def test_groups_come_a_page_at_a_time(start):
    at = await start("v3")
    at.server.fill(groups=70, looks=1)
    seen = []
    groups = at.heygen.groups()
    async for group in groups:
        seen.append(group.id)
        if len(seen) == 5:
            break
    await groups.aclose()
    assert at.server.paths["GET /v3/avatars"] == 1
    assert len({group.id async for group in at.heygen.groups()}) == 70
    assert at.server.paths["GET /v3/avatars"] == 1 + 4


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_the_accounts_own_groups_are_listed_and_no_public_ones(start, api):
    at = await start(api)
    at.server.public_groups = 30
    at.server.fill(groups=2, looks=2)
    groups = [group async for group in at.heygen.groups(download=True)]
    assert len(groups) == 2
    assert all(group.image.is_downloaded for group in groups)


async def test_the_pictures_of_a_long_page_are_fetched_as_they_are_wanted(start):
    at = await start("v2")
    at.server.fill(groups=60)
    groups = at.heygen.groups(download=True)
    assert (await anext(groups)).image.is_downloaded
    await groups.aclose()
    fetched = sum(count for path, count in at.server.paths.items() if path.startswith("GET /image"))
    assert 1 <= fetched <= 20


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_looks_have_their_pictures(start, api):
    at = await start(api)
    at.server.fill(groups=1, looks=3)
    [group] = [group async for group in at.heygen.groups()]
    looks = await at.heygen.looks(group)
    assert [look.is_downloaded for look in looks] == [True] * 3
    assert not any(look.is_downloaded for look in await at.heygen.looks(group, download=False))


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_an_expired_link_is_renewed_by_asking_again(start, api):
    at = await start(api)
    at.server.fill(groups=1, looks=1)
    [group] = [group async for group in at.heygen.groups()]
    [look] = await at.heygen.looks(group, download=False)
    expired = look.image_url.partition("Expires=")[0] + "Expires=1&Signature=1&Key-Pair-Id=K1"
    old = replace(look, image_url=expired, image=replace(look.image, url=expired))
    assert await at.heygen.download(old) == await at.heygen.download(look)
    shown = replace(group, preview_url=expired, image=replace(group.image, url=expired))
    assert await at.heygen.download(shown) == await at.heygen.download(look)


async def test_an_expired_link_to_a_picture_of_a_generation_is_renewed(start):
    at = await start("v3")
    photos = await at.photos(1)
    [image] = photos.images
    expired = image.url.partition("Expires=")[0] + "Expires=1&Signature=1&Key-Pair-Id=K1"
    assert await at.heygen.download(replace(image, url=expired)) == image.bytes
