"""A history, a page and attributes as a notebook shows them: short, plain, every text escaped."""

import re

from heygen_widgets.history import History
from tests.history.runs import ADA, HERE, finished

EVIL = '<script>alert("1")</script> & so on'


def cells(html):
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows if "<td" in row]


def test_a_history_shows_how_many_runs_it_has_and_the_newest_ten(record, history):
    for number in range(12):
        record("success", id=f"g{number}")
    html = history._repr_html_()
    assert f"12 runs in {history.path}, the newest 10" in html
    assert [row[-1] for row in cells(html)] == [f"g{number}" for number in range(11, 1, -1)]


def test_a_run_is_a_row_of_what_was_asked_for_and_what_came_of_it(history):
    history.record(finished(), **HERE)
    html = history._repr_html_()
    assert "1 run in " in html
    [[submitted, about, status, images, cost, run]] = cells(html)
    assert re.fullmatch(r"2026-11-2\d \d\d:\d\d", submitted)
    assert (about, status, images, cost, run) == ("Ada: A red jacket", "success", "4", "", "701c")


def test_a_page_says_how_many_runs_match(record, history):
    for number in range(5):
        record("timed_out", id=f"g{number}")
    html = history.search(limit=2)._repr_html_()
    assert "2 of 5 runs" in html
    assert [row[2] for row in cells(html)] == ["timed out"] * 2


def test_a_list_of_runs_is_a_list_that_shows_itself_as_a_table(record, history):
    for number in range(2):
        record("timed_out", id=f"g{number}")
    runs = history.unfinished()
    assert runs == list(runs)
    assert "2 runs" in runs._repr_html_()
    assert [row[-1] for row in cells(runs._repr_html_())] == ["g1", "g0"]
    assert "0 runs" in history.unknown()._repr_html_()


def test_every_text_is_escaped_and_a_long_one_is_cut(record, history):
    record("failed", id="<b>", attributes=ADA.replace(name=EVIL[:40], appearance=EVIL + "x" * 500))
    for html in (history._repr_html_(), history.search()._repr_html_()):
        assert "<script" not in html
        assert "<b>" not in html
        assert "&lt;script&gt;" in html
        assert len(html) < 1200


def test_attributes_are_a_table_of_eight_rows_with_escaped_texts():
    html = ADA.replace(appearance=EVIL)._repr_html_()
    rows = dict(cells(html))
    assert len(rows) == 8
    assert rows["style"] == "Noir"
    assert rows["appearance"] == "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; so on"


def test_an_empty_history_creates_nothing_to_be_shown(history):
    assert "0 runs in " in history._repr_html_()
    assert not history.path.exists()


def test_a_history_that_can_not_be_read_says_why(tmp_path):
    (tmp_path / "history.sqlite3").write_bytes(b"no database" * 100)
    html = History(tmp_path)._repr_html_()
    assert "&lt;History at " in html
    assert "<table" not in html
