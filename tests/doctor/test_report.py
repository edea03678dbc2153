from __future__ import annotations

import pytest

from heygen_widgets.doctor import report
from heygen_widgets.doctor.section import Section
from heygen_widgets.errors import ConfigurationError, ConnectionFailed


def test_a_report_of_a_well_environment_says_so_first():
    text = report.as_markdown([Section("Versions", (("Python", "3.14.0"),))])
    assert text.splitlines() == [
        "### `python -m heygen_widgets doctor`",
        "",
        "**Nothing is wrong.**",
        "",
        "| Versions | |",
        "| --- | --- |",
        "| Python | 3.14.0 |",
    ]


def test_faults_of_all_parts_are_counted_and_come_first():
    parts = [
        Section("One", (), (ConfigurationError("A is odd.", "Correct it."),)),
        Section("Two", (("B", "a|b\nc"),), (ConnectionFailed("Gone.", "", status_code=404),)),
    ]
    lines = report.as_markdown(parts).splitlines()
    assert lines[2] == "**2 things are wrong:**"
    assert lines[4:6] == ["1. **A is odd.** Correct it.", "2. **Gone.** (HTTP 404)"]
    assert "| B | a\\|b c |" in lines


async def test_all_parts_are_there():
    titles = [section.title for section in await report.examine()]
    assert titles == ["Versions", "Service", "Proxies and certificates", "History", "Free question"]


async def test_offline_nothing_is_asked():
    *_, asked = await report.examine(is_offline=True)
    assert asked.rows == (("Asked", "no: --offline"),)


@pytest.mark.parametrize(("name", "value"), [("NO_PROXY", "[::1]"), ("HEYGEN_BASE_URL", "nowhere")])
async def test_with_settings_that_cannot_be_used_nothing_is_asked(monkeypatch, name, value):
    monkeypatch.setenv("HEYGEN_API_KEY", "sk-0123456789abcdef")
    monkeypatch.setenv(name, value)
    sections = await report.examine()
    assert sections[-1].rows[0][1].startswith("no: the")
    assert len([fault for section in sections for fault in section.faults]) == 1


async def test_a_part_that_breaks_leaves_the_others_whole(monkeypatch):
    def look_at_folders():
        raise KeyError("odd")

    monkeypatch.setattr(report, "look_at_folders", look_at_folders)
    sections = await report.examine(is_offline=True)
    assert len(sections) == 5
    assert "KeyError: 'odd'" in sections[3].faults[0].what
