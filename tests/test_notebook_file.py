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
    # It returns after the copy was sent: what comes after the cell is lost here.
    "generation = await studio.generate()\nprint(*studio.image_keys)",
    "generation",
)


BLOCKING = "generation = studio.generate_sync()\nprint(*studio.image_keys)"
CONTAINERS = {
    "VBox": "ipywidgets.VBox([studio])",
    "Tab": "ipywidgets.Tab([ipywidgets.HBox([studio])])",
    "Accordion": "display(ipywidgets.Accordion([studio])); print('below')",
    "Col": "ipyvuetify.Col(children=[studio])",
    "Output": "out = ipywidgets.Output()\nwith out:\n    display(studio)\nout",
}


async def executed(folder, cells=CELLS, **values):
    values = {"api": "v2", "count": 4} | values
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                cell.replace("{api}", values["api"]).replace("{count}", str(values["count"]))
            )
            for cell in cells
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
    # JupyterLab saves none, unless it is asked to; nbclient does.
    notebook.metadata.pop("widgets", None)
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
    assert "&lt;AvatarStudio" not in page
    assert f"hgw-static-{_token(notebook)}" in page


@pytest.mark.kernel
@pytest.mark.parametrize("container", CONTAINERS)
async def test_the_pictures_stay_in_the_file_wherever_the_studio_is_shown(tmp_path, container):
    begin, generate, _ = CELLS
    imports = "import ipyvuetify, ipywidgets\nfrom IPython.display import display\n"
    shown = begin.removesuffix("studio") + CONTAINERS[container]
    notebook = await executed(tmp_path, (imports + shown, generate))
    keys = notebook.cells[1].outputs[0]["text"].split()
    [html] = html_of(notebook.cells[0])
    assert html.count("<img") == len(keys) == 4
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert len(re.findall(r'src="data:image/webp', page)) == 4
    assert "AvatarStudio " not in page.partition("<body")[2].replace("import AvatarStudio", "")


@pytest.mark.kernel
async def test_a_blocking_generate_returns_after_the_pictures_are_in_the_file(tmp_path):
    notebook = await executed(tmp_path, (CELLS[0], BLOCKING))
    assert html_of(notebook.cells[0])[-1].count("<img") == 4


@pytest.mark.kernel
async def test_other_widgets_are_displayed_as_without_us(tmp_path):
    cells = (
        "import ipywidgets\nipywidgets.VBox([ipywidgets.IntSlider()])",
        "from heygen_widgets import AvatarStudio\nstudio = AvatarStudio()",
        "ipywidgets.VBox([ipywidgets.IntSlider()])",
    )
    notebook = await executed(tmp_path, cells)
    before, _, after = (cell.outputs for cell in notebook.cells)
    assert [output.output_type for output in before] == ["execute_result"]
    assert [output.output_type for output in after] == ["execute_result"]
    assert before[0].data["text/plain"] == after[0].data["text/plain"]
    assert before[0].data.keys() == after[0].data.keys()


def _token(notebook):
    [token] = set(re.findall(r"hgw-static-(\w+)", html_of(notebook.cells[0])[-1]))
    return token
