"""A library as Python and the browser use it, over a scripted account."""

import asyncio

import pytest
from traitlets import TraitError

from heygen_widgets import AvatarLibrary, AvatarStudio
from heygen_widgets.errors import (
    ConfigurationError,
    NotFound,
    NotOffered,
    RateLimited,
    ServerError,
)
from heygen_widgets.models.groups import AvatarStatus, Training
from heygen_widgets.models.prices import Price
from tests.support.scripted_account import ScriptedAccount, a_group, a_look
from tests.widgets.library.conftest import settled

LOOK = {
    "group_id": "group-1",
    "prompt": "in a green coat",
    "orientation": "square",
    "pose": "half_body",
    "style": "Realistic",
    "count": 2,
}


def press(library, event, data=None):
    library._handle_event(None, {"event": event, "data": data}, [])


async def pressed(library, event, data=None):
    press(library, event, data)
    await settled(library)


async def opened(library, group_id="group-1"):
    await pressed(library, "open_group", group_id)


def ids(rows):
    return [row["id"] for row in rows]


def verbs(account):
    return [asked[0] for asked in account.asked]


async def test_it_loads_the_avatars_of_the_account(library):
    assert ids(library.group_rows) == ["group-1", "group-2"]
    assert [group.name for group in library.groups] == ["Avatar 1", "Avatar 2"]
    assert (library.is_loaded, library.loading, library.has_more) == (True, "", False)


async def test_an_empty_account_is_loaded_all_the_same():
    library = AvatarLibrary(ScriptedAccount(), history=False)
    await settled(library)
    assert (library.is_loaded, library.group_rows, library.has_more) == (True, [], False)


async def test_more_avatars_are_loaded_when_they_are_wanted():
    account = ScriptedAccount([a_group(number) for number in range(30)])
    library = AvatarLibrary(account, history=False)
    await settled(library)
    assert (len(library.group_rows), library.has_more) == (24, True)
    await pressed(library, "load_more")
    assert (len(library.group_rows), library.has_more) == (30, False)


async def test_a_refresh_keeps_as_many_avatars_as_were_loaded():
    account = ScriptedAccount([a_group(number) for number in range(60)])
    library = AvatarLibrary(account, history=False)
    await settled(library)
    await library.load_more()
    await library.refresh()
    assert len(library.groups) == 48


async def test_it_says_how_each_avatar_stands():
    account = ScriptedAccount(
        [
            a_group(1, training=Training.IN_PROGRESS, api="v2"),
            a_group(2, training=Training.FAILED, message="Blurred", api="v2"),
            a_group(3, status=AvatarStatus.PENDING),
            a_group(4, name="", preview_url=""),
        ]
    )
    library = AvatarLibrary(account, history=False)
    await settled(library)
    lines = [(row["status_line"], row["message"]) for row in library.group_rows]
    assert lines == [
        ("In training", ""),
        ("The training failed", "Blurred"),
        ("HeyGen is still making it", ""),
        ("", ""),
    ]
    assert [row["can_generate"] for row in library.group_rows] == [False, False, False, True]
    assert [row["can_rename"] for row in library.group_rows] == [False, False, True, True]
    assert library.group_rows[3]["name"] == "group-4"
    assert library.group_rows[3]["picture"] == ""


async def test_an_avatar_that_is_opened_shows_its_looks(library):
    await opened(library)
    assert (library.group_id, library.group) == ("group-1", library.groups[0])
    assert ids(library.look_rows) == ["look-coat", "look-hat"]
    assert [look.name for look in library.looks] == ["coat", "hat"]


async def test_python_opens_an_avatar_and_gets_its_looks(library):
    looks = await library.open_group(library.groups[0])
    assert [look.id for look in looks] == ["look-coat", "look-hat"]


async def test_going_back_shows_the_list(library):
    await opened(library)
    await opened(library, "")
    assert (library.group_id, library.group, library.look_rows) == ("", None, [])


async def test_looks_of_an_avatar_that_was_left_meanwhile_are_not_shown(library):
    press(library, "open_group", "group-1")
    press(library, "open_group", "")
    await settled(library)
    assert library.look_rows == []


