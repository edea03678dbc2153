"""The tests run against the wheel that users get; nothing is missing from it or the sdist."""

import subprocess
import sys
import tarfile
from pathlib import Path

import heygen_widgets

ROOT = Path(__file__).parents[1]
CHECKOUT = ROOT / "heygen_widgets"
INSTALLED = Path(heygen_widgets.__file__).parent


def files(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    relative = {path.relative_to(folder): path for path in paths}
    return {
        name.as_posix(): path
        for name, path in relative.items()
        if "__pycache__" not in name.parts and not name.name.startswith(".")
    }


def sources_of_the_front_end():
    top = [path for path in (ROOT / "frontend").iterdir() if path.name != "node_modules"]
    paths = [path for each in top for path in [each, *each.rglob("*")] if path.is_file()]
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_the_package_under_test_is_not_the_checkout():
    assert INSTALLED.resolve() != CHECKOUT.resolve(), "run `make test`, which tests the wheel"


def test_the_wheel_holds_every_file_of_the_package():
    assert sorted(files(INSTALLED)) == sorted(files(CHECKOUT))


def test_the_wheel_is_of_the_present_checkout():
    installed = files(INSTALLED)
    stale = [
        name
        for name, path in files(CHECKOUT).items()
        if name in installed and path.read_bytes() != installed[name].read_bytes()
    ]
    assert stale == []


def test_the_sdist_holds_the_package_and_the_sources_of_its_front_end(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist"]
    subprocess.run([*command, "--directory", tmp_path], cwd=ROOT, check=True, timeout=60)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    package = {f"heygen_widgets/{name}" for name in files(CHECKOUT)}
    assert {name for name in names if name.startswith("heygen_widgets/")} == package
    assert {name for name in names if "frontend/" in name} == sources_of_the_front_end()
