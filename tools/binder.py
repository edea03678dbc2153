"""Make of binder/ what repo2docker makes of it, without a container, and run the quickstart there.

    python tools/binder.py FOLDER                  # FOLDER is for the image; what is there goes

It takes the Dockerfile that repo2docker prints and carries it out: variables, copies, and each step
that runs as the user (requirements.txt, postBuild). Steps of root prepare an Ubuntu and an
environment from conda-forge. In their place stands an environment with the same Python, and with
the versions of Jupyter that repo2docker's lock file names. Then the image's own command starts the
server by the image's entry point, and the quickstart runs under binder/start.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
NOTEBOOK = "notebooks/quickstart.ipynb"
USER = "jovyan"
# Of the environment of repo2docker's lock file, what is in each image, as PyPI calls it.
BASE = {
    "ipykernel": "ipykernel",
    "ipywidgets": "ipywidgets",
    "jupyter_server": "jupyter-server",
    "jupyterhub-base": "jupyterhub",
    "jupyterlab": "jupyterlab",
    "notebook": "notebook",
}
KEPT = ("PATH", "LANG", "TZ", "TMPDIR")
"""Variables of this machine that an image has as well, in some form."""
OF_NETWORK = re.compile(r"(?i)(.*_proxy|pip_.*|ssl_cert_.*|requests_ca_bundle)")
"""Variables without which pip may not reach what it installs here."""
LONGEST = 600.0  # seconds for any step
# What a clone of the repository doesn't have.
GENERATED = shutil.ignore_patterns(
    ".git", ".venv*", "node_modules", "__pycache__", ".*_cache", "dist", "build", "test-results"
)

RUN_NOTEBOOK = """
import json, sys, time
begun = time.monotonic()
import nbformat
from nbclient import NotebookClient
notebook, shown = nbformat.read(sys.argv[1], as_version=4), []
def note(cell, **details):
    if any("application/vnd.jupyter.widget-view+json" in o.get("data", {}) for o in cell.outputs):
        shown.append(time.monotonic() - begun)
resources = {"metadata": {"path": sys.argv[2]}}
NotebookClient(notebook, timeout=300, resources=resources, on_cell_executed=note).execute()
outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
keys = sum("/original" in str(o) for o in outputs)
all_of_it = time.monotonic() - begun
print(json.dumps({"studio": min(shown, default=None), "all": all_of_it, "keys": keys}))
"""


@dataclass
class Image:
    """What the Dockerfile has made so far.

    Attributes:
        folder: Where everything is.
        variables: The environment of each step.
        at: The folder in which the steps run.
        user: Whose steps they are.
        done: Each step that was carried out, and its seconds.
        left_out: Each step that only a container can carry out.
    """

    folder: Path
    variables: dict[str, str]
    at: Path
    user: str = "root"
    done: list[tuple[str, float]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def expanded(self, text: str) -> str:
        """Return a text with its variables replaced."""
        return Template(text).safe_substitute(self.variables)

    def run(self, what: str, command: list[str]) -> str:
        """Carry out a command as a step of the image, and return what it printed."""
        begun = time.monotonic()
        printed = _run(command, self.at, self.variables)
        self.done.append((what, time.monotonic() - begun))
        print(f"  {self.done[-1][1]:6.1f} s  {what}", flush=True)
        return printed


def main() -> None:
    """Build, start, run, and print what it took."""
    parser = argparse.ArgumentParser(description="Carry out binder/ without a container.")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    print("Building, by the Dockerfile that repo2docker prints:", flush=True)
    image = built(dockerfile(), folder)
    check_extensions(image)
    build = sum(seconds for _, seconds in image.done)
    with server(image) as until_server:
        ran = quickstart(image)
    until_studio = until_server + ran["studio"]
    print(f"\nBuilt in {build:.0f} s. From start to studio: {until_studio:.0f} s")
    print(f"  ({until_server:.1f} s to the server, {ran['studio']:.1f} s to the studio's cell).")
    print(f"The whole quickstart took {ran['all']:.0f} s, with {ran['keys']} outputs with keys.")
    print(f"Left to a container: {'; '.join(image.left_out)}.")


def dockerfile() -> str:
    """Return the Dockerfile that repo2docker makes of this checkout."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    _, found, text = (done.stdout + done.stderr).partition("\nFROM ")
    if not found:
        raise SystemExit(f"repo2docker printed no Dockerfile:\n{done.stdout}{done.stderr}")
    return f"FROM {text}"


