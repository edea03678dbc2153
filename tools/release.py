"""Make a release: check, write, build, tag. Nothing is published from here.

    python tools/release.py check 1.0.0            # what stands in the way, all of it
    python tools/release.py make 1.0.0             # commit, tag and dist/ (with --dry-run: none)
    python tools/release.py build --tag v1.0.0     # dist/ of what is checked out, for the workflow

A release is written and built in a worktree of its own: until all of it is right, the checkout and
its branch stay as they are. The version stands in pyproject.toml, and nowhere else.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.metadata import Metadata
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
BRANCH = "main"
UNRELEASED = "## Unreleased\n"
NAME = "heygen_widgets"
MODULES = f"{NAME}/widgets/static/*.mjs"
IN_SDIST = ("heygen_widgets", "frontend", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml")

_VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc)\d+)?")


class Stop(SystemExit):
    """Ends the command with all problems, one a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(["Not released:", *(f"- {problem}" for problem in problems)]))


def main(arguments: list[str] | None = None) -> None:
    """Carry out a command."""
    parser = argparse.ArgumentParser(description="Make a release; nothing is published.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("check", "make"):
        command = commands.add_parser(name)
        command.add_argument("version")
    command.add_argument("--dry-run", action="store_true", help="leave no commit, tag or dist/")
    commands.add_parser("build").add_argument("--tag", required=True)
    given = parser.parse_args(arguments)
    if given.command == "check":
        check(given.version)
    elif given.command == "make":
        make(given.version, is_dry=given.dry_run)
    else:
        build_tag(given.tag)


def check(version: str) -> None:
    """Stop, and say all that stands in the way of a release, if anything does."""
    problems = [
        *_version_problems(version),
        *_checkout_problems(),
        *_changelog_problems((ROOT / "CHANGELOG.md").read_text("utf-8")),
    ]
    if problems:
        raise Stop(problems)


def make(version: str, *, is_dry: bool) -> None:
    """Write, build and tag a release, or leave everything as it was."""
    check(version)
    with _worktree() as tree, tempfile.TemporaryDirectory() as built:
        notes = _write(tree, version)
        _git("commit", "--quiet", "--all", "--no-verify", f"--message=Release {version}", at=tree)
        commit = _git("rev-parse", "HEAD", at=tree)
        build(tree, Path(built), version)
        if is_dry:
            print(f"All of {version} could be made. This was a dry run: nothing was changed.")
            return
        _git("merge", "--quiet", "--ff-only", commit)
        # Verbatim: git takes a heading of Markdown for a comment.
        message = f"--message={NAME} {version}\n\n{notes}"
        _git("tag", "--annotate", "--cleanup=verbatim", f"v{version}", message, commit)
        _hand_over(Path(built))
    print(
        f"{version} is committed, tagged and built in dist/. Nothing is published: look at it, then"
        f"\n    git push origin {BRANCH} v{version}\nThe workflow of the tag publishes it."
    )


def build_tag(tag: str) -> None:
    """Build what is checked out into dist/, if its version is the tag's."""
    version = current_version(ROOT)
    if tag != f"v{version}":
        raise Stop([f"The tag is {tag}, and pyproject.toml says {version}."])
    with tempfile.TemporaryDirectory() as built:
        build(ROOT, Path(built), version)
        _hand_over(Path(built))


def build(tree: Path, output: Path, version: str) -> None:
    """Build the sdist of a clean tree, and the wheel from the sdist; stop if one lacks something.

    Args:
        tree: What to build.
        output: The folder for both.
        version: What they must be of.
    """
    # The same commit gives the same bytes.
    stamp = _git("log", "-1", "--format=%ct", at=tree)
    _hatch("sdist", tree, output, stamp)
    with tempfile.TemporaryDirectory() as unpacked:
        (archive,) = output.glob("*.tar.gz")
        with tarfile.open(archive) as sdist:
            sdist.extractall(unpacked, filter="data")
        (source,) = Path(unpacked).iterdir()
        _hatch("wheel", source, output, stamp)
    problems = artifact_problems(tree, output, version)
    if problems:
        raise Stop(problems)
    if importlib.util.find_spec("twine"):
        files = sorted(map(str, output.iterdir()))
        _run(sys.executable, "-m", "twine", "check", "--strict", *files, at=tree)


def artifact_problems(tree: Path, output: Path, version: str) -> list[str]:
    """Return what is wrong with the sdist and the wheel of a tree."""
    wheel, sdist = (
        output / f"{NAME}-{version}-py3-none-any.whl",
        output / f"{NAME}-{version}.tar.gz",
    )
    if sorted(output.iterdir()) != sorted([wheel, sdist]):
        return [f"Built was {', '.join(sorted(path.name for path in output.iterdir()))}."]
    with zipfile.ZipFile(wheel) as opened:
        in_wheel = set(opened.namelist())
        metadata = opened.read(f"{NAME}-{version}.dist-info/METADATA")
    with tarfile.open(sdist) as packed:
        in_sdist = {name.partition("/")[2] for name in packed.getnames()}
    package = _tracked(tree, NAME)
    modules = {path.relative_to(tree).as_posix() for path in tree.glob(MODULES)}
    return [
        *_missing("The wheel", package | modules, in_wheel),
        *_missing("The sdist", _tracked(tree, *IN_SDIST), in_sdist),
        *(["There is no built front end: run make frontend."] if not modules else []),
        *_metadata_problems(metadata, version),
    ]


def released(changelog: str, version: str, day: str) -> tuple[str, str]:
    """Return a changelog whose unreleased entries are of a version, and these entries."""
    before, _, after = changelog.partition(UNRELEASED)
    entries, mark, earlier = after.partition("\n## ")
    section = f"{UNRELEASED}\n## {version} - {day}\n{entries}{mark}{earlier}"
    return before + section, entries.strip()


def with_version(pyproject: str, version: str) -> str:
    """Return a pyproject.toml with another version."""
    return re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', pyproject, count=1)


def current_version(tree: Path) -> str:
    """Return the version of a tree."""
    project = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])


