/** Data as the API tells it: jobs at their ends, a report, a row of tokens, a table. */
import type {
  DataColumns,
  FixEffect,
  JobProgress,
  RowTokens,
  SplitData,
  Token,
  TokenReport,
} from "@/api/gen/types.gen";

/** A job that has ended well. */
export const done = (kind: string, result: unknown) => ({
  id: `${kind}-1`,
  kind,
  state: "done",
  result,
});

/** A job on its way. */
export const running = (kind: string, progress: JobProgress | null = null) => ({
  id: `${kind}-1`,
  kind,
  state: "running",
  progress,
});

export const tokenReport: TokenReport = {
  path: "/data/train.jsonl",
  bytes: 41_280,
  sha256: "00",
  model: "/models/demo",
  settings: { mask_prompt: true, max_seq_length: 64, batch_size: 8 },
  format: "chat",
  rows: 272,
  error_count: 0,
  errors: [],
  tokens_total: 9000,
  tokens_mean: 33.1,
  tokens_median: 32,
  tokens_p95: 40,
  tokens_max: 44,
  trained_tokens: 4000,
  trainer_tokens: 4272,
  histogram: [
    { low: 0, high: 32, rows: 130 },
    { low: 32, high: 64, rows: 142 },
    { low: 64, high: 96, rows: 0 },
    { low: 96, high: null, rows: 0 },
  ],
  truncated_rows: 0,
  cut_tokens: 0,
  cut_answer_tokens: 0,
  answer_lost_rows: 0,
  findings: [],
  padding_file_order: { positions: 12_000, real: 9000, share: 0.25 },
  padding_sorted: { positions: 9500, real: 9000, share: 0.0526 },
  val_path: "/data/valid.jsonl",
  val_rows: 48,
};

/** Rows that are cut, rows that stand twice, and rows that stand on both sides. */
export const troubled: TokenReport = {
  ...tokenReport,
  truncated_rows: 12,
  tokens_max: 120,
  cut_tokens: 500,
  cut_answer_tokens: 320,
  answer_lost_rows: 4,
  findings: [
    {
      kind: "truncated",
      title: "Cut at the sequence limit",
      why: "The trainer cuts the end of a longer row.",
      rows: 12,
      places: [
        { line: 7, row: 6 },
        { line: 19, row: 18 },
      ],
      example: "Where does the fox live",
    },
    {
      kind: "exact_duplicate",
      title: "Exact duplicates",
      why: "The row stands in the file before.",
      rows: 1,
      places: [{ line: 30, row: 29 }],
      example: "Who?",
    },
    {
      kind: "valid_in_train",
      title: "Validation rows that are trained on",
      why: "The same row stands in the training file.",
      rows: 3,
      places: [
        { line: 2, row: 2 },
        { line: 5, row: 5 },
        { line: 9, row: 9 },
      ],
      example: "Who?",
    },
  ],
};

const token = (text: string, bytes: string, use: Token["use"], special = false): Token => ({
  id: bytes.length,
  text,
  bytes,
  use,
  special,
});

/** Row 1 of 3: two tokens of context, two trained, one cut. */
export const rowTokens: RowTokens = {
  row: 1,
  line: 1,
  rows: 3,
  format: "chat",
  tokens: [
    token("<|user|>", "3c7c757365727c3e", "context", true),
    token("Who?\n", "57686f3f0a", "context"),
    token(" I", "2049", "trained"),
    token("<|end|>", "3c7c656e647c3e", "trained", true),
    token("日", "e697a5", "cut"),
  ],
  tokens_total: 5,
  trained: 2,
  cut: 1,
  padding_trained: 0,
  trainer_count: 2,
  prompt_tokens: 2,
  max_seq_length: 64,
};

export const columns: DataColumns = {
  kind: "csv",
  columns: [
    { name: "question", type: "text" },
    { name: "reply", type: "text" },
    { name: "stars", type: "number" },
  ],
  guesses: [],
  trainable_as_it_is: false,
  preview: [{ question: "Who?", reply: "I.", stars: 5 }],
  made: [],
  made_errors: [],
};

export const effect: FixEffect = {
  fix: "drop",
  text: "Leave these rows out.",
  before: {
    rows: 272,
    tokens: 9000,
    trained_tokens: 4000,
    truncated_rows: 12,
    cut_tokens: 500,
    cut_answer_tokens: 320,
  },
  after: {
    rows: 260,
    tokens: 7000,
    trained_tokens: 3800,
    truncated_rows: 0,
    cut_tokens: 0,
    cut_answer_tokens: 0,
  },
  changed_rows: 0,
  removed_rows: 12,
  added_rows: 0,
  unmended_rows: 0,
  error_lines: 0,
  max_seq_length: 64,
  context_length: 2048,
  path: null,
};

export const parts: SplitData = {
  folder: "/droid/datasets/train-split",
  files: [
    { name: "train", path: "/droid/datasets/train-split/train.jsonl", rows: 216 },
    { name: "valid", path: "/droid/datasets/train-split/valid.jsonl", rows: 27 },
    { name: "test", path: "/droid/datasets/train-split/test.jsonl", rows: 27 },
  ],
  groups: 4,
  grouped_rows: 11,
  largest_group: 5,
  dropped_duplicates: 2,
  error_lines: 0,
};
