"""The studio's traits and verbs."""

import asyncio
import json
import re

import pytest
from ipywidgets import Layout, Widget
from traitlets import TraitError, Unicode

from heygen_widgets import (
    Age,
    AvatarAttributes,
    AvatarStudio,
    ConfigurationError,
    GenerationStatus,
    HeyGen,
    InvalidAttributes,
    Style,
)
from tests.support.studio_events import answer_to, press, until


async def test_a_problem_goes_away_when_its_field_changes(service, studio_of):
    studio = studio_of(service, name="", appearance="")
    press(studio, "generate")
    await until(lambda: studio.problems)
    studio.name = "Ada"
    assert set(studio.problems) == {"appearance"}


async def test_selected_keys_go_both_ways(service, studio_of):
    studio = studio_of(service)
    await studio.generate()
    studio.set_state({"selected_keys": [studio.image_keys[2]]})
    assert studio.selected_keys == (studio.image_keys[2],)
    with pytest.raises(TraitError, match="not among"):
        studio.selected_keys = ("image/none/original",)


def test_an_unknown_keyword_is_a_type_error():
    with pytest.raises(TypeError, match="colour"):
        AvatarStudio(colour="red")


def test_a_keyword_that_is_nearly_right_gets_a_suggestion():
    for keyword, meant in (("styl", "style"), ("prompt", "appearance"), ("cuont", "count")):
        with pytest.raises(TypeError, match=rf"no '{keyword}' \(did you mean {meant}\?\)"):
            AvatarStudio(**{keyword: "?"})


def test_a_studio_opens_on_a_text_or_on_attributes():
    ada = AvatarAttributes(name="Ada", appearance="A red jacket", style="Noir")
    assert AvatarStudio("A red jacket", style="Noir").attributes == ada.replace(name="Avatar")
    assert AvatarStudio(ada).attributes == ada
    assert AvatarStudio(ada, style="Pixar").attributes == ada.replace(style="Pixar")
    with pytest.raises(TypeError, match="takes a text or AvatarAttributes, not HeyGen"):
        AvatarStudio(HeyGen.sandbox())


def test_what_every_widget_takes_and_a_subclass_adds_can_be_given_to_the_constructor():
    class Mine(AvatarStudio):
        project = Unicode("").tag(sync=True)

    studio = Mine(project="Rome", layout=Layout(width="50%"), class_="mine", style="Noir")
    assert (studio.project, studio.layout.width) == ("Rome", "50%")
    assert "mine" in studio._dom_classes
    assert studio.style is Style.NOIR
    for trait in ("template", "status", "offer", "avatar_style"):
        with pytest.raises(TypeError, match=trait):
            AvatarStudio(**{trait: "x"})


async def test_generate_fills_the_form_with_what_it_is_given(service, studio_of):
    studio = studio_of(service, name="Iris", age="Senior")
    generation = await studio.generate("a chef in Rome", style="Noir", count=8)
    assert generation.attributes == studio.attributes
    assert (studio.name, studio.appearance, studio.style) == ("Iris", "a chef in Rome", Style.NOIR)
    assert (studio.age, studio.count, len(studio.images)) == (Age.SENIOR, 8, 8)
    again = AvatarAttributes(name="Ada", appearance="A red jacket")
    assert (await studio.generate(again, count=4)).attributes == again


async def test_generate_leaves_the_form_as_it_is_if_anything_is_wrong(service, studio_of):
    studio = studio_of(service, appearance="A baker")
    before = studio.attributes
    for settings, error, said in (
        ({"style": "Noir", "styl": "Noir"}, TypeError, "did you mean style"),
        ({"style": "Noir", "age": "Old"}, InvalidAttributes, "Young Adult"),
        ({"style": "Noir", "count": 99}, InvalidAttributes, "must be 1 to 8, not 99"),
        ({"style": "Noir", "reference_images": "coat.png"}, InvalidAttributes, "a list"),
        ({"attributes": 5}, TypeError, "not int"),
    ):
        with pytest.raises(error, match=said):
            await studio.generate(**settings)
        assert studio.attributes == before
    assert service.app.state.sandbox.jobs == []


