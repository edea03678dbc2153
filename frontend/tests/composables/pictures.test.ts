import { expect, test, vi } from "vitest";
import { usePictures } from "../../src/composables/pictures";
import { living } from "../support/scope";
import { someBytes } from "../support/traits";

test("asks for each picture once", () => {
  const ask = vi.fn();
  const { it } = living(() => usePictures(ask));
  it.want(["group/1", ""]);
  it.want(["group/1", "group/2"]);
  it.want(["group/2"]);
  expect(ask.mock.calls).toEqual([[["group/1"]], [["group/2"]]]);
});

test("keeps a link to what came", () => {
  const { it } = living(() => usePictures(vi.fn()));
  it.take({ pictures: ["group/1"], problems: [""] }, [someBytes()]);
  expect(it.link("group/1")).toMatch(/^blob:/u);
  expect([it.link("group/2"), it.problem("group/1")]).toEqual(["", ""]);
});

test("keeps why a picture can't be shown, and asks for it again after a refresh", () => {
  const ask = vi.fn();
  const { it } = living(() => usePictures(ask));
  it.want(["group/1"]);
  it.take({ pictures: ["group/1"], problems: ["Gone."] }, []);
  expect(it.problem("group/1")).toBe("Gone.");
  it.want(["group/1"]);
  expect(ask).toHaveBeenCalledTimes(2);
});
