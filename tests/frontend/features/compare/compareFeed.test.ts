import { expect, test } from "vitest";
import { parseCompareEvent } from "@/features/compare/compareEvents";
import { createCompareFeed } from "@/features/compare/compareFeed";
import { firstDifference } from "@/features/compare/firstDifference";
import { failedSide, finished, numbered, queued, started, token } from "./fixtures";

test("a burst of tokens is told once, joined, whichever side speaks first", () => {
  const frames: (() => void)[] = [];
  const feed = createCompareFeed((task) => frames.push(task));
  let told = 0;
  feed.subscribe(() => {
    told += 1;
  });
  const texts = Array.from({ length: 500 }, (_, index) => token(1, `${index} `));
  for (const event of numbered(1, queued, started, ...texts, failedSide(0), finished())) {
    const read = parseCompareEvent(event);
    if (read) feed.apply(read);
  }
  expect(feed.summary().answers).toEqual([]);
  expect(frames).toHaveLength(1);
  frames[0]?.();
  expect(told).toBe(1);
  const { answers, end, phase } = feed.summary();
  expect(answers[1]?.text).toMatch(/^0 1 2 .*499 $/);
  expect(answers[1]?.tokens).toBe(500);
  expect(answers[0]?.failed?.message).toBe("The adapter folder is gone.");
  expect([phase, end?.outcome]).toEqual(["ended", "completed"]);
});

test("an event of an unknown kind or shape is none", () => {
  expect(parseCompareEvent({ seq: 1, time: "2026-11-24T02:00:00Z", type: "valueOf" })).toBeNull();
  expect(parseCompareEvent({ seq: 1, type: "token", side: "one" })).toBeNull();
  expect(parseCompareEvent(null)).toBeNull();
});

test.each([
  ["The fox", "The fox", false, null],
  ["The fox", "The owl", false, 4],
  ["The fox lives", "The fox", false, 7],
  ["The", "The fox", true, null],
  ["🦊a", "🦉a", false, 0],
])("%s leaves %s (still growing: %s) at %s", (text, other, grows, expected) => {
  expect(firstDifference(text, other, { text: grows, other: false })).toBe(expected);
});
