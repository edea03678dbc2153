// Words that somebody who is new to HeyGen doesn't know, explained on hover and focus.

export const TERMS = {
  "image key":
    "HeyGen's name for one picture: what avatars, looks and videos of this person are made from. In Python: studio.image_keys.",
  sandbox:
    "A HeyGen inside the notebook: it draws illustrations, needs no account, and bills nothing.",
  "reference image":
    "A picture that the new ones shall look like: your own, or one that HeyGen made.",
  "spending limits":
    "Above a limit, Generate asks before anything is sent. A session is the time until the kernel ends.",
} as const;

export type Term = keyof typeof TERMS;
