"""An account of avatars that answers as a test says: the client's verbs that a library uses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from heygen_widgets.billing.order import Order
from heygen_widgets.billing.spending import Budget, Quote, Spent
from heygen_widgets.errors import NotFound
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import AvatarGroup, Training
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.looks import AvatarLook, Looks
from heygen_widgets.models.prices import Price
from heygen_widgets.models.run_kind import RunKind

MADE = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SPENT = Spent()


def a_group(number: int, **changes) -> AvatarGroup:
    values = {
        "id": f"group-{number}",
        "name": f"Avatar {number}",
        "looks_count": 2,
        "preview_url": f"https://files.example/group-{number}.png",
        "created_at": MADE,
        "training": Training.NOT_NEEDED,
        "api": "v3",
    }
    return AvatarGroup(**values | changes)


def a_look(name: str, group_id: str = "group-1", **changes) -> AvatarLook:
    values = {
        "id": f"look-{name}",
        "group_id": group_id,
        "name": name,
        "image_url": f"https://files.example/{name}.png",
        "api": "v3",
    }
    return AvatarLook(**values | changes)


class ScriptedAccount:
    """A client whose account is a few lists; `asked` names what was asked for, in order.

    Attributes:
        failing: What is raised instead of an answer, by the name of the verb.
        gate: Looks are made once it is set.
        price: What one look costs.
    """

    is_sandbox = False
    host = "api.heygen.com"
    notice = ""
    history = None
    spent = SPENT
    budget = Budget()
    public_url = "https://api.heygen.com"

    def __init__(self, groups=(), looks=(), *, api="v3", png=b"") -> None:
        self.api = api
        self.held = {group.id: group for group in groups}
        self.held_looks = {look.id: look for look in looks}
        self.png = png
        self.asked: list[tuple] = []
        self.failing: dict[str, Exception] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.price = Price(1, "usd")
        self.objection = ""

    def _ask(self, verb, *about) -> None:
        self.asked.append((verb, *about))
        if verb in self.failing:
            raise self.failing[verb]

    def known_counts(self):
        return range(1, 9)

    async def balance(self):
        return None

    def known_quote_for(self, verb, count=1):
        each = None if verb == "unknown" else self.price
        jobs = count if verb == "generate_looks" else 1
        quote = Quote(
            api=self.api, jobs=jobs, images=count, each=each, noun="look", usual_seconds=(20, 40)
        )
        return Order(
            attributes=None, quote=quote, budgets=(), spent=self.spent, objection=self.objection
        )

    async def quote_for(self, verb, count=1):
        return self.known_quote_for(verb, count)

    async def groups(self):
        self._ask("groups")
        for group in [*self.held.values()]:
            yield group

    async def look_runs(self, group):
        self._ask("look_runs", group.id)
        return []

    async def group(self, group):
        group_id = getattr(group, "id", group)
        self._ask("group", group_id)
        if group_id not in self.held:
            raise NotFound(f"HeyGen knows no avatar {group_id}.")
        return self.held[group_id]

    async def looks(self, group, **_):
        group_id = getattr(group, "id", group)
        self._ask("looks", group_id)
        return Looks(look for look in self.held_looks.values() if look.group_id == group_id)

    async def look(self, look_id, *, download=True):
        self._ask("look", look_id)
        look = self.held_looks[look_id]
        image = look.image.with_data(self.png, "image/png", (512, 512))
        return look.with_image(image) if download else look

    async def download(self, image):
        self._ask("download", getattr(image, "id", "") or image.key)
        return self.png

    async def rename(self, record, name):
        self._ask("rename", record.id, name)
        held = self.held if record.id in self.held else self.held_looks
        held[record.id] = replace(held[record.id], name=name)
        return held[record.id]

    async def delete(self, record, *, confirm=False):
        self._ask("delete", record.id, confirm)
        self.held.pop(record.id, None)
        self.held_looks.pop(record.id, None)

    async def add_looks(self, group, images, *, confirm=False):
        self._ask("add_looks", group, [image.key for image in images], confirm)
        added = [a_look(image.key, group, id=f"look-of-{image.key}") for image in images]
        self.held_looks |= {look.id: look for look in added}
        return Looks(added)

    async def generate_looks(self, group, prompt, *, on_update=None, count=None, **options):
        self._ask("generate_looks", group, prompt, count, options)
        record = Generation(
            status=GenerationStatus.IN_PROGRESS,
            id="generation-1",
            run_id="run-1",
            api=self.api,
            kind=RunKind.LOOKS,
            group_id=group,
            submitted_at=MADE,
        )
        if on_update:
            on_update(record)
        await self.gate.wait()
        images = tuple(AvatarImage(key=f"new-{n}", url="", index=n) for n in range(count or 4))
        return replace(
            record, status=GenerationStatus.SUCCESS, images=images, finished_at=datetime.now(UTC)
        )

    async def resume(self, generation, **_):
        self._ask("resume", getattr(generation, "run_id", generation))
        return replace(generation, status=GenerationStatus.SUCCESS)
