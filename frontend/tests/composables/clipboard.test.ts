import { expect, test, vi } from "vitest";
import { copyText } from "../../src/composables/clipboard";

/** Let the page have this clipboard; none, as over plain http, by default. */
function haveClipboard(clipboard?: Pick<Clipboard, "writeText">): void {
  vi.spyOn(navigator, "clipboard", "get").mockReturnValue(clipboard as Clipboard);
}

/** Return the texts that are copied in the old way. */
function copiedFromPage(): string[] {
  const copied: string[] = [];
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- what the old way is
  document.execCommand = (): boolean => {
    copied.push(document.querySelector("textarea")?.value ?? "");
    return true;
  };
  return copied;
}

test("puts a text on the clipboard", async () => {
  const writeText = vi.fn(() => Promise.resolve());
  haveClipboard({ writeText });
  await copyText("key-1");
  expect(writeText).toHaveBeenCalledExactlyOnceWith("key-1");
});

test("copies where the page has no clipboard", async () => {
  haveClipboard();
  const copied = copiedFromPage();
  await copyText("key-1");
  expect(copied).toEqual(["key-1"]);
});

test("copies where the page may not use the clipboard", async () => {
  haveClipboard({ writeText: () => Promise.reject(new Error("not allowed")) });
  const copied = copiedFromPage();
  await copyText("key-1");
  expect(copied).toEqual(["key-1"]);
});

test("leaves nothing on the page", async () => {
  haveClipboard();
  copiedFromPage();
  await copyText("key-1");
  expect(document.querySelector("textarea")).toBeNull();
});
