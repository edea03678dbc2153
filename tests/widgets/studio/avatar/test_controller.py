"""From pictures to an avatar, its training and its new looks, as the browser presses it."""

import asyncio
from dataclasses import replace

import pytest

from heygen_widgets.errors import (
    AuthenticationError,
    BudgetExceeded,
    ConfigurationError,
    HeyGenError,
)
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.widgets.avatars.view_model import image_picture
from tests.support.studio_events import press, settled, until

LOOK = {"prompt": "in a green coat", "orientation": "square", "pose": "half_body", "count": 4}


def looks(panel):
    return [row for row in panel.look_rows if row["is_look"]]


async def trained(panel):
    await panel.create(1)
    await panel.press("train", panel.prices["train"]["token"])
    await until(lambda: panel.group["can_generate"])


async def test_before_it_is_used_a_studio_has_no_panel(panel_of):
    panel = await panel_of()
    assert panel.studio.avatar_panel is None
    assert panel.studio.avatar is None


async def test_create_avatar_asks_for_a_name_and_says_the_price_and_sends_nothing(panel_of):
    panel = await panel_of()
    asked = len(panel.service.jobs)
    keys = await panel.open("create_avatar", 1, 3)
    assert panel.step == "create"
    assert panel.suggested_name == "Ada"
    assert [row["id"] for row in panel.picture_rows] == keys
    assert panel.prices["create"]["price"] == "free"
    assert (len(panel.service.jobs), panel.studio.avatar) == (asked, None)


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_what_heygen_names_is_said_before_it_is_named(panel_of, api):
    panel = await panel_of(api)
    await panel.open("create_avatar", 1)
    note = panel.prices["create"]["note"]
    assert ("gives the name to the look" in note) == (api == "v3")


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_the_avatar_stands_below_its_pictures_with_a_look_of_each(panel_of, api):
    panel = await panel_of(api)
    await panel.create(1, 2)
    assert (panel.alert is None) == (api == "v2")
    assert [row["name"] for row in looks(panel)] == ["Lina", "Lina"]
    assert panel.step == ""
    assert panel.studio.avatar.id == panel.group["id"]


async def test_a_step_is_stopped_and_pressed_again_does_nothing_twice(panel_of):
    panel = await panel_of(look_pending=3600)
    keys = await panel.open("create_avatar", 1)
    wanted = {"name": "Lina", "keys": keys, "agreed": panel.prices["create"]["token"]}
    for _ in range(2):
        panel.send("create", wanted)
        await until(lambda: panel.making["can_stop"])
        await until(lambda: panel.service.app.state.sandbox.groups.newest_first("private"))
        await panel.press("stop")
        assert panel.alert["title"] == "You stopped waiting"
        assert panel.making["is_waiting"] is False
    assert len(panel.service.app.state.sandbox.groups.newest_first("private")) == 1


async def test_a_cell_that_waits_for_a_step_is_told_that_it_was_stopped(panel_of):
    panel = await panel_of(look_pending=3600)
    cell = asyncio.create_task(panel.studio.create_avatar("Lina"))
    await until(lambda: panel.studio.avatar_panel and panel.making["can_stop"])
    panel.send("stop")
    await panel.press("stop")
    with pytest.raises(HeyGenError, match=r"You stopped waiting\. HeyGen may go on") as raised:
        await cell
    assert "Call the same again" in raised.value.advice
    assert panel.alert["title"] == "You stopped waiting"
    assert panel.making["is_waiting"] is False


async def test_a_cell_that_is_interrupted_is_cancelled(panel_of):
    panel = await panel_of(look_pending=3600)
    cell = asyncio.create_task(panel.studio.create_avatar("Lina"))
    await until(lambda: panel.studio.avatar_panel and panel.making["can_stop"])
    cell.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cell
    assert panel.alert["title"] == "You stopped waiting"