async def test_pictures_are_sent_when_they_are_asked_for(library, told):
    await opened(library)
    told.clear()
    await pressed(library, "show_pictures", ["group/group-1", "look/look-hat", "look/unknown"])
    sent = {
        said["pictures"][0]: buffers for name, (said, *_), buffers in told if name == "pictures"
    }
    assert set(sent) == {"group/group-1", "look/look-hat"}
    assert all(buffers[0][:4] == b"RIFF" for buffers in sent.values())


async def test_what_is_ticked_gives_the_records(library):
    await opened(library)
    library.selected_groups = ["group-2"]
    library.selected_looks = ["look-hat"]
    assert [group.id for group in library.chosen_groups] == ["group-2"]
    assert [look.id for look in library.chosen_looks] == ["look-hat"]


async def test_what_is_gone_is_ticked_no_more(library, account):
    library.selected_groups = ("group-1", "group-2")
    del account.held["group-2"]
    await library.refresh()
    assert library.selected_groups == ("group-1",)


async def test_an_avatar_gets_another_name(library, account):
    await pressed(library, "rename", {"id": "group-1", "name": "Lina"})
    assert ("rename", "group-1", "Lina") in account.asked
    assert library.group_rows[0]["name"] == "Lina"


async def test_what_cannot_be_renamed_says_so(library, account):
    account.failing["rename"] = NotOffered("v2 can't rename.", "Rename it in HeyGen's app.")
    await pressed(library, "rename", {"id": "group-1", "name": "Lina"})
    assert library.alert["title"] == "This version of HeyGen's API can't do that"
    assert library.alert["advice"] == "Rename it in HeyGen's app."


async def test_deleting_an_avatar_names_all_that_goes_and_deletes_nothing_yet(library, account):
    await pressed(library, "delete", ["group-1"])
    assert library.deletion["title"] == "Delete the avatar Avatar 1?"
    assert library.deletion["names"] == [
        "the avatar Avatar 1 (group-1)",
        "its look coat (look-coat)",
        "its look hat (look-hat)",
    ]
    # Each is known, so that the page gets its picture.
    pictures = library.deletion["pictures"]
    assert set(pictures) <= set(library._controller._pictures._shown)
    assert len(pictures) == len(library.deletion["names"])
    assert library.deletion["go"] == "Delete 1 avatar with 2 looks"
    assert "delete" not in verbs(account)


async def test_what_was_agreed_to_is_deleted(library, account):
    await pressed(library, "delete", ["group-1"])
    await pressed(library, "confirm", library.deletion["token"])
    assert ("delete", "group-1", True) in account.asked
    assert (ids(library.group_rows), library.deletion) == (["group-2"], None)


async def test_what_was_kept_is_not_deleted_by_a_late_press(library, account):
    await pressed(library, "delete", ["group-1"])
    token = library.deletion["token"]
    await pressed(library, "decline")
    await pressed(library, "confirm", token)
    assert library.deletion is None
    assert "delete" not in verbs(account)


async def test_with_its_last_look_an_avatar_goes_and_the_question_says_so(library, account):
    await opened(library)
    await pressed(library, "delete", ["look-coat", "look-hat"])
    assert library.deletion["title"] == "Delete 2 looks?"
    assert "With its last look the avatar goes as well." in library.deletion["text"]
    del account.held["group-1"]
    await pressed(library, "confirm", library.deletion["token"])
    assert (library.group_id, ids(library.group_rows)) == ("", ["group-2"])
    assert library.alert is None


async def test_one_look_is_named_in_the_question(library):
    await opened(library)
    await pressed(library, "delete", ["look-coat"])
    assert library.deletion["title"] == "Delete the look coat?"
    assert "the avatar goes" not in library.deletion["text"]


