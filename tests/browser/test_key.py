"""A key that was typed into the studio, used, and saved with the notebook's widgets: nowhere."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser.studio import RESULT, STUDIO, dialog, generate, textbox
from tests.support.leaks import found, found_in_folder

pytestmark = pytest.mark.browser

KEY = "NTMzY2Q/wMGI+0ZWI0OTk&<x>%Yz=="
HISTORY = (
    "from heygen_widgets import History\nhistory = History()\nprint(history.path, len(history))"
)


def test_the_key_of_a_finished_generation_is_in_no_file_of_the_notebook(lab, sandbox_server):
    address = sandbox_server(f"--api-key={KEY}", "--duration=0.5")
    lab.open_notebook([f"%env HEYGEN_BASE_URL={address}", STUDIO.format(duration=1)])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    studio.get_by_role("button", name="Use my API key").click()
    textbox(dialog(lab), "API key").fill(KEY)
    dialog(lab).get_by_role("button", name="Use key").click()
    expect(studio.locator(".hgw-backend")).to_contain_text("HeyGen · 127.0.0.1", timeout=RESULT)
    # A press at the sandbox's price, which is free, would be asked about.
    expect(studio.get_by_role("button", name=re.compile(r"^Generate \d+ credit"))).to_be_enabled(
        timeout=RESULT
    )
    generate(studio)
    folder = lab.add_and_run(HISTORY).rsplit(" ", 1)[0]
    lab.add_and_run("studio.generation")

    saved = lab.save()
    assert saved["metadata"]["widgets"]
    assert "image/" in lab.path.read_text()
    assert found(KEY, lab.path.read_bytes()) == []
    assert found_in_folder(KEY, lab.server.root) == []
    assert found_in_folder(KEY, Path(folder)) == []
    # Nor in what the page would save, or the server and the kernels wrote.
    assert found(KEY, lab.page.content()) == []
    assert found(KEY, lab.page.evaluate("() => JSON.stringify({...localStorage})")) == []
    assert found(KEY, lab.server.log) == []
    assert studio.page.locator("input[type=password]").evaluate_all(
        "inputs => inputs.map(input => input.value)"
    ) in ([], [""])
