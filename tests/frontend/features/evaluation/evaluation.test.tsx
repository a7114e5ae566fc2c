import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { Evaluation, LossFigures } from "@/api/gen/types.gen";
import { renderApp } from "../../renderApp";
import { at, wrongFields } from "../setupServer";
import { runOf } from "../training-run/fixtures";
import { withFakeServer } from "../training-run/withFakeServer";

const runs = withFakeServer();
let evaluations: Evaluation[] = [];
let asked: object[] = [];

const figures = (loss: number): LossFigures => ({
  loss,
  perplexity: Math.exp(loss),
  tokens: 600,
  real_loss: loss,
  real_tokens: 552,
  rows: 48,
  rows_cut: 0,
});

const words = "The loss on these rows rose by 0.45: each token is 1.57 times less expected.";
const evaluationOf = (id: string, changes: Partial<Evaluation> = {}): Evaluation => ({
  id,
  run_id: "done",
  state: "queued",
  created_at: "2026-11-24T03:00:00Z",
  plan: {
    model_path: "demo/model",
    adapters: "/runs/done/adapters",
    adapter_file: "adapters.safetensors",
    weights: "final",
    step: 100,
    rows_file: "/data/test.jsonl",
    rows_from: "test",
    batch_size: 8,
    max_seq_length: 64,
    answers_only: true,
  },
  ...changes,
});

const measured = (id: string, changes: Partial<Evaluation["result"]> = {}) =>
  evaluationOf(id, {
    state: "completed",
    ended_at: "2026-11-24T03:01:00Z",
    result: {
      base: figures(3.1),
      tuned: figures(0.5),
      probes: [
        {
          kind: "general",
          title: "General English",
          rows: 20,
          base: figures(4),
          tuned: figures(4.45),
          difference: 0.45,
          words,
        },
      ],
      rows_sha256: "ab",
      adapter_sha256: "cd",
      adapter_bytes: 3_600_000,
      trainable_parameters: 897_024,
      seconds: 12,
      versions: {},
      ...changes,
    },
  });

beforeEach(() => {
  evaluations = [];
  asked = [];
  runs.runs = [runOf("done", { state: "completed" })];
  runs.network.use(
    http.get(at("/runs/done/evaluations"), () => HttpResponse.json(evaluations)),
    http.post(at("/runs/done/evaluations"), async ({ request }) => {
      asked.push((await request.json()) as object);
      evaluations = [evaluationOf("e1"), ...evaluations];
      return HttpResponse.json(evaluations[0], { status: 201 });
    }),
    http.delete(at("/runs/done/evaluations/:id"), ({ params }) => {
      evaluations = evaluations.filter(({ id }) => id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
  );
});

async function openCard() {
  renderApp("/training/done");
  return within(await screen.findByRole("region", { name: "Evaluation" }));
}

test("an evaluation is asked for, watched, and shows base against adapter", async () => {
  const card = await openCard();
  await userEvent.click(await card.findByRole("button", { name: "Evaluate" }));
  expect(await card.findByText("Waits for its turn.")).toBeInTheDocument();
  expect(asked).toEqual([{ weights: "final", path: null }]);
  const progress = { type: "progress" as const, doing: "Test rows, base", done: 2, total: 8 };
  evaluations = [evaluationOf("e1", { state: "running", progress })];
  expect(await card.findByText(/Test rows, base: 2\s\/\s8/)).toBeInTheDocument();
  expect(card.getByRole("progressbar", { name: "Evaluation" })).toHaveAttribute(
    "aria-valuenow",
    "25",
  );
  evaluations = [measured("e1")];
  const table = within(
    await card.findByRole("figure", { name: "Base and adapter on the same rows" }),
  );
  expect(table.getByRole("row", { name: "Loss 3.100 0.5000" })).toBeInTheDocument();
  expect(table.getByRole("row", { name: "Perplexity 22.20 1.649" })).toBeInTheDocument();
  expect(card.getByText(/last weights, step 100, on 48 test rows/)).toBeInTheDocument();
});

test("the gain stands beside what was forgotten, with the server's honest words", async () => {
  evaluations = [measured("e1")];
  const card = await openCard();
  const meter = await card.findByRole("list", { name: "Changes of the loss" });
  const lines = within(meter).getAllByRole("listitem");
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    "The taskfell: -2.600",
    "General Englishrose: +0.450",
  ]);
  expect(card.getByText(words)).toBeInTheDocument();
});

test("best weights and other rows can be asked for, and a refusal stands at its field", async () => {
  const card = await openCard();
  await userEvent.click(await card.findByRole("radio", { name: "Best" }));
  await userEvent.type(card.getByLabelText("Rows"), "/data/other.jsonl");
  runs.network.use(
    http.post(
      at("/runs/done/evaluations"),
      () => wrongFields([{ field: "path", message: "It has no rows.", hint: "Choose another." }]),
      { once: true },
    ),
  );
  await userEvent.click(card.getByRole("button", { name: "Evaluate" }));
  await waitFor(() =>
    expect(card.getByLabelText("Rows")).toHaveAccessibleDescription(/It has no rows\./),
  );
  await userEvent.click(card.getByRole("button", { name: "Evaluate" }));
  await waitFor(() => expect(asked).toEqual([{ weights: "best", path: "/data/other.jsonl" }]));
});

test("one that waits can be cancelled, and the next one asked for", async () => {
  evaluations = [evaluationOf("e1")];
  const card = await openCard();
  await userEvent.click(await card.findByRole("button", { name: /^Cancel the evaluation/ }));
  expect(await card.findByRole("button", { name: "Evaluate" })).toBeInTheDocument();
  expect(evaluations).toEqual([]);
});

test("one that failed says why and what to do; older ones stay within reach", async () => {
  const problem = { message: "Memory ran out.", hint: "Close other programs." };
  evaluations = [
    evaluationOf("e2", { state: "failed", problem }),
    measured("e1", { tuned: figures(0.75) }),
  ];
  const card = await openCard();
  expect(await card.findByText("Memory ran out.")).toBeInTheDocument();
  expect(card.getByText("Close other programs.")).toBeInTheDocument();
  expect(card.getByText("Loss 3.100 to 0.7500")).toBeInTheDocument();
  expect(card.getByRole("button", { name: "Evaluate again" })).toBeInTheDocument();
});

test("rows that were cut are told of", async () => {
  evaluations = [measured("e1", { tuned: { ...figures(0.5), rows_cut: 3 } })];
  const card = await openCard();
  expect(await card.findByText(/^3 of 48 rows are longer than the limit/)).toBeInTheDocument();
});

test("a run that still trains is not evaluated", async () => {
  runs.runs = [runOf("done")];
  renderApp("/training/done");
  await screen.findByRole("heading", { name: "pirate-demo" });
  expect(screen.queryByRole("region", { name: "Evaluation" })).not.toBeInTheDocument();
});
