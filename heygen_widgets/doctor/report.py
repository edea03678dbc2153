"""All parts of the report, and the report as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.client import HeyGen
from heygen_widgets.doctor import question
from heygen_widgets.doctor.folders import look_at_folders
from heygen_widgets.doctor.network import look_at_network
from heygen_widgets.doctor.privacy import shareable
from heygen_widgets.doctor.section import Section
from heygen_widgets.doctor.service import look_at_service
from heygen_widgets.doctor.versions import look_at_versions
from heygen_widgets.errors import HeyGenError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TITLE = "### `python -m heygen_widgets doctor`"


async def examine(*, is_offline: bool = False) -> list[Section]:
    """Return all parts of the report. Nothing is written, nothing paid is asked.

    Args:
        is_offline: Whether to leave out the free question.
    """
    service, network = _look(look_at_service), _look(look_at_network)
    asked = await _ask(network, is_offline=is_offline)
    return [_look(look_at_versions), service, network, _look(look_at_folders), asked]


def as_markdown(sections: Sequence[Section]) -> str:
    """Return the report, without anything that is private, in a form to paste into an issue.

    Args:
        sections: Its parts.
    """
    faults = [fault for section in sections for fault in section.faults]
    head = f"**{_count(len(faults))}**"
    named = [f"{number}. **{fault.what}** {_rest(fault)}" for number, fault in enumerate(faults, 1)]
    blocks = [_TITLE, head, "\n".join(named), *map(_table, sections)]
    return shareable("\n\n".join(filter(None, blocks)) + "\n")


def _look(look: Callable[[], Section]) -> Section:
    """Return a part of the report, or what kept it from being made: the others must not miss it."""
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - whatever an environment can raise
        said = f"{type(error).__name__}: {error}"
        title = look.__name__.removeprefix("look_at_").capitalize()
        return Section(
            title,
            (),
            (
                HeyGenError(
                    f"The doctor could not look at this ({title}): {said}.",
                    "That is a mistake of heygen_widgets: please report it with this text.",
                ),
            ),
        )


async def _ask(network: Section, *, is_offline: bool) -> Section:
    if is_offline:
        return question.not_asked("--offline")
    try:
        client = HeyGen.from_environment(history=False)
    except HeyGenError:
        return question.not_asked("the settings can't be used, see above")
    if network.faults and not client.is_sandbox:
        return question.not_asked("the network's settings can't be used, see above")
    return await question.ask(client)


def _count(faults: int) -> str:
    if not faults:
        return "Nothing is wrong."
    return "One thing is wrong:" if faults == 1 else f"{faults} things are wrong:"


def _rest(fault: HeyGenError) -> str:
    return str(fault).removeprefix(fault.what).strip()


def _table(section: Section) -> str:
    if not section.rows:
        return ""
    lines = [f"| {_cell(name)} | {_cell(value)} |" for name, value in section.rows]
    return "\n".join((f"| {section.title} | |", "| --- | --- |", *lines))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
