import { flushPromises } from "@vue/test-utils";
import { describe, expect, test } from "vitest";
import ResultPane from "../../src/studio/ResultPane.vue";
import type { ImagePlace } from "../../src/composables/selection";
import type { Traits } from "../../src/traits";
import { all, find, get, isDisabled, names, press, text } from "../support/page";
import { GONE, showPart } from "../support/studio";
import {
  IDLE,
  NO_BYTES,
  OFFER,
  RUNNING,
  ofRun,
  someFigure,
  unfinishedRun,
} from "../support/traits";

function aPane(changes: Partial<Traits> = {}, isGone = false) {
  const looks: ImagePlace[][] = [];
  const props = { onLook: (images: ImagePlace[]) => looks.push(images) };
  return { looks, ...showPart(ResultPane, changes, isGone ? { props, model: GONE } : { props }) };
}
const cards = () => get("list", "Images").querySelectorAll(":scope > li");

describe("before the first run", () => {
  test("examples are offered", () => {
    aPane();
    expect(text()).toContain("No pictures yet");
    expect(find("list", "Images")).toBeUndefined();
  });

  test("a message is not followed by an invitation", () => {
    aPane({ alert: { kind: "error", title: "It failed" } });
    expect(text()).not.toContain("No pictures yet");
  });
});

describe("images", () => {
  test("are shown with their keys and small copies", () => {
    aPane(ofRun());
    expect(all("image").map((image) => image.getAttribute("alt"))).toEqual([
      "picture key-1",
      "picture key-2",
    ]);
    expect(text(cards()[1])).toContain("key-2");
  });

  test("are followed by what a key is for, whatever is selected", () => {
    aPane({ ...ofRun(), selected_keys: ["key-1"], next_step: "A key makes it an avatar." });
    expect(text()).toContain("A key makes it an avatar.");
  });

  test("are selected in HeyGen's order, however they are pressed", async () => {
    const { kernel } = aPane(ofRun());
    await press("Select picture key-2");
    await press("Select picture key-1");
    expect(kernel.traits.selected_keys).toEqual(["key-1", "key-2"]);
  });

  test("are taken out of the selection", async () => {
    const { kernel } = aPane({ ...ofRun(), selected_keys: ["key-1", "key-2"] });
    await press("Select picture key-1");
    expect(kernel.traits.selected_keys).toEqual(["key-2"]);
  });

  test("are looked at closely", async () => {
    const { looks } = aPane(ofRun());
    await press("Look closer at image 2");
    expect(looks).toEqual([[{ run_id: "run-1", place: "key-2" }]]);
  });

  test("are chosen to be compared", async () => {
    const { studio } = aPane(ofRun());
    await press("Compare image 2");
    expect(studio.compared.images).toEqual([{ run_id: "run-1", place: "key-2" }]);
    expect(get("button", "Compare image 2").getAttribute("aria-pressed")).toBe("true");
  });

  test("are saved for this view", async () => {
    const { kernel } = aPane(ofRun());
    await press("Save image 2");
    expect(kernel.told("save")).toEqual([{ run_id: "run-1", places: ["key-2"], view: "view-1" }]);
  });

  test("are judged by their run and place", async () => {
    const { kernel } = aPane(ofRun());
    await press("Image 2 is a favourite");
    expect(kernel.told("mark")).toEqual([{ run_id: "run-1", place: "key-2", favourite: true }]);
  });

  test("are the look of the next ones, until they are pressed again", async () => {
    const { kernel } = aPane(ofRun());
    await press("Use image 1 as a reference");
    const before = kernel.traits.avatar_id;
    await press("Use image 1 as a reference");
    expect([before, kernel.traits.avatar_id]).toEqual(["key-1", ""]);
  });

  test("are no look where HeyGen takes none", () => {
    aPane({ ...ofRun(), offer: { ...OFFER, can_refer: false } });
    expect(find("button", "Use image 1 as a reference")).toBeUndefined();
  });

  test("have the shape that they were asked for in", () => {
    aPane({ ...ofRun(), shown_orientation: "vertical" });
    const [picture] = document.querySelectorAll<HTMLElement>(".hgw-picture");
    expect(picture?.style.aspectRatio).toBe("9 / 16");
  });
});

