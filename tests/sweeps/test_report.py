import re

from heygen_widgets.sweeps.sweep import Sweep


async def test_the_report_needs_no_other_file(made, tmp_path):
    html = made.save(tmp_path / "report.html").read_text("utf-8")
    assert html.startswith("<!doctype html>")
    sources = re.findall(r'(?:src|href)="([^"]{20})', html)
    assert len(sources) == 6
    assert all(source.startswith("data:image/webp;base") for source in sources)
    assert "<script" not in html


async def test_it_says_what_came_out(made, tmp_path):
    comparisons = made.comparisons
    comparisons.choose(comparisons.next_pair(), "left")
    html = made.save(tmp_path / "report.html").read_text("utf-8")
    for text in ("6 of 6 cells done", "What came out", "Blind comparisons", "Vintage"):
        assert text in html


async def test_its_title_has_the_words_that_all_cells_share(made, tmp_path):
    html = made.save(tmp_path / "report.html").read_text("utf-8")
    assert "<h1>Prompt experiment: A chef with</h1>" in html


async def test_words_of_a_prompt_are_no_html(service, tmp_path):
    sweep = Sweep("a chef {<script>alert(1)</script>|b}", client=service.client)
    await sweep.run(progress=False)
    assert "<script" not in sweep.save(tmp_path / "report.html").read_text("utf-8")


async def test_each_image_is_said_in_words(made, tmp_path):
    html = made.save(tmp_path / "report.html").read_text("utf-8")
    assert "Noir: a chef with a beret" in html


async def test_a_sweep_that_is_not_made_has_a_report(service, sweep_of, tmp_path):
    html = sweep_of(service).save(tmp_path / "report.html").read_text("utf-8")
    assert "not made yet" in html
