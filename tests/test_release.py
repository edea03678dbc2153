"""A release, made in a temporary clone; and the files that go with one."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("release", ROOT / "tools" / "release.py")
release = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(release)

VERSION = "9.9.0"
GENERATED = shutil.ignore_patterns(
    ".git", ".venv*", "node_modules", "__pycache__", ".*_cache", "dist", "build", "test-results"
)
READ_BY_OTHERS = [*sorted(ROOT.glob(".github/**/*.yml")), ROOT / "CITATION.cff"]
SCHEMAS = {
    "CITATION.cff": "citation-file-format",
    "config.yml": "github-issue-config",
    "dependabot.yml": "dependabot",
    "fault.yml": "github-issue-forms",
    "wish.yml": "github-issue-forms",
}
"""Which schema a file keeps to; the others are workflows."""
CHANGELOG = """# Changelog

## Unreleased

### Added

- Something.

## 1.0.0 - 2026-01-01

- Before.
"""


def git(clone, *arguments):
    done = subprocess.run(
        ["git", *arguments], cwd=clone, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def released_by(clone, *arguments):
    command = [sys.executable, "tools/release.py", *arguments]
    return subprocess.run(
        command, cwd=clone, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A repository with what is in this checkout, on main."""
    folder = tmp_path_factory.mktemp("origin") / "heygen_widgets"
    shutil.copytree(ROOT, folder, ignore=GENERATED)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    with pytest.MonkeyPatch.context() as patch:
        set_names(patch)
        git(folder, "commit", "--quiet", "--no-verify", "--message=All")
    return folder


@pytest.fixture
def clone(origin, tmp_path, monkeypatch):
    set_names(monkeypatch)
    git(tmp_path, "clone", "--quiet", "--no-hardlinks", str(origin), "clone")
    return tmp_path / "clone"


