import { nextTick, reactive } from "vue";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PAUSE, limitOf, useDrafts } from "../../src/composables/drafts";
import { living } from "../support/scope";

interface Typed {
  name: string;
  limit: number | null;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function someDrafts(changes: Partial<Typed> = {}) {
  const traits = reactive<Typed>({ name: "Iris", limit: 1, ...changes });
  const drafts = living(() =>
    useDrafts<keyof Typed>(traits, ["name", "limit"], (name, text) =>
      name === "limit" ? limitOf(text) : text,
    ),
  );
  return { traits, ...drafts };
}

test("shows what the kernel has", () => {
  expect(someDrafts().it.draft).toEqual({ name: "Iris", limit: "1" });
});

test("shows nothing for no value", () => {
  expect(someDrafts({ limit: null }).it.draft.limit).toBe("");
});

test("follows the kernel while nobody types", async () => {
  const { it, traits } = someDrafts();
  traits.name = "Bo";
  await nextTick();
  expect(it.draft.name).toBe("Bo");
});

test("shows at once what is typed", () => {
  const { it } = someDrafts();
  it.type("name", "Ad");
  expect(it.draft.name).toBe("Ad");
});

test("takes a field that was cleared for an empty text", () => {
  const { it, traits } = someDrafts();
  it.type("name", null);
  it.flush();
  expect(traits.name).toBe("");
});

test("sends after a pause what was typed, not each letter", async () => {
  const { it, traits } = someDrafts();
  it.type("name", "A");
  await vi.advanceTimersByTimeAsync(PAUSE - 1);
  it.type("name", "Ad");
  await vi.advanceTimersByTimeAsync(PAUSE - 1);
  expect(traits.name).toBe("Iris");
  await vi.advanceTimersByTimeAsync(1);
  expect(traits.name).toBe("Ad");
});

test("keeps what is being typed when the kernel sends something else", async () => {
  const { it, traits } = someDrafts();
  it.type("name", "Ad");
  traits.name = "Bo";
  await nextTick();
  expect(it.draft.name).toBe("Ad");
});

test("leaves the other fields to the kernel while one is typed in", async () => {
  const { it, traits } = someDrafts();
  it.type("name", "Ad");
  traits.limit = 3;
  await nextTick();
  expect(it.draft.limit).toBe("3");
});

test("follows the kernel again after the pause", async () => {
  const { it, traits } = someDrafts();
  it.type("name", "Ad");
  await vi.advanceTimersByTimeAsync(PAUSE);
  traits.name = "Bo";
  await nextTick();
  expect(it.draft.name).toBe("Bo");
});

test("settles all fields at once when asked to", () => {
  const { it, traits } = someDrafts();
  it.type("name", "Ada");
  it.type("limit", "2.5");
  it.flush();
  expect(traits).toEqual({ name: "Ada", limit: 2.5 });
});

test("changes nothing where nothing was typed", () => {
  const { it, traits } = someDrafts();
  it.flush();
  expect(traits).toEqual({ name: "Iris", limit: 1 });
});

test("sends nothing later that was settled already", async () => {
  const { it, traits } = someDrafts();
  it.type("name", "Ada");
  it.flush();
  traits.name = "Bo";
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(traits.name).toBe("Bo");
});

test("shows a value as it was understood, though it is the one from before", () => {
  const { it } = someDrafts({ limit: null });
  it.type("limit", "much");
  it.flush();
  expect(it.draft.limit).toBe("");
});

test("takes the text for the value where nobody says otherwise", () => {
  const traits = reactive({ name: "Iris" });
  const { it } = living(() => useDrafts(traits, ["name"]));
  it.type("name", "Ada");
  it.flush();
  expect(traits.name).toBe("Ada");
});

test("sends nothing after the end of its component", async () => {
  const { it, traits, end } = someDrafts();
  it.type("name", "Ada");
  end();
  await vi.advanceTimersByTimeAsync(PAUSE);
  expect(traits.name).toBe("Iris");
});

describe("a limit", () => {
  test.each([
    ["2.5", 2.5],
    ["0", 0],
    ["-3", 0],
    ["", null],
    ["  ", null],
    ["much", null],
    ["Infinity", null],
  ])("that reads %j is %j", (text, limit) => {
    expect(limitOf(text)).toBe(limit);
  });
});
