"""The demo's environment: every direct dependency pinned, within the package's own ranges."""

import importlib
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


DOCKERFILE = """
FROM ubuntu
ENV LC_ALL=en_US.UTF-8 \\
    LANG=en_US.UTF-8
ARG NB_USER
ENV USER=${NB_USER} \\
    HOME=/home/${NB_USER}
# A comment that says RUN false.
RUN apt-get -qq update && \\
    apt-get -qq purge
ENV APP_BASE=/srv
ENV PREFIX=${APP_BASE}/conda
ARG REPO_DIR=${HOME}
WORKDIR ${REPO_DIR}
COPY --chown=0:0 src/binder/requirements.txt ${REPO_DIR}/binder/requirements.txt
USER ${NB_USER}
RUN echo "$PREFIX" >binder/seen && \\
    test -f binder/requirements.txt
CMD ["jupyter", "notebook"]
"""


@pytest.fixture
def binder(monkeypatch):
    """The script behind `make binder`."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    return importlib.import_module("binder")


def test_a_dockerfile_is_carried_out_in_a_folder_but_for_the_steps_of_root(binder, tmp_path):
    image = binder.built(DOCKERFILE, tmp_path)
    assert image.at == tmp_path / "home"
    assert (image.at / "binder/seen").read_text() == f"{tmp_path}/srv/conda\n"
    assert image.left_out == ["apt-get -qq update"]
    assert image.command == ["jupyter", "notebook"]
    assert image.variables["LC_ALL"] == "C.UTF-8"


def test_a_step_that_fails_ends_it_with_what_it_said(binder, tmp_path):
    failing = DOCKERFILE.replace("test -f binder/requirements.txt", "echo no such thing && false")
    with pytest.raises(SystemExit, match="no such thing"):
        binder.built(failing, tmp_path)


def test_an_image_has_none_of_the_users_settings(binder, tmp_path, monkeypatch):
    monkeypatch.setenv("HEYGEN_API_KEY", "sk-0123456789abcdef")
    assert "HEYGEN_API_KEY" not in binder.built(DOCKERFILE, tmp_path).variables
