"""Which client a studio generates with: the sandbox or HeyGen, and by which key."""

import itertools

import pytest

from heygen_widgets import (
    AvatarStudio,
    ConfigurationError,
    HeyGen,
)
from heygen_widgets.sandbox import Scenario
from heygen_widgets.sandbox.fault_catalogue import FAULTS, GROUPS, V2_ONLY, V3_ONLY
from heygen_widgets.widgets.runs import messages
from tests.support.studio_events import press, until


async def test_the_backend_stays_while_a_run_goes_on(service_of, studio_of):
    service = service_of(duration=60)
    studio = studio_of(service)
    task = studio.start()
    await until(lambda: studio.generation_id)
    before = studio.backend
    with pytest.raises(ConfigurationError, match="already waiting"):
        studio.client = HeyGen.sandbox()
    assert studio.backend == before
    studio.stop()
    await task


async def test_an_empty_key_is_refused_and_switches_to_nothing(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "in-the-environment")
    monkeypatch.setenv("HEYGEN_SANDBOX", "1")
    studio = AvatarStudio()
    press(studio, "use_key", {"secret": " "})
    await until(lambda: studio.key_problem)
    assert studio.client.is_sandbox


async def test_a_key_given_in_the_widget_switches_to_heygen_and_is_in_no_state(service, studio_of):
    studio = studio_of(service)
    press(studio, "use_key", {"secret": "k-123-secret"})
    await until(lambda: studio.backend["label"] == "HeyGen · 127.0.0.1:9")
    assert "k-123-secret" not in repr(studio.get_state())
    assert "k-123-secret" not in repr(studio) + repr(studio.client)
    press(studio, "use_sandbox")
    await until(lambda: studio.backend["kind"] == "sandbox")


async def test_a_key_that_cannot_be_one_is_refused_at_its_field(service, studio_of):
    studio = studio_of(service)
    before = studio.client
    press(studio, "use_key", {"secret": "has spaces inside"})
    await until(lambda: studio.key_problem)
    assert "has spaces" not in studio.key_problem
    assert studio.client is before


async def test_a_failure_can_be_rehearsed_in_the_sandbox(monkeypatch):
    studio = AvatarStudio(appearance="A baker")
    told = []
    monkeypatch.setattr(AvatarStudio, "tell", lambda _, *message: told.append(message))
    press(studio, "list_faults")
    await until(lambda: any(name == "faults" for name, _ in told))
    faults = next(values for name, values in told if name == "faults")
    kinds = {fault["kind"] for fault in faults}
    assert "submit:402" in kinds
    assert kinds.isdisjoint(V3_ONLY)
    assert studio.backend["fault_text"] == ""
    press(studio, "rehearse", "submit:402")
    await until(lambda: studio.backend["fault"] == "submit:402" and studio.offer["token"])
    press(studio, "generate")
    await until(lambda: studio.alert)
    assert studio.alert["title"] == "Not enough API credit"
    assert studio.backend["fault_text"] == FAULTS["submit:402"]
    press(studio, "rehearse", "")
    await until(lambda: not studio.backend["fault"])


@pytest.mark.parametrize(("api", "hidden"), [("v2", V3_ONLY), ("v3", V2_ONLY)])
async def test_failures_stand_in_groups_by_when_they_happen(api, hidden):
    client = HeyGen.sandbox(Scenario(api=api))
    await client.quote()
    listed = messages.faults(client)
    assert {fault["kind"] for fault in listed} == FAULTS.keys() - hidden
    groups = [group for group, _ in itertools.groupby(fault["group"] for fault in listed)]
    prefixes = {kind.partition(":")[0] for kind in FAULTS.keys() - hidden}
    assert groups == [words for prefix, words in GROUPS.items() if prefix in prefixes]


def test_heygen_itself_rehearses_nothing(service):
    with pytest.raises(ConfigurationError, match="Only the sandbox"):
        service.client.rehearse("submit:402")


async def test_a_key_is_remembered_only_if_asked(service, studio_of, monkeypatch):
    kept = []
    monkeypatch.setattr(
        "heygen_widgets.config.key_sources.remember_key", lambda key: kept.append(key.reveal())
    )
    studio = studio_of(service)
    press(studio, "use_key", {"secret": "first-key"})
    press(studio, "use_key", {"secret": "second-key", "remember": True})
    await until(lambda: kept)
    assert kept == ["second-key"]


def test_without_a_key_it_opens_on_the_sandbox(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", " ")
    studio = AvatarStudio()
    assert studio.client.is_sandbox
    assert studio.backend["label"] == "Sandbox"


def test_with_a_key_it_opens_on_heygen_unless_the_sandbox_is_chosen(monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "abc")
    assert not AvatarStudio().client.is_sandbox
    monkeypatch.setenv("HEYGEN_SANDBOX", "1")
    assert AvatarStudio().client.is_sandbox
