import { describe, expect, test } from "vitest";
import AttributeForm from "../../src/components/AttributeForm.vue";
import { choose, get, names, nameOf, press, show, text, type, valueOf } from "../support/page";
import { FIELDS } from "../support/traits";

interface Form {
  appearance?: string;
  problems?: Record<string, string>;
  room?: number;
}

function aForm({ appearance = "A violinist", problems = {}, room = 20 }: Form = {}) {
  return show(AttributeForm, {
    draft: { name: "Iris", appearance },
    fields: FIELDS,
    values: { gender: "Woman", avatar_style: "Noir", orientation: "square" },
    problems,
    room,
  });
}

test("shows what is typed", () => {
  aForm();
  expect([valueOf("Appearance"), valueOf("Name")]).toEqual(["A violinist", "Iris"]);
});

test("shows what is chosen from lists", () => {
  aForm();
  expect([valueOf("Gender"), valueOf("Style")]).toEqual(["Woman", "Noir"]);
});

test("offers words that have pictures as buttons, and all else as lists", () => {
  aForm();
  expect(names("group")).toEqual(["Orientation"]);
  expect(names("button")).toEqual(["Square", "Horizontal", "Vertical"]);
});

test("tells what is typed, by its name", async () => {
  const { view } = aForm();
  await type("Name", "Ada");
  await type("Appearance", "A detective");
  expect(view.emitted("type")).toEqual([
    ["name", "Ada"],
    ["appearance", "A detective"],
  ]);
});

test("settles what was typed when a field is left", () => {
  const { view } = aForm();
  get("field", "Name").dispatchEvent(new Event("blur"));
  expect(view.emitted("settle")).toBeTruthy();
});

test("tells what is chosen from a list, by its trait", async () => {
  const { view } = aForm();
  await choose(view, "Style", "Pixar");
  expect(view.emitted("choose")).toEqual([["avatar_style", "Pixar"]]);
});

test("tells which button is pressed, by its trait", async () => {
  const { view } = aForm();
  await press("Vertical");
  expect(view.emitted("choose")).toEqual([["orientation", "vertical"]]);
});

describe("the length of the appearance", () => {
  test("is counted against what there is room for", () => {
    aForm({ appearance: "A violinist" });
    expect(text()).toContain("11 / 20");
  });

  test("counts an emoji as one character, as HeyGen does", () => {
    aForm({ appearance: "🎻🎻" });
    expect(text()).toContain("2 / 20");
  });

  test.each([
    [1, "1 character too many."],
    [3, "3 characters too many."],
  ])("that is exceeded by %d is said so", (over, said) => {
    aForm({ appearance: "x".repeat(20 + over), problems: { appearance: "too long" } });
    expect(text()).toContain(said);
    expect(text()).not.toContain("too long");
  });

  test("that fits is no problem, to the last character", () => {
    aForm({ appearance: "x".repeat(20) });
    expect(text()).not.toContain("too many");
  });

  test("is read out with the field, and not at each key", () => {
    aForm();
    const id = get("field", "Appearance").getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(id)?.textContent).toContain("11 / 20");
    expect(document.getElementById(id)?.closest("[role=alert], [aria-live]")).toBeNull();
  });
});

test.each([
  ["appearance", "Say how the person looks."],
  ["name", "A name is needed."],
  ["style", "Pixar is not served."],
])("a problem of the %s stands with it", (attribute, problem) => {
  aForm({ problems: { [attribute]: problem } });
  expect(text()).toContain(problem);
});

test.each([
  ["Appearance", { appearance: "Say how the person looks." }],
  ["Name", { name: "A name is needed." }],
])("a field that has a problem says so to those who don't see it: %s", (label, problems) => {
  aForm({ problems });
  const invalid = ["Appearance", "Name"].map((each) =>
    get("field", each).getAttribute("aria-invalid"),
  );
  expect(invalid).toEqual(["Appearance", "Name"].map((each) => String(each === label)));
});

test("every field has a name", () => {
  aForm();
  expect(names("field").filter((name) => !name)).toEqual([]);
  expect(nameOf(get("field", "Name"))).toBe("Name");
});
