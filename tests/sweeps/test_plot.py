"""What came out of a sweep as a plot."""

import sys

import pytest

from heygen_widgets import ConfigurationError
from heygen_widgets.sweeps.plot import Plot
from heygen_widgets.sweeps.summary import Summary, ValueSum


def a_sum(value, **changes):
    given = {
        "axis": "style",
        "value": value,
        "pictures": 8,
        "favourites": 2,
        "favourites_interval": (0.07, 0.59),
        "rated": 0,
        "rating": None,
        "rating_interval": None,
        "compared": 0,
        "wins": 0.0,
        "wins_interval": None,
    }
    return ValueSum(**given | changes)


COMPARED = {"compared": 4, "wins": 3.0, "wins_interval": (0.3, 0.95)}


def test_it_shows_what_was_preferred_where_something_was_compared():
    plot = Plot(Summary([a_sum("Noir", **COMPARED), a_sum("Pixar")]))
    html = plot._repr_html_()
    assert plot.measure == "wins"
    assert ("Noir" in html, "Pixar" in html, "75%" in html) == (True, False, True)


def test_it_shows_favourites_where_nothing_else_is_known():
    plot = Plot(Summary([a_sum("Noir"), a_sum("", favourites=0, favourites_interval=(0, 0.3))]))
    html = plot._repr_html_()
    assert plot.measure == "favourites"
    assert html.count("<circle") == 2
    assert "(nothing)" in html


def test_it_shows_ratings_on_their_own_scale():
    plot = Plot(Summary([a_sum("Noir", rated=1, rating=5.0)]), "rating")
    assert plot.ends == (1, 5)
    assert "5.0" in plot._repr_html_()


@pytest.mark.parametrize(
    ("measure", "scale"), [("wins", ["0%", "50%", "100%"]), ("rating", ["1", "3", "5"])]
)
def test_its_scale_is_drawn(measure, scale):
    plot = Plot(Summary([a_sum("Noir", rated=1, rating=4.2, **COMPARED)]), measure)
    html = plot._repr_html_()
    assert all(f">{text}</text>" in html for text in scale)
    assert "Plot of 1 value" in repr(plot)


def test_words_of_a_prompt_are_no_markup():
    assert "<b>" not in Plot(Summary([a_sum("<b>hat</b>")]))._repr_html_()


def test_with_nothing_to_plot_it_says_so():
    assert "nothing to plot" in Plot(Summary([a_sum("Noir")]), "wins")._repr_html_()


def test_a_measure_that_there_is_not_is_refused():
    with pytest.raises(ConfigurationError, match="did you mean wins"):
        Plot(Summary([]), "win")


def test_without_matplotlib_a_figure_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(ConfigurationError, match="pip install matplotlib"):
        Plot(Summary([a_sum("Noir")])).figure()


def test_a_figure_has_a_plot_for_each_axis():
    pytest.importorskip("matplotlib")
    figure = Plot(Summary([a_sum("Noir"), a_sum("Pixar"), a_sum("a cap", axis="hat")])).figure()
    assert [axis.get_title(loc="left") for axis in figure.axes] == ["style", "hat"]
    assert len(figure.axes[0].get_yticks()) == 2
