"""The account's groups and looks, over connections that fail."""

from __future__ import annotations

import json

import httpx
import pytest

from heygen_widgets import errors
from heygen_widgets.api.gateway import Gateway
from heygen_widgets.api.http import Http
from heygen_widgets.api.version_probe import WIRES
from heygen_widgets.config.api_key import ApiKey
from heygen_widgets.media import imaging
from tests.api import test_avatars_v2 as v2
from tests.api import test_avatars_v3 as v3
from tests.api.test_wire_v3 import ID
from tests.support.scripted_heygen import play

KEY = "NTMzY2QwMGI0ZWI0OTk2/WQ4+YjE=="
BOTH = pytest.mark.parametrize("version", ["v2", "v3"])


def said(**data):
    return (200, {"error": None, "data": data})


def listed(*data, **beside):
    return (200, {"data": list(data)} | beside)


def unknown(code):
    return (404, {"error": {"code": code, "message": "Not found"}, "data": None})


class HeyGenByRoute:
    """Answers by route: each has a script of lines as in `scripted_heygen`; its last one stays."""

    def __init__(self, routes):
        self.routes = {route: list(lines) for route, lines in routes.items()}
        self.requests = []

    async def __call__(self, request):
        await request.aread()
        self.requests.append(request)
        script = self.routes[f"{request.method} {request.url.raw_path.decode()}"]
        return play(script.pop(0) if len(script) > 1 else script[0], request)

    @property
    def sent(self):
        return [f"{r.method} {r.url.raw_path.decode()}" for r in self.requests]


@pytest.fixture
async def reach(server):
    """Returns a function that gives `Avatars` of a version, and the server behind them."""
    opened = []

    async def make(version, routes):
        heygen = HeyGenByRoute(routes)
        http = Http(
            "https://api.heygen.com",
            ApiKey(KEY),
            upload_url="https://upload.heygen.com",
            timeout=30.0,
            sleep=server.sleep,
            transport=httpx.MockTransport(heygen),
        )
        opened.append(await http.__aenter__())
        return Gateway(WIRES[version], http, lambda _: None).avatars, heygen

    yield make
    for http in opened:
        await http.__aexit__(None, None, None)


# Lists

V2_GROUPS = "GET /v2/avatar_group.list?include_public=false"
V3_GROUPS = "GET /v3/avatars?ownership=private&limit=20"
V3_LOOKS = "GET /v3/avatars/looks?group_id=7c9a&limit=50"


async def test_v2_lists_all_groups_in_one_page(reach):
    avatars, _ = await reach("v2", {V2_GROUPS: [said(avatar_group_list=[v2.GROUP])]})
    page = await avatars.groups()
    assert ([group.id for group in page.items], page.token) == ([v2.GROUP_ID], None)


async def test_v3_lists_groups_a_page_at_a_time(reach):
    second = v3.FULL_GROUP | {"id": "g2"}
    routes = {
        V3_GROUPS: [listed(v3.FULL_GROUP, has_more=True, next_token="t2")],
        f"{V3_GROUPS}&token=t2": [listed(second, has_more=False, next_token=None)],
    }
    avatars, _ = await reach("v3", routes)
    first = await avatars.groups()
    last = await avatars.groups(first.token)
    assert [group.id for group in (*first.items, *last.items)] == ["7c9a", "g2"]
    assert last.token is None


async def test_a_page_that_leads_to_itself_is_the_last(reach):
    again = listed(v3.FULL_GROUP, has_more=True, next_token="t2")
    avatars, _ = await reach("v3", {f"{V3_GROUPS}&token=t2": [again]})
    assert (await avatars.groups("t2")).token is None


async def test_the_looks_of_a_group_are_listed(reach):
    avatars, _ = await reach("v3", {V3_LOOKS: [listed(v3.LOOK)]})
    assert [look.id for look in (await avatars.looks("7c9a")).items] == [ID]


async def test_the_looks_of_an_unknown_group_are_not_found(reach):
    avatars, _ = await reach("v3", {V3_LOOKS: [unknown("avatar_not_found")]})
    with pytest.raises(errors.NotFound):
        await avatars.looks("7c9a")


@pytest.mark.parametrize("line", [httpx.ConnectError, httpx.ReadTimeout, 500, 503, 429])
async def test_a_list_is_asked_for_again_after_an_error(reach, line):
    avatars, heygen = await reach("v3", {V3_GROUPS: [line, line, listed(v3.FULL_GROUP)]})
    assert len((await avatars.groups()).items) == 1
    assert len(heygen.requests) == 3


# One group, one look

