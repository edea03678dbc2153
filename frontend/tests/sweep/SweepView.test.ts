import { flushPromises } from "@vue/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import SweepView from "../../src/sweep/SweepView.vue";
import { PAUSE } from "../../src/sweep/setup";
import { choose, find, get, isDisabled, names, press, pressKey, text, type } from "../support/page";
import { FORM, STATE, STYLES, HATS, aCell, aGrid, madeSweep, showSweep } from "../support/sweeps";
import type { AxisRow } from "../../src/traits";
import { enlarged, someBytes, someFigure } from "../support/traits";

const aSweep = (changes: object = {}, options: object = {}) =>
  showSweep(SweepView, changes, { ...options, isView: true });

afterEach(() => {
  vi.useRealTimers();
  document.body.removeAttribute("id");
  document.body.removeAttribute("class");
});

/** Show a sweep that is made, with the pictures of its cells. */
async function made(changes: object = {}) {
  const shown = aSweep(madeSweep(changes));
  for (let position = 0; position < 6; position++) {
    shown.call("cells", { cells: [aCell(position)], view: "view-1" }, someBytes());
  }
  await flushPromises();
  return shown;
}
const cell = (name: string): HTMLElement => get("button", new RegExp(`^${name}`, "u"));

test("shows what it costs and the first prompts before anything is sent", () => {
  aSweep();
  expect(text()).toContain("Cells6");
  expect(text()).toContain("a chef with a beret");
  expect(find("button", "Startabout $6.00")).toBeDefined();
});

test("starts at the price that it shows, with the budget on screen", async () => {
  const { sent } = aSweep();
  await type("Budget", "5");
  get("field", "Budget").dispatchEvent(new Event("blur"));
  document.querySelector("form")?.requestSubmit();
  await flushPromises();
  expect(sent.at(-1)).toEqual(["start", { agreed: "t1", budget: 5, setup: null }]);
});

test("plans what is typed after a pause, and a start carries it at once", async () => {
  vi.useFakeTimers();
  const { sent } = aSweep();
  await type("Appearance", "a baker");
  expect(sent).toEqual([]);
  document.querySelector("form")?.requestSubmit();
  expect(sent.at(-1)).toEqual([
    "start",
    { agreed: "t1", budget: null, setup: { ...FORM, appearance: "a baker" } },
  ]);
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(sent.at(-1)).toEqual(["plan", { ...FORM, appearance: "a baker" }]);
});

test("ticks values in the order of the list, and keeps the last one", async () => {
  vi.useFakeTimers();
  const { view, sent } = aSweep();
  await choose(view, "Style: 2 values", ["Noir", "Realistic"]);
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(sent.at(-1)?.[1]).toMatchObject({ values: { style: ["Realistic", "Noir"] } });
  await choose(view, "Gender", []);
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(sent).toHaveLength(1);
});

test("selects the alternatives that were put in, so that typing replaces them", async () => {
  aSweep();
  await type("Appearance", "a baker");
  const area = get("field", "Appearance") as HTMLTextAreaElement;
  area.setSelectionRange(7, 7);
  await press(/^Add alternatives/u);
  expect(document.activeElement).toBe(area);
  expect(area.value.slice(area.selectionStart, area.selectionEnd)).toBe("one|another");
});

test("the first value that is ticked takes the place of Unspecified", async () => {
  vi.useFakeTimers();
  const { view, sent } = aSweep();
  await choose(view, "Gender", ["Unspecified", "Woman"]);
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(sent.at(-1)?.[1]).toMatchObject({ values: { gender: ["Woman"] } });
  await choose(view, "Gender", ["Unspecified", "Woman"]);
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(sent.at(-1)?.[1]).toMatchObject({ values: { gender: ["Unspecified", "Woman"] } });
});

test("the ticked values of a list stand in one line", () => {
  const styles = ["Realistic", "Pixar", "Noir"];
  aSweep({ form: { ...FORM, values: { ...FORM.values, style: styles } } });
  const lines = [...document.querySelectorAll(".hgw-filters .text-truncate")];
  expect(lines.map((line) => line.textContent)).toContain(styles.join(", "));
});

test("says where the number of cells comes from", () => {
  aSweep();
  expect(text()).toContain("Cells6 = 2 style × 3 hat");
});

test.each([
  ["a sample", { taken: [0, 2, 3, 4, 5, 1] }],
  ["values that go together", { combine: "zip" }],
])("%s has no product", (_, changes) => {
  aSweep({ grid: aGrid(6, changes) });
  expect(text()).not.toContain("×");
});

test("says why it can't be started yet", () => {
  aSweep({ form: { ...FORM, appearance: "" }, grid: aGrid(0), axis_rows: [] });
  expect(text()).toContain("Say first what is on the pictures.");
});

