import { flushPromises } from "@vue/test-utils";
import { describe, expect, test } from "vitest";
import { NOTHING_MADE, aGroup, aLook } from "../support/avatars";
import { find, get, isDisabled, names, press, text, type } from "../support/page";
import { FREE, aPicture, showPanel } from "../support/panel";
import { GONE } from "../support/studio";

const submit = async () => {
  document.querySelector("form")?.requestSubmit();
  await flushPromises();
};
const V2 = { api: "v2", training: "none", can_generate: false, status_line: "Not trained yet" };
const ofAnAvatar = (changes: object = {}) => ({
  group: aGroup("g1"),
  look_rows: [aLook("l1"), aLook("l2")],
  ...changes,
});

test("nothing stands below the pictures before it is used", () => {
  showPanel();
  expect(text().trim()).toBe("");
});

describe("a new avatar", () => {
  const CREATE = {
    step: "create",
    picture_rows: [aPicture("key-1"), aPicture("key-2")],
    prices: { create: { price: "about $1.32", token: "v3:1.32", note: "HeyGen bills it." } },
  };

  test("has the name of its pictures, and its price on the button", () => {
    showPanel(CREATE);
    expect((get("field", "Name of the avatar") as HTMLInputElement).value).toBe("Iris");
    expect(find("button", "Create avatarabout $1.32")).toBeDefined();
    expect(names("heading")).toContain("New avatar of 2 pictures");
  });

  test("is asked for with its pictures in their order, at that price", async () => {
    const { sent } = showPanel(CREATE);
    await type("Name of the avatar", "Lina");
    await submit();
    expect(sent).toEqual([
      ["create", { name: "Lina", keys: ["key-1", "key-2"], agreed: "v3:1.32" }],
    ]);
  });

  test("is made of another picture first if that is chosen", async () => {
    const { sent } = showPanel(CREATE);
    await press("Put picture key-2 first");
    await submit();
    expect(sent[0]?.[1]).toMatchObject({ keys: ["key-2", "key-1"] });
  });

  test("of one picture asks for no order", () => {
    showPanel({ ...CREATE, picture_rows: [aPicture("key-1")] });
    expect(text()).not.toContain("comes first");
  });

  test("needs a name", async () => {
    const { sent } = showPanel(CREATE);
    await type("Name of the avatar", " ");
    await submit();
    expect(sent).toEqual([]);
    expect(text()).toContain("Give the avatar a name.");
  });

  test("is not asked for after all", async () => {
    const { sent } = showPanel(CREATE);
    await press("Close this step");
    expect(sent).toEqual([["close", undefined]]);
  });

  test("can't be asked for twice at once", () => {
    showPanel({ ...CREATE, making: { ...NOTHING_MADE, line: "Creating…", is_waiting: true } });
    expect(isDisabled(/^Create avatar/u)).toBe(true);
    expect(text()).toContain("Creating…");
  });
});

describe("adding to an avatar", () => {
  const ADD = {
    step: "add",
    picture_rows: [aPicture("key-1")],
    prices: { add: FREE },
    group_rows: [aGroup("g1"), aGroup("g2")],
  };

  test("waits for one to be chosen", async () => {
    const { sent } = showPanel(ADD);
    const before = isDisabled(/^Add 1 picture/u);
    await press(/^Avatar g2/u);
    await submit();
    expect(before).toBe(true);
    expect(sent).toEqual([["add", { group_id: "g2", keys: ["key-1"], agreed: "free" }]]);
  });

  test("finds an avatar by its name", async () => {
    showPanel(ADD);
    await type("Search by name or id", "g2");
    expect(find("button", /^Avatar g1/u)).toBeUndefined();
    expect(find("button", /^Avatar g2/u)).toBeDefined();
  });

  test("loads more of them", async () => {
    const { sent } = showPanel({ ...ADD, has_more: true });
    await press("Load more avatars");
    expect(sent).toEqual([["load_groups", undefined]]);
  });

  test("says what to do where there is none", () => {
    showPanel({ ...ADD, group_rows: [] });
    expect(text()).toContain("Your account has no avatars yet");
  });
});

describe("an avatar", () => {
  test("shows its looks, and what each id is for", () => {
    showPanel(ofAnAvatar());
    expect(names("heading")).toContain("Avatar g1");
    expect(text()).toContain("2 looks");
    expect(text()).toContain("avatar_id of POST /v3/videos");
    expect(text()).toContain("Not for videos");
  });

  test("shows the id of the look that is ticked", async () => {
    showPanel(ofAnAvatar());
    await press("Select look l2");
    expect(document.querySelector("code")?.textContent).toBe("l2");
  });

  test("says whose id it shows as long as none is ticked", async () => {
    showPanel(ofAnAvatar());
    const before = text();
    await press("Select look l2");
    expect(before).toContain("This is the first look's");
    expect(text()).not.toContain("This is the first look's");
  });

  test("says where the first look has its id", () => {
    showPanel(ofAnAvatar({ look_rows: [aLook("g1")] }));
    expect(text()).toContain("HeyGen gave the first look the same id.");
  });

  test("goes on to a video of the look whose id it shows", async () => {
    const { sent } = showPanel(ofAnAvatar());
    await press("Select look l2");
    await press("Use in a video");
    expect(sent).toEqual([["use_in_video", { id: "l2", view: "view-1" }]]);
  });

  test("is trained at the price on the button", async () => {
    const train = { price: "4 credits", token: "v2:4", note: "" };
    const { sent } = showPanel(ofAnAvatar({ group: aGroup("g1", V2), prices: { train } }));
    await press("Train4 credits");
    expect(sent).toEqual([["train", "v2:4"]]);
  });

  const training = {
    ...NOTHING_MADE,
    group_id: "g1",
    line: "HeyGen is training it…",
    is_waiting: true,
    started_at: Date.now() / 1000 - 61,
    usual: [300, 1200],
  };

  test("says how long its training takes, and offers no second one", () => {
    showPanel(ofAnAvatar({ group: aGroup("g1", V2), prices: { train: FREE }, training }));
    expect(text()).toContain("HeyGen is training it…");
    expect(text()).toContain("usually 5–20 min");
    expect(find("button", /^Train/u)).toBeUndefined();
  });

  test("says no more that it is trained as soon as it can be used", () => {
    showPanel(ofAnAvatar({ training }));
    expect(text()).not.toContain("HeyGen is training it…");
    expect(find("button", /^New look/u)).toBeDefined();
  });

  test("is asked about anew, and closed", async () => {
    const { sent } = showPanel(ofAnAvatar());
    await press("Ask HeyGen how this avatar stands");
    await press("Close this avatar");
    expect(sent.map(([event]) => event)).toEqual(["refresh", "close"]);
  });

  test("gives the request of a video to the view that asked", async () => {
    const { sent, call } = showPanel(ofAnAvatar());
    await press("Use look l1 in a video");
    expect(sent).toEqual([["use_in_video", { id: "l1", view: "view-1" }]]);
    const request = { look_id: "l1", about: "Nothing is sent.", curl: "curl -X POST", python: "" };
    call("video", { ...request, view: "another" });
    await flushPromises();
    const before = text();
    call("video", { ...request, view: "view-1" });
    await flushPromises();
    expect([before.includes("curl -X POST"), text().includes("curl -X POST")]).toEqual([
      false,
      true,
    ]);
  });
});

