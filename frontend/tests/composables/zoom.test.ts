import { describe, expect, test, vi } from "vitest";
import { useZoom } from "../../src/composables/zoom";

const box = { left: 100, top: 200, width: 400, height: 200 };
const currentTarget = { getBoundingClientRect: () => box };

/** Return a click in the middle of the right half; a key press has no place. */
function click({ isKey = false } = {}): MouseEvent {
  const at = { clientX: 400, clientY: 300, detail: isKey ? 0 : 1, currentTarget };
  return at as unknown as MouseEvent;
}
function wheel(deltaY: number) {
  const preventDefault = vi.fn();
  const event = { deltaY, clientX: 100, clientY: 200, currentTarget, preventDefault };
  return { event: event as unknown as WheelEvent, preventDefault };
}

test("an image is seen as it is at first", () => {
  const { scale, isClose, style } = useZoom();
  expect([scale.value, isClose.value, style.value]).toEqual([1, false, undefined]);
});

describe("a click", () => {
  test("brings the place closer that was clicked at", () => {
    const { style, toggle } = useZoom();
    toggle(click());
    expect(style.value).toEqual({ transform: "scale(2.5)", transformOrigin: "75% 50%" });
  });

  test("with the keyboard brings the upper half closer, where faces are", () => {
    const { style, toggle } = useZoom();
    toggle(click({ isKey: true }));
    expect(style.value?.transformOrigin).toBe("50% 30%");
  });

  test("goes back on a second time", () => {
    const { isClose, toggle } = useZoom();
    toggle(click());
    toggle(click());
    expect(isClose.value).toBe(false);
  });
});

test("the pointer aims at its place", () => {
  const { style, toggle, aimAt } = useZoom();
  toggle(click({ isKey: true }));
  aimAt(click());
  expect(style.value?.transformOrigin).toBe("75% 50%");
});

describe("the wheel", () => {
  test("comes closer step by step, to the pointer", () => {
    const { scale, style, turn } = useZoom();
    turn(wheel(-1).event);
    turn(wheel(-1).event);
    expect([scale.value, style.value?.transformOrigin]).toEqual([1.5625, "0% 0%"]);
  });

  test("comes no closer than five times", () => {
    const { scale, turn } = useZoom();
    for (let turns = 0; turns < 20; turns += 1) {
      turn(wheel(-1).event);
    }
    expect(scale.value).toBe(5);
  });

  test("goes back to where it began", () => {
    const { scale, turn } = useZoom();
    for (const delta of [-1, -1, -1, 1, 1, 1]) {
      turn(wheel(delta).event);
    }
    expect(scale.value).toBe(1);
  });

  test("scrolls the page where the image is as far away as can be", () => {
    const { turn } = useZoom();
    const { event, preventDefault } = wheel(1);
    turn(event);
    expect(preventDefault).not.toHaveBeenCalled();
  });

  test("does not scroll the page as long as it moves the image", () => {
    const { turn } = useZoom();
    const [closer, back] = [wheel(-1), wheel(1)];
    turn(closer.event);
    turn(back.event);
    expect(closer.preventDefault).toHaveBeenCalledOnce();
    expect(back.preventDefault).toHaveBeenCalledOnce();
  });
});

describe("the arrows", () => {
  test("move over the image", () => {
    const { style, toggle, move } = useZoom();
    toggle(click({ isKey: true }));
    move(1, 0);
    move(0, -1);
    expect(style.value?.transformOrigin).toBe("60% 20%");
  });

  test("stay within the image", () => {
    const { style, toggle, move } = useZoom();
    toggle(click({ isKey: true }));
    for (let steps = 0; steps < 20; steps += 1) {
      move(-1, 1);
    }
    expect(style.value?.transformOrigin).toBe("0% 100%");
  });
});

test("a reset goes back", () => {
  const { isClose, toggle, reset } = useZoom();
  toggle(click());
  reset();
  expect(isClose.value).toBe(false);
});
