"""What a click costs: said before it, agreed to by it, and never more than that."""

import asyncio
import io

import pytest
from PIL import Image
from traitlets import TraitError

from heygen_widgets import AvatarStudio, Budget, BudgetExceeded, HeyGen, InvalidAttributes, Price
from heygen_widgets.config.urls import SANDBOX_URL
from heygen_widgets.sandbox import Scenario
from tests.support.studio_events import press, settled, until


def click(studio: AvatarStudio) -> None:
    press(studio, "generate", {"agreed": studio.offer["token"]})


def heygen(service, **options) -> HeyGen:
    """A client of the service that takes its money for real."""
    options = {"base_url": SANDBOX_URL, "api": "auto", **options}
    client = HeyGen("a-key", transport=service.client._connection.transport, **options)
    client._poll = service.client._poll
    return client


@pytest.fixture
def both(service_of):
    return service_of(api="both")


@pytest.fixture
def v3(service_of):
    return service_of(api="v3")


def looks(service) -> list:
    return service.app.state.sandbox.looks


@pytest.mark.parametrize(
    ("api", "count", "price"),
    [
        ("both", 4, "1 credit · 4 images"),
        ("both", 8, "2 credits · 8 images"),
        ("v2 with sunset", 4, "1 credit · 4 images"),
        ("v3", 4, "about $4.00 · 4 looks"),
        ("v3", 1, "about $1.00 · 1 look"),
    ],
)
async def test_the_button_says_what_a_click_costs(service_of, studio_of, api, count, price):
    service = service_of(api=api)
    service.client = heygen(service)
    studio = studio_of(service)
    studio.count = count
    await until(lambda: studio.offer["token"])
    assert studio.offer["price"] == price


async def test_only_numbers_that_can_be_made_can_be_chosen(service_of, studio_of):
    for api, counts in (("v2", [4, 8]), ("v3", [1, 2, 3, 4, 5, 6, 7, 8])):
        service = service_of(api=api)
        service.client = heygen(service)
        studio = studio_of(service)
        assert studio.offer["counts"] == [1, 2, 3, 4, 5, 6, 7, 8]
        await until(lambda studio=studio: studio.offer["token"])
        assert studio.offer["counts"] == counts


async def test_a_number_that_v2_cannot_make_is_refused_with_those_that_work(service, studio_of):
    service.client = heygen(service)
    studio = studio_of(service, count=1)
    said = "count: must be 4 or 8, not 1: HeyGen's v2 makes 4 images at a time"
    await until(lambda: studio.offer["problem"])
    assert studio.offer["problem"].startswith(said)
    assert studio.offer["price"] == "choose 4 or 8 images"
    with pytest.raises(InvalidAttributes, match=said):
        await studio.generate()
    click(studio)
    await until(lambda: studio.alert)
    assert said in str(studio.alert)
    await settled(studio)
    assert service.app.state.sandbox.jobs == []
    studio.count = 8
    assert studio.offer["price"] == "2 credits · 8 images"
    assert studio.offer["problem"] == ""


