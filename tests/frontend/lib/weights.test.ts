import { expect, test } from "vitest";
import { equalShares, inProportion, weightSum } from "@/lib/weights";

test.each([
  [1, [1]],
  [2, [0.5, 0.5]],
  [3, [0.3334, 0.3333, 0.3333]],
  [0, []],
])("%d equal shares", (count, shares) => {
  expect(equalShares(count)).toEqual(shares);
});

test.each([
  [
    [1, 3],
    [0.25, 0.75],
  ],
  [
    [0.5, 0.7],
    [0.4167, 0.5833],
  ],
  [
    [0, 0],
    [0.5, 0.5],
  ],
  [
    [2, 0],
    [1, 0],
  ],
])("%j in proportion is %j", (weights, shares) => {
  expect(inProportion(weights)).toEqual(shares);
});

test("shares of any count sum to exactly 1", () => {
  for (let count = 1; count <= 32; count += 1) expect(weightSum(equalShares(count))).toBe(1);
});

test("what floating point adds is no part of a sum", () => {
  expect(weightSum([0.1, 0.2, 0.7])).toBe(1);
  expect(weightSum([0.1, 0.2])).toBe(0.3);
});
