"""HeyGen's v3."""

from __future__ import annotations

import base64
import re
import uuid
from contextlib import suppress
from typing import NamedTuple

from tests.support.independent_heygen.avatars import hashed
from tests.support.independent_heygen.money import CREDITS_PER_DOLLAR, charge
from tests.support.independent_heygen.pictures import kind_of, new_path, size_of
from tests.support.independent_heygen.refusals import MOST_CHARACTERS, Refusal, invalid, text

ROUTES = {
    "POST /v3/avatars": "create",
    "GET /v3/avatars": "list_groups",
    "GET /v3/avatars/looks": "list_looks",
    "GET /v3/avatars/looks/{id}": "look",
    "PATCH /v3/avatars/looks/{id}": "rename_look",
    "DELETE /v3/avatars/looks/{id}": "delete_look",
    "GET /v3/avatars/{id}": "group",
    "PATCH /v3/avatars/{id}": "change_group",
    "DELETE /v3/avatars/{id}": "delete_group",
    "POST /v3/assets": "upload",
    "GET /v3/assets/{id}": "asset",
    "DELETE /v3/assets/{id}": "delete_asset",
    "GET /v3/users/me": "me",
}
CREATE = "POST /v3/avatars"
PREFERRED = {0: "square", 1: "landscape", -1: "portrait"}
KINDS = {"png": "image/png", "jpeg": "image/jpeg"}
MOST_ON_A_PAGE = 50
FAILED = {"code": "internal_error", "message": "The look could not be made"}


class Page(NamedTuple):
    """A list, with what stands beside `data` in the answer."""

    data: list
    next_token: str | None


