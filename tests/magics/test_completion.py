import pytest
from IPython.core.completer import provisionalcompleter

from heygen_widgets.magics.completion import complete
from heygen_widgets.models.attributes import Style


def test_options_are_completed_by_their_beginning():
    assert complete("%%avatar --st") == ("--st", ["--style"])


def test_all_options_are_offered_where_a_word_begins():
    assert "--style" in complete("%avatar ").texts


def test_an_option_that_was_given_is_not_offered_again():
    assert "--style" not in complete("%avatar --style Noir --").texts


def test_an_option_that_may_be_repeated_is_offered_again():
    assert "--style" in complete("%avatar_history --style Noir --").texts


def test_the_values_of_an_option_are_offered_in_their_order():
    assert complete("%%avatar --style ") == ("", list(Style))


@pytest.mark.parametrize("before", ["%%avatar --style no", "%%avatar --style=no"])
def test_a_value_is_completed_without_its_capitals(before):
    assert complete(before) == ("no", ["Noir"])


@pytest.mark.parametrize(("typed", "text"), [("Ear", '"'), ('"Early Mi', '"'), ("'ear", "'")])
def test_a_value_of_several_words_is_completed_with_quotation_marks(typed, text):
    found = complete(f"%avatar --age {typed}")
    assert found == (typed, [f"{text}Early Middle Age{text}"])


def test_a_quotation_mark_that_the_editor_has_closed_is_not_closed_twice():
    assert complete('%avatar --age "Ear', '" --style Noir').texts == ['"Early Middle Age']


def test_a_magic_whose_result_is_assigned_is_completed():
    assert complete("studio = %avatar --po") == ("--po", ["--pose"])


@pytest.mark.parametrize(
    "before", ["%avatar a che", "%avatar --name ", "%avatar", "%time ", "avatar --st", "x --st"]
)
def test_nothing_is_offered_elsewhere(before):
    found = complete(before)
    assert found is None or found.texts == []


def completions(shell, code):
    with provisionalcompleter():
        found = list(shell.Completer.completions(code, len(code)))
    return [code[: each.start] + each.text for each in found]


def test_ipythons_completer_offers_them_and_nothing_else(shell):
    assert completions(shell, "%%avatar --style Noir --age Lat") == [
        '%%avatar --style Noir --age "Late Middle Age"'
    ]


def test_the_lines_of_a_cell_are_completed_as_before(shell):
    shell.user_ns["a_long_name"] = 1
    assert "a_long_name" in str(completions(shell, "%%time\na_long"))
