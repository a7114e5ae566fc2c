import { expect, test } from "vitest";
import { checkpointSteps, diskUse, withCheckpoint } from "@/features/training-run/checkpoints";
import { dropEdge, dropPlace } from "@/features/training-run/dropPlace";
import { parseRunEvent } from "@/features/training-run/runEvents";
import { createRunFeed } from "@/features/training-run/runFeed";
import { runFigures } from "@/features/training-run/runFigures";
import { roundOf } from "@/features/training-run/runRound";
import { movedTo, placeIn, waitingRuns } from "@/features/training-run/waitingRuns";
import { log, numbered, resumedAt, runOf, saved, state, step, train, warned } from "./fixtures";
import type { Run, RunEvent } from "./serverTypes";

async function told(...events: RunEvent[]) {
  const feed = createRunFeed();
  const heard = new Promise<void>((resolve) => feed.subscribe(resolve));
  for (const event of events) {
    const known = parseRunEvent(event);
    if (known) feed.apply(known);
  }
  await heard;
  return feed.summary();
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 2, 0, second)).toISOString();
const exit = { cause: "stopped" as const, message: "Stopped after 42 steps.", evidence: "" };
const firstLife = [
  state("queued"),
  state("running"),
  step(42),
  warned("No progress for 5 min."),
  { ...state("stopped"), exit },
];

test.each([
  ["an answer to Resume comes before its events", { queued_at: at(60) }, "behind"],
  ["both tell of the same end", { queued_at: at(0), ended_at: at(4) }, "same"],
  ["a poll of before the resume is still shown", { queued_at: at(0), ended_at: at(0) }, "ahead"],
] as const)("%s", (_what, run, round) => {
  const summary =
    round === "ahead" ? { queuedAt: at(5), movedAt: at(6) } : { queuedAt: at(0), movedAt: at(4) };
  expect(roundOf(run, summary)).toBe(round);
});

test("a run that is taken up again is not ended, whoever tells it first", async () => {
  const summary = await told(...numbered(...firstLife));
  const ended = runOf("r", { state: "stopped", exit, queued_at: at(0), ended_at: at(4) });
  expect(runFigures(ended, summary)).toMatchObject({ ended: true, exit, step: 42 });

  const again = runOf("r", { state: "queued", exit: null, queued_at: at(60), ended_at: null });
  expect(runFigures(again, summary)).toMatchObject({ state: "queued", ended: false, exit: null });

  const ahead = await told(...numbered(...firstLife, state("queued"), state("running")));
  expect(runFigures(ended, ahead)).toMatchObject({ state: "running", exit: null, warning: null });
});

test("a resume takes the step back, and what is told again counts once", async () => {
  const summary = await told(
    ...numbered(state("running"), step(42), train(40, 2), state("queued"), resumedAt(25, 120), {
      ...step(26),
      total_steps: 120,
    }),
  );
  expect(summary).toMatchObject({ step: 26, totalSteps: 120 });
  expect(summary.log.lines.at(-1)?.text).toBe("Goes on from step 25 of 120.");
});

test("only the warnings of a round that goes on stand above the run", async () => {
  const before = await told(...numbered(state("queued"), warned("Rows are long.")));
  expect(before.warning).toBeNull();
  const events = numbered(state("running"), warned("No progress for 5 min."), log("one"));
  const during = await told(...events);
  expect(during.warning?.text).toBe("No progress for 5 min.");
  expect(runFigures(runOf("r", { state: "failed" }), during).warning).toBeNull();
});

test("a file that is written again, or removed, stands once or not at all", async () => {
  const { checkpoints } = await told(
    ...numbered(
      saved(25),
      saved(25, "0000025_adapters.safetensors"),
      saved(49, "best_adapters.safetensors"),
      saved(50),
      saved(50, "0000050_adapters.safetensors", ["0000025_adapters.safetensors"]),
    ),
  );
  expect(checkpointSteps(checkpoints)).toEqual([
    { step: 49, best: true },
    { step: 50, best: false },
  ]);
  expect(diskUse(checkpoints)).toBe(3 * 3_600_000);
  const last = parseRunEvent(numbered(saved(99, "best_adapters.safetensors"))[0]);
  if (last?.type !== "checkpoint") throw new Error("The event was not read.");
  expect(checkpointSteps(withCheckpoint(checkpoints, last)).map((one) => one.step)).toEqual([
    50, 99,
  ]);
});

test("runs wait in the arranged order, others behind them, first come first", () => {
  const queued = (id: string, second: number): Run =>
    runOf(id, { state: "queued", queued_at: at(second) });
  const runs = [queued("c", 3), queued("b", 2), runOf("trains"), queued("a", 1)];
  const ids = (order?: string[]) => waitingRuns(runs, order).map(({ id }) => id);
  expect(ids()).toEqual(["a", "b", "c"]);
  expect(ids(["c", "gone"])).toEqual(["c", "a", "b"]);
  expect(placeIn(["a", "b"], "b")).toBe(2);
  expect(placeIn(["a"], "trains")).toBeNull();
});

test.each([
  ["c", 0, ["c", "a", "b"]],
  ["a", 9, ["b", "c", "a"]],
  ["b", -1, ["b", "a", "c"]],
] as const)("%s put at %i", (id, place, order) => {
  expect(movedTo(["a", "b", "c"], id, place)).toEqual(order);
});

test("a dragged row comes in where its pointer is", () => {
  expect([5, 15, 25, 99].map((y) => dropPlace(y, [10, 20, 30]))).toEqual([0, 1, 2, 3]);
  expect([0, 1, 2].map((row) => dropEdge(row, 2, 0))).toEqual(["above", null, null]);
  expect([0, 1, 2].map((row) => dropEdge(row, 0, 1))).toEqual([null, "below", null]);
  expect(dropEdge(1, 1, 1)).toBeNull();
});
