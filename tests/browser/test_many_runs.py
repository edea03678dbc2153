"""A long session and a long history, on screen: nothing piles up, and nothing gets slow to use."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Blob URLs keep their pictures in memory until they are revoked.
COUNT_LINKS = """
  window.links = new Set();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = blob => {
    const link = createObjectURL.call(URL, blob);
    window.links.add(link);
    return link;
  };
  URL.revokeObjectURL = link => {
    window.links.delete(link);
    revokeObjectURL.call(URL, link);
  };
"""
SESSION = """import io
from PIL import Image
from heygen_widgets import AvatarStudio, HeyGen, History, PollPolicy
from heygen_widgets.config.urls import SANDBOX_URL
from heygen_widgets.api.http import asgi_transport
from heygen_widgets.sandbox import SANDBOX_KEY, Scenario, create_app

buffer = io.BytesIO()
Image.linear_gradient("L").convert("RGB").save(buffer, "PNG")
app = create_app(Scenario(duration=0), draw=lambda *_: buffer.getvalue())
client = HeyGen(
    SANDBOX_KEY,
    base_url=SANDBOX_URL,
    transport=asgi_transport(app),
    poll=PollPolicy(first=0.01, longest=0.01),
    history=History("session"),
)
studio = AvatarStudio(client=client, name="Ada", appearance="A violinist")
studio"""
GENERATE = """for _ in range({count}):
    await studio.generate()"""
SIZE = """import gc
from ipywidgets.widgets.widget import _instances
gc.collect()
print(len(_instances), sum(len(getattr(studio, f"preview_{slot}")) for slot in range(8)))"""
LONG = """from datetime import UTC, datetime
from heygen_widgets import AvatarAttributes, AvatarStudio, HeyGen, History
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.jobs import GenerationStatus

history = History("long")
for number in range(2000):
    asked = AvatarAttributes(
        name=f"Ada {number}", appearance="A violinist" if number % 100 else "A baker"
    )
    run = Generation(
        status=GenerationStatus.FAILED,
        id=f"{number:032x}",
        attributes=asked,
        submitted_at=datetime.now(UTC),
    )
    history.record(run, backend="sandbox", account="-")
AvatarStudio(client=HeyGen.sandbox(history=history))"""


def test_a_hundred_generations_leave_no_more_on_the_page_than_twenty(lab):
    lab.page.add_init_script(COUNT_LINKS)
    lab.open_notebook([SESSION])
    lab.run_cell(0)
    studio = lab.cell(0).locator(".hgw")
    links, sizes = "window.links.size", []

    def generate(more: int, total: int) -> None:
        lab.add_and_run(GENERATE.format(count=more), 240)
        expect(studio.locator(".hgw-counted")).to_have_text(f"{total} runs")
        expect(studio.locator(".hgw-picture img")).to_have_count(4)
        sizes.append(lab.add_and_run(SIZE))

    generate(20, 20)
    after_20 = lab.page.evaluate(links)
    assert after_20 >= 4 + 12  # four pictures and a page of thumbnails, beside the host's own
    generate(80, 100)
    # A page of thumbnails may still be on its way out.
    lab.wait_until(lambda: lab.page.evaluate(links) <= after_20)
    assert sizes[0] == sizes[1]
    assert lab.errors == []


def test_thousands_of_runs_come_a_page_at_a_time_and_are_searched(lab):
    lab.open_notebook([LONG])
    lab.run_cell(0, 120)
    studio = lab.cell(0).locator(".hgw")
    cards = studio.locator(".hgw-run")
    expect(studio.locator(".hgw-counted")).to_have_text("2,000 runs")
    expect(cards).to_have_count(12)
    expect(cards.first).to_contain_text("Ada 1999")
    studio.get_by_role("button", name="Older runs").click()
    expect(cards).to_have_count(24)
    expect(cards.last).to_contain_text("Ada 1976")
    studio.get_by_role("searchbox", name="Search all runs").fill("ada baker")
    expect(studio.locator(".hgw-counted")).to_have_text("20 of 2,000 runs")
    expect(cards).to_have_count(12)
    expect(cards.last).to_contain_text("Ada 800")
    assert lab.errors == []
