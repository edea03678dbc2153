import { afterEach, describe, expect, test, vi } from "vitest";
import { download, useLinks } from "../../src/composables/links";
import { countLinks } from "../support/links";
import { living } from "../support/scope";
import { NO_BYTES, someBytes } from "../support/traits";

afterEach(() => {
  vi.useRealTimers();
});

describe("a link", () => {
  test("leads to the bytes, as an image", async () => {
    const links = countLinks();
    const link = living(useLinks).it.make(someBytes("image"));
    expect(links.get(link)?.type).toBe("image/webp");
    expect(await links.get(link)?.text()).toBe("image");
  });

  test.each([[null], [undefined], [NO_BYTES]])("to no bytes is an empty text", (bytes) => {
    const links = countLinks();
    expect(living(useLinks).it.make(bytes)).toBe("");
    expect(links.size).toBe(0);
  });

  test("that is dropped is revoked; the others stay", () => {
    const links = countLinks();
    const { it } = living(useLinks);
    const [one, two] = [it.make(someBytes()), it.make(someBytes())];
    it.drop(one);
    expect([...links.keys()]).toEqual([two]);
  });

  test("that somebody else made is left alone", () => {
    const links = countLinks();
    const [mine, other] = [living(useLinks).it, living(useLinks).it];
    const link = other.make(someBytes());
    mine.drop(link, "");
    expect([...links.keys()]).toEqual([link]);
  });

  test("is revoked with the component", () => {
    const links = countLinks();
    const { it, end } = living(useLinks);
    it.make(someBytes());
    it.make(someBytes());
    end();
    expect(links.size).toBe(0);
  });
});

describe("a file", () => {
  function clicked(): HTMLAnchorElement[] {
    const anchors: HTMLAnchorElement[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      anchors.push(this);
    });
    return anchors;
  }

  test("is saved under its name, with its bytes", async () => {
    const links = countLinks();
    const anchors = clicked();
    download("image.png", someBytes("image"));
    expect(anchors.map((anchor) => anchor.download)).toEqual(["image.png"]);
    expect(await links.get(anchors[0]?.href ?? "")?.text()).toBe("image");
  });

  test("is let go of once the browser has had time to save it", async () => {
    vi.useFakeTimers();
    const links = countLinks();
    clicked();
    download("image.png", someBytes());
    await vi.advanceTimersByTimeAsync(59_999);
    expect(links.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(links.size).toBe(0);
  });
});
