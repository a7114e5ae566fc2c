import { expect, test } from "vitest";
import { formatClock, formatDateTime, formatRelativeTime } from "@/lib/formatTime";

const now = new Date("2025-11-20T12:00:00").getTime();
const ago = (seconds: number) => new Date(now - seconds * 1000);

test.each([
  [10, "just now"],
  [-10, "just now"],
  [60, "1 minute ago"],
  [5 * 60, "5 minutes ago"],
  [46 * 60, "1 hour ago"],
  [3 * 3600, "3 hours ago"],
  [23 * 3600, "yesterday"],
  [3 * 86400, "3 days ago"],
  [17 * 86400, "3 Nov 2025"],
  [-3600, "in 1 hour"],
])("%s seconds ago is written %s", (seconds, text) => {
  expect(formatRelativeTime(ago(seconds), now)).toBe(text);
});

test("points in time are read from dates, numbers and ISO text", () => {
  expect(formatDateTime("2025-11-03T14:05:00")).toBe("3 Nov 2025, 14:05");
  expect(formatClock(new Date("2025-11-03T09:07:00").getTime())).toBe("09:07");
});

test.each([null, undefined, "", "not a date"])("%s is written as a dash", (moment) => {
  expect(formatRelativeTime(moment)).toBe("–");
  expect(formatDateTime(moment)).toBe("–");
  expect(formatClock(moment)).toBe("–");
});
