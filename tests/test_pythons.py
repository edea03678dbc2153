"""What `make matrix` runs on each Python; the runs themselves are no part of `make test`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SPEC = importlib.util.spec_from_file_location("matrix", ROOT / "tools" / "matrix.py")
matrix = importlib.util.module_from_spec(SPEC)
sys.modules["matrix"] = matrix  # its dataclass looks there for its module
SPEC.loader.exec_module(matrix)

THIS = f"{sys.version_info[0]}.{sys.version_info[1]}"


def test_each_supported_python_is_tested():
    assert matrix.supported() == matrix.PYTHONS


@pytest.mark.parametrize("path", matrix.QUICK)
def test_what_the_quick_part_names_is_there(path):
    assert (ROOT / path).exists()


def test_a_python_that_is_here_is_found():
    assert matrix.is_of(THIS, matrix.find_python(THIS))


def test_a_program_that_is_no_python_is_not_taken(tmp_path):
    shim = tmp_path / "python3.14"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert not matrix.is_of("3.14", str(shim))


def test_a_python_that_cannot_be_had_is_skipped_in_words():
    result = matrix.tested("3.14", "", matrix.NEWEST, None)
    assert not result.has_failed
    assert "skipped: it is not on this machine" in matrix.table([result])[1]
