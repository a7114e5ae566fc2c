import { describe, expect, test } from "vitest";
import * as format from "@/lib/format";

/** Thin and no-break spaces as plain ones, so that expectations can be read. */
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

const cases: [string, (value: never) => string, [unknown, string][]][] = [
  [
    "formatCount",
    format.formatCount,
    [
      [0, "0"],
      [999, "999"],
      [1000, "1 000"],
      [1234567, "1 234 567"],
      [12.6, "13"],
      [-4321, "-4 321"],
      [-0.2, "0"],
      [null, "–"],
      [Number.NaN, "–"],
    ],
  ],
  [
    "formatLoss",
    format.formatLoss,
    [
      [2.3456, "2.346"],
      [0.0123456, "0.01235"],
      [12.3, "12.30"],
      [1234.4, "1234"],
      [12345.6, "12 346"],
      [0, "0.000"],
      [0.0000032, "3.200e-6"],
      [-1.5, "-1.500"],
      [Number.POSITIVE_INFINITY, "–"],
    ],
  ],
  [
    "formatLossChange",
    format.formatLossChange,
    [
      [0.12, "+0.120"],
      [-2.9144, "-2.914"],
      [-0.0001, "0.000"],
      [0, "0.000"],
      [null, "–"],
    ],
  ],
  [
    "formatScore",
    format.formatScore,
    [
      [0.5, "0.5"],
      [1, "1"],
      [0.33333, "0.333"],
      [-1.2345, "-1.23"],
      [5.5e-17, "0"],
      [0.0000123, "1.23e-5"],
      [null, "–"],
    ],
  ],
  [
    "formatPlain",
    format.formatPlain,
    [
      [0.00001, "1e-5"],
      [0.00015, "1.5e-4"],
      [0.05, "0.05"],
      [-1, "-1"],
      [0, "0"],
      [100000, "100000"],
    ],
  ],
  [
    "formatTokensPerSecond",
    format.formatTokensPerSecond,
    [
      [1203.7, "1 204 tokens/s"],
      [undefined, "–"],
    ],
  ],
  [
    "formatGigabytes",
    format.formatGigabytes,
    [
      [3.44, "3.4 GB"],
      [0, "0 B"],
      [0.0624, "62.4 MB"],
      [1024.25, "1.0 TB"],
      [9.96, "10.0 GB"],
      [141.4, "141 GB"],
      [null, "–"],
    ],
  ],
  [
    "formatBytes",
    format.formatBytes,
    [
      [0, "0 B"],
      [812, "812 B"],
      [14200, "14.2 kB"],
      [988e6, "988 MB"],
      [1.2e9, "1.2 GB"],
      [999_999, "1.0 MB"],
      [99_960, "100 kB"],
      [3e15, "3000 TB"],
    ],
  ],
  [
    "formatDuration",
    format.formatDuration,
    [
      [0, "0 s"],
      [0.42, "0.4 s"],
      [9.97, "10 s"],
      [45, "45 s"],
      [59.6, "1 m 00 s"],
      [185, "3 m 05 s"],
      [3599.7, "1 h 00 m"],
      [3840, "1 h 04 m"],
      [86399, "1 d 00 h"],
      [183600, "2 d 03 h"],
      [-1, "–"],
      [null, "–"],
    ],
  ],
  [
    "formatPercent",
    format.formatPercent,
    [
      [0.0356, "3.56 %"],
      [0.123, "12.3 %"],
      [1, "100 %"],
      [0.0012, "0.12 %"],
      [0.000004, "0.0004 %"],
      [0, "0 %"],
      [0.09999, "10.0 %"],
    ],
  ],
];

describe.each(cases)("%s", (_name, write, examples) => {
  test.each(examples)("writes %s as %s", (value, text) => {
    expect(plain(write(value as never))).toBe(text);
  });
});

test.each([
  [17_596_416, 494_032_768, "17.6 M (3.56 %)"],
  [494_032_768, undefined, "494 M"],
  [7_615_616_512, null, "7.62 B"],
  [999_950, undefined, "1.00 M"],
  [8192, undefined, "8.19 k"],
  [640, 1000, "640 (64.0 %)"],
  [5, 0, "5"],
  [null, 10, "–"],
])("formatParameters writes %s of %s as %s", (count, total, text) => {
  expect(plain(format.formatParameters(count, total))).toBe(text);
});

test("formatProgress writes done and total, or done alone", () => {
  expect(plain(format.formatProgress(120, 1000))).toBe("120 / 1 000");
  expect(plain(format.formatProgress(120))).toBe("120");
  expect(plain(format.formatProgress(null, 1000))).toBe("– / 1 000");
});

test("numbers and units do not break over a line", () => {
  expect(format.formatDuration(3840)).not.toMatch(/ /);
  expect(format.formatGigabytes(3.4)).not.toMatch(/ /);
});