async def test_the_end_of_a_step_leaves_the_next_one_on_the_screen(panel_of):
    panel = await panel_of()
    await panel.open("create_avatar", 1)
    controller, goes_on = panel.studio._controller.avatar._controller, asyncio.Event()
    begun = []

    async def ends():
        # It comes before the callbacks of the task, which are called once it has ended.
        loop = asyncio.get_running_loop()
        loop.call_soon(lambda: begun.append(controller._start("The next…", goes_on.wait())))

    await controller._start("The first…", ends())
    await until(lambda: begun)
    await settled(panel.studio)
    assert (panel.making["line"], panel.making["is_waiting"]) == ("The next…", True)
    goes_on.set()
    await begun[0]
    await until(lambda: not panel.making["is_waiting"])


async def test_where_heygen_names_the_look_in_place_of_the_avatar_that_is_said(panel_of):
    panel = await panel_of("v3")
    await panel.create(1)
    assert panel.alert["title"] == "The look has the name"
    assert "renames looks only" in panel.alert["text"]


async def test_the_picture_that_was_put_first_is_the_first_look(panel_of):
    panel = await panel_of()
    keys = await panel.open("create_avatar", 1, 2)
    order = [keys[1], keys[0]]
    agreed = panel.prices["create"]["token"]
    await panel.press("create", {"name": "Lina", "keys": order, "agreed": agreed})
    made = await panel.studio.client.looks_of(panel.studio.images[1])
    assert looks(panel)[0]["id"] == made[0].id


async def test_pictures_that_became_looks_have_a_badge(panel_of):
    panel = await panel_of()
    await panel.create(1, 3)
    await settled(panel.studio)
    assert [figure["look"] for figure in panel.studio.figures] == ["Lina", "", "Lina", ""]


async def test_a_look_of_v3_that_is_a_picture_of_the_studio_has_a_badge(panel_of):
    panel = await panel_of("v3")
    await panel.create(2)
    await settled(panel.studio)
    assert [bool(figure["look"]) for figure in panel.studio.figures] == [False, True, False, False]


@pytest.mark.parametrize("api", ["v2", "v3"])
async def test_each_picture_of_the_avatar_has_a_badge_also_after_a_restart(
    panel_of, studio_of, api
):
    panel = await panel_of(api)
    await panel.create(1, 3)
    await settled(panel.studio)
    badges = [bool(figure["look"]) for figure in panel.studio.figures]
    later = studio_of(panel.service)
    await settled(later)
    press(later, "open_run", panel.studio.run_id)
    await settled(later)
    assert badges == [True, False, True, False]
    assert [bool(figure["look"]) for figure in later.figures] == badges


async def test_the_notebook_file_keeps_the_name_and_the_ids_of_the_avatar(panel_of):
    panel = await panel_of()
    await panel.create(1, 2)
    await settled(panel.studio)
    html = panel.studio.static_copy._html
    ids = [panel.group["id"], *(row["id"] for row in looks(panel))]
    assert "Avatar Lina" in html
    assert [each for each in ids if f"<code>{each}</code>" not in html] == []


async def test_the_button_and_the_verb_are_one_code_path(panel_of):
    panel = await panel_of()
    group = await panel.studio.create_avatar("Lina", panel.studio.image_keys[:2])
    assert panel.studio.avatar == group
    assert panel.group["id"] == group.id
    assert len(looks(panel)) == 2


async def test_the_verb_takes_the_selected_pictures_else_the_first(panel_of):
    panel = await panel_of()
    await panel.studio.create_avatar("Lina")
    first = len(looks(panel))
    panel.studio.selected_keys = panel.studio.image_keys[:3]
    await panel.studio.add_to_avatar(panel.studio.avatar)
    assert (first, len(looks(panel))) == (1, 3)


async def test_an_avatar_of_no_pictures_is_refused_in_words(service, studio_of):
    with pytest.raises(ConfigurationError, match="no pictures"):
        await studio_of(service).create_avatar("Lina")


