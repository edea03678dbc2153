"""From keys to avatars, a request at a time, against a server of another hand."""

from __future__ import annotations

import asyncio

import pytest

from heygen_widgets import AvatarAttributes, HeyGen, PollPolicy, errors
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus, Job, JobPicture
from heygen_widgets.models.references import Reference
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.runtime.cancellation import Stop
from tests.support.independent_heygen import IndependentHeyGen

COAT = AvatarAttributes(name="Lina", appearance="in a green coat, on a bridge")
QUICK = PollPolicy(first=0.02, longest=0.05)
PAUSE = 0.02
LONGEST = 30.0
V2, V3 = {"apis": {"v2"}}, {"apis": {"v3"}}
QUIRKS = {"quirks": True}


class Account:
    """One version of the server's API, with a picture to begin with."""

    def __init__(self, heygen, gateway, made):
        self.heygen, self.gateway, self.avatars = heygen, gateway, gateway.avatars
        self.made, self.images = made, made.images
        self._number = 0

    async def uploaded(self, image):
        return (await self.avatars.upload(image.bytes, image.mime_type)).key

    async def picture(self, image):
        """Return a picture of the generation as a job takes it."""
        if self.gateway.version == "v2":
            return JobPicture(image.key, generation_id=self.made.jobs[0].id)
        return JobPicture(image.key, asset=await self.uploaded(image))

    async def done(self, kind, *pictures, **record):
        """Carry out one job of a kind, and wait for its end."""
        self._number += 1
        key = f"contract:{self._number}" if self.gateway.version == "v3" else None
        job = Job(key=key, pictures=pictures)
        wanted = Generation(
            status=GenerationStatus.SUBMITTING,
            kind=kind,
            name="Lina",
            api=self.gateway.version,
            **record,
        )

        async def renew():
            nonlocal job
            job = job.renewed()
            return job

        async with asyncio.timeout(LONGEST):
            job = await self.gateway.submit(wanted, job, Stop(), renew)
            while job.is_open:
                await asyncio.sleep(PAUSE)
                try:
                    job = (await self.gateway.ask(kind, job)).of(job)
                except errors.NotFound:
                    found = await self.gateway.ask_group(kind, job)
                    job = found.of(job) if found else job
        assert job.status is GenerationStatus.SUCCESS, job.message
        return job

    async def group(self):
        """Make a group of the first picture, and return its id."""
        job = await self.done(RunKind.GROUP, await self.picture(self.images[0]))
        return job.group_id


async def _briefly(seconds):
    """Wait before another try, but not as long as for HeyGen itself."""
    await asyncio.sleep(min(seconds, PAUSE))


@pytest.fixture
async def account(request):
    """An account on a server; its options are the test's parameter."""
    with IndependentHeyGen(**{"seconds": 0.05, "training_seconds": 0.1} | request.param) as heygen:
        api = next(iter(heygen.apis))
        client = HeyGen("a-key", api=api, base_url=heygen.url, poll=QUICK, history=False)
        made = await client.generate("a chef", pose="close_up")
        async with client._connection.gateway(_briefly) as gateway:
            yield Account(heygen, gateway, made)


def on(*options):
    return pytest.mark.parametrize("account", options, indirect=True, ids=str)


@on(V2, V2 | QUIRKS)
async def test_v2_goes_from_a_key_to_new_looks_of_a_trained_avatar(account):
    group_id = await account.group()
    more = [await account.picture(image) for image in account.images[1:]]
    added = await account.done(RunKind.ADDED_LOOKS, *more, group_id=group_id)
    assert len(added.keys) == len(more)
    listed = (await account.avatars.looks(group_id)).items
    assert set(added.keys) <= {look.id for look in listed}
    assert (await account.avatars.group(group_id)).training == "none"
    await account.done(RunKind.TRAINING, group_id=group_id)
    group = await account.avatars.group(group_id)
    assert (group.name, group.training, group.is_ready) == ("Lina", "ready", True)
    looks = await account.done(RunKind.LOOKS, group_id=group_id, attributes=COAT)
    assert len(looks.keys) == len(account.images)
    assert account.heygen.made["training"] == account.heygen.made["look_generation"] == 1


