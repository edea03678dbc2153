"""Servers of their own for the browser tests: JupyterLab, Notebook 7, and what else there is."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.support.browser.notebook import notebook
from tests.support.environment import clean_environment

START = 90  # seconds; a cold disk makes the first start slow
STOP = 15
WIDGETS = "@jupyter-widgets/jupyterlab-manager:plugin"
SETTINGS = {
    # News and update checks would reach out of the machine, and pop up over the widget.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # The widgets' state goes into saved notebooks, so that a key in it would be found.
    WIDGETS: {"saveState": True},
}
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


class Server:
    """A web server as a subprocess of this interpreter, at home in an empty folder.

    Attributes: `url`; `root`, the folder of its notebooks; `token`, which it asks for.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.root = home / "notebooks"
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token = secrets.token_hex(16)
        self._log = home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What the server and its kernels wrote."""
        return self._log.read_text(errors="replace")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.root.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command(),
                env=self._environment(),
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{type(self).__name__} did not start:\n{self.log}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server and its kernels."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _command(self) -> list[str]:
        raise NotImplementedError

    def _environment(self) -> dict[str, str]:
        own = {
            "JUPYTER_TOKEN": self.token,
            # The kernel "python3" is the one beside this interpreter, never a user's.
            "JUPYTER_PREFER_ENV_PATH": "1",
            "JUPYTER_CONFIG_DIR": str(self.home / "config"),
            "JUPYTER_DATA_DIR": str(self.home / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.home / "runtime"),
        }
        return {**clean_environment(self.home), **own}

    def _answers(self) -> bool:
        raise NotImplementedError


class LabServer(Server):
    """JupyterLab."""

    program = "jupyterlab"
    app = "LabApp"
    page = "doc/tree"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._settings = home / "settings"
        self._api = httpx.Client(
            base_url=f"{self.url}/api/", headers={"Authorization": f"token {self.token}"}
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        for name, values in SETTINGS.items():
            self._write_setting(name, values)
        super().start()

    def stop(self) -> None:
        """Stop the server and its kernels."""
        if self._process is not None and self._process.poll() is None:
            self.shut_down_kernels()
        super().stop()
        self._api.close()

    def address(self, notebook: str) -> str:
        """Return the address of a notebook's page."""
        return f"{self.url}/{self.page}/{notebook}"

    def set_theme(self, theme: str) -> None:
        """Choose the theme of the pages that open from now on."""
        self._write_setting("@jupyterlab/apputils-extension:themes", {"theme": THEMES[theme]})

    def set_saving_of_state(self, is_on: bool) -> None:
        """Choose whether pages that open from now on save the widgets' state with a notebook."""
        self._write_setting(WIDGETS, {"saveState": is_on})

    def shut_down_kernels(self) -> None:
        """Shut every kernel down, so that two cores are enough for the next test."""
        for session in self._api.get("sessions").json():
            self._api.delete(f"sessions/{session['id']}", timeout=30)

    def _answers(self) -> bool:
        try:
            return self._api.get("status", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _command(self) -> list[str]:
        return [
            sys.executable,
            *("-m", self.program, "--no-browser"),
            *(["--allow-root"] if _is_root() else []),
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.root}",
            "--ServerApp.terminals_enabled=False",
            # Notebook 7 loads JupyterLab with it, and takes this from there.
            "--LabApp.extension_manager=readonly",
            # The page object asks the application itself: `window.jupyterapp`.
            f"--{self.app}.expose_app_in_browser=True",
        ]

    def _environment(self) -> dict[str, str]:
        own = {
            "JUPYTERLAB_SETTINGS_DIR": str(self._settings),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.home / "workspaces"),
        }
        return {**super()._environment(), **own}

    def _write_setting(self, name: str, values: dict) -> None:
        plugin, _, schema = name.partition(":")
        path = self._settings / plugin / f"{schema}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))


class NotebookServer(LabServer):
    """Notebook 7: one document to a page, out of JupyterLab's parts."""

    program = "notebook"
    app = "JupyterNotebookApp"
    page = "notebooks"


class VoilaServer(Server):
    """Voilà with one notebook: every visit runs it from top to bottom in a kernel of its own."""

    def __init__(self, home: Path, cells: list[str], theme: str) -> None:
        super().__init__(home)
        self.root.mkdir(parents=True)
        self._notebook = self.root / "dashboard.ipynb"
        self._notebook.write_text(json.dumps(notebook(cells)))
        self._theme = theme

    def _answers(self) -> bool:
        # Any answer will do; the page itself would run the notebook.
        try:
            httpx.get(f"{self.url}/no-such-page", timeout=5)
        except httpx.TransportError:
            return False
        return True

    def _command(self) -> list[str]:
        return [
            sys.executable,
            *("-m", "voila", str(self._notebook), "--no-browser"),
            f"--theme={self._theme}",
            "--Voila.ip=127.0.0.1",
            f"--port={self.port}",
            "--Voila.port_retries=0",
            f"--Voila.connection_dir_root={self.home}",
            # Notebook 7's, which is installed beside it; it can't be loaded here, and says so.
            '--VoilaConfiguration.extension_denylist=["@jupyter-notebook/lab-extension"]',
        ]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