def test_wrong_start_values_are_named_all_at_once():
    with pytest.raises(InvalidAttributes) as caught:
        AvatarStudio(age="Old", pose="sitting")
    assert set(caught.value.problems) == {"age", "pose"}


def test_a_trait_takes_a_member_or_its_string_and_nothing_else():
    studio = AvatarStudio(age="Senior")
    assert studio.age is Age.SENIOR
    studio.style = "Noir"
    assert studio.style is Style.NOIR
    assert studio.avatar_style is Style.NOIR
    with pytest.raises(TraitError, match="Young Adult"):
        studio.age = "Old"


def test_the_browser_changes_the_style_too():
    studio = AvatarStudio()
    studio.set_state({"avatar_style": "Vintage"})
    assert studio.style is Style.VINTAGE


def test_attributes_go_in_and_out_of_the_form():
    attributes = AvatarAttributes(
        name="Bo", age="Senior", style="Pixar", pose="full_body", appearance="A baker"
    )
    studio = AvatarStudio()
    studio.attributes = attributes
    assert studio.attributes == attributes


def test_outputs_are_read_only():
    with pytest.raises(TraitError):
        AvatarStudio().status = "success"


def test_generate_sync_works_in_a_plain_script(service, studio_of):
    studio = studio_of(service)
    assert studio.generate_sync().status is GenerationStatus.SUCCESS
    assert studio.generate_sync().id == service.jobs[1].id


def test_start_without_a_loop_says_what_to_do(service, studio_of):
    with pytest.raises(ConfigurationError, match="generate_sync"):
        studio_of(service).start()


def test_repr_is_one_useful_line(service, studio_of):
    assert (
        repr(studio_of(service)) == "<AvatarStudio idle on <HeyGen v2 at heygen.sandbox>: no run>"
    )


async def test_vary_changes_what_is_named_and_nothing_else(studio, service):
    first = await studio.generate()
    studio.name, studio.age = "Another", "Senior"
    second = await studio.vary(style="Noir", orientation="vertical")
    changes = {"style": "Noir", "orientation": "vertical"}
    assert second.attributes == first.attributes.replace(**changes)
    assert [job.attributes for job in service.jobs] == [first.attributes, second.attributes]
    assert studio.attributes == second.attributes


async def test_again_takes_the_settings_of_the_run_and_not_of_the_form(studio):
    first = await studio.generate()
    studio.appearance = "Something else"
    second = await studio.again()
    assert second.attributes == first.attributes
    assert second.id != first.id


async def test_there_must_be_something_to_go_on_from(studio, service):
    with pytest.raises(ConfigurationError, match="no generation to go on from"):
        await studio.again()
    assert not service.jobs


async def test_a_variation_that_is_none_is_refused_before_anything(studio, service):
    await studio.generate()
    with pytest.raises(InvalidAttributes, match="style"):
        await studio.vary(style="Blurry")
    assert len(service.jobs) == 1


async def test_the_buttons_again_and_vary_go_by_the_price_that_they_showed(studio, service):
    await studio.generate()
    press(studio, "go_on", {"changes": {"style": "Noir"}, "agreed": "something else"})
    await until(lambda: studio.question)
    assert len(service.jobs) == 1
    press(studio, "go_on", {"changes": {"style": "Noir"}, "agreed": studio.offer["token"]})
    await until(lambda: len(service.jobs) == 2)
    await until(lambda: studio.status == "success")
    assert service.jobs[1].attributes.style is Style.NOIR