async def test_add_to_avatar_lists_the_accounts_avatars_and_adds_to_the_chosen_one(panel_of):
    panel = await panel_of()
    await panel.create(1)
    group_id = panel.group["id"]
    await panel.press("close")
    keys = await panel.open("add_to_avatar", 2, 3)
    assert [row["id"] for row in panel.group_rows] == [group_id]
    agreed = panel.prices["add"]["token"]
    await panel.press("add", {"group_id": group_id, "keys": keys, "agreed": agreed})
    assert len(looks(panel)) == 3


async def test_closing_takes_the_step_away_then_the_avatar_and_deletes_nothing(panel_of):
    panel = await panel_of()
    await panel.create(1)
    group_id = panel.group["id"]
    await panel.open("create_avatar", 2)
    await panel.press("close")
    assert (panel.step, panel.group["id"]) == ("", group_id)
    await panel.press("close")
    assert panel.group is None
    assert (await panel.studio.client.group(group_id)).id == group_id


class TestPrices:
    async def test_v3_asks_for_each_further_picture_and_nothing_for_the_first(self, panel_of):
        panel = await panel_of("v3")
        await panel.open("create_avatar", 1)
        one = panel.prices["create"]
        await panel.open("create_avatar", 1, 2, 3)
        assert one["price"] == "free"
        assert panel.prices["create"]["price"] == "about $2.64"

    async def test_above_a_limit_it_is_asked_about_before_anything_is_sent(self, panel_of):
        panel = await panel_of("v3", limits={"click_limit": 1.0})
        await panel.create(1, 2)
        assert panel.question["title"] == "This is above your limit"
        assert panel.group is None
        await panel.press("confirm", panel.question["token"])
        assert (panel.question, len(looks(panel))) == (None, 2)

    async def test_a_question_that_is_declined_changes_nothing(self, panel_of):
        panel = await panel_of("v3", limits={"click_limit": 1.0})
        await panel.create(1, 2)
        await panel.press("decline")
        assert (panel.question, panel.group, panel.step) == (None, None, "create")

    async def test_a_price_that_the_button_did_not_say_is_asked_about(self, panel_of):
        panel = await panel_of("v3")
        keys = await panel.open("create_avatar", 1, 2)
        await panel.press("create", {"name": "Lina", "keys": keys, "agreed": "another"})
        assert panel.question["title"] == "Is this price all right?"

    async def test_the_verb_raises_above_a_limit(self, panel_of):
        panel = await panel_of("v3", limits={"click_limit": 1.0})
        with pytest.raises(BudgetExceeded):
            await panel.studio.create_avatar("Lina", panel.studio.image_keys)

    async def test_new_limits_reprice_the_panel(self, panel_of):
        panel = await panel_of("v3")
        await panel.create(1)
        panel.studio.click_limit = 0.5
        await panel.press("generate_looks", LOOK | {"agreed": panel.offer["token"]})
        assert panel.question["title"] == "This is above your limit"

    async def test_training_has_its_price_on_v2_and_is_not_offered_on_v3(self, panel_of):
        panel = await panel_of()
        await panel.create(1)
        assert panel.prices["train"]["price"] == "4 credits"
        other = await panel_of("v3")
        await other.create(1)
        assert "train" not in other.prices


