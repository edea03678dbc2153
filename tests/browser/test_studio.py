"""The studio as a person uses it, in JupyterLab in Chromium."""

import re

import pytest
from playwright.sync_api import expect

from heygen_widgets.sandbox.fault_catalogue import GROUPS
from tests.support.browser.studio import (
    BUSY,
    LEFT_BEHIND,
    RESULT,
    STUDIO,
    await_images,
    choose,
    combobox,
    dialog,
    drop,
    free_the_kernel,
    generate,
    generate_button,
    open_list,
    open_menu,
    open_studio,
    rehearse,
    said,
    segment,
    shown_keys,
    textbox,
    undo,
    violations,
)

pytestmark = pytest.mark.browser

# Seconds for which the sandbox works where a test looks at it meanwhile, on a busy machine.
LONG_ENOUGH = 8

LONGER_THAN_PATIENCE = 10_000  # milliseconds that the page waits for an answer, and some more
NEWS = """import asyncio

def tell():
    studio.name, studio.appearance, studio.click_limit = "Cy", "A diver", 3
    studio.style = "Pixar"
    studio.locked = ["style"]

# A cell that is run takes the focus from the field: what is typed would be settled.
news = asyncio.get_running_loop().call_later(2, tell)"""
LARGE_FILE = """size => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(size)], 'large.png', {type: 'image/png'}));
  return transfer;
}"""
COUNT_SENT = """() => {
  const { send } = WebSocket.prototype;
  window.sent = 0;
  WebSocket.prototype.send = function (data) {
    window.sent += data.byteLength ?? data.length;
    return send.call(this, data);
  };
}"""
# What is cut off by its frame, or for screen readers alone.
TOO_WIDE = """root => [...root.querySelectorAll('*')].filter(element => {
    const [box, whole] = [element.getBoundingClientRect(), root.getBoundingClientRect()];
    const isHidden = !element.checkVisibility() || element.closest(
      'input, .d-sr-only, .v-rating, .v-progress-linear');
    return !isHidden && (box.right > whole.right + 1 || box.left < whole.left - 1);
  }).map(element => element.className)"""
OFF_SCREEN = """box => {
    const { left, right, width } = box.getBoundingClientRect();
    return { width, isOff: left < -1 || right > window.innerWidth + 1 };
  }"""


def test_a_click_shows_four_images_and_the_next_cell_has_their_keys(lab):
    studio = open_studio(lab)
    generate(studio)
    images = studio.locator(".hgw-picture img")
    for index in range(4):
        lab.wait_until(lambda i=index: images.nth(i).evaluate("image => image.naturalWidth") > 0)
        colours = images.nth(index).evaluate(
            """image => {
              const canvas = document.createElement('canvas');
              [canvas.width, canvas.height] = [24, 24];
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0, 24, 24);
              const pixels = new Uint32Array(context.getImageData(0, 0, 24, 24).data.buffer);
              return new Set(pixels).size;
            }"""
        )
        assert colours > 50
        assert "violinist in a red dress" in images.nth(index).get_attribute("alt")
    keys = lab.add_and_run("print(*studio.image_keys)").split()
    assert keys == shown_keys(studio)
    assert len(set(keys)) == 4
    assert lab.errors == []


def test_what_is_typed_and_chosen_is_what_is_generated(lab):
    studio = open_studio(lab)
    textbox(studio, "Name").fill("Bo")
    choose(studio, "Age", "Senior")
    choose(studio, "Style", "Noir")
    segment(studio, "Vertical").click()
    segment(studio, "Close-up").click()
    textbox(studio, "Appearance").fill("A baker")
    # At once, before the pause after which typing is sent.
    generate(studio)
    made = lab.add_and_run("print(studio.generation.attributes.to_dict())")
    for word in ("'Bo'", "'Senior'", "'Noir'", "'vertical'", "'close_up'", "'A baker'"):
        assert word in made


