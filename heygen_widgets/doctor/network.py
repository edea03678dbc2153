"""Proxies and certificates, as httpx takes them from the environment."""

from __future__ import annotations

import os

from heygen_widgets.doctor.section import Section


def look_at_network() -> Section:
    """Return the variables of proxies and certificates, and what is wrong with them."""
    from heygen_widgets.api import network_settings as network  # noqa: PLC0415 - loads httpx

    in_either_case = {*network.PROXY_VARIABLES, network.BYPASS_VARIABLE}
    as_written = {network.CERTIFICATE_FILE, network.CERTIFICATE_FOLDER}
    rows = [
        (name, value)
        for name, value in sorted(os.environ.items())
        if value and (name.lower() in in_either_case or name in as_written)
    ]
    rows = rows or [("Variables", "none is set: no proxy, and httpx's own certificates")]
    faults = network.environment_faults()
    return Section("Proxies and certificates", tuple(rows), tuple(faults))
