"""`AvatarSweep`: an experiment of many runs, in a cell."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from ipyvuetify.VuetifyTemplate import VuetifyTemplate
from traitlets import Bool, Dict, Float, List, Unicode, default, validate

from heygen_widgets.widgets import bundle
from heygen_widgets.widgets.sweep import sweep_contract

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike
    from pathlib import Path

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes
    from heygen_widgets.models.images import AvatarImage
    from heygen_widgets.models.marks import Mark
    from heygen_widgets.sweeps.comparisons import Comparisons
    from heygen_widgets.sweeps.plan import Axis, Cell, Plan
    from heygen_widgets.sweeps.plot import Plot
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.sweeps.quote import SweepQuote
    from heygen_widgets.sweeps.ranking import Ranking
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.sweeps.summary import Summary
    from heygen_widgets.sweeps.sweep import Sweep
    from heygen_widgets.widgets.static_copy import StaticCopy

START_LIMIT = 10.0
"""US dollars that a press on Start may cost without being asked about."""

_USUAL = {
    "parallel": 3,
    "repeats": 1,
    "combine": "product",
    "sample": None,
    "seed": None,
    "reuse": False,
    "count": None,
    "replace": None,
}


class AvatarSweep(VuetifyTemplate):
    """Many runs as one experiment, in a cell: axes, price, Start, the matrix, the ranking.

        sweep = AvatarSweep(base, style=["Noir", "Pixar"], appearance="a chef with {a hat|a beard}")
        sweep
        await sweep.run(budget=20.0)  # or the button
        sweep.to_dataframe()

    Without arguments it opens with an empty form: pick attributes, tick values, write alternatives.
    With no API key in ``HEYGEN_API_KEY`` it opens on the sandbox, and says so.

    Args:
        base: What doesn't vary: attributes, or a text, which is the appearance.
        client: Who makes it; by default ``HeyGen.from_environment()``.
        history: Where it is written down; by default where the client writes.
        parallel: How many cells are made at a time, 1 to 100; on v3 it may be fewer.
        repeats: How many cells each combination of values has.
        combine: ``product`` for each value with each other; ``zip`` for the first ones together.
        sample: How many of the combinations to take; None for all.
        seed: Decides which of them.
        reuse: Whether cells whose images the history holds already are not made again.
        count: How many images each cell has, 1 to 8, by default 4.
        replace: Words of the prompt, each with what takes their place: ``{"Rome": ["Oslo"]}``.
        limit: US dollars that a press on Start may cost without being asked about; None is no
            limit.
        attributes: Attributes by name, each with one value or several; several are an axis.

    Raises:
        InvalidAttributes: Names every argument that is wrong; nothing was sent.
        ConfigurationError: There is no history to write to.
    """

    budget = Float(None, allow_none=True, min=0.0).tag(sync=True)
    """US dollars that the sweep may spend in all when Start is pressed; None is no limit."""
    limit = Float(START_LIMIT, allow_none=True, min=0.0).tag(sync=True)
    """US dollars that a press on Start may cost without being asked about; None is no limit."""

    # What the browser shows; `sweep_contract` says what each of them is.
    constants = Dict(read_only=True).tag(sync=True)
    backend = Dict(read_only=True).tag(sync=True)
    can_remember = Bool(read_only=True).tag(sync=True)
    key_problem = Unicode("", read_only=True).tag(sync=True)
    notice = Unicode("", read_only=True).tag(sync=True)
    alert = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    question = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    form = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    problems = Dict(read_only=True).tag(sync=True)
    sweep_id = Unicode("", read_only=True).tag(sync=True)
    is_begun = Bool(read_only=True).tag(sync=True)
    axis_rows = List(Dict(), read_only=True).tag(sync=True)
    grid = Dict(dict(sweep_contract.NO_GRID), read_only=True).tag(sync=True)
    shape = Unicode("", read_only=True).tag(sync=True)
    statuses = Unicode("", read_only=True).tag(sync=True)
    state = Dict(dict(sweep_contract.NOTHING_YET), read_only=True).tag(sync=True)
    offer = Dict(dict(sweep_contract.NO_OFFER), read_only=True).tag(sync=True)
    findings = Dict(allow_none=True, default_value=None, read_only=True).tag(sync=True)
    earlier = List(Dict(), read_only=True).tag(sync=True)
    is_below = Bool(read_only=True).tag(sync=True)
    opened_by = Unicode("", read_only=True).tag(sync=True)
    static_token = Unicode("", read_only=True).tag(sync=True)

    def __init__(
        self,
        base: AvatarAttributes | Mapping[str, Any] | str | None = None,
        *,
        client: HeyGen | None = None,
        history: History | None = None,
        parallel: int = 3,
        repeats: int = 1,
        combine: str = "product",
        sample: int | None = None,
        seed: int | None = None,
        reuse: bool = False,
        count: int | None = None,
        replace: Mapping[str, Iterable[str]] | None = None,
        limit: float | None = START_LIMIT,
        **attributes: Any,  # noqa: ANN401 - one value or several; Sweep checks them
    ) -> None:
        # Here and not above: importing the package must not load the client.
        from heygen_widgets.client import HeyGen as Client  # noqa: PLC0415
        from heygen_widgets.sweeps.sweep import Sweep  # noqa: PLC0415

        chosen = client or Client.from_environment(history=history)
        options: dict[str, Any] = {
            "parallel": parallel,
            "repeats": repeats,
            "combine": combine,
            "sample": sample,
            "seed": seed,
            "reuse": reuse,
            "count": count,
            "replace": replace,
        }
        sweep = None
        if base is not None or attributes or options != _USUAL:
            sweep = Sweep(base, client=chosen, history=history, **options, **attributes)
        self._begin(chosen, history, sweep, limit)

    def _begin(
        self, client: HeyGen, history: History | None, sweep: Sweep | None, limit: float | None
    ) -> None:
        from heygen_widgets.config.key_sources import can_remember  # noqa: PLC0415
        from heygen_widgets.widgets import containers  # noqa: PLC0415
        from heygen_widgets.widgets.static_copy import StaticCopy  # noqa: PLC0415
        from heygen_widgets.widgets.sweep.sweep_controller import (  # noqa: PLC0415
            SweepController,
        )
        from heygen_widgets.widgets.sweep.sweep_events import SweepEvents  # noqa: PLC0415

        token = uuid.uuid4().hex[:12]
        self.static_copy = StaticCopy(token)
        self._controller = SweepController(client, history, sweep, self, self.static_copy)
        self._events = SweepEvents(self._controller, self)
        self.template = bundle.template("Sweep", bundle.SWEEP)
        bundle.open_what_all_widgets_share()
        self._set(
            static_token=token,
            can_remember=can_remember(),
            backend=self._controller.choice.backend(),
        )
        super().__init__(limit=limit)
        containers.watch()
        self._controller.look_around()

    @classmethod
    def load(
        cls,
        id: str,  # noqa: A002 - as Sweep.load
        *,
        client: HeyGen | None = None,
        history: History | None = None,
    ) -> Self:
        """Return a sweep as the history holds it, to go on with it or to look at its results.

        Args:
            id: Its id.
            client: Who makes what is left; by default ``HeyGen.from_environment()``, and for a
                sweep of the sandbox always the sandbox.
            history: Where it is written down; by default where the client writes.

        Raises:
            NotFound: The history holds no such sweep.
            ConfigurationError: The client reaches another host than the one that served the sweep.
        """
        from heygen_widgets.sweeps.sweep import Sweep  # noqa: PLC0415 - loads the client

        sweep = Sweep.load(id, client=client, history=history)
        widget = cls.__new__(cls)
        widget._begin(sweep.client, history, sweep, START_LIMIT)  # noqa: SLF001 - its own
        return widget

    def start_copy(self) -> None:
        """Start to write what came of it into the notebook file, where it stands in one."""
        self._controller.start_copy()

    def stand_below(
        self, outer: StaticCopy, on_close: Callable[[], object], opened_by: str = ""
    ) -> None:
        """Stand below a studio: it can be closed, and the studio's static copy shows it as well.

        Args:
            outer: The studio's static copy.
            on_close: Takes this widget away.
            opened_by: The view of the studio that has asked for it; empty for none.
        """
        self.static_copy.stand_in(outer)
        self._controller.stand_below(on_close)
        self._set(is_below=True, opened_by=opened_by)

    def _handle_event(self, _: object, content: dict[str, Any], buffers: list[Any]) -> None:
        # In place of ipyvue's, which looks for methods named `vue_…`.
        del buffers
        event, data = str(content.get("event", "")), content.get("data")
        self._controller.loop.post(self._events.carry_out, event, data)

    def _ipython_display_(self) -> None:
        """Display the widget, and a static copy below it that stays in the notebook file."""
        self.static_copy.show(self._repr_mimebundle_())
        self._controller.write_copy()

    def __repr__(self) -> str:
        sweep = self._controller.shown.now
        said = repr(sweep)[1:-1] if sweep else "without a plan"
        return f"<AvatarSweep: {said}, on {self.client!r}>"

    def __bool__(self) -> bool:
        return True

    def __len__(self) -> int:
        sweep = self._controller.shown.now
        return len(sweep) if sweep else 0

    def __iter__(self) -> Iterator[Cell]:
        """Go through the cells as they are planned."""
        return iter(self._controller.shown.now or ())

    @default("constants")
    def _all_constants(self) -> dict[str, Any]:
        return sweep_contract.constants()

    @validate("events")
    def _events_of_the_contract(self, _: object) -> list[str]:
        # ipyvue lists the methods named `vue_…`; ours are named in one table.
        return [entry.name for entry in sweep_contract.EVENTS]

    @property
    def sweep(self) -> Sweep:
        """The sweep that the widget shows, which works without a widget as well.

        Raises:
            ConfigurationError: There is no plan yet. All that need one raise this.
        """
        return self._controller.shown.needed()

    @property
    def id(self) -> str:
        """Its id, by which `load` finds it."""
        return self.sweep.id

    @property
    def plan(self) -> Plan:
        """Its axes and cells."""
        return self.sweep.plan

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What varies; repeats come last."""
        return self.sweep.axes

    @property
    def client(self) -> HeyGen:
        """Who makes it; set it to take another one before it is begun."""
        return self._controller.client

    @client.setter
    def client(self, client: HeyGen) -> None:
        self._controller.use(client)

    @property
    def history(self) -> History:
        """Where it is written down."""
        return self.sweep.history

    @property
    def is_running(self) -> bool:
        """Whether it is being carried out here."""
        return self._controller.run.is_running

    @property
    def progress(self) -> Progress:
        """How far it got."""
        return self.sweep.progress

    @property
    def results(self) -> list[Result]:
        """What came of each cell, in order, with its images and your marks."""
        return self.sweep.results

    @property
    def comparisons(self) -> Comparisons:
        """The blind comparisons: which two images to show next, and what was chosen."""
        comparisons = self.sweep.comparisons
        comparisons.changed = self._controller.judged
        return comparisons

    def mark(self, image: AvatarImage | str, **mark: Any) -> Mark:  # noqa: ANN401 - those of History.mark
        """Note what you think of an image: ``favourite``, ``rating`` (1 to 5), ``note``.

        Args:
            image: The image, or its key.
            mark: As in `History.mark`; what is not given stays as it is.

        Returns:
            The whole mark of the image.

        Raises:
            NotFound: The sweep has no such image.
            ConfigurationError: Names every wrong value at once; nothing was changed.
        """
        changed = self.sweep.mark(image, **mark)
        self._controller.judged(image if isinstance(image, str) else image.key or image.url)
        return changed

    def preview(self, number: int = 5) -> list[AvatarAttributes]:
        """Return what the first cells ask for."""
        return self.sweep.preview(number)

    async def quote(self) -> SweepQuote:
        """Return what is left to make and what that costs, before anything is sent.

        Raises:
            HeyGenError: As in `Sweep.quote`.
        """
        return await self.sweep.quote()

    async def run(
        self,
        budget: float | None = None,
        *,
        progress: Callable[[Progress], object] | bool | None = None,
        **options: Any,  # noqa: ANN401 - those of Sweep.run
    ) -> Progress:
        """Make what is not made yet, and show it as it goes; the same as Start, without a question.

        Args:
            budget: What the sweep may spend in all, in US dollars; by default as set on the widget.
            progress: As in `Sweep.run`; by default lines or a bar where the widget isn't displayed.
            options: Others of `Sweep.run`: ``timeout``, ``confirm``, ``repeat_unknown``.

        Raises:
            HeyGenError: As in `Sweep.run`; the widget shows it as well.
        """
        return await self.start(budget, progress=progress, **options)

    def start(
        self,
        budget: float | None = None,
        *,
        progress: Callable[[Progress], object] | bool | None = None,
        **options: Any,  # noqa: ANN401 - those of Sweep.run
    ) -> asyncio.Task[Progress]:
        """Start `run` as a task, and return it; takes the same arguments.

        Args:
            budget: As in `run`.
            progress: As in `run`.
            options: As in `run`.

        Raises:
            ConfigurationError: There is no plan yet, or no event loop runs here.
        """
        from heygen_widgets.sweeps.sweep import progress_of  # noqa: PLC0415 - loads the client

        self._controller.shown.needed()
        shows = not self.static_copy.is_shown if progress is None else progress
        allowed = self.budget if budget is None else budget
        work = self._controller.carry_out(allowed, progress_of(shows), **options)
        return self._controller.loop.start(work)

    def pause(self) -> None:
        """Begin no new cell until `resume`; the cells in flight go on, and are paid for."""
        self._controller.pause()

    def resume(self) -> None:
        """Go on after `pause`."""
        self._controller.go_on()

    def stop(self) -> None:
        """Begin no new cell and stop waiting; `run` returns soon, and can be called again."""
        self._controller.stop()

    def to_dataframe(self) -> Any:  # noqa: ANN401 - pandas is optional
        """Return a pandas DataFrame: a row for each image, and for each cell that has none.

        Raises:
            ConfigurationError: pandas is not installed.
        """
        return self.sweep.to_dataframe()

    def summary(self) -> Summary:
        """Return what came out, for each value of each axis, with intervals."""
        return self.sweep.summary()

    def plot(self, measure: str | None = None) -> Plot:
        """Return what came out as a plot, which a notebook shows without a plotting library.

        Args:
            measure: ``wins``, ``rating`` or ``favourites``; None for the first of which there is
                something.

        Raises:
            ConfigurationError: There is no such measure.
        """
        return self.sweep.plot(measure)

    def ranking(self, axis: str) -> Ranking:
        """Return the values of an axis, ranked by the blind comparisons.

        Args:
            axis: The name of the axis.

        Raises:
            ConfigurationError: There is no such axis, or choix is not installed.
        """
        return self.sweep.ranking(axis)

    def save(
        self, path: str | PathLike[str], *, rows: str | None = None, columns: str | None = None
    ) -> Path:
        """Write what came out to a file; its ending says in which form.

        Args:
            path: The file: ``.csv``, ``.json``, ``.parquet``, ``.png``, ``.pdf``, ``.html``,
                ``.zip``.
            rows: The axis that goes down a contact sheet or a report.
            columns: The axis that goes across.

        Raises:
            ConfigurationError: As in `Sweep.save`.
        """
        return self.sweep.save(path, rows=rows, columns=columns)

    def as_python(self) -> str:
        """Return a cell that shows the same sweep."""
        return self._controller.snippet()

    def show(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        """Set traits that the browser shows, in one message."""
        with self.hold_sync():
            self._set(**values)

    def tell(self, method: str, *values: Any, buffers: Iterable[bytes] = ()) -> None:  # noqa: ANN401 - JSON
        """Call a function in the browser, once; it is no part of the widget's state."""
        self.send({"method": method, "args": list(values)}, buffers=list(buffers))

    def _set(self, **values: Any) -> None:  # noqa: ANN401 - each trait checks its own
        for name, value in values.items():
            self.set_trait(name, value)
