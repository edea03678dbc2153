from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from heygen_widgets.sandbox.server.image_size import image_size


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("size", [(1, 1), (640, 480), (300, 1000)])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"exif": b"Exif\0\0" + bytes(99)}])
def test_the_size_of_a_picture_is_read_from_its_head(form, size, options):
    buffer = BytesIO()
    Image.new("RGB", size).save(buffer, form, **(options if form == "JPEG" else {}))
    assert image_size(buffer.getvalue()) == size


@given(st.sampled_from([b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"RIFF"]), st.binary(max_size=60))
def test_anything_else_has_no_size_and_is_no_error(start, rest):
    width, height = image_size(start + rest)
    assert width >= 0
    assert height >= 0


@pytest.mark.parametrize("data", [b"", b"RIFF\0\0\0\0WEBP", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_cut_off_or_of_another_type_has_the_size_zero(data):
    assert image_size(data) == (0, 0)
