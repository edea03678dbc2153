"""A HeyGen of another hand.

    with IndependentHeyGen(apis={"v3"}) as heygen:  # point a client at heygen.url
        assert heygen.paths["POST /v3/avatars"] == 1

**What was asked.** `posts`: every POST as (path, headers, parsed body), refused ones too;
`changes`: every PATCH and DELETE as (method, path, parsed body); `paths`: the requests by method
and route.

**What was made and billed.** `made` counts generation, look_generation, training, prompt_look,
photo_look, group, look (of any kind) and asset; `deleted` counts look, group and asset; `charges`
is the list of what was billed as `Charge(what, amount)`, in credits on v2 and in US dollars on v3.
`sources(group_id)` lists what the looks of a group were made of: the image key on v2; on v3 the
prompt, or `hashed` of the photo's bytes. `wallet` is in US dollars; `quota` in v2's units, 60 a
credit. By id: `generations`, `look_generations`, `looks`, `groups`, `assets` (v3); by image key:
`uploads` (v1). Both versions show the same groups and looks; `fill(groups, looks)` puts some there
as if from earlier.

All switches may be set while it runs: v2, with v1's upload, disappears with `heygen.apis = {"v3"}`.
What goes wrong is played by route, as in `paths`, an entry or a count for each request:

- `refused[route]`, a list: None goes on as usual, (status, code, message) is refused in front of
  everything else. `refusals` is the list of POST /v3/avatars, where whatever is refused under an
  Idempotency-Key is refused under it for ever, unless a look was made under it before.
- `lost_requests[route]`: so many connections close before anything is done.
- `lost_answers[route]`: so many connections close after it was done and billed.
- `failing[what]`: so many of the next look, training, generation or look_generation fail.

Every key is right, none is a 401. An API that is not in `apis` answers as unknown routes do: 404,
HTML. With `drop_first_submit` the job is made and billed but the connection closes with no answer:
for the first POST of each Idempotency-Key (without one: the very first), and v2's very first.

Where the facts leave a choice, `quirks` takes the less usual one: other status words ("pending" on
v3 too, where no page has it), ids and error bodies, three pictures of odd sizes with a content type
that lies, a look that isn't found at first, a wallet in credits, fewer known fields, unknown ones;
and, unless they are given, `preview_image`, `training_flow` and other `training_words`.
"""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections import Counter, defaultdict
from types import SimpleNamespace

from tests.support.independent_heygen import v2, v3
from tests.support.independent_heygen.avatars import Avatars
from tests.support.independent_heygen.listener import HangUp, Listener
from tests.support.independent_heygen.pictures import EVERYBODYS, LOST, Pictures
from tests.support.independent_heygen.refusals import Refusal

