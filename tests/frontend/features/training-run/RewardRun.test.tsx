import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { apiBaseUrl } from "@/api/baseApi";
import { renderApp } from "../../renderApp";
import {
  answered,
  evaluated,
  goodProof,
  numbered,
  rewarded,
  runOf,
  saved,
  state,
  step,
  train,
} from "./fixtures";
import type { Run } from "./serverTypes";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();
let count = 0;
let id = "";
beforeEach(() => {
  count += 1;
  id = `reward-run-${count}`;
});

const config = {
  adapter_name: "fox-grpo",
  model_path: "demo/model",
  iterations: 100,
  group_size: 2,
  mask_prompt: true,
  reward_functions: ["concise_reward", "my_reward"],
  reward_weights: [0.5, 0.5],
};
const grpo = (changes: Partial<Run> = {}) => runOf(id, { kind: "grpo", config, ...changes });

const reports = numbered(
  state("running"),
  step(10),
  train(10, 0.01),
  rewarded(10, 0.25),
  answered(10, "brown fox", -0.7),
  rewarded(20, 0.5, "validation"),
  evaluated(20, 0.02),
  saved(20),
  step(20),
  train(20, 0.02),
  rewarded(20, 0.75),
  answered(20, "orange", 0.99),
  answered(20, "", 0),
);

async function open(changes: Partial<Run> = {}) {
  server.runs = [grpo(changes)];
  server.logs.set(id, reports);
  renderApp(`/training/${id}`);
  await screen.findByRole("heading", { level: 1, name: "fox-grpo" });
}

const stat = (label: string) =>
  screen.getByText(label, { selector: "dt" }).nextElementSibling?.textContent;

test("reward, KL and completion length stand first, and the method is named", async () => {
  await open();
  await screen.findByText("validation 0.5");
  expect(stat("Reward")).toBe("0.75validation 0.5");
  expect(stat("KL divergence")).toBe("0.0340\u00a0% of tokens clipped");
  expect(stat("Completion length")).toBe("12.3tokens, 50.0\u00a0% cut");
  expect(screen.getByText("GRPO")).toBeVisible();
  expect(screen.queryByText("Train loss")).not.toBeInTheDocument();
});

test("the reward is the main curve, and the loss claims nothing", async () => {
  await open();
  const main = await screen.findByRole("img", { name: /^Reward\. Train: 2 points/ });
  expect(main).toHaveAccessibleName(/from 0\.25 at step 10 to 0\.75 at step 20/);
  expect(main).toHaveAccessibleName(/Validation: one point, 0\.5 at step 20/);
  expect(main).toHaveAccessibleName(/Best checkpoint: step 20, validation reward 0\.5\./);
  expect(screen.queryByRole("img", { name: /^Loss\./ })).not.toBeInTheDocument();
  expect(screen.getByRole("img", { name: /^Policy loss\. Train: 2 points/ })).toBeInTheDocument();
  expect(screen.getByText("no measure of progress")).toBeInTheDocument();
});

test("each reward has its curve, beside KL, length and shares", async () => {
  await open();
  const scores = await screen.findByRole("img", { name: /^Score by reward\./ });
  expect(scores).toHaveAccessibleName(/concise_reward: 2 points, from 0\.35 .* to 0\.85/);
  expect(scores).toHaveAccessibleName(/my_reward: 2 points, from 0\.15 .* to 0\.65/);
  for (const title of ["KL divergence", "Completion length", "Shares"]) {
    expect(screen.getByRole("img", { name: new RegExp(`^${title}\\.`) })).toBeInTheDocument();
  }
});

test("before the first report only the reward has an empty place", async () => {
  server.runs = [grpo()];
  renderApp(`/training/${id}`);
  await screen.findByRole("img", { name: /^Reward\. Train: no points yet/ });
  expect(screen.queryByRole("img", { name: /^KL divergence/ })).not.toBeInTheDocument();
  expect(screen.getByText("The first answers appear after the first step.")).toBeVisible();
});

test("the newest answers are shown with scores and push; others can be picked", async () => {
  await open();
  const card = within(screen.getByRole("region", { name: "Completions" }));
  const answers = () => within(card.getByRole("list", { name: "Answers" }));
  expect(await card.findByText("prompt of step 20")).toBeVisible();
  const [first, second] = answers().getAllByRole("listitem") as [HTMLElement, HTMLElement];
  expect(first).toHaveTextContent("orangeUp 0.99Total 0.625concise_reward1my_reward0.25");
  expect(second).toHaveTextContent(/^\(empty\)Level 0\.00/);
  await userEvent.selectOptions(card.getByLabelText("Step"), "Step 10: prompt of step 10");
  expect(answers().getAllByRole("listitem")).toHaveLength(1);
  expect(answers().getByText("brown fox")).toBeVisible();
  expect(answers().getByText("Down 0.70")).toBeVisible();
});

test("the proof names the one part that was trained", async () => {
  const matrices = ["self_attn.q_proj", "self_attn.v_proj"];
  const proof = { ...goodProof, matrices_asked: matrices, matrices_found: matrices };
  await open({ state: "completed", proof });
  expect(await screen.findByText(/2 matrices in 2 blocks, self_attn only/)).toBeVisible();
});

test("the configuration shows the fields of the method, with lists and files", async () => {
  server.network.use(
    http.get(`${apiBaseUrl}/enhanced/methods`, () =>
      HttpResponse.json([{ kind: "grpo", fields: ["group_size", "reward_weights"] }]),
    ),
    http.get(`${apiBaseUrl}/runs/:id/files`, () =>
      HttpResponse.json([{ name: "request.json", text: '{"kind":"grpo"}' }]),
    ),
  );
  await open();
  await userEvent.click(screen.getByRole("tab", { name: "Configuration" }));
  expect(await screen.findByText("request.json")).toBeVisible();
  expect(await screen.findByText("0.5, 0.5")).toBeVisible();
  expect(screen.getByText(/^default 4.answers$/)).toBeVisible();
  expect(screen.queryByText("Train on Answers Only")).not.toBeInTheDocument();
});

test("the card of the live run tells the reward", async () => {
  server.network.use(
    http.get(`${apiBaseUrl}/enhanced/methods`, () => HttpResponse.json([])),
    http.get(`${apiBaseUrl}/enhanced/rewards`, () =>
      HttpResponse.json({ built_in: [], signature: "" }),
    ),
    http.get(`${apiBaseUrl}/models`, () => HttpResponse.json([])),
    http.get(`${apiBaseUrl}/datasets`, () => HttpResponse.json([])),
  );
  server.runs = [grpo()];
  server.logs.set(id, reports);
  renderApp("/enhanced");
  const card = within(await screen.findByRole("region", { name: "fox-grpo" }));
  expect(await card.findByText("0.75")).toBeVisible();
  expect(card.getByRole("img", { name: "Reward from 0.25 to 0.75" })).toBeInTheDocument();
});

test("a run that learns from answers keeps its loss and has no completions", async () => {
  server.runs = [runOf(id, { kind: "sft_attention", config })];
  server.logs.set(id, numbered(state("running"), train(10, 2.5)));
  renderApp(`/training/${id}`);
  await screen.findByRole("img", { name: /^Loss\. Train: one point/ });
  expect(screen.getByText("Attention-only SFT")).toBeVisible();
  expect(screen.queryByRole("region", { name: "Completions" })).not.toBeInTheDocument();
});
