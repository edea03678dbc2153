import { flushPromises } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import LibraryView from "../../src/avatars/LibraryView.vue";
import { opened, showLibrary } from "../support/avatars";
import { find, get, names, press, text, type } from "../support/page";
import { someBytes } from "../support/traits";

const aLibrary = (changes: object = {}, options: object = {}) =>
  showLibrary(LibraryView, changes, { ...options, isView: true });

test("shows the avatars of the account and asks for their pictures", () => {
  const { sent } = aLibrary();
  expect(names("button").filter((name) => name.startsWith("Avatar g"))).toHaveLength(2);
  expect(sent).toEqual([["show_pictures", ["group/g1", "group/g2"]]]);
});

test("shows pictures when they come", async () => {
  const { call, view } = aLibrary();
  call("pictures", { pictures: ["group/g1"], problems: [""] }, someBytes());
  await flushPromises();
  expect(view.findAll("img")).toHaveLength(1);
});

test("says that there are none yet, and where they come from", () => {
  aLibrary({ group_rows: [] });
  expect(text()).toContain("No avatars yet");
  expect(text()).toContain("press Create avatar");
});

test("doesn't say that there are none while it is loading", () => {
  aLibrary({ group_rows: [], is_loaded: false, loading: "Loading your avatars" });
  expect(text()).not.toContain("No avatars yet");
});

test("opens an avatar", async () => {
  const { sent } = aLibrary();
  await press("Avatar g1 · 2 looks");
  expect(sent.at(-1)).toEqual(["open_group", "g1"]);
});

test("shows an avatar that is open, which takes the focus", async () => {
  aLibrary(opened());
  await flushPromises();
  expect(get("heading", "Avatar g1")).toBe(document.activeElement);
  expect(names("button").filter((name) => name.startsWith("Select look"))).toHaveLength(2);
});

test("goes back to the list", async () => {
  const { sent } = aLibrary(opened());
  await press("All avatars");
  expect(sent.at(-1)).toEqual(["open_group", ""]);
});

test("ticks avatars, and offers to delete them", async () => {
  const { traits, sent } = aLibrary();
  await press("Select Avatar g2");
  expect(traits.selected_groups).toEqual(["g2"]);
  await press("Delete 1 avatar");
  expect(sent.at(-1)).toEqual(["delete", ["g2"]]);
});

test("ticks looks, and offers to delete them", async () => {
  const { traits, sent } = aLibrary(opened());
  await press("Select look l1");
  await press("Select look l2");
  expect(traits.selected_looks).toEqual(["l1", "l2"]);
  await press("Delete 2 looks");
  expect(sent.at(-1)).toEqual(["delete", ["l1", "l2"]]);
});

test("asks before it deletes", async () => {
  const words = { title: "Delete?", text: "For good.", go: "Delete", token: "t" };
  const deletion = { ...words, names: ["l1"], pictures: ["look:l1"] };
  const { sent } = aLibrary({ deletion });
  await flushPromises();
  await press("Delete");
  expect(sent.at(-1)).toEqual(["confirm", "t"]);
});

test("gives an avatar another name", async () => {
  const { sent } = aLibrary();
  await press("More about Avatar g1");
  await press("Rename", "item");
  await type("Name", "Lina");
  document.querySelector("form")?.requestSubmit();
  await flushPromises();
  expect(sent.at(-1)).toEqual(["rename", { id: "g1", name: "Lina" }]);
});

test("shows the request of a video to the view that asked for it", async () => {
  const { sent, call } = aLibrary(opened());
  await press("More about look l1");
  await press(/^Use in a video/u, "item");
  expect(sent.at(-1)).toEqual(["use_in_video", { id: "l1", view: "view-1" }]);
  const request = { look_id: "l1", about: "", curl: "curl l1", python: "" };
  call("video", { ...request, view: "view-2" });
  await flushPromises();
  expect(text()).not.toContain("curl l1");
  call("video", { ...request, view: "view-1" });
  await flushPromises();
  expect(text()).toContain("curl l1");
});

test("refreshes", async () => {
  const { sent } = aLibrary();
  await press("Refresh");
  expect(sent.at(-1)).toEqual(["refresh", undefined]);
});

test("shows a studio for pictures like a look, and closes it", async () => {
  const { sent } = aLibrary(opened({ studio_widget: "IPY_MODEL_1" }));
  expect(document.querySelectorAll(".child-widget")).toHaveLength(1);
  await press("Close the studio");
  expect(sent.at(-1)).toEqual(["look_like", ""]);
});

test("brings the studio that it asked for into sight, and no other one", async () => {
  const scroll = vi.spyOn(HTMLElement.prototype, "scrollIntoView");
  const { traits } = aLibrary(opened());
  traits.studio_widget = "IPY_MODEL_1";
  await flushPromises();
  expect(scroll).not.toHaveBeenCalled();
  traits.studio_widget = null;
  await press("More about look l1");
  await press(/^Look like this/u, "item");
  traits.studio_widget = "IPY_MODEL_2";
  await flushPromises();
  expect(scroll).toHaveBeenCalledOnce();
});

test("says what went wrong, and offers what can be done", async () => {
  const alert = { kind: "info", title: "You stopped waiting", text: "…", resume: "Resume" };
  const { sent } = aLibrary({ alert });
  expect(text()).toContain("You stopped waiting");
  await press("Resume");
  await press("Close this message");
  expect(sent.slice(-2)).toEqual([
    ["resume", ""],
    ["dismiss", undefined],
  ]);
});

test("says that its kernel has ended, and sends nothing any more", async () => {
  vi.useFakeTimers();
  const model = { model_id: "model-1", comm_live: true };
  const { sent } = aLibrary({}, { model });
  model.comm_live = false;
  await vi.advanceTimersByTimeAsync(3000);
  vi.useRealTimers();
  expect(text()).toContain("The kernel of this library has ended");
  await press("Avatar g1 · 2 looks");
  expect(sent.map(([event]) => event)).not.toContain("open_group");
});

test("that a saved notebook brings back leaves the place to its static copy", () => {
  const model = { model_id: "model-1", comm_live: false };
  aLibrary({ static_token: "t1" }, { model });
  expect(text()).toBe("The kernel of this library has ended. Run the cell again to go on.");
  expect(document.head.textContent).not.toContain("hgw-static-t1");
});

test("hides its static copy while it is alive", () => {
  aLibrary({ static_token: "t1" });
  expect(document.head.textContent).toContain(".hgw-static-t1 { display: none; }");
});

test("takes a key", async () => {
  aLibrary();
  await press("Use my API key");
  expect(find("field", "API key")).toBeDefined();
});
