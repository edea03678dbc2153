from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

# Other work may share the machine.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("unhurried")


@pytest.fixture
def picture():
    """Returns a maker of image files."""

    def make(form="PNG", size=(40, 30), mode="RGB", *, noisy=False, **options):
        image = Image.effect_noise(size, 90) if noisy else Image.linear_gradient("L").resize(size)
        buffer = io.BytesIO()
        image.convert(mode).save(buffer, form, **options)
        return buffer.getvalue()

    return make
