from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import httpx
import pytest

from heygen_widgets import HeyGen, PollPolicy, errors
from heygen_widgets.api import version_probe
from heygen_widgets.api.http import Http
from heygen_widgets.api.retries import ATTEMPTS
from heygen_widgets.api.version_probe import VersionProbe
from heygen_widgets.config.api_key import ApiKey
from tests.support.scripted_heygen import Looks, Server, play

HTML = (404, b"<!DOCTYPE html><h1>404 Not Found</h1>", {"content-type": "text/html"})
UNAUTHORIZED = (401, {"error": {"code": "unauthorized", "message": "Unauthorized"}})
PROBE_PATH = "/v2/photo_avatar/generation/" + "0" * 32
V2 = {
    "JSON 404": (404, {"data": None, "error": {"code": "generation_not_found", "message": "No"}}),
    "400 with an object": (400, {"data": None, "error": {"code": "photar_not_found"}}),
    "400 with a string": (400, {"data": None, "error": "Generation not found"}),
    "200": (200, {"error": None, "data": {"id": "0", "status": "in_progress"}}),
    "200 with an error": (200, {"error": "No such generation", "data": None}),
    "v1 envelope": (404, {"code": 400174, "message": "No", "data": None}),
    "402": (402, {"data": None, "error": {"code": "insufficient_credit", "message": "No"}}),
    "with a warning": (404, {"error": {"code": "x", "message": "No"}, "warning": {}}),
}
V3 = {
    "HTML 404": HTML,
    "HTML 404 without a type": HTML[:2],
    "410": 410,
    "JSON 410": (410, {"error": {"code": "gone", "message": "Gone"}}),
    "redirect": (301, b"", {"location": "https://developers.heygen.com/"}),
    "temporary redirect": (302, b"", {"location": "/docs"}),
    "empty 404": 404,
    "gateway": (404, {"message": "no Route matched with those values"}),
    "gateway 403 of v2 only": (403, {"message": "Forbidden"}),
    "text 404": (404, b"Not Found"),
    "HTML 200": (200, HTML[1]),
    "empty 200": 200,
    "list": (200, b"[]"),
}
TEMPORARY = [
    (500, errors.ServerError),
    ((502, HTML[1]), errors.ServerError),
    ((503, {"error": {"code": "service_unavailable", "message": "Later"}}), errors.ServerError),
    (429, errors.RateLimited),
    ((429, {"error": {"code": "rate_limit_exceeded", "message": "Slow"}}), errors.RateLimited),
    (httpx.ConnectError, errors.ConnectionFailed),
    (httpx.ReadTimeout, errors.ConnectionFailed),
]


@dataclass(repr=False)
class Both(Server):
    """HeyGen with both versions; `probe` is the answer of v2 to the probe's request."""

    probe: object = None
    looks: Looks = field(default=None)

    async def __call__(self, request):
        path = request.url.path
        if request.url.host == self.api and path == PROBE_PATH:
            await asyncio.sleep(0)
            self.requests.append(request)
            return play(self.probe, request)
        if request.url.host == self.api and path.startswith("/v3/"):
            self.requests.append(request)
            return await self.looks(request)
        return await super().__call__(request)

    @property
    def paths(self):
        return [f"{r.method} {r.url.path}" for r in self.requests if r.url.host == self.api]

    def client(self, **changes):
        return super().client(**{"api": "auto"} | changes)


@pytest.fixture
def both(server, looks):
    return Both(images=server.images, probe=V2["JSON 404"], looks=looks)


@pytest.mark.parametrize("answer", V2.values(), ids=V2)
async def test_auto_chooses_v2_if_it_answers(both, attributes, answer):
    both.probe = answer
    client = both.client()
    generation = await client.generate(attributes)
    assert (generation.api, client.api) == ("v2", "v2")
    assert both.paths[:2] == [f"GET {PROBE_PATH}", "POST /v2/photo_avatar/photo/generate"]
    assert not both.looks.requests