class TestTraining:
    async def test_it_is_shown_until_new_looks_can_be_made(self, panel_of):
        panel = await panel_of(training=0.3)
        await panel.create(1)
        panel.send("train", panel.prices["train"]["token"])
        await until(lambda: panel.training["is_waiting"])
        assert panel.training["group_id"] == panel.group["id"]
        assert panel.training["started_at"] > 0
        await until(lambda: panel.group["can_generate"])
        await until(lambda: not panel.training["is_waiting"])
        assert panel.alert is None

    async def test_a_new_studio_finds_one_that_an_earlier_kernel_left(self, panel_of, studio_of):
        panel = await panel_of(training=1.0)
        await panel.create(1)
        client = panel.studio.client
        await client.train(panel.studio.avatar)
        # As it is known once the kernel that waited is gone.
        [run] = await client._recorder.steps(RunKind.TRAINING, group_id=panel.studio.avatar.id)
        ended = replace(run, status=GenerationStatus.STOPPED)
        client.history.record(
            ended, backend=client._recorder.backend, account=client._recorder.account
        )
        studio = studio_of(panel.service)
        await until(lambda: studio.avatar_panel and studio.avatar_panel.training["is_waiting"])
        assert studio.avatar.id == panel.studio.avatar.id
        assert studio.avatar_panel.training["started_at"] > 0
        await until(lambda: studio.avatar_panel.group["can_generate"])

    async def test_a_failure_says_why(self, panel_of):
        panel = await panel_of(faults=("train:failed",))
        await panel.create(1)
        await panel.press("train", panel.prices["train"]["token"])
        await until(lambda: panel.alert is not None)
        assert panel.alert["kind"] == "error"
        assert panel.training["is_waiting"] is False


class TestNewLooks:
    async def test_they_stand_with_the_looks_and_become_looks_when_added(self, panel_of):
        panel = await panel_of()
        await trained(panel)
        await panel.press("generate_looks", LOOK | {"agreed": panel.offer["token"]})
        news = [row["id"] for row in panel.look_rows if not row["is_look"]]
        assert (len(looks(panel)), len(news)) == (1, 4)
        await panel.press("add_pictures", news)
        assert (len(looks(panel)), len(panel.look_rows)) == (5, 5)

    async def test_on_v3_they_are_looks_at_once(self, panel_of):
        panel = await panel_of("v3")
        await panel.create(1)
        await panel.press("generate_looks", LOOK | {"count": 2, "agreed": panel.offer["token"]})
        await until(lambda: panel.question is not None or len(looks(panel)) == 3)
        if panel.question:
            await panel.press("confirm", panel.question["token"])
        assert [row["badge"] for row in looks(panel)].count("New") == 2

    async def test_stop_waits_no_longer_and_resume_brings_them(self, panel_of):
        panel = await panel_of(duration=0.5)
        await trained(panel)
        panel.send("generate_looks", LOOK | {"agreed": panel.offer["token"]})
        run = panel.studio._controller.avatar._controller.run
        await until(lambda: run.state.was_accepted)
        await panel.press("stop")
        assert panel.alert["title"] == "You stopped waiting"
        assert panel.making["is_waiting"] is False
        await panel.press("resume")
        assert len([row for row in panel.look_rows if not row["is_look"]]) == 4

    async def test_a_number_that_v2_can_not_make_is_said_before_it_is_pressed(self, panel_of):
        panel = await panel_of()
        await trained(panel)
        panel.studio.avatar_panel.count = 3
        assert panel.offer["price"] == "choose 4 or 8 images"


class TestFailures:
    async def test_they_say_what_they_mean_for_the_money(self, panel_of):
        panel = await panel_of(faults=("group:401",))
        await panel.create(1)
        assert panel.alert["title"] == "HeyGen refused the API key"
        assert panel.making["is_waiting"] is False
        assert panel.step == "create"

    async def test_the_verb_raises_what_the_panel_shows(self, panel_of):
        panel = await panel_of(faults=("group:401",))
        with pytest.raises(AuthenticationError):
            await panel.studio.create_avatar("Lina")
        await until(lambda: panel.alert is not None)

    async def test_an_avatar_whose_other_looks_failed_is_there(self, panel_of):
        panel = await panel_of(faults=("add:401",))
        await panel.create(1, 2)
        assert panel.alert["title"] == "HeyGen refused the API key"
        assert len(looks(panel)) == 1

    async def test_two_steps_at_once_are_refused(self, panel_of):
        panel = await panel_of(look_pending=0.3)
        first = asyncio.ensure_future(panel.studio.create_avatar("Lina"))
        await until(lambda: panel.studio.avatar_panel and panel.making["is_waiting"])
        with pytest.raises(ConfigurationError, match="still at work"):
            await panel.studio.create_avatar("Lia")
        await first


