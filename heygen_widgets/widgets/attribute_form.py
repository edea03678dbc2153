"""The eight attributes as traits: what all widgets of this package have in common."""

from __future__ import annotations

from typing import Any

from ipyvuetify.VuetifyTemplate import VuetifyTemplate
from traitlets import Dict, Unicode, default, link, observe

from heygen_widgets.errors import InvalidAttributes
from heygen_widgets.models.attributes import (
    FIELDS,
    VOCABULARY,
    Age,
    AvatarAttributes,
    Ethnicity,
    Gender,
    Orientation,
    Pose,
    Style,
    find_problems,
)
from heygen_widgets.runs import arguments
from heygen_widgets.widgets import bundle, contract
from heygen_widgets.widgets.choice import Choice

OF_ANY_WIDGET = frozenset({"layout", "class_", "tabbable", "tooltip"})
"""What the constructor takes besides: how any widget is placed on its page."""

_LIBRARIES = frozenset({"heygen_widgets", "ipyvuetify", "ipyvue", "ipywidgets"})


class AttributeForm(VuetifyTemplate):
    """A widget whose front end edits the eight attributes.

    Args:
        attributes: Start values, by name. Also what every widget takes, such as ``layout``, and
            the traits of a subclass.

    Raises:
        InvalidAttributes: A start value is not in its vocabulary, for all of them at once.
        TypeError: A keyword is not one of these.
    """

    name = Unicode(arguments.DEFAULT_NAME).tag(sync=True)
    """A name for the avatar."""
    age = Choice(Age, Age.UNSPECIFIED).tag(sync=True)
    """How old the person looks; an `Age`."""
    gender = Choice(Gender, Gender.UNSPECIFIED).tag(sync=True)
    """The person's gender; a `Gender`."""
    ethnicity = Choice(Ethnicity, Ethnicity.UNSPECIFIED).tag(sync=True)
    """The person's ethnicity; an `Ethnicity`."""
    orientation = Choice(Orientation, Orientation.SQUARE).tag(sync=True)
    """The shape of the pictures; an `Orientation`."""
    pose = Choice(Pose, Pose.HALF_BODY).tag(sync=True)
    """How much of the person is in the pictures; a `Pose`."""
    style = Choice(Style, Style.REALISTIC)
    """The look of the pictures; a `Style`."""
    appearance = Unicode("").tag(sync=True)
    """The prompt: what the person looks like, wears and does; at most 1000 characters."""

    # For the templates only. The front end hides traits with a leading underscore from templates,
    # and takes a trait named `style` for CSS.
    avatar_style = Choice(Style, Style.REALISTIC).tag(sync=True)
    constants = Dict(read_only=True).tag(sync=True)
    problems = Dict(read_only=True).tag(sync=True)

    _others: tuple[str, ...] = ()
    """What else the constructor of a subclass takes by name."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - checked here, in words
        self._check_start_values(attributes)
        bundle.open_what_all_widgets_share()
        classes = str(attributes.pop("class_", None) or "")
        super().__init__(**attributes, avatar_style=attributes.get("style", Style.REALISTIC))
        for name in classes.split():
            self.add_class(name)
        link((self, "style"), (self, "avatar_style"))

    @default("constants")
    def _all_constants(self) -> dict[str, Any]:
        return contract.constants()

    @property
    def attributes(self) -> AvatarAttributes:
        """The eight attributes as they stand; set it to fill the whole form.

        Raises:
            InvalidAttributes: They can't be sent as they are.
        """
        return AvatarAttributes(**{field: getattr(self, field) for field in FIELDS})

    @attributes.setter
    def attributes(self, attributes: AvatarAttributes) -> None:
        with self.hold_sync():
            for field in FIELDS:
                setattr(self, field, getattr(attributes, field))

    @property
    def chosen(self) -> AvatarAttributes:
        """The attributes that are chosen from lists, with any name and appearance."""
        words = {field: getattr(self, field) for field in VOCABULARY}
        return AvatarAttributes(name="-", appearance="-", **words)

    def show_problems(self, error: InvalidAttributes) -> None:
        """Show each problem at its field; it goes away when the field changes."""
        self._set(problems={field: _sentence(said) for field, said in error.problems.items()})

    @observe(*FIELDS)
    def _forget_problem(self, change: Any) -> None:  # noqa: ANN401 - traitlets' own
        if change["name"] in self.problems:
            left = {field: said for field, said in self.problems.items() if field != change["name"]}
            self._set(problems=left)

    def _set(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        for name, value in values.items():
            self.set_trait(name, value)

    def _check_start_values(self, values: dict[str, Any]) -> None:
        others = {name for name in values if name in OF_ANY_WIDGET or self._is_of_subclass(name)}
        arguments.check(type(self).__name__, None, values, {*FIELDS, *others}, others=self._others)
        # A form may start with an empty name or appearance; its words must be right from the start.
        problems = find_problems({field: values[field] for field in values if field in VOCABULARY})
        if problems:
            raise InvalidAttributes(problems)

    def _is_of_subclass(self, name: str) -> bool:
        """Return whether a trait is one that a user's own subclass has added."""
        trait = self.traits().get(name)
        package = getattr(trait and trait.this_class, "__module__", "").partition(".")[0]
        return trait is not None and package not in _LIBRARIES


def _sentence(problem: str) -> str:
    return problem[:1].upper() + problem[1:] + "."
