import pytest

from heygen_widgets.sweeps.grammar import GrammarError, literal, parse


def filled(text, **chosen):
    return parse(text).filled(chosen)


def test_a_prompt_without_braces_has_no_axis():
    template = parse("a chef (smiling), 50 % #1 | [x]")
    assert template.choices == {}
    assert template.filled({}) == "a chef (smiling), 50 % #1 | [x]"


def test_alternatives_become_an_axis_named_prompt():
    template = parse("a chef with {a white hat| a beard |glasses}")
    assert template.choices == {"prompt": ("a white hat", "a beard", "glasses")}
    assert template.filled({"prompt": "a beard"}) == "a chef with a beard"


def test_the_next_alternatives_have_a_number():
    assert list(parse("{a|b} {c|d} {e|f}").choices) == ["prompt", "prompt_2", "prompt_3"]


def test_a_variable_becomes_an_axis_of_its_name_and_can_be_repeated():
    template = parse("{hat: a beret|a cap}, nothing but {hat}")
    assert template.choices == {"hat": ("a beret", "a cap")}
    assert template.filled({"hat": "a cap"}) == "a cap, nothing but a cap"


def test_a_variable_may_be_repeated_before_it_is_defined():
    assert filled("{hat} and {hat: a|b}", hat="b") == "b and b"


def test_a_time_of_day_is_no_variable():
    assert parse("{at 10:30|at noon}").choices == {"prompt": ("at 10:30", "at noon")}


def test_an_alternative_may_be_empty():
    assert parse("a chef{| with a hat}").choices == {"prompt": ("", "with a hat")}


def test_braces_that_are_meant_as_braces_are_written_twice():
    assert filled("{{a|b}} {c|d}}}", prompt="c") == "{a|b} c}"


def test_a_literal_text_comes_back_as_it_was():
    text = "{a|b} }} {{ | {hat: x}"
    assert filled(literal(text)) == text


def test_the_lines_of_a_file_are_alternatives(tmp_path):
    (tmp_path / "hats.txt").write_text("a beret\n\n# not this\n a cap {wide}\n", "utf-8")
    template = parse("{hat: @hats.txt} or {@hats.txt}", tmp_path)
    hats = ("a beret", "a cap {wide}")
    assert template.choices == {"hat": hats, "prompt": hats}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a {b", "nothing ends"),
        ("a b}", "ends nothing"),
        ("{a|{b|c}}", "braces within braces"),
        ("a {chef}", "chooses among nothing"),
        ("a {white hat}", "chooses among nothing"),
        ("{}", "chooses among nothing"),
        ("{hat: a|b} {hat: c|d}", "twice"),
        ("{a|b|a}", "'a' twice"),
        ("{@nowhere.txt}", "can't be read: No such file"),
    ],
)
def test_a_prompt_that_cannot_be_read_says_why(text, said):
    with pytest.raises(GrammarError, match=said):
        parse(text)


def test_all_that_is_wrong_with_a_prompt_is_said_at_once():
    with pytest.raises(GrammarError) as caught:
        parse("{a|a} {chef} {@nowhere.txt} {b")
    for said in ("twice", "chef", "nowhere", "nothing ends"):
        assert said in str(caught.value)


def test_a_file_without_lines_says_so(tmp_path):
    (tmp_path / "empty.txt").write_text("# nothing\n")
    with pytest.raises(GrammarError, match="holds no line"):
        parse("{@empty.txt}", tmp_path)


def test_a_file_that_is_no_text_says_so(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    with pytest.raises(GrammarError, match="no text in UTF-8"):
        parse("{@picture.png}", tmp_path)
