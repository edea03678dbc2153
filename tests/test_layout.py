"""The tests mirror the package: who looks for a module's tests finds them under its name."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "heygen_widgets"
FRONTEND = TESTS.parent / "frontend"

FOLDERS = {
    "browser": "JupyterLab, Notebook 7 and Voilà",
    "contract": "the client against a server that was written from HeyGen's pages alone",
    "kernel": "real kernels",
    "matrix": "other kernels and interpreters",
    "reliability": "faults, kills and leaks, from the click to the history",
    "support": "what tests share",
    "typing": "types as users meet them",
}
"""Folders that cut across the package, and what each is about."""

FILES = {
    "widgets/studio/test_click_path.py": "the way of a click through the package",
    "runs/test_cancellation.py": "every verb of the client, cancelled at every turn of the loop",
    "avatars/test_cancellation.py": "what makes avatars, cancelled at every turn of the loop",
    "runs/test_arrivals.py": "pictures that arrive one by one, seen by a client",
    "widgets/studio/test_arrivals.py": "pictures that arrive one by one, seen on the screen",
    "history/test_steps.py": "what follows from pictures, as a history keeps it",
    "api/test_asgi_transport.py": "the way of http to an app in this process",
    "sandbox/faults/test_responses_over_port.py": "responses, seen by a socket",
    "sandbox/faults/test_responses_v2.py": "responses, seen by a client of v2",
    "sandbox/faults/test_responses_v3.py": "responses, seen by a client of v3",
    "sandbox/test_isolation.py": "what the sandbox imports",
    "sandbox/test_main.py": "__main__",
    "test_main.py": "__main__",
    "test_binder.py": "the demo's environment",
    "test_docs.py": "the pages in docs/, and where links lead",
    "test_docs_code.py": "the code in these pages",
    "test_reference.py": "whether docs/reference has every public name",
    "test_frontend.py": "the sources of the front end",
    "test_layout.py": "the tests themselves",
    "test_notebook_file.py": "what stays in a notebook",
    "test_notebooks.py": "the notebooks that we ship",
    "test_public_names.py": "__init__",
    "test_pythons.py": "the tests on other Pythons",
    "test_readme.py": "the README",
    "test_release.py": "releases, and the files that go with them",
    "test_wheel.py": "the wheel",
}
"""Files that stand for no one module of that name, and what each is about."""


def exists(*parts):
    at = PACKAGE.joinpath(*parts)
    return at.is_dir() or at.with_suffix(".py").is_file()


def mirrored():
    """Return the tests of folders that stand for one of the package, and those beside this one."""
    paths = [file.relative_to(TESTS) for file in sorted(TESTS.rglob("test_*.py"))]
    # A folder that stands for a module, as tests/client does, splits its tests by subject.
    return [p for p in paths if len(p.parts) == 1 or PACKAGE.joinpath(p.parts[0]).is_dir()]


def frontend_tests():
    folder = FRONTEND / "tests"
    return [file.relative_to(folder) for file in sorted(folder.rglob("*.test.ts"))]


def test_each_folder_stands_for_a_part_of_the_package_or_says_what_it_is_about():
    folders = {path.name for path in TESTS.iterdir() if next(path.rglob("*.py"), None)}
    unknown = {name for name in folders - FOLDERS.keys() if not exists(name)}
    assert unknown == set()
    assert FOLDERS.keys() <= folders


@pytest.mark.parametrize("path", mirrored(), ids=str)
def test_each_file_stands_beside_the_name_of_its_module_or_says_what_it_is_about(path):
    name = path.stem.removeprefix("test_")
    assert exists(*path.parts[:-1], name) != (path.as_posix() in FILES)


@pytest.mark.parametrize("path", frontend_tests(), ids=str)
def test_each_file_of_the_front_ends_tests_stands_beside_the_name_of_its_source(path):
    source = FRONTEND / "src" / path.parent / path.name.removesuffix(".test.ts")
    assert [s for s in (".vue", ".ts") if source.with_name(f"{source.name}{s}").is_file()]


def test_each_exception_is_there():
    assert [name for name in FILES if not (TESTS / name).is_file()] == []
