"""docs/reference has every public name, trait, verb, error, variable, option and magic."""

import inspect
import re
from pathlib import Path

import pytest

import heygen_widgets
from heygen_widgets import sandbox
from heygen_widgets.magics import options as magics
from heygen_widgets.presets import Presets
from heygen_widgets.sweeps.sweep import Sweep
from tests.support import generated_reference

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "heygen_widgets"
REFERENCE = ROOT / "docs" / "reference"
PAGES = {path.stem: path.read_text("utf-8") for path in REFERENCE.glob("*.md")}
DIRECTIVES = re.findall(
    r"^\.\. (?:auto(?:class|exception|function)|py:data):: (\S+)$",
    "".join(PAGES.values()),
    re.MULTILINE,
)

PUBLIC = [
    *(f"heygen_widgets.{name}" for name in heygen_widgets.__all__),
    *(f"heygen_widgets.sandbox.{name}" for name in sandbox.__all__),
    f"{Sweep.__module__}.Sweep",
    f"{Presets.__module__}.Presets",
]
"""What docs/project/compatibility.md calls public."""

CLASSES = [
    *(getattr(heygen_widgets, name) for name in heygen_widgets.__all__),
    *(sandbox.Scenario, sandbox.Fault, Sweep, Presets),
]
CLASSES = [each for each in CLASSES if inspect.isclass(each)]


def members_of(each):
    """Return what a class of ours defines for its users: methods and properties."""
    kinds = (property, classmethod, staticmethod)
    return {
        name: value
        for name, value in vars(each).items()
        if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, kinds))
    }


def table_of(page):
    """Return what the first column of the tables of a page names."""
    return set(re.findall(r"^\| `([^`]+)` \|", PAGES[page], re.MULTILINE))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_described_once(name):
    assert DIRECTIVES.count(name) == 1


def test_whatever_is_described_is_there():
    lost = []
    for name in DIRECTIVES:
        module, _, last = name.rpartition(".")
        if not hasattr(__import__(module, fromlist=[last]), last):
            lost.append(name)
    assert lost == []


@pytest.mark.parametrize("each", CLASSES, ids=lambda each: each.__name__)
def test_every_verb_and_property_has_a_docstring_by_which_the_site_shows_it(each):
    bare = [name for name, value in members_of(each).items() if not inspect.getdoc(value)]
    assert bare == []
    assert each.__doc__


@pytest.mark.parametrize("widget", generated_reference.WIDGETS, ids=lambda each: each.__name__)
def test_the_public_traits_of_a_widget_are_in_a_table(widget):
    assert generated_reference.public_traits(widget)
    assert generated_reference.traits_table(widget) in PAGES["widgets"]


async def test_what_a_studio_completes_is_a_verb_or_a_trait_of_its_table():
    studio = heygen_widgets.AvatarStudio(client=heygen_widgets.HeyGen.sandbox(), history=False)
    completed = set(dir(studio)) & set(studio.trait_names())
    studio.close()
    of_any_widget = {"layout"}
    assert completed - of_any_widget == set(
        generated_reference.public_traits(heygen_widgets.AvatarStudio)
    )


def test_every_error_is_in_the_tree_of_names_and_in_the_table():
    errors = {error.__name__ for error in generated_reference.all_errors()}
    assert errors | {"HeyGenError"} <= set(heygen_widgets.__all__)
    assert errors == table_of("errors")


def test_every_variable_that_the_package_reads_is_in_the_table():
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert set(re.findall(r'"(HEYGEN_[A-Z_]+)"', code)) == table_of("environment")


def test_every_command_has_a_table_of_its_options():
    for name, parser in generated_reference.subcommands().items():
        assert f"### `python -m heygen_widgets {name}`" in PAGES["command-line"]
        assert generated_reference.options_table(parser) in PAGES["command-line"]
    assert generated_reference.sandbox_table() in PAGES["command-line"]


@pytest.mark.parametrize("magic", [magics.AVATAR, magics.HISTORY], ids=lambda magic: magic.name)
def test_every_option_of_a_magic_is_there(magic):
    named = {cell.partition(" ")[0] for cell in table_of("magics")}
    assert {option.name for option in magic.options} <= named


def test_every_fault_is_there():
    assert set(sandbox.FAULTS) == table_of("faults")


def test_every_page_of_the_reference_is_in_its_list():
    index = PAGES["index"]
    assert [name for name in PAGES if name != "index" and f"({name}.md)" not in index] == []
