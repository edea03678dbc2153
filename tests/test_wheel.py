"""The tests run against the wheel that users get, and nothing is missing from it."""

from pathlib import Path

import heygen_widgets

CHECKOUT = Path(__file__).parents[1] / "heygen_widgets"
INSTALLED = Path(heygen_widgets.__file__).parent


def files(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    relative = {path.relative_to(folder): path for path in paths}
    return {
        name.as_posix(): path
        for name, path in relative.items()
        if "__pycache__" not in name.parts and not name.name.startswith(".")
    }


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