def set_names(monkeypatch):
    """Let git commit where the machine has no name of a user, and read no settings of theirs."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Iris")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "iris@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


def test_a_release_is_committed_tagged_and_built_and_not_published(clone):
    before = git(clone, "rev-parse", "origin/main")
    done = released_by(clone, "make", VERSION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"git push origin main v{VERSION}" in done.stdout
    assert git(clone, "rev-parse", f"v{VERSION}^{{commit}}") == git(clone, "rev-parse", "main")
    assert git(clone, "diff", "--name-only", "main~1", "main").split() == [
        "CHANGELOG.md",
        "pyproject.toml",
    ]
    assert git(clone, "status", "--porcelain") == ""
    assert git(clone, "worktree", "list").count("\n") == 0
    assert re.search(
        rf"## Unreleased\n\n## {VERSION} - \d{{4}}-", (clone / "CHANGELOG.md").read_text()
    )
    assert release.current_version(clone) == VERSION
    assert "### Added" in git(clone, "tag", "--list", "--format=%(contents)", f"v{VERSION}")
    assert git(clone, "ls-remote", "origin", "main").split()[0] == before
    assert_built(clone / "dist")
    # The changelog has nothing new now, and the version is taken.
    again = released_by(clone, "check", VERSION)
    assert again.returncode == 1
    assert f"{VERSION} is not newer than {VERSION}" in again.stderr
    assert "no entries under Unreleased" in again.stderr


def assert_built(dist):
    wheel, sdist = dist / f"heygen_widgets-{VERSION}-py3-none-any.whl", next(dist.glob("*.tar.gz"))
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
        assert f"Version: {VERSION}\n" in opened.read(
            f"heygen_widgets-{VERSION}.dist-info/METADATA"
        ).decode("utf-8")
    assert "heygen_widgets/widgets/static/heygen-widgets.mjs" in names
    assert not [name for name in names if name.startswith(("tests", "frontend", "tools"))]
    with tarfile.open(sdist) as opened:
        assert f"heygen_widgets-{VERSION}/frontend/src/main.ts" in opened.getnames()


def test_a_dry_run_builds_all_of_it_and_leaves_nothing(clone):
    head = git(clone, "rev-parse", "HEAD")
    done = released_by(clone, "make", VERSION, "--dry-run")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing was changed" in done.stdout
    assert git(clone, "rev-parse", "HEAD") == head
    assert git(clone, "tag") == git(clone, "status", "--porcelain") == ""
    assert not (clone / "dist").exists()


def test_a_release_that_cannot_be_built_leaves_the_checkout_as_it_was(clone):
    git(clone, "rm", "--quiet", "-r", "heygen_widgets/widgets/static")
    git(clone, "commit", "--quiet", "--message=Break it")
    head = git(clone, "rev-parse", "HEAD")
    done = released_by(clone, "make", VERSION)
    assert done.returncode == 1
    assert "There is no built front end: run make frontend." in done.stderr
    assert git(clone, "rev-parse", "HEAD") == head
    assert git(clone, "tag") == ""
    assert git(clone, "worktree", "list").count("\n") == 0


def test_all_that_stands_in_the_way_is_said_at_once(clone):
    git(clone, "checkout", "--quiet", "-b", "feature")
    (clone / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n## 1.0.0\n\n- Before.\n")
    done = released_by(clone, "check", "0.0.1")
    assert done.returncode == 1
    for problem in ("is not newer than", "The branch is feature", "Not committed: CHANGELOG.md"):
        assert problem in done.stderr
    assert "no entries under Unreleased" in done.stderr


def test_commits_of_others_come_first(clone):
    git(clone, "commit", "--quiet", "--allow-empty", "--message=Theirs")
    git(clone, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(clone, "reset", "--quiet", "--hard", "HEAD~1")
    assert "pull them first" in released_by(clone, "check", VERSION).stderr


@pytest.mark.parametrize("version", ["1", "new", "1.0.0.dev1", "1.0.0+local", "v1.0.0", "01.0.0"])
def test_what_is_no_plain_version_is_refused(version):
    (problem,) = release._version_problems(version)
    assert "is not a version" in problem


def test_the_workflow_builds_only_what_its_tag_names(clone):
    assert "pyproject.toml says" in released_by(clone, "build", f"--tag=v{VERSION}").stderr


def test_the_unreleased_entries_become_a_section():
    text, notes = release.released(CHANGELOG, "1.1.0", "2026-11-27")
    assert text == CHANGELOG.replace(
        "## Unreleased\n", "## Unreleased\n\n## 1.1.0 - 2026-11-27\n", 1
    )
    assert notes == "### Added\n\n- Something."


def test_the_first_section_of_a_changelog_is_made_too():
    text, notes = release.released("# C\n\n## Unreleased\n\n- A.\n", "0.1.0", "2026-11-27")
    assert text == "# C\n\n## Unreleased\n\n## 0.1.0 - 2026-11-27\n\n- A.\n"
    assert notes == "- A."


def test_the_version_stands_in_one_place():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    others = [
        *ROOT.glob("*.cff"),
        *ROOT.glob("heygen_widgets/*.py"),
        ROOT / "frontend/package.json",
    ]
    assert [path.name for path in others if f'"{version}"' in path.read_text("utf-8")] == []
    assert "version" not in yaml.safe_load((ROOT / "CITATION.cff").read_text())


def linted(makefile):
    """Return the commands of `make lint`, without where their programs are."""
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    return {without(line, "$(TEST)/bin/", "$(NPM)") for line in recipe.splitlines()}


def without(command, *parts):
    for part in parts:
        command = command.replace(part, "")
    return command.strip()


def test_pre_commit_runs_what_make_lint_runs():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    entries = {without(hook["entry"], ".venv-test/bin/", "tools/npm") for hook in hooks}
    assert entries == linted((ROOT / "Makefile").read_text())


@pytest.mark.parametrize("path", READ_BY_OTHERS, ids=lambda path: path.name)
def test_what_only_others_read_is_as_they_expect_it(path):
    schema = f"vendor.{SCHEMAS.get(path.name, 'github-workflows')}"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_template_for_faults_asks_for_the_doctor():
    template = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/fault.yml").read_text())
    (field,) = [each for each in template["body"] if each.get("id") == "doctor"]
    assert "python -m heygen_widgets doctor" in field["attributes"]["description"]
    assert field["validations"]["required"]


def test_only_a_tag_publishes_and_with_no_secret():
    text = (ROOT / ".github/workflows/release.yml").read_text()
    workflow = yaml.safe_load(text)
    # YAML reads the key `on` as true.
    assert workflow[True] == {"push": {"tags": ["v*"]}}
    publish = workflow["jobs"]["publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert "secrets." not in text
    assert set(publish["needs"]) == {"test", "build"}


def test_ci_is_one_script():
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text())["jobs"]
    assert [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step] == [
        ".ci/run"
    ]


def test_a_citation_names_what_a_citation_needs():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert {"cff-version", "message", "title", "type", "authors", "license"} <= citation.keys()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert citation["license"] == project["license"]
