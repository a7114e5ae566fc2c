import { describe, expect, test } from "vitest";
import { readNumber, sameDraft, stepNumber, writeNumber } from "@/lib/numberInput";

describe("readNumber", () => {
  test.each([
    ["32", 32],
    ["1e-5", 0.00001],
    ["1E-5", 0.00001],
    [".5", 0.5],
    ["3.", 3],
    ["-1", -1],
    ["−1", -1],
    ["1 000", 1000],
    ["1\u202f000", 1000],
    ["1_000", 1000],
    ["", null],
    ["  ", null],
  ])("reads %j as %s", (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  test.each(["abc", "1e", "1e-", "0x10", "1,5", "--1", "1e999", "Infinity", "1.2.3"])(
    "gives %j back as it was typed",
    (text) => {
      expect(readNumber(text)).toBe(text);
    },
  );
});

test("writing and reading are inverse", () => {
  for (const value of [1e-5, 0.05, -1, 0, 32, 1e21])
    expect(readNumber(writeNumber(value))).toBe(value);
  expect(writeNumber(null)).toBe("");
  expect(writeNumber("abc")).toBe("abc");
});

test("empty text and no value mean the same", () => {
  expect(sameDraft("", null)).toBe(true);
  expect(sameDraft(0, null)).toBe(false);
});

describe("stepNumber", () => {
  const linear = { step: 0.1, scale: "linear" } as const;
  const log = { step: 1, scale: "log" } as const;

  test("adds without the noise of floating point", () => {
    expect(stepNumber(0.2, 1, linear)).toBe(0.3);
    expect(stepNumber(0.3, -3, linear)).toBe(0);
  });

  test("stays inside the limits", () => {
    expect(stepNumber(8, 10, { step: 1, scale: "linear", max: 12 })).toBe(12);
    expect(stepNumber(2, -10, { step: 1, scale: "linear", min: 1 })).toBe(1);
  });

  test.each([
    [1e-5, 1, 2e-5],
    [9e-5, 1, 1e-4],
    [1e-4, -1, 9e-5],
    [1e-4, 10, 2e-3],
    [5e-5, -1, 4e-5],
  ])("on a log scale %s by %s is %s", (value, steps, next) => {
    expect(stepNumber(value, steps, log)).toBeCloseTo(next, 12);
  });

  test("zero has no magnitude: a log scale steps from it by the step", () => {
    expect(stepNumber(0, 1, { step: 1e-5, scale: "log" })).toBe(1e-5);
  });
});
