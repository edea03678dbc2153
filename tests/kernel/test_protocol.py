"""The kernel harness, on a plain ipywidgets widget."""

import sys

import pytest

pytestmark = pytest.mark.kernel

BUTTON = """
import asyncio, ipywidgets
clicks, tasks = [], []
async def later():
    await asyncio.sleep(0)
    button.description = 'done'
def clicked(_):
    clicks.append(1)
    tasks.append(asyncio.get_running_loop().create_task(later()))
button = ipywidgets.Button(description='go')
button.on_click(clicked)
button.model_id
"""


def test_runs_cells_of_this_interpreter(kernel):
    assert kernel.execute("print('a'); 1 + 1") == ("a\n2", None)
    assert kernel.execute("import sys; print(sys.executable)").text == f"{sys.executable}\n"


def test_reports_an_error(kernel):
    assert kernel.execute("1 / 0") == ("", "ZeroDivisionError: division by zero")


def test_passes_on_no_key_and_only_the_given_variables(monkeypatch, start_kernel):
    monkeypatch.setenv("HEYGEN_API_KEY", "of the developer")
    kernel = start_kernel(HEYGEN_BASE_URL="http://127.0.0.1:1")
    names = kernel.execute("import os; print(*[n for n in os.environ if n.startswith('HEYGEN')])")
    assert set(names.text.split()) == {"HEYGEN_BASE_URL", "HEYGEN_WIDGETS_HOME"}


@pytest.mark.parametrize("over_subshell", [False, True])
def test_a_click_reaches_python_and_its_task_reaches_the_state(kernel, over_subshell):
    button = kernel.execute(BUTTON).text.strip("'")
    subshell = kernel.create_subshell() if over_subshell else None

    kernel.settle(kernel.send_custom(button, {"event": "click"}, subshell_id=subshell))
    kernel.wait_for(lambda: kernel.comms.state(button)["description"] == "done")

    assert kernel.execute("len(clicks)").text == "1"
    if subshell:
        kernel.delete_subshell(subshell)


def test_a_message_is_handled_while_a_cell_awaits(kernel):
    button = kernel.execute(BUTTON).text.strip("'")
    subshell = kernel.create_subshell()

    cell = kernel.start("while not clicks: await asyncio.sleep(0.01)\nprint('saw it')")
    kernel.send_custom(button, {"event": "click"}, subshell_id=subshell)

    assert kernel.finish(cell) == ("saw it\n", None)


def test_sets_state_and_counts_messages_and_bytes(kernel):
    slider = kernel.execute("import ipywidgets; s = ipywidgets.IntSlider(); s.model_id").text
    slider = slider.strip("'")
    opened = kernel.comms.since(kind="comm_open")
    assert {"IntSliderModel", "LayoutModel", "SliderStyleModel"} == {
        message.state["_model_name"] for message in opened
    }
    assert kernel.comms.size() > len(str(kernel.comms.state(slider)))

    mark = kernel.comms.mark()
    kernel.settle(kernel.set_state(slider, {"value": 7}))
    assert kernel.execute("s.value").text == "7"
    kernel.execute("s.value = 8")
    assert kernel.comms.state(slider)["value"] == 8
    assert 0 < kernel.comms.size(mark) < 1000


def test_buffers_are_counted_and_put_into_the_state(kernel):
    mark = kernel.comms.mark()
    kernel.execute("import ipywidgets; i = ipywidgets.Image(value=b'x' * 5000, format='png')")
    image = kernel.comms.find("ImageModel")
    assert kernel.comms.state(image)["value"] == b"x" * 5000
    assert kernel.comms.size(mark, kind="comm_open") > 5000


def test_waiting_has_an_end(kernel):
    with pytest.raises(TimeoutError):
        kernel.wait_for(lambda: False, timeout=0.3)
