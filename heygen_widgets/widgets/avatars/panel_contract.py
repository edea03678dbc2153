"""What travels between the kernel and the browser for the avatar below a studio: its table."""

from __future__ import annotations

from typing import TypedDict

from heygen_widgets.widgets.contract import Entry


class StepPrice(TypedDict):
    """What a step costs that is not carried out yet."""

    price: str
    """The price on its button."""
    token: str
    """A text that changes with the price; a press carries it. Empty while it is not known."""
    note: str
    """Who bills it."""


TRAITS = (
    Entry("constants", "AvatarConstants", "Vocabulary, limits and addresses."),
    Entry("count", "number", "How many new looks to make.", is_input=True),
    Entry(
        "step", "string", "What is asked before it is carried out: `create` or `add`; else empty."
    ),
    Entry("suggested_name", "string", "A name for a new avatar: that of its pictures."),
    Entry("picture_rows", "LookRow[]", "The studio's pictures that the step is about."),
    Entry("prices", "Record<string, StepPrice>", "What each step costs, by its name."),
    Entry("offer", "Offer", "What new looks cost."),
    Entry("group_rows", "GroupRow[]", "The account's avatars to choose from, as far as loaded."),
    Entry("has_more", "boolean", "Whether the account has more of them."),
    Entry("loading", "string", "What is being loaded, in words; empty for nothing."),
    Entry("group", "GroupRow | null", "The avatar; null as long as there is none."),
    Entry("look_rows", "LookRow[]", "Its looks, and pictures that were made of it."),
    Entry("making", "Making", "What is under way: an avatar, looks, a deletion."),
    Entry("training", "Making", "The training of the avatar, while it goes on."),
    Entry("question", "Question | null", "What is asked before something is paid for."),
    Entry("deletion", "Deletion | null", "What is asked before something is deleted."),
    Entry("alert", "Alert | null", "What happened, and what can be done."),
)

EVENTS = (
    Entry("create", "{ name: string, keys: string[], agreed: string }", "Create was pressed."),
    Entry("add", "{ group_id: string, keys: string[], agreed: string }", "Add was pressed."),
    Entry("train", "string", "Train was pressed at a price, by its token."),
    Entry("generate_looks", "NewLook", "New looks were asked for at a price."),
    Entry("add_pictures", "string[]", "Pictures shall become looks of the avatar."),
    Entry("load_groups", "undefined", "More of the account's avatars are wanted."),
    Entry("show_pictures", "string[]", "Pictures are wanted."),
    Entry("confirm", "string", "What was asked is agreed to, by its token."),
    Entry("decline", "undefined", "The question was answered with no."),
    Entry("stop", "undefined", "Stop waiting was pressed."),
    Entry("resume", "undefined", "Resume was pressed, for what the alert is about."),
    Entry("refresh", "undefined", "Refresh was pressed."),
    Entry("use_in_video", "{ id: string, view: string }", "The request of a video is wanted."),
    Entry("dismiss", "undefined", "The alert was closed."),
    Entry("close", "undefined", "The step, or the avatar, is wanted no more on the screen."),
)

CALLS = (
    Entry("heard", "{ event: string }", "A press was heard; what came of it is in the traits."),
    Entry("pictures", "Pictures", "Small copies of pictures follow."),
    Entry("video", "VideoRequest", "The request of a video, as text to copy."),
)
