"""What stays of a library in a notebook that is read with no kernel."""

from heygen_widgets.widgets.library.library_copy import MOST, library_html
from tests.support.scripted_account import a_group, a_look


def test_the_list_has_a_picture_name_and_id_of_each_avatar(png):
    html = library_html([a_group(1), a_group(2)], "", [], {"group/group-1": png})
    assert "Avatar library" in html
    assert html.count("data:image/webp;base64,") == 1
    assert "Avatar 2 group-2" in html


def test_an_avatar_that_is_open_is_shown_with_its_looks(png):
    html = library_html([a_group(1)], "group-1", [a_look("hat")], {"look/look-hat": png})
    assert "Avatar Avatar 1" in html
    assert "group <code>group-1</code>" in html
    assert "hat look-hat" in html
    assert html.count("data:image/webp;base64,") == 1


def test_a_large_account_says_how_many_are_not_shown():
    html = library_html([a_group(number) for number in range(MOST + 6)], "", [], {})
    assert html.count("<figure") == MOST
    assert "6 more are not shown here." in html


def test_names_are_text_and_no_html():
    html = library_html([a_group(1, name="<b>Lina</b>")], "group-1", [a_look("<i>")], {})
    assert "<b>Lina" not in html
    assert "<i>" not in html
