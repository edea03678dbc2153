"""The browser's contract: one table, which the widget and the front end keep."""

import ast
import asyncio
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ipyvuetify.VuetifyTemplate import VuetifyTemplate

import heygen_widgets
from heygen_widgets import AvatarLibrary, AvatarStudio, AvatarSweep
from heygen_widgets.models.attributes import VOCABULARY
from heygen_widgets.widgets import contract
from heygen_widgets.widgets.avatars import panel_contract
from heygen_widgets.widgets.avatars.panel import AvatarPanel
from heygen_widgets.widgets.library import library_contract
from heygen_widgets.widgets.library.library_events import LibraryEvents
from heygen_widgets.widgets.studio.avatar.events import PanelEvents
from heygen_widgets.widgets.studio.events import StudioEvents
from heygen_widgets.widgets.sweep import sweep_contract
from heygen_widgets.widgets.sweep.sweep_events import SweepEvents
from tests.support import generated_docs

PACKAGE = Path(heygen_widgets.__file__).parent
SOURCES = Path(__file__).parents[2] / "frontend" / "src"
TYPES = SOURCES / "traits.ts"
# The type checker of the front end refuses names that are not in `traits.ts`.
FRONT_END = "\n".join(
    path.read_text("utf-8")
    for path in sorted(SOURCES.rglob("*"))
    if path.suffix in {".ts", ".vue"} and path != TYPES
)


def names(entries):
    return [entry.name for entry in entries]


@dataclass(frozen=True)
class Kept:
    """A widget that keeps a table, and where its halves are.

    Attributes:
        table: The module of the table.
        widget: Its class.
        events: The class that carries out its events.
        unused: Traits that are for Python's users alone.
    """

    table: Any
    widget: Any
    events: type
    unused: frozenset[str] = frozenset()

    def __str__(self):
        return self.widget.__name__


WIDGETS = [
    # Python's users read `image_urls` and `message`; the browser has them in the alert.
    Kept(contract, AvatarStudio, StudioEvents, frozenset({"image_urls", "message"})),
    Kept(library_contract, AvatarLibrary, LibraryEvents),
    Kept(panel_contract, AvatarPanel, PanelEvents),
    Kept(sweep_contract, AvatarSweep, SweepEvents),
]
each_widget = pytest.mark.parametrize("kept", WIDGETS, ids=str)
EVENTS = sorted({name for kept in WIDGETS for name in names(kept.table.EVENTS)})
CALLS = sorted({name for kept in WIDGETS for name in names(kept.table.CALLS)})
TRAITS = sorted({name for kept in WIDGETS for name in set(names(kept.table.TRAITS)) - kept.unused})


@each_widget
def test_every_name_stands_in_the_table_once_with_a_sentence(kept):
    for entries in (kept.table.TRAITS, kept.table.EVENTS, kept.table.CALLS):
        assert len(set(names(entries))) == len(entries)
        assert all(entry.about.endswith(".") for entry in entries)


def test_each_widget_that_has_a_table_is_held_against_it():
    assert [str(kept) for kept in WIDGETS] == list(generated_docs.WIDGETS)


@each_widget
def test_the_traits_that_travel_are_those_of_the_table(kept):
    inherited = set(VuetifyTemplate.class_trait_names(sync=True))
    travelling = set(kept.widget.class_trait_names(sync=True)) - inherited
    assert travelling == set(names(kept.table.TRAITS))


@each_widget
def test_what_the_browser_may_change_is_what_python_may_change(kept):
    traits = kept.widget.class_traits(sync=True)
    open_ones = {name for name, trait in traits.items() if not trait.read_only}
    assert {entry.name for entry in kept.table.TRAITS if entry.is_input} == (
        open_ones & set(names(kept.table.TRAITS))
    )


@each_widget
def test_the_widget_announces_the_events_of_the_table_and_carries_all_of_them_out(kept):
    assert kept.widget().events == names(kept.table.EVENTS)
    handlers = {name.removeprefix("_on_") for name in vars(kept.events) if name[:4] == "_on_"}
    assert handlers == set(names(kept.table.EVENTS))


def test_python_makes_the_calls_of_the_tables_and_no_others():
    made = set()
    for path in (PACKAGE / "widgets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "tell":
                made.add(node.args[0].value)
    assert made == set(CALLS)


def test_the_front_end_has_the_contract_as_make_docs_writes_it():
    assert TYPES.read_text("utf-8") == generated_docs.typed_contract()


@pytest.mark.parametrize("call", CALLS)
def test_the_front_end_answers_every_call(call):
    assert re.search(rf'\.on\("{call}"', FRONT_END)


@pytest.mark.parametrize("event", EVENTS)
def test_the_front_end_sends_every_event(event):
    assert re.search(rf"""\b(send|press)\(["']{event}["']""", FRONT_END)


@pytest.mark.parametrize("trait", TRAITS)
def test_every_trait_is_shown_or_used(trait):
    name = trait.rpartition("_")[0] if trait.startswith("preview_") else trait
    chosen = [field["trait"] for field in contract.constants()["fields"]]
    assert trait in chosen or re.search(rf"""(traits[.\[][`"]?|"){name}""", FRONT_END)


def test_a_form_shows_every_attribute_that_is_chosen_from_a_list_with_all_its_words():
    fields = contract.constants()["fields"]
    assert {field["attribute"] for field in fields} == set(VOCABULARY)
    for field in fields:
        words = field["words"]
        assert sorted(words) == sorted(VOCABULARY[field["attribute"]])
        assert "Unspecified" in words[:1] or "Unspecified" not in words
        assert field["trait"] in AvatarStudio.class_trait_names(sync=True)


def test_words_that_are_no_words_for_people_have_labels():
    constants = contract.constants()
    words = [word for field in constants["fields"] for word in field["words"]]
    assert set(constants["labels"]) == {word for word in words if word != word.title()}
    assert constants["labels"]["close_up"] == "Close-up"


def test_every_example_is_settings_that_can_be_sent():
    for example in contract.constants()["examples"]:
        studio = AvatarStudio()
        studio.set_state(example["form"])
        assert studio.attributes.appearance == example["form"]["appearance"]


def test_a_press_carries_traits_that_the_browser_may_change():
    assert set(contract.FORM) <= {entry.name for entry in contract.TRAITS if entry.is_input}


async def test_an_event_that_the_table_does_not_name_is_ignored():
    studio = AvatarStudio()
    studio._handle_event(None, {"event": "destroy", "data": None}, [])
    studio._handle_event(None, {"event": "shuffle", "data": None}, [])
    before = studio.chosen
    async with asyncio.timeout(20):
        # Events are carried out in order: the second one shows that the first one is over.
        while studio.chosen == before:  # noqa: ASYNC110 - a condition of a widget
            await asyncio.sleep(0)
    assert studio.status == "idle"
    assert studio.alert is None
