from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from heygen_widgets.sandbox.server.links import SignedLinks

IMAGE = "a" * 32


def query_of(link):
    return dict(parse_qsl(urlsplit(link).query))


def test_a_link_names_the_picture_and_the_full_second_in_which_it_expires():
    links = SignedLinks(0, 604_800, lambda: 1_737_662_354.5)
    link = links.sign("https://heygen.sandbox/", IMAGE)
    assert link.startswith(f"https://heygen.sandbox/image/{IMAGE}/original?Expires=1738267155&")
    assert links.is_signed(IMAGE, query_of(link))


def test_a_link_expires_after_its_lifetime():
    now = [100.0]
    links = SignedLinks(0, 10, lambda: now[0])
    query = query_of(links.sign("https://heygen.sandbox/", IMAGE))
    now[0] = 109.9
    assert not links.is_expired(query)
    now[0] = 110
    assert links.is_expired(query)


def test_a_signature_is_of_one_picture_one_time_and_one_sandbox():
    links = SignedLinks(0, 10, lambda: 100.0)
    query = query_of(links.sign("https://heygen.sandbox/", IMAGE))
    assert not links.is_signed("b" * 32, query)
    assert not links.is_signed(IMAGE, query | {"Expires": "999"})
    assert not links.is_signed(IMAGE, {"Signature": query["Signature"]})
    assert not SignedLinks(1, 10, lambda: 100.0).is_signed(IMAGE, query)