async def test_the_spend_and_the_balance_stand_under_the_button(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    await until(lambda: "Balance" in studio.offer["spent"])
    assert studio.offer["spent"] == "Spent this session: nothing · Balance $1,000.00"
    click(studio)
    await until(lambda: studio.status == "success")
    await settled(studio)
    assert studio.offer["spent"] == "Spent this session: $4.00 · Balance $996.00"
    assert studio.served == "v3 · about $4.00"


async def test_v2_tells_its_quota_as_credits(service, studio_of):
    service.client = heygen(service)
    studio = studio_of(service)
    await until(lambda: "Balance" in studio.offer["spent"])
    assert studio.offer["spent"] == "Spent this session: nothing · Balance 1,000 credits"


async def test_an_unknown_price_is_said_to_be_unknown_and_asked_about(v3, studio_of):
    v3.client = heygen(v3, prices={"v3": None})
    studio = studio_of(v3)
    await until(lambda: studio.offer["token"])
    assert studio.offer["price"] == "price unknown · 4 looks"
    click(studio)
    await until(lambda: studio.question)
    assert studio.question["go"] == "Generate at an unknown price"
    assert not looks(v3)


async def test_a_click_at_the_price_that_was_shown_goes_ahead(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.status == "success")
    assert studio.question is None
    assert len(looks(v3)) == 4


@pytest.mark.parametrize("agreed", ["", "v2:1:4:1 credit", "v3:1:1:$1.00", None, 7])
async def test_a_click_that_agreed_to_something_else_asks_first(v3, studio_of, agreed):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    await until(lambda: studio.offer["token"])
    press(studio, "generate", {"agreed": agreed})
    await until(lambda: studio.question)
    assert "about $4.00 · 4 looks" in studio.question["text"]
    await settled(studio)
    assert not looks(v3)
    press(studio, "confirm", {"agreed": studio.question["token"]})
    await until(lambda: studio.status == "success")
    assert len(looks(v3)) == 4


async def test_a_click_before_the_price_is_known_asks_first(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    assert studio.offer["price"] == "finding out the price…"
    click(studio)
    await until(lambda: studio.question)
    await settled(studio)
    assert not looks(v3)
    assert studio.status == "idle"


async def test_a_price_that_changes_while_it_is_asked_about_is_asked_about_again(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    studio.click_limit = 1.0
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.question)
    old = studio.question["token"]
    studio.count = 8
    press(studio, "confirm", {"agreed": old})
    await until(lambda: studio.question and studio.question["token"] != old)
    assert not looks(v3)


async def test_a_click_above_the_limit_asks_first_and_can_be_declined(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    studio.count, studio.click_limit = 8, 7
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.question)
    assert studio.question["title"] == "This is above your limit"
    assert (
        studio.question["text"]
        == "It costs about $8.00, and your limit for one generation is $7.00."
    )
    press(studio, "decline")
    await until(lambda: studio.question is None)
    assert not looks(v3)


async def test_the_session_limit_counts_what_was_spent(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    studio.session_limit = 5.0
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.status == "success")
    await settled(studio)
    click(studio)
    await until(lambda: studio.question)
    assert "your limit of $5.00 for this session" in studio.question["text"]
    assert len(looks(v3)) == 4


async def test_without_limits_nothing_is_asked(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    studio.count, studio.click_limit = 8, None
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.status == "success")
    assert len(looks(v3)) == 8
    assert len(studio.figures) == 8


async def test_generate_from_python_refuses_above_a_limit_unless_confirmed(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    studio.click_limit = 3.5
    with pytest.raises(
        BudgetExceeded, match=r"about \$4\.00.* limit for one generation is \$3\.50"
    ):
        await studio.generate()
    assert not looks(v3)
    assert studio.alert["title"] == "This is above your limit"
    generation = await studio.generate(confirm=True)
    assert len(looks(v3)) == 4
    assert generation.cost == Price(4.0)


async def test_the_clients_own_budget_is_asked_about_too(v3, studio_of):
    v3.client = heygen(v3, budget=Budget(per_generation=2))
    studio = studio_of(v3)
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.question)
    assert "your limit for one generation is $2.00" in studio.question["text"]


async def test_the_sandbox_bills_nothing_and_says_once_what_heygen_charges():
    studio = AvatarStudio(appearance="A baker", client=HeyGen.sandbox(Scenario(duration=0)))
    await until(lambda: studio.offer["token"])
    note = (
        "Sandbox: drawings, not photos. Nothing is billed. "
        "HeyGen itself charges 1 credit for 4 images. A credit is about $1.00."
    )
    assert (studio.offer["price"], studio.offer["note"]) == ("free", note)
    await studio.generate()
    await settled(studio)
    assert (studio.offer["note"], studio.offer["spent"]) == (note, "")
    assert studio.served == "v2 · nothing billed"
    studio.click_limit = 0.5
    click(studio)
    await until(lambda: studio.question)
    assert studio.question["text"].startswith(
        "Nothing is billed in the sandbox. At HeyGen it would"
    )
    assert studio.question["go"] == "Generate for free"


@pytest.mark.parametrize(
    ("count", "price"), [(1, "about $1.00 for 1 look"), (4, "about $4.00 for 4")]
)
async def test_the_sandbox_of_v3_says_what_heygen_charges_in_dollars(count, price):
    client = HeyGen.sandbox(Scenario(duration=0, api="v3"))
    studio = AvatarStudio(appearance="A baker", client=client, count=count)
    await until(lambda: studio.offer["token"])
    assert f"HeyGen itself charges {price}" in studio.offer["note"]
    assert "credit" not in studio.offer["note"]


async def test_when_nobody_answers_the_price_is_said_to_be_not_known(studio_of, service):
    service.client = HeyGen("a-key")
    service.client._clock = _no_waits()
    studio = studio_of(service)
    await until(lambda: studio.offer["problem"])
    assert studio.offer["price"] == "price not known yet"
    assert "tells you the price before anything is spent" in studio.offer["problem"]


async def test_when_v2_disappears_v3_is_offered_at_its_price_and_not_taken(both, studio_of):
    both.client = heygen(both)
    studio = studio_of(both)
    await until(lambda: studio.offer["token"])
    both.app.state.sandbox.api = "v3"
    click(studio)
    await until(lambda: studio.alert)
    assert studio.alert["title"] == "This version of HeyGen's API is gone"
    assert studio.alert["use_api_label"] == "Use v3: about $4.00 · 4 looks"
    await settled(studio)
    click(studio)
    await settled(studio)
    assert not looks(both)
    press(studio, "use_api", "v3")
    await until(lambda: studio.offer["api"] == "v3")
    await settled(studio)
    assert not looks(both)
    assert studio.offer["price"] == "about $4.00 · 4 looks"
    click(studio)
    await until(lambda: studio.status == "success")
    assert (len(looks(both)), studio.generation.api) == (4, "v3")


async def test_heygens_announcement_is_shown_with_its_date_and_can_be_closed(service_of, studio_of):
    service = service_of(api="v2 with sunset")
    service.client = heygen(service)
    studio = studio_of(service)
    await until(lambda: studio.notice)
    assert "2026-10-31" in studio.notice
    press(studio, "close_notice")
    await until(lambda: not studio.notice)
    await studio.generate()
    await settled(studio)
    assert not studio.notice


async def test_a_part_of_a_generation_is_a_success_with_a_note(service_of, studio_of):
    service = service_of(api="v3", faults=("poll:failed*1",))
    service.client = heygen(service)
    studio = studio_of(service)
    generation = await studio.generate()
    assert generation.status == "success"
    await settled(studio)
    assert studio.status_line == "3 images, some could not be made"
    assert studio.alert["title"] == "Some images are missing"
    assert "3 of 4 were made." in studio.alert["text"]
    assert "$4.00" in studio.alert["advice"]


async def test_a_run_without_an_answer_is_finished_at_the_price_that_was_agreed(
    service_of, studio_of
):
    service = service_of(api="v3", faults=("submit:drop-after",))
    service.client = heygen(service)
    service.client._clock = _no_waits()
    studio = studio_of(service)
    await until(lambda: studio.offer["token"])
    click(studio)
    await until(lambda: studio.alert)
    assert studio.status == "unknown"
    assert studio.alert["resume"] == "Finish it · at most $4.00, agreed before"
    service.app.state.sandbox.faults = ()
    await settled(studio)
    assert studio.unknown[0]["resume"] == "Finish it · at most $4.00, agreed before"
    press(studio, "resume", "")
    await until(lambda: studio.status == "success")
    assert len(looks(service)) == 4
    assert len(studio.image_keys) == 4


async def test_looks_appear_one_by_one(service_of, studio_of):
    service = service_of(api="v3", duration=1.0, spread=1.0)
    service.client = heygen(service)
    studio = studio_of(service)
    seen = []

    def note(change):
        seen.append((sum(bool(figure["key"]) for figure in change["new"]), studio.status))

    studio.observe(note, "figures")
    await studio.generate()
    await settled(studio)
    assert any(0 < count < 4 and status == "in_progress" for count, status in seen)
    assert seen[-1][0] == 4
    assert studio.status == "success"
    assert all(getattr(studio, f"preview_{slot}").startswith(b"RIFF") for slot in range(4))
    assert studio.expected == 4


async def test_a_reference_image_from_the_computer_and_a_look_go_with_the_request(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    first = await studio.generate()
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "navy").save(buffer, "PNG")
    press(studio, "add_reference", {"name": "coat.png"}, [buffer.getvalue()])
    await until(lambda: studio.reference_names == ["coat.png"])
    studio.avatar_id = first.image_keys[0]
    second = await studio.generate()
    assert [each.kind for each in second.references] == ["look", "asset"]
    press(studio, "remove_reference", 0)
    await until(lambda: studio.reference_names == [])


async def test_references_are_refused_where_v2_serves(service, studio_of):
    studio = studio_of(service)
    studio.avatar_id = "lk_1"
    with pytest.raises(InvalidAttributes, match="need HeyGen's v3"):
        await studio.generate()
    assert not service.jobs


def _no_waits():
    from heygen_widgets.api.polling import Clock  # noqa: PLC0415 - used once

    async def sleep(_: float) -> None:
        await asyncio.sleep(0)

    return Clock(sleep=sleep)


async def test_v3_leaves_less_room_for_the_appearance_and_says_so_before_sending(v3, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    assert studio.room == 1000
    await until(lambda: studio.room < 1000)
    roomy = studio.room
    studio.ethnicity = "South East Asian"
    assert studio.room == roomy - len("South East Asian ")
    studio.appearance = "x" * (studio.room + 1)
    with pytest.raises(InvalidAttributes, match="1 too many"):
        await studio.generate()
    await settled(studio)
    assert "1 too many" in studio.problems["appearance"]
    assert studio.alert["title"] == "This can't be sent"
    assert not looks(v3)
    assert len(v3.client.history) == 0


async def test_another_account_never_shows_the_balance_of_the_one_before(v3, service, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    await until(lambda: "Balance $1,000.00" in studio.offer["spent"])
    seen = []
    studio.observe(lambda change: seen.append(change["new"]["spent"]), "offer")
    studio.client = heygen(service, api="v2")
    assert "Balance" not in studio.offer["spent"]
    await until(lambda: "Balance 1,000 credits" in studio.offer["spent"])
    assert not any("$1,000.00" in spent for spent in seen)


async def test_a_late_answer_about_the_client_before_is_not_shown(v3, service, studio_of):
    v3.client = heygen(v3)
    studio = studio_of(v3)
    before = studio._controller.pricing
    studio.client = heygen(service, api="v2")
    await settled(studio)
    shown = studio.offer
    await before.look_up()
    assert studio.offer == shown


async def test_a_click_buys_what_the_form_showed_though_its_change_is_still_on_the_way(service):
    studio = AvatarStudio(client=heygen(service), name="Ada", appearance="A baker")
    await settled(studio)
    form = {"name": "Bo", "appearance": "A violinist", "avatar_style": "Noir", "pose": "close_up"}
    press(studio, "generate", {"agreed": studio.offer["token"], "form": form})
    await until(lambda: studio.status == "success")
    (job,) = service.jobs
    assert job.attributes.to_dict() == studio.attributes.to_dict()
    assert studio.generation.attributes == studio.attributes
    asked = studio.attributes
    assert (asked.name, asked.appearance) == ("Bo", "A violinist")
    assert (asked.style, asked.pose) == ("Noir", "close_up")


@pytest.mark.parametrize("form", [{"count": 8}, {"click_limit": 0.5}, {"session_limit": 0.5}])
async def test_a_click_asks_when_the_form_showed_a_lower_limit_or_more_images(service, form):
    studio = AvatarStudio(client=heygen(service), name="Ada", appearance="A baker")
    await settled(studio)
    press(studio, "generate", {"agreed": studio.offer["token"], "form": form})
    await until(lambda: studio.question)
    await settled(studio)
    # The same change comes once more, as state; the question stays.
    studio.set_state(form)
    await settled(studio)
    assert studio.question["go"].startswith("Generate for about")
    assert not service.jobs


async def test_a_click_sets_nothing_that_is_not_in_the_form(service):
    studio = AvatarStudio(client=heygen(service), name="Ada", appearance="A baker")
    await settled(studio)
    form = {"name": "Bo", "status": "success", "timeout": 0.1, "client": None}
    press(studio, "generate", {"agreed": "", "form": form})
    await until(lambda: studio.question)
    assert (studio.name, studio.status) == ("Bo", "idle")
    assert studio.timeout != 0.1


@pytest.mark.parametrize("limit", ["click_limit", "session_limit"])
@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_a_limit_that_is_no_number_of_dollars_is_refused_when_it_is_set(limit, value):
    studio = AvatarStudio()
    before = getattr(studio, limit)
    with pytest.raises(TraitError, match="or None for no limit"):
        setattr(studio, limit, value)
    assert getattr(studio, limit) == before
