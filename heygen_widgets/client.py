"""The client: HeyGen's photo avatars from Python, with or without a widget."""

from __future__ import annotations

import uuid
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from heygen_widgets import references
from heygen_widgets.account import COUNT, Terms
from heygen_widgets.api import polling
from heygen_widgets.api.choice import WIRES
from heygen_widgets.errors import ConfigurationError
from heygen_widgets.jobs import GenerationStatus
from heygen_widgets.outcomes import follow
from heygen_widgets.records import Generation
from heygen_widgets.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from heygen_widgets.attributes import AvatarAttributes
    from heygen_widgets.images import AvatarImage
    from heygen_widgets.runs import Runner

TIMEOUT = 600.0
"""Seconds to wait for a generation, unless told otherwise."""


class HeyGen(Session):
    """HeyGen's photo avatars: submit, wait, download, as coroutines.

        async with HeyGen() as heygen:
            generation = await heygen.generate(attributes)

    ``async with`` keeps connections open between calls; without it each call opens its own. In a
    plain script wrap a call in `run_blocking`.

    Args:
        api_key: Your API key; by default that of ``HEYGEN_API_KEY``.
        api: The version of HeyGen's API: ``v2``, ``v3``, or ``auto`` for v2 where it answers and
            takes the key, else v3; that is found out on first use, by a free question.
            ``HEYGEN_API`` changes the default.
        base_url: The API's address; by default ``HEYGEN_BASE_URL``, else HeyGen's. https, or http
            to this machine.
        timeout: Seconds for connecting, and for each read and write.
        poll: When to ask whether a generation is done.
        history: Where each run is written down: by default `History()`; False is nowhere.
        prices: What one request costs, by version, in place of the table's figures:
            ``{"v3": "$1.43", "v2": "0.25 credits"}``; None for a price that is unknown.
        budget: What may be spent without ``confirm=True``: a `Budget`, or dollars for the session.
            By default there is no limit.
        transport: An httpx transport in place of the network, for tests and proxies.

    Raises:
        ConfigurationError: There is no key, or an argument or variable is wrong.
    """

    async def submit(self, attributes: AvatarAttributes, **terms: Unpack[Terms]) -> Generation:
        """Start a generation and return its record, ``in_progress``: no waiting.

        Args:
            attributes: What the person should be like.
            terms: ``count`` and so on, as in `generate`.

        Raises:
            SubmitOutcomeUnknown: HeyGen may have started it, but no id arrived.
            HeyGenError: HeyGen refused it, or nothing was sent.
        """
        async with self._runner() as runner:
            record = await self._begin(runner, attributes, **terms)
            async with aclosing(
                self._written(runner.submit(record), record, is_new=True)
            ) as records:
                # To the end: there a cancellation is delivered that came while it was on its way.
                return [record async for record in records][-1]

    async def fetch(self, generation_id: str) -> Generation:
        """Ask once how a generation stands: one GET. Its pictures are not downloaded.

        Raises:
            HeyGenError: There is no answer.
        """
        known = await self._known(generation_id)
        async with self._runner(known) as runner:
            return await runner.fetch(replace(known, api=runner.backend.version))

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
        known = await self._known(generation)
        async with self._runner(known) as runner:
            known = replace(known, api=runner.backend.version)
            deadline = polling.Deadline.after(timeout, self._clock)
            records = self._keeper.kept(runner.watch(known, deadline))
            async with aclosing(records):
                async for record in records:
                    yield record

    async def generate(
        self,
        attributes: AvatarAttributes,
        timeout: float | None = TIMEOUT,  # noqa: ASYNC109 - keeps the id, unlike a cancellation
        on_update: Callable[[Generation], object] | None = None,
        *,
        download: bool = True,
        **terms: Unpack[Terms],
    ) -> Generation:
        """Submit, wait, download the pictures, and return the finished record.

        Args:
            attributes: What the person should be like.
            timeout: Seconds to wait for HeyGen; None waits for ever.
            on_update: Called with the record at every change, the final one included.
            download: Whether to fetch the pictures. One that can't be had doesn't fail the
                generation: its own ``error`` says why.
            terms: Any of these. ``count``: how many images, 1 to 8, by default 4; v2 makes them
                four at a time. ``reference_images``: up to three images to look like, as paths,
                bytes, PIL images or https addresses; v3 alone. ``avatar_id``: a look to look like,
                by its key; v3 alone. ``budget``: a `Budget` besides the client's own. ``confirm``:
                True goes beyond the budgets.

        Raises:
            BudgetExceeded: It would cost more than a budget allows; nothing was sent.
            InvalidAttributes: This version of the API can't be asked for it; nothing was sent.
            SubmitOutcomeUnknown: It may have been billed, but no id arrived.
            GenerationFailed: HeyGen gave up.
            GenerationTimeout: HeyGen needs longer; ``error.generation.id`` can be resumed.
            HeyGenError: HeyGen refused it or can't be asked.
        """
        async with self._runner(download=download) as runner:
            record = await self._begin(runner, attributes, **terms)
            deadline = polling.Deadline.after(timeout, self._clock)
            records = self._written(runner.run(record, deadline), record, is_new=True)
            return await follow(records, on_update, self._keeper.keep)

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
        known = await self._known(generation)
        async with self._runner(known, download=download) as runner:
            known = replace(known, api=runner.backend.version)
            deadline = polling.Deadline.after(timeout, self._clock)
            paid = known if known.unsent else None
            records = self._written(runner.watch(known, deadline), paid, is_new=False)
            return await follow(records, on_update, self._keeper.keep)

    async def download(self, image: AvatarImage) -> bytes:
        """Fetch one picture, again after a failure, or for a record that was only fetched.

        Raises:
            ImageUnavailable: It can't be had; the message says why.
        """
        async with self._runner() as runner:
            return (await runner.backend.download(image)).bytes

    async def _begin(
        self, runner: Runner, attributes: AvatarAttributes, **terms: Unpack[Terms]
    ) -> Generation:
        """Return the record of a run whose price is agreed to and put down."""
        unknown = terms.keys() - Terms.__annotations__.keys()
        if unknown:
            raise TypeError(f"generate() takes no {', '.join(sorted(unknown))}")
        run_id = uuid.uuid4().hex
        quote = self._account.quote(WIRES[runner.backend.version], terms.get("count", COUNT))
        order = Generation(
            status=GenerationStatus.SUBMITTING, attributes=attributes, price=quote.each
        )
        record = runner.record(run_id, order, quote.jobs)
        confirm = terms.get("confirm", False)
        self._account.reserve(run_id, quote, terms.get("budget"), confirm=confirm)
        try:
            images, look = terms.get("reference_images", ()), terms.get("avatar_id")
            found = await references.gather(images, look, runner.backend.upload)
            record = replace(record, references=found)
            runner.backend.check(record)
        except BaseException:
            self._account.release(run_id)
            raise
        return record

    def _written(
        self, records: AsyncGenerator[Generation], paid: Generation | None, *, is_new: bool
    ) -> AsyncGenerator[Generation]:
        """Return a run that is written down as it goes, with what it costs, if it does."""
        run_id = paid.run_id if paid else None
        return self._account.booked(run_id, self._keeper.kept(records), is_new=is_new)

    async def _known(self, generation: Generation | str) -> Generation:
        """Return the record to go on with, with all that the history knows of it."""
        if isinstance(generation, str):
            generation = generation.strip()
            found = await self._keeper.find(generation)
            generation = found or Generation(
                status=GenerationStatus.IN_PROGRESS, id=generation, api=""
            )
        again = self.reopened(generation)
        if again.status.is_final:
            raise ConfigurationError(
                "This generation has no id, so HeyGen can't be asked about it.",
                "Look at your HeyGen account to see whether it was made.",
            )
        return again
