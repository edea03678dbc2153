from __future__ import annotations

import errno
import io
import json
import os
import random
import struct
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from heygen_widgets.errors import ConfigurationError, ImageUnavailable, InvalidAttributes
from heygen_widgets.media import imaging
from heygen_widgets.models.attributes import AvatarAttributes
from heygen_widgets.models.images import AvatarImage

ADA = AvatarAttributes(
    name="Ådä 🎨",
    age="Senior",
    gender="Woman",
    style="Noir",
    appearance='Grey hair, "quoted", 日本語, ' + "🙂" * 900,
)
FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP"]
METADATA = {"key": "image/7f/original", "attributes": ADA.to_dict()}


def opened(path):
    return Image.open(io.BytesIO(path.read_bytes()))


def png_header(width, height):
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT"


@pytest.mark.parametrize("form", FORMATS)
def test_type_and_size_are_read_from_the_bytes(picture, form):
    assert imaging.inspect(picture(form)) == (Image.MIME[form], (40, 30))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_file_that_is_cut_off_is_refused(picture, form):
    data = picture(form, size=(200, 200), noisy=True)
    with pytest.raises(ImageUnavailable, match="damaged or cut off"):
        imaging.inspect(data[: len(data) // 2])


@pytest.mark.parametrize("data", [b"", b"<html>no</html>", b"\x89PNG\r\n\x1a\n", b"\0" * 5000])
def test_a_file_that_is_not_an_image_is_refused(data):
    with pytest.raises(ImageUnavailable):
        imaging.inspect(data)


def test_svg_is_refused():
    with pytest.raises(ImageUnavailable, match="not an image"):
        imaging.inspect(b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')


@pytest.mark.parametrize("side", [7_100, 10_000, 20_000, 2**31 - 1])
def test_an_image_with_too_many_pixels_is_refused(side):
    with pytest.raises(ImageUnavailable, match=r"safely|damaged"):
        imaging.inspect(png_header(side, side))


@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_file_is_decoded_or_raises_image_unavailable(picture, form):
    chance = random.Random(form)  # noqa: S311 - damage, no secret
    whole = picture(form, noisy=True)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(min(len(data), chance.choice((80, 100_000))))] ^= chance.randint(
                1, 255
            )
        try:
            imaging.inspect(bytes(data))
        except ImageUnavailable:
            continue


def test_decoding_in_threads_does_not_change_the_warning_filters(picture):
    before = list(warnings.filters)
    files = [picture(noisy=True)] * 200
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(imaging.inspect, files))) == 200
    assert warnings.filters == before


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK"])
def test_a_preview_fits_its_box_and_its_limit(picture, mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    data = picture(form, size=(1344, 768), mode=mode)
    small = imaging.preview(data, side=200, limit=10_000)
    assert imaging.inspect(small) == ("image/webp", (200, 114))
    assert len(small) <= 10_000


def test_a_preview_never_enlarges(picture):
    assert imaging.inspect(imaging.preview(picture(size=(30, 20))))[1] == (30, 20)


def test_a_lower_limit_makes_a_smaller_preview(picture):
    noise = picture(size=(600, 600), noisy=True)
    assert len(imaging.preview(noise, limit=1)) < len(imaging.preview(noise, limit=10**9))


@pytest.mark.parametrize("source", FORMATS)
@pytest.mark.parametrize("suffix", [".png", ".jpg", ".jpeg", ".webp", ".PNG"])
def test_metadata_is_read_back_from_every_format(picture, tmp_path, source, suffix):
    path = imaging.save(picture(source), tmp_path / f"ada{suffix}", METADATA)
    assert imaging.read_embedded(path) == METADATA
    assert Image.MIME[opened(path).format] == imaging.inspect(path.read_bytes())[0]
    assert opened(path).size == (40, 30)


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "L", "P", "CMYK"])
def test_an_image_of_any_mode_can_be_saved(picture, tmp_path, mode, suffix):
    data = picture("JPEG" if mode == "CMYK" else "PNG", mode=mode)
    path = imaging.save(data, tmp_path / f"ada.{suffix}", METADATA)
    assert imaging.read_embedded(path) == METADATA


