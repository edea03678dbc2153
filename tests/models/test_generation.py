from __future__ import annotations

from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.generation import Generation
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
def test_a_status_says_whether_it_is_final_and_resumable(status, is_final, is_resumable):
    status = GenerationStatus(status)
    assert (status.is_final, status.is_resumable) == (is_final, is_resumable)


def test_there_are_seven_statuses():
    assert len(GenerationStatus) == 7


def test_keys_and_links_are_paired_in_heygens_order():
    record = generation().with_images(["https://a/1", "https://a/2"], ["k1", "k2"])
    assert record.image_keys == ("k1", "k2")
    assert record.image_urls == ("https://a/1", "https://a/2")
    assert [image.index for image in record.images] == [0, 1]
    assert {image.generation_id for image in record.images} == {"701c"}
    assert {image.attributes for image in record.images} == {ADA}


@given(st.lists(st.text(max_size=5), max_size=6), st.lists(st.text(max_size=5), max_size=6))
def test_lists_of_unequal_length_lose_no_key_and_no_link(urls, keys):
    record = generation().with_images(urls, keys)
    assert len(record.images) == max(len(urls), len(keys))
    assert list(record.image_keys[: len(keys)]) == keys
    assert list(record.image_urls[: len(urls)]) == urls
    assert not any(record.image_keys[len(keys) :] + record.image_urls[len(urls) :])


def test_elapsed_is_from_submit_to_end():
    record = generation(submitted_at=NOON, finished_at=NOON + timedelta(seconds=9.5))
    assert record.elapsed == 9.5


@pytest.mark.parametrize("known", [{"submitted_at": NOON}, {"finished_at": NOON}, {}])
def test_elapsed_is_none_while_a_time_is_missing(known):
    assert generation(**known).elapsed is None


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
def test_the_repr_of_a_generation_is_one_line(record, shown):
    assert repr(record) == shown


def test_generations_are_frozen():
    with pytest.raises(AttributeError):
        generation().status = "failed"


def test_rich_display_is_html():
    record = generation().with_images(["https://a/1"], ["image/701c/original"])
    parser = HTMLParser()
    parser.feed(record._repr_html_() + record.images[0]._repr_html_())
    assert "image/701c/original" in record._repr_html_()
    assert "701c" in record._repr_html_()
