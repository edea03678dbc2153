"""Fixtures of the sweeps: one over a quick sandbox, whose questions need no pauses."""

import pytest

from heygen_widgets.api import pace
from heygen_widgets.sweeps.sweep import Sweep

STYLES = ["Noir", "Pixar", "Vintage"]


@pytest.fixture(autouse=True)
def _quick_questions(monkeypatch):
    monkeypatch.setattr(pace, "QUESTIONS", 10_000.0)


@pytest.fixture
def sweep_of():
    def make(service, base="a chef with {hat: a beret|a cap}", **arguments):
        return Sweep(base, client=service.client, **({"style": STYLES} | arguments))

    return make


@pytest.fixture
async def made(service, sweep_of):
    """A sweep of six cells that is made."""
    sweep = sweep_of(service)
    await sweep.run(progress=False)
    return sweep
