import subprocess
import sys

import pytest

from heygen_widgets.__main__ import main


def test_without_a_command_it_says_which_there_are(capsys):
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "usage: python -m heygen_widgets" in capsys.readouterr().err


def test_its_help_names_the_commands():
    command = [sys.executable, "-m", "heygen_widgets", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "sweep" in done.stdout
