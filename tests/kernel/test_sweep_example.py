"""The first example of an experiment where nobody looks: as a script, and by nbclient."""

import subprocess
import sys

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from tests.support.environment import clean_environment
from tests.support.kernel.kernelspecs import OwnKernelSpecs
from tests.support.kernel.sockets import socket_files
from tests.support.sweep_example import (
    CELLS,
    FOUND,
    MADE,
    ROWS,
    SERVER,
    SHOWN,
    SHOWN_AGAIN,
    account,
    notebook_cells,
    script,
)

pytestmark = pytest.mark.kernel

PATIENCE = 240


async def executed(cells, folder):
    """Run cells from top to bottom, and return the notebook with its outputs."""
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells)))
    with socket_files() as sockets:
        manager = AsyncKernelManager(
            kernel_spec_manager=OwnKernelSpecs(),
            connection_file=str(folder / "connection.json"),
            **sockets,
        )
        client = NotebookClient(notebook, km=manager, timeout=PATIENCE)
        await client.async_execute(env=clean_environment(folder), cwd=str(folder), cleanup_kc=True)
    return notebook


def static_copy(cell):
    shown = [output.get("data", {}).get("text/html") for output in cell.outputs]
    return [html for html in shown if html][-1]


def test_as_a_script_it_ends_within_its_budget_and_says_how_far_it_is(sandbox_server, tmp_path):
    environment = {**clean_environment(tmp_path), **account(sandbox_server(*SERVER))}
    path = tmp_path / "example.py"
    path.write_text(script())
    done = subprocess.run(
        [sys.executable, "-P", path],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(ROWS), str(ROWS)]
    assert f"{MADE}/{CELLS}" in done.stderr
    assert "The budget of $20.00 ends here" in done.stderr


async def test_under_nbclient_its_notebook_keeps_the_matrix_and_the_table(sandbox_server, tmp_path):
    notebook = await executed(notebook_cells(sandbox_server(*SERVER)), tmp_path)
    for shown in (SHOWN, SHOWN_AGAIN):
        html = static_copy(notebook.cells[shown])
        assert f"{MADE} of {CELLS} cells done" in html
        assert html.count("<img ") == MADE
    assert f"[{ROWS} rows x " in notebook.cells[FOUND].outputs[0]["data"]["text/plain"]
