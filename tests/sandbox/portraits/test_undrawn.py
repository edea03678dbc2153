from __future__ import annotations

import pytest

from heygen_widgets.sandbox.portraits.prompt_words import MEANINGS
from heygen_widgets.sandbox.portraits.undrawable_words import AFTER_A_DETERMINER, ALWAYS
from heygen_widgets.sandbox.portraits.undrawn import MOST_WORDS, find_undrawn, undrawn_notice

NAMED = [
    ("A woman holding a red umbrella in the rain", ["umbrella"]),
    ("A knight in shining armor with a sword, castle in the background",
     ["armor", "sword", "castle"]),
    ("a cowboy riding a horse in the desert", ["horse", "desert"]),
    ("A pirate with an eyepatch and a parrot on his shoulder", ["eyepatch", "parrot"]),
    ("man playing the piano in a bar", ["piano"]),
    ("A girl eating an ice cream at the beach", ["ice cream"]),
    ("Astronaut on the moon, helmet under his arm", ["helmet"]),
    ("woman wearing a kimono under cherry blossoms", ["kimono"]),
    ("She is holding a glass of wine at a party", ["wine"]),
    ("Fortune teller with a crystal ball", ["crystal ball"]),
    ("man in a tuxedo with a bow tie, casino", ["bow tie", "casino"]),
    ("old fisherman smoking a pipe, wool sweater", ["pipe"]),
    ("a woman with a flower crown", ["flower crown"]),
    ("a mother holding a baby", ["baby"]),
    ("a woman holding a small ceramic frog", ["frog"]),
    ("a woman holding a theremin", ["theremin"]),
    ("wearing a strange flarbex, smiling", ["flarbex"]),
]  # fmt: skip

NOTHING = [
    "A violinist in a red dress, long dark hair, smiling, in the city at night",
    "man with a beard, looking at the camera, soft studio light, shallow depth of field",
    "Portrait of a senior car salesman in a navy suit, confident smile, boardroom",
    "piano teacher with curly hair, warm smile",
    "raven-haired woman in an emerald dress, chocolate brown eyes",
    "A warrior with war paint and a dragon tattoo",
    "Someone like a lion: fierce, golden mane",
    "A woman with grey temples, wearing a crisp white button-down",
    "early-stage founder in a hoodie, laptop, coworking space",
    "holding a warm expression, dressed in linen",
    "a man with a bright smile holding his daughter's hand",
    "gamer girl with cat-ear headphones, RGB lighting",
    "no hat, no umbrella, without gloves",
    "a rapper with gold chains, microphone, smoky stage",
    "basketball shorts, basketball coach, eye-level camera, shot on an old film camera",
    "Person, square orientation. Train conductor watching the ships leave",
    "a woman wearing an off-the-shoulder top, wind-swept hair",
    "He is wearing a smile and carrying a sense of calm",
    "Senior South Asian Woman, Noir style, half body pose, square orientation. A baker in her shop",
]  # fmt: skip


@pytest.mark.parametrize(("prompt", "nouns"), NAMED)
def test_what_a_picture_would_have_to_show_is_found(prompt, nouns):
    assert find_undrawn(prompt) == nouns


@pytest.mark.parametrize("prompt", NOTHING)
def test_a_prompt_of_which_all_can_be_drawn_raises_no_alarm(prompt):
    assert find_undrawn(prompt) == []


DRAWN = sorted(word for word, (kind, _) in MEANINGS.items() if kind != "other")


@pytest.mark.parametrize("word", DRAWN)
def test_a_word_that_is_drawn_is_never_reported(word):
    assert find_undrawn(f"a person holding a {word}") == []


def test_no_word_is_both_drawn_and_undrawable():
    assert not set(DRAWN) & (ALWAYS | AFTER_A_DETERMINER)


def test_a_second_thing_for_the_same_hands_is_reported():
    assert find_undrawn("A man holding a guitar and a violin") == ["violin"]


def test_a_violinist_who_holds_something_else_is_reported_without_the_violin():
    assert find_undrawn("a violinist with a cup of tea") == ["violin"]


def test_each_noun_is_reported_once():
    assert find_undrawn("a horse, two horses and a horse") == ["horse", "horses"]


def test_the_notice_is_a_sentence_and_lists_a_few_words_at_most():
    assert undrawn_notice("with a harp") == "The sandbox can't draw: harp."
    assert undrawn_notice("with a dog") is None
    many = sorted(word for word in ALWAYS if " " not in word)[: MOST_WORDS + 1]
    said = undrawn_notice(", ".join(many))
    assert said == f"The sandbox can't draw: {', '.join(many[:MOST_WORDS])}…."


@pytest.mark.parametrize(
    "prompt", ["", "\n", "holding a", "a a a", "holding", ",", "as a", "🙂 an"]
)
def test_any_text_can_be_read(prompt):
    assert undrawn_notice(prompt) is None
