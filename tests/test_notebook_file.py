"""What stays in the notebook file: the pictures, their keys and attributes, with no kernel."""

import json
import re

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbconvert import HTMLExporter

from tests.support.environment import clean_environment
from tests.support.kernel.kernelspecs import OwnKernelSpecs
from tests.support.kernel.sockets import socket_files

CELLS = (
    (
        "from heygen_widgets import AvatarStudio, HeyGen\n"
        "from heygen_widgets.sandbox import Scenario\n"
        "client = HeyGen.sandbox(Scenario(duration=0.2, api='{api}'))\n"
        "studio = AvatarStudio(client=client, count={count}, name='<Iris>', click_limit=None,\n"
        "                      appearance='A <b>baker</b> & \"friend\"')\n"
        "studio"
    ),
    (
        "generation = await studio.generate()\n"
        "import asyncio\n"
        "while studio._controller.loop._tasks:\n"
        "    await asyncio.sleep(0.05)\n"
        "print(*studio.image_keys)"
    ),
    "generation",
)


async def executed(folder, **values):
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                cell.replace("{api}", values["api"]).replace("{count}", str(values["count"]))
            )
            for cell in CELLS
        ]
    )
    with socket_files() as sockets:
        manager = AsyncKernelManager(
            kernel_spec_manager=OwnKernelSpecs(),
            connection_file=str(folder / "connection.json"),
            **sockets,
        )
        client = NotebookClient(notebook, km=manager, timeout=120)
        environment = clean_environment(folder)
        await client.async_execute(env=environment, cwd=str(folder), cleanup_kc=True)
    return notebook


def html_of(cell):
    return [
        "".join(output["data"]["text/html"])
        for output in cell.outputs
        if "text/html" in output.get("data", {})
    ]


@pytest.mark.kernel
@pytest.mark.parametrize(("api", "count"), [("v2", 4), ("v3", 8)])
async def test_the_pictures_stay_in_the_file_and_in_html_made_of_it(tmp_path, api, count):
    notebook = await executed(tmp_path, api=api, count=count)
    keys = notebook.cells[1].outputs[0]["text"].split()
    assert len(keys) == count
    # Beside the live widget, and for a generation that is shown by itself.
    for shown in (html_of(notebook.cells[0])[-1], html_of(notebook.cells[2])[-1]):
        assert shown.count("<img") == count
        assert all(key in shown for key in keys)
        assert "<b>baker</b>" not in shown
        assert "A &lt;b&gt;baker&lt;/b&gt; &amp;" in shown
        assert len(json.dumps(shown)) <= 200_000
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert all(page.count(key) >= 2 for key in keys)
    assert len(re.findall(r'src="data:image/webp', page)) == 2 * count
    assert f"hgw-static-{_token(notebook)}" in page


def _token(notebook):
    [token] = set(re.findall(r"hgw-static-(\w+)", html_of(notebook.cells[0])[-1]))
    return token