@pytest.mark.parametrize("answer", V3.values(), ids=V3)
async def test_auto_chooses_v3_if_v2_is_gone(both, attributes, answer):
    both.probe = answer
    client = both.client()
    generation = await client.generate(attributes)
    assert (generation.api, client.api) == ("v3", "v3")
    assert both.paths[0] == f"GET {PROBE_PATH}"
    assert len(both.looks.posts) == 4
    assert not [path for path in both.paths if path.startswith("POST /v2")]


PAGES = {
    "login page": (200, b"<html><title>Hotel Riu &amp; Wifi</title>"),
    "redirect": (302, b"", {"location": "https://login.hotel.example/x?to=api.heygen.com"}),
    "page 404": HTML,
    "page 403": (403, HTML[1], HTML[2]),
    "page 511": (404, b"<p>Network Authentication Required"),
    "text": (200, b"OK"),
    "empty": 200,
    "gateway": (404, {"message": "no Route matched with those values"}),
    "JSON of another": (200, {"status": "captive"}),
    "410": 410,
}
SAID = {
    "login page": "A web page ('Hotel Riu & Wifi') answered instead of HeyGen",
    "redirect": "A redirect to login.hotel.example answered instead of HeyGen",
}


@pytest.mark.parametrize("name", PAGES)
async def test_a_page_that_is_not_heygens_decides_nothing_and_nothing_is_remembered(
    both, attributes, name
):
    known = {}
    both.probe = both.looks.balance = PAGES[name]
    client = both.client()
    client._connection.probe._known = known
    for call in (client.quote(), client.generate(attributes), client.balance()):
        with pytest.raises(errors.ConnectionFailed) as caught:
            await call
        assert SAID.get(name, "answered instead of HeyGen") in str(caught.value)
        assert "Nothing was sent and nothing is billed" in str(caught.value)
    assert (client.api, known, client.known_quote()) == ("auto", {}, None)
    assert not [path for path in both.paths if path.startswith("POST")]
    # After signing in.
    both.probe = V2["JSON 404"]
    assert str(await client.quote()) == "1 credit · 4 images"


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"data": {"username": "5d"}}),
        (403, {"error": {"code": "insufficient_api_key_scope", "message": "No"}}),
        (402, {"error": {"code": "insufficient_credit", "message": "No"}}),
    ],
)
async def test_v3_is_taken_where_v3_itself_has_answered(both, answer):
    both.probe, both.looks.balance = HTML, answer
    assert (await both.client().quote()).api == "v3"
    assert both.paths == [f"GET {PROBE_PATH}", "GET /v3/users/me"]


async def test_where_v2_is_gone_a_key_that_v3_refuses_is_an_authentication_error(both):
    both.probe, both.looks.balance = HTML, UNAUTHORIZED
    with pytest.raises(errors.AuthenticationError):
        await both.client().quote()


async def test_auto_chooses_v3_if_only_v3_accepts_the_key(both, attributes):
    both.probe = UNAUTHORIZED
    generation = await both.client().generate(attributes)
    assert generation.api == "v3"
    assert both.paths[:3] == [f"GET {PROBE_PATH}", "GET /v3/users/me", "POST /v3/avatars"]


@pytest.mark.parametrize("v3", [UNAUTHORIZED, HTML, 401, (403, {"message": "Forbidden"})])
@pytest.mark.parametrize("v2", [UNAUTHORIZED, 401, (200, {"code": 400112, "message": "No"})])
async def test_a_key_that_both_versions_refuse_is_an_authentication_error(both, attributes, v2, v3):
    both.probe, both.looks.balance = v2, v3
    client = both.client()
    with pytest.raises(errors.AuthenticationError):
        await client.generate(attributes)
    assert both.paths == [f"GET {PROBE_PATH}", "GET /v3/users/me"]
    assert client.api == "auto"
    both.probe = V2["JSON 404"]
    assert (await client.generate(attributes)).api == "v2"


