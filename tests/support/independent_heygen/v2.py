"""HeyGen's v2, and the upload of v1 that belongs to it."""

from __future__ import annotations

import time
import uuid

from tests.support.independent_heygen.money import UNITS, charge
from tests.support.independent_heygen.pictures import kind_of, new_path, size_of
from tests.support.independent_heygen.refusals import (
    ENUMS,
    Refusal,
    chosen,
    invalid,
    prose,
    text,
)

ROUTES = {
    "POST /v1/asset": "upload",
    "POST /v2/photo_avatar/photo/generate": "generate",
    "POST /v2/photo_avatar/look/generate": "generate_looks",
    "GET /v2/photo_avatar/generation/{id}": "generation",
    "POST /v2/photo_avatar/avatar_group/create": "create_group",
    "POST /v2/photo_avatar/avatar_group/add": "add_looks",
    "POST /v2/photo_avatar/train": "train",
    "GET /v2/photo_avatar/train/status/{id}": "training",
    "GET /v2/photo_avatar/{id}": "look",
    "GET /v2/avatar_group.list": "list_groups",
    "GET /v2/avatar_group/{id}/avatars": "list_looks",
    "DELETE /v2/photo_avatar/{id}": "delete_look",
    "DELETE /v2/photo_avatar_group/{id}": "delete_group",
    "GET /v2/user/remaining_quota": "remaining_quota",
}
MOST_KEYS = 4
NO_UPSCALE = {"available": False, "reason": "Photo avatar look upload not completed"}


