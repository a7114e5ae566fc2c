/** Rows, runs and curves as the server tells them. */
import type { ResultRow, Run, RunCurves } from "@/api/gen/types.gen";

export function rowOf(id: string, changes: Partial<ResultRow> = {}): ResultRow {
  return {
    id,
    kind: "sft",
    state: "completed",
    adapter_name: id,
    model: "tiny",
    data: "animals.jsonl",
    created_at: "2026-01-05T08:00:00Z",
    ended_at: "2026-01-05T08:10:00Z",
    seconds: 3845,
    step: 100,
    total_steps: 100,
    train_loss: 0.5,
    val_loss: 0.625,
    best_val_loss: 0.6,
    test_loss: null,
    tokens_per_second: 1204,
    peak_memory_gb: 3.4,
    proof_ok: true,
    starred: false,
    tags: [],
    note: "",
    problem: null,
    ...changes,
  };
}

/** A folder that cannot be read as a run. */
export function brokenOf(id: string, problem: string): ResultRow {
  return { id, problem, disk_bytes: 12, starred: false, tags: [], note: "" };
}

export function runOf(row: ResultRow, config: object = {}, changes: Partial<Run> = {}): Run {
  return {
    id: row.id,
    kind: row.kind ?? "sft",
    state: row.state ?? "completed",
    config: {
      model_path: "/models/tiny",
      train_data_path: "/data/animals.jsonl",
      adapter_name: row.adapter_name ?? row.id,
      iterations: 100,
      ...config,
    },
    created_at: row.created_at ?? "2026-01-05T08:00:00Z",
    ended_at: row.ended_at ?? null,
    data_sha256: { train: "ab".repeat(32) },
    ...changes,
  };
}

/** A loss that falls from `first` by a tenth at every step; validated at every other one. */
export function curvesOf(first: number, points = 4): RunCurves {
  const steps = Array.from({ length: points }, (_, place) => place + 1);
  const held = steps.filter((step) => step % 2 === 0);
  const times = (factor: number) => (step: number) => step * factor;
  return {
    step: steps,
    trained_tokens: steps.map(times(512)),
    seconds: steps.map(times(0.5)),
    train_loss: steps.map((step) => first - step / 10),
    learning_rate: steps.map(() => 1e-5),
    tokens_per_second: steps.map(() => 1024),
    val_step: held,
    val_tokens: held.map(times(512)),
    val_seconds: held.map(times(0.5)),
    val_loss: held.map((step) => first - step / 20),
    reward_step: [],
    reward_tokens: [],
    reward_seconds: [],
    reward_mean: [],
    points,
    skipped_lines: 0,
  };
}