describe("new looks", () => {
  test("are asked for with a prompt, at the price on the button", async () => {
    const { sent } = showPanel(ofAnAvatar());
    await press("New look$0.40");
    await type("New look", "in a green coat");
    await submit();
    expect(sent[0]?.[0]).toBe("generate_looks");
    expect(sent[0]?.[1]).toMatchObject({ group_id: "g1", prompt: "in a green coat", count: 4 });
  });

  test("are what comes next once it is trained", () => {
    showPanel(ofAnAvatar({ group: aGroup("g1", { api: "v2", training: "ready" }) }));
    expect(text()).toContain("2 looks · Trained");
    expect(text()).toContain("It is trained. HeyGen can now make new looks of it");
  });

  test("have a form that begins with the prompt", async () => {
    showPanel(ofAnAvatar());
    await press("New look$0.40");
    await flushPromises();
    expect(document.activeElement).toBe(get("field", "New look"));
  });

  test("have their places while they are made", () => {
    const making = { ...NOTHING_MADE, group_id: "g1", is_waiting: true, awaited: 3 };
    showPanel(ofAnAvatar({ making }));
    expect(get("list", "Looks").querySelectorAll(":scope > li")).toHaveLength(5);
  });

  test("are offered once the avatar can be used", () => {
    showPanel(ofAnAvatar({ group: aGroup("g1", V2), prices: { train: FREE } }));
    expect(find("button", /^New look/u)).toBeUndefined();
  });

  test("are stopped while they are made", async () => {
    const making = { ...NOTHING_MADE, group_id: "g1", line: "…", is_waiting: true, can_stop: true };
    const { sent } = showPanel(ofAnAvatar({ making }));
    await press("Stop waiting");
    expect(sent).toEqual([["stop", undefined]]);
  });

  test("a step that waits can be stopped", async () => {
    const making = { ...NOTHING_MADE, line: "Creating the avatar…", is_waiting: true };
    const { sent } = showPanel(ofAnAvatar({ making: { ...making, can_stop: true } }));
    await press("Stop waiting");
    expect(sent).toEqual([["stop", undefined]]);
  });

  test("that are no looks yet are added, one or all", async () => {
    const look_rows = [aLook("l1"), aPicture("p1"), aPicture("p2")];
    const { sent } = showPanel(ofAnAvatar({ look_rows, prices: { add_pictures: FREE } }));
    await press("Add 2 pictures to this avatarfree");
    await press("Add picture p1 to this avatar");
    expect(sent).toEqual([
      ["add_pictures", ["p1", "p2"]],
      ["add_pictures", ["p1"]],
    ]);
  });
});

describe("questions and messages", () => {
  test("a price is asked about, and answered", async () => {
    const question = { title: "All right?", text: "$4", go: "Train for $4", token: "4" };
    const { sent } = showPanel(ofAnAvatar({ question }));
    await press("Train for $4");
    expect(sent).toEqual([["confirm", "4"]]);
  });

  test("a deletion names what goes, and is agreed to or not", async () => {
    const deletion = {
      title: "Delete 1 avatar?",
      text: "For good.",
      names: ["Iris, image 1 · key-1"],
      pictures: ["image:key-1"],
      go: "Delete 1 avatar",
      token: "t",
    };
    const { sent } = showPanel({ deletion });
    await flushPromises();
    expect(text()).toContain("Iris, image 1 · key-1");
    await press("Delete 1 avatar");
    expect(sent).toEqual([["confirm", "t"]]);
  });

  test("a message is closed, or what it is about is waited for again", async () => {
    const alert = { kind: "warning", title: "Not finished", text: "It goes on.", resume: "Resume" };
    const { sent } = showPanel({ alert });
    await press("Resume");
    await press("Close this message");
    expect(sent.map(([event]) => event)).toEqual(["resume", "dismiss"]);
  });

  test("a kernel that has ended is asked for nothing", () => {
    showPanel(ofAnAvatar({ group: aGroup("g1", V2), prices: { train: FREE } }), GONE);
    expect(isDisabled(/^Train/u)).toBe(true);
    expect(isDisabled("Ask HeyGen how this avatar stands")).toBe(true);
  });
});
