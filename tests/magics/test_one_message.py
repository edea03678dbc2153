import pytest

from heygen_widgets import BudgetExceeded
from heygen_widgets.magics.one_message import one_message


def test_an_error_of_ours_is_shown_as_its_name_and_words(shell, capsys):
    shell.user_ns.update(one_message=one_message, BudgetExceeded=BudgetExceeded)
    shell.run_cell("with one_message():\n    raise BudgetExceeded('Too much.')")
    said = capsys.readouterr().out
    assert said.startswith("BudgetExceeded: Too much. Nothing was sent")
    assert said.count("\n") == 1


def test_an_error_of_ours_is_still_raised():
    with pytest.raises(BudgetExceeded), one_message():
        raise BudgetExceeded("Too much.")


def test_any_other_error_keeps_its_traceback(shell, capsys):
    shell.user_ns.update(one_message=one_message)
    shell.run_cell("with one_message():\n    1 / 0")
    assert "Traceback" in capsys.readouterr().out
