import { expect, test } from "vitest";
import { checkpointMarks } from "@/features/training-run/checkpointMarks";
import { type StepSample, secondsLeft, withSample } from "@/features/training-run/eta";
import { parseRunEvent } from "@/features/training-run/runEvents";
import { createRunFeed, type RunFeed } from "@/features/training-run/runFeed";
import { activeRun, furtherState } from "@/features/training-run/runList";
import { matchingLines, toneOfPrinted, trimmed } from "@/features/training-run/runLog";
import { wholePercent } from "@/features/training-run/wholePercent";
import { evaluated, log, numbered, runOf, saved, state, step, train } from "./fixtures";
import type { RunEvent } from "./serverTypes";

/** The summary after these events, once the feed has told of it. */
async function summaryOf(feed: RunFeed, events: RunEvent[]) {
  const told = new Promise<void>((resolve) => feed.subscribe(resolve));
  for (const event of events) {
    const known = parseRunEvent(event);
    if (known) feed.apply(known);
  }
  await told;
  return feed.summary();
}

const samples = (...steps: [seconds: number, step: number][]) =>
  steps.reduce<StepSample[]>((all, [s, n]) => withSample(all, { time: s * 1000, step: n }), []);

test("time left follows the recent pace, not the first minutes", () => {
  const slowThenFast = samples([0, 0], [100, 1], [200, 2], [210, 12], [220, 22]);
  expect(secondsLeft(slowThenFast, 122)).toBe(100);
});

test.each([
  ["no step", samples(), 100],
  ["one step", samples([0, 1]), 100],
  ["an unknown end", samples([0, 1], [1, 2]), null],
])("%s gives no time left", (_what, taken, total) => {
  expect(secondsLeft(taken, total)).toBeNull();
});

test("a run that is past its last step has no time left", () => {
  expect(secondsLeft(samples([0, 1], [10, 100]), 100)).toBe(0);
});

test("one save of two files is one checkpoint", async () => {
  const { checkpoints } = await summaryOf(
    createRunFeed(),
    numbered(saved(50), saved(50, "0000050_adapters.safetensors"), saved(100)),
  );
  expect(checkpoints.map((one) => one.step)).toEqual([50, 100]);
});

test("steps after a save say that the save is over", async () => {
  const { phase } = await summaryOf(
    createRunFeed(),
    numbered(state("running"), step(50), { type: "phase", phase: "saving" }, step(51)),
  );
  expect(phase?.phase).toBe("training");
});

test("an ended run has no time left, and a loss that is not finite leaves a gap", async () => {
  const feed = createRunFeed();
  const nothing = { ...train(20, 0), train_loss: null };
  const summary = await summaryOf(
    feed,
    numbered(
      state("running"),
      step(10),
      train(10, 2),
      nothing,
      evaluated(24, 1.2),
      state("failed"),
    ),
  );
  expect(summary.eta).toBeNull();
  expect(summary.best).toEqual({ step: 24, valLoss: 1.2 });
});

test("an event of an unknown kind or shape is none", () => {
  const time = "2026-11-24T02:00:00Z";
  expect(parseRunEvent({ seq: 1, time, type: "toString" })).toBeNull();
  expect(parseRunEvent({ seq: 1, time, type: "step", step: "ten" })).toBeNull();
  expect(parseRunEvent("step")).toBeNull();
});

test("the log drops its oldest lines when it is full, and says how many", () => {
  const lines = Array.from({ length: 11 }, (_, seq) => ({
    seq,
    time: "",
    text: `line ${seq}`,
    tone: "plain" as const,
  }));
  const kept = trimmed({ lines, dropped: 5 }, 10);
  expect(kept.lines.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(kept.dropped).toBe(7);
  expect(matchingLines(lines, " LINE 10 ")).toHaveLength(1);
});

test("a long replay is told once, in order", async () => {
  const events = numbered(...Array.from({ length: 2000 }, (_, line) => log(`line ${line}`)));
  const feed = createRunFeed();
  let told = 0;
  feed.subscribe(() => {
    told += 1;
  });
  const summary = await summaryOf(feed, events);
  expect(summary.log.lines).toHaveLength(2000);
  expect(told).toBe(1);
});

test.each([
  ["UserWarning: slow", "warning"],
  ["Traceback (most recent call last):", "danger"],
  ["forewarned is forearmed", "plain"],
])("%s is tinted as %s", (text, tone) => {
  expect(toneOfPrinted(text)).toBe(tone);
});

test("the best of two equal checkpoints is the earlier one; none is best without validation", () => {
  const checkpoints = [25, 50].map((at) => ({ step: at, file: "a", bytes: 1, best: false }));
  const best = checkpointMarks(checkpoints, { x: [24], y: [1] }).map((mark) => mark.best);
  expect(best).toEqual([true, false]);
  expect(checkpointMarks(checkpoints, { x: [], y: [] })[0]).toMatchObject({
    label: "step 25",
    best: false,
  });
});

test("the run that trains is active; without one, the next in the queue", () => {
  const waits = [runOf("a", { state: "queued" }), runOf("b", { state: "queued" })];
  expect(activeRun([...waits, runOf("c", { state: "stopping" })], waits)?.id).toBe("c");
  expect(activeRun([...waits, runOf("c", { state: "lost" })], waits)?.id).toBe("a");
  expect(activeRun([runOf("c", { state: "lost" })], [])).toBeUndefined();
});

test.each([
  ["completed", "starting", "completed"],
  ["running", "starting", "running"],
  ["running", "stopping", "stopping"],
  ["running", null, "running"],
] as const)("of %s and %s, %s is further on", (polled, streamed, further) => {
  expect(furtherState(polled, streamed)).toBe(further);
});

test.each([
  [0.29, "29\u00a0%"],
  [0.999, "99\u00a0%"],
  [1, "100\u00a0%"],
])("%d is written %s", (part, text) => {
  expect(wholePercent(part)).toBe(text);
});
