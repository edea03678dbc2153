from collections import Counter

import pytest

from heygen_widgets import ConfigurationError
from heygen_widgets.sweeps.sweep import Sweep


def place_of(sweep, run_id):
    return next(r.cell.values for r in sweep.results if r.generation.run_id == run_id)


async def test_what_is_chosen_is_kept_for_another_process(made, service):
    comparisons = made.comparisons
    pair = comparisons.next_pair()
    comparisons.choose(pair, "left")
    loaded = Sweep.load(made.id, client=service.client)
    assert [choice.outcome for choice in loaded.comparisons.choices] == ["left"]
    assert loaded.comparisons.choices[0].left == (pair.left_run, pair.left.key)


async def test_a_choice_can_be_undone(made):
    comparisons = made.comparisons
    comparisons.choose(comparisons.next_pair(), "tie")
    assert comparisons.undo()
    assert comparisons.choices == []
    assert not comparisons.undo()


async def test_it_says_how_much_was_chosen(made):
    made.comparisons.choose(made.comparisons.next_pair(), "left")
    assert repr(made.comparisons) == "<Comparisons: 1 choice>"


async def test_there_is_no_other_outcome(made):
    with pytest.raises(ConfigurationError, match="left, right, tie"):
        made.comparisons.choose(made.comparisons.next_pair(), "both")


async def test_two_images_of_one_combination_are_not_compared(service, sweep_of):
    sweep = sweep_of(service, "a chef", style="Noir", repeats=2)
    await sweep.run(progress=False)
    assert sweep.comparisons.next_pair() is None


async def test_before_it_is_begun_there_is_nothing_to_compare(service, sweep_of):
    comparisons = sweep_of(service).comparisons
    assert comparisons.next_pair() is None
    assert comparisons.choices == []
    assert not comparisons.undo()


async def test_no_pair_is_shown_twice_and_cells_mostly_differ_in_one_axis(made):
    comparisons, seen, differences = made.comparisons, set(), Counter()
    for _ in range(20):
        pair = comparisons.next_pair()
        seen.add(frozenset(((pair.left_run, pair.left.key), (pair.right_run, pair.right.key))))
        left, right = place_of(made, pair.left_run), place_of(made, pair.right_run)
        differences[sum(left[name] != right[name] for name in left)] += 1
        comparisons.choose(pair, "right")
    assert len(seen) == 20
    assert differences[1] > 10


async def test_what_is_least_certain_is_shown_next(made):
    comparisons = made.comparisons
    for _ in range(40):
        pair = comparisons.next_pair()
        left, right = (place_of(made, run) for run in (pair.left_run, pair.right_run))
        # Somebody always prefers a beret, and can't tell one style from another.
        beret = [place["hat"] == "a beret" for place in (left, right)]
        outcome = "tie" if beret[0] == beret[1] else "left" if beret[0] else "right"
        comparisons.choose(pair, outcome)
    tallies = comparisons.between_values()
    assert tallies["hat"].won("a cap") == 0
    assert tallies["style"].number > tallies["hat"].number


async def test_an_axis_of_few_values_gets_its_share_of_the_comparisons(service, sweep_of):
    sweep = sweep_of(service, age=["Young Adult", "Senior", "Late Middle Age", "Early Middle Age"])
    await sweep.run(progress=False)
    comparisons = sweep.comparisons
    for _ in range(45):
        comparisons.choose(comparisons.next_pair(), "left")
    tallies = comparisons.between_values()
    # Five for each value, as a ranking wants them: of 3 styles, 4 ages, 2 hats.
    assert all(tally.number >= 4 * len(tally.values) for tally in tallies.values())


async def test_whoever_shows_what_was_chosen_is_told(made):
    told, comparisons = [], made.comparisons
    comparisons.changed = lambda: told.append(len(comparisons.choices))
    comparisons.choose(comparisons.next_pair(), "left")
    comparisons.undo()
    comparisons.undo()
    assert told == [1, 0]


async def test_the_ranking_of_an_axis_follows_the_choices(made):
    pytest.importorskip("choix")
    comparisons = made.comparisons
    for _ in range(30):
        pair = comparisons.next_pair()
        beret = place_of(made, pair.left_run)["hat"] == "a beret"
        comparisons.choose(pair, "left" if beret else "right")
    assert [each.value for each in made.ranking("hat")] == ["a beret", "a cap"]


async def test_there_is_no_ranking_of_what_is_no_axis(made):
    with pytest.raises(ConfigurationError, match="did you mean style"):
        made.ranking("stile")


async def test_choices_about_deleted_runs_do_not_count(made):
    comparisons = made.comparisons
    pair = comparisons.next_pair()
    comparisons.choose(pair, "left")
    made.history.delete(pair.left_run)
    assert all(tally.number == 0 for tally in made.comparisons.between_values().values())
