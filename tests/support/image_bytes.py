"""Image files as bytes."""

from __future__ import annotations

import io

import pytest
from PIL import Image


@pytest.fixture
def picture():
    """Returns a maker of image files."""

    def make(form="PNG", size=(40, 30), mode="RGB", *, noisy=False, **options):
        image = Image.effect_noise(size, 90) if noisy else Image.linear_gradient("L").resize(size)
        buffer = io.BytesIO()
        image.convert(mode).save(buffer, form, **options)
        return buffer.getvalue()

    return make


@pytest.fixture(scope="session")
def png():
    """A small picture that compresses badly, as photographs do."""
    buffer = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="session")
def large_png():
    """A picture of 512 x 512 pixels."""
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((512, 512)).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()
