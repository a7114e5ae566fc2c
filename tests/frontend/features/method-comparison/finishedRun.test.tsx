import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { originOf, seedsFrom, usualMethods } from "@/features/method-comparison/comparisonPlan";
import { renderApp } from "../../renderApp";
import { config, runOf } from "../training-run/fixtures";
import type { Run } from "../training-run/serverTypes";
import { withFakeServer } from "../training-run/withFakeServer";
import { ComparisonServer } from "./comparisonServer";
import { methodOf, reportOf } from "./fixtures";

const runs = withFakeServer();
const server = new ComparisonServer();
const ended = (changes: Partial<Run> = {}) =>
  runOf("done", {
    state: "completed",
    config: { ...config, seed: 7 },
    exit: { cause: "completed", message: "It trained 100 steps.", evidence: "" },
    ...changes,
  });

beforeEach(() => {
  server.forget();
  server.comparisons = [reportOf([methodOf("sft", [0.5]), methodOf("sft_attention", [0.9])])];
  runs.network.use(...server.answers);
});

async function openDialog() {
  await userEvent.click(await screen.findByRole("button", { name: "Compare methods" }));
  return within(await screen.findByRole("dialog", { name: "Compare methods" }));
}

test("a completed run is one of its own comparison: only its twin is started", async () => {
  runs.runs = [ended()];
  const { router } = renderApp("/training/done");
  const dialog = await openDialog();
  expect(dialog.getByText("seed 7 (this run)")).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "Start 1 run" }));
  await screen.findByRole("heading", { name: "Full-layer SFT against Attention-only SFT" });
  expect(router.state.location.pathname).toBe("/results/comparisons/20260101-000000-abcd");
  expect(server.asked).toEqual([
    {
      source: { run_id: "done" },
      methods: ["sft", "sft_attention"],
      seeds: [7],
      test_path: null,
    },
  ]);
});

test("a run that was stopped early is trained anew with the others", async () => {
  const exit = { cause: "stopped", message: "Stopped.", evidence: "" } as const;
  runs.runs = [ended({ state: "stopped", exit })];
  renderApp("/training/done");
  const dialog = await openDialog();
  expect(dialog.getByText(/^2 new runs\./)).toBeInTheDocument();
  expect(dialog.queryByText(/this run/)).not.toBeInTheDocument();
});

test("a run that still trains offers no comparison", async () => {
  runs.runs = [runOf("live")];
  renderApp("/training/live");
  await screen.findByRole("heading", { name: "pirate-demo" });
  expect(screen.queryByRole("button", { name: "Compare methods" })).not.toBeInTheDocument();
});

test("the length is that of the run's plan, also where it was given in epochs", () => {
  const plan = { iterations: 34 } as Run["plan"];
  const inEpochs = { ...config, iterations: null, epochs: 1 };
  expect(originOf(ended({ config: inEpochs, plan } as Partial<Run>)).length).toBe("34 steps");
});

test("a run by rewards is compared with both supervised methods and itself", () => {
  expect(usualMethods("gspo")).toEqual(["sft", "sft_attention", "gspo"]);
});

test.each([
  [0, [0, 1, 2]],
  [2 ** 32 - 1, [2 ** 32 - 3, 2 ** 32 - 2, 2 ** 32 - 1]],
])("the seeds around %s are ones that exist", (first, seeds) => {
  expect(seedsFrom(first, 3)).toEqual(seeds);
});