describe("while a run goes on", () => {
  test("all images that are expected have a place", () => {
    aPane({ run: RUNNING, expected: 4, run_id: "run-2" });
    expect(cards()).toHaveLength(4);
    expect(get("list", "Images").getAttribute("aria-busy")).toBe("true");
  });

  test("those that are here have the first places", () => {
    aPane({ ...ofRun(), run: RUNNING, expected: 3 });
    expect([...cards()].map((card) => Boolean(card.querySelector("img")))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("after a run that made none", () => {
  const FAILED: Partial<Traits> = {
    ...ofRun("run-1"),
    run_id: "run-2",
    run: IDLE,
    image_keys: [],
    status: "failed",
    alert: { kind: "error", title: "HeyGen refused it" },
  };

  test("the last good pictures stay, and are called what they are", () => {
    aPane(FAILED);
    expect(names("heading")).toContain("Pictures of the run before");
    expect(all("image")).toHaveLength(2);
  });

  test("they can be looked at and not selected", async () => {
    const { looks, kernel } = aPane(FAILED);
    await press("picture key-1");
    expect(looks).toEqual([[{ run_id: "run-1", place: "key-1" }]]);
    expect(kernel.traits.selected_keys).toEqual([]);
    expect(find("button", /^Select/u)).toBeUndefined();
  });

  test("they are judged and saved as those of their own run", async () => {
    const { kernel } = aPane(FAILED);
    await press("Image 1 is a favourite");
    await press("Save image 1");
    expect([kernel.told("mark")[0]?.run_id, kernel.told("save")[0]?.run_id]).toEqual([
      "run-1",
      "run-1",
    ]);
  });

  test("the run that made none can be repeated", () => {
    aPane(FAILED);
    expect([isDisabled(/^Again/u), isDisabled("Vary")]).toEqual([false, false]);
  });
});

describe("messages", () => {
  test("HeyGen's announcement is shown, and closed", async () => {
    const { kernel } = aPane({ notice: "v2 ends in May." });
    expect(text()).toContain("v2 ends in May.");
    await press("Close this announcement");
    expect(kernel.sent.map(({ event }) => event)).toEqual(["close_notice"]);
  });

  test("that nothing is recorded is said", () => {
    aPane({ recording_problem: "The disk is full." });
    expect(text()).toContain("The disk is full.");
  });

  test("what HeyGen or the sandbox says about the images is below them", () => {
    aPane({ ...ofRun(), message: "The sandbox can't draw: harp." });
    expect(text()).toContain("The sandbox can't draw: harp.");
  });

  test("a reason is said once, in the alert", () => {
    aPane({ ...ofRun(), message: "No face.", alert: { kind: "error", title: "It failed" } });
    expect(text()).not.toContain("No face.");
  });

  test("runs that nobody waits for are listed", () => {
    aPane({ unfinished: [unfinishedRun("u-1")] });
    expect(text()).toContain("One run is not finished");
  });
});

describe("without a kernel", () => {
  test("it is said what stays and what goes on", () => {
    aPane(ofRun(), true);
    expect(text()).toContain("The kernel of this studio has ended");
    expect(text()).toContain("HeyGen goes on with what it has accepted");
  });

  test("nothing is offered that needs one", () => {
    aPane({ ...ofRun(), unfinished: [unfinishedRun("u-1")] }, true);
    expect(find("button", "Resume")).toBeUndefined();
    const needy = [/^Again/u, "Vary", "Reuse settings", /^Save (all|\d)/u, "Copy as"];
    expect(needy.map(isDisabled)).toEqual([true, true, true, true, true]);
  });

  test("there is no invitation", () => {
    aPane({}, true);
    expect(text()).not.toContain("No pictures yet");
  });

  test("pictures can be looked at, and their keys copied", async () => {
    const { looks } = aPane(ofRun(), true);
    await press("Look closer at image 1");
    expect(looks).toHaveLength(1);
    expect(isDisabled("Copy the key of image 1")).toBe(false);
  });
});

test("a small copy that comes later takes its place", async () => {
  const { kernel } = aPane({ ...ofRun(), preview_1: NO_BYTES });
  const before = all("image").length;
  kernel.traits.preview_1 = ofRun().preview_1 ?? NO_BYTES;
  await flushPromises();
  expect([before, all("image").length]).toEqual([1, 2]);
});

test("an image without a key can't be selected or referred to", () => {
  aPane({ ...ofRun(), figures: [someFigure("", { place: "https://…", alt: "a picture" })] });
  expect(find("button", "Select a picture")).toBeUndefined();
  expect(find("button", "Use image 1 as a reference")).toBeUndefined();
});
