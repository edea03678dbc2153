from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import heygen_widgets

LAZY = """
import socket, sys

def refuse(*args, **kwargs):
    raise AssertionError("import opened a socket")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
before = set(sys.modules)
import heygen_widgets
heavy = {"httpx", "PIL", "ipywidgets", "ipyvuetify", "traitlets", "starlette", "nest_asyncio",
         "nest_asyncio2", "asyncio", "sqlite3", "heygen_widgets.sandbox"}
print(sorted(heavy & (set(sys.modules) - before)))
"""


def run(code):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_public_names_are_sorted_and_unique():
    assert heygen_widgets.__all__ == sorted(set(heygen_widgets.__all__))


def test_every_public_name_has_a_module():
    assert set(heygen_widgets.__all__) == set(heygen_widgets._MODULE_OF)


@pytest.mark.parametrize("name", heygen_widgets.__all__)
def test_a_public_name_is_loaded_from_its_module(name):
    assert getattr(heygen_widgets, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'Avatar'"):
        _ = heygen_widgets.Avatar


def test_public_names_are_listed_for_completion():
    names = dir(heygen_widgets)
    assert [name for name in names if not name.startswith("__")] == heygen_widgets.__all__
    assert "__version__" in names


def test_importing_loads_no_heavy_package_and_opens_no_socket():
    assert run(LAZY) == "[]"


def test_the_client_loads_httpx_pillow_and_the_sandbox_only_when_used():
    code = (
        "import sys; from heygen_widgets import HeyGen; HeyGen('a-key'); "
        "print([m for m in ('httpx', 'PIL', 'ipywidgets', 'starlette', 'heygen_widgets.sandbox')"
        " if m in sys.modules])"
    )
    assert run(code) == "[]"


def test_a_widget_loads_nothing_slow_that_ipyvuetify_does_not_load_already():
    code = (
        "import sys, ipyvuetify; before = set(sys.modules); "
        "from heygen_widgets import AvatarStudio, AvatarSweep; "
        "slow = {'asyncio', 'httpx', 'PIL', 'sqlite3', 'heygen_widgets.client'}; "
        "print(sorted(slow & (set(sys.modules) - before)))"
    )
    assert run(code) == "[]"


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(heygen_widgets.__file__).read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    seen = {
        (alias.name, node.module)
        for node in imports
        if node.module.startswith("heygen_widgets.")
        for alias in node.names
    }
    assert seen == {
        (name, f"heygen_widgets.{home}") for name, home in heygen_widgets._MODULE_OF.items()
    }
