"""The attributes as one prompt for v3.

v3 has no fields for age, gender, ethnicity, orientation, pose and style. HeyGen's own guide for
agents ("avatar-creation", in its skills repository) puts the same words into the prompt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.models.attributes import Gender, Style
from heygen_widgets.models.limits import MAX_PROMPT

if TYPE_CHECKING:
    from heygen_widgets.models.attributes import AvatarAttributes


def to_prompt(attributes: AvatarAttributes) -> str:
    """Return the attributes in words, followed by the unchanged appearance.

    ``Senior South Asian Woman, Noir style, half body pose, vertical orientation. A baker in her
    shop``. Unspecified attributes are left out, and so is the name, for which v3 has a field. The
    prompt may be longer than `MAX_PROMPT`: check the attributes with `find_problem`.
    """
    return f"{_words(attributes)}. {attributes.appearance}"


def room_for_appearance(attributes: AvatarAttributes) -> int:
    """Return the longest appearance, in characters, that fits with the other attributes."""
    return MAX_PROMPT - len(_words(attributes)) - len(". ")


def find_problem(attributes: AvatarAttributes) -> str:
    """Return what is wrong with the appearance for v3, in words; empty if all is well."""
    used, room = len(attributes.appearance), room_for_appearance(attributes)
    if used <= room:
        return ""
    return (
        f"has {used} characters, {used - room} too many: HeyGen's v3 takes one prompt of at most "
        f"{MAX_PROMPT}, and the other attributes need {MAX_PROMPT - room} of it"
    )


def _words(attributes: AvatarAttributes) -> str:
    chosen = (attributes.age, attributes.ethnicity, attributes.gender)
    words = [str(word) for word in chosen if word != "Unspecified"]
    if attributes.gender is Gender.UNSPECIFIED:
        # `White` without a noun would be a colour.
        words.append("person" if words else "Person")
    person = " ".join(words)
    style = () if attributes.style is Style.UNSPECIFIED else (f"{attributes.style} style",)
    pose = f"{attributes.pose.replace('_', ' ')} pose"
    return ", ".join((person, *style, pose, f"{attributes.orientation} orientation"))
