"""A sweep as the browser gets it: pure functions from plans, results and sums to records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heygen_widgets.errors import ConfigurationError
from heygen_widgets.models.prices import Price
from heygen_widgets.models.text import plural
from heygen_widgets.sweeps.board import CellStatus
from heygen_widgets.sweeps.forecast import duration_text
from heygen_widgets.sweeps.plan import REPEAT, AxisKind
from heygen_widgets.sweeps.plot import MEASURES, point
from heygen_widgets.sweeps.sweep import PREVIEWED
from heygen_widgets.widgets.runs import view_model
from heygen_widgets.widgets.sweep.sweep_contract import (
    LETTERS,
    AxisRow,
    CauseRow,
    CellRow,
    EarlierSweep,
    Findings,
    Grid,
    RankedRow,
    RankingRow,
    SweepOffer,
    SweepState,
    ValueRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from heygen_widgets.client import HeyGen
    from heygen_widgets.history.sweeps import SweepSum
    from heygen_widgets.sweeps.board import Board, Cause
    from heygen_widgets.sweeps.comparisons import Comparisons
    from heygen_widgets.sweeps.outcome import Outcome
    from heygen_widgets.sweeps.plan import Plan
    from heygen_widgets.sweeps.progress import Progress
    from heygen_widgets.sweeps.quote import SweepQuote
    from heygen_widgets.sweeps.results import Result
    from heygen_widgets.sweeps.summary import ValueSum


def axis_rows(plan: Plan) -> list[AxisRow]:
    """Return what varies."""
    return [
        AxisRow(name=axis.name, values=list(axis.values), kind=axis.kind.value)
        for axis in plan.all_axes
    ]


def grid(plan: Plan) -> Grid:
    """Return how positions tell values."""
    is_whole = plan.combinations == plan.possible
    return Grid(
        cells=len(plan),
        combine=plan.combine,
        repeats=plan.repeats,
        taken=None if is_whole else list(plan.taken),
    )


def shape(plan: Plan) -> str:
    """Return the orientation of the images, where all have the same; else an empty text."""
    is_axis = any(axis.name == "orientation" for axis in plan.axes)
    return "" if is_axis else plan.base.get("orientation", "")


def letters(board: Board) -> str:
    """Return where each cell stands, as a letter for each."""
    return "".join(LETTERS[status] for status in board.statuses)


def state(
    progress: Progress,
    causes: Iterable[Cause],
    *,
    is_running: bool,
    is_stopping: bool = False,
) -> SweepState:
    """Return how far a sweep got.

    Args:
        progress: The same as a value.
        causes: Why cells are not made.
        is_running: Whether it is being carried out.
        is_stopping: Whether it was told to stop.
    """
    budget = "" if progress.budget is None else f" of {Price(progress.budget)}"
    spent = Price(round(progress.spent, 6))
    said = f"it would be {spent}{budget} at HeyGen" if progress.is_sandbox else f"{spent}{budget}"
    left = progress.seconds_left if is_running else None
    return SweepState(
        done=progress.done,
        running=progress.running,
        failed=progress.failed,
        waiting=progress.unfinished,
        unknown=progress.unknown,
        line=str(progress),
        spent=said,
        left=duration_text(left) if left else "",
        is_running=is_running,
        is_paused=is_running and progress.is_paused,
        is_stopping=is_running and is_stopping,
        message="" if is_running else progress.message,
        causes=[
            CauseRow(what=each.what, advice=each.advice, count=len(each.positions))
            for each in causes
        ],
    )


def first_prompts(plan: Plan) -> list[str]:
    """Return what the first cells ask for: the prompt, and the attributes that vary."""
    cells = map(plan.cell, range(min(PREVIEWED, len(plan))))
    varied = [
        axis.name
        for axis in plan.axes
        if axis.kind is AxisKind.ATTRIBUTE and axis.name != "appearance"
    ]
    return [
        " · ".join([cell.attributes.appearance, *(cell.values[name] for name in varied)])
        for cell in cells
    ]


def offer(client: HeyGen, plan: Plan, quote: SweepQuote, prompts: Sequence[str]) -> SweepOffer:
    """Return what is left of a sweep, and what that costs.

    Args:
        client: Who serves.
        plan: The plan.
        quote: What is left.
        prompts: The first prompts.
    """
    total = quote.total
    price = "price unknown" if total is None else f"about {total}"
    facts = [list(pair) for pair in quote.facts]
    if plan.sample is not None:
        facts.insert(1, ["Sample", f"{plan.combinations:,} of {plan.possible:,} combinations"])
    said = (
        "HeyGen bills each cell at its published price."
        if not client.is_sandbox
        else "Sandbox: drawings, not photos. Nothing is billed."
        + ("" if total is None or not quote.to_make else f" HeyGen itself charges about {total}.")
    )
    return SweepOffer(
        facts=facts,
        price="free" if client.is_sandbox or not quote.to_make else price,
        token=token(quote),
        to_do=quote.to_make + quote.to_resume + (quote.reusable and quote.cells),
        prompts=list(prompts),
        problem="",
        note=said,
    )


def token(quote: SweepQuote) -> str:
    """Return a text that changes with the price of a sweep or the number of its cells."""
    return f"{quote.each.token}:{quote.to_make}"


def is_agreed(quote: SweepQuote, agreed: str) -> bool:
    """Return whether what is left is what was agreed to at a price, or less of the same.

    Cells that were made since the button showed its price make it less.

    Args:
        quote: What is left.
        agreed: The token of the price that the button showed.
    """
    each, _, number = agreed.rpartition(":")
    return each == quote.each.token and number.isdecimal() and quote.to_make <= int(number)


def cell_row(
    result: Result, status: CellStatus, reason: str, *, pictures: Sequence[int] = ()
) -> CellRow:
    """Return what is in a cell.

    Args:
        result: What came of it.
        status: Where it stands now.
        reason: Why it isn't made.
        pictures: Of which images small copies follow.
    """
    run = result.generation
    is_made = status is CellStatus.DONE
    took = duration_text(run.elapsed) if run and is_made and run.elapsed else ""
    cost = str(run.cost) if run and is_made and run.cost and result.price else ""
    images = result.images if run else ()
    return CellRow(
        position=result.cell.position,
        status=LETTERS[status],
        reason="" if is_made else reason,
        about=" · ".join(filter(None, (took, cost))),
        run_id=(run.run_id or "") if run else "",
        figures=view_model.figures(run, images) if run else [],  # type: ignore[typeddict-item]
        best=images.index(result.best) if result.best else -1,
        pictures=list(pictures),
    )


def findings(outcome: Outcome) -> Findings:
    """Return what came out."""
    return Findings(
        values=list(map(_value_row, outcome.summary)), rankings=_rankings(outcome.comparisons)
    )


def earlier(sums: Iterable[SweepSum], before: str = "") -> list[EarlierSweep]:
    """Return sweeps that can be shown again.

    Args:
        sums: The sweeps.
        before: The id of the one that was on the screen before; empty for none.
    """
    return [
        EarlierSweep(
            id=each.id,
            when=each.created_at.isoformat(),
            cells=each.cells,
            done=each.done,
            is_before=each.id == before,
        )
        for each in sums
    ]


def objection(quote: SweepQuote, *, budget: float | None, limit: float | None, spent: float) -> str:
    """Return why a start is asked about; empty if it is within the limit.

    Args:
        quote: What is left.
        budget: What the sweep may spend in all.
        limit: What a start may cost without being asked about.
        spent: What the sweep has spent.
    """
    if not quote.to_make or limit is None:
        return ""
    costs = quote.usd
    if costs is None:
        return "The price of this is unknown."
    if budget is not None:
        costs = min(costs, max(0.0, budget - spent))
    if costs <= limit + 0.001:
        return ""
    cells = plural(quote.to_make, "cell")
    return (
        f"This makes up to {cells} for about {Price(round(costs, 6))}. Your limit for a start is "
        f"{Price(limit)}."
    )


def _value_row(each: ValueSum) -> ValueRow:
    points = {measure: point(each, measure) for measure in MEASURES}
    shares = {measure: list(found) for measure, found in points.items() if found}
    return ValueRow(
        axis=each.axis,
        value=each.value,
        pictures=each.pictures,
        favourites=each.favourites,
        rated=each.rated,
        compared=each.compared,
        wins=each.wins,
        shares=shares,
    )


def _rankings(comparisons: Comparisons) -> list[RankingRow]:
    rows = []
    for axis, tally in comparisons.between_values().items():
        if axis == REPEAT or not tally.number:
            continue
        try:
            ranking = comparisons.ranking(axis)
        except ConfigurationError as error:
            rows.append(
                RankingRow(axis=axis, values=[], comparisons=tally.number, message=str(error))
            )
            continue
        rows.append(
            RankingRow(
                axis=axis,
                comparisons=ranking.comparisons,
                message=ranking.message,
                values=[
                    RankedRow(
                        value=each.value,
                        chance=each.chance,
                        low=each.chances[0],
                        high=each.chances[1],
                        best=each.best,
                        said=f"{each.wins:g} of {each.comparisons}",
                    )
                    for each in ranking
                ],
            )
        )
    return rows
