"""The studio in a real kernel, driven as the front-end drives it."""

import pytest

pytestmark = pytest.mark.kernel

STUDIO = """
from IPython.display import display
from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario
studio = AvatarStudio(
    client=HeyGen.sandbox(Scenario(duration={duration})), appearance="A baker in a blue apron"
)
print(studio.model_id)
display(studio)
"""


def shown(kernel, duration: float = 0.5) -> str:
    reply = kernel.execute(STUDIO.format(duration=duration))
    assert reply.error is None
    return reply.text.split()[0]


def click(kernel, studio: str, subshell_id: str | None = None) -> None:
    """Press Generate as the front end does: it says which price it shows."""
    kernel.wait_for(lambda: kernel.comms.state(studio)["offer"]["token"], 60)
    agreed = kernel.comms.state(studio)["offer"]["token"]
    kernel.send_event(studio, "generate", {"agreed": agreed}, subshell_id=subshell_id)


def status(kernel, studio: str) -> str:
    return kernel.comms.state(studio)["status"]


@pytest.mark.parametrize("with_subshell", [False, True])
def test_a_click_makes_four_images_and_keys_in_the_next_cell(kernel, with_subshell):
    studio = shown(kernel)
    subshell = kernel.create_subshell() if with_subshell and kernel.has_subshells else None
    click(kernel, studio, subshell)
    kernel.wait_for(lambda: status(kernel, studio) == "success", 60)
    if subshell:
        kernel.delete_subshell(subshell)
    reply = kernel.execute("print(len(set(studio.image_keys)), studio.images[0].pil.size)")
    assert reply.text.strip() == "4 (1024, 1024)"
    assert all(kernel.comms.state(studio)[f"preview_{slot}"] for slot in range(4))


def test_a_click_while_a_cell_awaits_runs_at_once(kernel):
    studio = shown(kernel)
    kernel.execute("import asyncio; over = asyncio.Event()")
    kernel.execute("studio.observe(lambda _: studio.status == 'success' and over.set(), 'status')")
    cell = kernel.start("await over.wait(); print('over')")
    subshell = kernel.create_subshell() if kernel.has_subshells else None
    click(kernel, studio, subshell)
    assert kernel.finish(cell).text.strip() == "over"


def test_generate_in_a_cell_and_the_button_share_one_studio(kernel):
    studio = shown(kernel)
    reply = kernel.execute("generation = await studio.generate(); print(generation.status)")
    assert reply.error is None
    assert reply.text.strip() == "success"
    assert status(kernel, studio) == "success"


def test_generate_sync_blocks_and_loses_no_click(kernel):
    studio = shown(kernel, duration=1)
    cell = kernel.start("print(studio.generate_sync().status)")
    kernel.wait_for(lambda: kernel.comms.state(studio)["generation_id"], 60)
    kernel.set_state(studio, {"name": "Changed meanwhile"})
    assert kernel.finish(cell).text.strip() == "success"
    kernel.wait_for(
        lambda: kernel.execute("print(studio.name)").text.strip() == "Changed meanwhile"
    )


def test_an_interrupted_cell_leaves_a_generation_that_can_be_resumed(kernel):
    studio = shown(kernel, duration=3)
    cell = kernel.start("await studio.generate()")
    kernel.wait_for(lambda: kernel.comms.state(studio)["generation_id"], 60)
    kernel.client.control_channel.send(kernel.client.session.msg("interrupt_request", {}))
    assert kernel.finish(cell).error
    kernel.wait_for(lambda: status(kernel, studio) == "stopped", 20)
    kernel.send_event(studio, "resume")
    kernel.wait_for(lambda: status(kernel, studio) == "success", 60)


def test_nothing_is_sent_while_waiting_except_state_changes(kernel):
    studio = shown(kernel, duration=3)
    click(kernel, studio)
    kernel.wait_for(lambda: status(kernel, studio) == "in_progress", 60)
    mark = kernel.comms.mark()
    kernel.wait_for(lambda: status(kernel, studio) == "success", 60)
    states = [message for message in kernel.comms.since(mark) if message.comm_id == studio]
    # The keys as soon as they are there, each picture as soon as it is, then the result.
    assert len([message for message in states if not message.buffers]) <= 2
    assert len(states) <= 6


def test_a_studio_costs_a_notebook_little(kernel):
    # ipyvuetify opens comms of its own when it is imported, for every notebook that uses it.
    kernel.execute("import ipyvuetify")
    mark = kernel.comms.mark()
    shown(kernel)
    assert len(kernel.comms.since(mark, kind="comm_open")) <= 5
    assert kernel.comms.size(mark) <= 80_000
    mark = kernel.comms.mark()
    studio = shown(kernel)
    assert len(kernel.comms.since(mark, kind="comm_open")) <= 2
    assert kernel.comms.size(mark) <= 8_000
    kernel.wait_for(lambda: kernel.comms.state(studio)["offer"]["token"], 60)
    mark = kernel.comms.mark()
    click(kernel, studio)
    kernel.wait_for(lambda: status(kernel, studio) == "success", 60)
    changes = [message for message in kernel.comms.since(mark) if "status_line" in message.state]
    assert len(changes) >= 3
    # Previews apart, which come with the last one.
    assert all(message.size < 1_000 for message in changes if not message.buffers)


def test_a_wrong_key_ends_as_an_error_in_the_widget(start_kernel, sandbox_server):
    kernel = start_kernel(HEYGEN_API_KEY="wrong", HEYGEN_BASE_URL=sandbox_server("--api-key=right"))
    reply = kernel.execute(
        "from heygen_widgets import AvatarStudio\n"
        "studio = AvatarStudio(appearance='A baker'); print(studio.model_id)"
    )
    studio = reply.text.split()[-1]
    kernel.send_event(studio, "generate")
    kernel.wait_for(lambda: kernel.comms.state(studio)["alert"], 60)
    assert kernel.comms.state(studio)["alert"]["title"] == "HeyGen refused the API key"
