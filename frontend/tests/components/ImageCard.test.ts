import { describe, expect, test } from "vitest";
import ImageCard from "../../src/components/ImageCard.vue";
import { all, find, get, names, press, show, text } from "../support/page";
import { someFigure } from "../support/traits";

const PROPS = {
  figure: someFigure("key-1", { alt: "a violinist" }),
  link: "blob:1",
  number: 1,
  shape: "9 / 16",
  isPicked: false,
  canPick: true,
  isCompared: false,
  canRefer: true,
  isLook: false,
  isComing: false,
};

function aCard(changes: Partial<typeof PROPS> = {}) {
  return show(ImageCard, { ...PROPS, ...changes });
}

test("shows the picture and says what it shows", () => {
  aCard();
  expect(get("image", "").getAttribute("alt")).toBe("a violinist");
});

test("keeps the place of the picture's shape", () => {
  const { view } = aCard({ link: "" });
  expect((view.get(".hgw-picture").element as HTMLElement).style.aspectRatio).toBe("9 / 16");
});

describe("a press on the picture", () => {
  test("selects it", async () => {
    const { view } = aCard();
    await press("Select a violinist");
    expect(view.emitted()).toMatchObject({ pick: [[]] });
  });

  test("looks at it closely where it can't be selected", async () => {
    const { view } = aCard({ canPick: false });
    await press("a violinist");
    expect([view.emitted("pick"), view.emitted("enlarge")]).toEqual([undefined, [[]]]);
  });

  test.each([
    [true, true, "true"],
    [true, false, "false"],
    [false, false, null],
  ])("that can be selected (%j) says whether it is: %j", (canPick, isPicked, pressed) => {
    aCard({ canPick, isPicked });
    expect(get("button", /a violinist/u).getAttribute("aria-pressed")).toBe(pressed);
  });

  test("that is double looks at it closely", () => {
    const { view } = aCard();
    get("button", "Select a violinist").dispatchEvent(new MouseEvent("dblclick"));
    expect(view.emitted("enlarge")).toEqual([[]]);
  });
});

test.each([
  ["Look closer at image 1", "enlarge"],
  ["Compare image 1", "compare"],
  ["Save image 1", "save"],
  ["Use image 1 as a reference", "refer"],
])("the button %j tells %s", async (name, event) => {
  const { view } = aCard();
  await press(name);
  expect(view.emitted(event)).toEqual([[]]);
});

test("says whether it is chosen to be compared", () => {
  aCard({ isCompared: true });
  expect(get("button", "Compare image 1").getAttribute("aria-pressed")).toBe("true");
});

test("says whether it is the reference", () => {
  aCard({ isLook: true });
  expect(get("button", "Use image 1 as a reference").getAttribute("aria-pressed")).toBe("true");
});

test("is no reference where there are none", () => {
  aCard({ canRefer: false });
  expect(find("button", "Use image 1 as a reference")).toBeUndefined();
});

test("tells what is thought of it", async () => {
  const { view } = aCard();
  await press("Image 1 is a favourite");
  expect(view.emitted("judge")).toEqual([[{ favourite: true }]]);
});

test("shows its key, and copies it", async () => {
  const { view } = aCard();
  await press("Copy the key of image 1");
  expect(text()).toContain("key-1");
  expect(view.emitted("copied")).toHaveLength(1);
});

test("has no key to copy where HeyGen gives none", () => {
  aCard({ figure: someFigure("") });
  expect(find("button", "Copy the key of image 1")).toBeUndefined();
});

test("says that something is noted about it", () => {
  aCard({ figure: someFigure("key-1", { note: "A good one" }) });
  expect(names("img")).toContain("Note: A good one");
});

describe("while there is no picture", () => {
  test("nothing can be done with it", () => {
    aCard({ link: "", isComing: true, figure: someFigure("") });
    expect(all("button")).toEqual([]);
  });

  test("its key can be copied", () => {
    aCard({ link: "", figure: someFigure("key-1", { error: "The link has expired." }) });
    expect(names("button")).toEqual(["Copy the key of image 1"]);
  });

  test("the reason stands in its place", () => {
    aCard({ link: "", figure: someFigure("key-1", { error: "The link has expired." }) });
    expect(text()).toContain("The link has expired.");
  });

  test.each([
    [true, false],
    [false, true],
  ])("that it is still made (%j) is seen: it stands still: %j", (isComing, isStill) => {
    const { view } = aCard({ link: "", isComing });
    expect(view.get(".v-skeleton-loader").classes("v-skeleton-loader--boilerplate")).toBe(isStill);
  });
});
