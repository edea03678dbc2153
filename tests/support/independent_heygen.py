"""A second reading of HeyGen's photo-avatar API, to hold the client against.

The sandbox was written by those who wrote the client: what they read wrongly is wrong on both
sides, and every test passes. This server was written from the published facts alone, by somebody
who had seen neither, and imports nothing of the package.

    with IndependentHeyGen(apis={"v3"}) as heygen:  # point a client at heygen.url
        assert heygen.paths["POST /v3/avatars"] == 1

It keeps `posts`: every POST as (path, headers, parsed body), refused ones too; by id what it made:
`generations` (v2), `looks` and `assets` (v3); `wallet` in US dollars; `quota` in v2's units, 60 a
credit; `paths`: the requests by method and route. `apis`, `seconds`, `price_usd`, `wallet` and
`quota` may be set while it runs: v2 disappears with `heygen.apis = {"v3"}`.

`refusals` is played first, an entry a POST /v3/avatars: None goes on as usual, (status, code,
message) is refused in front of everything else. Whatever is refused under an Idempotency-Key is
refused under it for ever, unless a look was made under it before.

Every key is right, none is a 401. An API that is not in `apis` answers as unknown routes do: 404,
HTML. With `drop_first_submit` the job is made and billed but the connection closes with no answer:
for the first POST of each Idempotency-Key (without one: the very first), and v2's very first.

Where the facts leave a choice, `quirks` takes the less usual one: other status words ("pending" on
v3 too, where no page has it), ids and error bodies, three pictures of odd sizes with a content type
that lies, a look that isn't found at first, a wallet in credits, fewer known fields, unknown ones.
"""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from collections import Counter
from types import SimpleNamespace

from tests.support.independent_listener import HangUp, Listener, png

ROUTES = {
    "POST /v2/photo_avatar/photo/generate": "generate",
    "GET /v2/photo_avatar/generation/{id}": "generation",
    "GET /v2/user/remaining_quota": "remaining_quota",
    "POST /v3/avatars": "create_avatar",
    "GET /v3/avatars/looks/{id}": "look",
    "GET /v3/users/me": "me",
    "POST /v3/assets": "upload",
    "GET /image/{id}/original": "picture",
    "GET /photo_generation/{id}/{file}": "picture",
}
ASIAN = ["Asian American", "East Asian", "South East Asian", "South Asian"]
ENUMS = {
    "age": ["Young Adult", "Early Middle Age", "Late Middle Age", "Senior", "Unspecified"],
    "gender": ["Woman", "Man", "Unspecified"],
    "ethnicity": ["White", "Black", *ASIAN, "Middle Eastern", "Pacific", "Hispanic", "Unspecified"],
    "orientation": ["square", "horizontal", "vertical"],
    "pose": ["half_body", "close_up", "full_body"],
    "style": ["Realistic", "Pixar", "Cinematic", "Vintage", "Noir", "Cyberpunk", "Unspecified"],
}
SIZES = {"square": (1024, 1024), "horizontal": (1376, 768), "vertical": (768, 1376)}
ODD_SIZES = {"square": (500, 500), "horizontal": (641, 359), "vertical": (359, 641)}
PREFERRED = {"square": "square", "horizontal": "landscape", "vertical": "portrait"}
STARTS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF": "application/pdf"}
UNITS_PER_GENERATION = 60
CREDITS_PER_DOLLAR = 26 / 1.32
SUNSET = {"Deprecation": "true", "Sunset": "Sat, 31 Oct 2026 00:00:00 GMT"}
WARNING = {"message": "This v2 endpoint is Legacy and will be removed on 2026-10-31."}
ERROR_CODES = "https://developers.heygen.com/docs/error-codes"
RETRY_AFTER = {429: {"Retry-After": "0.02"}}
LOST = b"<!doctype html>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n"