def instructions(text: str) -> list[tuple[str, str]]:
    """Return the instructions of a Dockerfile: each word, and what follows it in one line."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    found = (line.strip().partition(" ") for line in joined.splitlines())
    return [
        (word, " ".join(rest.split())) for word, _, rest in found if re.fullmatch("[A-Z]+", word)
    ]


def built(text: str, folder: Path) -> Image:
    """Carry out a Dockerfile in a folder."""
    (folder / "home").mkdir(parents=True)
    kept = {k: v for k, v in os.environ.items() if k in KEPT or OF_NETWORK.fullmatch(k)}
    image = Image(folder, kept | {"NB_USER": USER, "NB_UID": "1000"}, folder / "home")
    for word, rest in instructions(text):
        if word in INSTRUCTIONS:
            INSTRUCTIONS[word](image, rest)
    return image


def set_variables(image: Image, rest: str) -> None:
    """ENV: what is /srv and /home there is in the folder, and the locale is one that is here."""
    places = {"APP_BASE": image.folder / "srv", "HOME": image.folder / "home"}
    moved = dict.fromkeys(("LC_ALL", "LANG"), "C.UTF-8") | {k: str(v) for k, v in places.items()}
    for name, value in re.findall(r'(\w+)=("[^"]*"|\S+)', rest):
        image.variables[name] = moved.get(name) or image.expanded(value.strip('"'))


def set_default(image: Image, rest: str) -> None:
    """ARG: a variable of the build."""
    name, _, value = rest.partition("=")
    image.variables.setdefault(name, image.expanded(value))


def go_to(image: Image, rest: str) -> None:
    """WORKDIR: where the next steps run."""
    image.at = Path(image.expanded(rest))


def become(image: Image, rest: str) -> None:
    """USER: whose the next steps are."""
    image.user = image.expanded(rest)


def run_step(image: Image, rest: str) -> None:
    """RUN: a step of the user, or one of root, of which only the environment is made."""
    if "install-base-env" in rest:
        base_environment(image)
    elif image.user == USER:
        image.run(image.expanded(rest), ["bash", "-c", rest])
    else:
        image.left_out.append(" ".join(rest.split()[:3]))


def set_command(image: Image, rest: str) -> None:
    """CMD: what starts the server."""
    image.command = json.loads(rest)


def copy(image: Image, rest: str) -> None:
    """COPY: what is of the repository. What repo2docker brings itself is used where it lies."""
    source, target = rest.split()[-2:]
    if not source.startswith("src/"):
        return
    to, wanted = Path(image.expanded(target)), source.removeprefix("src/")
    if wanted:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / wanted, to)
    else:
        shutil.copytree(ROOT, to, ignore=GENERATED, dirs_exist_ok=True)


def base_environment(image: Image) -> None:
    """Make the environment that repo2docker's lock file describes, from PyPI."""
    version = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    python = matrix.find_python(version)
    if not python:
        python = sys.executable
        image.left_out.append(f"Python {version}, which is not here: {sys.version.split()[0]}")
    prefix = image.variables["NB_PYTHON_PREFIX"]
    image.run(f"an environment of {python}", [python, "-m", "venv", prefix])
    pins = [f"{BASE[name]}=={number}" for name, number in locked(version).items()]
    install = [f"{prefix}/bin/python", "-m", "pip", "install", "--quiet", *sorted(pins)]
    image.run(f"what is in each image: {' '.join(sorted(pins))}", install)


def locked(version: str) -> dict[str, str]:
    """Return the versions in repo2docker's lock file of what `BASE` names."""
    folder = resources.files("repo2docker.buildpacks.conda")
    text = (folder / f"environment.py-{version}-linux-64.lock").read_text("utf-8")
    found = re.findall(r"/([a-z_-]+)-(\d[\w.]*)-[^/]*\.conda", text)
    return {name: number for name, number in found if name in BASE}


def check_extensions(image: Image) -> None:
    """Stop if JupyterLab of the image lacks what draws the widget."""
    listed = image.run("which extensions JupyterLab has", ["jupyter", "labextension", "list"])
    for name in ("jupyter-vue ", "jupyter-vuetify ", "@jupyter-widgets/jupyterlab-manager "):
        if not re.search(rf"{re.escape(name)}.*enabled.*OK", listed):
            raise SystemExit(f"JupyterLab of the image lacks {name}:\n{listed}")


@contextmanager
def server(image: Image) -> Iterator[float]:
    """Start the image's server as a container does; give the seconds until it answered."""
    port = _free_port()
    entry = resources.files("repo2docker.buildpacks") / "repo2docker-entrypoint"
    # As in the image, but that only this machine may reach it, and root may start it.
    start = ["127.0.0.1" if word == "0.0.0.0" else word for word in image.command]  # noqa: S104
    options = [f"--port={port}", "--no-browser", "--allow-root", "--ServerApp.token="]
    command = [sys.executable, str(entry), *start, *options]
    begun = time.monotonic()
    with (
        (image.folder / "server.log").open("w") as log,
        subprocess.Popen(
            command, cwd=image.at, env=image.variables, stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK}", process)
            yield time.monotonic() - begun
        finally:
            process.terminate()


def quickstart(image: Image) -> dict[str, float]:
    """Run the quickstart under binder/start; return the seconds to the studio, and in all."""
    python = f"{image.variables['NB_PYTHON_PREFIX']}/bin/python"
    folder = str(image.at / "notebooks")
    command = [image.variables["R2D_ENTRYPOINT"], python, "-c", RUN_NOTEBOOK]
    said = image.run("the quickstart", [*command, str(image.at / NOTEBOOK), folder])
    ran = json.loads(said.splitlines()[-1])
    if ran["studio"] is None or not ran["keys"]:
        raise SystemExit(f"The quickstart showed no studio, or no key: {ran}")
    return dict(ran)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline and process.poll() is None:
        with (
            suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(address, timeout=30),  # noqa: S310 - our own
        ):
            return
        time.sleep(0.1)
    raise SystemExit("The server of the image did not answer; see server.log in the folder.")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _run(command: list[str], at: Path, variables: dict[str, str]) -> str:
    try:
        done = subprocess.run(
            command,
            cwd=at,
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise SystemExit(f"{' '.join(command[:6])} did not end in {LONGEST:.0f} s.") from error
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:6])} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


INSTRUCTIONS = {
    "ARG": set_default,
    "CMD": set_command,
    "COPY": copy,
    "ENV": set_variables,
    "RUN": run_step,
    "USER": become,
    "WORKDIR": go_to,
}
"""Each word of a Dockerfile that means something without a container."""


if __name__ == "__main__":
    main()
