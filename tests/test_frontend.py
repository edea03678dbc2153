"""The sources of the front end: small, and the same for all who build them."""

import json
import re
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[1] / "frontend"
SOURCES = sorted(path for path in (FRONTEND / "src").rglob("*") if path.is_file())
PACKAGES = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]

MOST_CSS = 200
"""Lines of style that are our own: Vuetify's components bring theirs."""
MOST_CSS_OF_THE_MATRIX = 90


def style_of(path):
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        return text
    return "".join(re.findall(r"^<style.*?>\n(.*?)^</style>", text, re.MULTILINE | re.DOTALL))


def lines_of_style(*, matrix):
    found = [path for path in SOURCES if (path.parent.name == "sweep") is matrix]
    return sum(len(style_of(path).splitlines()) for path in found)


def test_our_own_style_is_under_200_lines():
    assert lines_of_style(matrix=False) < MOST_CSS


def test_the_matrix_which_has_no_component_of_vuetify_has_under_90_lines_of_its_own():
    assert lines_of_style(matrix=True) < MOST_CSS_OF_THE_MATRIX


@pytest.mark.parametrize("folder", ["frontend", "tests/thirdparty"])
def test_the_lock_file_names_versions_and_hashes_and_no_places(folder):
    lock = json.loads((FRONTEND.parent / folder / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_the_lock_file_has_the_compilers_of_all_systems():
    assert {
        "node_modules/@esbuild/darwin-arm64",
        "node_modules/@esbuild/linux-x64",
        "node_modules/@esbuild/win32-x64",
        "node_modules/@rollup/rollup-darwin-arm64",
        "node_modules/@rollup/rollup-linux-x64-gnu",
        "node_modules/@rollup/rollup-linux-x64-musl",
        "node_modules/@rollup/rollup-win32-x64-msvc",
    } <= PACKAGES.keys()


def test_nothing_of_others_comes_with_the_module():
    manifest = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    assert "dependencies" not in manifest
