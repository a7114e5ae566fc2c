import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { renderApp } from "../../renderApp";
import { box, openEnhanced, openReady, region, start } from "../enhancedPage";
import { asked, methods, serveEnhanced } from "../enhancedServer";
import { retype } from "../setupPage";
import { at, problem, wrongFields } from "../setupServer";

const server = serveEnhanced();

const basics = {
  model_path: "/models/demo",
  train_data_path: "/droid/train.jsonl",
  val_data_path: "/droid/valid.jsonl",
  adapter_name: "adapter",
  learning_rate: 1e-5,
  batch_size: 1,
  max_seq_length: 2048,
  iterations: 100,
  epochs: null,
  steps_per_report: 10,
  steps_per_eval: 25,
  save_every: 100,
  early_stop: false,
  patience: 3,
  seed: 0,
  optimizer: "adamw",
  lr_schedule: "constant",
  warmup_steps: 0,
  grad_accumulation_steps: 1,
  grad_checkpoint: false,
  resume_adapter_file: null,
  fine_tune_type: "lora",
};
const rollout = {
  group_size: 4,
  epsilon: 1e-4,
  temperature: 0.8,
  max_completion_length: 512,
  importance_sampling_level: null,
  reward_functions: ["contains_answer_reward", "concise_reward"],
  reward_weights: [0.5, 0.5],
  reward_functions_file: null,
};
const requests = {
  sft_attention: { ...basics, mask_prompt: false },
  gspo: { ...basics, ...rollout },
  dr_grpo: { ...basics, ...rollout, epsilon_high: null, grpo_loss_type: null },
  grpo: { ...basics, ...rollout, grpo_loss_type: null },
};

test.each(methods)(
  "$title sends the complete request of its fields, and leads to its run",
  async ({ kind, title }) => {
    const { router } = await openReady(title);
    await start();
    await waitFor(() => expect(router.state.location.pathname).toBe("/training/r1"));
    expect(asked.runs).toEqual([{ kind, config: requests[kind] }]);
  },
);

test("what another method was given is not sent", async () => {
  await openReady("GRPO");
  await retype(box("Group Size"), "7");
  await userEvent.click(screen.getByLabelText("Supervised Fine-Tuning"));
  await start();
  await waitFor(() => expect(asked.runs).toHaveLength(1));
  expect(asked.runs[0]).toEqual({ kind: "sft_attention", config: requests.sft_attention });
});

test("a wrong field is led to, keeps what was typed, and sends nothing", async () => {
  await openReady("GRPO");
  await retype(box("Group Size"), "1");
  expect(box("Group Size")).toHaveAccessibleDescription(/Use 2 or more/);
  await start();
  expect(box("Group Size")).toHaveFocus();
  expect(box("Group Size")).toHaveValue("1");
  await retype(box("Group Size"), "4");
  await retype(box("Warm-up"), "some");
  await start();
  expect(box("Warm-up")).toHaveFocus();
  expect(box("Warm-up").closest("details")).toHaveAttribute("open");
  expect(asked.runs).toEqual([]);
});

test("what the server finds wrong stands beside the field and is counted", async () => {
  server.use(
    http.post(at("/enhanced/preview"), () =>
      wrongFields([
        { field: "train_data_path", message: "Line 3: The row has no answer." },
        { field: "reward_functions_file", message: "Line 2: my_reward: it never ends." },
      ]),
    ),
  );
  await openEnhanced();
  await userEvent.click(screen.getByLabelText("GRPO"));
  await userEvent.click(await screen.findByText("Use the demo model"));
  await userEvent.click(screen.getByText("Make sample data"));
  const count = await screen.findByRole("button", { name: "2 fields need attention" });
  expect(box("Training data")).toHaveAccessibleDescription(/Line 3: The row has no answer/);
  expect(box("Reward File")).toHaveAccessibleDescription(/Line 2: my_reward/);
  await userEvent.click(count);
  expect(box("Training data")).toHaveFocus();
  await userEvent.type(box("Training data"), "x");
  expect(box("Training data")).not.toHaveAccessibleDescription(/Line 3/);
});

test("an empty form is refused by the server beside its fields", async () => {
  server.use(
    http.post(at("/runs"), () =>
      wrongFields([{ field: "model_path", message: "No model is chosen.", hint: "Choose one." }]),
    ),
  );
  await openEnhanced();
  await start();
  await waitFor(() => expect(box("Model")).toHaveFocus());
  expect(box("Model")).toHaveAccessibleDescription(/No model is chosen. Choose one./);
});

test("a refusal about no field is told above the button", async () => {
  server.use(
    http.post(at("/runs"), () => problem(409, { title: "The disk is full", detail: "Free 2 GB." })),
  );
  await openReady("GSPO");
  await start();
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full");
});

test("review shows plan, cost, warnings and the arguments", async () => {
  await openReady("GRPO");
  const review = region("Review");
  expect(review.getByText("4 x 16 of 24 blocks")).toBeVisible();
  expect(review.getByText("400 at most")).toBeVisible();
  expect(review.getByText(/^204.800 at most$/)).toBeVisible();
  await retype(box("Temperature"), "1.5");
  expect(box("Temperature")).toBeValid();
  expect(await review.findByText("Temperature is outside the usual.")).toBeVisible();
  await userEvent.click(review.getByText("Show the arguments"));
  expect(review.getByText(/"group_size": 4/)).toBeVisible();
  const lora = region("LoRA, fixed");
  expect(lora.getByText("16 of 24, 8 to 23")).toBeVisible();
  expect(lora.getByText("self_attn.q_proj")).toBeVisible();
});

test("reset empties the form but keeps the method, and can be undone", async () => {
  await openReady("GSPO");
  await retype(box("Group Size"), "8");
  await userEvent.click(screen.getByText("Reset"));
  expect(box("Group Size")).toHaveValue("4");
  expect(box("Model")).toHaveValue("");
  expect(screen.getByLabelText("GSPO")).toBeChecked();
  const undo = await screen.findAllByRole("button", { name: "Undo" });
  await userEvent.click(undo.at(-1) as HTMLElement);
  expect(box("Group Size")).toHaveValue("8");
  expect(box("Model")).toHaveValue("/models/demo");
});

test("the form survives a reload under a key of its own", async () => {
  await openReady("Dr. GRPO");
  await retype(box("Group Size"), "six");
  await waitFor(() => expect(localStorage.getItem("droid.enhanced")).toContain("six"));
  expect(localStorage.getItem("droid.draft")).toBeNull();
  cleanup();
  await openEnhanced();
  expect(screen.getByLabelText("Dr. GRPO")).toBeChecked();
  expect(box("Group Size")).toHaveValue("six");
});

test("methods that cannot be asked for are told, and asked for again", async () => {
  server.use(
    http.get(at("/enhanced/methods"), () => HttpResponse.json({}, { status: 500 }), { once: true }),
  );
  renderApp("/enhanced");
  expect(await screen.findByRole("alert")).toHaveTextContent("The server answered 500");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByLabelText("GRPO")).toBeInTheDocument();
});
