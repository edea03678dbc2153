import { flushPromises } from "@vue/test-utils";
import { describe, expect, test, vi } from "vitest";
import ReferenceImages from "../../src/studio/ReferenceImages.vue";
import type { Traits } from "../../src/traits";
import { find, names, press, text } from "../support/page";
import { showPart } from "../support/studio";
import { CONSTANTS, OFFER } from "../support/traits";

function references(changes: Partial<Traits> = {}) {
  return showPart(ReferenceImages, changes);
}
function someFile(name: string, size = 3): File {
  return new File([new Uint8Array(size)], name);
}
/** Give files, as the browser's chooser does. */
async function choose(...files: File[]): Promise<HTMLInputElement> {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) {
    throw new Error("There is no chooser of files.");
  }
  Object.defineProperty(input, "files", { value: files, configurable: true });
  input.dispatchEvent(new Event("change"));
  await flushPromises();
  return input;
}
const TOO_LARGE = CONSTANTS.limits.upload + 1;

test("is a group with a name", () => {
  references();
  expect(names("group")).toEqual(["Looks like"]);
});

test("lets one choose files", async () => {
  references();
  const click = vi.spyOn(HTMLInputElement.prototype, "click").mockReturnValue();
  await press("Add a reference image");
  expect(click).toHaveBeenCalledOnce();
});

describe("files that are given", () => {
  test("are sent with their bytes, one by one", async () => {
    const { kernel } = references();
    await choose(someFile("a.png", 3), someFile("b.png", 5));
    expect(kernel.told("add_reference")).toEqual([{ name: "a.png" }, { name: "b.png" }]);
    expect(kernel.sent.map(({ buffers }) => buffers?.[0]?.byteLength)).toEqual([3, 5]);
  });

  test("are at most as many as there is room for", async () => {
    const { kernel } = references({ reference_names: ["x.png", "y.png"] });
    await choose(someFile("a.png"), someFile("b.png"), someFile("c.png"));
    expect(kernel.told("add_reference")).toEqual([{ name: "a.png" }]);
    expect(text()).toContain("At most 3 images: 2 left out.");
  });

  test("are not sent if they are too large; the others are", async () => {
    const { kernel } = references();
    await choose(someFile("a.png", TOO_LARGE), someFile("b.png"));
    expect(kernel.told("add_reference")).toEqual([{ name: "b.png" }]);
    expect(names("alert")).toEqual([expect.stringContaining("a.png: larger than 1 MB")]);
  });

  test("make what was said of others go", async () => {
    references();
    await choose(someFile("a.png", TOO_LARGE));
    await choose(someFile("b.png"));
    expect(names("alert")).toEqual([]);
  });

  test("can be given a second time", async () => {
    references();
    expect((await choose(someFile("a.png"))).value).toBe("");
  });
});

test("an image is taken out by its place", async () => {
  const { kernel } = references({ reference_names: ["x.png", "y.png"] });
  await press("Take y.png out");
  expect(kernel.told("remove_reference")).toEqual([1]);
});

test("a look is taken out", async () => {
  const { kernel } = references({ avatar_id: "key-1" });
  await press("Take key-1 out");
  expect(kernel.traits.avatar_id).toBe("");
});

test("no more is offered where there is no room", () => {
  references({ reference_names: ["x.png", "y.png", "z.png"] });
  expect(find("button", "Add a reference image")).toBeUndefined();
});

test.each([
  ["v2", "this account is served by v2."],
  ["", "this account is served by a version that is not known yet."],
])("says why HeyGen's %s takes none", (api, said) => {
  references({ avatar_id: "key-1", offer: { ...OFFER, can_refer: false, api } });
  expect(text()).toContain(said);
  expect(find("button", "Add a reference image")).toBeUndefined();
});