@on(V3, V3 | QUIRKS, V3 | {"assets_unknown_at_first": 2, "conflicts_at_first": 2})
async def test_v3_goes_from_a_picture_to_new_looks_of_an_avatar(account):
    group_id = await account.group()
    picture = await account.picture(account.images[1])
    added = await account.done(RunKind.ADDED_LOOKS, picture, group_id=group_id)
    like = (Reference("look", added.id),)
    new = await account.done(RunKind.LOOKS, group_id=group_id, attributes=COAT, references=like)
    group = await account.avatars.group(group_id)
    assert (group.looks_count, group.training) == (3, "not needed")
    looks = (await account.avatars.looks(group_id)).items
    assert {added.id, new.id} < {look.id for look in looks}
    assert account.heygen.made["photo_look"] == 2


@on(V2, V2 | QUIRKS)
async def test_a_photo_of_ones_own_is_uploaded_and_becomes_a_group(account):
    key = await account.uploaded(account.images[0])
    job = await account.done(RunKind.GROUP, JobPicture("photo", asset=key))
    assert account.heygen.sources(job.group_id) == [key]


@on(V2)
async def test_no_valid_image_is_said_of_a_group_that_is_in_training(account):
    account.heygen.training_seconds = 60
    group_id = await account.group()
    training = Generation(
        status=GenerationStatus.SUBMITTING, kind=RunKind.TRAINING, group_id=group_id
    )
    await account.gateway.submit(training, Job(), Stop(), None)
    with pytest.raises(errors.NotReady) as caught:
        await account.gateway.submit(training, Job(), Stop(), None)
    assert caught.value.code == "no_valid_image"
    assert await account.avatars.training(group_id) == ("in progress", None)
    assert account.heygen.made["training"] == 1


@on(V2, V3, V3 | QUIRKS)
async def test_all_groups_of_the_account_are_listed_once_and_no_public_one(account):
    own = account.heygen.fill(45)
    found, token = [], None
    while True:
        page = await account.avatars.groups(token)
        found += [group.id for group in page.items]
        token = page.token
        if token is None:
            break
    assert len(found) == len(set(found))
    assert set(own) <= set(found) <= account.heygen.groups.keys()


DELETE_LOOK = {"v2": "DELETE /v2/photo_avatar/{id}", "v3": "DELETE /v3/avatars/looks/{id}"}


@on(V2, V3)
async def test_a_look_is_deleted_though_the_answer_is_lost(account):
    group_id = await account.group()
    [look] = (await account.avatars.looks(group_id)).items
    account.heygen.lost_answers[DELETE_LOOK[account.gateway.version]] = 1
    await account.avatars.delete_look(look.id)
    assert account.heygen.deleted["look"] == 1
    with pytest.raises(errors.NotFound):
        await account.avatars.delete_look(look.id)


@on(V3, V3 | {"group_rename": "ignored"}, V3 | {"group_rename": "taken"})
async def test_a_look_is_renamed_and_a_group_if_heygen_takes_it(account):
    group_id = await account.group()
    [look] = (await account.avatars.looks(group_id)).items
    assert (await account.avatars.rename_look(look.id, "Lina in summer")).name == "Lina in summer"
    if account.heygen.group_rename == "taken":
        assert (await account.avatars.rename_group(group_id, "Summer")).name == "Summer"
    else:
        with pytest.raises(errors.NotOffered, match="Rename its look"):
            await account.avatars.rename_group(group_id, "Summer")


@on(V3 | {"ephemeral_looks": True})
async def test_a_look_that_got_another_id_is_found_in_its_group(account):
    group_id = await account.group()
    [before] = (await account.avatars.looks(group_id)).items
    found = await account.avatars.look(before.id, group_id=group_id)
    assert (found.group_id, found.name) == (group_id, "Lina")
