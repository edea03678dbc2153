import io
import json
import zipfile

import pytest
from PIL import Image

from heygen_widgets import ConfigurationError, HistoryError
from heygen_widgets.sweeps import files


@pytest.mark.parametrize("form", [form for form in files.FORMS if form != ".parquet"])
async def test_a_sweep_is_saved_as_its_ending_says(made, tmp_path, form):
    target = tmp_path / f"out{form}"
    assert made.save(target) == target
    assert target.stat().st_size > 500


async def test_parquet_is_saved_where_it_can_be(made, tmp_path):
    pytest.importorskip("pyarrow")
    assert made.save(tmp_path / "out.parquet").read_bytes()[:4] == b"PAR1"


async def test_the_zip_holds_images_plan_and_table(made, tmp_path):
    with zipfile.ZipFile(made.save(tmp_path / "out.zip")) as archive:
        names = archive.namelist()
        told = json.loads(archive.read("sweep.json"))
        assert {"manifest.json", "sweep.json", "table.csv"} < set(names)
        assert len(json.loads(archive.read("manifest.json"))["generations"]) == 6
    assert sum(name.startswith("images/") for name in names) == 24
    assert [cell["status"] for cell in told["cells"]] == ["done"] * 6


async def test_a_contact_sheet_has_an_image_for_each_cell(made, tmp_path):
    sheet = Image.open(io.BytesIO(made.save(tmp_path / "out.png").read_bytes()))
    assert sheet.width > 2 * 320
    assert sheet.height > 3 * 320


def test_an_unknown_ending_names_those_that_there_are(service, sweep_of, tmp_path):
    with pytest.raises(ConfigurationError, match=r"\.csv, \.json"):
        sweep_of(service).save(tmp_path / "out.gif")


@pytest.mark.parametrize("form", [".csv", ".zip"])
async def test_a_file_that_cannot_be_written_says_so(made, tmp_path, form):
    with pytest.raises((ConfigurationError, HistoryError), match="can't be written"):
        made.save(tmp_path / "nowhere" / f"out{form}")
