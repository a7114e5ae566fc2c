import { describe, expect, test } from "vitest";
import { layOutBand, standingOf } from "@/lib/band";
import { limitMessage } from "@/lib/limitMessage";

const limits = { min: 1, max: 512 };
const recommended = { min: 8, max: 64 };

test.each([
  [32, "inside"],
  [8, "inside"],
  [64, "inside"],
  [7, "beyond"],
  [128, "beyond"],
  [0, "impossible"],
  [513, "impossible"],
  ["abc", "impossible"],
  [null, "inside"],
  ["", "inside"],
] as const)("%j is %s", (value, standing) => {
  expect(standingOf(value, limits, recommended)).toBe(standing);
});

test("exclusive limits refuse the limit itself", () => {
  expect(standingOf(0, { exclusiveMin: 0 })).toBe("impossible");
  expect(standingOf(1, { exclusiveMax: 1 })).toBe("impossible");
  expect(standingOf(0.5, { exclusiveMin: 0, exclusiveMax: 1 })).toBe("inside");
});

describe("layOutBand", () => {
  test("puts the recommended range in the middle and the value inside it", () => {
    const { start, end, marker } = layOutBand(36, {}, recommended, "linear");
    expect([start, end, marker]).toEqual([0.25, 0.75, 0.5]);
  });

  test("ends the track at a limit that is near", () => {
    expect(layOutBand(0, { min: 0, max: 1 }, { min: 0, max: 0.1 }, "linear").start).toBe(0);
  });

  test("pins a far value to the end of the track", () => {
    expect(layOutBand(100_000, {}, recommended, "linear").marker).toBe(1);
    expect(layOutBand(-100, {}, recommended, "linear").marker).toBe(0);
  });

  test("measures magnitudes on a log scale", () => {
    const { marker } = layOutBand(1e-4, {}, { min: 1e-5, max: 1e-3 }, "log");
    expect(marker).toBeCloseTo(0.5);
  });

  test("shows no marker for what is no number", () => {
    expect(layOutBand("abc", {}, recommended, "linear")).toMatchObject({
      marker: null,
      standing: "impossible",
    });
  });

  test("a range of one value is still seen", () => {
    const { start, end } = layOutBand(32, {}, { min: 32, max: 32 }, "linear");
    expect(end).toBeGreaterThan(start);
  });
});

test.each([
  ["abc", {}, "Enter a number, such as 32 or 1e-5."],
  [0, { min: 1 }, "Use 1 or more."],
  [600, { max: 512 }, "Use 512 or less."],
  [0, { exclusiveMin: 0 }, "Use more than 0."],
  [1, { exclusiveMax: 1 }, "Use less than 1."],
  [5, { min: 1, max: 512 }, undefined],
  [null, { min: 1 }, undefined],
])("%j within %j: %s", (value, within, message) => {
  expect(limitMessage(value, within)).toBe(message);
});