TRAINING = f"GET /v2/photo_avatar/train/status/{v2.GROUP_ID}"
V2_LOOKS = f"GET /v2/avatar_group/{v2.GROUP_ID}/avatars"
MINE = said(avatar_group_list=[v2.GROUP | {"train_status": None}])


@pytest.mark.parametrize(
    ("answer", "training", "message"),
    [
        (said(status="pending", error_msg=None), "in progress", None),
        (said(status="ready", error_msg=None), "ready", None),
        (said(status="failed", error_msg="Too few faces"), "failed", "Too few faces"),
        (unknown("group_not_found"), "none", None),
        ((400, {"error": {"code": "invalid_parameter", "message": "x"}}), "none", None),
    ],
)
async def test_a_group_of_v2_is_one_of_the_list_with_its_training(reach, answer, training, message):
    avatars, _ = await reach("v2", {V2_GROUPS: [MINE], TRAINING: [answer]})
    group = await avatars.group(v2.GROUP_ID)
    assert (group.name, group.training, group.message) == ("Lina", training, message)


async def test_a_group_that_v2s_list_misses_is_made_of_its_looks(reach):
    routes = {
        V2_GROUPS: [said(avatar_group_list=[])],
        V2_LOOKS: [said(avatar_list=[v2.LOOK])],
        TRAINING: [said(status="ready")],
    }
    avatars, _ = await reach("v2", routes)
    group = await avatars.group(v2.GROUP_ID)
    assert (group.id, group.name, group.looks_count) == (v2.GROUP_ID, "Lina", 1)
    assert (group.preview_url, group.training) == (v2.URL, "ready")


async def test_a_group_of_v2_that_is_in_no_list_is_not_found(reach):
    routes = {V2_GROUPS: [said(avatar_group_list=[])], V2_LOOKS: [said(avatar_list=[])]}
    avatars, _ = await reach("v2", routes)
    with pytest.raises(errors.NotFound, match="lists no avatar"):
        await avatars.group(v2.GROUP_ID)


async def test_a_group_of_v3_is_asked_for_alone(reach):
    avatars, heygen = await reach("v3", {"GET /v3/avatars/7c9a": [(200, {"data": v3.FULL_GROUP})]})
    group = await avatars.group("7c9a")
    assert (group.id, group.training) == ("7c9a", "not needed")
    assert len(heygen.requests) == 1
    assert await avatars.training("7c9a") == ("not needed", None)


LOOK_OF_V3 = f"GET /v3/avatars/looks/{ID}"


async def test_a_look_is_asked_for_by_its_id(reach):
    avatars, _ = await reach("v3", {LOOK_OF_V3: [(200, {"data": v3.LOOK})]})
    assert (await avatars.look(ID)).id == ID


@pytest.mark.parametrize(
    ("version", "route", "code"),
    [
        ("v2", f"GET /v2/photo_avatar/{ID}", "photar_not_found"),
        ("v3", LOOK_OF_V3, "not_found"),
    ],
)
async def test_an_unknown_look_says_which_id_is_meant(reach, version, route, code):
    avatars, _ = await reach(version, {route: [unknown(code)]})
    with pytest.raises(errors.NotFound, match="an id of its own") as caught:
        await avatars.look(ID)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([[v3.LOOK | {"id": "a"}], [v3.LOOK]], ID),
        ([[v3.LOOK | {"id": "a"}], []], "a"),
        ([[v3.LOOK | {"id": "a"}], [v3.LOOK | {"id": "b", "name": "Other"}]], "a"),
        ([[v3.LOOK | {"id": "a"}], [v3.LOOK | {"id": "b"}]], None),
        ([[], []], None),
    ],
)
async def test_a_look_that_is_gone_is_looked_for_on_all_pages_of_its_group(reach, pages, found):
    first, second = pages
    routes = {
        LOOK_OF_V3: [unknown("not_found")],
        V3_LOOKS: [listed(*first, has_more=True, next_token="t2")],
        f"{V3_LOOKS}&token=t2": [listed(*second)],
    }
    avatars, _ = await reach("v3", routes)
    if found:
        assert (await avatars.look(ID, group_id="7c9a", name="Ada")).id == found
    else:
        with pytest.raises(errors.NotFound):
            await avatars.look(ID, group_id="7c9a", name="Ada")


async def test_a_look_whose_group_is_gone_too_is_not_found(reach):
    routes = {LOOK_OF_V3: [unknown("not_found")], V3_LOOKS: [unknown("avatar_not_found")]}
    avatars, _ = await reach("v3", routes)
    with pytest.raises(errors.NotFound) as caught:
        await avatars.look(ID, group_id="7c9a")
    assert caught.value.code == "not_found"


