"""Checks v2's requests about groups, looks and training, up to the first problem."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from heygen_widgets.models.attributes import MAX_APPEARANCE, AvatarAttributes
from heygen_widgets.sandbox.server.api_errors import ApiError
from heygen_widgets.sandbox.server.validation_v2 import parse_object, text_problem, word_problem

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_KEYS = 4
"""How many pictures one request may add."""

_NEW_LOOK_WORDS = ("orientation", "pose", "style")


@dataclass(frozen=True, kw_only=True)
class NewGroup:
    """A request for a group.

    Attributes:
        name: Its name.
        image_key: The key of its first picture.
        generation_id: The job that made the picture, if one is named.
    """

    name: str
    image_key: str
    generation_id: str | None


@dataclass(frozen=True, kw_only=True)
class MoreLooks:
    """A request to add pictures to a group.

    Attributes:
        group_id: The group.
        name: The name of the new looks.
        image_keys: The keys of one to four pictures.
        generation_id: The job that made them, if one is named.
    """

    group_id: str
    name: str
    image_keys: tuple[str, ...]
    generation_id: str | None


@dataclass(frozen=True, kw_only=True)
class NewLook:
    """A request to generate looks of the person of a group.

    Attributes:
        group_id: The group.
        attributes: What they shall show; age, gender and ethnicity are those of the person.
    """

    group_id: str
    attributes: AvatarAttributes


def parse_new_group(body: bytes) -> NewGroup:
    """Read the body of a request for a group.

    Raises:
        ApiError: If a field is invalid; the message names the first one.
    """
    values = parse_object(body)
    _check_texts(values, "name", "image_key")
    return NewGroup(
        name=values["name"], image_key=values["image_key"], generation_id=_generation_id(values)
    )


def parse_more_looks(body: bytes) -> MoreLooks:
    """Read the body of a request to add pictures.

    Raises:
        ApiError: If a field is invalid; the message names the first one.
    """
    values = parse_object(body)
    _check_texts(values, "group_id", "name")
    return MoreLooks(
        group_id=values["group_id"],
        name=values["name"],
        image_keys=_image_keys(values),
        generation_id=_generation_id(values),
    )


def parse_train(body: bytes) -> str:
    """Read the id of the group that shall be trained.

    Raises:
        ApiError: If it is missing or no text.
    """
    values = parse_object(body)
    _check_texts(values, "group_id")
    return str(values["group_id"])


def parse_new_look(body: bytes) -> NewLook:
    """Read the body of a request to generate looks.

    Raises:
        ApiError: If a field is invalid; the message names the first one.
    """
    values = parse_object(body)
    _check_texts(values, "group_id")
    _check(values, "prompt", lambda value: text_problem(value, MAX_APPEARANCE))
    for field in _NEW_LOOK_WORDS:
        _check(values, field, partial(word_problem, field))
    words = {field: values[field] for field in _NEW_LOOK_WORDS}
    attributes = AvatarAttributes(name="A new look", appearance=values["prompt"], **words)
    return NewLook(group_id=values["group_id"], attributes=attributes)


def _check(values: dict[str, Any], field: str, problem_of: Callable[[Any], str]) -> None:
    problem = problem_of(values[field]) if field in values else "Field required"
    if problem:
        raise ApiError.invalid(field, problem)


def _check_texts(values: dict[str, Any], *fields: str) -> None:
    for field in fields:
        _check(values, field, text_problem)


def _generation_id(values: dict[str, Any]) -> str | None:
    if values.get("generation_id") is None:
        return None
    _check_texts(values, "generation_id")
    return str(values["generation_id"])


def _image_keys(values: dict[str, Any]) -> tuple[str, ...]:
    _check(values, "image_keys", _list_problem)
    for index, key in enumerate(values["image_keys"]):
        problem = text_problem(key)
        if problem:
            raise ApiError.invalid(f"image_keys.{index}", problem)
    return tuple(values["image_keys"])


def _list_problem(value: object) -> str:
    if not isinstance(value, list):
        return "Input should be a valid list"
    if not value:
        return "List should have at least 1 item after validation, not 0"
    if len(value) > MAX_KEYS:
        return f"List should have at most {MAX_KEYS} items after validation, not {len(value)}"
    return ""
