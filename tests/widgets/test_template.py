"""The template as it travels: smaller, and with nothing missing."""

import re
from pathlib import Path

from heygen_widgets.widgets import template

FILE = Path(template.__file__).parent / "studio" / "studio.vue"


def words(text):
    return re.findall(r"\w+", text)


def test_what_is_left_out_is_white_space_and_comments():
    packed = template.packed(FILE)
    whole = re.sub(r"/\*.*?\*/", "", FILE.read_text(), flags=re.DOTALL)
    whole = re.sub(r"(?m)^\s*//.*$", "", whole)
    assert words(packed) == words(whole.replace("--hgw-", "--h-"))


def test_studios_share_one_template(monkeypatch):
    class Live:
        comm = object()

        def __init__(self, **_):
            pass

    monkeypatch.setattr(template, "Template", Live)
    monkeypatch.setattr(template, "_SHARED", {})
    assert template.shared(FILE) is template.shared(FILE)
