"""What travels between the kernel and the browser for `AvatarLibrary`: its table."""

from __future__ import annotations

from heygen_widgets.widgets.contract import Entry

TRAITS = (
    Entry("constants", "AvatarConstants", "Vocabulary, limits and addresses."),
    Entry("selected_groups", "string[]", "The avatars that are ticked, by id.", is_input=True),
    Entry("selected_looks", "string[]", "The looks that are ticked, by id.", is_input=True),
    Entry("count", "number", "How many new looks to make.", is_input=True),
    Entry("backend", "Backend", "Which service serves."),
    Entry("can_remember", "boolean", "Whether a key can be kept in the system's keyring."),
    Entry("key_problem", "string", "What is wrong with the key that was given."),
    Entry("notice", "string", "HeyGen's announcement that its API will change."),
    Entry("alert", "Alert | null", "What happened, and what can be done."),
    Entry("question", "Question | null", "What is asked before new looks are made."),
    Entry("deletion", "Deletion | null", "What is asked before something is deleted."),
    Entry("offer", "Offer", "What new looks cost."),
    Entry("prices", "Record<string, StepPrice>", "What training costs, by its name `train`."),
    Entry("making", "Making", "The looks that are being made."),
    Entry("training", "Making", "The training of the avatar that is open, while it goes on."),
    Entry("loading", "string", "What is being loaded, in words; empty for nothing."),
    Entry("is_loaded", "boolean", "Whether the account was asked at all."),
    Entry("group_rows", "GroupRow[]", "The account's avatars, as far as they are loaded."),
    Entry("has_more", "boolean", "Whether the account has more of them."),
    Entry("group_id", "string", "The avatar that is open; empty for none."),
    Entry("look_rows", "LookRow[]", "Its looks, and pictures that were made of it."),
    Entry("studio_widget", "string | null", "The studio that makes pictures like one of them."),
    Entry("static_token", "string", "Names the static copy that is hidden beside the widget."),
)

EVENTS = (
    Entry("refresh", "undefined", "Refresh was pressed."),
    Entry("load_more", "undefined", "More avatars are wanted."),
    Entry("open_group", "string", "An avatar is wanted on the screen; empty for the list."),
    Entry("show_pictures", "string[]", "Pictures are wanted."),
    Entry("rename", "{ id: string, name: string }", "An avatar or a look got another name."),
    Entry("delete", "string[]", "Avatars or looks are to be deleted: what would go is asked."),
    Entry("confirm", "string", "What was asked is agreed to, by its token."),
    Entry("decline", "undefined", "The question was answered with no."),
    Entry("train", "string", "Train was pressed at a price, by its token."),
    Entry("generate_looks", "NewLook", "New looks were asked for at a price."),
    Entry("add_pictures", "string[]", "Pictures shall become looks of the avatar."),
    Entry("stop", "undefined", "Stop waiting was pressed."),
    Entry("resume", "string", "Resume was pressed; empty for the run that the alert is about."),
    Entry("look_like", "string", "A studio for pictures like a look is wanted; empty closes it."),
    Entry("use_in_video", "{ id: string, view: string }", "The request of a video is wanted."),
    Entry("dismiss", "undefined", "The alert was closed."),
    Entry("close_notice", "undefined", "HeyGen's announcement was closed."),
    Entry("use_key", "{ secret: string, remember: boolean }", "A key was given."),
    Entry("use_sandbox", "undefined", "The sandbox was chosen."),
)

CALLS = (
    Entry("heard", "{ event: string }", "A press was heard; what came of it is in the traits."),
    Entry("pictures", "Pictures", "Small copies of pictures follow."),
    Entry("video", "VideoRequest", "The request of a video, as text to copy."),
)
