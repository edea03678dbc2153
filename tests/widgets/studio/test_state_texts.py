import pytest

from heygen_widgets import Generation, GenerationStatus
from heygen_widgets.widgets.studio import state_texts
from heygen_widgets.widgets.studio.run_state import RunState, phase_at_rest


@pytest.mark.parametrize("status", GenerationStatus)
@pytest.mark.parametrize("sandbox", [True, False])
def test_every_status_has_words(status, sandbox):
    phase = phase_at_rest(status)
    assert state_texts.status_line(
        RunState(phase, phase), Generation(status=status, id="a"), sandbox=sandbox
    )
