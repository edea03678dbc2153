"""Every notebook runs from top to bottom with no account, and is kept without its outputs."""

from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from tests.tools.kernels import OwnKernelSpecs, clean_environment

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CELL = 120  # seconds for one cell

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_the_quickstart_is_there():
    # `make demo` and Binder open it; without any notebook the tests below would test nothing.
    assert FOLDER / "quickstart.ipynb" in NOTEBOOKS


@pytest.mark.kernel
@each_notebook
async def test_runs_from_top_to_bottom(path, tmp_path):
    manager = AsyncKernelManager(
        kernel_spec_manager=OwnKernelSpecs(), connection_file=str(tmp_path / "connection.json")
    )
    # In an empty folder: what a notebook saves must not land in the checkout.
    place = {"metadata": {"path": str(tmp_path)}}
    client = NotebookClient(read(path), km=manager, timeout=CELL, resources=place)
    # cleanup_kc: nbclient would leave a kernel that it was given running, and its sockets open.
    await client.async_execute(env=clean_environment(tmp_path), cwd=str(tmp_path), cleanup_kc=True)


@each_notebook
def test_is_kept_without_outputs(path):
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert [cell.source for cell in code if cell.outputs or cell.execution_count] == []


@each_notebook
def test_names_the_kernel_so_that_nobody_is_asked(path):
    assert read(path).metadata.kernelspec.name == "python3"