class V2:
    def __init__(self, server):
        self._server, self._avatars, self._pictures = server, server.avatars, server.pictures

    def upload(self, request):
        kind = kind_of(request.content)
        declared = request.headers.get("content-type")
        if kind not in {"image/png", "image/jpeg"} or declared != kind:
            message = f"Content type not match {declared} != {kind}"
            raise Refusal(400, 400543, message)
        if not size_of(request.content):
            raise Refusal(400, 40002, "The image can't be read")
        asset = uuid.uuid4().hex
        key = f"image/{asset}/original"
        self._server.uploads[key] = request.content
        self._server.made["asset"] += 1
        self._pictures.keep(key, kind, request.content)
        about = {"id": asset, "name": asset, "file_type": "image", "folder_id": "", "meta": None}
        about |= {"created_ts": int(time.time()), "url": f"{self._server.url}/{key}"}
        return about | {"image_key": key}

    def generate(self, request):
        for field in ("name", *ENUMS, "appearance"):
            if self._server.quirks and field == "style" and field not in request.body:
                continue  # the newest guide doesn't require it
            (chosen if field in ENUMS else text)(request.body, field)
        prose(request.body, "appearance")
        return self._job("generation", self._server.generations, request.body)

    def generate_looks(self, request):
        group = self._own_group(text(request.body, "group_id"))
        prose(request.body, "prompt")
        for field in ("orientation", "pose", "style"):
            chosen(request.body, field)
        if not self._avatars.is_trained(group):
            raise invalid("group_id", f"Group {group['id']} is not trained")
        return self._job("look_generation", self._server.look_generations, request.body)

    def _job(self, what, jobs, body):
        charge(self._server, what)
        job, due = uuid.uuid4().hex, time.monotonic() + self._server.seconds
        keys = [f"image/{uuid.uuid4().hex}/original" for _ in range(4)]
        if self._server.quirks:
            keys = [f"photo_generation/{job}/image{number}.jpg" for number in (1, 2, 3)]
        for key in keys:
            self._pictures.draw(key, body["orientation"])
            self._server.makers[key] = job
        jobs[job] = {"id": job, "body": body, "due": due, "keys": keys}
        jobs[job]["fails"] = self._avatars.takes_failure(what)
        if what == "generation":
            self._server.drop_first("v2")
        return {"generation_id": job}

    def generation(self, request):
        jobs = self._server.generations | self._server.look_generations
        if not (job := jobs.get(request.id)):
            raise Refusal(404, "generation_not_found", f"Generation {request.id} not found")
        done = time.monotonic() >= job["due"]
        words = ("pending", "completed") if self._server.quirks else ("in_progress", "success")
        data = {"id": request.id, "status": words[done], "msg": None}
        if done and job["fails"]:
            done, data = False, data | {"status": "failed", "msg": "No face was found"}
        urls = [f"{self._server.url}/{key}" for key in job["keys"]]
        data |= {"image_url_list": urls if done else None}
        data |= {"image_key_list": job["keys"] if done else None}
        return data | ({"progress": None} if self._server.quirks else {})

    def create_group(self, request):
        name, key = text(request.body, "name"), text(request.body, "image_key")
        self._check_key(key, request.body.get("generation_id"), needed=False)
        # The first look has the id of its group.
        group = self._avatars.add_group(name)
        return self._item(self._add(group, name, key, look_id=group["id"]))

    def add_looks(self, request):
        group = self._own_group(text(request.body, "group_id"))
        keys = request.body.get("image_keys")
        if not isinstance(keys, list) or not 1 <= len(keys) <= MOST_KEYS:
            raise invalid("image_keys", f"List should have 1 to {MOST_KEYS} items")
        name = text(request.body, "name")
        for key in keys:
            self._check_key(key, request.body.get("generation_id"), needed=True)
        return {"photo_avatar_list": [self._item(self._add(group, name, key)) for key in keys]}

    def _check_key(self, key, generation, *, needed):
        maker = self._server.makers.get(key)
        if not maker and key not in self._server.uploads:
            raise invalid("image_key", f"No image {key}")
        if maker and generation != maker and (generation or needed):
            raise invalid("generation_id", f"{generation} did not make {key}")

    def _add(self, group, name, key, **more):
        seconds = self._server.seconds
        if self._server.pending_seconds is not None:
            seconds = self._server.pending_seconds
        path = self._pictures.copy(key)
        return self._avatars.add_look(group["id"], name, key, path, seconds=seconds, **more)

    def train(self, request):
        group = self._own_group(text(request.body, "group_id"))
        count = self._avatars.train(group["id"])
        if not self._server.training_flow:
            return None
        return {"code": 100, "data": {"num_of_photar": count, "flow_id": new_path()[6:38]}}

    def training(self, request):
        group = self._own_group(request.id)
        word, training = self._avatars.training_word(group), group["training"] or {}
        data = {"status": word, "error_msg": "The faces differ" if word == "failed" else None}
        data["created_at"] = training.get("started", group["created_at"])
        over = self._avatars.training_phase(group) == 2
        return data | {"updated_at": time.time() if over else None}

    def look(self, request):
        if not (look := self._server.looks.get(request.id)):
            raise Refusal(404, "photar_not_found", f"Photo avatar {request.id} not found")
        return self._item(look)

    def list_groups(self, request):
        # Without the word the public ones are there too.
        private = request.query.get("include_public") == "false"
        groups = self._avatars.groups("private" if private else None)
        items = [self._group_item(group) for group in groups]
        return {"total_count": len(items), "avatar_group_list": items}

    def list_looks(self, request):
        group = self._avatars.group(request.id)
        if not group:
            raise Refusal(404, "avatar_group_not_found", f"Avatar group {request.id} not found")
        return {"avatar_list": [self._item(look) for look in self._avatars.looks(request.id)]}

    def delete_look(self, request):
        self.look(request)
        self._avatars.delete_look(request.id)

    def delete_group(self, request):
        self._avatars.delete_group(self._own_group(request.id)["id"])

    def remaining_quota(self, _request):
        more = {"details": {"api": self._server.quota, "seat": 1, "plan_credit": 0}}
        if self._server.quirks:
            more = {"used_quota": sum(UNITS.get(what, 0) for what, _ in self._server.charges)}
        return {"remaining_quota": self._server.quota} | more

    def _own_group(self, group_id):
        if group := self._avatars.group(group_id, public=False):
            return group
        raise Refusal(404, "avatar_group_not_found", f"Avatar group {group_id} not found")

    def _group_item(self, group):
        looks = self._avatars.looks(group["id"])
        item = {"id": group["id"], "name": group["name"], "created_at": int(group["created_at"])}
        item["num_looks"] = len(looks)
        item["group_type"] = "PUBLIC_PHOTO" if group["public"] else "PRIVATE"
        word = self._avatars.training_word(group)
        item["train_status"] = None if word == "empty" and self._server.quirks else word
        field = "preview_image" if self._server.preview_image else "preview_image_url"
        return item | {field: self._pictures.link(looks[-1]["picture"]) if looks else None}

    def _item(self, look):
        item = {"id": look["id"], "group_id": look["group_id"], "name": look["name"]}
        item |= {"image_url": self._pictures.link(look["picture"]), "is_motion": False}
        item |= {"created_at": look["created_at"], "status": self._avatars.status(look)}
        item["business_type"] = self._business(look)
        if self._server.quirks:
            return item
        item |= {"motion_preview_url": None, "background_sound_effect": None, "upscaled": False}
        return item | {"upscale_availability": NO_UPSCALE}

    def _business(self, look):
        if look["source"] in self._server.makers:
            return "generated"
        return "user_upload" if self._server.quirks else "uploaded"
