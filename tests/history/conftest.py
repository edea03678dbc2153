from __future__ import annotations

import pytest

from heygen_widgets.history import History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus
from tests.history.runs import ADA, HERE, NOON


@pytest.fixture
def history(tmp_path):
    return History(tmp_path / "history")


@pytest.fixture
def record(history):
    """Records a run of one account: `record("success", id="g")`."""

    def make(status="in_progress", *, backend=HERE["backend"], account="a1", **fields):
        fields = {"attributes": ADA, "submitted_at": NOON} | fields
        generation = Generation(status=GenerationStatus(status), **fields)
        return history.record(generation, backend=backend, account=account)

    return make