@pytest.mark.parametrize(("answer", "kind"), TEMPORARY)
async def test_a_temporary_error_is_raised_and_not_remembered(both, attributes, answer, kind):
    both.probe = answer
    client = both.client()
    with pytest.raises(kind):
        await client.generate(attributes)
    assert both.paths == [f"GET {PROBE_PATH}"] * ATTEMPTS
    assert client.api == "auto"
    assert client.known_quote() is None
    both.probe = HTML
    assert (await client.generate(attributes)).api == "v3"


@pytest.mark.parametrize(("answer", "kind"), TEMPORARY)
async def test_a_temporary_error_of_v3_is_no_authentication_error(both, attributes, answer, kind):
    both.probe, both.looks.balance = UNAUTHORIZED, answer
    with pytest.raises(kind):
        await both.client().generate(attributes)


async def test_a_run_whose_version_is_unknown_is_not_in_the_history(both, attributes):
    both.probe = 503
    client = both.client()
    with pytest.raises(errors.ServerError):
        await client.generate(attributes)
    assert len(client.history) == 0
    assert str(client.spent) == "nothing"


async def test_the_probe_is_one_free_get(both):
    client = both.client()
    quote = await client.quote()
    assert str(quote) == "1 credit · 4 images"
    assert both.paths == [f"GET {PROBE_PATH}"]
    both.probe = HTML
    client = both.client()
    assert str(await client.quote()) == "about $4.00 · 4 looks"
    assert not both.posts


async def test_generations_at_the_same_time_share_one_probe(both, attributes):
    async with both.client() as client:
        await asyncio.gather(*(client.generate(attributes) for _ in range(32)))
    assert both.paths.count(f"GET {PROBE_PATH}") == 1
    assert len(both.posts) == 32


async def test_later_calls_do_not_probe_again(both, attributes):
    client = both.client()
    for _ in range(3):
        await client.generate(attributes)
    await client.balance()
    assert both.paths.count(f"GET {PROBE_PATH}") == 1


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_a_given_version_is_not_probed(both, attributes, api, monkeypatch):
    assert (await both.client(api=api).generate(attributes)).api == api
    monkeypatch.setenv("HEYGEN_API", api)
    client = both.client()
    assert client.api == api
    assert (await client.generate(attributes)).api == api
    assert f"GET {PROBE_PATH}" not in both.paths


async def test_a_resume_uses_the_version_that_made_the_run(both, attributes):
    both.probe = HTML
    old = await both.client(api="v2").submit(attributes)
    client = both.client()
    resumed = await client.resume(old.id)
    assert (resumed.api, resumed.status) == ("v2", "success")
    assert f"GET {PROBE_PATH}" not in both.paths


async def test_a_version_that_was_found_over_a_transport_is_not_shared(both, attributes):
    await both.client().generate(attributes)
    both.probe = HTML
    assert (await both.client().generate(attributes)).api == "v3"
    assert both.paths.count(f"GET {PROBE_PATH}") == 2


@pytest.fixture
def remembered():
    """The versions that this process has found over the network."""
    return version_probe.KNOWN_VERSIONS


def client_of(key, url="https://api.heygen.com", **options):
    return HeyGen(key, base_url=url, history=False, poll=PollPolicy(), **options)


def test_a_version_is_remembered_by_base_url_and_key(remembered):
    first = client_of("key-1")
    assert first.api == "auto"
    account_id = first._connection.probe._account_id
    assert "key-1" not in str(account_id)
    remembered[account_id] = "v3"
    assert first.api == client_of("key-1").api == "v3"
    assert client_of("key-2").api == "auto"
    assert client_of("key-1", "https://proxy.example").api == "auto"
    assert client_of("key-1", api="v2").api == "v2"


def test_a_remembered_version_gives_the_price_without_a_request(remembered):
    client = client_of("key-1")
    assert client.known_quote() is None
    remembered[client._connection.probe._account_id] = "v3"
    assert str(client.known_quote(2)) == "about $2.00 · 2 looks"