class TestKeepOnlyTheSelected:
    async def test_the_question_names_what_goes_and_nothing_went_yet(self, panel_of):
        panel = await panel_of("v3")
        kept = await panel.open("keep_only_selected", 2)
        gone = [key for key in panel.studio.image_keys if key not in kept]
        named = " ".join(panel.deletion["names"])
        assert all(key in named for key in gone)
        assert panel.deletion["pictures"] == [image_picture(key) for key in gone]
        assert kept[0] not in named
        assert len([group async for group in panel.studio.client.groups()]) == 4

    async def test_the_others_are_deleted_once_that_is_agreed_to(self, panel_of):
        panel = await panel_of("v3")
        await panel.open("keep_only_selected", 2)
        await panel.press("confirm", panel.deletion["token"])
        assert panel.alert["title"] == "3 avatars deleted"
        assert len([group async for group in panel.studio.client.groups()]) == 1

    async def test_declined_it_deletes_nothing(self, panel_of):
        panel = await panel_of("v3")
        await panel.open("keep_only_selected", 2)
        await panel.press("decline")
        assert panel.deletion is None
        assert len([group async for group in panel.studio.client.groups()]) == 4


async def test_another_client_takes_the_panel_away(panel_of, service_of):
    panel = await panel_of()
    await panel.create(1)
    panel.studio.client = service_of().client
    assert panel.studio.avatar_panel is None
    assert panel.studio.avatar is None


async def test_use_in_video_is_a_text_for_the_view_that_asks_and_sends_nothing(panel_of):
    panel = await panel_of()
    await panel.create(1)
    look_id = looks(panel)[0]["id"]
    panel.told.clear()
    await panel.press("use_in_video", {"id": look_id, "view": "view-1"})
    [request] = [values[0] for method, values, _ in panel.told if method == "video"]
    assert (request["look_id"], request["view"]) == (look_id, "view-1")
    assert "talking_photo_id" in request["curl"]
    assert look_id in request["python"]


async def test_pictures_are_sent_as_they_are_asked_for(panel_of):
    panel = await panel_of()
    await panel.create(1)
    panel.told.clear()
    wanted = [row["picture"] for row in panel.look_rows]
    await panel.press("show_pictures", wanted)
    sent = [(values[0], buffers) for method, values, buffers in panel.told if method == "pictures"]
    assert [said["pictures"] for said, _ in sent] == [wanted]
    assert all(buffers[0] for _, buffers in sent)


async def test_an_event_that_the_table_does_not_name_is_ignored(panel_of):
    panel = await panel_of()
    await panel.open("create_avatar", 1)
    await panel.press("destroy")
    assert panel.alert is None


class TestNextStep:
    async def test_it_stands_under_the_first_pictures_of_a_history(self, panel_of):
        panel = await panel_of()
        await until(lambda: panel.studio.next_step)
        assert "select pictures" in panel.studio.next_step

    async def test_it_goes_with_the_second_run(self, panel_of):
        panel = await panel_of()
        await until(lambda: panel.studio.next_step)
        press(panel.studio, "generate")
        await until(lambda: not panel.studio.next_step)


async def test_new_looks_have_places_until_they_are_there(panel_of):
    panel = await panel_of()
    await trained(panel)
    awaited = []

    def note(change):
        awaited.append(change["new"]["awaited"])

    panel.studio.avatar_panel.observe(note, "making")
    agreed = panel.offer["token"]
    await panel.press("generate_looks", {**LOOK, "group_id": panel.group["id"], "agreed": agreed})
    assert (awaited[0], awaited[-1]) == (4, 0)
