from __future__ import annotations

import threading
from types import SimpleNamespace

import httpx

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.sandbox import SANDBOX_KEY, create_app
from heygen_widgets.sandbox.server import picture_cache

GENERATE = "/v2/photo_avatar/photo/generate"


async def test_each_link_v2s_its_own_picture_as_png_without_a_key(v2):
    heygen = v2(api_key=SANDBOX_KEY)
    data = await heygen.finished()
    del heygen.client.headers["X-Api-Key"]
    replies = [await heygen.client.get(link) for link in data["image_url_list"]]
    assert [reply.status_code for reply in replies] == [200] * 4
    assert {reply.headers["Content-Type"] for reply in replies} == {"image/png"}
    assert [reply.content for reply in replies] == [
        heygen.picture(data["id"], index) for index in range(4)
    ]
    assert heygen.drawn == [(AvatarAttributes(**v2.BODY), data["id"], index) for index in range(4)]


async def test_a_generation_has_pngs_and_a_look_a_webp(v2, v3, monkeypatch):

    def draw(_attributes, _generation_id, _index, form):
        return {"PNG": b"\x89PNG\r\n\x1a\n", "WEBP": b"RIFF\0\0\0\0WEBP"}[form]

    process = SimpleNamespace(start=lambda: None, draw=draw)
    monkeypatch.setattr(picture_cache, "DRAW_PROCESS", process)
    generations, looks = v2(), v3()
    generations.app.state.pictures = looks.app.state.pictures = picture_cache.PictureCache()
    look = await looks.poll((await looks.look())["id"])
    replies = [await generations.image(), await looks.client.get(look["preview_image_url"])]
    assert [reply.headers["Content-Type"] for reply in replies] == ["image/png", "image/webp"]
    assert [reply.content[:4] for reply in replies] == [b"\x89PNG", b"RIFF"]


async def test_a_picture_is_drawn_when_first_requested_and_then_cached(v2):
    heygen = v2()
    data = await heygen.finished()
    assert heygen.drawn == []
    link = data["image_url_list"][2]
    assert (await heygen.client.get(link)).content == (await heygen.client.get(link)).content
    assert [index for _, _, index in heygen.drawn] == [2]


async def test_the_cache_is_bounded_and_an_evicted_picture_is_drawn_again(v2):
    heygen = v2(duration=0)
    links = [link for _ in range(17) for link in (await heygen.finished())["image_url_list"]]
    for link in [*links, links[0]]:
        assert (await heygen.client.get(link)).status_code == 200
    assert len(heygen.drawn) == len(links) + 1


async def test_pictures_are_drawn_off_the_event_loop(v2):
    heygen = v2()
    for link in (await heygen.finished())["image_url_list"]:
        await heygen.client.get(link)
    assert len(heygen.threads) == 1
    assert threading.get_ident() not in heygen.threads


async def test_the_drawing_process_starts_while_the_first_job_is_in_progress(v2, monkeypatch):
    ready = threading.Event()
    drawn = []
    process = SimpleNamespace(start=ready.set, draw=lambda *args: drawn.append(args))
    monkeypatch.setattr(picture_cache, "DRAW_PROCESS", process)
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox") as client:
        await client.post(GENERATE, json=dict(v2.BODY), headers={"X-Api-Key": SANDBOX_KEY})
    assert ready.wait(timeout=30)
    assert drawn == []
