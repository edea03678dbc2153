"""Make and compare HeyGen's AI avatar photos in a notebook.

    from heygen_widgets import AvatarStudio
    studio = AvatarStudio()
    studio

Each name is loaded when it is first used, so that importing the package is fast and loads neither
httpx nor Pillow nor ipywidgets.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    __version__: str
    from heygen_widgets.api.polling import PollPolicy
    from heygen_widgets.billing.spending import Budget, Quote
    from heygen_widgets.client import HeyGen
    from heygen_widgets.errors import (
        ApiRetired,
        AuthenticationError,
        BudgetExceeded,
        ConfigurationError,
        ConnectionFailed,
        ContentRejected,
        GenerationFailed,
        GenerationTimeout,
        HeyGenError,
        HistoryError,
        ImageUnavailable,
        InsufficientCredit,
        InvalidAttributes,
        LimitReached,
        NotFound,
        NotOffered,
        NotReady,
        RateLimited,
        ServerError,
        SubmitOutcomeUnknown,
        UnexpectedResponse,
    )
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import (
        Age,
        AvatarAttributes,
        Ethnicity,
        Gender,
        Orientation,
        Pose,
        Style,
    )
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.models.groups import AvatarGroup, AvatarStatus, Training
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.jobs import GenerationStatus
    from heygen_widgets.models.looks import AvatarLook
    from heygen_widgets.models.prices import Price, PriceKind
    from heygen_widgets.models.run_kind import RunKind
    from heygen_widgets.runtime.notebook_loop import run_blocking
    from heygen_widgets.widgets.library.library import AvatarLibrary
    from heygen_widgets.widgets.studio.studio import AvatarStudio
    from heygen_widgets.widgets.sweep.sweep import AvatarSweep

_ERRORS = (
    "ApiRetired AuthenticationError BudgetExceeded ConfigurationError ConnectionFailed "
    "ContentRejected GenerationFailed GenerationTimeout HeyGenError HistoryError ImageUnavailable "
    "InsufficientCredit InvalidAttributes LimitReached NotFound NotOffered NotReady RateLimited "
    "ServerError SubmitOutcomeUnknown UnexpectedResponse"
)
_NAMES = {
    "api.polling": "PollPolicy",
    "billing.spending": "Budget Quote",
    "client": "HeyGen",
    "errors": _ERRORS,
    "history": "History",
    "models.attributes": "Age AvatarAttributes Ethnicity Gender Orientation Pose Style",
    "models.generation": "Generation",
    "models.groups": "AvatarGroup AvatarStatus Training",
    "models.images": "AvatarImage",
    "models.jobs": "GenerationStatus",
    "models.looks": "AvatarLook",
    "models.prices": "Price PriceKind",
    "models.run_kind": "RunKind",
    "runtime.notebook_loop": "run_blocking",
    "widgets.library.library": "AvatarLibrary",
    "widgets.studio.studio": "AvatarStudio",
    "widgets.sweep.sweep": "AvatarSweep",
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "Age",
    "ApiRetired",
    "AuthenticationError",
    "AvatarAttributes",
    "AvatarGroup",
    "AvatarImage",
    "AvatarLibrary",
    "AvatarLook",
    "AvatarStatus",
    "AvatarStudio",
    "AvatarSweep",
    "Budget",
    "BudgetExceeded",
    "ConfigurationError",
    "ConnectionFailed",
    "ContentRejected",
    "Ethnicity",
    "Gender",
    "Generation",
    "GenerationFailed",
    "GenerationStatus",
    "GenerationTimeout",
    "HeyGen",
    "HeyGenError",
    "History",
    "HistoryError",
    "ImageUnavailable",
    "InsufficientCredit",
    "InvalidAttributes",
    "LimitReached",
    "NotFound",
    "NotOffered",
    "NotReady",
    "Orientation",
    "PollPolicy",
    "Pose",
    "Price",
    "PriceKind",
    "Quote",
    "RateLimited",
    "RunKind",
    "ServerError",
    "Style",
    "SubmitOutcomeUnknown",
    "Training",
    "UnexpectedResponse",
    "run_blocking",
]


if not TYPE_CHECKING:  # with `__getattr__`, type checkers would accept any name

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
        """Load a public name or the version when it is first used."""
        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415 - rarely needed

            return version("heygen-widgets")
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magics ``%%avatar``, ``%avatar`` and ``%avatar_history``: ``%load_ext``."""
    importlib.import_module(f"{__name__}.magics.extension").load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take them away again: ``%unload_ext heygen_widgets``."""
    importlib.import_module(f"{__name__}.magics.extension").unload(shell)


def __dir__() -> list[str]:
    """List the public names, for completion."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__")), "__version__"})
