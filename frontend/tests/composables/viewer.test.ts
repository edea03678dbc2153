import { beforeEach, describe, expect, test } from "vitest";
import { useLinks } from "../../src/composables/links";
import { differences, useViewer } from "../../src/composables/viewer";
import type { Known } from "../../src/composables/viewer";
import { fakeKernel } from "../support/kernel";
import { countLinks } from "../support/links";
import { living } from "../support/scope";
import { NO_BYTES, enlarged, largeImage, someBytes } from "../support/traits";

let links: Map<string, Blob>;

beforeEach(() => {
  links = countLinks();
});

const place = (key: string, run_id = "run-1") => ({ run_id, place: key });
const small: Known = ({ run_id, place: key }) =>
  largeImage(key, { run_id, link: `small ${key}`, isSmall: true });

function aViewer(known: Known = () => undefined) {
  const kernel = fakeKernel();
  const { it } = living(() => useViewer(kernel, useLinks(), known));
  return { it, kernel, shown: () => it.images.value.map(({ link }) => link) };
}

describe("a look at an image", () => {
  test("asks the kernel for it, large", () => {
    const { it, kernel } = aViewer();
    it.open([place("key-1")]);
    expect(kernel.told("enlarge")).toEqual([{ run_id: "run-1", place: "key-1", view: "view-1" }]);
    expect(it.isOpen.value).toBe(true);
  });

  test("shows the small copy that is here until the large one comes", async () => {
    const { it, kernel, shown } = aViewer(small);
    it.open([place("key-1")]);
    expect(shown()).toEqual(["small key-1"]);
    kernel.call("enlarged", enlarged("key-1"), someBytes("large"));
    expect(await links.get(shown()[0] ?? "")?.text()).toBe("large");
    expect(it.images.value[0]?.isSmall).toBe(false);
  });

  test("shows nothing of an image that the page doesn't have yet", () => {
    const { it, shown } = aViewer();
    it.open([place("key-1")]);
    expect(shown()).toEqual([]);
  });

  test("stays with the small copy where the kernel has no larger one", () => {
    const { it, kernel, shown } = aViewer(small);
    it.open([place("key-1")]);
    kernel.call("enlarged", enlarged("key-1", { error: "The file is gone." }), NO_BYTES);
    expect(shown()).toEqual(["small key-1"]);
    expect(it.images.value[0]?.error).toBe("The file is gone.");
  });

  test("takes nothing that another view asked for", () => {
    const { it, kernel, shown } = aViewer(small);
    it.open([place("key-1")]);
    kernel.call("enlarged", enlarged("key-1", { view: "view-2" }), someBytes());
    expect(shown()).toEqual(["small key-1"]);
    expect(links.size).toBe(0);
  });

  test("takes nothing that comes too late", () => {
    const { it, kernel, shown } = aViewer(small);
    it.open([place("key-1")]);
    it.open([place("key-2")]);
    kernel.call("enlarged", enlarged("key-1"), someBytes());
    expect(shown()).toEqual(["small key-2"]);
    expect(links.size).toBe(0);
  });

  test("lets the large copy go that it takes the place of", () => {
    const { it, kernel } = aViewer(small);
    it.open([place("key-1")]);
    kernel.call("enlarged", enlarged("key-1"), someBytes());
    it.open([place("key-2")]);
    expect(links.size).toBe(0);
  });

  test("leaves the links to small copies to those who made them", () => {
    const all = living(useLinks).it;
    const link = all.make(someBytes());
    const kernel = fakeKernel();
    const { it } = living(() =>
      useViewer(kernel, all, ({ place: key }) => largeImage(key, { link, isSmall: true })),
    );
    it.open([place("key-1")]);
    it.isOpen.value = false;
    it.leave();
    expect([...links.keys()]).toEqual([link]);
  });

  test("uses the large copy that is here already", () => {
    const { it, kernel, shown } = aViewer(small);
    it.open([place("key-1")]);
    kernel.call("enlarged", enlarged("key-1"), someBytes());
    const before = shown();
    it.open([place("key-1"), place("key-2")]);
    expect(shown()).toEqual([...before, "small key-2"]);
  });
});

