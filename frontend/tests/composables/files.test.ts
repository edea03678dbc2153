import { describe, expect, test, vi } from "vitest";
import { tooLarge, useFileDrop } from "../../src/composables/files";
import type { GivenFile } from "../../src/composables/files";

const MOST = 2_000_000;

function someFile(name: string, size: number): File {
  return new File([new Uint8Array(size)], name);
}

describe("a file", () => {
  test("of the limit's size can be sent", () => {
    expect(tooLarge([someFile("a.png", MOST)], MOST)).toBe("");
  });

  test("that is larger is refused by name, with the limit and what to do", () => {
    const why = tooLarge([someFile("a.png", MOST + 1), someFile("b.png", 1)], MOST);
    expect(why).toBe(
      "a.png: larger than 2 MB, the most that can be sent. Nothing was sent: take a smaller copy.",
    );
  });

  test("is refused beside all others that are too large", () => {
    const files = [someFile("a.png", MOST + 1), someFile("b.png", MOST + 1)];
    expect(tooLarge(files, MOST)).toMatch(/^a\.png, b\.png: larger/u);
  });
});

describe("what is dropped", () => {
  function aPlace() {
    const taken: GivenFile[] = [];
    const refused: string[] = [];
    const drop = useFileDrop(
      () => MOST,
      (file) => taken.push(file),
      (why) => refused.push(why),
    );
    return { drop, taken, refused };
  }
  function dragged({ files = [] as File[], types = ["Files"], to = null as Node | null } = {}) {
    const preventDefault = vi.fn();
    const event = {
      dataTransfer: { types, files },
      currentTarget: document.body,
      relatedTarget: to,
      preventDefault,
      stopPropagation: vi.fn(),
    } as unknown as DragEvent;
    return { event, preventDefault };
  }

  test("is awaited as soon as a file is above the place", () => {
    const { drop } = aPlace();
    const { event, preventDefault } = dragged();
    drop.onDragOver(event);
    expect(drop.isOver.value).toBe(true);
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("is none of ours if it is a text", () => {
    const { drop } = aPlace();
    const { event, preventDefault } = dragged({ types: ["text/plain"] });
    drop.onDragOver(event);
    expect(drop.isOver.value).toBe(false);
    expect(preventDefault).not.toHaveBeenCalled();
  });

  test("is awaited as long as the pointer is above a part of the place", () => {
    const { drop } = aPlace();
    const part = document.createElement("p");
    document.body.append(part);
    drop.onDragOver(dragged().event);
    drop.onDragLeave(dragged({ to: part }).event);
    expect(drop.isOver.value).toBe(true);
  });

  test("is no longer awaited when the pointer leaves", () => {
    const { drop } = aPlace();
    drop.onDragOver(dragged().event);
    drop.onDragLeave(dragged({ to: null }).event);
    expect(drop.isOver.value).toBe(false);
  });

  test("is taken with its name and bytes, and kept from the browser", async () => {
    const { drop, taken } = aPlace();
    const { event, preventDefault } = dragged({ files: [new File(["image"], "a.png")] });
    drop.onDragOver(dragged().event);
    await drop.onDrop(event);
    expect(taken.map(({ name }) => name)).toEqual(["a.png"]);
    expect(new TextDecoder().decode(taken[0]?.bytes)).toBe("image");
    expect(preventDefault).toHaveBeenCalledOnce();
    expect(drop.isOver.value).toBe(false);
  });

  test("is refused if it is too large, and kept from the browser", async () => {
    const { drop, taken, refused } = aPlace();
    const { event, preventDefault } = dragged({ files: [someFile("a.png", MOST + 1)] });
    await drop.onDrop(event);
    expect(taken).toEqual([]);
    expect(refused).toEqual([expect.stringContaining("a.png: larger than 2 MB")]);
    expect(preventDefault).toHaveBeenCalledOnce();
  });

  test("is left to the browser if it is no file", async () => {
    const { drop, taken } = aPlace();
    const { event, preventDefault } = dragged({ types: ["text/plain"] });
    await drop.onDrop(event);
    expect(taken).toEqual([]);
    expect(preventDefault).not.toHaveBeenCalled();
  });
});
