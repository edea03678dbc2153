"""The groups and looks of the account: one store, which both versions of the API show.

What time does to them is worked out when somebody asks.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections import defaultdict

from tests.support.independent_heygen.money import charge
from tests.support.independent_heygen.pictures import EVERYBODYS, SIZES
from tests.support.independent_heygen.refusals import Refusal


class Avatars:
    def __init__(self, server):
        self._server = server
        self._count, self._everybodys, self._in_group = 0, {}, defaultdict(dict)

    def new_id(self, prefix):
        long = uuid.uuid4().hex
        return f"{prefix}{long[:10]}" if self._server.quirks else long

    def group(self, group_id, *, public=True):
        """Return a group, or None; public ones only if wanted."""
        found = self._server.groups.get(group_id)
        return found or (public and self._public().get(group_id)) or None

    def groups(self, ownership=None):
        """Return the groups, newest first; the public ones are newest of all."""
        own = sorted(self._server.groups.values(), key=lambda group: -group["number"])
        everybodys = list(self._public().values())
        return {"private": own, "public": everybodys}.get(ownership, everybodys + own)

    def looks(self, group_id=None, ownership=None):
        """Return the looks, newest first."""
        public = [] if ownership == "private" else self._public().values()
        own = [] if ownership == "public" else self._server.looks.values()
        public = [self.public_look(group) for group in public if group_id in {None, group["id"]}]
        if own and group_id:
            own = self._in_group[group_id].values()
        return public + sorted(own, key=lambda look: -look["number"])

    def add_group(self, name, group_id=None):
        group = {"id": group_id or self.new_id("grp_"), "name": name, "created_at": time.time()}
        group |= {"training": None, "voice": None, "public": False, "number": self._next()}
        self._server.groups[group["id"]] = group
        self._server.made["group"] += 1
        return group

    def add_look(self, group_id, name, source, picture, *, seconds, look_id=None, **more):
        """Add a look; `source` is what it was made of, `picture` the path of its picture."""
        look = {"id": look_id or self.new_id("lk_"), "group_id": group_id, "name": name}
        look |= {"source": source, "picture": picture, "created_at": time.time()}
        look |= {"due": time.monotonic() + seconds, "asked": 0, "renewed": False, "public": False}
        look |= {"size": self._server.pictures.size(picture), "number": self._next()}
        look |= {"fails": self.takes_failure("look")} | more
        self._server.looks[look["id"]] = self._in_group[group_id][look["id"]] = look
        self._server.made["look"] += 1
        return look

    def takes_failure(self, what):
        """Tell whether the one that is made now shall fail."""
        fails = self._server.failing[what] > 0
        self._server.failing[what] -= fails
        return fails

    def status(self, look):
        if time.monotonic() < look["due"]:
            return "pending"
        return "failed" if look["fails"] else "completed"

    def group_status(self, group_id):
        """Return what v3 says of a group: at work as long as one of its looks is."""
        found = {self.status(look) for look in self.looks(group_id)}
        return next(
            (word for word in ("pending", "completed", "failed") if word in found), "failed"
        )

    def train(self, group_id):
        """Begin a training, or refuse as HeyGen does."""
        group = self._server.groups[group_id]
        valid = [look for look in self.looks(group_id) if self.status(look) == "completed"]
        if not valid or self.training_phase(group) in {0, 1}:
            # HeyGen says the same for both reasons.
            message = f"No valid image for training found in group {group_id}"
            raise Refusal(400, "invalid_parameter", message)
        charge(self._server, "training")
        now = time.monotonic()
        group["training"] = {"since": now, "due": now + self._server.training_seconds}
        group["training"] |= {"started": time.time(), "fails": self.takes_failure("training")}
        return len(valid)

    def training_phase(self, group):
        """Return 0 and 1 while the training waits and runs, 2 afterwards, None without one."""
        if not (training := group["training"]):
            return None
        now, half = time.monotonic(), (training["since"] + training["due"]) / 2
        return 2 if now >= training["due"] else int(now >= half)

    def training_word(self, group):
        phase = self.training_phase(group)
        if phase is None:
            return "empty"
        if phase == 2 and group["training"]["fails"]:
            return "failed"
        return self._server.training_words[phase]

    def is_trained(self, group):
        return self.training_phase(group) == 2 and not group["training"]["fails"]

    def delete_look(self, look_id):
        look = self._server.looks.pop(look_id)
        del self._in_group[look["group_id"]][look_id]
        self._server.deleted["look"] += 1

    def delete_group(self, group_id):
        for look in self.looks(group_id):
            self.delete_look(look["id"])
        del self._server.groups[group_id]
        self._server.deleted["group"] += 1

    def renew_id(self, look):
        """Give a look another id, as v3 does now and then."""
        in_group = self._in_group[look["group_id"]]
        del self._server.looks[look["id"]], in_group[look["id"]]
        look |= {"id": self.new_id("lk_"), "renewed": True}
        self._server.looks[look["id"]] = in_group[look["id"]] = look
        return look["id"]

    def public_look(self, group):
        look = {"id": hashed(f"look of {group['id']}"), "group_id": group["id"], "public": True}
        look |= {"name": group["name"], "picture": EVERYBODYS, "size": SIZES["square"]}
        look |= {"created_at": 0.0, "due": 0.0, "fails": False, "asked": 2, "source": "HeyGen"}
        return look | {"renewed": True, "number": 0}

    def _public(self):
        count = self._server.public_groups
        if len(self._everybodys) != count:
            rest = {"created_at": 0.0, "training": None, "voice": None, "public": True}
            self._everybodys = {
                hashed(name): {"id": hashed(name), "name": name, "number": 0} | rest
                for name in (f"Public {number}" for number in range(count))
            }
        return self._everybodys

    def _next(self):
        self._count += 1
        return self._count


def hashed(words):
    content = words if isinstance(words, bytes) else words.encode()
    return hashlib.sha256(content).hexdigest()[:32]
