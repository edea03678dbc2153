"""The studio on a page: opened, used and scanned.

What floats, that is menus, dialogs, lists and notices, hangs at the edge of the page and not in the
studio: the functions for these take it from there.
"""

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.support.browser.lab import Lab
from tests.support.browser.screen import Screen

STUDIO = """from heygen_widgets import AvatarStudio, HeyGen
from heygen_widgets.sandbox import Scenario

studio = AvatarStudio(
    client=HeyGen.sandbox(Scenario(duration={duration})),
    name="Iris",
    gender="Woman",
    appearance="A violinist in a red dress, in the city at night",
)
studio"""
LEFT_BEHIND = """import asyncio
from heygen_widgets import AvatarStudio, HeyGen, HeyGenError
from heygen_widgets.sandbox import Scenario

client = HeyGen.sandbox(Scenario(duration=2))
before = AvatarStudio(client=client, name="Iris", appearance="A violinist")
task = before.start()
while not before.generation_id:
    await asyncio.sleep(0.05)
before.stop()
await task
client.rehearse("submit:drop-after")
try:
    await before.generate()
except HeyGenError:
    client.rehearse()"""
BUSY = """import pathlib, time
while not pathlib.Path("busy no more").exists():
    time.sleep(0.1)
pathlib.Path("busy no more").unlink()"""
PRICED = re.compile(r"^Generate (free|about \$[\d.]+|\d+ credit)")
RESULT = 120_000  # milliseconds until images are drawn on a busy machine
DEAD = "Error displaying widget"  # as JupyterLab says of a widget that it can't restore
FLOATING = ".v-overlay-container"
# What fades in or out has colours that nobody reads.
IS_STILL = """() => !document.getAnimations().some(({ playState, effect }) =>
  playState === 'running' && effect.getComputedTiming().iterations !== Infinity)"""
DROP = """([bytes, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([new Uint8Array(bytes)], name, {type: 'image/png'}));
  return transfer;
}"""


def open_studio(lab: Lab, duration: float = 1, theme: str = "light", *more: str) -> Locator:
    """Open a notebook with a studio in its first cell, and return the studio."""
    lab.open_notebook([STUDIO.format(duration=duration), *more], theme)
    lab.run_cell(0)
    return ready(lab.cell(0).locator(".hgw"))


def find_studio(screen: Screen) -> Locator:
    """Return the studio of a dashboard, once it says what a click costs."""
    return ready(screen.page.locator(".hgw"))


def ready(studio: Locator) -> Locator:
    """Return a studio of a sandbox once it has its price: before, a click is asked about."""
    expect(generate_button(studio)).to_contain_text("free", timeout=RESULT)
    return studio


def generate_button(studio: Locator) -> Locator:
    """Return the button of the form that generates."""
    return studio.get_by_role("button", name=re.compile("^Generate"))


def generate(studio: Locator) -> None:
    """Press Generate, once it has its price, and wait until four images have arrived."""
    expect(studio.get_by_role("button", name=PRICED)).to_be_visible(timeout=RESULT)
    await_images(studio, lambda: generate_button(studio).click())


def await_images(studio: Locator, press: Callable[[], None]) -> None:
    """Press something that generates, and wait until four new images have arrived."""
    keys = shown_keys(studio)
    press()
    if keys:
        # Those of the run before stay until the kernel has heard of the press.
        first = studio.locator(".hgw-caption code").first
        expect(first).not_to_have_text(keys[0], timeout=RESULT)
    expect(studio.locator(".hgw-picture img")).to_have_count(4, timeout=RESULT)
    expect(generate_button(studio)).to_be_visible(timeout=RESULT)


def shown_keys(studio: Locator) -> list[str]:
    """Return the image keys under the pictures."""
    return studio.locator(".hgw-caption code").all_inner_texts()


def combobox(where: Locator, label: str) -> Locator:
    """Return the element of a list of choices that has its name and value."""
    return where.get_by_role("combobox", name=label, exact=True)


