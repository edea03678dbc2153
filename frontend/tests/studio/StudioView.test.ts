import { flushPromises } from "@vue/test-utils";
import { beforeEach, describe, expect, test, vi } from "vitest";
import StudioView from "../../src/studio/StudioView.vue";
import type { Traits } from "../../src/traits";
import { find, get, names, press, pressKey, text, type, valueOf } from "../support/page";
import { showView } from "../support/studio";
import { CONSTANTS, RUNNING, enlarged, ofRun, someBytes } from "../support/traits";

function aStudio(changes: Partial<Traits> = {}, view = "view-1") {
  return showView(StudioView, changes, { view, withTransitions: true });
}
/** Wait until no dialog is on the page. */
async function closed(): Promise<void> {
  await vi.waitFor(() => {
    expect(names("dialog")).toEqual([]);
  });
}

test("is a part of the page with a name", () => {
  const { view } = aStudio();
  expect(view.get("section").attributes("aria-label")).toBe("Avatar studio");
});

describe("Ctrl or Cmd with Enter", () => {
  test.each([{ ctrlKey: true }, { metaKey: true }])(
    "generates from any field: %j",
    async (also) => {
      const { kernel } = aStudio();
      await type("Appearance", "A cellist");
      const isLeft = await pressKey(get("field", "Appearance"), "Enter", also);
      expect([isLeft, kernel.told("generate")[0]?.form.appearance]).toEqual([false, "A cellist"]);
    },
  );

  test("generates nothing from below the pictures, where an avatar has a form of its own", async () => {
    const { kernel } = aStudio(ofRun());
    await pressKey(get("button", "Select picture key-1"), "Enter", { ctrlKey: true });
    expect(kernel.told("generate")).toEqual([]);
  });

  test("generates nothing from the sweep below, where the same keys start that", async () => {
    const { kernel, view } = aStudio({ sweep_widget: "IPY_MODEL_1" });
    const sweep = view.get("#view-1").element;
    await pressKey(sweep, "Enter", { ctrlKey: true });
    expect(kernel.told("generate")).toEqual([]);
  });

  test("generates nothing more while a run goes on", async () => {
    const { kernel } = aStudio({ run: RUNNING });
    await pressKey(get("field", "Appearance"), "Enter", { ctrlKey: true });
    expect(kernel.told("generate")).toEqual([]);
  });
});

test("a field that takes the focus keeps its keys out of the notebook's commands", () => {
  aStudio();
  get("field", "Name").dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  expect(get("field", "Name").dataset.lmSuppressShortcuts).toBe("true");
});

describe("a picture that is dropped", () => {
  async function drop(file: File): Promise<void> {
    const event = new Event("drop", { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { files: [file], types: ["Files"] } });
    get("heading", "Avatar studio").dispatchEvent(event);
    await vi.waitFor(flushPromises);
  }

  test("is sent, for its settings", async () => {
    const { kernel } = aStudio();
    await drop(new File(["image"], "iris.png"));
    await vi.waitFor(() => {
      expect(kernel.told("drop_file")).toEqual([{ name: "iris.png" }]);
    });
  });

  test("is refused if it is too large, and it is said", async () => {
    const { kernel } = aStudio();
    await drop(new File([new Uint8Array(CONSTANTS.limits.upload + 1)], "iris.png"));
    expect(kernel.told("drop_file")).toEqual([]);
    expect(text()).toContain("iris.png: larger than 1 MB");
  });
});

describe("a closer look", () => {
  test("shows the small copy at once and asks for the large one", async () => {
    const { kernel } = aStudio(ofRun());
    await press("Look closer at image 2");
    expect(names("dialog")).toEqual(["Image 2 of 2"]);
    expect(get("dialog", /Image/u).querySelector("img")?.getAttribute("src")).toMatch(/^blob:/u);
    expect(kernel.told("enlarge")).toEqual([{ run_id: "run-1", place: "key-2", view: "view-1" }]);
  });

  test("says what the pictures on the screen were asked for, before the kernel answers", async () => {
    aStudio(ofRun());
    await press("Look closer at image 1");
    expect(text(get("dialog", /Image/u))).toContain("StyleRealistic");
  });

  test("says nothing of the present run about pictures of the run before", async () => {
    aStudio({ ...ofRun("run-1"), run_id: "run-2", image_keys: [] });
    await press("Look closer at image 1");
    expect(text(get("dialog", /Image/u))).not.toContain("StyleRealistic");
  });

  test("goes on to the next image", async () => {
    const { kernel } = aStudio(ofRun());
    await press("Look closer at image 1");
    await press("Next image");
    expect(names("dialog")).toEqual(["Image 2 of 2"]);
    expect(kernel.told("enlarge").at(-1)?.place).toBe("key-2");
  });

  test("keeps a note that is half typed when the large copy comes", async () => {
    const { kernel } = aStudio(ofRun());
    await press("Look closer at image 1");
    await type("Note", "Bett");
    kernel.call("enlarged", enlarged("key-1"), someBytes());
    await flushPromises();
    expect(valueOf("Note")).toBe("Bett");
  });

  test("sends a note with its image on a step to another", async () => {
    const { kernel } = aStudio(ofRun());
    await press("Look closer at image 1");
    await type("Note", "Better");
    await press("Next image");
    expect(kernel.told("mark")).toEqual([{ run_id: "run-1", place: "key-1", note: "Better" }]);
  });

  test("saves the picture for this view", async () => {
    const { kernel } = aStudio(ofRun(), "view-2");
    await press("Look closer at image 1");
    await press("Save picture");
    expect(kernel.told("save")).toEqual([{ run_id: "run-1", places: ["key-1"], view: "view-2" }]);
  });

  test("is over when it is closed", async () => {
    aStudio(ofRun());
    await press("Look closer at image 1");
    await press("Close");
    await closed();
    expect(find("field", "Note")).toBeUndefined();
  });
});

