/** Points in time as people say them. Durations are in `format.ts`. */
import { missing } from "@/lib/format";

type Moment = Date | number | string | null | undefined;

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const dateOnly = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
});
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "just now", "5 minutes ago", "yesterday"; past a week the date: 3 Nov 2025. */
export function formatRelativeTime(moment: Moment, now: Date | number = Date.now()): string {
  const date = toDate(moment);
  if (!date) return missing;
  const seconds = Math.round((date.getTime() - Number(now)) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  if (size < 45 * minute) return relative.format(awayFromZero(seconds / minute), "minute");
  if (size < 22 * hour) return relative.format(awayFromZero(seconds / hour), "hour");
  if (size < 7 * day) return relative.format(awayFromZero(seconds / day), "day");
  return dateOnly.format(date);
}

/** Date and time of day: 3 Nov 2025, 14:05. */
export function formatDateTime(moment: Moment): string {
  const date = toDate(moment);
  return date ? `${dateOnly.format(date)}, ${clock.format(date)}` : missing;
}

/** Time of day: 14:05. */
export function formatClock(moment: Moment): string {
  const date = toDate(moment);
  return date ? clock.format(date) : missing;
}

function toDate(moment: Moment): Date | null {
  if (moment === null || moment === undefined || moment === "") return null;
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? null : date;
}

function awayFromZero(value: number): number {
  const size = Math.max(1, Math.round(Math.abs(value)));
  return value < 0 ? -size : size;
}
