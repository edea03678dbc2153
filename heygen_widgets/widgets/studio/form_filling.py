"""What fills the form of a studio: the browser's values, presets, shuffling, runs, saved images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from heygen_widgets.errors import HeyGenError, ImageUnavailable, InvalidAttributes
from heygen_widgets.models.attributes import (
    FIELDS,
    VOCABULARY,
    AvatarAttributes,
    find_problems,
)
from heygen_widgets.models.limits import MAX_COUNT
from heygen_widgets.runs import arguments, reference_images
from heygen_widgets.widgets.contract import FORM, MAX_UPLOAD
from heygen_widgets.widgets.runs import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heygen_widgets.presets import Presets
    from heygen_widgets.widgets.studio.screen import Screen


class Settings(arguments.Named, total=False):
    """What fills the form from Python: attributes by name, and these."""

    count: int
    avatar_id: str
    reference_images: Iterable[Any]


class NamedImage(bytes):
    """The bytes of an image that came with a file name."""

    name: str

    def __new__(cls, data: bytes, name: str) -> Self:
        """Put the name to the bytes."""
        image = super().__new__(cls, data)
        image.name = name
        return image


class FormFilling:
    """Fills the form.

    Args:
        screen: The widget.

    Attributes:
        references: The reference images, as `HeyGen.generate` takes them.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._replaced: tuple[dict[str, str], dict[str, str]] | None = None
        self._deleted: dict[str, dict[str, Any]] = {}
        self.references: list[Any] = []

    def take(self, given: Mapping[str, Any]) -> None:
        """Take the form as it was on screen when a button was pressed.

        The front end sends changes of state one at a time, and events at once: without this a click
        would be carried out, and paid for, without what was typed or chosen just before it.
        """
        with self._screen.hold_sync():
            for trait, value in (given.get("form") or {}).items():
                if trait in FORM:
                    setattr(self._screen, trait, value)

    def take_arguments(
        self, verb: str, attributes: AvatarAttributes | str | None, settings: Mapping[str, Any]
    ) -> None:
        """Take what a call from Python names, all of it or nothing.

        Args:
            verb: What was called, for messages.
            attributes: The attributes, or the appearance; None leaves all as it is.
            settings: As in `Settings`.

        Raises:
            TypeError: A setting is unknown.
            InvalidAttributes: A value is wrong.
        """
        arguments.check(verb, attributes, settings, Settings.__annotations__, others=("confirm",))
        given = arguments.together(verb, attributes, settings)
        problems = find_problems(given)
        count = given.get("count")
        if "count" in given and (isinstance(count, bool) or count not in range(1, MAX_COUNT + 1)):
            problems["count"] = f"must be 1 to {MAX_COUNT}, not {count!r}"
        if problems:
            raise InvalidAttributes(problems)
        references = given.pop("reference_images", None)
        if references is not None:
            self.set_references(references)
        with self._screen.hold_sync():
            for name, value in given.items():
                setattr(self._screen, name, int(value) if name == "count" else value or "")

    def replace(self, attributes: AvatarAttributes) -> None:
        """Fill the form with other attributes, and remember what was there for `restore`."""
        before = self._values()
        self._screen.attributes = attributes
        self._replaced = (before, self._values())

    def keep(self) -> None:
        """Forget what `replace` remembered."""
        self._replaced = None

    def restore(self) -> None:
        """Undo `replace`, unless the form was changed since."""
        before, after = self._replaced or ({}, {})
        self._replaced = None
        if after == self._values():
            with self._screen.hold_sync():
                for field, value in before.items():
                    setattr(self._screen, field, value)

    def shuffle(self) -> None:
        """Choose other values for the attributes that are not locked."""
        import random  # noqa: PLC0415 - not needed before it is asked for

        from heygen_widgets.models import shuffle  # noqa: PLC0415 - likewise

        chance = random.Random()  # noqa: S311 - nothing secret
        chosen = shuffle.shuffled(self._screen.chosen, self._screen.locked, chance)
        with self._screen.hold_sync():
            for field in VOCABULARY:
                setattr(self._screen, field, getattr(chosen, field))

    def fill_from_file(self, data: bytes, name: str) -> None:
        """Fill the form with the attributes of a dropped file, or show why that can't be done."""
        if problem := self._problem_of_file(data, name):
            advice = (
                "The form is as it was. Drop an image that was saved from a studio: its settings "
                "are inside. In Python, AvatarAttributes.from_image reads a file of any size."
            )
            self._screen.show(alert=messages.alert_for_file(problem, advice))

    def _problem_of_file(self, data: bytes, name: str) -> str:
        """Fill the form from a file; return what is wrong with the file, or an empty text."""
        from heygen_widgets.media import imaging  # noqa: PLC0415 - loads Pillow

        if problem := _size_problem(data, name):
            return problem
        try:
            found = imaging.metadata_in(data, name).get("attributes")
            if not isinstance(found, dict):
                return f"{name} holds no settings: it was not saved from a studio."
            self._screen.attributes = AvatarAttributes.from_dict(found)
        except ImageUnavailable as error:
            return error.what
        except InvalidAttributes as error:
            return f"{name} holds settings that this release can't use: {error.what}"
        return ""

    @property
    def presets(self) -> Presets:
        """Named sets of attributes, kept on this machine for all notebooks."""
        from heygen_widgets.presets import Presets  # noqa: PLC0415 - not needed before that

        return Presets()

    def use_preset(self, name: str) -> None:
        """Fill the form with a preset."""
        self._screen.attributes = self.presets.get(name)

    def save_preset(self, name: str) -> None:
        """Keep the form under a name."""
        self.presets.save(name.strip(), self._screen.attributes)
        self.show_presets()

    def delete_preset(self, name: str) -> None:
        """Delete a preset, and remember it for `restore_preset`."""
        self._deleted[name] = self.presets.delete(name)
        self.show_presets()

    def restore_preset(self, name: str) -> None:
        """Bring back a preset that was deleted in this studio, under its name.

        Raises:
            ConfigurationError: Another one has its name by now.
        """
        if name in self._deleted:
            self.presets.restore(name, self._deleted[name])
            del self._deleted[name]
        self.show_presets()

    def show_presets(self) -> None:
        """Show the names of the presets."""
        try:
            names = self.presets.names()
        except HeyGenError:
            # A damaged file is told to whoever saves or chooses one, not to everybody who opens.
            names = []
        self._screen.show(preset_names=names)

    def set_references(self, images: Iterable[Any]) -> None:
        """Replace the reference images."""
        self.references = list(reference_images.listed(images))
        self._screen.show(reference_names=[_name_of(image) for image in self.references])

    def add_references(self, name: str, images: Iterable[bytes]) -> None:
        """Add reference images that came from the browser; one that is too large is told."""
        given = [NamedImage(bytes(data), name) for data in images]
        problems = [problem for data in given if (problem := _size_problem(data, name))]
        if problems:
            advice = (
                "It was not added. Make a smaller copy, or give it in Python: "
                "studio.reference_images = [path]"
            )
            self._screen.show(alert=messages.alert_for_file(problems[0], advice))
            return
        self.set_references([*self.references, *given])

    def remove_reference(self, place: int) -> None:
        """Remove a reference image by its place."""
        self.set_references([*self.references[:place], *self.references[place + 1 :]])

    def _values(self) -> dict[str, str]:
        return {field: getattr(self._screen, field) for field in FIELDS}


def _size_problem(data: bytes, name: str) -> str:
    if len(data) <= MAX_UPLOAD:
        return ""
    return (
        f"{name} has {len(data) / 1e6:.1f} MB, and the notebook takes files of up to "
        f"{MAX_UPLOAD / 1e6:g} MB."
    )


def _name_of(image: Any) -> str:  # noqa: ANN401 - whatever HeyGen.generate takes
    if isinstance(image, bytes) and not isinstance(image, NamedImage):
        return "image"
    return str(getattr(image, "name", None) or getattr(image, "key", None) or image)[:80]
