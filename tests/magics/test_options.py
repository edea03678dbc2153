import pytest
from IPython.core.error import UsageError

from heygen_widgets.magics.options import AVATAR, HISTORY, attributes_in, tokens
from heygen_widgets.models.attributes import VOCABULARY


def test_quotation_marks_hold_the_words_of_a_value_together():
    assert tokens("""--age "Early Middle Age" --style='Noir'""") == [
        "--age",
        "Early Middle Age",
        "--style=Noir",
    ]


def test_an_apostrophe_in_a_word_is_no_quotation_mark():
    assert tokens("a chef's hat, 'tis true") == ["a", "chef's", "hat,", "'tis", "true"]


def test_options_and_words_may_be_mixed():
    found = AVATAR.parse("a chef --style Noir in Rome --count 8")
    assert (found.text, found.style, found.count) == ("a chef in Rome", "Noir", 8)


@pytest.mark.parametrize("typed", ["early-middle-age", "EARLY_MIDDLE_AGE", '"early middle age"'])
def test_a_value_may_be_typed_without_capitals_and_spaces(typed):
    assert attributes_in(AVATAR.parse(f"--age {typed}")) == {"age": "Early Middle Age"}


def test_a_value_that_there_isnt_is_left_for_the_attributes_to_refuse():
    assert attributes_in(AVATAR.parse("--style Noirr")) == {"style": "Noirr"}


def test_only_what_was_given_counts_as_given():
    assert attributes_in(AVATAR.parse("a chef")) == {}


def test_the_history_takes_several_values_of_one_attribute():
    found = HISTORY.parse("violin --style noir --style Pixar --favourite")
    assert (found.text, found.style, found.favourite) == ("violin", ["Noir", "Pixar"], True)


def test_an_unknown_option_gets_a_suggestion():
    with pytest.raises(UsageError, match=r"no --stile \(did you mean --style\?\)"):
        AVATAR.parse("--stile Noir")


def test_a_part_of_an_options_name_is_not_guessed():
    with pytest.raises(UsageError, match="no --st"):
        AVATAR.parse("--st Noir")


@pytest.mark.parametrize("line", ["--count 9", "--count many", "--style", "--timeout soon"])
def test_a_value_that_an_option_doesnt_take_is_a_usage_error(line):
    with pytest.raises(UsageError, match=r"--\w+: .*--help lists its options"):
        AVATAR.parse(line)


@pytest.mark.parametrize("command", [AVATAR, HISTORY], ids=lambda command: command.name)
def test_the_help_lists_every_option_with_its_values(command):
    said = " ".join(command.help.split())
    assert all(option.name in said for option in command.options)
    assert all(", ".join(words) in said for words in VOCABULARY.values())
