import pytest


async def test_it_sums_up_each_value_of_each_axis(made):
    results = made.results
    noir = next(r for r in results if r.cell.values["style"] == "Noir").generation
    made.history.mark(noir.run_id, noir.image_keys[0], favourite=True, rating=5)
    made.history.mark(noir.run_id, noir.image_keys[1], rating=4)
    summary = {(each.axis, each.value): each for each in made.summary()}
    assert len(summary) == 5
    value = summary["style", "Noir"]
    assert (value.pictures, value.favourites, value.rated, value.rating) == (8, 1, 2, 4.5)
    assert value.rating_interval[0] < 4.5 < value.rating_interval[1]
    assert value.favourites_interval[0] < 1 / 8 < value.favourites_interval[1]
    assert summary["style", "Pixar"].rating is None
    assert summary["hat", "a beret"].rated + summary["hat", "a cap"].rated == 2


async def test_it_counts_wins_without_choix(made):
    comparisons = made.comparisons
    comparisons.choose(comparisons.next_pair(), "left")
    assert sum(each.wins for each in made.summary()) >= 1
    assert all((each.wins_interval is None) == (each.compared == 0) for each in made.summary())


async def test_it_shows_itself(made):
    html = made.summary()._repr_html_()
    for text in ("Noir", "a beret", "Favourites", "0 of 8 (0% to"):
        assert text in html
    # Each axis is named once.
    assert [html.count(f">{name}</td>") for name in ("style", "hat")] == [1, 1]
    assert "Noir" in str(made.summary())


async def test_as_text_each_figure_is_named(made):
    made.mark(made.results[0].images[0], favourite=True, rating=5)
    first = str(made.summary()).splitlines()[0]
    assert first.startswith("style, Noir: 8 pictures · favourites 1 of 8 (")
    assert first.endswith("mean rating 5.0")


async def test_before_anything_is_made_it_is_empty_sums(service, sweep_of):
    assert {each.pictures for each in sweep_of(service).summary()} == {0}


async def test_it_can_be_a_table(made):
    pytest.importorskip("pandas")
    made.mark(made.results[0].images[0], rating=4)
    made.mark(made.results[0].images[1], rating=5)
    table = made.summary().to_dataframe()
    assert list(table["pictures"]) == [8, 8, 8, 12, 12]
    noir = table.iloc[0]
    assert noir["rating_low"] < noir["rating"] == 4.5 < noir["rating_high"]
    assert table["wins_low"].isna().all()
    assert not any("interval" in name for name in table)
