// What the ids of avatars are for: the question that most newcomers ask.

import type { GroupRow, IdLine, LookRow } from "./traits";

/** Return the id of an avatar, and what it is for. */
export function idsOfGroup({ id, api }: Pick<GroupRow, "id" | "api">): IdLine[] {
  return [
    {
      label: "Group id",
      id,
      about:
        api === "v3"
          ? "The avatar as a whole. It stays, while the ids of looks may change. Not for videos: those take the id of a look."
          : "The avatar as a whole: for adding looks, training and new looks. Not for videos: those take the id of a look.",
    },
  ];
}

/** Return the ids of a look, and what each is for. */
export function idsOfLook({ id, group_id, api, is_look }: LookRow): IdLine[] {
  const own = is_look
    ? {
        label: "Look id",
        id,
        about:
          api === "v3"
            ? "For videos: avatar_id of POST /v3/videos."
            : "For videos: talking_photo_id of POST /v2/video/generate, with type talking_photo.",
      }
    : {
        label: "Image key",
        id,
        about: "The picture. It is no look yet: add it to the avatar to get a look id.",
      };
  return group_id ? [own, ...idsOfGroup({ id: group_id, api })] : [own];
}
