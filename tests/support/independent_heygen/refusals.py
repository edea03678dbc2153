"""What the server refuses, and the fields that it insists on."""

from __future__ import annotations

ASIAN = ["Asian American", "East Asian", "South East Asian", "South Asian"]
ENUMS = {
    "age": ["Young Adult", "Early Middle Age", "Late Middle Age", "Senior", "Unspecified"],
    "gender": ["Woman", "Man", "Unspecified"],
    "ethnicity": ["White", "Black", *ASIAN, "Middle Eastern", "Pacific", "Hispanic", "Unspecified"],
    "orientation": ["square", "horizontal", "vertical"],
    "pose": ["half_body", "close_up", "full_body"],
    "style": ["Realistic", "Pixar", "Cinematic", "Vintage", "Noir", "Cyberpunk", "Unspecified"],
}
MOST_CHARACTERS = 1000


class Refusal(Exception):
    """HTTP status, code, message."""


def invalid(field, problem):
    return Refusal(400, "invalid_parameter", f"{field} is invalid: {problem}")


def text(body, field):
    if field not in body:
        raise invalid(field, "Field required")
    if not isinstance(body[field], str):
        raise invalid(field, "Input should be a valid string")
    return body[field]


def chosen(body, field):
    """Return one of the words that the field takes."""
    given = text(body, field)
    if given not in ENUMS[field]:
        *most, last = map(repr, ENUMS[field])
        raise invalid(field, f"Input should be {', '.join(most)} or {last}")
    return given


def prose(body, field):
    """Return a text that isn't too long."""
    given = text(body, field)
    if len(given) > MOST_CHARACTERS:
        raise invalid(field, f"String should have at most {MOST_CHARACTERS} characters")
    return given
