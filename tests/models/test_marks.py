from __future__ import annotations

from dataclasses import replace

import pytest

from heygen_widgets.errors import ConfigurationError, HeyGenError
from heygen_widgets.models.images import AvatarImage, ImageFile
from heygen_widgets.models.marks import Mark

FOUND = Mark(favourite=True, rating=4, note="The eyes.")


def test_a_mark_is_empty_at_first():
    assert Mark() == Mark(favourite=False, rating=None, note="")
    assert AvatarImage(key="k", url="u", index=0).mark == Mark()


def test_the_error_names_every_wrong_value():
    with pytest.raises(ConfigurationError) as caught:
        Mark(favourite="yes", rating=6, note=None)
    assert str(caught.value) == (
        "This mark is not valid: favourite must be True or False, not 'yes'; rating must be 1 to 5 "
        "or None, not 6; note must be text, not NoneType."
    )


@pytest.mark.parametrize("rating", [0, 6, -1, 2.0, "3", True, False, [], 10**30])
def test_a_rating_is_a_whole_number_from_1_to_5(rating):
    with pytest.raises(HeyGenError, match="rating must be 1 to 5 or None"):
        Mark(rating=rating)
    assert [Mark(rating=stars).rating for stars in range(1, 6)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("note", ["half \ud83d", b"bytes", 3])
def test_a_note_must_be_text_without_lone_surrogates(note):
    with pytest.raises(ConfigurationError, match="note "):
        Mark(note=note)


def test_copies_of_an_image_keep_its_mark(tmp_path):
    image = AvatarImage(key="k", url="u", index=0).with_mark(FOUND)
    file = ImageFile(tmp_path, 1, "d")
    copies = [
        image.with_data(b"x", "image/png", (1, 1)),
        image.with_file(file, "image/png", (1, 1)),
        image.at(3, "g"),
        replace(image, error=None),
    ]
    assert {copy.mark for copy in copies} == {FOUND}
    assert image.with_mark(FOUND) is image