class V3:
    def __init__(self, server):
        self._server, self._avatars, self._pictures = server, server.avatars, server.pictures
        self._answered = {}

    def create(self, request):
        """Make one look, once for each Idempotency-Key; a refusal is repeated too."""
        key, body = request.headers.get("idempotency-key"), request.body
        if key is not None and not re.fullmatch(r"[A-Za-z0-9_:.-]{1,255}", key):
            raise invalid("Idempotency-Key", "1 to 255 letters, digits or _:.- expected")
        submit = (request.headers["x-api-key"], key)
        try:
            if self._server.refusals and (refusal := self._server.refusals.pop(0)):
                raise Refusal(*refusal)  # noqa: TRY301 - a limit on requests, in front
            if isinstance(self._answered.get(submit), Refusal):
                raise self._answered[submit]
            return self._answered.get(submit) or self._made(body, key, submit)
        except Refusal as refusal:
            if key and refusal.args[1] != "request_in_progress":
                self._answered.setdefault(submit, refusal)
            raise

    def _made(self, body, key, submit):
        make = {"prompt": self._from_prompt, "photo": self._from_photo}.get(text(body, "type"))
        if not make:
            raise invalid("type", "this server makes avatars from prompts and photos only")
        text(body, "name")
        look = make(body)
        group = None if self._server.quirks else self._group_item(look["group_id"])
        data = {"avatar_item": self._item(look), "avatar_group": group}
        if key:
            self._answered[submit] = data
        self._server.drop_first(submit)
        return data

    def _from_prompt(self, body):
        if not 1 <= len(text(body, "prompt")) <= MOST_CHARACTERS:
            raise invalid("prompt", f"1 to {MOST_CHARACTERS} characters expected")
        self._check_references(body)
        charge(self._server, "prompt_look")
        # There is no field for the orientation: the prompt is all there is to say it with.
        shape = (*re.findall("vertical|horizontal", body["prompt"].lower()), "square")[0]
        drawn = new_path()
        self._pictures.draw(drawn, shape)
        return self._add(body, body["prompt"], drawn)

    def _from_photo(self, body):
        self._check_group(body)
        kind, content = self._file(body.get("file"))
        source = hashed(content)
        self._check_conflict(source)
        charge(self._server, "photo_look")
        path = new_path()
        self._pictures.keep(path, kind, content)
        return self._add(body, source, path)

    def _add(self, body, source, picture):
        group = body.get("avatar_group_id") or self._avatars.add_group(body["name"])["id"]
        more = {"seconds": self._server.seconds, "body": body}
        picture = self._pictures.copy(picture)
        return self._avatars.add_look(group, body["name"], source, picture, **more)

    def _file(self, file):
        """Return type and content of what the photo is given as."""
        kind = file.get("type") if isinstance(file, dict) else None
        if kind == "base64":
            content = b""
            with suppress(ValueError):
                content = base64.b64decode(text(file, "data"), validate=True)
            declared = text(file, "media_type")
        elif kind == "asset_id":
            content = self._asset_content(text(file, "asset_id"))
            declared = kind_of(content)
        elif kind == "url":
            declared, content = self._pictures.at(text(file, "url"))
            if not content:
                raise Refusal(400, "download_failed", f"Failed to download {file['url']}")
        else:
            raise invalid("file", "url, asset_id or base64 expected")
        return self._photo_kind(declared, content), content

    @staticmethod
    def _photo_kind(declared, content):
        actual = kind_of(content)
        if actual not in KINDS.values():
            raise invalid("file", f"Content type not match image/jpeg != {actual}")
        if declared != actual:
            raise invalid("file", f"Content type not match {declared} != {actual}")
        if not size_of(content):
            raise invalid("file", "The image can't be read")
        return actual

    def _asset_content(self, asset):
        tries = self._server.tries
        tries["unknown", asset] += 1
        found = self._server.assets.get(asset)
        if found is None or tries["unknown", asset] <= self._server.assets_unknown_at_first:
            raise Refusal(404, "asset_not_found", f"Asset {asset} not found")
        return found

    def _check_conflict(self, source):
        tries = self._server.tries
        tries["conflict", source] += 1
        same = [look for look in self._server.looks.values() if look["source"] == source]
        busy = any(self._avatars.status(look) == "pending" for look in same)
        if busy or tries["conflict", source] <= self._server.conflicts_at_first:
            message = "Photo avatar creation conflicted with an existing operation."
            raise Refusal(409, "conflict", message)

    def _check_group(self, body):
        group = body.get("avatar_group_id")
        if group and not self._avatars.group(group, public=False):
            raise Refusal(404, "avatar_not_found", "Avatar not found")

    def _check_references(self, body):
        self._check_group(body)
        group = body.get("avatar_group_id")
        if reference := body.get("avatar_id"):
            look = self._find(reference)
            if not look:
                raise Refusal(404, "avatar_not_found", "Avatar not found")
            if self._avatars.status(look) != "completed":
                raise invalid("avatar_id", f"{reference} has no usable image")
            if group and look["group_id"] != group:
                raise invalid("avatar_id", f"{reference} is in another group")
        images = body.get("reference_images") or []
        for image in images:
            kind = image.get("type") if isinstance(image, dict) else None
            if len(images) > 3 or kind not in {"url", "asset_id", "base64"}:
                raise invalid("reference_images", "at most 3 of url, asset_id or base64")
            text(image, "data" if kind == "base64" else kind)
            if kind == "asset_id":
                self._asset_content(image["asset_id"])

    def look(self, request):
        look = self._known(request.id)
        look["asked"] += 1
        if self._server.quirks and look["asked"] == 1:
            raise self._no_look(request.id)
        item = self._item(look)
        if self._server.ephemeral_looks and item["status"] == "completed" and not look["renewed"]:
            self._avatars.renew_id(look)
        return item

    def rename_look(self, request):
        look = self._own_look(request.id)
        look["name"] = text(request.body, "name")
        return self._item(look)

    def delete_look(self, request):
        group = self._own_look(request.id)["group_id"]
        if len(self._avatars.looks(group)) == 1:
            self._avatars.delete_group(group)
        else:
            self._avatars.delete_look(request.id)
        return {"id": request.id}

    def list_looks(self, request):
        group, ownership = request.query.get("group_id"), self._ownership(request)
        looks = self._avatars.looks(group, ownership)
        if request.query.get("avatar_type", "photo_avatar") != "photo_avatar":
            looks = []
        return self._page(request, looks, self._item)

    def list_groups(self, request):
        groups = self._avatars.groups(self._ownership(request))
        return self._page(request, groups, lambda group: self._group_item(group["id"]))

    def group(self, request):
        self._known_group(request.id)
        return self._group_item(request.id)

    def change_group(self, request):
        group = self._own_group(request.id)
        if "name" in request.body:
            if self._server.group_rename == "refused":
                raise invalid("name", "Extra inputs are not permitted")
            if self._server.group_rename == "taken":
                group["name"] = text(request.body, "name")
        group["voice"] = request.body.get("default_voice_id", group["voice"])
        return self._group_item(request.id)

    def delete_group(self, request):
        self._own_group(request.id)
        self._avatars.delete_group(request.id)
        return {"id": request.id}

    def upload(self, request):
        declared, content = request.body.get("file", (None, b""))
        actual = kind_of(content)
        if actual not in {*KINDS.values(), "application/pdf"} or len(content) > 32 << 20:
            raise invalid("file", f"Content type not match {declared} != png, jpeg or pdf")
        if declared != actual:
            raise invalid("file", f"Content type not match {declared} != {actual}")
        asset, path = self._avatars.new_id("ast_"), new_path()
        self._server.assets[asset] = content
        self._server.made["asset"] += 1
        self._pictures.keep(path, actual, content)
        self._server.asset_paths[asset] = path
        return self._asset_item(asset)

    def asset(self, request):
        if request.id not in self._server.assets:
            raise Refusal(404, "asset_not_found", f"Asset {request.id} not found")
        return self._asset_item(request.id)

    def delete_asset(self, request):
        self.asset(request)
        del self._server.assets[request.id]
        self._server.deleted["asset"] += 1
        return {"id": request.id}

    def me(self, _request):
        balance = self._server.wallet
        wallet = {"currency": "usd", "remaining_balance": balance, "auto_reload": None}
        if self._server.quirks:
            balance = int(balance * CREDITS_PER_DOLLAR)
            wallet = {"currency": "credits", "remaining_balance": balance}
        return {"username": "5d0c1f", "email": "a@b.co", "billing_type": "wallet", "wallet": wallet}

    def _page(self, request, everything, item):
        limit = request.query.get("limit", "20")
        if not limit.isdigit() or not 1 <= int(limit) <= MOST_ON_A_PAGE:
            raise invalid("limit", f"Input should be 1 to {MOST_ON_A_PAGE}")
        everything = {each["id"]: each for each in everything}
        left, token = list(everything), request.query.get("token")
        if token:
            # What was made since is on no later page, and what was deleted is gone.
            if token not in self._server.tokens:
                raise invalid("token", "Unknown token")
            left = [each for each in self._server.tokens[token] if each in everything]
        shown, left = left[: int(limit)], left[int(limit) :]
        following = uuid.uuid4().hex if left else None
        self._server.tokens[following] = left
        return Page([item(everything[each]) for each in shown], following)

    @staticmethod
    def _ownership(request):
        ownership = request.query.get("ownership")
        if ownership not in {None, "public", "private"}:
            raise invalid("ownership", "Input should be 'public' or 'private'")
        return ownership

    def _find(self, look_id):
        public = (look for look in self._avatars.looks(None, "public") if look["id"] == look_id)
        return self._server.looks.get(look_id) or next(public, None)

    def _known(self, look_id):
        if look := self._find(look_id):
            return look
        raise self._no_look(look_id)

    def _own_look(self, look_id):
        look = self._known(look_id)
        if look["public"]:
            raise Refusal(403, "forbidden", "A public avatar can't be changed")
        return look

    def _known_group(self, group_id):
        if group := self._avatars.group(group_id):
            return group
        raise Refusal(404, "avatar_not_found", f"Avatar group {group_id} not found")

    def _own_group(self, group_id):
        group = self._known_group(group_id)
        if group["public"]:
            raise Refusal(403, "forbidden", "A public avatar can't be changed")
        return group

    @staticmethod
    def _no_look(look_id):
        return Refusal(404, "not_found", f"Avatar look {look_id} not found")

    def _word(self, status, *, public=False):
        if public:
            return None
        at_work = "pending" if self._server.quirks else "processing"
        return at_work if status == "pending" else status

    def _item(self, look):
        status = self._avatars.status(look)
        item = {"id": look["id"], "name": look["name"], "avatar_type": "photo_avatar"}
        item |= {"group_id": look["group_id"], "status": self._word(status, public=look["public"])}
        item |= dict.fromkeys(("preview_image_url", "image_width", "image_height"))
        if status == "completed":
            item["preview_image_url"] = self._pictures.link(look["picture"])
            item["image_width"], item["image_height"] = look["size"]
        if self._server.quirks:
            more = {"moderation": {"state": "passed"}, "version": 7}
            return item | more | ({"error": FAILED} if status == "failed" else {})
        item |= dict.fromkeys(("preview_video_url", "gender", "default_voice_id"))
        width, height = look["size"]
        item["preferred_orientation"] = PREFERRED[(width > height) - (width < height)]
        return item | {"error": FAILED if status == "failed" else None, "tags": []}

    def _group_item(self, group_id):
        group, looks = self._avatars.group(group_id), self._avatars.looks(group_id)
        status = self._avatars.group_status(group_id)
        item = {"id": group_id, "name": group["name"], "created_at": int(group["created_at"])}
        item |= {"looks_count": len(looks), "status": self._word(status, public=group["public"])}
        if self._server.quirks:
            return item
        done = [look for look in looks if self._avatars.status(look) == "completed"]
        item["preview_image_url"] = self._pictures.link(done[-1]["picture"]) if done else None
        item |= dict.fromkeys(("consent_status", "gender", "preview_video_url"))
        item["error"] = FAILED if status == "failed" else None
        return item | {"default_voice_id": group["voice"]}

    def _asset_item(self, asset):
        content = self._server.assets[asset]
        about = {"mime_type": kind_of(content), "size_bytes": len(content)}
        url = f"{self._server.url}/{self._server.asset_paths[asset]}"
        return about | {"asset_id": asset, "url": url}
