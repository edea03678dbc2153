from __future__ import annotations

import traceback
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus

ADA = AvatarAttributes(name="Ada", appearance="A red jacket")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def generation(**changes):
    return Generation(status=GenerationStatus.SUCCESS, id="701c", attributes=ADA, **changes)


@pytest.mark.parametrize(
    ("status", "is_final", "is_resumable"),
    [
        ("submitting", False, False),
        ("in_progress", False, False),
        ("success", True, False),
        ("failed", True, False),
        ("unknown", True, False),
        ("timed_out", True, True),
        ("stopped", True, True),
    ],
)
def test_a_status_knows_what_can_follow(status, is_final, is_resumable):
    status = GenerationStatus(status)
    assert (status.is_final, status.is_resumable) == (is_final, is_resumable)


def test_there_are_seven_statuses():
    assert len(GenerationStatus) == 7


def test_keys_and_links_pair_up_in_heygens_order():
    record = generation().with_images(["https://a/1", "https://a/2"], ["k1", "k2"])
    assert record.image_keys == ("k1", "k2")
    assert record.image_urls == ("https://a/1", "https://a/2")
    assert [image.index for image in record.images] == [0, 1]
    assert {image.generation_id for image in record.images} == {"701c"}
    assert {image.attributes for image in record.images} == {ADA}


@given(st.lists(st.text(max_size=5), max_size=6), st.lists(st.text(max_size=5), max_size=6))
def test_lists_of_unequal_length_lose_nothing(urls, keys):
    record = generation().with_images(urls, keys)
    assert len(record.images) == max(len(urls), len(keys))
    assert list(record.image_keys[: len(keys)]) == keys
    assert list(record.image_urls[: len(urls)]) == urls
    assert not any(record.image_keys[len(keys) :] + record.image_urls[len(urls) :])


def test_elapsed_is_from_submit_to_end():
    record = generation(submitted_at=NOON, finished_at=NOON + timedelta(seconds=9.5))
    assert record.elapsed == 9.5


@pytest.mark.parametrize("known", [{"submitted_at": NOON}, {"finished_at": NOON}, {}])
def test_elapsed_is_none_while_an_end_is_missing(known):
    assert generation(**known).elapsed is None


def test_an_image_that_was_not_asked_for_says_how_to_get_it():
    image = AvatarImage(key="k", url="https://a/1", index=2)
    assert not image.is_downloaded
    for name in ("bytes", "pil", "mime_type", "size"):
        with pytest.raises(ImageUnavailable, match=r"Image 3 was not downloaded\. Call `await"):
            getattr(image, name)


def test_an_image_that_failed_says_why_each_time():
    why = ImageUnavailable("Expired.")
    image = AvatarImage(key="k", url="https://a/1", index=0, error=why)
    depths = set()
    for _ in range(5):
        with pytest.raises(ImageUnavailable) as caught:
            _ = image.bytes
        assert caught.value is why
        depths.add(len(traceback.extract_tb(caught.tb)))
    assert len(depths) == 1


def test_an_image_with_data_has_no_error_any_more():
    image = AvatarImage(key="k", url="u", index=0, error=ImageUnavailable("Expired."))
    done = image.with_data(b"data", "image/png", (3, 4))
    assert (done.bytes, done.mime_type, done.size, done.error) == (
        b"data",
        "image/png",
        (3, 4),
        None,
    )
    assert (done.key, done.is_downloaded, image.is_downloaded) == ("k", True, False)


def test_alt_text_tells_what_the_picture_shows():
    image = AvatarImage(key="k", url="u", index=1, attributes=ADA)
    assert image.alt == "Image 2: Person, half body, Realistic: A red jacket"
    assert AvatarImage(key="k", url="u", index=0).alt == "Image 1: avatar photo"


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (Generation(status=GenerationStatus.SUBMITTING), "<Generation (no id) submitting by v2>"),
        (
            Generation(status=GenerationStatus.FAILED, id="7f", message="no"),
            "<Generation 7f failed by v2: no>",
        ),
        (
            Generation(
                status=GenerationStatus.SUCCESS,
                id="7f",
                submitted_at=NOON,
                finished_at=NOON + timedelta(seconds=2),
            ).with_images(["u"], ["k"]),
            "<Generation 7f success by v2, 1 images in 2.0 s>",
        ),
    ],
)
def test_a_generation_shows_itself_in_a_line(record, shown):
    assert repr(record) == shown


def test_the_repr_of_an_image_holds_no_bytes():
    image = AvatarImage(key="k", url="u", index=0)
    assert repr(image) == "<AvatarImage 1 'k': not downloaded>"
    assert repr(image.with_data(b"x" * 1234, "", (1, 1))) == "<AvatarImage 1 'k': 1,234 bytes>"


def test_records_are_frozen():
    with pytest.raises(AttributeError):
        generation().status = "failed"


def test_rich_display_is_html():
    record = generation().with_images(["https://a/1"], ["image/701c/original"])
    parser = HTMLParser()
    parser.feed(record._repr_html_() + record.images[0]._repr_html_())
    assert "image/701c/original" in record._repr_html_()
    assert "701c" in record._repr_html_()
