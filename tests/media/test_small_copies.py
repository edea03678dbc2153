"""The small copy of an image is made once, whoever needs it."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import imaging, small_copies
from heygen_widgets.media.small_copies import KEPT, LIMIT, SIDE, known_copy, small_copy


@pytest.fixture
def made(monkeypatch):
    """The images of which copies are made from now on."""
    monkeypatch.setattr(small_copies, "_COPIES", {})
    calls, preview = [], imaging.preview

    def counted(data, **options):
        calls.append(data)
        return preview(data, **options)

    monkeypatch.setattr(imaging, "preview", counted)
    return calls


def test_a_copy_is_small_in_pixels_and_bytes(made):
    del made
    grainy = io.BytesIO()
    Image.effect_noise((1344, 768), 40).save(grainy, "PNG")
    copy = small_copy(grainy.getvalue())
    assert len(copy) <= LIMIT
    assert Image.open(io.BytesIO(copy)).size == (SIDE, 366)


def test_the_same_bytes_are_shrunk_once(picture, made):
    data = picture()
    assert not known_copy(data)
    first = small_copy(data)
    assert small_copy(bytes(bytearray(data))) is first
    assert known_copy(data) is first
    assert len(made) == 1


def test_two_threads_at_once_make_one_copy(picture, made, monkeypatch):
    both, preview = threading.Barrier(2), imaging.preview
    data = picture()

    def slow(given, **options):
        both.wait(10)
        return preview(given, **options)

    monkeypatch.setattr(imaging, "preview", slow)
    with ThreadPoolExecutor(2) as threads:
        copies = [threads.submit(small_copy, data)]
        assert not known_copy(data)
        both.wait(10)
        copies.append(threads.submit(small_copy, data))
        assert copies[0].result(10) is copies[1].result(10)
    assert len(made) == 1


def test_what_is_no_image_is_refused_each_time(made):
    for _ in range(2):
        with pytest.raises(ImageUnavailable):
            small_copy(b"no image")
    assert not known_copy(b"no image")
    assert len(made) == 2


def test_only_the_latest_copies_stay_in_memory(picture, made):
    del made
    images = [picture(size=(number, 1)) for number in range(1, KEPT + 3)]
    for data in images:
        small_copy(data)
    assert [bool(known_copy(data)) for data in images] == [False] * 2 + [True] * KEPT
