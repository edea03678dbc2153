"""Who is in a picture, so that other pictures can show the same person."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from heygen_widgets.models.attributes import AvatarAttributes

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The person in one picture, named by what the picture was drawn from.

    Attributes:
        attributes: The attributes of the picture.
        generation_id: Its generation.
        index: Its number in the generation, from 0.
    """

    attributes: AvatarAttributes
    generation_id: str
    index: int

    @classmethod
    def of_file(cls, data: bytes) -> Identity:
        """Return the person that stands for the unknown one in a file: for the same bytes the same.

        Args:
            data: The content of the file.
        """
        somebody = AvatarAttributes(name="A photo", appearance="A person")
        return cls(attributes=somebody, generation_id=sha256(data).hexdigest(), index=0)

    def to_json(self) -> list[Any]:
        """Return what `from_json` reads."""
        return [self.attributes.to_dict(), self.generation_id, self.index]

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> Identity:
        """Read what `to_json` returned."""
        attributes, generation_id, index = values
        return cls(
            attributes=AvatarAttributes(**attributes), generation_id=generation_id, index=index
        )
