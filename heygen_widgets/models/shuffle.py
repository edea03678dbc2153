"""Variants of given attributes: shuffled, or with one field changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.attributes import FIELDS, VOCABULARY

if TYPE_CHECKING:
    import random
    from collections.abc import Collection

    from heygen_widgets.models.attributes import AvatarAttributes

_UNSPECIFIED = "Unspecified"


def shuffled(
    attributes: AvatarAttributes, locked: Collection[str], chance: random.Random
) -> AvatarAttributes:
    """Return a copy with a random new value in each field that has a fixed set of values.

    A new value is never ``Unspecified`` and never the old one. Name and appearance always stay.

    Args:
        attributes: What to start from.
        locked: The fields that stay as they are, even if unspecified.
        chance: Draws the values; a generator in the same state draws the same values.

    Raises:
        InvalidAttributes: A locked field is not an attribute.
    """
    unknown = {str(field): "is not an attribute" for field in locked if field not in FIELDS}
    if unknown:
        raise InvalidAttributes(unknown)
    changes = {
        field: chance.choice([word for word in _others(attributes, field) if word != _UNSPECIFIED])
        for field in VOCABULARY
        if field not in locked
    }
    return attributes.replace(**changes)


def variations(attributes: AvatarAttributes, field: str) -> list[AvatarAttributes]:
    """Return a copy for each other value of one field, in the vocabulary's order.

    ``Unspecified`` counts as a value.

    Raises:
        InvalidAttributes: The field has no fixed set of values.
    """
    if field not in VOCABULARY:
        raise InvalidAttributes({field: f"is not one of {', '.join(VOCABULARY)}"})
    return [attributes.replace(**{field: word}) for word in _others(attributes, field)]


def _others(attributes: AvatarAttributes, field: str) -> list[str]:
    return [word for word in VOCABULARY[field] if word != getattr(attributes, field)]