def test_python_fills_the_form(lab):
    studio = open_studio(lab)
    lab.add_and_run("studio.name = 'Cy'; studio.style = 'Pixar'; studio.pose = 'full_body'")
    expect(textbox(studio, "Name")).to_have_value("Cy")
    expect(combobox(studio, "Style")).to_have_value("Pixar")
    expect(segment(studio, "Full body")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    ("label", "typed", "read"),
    [
        ("Name", "Ada", "studio.name"),
        ("Appearance", "A baker", "studio.appearance"),
        ("Per click, in US$", "0.5", "studio.click_limit"),
    ],
)
def test_what_is_typed_stays_whatever_the_kernel_sends(lab_with_clock, label, typed, read):
    studio = open_studio(lab_with_clock)
    studio.get_by_role("button", name="Spending limits").click()
    field = studio.get_by_label(label, exact=True)
    expect(field).to_be_visible()
    lab_with_clock.add_and_run(NEWS)
    # The pause after which typing is sent doesn't end while the page's time stands still.
    lab_with_clock.page.clock.pause_at(lab_with_clock.page.evaluate("Date.now()") + 1000)
    field.fill(typed)
    expect(studio.locator(".mdi-lock-outline")).to_be_visible()
    expect(combobox(studio, "Style")).to_have_value("Pixar")
    expect(field).to_have_value(typed)
    lab_with_clock.page.clock.resume()
    lab_with_clock.wait_until(lambda: lab_with_clock.add_and_run(f"print({read})").strip() == typed)
    expect(field).to_have_value(typed)


def test_the_counter_counts_as_heygen_does(lab):
    studio = open_studio(lab)
    appearance = textbox(studio, "Appearance")
    appearance.fill("👩‍🎨" + "a" * 999)
    # The emoji is three code points.
    expect(studio.locator(".hgw-used")).to_have_text("1002 / 1000")
    expect(studio.get_by_text("2 characters too many.")).to_be_visible()
    expect(appearance).to_have_accessible_description(re.compile("1002 / 1000"))


def test_an_unready_form_shows_its_problems_at_the_fields(lab):
    studio = open_studio(lab)
    textbox(studio, "Name").fill("")
    textbox(studio, "Appearance").fill("")
    generate_button(studio).click()
    expect(studio.get_by_text("Must not be empty.")).to_have_count(2)
    expect(textbox(studio, "Name")).to_have_attribute("aria-invalid", "true")
    assert lab.add_and_run("print(studio.status)").strip() == "idle"


def test_two_presses_that_fail_for_the_same_reason_are_both_answered(lab_with_clock):
    studio = open_studio(lab_with_clock)
    textbox(studio, "Appearance").fill("")
    for _ in range(2):
        generate_button(studio).click()
        expect(studio.get_by_text("Must not be empty.")).to_be_visible()
        # Whatever the press gave rise to has been said before the cell ends.
        lab_with_clock.add_and_run("pass")
        lab_with_clock.page.clock.fast_forward(LONGER_THAN_PATIENCE)
        expect(studio.get_by_text("The kernel hasn't answered yet")).to_have_count(0)


def test_a_kernel_that_is_busy_with_a_cell_is_told_and_the_press_is_carried_out_later(lab):
    studio = open_studio(lab, 0.5, "light", BUSY)
    blocked = lab.start_cell(1)
    generate_button(studio).click()
    expect(studio.get_by_text("The kernel hasn't answered yet")).to_be_visible()
    expect(studio.get_by_text("It is busy with a cell")).to_be_visible()
    expect(studio.get_by_text("Nothing was sent to HeyGen so far.")).to_be_visible()
    free_the_kernel(lab)
    lab.finish_cell(blocked)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    expect(studio.get_by_text("The kernel hasn't answered yet")).to_have_count(0)


def test_an_example_fills_the_form_and_can_be_undone(lab):
    studio = open_studio(lab)
    example = studio.get_by_role("button", name="In a kitchen", exact=True)
    example.click()
    expect(said(lab)).to_have_text("Example filled in")
    expect(combobox(studio, "Gender")).to_have_value("Man")
    expect(combobox(studio, "Style")).to_have_value("Vintage")
    expect(textbox(studio, "Appearance")).to_have_value(re.compile("^A baker"))
    undo(lab)
    expect(combobox(studio, "Gender")).to_have_value("Woman")
    expect(combobox(studio, "Style")).to_have_value("Realistic")
    expect(textbox(studio, "Appearance")).to_have_value(re.compile("^A violinist"))
    example.click()
    generate(studio)
    assert lab.add_and_run("print(studio.generation.attributes.style)").strip() == "Vintage"
    expect(example).to_have_count(0)


def test_a_word_that_is_new_to_people_explains_itself(lab):
    studio = open_studio(lab)
    help_button = studio.get_by_role("button", name="What is meant by sandbox?")
    help_button.focus()
    expect(lab.page.get_by_role("tooltip").get_by_text("bills nothing")).to_be_visible()
    expect(help_button).to_have_accessible_description(re.compile("bills nothing"))


