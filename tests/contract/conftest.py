"""The independent server, started for a test."""

from __future__ import annotations

from contextlib import ExitStack

import httpx
import pytest

from tests.support.independent_heygen import IndependentHeyGen


@pytest.fixture
def start():
    """Start a server with these switches, and a plain client of it."""
    with ExitStack() as clients, ExitStack() as servers:

        def make(**options):
            heygen = servers.enter_context(IndependentHeyGen(**{"seconds": 0.05} | options))
            # Clients outlive the server, with their connections open: it mustn't wait for them.
            client = httpx.Client(base_url=heygen.url, headers={"X-Api-Key": "k"})
            return heygen, clients.enter_context(client)

        yield make