PICTURES = ("GET /image/{id}/original", "GET /photo_generation/{id}/{file}")
ROUTES = [*v2.ROUTES, *v3.ROUTES, *PICTURES]
SUNSET = {"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}
WARNING = {"message": "This v2 endpoint is Legacy and will be removed on 2026-10-31."}
ERROR_CODES = "https://developers.heygen.com/docs/error-codes"
RETRY_AFTER = {429: {"Retry-After": "0.02"}}
USUAL_WORDS, OTHER_WORDS = ("pending", "training", "ready"), ("processing", "training", "completed")
SEVEN_DAYS = 7 * 24 * 60 * 60


class IndependentHeyGen:
    """The server, its switches and its books.

    Args:
        apis: The versions that are served.
        seconds: How long a generation, and a look of v3, takes.
        pending_seconds: How long a look of v2 is pending; `seconds` if None.
        training_seconds: How long a training takes.
        price_usd: The price of a look from a prompt.
        photo_price_usd: The price of a look from a photo.
        wallet: US dollars for v3.
        quota: Units for v2.
        drop_first_submit: See above.
        quirks: See above.
        preview_image: v2's list of groups has `preview_image`, not `preview_image_url`.
        training_flow: The answer to a training is the nested form with a `flow_id`, not null.
        training_words: What a training is called in its first half, its second half and at its end.
        webp_previews: Looks are shown as WebP, which no upload takes.
        ephemeral_looks: On v3 a look gets another id once it was read as completed.
        assets_unknown_at_first: How often a new asset is answered with 404 asset_not_found.
        conflicts_at_first: How often each photo is answered with 409 conflict. A photo of which a
            look is being made always is.
        group_rename: What PATCH of a group of v3 makes of a name: "refused", "ignored" or "taken".
        public_groups: How many groups HeyGen offers to everybody.
        link_seconds: How long links to looks are good. `expire_links()` ends those given so far.
    """

    def __init__(
        self,
        apis=("v2", "v3"),
        seconds=0.2,
        price_usd=1.0,
        wallet=100.0,
        quota=6000,
        *,
        pending_seconds=None,
        training_seconds=0.4,
        photo_price_usd=1.32,
        drop_first_submit=False,
        quirks=False,
        preview_image=None,
        training_flow=None,
        training_words=None,
        webp_previews=False,
        ephemeral_looks=False,
        assets_unknown_at_first=0,
        conflicts_at_first=0,
        group_rename="refused",
        public_groups=3,
        link_seconds=SEVEN_DAYS,
    ):
        self.apis, self.seconds, self.pending_seconds = set(apis), seconds, pending_seconds
        self.training_seconds, self.link_seconds = training_seconds, link_seconds
        self.price_usd, self.photo_price_usd = price_usd, photo_price_usd
        self.wallet, self.quota = wallet, quota
        self.drop_first_submit, self.quirks = drop_first_submit, quirks
        self.preview_image = quirks if preview_image is None else preview_image
        self.training_flow = quirks if training_flow is None else training_flow
        self.training_words = training_words or (OTHER_WORDS if quirks else USUAL_WORDS)
        self.webp_previews, self.ephemeral_looks = webp_previews, ephemeral_looks
        self.assets_unknown_at_first = assets_unknown_at_first
        self.conflicts_at_first = conflicts_at_first
        self.group_rename, self.public_groups = group_rename, public_groups
        self.refused, self.failing = defaultdict(list), Counter()
        self.lost_requests, self.lost_answers = Counter(), Counter()
        self._open_books()
        self.avatars, self.pictures = Avatars(self), Pictures(self)
        self._v2, self._v3 = v2.V2(self), v3.V3(self)
        self._dropped, self._lock = set(), threading.Lock()

    def _open_books(self):
        self.posts, self.changes, self.paths = [], [], Counter()
        self.made, self.deleted, self.charges = Counter(), Counter(), []
        self.generations, self.look_generations, self.makers = {}, {}, {}
        self.looks, self.groups = {}, {}
        self.uploads, self.assets, self.asset_paths = {}, {}, {}
        self.tries, self.tokens = Counter(), {}

    def __enter__(self):
        self._listener = Listener(self._answer)
        self.url = self._listener.start()
        return self

    def __exit__(self, *_):
        self._listener.stop()

    @property
    def refusals(self):
        """What POST /v3/avatars refuses."""
        return self.refused[v3.CREATE]

    @refusals.setter
    def refusals(self, refusals):
        self.refused[v3.CREATE] = refusals

    def sources(self, group_id):
        """List what the looks of a group were made of, oldest first."""
        with self._lock:
            return [look["source"] for look in reversed(self.avatars.looks(group_id))]

    def fill(self, groups, looks=1):
        """Let the account have so many groups, with so many looks each, as if from earlier.

        They are finished, and not counted as made. Returns the ids of the groups, oldest first.
        """
        with self._lock:
            made, failing = self.made.copy(), self.failing.copy()
            self.failing.clear()
            ids = [self.avatars.add_group(f"Group {number}")["id"] for number in range(groups)]
            for group in ids:
                for number in range(looks):
                    self.avatars.add_look(group, f"Look {number}", "earlier", EVERYBODYS, seconds=0)
            self.made, self.failing = made, failing
        return ids

    def expire_links(self):
        """End all links to looks; new ones are good."""
        with self._lock:
            self.pictures.expire()

    def renew_look_ids(self, group_id=None):
        """Give the looks, of one group or all, other ids; return them by the old ones."""
        with self._lock:
            looks = self.avatars.looks(group_id, "private")
            return {look["id"]: self.avatars.renew_id(look) for look in looks}

    def drop_first(self, submit):
        """Hang up on the first answer to this submit, if that is switched on."""
        if self.drop_first_submit and submit not in self._dropped:
            self._dropped.add(submit)
            raise HangUp

    def _answer(self, method, address, headers, body):
        path, query = address
        # What isn't an object has none of the fields that are asked for.
        fields = body if isinstance(body, dict) else {}
        request = SimpleNamespace(headers=headers, query=query, body=fields, content=body)
        with self._lock:
            if method == "POST":
                self.posts.append((path, headers, body))
            elif method != "GET":
                self.changes.append((method, path, body))
            route, request.id = _routed(method, path)
            self.paths[route or f"{method} {path}"] += 1
            if route and self.lost_requests[route] > 0:
                self.lost_requests[route] -= 1
                raise HangUp
            reply = self._reply(route, path, request)
            if route and reply[0] == 200 and self.lost_answers[route] > 0:
                self.lost_answers[route] -= 1
                raise HangUp
            return reply

    def _reply(self, route, path, request):
        own = {} if self.quirks else {"X-Request-Id": uuid.uuid4().hex}
        if route in PICTURES:
            status, kind, content = self.pictures.serve(path[1:], request.query)
            return status, own | {"Content-Type": kind}, content
        version = path.split("/")[1]
        if route is None or version.replace("v1", "v2") not in self.apis:
            return 404, own | {"Content-Type": "text/html"}, LOST
        try:
            status, reply = 200, self._success(version, self._done(route, request))
        except Refusal as refusal:
            status, reply = self._error(version, *refusal.args)
            own = own | RETRY_AFTER.get(status, {})
        if version == "v2" and self.quirks:
            own, reply = own | SUNSET, reply | {"warning": WARNING}
        content = json.dumps(reply).encode()
        if self.quirks and route.startswith("DELETE /v2") and status == 200:
            content = b""  # no page shows one
        return status, own | {"Content-Type": "application/json"}, content

    def _done(self, route, request):
        if not request.headers.get("x-api-key"):
            raise Refusal(401, "unauthorized", "Unauthorized")
        # v3's creation looks at its list itself, because it keeps what it refuses.
        refused = self.refused[route] if route != v3.CREATE else []
        if refused and (refusal := refused.pop(0)):
            raise Refusal(*refusal)
        if name := v2.ROUTES.get(route):
            return getattr(self._v2, name)(request)
        return getattr(self._v3, v3.ROUTES[route])(request)

    @staticmethod
    def _success(version, data):
        if version == "v1":
            return {"code": 100, "data": data, "msg": None, "message": None}
        if isinstance(data, v3.Page):
            page = {"has_more": data.next_token is not None, "next_token": data.next_token}
            return {"data": data.data} | page
        return {"data": data} | ({"error": None} if version == "v2" else {})

    def _error(self, version, status, code, message):
        if version == "v1":
            number = 400112 if status == 401 else code
            return status, {"code": number, "message": message, "data": None}
        error = {"code": code, "message": message}
        if version == "v3":
            link = {} if self.quirks else {"doc_url": f"{ERROR_CODES}#{code}"}
            return status, {"error": error | link}
        if not self.quirks:
            return status, {"data": None, "error": error}
        if status == 401:
            return 401, {"code": 400112, "message": message, "data": None}
        if status == 402:
            return 400, {"error": message, "error_code": "MOVIO_PAYMENT_INSUFFICIENT_CREDIT"}
        return 400, {"error": message, "data": None}


def _routed(method, path):
    """Return the route of a request, and the id in its path."""
    for route in ROUTES:
        pattern = re.sub(r"\\{\w+\\}", "([^/]+)", re.escape(route))
        if found := re.fullmatch(pattern, f"{method} {path}"):
            return route, found[1] if found.groups() else None
    return None, None