test("says at its field what is wrong", () => {
  aSweep({ problems: { appearance: "has a brace too many", cells: "would be too many" } });
  expect(text()).toContain("Has a brace too many.");
  expect(text()).toContain("Cells would be too many.");
});

test("asks before it starts above a limit", async () => {
  const question = { title: "This is above your limit", text: "…", go: "Start", token: "q" };
  const { sent } = aSweep({ question });
  await flushPromises();
  get("button", "Cancel").click();
  get("alertdialog", "This is above your limit").querySelector("button")?.click();
  expect(sent.slice(-2)).toEqual([
    ["decline", undefined],
    ["confirm", "q"],
  ]);
});

test("shows how far it is, pauses, goes on and stops", async () => {
  const state = { ...STATE, done: 2, running: 3, is_running: true, left: "3 min", spent: "$2.00" };
  const { sent, traits } = aSweep({ is_begun: true, statuses: "ddrrro", state });
  expect(text()).toContain("2 of 6 cells done · about 3 min left");
  expect(text()).toContain("Spent: $2.00");
  await press("Pause");
  traits.state = { ...state, is_paused: true };
  await flushPromises();
  await press("Resume");
  await press("Stop waiting");
  expect(sent.map(([event]) => event).slice(-3)).toEqual(["pause", "go_on", "stop"]);
});

test("says each cause once, and tries the failed cells again", async () => {
  const causes = [{ what: "HeyGen gave up.", advice: "Nothing is billed.", count: 2 }];
  const { sent } = aSweep({
    is_begun: true,
    statuses: "ddddff",
    state: { ...STATE, done: 4, failed: 2, causes },
  });
  expect(text()).toContain("2 cells: HeyGen gave up.");
  await press("Try the failed ones again (2)");
  document.querySelector("form")?.requestSubmit();
  expect(sent.map(([event]) => event)).toContain("start");
});

test("walks through the cells by arrow keys, rates, and marks favourites", async () => {
  const { sent } = await made();
  const first = cell("style: Noir, hat: a beret");
  first.focus();
  await pressKey(first, "ArrowRight");
  expect(document.activeElement).toBe(cell("style: Noir, hat: a cap"));
  await pressKey(cell("style: Noir, hat: a cap"), "ArrowDown");
  const third = cell("style: Pixar, hat: a cap");
  expect(document.activeElement).toBe(third);
  await pressKey(third, "4");
  await pressKey(third, "f");
  expect(sent.slice(-2)).toEqual([
    ["mark", { run_id: "run-4", place: "k4", rating: 4 }],
    ["mark", { run_id: "run-4", place: "k4", favourite: true }],
  ]);
});

test("shows all pictures of a cell, each with what was said of it", async () => {
  const { call } = await made();
  await press("All");
  const figures = [someFigure("k1", { rating: 4 }), someFigure("l1")];
  const row = aCell(1, { figures, pictures: [0, 1], best: 1 });
  call("cells", { cells: [row], view: "view-1" }, someBytes(), someBytes());
  await flushPromises();
  const shown = cell("style: Noir, hat: a cap").querySelectorAll(".hgw-cell-all > *");
  expect([...shown].map((each) => each.textContent)).toEqual(["4★", ""]);
});

test("only one cell is a stop of the Tab key", async () => {
  await made();
  const stops = document.querySelectorAll("[data-cell][tabindex='0']");
  expect(stops).toHaveLength(1);
});

test("looks closely at a cell, and records what is thought of it there", async () => {
  const { sent, call } = await made();
  cell("style: Noir, hat: a cap").click();
  await flushPromises();
  expect(sent.at(-1)).toEqual(["enlarge", { run_id: "run-1", place: "k1", view: "view-1" }]);
  call("enlarged", enlarged("k1", { run_id: "run-1", view: "view-1" }), someBytes());
  await flushPromises();
  await press("Image 1 is a favourite");
  expect(sent.at(-1)).toEqual(["mark", { run_id: "run-1", place: "k1", favourite: true }]);
});

test("shows the small picture of a cell until the kernel has made a large one", async () => {
  const { call } = await made();
  const inCell = cell("style: Noir, hat: a cap").querySelector("img")?.src;
  expect(inCell).toBeTruthy();
  cell("style: Noir, hat: a cap").click();
  await flushPromises();
  const large = () => get("button", "Zoom in").querySelector("img")?.src;
  expect(large()).toBe(inCell);
  call("enlarged", enlarged("k1", { run_id: "run-1", view: "view-1" }), someBytes());
  await flushPromises();
  expect(large()).not.toBe(inCell);
});

