import { expect, test } from "vitest";
import {
  completionOf,
  groupsOf,
  mostCompletions,
  newestOf,
} from "@/features/training-run/completions";
import { parseRunEvent } from "@/features/training-run/runEvents";
import { createRunFeed } from "@/features/training-run/runFeed";
import { answered, numbered } from "./fixtures";

const completions = (...steps: number[]) =>
  numbered(...steps.map((done) => answered(done, "x", 0))).flatMap((event) => {
    const read = parseRunEvent(event);
    return read?.type === "completion" ? [completionOf(read)] : [];
  });

test("answers of one step and prompt are one group, the newest first", () => {
  const groups = groupsOf(completions(1, 1, 1, 2, 2));
  expect(groups.map(({ step, completions: all }) => [step, all.length])).toEqual([
    [2, 2],
    [1, 3],
  ]);
});

test("the oldest answers are let go, a tenth at once", () => {
  const all = completions(...Array.from({ length: 11 }, (_, index) => index));
  expect(newestOf(all, 11)).toBe(all);
  expect(newestOf(all, 10).map(({ step }) => step)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("however long a run is, the page holds some hundred of its answers", async () => {
  const feed = createRunFeed();
  const told = new Promise<void>((resolve) => feed.subscribe(resolve));
  const many = Array.from({ length: 3 * mostCompletions }, (_, index) => index);
  for (const event of numbered(...many.map((done) => answered(done, "x", 0)))) {
    const read = parseRunEvent(event);
    if (read) feed.apply(read);
  }
  await told;
  const kept = feed.summary().completions;
  expect(kept.length).toBeLessThanOrEqual(mostCompletions);
  expect(kept.at(-1)?.step).toBe(3 * mostCompletions - 1);
});
