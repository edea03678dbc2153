"""`HeyGen`, the client: HeyGen's photo avatars from Python, with or without a widget."""

from __future__ import annotations

import copy
import functools
import secrets
import uuid
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, Self, Unpack
from urllib.parse import urlsplit

from heygen_widgets.api import job_times, poll_schedule, polling
from heygen_widgets.api.avatars import PAGE, batched, listed
from heygen_widgets.api.connection import Connection
from heygen_widgets.api.gateway import counts_for
from heygen_widgets.api.pace import Pace
from heygen_widgets.api.version_probe import NEXT_VERSION, WIRES
from heygen_widgets.avatars import changes, given, library, making, new_looks, pictures, training
from heygen_widgets.avatars.call import Call, ClientParts, Turns
from heygen_widgets.avatars.settling import settled
from heygen_widgets.billing.account import Account
from heygen_widgets.billing.order import Order
from heygen_widgets.billing.spending import Budget
from heygen_widgets.config import settings
from heygen_widgets.config.urls import HEYGEN_URL, SANDBOX_HOST, SANDBOX_URL, is_loopback
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.generation import Generation
from heygen_widgets.models.groups import AvatarGroup
from heygen_widgets.models.images import AvatarImage
from heygen_widgets.models.jobs import GenerationStatus
from heygen_widgets.models.limits import MAX_COUNT
from heygen_widgets.models.looks import AvatarLook, Looks
from heygen_widgets.models.run_kind import RunKind
from heygen_widgets.models.text import did_you_mean
from heygen_widgets.runs import arguments, ordering, reference_images
from heygen_widgets.runs.open_run import OpenRun
from heygen_widgets.runs.outcome import follow, result_of
from heygen_widgets.runs.recorder import Recorder
from heygen_widgets.runs.runner import Runner
from heygen_widgets.runtime import cancellation

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
    from types import TracebackType

    import httpx

    from heygen_widgets.api.avatars import Page
    from heygen_widgets.api.gateway import Gateway
    from heygen_widgets.api.job_times import JobTimes
    from heygen_widgets.api.polling import Pacing
    from heygen_widgets.api.wire import Balance, Wire
    from heygen_widgets.billing.spending import Quote, Spent
    from heygen_widgets.history import History
    from heygen_widgets.models.attributes import AvatarAttributes, Orientation, Pose, Style
    from heygen_widgets.models.prices import Price
    from heygen_widgets.models.references import Reference
    from heygen_widgets.runs.arguments import Keywords
    from heygen_widgets.runs.options import Options
    from heygen_widgets.sandbox import Scenario
    from heygen_widgets.sandbox.server.state import Sandbox

TIMEOUT = 600.0
"""Seconds to wait for a generation, unless told otherwise."""

TRAINING_TIMEOUT = 1800.0
"""Seconds to wait for a training, unless told otherwise: it takes some 5 to 20 minutes."""

STEPS = {
    "generate": RunKind.PHOTOS,
    "create_group": RunKind.GROUP,
    "add_looks": RunKind.ADDED_LOOKS,
    "train": RunKind.TRAINING,
    "generate_looks": RunKind.LOOKS,
}
"""The verbs that HeyGen may bill, and what they ask for."""


