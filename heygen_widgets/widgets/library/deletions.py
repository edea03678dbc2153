"""What is asked before avatars or looks are deleted at HeyGen: all that would go, with pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.widgets.avatars.contract import Deletion
from heygen_widgets.widgets.avatars.view_model import group_picture, look_picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from heygen_widgets.models.groups import AvatarGroup
    from heygen_widgets.models.looks import AvatarLook

_FOR_GOOD = (
    "HeyGen deletes this for good; what it has billed stays billed. Pictures that you made are "
    "still in the history of this machine."
)
_AVATAR_GOES = "With its last look the avatar goes as well."


def being_found(token: str) -> Deletion:
    """Return the question as long as it is being found out what would go."""
    return Deletion(
        title="Delete?",
        text="Finding out what would go.",
        names=[],
        pictures=[],
        go="",
        token=token,
    )


def of_groups(groups: Mapping[AvatarGroup, Sequence[AvatarLook]], token: str) -> Deletion:
    """Return the question about avatars.

    Args:
        groups: Each with its looks.
        token: What is agreed to.
    """
    names, pictures = list[str](), list[str]()
    for group, looks in groups.items():
        names.append(f"the avatar {_named(group.name, group.id)}")
        names += [f"its look {_named(look.name, look.id)}" for look in looks]
        pictures += [group_picture(group.id), *(look_picture(look.id) for look in looks)]
    several = _counted(len(groups), "avatar")
    only = next(iter(groups)) if len(groups) == 1 else None
    what = f"the avatar {only.name or only.id}" if only else several
    return Deletion(
        title=f"Delete {what}?",
        text=_FOR_GOOD,
        names=names,
        pictures=pictures,
        go=f"Delete {several} with {_counted(sum(map(len, groups.values())), 'look')}",
        token=token,
    )


def of_looks(looks: Sequence[AvatarLook], token: str, *, are_all: bool) -> Deletion:
    """Return the question about looks.

    Args:
        looks: Those that would go.
        token: What is agreed to.
        are_all: Whether their avatar has no others.
    """
    several = _counted(len(looks), "look")
    what = f"the look {looks[0].name or looks[0].id}" if len(looks) == 1 else several
    return Deletion(
        title=f"Delete {what}?",
        text=f"{_FOR_GOOD} {_AVATAR_GOES}" if are_all else _FOR_GOOD,
        names=[_named(look.name, look.id) for look in looks],
        pictures=[look_picture(look.id) for look in looks],
        go=f"Delete {several}",
        token=token,
    )


def _named(name: str, key: str) -> str:
    return f"{name} ({key})" if name else key


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
