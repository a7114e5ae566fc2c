import { render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { prepareLines, sparseUpTo, valueAt } from "@/components/charts/chartSeries";
import { logTicks, xRange, yRange } from "@/components/charts/plotRanges";
import { Sparkline, sparkPath } from "@/components/charts/Sparkline";

const line = (points: number) => ({
  id: "train",
  label: "Train",
  colour: 1 as const,
  x: Array.from({ length: points }, (_, row) => row),
  y: Array.from({ length: points }, (_, row) => row % 2),
});

describe("prepareLines", () => {
  test("smoothing puts a full line over a faint raw one", () => {
    const { lines, data } = prepareLines([line(sparseUpTo + 1)], 0.9, false);
    expect(lines.map(({ faint }) => faint)).toEqual([true, false]);
    expect(data[1]?.at(-1)).toBe(0);
    expect(data[2]?.at(-1)).toBeGreaterThan(0.3);
  });

  test("few points are never smoothed", () => {
    expect(prepareLines([line(sparseUpTo)], 0.9, false).lines).toHaveLength(1);
  });

  test("a line behind another is faint, and never smoothed", () => {
    const { lines, data } = prepareLines([{ ...line(sparseUpTo + 1), behind: "mean" }], 0.9, false);
    expect(lines).toEqual([expect.objectContaining({ faint: true })]);
    expect(data[1]).toEqual(line(sparseUpTo + 1).y);
  });

  test("a log scale leaves out what it cannot show", () => {
    expect(prepareLines([line(4)], 0, true).data).toEqual([
      [1, 3],
      [1, 1],
    ]);
  });
});

test.each([
  [5, null],
  [10, 3],
  [15, 3],
  [99, 2],
])("the value at %s is %s", (at, value) => {
  expect(valueAt({ x: [10, 20], y: [3, 2] }, at)).toBe(value);
});

test("axes reach a little beyond the values, and never below zero for what is never negative", () => {
  expect(xRange(1, 5)).toEqual([1, 5]);
  expect(yRange(1, 2, false)).toEqual([0.92, 2.08]);
  expect(yRange(0.01, 2, false)[0]).toBe(0);
  expect(yRange(-1, 1, false)[0]).toBeLessThan(-1);
});

test("values that differ in the sixth digit are drawn as the flat line that they are", () => {
  const [low, high] = yRange(62.4056, 62.4059, false);
  expect([low, high].map(Math.round)).toEqual([50, 75]);
  expect(yRange(62.4, 62.5, false)[0]).toBeGreaterThan(62.3);
});

test.each([
  [xRange(7, 7)],
  [xRange(null, null)],
  [yRange(2, 2, false)],
  [yRange(0, 0, false)],
  [yRange(2, 2, true)],
  [yRange(null, null, true)],
])("one point or none still gets a range: %j", ([low, high]) => {
  expect(high).toBeGreaterThan(low);
});

test.each([
  [1.15, 3.2, [1.5, 2, 2.5, 3]],
  [0.1, 2, [0.1, 0.2, 0.5, 1, 2]],
  [1e-6, 1e-1, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]],
])("ticks between %s and %s on a log axis are round", (min, max, ticks) => {
  const made = logTicks(min, max);
  expect(made).toHaveLength(ticks.length);
  made.forEach((tick, place) => {
    expect(tick).toBeCloseTo(ticks[place] ?? Number.NaN, 9);
  });
});

test("a sparkline spans its box; one value is a level line; none is nothing", () => {
  expect(sparkPath([2, 1])).toBe("M0.00 2.00L100.00 22.00");
  expect(sparkPath([5])).toBe("M0.00 12.00L100.00 12.00");
  expect(sparkPath([Number.NaN])).toBe("");
});

test("a sparkline is named", () => {
  render(<Sparkline values={[2, 1]} label="Loss falls from 2.000 to 1.000" />);
  expect(screen.getByRole("img", { name: "Loss falls from 2.000 to 1.000" })).toBeInTheDocument();
});