async def test_a_deletion_that_fails_in_the_middle_shows_what_is_left(library, account):
    library.selected_groups = ("group-1", "group-2")
    await pressed(library, "delete", ["group-1", "group-2"])
    deleted = account.delete

    async def refuse(record, **options):
        if record.id == "group-2":
            raise ServerError("HeyGen is down.")
        await deleted(record, **options)

    account.delete = refuse
    await pressed(library, "confirm", library.deletion["token"])
    assert ids(library.group_rows) == ["group-2"]
    assert library.alert["text"] == "HeyGen is down."


async def test_a_question_about_a_deletion_goes_if_it_cannot_be_found_out_what_would_go(
    library, account
):
    account.failing["looks"] = RateLimited("HeyGen asks you to slow down.")
    await pressed(library, "delete", ["group-1"])
    assert library.deletion is None
    assert library.alert["text"] == "HeyGen asks you to slow down."


async def test_new_looks_at_the_price_on_the_button_are_made(library, account):
    await opened(library)
    library.count = 2
    await pressed(library, "generate_looks", LOOK | {"agreed": library.offer["token"]})
    options = {"orientation": "square", "pose": "half_body", "style": "Realistic"}
    asked = ("generate_looks", "group-1", "in a green coat", 2, options | {"confirm": False})
    assert asked[:4] in [each[:4] for each in account.asked]
    assert library.generation.image_keys == ("new-0", "new-1")
    assert ids(library.look_rows) == ["new-0", "new-1", "look-coat", "look-hat"]


async def test_a_price_that_is_not_on_the_button_is_asked_about(library, account):
    await opened(library)
    account.price = Price(2, "usd")
    library.count = 2
    await pressed(library, "generate_looks", LOOK | {"agreed": "another"})
    assert library.question["title"] == "Is this price all right?"
    assert library.question["go"] == "Generate for about $4.00"
    assert "generate_looks" not in verbs(account)
    await pressed(library, "confirm", library.question["token"])
    assert "generate_looks" in verbs(account)
    assert library.question is None


async def test_a_price_above_a_limit_is_asked_about(library, account):
    await opened(library)
    account.objection = "4 looks cost $4.00: your limit is $1.00."
    library.count = 2
    await pressed(library, "generate_looks", LOOK | {"agreed": library.offer["token"]})
    assert library.question["title"] == "This is above your limit"
    assert library.question["text"] == account.objection


async def test_the_price_follows_the_number_of_looks(library):
    assert library.offer["price"] == "about $4.00 · 4 looks"
    library.count = 2
    assert library.offer["price"] == "about $2.00 · 2 looks"


async def test_while_looks_are_made_it_says_so(library, account):
    await opened(library)
    account.gate.clear()
    task = asyncio.ensure_future(library.generate_looks("a hat", count=1))
    for _ in range(5):
        await asyncio.sleep(0)
    assert library.making["group_id"] == "group-1"
    assert library.making["line"] == "HeyGen is working on it…"
    assert library.making["is_waiting"]
    account.gate.set()
    record = await task
    assert record.image_keys == ("new-0",)
    assert library.making["group_id"] == ""


async def test_no_other_looks_are_made_meanwhile(library, account):
    await opened(library)
    account.gate.clear()
    task = asyncio.ensure_future(library.generate_looks("a hat"))
    await asyncio.sleep(0)
    with pytest.raises(ConfigurationError, match="being made already"):
        await library.generate_looks("a coat")
    account.gate.set()
    await task


async def test_stop_waiting_offers_to_resume(library, account):
    await opened(library)
    account.gate.clear()
    press(library, "generate_looks", LOOK | {"agreed": library.offer["token"], "count": 4})
    for _ in range(10):
        await asyncio.sleep(0)
    await pressed(library, "stop")
    assert library.alert["title"] == "You stopped waiting"
    assert library.making["group_id"] == ""
    await pressed(library, "resume", "")
    assert ("resume", "run-1") in account.asked
    assert library.alert is None or library.alert["title"] != "You stopped waiting"


async def test_looks_that_were_refused_say_why(library, account):
    await opened(library)
    account.failing["generate_looks"] = ServerError("HeyGen is down.")
    with pytest.raises(ServerError):
        await library.generate_looks("a hat")
    await settled(library)
    assert library.alert["text"] == "HeyGen is down."


