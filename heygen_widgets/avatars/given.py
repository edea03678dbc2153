"""What may be given as a group, a look or a picture: any record that leads to it, or its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from heygen_widgets.avatars.pictures import Picture, is_photo, read_photo
from heygen_widgets.errors import ConfigurationError, HeyGenError, NotFound
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import AvatarGroup
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import ID_SEPARATOR, Job
from heygen_widgets.models.looks import AvatarLook
from heygen_widgets.models.run_kind import RunKind

if TYPE_CHECKING:
    from heygen_widgets.avatars.call import Call

Given: TypeAlias = "AvatarGroup | AvatarLook | AvatarImage | Generation | str"
"""What leads to a group, a look or a picture."""

T = TypeVar("T")

_NOTHING_SENT = "Nothing was sent and nothing is billed."


async def group_id(call: Call, given: Given) -> str:
    """Return the id of the group that is meant.

    Raises:
        ConfigurationError: It leads to no group, or to several.
        NotFound: HeyGen knows no such group, look or generation.
    """
    if isinstance(given, AvatarGroup):
        return given.id
    if isinstance(given, AvatarLook):
        return given.group_id or await _group_of_look(call, given.id)
    if isinstance(given, AvatarImage):
        if given.is_look and call.api == "v3":
            return given.group_id or await _group_of_look(call, given.key)
        return _one([look.group_id for look in await _looks_made_of(call, given)], "avatar")
    if isinstance(given, Generation):
        return _one(await _groups_of(call, given), "avatar")
    return await _group_of_id(call, text(given, "an avatar"))


async def look(call: Call, given: Given) -> AvatarLook:
    """Return the look that is meant, as HeyGen has it now, with a fresh link to its picture.

    The id of a look of v3 doesn't last: one that is gone is looked for in its group.

    Raises:
        ConfigurationError: It leads to no look, or to several.
        NotFound: HeyGen knows no such look.
    """
    if isinstance(given, AvatarLook):
        return await _asked(call, given)
    if isinstance(given, AvatarGroup):
        return await _only_look(call, given.id)
    if isinstance(given, AvatarImage):
        if given.is_look:
            name = given.attributes.name if given.attributes else ""
            return await _asked(
                call, AvatarLook(id=given.key, group_id=given.group_id, name=name, api="v3")
            )
        return await _asked(call, _one(await _looks_made_of(call, given), "look"))
    if isinstance(given, Generation):
        looks = await looks_of(call, given)
        return await _asked(call, _one(looks, "look"))
    return await _look_of_id(call, text(given, "a look"))


async def picture(call: Call, given: Any) -> Picture:  # noqa: ANN401 - a record, an id, a photo
    """Return the picture that is meant.

    Raises:
        ConfigurationError: It leads to no picture, or to several.
        NotFound: HeyGen knows no such picture.
    """
    if isinstance(given, Generation):
        return await picture(call, _one(list(given.images or given.looks), "picture"))
    if isinstance(given, AvatarGroup):
        return await picture(call, await _first_look(call, given.id))
    if isinstance(given, AvatarLook):
        return await _picture_of_look(call, given)
    if isinstance(given, AvatarImage):
        return await _picture_of_image(call, given)
    if is_photo(given):
        photo = await call.free(read_photo(given))
        return Picture(photo.key, photo)
    return await _picture_of_id(call, text(given, "a picture"))


async def pictures(call: Call, given: Any) -> list[Picture]:  # noqa: ANN401 - as `listed`
    """Return pictures in their order, each once.

    Raises:
        ConfigurationError: As in `listed` and `picture`.
    """
    found = [await picture(call, each) for each in listed(given)]
    return list({each.key: each for each in found}.values())


def listed(given: Any) -> list[Any]:  # noqa: ANN401 - checked here
    """Return what is given as a list of pictures; one record stands for its own pictures.

    Raises:
        ConfigurationError: It is a text, nothing, or no list.
    """
    if isinstance(given, Generation):
        return listed(given.images or given.looks)
    if isinstance(given, AvatarImage | AvatarLook | AvatarGroup) or is_photo(given):
        return [given]
    if isinstance(given, str):
        raise ConfigurationError(f"{given!r} is not a list of pictures.", f"Use [{given!r}].")
    if not isinstance(given, Iterable) or isinstance(given, Mapping):
        raise ConfigurationError(
            f"A list of pictures is needed, not {type(given).__name__}.",
            "Give generation.images, or a list of images, looks, keys or photos.",
        )
    several = list(given)
    if not several:
        raise ConfigurationError("The list of pictures is empty.", _NOTHING_SENT)
    return several


async def looks_of(call: Call, given: Generation | AvatarImage) -> list[AvatarLook]:
    """Return the looks that were made of a generation's pictures, or of one picture."""
    if isinstance(given, AvatarImage):
        own = AvatarLook(id=given.key, group_id=given.group_id, api="v3", image=given)
        made = await _looks_made_of(call, given)
        return [own, *made] if given.is_look else made
    found = await call.recorder.find(given.run_id or given.id or "")
    return list((found or given).looks)