def test_stop_waiting_keeps_the_id_and_resume_brings_the_images(lab):
    studio = open_studio(lab, LONG_ENOUGH)
    generate_button(studio).click()
    expect(studio.get_by_role("status")).to_contain_text(["working on it"])
    studio.get_by_role("button", name="Stop waiting").click()
    expect(studio.get_by_role("alert")).to_contain_text("You stopped waiting")
    details = open_menu(lab, studio.get_by_role("button", name="Details"))
    expect(details.locator("dd").first).to_have_text(re.compile("[0-9a-f]{32}"))
    lab.page.keyboard.press("Escape")
    studio.get_by_role("button", name="Resume").click()
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)


def seconds(clock):
    return int(clock.inner_text().split()[0])


def test_the_clock_runs_at_each_run_and_stop_and_resume_work_at_each(lab):
    studio = open_studio(lab, duration=60)
    clock = studio.get_by_role("timer")
    for _ in range(3):
        generate_button(studio).click()
        # From the start again, and in the browser: the kernel says nothing meanwhile.
        expect(clock).to_have_text(re.compile(r"^[01] s$"))
        expect(clock).to_have_text(re.compile(r"^[2-9] s$"))
        studio.get_by_role("button", name="Stop waiting").click()
        expect(studio.get_by_role("alert")).to_contain_text("You stopped waiting")
        studio.get_by_role("alert").get_by_role("button", name="Resume").click()
        expect(studio.get_by_role("alert")).to_have_count(0)
        stopped_at = seconds(clock)
        lab.wait_until(lambda before=stopped_at: seconds(clock) >= before + 2)
        studio.get_by_role("button", name="Stop waiting").click()
        expect(studio.get_by_role("alert")).to_contain_text("You stopped waiting")


def test_second_and_third_runs_bring_their_images_as_the_first_one_does(lab):
    studio = open_studio(lab, 0.5)
    seen = set()
    for _ in range(3):
        generate(studio)
        seen |= set(shown_keys(studio))
    assert len(seen) == 12
    await_images(studio, studio.get_by_role("button", name="Again").click)
    assert lab.errors == []


def test_a_wrong_key_is_an_error_on_screen_and_in_no_file(lab, sandbox_server):
    address = sandbox_server("--api-key=the-right-one")
    lab.open_notebook([f"%env HEYGEN_BASE_URL={address}", STUDIO.format(duration=1)])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    studio.get_by_role("button", name="Use my API key").click()
    textbox(dialog(lab), "API key").fill("the-wrong-one")
    dialog(lab).get_by_role("button", name="Use key").click()
    expect(studio.locator(".hgw-backend")).to_contain_text("HeyGen · 127.0.0.1")
    expect(dialog(lab)).to_have_count(0)
    expect(generate_button(studio)).to_contain_text("price not known yet")
    generate_button(studio).click()
    alert = studio.get_by_role("alert")
    expect(alert).to_contain_text("HeyGen refused the API key", timeout=RESULT)
    alert.get_by_text("Details").click()
    expect(alert).to_contain_text("HTTP 401 · unauthorized · request")
    saved = lab.save()
    assert "HeyGen refused the API key" in str(saved["metadata"]["widgets"])
    assert "the-wrong-one" not in str(saved)
    assert "the-wrong-one" not in lab.page.content()
    assert "the-wrong-one" not in lab.server.log


def test_a_key_that_is_not_given_is_forgotten_and_its_page_is_linked(lab):
    studio = open_studio(lab)
    studio.get_by_role("button", name="Use my API key").click()
    link = dialog(lab).get_by_role("link", name="Get a key at HeyGen")
    expect(link).to_have_attribute("href", re.compile("^https://developers.heygen.com/"))
    secret = textbox(dialog(lab), "API key")
    expect(secret).to_have_attribute("type", "password")
    secret.fill("not this one")
    dialog(lab).get_by_role("button", name="Show the key").click()
    expect(secret).to_have_attribute("type", "text")
    dialog(lab).get_by_role("button", name="Cancel").click()
    expect(dialog(lab)).to_have_count(0)
    studio.get_by_role("button", name="Use my API key").click()
    expect(secret).to_have_value("")
    expect(secret).to_have_attribute("type", "password")


def test_selection_goes_both_ways(lab):
    studio = open_studio(lab)
    generate(studio)
    pictures = studio.locator(".hgw-pick")
    pictures.nth(2).click()
    assert lab.add_and_run("print(studio.selected_keys == studio.image_keys[2:3])") == "True\n"
    lab.add_and_run("studio.selected_keys = studio.image_keys[:1]")
    expect(studio.locator(".hgw-card--picked")).to_have_count(1)
    expect(pictures.nth(0)).to_have_attribute("aria-pressed", "true")