test("compares cells side by side", async () => {
  const { sent } = await made();
  await pressKey(cell("style: Noir, hat: a beret"), "c");
  cell("style: Pixar, hat: a beret").focus();
  await pressKey(cell("style: Pixar, hat: a beret"), "c");
  await press("Compare (2)");
  expect(sent.slice(-2).map(([, wanted]) => wanted)).toEqual([
    { run_id: "run-0", place: "k0", view: "view-1" },
    { run_id: "run-3", place: "k3", view: "view-1" },
  ]);
});

test("swaps rows and columns without asking the kernel", async () => {
  const { sent } = await made();
  const before = sent.length;
  await press("Swap rows and columns");
  const rows = [...document.querySelectorAll("tbody th")].map((row) => row.textContent.trim());
  expect(rows).toEqual(["a beret", "a cap", "(nothing)"]);
  expect(sent).toHaveLength(before);
});

test("shows why a cell failed", async () => {
  const { call, traits } = aSweep(madeSweep({ statuses: "fddddd" }));
  call("cells", {
    cells: [aCell(0, { status: "f", reason: "No face.", figures: [], best: -1, pictures: [] })],
    view: "view-1",
  });
  await flushPromises();
  expect(cell("style: Noir, hat: a beret").textContent).toContain("No face.");
  expect(traits.statuses[0]).toBe("f");
});

test("cells of one axis follow each other", async () => {
  const [, hats] = [null, { name: "hat", values: ["a beret", "a cap", ""], kind: "words" }];
  aSweep(madeSweep({ axis_rows: [hats], grid: aGrid(3), statuses: "ddd" }));
  await flushPromises();
  expect(find("button", "Swap rows and columns")).toBeUndefined();
  expect(names("button").filter((name) => name.startsWith("hat:"))).toHaveLength(3);
});

test("compares two pictures blind, by the arrow keys, and takes a choice back", async () => {
  const { sent, call } = await made();
  await press("Compare blind");
  expect(sent.at(-1)).toEqual(["show_pair", { view: "view-1" }]);
  const pair = { number: 1, token: "p1", alts: ["Left", "Right"], said: "", view: "view-1" };
  call("pair", pair, someBytes("1"), someBytes("2"));
  await flushPromises();
  await pressKey(get("button", "Choose: Left"), "ArrowRight");
  expect(sent.at(-1)).toEqual(["choose", { token: "p1", outcome: "right", view: "view-1" }]);
  call("pair", { ...pair, number: 2, token: "p2" }, someBytes("3"), someBytes("4"));
  await flushPromises();
  await pressKey(get("button", "Choose: Left"), "Backspace");
  expect(sent.at(-1)).toEqual(["undo_choice", { view: "view-1" }]);
});

test("a key that is held down chooses once", async () => {
  const { sent, call } = await made();
  await press("Compare blind");
  const pair = { number: 0, token: "p1", alts: ["Left", "Right"], said: "", view: "view-1" };
  call("pair", pair, someBytes("1"), someBytes("2"));
  await flushPromises();
  const left = get("button", "Choose: Left");
  await pressKey(left, "ArrowLeft");
  await pressKey(left, "ArrowLeft");
  expect(sent.filter(([event]) => event === "choose")).toHaveLength(1);
});

test("the left one of each pair has the focus", async () => {
  const { call } = await made();
  await press("Compare blind");
  const pair = { number: 0, token: "p1", alts: ["Left", "Right"], said: "", view: "view-1" };
  call("pair", pair, someBytes("1"), someBytes("2"));
  await flushPromises();
  expect(document.activeElement).toBe(get("button", "Choose: Left"));
  // Vuetify's focus trap looks a frame later whether the focus is still inside.
  await new Promise(requestAnimationFrame);
  call("pair", { ...pair, number: 1, token: "p2" }, someBytes("3"), someBytes("4"));
  await flushPromises();
  expect(document.activeElement).toBe(get("button", "Choose: Left"));
});

test("shows what came out, with a plot and the rankings", async () => {
  const { sent, traits } = await made();
  get("tab", "What came out").click();
  await flushPromises();
  expect(sent.at(-1)).toEqual(["summarise", undefined]);
  const sums = { axis: "style", pictures: 12, favourites: 1, rated: 2, compared: 4 };
  traits.findings = {
    values: [
      { ...sums, value: "Noir", wins: 1, shares: { wins: [0.25, 0.05, 0.7] } },
      { ...sums, value: "Pixar", wins: 3, shares: { wins: [0.75, 0.3, 0.95] } },
    ],
    rankings: [
      { axis: "style", values: [], comparisons: 4, message: "4 comparisons are too few." },
    ],
  };
  await flushPromises();
  const rows = [...document.querySelectorAll("tbody th")].map((row) => row.textContent.trim());
  expect(rows).toEqual(["Pixar", "Noir"]);
  expect(find("img", "75 %, 30 % to 95 %")).toBeDefined();
  expect(text()).toContain("4 comparisons are too few.");
});

