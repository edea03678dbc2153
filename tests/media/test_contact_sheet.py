import io
import re

import pytest
from PIL import Image

from heygen_widgets.errors import ImageUnavailable
from heygen_widgets.media import contact_sheet
from heygen_widgets.media.contact_sheet import SIDE, SMALLEST, Sheet, Tile


def png(colour, size=(200, 200)):
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


def sheet(*rows, columns=("left", "right")):
    return Sheet("A title", columns, tuple(rows))


def tile(colour, **facts):
    return Tile(lambda: png(colour), **facts)


def opened(*sheets):
    return Image.open(io.BytesIO(contact_sheet.to_png(sheets))).convert("RGB")


def test_each_image_stands_in_its_place():
    page = opened(sheet(("one", (tile("#ff0000"), tile("#00ff00")))))
    middle = page.height // 2
    row = [page.getpixel((x, middle)) for x in range(page.width)]
    assert row.index((255, 0, 0)) < row.index((0, 255, 0))
    assert row.count((255, 0, 0)) == row.count((0, 255, 0)) == 200


def test_sheets_stand_below_each_other():
    one = opened(sheet(("one", (tile("red"), tile("blue")))))
    two = opened(*[sheet(("one", (tile("red"), tile("blue"))))] * 2)
    assert (two.width, two.height) == (one.width, 2 * one.height)


def test_a_pdf_has_a_page_for_each_sheet():
    data = contact_sheet.to_pdf([sheet(("one", (tile("red"), tile("blue"))))] * 3)
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b(?!s)", data)) == 3


def test_a_missing_image_leaves_its_reason():
    def gone():
        raise ImageUnavailable("The file is gone.")

    with_reason = opened(sheet(("", (Tile(gone), Tile(None, "failed")))))
    assert with_reason.getpixel((30, with_reason.height // 2)) == (236, 236, 241)


def test_a_favourite_has_a_frame():
    page = opened(sheet(("", (Tile(lambda: png("white", (SIDE, SIDE)), is_marked=True),))))
    colours = {colour for _, colour in page.getcolors(1 << 20)}
    assert (194, 24, 91) in colours


@pytest.mark.parametrize("text", ["", "x" * 500, "a chef " * 80, "日本 🎨", "a\nb"])
def test_any_text_may_be_a_label(text):
    row = (text, (tile("red", caption=text), tile("blue")))
    assert opened(sheet(row, columns=(text, "b"))).width < 1200


def test_many_images_become_smaller():
    assert contact_sheet._side(4) == SIDE
    assert contact_sheet._side(10_000) < 80
    assert contact_sheet._side(10**9) == SMALLEST


def test_an_oblong_image_keeps_its_shape():
    oblong = Tile(lambda: png("#ff0000", (800, 400)))
    page = opened(sheet(("", (oblong,)), columns=("a",)))
    reds = sum(number for number, colour in page.getcolors(1 << 20) if colour == (255, 0, 0))
    assert reds == SIDE * SIDE // 2
