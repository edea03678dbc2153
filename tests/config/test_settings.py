"""Where v2's uploads go. What users see of the other settings is in `tests/client`."""

from __future__ import annotations

import pytest

from heygen_widgets.config.settings import choose_upload_url
from heygen_widgets.errors import ConfigurationError

HEYGENS = "https://upload.heygen.com"
OWN, OTHER = "https://proxy.example", "https://uploads.example"


@pytest.mark.parametrize(
    ("given", "base_url", "variables", "chosen"),
    [
        (None, None, {}, HEYGENS),
        (None, None, {"BASE": " ", "UPLOAD": " "}, HEYGENS),
        (None, "https://api.heygen.com/", {}, HEYGENS),
        (None, "https://API.HeyGen.com:443", {}, HEYGENS),
        (None, OWN, {}, OWN),
        (None, None, {"BASE": OWN}, OWN),
        (None, None, {"BASE": OWN, "UPLOAD": OTHER}, OTHER),
        (None, None, {"UPLOAD": OTHER}, OTHER),
        (None, OWN, {"UPLOAD": OTHER}, OWN),
        (OTHER, OWN, {}, OTHER),
        (OTHER, None, {"UPLOAD": HEYGENS}, OTHER),
        (f" {OTHER}/ ", None, {}, OTHER),
        (None, "http://127.0.0.1:8765", {}, "http://127.0.0.1:8765"),
    ],
)
def test_uploads_go_beside_the_api_unless_somebody_says_where(
    monkeypatch, given, base_url, variables, chosen
):
    for name, value in variables.items():
        monkeypatch.setenv(f"HEYGEN_{name}_URL", value)
    assert choose_upload_url(given, base_url) == chosen


@pytest.mark.parametrize(
    "address", ["http://uploads.example", "uploads.example", "https://me:secret@uploads.example"]
)
@pytest.mark.parametrize("is_variable", [True, False])
def test_an_address_that_would_expose_the_key_is_refused(monkeypatch, address, is_variable):
    monkeypatch.setenv("HEYGEN_UPLOAD_URL", address if is_variable else "")
    with pytest.raises(ConfigurationError) as caught:
        choose_upload_url(None if is_variable else address, None)
    assert "secret" not in str(caught.value)
