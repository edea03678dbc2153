"""Proxies and certificates: what httpx reads of them in the environment, and what is wrong."""

from __future__ import annotations

import functools
import os
import ssl
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import httpx

from heygen_widgets.errors import ConfigurationError

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy")
"""Variables that name a proxy, in small or capital letters."""
BYPASS_VARIABLE = "no_proxy"
"""The variable that names what no proxy is used for, in small or capital letters."""
CERTIFICATE_FILE, CERTIFICATE_FOLDER = "SSL_CERT_FILE", "SSL_CERT_DIR"
"""Variables that name certificates; httpx reads the second only without the first."""

_NOT_SENT = "Nothing was sent and nothing is billed."
# Where no connection is made, reading certificates would take 20 ms for nothing, and may fail.
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@functools.cache
def certificates() -> ssl.SSLContext:
    """Return the certificates that connections are checked with.

    Raises:
        OSError: A variable names some that can't be read.
    """
    return httpx.create_ssl_context()


def environment_faults() -> list[ConfigurationError]:
    """Return an error for each variable that httpx can't use, or that cuts it off from HeyGen."""
    bypass = _effective(BYPASS_VARIABLE)
    # With a star among them, httpx asks no proxy at all, and reads no other entry.
    uses_proxies = not (bypass and "*" in _entries(bypass[1]))
    found = [_certificate_fault()]
    if uses_proxies:
        found += [fault for kind in PROXY_VARIABLES for fault in _proxy_faults(kind)]
        found += [_bypass_fault(*bypass)] if bypass else []
    return [fault for fault in found if fault]


def unusable_error(error: Exception) -> ConfigurationError:
    """Return the error about all variables that httpx can't use.

    Args:
        error: What httpx raised.
    """
    faults = environment_faults()
    if not faults:
        return ConfigurationError(
            f"The network settings of the environment can't be used: {error}.",
            f"{_NOT_SENT} Look at the variables of proxies and certificates.",
        )
    advice = dict.fromkeys(fault.advice.removeprefix(_NOT_SENT).strip() for fault in faults)
    what = " ".join(fault.what for fault in faults)
    return ConfigurationError(what, " ".join((_NOT_SENT, *advice)))


def _effective(kind: str) -> tuple[str, str] | None:
    """Return the variable that counts, with its value: of two, the one in small letters."""
    named = [name for name in os.environ if name.lower() == kind]
    name = kind if kind in named else next(iter(named), "")
    return (name, os.environ[name]) if name and os.environ[name] else None


def _entries(value: str) -> list[str]:
    return [entry.strip() for entry in value.split(",") if entry.strip()]


def _proxy_faults(kind: str) -> list[ConfigurationError]:
    found = _effective(kind)
    problem = _proxy_problem(found[1]) if found else ""
    return [_fault(found[0], problem)] if found and problem else []


def _proxy_problem(address: str) -> str:
    """Return what is wrong with a proxy's address, without the address: it may hold a password."""
    try:
        httpx.AsyncHTTPTransport(
            proxy=address if "://" in address else f"http://{address}", verify=_NO_CERTIFICATES
        )
    except ImportError:
        return "names a SOCKS proxy, which needs `pip install 'httpx[socks]'`"
    except (httpx.InvalidURL, ValueError):
        return "is not the address of a proxy, such as http://proxy.example:3128"
    return ""


def _bypass_fault(name: str, value: str) -> ConfigurationError | None:
    wrong = [entry for entry in _entries(value) if not _is_pattern(entry)]
    if not wrong:
        return None
    entry = "an entry" if len(wrong) == 1 else "entries"
    what = f"holds {entry} that httpx can't read: {', '.join(map(repr, wrong))}"
    return _fault(name, what, "Take it out; '::1' goes without brackets.")


def _is_pattern(entry: str) -> bool:
    """Return whether httpx can make a pattern of hosts of an entry, as it does it."""
    form = "all://*{}"
    if "://" in entry:
        form = "{}"
    elif entry.lower() == "localhost":
        form = "all://{}"
    else:
        with suppress(ValueError):
            form = {4: "all://{}", 6: "all://[{}]"}[ip_address(entry.partition("/")[0]).version]
    try:
        httpx.URL(form.format(entry))
    except httpx.InvalidURL:
        return False
    return True


def _certificate_fault() -> ConfigurationError | None:
    file, folder = os.environ.get(CERTIFICATE_FILE), os.environ.get(CERTIFICATE_FOLDER)
    if file:
        try:
            ssl.create_default_context(cafile=file)
        except OSError as error:
            reason = error.strerror or error
            return _fault(CERTIFICATE_FILE, f"names certificates that can't be read: {reason}")
    elif folder and not os.access(folder, os.R_OK | os.X_OK):
        is_there = Path(folder).exists()
        problem = "can't be searched" if is_there else "is not there"
        # Not an error of httpx: it would trust nobody, and each connection would fail.
        return _fault(CERTIFICATE_FOLDER, f"names a folder of certificates that {problem}")
    return None


def _fault(name: str, problem: str, advice: str = "Correct or unset it.") -> ConfigurationError:
    what = f"The environment variable {name} {problem}."
    return ConfigurationError(what, f"{_NOT_SENT} {advice}")
