"""Images that can't be had leave the others and all keys."""

from __future__ import annotations

import json

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.models.jobs import GenerationStatus
from tests.support.scripted_runs import HTML


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (403, "expired or is gone"),
        ((404, HTML), "expired or is gone"),
        (410, "expired or is gone"),
        ((200, HTML, {"content-type": "image/png"}), "not an image"),
        ((200, b"", {"content-type": "image/png"}), "not an image"),
        (httpx.ReadTimeout, "did not arrive"),
        (httpx.ConnectError, "did not arrive"),
        (500, "answered with an error"),
        ((302, b"", {"location": "https://a.example:port/"}), "did not arrive"),
        ((302, b"", {"location": "http://a.example/"}), "safe to open"),
    ],
)
async def test_picture_trouble_never_fails_the_generation(server, attributes, trouble, said):
    server.images[:] = [trouble]
    generation = await server.client().generate(attributes)
    assert generation.status is GenerationStatus.SUCCESS
    assert generation.image_keys == server.keys
    for image in generation.images:
        assert not image.is_downloaded
        assert said in image.error.what


async def test_one_picture_that_is_cut_off_leaves_the_others(server, attributes, png):
    server.images.insert(0, (200, png[: len(png) // 2], {"content-type": "image/png"}))
    generation = await server.client().generate(attributes)
    assert sorted(image.is_downloaded for image in generation.images) == [False, True, True, True]
    [error] = [image.error for image in generation.images if image.error]
    assert "damaged or cut off" in error.what
    assert "Its key still works" in str(error)


async def test_a_wrong_content_type_does_not_matter(server, attributes, png):
    server.images[:] = [(200, png, {"content-type": "text/html"})]
    generation = await server.client().generate(attributes)
    assert {image.mime_type for image in generation.images} == {"image/png"}


@pytest.mark.parametrize(
    "url", [None, "", 7, "image/7", "http://a.example/1", "https://a.example/\ud800", "https://["]
)
async def test_a_link_that_is_none_leaves_the_others(server, attributes, url):
    links = [url, *server.urls[1:]]
    server.statuses[:] = [server.state("success", image_url_list=links)]
    server.statuses[0] = (200, json.dumps(server.statuses[0][1]).encode())
    generation = await server.client().generate(attributes)
    assert [image.is_downloaded for image in generation.images] == [False, True, True, True]
    assert generation.image_keys == server.keys


async def test_download_fetches_a_picture_of_a_record(server, png):
    client = server.client()
    generation = await client.fetch(server.id)
    assert await client.download(generation.images[0]) == png


async def test_download_says_why_it_failed(server):
    client = server.client()
    generation = await client.fetch(server.id)
    server.images[:] = [403]
    with pytest.raises(errors.ImageUnavailable, match="fresh link"):
        await client.download(generation.images[0])
