"""One notebook open in JupyterLab or Notebook 7, as a person sees it."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PageTimeout

from tests.support.browser.notebook import notebook
from tests.support.browser.screen import POLL, Screen
from tests.support.browser.servers import THEMES, LabServer

READY = 60  # seconds: JupyterLab loads and its kernel starts
ANSI = re.compile(r"\x1b\[[0-9;]*m")

IS_READY = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  const session = panel?.sessionContext;
  return Boolean(panel?.context?.isReady && panel.content.widgets.length && session?.isReady
    && session.session?.kernel?.status === 'idle');
}"""
START_CELL = """index => {
  const { commands, shell } = window.jupyterapp;
  const notebook = shell.currentWidget.content;
  notebook.activeCellIndex = index;
  notebook.deselectAll();
  const run = { done: false };
  window.runs = [...(window.runs ?? []), run];
  commands.execute('notebook:run-cell').finally(() => { run.done = true; });
  return window.runs.length - 1;
}"""
OUTPUTS = "i => window.jupyterapp.shell.currentWidget.content.widgets[i].outputArea.model.toJSON()"
ADD_CELL = """source => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const model = notebook.model.sharedModel;
  model.insertCell(model.cells.length, { cell_type: 'code', source });
  return model.cells.length - 1;
}"""
# Cells out of sight are taken out of the page, so a cell is marked when it is asked for.
MARK_CELL = """index => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  for (const [i, cell] of notebook.widgets.entries()) cell.node.dataset.testCell = i;
  return notebook.scrollToItem(index);
}"""
COMMAND = "([name, options]) => window.jupyterapp.commands.execute(name, options).then(() => null)"


class Lab(Screen):
    """A page object: what it does has happened when it returns; every wait has a deadline.

    Attributes: `server`, and those of `Screen`.
    """

    def __init__(self, page: Page, server: LabServer, screenshots: Path) -> None:
        super().__init__(page, screenshots)
        self.server = server
        self._name = ""

    def open_notebook(self, cells: list[str], theme: str = "light", name: str = "test") -> None:
        """Write a notebook of these code cells and open it, with an idle kernel."""
        self._name = f"{name}.ipynb"
        self.path.write_text(json.dumps(notebook(cells)))
        self.server.set_theme(theme)
        self.page.goto(f"{self.server.address(self._name)}?token={self.server.token}")
        self._wait_until_ready()
        self._wait_for_theme(theme)

    @property
    def path(self) -> Path:
        """The open notebook's file."""
        return self.server.root / self._name

    def run_cell(self, index: int, timeout: float = 60) -> str:
        """Run a cell to its end, and return its output as text."""
        self.finish_cell(self.start_cell(index), timeout)
        return self.cell_output(index)

    def run_all(self, timeout: float = 60) -> None:
        """Run every cell to its end, one after the other."""
        count = "() => window.jupyterapp.shell.currentWidget.content.widgets.length"
        for index in range(self.page.evaluate(count)):
            self.run_cell(index, timeout)

    def add_and_run(self, code: str, timeout: float = 60) -> str:
        """Add a cell at the end, run it, and return its output as text."""
        return self.run_cell(self.page.evaluate(ADD_CELL, code), timeout)

    def kernel_process_id(self) -> int:
        """Ask for the id of the kernel's process."""
        return int(self.add_and_run("import os; print(os.getpid())"))

    def start_cell(self, index: int) -> int:
        """Start a cell and return at once; the number is for `finish_cell`."""
        return self.page.evaluate(START_CELL, index)

    def finish_cell(self, run: int, timeout: float = 60) -> None:
        """Wait for the end of a cell that `start_cell` started."""
        self._wait_in_page("run => window.runs[run].done", run, timeout)

    def cell_output(self, index: int) -> str:
        """Return what a cell printed, its result and its error, without colours."""
        return ANSI.sub("", "".join(_text(output) for output in self.outputs(index)))

    def outputs(self, index: int) -> list[dict]:
        """Return a cell's outputs as the notebook file will hold them."""
        return self.page.evaluate(OUTPUTS, index)

    def cell(self, index: int) -> Locator:
        """Return a cell on the page, scrolled to, for Playwright's locators and expectations."""
        self.page.evaluate(MARK_CELL, index)
        return self.page.locator(f'[data-test-cell="{index}"]')

    def set_theme(self, theme: str) -> None:
        """Change the theme of the open page, 'light' or 'dark', as its menu does."""
        self.command("apputils:change-theme", {"theme": THEMES[theme]})
        self._wait_for_theme(theme)

    def command(self, name: str, options: dict | None = None) -> None:
        """Run one of JupyterLab's commands to its end."""
        self.page.evaluate(COMMAND, [name, options or {}])

    def save(self) -> dict:
        """Save the notebook and return the file's content."""
        self.command("docmanager:save")
        return json.loads(self.path.read_text())

    def reload(self) -> None:
        """Load the page anew; the kernel lives on, changes that were not saved are lost."""
        self.page.reload()
        self._wait_until_ready()

    def reopen_without_kernel(self) -> None:
        """Shut the kernel down and load the page anew, as on another day; a new kernel starts."""
        self.page.goto("about:blank")
        self.server.shut_down_kernels()
        self.page.goto(self.server.address(self._name))
        self._wait_until_ready()

    def close(self) -> None:
        """Leave the page and shut the kernel down."""
        self.page.close()
        self.server.shut_down_kernels()

    def _wait_until_ready(self) -> None:
        try:
            self._wait_in_page(IS_READY, None, READY)
        except PageTimeout:
            # JupyterLab now and then misses that a new kernel is idle; a person loads it anew.
            self.page.reload()
            self._wait_in_page(IS_READY, None, READY)

    def _wait_for_theme(self, theme: str) -> None:
        light = "true" if theme == "light" else "false"
        check = "light => document.body.dataset.jpThemeLight === light"
        self._wait_in_page(check, light, READY)

    def _wait_in_page(self, script: str, argument: object, timeout: float) -> None:
        self.page.wait_for_function(script, arg=argument, timeout=timeout * 1000, polling=POLL)


def _text(output: dict) -> str:
    if output["output_type"] == "error":
        return "\n".join(output["traceback"])
    text = output.get("text") or output.get("data", {}).get("text/plain", "")
    return text if isinstance(text, str) else "".join(text)