async def test_a_found_version_is_remembered(both):
    known, account_id = {}, ("https://api.heygen.com", "fingerprint")
    http = Http(
        "https://api.heygen.com",
        ApiKey(both.key),
        timeout=1,
        sleep=both.sleep,
        transport=httpx.MockTransport(both),
    )
    async with http:
        assert (await VersionProbe("auto", account_id, known).find(http, print)).VERSION == "v2"
        assert known == {account_id: "v2"}
        assert (await VersionProbe("auto", account_id, known).find(http, print)).VERSION == "v2"
    assert len(both.requests) == 1


async def test_a_version_that_ends_is_forgotten_but_kept_by_its_client(both, attributes):
    known = {}
    client = both.client()
    client._connection.probe._known = known
    await client.generate(attributes)
    assert list(known.values()) == ["v2"]
    both.submits[:] = [HTML]
    with pytest.raises(errors.ApiRetired, match='api="v3"'):
        await client.generate(attributes)
    assert known == {}
    assert client.api == "v2"
    with pytest.raises(errors.ApiRetired):
        await client.generate(attributes)
    assert both.paths.count(f"GET {PROBE_PATH}") == 1
    assert not both.looks.posts


async def test_the_error_at_the_end_of_v3_suggests_no_other_version(both, attributes):
    both.looks.submits[:] = [HTML] * 4
    with pytest.raises(errors.ApiRetired, match="newer release") as caught:
        await both.client(api="v3").generate(attributes)
    assert 'api="v3"' not in str(caught.value)


async def test_with_api_returns_the_same_client_on_another_version(both, attributes):
    client = both.client()
    other = client.with_api("v3")
    assert (other.api, client.api) == ("v3", "auto")
    assert (await other.generate(attributes)).api == "v3"
    assert f"GET {PROBE_PATH}" not in both.paths
    assert (await client.generate(attributes)).api == "v2"
    assert str(client.spent) == str(other.spent) == "$4.00 + 1 credit"
    assert len(client.history) == len(other.history) == 2
    with pytest.raises(errors.ConfigurationError, match="not a version"):
        client.with_api("v4")


NOTICES = {
    "headers": ({"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}, {}),
    "warning": (
        {},
        {
            "message": "This v2 endpoint is Legacy and will be removed on 2026-10-31.",
            "sunset_date": "2026-10-31",
        },
    ),
    "warning without the date in words": (
        {},
        {"message": "This v2 endpoint is Legacy.", "sunset_date": "2026-10-31"},
    ),
    "only a date": ({"Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}, {}),
}


def dated(line, headers, warning):
    status, body = line[:2]
    return (status, body | ({"warning": warning} if warning else {}), headers)


@pytest.mark.parametrize(("headers", "warning"), NOTICES.values(), ids=NOTICES)
async def test_a_notice_has_its_date_and_is_logged_once(both, attributes, caplog, headers, warning):
    both.submits[:] = [dated(both.submits[0], headers, warning)]
    both.statuses[:] = [dated(both.statuses[0], headers, warning)]
    client = both.client()
    assert client.notice == ""
    await client.generate(attributes)
    await client.generate(attributes)
    assert "31 Oct 2026" in client.notice or "2026-10-31" in client.notice
    assert warning.get("message", "") in client.notice
    said = [record for record in caplog.records if "HeyGen says" in record.message]
    assert len(said) == 1
    assert said[0].levelname == "WARNING"


async def test_a_notice_may_have_no_date(both, attributes):
    both.submits[:] = [dated(both.submits[0], {"Deprecation": "true"}, None)]
    client = both.client()
    await client.submit(attributes)
    assert "will end" in client.notice


async def test_a_notice_in_the_answer_to_the_probe_is_kept(both):
    both.probe = dated(V2["JSON 404"], *NOTICES["headers"])
    client = both.client()
    await client.quote()
    assert "31 Oct 2026" in client.notice


async def test_without_a_notice_nothing_is_kept_or_logged(both, attributes, caplog):
    client = both.client()
    await client.generate(attributes)
    assert client.notice == ""
    assert "HeyGen says" not in caplog.text
