import io

import pytest

from heygen_widgets.sweeps import progress
from heygen_widgets.sweeps.board import Cause
from heygen_widgets.sweeps.progress import Bar, Lines, Progress

HALF = Progress(
    cells=10, done=5, reused=1, running=2, failed=1, spent=7.0, budget=20, seconds_left=125
)
OVER = Progress(
    cells=10,
    done=9,
    unknown=1,
    is_over=True,
    message="It ended.",
    causes=(Cause("Lost.", "Look.", (3,)),),
)


class FakeBar:
    """What tqdm's bars can do, as far as it is used."""

    write = print

    def __init__(self, **options):
        self.options, self.n, self.said, self.is_closed = options, 0, "", False

    def set_postfix_str(self, text, **_options):
        self.said = text

    def close(self):
        self.is_closed = True


def test_it_says_how_far_it_got_and_what_it_costs():
    assert str(HALF) == (
        "5 of 10 cells done (1 reused), 2 running, 1 failed, $7.00 of $20.00 spent, "
        "about 2 min left"
    )
    assert HALF.open == 2
    assert not HALF.is_complete


def test_at_its_end_it_says_why_and_each_cause():
    assert OVER.words == ("9 of 10 cells done, 1 unknown, $0.00 spent.\nIt ended.\nLost. Look.")
    for text in ("It ended.", "Lost. Look."):
        assert text in OVER._repr_html_()


def test_in_the_sandbox_nothing_is_billed():
    said = str(Progress(cells=1, spent=1.0, budget=2.0, is_sandbox=True))
    assert "nothing billed (it would be $1.00 of $2.00 at HeyGen)" in said


def test_a_pause_is_told():
    assert str(Progress(cells=1, is_paused=True)).endswith("paused")


def test_lines_are_written_every_few_seconds_and_at_the_end():
    time, stream = [0.0], io.StringIO()
    lines = Lines(stream, lambda: time[0])
    for seconds in (0, 1, 4.9, 5, 6):
        time[0] = seconds
        lines(HALF)
    lines(OVER)
    written = stream.getvalue().splitlines()
    assert written == [str(HALF), str(HALF), *OVER.words.splitlines()]


class NotebookBar(FakeBar):
    container = "a box of ipywidgets"


def test_a_bar_of_tqdm_moves(capsys):
    bar = Bar(FakeBar)
    bar(HALF)
    assert bar._bar.n == 5
    assert bar._bar.said.startswith("2 running")
    bar(OVER)
    assert bar._bar.is_closed
    assert capsys.readouterr() == ("", "It ended.\nLost. Look.\n")


def test_a_bar_in_a_notebook_ends_with_words_that_are_no_error(capsys):
    bar = Bar(NotebookBar)
    bar(OVER)
    assert capsys.readouterr() == ("It ended.\nLost. Look.\n", "")


def test_without_tqdm_there_are_lines(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(progress.importlib, "import_module", missing)
    assert isinstance(progress.shown(), Lines)


def test_with_tqdm_there_is_a_bar():
    pytest.importorskip("tqdm")
    assert isinstance(progress.shown(), Bar)
