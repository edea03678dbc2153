// The browser's links to bytes, counted.

import { vi } from "vitest";

/** Return the links that lead somewhere, with what they lead to. */
export function countLinks(): Map<string, Blob> {
  const links = new Map<string, Blob>();
  let made = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation((bytes) => {
    made += 1;
    links.set(`blob:${made}`, bytes as Blob);
    return `blob:${made}`;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((link) => {
    links.delete(link);
  });
  return links;
}
