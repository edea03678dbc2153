"""`AvatarMagics`: ``%%avatar``, ``%avatar`` and ``%avatar_history``."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class

from heygen_widgets.client import TIMEOUT, HeyGen
from heygen_widgets.history import History
from heygen_widgets.magics import cell_run, options
from heygen_widgets.magics.one_message import one_message
from heygen_widgets.magics.progress import Progress
from heygen_widgets.models.attributes import VOCABULARY
from heygen_widgets.runtime.notebook_loop import run_blocking

if TYPE_CHECKING:
    from argparse import Namespace

    from IPython.core.interactiveshell import InteractiveShell

    from heygen_widgets.history.search import Page
    from heygen_widgets.models.generation import Generation
    from heygen_widgets.widgets.studio.studio import AvatarStudio

_CALL = "get_ipython().run_cell_magic('avatar', "
"""How a cell begins that IPython has made of one with ``%%avatar``."""


@magics_class
class AvatarMagics(Magics):
    """The magics of one shell, with one client for all of them.

    Args:
        shell: The shell.
        client: The client; by default `HeyGen.from_environment`, when it is first needed.
    """

    def __init__(self, shell: InteractiveShell, client: HeyGen | None = None) -> None:
        super().__init__(shell)
        self._shell = shell
        self._client = client

    @property
    def client(self) -> HeyGen:
        """The client of this kernel.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        if self._client is None:
            self._client = HeyGen.from_environment()
        return self._client

    @line_cell_magic
    def avatar(self, line: str, cell: str | None = None) -> Any:  # noqa: ANN401 - see below
        """Generate avatar photos, or open an AvatarStudio; ``%avatar --help`` lists the options.

            %%avatar --style Noir --age Senior
            a violinist in a red dress

        Returns:
            The studio for ``%avatar``. For ``%%avatar`` the finished `Generation`: the extension
            makes IPython await it.
        """
        if cell is None:
            return self._opened(line)
        run = self._generated(line, cell)
        return run if self._shell.autoawait else run_blocking(run)

    @line_magic
    def avatar_history(self, line: str) -> Page | None:
        """Show runs of this machine; ``%avatar_history --help`` lists the options.

        %avatar_history violin --favourite --limit 10
        """
        wanted = self._read(options.HISTORY, line)
        if wanted is None:
            return None
        history = (self._client and self._client.history) or History()
        chosen = {field: value for field in VOCABULARY if (value := getattr(wanted, field))}
        limit = {} if wanted.limit is None else {"limit": wanted.limit}
        with one_message():
            page = history.search(
                wanted.text,
                attributes=chosen,
                favourite=wanted.favourite,
                status=wanted.status,
                **limit,
            )
        self._assign(wanted, page)
        return page

    def awaited(self, lines: list[str]) -> list[str]:
        """Return a cell as IPython shall run it: one with ``%%avatar`` awaits the magic.

        So it is an async cell like any other, and the kernel goes on handling clicks meanwhile.
        """
        awaits = self._shell.autoawait and len(lines) == 1 and lines[0].startswith(_CALL)
        return [f"await {lines[0]}"] if awaits else lines

    async def _generated(self, line: str, cell: str) -> Generation | None:
        wanted = self._read(options.AVATAR, line)
        if wanted is None:
            return None
        if wanted.text:
            raise UsageError(
                f"%%avatar takes the person's appearance from the lines below it: {wanted.text!r} "
                "belongs there. A value of several words needs quotation marks."
            )
        in_notebook = hasattr(self._shell, "kernel")
        progress = Progress(self._shell.display_pub if in_notebook else None)
        settings = {**options.attributes_in(wanted), "count": wanted.count}
        with one_message():
            generation = await cell_run.generate(
                self._client_for(wanted),
                cell.strip(),
                {**settings, "confirm": wanted.confirm},
                timeout=TIMEOUT if wanted.timeout is None else wanted.timeout,
                tell=progress.tell,
            )
        self._assign(wanted, generation)
        return generation

    def _opened(self, line: str) -> AvatarStudio | None:
        wanted = self._read(options.AVATAR, line)
        if wanted is None:
            return None
        if wanted.confirm:
            raise UsageError("--confirm is for %%avatar: a studio asks before a high price.")
        from heygen_widgets.widgets.studio.studio import AvatarStudio  # noqa: PLC0415 - loads widgets

        settings = options.attributes_in(wanted)
        if wanted.count is not None:
            settings["count"] = wanted.count
        with one_message():
            studio = AvatarStudio(
                wanted.text or None,
                client=self._client_for(wanted),
                timeout=TIMEOUT if wanted.timeout is None else wanted.timeout,
                **settings,
            )
        self._assign(wanted, studio)
        return studio

    def _client_for(self, wanted: Namespace) -> HeyGen:
        return self.client.with_api(wanted.api) if wanted.api else self.client

    def _read(self, command: options.Command, line: str) -> Namespace | None:
        """Return what a line says; None if it asks for help, which is then shown.

        Raises:
            UsageError: The line is wrong.
        """
        if "--help" in options.tokens(line):
            print(command.help)  # noqa: T201 - the answer to `--help`
            return None
        wanted = command.parse(line)
        if wanted.to is not None and not (
            wanted.to.isidentifier() and not keyword.iskeyword(wanted.to)
        ):
            raise UsageError(f"--to {wanted.to}: that can't be the name of a variable.")
        return wanted

    def _assign(self, wanted: Namespace, result: object) -> None:
        if wanted.to is not None:
            self._shell.user_ns[wanted.to] = result
