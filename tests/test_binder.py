"""The demo's environment: every direct dependency pinned, within the package's own ranges."""

import os
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def by_name(lines):
    requirements = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


PINS = by_name((BINDER / "requirements.txt").read_text().splitlines())
DIRECT = by_name(PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["demo"])


def test_pins_exactly_the_direct_dependencies():
    assert sorted(PINS) == sorted(DIRECT)


@pytest.mark.parametrize("name", PINS)
def test_a_pin_is_one_version_within_the_range(name):
    (pin,) = PINS[name].specifier
    assert pin.operator == "=="
    assert DIRECT[name].specifier.contains(pin.version)


def test_the_python_is_one_that_the_package_takes():
    version = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    assert Requirement(f"python{PROJECT['project']['requires-python']}").specifier.contains(version)


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_scripts_can_be_run(name):
    assert os.access(BINDER / name, os.X_OK)


def test_it_opens_the_quickstart_in_the_sandbox():
    assert "export HEYGEN_SANDBOX=1" in (BINDER / "start").read_text()
    assert "/lab/tree/notebooks/quickstart.ipynb" in (BINDER / "postBuild").read_text()
