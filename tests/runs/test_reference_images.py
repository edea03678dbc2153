from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from heygen_widgets.errors import ConnectionFailed, ImageUnavailable, InvalidAttributes
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.references import Reference
from heygen_widgets.runs import reference_images
from heygen_widgets.runs.reference_images import MAX_REFERENCE_BYTES, gather


class Uploads(list):
    """What was uploaded: pairs of bytes and MIME type."""

    async def __call__(self, data, mime_type):
        self.append((data, mime_type))
        return f"asset-{len(self)}"


@pytest.fixture
def uploads():
    return Uploads()


async def problems_of(images, uploads, look=None):
    with pytest.raises(InvalidAttributes) as caught:
        await gather(images, look, uploads)
    assert not uploads
    return caught.value.problems


async def test_nothing_to_look_like_is_nothing(uploads):
    assert await gather([], None, uploads) == ()
    assert await gather((), "  ", uploads) == ()
    assert not uploads


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("kind", [Path, str])
async def test_a_file_is_uploaded_as_it_is(picture, tmp_path, uploads, form, kind):
    path = tmp_path / "ada.img"
    path.write_bytes(picture(form))
    assert await gather([kind(path)], None, uploads) == (Reference("asset", "asset-1"),)
    assert uploads == [(path.read_bytes(), f"image/{form.lower()}")]


async def test_a_path_may_begin_at_home(picture, tmp_path, uploads, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "ada.png").write_bytes(picture())
    await gather(["~/ada.png"], None, uploads)
    assert len(uploads) == 1


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
async def test_bytes_are_uploaded_as_they_are(picture, uploads, kind):
    data = picture()
    await gather([kind(data)], None, uploads)
    assert uploads == [(data, "image/png")]


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK", "1", "LA"])
async def test_a_pil_image_is_uploaded_as_a_png(uploads, mode):
    await gather([Image.new("RGB", (30, 20), "red").convert(mode)], None, uploads)
    [(data, mime_type)] = uploads
    assert mime_type == "image/png"
    assert Image.open(io.BytesIO(data)).size == (30, 20)


@pytest.mark.parametrize("form", ["WEBP", "GIF", "BMP"])
async def test_a_picture_of_another_kind_becomes_a_png(picture, uploads, form):
    await gather([picture(form, noisy=True)], None, uploads)
    [(data, mime_type)] = uploads
    assert mime_type == "image/png"
    sent = Image.open(io.BytesIO(data))
    assert (sent.format, sent.size) == ("PNG", (40, 30))


async def test_an_image_of_a_generation_is_uploaded(picture, uploads):
    image = AvatarImage(key="k", url="u", index=0).with_data(picture(), "image/png", (40, 30))
    await gather([image], None, uploads)
    assert uploads == [(picture(), "image/png")]


async def test_an_image_that_was_not_downloaded_says_so(uploads):
    problems = await problems_of([AvatarImage(key="k", url="u", index=0)], uploads)
    assert "was not downloaded" in problems["reference image 1"]


async def test_an_address_is_passed_on_and_not_uploaded(uploads):
    found = await gather([" https://a.example/Ada.png?x=1 "], None, uploads)
    assert found == (Reference("url", "https://a.example/Ada.png?x=1"),)
    assert not uploads


@pytest.mark.parametrize("url", ["http://a.example/1.png", "HTTP://A.example/1.png"])
async def test_an_address_without_encryption_is_refused(uploads, url):
    assert await problems_of([url], uploads) == {"reference image 1": "must be an https address"}


async def test_a_look_comes_first(picture, uploads):
    found = await gather([picture(), "https://a.example/1"], " lk_1 ", uploads)
    assert found == (
        Reference("look", "lk_1"),
        Reference("asset", "asset-1"),
        Reference("url", "https://a.example/1"),
    )


async def test_three_images_keep_their_order(picture, uploads):
    given = [picture(size=(8, 8)), "https://a.example/1", picture(size=(9, 9))]
    found = await gather(iter(given), None, uploads)
    assert [each.value for each in found] == ["asset-1", "https://a.example/1", "asset-2"]
    assert [data for data, _ in uploads] == [given[0], given[2]]


async def test_four_images_are_one_too_many(picture, uploads):
    problems = await problems_of([picture()] * 4, uploads)
    assert problems == {"reference_images": "are 4; HeyGen takes at most 3"}


async def test_a_look_does_not_count_as_an_image(picture, uploads):
    assert len(await gather([picture()] * 3, "lk_1", uploads)) == 4


@pytest.mark.parametrize(
    "given", [b"", b"no image", "/no/such/file.png", "", "no-such.png", 7, None, object(), "\0"]
)
async def test_what_is_no_image_is_refused(uploads, given):
    problems = await problems_of([given], uploads)
    assert problems["reference image 1"].startswith("can't be read (")


async def test_a_folder_is_no_image(tmp_path, uploads):
    assert "can't be read" in (await problems_of([tmp_path], uploads))["reference image 1"]


async def test_a_picture_that_is_cut_off_is_refused(picture, uploads):
    data = picture(noisy=True)
    problems = await problems_of([data[: len(data) // 2]], uploads)
    assert "can't be read" in problems["reference image 1"]


async def test_a_picture_that_is_too_big_is_refused(picture, uploads, monkeypatch):
    assert MAX_REFERENCE_BYTES == 32_000_000
    monkeypatch.setattr(reference_images, "MAX_REFERENCE_BYTES", 1000)
    problems = await problems_of([picture(size=(200, 200), noisy=True)], uploads)
    assert "HeyGen takes at most 1,000" in problems["reference image 1"]


async def test_all_problems_are_named_at_once_and_nothing_is_uploaded(picture, uploads):
    given = [picture(), b"no image", "http://a.example/1", "/no/such/file.png"]
    problems = await problems_of(given, uploads)
    assert list(problems) == [
        "reference image 2",
        "reference image 3",
        "reference image 4",
        "reference_images",
    ]


async def test_one_path_in_place_of_a_list_is_understood_or_named(picture, tmp_path, uploads):
    path = tmp_path / "ada.png"
    path.write_bytes(picture())
    problems = await problems_of(str(path), uploads)
    assert problems.keys() == {"reference_images"}


async def test_an_upload_that_fails_is_its_own_error():
    async def broken(_data, _mime_type):
        raise ConnectionFailed("No network.")

    with pytest.raises(ConnectionFailed):
        await gather([Image.new("RGB", (8, 8))], None, broken)


async def test_a_broken_object_of_the_callers_is_a_problem_of_that_image(uploads):
    class Odd:
        is_downloaded = True

        @property
        def bytes(self):
            raise ImageUnavailable("Gone.")

    assert "Gone." in (await problems_of([Odd()], uploads))["reference image 1"]


def on_its_side(form):
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, form, exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("as_pil", [False, True])
async def test_a_photo_on_its_side_is_turned_and_sent_without_the_tag(uploads, form, as_pil):
    data = on_its_side(form)
    await gather([Image.open(io.BytesIO(data)) if as_pil else data], None, uploads)
    (sent,) = [data for data, _kind in uploads]
    image = Image.open(io.BytesIO(sent))
    assert (image.size, image.getexif().get(0x0112)) == ((30, 40), None)


@pytest.mark.parametrize(
    "single", ["a.png", b"x", Path("a.png"), Image.new("RGB", (1, 1)), {"a": 1}, 5]
)
async def test_whatever_is_no_list_is_told(uploads, single):
    with pytest.raises(InvalidAttributes, match="must be a list of images"):
        await gather(single, None, uploads)
