import { describe, expect, test } from "vitest";
import { share, usually } from "../../src/composables/usual";

describe("what is usual", () => {
  test.each([
    [[0.1, 0.3], "about 1 s"],
    [[3.4, 4.7], "3–5 s"],
    [[8.9, 14.2], "8–15 s"],
    [[36, 49], "35–50 s"],
    [[27.2, 74.5], "25–75 s"],
    [[61, 118], "1–2 min"],
    [[95, 170], "1–3 min"],
    [[60, 120], "1–2 min"],
    [[14, 16], "10–20 s"],
    [[5, 5], "about 5 s"],
  ])("is told in round figures: %j", (usual, text) => {
    expect(usually(usual)).toBe(text);
  });
});

/** Seconds of a lognormal distribution, evenly spread over it. */
function someEnds(median: number, sigma: number): number[] {
  const count = 4000;
  return Array.from({ length: count }, (_, n) => {
    // The normal quantile of the n-th part, by the logistic one's better cousin (Tukey's lambda).
    const p = (n + 0.5) / count;
    const z = (p ** 0.1349 - (1 - p) ** 0.1349) / 0.1975;
    return median * Math.exp(sigma * z);
  });
}

function usualOf(median: number, sigma: number): number[] {
  const factor = Math.exp(0.8416 * sigma);
  return [median / factor, median * factor];
}

describe("how far a run has got", () => {
  const cases = [
    [4, 0.25],
    [40, 0.3],
    [45, 0.6],
    [90, 1],
  ] as const;

  test.each(cases)(
    "is about the share of its time that it has behind it: %d s, %d",
    (median, sigma) => {
      const ends = someEnds(median, sigma);
      for (const part of [0.2, 0.5, 0.8, 1, 1.3, 2]) {
        const passed = part * median;
        const shares = ends.filter((end) => end > passed).map((end) => passed / end);
        const fair = shares.reduce((sum, each) => sum + each, 0) / shares.length;
        expect(Math.abs(share(passed, usualOf(median, sigma)) - fair)).toBeLessThan(0.1);
      }
    },
  );

  test.each(cases)("grows, ever slower, and never gets to the end: %d s, %d", (median, sigma) => {
    const usual = usualOf(median, sigma);
    const read = Array.from({ length: 3000 }, (_, n) => share((n * median) / 50, usual));
    const steps = read.slice(1).map((each, n) => each - (read[n] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...read)).toBeLessThan(1);
    const growths = steps.slice(1).map((step, n) => step - (steps[n] ?? 0));
    expect(Math.max(...growths)).toBeLessThan(1e-9);
  });

  test.each([[[]], [[0, 0]]])("is unknown where nothing is usual: %j", (usual) => {
    expect(share(10, usual)).toBe(0);
  });

  test.each([0, -3, NaN])("is nothing before the run began: %d", (passed) => {
    expect(share(passed, [15, 25])).toBe(0);
  });

  test("is known where all runs take equally long", () => {
    expect(share(10, [20, 20])).toBeCloseTo(0.5, 2);
  });
});
