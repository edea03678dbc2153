"""The local record of runs: one SQLite file and a folder of images."""

from heygen_widgets.history.search import Page
from heygen_widgets.history.store import History

__all__ = ["History", "Page"]
