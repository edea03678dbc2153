"""Every notebook runs from top to bottom with no account, and is kept without its outputs."""

from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from tests.support.environment import clean_environment
from tests.support.independent_heygen import IndependentHeyGen
from tests.support.kernel.kernelspecs import OwnKernelSpecs
from tests.support.kernel.sockets import socket_files

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
CELL = 300  # seconds for one cell: an experiment makes 18 times four pictures in one
ANSWERS = {
    "prompt_experiments": ('sweep.ranking("style")', "Ranked(value='Pixar'", "message=''"),
    "reading_results": ('joined.groupby("style")', "Pixar", "24", "4.0"),
}
"""What notebooks come to: the start of a cell, and what it shows among other things."""

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_the_quickstart_is_there():
    # `make demo` and Binder open it; without any notebook the tests below would test nothing.
    assert FOLDER / "quickstart.ipynb" in NOTEBOOKS


async def run(path, folder, **variables):
    """Run a notebook in an empty folder, and return it with its outputs."""
    # What a notebook saves must not land in the checkout.
    place = {"metadata": {"path": str(folder)}}
    notebook = read(path)
    environment = {**clean_environment(folder), **variables}
    with socket_files() as sockets:
        manager = AsyncKernelManager(
            kernel_spec_manager=OwnKernelSpecs(),
            connection_file=str(folder / "connection.json"),
            **sockets,
        )
        client = NotebookClient(notebook, km=manager, timeout=CELL, resources=place)
        # cleanup_kc: nbclient would leave a kernel that it was given running, and its sockets open.
        await client.async_execute(env=environment, cwd=str(folder), cleanup_kc=True)
    return notebook


def result_of(notebook, start):
    """Return what the cell that starts so has shown, as text."""
    [cell] = [cell for cell in notebook.cells if cell.source.startswith(start)]
    return cell.outputs[-1]["data"]["text/plain"]


@pytest.mark.kernel
@each_notebook
async def test_runs_from_top_to_bottom_and_comes_to_its_answer(path, tmp_path):
    notebook = await run(path, tmp_path)
    start, *wanted = ANSWERS.get(path.stem, ("",))
    assert not [text for text in wanted if text not in result_of(notebook, start)]


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("served", "shown"),
    [
        ("v2", "('v2', '1 credit', '1 credit')"),
        ("v3", "('v3', '$4.00', '$4.00')"),
        ("both", "('v2', '1 credit', '1 credit')"),
    ],
)
async def test_the_quickstart_runs_unchanged_whatever_the_sandbox_serves(served, shown, tmp_path):
    notebook = await run(FOLDER / "quickstart.ipynb", tmp_path, HEYGEN_SANDBOX=served)
    assert result_of(notebook, "generation.api") == shown


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("apis", "shown", "left"),
    [
        ({"v2"}, "('v2', '1 credit', '1 credit')", (5760, 100.0)),
        ({"v3"}, "('v3', '$4.00', '$4.00')", (6000, 84.0)),
        ({"v2", "v3"}, "('v2', '1 credit', '1 credit')", (5760, 100.0)),
    ],
)
async def test_the_quickstart_runs_unchanged_on_a_server_of_another_hand(
    apis, shown, left, tmp_path
):
    with IndependentHeyGen(apis=apis, seconds=0.05, quirks=False) as heygen:
        variables = {"HEYGEN_BASE_URL": heygen.url, "HEYGEN_API_KEY": "a-key-of-a-customer"}
        notebook = await run(FOLDER / "quickstart.ipynb", tmp_path, **variables)
        # Four generations: what the server took is what the price table says.
        assert (heygen.quota, round(heygen.wallet, 2)) == left
    assert result_of(notebook, "generation.api") == shown


@each_notebook
def test_is_kept_without_outputs(path):
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert [cell.source for cell in code if cell.outputs or cell.execution_count] == []


@each_notebook
def test_names_the_kernel_so_that_nobody_is_asked(path):
    assert read(path).metadata.kernelspec.name == "python3"
