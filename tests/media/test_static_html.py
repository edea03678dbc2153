from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import static_html
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&amp;"


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.images, self.texts = [], [], []
        self.feed(html)
        self.close()
        self.text = " ".join(self.texts)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_data(self, data):
        self.texts.append(data)


def finished(data, *, count=4, appearance="A red jacket", **changes):
    record = Generation(
        status=GenerationStatus.SUCCESS,
        id="701c",
        attributes=AvatarAttributes(name="Ada", appearance=appearance),
        submitted_at=NOON,
        finished_at=NOON + timedelta(seconds=12.34),
        **changes,
    ).with_images([f"https://a/{n}" for n in range(count)], [f"image/{n}" for n in range(count)])
    images = tuple(image.with_data(data, "image/png", (1, 1)) for image in record.images)
    return Generation(**{**vars(record), "images": images})


def test_the_page_shows_prompt_status_duration_id_and_keys(picture):
    page = Reader(Generation.to_html(finished(picture())))
    for wanted in ("A red jacket", "success", "12.3 s", "701c", "image/0", "image/3"):
        assert wanted in page.text


def test_each_picture_has_its_own_alt_text(picture):
    page = Reader(Generation.to_html(finished(picture())))
    alts = [image["alt"] for image in page.images]
    assert alts == [f"Image {n}: Person, half body, Realistic: A red jacket" for n in range(1, 5)]


def test_pictures_are_embedded_and_nothing_is_loaded_from_elsewhere(picture):
    page = Reader(Generation.to_html(finished(picture())))
    assert all(image["src"].startswith("data:image/webp;base64,") for image in page.images)
    assert "https://" not in Generation.to_html(finished(picture()))


def test_the_page_has_no_script_and_no_style_sheet(picture):
    tags = Reader(Generation.to_html(finished(picture()))).tags
    assert not {"script", "style", "link", "iframe"} & set(tags)


@pytest.mark.parametrize("noisy", [False, True])
def test_a_generation_takes_at_most_200_kb_of_the_notebook(picture, noisy):
    data = picture(size=(1344, 768), noisy=noisy)
    html = Generation.to_html(finished(data, appearance='"' * 1000))
    assert len(json.dumps(html)) <= 200_000


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6])
def test_any_number_of_pictures_is_shown(picture, count):
    assert len(Reader(Generation.to_html(finished(picture(), count=count))).images) == count


def test_a_missing_picture_shows_its_error_and_its_key():
    image = AvatarImage(key="image/7", url="u", index=0, error=ImageUnavailable("It <expired>."))
    page = Reader(image._repr_html_())
    assert "It <expired>." in page.text
    assert "image/7" in page.text
    assert not page.images


def test_a_damaged_picture_does_not_break_the_page():
    assert "not an image" in Reader(Generation.to_html(finished(b"<html>"))).text


def test_a_generation_of_which_only_the_id_is_known_is_shown():
    record = Generation(status=GenerationStatus.IN_PROGRESS, id="701c")
    assert "in progress" in Reader(Generation.to_html(record)).text


def test_html_in_a_text_is_escaped(picture):
    record = finished(picture(), appearance=NASTY, message=NASTY)
    record = Generation(**{**vars(record), "id": NASTY})
    image = AvatarImage(key=NASTY, url=NASTY, index=0, error=ImageUnavailable(NASTY))
    page = Reader(Generation.to_html(Generation(**{**vars(record), "images": (image,)})))
    assert "script" not in page.tags
    assert not page.images
    assert page.text.count("<script>alert(1)</script>") == 5


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_shown(key, message):
    record = Generation(status=GenerationStatus.FAILED, message=message).with_images([], [key])
    assert set(Reader(Generation.to_html(record)).tags) <= {
        "div",
        "strong",
        "figure",
        "figcaption",
    }


@pytest.mark.parametrize(
    "html",
    [
        static_html.render_gallery("$1.00 of $2.00", (), "", ()),
        static_html.render_lines(["$1.00 of $2.00", "more"]),
        static_html.render_table("", (), [("Cost", "$1.00 of $2.00")]),
    ],
)
def test_what_stands_between_two_dollars_is_no_formula(html):
    root = html[: html.index(">")]
    assert 'class="mathjax_ignore tex2jax_ignore"' in root
