"""Look for a secret in what a program leaves behind, however it may be written there."""

import base64
import html
import json
from urllib.parse import quote, quote_plus

# Keys that look different in every spelling.
KEY = 'NTMzY2Q/wMGI+0ZWI0OTk"\\8&<x>%Yz=='
WRONG = 'ZzQ3Y2E/vKLm+9RTa1MTg"\\2&<q>%Bb=='


def spellings(secret):
    """Return the ways in which a secret may be written, by name."""
    raw = secret.encode()
    ways = {
        "plain": secret,
        "in JSON": json.dumps(secret)[1:-1],
        "in JSON in JSON": json.dumps(json.dumps(secret))[3:-3],
        "in JSON of PHP": json.dumps(secret)[1:-1].replace("/", r"\/"),
        "in JSON by numbers": "".join(f"\\u{ord(character):04x}" for character in secret),
        "in Python": repr(secret)[1:-1],
        "in HTML": html.escape(secret),
        "in a URL": quote(secret),
        "in a URL's part": quote(secret, safe=""),
        "in a query": quote_plus(secret),
        "in hex": raw.hex(),
        "in HEX": raw.hex().upper(),
    }
    for shift in range(3):
        ways[f"in base64, {shift} after"] = _in_base64(raw, shift, b"+/")
        ways[f"in base64 for URLs, {shift} after"] = _in_base64(raw, shift, b"-_")
    return ways


def _in_base64(raw, shift, others):
    """Return the part of a base64 text that doesn't depend on what stands around the secret."""
    text = base64.b64encode(bytes(shift) + raw + bytes(3), others).decode()
    return text[-(-shift * 8 // 6) : (shift + len(raw)) * 8 // 6]


def found(secret, where):
    """Return how a secret is written in bytes or text; empty if it isn't there."""
    data = where if isinstance(where, bytes) else where.encode("utf-8", "backslashreplace")
    return sorted({way for way, text in spellings(secret).items() if text.encode() in data})


def found_in_folder(secret, folder):
    """Return the files of a folder that hold a secret, in their bytes or their names."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files, "nothing to look through"
    return [
        (path.name, ways)
        for path in files
        if (ways := found(secret, path.read_bytes() + str(path).encode()))
    ]
