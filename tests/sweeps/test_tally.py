from heygen_widgets.sweeps.tally import Tally


def test_a_tie_is_half_a_win_of_each():
    tally = Tally(("a", "b", "c"))
    tally.note("a", "b", "left")
    tally.note("a", "b", "right")
    tally.note("b", "a", "tie")
    assert (tally.won("a"), tally.won("b"), tally.won("c")) == (1.5, 1.5, 0)
    assert (tally.of("a"), tally.of("c"), tally.number, tally.ties) == (3, 0, 3, 1)


def test_the_more_is_known_the_less_is_in_doubt():
    tally = Tally(("a", "b"))
    doubts = [tally.doubt("a", "b")]
    for _ in range(3):
        tally.note("a", "b", "left")
        doubts.append(tally.doubt("a", "b"))
    assert doubts == sorted(doubts, reverse=True)
    assert tally.doubt("a", "b") == tally.doubt("b", "a")


def test_of_two_values_that_were_not_compared_those_are_in_doubt_of_which_least_is_known():
    tally = Tally(("a", "b", "c", "d"))
    for other in ("b", "c"):
        tally.note("a", other, "left")
    assert tally.doubt("d", "c") > tally.doubt("b", "c") > tally.doubt("a", "b")
