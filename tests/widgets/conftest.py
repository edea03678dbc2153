"""Studios that reach no HeyGen."""

import pytest


@pytest.fixture(autouse=True)
def _no_heygen(monkeypatch: pytest.MonkeyPatch) -> None:
    # A studio with a key asks HeyGen what a click costs: here nobody answers.
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://127.0.0.1:9")
