// Links to bytes that came from the kernel. The browser keeps the bytes until a link is revoked.

import { onScopeDispose } from "vue";

export interface Links {
  /** Return a link to an image; an empty text for no bytes. */
  make: (bytes: DataView | ArrayBuffer | null | undefined, type?: string) => string;
  /** Let the bytes of these links go. */
  drop: (...links: string[]) => void;
}

/** Return a keeper of links; those that are left go with the component. */
export function useLinks(): Links {
  const kept = new Set<string>();
  const drop = (...links: string[]): void => {
    links
      .filter((link) => kept.delete(link))
      .forEach((link) => {
        URL.revokeObjectURL(link);
      });
  };
  const make: Links["make"] = (bytes, type = "image/webp") => {
    if (!bytes?.byteLength) {
      return "";
    }
    const link = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
    kept.add(link);
    return link;
  };
  onScopeDispose(() => {
    drop(...kept);
  });
  return { make, drop };
}

/** Let the browser save bytes as a file. */
export function download(name: string, bytes: DataView | ArrayBuffer): void {
  const blob = new Blob([bytes as BlobPart], { type: "application/octet-stream" });
  const href = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href, download: name }).click();
  setTimeout(() => {
    URL.revokeObjectURL(href);
  }, 60_000);
}
