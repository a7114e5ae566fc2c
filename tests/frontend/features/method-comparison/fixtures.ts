/** Comparisons and curves as the server tells them. */
import type {
  ComparisonReport,
  MemberReport,
  MethodReport,
  RunCurves,
  RunKind,
  Spread,
} from "@/api/gen/types.gen";

export function spreadOf(...values: number[]): Spread {
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: Math.min(...values),
    high: Math.max(...values),
    deviation: values.length > 1 ? 0.01 : null,
    values,
  };
}

export function memberOf(kind: RunKind, seed: number, test_loss: number | null): MemberReport {
  const run_id = `${kind}-s${seed}`;
  if (test_loss === null) return { kind, seed, run_id, state: "running" };
  return {
    kind,
    seed,
    run_id,
    state: "completed",
    test_loss,
    base_test_loss: 3.2,
    evaluation_state: "completed",
    forgetting: { general: 0.12 },
  };
}

export function methodOf(kind: RunKind, losses: (number | null)[]): MethodReport {
  const known = losses.flatMap((loss) => loss ?? []);
  const spread = (...values: number[]) => (known.length > 0 ? spreadOf(...values) : null);
  return {
    kind,
    runs: losses.map((loss, seed) => memberOf(kind, seed, loss)),
    trainable_parameters: kind === "sft" ? 897_024 : 57_344,
    test_loss: spread(...known),
    test_perplexity: spread(...known.map(Math.exp)),
    seconds: spread(62),
    tokens_per_second: spread(120),
    peak_memory_gb: spread(0.4),
    trained_tokens: spread(1200),
    adapter_bytes: spread(3_600_000),
    forgetting: known.length > 0 ? { general: spreadOf(0.12, 0.14) } : {},
  };
}

export function reportOf(
  reports: MethodReport[],
  changes: Partial<ComparisonReport> = {},
): ComparisonReport {
  const members = reports.flatMap(({ runs }) => runs);
  return {
    id: "20260101-000000-abcd",
    created_at: "2026-01-01T00:00:00Z",
    source_run_id: null,
    methods: reports.map(({ kind }) => kind),
    seeds: [...new Set(members.map(({ seed }) => seed))],
    members,
    iterations: 6,
    batch_size: 8,
    train_rows: 272,
    test_rows: 48,
    rows_file: "/droid/someone/test.jsonl",
    rows_from: "test",
    reports,
    base_test_loss: 3.2,
    evidence: {
      sentence: "Full-layer has a lower test loss than Attention-only with every seed.",
      caveats: ["48 rows are few: other rows may rank close methods otherwise."],
      complete: members.every(({ test_loss }) => typeof test_loss === "number"),
    },
    ...changes,
  };
}

/** A validation loss at each of some steps, a hundred tokens and a second a step. */
export function curvesOf(points: Record<number, number>): RunCurves {
  const step = Object.keys(points).map(Number);
  return {
    step: [],
    trained_tokens: [],
    seconds: [],
    train_loss: [],
    learning_rate: [],
    tokens_per_second: [],
    val_step: step,
    val_tokens: step.map((at) => at * 100),
    val_seconds: step,
    val_loss: Object.values(points),
    reward_step: [],
    reward_tokens: [],
    reward_seconds: [],
    reward_mean: [],
    points: 0,
    skipped_lines: 0,
  };
}
