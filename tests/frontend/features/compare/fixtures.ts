/** Sides, sessions and events as the server tells them. */
import type {
  CompareSession,
  ReplayCompareEventsResponse,
  RunChoice,
  SideChoices,
  WorkerStatus,
} from "@/api/gen/types.gen";

export type CompareEvent = ReplayCompareEventsResponse[number];

type Body = CompareEvent extends infer One
  ? One extends CompareEvent
    ? Omit<One, "seq" | "time">
    : never
  : never;

export const model = "/models/demo";

export const pirate: RunChoice = {
  run_id: "r1",
  adapter_name: "pirate-demo",
  kind: "sft",
  state: "completed",
  label: "pirate-demo (24 Nov 02:00)",
  created_at: "2026-11-24T02:00:00Z",
  final_step: 100,
  best_step: 50,
  best_checkpoint: 50,
  checkpoints: [
    { step: 50, file: "0000050_adapters.safetensors", val_loss: 1.25 },
    { step: 100, file: "0000100_adapters.safetensors", val_loss: null },
  ],
};

export const choices: SideChoices = {
  model_path: model,
  base: { source: "base" },
  runs: [pirate, { ...pirate, run_id: "r0", adapter_name: "older-run", label: "older-run" }],
};

export const idleWorker: WorkerStatus = {
  model_path: null,
  pid: null,
  loaded: false,
  busy: false,
  queued: 0,
  base_bytes: null,
  active_bytes: null,
  sides: [],
  idle_seconds_left: null,
  idle_seconds: 300,
  stepping_aside: false,
};

export const loadedWorker: WorkerStatus = {
  ...idleWorker,
  model_path: model,
  pid: 12,
  loaded: true,
  base_bytes: 4_700_000,
  active_bytes: 7_000_000,
  sides: [{ key: "a", label: "pirate-demo, final", bytes: 2_300_000 }],
  idle_seconds_left: 290,
};

export function sessionOf(id: string, changes: Partial<CompareSession> = {}): CompareSession {
  return {
    id,
    kind: "compare",
    state: "queued",
    outcome: null,
    created_at: "2026-11-24T02:00:00Z",
    model_path: model,
    sides: [
      { index: 0, label: "Base", spec: { source: "base" }, key: "base" },
      { index: 1, label: "pirate-demo, final", spec: { source: "run", run_id: "r1" }, key: "a" },
    ],
    blind: false,
    messages: [{ role: "user", content: "Where does the fox live?" }],
    system: null,
    settings: {},
    reference: null,
    answers: [],
    last_seq: 1,
    warnings: [],
    vote_id: null,
    ...changes,
  };
}

export const queued = { type: "queued", ahead: 0 } as const;
export const started = {
  type: "started",
  sides: [],
  chat_template: true,
  note: null,
} satisfies Body;
export const loaded = {
  type: "loaded",
  base_bytes: 4_700_000,
  active_bytes: 7_000_000,
  sides: [],
  seconds: 0.1,
} satisfies Body;

export const token = (side: number, text: string): Body => ({
  type: "token",
  side,
  text,
  token: 7,
});

export const finishedSide = (
  side: number,
  text: string,
  reason: "stop" | "length" | "cancelled" = "stop",
): Body => ({
  type: "side_finished",
  side,
  text,
  prompt_tokens: 14,
  completion_tokens: text.split(" ").length,
  seconds_to_first_token: 0.02,
  tokens_per_second: 140.1,
  finish_reason: reason,
});

export const failedSide = (side: number): Body => ({
  type: "side_failed",
  side,
  message: "The adapter folder is gone.",
  hint: "Choose another side.",
});

export const finished = (outcome: "completed" | "cancelled" | "failed" = "completed"): Body => ({
  type: "finished",
  outcome,
  message: outcome === "failed" ? "The answering process ended. Send the prompt again." : null,
});

export const row = (index: number): Body => ({
  type: "row",
  index,
  prompt: `prompt ${index + 1}`,
  reference: "mice",
  answers: [
    {
      side: 0,
      text: `no idea ${index + 1}`,
      completion_tokens: 2,
      finish_reason: "stop",
      exact: false,
      contains: false,
    },
    {
      side: 1,
      text: "mice",
      completion_tokens: 1,
      finish_reason: "stop",
      exact: true,
      contains: true,
    },
  ],
});

/** Numbers events from the given number on. */
export function numbered(from: number, ...bodies: Body[]): CompareEvent[] {
  return bodies.map(
    (body, index) => ({ ...body, seq: from + index, time: "2026-11-24T02:00:00Z" }) as CompareEvent,
  );
}