@pytest.mark.parametrize(("form", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp")])
def test_with_no_suffix_the_image_keeps_its_format(picture, tmp_path, form, suffix):
    path = imaging.save(picture(form), tmp_path / "ada", METADATA)
    assert path == tmp_path / f"ada{suffix}"
    assert opened(path).format == form


def test_a_png_keeps_its_pixels(picture, tmp_path):
    data = picture(noisy=True)
    path = imaging.save(data, tmp_path / "ada.png", METADATA)
    assert opened(path).tobytes() == imaging.decode(data).tobytes()


def test_a_jpeg_saved_as_jpeg_keeps_its_quantisation(picture, tmp_path):
    data = picture("JPEG", noisy=True, quality=37)
    path = imaging.save(data, tmp_path / "ada.jpg", METADATA)
    assert opened(path).quantization == imaging.decode(data).quantization


@pytest.mark.parametrize(
    "name", ["Dr. Smith", "ada.v2", "a.b.c", "v1.5 final", "ada.", "ada.PNG.old"]
)
def test_what_is_none_of_our_suffixes_is_part_of_the_name(picture, tmp_path, name):
    path = imaging.save(picture(), tmp_path / name, METADATA)
    assert path == tmp_path / f"{name}.png"
    assert [file.name for file in tmp_path.iterdir()] == [f"{name}.png"]


def test_the_users_own_folder_can_be_named(picture, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert imaging.save(picture(), "~/ada.png", METADATA) == tmp_path / "ada.png"


def test_a_folder_that_is_there_gets_the_image_under_its_own_name(picture, tmp_path):
    image = AvatarImage(key="k", url="u", index=0, attributes=ADA)
    image = image.with_data(picture(), "image/png", (40, 30))
    assert image.save(tmp_path) == tmp_path / image.as_file()[0]


def test_a_full_disk_leaves_the_good_file_that_was_there(picture, tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = imaging.save(picture(), tmp_path / "ada.png", METADATA)
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        imaging.save(picture(noisy=True), path, METADATA)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_saved_file_has_the_permissions_of_any_new_file_and_a_link_stays_one(picture, tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    path = imaging.save(picture(), tmp_path / "ada.png", METADATA)
    assert path.stat().st_mode == plain.stat().st_mode
    link = tmp_path / "link.png"
    link.symlink_to(path)
    imaging.save(picture(noisy=True), link, METADATA)
    assert link.is_symlink()
    assert path.read_bytes() == link.read_bytes()


def lying(form):
    """Return an image of 40 x 30 pixels whose tag says that it stands on its side."""
    image = Image.new("RGB", (40, 30), "blue")
    image.paste("red", (0, 0, 40, 10))
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, form, exif=exif)
    return buffer.getvalue()


@pytest.mark.parametrize(("form", "mime_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_png_and_a_jpeg_are_uploaded_as_they_are(picture, form, mime_type):
    data = picture(form)
    assert imaging.for_upload(data) == (data, mime_type)


@pytest.mark.parametrize("form", ["WEBP", "GIF", "BMP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_another_picture_becomes_a_png_for_an_upload(picture, form, mode):
    data, mime_type = imaging.for_upload(picture(form, size=(40, 30), mode=mode))
    assert mime_type == "image/png"
    assert imaging.inspect(data) == ("image/png", (40, 30))


def test_the_pixels_of_a_picture_survive_an_upload(picture):
    data = picture("WEBP", lossless=True, noisy=True)
    uploaded, _ = imaging.for_upload(data)
    assert imaging.decode(uploaded).tobytes() == imaging.decode(data).tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_an_image_on_its_side_is_turned_for_an_upload(form):
    data, mime_type = imaging.for_upload(lying(form))
    assert (mime_type, opened_bytes(data).size) == ("image/png", (30, 40))
    assert not imaging.is_turned(data)


def test_what_is_no_picture_is_not_uploaded():
    with pytest.raises(ImageUnavailable):
        imaging.for_upload(b"text")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_an_image_on_its_side_is_turned_wherever_it_is_decoded(tmp_path, form):
    data = lying(form)
    assert imaging.is_turned(data)
    assert imaging.inspect(data) == (Image.MIME[form], (30, 40))
    assert opened_bytes(imaging.preview(data)).size == (30, 40)
    saved = opened(imaging.save(data, tmp_path / "ada", METADATA))
    assert (saved.size, saved.format, saved.getexif().get(0x0112)) == ((30, 40), form, None)
    red = imaging.decode(data).convert("RGB").getpixel((25, 20))
    assert red[0] > 200
    assert red[2] < 50


def opened_bytes(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", ["ada.gif", "ada.pdf", "ada.TIFF"])
def test_other_suffixes_are_refused(picture, tmp_path, name):
    with pytest.raises(ConfigurationError, match=r"Use \.png, \.jpg, \.jpeg or \.webp"):
        imaging.save(picture(), tmp_path / name, METADATA)
    assert not (tmp_path / name).exists()


def test_metadata_too_long_for_a_jpeg_is_refused(picture, tmp_path):
    with pytest.raises(ConfigurationError, match="too long for a JPEG"):
        imaging.save(picture(), tmp_path / "ada.jpg", {"name": "x" * 70_000})
    assert imaging.save(picture(), tmp_path / "ada.webp", {"name": "x" * 70_000}).exists()


def test_saving_bytes_that_are_not_an_image_is_refused(tmp_path):
    with pytest.raises(ImageUnavailable):
        imaging.save(b"<html>", tmp_path / "ada.png", METADATA)


def test_a_file_without_metadata_has_empty_metadata(picture, tmp_path):
    for form in FORMATS:
        path = tmp_path / form
        path.write_bytes(picture(form))
        assert imaging.read_embedded(path) == {}


@pytest.mark.parametrize("text", ["no json", "[1]", "7", "[" * 100_000, "{"])
def test_invalid_metadata_counts_as_empty(tmp_path, picture, text):
    info = imaging.PngImagePlugin.PngInfo()
    info.add_itxt("heygen_widgets", text)
    path = tmp_path / "odd.png"
    path.write_bytes(picture(pnginfo=info))
    assert imaging.read_embedded(path) == {}


def test_a_user_comment_of_another_program_counts_as_empty(tmp_path, picture):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + "hällo".encode("utf-16")
    path = tmp_path / "camera.jpg"
    path.write_bytes(picture("JPEG", exif=exif))
    assert imaging.read_embedded(path) == {}


def test_damaged_exif_counts_as_empty(tmp_path, picture):
    path = tmp_path / "damaged.webp"
    path.write_bytes(picture("WEBP", exif=b"Exif\0\0" + b"\xff" * 40))
    assert imaging.read_embedded(path) == {}


def test_the_error_names_a_missing_file(tmp_path):
    with pytest.raises(ImageUnavailable, match=r"Can't read .*nowhere\.png: No such file"):
        imaging.read_embedded(tmp_path / "nowhere.png")


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_attributes_are_read_back_from_a_saved_image(picture, tmp_path, suffix):
    image = AvatarImage(
        key="image/7f/original", url="u", index=0, generation_id="7f", attributes=ADA
    ).with_data(picture(), "image/png", (40, 30))
    path = image.save(tmp_path / f"ada.{suffix}")
    assert AvatarAttributes.from_image(path) == ADA
    assert imaging.read_embedded(path) == METADATA | {"generation_id": "7f"}


def test_reading_attributes_from_an_image_without_any_is_refused(picture, tmp_path):
    image = AvatarImage(key="k", url="u", index=0).with_data(picture(), "image/png", (40, 30))
    path = image.save(str(tmp_path / "ada.png"))
    assert imaging.read_embedded(path) == {"key": "k", "generation_id": None}
    with pytest.raises(InvalidAttributes, match="holds no attributes"):
        AvatarAttributes.from_image(path)


def test_wrong_attributes_in_a_file_are_refused(picture, tmp_path):
    metadata = json.loads(json.dumps(METADATA))
    metadata["attributes"]["age"] = "Ancient"
    path = imaging.save(picture(), tmp_path / "ada.png", metadata)
    with pytest.raises(InvalidAttributes, match="Ancient"):
        AvatarAttributes.from_image(path)


def test_each_pil_is_a_new_picture(picture):
    image = AvatarImage(key="k", url="u", index=0).with_data(picture(), "image/png", (40, 30))
    image.pil.putpixel((0, 0), (255, 0, 0))
    assert image.pil.getpixel((0, 0)) != (255, 0, 0)
