"""The place below a studio's pictures: which pictures it hands on, and when it has a panel."""

import pytest

from heygen_widgets.errors import ConfigurationError
from tests.support.studio_events import press, settled


async def test_a_press_opens_the_panel_once(panel_of):
    panel = await panel_of()
    await panel.open("create_avatar", 1)
    first = panel.studio.avatar_panel
    await panel.open("create_avatar", 2)
    assert panel.studio.avatar_panel is first


async def test_an_avatar_of_pictures_with_no_name_is_named_after_their_appearance(panel_of):
    panel = await panel_of()
    panel.studio.name, panel.studio.appearance = "Avatar", "a baker in a blue apron, at dawn"
    await panel.studio.generate(confirm=True)
    await panel.open("create_avatar", 1)
    assert panel.suggested_name == "A baker in a blue apron"


async def test_a_picture_that_is_not_on_the_screen_is_refused(panel_of):
    panel = await panel_of()
    with pytest.raises(ConfigurationError):
        await panel.studio.create_avatar("Lina", ["no such key"])


async def test_no_picture_is_selected_and_that_is_said(panel_of):
    panel = await panel_of()
    press(panel.studio, "create_avatar", [])
    await settled(panel.studio)
    assert "No image was named." in panel.studio.alert["text"]


async def test_another_client_takes_the_avatar_away_and_out_of_the_notebook_file(
    panel_of, service_of
):
    panel = await panel_of()
    await panel.create(1)
    await settled(panel.studio)
    panel.studio.client = service_of("v2").client
    await settled(panel.studio)
    assert panel.studio.avatar is None
    assert panel.studio.avatar_panel is None
    assert "Avatar Lina" not in panel.studio.static_copy._html
