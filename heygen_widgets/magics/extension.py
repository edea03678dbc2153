"""What ``%load_ext heygen_widgets`` adds to a shell, and what ``%unload_ext`` takes away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.magics import completion
from heygen_widgets.magics.avatar_magics import AvatarMagics

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load(shell: InteractiveShell) -> None:
    """Add the magics, the transformation that has IPython await them, and the completion."""
    unload(shell)
    magics = AvatarMagics(shell)
    shell.register_magics(magics)
    shell.input_transformers_post.append(magics.awaited)
    if matcher := completion.matcher():
        shell.Completer.custom_matchers.append(matcher)


def unload(shell: InteractiveShell) -> None:
    """Take away what `load` has added."""
    magics = shell.magics_manager.registry.pop(AvatarMagics.__name__, None)
    if magics is None:
        return
    for kind, names in magics.magics.items():
        for name in names:
            shell.magics_manager.magics[kind].pop(name, None)
    shell.input_transformers_post.remove(magics.awaited)
    matchers = shell.Completer.custom_matchers
    matchers[:] = [each for each in matchers if not completion.is_ours(each)]
