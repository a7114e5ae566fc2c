import { expect, test } from "vitest";
import { memoryLine } from "@/features/training-run/memoryLine";

const x = [1, 2, 3];

test("a small run's memory is drawn in MB, so that its ticks are round numbers", () => {
  const { yLabel, formatY, points } = memoryLine({ x, y: [0.05, Number.NaN, 0.0624] });
  expect([yLabel, points.y[0], points.y[2]]).toEqual(["MB", 50, expect.closeTo(62.4)]);
  expect(formatY(62.4)).toBe("62.4\u00a0MB");
});

test("one value of a gigabyte or more brings the whole line to GB", () => {
  const y = [0.5, 1, 0.9];
  const { yLabel, formatY, points } = memoryLine({ x, y });
  expect([yLabel, points.y]).toEqual(["GB", y]);
  expect(formatY(3.4)).toBe("3.4\u00a0GB");
});