describe("a comparison", () => {
  async function compare(changes: Partial<Traits> = {}) {
    const studio = aStudio({ ...ofRun(), ...changes });
    await press("Compare image 1");
    await press("Compare image 2");
    await press("Compare (2 of 4)");
    return studio;
  }

  test("shows the pictures that were chosen", async () => {
    await compare();
    expect(names("dialog")).toEqual(["Compare 2 pictures"]);
  });

  test("keeps one: it is a favourite, and what is selected", async () => {
    const { kernel } = await compare({ selected_keys: ["key-1", "key-2"] });
    await press("Keep this one: Image 2 of 2");
    expect(kernel.told("mark")).toEqual([{ run_id: "run-1", place: "key-2", favourite: true }]);
    expect(kernel.traits.selected_keys).toEqual(["key-2"]);
    expect(text()).toContain("Kept image 2: it is a favourite now");
    await closed();
  });

  test("selects nothing in the present run for an image of another", async () => {
    const { kernel } = await compare({ run_id: "run-2", image_keys: [] });
    await press("Keep this one: Image 2 of 2");
    expect(kernel.traits.selected_keys).toEqual([]);
  });

  test("begins with none the next time", async () => {
    await compare();
    await press("Close");
    await closed();
    expect(find("button", "Compare (0 of 4)")).toBeDefined();
  });
});

describe("a message that comes", () => {
  const alert = { kind: "error", title: "HeyGen refused it" };
  let scroll = vi.fn();

  beforeEach(() => {
    scroll = vi.fn();
    Element.prototype.scrollIntoView = scroll;
  });

  test("is brought into sight for who has pressed something", async () => {
    const { kernel } = aStudio();
    await pressKey(get("field", "Name"), "Enter", { ctrlKey: true });
    kernel.traits.alert = alert;
    await flushPromises();
    expect(scroll).toHaveBeenCalledOnce();
  });

  test("moves nothing for who has not", async () => {
    const { kernel } = aStudio();
    kernel.traits.alert = alert;
    await flushPromises();
    expect(scroll).not.toHaveBeenCalled();
  });

  test("moves nothing after what was pressed has ended well", async () => {
    const { kernel } = aStudio();
    await pressKey(get("field", "Name"), "Enter", { ctrlKey: true });
    kernel.traits.status = "success";
    await flushPromises();
    kernel.traits.alert = alert;
    await flushPromises();
    expect(scroll).not.toHaveBeenCalled();
  });
});

describe("the static copy below the widget", () => {
  const hiding = () => [...document.head.querySelectorAll("style")].map((each) => each.textContent);

  test("is hidden as long as the widget is on the page", async () => {
    const { kernel, unmount } = aStudio({ static_token: "one" });
    const before = hiding();
    kernel.traits.static_token = "two";
    await flushPromises();
    const after = hiding();
    unmount();
    const rule = (token: string) => `.hgw-static-${token} { display: none; }`;
    expect(before).toContain(rule("one"));
    expect(after).toContain(rule("two"));
    expect(hiding().filter((each) => each.includes("hgw-static"))).toEqual([]);
  });

  test("is nobody else's if it has no name", () => {
    aStudio();
    expect(hiding().filter((each) => each.includes("hgw-static"))).toEqual([]);
  });
});

test("two views of a studio each ask for their own list", () => {
  const [one, other] = [aStudio({}, "view-1"), aStudio({}, "view-2")];
  const views = [one, other].map(({ kernel }) => kernel.told("list_runs")[0]?.view);
  expect(views).toEqual(["view-1", "view-2"]);
});