async def job_id_of(call: Call, image: AvatarImage) -> str | None:
    """Return HeyGen's id of the job that made a picture of v2; None if none did.

    A generation of eight pictures has two jobs, whose ids its own id joins.
    """
    if image.job_id or not image.generation_id:
        return image.job_id
    parts = image.generation_id.split(ID_SEPARATOR)
    if len(parts) == 1:
        return parts[0]
    known = await call.recorder.image(image.key)
    if known and known.job_id:
        return known.job_id
    for part in parts:
        state = await call.free(call.gateway.ask(RunKind.PHOTOS, Job(id=part)))
        if image.key in state.keys:
            return part
    raise NotFound(
        f"HeyGen doesn't say which of its generations made the picture {image.key!r}.",
        _NOTHING_SENT,
    )


def text(given: object, what: str) -> str:
    """Return an id without spaces around it.

    Raises:
        ConfigurationError: It is no text, or empty.
    """
    if not isinstance(given, str) or not given.strip():
        said = "an empty text" if isinstance(given, str) else type(given).__name__
        raise ConfigurationError(
            f"{said[0].upper()}{said[1:]} is not {what}.",
            "Give an AvatarGroup, an AvatarLook, an AvatarImage, a Generation, or an id.",
        )
    return given.strip()


def _one(found: Iterable[T | None], what: str) -> T:
    """Return the only one of these, or say why there isn't one."""
    several = list(dict.fromkeys(each for each in found if each is not None))
    if len(several) == 1:
        return several[0]
    if not several:
        raise ConfigurationError(
            f"No {what} has been made of this yet, as far as the history knows.",
            "Make an avatar of a picture: group = await heygen.create_group(name, image).",
        )
    names = ", ".join(
        str(getattr(each, "id", None) or getattr(each, "key", each)) for each in several
    )
    raise ConfigurationError(
        f"This leads to {len(several)} {what}s, and one is needed: {names}.",
        f"{_NOTHING_SENT} Choose one of them.",
    )


async def _looks_made_of(call: Call, image: AvatarImage) -> list[AvatarLook]:
    """Return the looks of which the history knows that they were made of a picture."""
    found: dict[str, AvatarLook] = {}
    for kind in (RunKind.GROUP, RunKind.ADDED_LOOKS):
        for run in await call.recorder.steps(kind, pictures=[image.key]):
            found |= {each.id: each for each in run.looks if each.image_key == image.key}
    return list(found.values())


async def _groups_of(call: Call, record: Generation) -> list[str]:
    if record.group_id:
        return [record.group_id]
    if not record.kind.makes_images or record.api == "v3":
        return list(record.group_ids)
    looks = await looks_of(call, record)
    return list(dict.fromkeys(each.group_id for each in looks if each.group_id))


async def _group_of_look(call: Call, look_id: str) -> str:
    known = await call.recorder.look(look_id)
    if known and known.group_id:
        return known.group_id
    found = await call.free(call.avatars.look(look_id))
    return _one([found.group_id], "avatar")


