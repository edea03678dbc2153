"""Make an order for one version of the API, or take one that was made before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heygen_widgets.billing.order import Order
from heygen_widgets.errors import ConfigurationError, InvalidAttributes
from heygen_widgets.models.references import Reference
from heygen_widgets.runs import reference_images

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heygen_widgets.api.wire import Wire
    from heygen_widgets.billing.account import Account
    from heygen_widgets.models.attributes import AvatarAttributes


def order_for(
    account: Account, wire: Wire, wanted: AvatarAttributes | Order, options: Mapping[str, Any]
) -> Order:
    """Return the order that is given, or one that is made of attributes.

    Raises:
        TypeError: As in `_taken`.
        ConfigurationError: As in `_taken`.
        InvalidAttributes: As in `ordered`.
    """
    if isinstance(wanted, Order):
        return _taken(wire, wanted, options)
    return ordered(account, wire, wanted, options)


def ordered(
    account: Account, wire: Wire, attributes: AvatarAttributes | None, options: Mapping[str, Any]
) -> Order:
    """Return an order by one version of the API: checked, quoted and held against budgets.

    Args:
        account: Knows the prices and the budgets.
        wire: The version of the API.
        attributes: What the person should be like; None for an order that only tells the price.
        options: The options of `HeyGen.generate`.

    Raises:
        InvalidAttributes: This version can't be asked for it.
    """
    quote = account.quote(wire, options.get("count"))
    order = account.order(
        attributes,
        quote,
        options.get("budget"),
        is_confirmed=options.get("confirm", False),
        reference_images=reference_images.listed(options.get("reference_images", ())),
        avatar_id=(options.get("avatar_id") or "").strip() or None,
    )
    return order if attributes is None else _checked(wire, order)


def _taken(wire: Wire, order: Order, options: Mapping[str, Any]) -> Order:
    """Return an order that was made before, if it says what will be made and billed.

    Raises:
        TypeError: Options come with it.
        ConfigurationError: Another version of the API serves now, at another price.
        InvalidAttributes: As in `_checked`.
    """
    if options:
        raise TypeError(f"an order holds its options; make another one with {', '.join(options)}")
    if order.quote.api != wire.VERSION:
        raise ConfigurationError(
            f"This order is for HeyGen's {order.quote.api}, and {wire.VERSION} serves this client.",
            "Nothing was sent and nothing is billed. Make another order: its price differs.",
        )
    return order if order.is_checked else _checked(wire, order)


def _checked(wire: Wire, order: Order) -> Order:
    """Return an order that one version of the API can be asked for.

    Raises:
        InvalidAttributes: Names everything that this version can't be asked for.
    """
    if order.attributes is None:
        raise InvalidAttributes({"attributes": "are missing"})
    # What they are is found out later; that there are some decides what can be asked for.
    wanted = (Reference("look", ""),) if order.avatar_id or order.reference_images else ()
    problems = wire.find_problems(order.attributes, wanted)
    if problems:
        raise InvalidAttributes(problems)
    return replace(order, is_checked=True)
