"""`RunKind`: what a run asks HeyGen for."""

from __future__ import annotations

from enum import StrEnum


class RunKind(StrEnum):
    """What a run asks HeyGen for: pictures, or what follows from them."""

    PHOTOS = "photos"
    """New pictures of attributes: ``generate``."""
    LOOKS = "looks"
    """New pictures of the person of a group, in other clothes or places: ``generate_looks``."""
    GROUP = "group"
    """A new avatar group of one picture: ``create_group``."""
    ADDED_LOOKS = "added looks"
    """Pictures that become looks of a group: ``add_looks``."""
    TRAINING = "training"
    """The training of a group (v2): ``train``."""

    @property
    def makes_images(self) -> bool:
        """Whether its result is pictures, which are downloaded."""
        return self in {RunKind.PHOTOS, RunKind.LOOKS}
