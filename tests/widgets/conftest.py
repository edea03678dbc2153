"""Studios that reach no HeyGen, and whose messages to the browser are kept."""

import pytest

from heygen_widgets import AvatarStudio


@pytest.fixture(autouse=True)
def _no_heygen(monkeypatch: pytest.MonkeyPatch) -> None:
    # A studio with a key asks HeyGen what a click costs: here nobody answers.
    monkeypatch.setenv("HEYGEN_BASE_URL", "http://127.0.0.1:9")


@pytest.fixture
def told(monkeypatch):
    """What studios tell the browser: method, values, buffers."""
    messages = []

    def tell(_studio, method, *values, buffers=()):
        messages.append((method, values, list(buffers)))

    monkeypatch.setattr(AvatarStudio, "tell", tell)
    return messages


@pytest.fixture
def studio(service, studio_of, told):
    del told  # it is there first, so that the studio tells it
    return studio_of(service)
