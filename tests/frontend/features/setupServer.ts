/** The API as the Setup page meets it: a model of small blocks, two data files, and what was asked. */
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { apiBaseUrl } from "@/api/baseApi";
import type {
  DatasetReport,
  ModelMap,
  ModuleInfo,
  Preview,
  TrainingConfig,
} from "@/api/gen/types.gen";

import { done, tokenReport } from "./dataFixtures";

export const at = (path: string) => `${apiBaseUrl}${path}`;

const shapes: [string, ModuleInfo["kind"], number, number][] = [
  ["self_attn.q_proj", "attention", 64, 64],
  ["self_attn.k_proj", "attention", 64, 32],
  ["self_attn.v_proj", "attention", 64, 32],
  ["self_attn.o_proj", "attention", 64, 64],
  ["mlp.gate_proj", "mlp", 64, 176],
  ["mlp.up_proj", "mlp", 64, 176],
  ["mlp.down_proj", "mlp", 176, 64],
];

/** A model of equal blocks: 1 168 numbers a block for each unit of rank. */
export function modelOf(blocks: number): ModelMap {
  const modules = shapes.map(([path, kind, in_features, out_features]) => ({
    path,
    kind,
    in_features,
    out_features,
    experts: 1,
    parameters: in_features * out_features,
  }));
  const keys = modules.map(({ path }) => path);
  return {
    model: "/models/demo",
    model_type: "qwen2",
    num_layers: blocks,
    keys,
    attention_keys: keys.slice(0, 4),
    blocks: Array.from({ length: blocks }, (_, index) => ({ index, modules })),
    total_parameters: 1_165_248,
    hidden_size: 64,
    dtype: "float32",
    weight_bytes: 4_691_241,
    has_chat_template: true,
  };
}

/** Complete, so that a field that is new is missed here first. */
export const demo: Required<TrainingConfig> = {
  model_path: "/models/demo",
  train_data_path: "/data/train.jsonl",
  val_data_path: "/data/valid.jsonl",
  adapter_name: "pirate-demo",
  learning_rate: 1e-5,
  batch_size: 8,
  max_seq_length: 64,
  iterations: 100,
  epochs: null,
  steps_per_report: 5,
  steps_per_eval: 25,
  save_every: 50,
  early_stop: false,
  patience: 3,
  early_stop_min_delta: 0,
  keep_checkpoints: null,
  sort_by_length: true,
  trackers: [],
  seed: 0,
  optimizer: "adamw",
  lr_schedule: "constant",
  warmup_steps: 0,
  grad_accumulation_steps: 1,
  grad_checkpoint: false,
  mask_prompt: true,
  resume_adapter_file: null,
  fine_tune_type: "lora",
  lora_rank: 32,
  lora_alpha: 32,
  lora_dropout: 0,
  lora_num_layers: -1,
};

export const report: DatasetReport = {
  path: "/data/train.jsonl",
  bytes: 41_280,
  rows: 272,
  format: "chat",
  error_count: 0,
  errors: [],
  characters_mean: 65.8,
  characters_max: 83,
  rows_without_answer: 0,
  sample: [
    {
      messages: [
        { role: "user", content: "where does the fox live" },
        { role: "assistant", content: "Ahoy! In a den, matey!" },
      ],
    },
  ],
};

const preview: Preview = {
  yaml: "num_layers: -1\n",
  lora_parameters: {},
  peft_alpha: 1024,
  plan: {
    iterations: 100,
    model_type: "qwen2",
    model_blocks: 24,
    blocks: Array.from({ length: 24 }, (_, index) => index),
    keys: shapes.map(([path]) => path),
    modules: [],
    trainable_parameters: 897_024,
    total_parameters: 1_165_248,
    train_rows: 272,
    val_rows: 48,
  },
  trainable_percent: 76.98,
  epochs: 2.941,
  adapter_bytes: 3_588_096,
  memory: { weights: 4e6, adapters: 14e6, activations: 53e6, logits: 3e6, total: 74e6 },
  warnings: ["No row is longer than 40 tokens."],
  cli: "mlx_lm.lora --config mlx.yaml\n",
  curl: "curl -sS /api/runs\n",
};

export const problem = (status: number, body: object) =>
  HttpResponse.json({ type: "about:blank", status, ...body }, { status });

export const wrongFields = (errors: { field: string; message: string; hint?: string }[]) =>
  problem(422, { title: "Check these fields", detail: "Some are wrong.", errors });

/** What was sent to start a run, newest last. */
export const started: unknown[] = [];

const answers = [
  http.get(at("/runs"), () => HttpResponse.json([])),
  http.get(at("/health"), () => HttpResponse.json({ status: "ok", version: "0" })),
  http.get(at("/system"), () => HttpResponse.json({ memory_available_bytes: 16e9 })),
  http.get(at("/models"), () =>
    HttpResponse.json([{ model: "/models/demo", name: "Demo", source: "demo", weight_bytes: 5e6 }]),
  ),
  http.post(at("/models/inspect"), () => HttpResponse.json(modelOf(24))),
  http.get(at("/datasets"), () =>
    HttpResponse.json([
      {
        name: "Pirates",
        source: "demo",
        train: "/data/train.jsonl",
        valid: "/data/valid.jsonl",
        bytes: 41_280,
      },
    ]),
  ),
  http.post(at("/datasets/inspect"), () => HttpResponse.json(report)),
  http.post(at("/datasets/reports"), () =>
    HttpResponse.json(done("report", tokenReport), { status: 201 }),
  ),
  http.get(at("/configs/demo"), () => HttpResponse.json(demo)),
  http.get(at("/configs/presets"), () =>
    HttpResponse.json([
      {
        id: "low",
        title: "Low memory",
        text: "For little memory.",
        yaml: "",
        values: { batch_size: 1, lora_rank: 16 },
      },
      { id: "attention", title: "Attention-only LoRA", text: "", yaml: "", values: null },
    ]),
  ),
  http.post(at("/configs/preview"), () => HttpResponse.json(preview)),
  http.post(at("/configs/recommended"), () =>
    HttpResponse.json([
      {
        field: "learning_rate",
        value: 5e-5,
        low: 2e-5,
        high: 2e-4,
        why: "For a hidden size of 64.",
      },
      { field: "mask_prompt", value: true, low: null, high: null, why: "Answers teach most." },
    ]),
  ),
  http.post(at("/runs"), async ({ request }) => {
    const body = (await request.json()) as { config: TrainingConfig };
    started.push(body);
    const run = { id: "r1", kind: "sft", state: "queued", created_at: "2026-01-01T00:00:00Z" };
    return HttpResponse.json({ ...run, config: body.config }, { status: 201 });
  }),
];

/** Serves the page of a test file. A request that nobody answers is a failure. */
export function serveSetup() {
  const server = setupServer(...answers);
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  beforeEach(() => {
    started.length = 0;
  });
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
  return server;
}
