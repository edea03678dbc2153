"""Generates new looks: the same person in other clothes, or at another place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.api.gateway import count_problem
from heygen_widgets.avatars import given
from heygen_widgets.avatars.settling import every_look
from heygen_widgets.avatars.training import check_trained
from heygen_widgets.errors import InvalidAttributes, NotOffered, NotReady
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import AvatarStatus
from heygen_widgets.models.jobs import GenerationStatus, Job
from heygen_widgets.models.limits import COUNT
from heygen_widgets.models.references import Reference
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.models.text import to_title

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from heygen_widgets.avatars.call import Call
    from heygen_widgets.avatars.making import Terms

DEFAULT_NAME = "Look"


def wanted(prompt: object, count: object, fields: Mapping[str, Any]) -> AvatarAttributes:
    """Return what new looks are to be like, checked.

    Args:
        prompt: What the person wears, and where it is.
        count: How many; None for the default. The version of the API may take fewer numbers.
        fields: Orientation, pose and style.

    Raises:
        InvalidAttributes: Names every value that is wrong; nothing was sent.
    """
    name = (to_title(prompt) if isinstance(prompt, str) else "") or DEFAULT_NAME
    problem = None if count is None else count_problem(count)
    problems = {"count": problem} if problem else {}
    try:
        attributes = AvatarAttributes.from_dict({"name": name, "appearance": prompt, **fields})
    except InvalidAttributes as error:
        raise InvalidAttributes(_in_words_of_verb(error.problems) | problems) from None
    if problems:
        raise InvalidAttributes(problems)
    return attributes


def _in_words_of_verb(problems: Mapping[str, str]) -> dict[str, str]:
    """Return problems by the names of the verb's arguments."""
    return {"prompt" if name == "appearance" else name: said for name, said in problems.items()}


async def generate(
    call: Call,
    group: given.Given,
    attributes: AvatarAttributes,
    *,
    count: int | None,
    like: given.Given | None,
    terms: Terms,
    on_update: Callable[[Generation], object] | None,
    download: bool,
) -> Generation:
    """Generate looks of the person of a group, and return the record with their pictures.

    Raises:
        HeyGenError: As in `HeyGen.generate_looks`.
    """
    if call.api == "v2" and like is not None:
        raise NotOffered(
            "HeyGen's v2 makes looks of a trained avatar as a whole, not of one of its looks.",
            "Nothing was sent and nothing is billed. Leave `avatar` out.",
        )
    problems = call.wire.find_problems(attributes, ())
    if problems:
        raise InvalidAttributes(_in_words_of_verb(problems))
    group_id = await given.group_id(call, group)
    order = terms.order(call, RunKind.LOOKS, COUNT if count is None else count)
    await check_trained(call, group_id)
    references = (await _reference(call, group_id, like),) if call.api == "v3" else ()
    asked = Generation(
        status=GenerationStatus.SUBMITTING,
        kind=RunKind.LOOKS,
        name=attributes.name,
        group_id=group_id,
        attributes=attributes,
        references=references,
    )

    async def jobs() -> tuple[Job, ...]:
        return tuple(Job() for _ in range(order.quote.jobs))

    return await call.make(
        asked,
        replace(order, attributes=attributes),
        jobs,
        deadline=terms.deadline,
        on_update=on_update,
        download=download,
    )


async def _reference(call: Call, group_id: str, like: given.Given | None) -> Reference:
    """Return the look that v3 is told to imitate: the one that is given, else a usable one."""
    if like is not None:
        return Reference("look", (await given.look(call, like)).id)
    looks = await every_look(call, group_id)
    usable = [look for look in looks if look.status is AvatarStatus.COMPLETED]
    if not usable:
        raise NotReady(
            "This avatar has no completed look that a new one could look like.",
            "Nothing was sent and nothing is billed. Wait for it: "
            "await heygen.wait_until_trained(group).",
        )
    return Reference("look", usable[0].id)