async def test_looks_need_an_avatar(library):
    with pytest.raises(ConfigurationError, match="No avatar is open"):
        await library.generate_looks("a hat")


async def test_pictures_of_v2_become_looks_when_they_are_added(large_png):
    group = a_group(1, training=Training.READY, api="v2")
    account = ScriptedAccount([group], [a_look("coat", api="v2")], api="v2", png=large_png)
    account.price = Price(0, "credit")
    library = AvatarLibrary(account, history=False)
    await settled(library)
    await library.open_group("group-1")
    await library.generate_looks("a hat")
    first = library.look_rows[0]
    assert (first["badge"], first["is_look"]) == ("Not in the avatar yet", False)
    await pressed(library, "add_pictures", ["new-0", "new-1"])
    assert ("add_looks", "group-1", ["new-0", "new-1"], True) in account.asked
    assert ids(library.look_rows) == [
        "new-2",
        "new-3",
        "look-coat",
        "look-of-new-0",
        "look-of-new-1",
    ]


async def test_adding_pictures_at_a_price_is_asked_about(library, account):
    await opened(library)
    await library.generate_looks("a hat", count=1)
    await pressed(library, "add_pictures", ["new-0"])
    assert library.question["go"] == "Add for about $1.00"
    assert "add_looks" not in verbs(account)


async def test_the_request_of_a_video_is_told_to_the_view_that_asked(library, told):
    await opened(library)
    told.clear()
    await pressed(library, "use_in_video", {"id": "look-hat", "view": "view-1"})
    (request,) = [values[0] for name, values, _ in told if name == "video"]
    assert (request["view"], request["look_id"]) == ("view-1", "look-hat")
    assert "https://api.heygen.com/v3/videos" in request["curl"]
    assert '"avatar_id": "look-hat"' in request["python"]


async def test_a_studio_for_pictures_like_a_look_opens_below(service_of):
    library = AvatarLibrary(service_of("v3").client)
    await pressed(library, "look_like", "look-hat")
    assert isinstance(library.studio, AvatarStudio)
    assert (library.studio.avatar_id, library.studio_widget) == ("look-hat", library.studio)
    await pressed(library, "look_like", "")
    assert (library.studio, library.studio_widget) == (None, None)


async def test_v2_cannot_imitate_a_look_and_says_so():
    library = AvatarLibrary(ScriptedAccount([a_group(1)], api="v2"), history=False)
    await settled(library)
    with pytest.raises(NotOffered, match="v2 can't"):
        library.look_like("look-1")


async def test_an_account_that_cannot_be_asked_shows_why():
    account = ScriptedAccount()
    account.failing["groups"] = RateLimited("HeyGen asks you to slow down.")
    library = AvatarLibrary(account, history=False)
    await settled(library)
    assert library.alert["title"] == "HeyGen asks you to slow down"
    await pressed(library, "dismiss")
    assert library.alert is None


async def test_an_avatar_that_is_gone_says_so(library, account):
    del account.held["group-2"]
    await opened(library, "group-2")
    assert library.alert["text"] == "HeyGen knows no avatar group-2."
    with pytest.raises(NotFound):
        await library.open_group("group-2")


async def test_another_client_shows_its_own_avatars(library):
    await opened(library)
    library.selected_groups = ("group-1",)
    library.client = ScriptedAccount([a_group(7)])
    assert (library.group_id, library.group_rows, library.is_loaded) == ("", [], False)
    await settled(library)
    assert (ids(library.group_rows), library.selected_groups) == (["group-7"], ())


async def test_a_press_is_answered_even_where_nothing_changes(library, told):
    told.clear()
    await pressed(library, "close_notice")
    assert told == [("heard", ({"event": "close_notice"},), [])]


async def test_an_event_that_the_table_does_not_name_is_ignored(library, told):
    told.clear()
    await pressed(library, "destroy")
    assert told == []


async def test_only_what_the_table_says_can_be_set(library):
    with pytest.raises(TraitError):
        library.group_rows = []


async def test_it_says_what_it_is(library):
    assert repr(library).startswith("<AvatarLibrary of 2 avatars on ")