# Names

PATCH_LOOK, PATCH_GROUP = f"PATCH /v3/avatars/looks/{ID}", "PATCH /v3/avatars/7c9a"
GROUP_OF_V3 = "GET /v3/avatars/7c9a"


async def test_v2_renames_nothing_and_sends_nothing(reach):
    avatars, heygen = await reach("v2", {})
    with pytest.raises(errors.NotOffered):
        await avatars.rename_group("g", "Lina")
    with pytest.raises(errors.NotOffered):
        await avatars.rename_look("l", "Lina")
    assert heygen.requests == []


@pytest.mark.parametrize("body", [{"data": {"id": ID}}, {"data": None}, b""])
async def test_a_look_has_its_new_name_though_what_is_read_then_is_older(reach, body):
    routes = {PATCH_LOOK: [(200, body)], LOOK_OF_V3: [(200, {"data": v3.LOOK})]}
    avatars, heygen = await reach("v3", routes)
    look = await avatars.rename_look(ID, "Lina in summer")
    assert (look.id, look.name) == (ID, "Lina in summer")
    assert json.loads(heygen.requests[0].content) == {"name": "Lina in summer"}


@pytest.mark.parametrize("line", [httpx.ConnectError, httpx.ReadTimeout, 502])
async def test_a_name_is_sent_again_after_an_error(reach, line):
    routes = {PATCH_LOOK: [line, (200, {"data": {}})], LOOK_OF_V3: [(200, {"data": v3.LOOK})]}
    avatars, heygen = await reach("v3", routes)
    await avatars.rename_look(ID, "Lina")
    assert heygen.sent == [PATCH_LOOK, PATCH_LOOK, LOOK_OF_V3]


async def test_a_group_is_renamed_if_heygen_takes_the_name(reach):
    renamed = (200, {"data": v3.FULL_GROUP | {"name": "Lina"}})
    avatars, _ = await reach("v3", {PATCH_GROUP: [(200, {"data": {}})], GROUP_OF_V3: [renamed]})
    assert (await avatars.rename_group("7c9a", "Lina")).name == "Lina"


@pytest.mark.parametrize(
    "line",
    [
        (200, {"data": {"id": "7c9a"}}),
        (400, {"error": {"code": "invalid_parameter", "message": "default_voice_id is missing"}}),
        (404, b"<html></html>", {"content-type": "text/html"}),
        (405, {"detail": "Method Not Allowed"}),
    ],
)
async def test_a_group_that_heygen_does_not_rename_says_what_to_do_instead(reach, line):
    routes = {
        PATCH_GROUP: [line],
        GROUP_OF_V3: [(200, {"data": v3.FULL_GROUP})],
        "GET /v3/users/me": [(200, {"data": {"username": "7f"}})],
    }
    avatars, _ = await reach("v3", routes)
    with pytest.raises(errors.NotOffered, match="Rename its look instead"):
        await avatars.rename_group("7c9a", "Lina")


async def test_a_page_of_the_network_says_nothing_about_names(reach):
    page = (404, b"<html>Sign in</html>", {"content-type": "text/html"})
    routes = {route: [page] for route in (PATCH_GROUP, GROUP_OF_V3, "GET /v3/users/me")}
    avatars, _ = await reach("v3", routes)
    with pytest.raises(errors.ConnectionFailed, match="answered instead of HeyGen"):
        await avatars.rename_group("7c9a", "Lina")


async def test_a_group_that_is_not_there_can_not_be_renamed(reach):
    gone = unknown("avatar_not_found")
    avatars, _ = await reach("v3", {PATCH_GROUP: [gone], GROUP_OF_V3: [gone]})
    with pytest.raises(errors.NotFound):
        await avatars.rename_group("7c9a", "Lina")


async def test_a_key_that_may_not_rename_says_so(reach):
    forbidden = (403, {"error": {"code": "insufficient_api_key_scope", "message": "x"}})
    avatars, _ = await reach("v3", {PATCH_GROUP: [forbidden]})
    with pytest.raises(errors.AuthenticationError):
        await avatars.rename_group("7c9a", "Lina")


# Deletion

DELETIONS = [
    ("v2", "delete_look", "DELETE /v2/photo_avatar/x"),
    ("v2", "delete_group", "DELETE /v2/photo_avatar_group/x"),
    ("v3", "delete_look", "DELETE /v3/avatars/looks/x"),
    ("v3", "delete_group", "DELETE /v3/avatars/x"),
]
EACH = pytest.mark.parametrize(("version", "verb", "route"), DELETIONS)
GONE = unknown("not_found")


