import { expect, test } from "vitest";
import { alignPoints } from "@/lib/alignPoints";
import { smooth } from "@/lib/smoothing";

test("lines with different x share one x, with nothing where they have no point", () => {
  const train = { x: [10, 20, 30], y: [3, 2, 1] };
  const val = { x: [20, 40], y: [2.5, 2.2] };
  expect(alignPoints([train, val])).toEqual([
    [10, 20, 30, 40],
    [3, 2, 1, null],
    [null, 2.5, null, 2.2],
  ]);
});

test("what is not finite is not drawn", () => {
  expect(alignPoints([{ x: [1, 2], y: [Number.NaN, 1] }])).toEqual([
    [1, 2],
    [null, 1],
  ]);
});

test("no lines and no points align too", () => {
  expect(alignPoints([])).toEqual([[]]);
  expect(alignPoints([{ x: [], y: [] }])).toEqual([[], []]);
});

test("smoothing begins at the first value and follows slowly", () => {
  const [first, second] = smooth([4, 2], 0.5);
  expect(first).toBe(4);
  expect(second).toBeCloseTo((4 * 0.25 + 2 * 0.5) / 0.75);
});

test("weight 0 changes nothing, and a constant stays what it is", () => {
  expect([...smooth([3, 1, 2], 0)]).toEqual([3, 1, 2]);
  for (const value of smooth([5, 5, 5], 0.9)) expect(value).toBeCloseTo(5);
});

test("a value that is not finite does not spoil the rest", () => {
  const smoothed = smooth([4, Number.NaN, 4], 0.9);
  expect(smoothed[2]).toBeCloseTo(4);
});