test("where nothing is judged yet, what came out leads to the blind comparison", async () => {
  const { sent, traits } = await made();
  await press("What came out", "tab");
  const none = { axis: "style", pictures: 12, favourites: 0, rated: 0, compared: 0, wins: 0 };
  traits.findings = { values: [{ ...none, value: "Noir", shares: {} }], rankings: [] };
  await flushPromises();
  expect(text()).toContain("Nothing is compared, rated or a favourite yet.");
  await press("Compare blind");
  expect(sent.at(-1)?.[0]).toBe("show_pair");
});

test("an axis of which one value is shown says of how many", async () => {
  const ages: AxisRow = { name: "age", values: ["Senior", "Young Adult"], kind: "attribute" };
  await made({
    axis_rows: [STYLES, ages, HATS],
    grid: aGrid(12),
    statuses: "d".repeat(12),
  });
  const labels = [...document.querySelectorAll("label")].map((label) => label.textContent);
  expect(labels).toContain("age: 1 of 2");
});

test("saves the whole as a file, with the axes as they stand", async () => {
  const { sent } = await made();
  await press("Save");
  await press("Table (CSV)", "item");
  expect(sent.at(-1)).toEqual([
    "save_as",
    { form: "csv", rows: "style", columns: "hat", view: "view-1" },
  ]);
});

const EARLIER = {
  id: "s0",
  when: "2026-11-26T10:00:00+00:00",
  cells: 6,
  done: 2,
  is_before: false,
};

test("offers to go on with what is not complete", async () => {
  const earlier = [EARLIER];
  const { sent } = aSweep({ earlier });
  await press(/^Go on: 2 of 6 cells/u);
  expect(sent.at(-1)).toEqual(["load_sweep", "s0"]);
});

test("takes the focus in the view of the studio that has opened it, and in no other", () => {
  document.body.id = "view-9";
  aSweep({ is_below: true, opened_by: "view-8" });
  const before = document.activeElement;
  const { view } = aSweep({ is_below: true, opened_by: "view-9" });
  expect(before).toBe(document.body);
  expect(document.activeElement).toBe(view.get("section").element);
});

test("can be closed below a studio, which gets the focus back", async () => {
  document.body.className = "hgw";
  const asked = document.createElement("button");
  asked.dataset.sweep = "";
  document.body.append(asked);
  const { sent } = aSweep({ is_below: true });
  await press("Close the experiment");
  expect(sent.at(-1)).toEqual(["close_sweep", undefined]);
  expect(document.activeElement).toBe(asked);
});

test("can't be closed while it is carried out, when it would go on and pay unseen", () => {
  aSweep({ is_below: true, state: { ...STATE, is_running: true } });
  expect(isDisabled("Close the experiment")).toBe(true);
});

test("has nothing to close where it stands alone", () => {
  aSweep();
  expect(find("button", "Close the experiment")).toBeUndefined();
});

test("offers nothing to go on with below a studio, which does that itself", () => {
  aSweep({ earlier: [EARLIER], is_below: true });
  expect(find("button", /^Go on/u)).toBeUndefined();
});

test.each([true, false])(
  "leads back to the experiment before, below a studio: %s",
  async (is_below) => {
    const { sent } = aSweep({ earlier: [{ ...EARLIER, done: 6, is_before: true }], is_below });
    expect(text()).toContain("The experiment before is kept");
    await press(/^Back to the one before: 6 of 6 cells/u);
    expect(sent.at(-1)).toEqual(["load_sweep", "s0"]);
  },
);

test("offers no other experiment once one is begun", () => {
  aSweep({ earlier: [{ ...EARLIER, is_before: true }], is_begun: true });
  expect(find("button", /^Back to/u)).toBeUndefined();
});

test("says that its kernel has ended, and sends nothing any more", async () => {
  vi.useFakeTimers();
  const model = { model_id: "model-1", comm_live: true };
  const { sent } = aSweep({}, { model });
  model.comm_live = false;
  await vi.advanceTimersByTimeAsync(3000);
  vi.useRealTimers();
  expect(text()).toContain("The kernel of this experiment has ended");
  expect(isDisabled("Startabout $6.00")).toBe(true);
  await press("Copy as Python").catch(() => undefined);
  expect(sent).toEqual([]);
});

test("that a saved notebook brings back leaves the place to its static copy", () => {
  const model = { model_id: "model-1", comm_live: false };
  aSweep({ static_token: "t1", sweep_id: "s1" }, { model });
  expect(text()).toContain('Run the cell again, or AvatarSweep.load("s1"), to go on.');
  expect(find("button", /^Start/u)).toBeUndefined();
  expect(document.head.textContent).not.toContain("hgw-static-t1");
});
