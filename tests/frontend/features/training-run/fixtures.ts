/** Runs and events as the server tells them. */
import type { Preparation, Proof, Run, RunEvent } from "./serverTypes";

export const config = {
  adapter_name: "pirate-demo",
  model_path: "demo/model",
  iterations: 100,
  learning_rate: 2e-5,
  lora_rank: 64,
};

export function runOf(id: string, changes: Partial<Run> = {}): Run {
  return {
    id,
    kind: "sft",
    state: "running",
    config,
    created_at: "2026-11-24T02:00:00Z",
    started_at: "2026-11-24T02:00:01Z",
    metrics: { step: 0, total_steps: 100 },
    ...changes,
  };
}

type Body = RunEvent extends infer One
  ? One extends RunEvent
    ? Omit<One, "seq" | "time">
    : never
  : never;

/** Numbers events from 1, one second apart. */
export function numbered(...bodies: Body[]): RunEvent[] {
  return bodies.map(
    (body, index) =>
      ({
        ...body,
        seq: index + 1,
        time: new Date(Date.UTC(2026, 10, 24, 2, 0, index)).toISOString(),
      }) as RunEvent,
  );
}

export const state = (name: Run["state"]) => ({ type: "state" as const, state: name });
export const step = (done: number) => ({ type: "step" as const, step: done, total_steps: 100 });
export const log = (line: string) => ({ type: "log" as const, line });

export const train = (done: number, loss: number) => ({
  type: "train" as const,
  step: done,
  train_loss: loss,
  learning_rate: 1e-5,
  steps_per_second: 2,
  tokens_per_second: 900 + done,
  trained_tokens: done * 100,
  peak_memory_gb: 1.25,
  memory_gb: 1.5,
});

export const evaluated = (done: number, loss: number, best = true) => ({
  type: "eval" as const,
  step: done,
  val_loss: loss,
  seconds: 0.4,
  best,
});

export const saved = (done: number, file = "adapters.safetensors", removed: string[] = []) => ({
  type: "checkpoint" as const,
  step: done,
  file,
  bytes: 3_600_000,
  best: file === "best_adapters.safetensors",
  removed,
});

export const warned = (text: string) => ({
  type: "message" as const,
  level: "warning" as const,
  text,
});

export const resumedAt = (done: number, total = 100) => ({
  type: "resumed" as const,
  step: done,
  total_steps: total,
});

/** 10 rows in batches of 4: two stand twice, three are too long. */
export const preparation: Preparation = {
  settings: { max_seq_length: 512, batch_size: 4, sort_by_length: true },
  files: [
    {
      name: "train",
      source: "/data/train.jsonl",
      sha256: "ab",
      tokens_sha256: "cd",
      rows: 12,
      source_rows: 10,
      repeated: [
        { line: 3, index: 10 },
        { line: 1204, index: 11 },
      ],
      tokens: 4100,
      target_tokens: 4000,
      truncated_rows: 3,
      before: { positions: 10_000, real: 4100, share: 0.59 },
      after: { positions: 4824, real: 4100, share: 0.15 },
    },
    {
      name: "valid",
      source: "/data/valid.jsonl",
      sha256: "ab",
      tokens_sha256: "cd",
      rows: 4,
      source_rows: 4,
      repeated: [],
      tokens: 800,
      target_tokens: 780,
      truncated_rows: 0,
      before: { positions: 900, real: 800, share: 0.11 },
      after: { positions: 900, real: 800, share: 0.11 },
    },
  ],
};

/** A report on rewards: two functions, of which the second does not spread. */
export const rewarded = (done: number, mean: number, split: "train" | "validation" = "train") => ({
  type: "reward" as const,
  step: done,
  split,
  mean,
  std: 0.2,
  group_std: 0.125,
  flat_groups: 0.25,
  functions: [
    { name: "concise_reward", weight: 0.5, mean: mean + 0.1, std: 0.2 },
    { name: "my_reward", weight: 0.5, mean: mean - 0.1, std: 0 },
  ],
  kl: 0.034,
  clip_fraction: 0,
  completion_tokens_mean: 12.25,
  cut_fraction: 0.5,
});

export const answered = (done: number, completion: string, advantage: number) => ({
  type: "completion" as const,
  step: done,
  prompt: `prompt of step ${done}`,
  completion,
  answer: "orange",
  scores: { concise_reward: 1, my_reward: 0.25 },
  total: 0.625,
  advantage,
});

export const goodProof: Proof = {
  ok: true,
  failures: [],
  adapter_file: "/data/runs/r/adapters/adapters.safetensors",
  adapter_bytes: 3_600_000,
  adapter_sha256: "ab".repeat(32),
  blocks_asked: [0, 1],
  blocks_found: [0, 1],
  matrices_asked: ["self_attn.q_proj", "mlp.up_proj"],
  matrices_found: ["self_attn.q_proj", "mlp.up_proj"],
  modules_asked: 4,
  modules_found: 4,
  tensors: 8,
  trainable_parameters: 897_024,
  zero_lora_b: [],
  non_finite: [],
  lora_b_norms: [
    [0.02, 0.04],
    [0.03, 0.08],
  ],
  probe_prompt: "The quick brown fox asks:",
  logits_max_difference: 4.784,
  logits_kl: 0.01,
};

export const badProof: Proof = {
  ...goodProof,
  ok: false,
  failures: [
    "1 of 4 modules carry no adapter, first block 1 mlp.up_proj.",
    "1 adapters never moved from zero, first 0.self_attn.q_proj.",
  ],
  modules_found: 3,
  zero_lora_b: ["0.self_attn.q_proj"],
  lora_b_norms: [
    [0, 0.04],
    [0.03, null],
  ],
};
