from __future__ import annotations

import platform
from importlib import metadata

import pytest

from heygen_widgets.doctor import versions
from heygen_widgets.doctor.versions import look_at_versions


@pytest.fixture
def needs(monkeypatch):
    """Let the package need what is given."""

    def change(*requirements):
        monkeypatch.setattr(metadata, "requires", lambda _: list(requirements))

    return change


def test_it_names_python_the_kernel_and_what_draws():
    rows = dict(look_at_versions().rows)
    assert platform.python_version() in rows["Python"]
    for name in ("ipykernel", "ipywidgets", "ipyvuetify", "httpx"):
        assert rows[name] == metadata.version(name)


def test_what_is_only_useful_is_named_if_it_is_there(monkeypatch):
    monkeypatch.setattr(versions, "OPTIONAL", ("no-such-package", "packaging"))
    rows = dict(look_at_versions().rows)
    assert rows["packaging"] == metadata.version("packaging")
    assert "no-such-package" not in rows


def test_the_versions_that_the_tests_run_with_are_fine():
    assert look_at_versions().faults == ()


def test_a_version_outside_the_range_is_wrong(needs):
    needs("httpx<0.1", "tenacity>=9", "choix>=99; extra == 'ranking'")
    (fault,) = look_at_versions().faults
    assert f"httpx {metadata.version('httpx')} is installed; needed is httpx<0.1." in fault.what
    assert "pip install 'httpx<0.1'" in fault.advice


def test_a_package_that_is_missing_is_wrong(needs):
    needs("no-such-package>=1")
    section = look_at_versions()
    assert "no-such-package is not installed" in section.faults[0].what
    assert dict(section.rows)["no-such-package"] == "not installed here"


def test_a_checkout_that_is_not_installed_is_named(monkeypatch):
    def refuse(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", refuse)
    monkeypatch.setattr(metadata, "version", refuse)
    section = look_at_versions()
    assert dict(section.rows)["heygen_widgets"] == "from a checkout, not installed"
    assert section.faults == ()