@EACH
@pytest.mark.parametrize("line", [(200, {"data": {"id": "x"}}), (200, {"data": None}), 204])
async def test_what_is_deleted_needs_no_answer_but_success(reach, version, verb, route, line):
    avatars, heygen = await reach(version, {route: [line]})
    await getattr(avatars, verb)("x")
    assert heygen.sent == [route]


@EACH
async def test_what_was_never_there_is_not_found(reach, version, verb, route):
    avatars, _ = await reach(version, {route: [GONE]})
    with pytest.raises(errors.NotFound):
        await getattr(avatars, verb)("x")


@EACH
@pytest.mark.parametrize("lost", [httpx.ReadTimeout, httpx.RemoteProtocolError, 500, 504, 408])
async def test_what_is_gone_after_a_lost_answer_has_been_deleted(reach, version, verb, route, lost):
    avatars, heygen = await reach(version, {route: [lost, GONE]})
    await getattr(avatars, verb)("x")
    assert heygen.sent == [route, route]


@EACH
@pytest.mark.parametrize("line", [httpx.ConnectError, 429])
async def test_what_is_gone_though_nothing_was_done_was_never_there(
    reach, version, verb, route, line
):
    avatars, _ = await reach(version, {route: [line, GONE]})
    with pytest.raises(errors.NotFound):
        await getattr(avatars, verb)("x")


async def test_a_deletion_that_no_answer_comes_to_may_be_done(reach):
    avatars, _ = await reach("v3", {"DELETE /v3/avatars/x": [httpx.ReadTimeout]})
    with pytest.raises(errors.ConnectionFailed, match="may have done it all the same"):
        await avatars.delete_group("x")


async def test_a_public_look_can_not_be_deleted(reach):
    forbidden = (403, {"error": {"code": "forbidden", "message": "Not your look"}})
    avatars, _ = await reach("v3", {"DELETE /v3/avatars/looks/x": [forbidden]})
    with pytest.raises(errors.AuthenticationError, match="Not your look"):
        await avatars.delete_look("x")


# Uploads

UPLOADED = {
    "v2": ("POST /v1/asset", (200, {"code": 100, "data": {"image_key": "k", "url": "https://u"}})),
    "v3": ("POST /v3/assets", (200, {"data": {"asset_id": "k", "url": "https://u"}})),
}
HOSTS = {"v2": "upload.heygen.com", "v3": "api.heygen.com"}


def file_of(request):
    """Return the type and the bytes of an uploaded file, alone or in a form."""
    kind, body = request.headers["content-type"], request.content
    if kind.startswith("multipart"):
        head, _, body = body.partition(b"\r\n\r\n")
        kind = head.decode().rpartition("Content-Type: ")[2]
        body = body.rpartition(b"\r\n--")[0]
    return kind, body


@BOTH
@pytest.mark.parametrize(("form", "mime_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
async def test_a_png_and_a_jpeg_are_uploaded_as_they_are(reach, picture, version, form, mime_type):
    route, line = UPLOADED[version]
    avatars, heygen = await reach(version, {route: [line]})
    data = picture(form)
    assert await avatars.upload(data, mime_type) == ("k", "https://u")
    [request] = heygen.requests
    assert file_of(request) == (mime_type, data)
    assert request.url.host == HOSTS[version]
    assert request.headers["x-api-key"] == KEY


@BOTH
@pytest.mark.parametrize(("form", "mime_type"), [("WEBP", "image/webp"), ("GIF", "image/gif")])
async def test_another_picture_becomes_a_png_first(reach, picture, version, form, mime_type):
    route, line = UPLOADED[version]
    avatars, heygen = await reach(version, {route: [line]})
    await avatars.upload(picture(form, size=(40, 30)), mime_type)
    kind, data = file_of(heygen.requests[0])
    assert kind == "image/png"
    assert imaging.inspect(data) == ("image/png", (40, 30))


@BOTH
async def test_what_is_no_picture_is_not_uploaded(reach, version):
    avatars, heygen = await reach(version, {})
    with pytest.raises(errors.ImageUnavailable, match="not an image"):
        await avatars.upload(b"text", "text/plain")
    assert heygen.requests == []


@BOTH
@pytest.mark.parametrize("line", [httpx.ConnectError, httpx.ReadTimeout, 503])
async def test_an_upload_is_repeated_after_an_error(reach, png, version, line):
    route, done = UPLOADED[version]
    avatars, heygen = await reach(version, {route: [line, done]})
    assert (await avatars.upload(png, "image/png")).key == "k"
    assert len(heygen.requests) == 2
