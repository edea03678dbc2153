"""Whatever leads to an avatar, a look or a picture may be given for it; what doesn't is told."""

from __future__ import annotations

import pytest

from heygen_widgets import ConfigurationError, HeyGenError, NotFound, RunKind


@pytest.fixture
async def v2(start):
    at = await start("v2")
    at.photos_made = await at.photos()
    at.group = await at.heygen.create_group("Lina", at.photos_made.images[0])
    at.added = await at.heygen.add_looks(at.group, at.photos_made.images[1:3])
    return at


@pytest.fixture
async def v3(start):
    at = await start("v3")
    at.photos_made = await at.photos(2)
    return at


GROUPS = {
    "a group": lambda at: at.group,
    "its id": lambda at: at.group.id,
    "a look": lambda at: at.added[0],
    "the id of a look": lambda at: at.added[1].id,
    "an image of which a look was made": lambda at: at.photos_made.images[1],
    "the generation of its pictures": lambda at: at.photos_made,
    "the id of that generation": lambda at: at.photos_made.id,
}


@pytest.mark.parametrize("name", GROUPS)
async def test_a_group_of_v2_is_found_by(v2, name):
    assert (await v2.heygen.group(GROUPS[name](v2))).id == v2.group.id
    assert len(await v2.heygen.looks(GROUPS[name](v2), download=False)) == 3


LOOKS = {
    "a look": lambda at: at.added[0],
    "its id": lambda at: at.added[0].id,
    "its image": lambda at: at.photos_made.images[1],
}


@pytest.mark.parametrize("name", LOOKS)
async def test_a_look_of_v2_is_found_by(v2, name):
    found = await v2.heygen.look(LOOKS[name](v2))
    assert (found.id, found.is_downloaded) == (v2.added[0].id, True)


PICTURES = {
    "an image": lambda at: at.photos_made.images[3],
    "its key": lambda at: at.photos_made.image_keys[3],
    "a list of both": lambda at: [at.photos_made.images[3], at.photos_made.image_keys[3]],
}


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_of_v2_is_found_by(v2, name):
    wanted = PICTURES[name](v2)
    looks = await v2.heygen.add_looks(v2.group, wanted if isinstance(wanted, list) else [wanted])
    assert len(looks) == 1
    assert v2.server.sources(v2.group.id).count(v2.photos_made.image_keys[3]) == 1


async def test_a_look_of_another_avatar_is_a_picture_too(v2):
    other = await v2.heygen.create_group("Mia", v2.added[0])
    assert len(v2.server.sources(other.id)) == 1


async def test_photos_of_ones_own_are_uploaded_and_found_again(v2, tmp_path):
    picture = v2.photos_made.images[0].pil.rotate(90)
    picture.save(tmp_path / "own.webp")
    for own in (tmp_path / "own.webp", (tmp_path / "own.webp").read_bytes()):
        looks = await v2.heygen.add_looks(v2.group, [own])
    assert len(looks) == 1
    assert v2.server.made["asset"] == 1
    assert len(v2.server.sources(v2.group.id)) == 4


async def test_the_pictures_of_a_generation_of_two_jobs_name_their_own(start):
    at = await start("v2")
    photos = await at.photos(8)
    bare = photos.images[6].__class__(
        key=photos.image_keys[6], url=photos.image_urls[6], index=6, generation_id=photos.id
    )
    async with at.client(history=False) as heygen:
        await heygen.create_group("Lina", bare)
    [(_, _, body)] = [post for post in at.server.posts if post[0].endswith("avatar_group/create")]
    assert body["generation_id"] == photos.jobs[1].id


async def test_a_generation_that_leads_to_several_is_told(v3):
    with pytest.raises(ConfigurationError, match="leads to 2 avatars"):
        await v3.heygen.group(v3.photos_made)


async def test_an_image_of_v3_leads_to_its_avatar_and_its_look(v3):
    image = v3.photos_made.images[1]
    assert (await v3.heygen.group(image)).id == image.group_id
    assert (await v3.heygen.look(image)).id == image.key
    assert (await v3.heygen.look(image.key)).group_id == image.group_id
    assert (await v3.heygen.group(image.key)).id == image.group_id


async def test_a_look_of_v3_that_is_gone_is_looked_for_in_its_group(v3):
    image = v3.photos_made.images[0]
    renewed = v3.server.avatars.renew_id(v3.server.looks[image.key])
    assert (await v3.heygen.look(image)).id == renewed
    assert (await v3.heygen.look(image.key)).id == renewed


async def test_an_image_of_which_nothing_was_made_is_told(v2):
    with pytest.raises(ConfigurationError, match="create_group"):
        await v2.heygen.group(v2.photos_made.images[3])


@pytest.mark.parametrize("wrong", ["", None, 3, b"bytes"], ids=repr)
async def test_what_leads_nowhere_is_told(v2, wrong):
    for verb in (v2.heygen.group, v2.heygen.looks, v2.heygen.look, v2.heygen.train):
        with pytest.raises(ConfigurationError):
            await verb(wrong)


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_an_id_that_nobody_knows_is_told(start, api):
    at = await start(api)
    for verb in (at.heygen.group, at.heygen.looks, at.heygen.look, at.heygen.train):
        with pytest.raises(NotFound):
            await verb("0" * 32)


async def test_a_run_of_each_kind_leads_to_its_avatar(v2):
    keys = v2.photos_made.image_keys
    for kind in (RunKind.GROUP, RunKind.ADDED_LOOKS):
        [run] = v2.steps(kind, pictures=keys)
        assert (await v2.heygen.group(run)).id == v2.group.id


async def test_errors_of_this_package_are_raised_for_all_of_it(v2):
    with pytest.raises(HeyGenError):
        await v2.heygen.add_looks(v2.group, [object()])


@pytest.mark.parametrize("api", ["v2", "v3"])
@pytest.mark.parametrize(
    ("call", "said"),
    {
        "delete nothing": (lambda to: to.delete(" "), "An empty text is not an avatar or a look"),
        "looks of nothing": (lambda to: to.looks_of(None), "not NoneType"),
        "download of an id": (lambda to: to.download("image/1/original"), "not str"),
        "half a look": (lambda to: to.quote_for("add_looks", 2.5), "2.5 is not a number of looks"),
        "less than no look": (lambda to: to.quote_for("add_looks", -1), "-1 is not a number"),
        "a list of verbs": (lambda to: to.quote_for(["train"]), "is not a verb with a price"),
        "a limit in words": (lambda to: to.train("id", budget="1"), "'1' is not a limit"),
    }.values(),
)
async def test_what_is_no_argument_is_told_before_anything_is_asked(start, api, call, said):
    at = await start(api)
    await at.photos(4)
    asked = at.server.paths.copy()
    with pytest.raises(ConfigurationError, match=said):
        await call(at.heygen)
    assert at.server.paths == asked
