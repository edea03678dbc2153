"""Which versions are installed here, and which of them the package can't work with."""

from __future__ import annotations

import importlib.util
import platform
import re
import sys
from importlib import metadata

from heygen_widgets.doctor.section import Section
from heygen_widgets.errors import ConfigurationError

PACKAGE = "heygen-widgets"
CORE = ("ipywidgets", "ipyvue", "ipyvuetify", "httpx", "pillow")
"""What a report names in any case, from a checkout as well."""
HOSTS = ("ipykernel", "ipython", "jupyterlab", "notebook", "voila", "nbclient")
"""What opens or runs notebooks. It may be installed in another environment than this one."""
OPTIONAL = ("keyring", "pandas", "pyarrow", "tqdm", "choix", "nest-asyncio2", "socksio")
"""What the package uses where it is installed."""

_ABSENT = "not installed here"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def look_at_versions() -> Section:
    """Return the versions of Python, of the package and of what it works with."""
    required = _required()
    names = dict.fromkeys((*CORE, *required, *HOSTS))
    rows = [
        ("heygen_widgets", installed(PACKAGE) or "from a checkout, not installed"),
        ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("System", f"{platform.system()} {platform.release()} ({platform.machine()})"),
        *((name, installed(name) or _ABSENT) for name in names),
        *((name, version) for name in OPTIONAL if (version := installed(name))),
    ]
    faults = [fault for name, text in required.items() if (fault := _fault(name, text))]
    return Section("Versions", tuple(rows), tuple(faults))


def installed(name: str) -> str:
    """Return the version of a distribution; empty if it is not installed here."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _required() -> dict[str, str]:
    """Return what the package needs: the name of each distribution, and the requirement."""
    try:
        requirements = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return {}
    always = [text for text in requirements if "extra ==" not in text]
    return {found[0].lower(): text for text in always if (found := _NAME.match(text))}


def _fault(name: str, requirement: str) -> ConfigurationError | None:
    """Return what is wrong with a package that is needed; None if nothing is."""
    version = installed(name)
    advice = f"Run `{sys.executable} -m pip install '{requirement}'`, and restart the kernel."
    if not version:
        return ConfigurationError(f"The package {name} is not installed in this Python.", advice)
    if _is_allowed(version, requirement):
        return None
    return ConfigurationError(f"{name} {version} is installed; needed is {requirement}.", advice)


def _is_allowed(version: str, requirement: str) -> bool:
    # Jupyter brings it; the package itself doesn't need it.
    if importlib.util.find_spec("packaging") is None:
        return True
    from packaging.requirements import Requirement  # noqa: PLC0415 - optional

    return Requirement(requirement).specifier.contains(version, prereleases=True)
