/** The API as the Enhanced Setup page meets it: four methods, two rewards and more, and what was asked. */
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type {
  EnhancedPreview,
  EnhancedRunRequest,
  MethodForm,
  PromptReport,
  RewardInfo,
  TrialReport,
} from "@/api/gen/types.gen";
import { closeFeeds } from "@/features/training-run/runFeeds";
import { at, modelOf, report } from "./setupServer";

const basics = [
  ...["model_path", "train_data_path", "val_data_path", "adapter_name", "learning_rate"],
  ...["batch_size", "max_seq_length", "iterations", "epochs", "steps_per_report"],
  ...["steps_per_eval", "save_every", "early_stop", "patience", "seed", "optimizer"],
  ...["lr_schedule", "warmup_steps", "grad_accumulation_steps", "grad_checkpoint"],
  ...["resume_adapter_file", "fine_tune_type"],
];
const rollout = [
  ...["group_size", "epsilon", "temperature", "max_completion_length"],
  ...["importance_sampling_level", "reward_functions", "reward_weights", "reward_functions_file"],
];

const method = (kind: MethodForm["kind"], title: string, own: string[]): MethodForm => ({
  kind,
  title,
  what: `What ${title} is.`,
  data: `Data of ${title}.`,
  cost: `Cost of ${title}.`,
  note: kind === "gspo" ? "Trains exactly as GRPO does." : null,
  fields: [...basics, ...own],
  defaults: {
    importance_sampling_level: kind === "gspo" ? "sequence" : "token",
    grpo_loss_type: kind === "dr_grpo" ? "dr_grpo" : "grpo",
  },
});

export const methods: MethodForm[] = [
  method("sft_attention", "Supervised Fine-Tuning", ["mask_prompt"]),
  method("gspo", "GSPO", rollout),
  method("dr_grpo", "Dr. GRPO", [...rollout, "epsilon_high", "grpo_loss_type"]),
  method("grpo", "GRPO", [...rollout, "grpo_loss_type"]),
];

const reward = (name: string, title: string, origin: RewardInfo["origin"]): RewardInfo => ({
  name,
  title,
  description: `Scores by ${title}.`,
  best: 1,
  origin,
});

const builtIn = [
  reward("contains_answer_reward", "Contains the answer", "app"),
  reward("concise_reward", "Concise", "app"),
  reward("r1_int_reward_func", "R1 whole number", "engine"),
];

export const prompts: PromptReport = {
  rows: 24,
  error_count: 0,
  errors: [],
  rows_with_system: 0,
  prompt_characters_max: 20,
  sample: [{ prompt: "fox colour", answer: "orange" }],
};

export const trial: TrialReport = {
  ok: true,
  warnings: ["All scores are equal in 1 of 2 groups."],
  available: ["my_reward"],
  functions: [
    { name: "contains_answer_reward", weight: 0.5, scores: [1, 0], mean: 0.5, spread: 0.25 },
  ],
  groups: [
    {
      prompt: "fox colour",
      answer: "orange",
      completions: ["orange", "I do not know."],
      totals: [0.75, 0.25],
      advantages: [1, -1],
      spread: 0.25,
      flat: false,
    },
    {
      prompt: "bee food",
      answer: "nectar",
      completions: [""],
      totals: [0],
      advantages: [0],
      spread: 0,
      flat: true,
    },
  ],
};

export function previewOf({ kind, config }: EnhancedRunRequest): EnhancedPreview {
  const sft = kind === "sft_attention";
  const blocks = Array.from({ length: 16 }, (_, index) => index + 8);
  return {
    plan: {
      iterations: 100,
      model_type: "qwen2",
      model_blocks: 24,
      blocks,
      keys: ["q_proj", "k_proj", "v_proj", "o_proj"].map((name) => `self_attn.${name}`),
      modules: blocks.flatMap((block) => [0, 1, 2, 3].map((key) => `${block}.${key}`)),
      trainable_parameters: 57_344,
      total_parameters: 1_165_248,
      train_rows: 24,
      val_rows: 8,
    },
    lora_parameters: { rank: 8, scale: 10, dropout: 0, keys: [] },
    trainable_percent: 4.92,
    epochs: 4.1667,
    adapter_bytes: 229_376,
    answers: sft ? null : 400,
    answer_tokens: sft ? null : 204_800,
    yaml: sft ? "num_layers: 16\n" : null,
    arguments: sft ? null : { group_size: config.group_size },
    warnings: (config.temperature ?? 0) > 1.2 ? ["Temperature is outside the usual."] : [],
    curl: "curl -sS /api/runs\n",
  };
}

/** What was sent to start a run, and to try rewards; newest last. */
export const asked: { runs: EnhancedRunRequest[]; trials: EnhancedRunRequest[] } = {
  runs: [],
  trials: [],
};

const body = async (request: Request) => (await request.json()) as EnhancedRunRequest;

const answers = [
  http.get(at("/runs"), () => HttpResponse.json([])),
  http.get(at("/runs/r1"), () => HttpResponse.json({ title: "Gone", status: 500 })),
  http.get(at("/models"), () =>
    HttpResponse.json([{ model: "/models/demo", name: "Demo", source: "demo", weight_bytes: 5e6 }]),
  ),
  http.post(at("/models/inspect"), () => HttpResponse.json(modelOf(24))),
  http.get(at("/datasets"), () => HttpResponse.json([])),
  http.post(at("/datasets/inspect"), () => HttpResponse.json(report)),
  http.get(at("/enhanced/methods"), () => HttpResponse.json(methods)),
  http.get(at("/enhanced/rewards"), () =>
    HttpResponse.json({ built_in: builtIn, signature: "def my_reward(prompts): ...\n" }),
  ),
  http.post(at("/enhanced/data"), () => HttpResponse.json(prompts)),
  http.post(at("/enhanced/samples"), () =>
    HttpResponse.json(
      { train: "/droid/train.jsonl", valid: "/droid/valid.jsonl", rows: prompts.sample },
      { status: 201 },
    ),
  ),
  http.post(at("/enhanced/preview"), async ({ request }) =>
    HttpResponse.json(previewOf(await body(request))),
  ),
  http.post(at("/enhanced/trial"), async ({ request }) => {
    asked.trials.push(await body(request));
    return HttpResponse.json(trial);
  }),
  http.post(at("/runs"), async ({ request }) => {
    const sent = await body(request);
    asked.runs.push(sent);
    const run = { id: "r1", state: "queued", created_at: "2026-01-01T00:00:00Z" };
    return HttpResponse.json({ ...run, ...sent }, { status: 201 });
  }),
];

/** Serves the page of a test file. A request that nobody answers is a failure. */
export function serveEnhanced() {
  const server = setupServer(...answers);
  beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
  beforeEach(() => {
    asked.runs.length = 0;
    asked.trials.length = 0;
  });
  afterEach(() => {
    closeFeeds();
    server.resetHandlers();
  });
  afterAll(() => server.close());
  return server;
}
