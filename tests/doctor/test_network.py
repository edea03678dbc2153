from __future__ import annotations

from heygen_widgets.doctor.network import look_at_network


def test_with_nothing_set_it_says_so():
    section = look_at_network()
    assert "none is set" in dict(section.rows)["Variables"]
    assert section.faults == ()


def test_it_shows_what_is_set_and_what_is_wrong_with_it(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "[::1]")
    monkeypatch.setenv("SSL_CERT_FILE", "/gone")
    section = look_at_network()
    assert dict(section.rows)["HTTPS_PROXY"] == "http://proxy.example:3128"
    assert len(section.faults) == 2