describe("a look at several images", () => {
  test("is a comparison", () => {
    const { it } = aViewer();
    it.open([place("key-1")]);
    const one = it.isComparison.value;
    it.open([place("key-1"), place("key-2")]);
    expect([one, it.isComparison.value]).toEqual([false, true]);
  });

  test("keeps the order in which they were chosen, however they come", () => {
    const { it, kernel } = aViewer();
    it.open([place("b"), place("a"), place("a", "run-2")]);
    kernel.call("enlarged", enlarged("a", { run_id: "run-2" }), someBytes());
    kernel.call("enlarged", enlarged("a"), someBytes());
    kernel.call("enlarged", enlarged("b"), someBytes());
    const order = it.images.value.map((image) => [image.place, image.run_id]);
    expect(order).toEqual([
      ["b", "run-1"],
      ["a", "run-1"],
      ["a", "run-2"],
    ]);
  });

  test("shows each once, though it comes twice", () => {
    const { it, kernel } = aViewer(small);
    it.open([place("a"), place("b")]);
    kernel.call("enlarged", enlarged("a"), someBytes());
    kernel.call("enlarged", enlarged("a"), someBytes());
    expect(it.images.value.map((image) => image.place)).toEqual(["a", "b"]);
    expect(links.size).toBe(1);
  });
});

describe("a step", () => {
  test.each([
    ["key-1", 1, "key-2"],
    ["key-2", -1, "key-1"],
    ["key-2", 1, "key-1"],
    ["key-1", -1, "key-2"],
  ])("from %s by %d leads to %s", (from, by, to) => {
    const { it, kernel } = aViewer(small);
    it.open([place(from)]);
    it.step(by);
    expect(kernel.told("enlarge").at(-1)).toMatchObject({ run_id: "run-1", place: to });
  });

  test("leads nowhere in a run of one image", () => {
    const { it, kernel } = aViewer(({ place: key }) => largeImage(key, { places: [key] }));
    it.open([place("key-1")]);
    it.step(1);
    expect(kernel.told("enlarge")).toHaveLength(1);
  });

  test("leads nowhere as long as nothing is known of the image", () => {
    const { it, kernel } = aViewer();
    it.open([place("key-1")]);
    it.step(1);
    expect(kernel.told("enlarge")).toHaveLength(1);
  });
});

describe("a judgement", () => {
  test("is seen at once and sent to the kernel", () => {
    const { it, kernel } = aViewer(small);
    it.open([place("key-1"), place("key-2")]);
    it.judge(place("key-2"), { favourite: true });
    expect(it.images.value.map(({ favourite }) => favourite)).toEqual([false, true]);
    expect(kernel.told("mark")).toEqual([{ run_id: "run-1", place: "key-2", favourite: true }]);
  });

  test("reaches the kernel, though the image is no longer looked at", () => {
    const { it, kernel } = aViewer(small);
    it.judge(place("key-1"), { note: "A good one" });
    expect(kernel.told("mark")).toEqual([{ run_id: "run-1", place: "key-1", note: "A good one" }]);
  });
});

describe("after a look", () => {
  test("all images and their links go", () => {
    const { it, kernel } = aViewer(small);
    it.open([place("key-1")]);
    kernel.call("enlarged", enlarged("key-1"), someBytes());
    it.isOpen.value = false;
    it.leave();
    expect([it.images.value, links.size]).toEqual([[], 0]);
  });

  test("a large copy that comes late is not kept", () => {
    const { it, kernel } = aViewer(small);
    it.open([place("key-1")]);
    it.isOpen.value = false;
    it.leave();
    kernel.call("enlarged", enlarged("key-1"), someBytes());
    expect([it.images.value, links.size]).toEqual([[], 0]);
  });

  test("the images stay if another look began meanwhile", () => {
    const { it, shown } = aViewer(small);
    it.open([place("key-1")]);
    it.leave();
    expect(shown()).toEqual(["small key-1"]);
  });
});

test("images differ in what is not the same for all, or is not said of all", () => {
  const images: { attributes: Record<string, string> }[] = [
    { attributes: { name: "Iris", style: "Noir", gender: "Woman" } },
    { attributes: { name: "Iris", style: "Pixar" } },
  ];
  expect(differences(images)).toEqual(new Set(["style", "gender"]));
});

test("one image differs from none", () => {
  expect(differences([{ attributes: { name: "Iris" } }])).toEqual(new Set());
});