class HeyGen:
    """HeyGen's photo avatars: submit, wait, download, as coroutines.

        async with HeyGen() as heygen:
            generation = await heygen.generate("a chef in Rome", style="Noir")

    ``async with`` keeps connections open between calls; without it each call opens its own. In a
    plain script wrap a call in `run_blocking`.

    Args:
        api_key: Your API key; by default that of ``HEYGEN_API_KEY``.
        api: The version of HeyGen's API: ``v2``, ``v3``, or ``auto`` for v2 where it answers and
            takes the key, else v3; that is found out on first use, by a free question.
            ``HEYGEN_API`` changes the default.
        base_url: The API's address; by default ``HEYGEN_BASE_URL``, else HeyGen's. https, or http
            to this machine.
        upload_url: The address of v2's uploads; by default ``HEYGEN_UPLOAD_URL``, else HeyGen's, or
            ``base_url`` if that is not HeyGen's. The key is sent there as well.
        timeout: Seconds for connecting, and for each read and write.
        poll: Fixed figures for when to ask whether a generation is done. By default the client asks
            most often when the generation is most likely to end, by how long the latest ones of the
            history took: about 15 times in all, at least every 10 s and at most every 0.4 s.
        history: Where each run is written down: by default `History()`; False is nowhere.
        prices: What one request costs, by version or by `PriceKind`, in place of the table's
            figures: ``{"v3": "$1.43", "training": "3 credits"}``; None for one that is unknown.
        budget: What may be spent without ``confirm=True``: a `Budget`, or dollars for the session.
            By default there is no limit.
        transport: An httpx transport in place of the network, for tests and proxies.

    Raises:
        ConfigurationError: There is no key, or an argument or variable is wrong.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        api: str = "auto",
        base_url: str | None = None,
        upload_url: str | None = None,
        timeout: float = 30.0,
        poll: polling.PollPolicy | None = None,
        history: History | Literal[False] | None = None,
        prices: Mapping[str, Price | str | float | None] | None = None,
        budget: Budget | float | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        try:
            key = settings.choose_key(api_key)
        finally:
            del api_key  # a traceback may show local variables
        settings.check_seconds("timeout", timeout, may_be_none=False)
        self._connection = Connection(
            settings.choose_api(api),
            settings.choose_base_url(base_url),
            key,
            upload_url=settings.choose_upload_url(upload_url, base_url),
            timeout=timeout,
            transport=transport,
        )
        self._poll = poll
        self._clock = polling.Clock()
        self._sandbox: Sandbox | None = None
        place = None if transport else (self._connection.base_url, key.fingerprint)
        self._account = Account(prices, budget, place)
        self._recorder = Recorder(_choose_history(history), self.host, key.fingerprint)
        self._turns = Turns()

    @classmethod
    def from_environment(cls, *, history: History | Literal[False] | None = None) -> Self:
        """Return the client that a widget starts with.

        It is the sandbox where ``HEYGEN_SANDBOX`` says yes (1, true, yes, on) or there is no key,
        else HeyGen. An empty variable counts as unset. ``HEYGEN_SANDBOX=v3`` is a sandbox that
        serves only v3, ``v2`` one that serves only v2.

        Args:
            history: As in `HeyGen`.

        Raises:
            ConfigurationError: A variable is wrong.
        """
        if not settings.wants_sandbox():
            return cls(history=history)
        from heygen_widgets.sandbox import Scenario  # noqa: PLC0415 - loads the faults

        scenario = Scenario(seed=secrets.randbits(32), api=settings.sandbox_api())
        return cls.sandbox(scenario, history=history)

    @classmethod
    def sandbox(
        cls, scenario: Scenario | None = None, *, history: History | Literal[False] | None = None
    ) -> Self:
        """Return the same client over the sandbox in this process: no account, nothing billed.

        Args:
            scenario: How the sandbox behaves; by default it takes a few seconds, succeeds, and
                draws other people each time.
            history: As in `HeyGen`.
        """
        from heygen_widgets import sandbox  # noqa: PLC0415 - loads Starlette
        from heygen_widgets.api.http import asgi_transport  # noqa: PLC0415 - loads httpx

        scenario = scenario or sandbox.Scenario(seed=secrets.randbits(32))
        app = sandbox.create_app(scenario)
        client = cls(
            scenario.api_key or sandbox.SANDBOX_KEY,
            base_url=SANDBOX_URL,
            history=history,
            transport=asgi_transport(app),
        )
        client._sandbox = app.state.sandbox
        # This sandbox ends with this client: no other one can resume its runs.
        client._recorder = Recorder(client.history, client.host, uuid.uuid4().hex)
        return client

    def __repr__(self) -> str:
        return f"<HeyGen {self.api} at {self.host}>"

    @property
    def is_sandbox(self) -> bool:
        """Whether this is the sandbox in this process: illustrations, nothing billed."""
        return self._sandbox is not None

    @property
    def host(self) -> str:
        """Host name of the API, with the port where one is given; ``sandbox`` for the sandbox."""
        return SANDBOX_HOST if self.is_sandbox else urlsplit(self._connection.base_url).netloc

    @property
    def public_url(self) -> str:
        """The address that copied commands name: the API's, and HeyGen's for the sandbox."""
        return HEYGEN_URL if self.is_sandbox else self._connection.base_url

    @property
    def api(self) -> str:
        """The version of HeyGen's API that serves new runs; ``auto`` until it is found out."""
        wire = self._connection.probe.wire
        return wire.VERSION if wire else "auto"

    @property
    def notice(self) -> str:
        """HeyGen's notice that this version of its API will go, with the date; often empty."""
        return self._connection.notice

    @property
    def spent(self) -> Spent:
        """What this account has spent in this process, by the price table."""
        return self._account.spent

    @property
    def budget(self) -> Budget:
        """What may be spent without ``confirm=True``."""
        return self._account.budget

    def with_api(self, api: str) -> Self:
        """Return the same client on another version of the API.

        Raises:
            ConfigurationError: There is no such version.
        """
        client = copy.copy(self)
        vars(client)["_connection"] = self._connection.for_version(settings.choose_api(api))
        return client

    @property
    def pace(self) -> Pace | None:
        """What its runs share, if it is `paced`; None otherwise."""
        return self._connection.pace

    def paced(self, history: History) -> Self:
        """Return the same client for runs that go on side by side and share their pace.

        Args:
            history: Where they are written down.
        """
        client = copy.copy(self)
        recorder = Recorder(history, self._recorder.backend, self._recorder.account)
        connection = self._connection.paced(Pace(self._clock))
        vars(client).update(_connection=connection, _recorder=recorder)
        return client

    def newer(self) -> Self | None:
        """Return the same client on the version that follows the present one; None if none does."""
        following = NEXT_VERSION.get(self.api)
        return self.with_api(following) if following else None

    def known_quote(self, count: int | None = None) -> Quote | None:
        """Return what `quote` does, if it can be told without asking HeyGen; else None.

        Raises:
            InvalidAttributes: As in `quote`.
        """
        wire = self._connection.probe.wire
        return self._account.quote(wire, count) if wire else None

    def known_counts(self) -> range:
        """Return the numbers of images that a generation can have, as far as that is known."""
        wire = self._connection.probe.wire
        return counts_for(wire) if wire else range(1, MAX_COUNT + 1)

    def room_for_appearance(self, attributes: AvatarAttributes) -> int:
        """Return how many characters the appearance may have; v3 takes fewer than v2.

        Args:
            attributes: The others; v3 takes them in the same text.
        """
        wire = self._connection.probe.wire or WIRES["v2"]
        return wire.room_for_appearance(attributes)

    def as_curl(
        self,
        attributes: AvatarAttributes | str,
        references: tuple[Reference, ...] = (),
        count: int | None = None,
    ) -> str:
        """Return what a generation would send as curl commands, the key as ``$HEYGEN_API_KEY``."""
        from heygen_widgets import snippets  # noqa: PLC0415 - rarely needed

        wanted, _ = arguments.read("as_curl", attributes, {})
        wire = self._connection.probe.wire or WIRES["v2"]
        requests = snippets.requests_for(wire, wanted, references, count)
        return snippets.as_curl(requests, self.public_url)

    @cancellation.in_a_task_of_its_own
    async def quote(self, count: int | None = None) -> Quote:
        """Return what a generation will cost, how many images come, how long it takes, and the API.

        Args:
            count: How many images, 1 to 8, by default 4. v2 makes four at a time, and bills them
                together, so there it is 4 or 8.

        Raises:
            InvalidAttributes: The version that serves this key can't make exactly so many.
            HeyGenError: It can't be found out which version serves this key.
        """
        async with self._runner() as runner:
            quote = self._account.quote(WIRES[runner.gateway.version], count)
        return replace(quote, usual_seconds=await self.usual_seconds(quote.api))

    @cancellation.in_a_task_of_its_own
    async def balance(self) -> Balance | None:
        """Ask what the account holds: v2's API credits, or v3's wallet. It is free.

        Returns:
            The balance, or None if HeyGen's answer doesn't tell it.

        Raises:
            HeyGenError: There is no answer.
        """
        async with self._runner() as runner:
            return await runner.gateway.balance()

    @property
    def history(self) -> History | None:
        """Where each run is written down; None for nowhere."""
        return self._recorder.history

    @property
    def history_problem(self) -> str:
        """Why nothing is being written down, such as a full disk; empty while all is well."""
        return self._recorder.problem

    async def left_over(self, *, steps: bool = False) -> tuple[list[Generation], list[Generation]]:
        """Return this account's runs that were left unfinished, and those of unknown outcome.

        The first can be resumed. Of the second, only your HeyGen account knows whether they were
        made. Both newest first; in neither are runs that somebody waits for, and those that you
        told the history to forget.

        Args:
            steps: Whether to return what makes groups, looks of pictures, and training, in place of
                what makes pictures.
        """
        unfinished, unknown = await self._recorder.left_over()
        return _of_kind(unfinished, steps=steps), _of_kind(unknown, steps=steps)

    async def usual_seconds(
        self, api: str = "", kind: RunKind = RunKind.PHOTOS
    ) -> tuple[float, float]:
        """Return between how many seconds most runs take.

        One run in five is quicker, and one in five slower. The figures follow the latest successful
        runs of the history: without any, what HeyGen's texts say, and in the sandbox its scenario.

        Args:
            api: The version of HeyGen's API; by default the one that serves new runs.
            kind: What the runs ask HeyGen for.
        """
        chosen = api or self.api
        return (await self._job_times(chosen if chosen in WIRES else "", kind)).usual_seconds

    def reopened(self, record: Generation) -> Generation:
        """Return a record as one to wait for again; it stays final if nothing can come of that.

        Requests without an answer are sent again under their keys for as long as HeyGen promises
        to make them once.
        """
        wire = WIRES.get(record.api)
        return record.reopened(repeat=wire is not None and record.age < wire.REPLAYS_FOR)

    @property
    def rehearsed(self) -> tuple[str, ...]:
        """The kinds of failure that the sandbox rehearses now."""
        return tuple(fault.kind for fault in self._sandbox.faults) if self._sandbox else ()

    def rehearse(self, *faults: str) -> None:
        """Make the sandbox fail from now on as ``heygen_widgets.sandbox.FAULTS`` says; none: stop.

        Raises:
            ConfigurationError: This is not the sandbox.
            ValueError: A fault is not one of these.
        """
        if self._sandbox is None:
            raise ConfigurationError("Only the sandbox can rehearse failures.", "HeyGen.sandbox()")
        self._sandbox.faults = faults

    async def order(
        self, attributes: AvatarAttributes | str | None = None, **keywords: Unpack[Keywords]
    ) -> Order:
        """Return a generation as it would be asked for, with its price: nothing is paid for.

        ``await heygen.generate(order)`` carries it out at that price.

        Args:
            attributes: As in `generate`.
            keywords: As in `generate`.

        Raises:
            InvalidAttributes: The version of the API that serves this key can't be asked for it.
            HeyGenError: It can't be found out which version that is.
            TypeError: As in `generate`.
        """
        wanted, options = arguments.read("order", attributes, keywords)
        async with self._runner() as runner:
            wire = WIRES[runner.gateway.version]
            return ordering.ordered(self._account, wire, wanted, options)

    def known_order(
        self, attributes: AvatarAttributes | None = None, **options: Unpack[Options]
    ) -> Order | None:
        """Return what `order` does, if it can be told without asking HeyGen; else None.

        Args:
            attributes: What the person should be like; None for an order that only tells the price.
            options: As in `order`.

        Raises:
            InvalidAttributes: As in `order`.
        """
        wire = self._connection.probe.wire
        return ordering.ordered(self._account, wire, attributes, options) if wire else None

    async def submit(
        self,
        attributes: AvatarAttributes | Order | str | None = None,
        **keywords: Unpack[Keywords],
    ) -> Generation:
        """Start a generation and return its record, ``in_progress``: no waiting.

        Args:
            attributes: As in `generate`.
            keywords: As in `generate`.

        Raises:
            SubmitOutcomeUnknown: HeyGen may have started it, but no id arrived.
            HeyGenError: HeyGen refused it, or nothing was sent.
            TypeError: As in `generate`.
        """
        wanted, options = _wanted("submit", attributes, keywords)
        run = OpenRun(self._recorder)

        async def work() -> Generation:
            async with self._runner(run) as runner:
                record = await self._begin(runner, wanted, options)
                records = self._written(runner, runner.submit(record), record, is_new=True)
                async with aclosing(records):
                    return [record async for record in records][-1]

        return await run.carried_out(work)

    @cancellation.in_a_task_of_its_own
    async def fetch(self, generation_id: str) -> Generation:
        """Ask once how a generation stands: one GET. Its pictures are not downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        known = await self._known(generation_id)
        async with self._runner(known=known) as runner:
            return await runner.fetch(replace(known, api=runner.gateway.version))

    async def watch(
        self,
        generation: Generation | str,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - ends with a record, not an exception
    ) -> AsyncGenerator[Generation]:
        """Follow a generation: yields its record at every change, the last one final.

        Args:
            generation: Its id, or its record, whose attributes are then kept.
            timeout: Seconds after which it ends as ``timed_out``; None waits for ever.

        Raises:
            HeyGenError: HeyGen can't be asked: a wrong key, an unknown id, a retired API.
        """
        _check_timeout(timeout)
        run = OpenRun(self._recorder)

        async def records() -> AsyncGenerator[Generation]:
            known = await self._known(generation)
            run.goes_on_from(known)
            async with self._runner(run, known) as runner:
                known = replace(known, api=runner.gateway.version)
                deadline = polling.Deadline.after(timeout, self._clock)
                async with aclosing(run.kept(runner.watch(known, deadline))) as kept:
                    async for record in kept:
                        yield record

        async with aclosing(run.handed_over(records)) as handed_over:
            async for record in handed_over:
                yield record

    async def generate(
        self,
        attributes: AvatarAttributes | Order | str | None = None,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - keeps the id, unlike a cancellation
        on_update: Callable[[Generation], object] | None = None,
        *,
        download: bool = True,
        **keywords: Unpack[Keywords],
    ) -> Generation:
        """Submit, wait, download the pictures, and return the finished record.

            await heygen.generate("a chef in Rome", style="Noir", count=4)

        Args:
            attributes: What the person should be like: a text, which is the appearance, and of
                which a name is made; `AvatarAttributes`; or an order for it.
            timeout: Seconds to wait for HeyGen; None waits for ever.
            on_update: Called with the record at every change, the final one included.
            download: Whether to fetch the pictures. One that can't be had doesn't fail the
                generation: its own ``error`` says why.
            keywords: Attributes by name, which replace those above, and any of these options; an
                order holds its own of both. ``count``: how many images, 1 to 8, by default 4; v2
                makes four at a time, so there it is 4 or 8. ``reference_images``: up to three
                images to look like, as paths, bytes, PIL images or https addresses (v3 only).
                ``avatar_id``: key of a look to imitate (v3 only). ``budget``: a `Budget` besides
                the client's own. ``confirm``: True goes beyond the budgets.

        Raises:
            BudgetExceeded: It would cost more than a budget allows; nothing was sent.
            InvalidAttributes: This version of the API can't be asked for it; nothing was sent.
            SubmitOutcomeUnknown: It may have been billed, but no id arrived.
            GenerationFailed: HeyGen gave up.
            GenerationTimeout: HeyGen needs longer; ``error.generation.id`` can be resumed.
            HeyGenError: HeyGen refused it or can't be asked.
            TypeError: Names every keyword that is unknown; nothing was sent.
        """
        _check_timeout(timeout)
        wanted, options = _wanted("generate", attributes, keywords, arguments.OF_GENERATE)
        run = OpenRun(self._recorder, on_update)

        async def work() -> Generation:
            async with self._runner(run, download=download) as runner:
                record = await self._begin(runner, wanted, options)
                deadline = polling.Deadline.after(timeout, self._clock)
                records = runner.generate(record, deadline)
                written = self._written(runner, records, record, is_new=True)
                return await follow(written, run.tell)

        return await run.carried_out(work)

    async def resume(
        self,
        generation: Generation | str,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - keeps the id, unlike a cancellation
        on_update: Callable[[Generation], object] | None = None,
        *,
        download: bool = True,
    ) -> Generation:
        """Wait for a generation that was submitted before: nothing new is billed.

        Requests of it that have no answer are sent again under their ``Idempotency-Key``, for as
        long as HeyGen promises to make them once: what was agreed to before, and no more.

        Args:
            generation: Its id, our ``run_id`` of it, or its record, whose attributes are then kept.
            timeout: As in `generate`.
            on_update: As in `generate`.
            download: As in `generate`.

        Raises:
            HeyGenError: As in `generate`.
        """
        _check_timeout(timeout)
        run = OpenRun(self._recorder, on_update)

        async def work() -> Generation:
            found = await self._found(generation)
            if not found.kind.makes_images:
                return await self._resumed_step(run, found, timeout)
            known = self._reopened_or_refused(found)
            run.goes_on_from(known)
            async with self._runner(run, known, download=download) as runner:
                known = replace(known, api=runner.gateway.version)
                deadline = polling.Deadline.after(timeout, self._clock)
                paid = known if known.unsent else None
                records = runner.watch(known, deadline)
                written = self._written(runner, records, paid, is_new=False)
                return await follow(written, run.tell)

        return await run.carried_out(work)

    async def download(self, image: AvatarImage | AvatarLook | AvatarGroup) -> bytes:
        """Fetch one picture, again after a failure, or for a record that was only fetched.

        If its link is too old, HeyGen is asked for another one.

        Args:
            image: A picture, a look, or a group, which stands for the picture that HeyGen shows.

        Raises:
            ImageUnavailable: It can't be had; the message says why.
        """
        _check_record(image, (AvatarImage, AvatarLook, AvatarGroup), "A picture, a look or a group")

        async def work(call: Call) -> bytes:
            if isinstance(image, AvatarLook):
                return (await library.picture_of(call, image)).bytes
            if isinstance(image, AvatarGroup):
                return (await library.preview_of(call, image)).bytes
            return (await pictures.fetched_anew(call, image)).bytes

        return await self._call().carried_out(work, image.api or None)

    async def quote_for(self, verb: str, count: int = 1, *, images: object = None) -> Order:
        """Return what a step will cost, and whether a budget objects: nothing is sent or paid for.

            order = await heygen.quote_for("add_looks", 3)
            order.quote, order.objection

        Args:
            verb: The name of the verb: ``create_group``, ``add_looks``, ``train``,
                ``generate_looks`` or ``generate``.
            count: How many looks, for the verbs that make several.
            images: The pictures themselves, if they are known: on v3 a group of a picture that is a
                look already costs nothing.

        Raises:
            ConfigurationError: There is no such verb.
            InvalidAttributes: This version can't make exactly so many.
            HeyGenError: It can't be found out which version serves this key.
        """
        kind = _step(verb)
        async with self._runner() as runner:
            wire = WIRES[runner.gateway.version]
        order = self._order_for(wire, kind, count, images)
        usual = await self.usual_seconds(wire.VERSION, kind)
        return replace(order, quote=replace(order.quote, usual_seconds=usual))

    def known_quote_for(self, verb: str, count: int = 1, *, images: object = None) -> Order | None:
        """Return what `quote_for` does, if it can be told without asking HeyGen; else None.

        Args:
            verb: As in `quote_for`.
            count: As in `quote_for`.
            images: As in `quote_for`.

        Raises:
            ConfigurationError: As in `quote_for`.
            InvalidAttributes: As in `quote_for`.
        """
        kind, wire = _step(verb), self._connection.probe.wire
        return self._order_for(wire, kind, count, images) if wire else None

    async def create_group(
        self,
        name: str,
        image: object,
        *,
        budget: Budget | float | None = None,
        confirm: bool = False,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - as in `generate`
    ) -> AvatarGroup:
        """Make an avatar of a picture, and return it: a group with one look.

            group = await heygen.create_group("Lina", generation.images[0])

        Called again with the same name and picture, it finds that avatar and makes no second one.
        On v3 a picture of a generation is an avatar already: it is given the name, and nothing is
        made or billed.

        Args:
            name: The avatar's name.
            image: The picture: an image, a look, a generation of one image, a key, or a photo of
                your own (a path, bytes, or a PIL image).
            budget: A `Budget` besides the client's own.
            confirm: True goes beyond the budgets.
            timeout: Seconds to wait for HeyGen; None waits for ever.

        Raises:
            BudgetExceeded: It would cost more than a budget allows; nothing was sent.
            SubmitOutcomeUnknown: It may have been made; the same call looks at HeyGen first.
            GenerationFailed: HeyGen can't make an avatar of this picture.
            HeyGenError: HeyGen refused it or can't be asked.
        """
        _check_timeout(timeout)
        call = self._call()

        async def work(call: Call) -> AvatarGroup:
            return await making.group(call, name, image, terms)

        terms = _terms(call, budget, confirm=confirm, timeout=timeout)
        return await call.carried_out(work)

    async def add_looks(
        self,
        group: given.Given,
        images: object,
        name: str | None = None,
        *,
        budget: Budget | float | None = None,
        confirm: bool = False,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - as in `generate`
        on_update: Callable[[Looks], object] | None = None,
    ) -> Looks:
        """Add pictures to an avatar as looks, any number, and return the looks in their order.

            looks = await heygen.add_looks(group, generation.images[1:])

        Called again with the same pictures, it finds what was added and does only the rest. On v2
        HeyGen bills nothing for it; on v3 each picture that is not a look of this avatar is
        uploaded and made a look, which is billed.

        Args:
            group: The avatar, or anything that leads to it: a look, an image, a generation, an id.
            images: A list of pictures, each as in `create_group`; or a generation.
            name: The name of the looks; by default the avatar's.
            budget: As in `create_group`.
            confirm: As in `create_group`.
            timeout: As in `create_group`.
            on_update: Called with the looks so far, each time that there are more.

        Raises:
            HeyGenError: As in `create_group`. The message says which pictures were added.
        """
        _check_timeout(timeout)
        call = self._call()

        async def work(call: Call) -> Looks:
            return await making.looks(
                call, group, images, name=name, terms=terms, on_update=on_update
            )

        terms = _terms(call, budget, confirm=confirm, timeout=timeout)
        return await call.carried_out(work)

    async def train(
        self,
        group: given.Given,
        *,
        budget: Budget | float | None = None,
        confirm: bool = False,
        again: bool = False,
    ) -> AvatarGroup:
        """Start the training of an avatar (v2), and return it: no waiting.

        It takes some 5 to 20 minutes; `wait_until_trained` waits for it. An avatar that is in
        training or trained already is returned as it is, and nothing is billed. On v3 nothing needs
        training: the avatar's ``message`` says so.

        Args:
            group: As in `add_looks`.
            budget: As in `create_group`.
            confirm: As in `create_group`.
            again: Whether to train a trained avatar once more, which HeyGen bills once more.

        Raises:
            NotReady: HeyGen still says that it has no valid picture, after two minutes.
            HeyGenError: As in `create_group`.
        """
        call = self._call()

        async def work(call: Call) -> AvatarGroup:
            return await training.train(call, group, terms, again=again)

        terms = _terms(call, budget, confirm=confirm, timeout=TIMEOUT)
        return await call.carried_out(work)

    async def wait_until_trained(
        self,
        group: given.Given,
        timeout: float | None = TRAINING_TIMEOUT,  # noqa: ASYNC109 - as in `generate`
        on_update: Callable[[AvatarGroup], object] | None = None,
    ) -> AvatarGroup:
        """Wait until new looks of an avatar can be generated, and return it.

        It may be another program that started the training, such as a notebook that has ended. On
        v3 it waits until HeyGen has completed the avatar.

        Args:
            group: As in `add_looks`.
            timeout: Seconds to wait; None waits for ever.
            on_update: Called with the avatar at every change, the last one included.

        Raises:
            ConfigurationError: It is not in training; nothing was sent.
            GenerationFailed: HeyGen gave the training up.
            GenerationTimeout: HeyGen needs longer; the same call waits on.
            HeyGenError: HeyGen can't be asked.
        """
        _check_timeout(timeout)
        call = self._call()

        async def work(call: Call) -> AvatarGroup:
            return await training.wait(call, group, call.deadline(timeout), on_update)

        return await call.carried_out(work)

    async def generate_looks(
        self,
        group: given.Given,
        prompt: str,
        *,
        orientation: Orientation | str = "square",
        pose: Pose | str = "half_body",
        style: Style | str = "Unspecified",
        count: int | None = None,
        avatar: given.Given | None = None,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - as in `generate`
        on_update: Callable[[Generation], object] | None = None,
        download: bool = True,
        budget: Budget | float | None = None,
        confirm: bool = False,
    ) -> Generation:
        """Generate new pictures of the same person, and return the finished record.

            await heygen.generate_looks(group, "in a green coat, on a bridge", style="Cinematic")

        On v2 the avatar must be trained, and the pictures become looks by `add_looks`. On v3 each
        picture is a look of the avatar at once.

        Args:
            group: As in `add_looks`.
            prompt: What the person wears and where it is, up to 1000 characters.
            orientation: ``square``, ``horizontal`` or ``vertical``.
            pose: ``half_body``, ``close_up`` or ``full_body``.
            style: As for `AvatarAttributes`.
            count: How many, as in `generate`.
            avatar: Which look the new ones are to look like (v3); by default the first.
            timeout: As in `generate`.
            on_update: As in `generate`.
            download: As in `generate`.
            budget: As in `create_group`.
            confirm: As in `create_group`.

        Raises:
            NotOffered: v2 was given a look to look like; nothing was sent.
            NotReady: The avatar is not trained (v2) or completed (v3); nothing was sent.
            HeyGenError: As in `generate`.
        """
        _check_timeout(timeout)
        fields = {"orientation": orientation, "pose": pose, "style": style}
        attributes = new_looks.wanted(prompt, count, fields)
        call = self._call()

        async def work(call: Call) -> Generation:
            return await new_looks.generate(
                call,
                group,
                attributes,
                count=count,
                like=avatar,
                terms=terms,
                on_update=on_update,
                download=download,
            )

        terms = _terms(call, budget, confirm=confirm, timeout=timeout)
        return await call.carried_out(work)

    async def groups(self, *, download: bool = False) -> AsyncGenerator[AvatarGroup]:
        """Go through the account's own avatars, a page at a time, without HeyGen's public ones.

            async for group in heygen.groups(): ...

        Args:
            download: Whether to fetch the picture that HeyGen shows of each.

        Raises:
            HeyGenError: HeyGen can't be asked.
        """

        async def page(token: str | None) -> Page[AvatarGroup]:
            fetch = functools.partial(library.page_of_groups, token=token)
            return await self._call().carried_out(fetch)

        async with aclosing(listed(page)) as groups:
            if not download:
                async for group in groups:
                    yield group
                return
            # The only page of v2 has all groups, which may be thousands.
            async for several in batched(groups, PAGE):
                fetch = functools.partial(library.with_previews, groups=several)
                for group in await self._call().carried_out(fetch):
                    yield group

    async def group(self, group: given.Given) -> AvatarGroup:
        """Return an avatar of the account as HeyGen has it now, with the status of its training.

        Args:
            group: As in `add_looks`.

        Raises:
            NotFound: HeyGen knows no such avatar.
            HeyGenError: HeyGen can't be asked.
        """

        async def work(call: Call) -> AvatarGroup:
            return await call.free(call.avatars.group(await given.group_id(call, group)))

        return await self._call().carried_out(work)

    async def looks(self, group: given.Given, *, download: bool = True) -> Looks:
        """Return all looks of an avatar, with fresh links to their pictures.

        Args:
            group: As in `add_looks`.
            download: Whether to fetch the pictures.

        Raises:
            NotFound: HeyGen knows no such avatar.
            HeyGenError: HeyGen can't be asked.
        """
        return await self._call().carried_out(
            functools.partial(library.looks, group=group, download=download)
        )

    async def look(self, look_id: given.Given, *, download: bool = True) -> AvatarLook:
        """Return one look, with a fresh link to its picture.

        The id of a look doesn't last on v3. One that is gone is looked for in its avatar.

        Args:
            look_id: Its id, or anything that leads to it: a look, an image, an avatar of one look.
            download: Whether to fetch the picture.

        Raises:
            NotFound: HeyGen knows no such look.
            HeyGenError: HeyGen can't be asked.
        """
        return await self._call().carried_out(
            functools.partial(library.look, wanted=look_id, download=download)
        )

    async def looks_of(self, image: AvatarImage | Generation) -> Looks:
        """Return the looks that were made of a picture or a generation, as the history knows.

        Args:
            image: The picture, or the generation.
        """
        _check_record(image, (AvatarImage, Generation), "A picture or a generation")
        call = self._call()
        return Looks(await given.looks_of(call, image))

    async def look_runs(self, group: given.Given) -> list[Generation]:
        """Return the runs that made new looks of an avatar, as the history knows; newest first.

        On v2 their pictures are no looks until they are added: ``looks`` of each run are those that
        were.

        Args:
            group: The avatar.

        Raises:
            HeyGenError: It can't be found out which avatar is meant.
        """
        call = self._call()
        group_id = group.id if isinstance(group, AvatarGroup) else await given.group_id(call, group)
        return await call.recorder.steps(RunKind.LOOKS, group_id=group_id)

    async def rename(self, group_or_look: given.Given, name: str) -> AvatarGroup | AvatarLook:
        """Give an avatar or a look another name (v3), and return it.

        HeyGen is not known to rename avatars. If it doesn't, its look is renamed, and the avatar's
        ``message`` says so.

        Args:
            group_or_look: What to rename.
            name: Its new name.

        Raises:
            NotOffered: v2 renames nothing; nothing was sent.
            HeyGenError: HeyGen knows no such thing, or can't be asked.
        """
        wanted = making.checked_name(name, "an avatar or a look")

        async def work(call: Call) -> AvatarGroup | AvatarLook:
            return await changes.rename(call, group_or_look, wanted)

        return await self._call().carried_out(work)

    async def delete(self, group_or_look: given.Given, confirm: bool = False) -> None:
        """Delete an avatar with all its looks, or one look, from the account, for good.

        On v3 the last look takes its avatar with it.

        Args:
            group_or_look: What to delete.
            confirm: Must be True.

        Raises:
            ConfigurationError: ``confirm`` is not True; the message names what would go.
            HeyGenError: HeyGen knows no such thing, or can't be asked.
        """

        async def work(call: Call) -> None:
            await changes.delete(call, group_or_look, confirm=confirm)

        await self._call().carried_out(work)

    async def upload(self, photo: object) -> AvatarImage:
        """Upload a photo of your own, and return it with its key, to make an avatar or a look of.

        HeyGen takes PNG and JPEG; anything else is converted. It bills nothing for uploads.

        Args:
            photo: Its path, its bytes, or a PIL image.

        Raises:
            ConfigurationError: It can't be read, or is not an image.
            HeyGenError: HeyGen refused it, or can't be reached.
        """
        return await self._call().carried_out(functools.partial(changes.upload, photo=photo))

    async def __aenter__(self) -> Self:
        await self._connection.open(self._clock.sleep)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # A run whose caller was cancelled may still wait for an answer over it.
        await cancellation.carried_out(self._connection.close(), cancellation.Stop())

    def _call(self, run: OpenRun | None = None) -> Call:
        parts = ClientParts(
            self._recorder,
            self._account,
            self._clock,
            functools.partial(self._connection.gateway, self._clock.sleep),
            self._runner_over,
            self._turns,
        )
        return Call(parts, run)

    def _order_for(self, wire: Wire, kind: RunKind, count: int, images: object) -> Order:
        if kind is RunKind.PHOTOS:
            return self._account.order(None, self._account.quote(wire, count), None)
        _check_number(count)
        count = 1 if kind in {RunKind.GROUP, RunKind.TRAINING} else count
        is_there = kind is RunKind.GROUP and isinstance(images, AvatarImage) and images.is_look
        if wire.VERSION == "v3" and is_there:
            count = 0
        return self._account.order(None, self._account.step_quote(wire, kind, count), None)

    async def _resumed_step(
        self,
        run: OpenRun,
        record: Generation,
        timeout: float | None,  # noqa: ASYNC109 - as in `generate`
    ) -> Generation:
        async def work(call: Call) -> Generation:
            return result_of(await settled(call, record, call.deadline(timeout)))

        return await self._call(run).within(work, record.api or None)

    async def _job_times(self, api: str, kind: RunKind = RunKind.PHOTOS) -> JobTimes:
        """Return how long jobs by a version of the API take; empty is any."""
        if self._sandbox:
            expected = job_times.sandbox_times(_seconds_of(self._sandbox.scenario, api, kind))
        elif is_loopback(urlsplit(self._connection.base_url).hostname or ""):
            expected = job_times.LOCAL_TIMES
        else:
            expected = job_times.heygen_times(api, kind)
        return expected.learnt(await self._recorder.durations(api, kind))

    async def _pacing(self, api: str, kind: RunKind) -> Pacing:
        """Return what decides when to ask about a run by a version of the API."""
        return self._poll or poll_schedule.schedule(await self._job_times(api, kind))

    async def _begin(
        self, runner: Runner, wanted: AvatarAttributes | Order, options: Mapping[str, Any]
    ) -> Generation:
        """Return the record of a run whose price is agreed to and reserved."""
        wire = WIRES[runner.gateway.version]
        order = ordering.order_for(self._account, wire, wanted, options)
        run_id = order.run_id or uuid.uuid4().hex
        with runner.run.stop.interrupts():
            references = await reference_images.read(order.reference_images, order.avatar_id)
        self._account.reserve(run_id, order)
        try:
            with runner.run.stop.interrupts():
                found = await references.uploaded(runner.gateway.upload)
        except BaseException:
            self._account.release(run_id)
            raise
        asked = Generation(
            status=GenerationStatus.SUBMITTING,
            attributes=order.attributes,
            references=found,
            price=order.quote.each,
        )
        return runner.record(run_id, asked, order.quote.jobs)

    def _written(
        self,
        runner: Runner,
        records: AsyncGenerator[Generation],
        paid: Generation | None,
        *,
        is_new: bool,
    ) -> AsyncGenerator[Generation]:
        """Return a run whose records are written to the history, and its price to the ledger."""
        run_id = paid.run_id if paid else None
        if run_id:
            runner.run.book = self._account.book
        return self._account.booked(run_id, runner.run.kept(records), is_new=is_new)

    async def _known(self, generation: Generation | str) -> Generation:
        """Return the record to go on with, with all that the history knows of it."""
        return self._reopened_or_refused(await self._found(generation))

    async def _found(self, generation: Generation | str) -> Generation:
        """Return a record as it is, or what the history knows of an id."""
        if not isinstance(generation, str):
            return generation
        generation = generation.strip()
        found = await self._recorder.find(generation)
        return found or Generation(status=GenerationStatus.IN_PROGRESS, id=generation, api="")

    def _reopened_or_refused(self, generation: Generation) -> Generation:
        again = self.reopened(generation)
        if again.status.is_final:
            raise ConfigurationError(
                "This generation has no id, so HeyGen can't be asked about it.",
                "Look at your HeyGen account to see whether it was made.",
            )
        return again

    @asynccontextmanager
    async def _runner(
        self,
        run: OpenRun | None = None,
        known: Generation | None = None,
        *,
        download: bool = True,
    ) -> AsyncIterator[Runner]:
        """Lend a runner over the version of the API that made a run, or that makes new ones."""
        api = known.api if known else ""
        run = run or OpenRun(self._recorder)
        async with AsyncExitStack() as stack:
            with run.stop.interrupts():
                lent = self._connection.gateway(self._clock.sleep, api or None)
                gateway = await stack.enter_async_context(lent)
            kind = known.kind if known else RunKind.PHOTOS
            yield self._runner_over(gateway, run, kind, download)

    def _runner_over(
        self,
        gateway: Gateway,
        run: OpenRun,
        kind: RunKind,
        download: bool,
    ) -> Runner:
        pacing = functools.partial(self._pacing, gateway.version, kind)
        return Runner(gateway, pacing, self._clock, run, download)


def _check_record(given: object, kinds: tuple[type, ...], what: str) -> None:
    """Refuse what is no record of these kinds.

    Raises:
        ConfigurationError: It is none.
    """
    if not isinstance(given, kinds):
        raise ConfigurationError(
            f"{what} is needed, not {type(given).__name__}.", "Give generation.images[0]."
        )


def _check_number(count: object) -> None:
    """Refuse what is no number of looks.

    Raises:
        ConfigurationError: It is none.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise ConfigurationError(f"{count!r} is not a number of looks.", "Give 0 or more.")


