"""The docs say what is so: their generated parts, the tree, the walks, and where links lead."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from heygen_widgets.widgets.studio.run_state import RESTING, RUNNING, TO_REST, TRANSITIONS
from tests.support import generated_docs

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "heygen_widgets"
FRONTEND = ROOT / "frontend"
EXPLANATION = ROOT / "docs" / "explanation"
ARCHITECTURE = "".join(
    (EXPLANATION / f"{n}.md").read_text("utf-8") for n in ("architecture", "click")
)
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")])


def section(title):
    """Return what stands under a heading, up to the next of the same rank."""
    found = re.search(rf"^## {title}.*?\n(.*?)(?=^## |\Z)", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def entries_of_the_tree():
    """Yield depth, name and text of each line of the tree, with the lines that go on with it."""
    block = re.search(r"```text\n(.*?)```", section("The tree"), re.DOTALL)[1]
    for name, text in re.findall(r"^( {0,7}\S+)(.*\n(?: {8,}.*\n)*)", block, re.MULTILINE):
        yield (len(name) - len(name.lstrip())) // 2, name.strip(), " ".join(text.split())


def files_of_the_tree():
    """Return the files that the tree names, as paths from the root of the checkout."""
    folders, files = [], []
    for depth, name, text in entries_of_the_tree():
        del folders[depth:]
        if not name.endswith("/"):
            files.append(Path(*folders, name))
            continue
        folders.append(name)
        _, _, modules = text.partition(":")
        for module in re.sub(r"\(.*?\)", "", modules).split(","):
            if module.strip():
                file = module.strip() if "." in module else f"{module.strip()}.py"
                files.append(Path(*folders, file))
    return files


def files_that_are_there():
    """Return the sources; what a folder's `__init__` says, its own line says."""
    return {
        path.relative_to(ROOT)
        for path in [*PACKAGE.rglob("*"), *FRONTEND.glob("src/**/*")]
        if path.is_file()
        and "__pycache__" not in path.parts
        and (path.name != "__init__.py" or path.parent == PACKAGE)
    }


def steps_of_walks():
    """Return each numbered step of the three walks."""
    walks = [section(title) for title in ("A click", "A generation", "A price")]
    return [
        " ".join(step.split())
        for walk in walks
        for step in re.findall(r"^\d+\. (.*\n(?: {2,}.*\n)*)", walk, re.MULTILINE)
    ]


def located(name):
    """Return the path of a file that a walk names: in the package, or in the front end."""
    return (ROOT if name.startswith("frontend/") else PACKAGE) / name


def names_in(path):
    """Return what a file defines: functions, classes with their methods and fields, constants."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"\w+", text))
    names = set()
    for node in ast.parse(text).body:
        names |= set(defined_by(node))
        if isinstance(node, ast.ClassDef):
            inner = {name for statement in node.body for name in defined_by(statement)}
            names |= inner | {f"{node.name}.{name}" for name in inner}
    return names


def defined_by(statement):
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.AnnAssign):
        yield ast.unparse(statement.target)
    elif isinstance(statement, ast.Assign):
        yield from map(ast.unparse, statement.targets)


def anchors_of(page):
    """Return what GitHub calls the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", generated_docs.PARTS)
def test_the_generated_parts_are_up_to_date(name):
    text = (ROOT / "docs" / name).read_text("utf-8")
    assert generated_docs.written(text, generated_docs.PARTS[name]) == text, "run make generated"


def test_the_tree_names_every_source_once_and_no_other():
    assert sorted(files_of_the_tree()) == sorted(files_that_are_there())


def test_the_tree_says_what_each_folder_is():
    assert all(text for _, name, text in entries_of_the_tree() if name != "heygen_widgets/")


def test_the_tree_lists_folders_in_the_order_in_which_they_may_import():
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(each["layers"] for each in linter["contracts"] if each["type"] == "layers")
    order = [name.partition(".")[2] for layer in layers for name in layer.split(" | ")]
    tops = [name for depth, name, _ in entries_of_the_tree() if depth == 1]
    named = [name.strip("/").removesuffix(".py") for name in tops]
    assert [name for name in named if name in order] == order


def test_each_walk_has_steps():
    assert len(steps_of_walks()) > 20


@pytest.mark.parametrize("step", steps_of_walks())
def test_a_step_of_a_walk_names_files_that_are_there_and_what_they_define(step):
    where, _, what = step.partition(": ")
    files = [located(name) for name in re.findall(r"`([^`]+)`", where)]
    assert files
    assert [file for file in files if not file.is_file()] == []
    quoted = re.findall(r"`([^`]+)`", what)
    others = [name for name in quoted if re.search(r"\.(py|vue|ts|json)$", name)]
    beside = files[0].parent
    assert [n for n in others if not ((beside / n).is_file() or located(n).is_file())] == []
    for file in files:
        assert set(quoted) - set(others) <= names_in(file)


def test_the_picture_draws_every_change_of_the_state_of_a_studio_and_no_other():
    drawn = {
        (source, event, target)
        for source, target, events in re.findall(
            r"^ +(\w+) --> (\w+): (.*)$", generated_docs.state_diagram(), re.MULTILINE
        )
        for event in events.split(", ")
    }
    changes = set()
    for phase, targets in TRANSITIONS.items():
        for event, target in targets.items():
            source = "rest" if phase in RESTING else phase.value
            end = "rest" if target == TO_REST else str(target)
            # One arrow stands for all phases of the box in which no run goes on.
            if phase not in RUNNING and end in set(RUNNING):
                source = "no_run"
            if phase in RUNNING and end not in set(RUNNING):
                end = "no_run"
            changes |= {(source, event.value, end)} if source != end else set()
    assert drawn == changes


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_in_the_checkout_leads_somewhere(file):
    lost = []
    for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text("utf-8")):
        if re.match(r"\w+:", link):
            continue
        target, _, anchor = link.partition("#")
        led = (file.parent / target) if target else file
        if not led.exists() or (anchor and anchor not in anchors_of(led)):
            lost.append(link)
    assert lost == []


def test_every_test_that_a_page_names_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (EXPLANATION / "reliability.md").read_text())
    assert len(named) > 20
    assert [name for file, name in named if f"def {name}(" not in (ROOT / file).read_text()] == []
