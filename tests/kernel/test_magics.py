"""The magics in a real kernel, whose loop goes on while a cell generates."""

import pytest

from heygen_widgets import History

pytestmark = pytest.mark.kernel

CELL = "%%avatar --style Noir --age Senior --to senior\na violinist in a red dress"


@pytest.fixture
def magics(sandbox_server, start_kernel):
    """Start a kernel with the magics, for a HeyGen that takes so many seconds."""

    def start(duration=0.5, **environment):
        address = sandbox_server(f"--duration={duration}", "--api-key=sandbox-key")
        names = {"HEYGEN_BASE_URL": address, "HEYGEN_API_KEY": "sandbox-key", **environment}
        kernel = start_kernel(**names)
        assert kernel.execute("%load_ext heygen_widgets").error is None
        return kernel

    return start


@pytest.fixture
def is_under_way(tmp_path):
    """Tell whether HeyGen works on a run of the kernel."""
    return lambda: History(tmp_path / "kernel-0" / "heygen").search(status="in_progress").total


def outputs(kernel, code):
    """Return what the kernel sends while a cell runs, as kinds of messages with their texts."""
    cell, found = kernel.client.execute(code), []
    while found[-1:] != [("status", "idle")]:
        message = kernel.client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == cell:
            content = message["content"]
            text = content.get("execution_state") or content.get("data", {}).get("text/plain", "")
            found.append((message["msg_type"], text))
    return found


def completions(kernel, code):
    reply = kernel.client.complete(code, reply=True, timeout=60)["content"]
    return reply["cursor_start"], reply["cursor_end"], reply["matches"]


def test_a_cell_makes_images_of_its_text(magics):
    kernel = magics()
    reply = kernel.execute(CELL)
    assert reply.error is None
    assert "1 credit" in reply.text
    assert "<Generation" in reply.text
    reply = kernel.execute("print(_ is senior, len(senior.images), senior.attributes.style)")
    assert reply.text.split() == ["True", "4", "Noir"]
    assert "violinist" in kernel.execute("print(senior.attributes.appearance)").text


def test_one_output_says_the_price_then_how_far_the_run_is(magics):
    said = outputs(magics(), CELL)
    kinds = [kind for kind, _ in said if "display" in kind]
    assert kinds == ["display_data", *["update_display_data"] * (len(kinds) - 1)]
    texts = [text for kind, text in said if "display" in kind]
    assert texts[0].startswith("HeyGen v2: 1 credit · 4 images")
    assert any("working on it" in text for text in texts)
    assert "4 images in " in texts[-1]


def test_the_kernel_hears_clicks_while_a_cell_generates(magics, is_under_way):
    kernel = magics(duration=2)
    kernel.execute("import ipywidgets; heard = []; button = ipywidgets.Button()")
    kernel.execute("button.on_click(lambda _: heard.append('senior' in globals()))")
    button = kernel.execute("print(button.model_id)").text.strip()
    cell = kernel.start(CELL)
    kernel.wait_for(is_under_way)
    subshell = kernel.create_subshell() if kernel.has_subshells else None
    kernel.send_custom(button, {"event": "click"}, subshell_id=subshell)
    assert kernel.finish(cell).error is None
    assert kernel.execute("print(heard)").text.strip() == "[False]"


def test_an_error_is_one_message_and_holds_no_key(magics):
    key = "key-that-nobody-may-see-0123456789"
    kernel = magics(HEYGEN_API_KEY=key)
    reply = kernel.execute(CELL)
    assert reply.error.startswith("AuthenticationError: ")
    assert key not in reply.error + reply.text


def test_the_line_magic_shows_a_studio_that_generates(magics):
    kernel = magics()
    assert kernel.execute("%avatar --style Noir --to studio a baker").error is None
    made = kernel.execute("print((await studio.generate()).attributes.style)")
    assert made.text.strip() == "Noir"
    kernel.execute("%avatar_history baker --to found")
    assert kernel.execute("print(found.total)").text.strip() == "1"


def test_the_front_end_is_offered_options_and_values(magics):
    kernel = magics()
    assert completions(kernel, "%%avatar --sty") == (9, 14, ["--style"])
    assert completions(kernel, "%%avatar --style No") == (17, 19, ["Noir"])
    assert completions(kernel, "%avatar --age Ear") == (14, 17, ['"Early Middle Age"'])
    assert completions(kernel, "%avatar_history --favo")[2] == ["--favourite"]
    assert "%%avatar" in completions(kernel, "%%ava")[2]


def test_an_interrupted_cell_leaves_a_run_that_can_be_resumed(magics, is_under_way):
    kernel = magics(duration=3)
    cell = kernel.start(CELL)
    kernel.wait_for(is_under_way)
    kernel.client.control_channel.send(kernel.client.session.msg("interrupt_request", {}))
    assert kernel.finish(cell).error
    history = "from heygen_widgets import History\nprint([r.status.value for r in History()])"
    kernel.wait_for(lambda: "stopped" in kernel.execute(history).text)
