"""Find a Chromium for the tests, or install one where none is found.

`python tests/support/browser/chromium.py` prints its path. In this order: the one that
HEYGEN_WIDGETS_CHROMIUM names, the system's, Playwright's own, a fresh download by Playwright,
and on Debian and Ubuntu the distribution's package.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

VARIABLE = "HEYGEN_WIDGETS_CHROMIUM"
ARGUMENTS = [
    "--no-sandbox",  # root has no other way, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
)
MAC_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
ADVICE = f"""\
No Chromium was found, and none could be installed (see above). Either
  - install Chromium or Google Chrome with your system's package manager, or
  - run: {sys.executable} -m playwright install --with-deps chromium, or
  - name the program of one: {VARIABLE}=/path/to/chromium make test
"""


class NoBrowserError(Exception):
    """No browser is there and none could be installed; the message says what to do."""


def find() -> str:
    """Return the path of a Chromium that starts; install one if there is none."""
    if named := os.environ.get(VARIABLE):
        if starts(named):
            return named
        raise NoBrowserError(f"{VARIABLE} names {named!r}, which is not a browser that starts.")
    found = find_installed()
    for install in (download, add_libraries, install_package):
        if found:
            return found
        if install():
            found = find_installed()
    if found:
        return found
    raise NoBrowserError(ADVICE)


def find_installed() -> str | None:
    """Return the path of a Chromium that is there already and starts."""
    for find_one in (find_system, find_playwright):
        if found := find_one():
            return found
    return None


def find_system() -> str | None:
    """Return the system's Chromium, Chrome or Edge."""
    candidates = [path for name in COMMANDS if (path := shutil.which(name))]
    if sys.platform == "darwin":
        candidates += MAC_APPLICATIONS
    return next((path for path in candidates if starts(path)), None)


def find_playwright() -> str | None:
    """Return the Chromium that Playwright has downloaded before."""
    # In a process of its own: asking starts an event loop, and pytest may be running one.
    path = _output([sys.executable, "-c", ASK_PLAYWRIGHT])
    return path if path and starts(path) else None


def starts(path: str) -> bool:
    """Say whether the program starts: a download can lack the libraries that it needs."""
    return Path(path).is_file() and _output([path, "--version"]) is not None


def download() -> bool:
    """Let Playwright download its Chromium."""
    return _attempt(
        "Downloading Chromium with Playwright",
        [sys.executable, "-m", "playwright", "install", "chromium"],
    )


def add_libraries() -> bool:
    """Install the system libraries for a Chromium that was downloaded but doesn't start."""
    path = _output([sys.executable, "-c", ASK_PLAYWRIGHT])
    if not path or not Path(path).is_file():
        return False
    return _as_root(
        "Installing the libraries that Chromium needs",
        [sys.executable, "-m", "playwright", "install-deps", "chromium"],
    )


def install_package() -> bool:
    """Install the distribution's Chromium, on Debian and its descendants."""
    if not shutil.which("apt-get"):
        return False
    return _as_root("Updating the package lists", ["apt-get", "update"]) and _as_root(
        "Installing the distribution's Chromium", ["apt-get", "install", "--yes", "chromium"]
    )


def _as_root(what: str, command: list[str]) -> bool:
    if os.geteuid() == 0:
        return _attempt(what, ["env", "DEBIAN_FRONTEND=noninteractive", *command])
    # Only where sudo asks for no password: nothing here may wait for a person.
    if shutil.which("sudo") and _output(["sudo", "--non-interactive", "true"]) is not None:
        sudo = ["sudo", "--non-interactive", "env", "DEBIAN_FRONTEND=noninteractive"]
        return _attempt(what, [*sudo, *command])
    return False


def _attempt(what: str, command: list[str], timeout: float = 600) -> bool:
    # On stderr, like the command's output: stdout is for the path alone.
    print(f"{what}: {' '.join(command)}", file=sys.stderr, flush=True)  # noqa: T201 - a script
    try:
        code = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=timeout, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a script
        return False
    return code == 0


def _output(command: list[str], timeout: float = 60) -> str | None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def main(write: Callable[[str], object] = print) -> int:
    """Print the path of the browser, or what to do."""
    try:
        write(find())
    except NoBrowserError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a script
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