async def test_who_declines_again_gets_the_form_back_as_it_was(studio, service):
    await studio.generate()
    studio.appearance, studio.style = "Something else", "Noir"
    asked = {"changes": {"style": "Vintage"}, "agreed": "something else"}
    press(studio, "go_on", asked)
    await until(lambda: studio.question)
    assert studio.style == "Vintage"
    press(studio, "decline")
    await until(lambda: studio.question is None)
    await asyncio.sleep(0)
    assert (studio.appearance, studio.style) == ("Something else", "Noir")
    # Not over what was changed since.
    press(studio, "go_on", asked)
    await until(lambda: studio.question)
    studio.name = "Cy"
    press(studio, "decline")
    await until(lambda: studio.question is None)
    assert (studio.name, studio.style) == ("Cy", "Vintage")
    assert len(service.jobs) == 1


async def test_save_writes_the_selected_pictures_or_all(studio, tmp_path):
    generation = await studio.generate()
    assert len(studio.save(tmp_path / "all")) == 4
    studio.selected_keys = generation.image_keys[:1]
    [path] = studio.save(tmp_path / "one")
    assert AvatarAttributes.from_image(path) == generation.attributes


async def test_a_run_is_told_as_python_and_as_curl(studio, told):
    await studio.generate()
    _, [cell], _ = await answer_to(told, studio, "snippet", {"kind": "python"}, "snippet")
    assert "A violinist in a red dress" in cell["text"]
    compile(cell["text"], "cell", "exec", flags=0x2000)  # top-level await
    _, [command], _ = await answer_to(told, studio, "snippet", {"kind": "curl"}, "snippet")
    assert "$HEYGEN_API_KEY" in command["text"]
    assert json.dumps("A violinist in a red dress") in command["text"]
    assert studio.as_curl() == command["text"]


async def test_many_generations_leave_no_more_in_the_state_than_one(studio):
    def size():
        values = studio.get_state().values()
        return sum(len(each) if isinstance(each, bytes) else len(repr(each)) for each in values)

    await studio.generate()
    first = size()
    for _ in range(20):
        await studio.generate()
    assert size() < 1.2 * first


def test_completion_lists_what_python_uses_and_nothing_of_the_browsers():
    studio = AvatarStudio(appearance="A baker")
    names = dir(studio)
    assert {"age", "style", "appearance", "count", "image_keys", "generate", "vary"} <= set(names)
    assert {"locked", "observe", "layout", "timeout", "attributes"} <= set(names)
    hidden = re.compile(r"vue_|preview_|_|figures|offer|run_id|run$|alert|tell|show$|constants")
    assert [name for name in names if hidden.match(name)] == []
    assert [name for name in names if not hasattr(studio, name)] == []


def test_completion_lists_what_a_subclass_adds():
    class Mine(AvatarStudio):
        def twice(self):
            """Do it twice."""

    assert "twice" in dir(Mine())


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["not one of them"], "no image with the key 'not one of them'"),
        ([], "No image was named"),
        ("image/1", "not a list"),
        (5, "not a list"),
    ],
)
async def test_saving_says_which_keys_are_unknown_and_saves_none(
    service, studio_of, tmp_path, keys, said
):
    studio = studio_of(service)
    with pytest.raises(ConfigurationError, match="no images here"):
        studio.save(tmp_path / "a")
    await studio.generate()
    with pytest.raises(ConfigurationError, match=said):
        studio.save(tmp_path / "a", keys=keys)
    with pytest.raises(ConfigurationError, match="nope"):
        studio.save(tmp_path / "a", keys=[studio.image_keys[0], "nope"])
    assert not (tmp_path / "a").exists()
    assert len(studio.save(tmp_path / "a", keys=studio.image_keys[:2])) == 2


@pytest.mark.parametrize("limit", [float("inf"), float("nan"), float("-inf"), -1.0])
def test_a_limit_that_is_no_amount_is_refused_when_it_is_set(limit):
    studio = AvatarStudio()
    for name in ("click_limit", "session_limit"):
        with pytest.raises(TraitError):
            setattr(studio, name, limit)
        with pytest.raises(TraitError):
            AvatarStudio(**{name: limit})


def test_a_new_studio_opens_after_all_widgets_were_closed():
    Widget.close_all()
    assert AvatarStudio("A baker").appearance == "A baker"
