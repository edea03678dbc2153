"""Errors of this package as one message, with no traceback through its modules."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from heygen_widgets.errors import HeyGenError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_message() -> Iterator[None]:
    """Have IPython show an error of this package as its name and its words.

    The cell still fails with that error, so that *Run all* stops and `sys.last_value` holds it.
    """
    try:
        yield
    except HeyGenError as error:
        show_as(error, f"{type(error).__name__}: {error}")
        raise


def show_as(error: BaseException, text: str) -> None:
    """Have IPython show an error as this text alone."""
    # IPython asks an error for its traceback under this name.
    vars(error)["_render_traceback_"] = partial(list, [text])
