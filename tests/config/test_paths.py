from __future__ import annotations

from pathlib import Path

import pytest

from heygen_widgets import HeyGen, HistoryError
from heygen_widgets.config.paths import NOWHERE, home
from heygen_widgets.sandbox import Scenario


def without_home(*_args, **_options):
    raise RuntimeError("could not determine the home directory")


def with_a_tilde(*_args, **_options):
    return Path("~/.local/share/heygen_widgets")


@pytest.fixture(params=[without_home, with_a_tilde], ids=["now", "earlier"])
def homeless(request, monkeypatch):
    """platformdirs for a user without a home, as its releases have it."""
    monkeypatch.setenv("HEYGEN_WIDGETS_HOME", "")
    monkeypatch.setattr("platformdirs.user_data_path", request.param)


@pytest.mark.usefixtures("homeless")
def test_without_a_home_there_is_a_folder_that_cannot_be_used():
    assert home() == NOWHERE


@pytest.mark.usefixtures("homeless")
async def test_without_a_home_all_works_and_says_that_nothing_is_kept():
    client = HeyGen.sandbox(Scenario(duration=0))
    assert (await client.generate("a chef")).image_keys
    assert "no home folder" in client.history_problem
    with pytest.raises(HistoryError, match="no home folder"):
        len(client.history)