def _version_problems(version: str) -> list[str]:
    if not _VERSION.fullmatch(version) or str(wanted := Version(version)) != version:
        return [f"{version!r} is not a version, such as 1.2.0 or 1.2.0rc1."]
    tags = _git("tag", "--list", "v*").split()
    earlier = [Version(tag[1:]) for tag in tags if _VERSION.fullmatch(tag[1:])]
    newest = max([*earlier, Version(current_version(ROOT))])
    is_first = not earlier and wanted == newest
    return [] if wanted > newest or is_first else [f"{version} is not newer than {newest}."]


def _checkout_problems() -> list[str]:
    problems = []
    if (branch := _git("branch", "--show-current")) != BRANCH:
        problems.append(f"The branch is {branch or 'none'}, and releases are made on {BRANCH}.")
    if changed := _git("status", "--porcelain").splitlines():
        problems.append(f"Not committed: {', '.join(line[3:] for line in changed[:5])}.")
    upstream = _git("for-each-ref", "--format=%(upstream:short)", f"refs/heads/{BRANCH}")
    if upstream and _git("rev-list", f"HEAD..{upstream}"):
        problems.append(f"{upstream} has commits that are not here: pull them first.")
    return problems


def _changelog_problems(changelog: str) -> list[str]:
    if UNRELEASED not in changelog:
        return ["CHANGELOG.md has no section Unreleased."]
    _, entries = released(changelog, "", "")
    has_entry = any(line.startswith("- ") for line in entries.splitlines())
    return [] if has_entry else ["CHANGELOG.md has no entries under Unreleased."]


def _write(tree: Path, version: str) -> str:
    """Write the version and the changelog of a release, and return its entries."""
    changelog, project = tree / "CHANGELOG.md", tree / "pyproject.toml"
    today = datetime.now(UTC).date().isoformat()
    text, notes = released(changelog.read_text("utf-8"), version, today)
    changelog.write_text(text, "utf-8")
    project.write_text(with_version(project.read_text("utf-8"), version), "utf-8")
    if current_version(tree) != version:
        raise Stop(["pyproject.toml has no line for the version."])
    return notes


def _metadata_problems(data: bytes, version: str) -> list[str]:
    try:
        metadata = Metadata.from_email(data, validate=True)
    except ExceptionGroup as errors:
        return [f"The wheel's metadata: {error}." for error in errors.exceptions]
    problems = []
    if str(metadata.version) != version:
        problems.append(f"The wheel is of version {metadata.version}.")
    if metadata.description_content_type != "text/markdown" or not metadata.description:
        problems.append("The wheel's description is not the README.")
    return problems


def _missing(what: str, wanted: set[str], there: set[str]) -> list[str]:
    lost = sorted(wanted - there)
    return [f"{what} lacks {', '.join(lost[:5])} ({len(lost)} files)."] if lost else []


def _tracked(tree: Path, *paths: str) -> set[str]:
    return set(_git("ls-files", "--", *paths, at=tree).splitlines())


def _hand_over(built: Path) -> None:
    """Put what was built into an empty dist/: what lies there is what would be published."""
    dist = ROOT / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    dist.mkdir()
    for file in built.iterdir():
        shutil.copy(file, dist)


@contextmanager
def _worktree() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / NAME
        _git("worktree", "add", "--quiet", "--detach", str(tree), "HEAD")
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _hatch(target: str, source: Path, output: Path, stamp: str) -> None:
    command = (sys.executable, "-m", "hatchling", "build", "--target", target)
    _run(*command, "--directory", str(output), at=source, SOURCE_DATE_EPOCH=stamp)


def _git(*arguments: str, at: Path | None = None) -> str:
    return _run("git", *arguments, at=at or ROOT)


def _run(*command: str, at: Path, **variables: str) -> str:
    done = subprocess.run(
        command,
        cwd=at,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop([f"{' '.join(command[:4])} ended with {done.returncode}:\n{done.stdout}"])
    return done.stdout.rstrip()


if __name__ == "__main__":
    main()