async def _group_of_id(call: Call, given: str) -> str:
    """Return the group of an id, which may be that of a look or of a generation as well."""
    try:
        return (await call.free(call.avatars.group(given))).id
    except NotFound as unknown:
        known = await call.recorder.find(given)
        if known:
            return await group_id(call, known)
        try:
            return await _group_of_look(call, given)
        except HeyGenError:
            raise unknown from None


async def _look_of_id(call: Call, given: str) -> AvatarLook:
    known = await call.recorder.look(given)
    try:
        if known:
            return await _asked(call, known)
        return await call.free(call.avatars.look(given))
    except NotFound as unknown:
        run = await call.recorder.find(given)
        if run and run.kind.makes_images:
            return await look(call, run)
        try:
            return await _only_look(call, given)
        except NotFound:
            raise unknown from None


async def _asked(call: Call, known: AvatarLook) -> AvatarLook:
    group = known.group_id
    if group is None and (written := await call.recorder.look(known.id)):
        group = written.group_id
    return await call.free(call.avatars.look(known.id, group_id=group, name=known.name))


async def _only_look(call: Call, group: str) -> AvatarLook:
    page = await call.free(call.avatars.looks(group))
    return await _asked(call, _one_look(page.items))


def _one_look(looks: Iterable[AvatarLook]) -> AvatarLook:
    several = list(looks)
    if len(several) == 1:
        return several[0]
    if not several:
        raise NotFound("HeyGen knows no look or avatar with this id.")
    names = ", ".join(each.id for each in several)
    raise ConfigurationError(
        f"This avatar has {len(several)} looks, and one is needed: {names}.",
        "Choose one of `await heygen.looks(group)`.",
    )


async def _first_look(call: Call, group: str) -> AvatarLook:
    page = await call.free(call.avatars.looks(group))
    if not page.items:
        raise NotFound(f"The avatar {group} has no look.", _NOTHING_SENT)
    return page.items[0]


async def _picture_of_look(call: Call, given: AvatarLook) -> Picture:
    if call.api == "v3":
        image = given.image if given.is_downloaded else (await look(call, given)).image
        return Picture(given.id, image, look_id=given.id, group_id=given.group_id)
    if given.image_key and given.api == "v2":
        known = await call.recorder.image(given.image_key)
        job = await job_id_of(call, known) if known else None
        image = known or given.image
        return Picture(given.image_key, image, given.image_key, job)
    image = given.image if given.is_downloaded else (await look(call, given)).image
    return Picture(given.id, image)


async def _picture_of_image(call: Call, image: AvatarImage) -> Picture:
    if not image.key:
        raise ConfigurationError("HeyGen gave this picture no key.", "Save it, and give its path.")
    is_own = image.job_id is None and image.generation_id is None
    if call.api == "v3":
        if image.api == "v3" and is_own:
            return Picture(image.key, image, image.key)
        if image.api == "v3":
            return Picture(image.key, image, look_id=image.key, group_id=image.group_id)
        return Picture(image.key, image)
    if image.api == "v3":
        return Picture(image.key, image)
    return Picture(image.key, image, image.key, await job_id_of(call, image))


async def _picture_of_id(call: Call, given: str) -> Picture:
    known = await call.recorder.image(given)
    if known:
        return await _picture_of_image(call, known)
    if call.api == "v2" and "/" in given:
        # An image key that this machine has not made, such as that of an upload.
        return Picture(given, AvatarImage(key=given, url="", index=0, api="v2"), given)
    try:
        return await _picture_of_look(call, await _look_of_id(call, given))
    except NotFound:
        run = await call.recorder.find(given)
        if run and run.kind.makes_images:
            return await picture(call, run)
        if call.api == "v2":
            raise
        # The id of an upload: HeyGen has no route that tells.
        return Picture(given, AvatarImage(key=given, url="", index=0, api="v3"), given)