class IndependentHeyGen:
    def __init__(
        self,
        apis=("v2", "v3"),
        seconds=0.2,
        price_usd=1.0,
        wallet=100.0,
        quota=6000,
        *,
        drop_first_submit=False,
        quirks=False,
    ):
        self.apis, self.seconds, self.price_usd = set(apis), seconds, price_usd
        self.wallet, self.quota = wallet, quota
        self.drop_first_submit, self.quirks = drop_first_submit, quirks
        self.posts, self.paths, self.refusals = [], Counter(), []
        self.generations, self.looks, self.assets = {}, {}, {}
        self._groups, self._files, self._answered, self._dropped = {}, {}, {}, set()
        self._lock = threading.Lock()

    def __enter__(self):
        self._listener = Listener(self._answer)
        self.url = self._listener.start()
        return self

    def __exit__(self, *_):
        self._listener.stop()

    def _answer(self, method, path, headers, body):
        # What isn't an object has none of the fields that are asked for.
        request = SimpleNamespace(headers=headers, body=body if isinstance(body, dict) else {})
        own = {} if self.quirks else {"X-Request-Id": uuid.uuid4().hex}
        with self._lock:
            if method == "POST":
                self.posts.append((path, headers, body))
            for route in ROUTES:
                pattern = re.sub(r"\{\w+\}", "([^/]+)", route)
                if found := re.fullmatch(pattern, f"{method} {path}"):
                    break
            self.paths[route if found else f"{method} {path}"] += 1
            api = path.split("/")[1]
            if not found or api not in {*self.apis, "image", "photo_generation"}:
                return 404, own | {"Content-Type": "text/html"}, LOST
            if ROUTES[route] == "picture":
                return self._picture(path, own)
            request.id = found[1] if found.groups() else None
            try:
                if not headers.get("x-api-key"):
                    raise _Refusal(401, "unauthorized", "Unauthorized")  # noqa: TRY301 - as all are
                status, reply = 200, {"data": getattr(self, f"_{ROUTES[route]}")(request)}
            except _Refusal as refusal:
                status, reply = self._error(api, *refusal.args)
                own = own | RETRY_AFTER.get(status, {})
        if api == "v2" and status == 200:
            reply["error"] = None
        if api == "v2" and self.quirks:
            own, reply = own | SUNSET, reply | {"warning": WARNING}
        return status, own | {"Content-Type": "application/json"}, json.dumps(reply).encode()

    def _error(self, api, status, code, message):
        error = {"code": code, "message": message}
        if api == "v3":
            link = {} if self.quirks else {"doc_url": f"{ERROR_CODES}#{code}"}
            return status, {"error": error | link}
        if not self.quirks:
            return status, {"data": None, "error": error}
        if status == 401:
            return 401, {"code": 400112, "message": message, "data": None}
        if status == 402:
            return 400, {"error": message, "error_code": "MOVIO_PAYMENT_INSUFFICIENT_CREDIT"}
        return 400, {"error": message, "data": None}

    def _generate(self, request):
        for field in ("name", *ENUMS, "appearance"):
            if self.quirks and field == "style" and field not in request.body:
                continue  # the newest guide doesn't require it
            given = _text(request.body, field)
            if given not in ENUMS.get(field, [given]):
                *most, last = map(repr, ENUMS[field])
                raise _invalid(field, f"Input should be {', '.join(most)} or {last}")
        if len(request.body["appearance"]) > 1000:
            raise _invalid("appearance", "String should have at most 1000 characters")
        if self.quota < UNITS_PER_GENERATION:
            message = "Insufficient credit. This operation requires 'api' credits."
            raise _Refusal(402, "insufficient_credit", message)
        self.quota -= UNITS_PER_GENERATION
        job, due = uuid.uuid4().hex, time.monotonic() + self.seconds
        keys = [f"image/{uuid.uuid4().hex}/original" for _ in range(4)]
        if self.quirks:
            keys = [f"photo_generation/{job}/image{number}.jpg" for number in (1, 2, 3)]
        for key in keys:
            self._draw(key, request.body["orientation"])
        self.generations[job] = {"id": job, "body": request.body, "due": due, "keys": keys}
        self._drop_first("v2")
        return {"generation_id": job}

    def _generation(self, request):
        if not (job := self.generations.get(request.id)):
            raise _Refusal(404, "generation_not_found", f"Generation {request.id} not found")
        done = time.monotonic() >= job["due"]
        words = ("pending", "completed") if self.quirks else ("in_progress", "success")
        data = {"id": request.id, "status": words[done], "msg": None}
        data["image_url_list"] = [f"{self.url}/{key}" for key in job["keys"]] if done else None
        data["image_key_list"] = job["keys"] if done else None
        return data | ({"progress": None} if self.quirks else {})

    def _remaining_quota(self, _request):
        more = {"details": {"api": self.quota, "seat": 1, "plan_credit": 0}}
        if self.quirks:
            more = {"used_quota": UNITS_PER_GENERATION * len(self.generations)}
        return {"remaining_quota": self.quota} | more

    def _create_avatar(self, request):
        key, body = request.headers.get("idempotency-key"), request.body
        if key is not None and not re.fullmatch(r"[A-Za-z0-9_:.-]{1,255}", key):
            raise _invalid("Idempotency-Key", "1 to 255 letters, digits or _:.- expected")
        submit = (request.headers["x-api-key"], key)
        try:
            if self.refusals and (refusal := self.refusals.pop(0)):
                raise _Refusal(*refusal)  # noqa: TRY301 - a limit on requests, in front
            if isinstance(self._answered.get(submit), _Refusal):
                raise self._answered[submit]
            return self._answered.get(submit) or self._new_avatar(body, key, submit)
        except _Refusal as refusal:
            if key and refusal.args[1] != "request_in_progress":
                self._answered.setdefault(submit, refusal)
            raise

    def _new_avatar(self, body, key, submit):
        if _text(body, "type") != "prompt":
            raise _invalid("type", "this server makes avatars from prompts only")
        _text(body, "name")
        if not 1 <= len(_text(body, "prompt")) <= 1000:
            raise _invalid("prompt", "1 to 1000 characters expected")
        self._check_references(body)
        if self.wallet < self.price_usd:
            message = f"Your account has ${self.wallet} but this avatar needs ${self.price_usd}."
            raise _Refusal(402, "insufficient_credit", message)
        self.wallet = round(self.wallet - self.price_usd, 6)
        look, due = self._new_id("lk_"), time.monotonic() + self.seconds
        group = body.get("avatar_group_id") or self._new_id("grp_")
        new = {"id": group, "name": body["name"], "created_at": int(time.time()), "looks_count": 0}
        self._groups.setdefault(group, new | {"status": "processing", "consent_status": None})
        self._groups[group]["looks_count"] += 1
        # There is no field for the orientation: the prompt is all there is to say it with.
        shape = (*re.findall("vertical|horizontal", body["prompt"].lower()), "square")[0]
        picture = f"image/{uuid.uuid4().hex}/original"
        self.looks[look] = {"id": look, "group_id": group, "body": body, "due": due, "asked": 0}
        self.looks[look] |= {"picture": picture, "shape": shape, "size": self._draw(picture, shape)}
        data = {"avatar_item": self._look_item(look), "avatar_group": None}
        if not self.quirks:
            data["avatar_group"] = self._groups[group].copy()
        if key:
            self._answered[submit] = data
        self._drop_first(submit)
        return data

    def _check_references(self, body):
        look, group = body.get("avatar_id"), body.get("avatar_group_id")
        if (look and look not in self.looks) or (group and group not in self._groups):
            raise _Refusal(404, "avatar_not_found", "Avatar not found")
        images = body.get("reference_images") or []
        for image in images:
            kind = image.get("type") if isinstance(image, dict) else None
            if len(images) > 3 or kind not in {"url", "asset_id", "base64"}:
                raise _invalid("reference_images", "at most 3 of url, asset_id or base64")
            _text(image, "data" if kind == "base64" else kind)
            if kind == "asset_id" and image["asset_id"] not in self.assets:
                raise _Refusal(404, "asset_not_found", "Asset not found")

    def _look(self, request):
        look = self.looks.get(request.id, {"asked": 0})
        look["asked"] += 1
        if request.id not in self.looks or (self.quirks and look["asked"] == 1):
            raise _Refusal(404, "not_found", f"Avatar look {request.id} not found")
        return self._look_item(request.id)

    def _look_item(self, look):
        look = self.looks[look]
        item = {"id": look["id"], "name": look["body"]["name"], "avatar_type": "photo_avatar"}
        item |= {"group_id": look["group_id"], "status": "pending" if self.quirks else "processing"}
        item |= dict.fromkeys(("preview_image_url", "image_width", "image_height"))
        if time.monotonic() >= look["due"]:
            item |= {"status": "completed", "preview_image_url": f"{self.url}/{look['picture']}"}
            item["image_width"], item["image_height"] = look["size"]
        if self.quirks:
            return item | {"moderation": {"state": "passed"}, "version": 7}
        item |= dict.fromkeys(("error", "preview_video_url", "gender", "default_voice_id"))
        return item | {"preferred_orientation": PREFERRED[look["shape"]], "tags": []}

    def _me(self, _request):
        wallet = {"currency": "usd", "remaining_balance": self.wallet, "auto_reload": None}
        if self.quirks:
            balance = int(self.wallet * CREDITS_PER_DOLLAR)
            wallet = {"currency": "credits", "remaining_balance": balance}
        return {"username": "5d0c1f", "email": "a@b.co", "billing_type": "wallet", "wallet": wallet}

    def _upload(self, request):
        declared, content = request.body.get("file", (None, b""))
        actual = next((kind for start, kind in STARTS.items() if content.startswith(start)), None)
        if actual is None or len(content) > 32 << 20:
            raise _invalid("file", "png, jpeg or pdf up to 32 MB expected")
        if declared != actual:
            raise _invalid("file", f"Content type not match {declared} != {actual}")
        asset, path = self._new_id("ast_"), f"image/{uuid.uuid4().hex}/original"
        self.assets[asset], self._files[path] = content, (actual, content)
        about = {"mime_type": actual, "size_bytes": len(content)}
        return about | {"asset_id": asset, "url": f"{self.url}/{path}"}

    def _picture(self, path, own):
        kind, content = self._files.get(path[1:], ("text/html", None))
        if isinstance(content, tuple):
            content = png(path, *content)
        return 200 if content else 404, own | {"Content-Type": kind}, content or LOST

    def _draw(self, path, shape):
        size = (ODD_SIZES if self.quirks else SIZES)[shape]
        self._files[path] = ("image/jpeg" if self.quirks else "image/png", size)
        return size

    def _new_id(self, prefix):
        return f"{prefix}{uuid.uuid4().hex[:10]}" if self.quirks else uuid.uuid4().hex

    def _drop_first(self, submit):
        if self.drop_first_submit and submit not in self._dropped:
            self._dropped.add(submit)
            raise HangUp


class _Refusal(Exception):
    """HTTP status, code, message."""


def _invalid(field, problem):
    return _Refusal(400, "invalid_parameter", f"{field} is invalid: {problem}")


def _text(body, field):
    if field not in body:
        raise _invalid(field, "Field required")
    if not isinstance(body[field], str):
        raise _invalid(field, "Input should be a valid string")
    return body[field]