def test_a_reload_with_a_live_kernel_brings_pictures_and_form_back(lab):
    studio = open_studio(lab)
    choose(studio, "Style", "Noir")
    textbox(studio, "Name").fill("Bo")
    generate(studio)
    keys = shown_keys(studio)
    lab.save()
    lab.reload()
    studio = lab.cell(0).locator(".hgw")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    assert shown_keys(studio) == keys
    expect(combobox(studio, "Style")).to_have_value("Noir")
    expect(textbox(studio, "Name")).to_have_value("Bo")


def test_a_reload_in_the_middle_of_a_run_brings_its_clock_back(lab):
    studio = open_studio(lab, duration=60)
    generate_button(studio).click()
    expect(studio.get_by_role("timer")).to_have_text(re.compile(r"^([2-9]|\d\d) s$"))
    lab.save()
    lab.reload()
    studio = lab.cell(0).locator(".hgw")
    # It goes on, from the start of the run and not from that of the page.
    expect(studio.get_by_role("timer")).to_have_text(re.compile(r"^([3-9]|\d\d) s$"))
    before = int(studio.get_by_role("timer").inner_text().split()[0])
    expect(studio.get_by_role("timer")).to_have_text(f"{before + 2} s")
    studio.get_by_role("button", name="Stop waiting").click()
    expect(studio.get_by_role("alert")).to_contain_text("You stopped waiting")


def test_what_was_left_behind_is_offered_on_screen_and_resumed(lab):
    lab.open_notebook([LEFT_BEHIND, "studio = AvatarStudio(client=client)\nstudio"])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    left = studio.get_by_role("group", name=re.compile("not finished$"))
    expect(left).to_contain_text("2 runs are not finished")
    expect(left).to_contain_text("HeyGen may have made and billed it")
    assert violations(lab) == []
    left.get_by_role("listitem").filter(has_text="Outcome unknown").get_by_role(
        "button", name="Forget"
    ).click()
    expect(left).to_contain_text("One run is not finished")
    left.get_by_role("button", name="Resume").click()
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    expect(left).to_have_count(0)
    assert "Iris" in lab.add_and_run("print(studio.generation.attributes.name)")


def test_a_run_that_could_be_resumed_is_forgotten_and_stays_in_all_runs(lab):
    lab.open_notebook([LEFT_BEHIND, "studio = AvatarStudio(client=client)\nstudio"])
    lab.run_all()
    studio = lab.cell(1).locator(".hgw")
    left = studio.get_by_role("group", name=re.compile("not finished$"))
    expect(left).to_contain_text("2 runs are not finished")
    runs = studio.locator(".hgw-run").count()
    for count in (1, 0):
        left.get_by_role("button", name="Forget").first.click()
        expect(left.get_by_role("listitem")).to_have_count(count)
    expect(studio.locator(".hgw-run")).to_have_count(runs)


def test_a_failure_is_rehearsed_on_screen(lab):
    studio = open_studio(lab)
    rehearse(lab, studio, "submit:402")
    generate_button(studio).click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit", timeout=RESULT)
    expect(studio.get_by_role("alert")).to_contain_text("Nothing is billed.")
    expect(studio.get_by_role("alert")).to_contain_text("This was a rehearsal.")
    expect(studio.get_by_role("alert")).to_be_in_viewport()
    assert violations(lab) == []
    faults = open_menu(lab, studio.get_by_role("button", name="Rehearse a failure"))
    faults.get_by_text("None: it works").click()
    expect(studio.locator(".mdi-bug")).to_have_count(0)
    generate(studio)


def test_failures_to_rehearse_stand_in_groups_and_are_searched(lab):
    studio = open_studio(lab)
    faults = open_menu(lab, studio.get_by_role("button", name="Rehearse a failure"))
    expect(faults.locator(".v-list-subheader")).to_have_count(len(GROUPS))
    assert faults.locator(".v-list-item").count() > 30
    search = faults.get_by_role("textbox", name="Search the failures")
    search.fill("no such thing")
    expect(faults.get_by_text("No failure matches.")).to_be_visible()
    search.fill("moderation")
    expect(faults.locator(".v-list-item")).to_have_count(1)
    search.press("Enter")
    expect(studio.locator(".mdi-bug")).to_be_visible()


def test_a_failed_run_leaves_the_pictures_of_the_run_before(lab):
    studio = open_studio(lab, 0.5)
    generate(studio)
    keys = shown_keys(studio)
    lab.add_and_run("studio.client.rehearse('submit:402')")
    generate_button(studio).click()
    expect(studio.get_by_role("alert")).to_contain_text("Not enough API credit", timeout=RESULT)
    expect(studio.get_by_role("heading", name="Pictures of the run before")).to_be_visible()
    assert shown_keys(studio) == keys
    expect(studio.locator(".hgw-picture img")).to_have_count(4)


