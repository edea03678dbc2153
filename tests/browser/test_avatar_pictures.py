"""The states of avatars as pictures: `make screenshots` keeps them in docs/images."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser.gallery import Gallery
from tests.support.browser.studio import RESULT

pytestmark = pytest.mark.browser

# As an account that pays, so that the words are those that a customer reads.
STUDIO = """from heygen_widgets import AvatarStudio, HeyGen, PollPolicy
from heygen_widgets.sandbox import Scenario

scenario = Scenario(duration=0.5, seed=7, api="{api}", look_pending=0.2, training=3600)
client = HeyGen.sandbox(scenario)
client._poll = PollPolicy(first=0.2, longest=0.4)
sandbox, client._sandbox = client._sandbox, None
studio = AvatarStudio("A violinist in a red dress", name="Lina", client=client)
await studio.generate()
studio.selected_keys = studio.image_keys[:3]
studio"""
LIBRARY = """from heygen_widgets import AvatarLibrary, HeyGen
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=0.5, seed=7, api="v3"), history=False)
for name, prompt in [("Lina", "A violinist in a red dress"), ("Bo", "A baker with a grey beard")]:
    generation = await client.generate(prompt, name=name, count=2)
library = AvatarLibrary(client)
library"""


def test_the_way_from_pictures_to_an_avatar_can_be_pictured(lab):
    gallery = Gallery(lab, [STUDIO.format(api="v2")])
    studio = gallery.studio
    panel = studio.get_by_role("region", name="Avatar", exact=True)
    looks = panel.get_by_role("list", name="Looks", exact=True)
    studio.get_by_role("button", name="Create avatar", exact=True).click(timeout=RESULT)
    expect(panel.get_by_label("Name of the avatar")).to_be_visible(timeout=RESULT)
    gallery.keep("avatar-create")
    panel.get_by_role("button", name=re.compile("^Create avatar")).click()
    expect(looks.get_by_role("img")).to_have_count(3, timeout=RESULT)
    gallery.keep("avatar")
    panel.get_by_role("button", name=re.compile("^Train")).click()
    expect(panel.get_by_text("HeyGen is training it…")).to_be_visible(timeout=RESULT)
    gallery.keep("avatar-training")


def test_new_looks_of_an_avatar_can_be_pictured(lab):
    gallery = Gallery(lab, [STUDIO.format(api="v3")])
    studio = gallery.studio
    panel = studio.get_by_role("region", name="Avatar", exact=True)
    looks = panel.get_by_role("list", name="Looks", exact=True)
    studio.get_by_role("button", name="Keep only the selected").click(timeout=RESULT)
    expect(lab_question(lab)).to_be_visible(timeout=RESULT)
    gallery.keep_window("avatar-keep-only")
    lab.page.keyboard.press("Escape")
    lab.add_and_run("group = await studio.create_avatar('Lina', studio.image_keys[:1])")
    panel.get_by_role("button", name=re.compile("^New look")).click(timeout=RESULT)
    panel.get_by_role("textbox", name="New look").fill("In a green coat, in a forest")
    gallery.keep("avatar-new-look")
    panel.get_by_role("button", name=re.compile("^Generate")).click()
    expect(looks.get_by_role("img")).to_have_count(5, timeout=RESULT)
    gallery.keep("avatar-looks")
    looks.get_by_role("button", name=re.compile("in a video$")).first.click()
    gallery.keep_window("avatar-video")


def test_the_library_can_be_pictured(lab):
    gallery = Gallery(lab, [LIBRARY])
    library = gallery.studio
    groups = library.get_by_role("list", name="Avatars", exact=True)
    expect(groups.locator("img")).to_have_count(4, timeout=RESULT)
    gallery.keep("library")
    groups.get_by_role("button").first.click()
    looks = library.get_by_role("list", name="Looks", exact=True)
    expect(looks.get_by_role("img")).to_have_count(1, timeout=RESULT)
    gallery.keep("library-avatar")


def lab_question(lab):
    return lab.page.get_by_role("alertdialog")
