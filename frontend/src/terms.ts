// Words that somebody who is new to HeyGen doesn't know, explained on hover and focus.

export const TERMS = {
  "image key":
    "HeyGen's name for one picture. Give it to HeyGen to make an avatar, looks or a video of this person; in Python it is in studio.image_keys.",
  sandbox:
    "A HeyGen of its own inside the notebook. It draws illustrations, needs no account, and bills nothing.",
  Details: "Ids, price and time of this run: what HeyGen's support asks for.",
  "reference image":
    "A picture that the new ones shall look like: one of your own, or one that HeyGen made. HeyGen's v3 takes up to three.",
  "spending limits":
    "Above a limit, Generate asks before anything is sent. A session is the time until the kernel ends.",
} as const;

export type Term = keyof typeof TERMS;