def _step(verb: object) -> RunKind:
    """Return what a verb asks HeyGen for.

    Raises:
        ConfigurationError: There is no such verb.
    """
    if not isinstance(verb, str) or verb not in STEPS:
        hint = did_you_mean(str(verb), tuple(STEPS), {})
        raise ConfigurationError(
            f"{verb!r} is not a verb with a price{hint}.", f"They are {', '.join(STEPS)}."
        )
    return STEPS[verb]


def _terms(
    call: Call,
    budget: Budget | float | None,
    *,
    confirm: bool,
    timeout: float | None,
) -> making.Terms:
    # An invalid limit is told although nothing may cost anything.
    return making.Terms(budget=Budget.of(budget), confirm=confirm, deadline=call.deadline(timeout))


def _seconds_of(scenario: Scenario, api: str, kind: RunKind) -> float:
    """Return how many seconds a job of a kind takes in a sandbox."""
    if kind is RunKind.TRAINING:
        return scenario.training
    is_pending = api == "v2" and not kind.makes_images
    return scenario.look_pending if is_pending else scenario.duration


def _of_kind(runs: list[Generation], *, steps: bool) -> list[Generation]:
    return type(runs)(run for run in runs if run.kind.makes_images is not steps)


def _check_timeout(timeout: float | None) -> None:
    """Refuse what is not a number of seconds; the default needs no look at the settings' rules.

    Raises:
        ConfigurationError: It is neither a number nor None.
    """
    if timeout != TIMEOUT:
        settings.check_seconds("timeout", timeout, may_be_none=True)


def _choose_history(given: History | Literal[False] | None) -> History | None:
    """Return the argument, the usual history for None, and None for False."""
    if given is None:
        from heygen_widgets.history import History  # noqa: PLC0415 - loads sqlite3

        return History()
    return given or None


def _wanted(
    verb: str,
    given: AvatarAttributes | Order | str | None,
    keywords: Mapping[str, Any],
    others: tuple[str, ...] = (),
) -> tuple[AvatarAttributes | Order, Mapping[str, Any]]:
    """Return an order as it is given, else attributes; and the options."""
    if isinstance(given, Order):
        return given, keywords
    return arguments.read(verb, given, keywords, others)