def open_list(where: Locator, label: str) -> Locator:
    """Open a list of choices, and return it."""
    named = where.page.get_by_role("combobox", name=label, exact=True)
    where.locator(".v-field", has=named).click()
    choices = where.page.get_by_role("listbox", name=label, exact=True)
    expect(choices).to_be_visible()
    return choices


def choose(where: Locator, label: str, word: str) -> None:
    """Choose a word from a list of choices."""
    choices = open_list(where, label)
    choices.get_by_role("option", name=word, exact=True).click()
    expect(choices).to_be_hidden()


def segment(studio: Locator, word: str) -> Locator:
    """Return one of the words that stand side by side."""
    return studio.get_by_role("group").get_by_role("button", name=word, exact=True)


def textbox(where: Locator, label: str) -> Locator:
    """Return a field to type in."""
    return where.get_by_role("textbox", name=label, exact=True)


def menu(screen: Screen) -> Locator:
    """Return the menu that is open."""
    return screen.page.locator(f"{FLOATING} .v-menu.v-overlay--active > .v-overlay__content").last


def open_menu(screen: Screen, button: Locator) -> Locator:
    """Press the button of a menu, and return the menu."""
    button.click()
    expect(menu(screen)).to_be_visible()
    return menu(screen)


def dialog(screen: Screen) -> Locator:
    """Return the dialog that is open."""
    return screen.page.locator(FLOATING).get_by_role("dialog")


def said(screen: Screen) -> Locator:
    """Return what was said of the last press, where a person sees it."""
    return screen.page.locator(".hgw-notice .v-snackbar__content")


def undo(screen: Screen) -> None:
    """Undo what the notice tells of."""
    screen.page.locator(".hgw-notice").get_by_role("button", name="Undo").click()


def rehearse(screen: Screen, studio: Locator, kind: str) -> None:
    """Let the sandbox fail, as the menu for developers does, and wait until it knows."""
    faults = open_menu(screen, studio.get_by_role("button", name="Rehearse a failure"))
    faults.get_by_role("textbox", name="Search the failures").fill(kind)
    faults.get_by_text(kind, exact=True).click()
    expect(studio.locator(".mdi-bug")).to_be_visible()


def drop(studio: Locator, content: bytes, name: str) -> None:
    """Drop a file on a studio."""
    files = studio.page.evaluate_handle(DROP, [list(content), name])
    studio.dispatch_event("drop", {"dataTransfer": files})


def free_the_kernel(lab: Lab) -> None:
    """End the cell `BUSY`."""
    (lab.server.root / "busy no more").touch()


def reopened(lab: Lab, words: str) -> Locator:
    """Open the notebook on another day, and return its first cell, in which a widget says words."""
    lab.save()
    lab.reopen_without_kernel()
    cell = lab.cell(0)
    said_it, is_dead = cell.get_by_text(words), cell.get_by_text(DEAD)
    expect(said_it.or_(is_dead)).to_be_attached(timeout=RESULT)
    if is_dead.count():
        # On a busy machine JupyterLab now and then restores no widget; a person loads it anew.
        lab.reload()
        cell = lab.cell(0)
    expect(cell.get_by_text(words)).to_be_visible(timeout=RESULT)
    return cell


def opened(floating: Locator) -> Locator:
    """Wait until something that floats has opened: at the end of its way it takes the focus."""
    expect(floating).to_be_visible()
    floating.page.wait_for_function(IS_STILL)
    return floating


def violations(screen: Screen) -> list:
    """Return all that axe-core finds in the studio and in what floats over it, however slight."""
    screen.page.wait_for_function(IS_STILL)
    places = [".hgw", FLOATING] if screen.page.locator(FLOATING).count() else [".hgw"]
    context = {"include": [[place] for place in places]}
    found = Axe().run(screen.page, context=context).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
