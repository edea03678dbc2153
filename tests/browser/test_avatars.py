"""From pictures to an avatar in JupyterLab: by mouse, by keyboard, and scanned by axe-core."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.studio import PRICED, RESULT, violations
from tests.support.independent_heygen import IndependentHeyGen

pytestmark = pytest.mark.browser

STUDIO = """from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

scenario = Scenario(duration=0.5, api="{api}", look_pending=0.2, training={training})
studio = AvatarStudio("A violinist in a red dress", name="Lina", client=HeyGen.sandbox(scenario))
await studio.generate()
studio.selected_keys = studio.image_keys[:2]
studio"""
AT_ANOTHER_SERVER = """from heygen_widgets import AvatarStudio, HeyGen, PollPolicy

client = HeyGen("a-key", base_url="{url}", poll=PollPolicy(first=0.2, longest=0.4))
studio = AvatarStudio("A violinist in a red dress", name="Lina", client=client)
studio"""
MADE = {
    "v2": {"generation": 1, "group": 1, "look": 6, "training": 1, "look_generation": 1},
    "v3": {"group": 4, "look": 9, "prompt_look": 8, "photo_look": 1, "asset": 1},
}
IS_NO_WIDER = "card => card.scrollWidth <= card.clientWidth"


def open_studio(lab, api="v2", theme="light", width=1400, training=0):
    lab.page.set_viewport_size({"width": width, "height": 1400})
    lab.open_notebook([STUDIO.format(api=api, training=training)], theme=theme)
    lab.run_all()
    studio = lab.cell(0).get_by_role("region", name="Avatar studio")
    expect(studio.get_by_text("2 selected")).to_be_visible(timeout=RESULT)
    return studio


def panel_of(studio):
    return studio.get_by_role("region", name="Avatar", exact=True)


def cards(panel):
    return panel.get_by_role("list", name="Looks", exact=True).get_by_role("listitem")


def create(studio, name="Lina"):
    studio.get_by_role("button", name="Create avatar", exact=True).click()
    panel = panel_of(studio)
    panel.get_by_label("Name of the avatar").fill(name)
    panel.get_by_role("button", name=re.compile("^Create avatar free")).click()
    expect(cards(panel)).to_have_count(2, timeout=RESULT)
    return panel


@pytest.mark.parametrize(("api", "made"), [("v2", 6), ("v3", 6)])
def test_pictures_become_an_avatar_with_new_looks_by_mouse_alone(lab, api, made):
    studio = open_studio(lab, api)
    panel = create(studio)
    if api == "v2":
        panel.get_by_role("button", name=re.compile("^Train")).click()
    panel.get_by_role("button", name=re.compile("^New look")).click(timeout=RESULT)
    panel.get_by_role("textbox", name="New look").fill("in a green coat, on a bridge")
    panel.get_by_role("button", name=re.compile("^Generate free")).click()
    if api == "v2":
        panel.get_by_role("button", name="Add 4 pictures to this avatar").click(timeout=RESULT)
    expect(cards(panel).get_by_role("button", name=re.compile("in a video$"))).to_have_count(
        made, timeout=RESULT
    )
    for card in cards(panel).all():
        expect(card.get_by_role("img")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("studio.avatar.name") != "None"


@pytest.mark.parametrize("api", ["v2", "v3"])
def test_the_whole_way_by_mouse_at_a_server_of_another_hand(lab, api):
    with IndependentHeyGen({api}) as server:
        lab.page.set_viewport_size({"width": 1400, "height": 1400})
        lab.open_notebook([AT_ANOTHER_SERVER.format(url=server.url)])
        lab.run_all()
        studio = lab.cell(0).get_by_role("region", name="Avatar studio")
        # A press before the price is known would be asked about.
        studio.get_by_role("button", name=PRICED).click(timeout=RESULT)
        for number in (1, 2):
            studio.get_by_role("button", name=f"Select Image {number}").click(timeout=RESULT)
        studio.get_by_role("button", name="Create avatar", exact=True).click()
        panel = panel_of(studio)
        panel.get_by_role("button", name=re.compile("^Create avatar ")).click(timeout=RESULT)
        if api == "v2":
            panel.get_by_role("button", name=re.compile("^Train ")).click(timeout=RESULT)
        panel.get_by_role("button", name=re.compile("^New look")).click(timeout=RESULT)
        panel.get_by_role("textbox", name="New look").fill("in a green coat, on a bridge")
        panel.get_by_role("button", name=re.compile("^Generate ")).click()
        if api == "v2":
            add = panel.get_by_role("button", name=re.compile("^Add 4 pictures to this avatar"))
            add.click(timeout=RESULT)
        in_a_video = cards(panel).get_by_role("button", name=re.compile("in a video$"))
        expect(in_a_video).to_have_count(6, timeout=RESULT)
        assert server.made == MADE[api]


def test_the_way_to_an_avatar_needs_the_keyboard_alone(lab):
    studio = open_studio(lab)
    studio.get_by_role("button", name="Create avatar", exact=True).focus()
    lab.page.keyboard.press("Enter")
    name = panel_of(studio).get_by_label("Name of the avatar")
    expect(name).to_be_focused(timeout=RESULT)
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.type("Lia")
    lab.page.keyboard.press("Enter")
    expect(panel_of(studio).get_by_role("heading", name="Lia")).to_be_visible(timeout=RESULT)


def test_ctrl_enter_in_the_avatar_makes_new_looks_and_no_new_pictures(lab):
    studio = open_studio(lab, "v3")
    panel = create(studio)
    keys = lab.add_and_run("studio.image_keys")
    panel.get_by_role("button", name=re.compile("^New look")).click()
    prompt = panel.get_by_role("textbox", name="New look")
    expect(prompt).to_be_focused()
    lab.page.keyboard.type("in a green coat")
    lab.page.keyboard.press("Control+Enter")
    expect(cards(panel)).to_have_count(6, timeout=RESULT)
    assert lab.add_and_run("studio.image_keys") == keys


def test_two_views_of_a_studio_show_one_avatar(lab):
    studio = open_studio(lab)
    create(studio)
    lab.add_and_run("studio")
    second = panel_of(lab.cell(1).get_by_role("region", name="Avatar studio"))
    expect(cards(second)).to_have_count(2, timeout=RESULT)
    second.get_by_role("button", name=re.compile("^Train")).click()
    for index in (0, 1):
        view = panel_of(lab.cell(index).get_by_role("region", name="Avatar studio"))
        expect(view.get_by_text("It is trained.")).to_be_visible(timeout=RESULT)
    second.get_by_role("button", name="Use in a video", exact=True).click()
    expect(lab.page.get_by_role("dialog")).to_have_count(1)


def test_a_training_is_shown_after_the_page_is_loaded_anew(lab):
    studio = open_studio(lab, training=60)
    panel = create(studio)
    panel.get_by_role("button", name=re.compile("^Train")).click()
    expect(panel.get_by_text("The sandbox is training it…")).to_be_visible(timeout=RESULT)
    lab.save()
    lab.reload()
    panel = panel_of(lab.cell(0).get_by_role("region", name="Avatar studio"))
    expect(panel.get_by_text("The sandbox is training it…")).to_be_visible(timeout=RESULT)
    expect(panel.get_by_role("timer")).to_be_visible()


def test_only_the_selected_are_kept_once_what_goes_was_named(lab):
    studio = open_studio(lab, "v3")
    studio.get_by_role("button", name="Keep only the selected").click()
    question = lab.page.get_by_role("alertdialog")
    expect(question.get_by_role("listitem")).to_have_count(2, timeout=RESULT)
    question.get_by_role("button", name="Delete 2 avatars").click()
    expect(panel_of(studio).get_by_text("2 avatars deleted")).to_be_visible(timeout=RESULT)
    assert lab.add_and_run("len([group async for group in studio.client.groups()])") == "2"


@pytest.mark.parametrize(("theme", "width"), [("light", 1800), ("dark", 480)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_cell(lab, theme, width):
    studio = open_studio(lab, theme=theme, width=width)
    studio.get_by_role("button", name="Create avatar", exact=True).click()
    panel = panel_of(studio)
    expect(panel.get_by_label("Name of the avatar")).to_be_visible(timeout=RESULT)
    assert violations(lab) == []
    panel.get_by_role("button", name=re.compile("^Create avatar free")).click()
    panel.get_by_role("button", name=re.compile("^Train")).click(timeout=RESULT)
    panel.get_by_role("button", name=re.compile("^New look")).click(timeout=RESULT)
    expect(panel.get_by_role("textbox", name="New look")).to_be_visible()
    assert violations(lab) == []
    assert studio.evaluate(IS_NO_WIDER)
