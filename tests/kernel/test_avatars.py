"""Avatars in real kernels: what one kernel has begun, and the next one goes on with."""

import pytest

from tests.support.kernel.process import kill

pytestmark = pytest.mark.kernel

TRAINING = 12  # seconds: the second kernel starts in its middle
STUDIO = """
from heygen_widgets import AvatarStudio
studio = AvatarStudio(appearance="A baker in a blue apron", name="Ada")
print(studio.model_id)
"""
PATIENCE = 60


@pytest.fixture
def kernels(start_kernel, sandbox_server, tmp_path):
    """Starts kernels that share a history, and a sandbox that outlives them."""
    options = ("--api=v2", "--duration=0.2", "--look-pending=0", f"--training={TRAINING}")
    address = sandbox_server("--api-key=right", *options)
    return lambda: start_kernel(
        HEYGEN_API_KEY="right",
        HEYGEN_BASE_URL=address,
        HEYGEN_WIDGETS_HOME=str(tmp_path / "shared history"),
    )


def opened(kernel):
    """Make a studio, and return the id of its model."""
    reply = kernel.execute(STUDIO)
    assert reply.error is None
    return reply.text.split()[0]


def panel_of(kernel, studio):
    """Wait for the panel below a studio, and return the id of its model."""
    kernel.wait_for(lambda: kernel.comms.state(studio)["avatar_panel"], PATIENCE)
    return kernel.comms.state(studio)["avatar_panel"].removeprefix("IPY_MODEL_")


def price(kernel, panel, step):
    kernel.wait_for(lambda: kernel.comms.state(panel)["prices"][step]["token"], PATIENCE)
    return kernel.comms.state(panel)["prices"][step]["token"]


def in_training(kernel):
    """Make an avatar, train it as the browser does, and return its group id."""
    studio = opened(kernel)
    made = kernel.execute(
        "await studio.generate(confirm=True); group = await studio.create_avatar('Lina')"
    )
    assert made.error is None
    panel = panel_of(kernel, studio)
    kernel.send_event(panel, "train", price(kernel, panel, "train"))
    kernel.wait_for(lambda: kernel.comms.state(panel)["training"]["is_waiting"], PATIENCE)
    return kernel.execute("print(group.id)").text.strip()


def test_a_training_is_followed_to_its_end_by_the_kernel_after_the_one_that_began_it(kernels):
    first = kernels()
    group_id = in_training(first)
    kill(first.process_id())
    second = kernels()
    panel = panel_of(second, opened(second))
    state = second.comms.state
    second.wait_for(lambda: state(panel)["training"]["group_id"] == group_id, PATIENCE)
    assert state(panel)["group"]["name"] == "Lina"
    assert state(panel)["group"]["status_line"] == "In training"
    second.wait_for(lambda: state(panel)["group"]["can_generate"], PATIENCE)
    second.wait_for(lambda: not state(panel)["training"]["is_waiting"], PATIENCE)
    told = "print(len(studio.client.history.unfinished()), studio.avatar.training)"
    assert second.execute(told).text.strip() == "0 ready"