def test_a_dropped_file_that_is_too_large_is_refused_in_words_and_not_sent(lab):
    studio = open_studio(lab)
    limit = int(lab.add_and_run("print(studio.constants['limits']['upload'])"))
    lab.page.evaluate(COUNT_SENT)
    files = lab.page.evaluate_handle(LARGE_FILE, limit + 1)
    studio.dispatch_event("drop", {"dataTransfer": files})
    expect(said(lab)).to_contain_text("large.png: larger than 8 MB")
    expect(said(lab)).to_contain_text("Nothing was sent: take a smaller copy.")
    assert lab.page.evaluate("window.sent") < 1_000_000
    # The connection still works.
    assert lab.add_and_run("print(1 + 1)").strip() == "2"
    generate(studio)


def test_a_dropped_file_that_is_no_picture_of_ours_is_told(lab):
    studio = open_studio(lab)
    drop(studio, b"not a picture", "notes.png")
    expect(studio.get_by_role("alert")).to_be_visible()
    generate(studio)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_accessibility_violation_in_any_state(lab, theme):
    studio = open_studio(lab, LONG_ENOUGH, theme)

    def scan(state: str) -> None:
        assert violations(lab) == [], state

    def scan_menu(button) -> None:
        open_menu(lab, studio.get_by_role("button", name=button)).hover()
        scan(button)
        lab.page.keyboard.press("Escape")

    scan("empty")
    studio.get_by_role("button", name="Use my API key").click()
    expect(dialog(lab)).to_be_visible()
    scan("key")
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_have_count(0)
    open_list(studio, "Age")
    scan("a list")
    lab.page.keyboard.press("Escape")
    for button in ("What Shuffle keeps", "Rehearse a failure", "Presets"):
        scan_menu(button)
    studio.get_by_role("button", name="Spending limits").click()
    expect(studio.get_by_label("Per click, in US$")).to_be_visible()
    scan("limits")
    generate_button(studio).click()
    expect(studio.get_by_role("timer")).to_be_visible()
    scan("running")
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    studio.locator(".hgw-pick").nth(1).click()
    expect(studio.locator(".hgw-run--present")).to_be_visible()
    scan("done")
    studio.get_by_role("button", name="Filter").click()
    scan("filters")
    for button in ("Vary", "Copy as", "Details"):
        scan_menu(button)
    open_menu(lab, studio.locator(".hgw-run").first.get_by_role("button", name="More about"))
    scan("a run's menu")
    lab.page.keyboard.press("Escape")
    studio.get_by_role("button", name="Look closer at image 1").click()
    expect(dialog(lab).locator("img")).to_have_count(1)
    scan("a closer look")
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_have_count(0)
    studio.get_by_role("button", name="Compare image 1").click()
    studio.get_by_role("button", name="Compare image 3").click()
    studio.get_by_role("button", name=re.compile(r"^Compare \(2 of 4\)")).click()
    expect(dialog(lab).locator("img")).to_have_count(2)
    scan("compare")
    lab.page.keyboard.press("Escape")
    expect(dialog(lab)).to_have_count(0)
    textbox(studio, "Name").fill("")
    generate_button(studio).click()
    expect(studio.get_by_text("Must not be empty.")).to_be_visible()
    scan("problems")


@pytest.mark.parametrize("width", [480, 700, 1400])
def test_nothing_is_wider_than_its_cell_or_the_window(lab, width):
    lab.page.set_viewport_size({"width": width, "height": 1000})
    studio = open_studio(lab)
    generate(studio)
    assert studio.evaluate(TOO_WIDE) == []
    for button in ("Presets", "Vary", "Copy as", "Rehearse a failure"):
        box = open_menu(lab, studio.get_by_role("button", name=button))
        assert not box.evaluate(OFF_SCREEN)["isOff"], button
        lab.page.keyboard.press("Escape")
        expect(box).to_have_count(0)


def test_nothing_jumps_when_the_images_arrive(lab):
    studio = open_studio(lab, LONG_ENOUGH)
    generate_button(studio).click()
    expect(studio.locator(".hgw-picture .v-skeleton-loader")).to_have_count(4)
    # What is above the list of earlier runs, which may grow by this one.
    parts = [studio.locator(".hgw-body"), *studio.locator(".hgw-card").all()]
    boxes = [part.bounding_box() for part in parts]
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    expect(generate_button(studio)).to_be_visible()
    assert [part.bounding_box() for part in parts] == boxes
