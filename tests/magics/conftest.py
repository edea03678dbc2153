"""A shell of IPython with the magics, on a sandbox that is quick."""

import os

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from heygen_widgets.magics import extension


@pytest.fixture
def bare_shell(monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", os.fspath(tmp_path / "ipython"))
    quiet = Config(
        {"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}
    )
    shell = InteractiveShell(config=quiet)
    yield shell
    shell.restore_sys_module_state()


@pytest.fixture
def shell(bare_shell):
    extension.load(bare_shell)
    return bare_shell


@pytest.fixture
def serve(shell):
    """Have the magics use the client of a service."""

    def use(service):
        shell.magics_manager.registry["AvatarMagics"]._client = service.client
        return service

    return use


@pytest.fixture
def run(shell):
    """Run a cell as a kernel does: `(await run("%%avatar\\na chef")).result`."""

    async def cell(text):
        transformed = shell.transform_cell(text)
        return await shell.run_cell_async(text, store_history=True, transformed_cell=transformed)

    return cell
