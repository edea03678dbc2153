"""The local record of runs: one SQLite file and a folder of images."""

from heygen_widgets.history.history import History
from heygen_widgets.history.search import Page

__all__ = ["History", "Page"]
