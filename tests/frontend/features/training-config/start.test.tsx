import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { expect, test } from "vitest";
import {
  box,
  card,
  coverage,
  openSetup,
  openWithDemo,
  path,
  retype,
  startButton,
} from "../setupPage";
import { at, demo, problem, serveSetup, started, wrongFields } from "../setupServer";

const server = serveSetup();

test("start sends exactly what the form holds", async () => {
  const { store, router } = await openWithDemo();
  await retype(box("LoRA Rank"), "16");
  await userEvent.selectOptions(coverage(), "Top 16 Layers");
  await userEvent.click(startButton());
  await screen.findByText("Training is queued");
  expect(started).toEqual([
    { kind: "sft", config: { ...demo, lora_rank: 16, lora_num_layers: 16 } },
  ]);
  expect(store.getState().training.activeRunId).toBe("r1");
  await userEvent.click(screen.getByRole("button", { name: "Open Training" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/training"));
});

test("Ctrl and Enter start, from inside a field too", async () => {
  await openWithDemo();
  await userEvent.click(box("LoRA Rank"));
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("Training is queued");
  expect(started).toHaveLength(1);
});

test("start with a wrong field leads there, sends nothing and keeps what was typed", async () => {
  await openWithDemo();
  await retype(box("Seed"), "many");
  await userEvent.click(startButton());
  expect(box("Seed")).toHaveFocus();
  expect(box("Seed")).toHaveValue("many");
  expect(box("Seed").closest("details")).toHaveAttribute("open");
  expect(started).toEqual([]);
});

test("start with an empty form is answered beside the fields", async () => {
  server.use(
    http.post(at("/runs"), () =>
      wrongFields([{ field: "model_path", message: "No model is chosen.", hint: "Choose one." }]),
    ),
  );
  await openSetup();
  await userEvent.click(startButton());
  await waitFor(() => expect(path("Model")).toHaveFocus());
  expect(path("Model")).toHaveAccessibleDescription(/No model is chosen. Choose one./);
  expect(screen.getByRole("button", { name: "1 field needs attention" })).toBeVisible();
  await userEvent.type(path("Model"), "/m");
  expect(path("Model")).not.toHaveAccessibleDescription(/No model is chosen/);
});

test("a refusal about no field is told above the button", async () => {
  server.use(
    http.post(at("/runs"), () => problem(409, { title: "The disk is full", detail: "Free 2 GB." })),
  );
  await openWithDemo();
  await userEvent.click(startButton());
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full");
  expect(box("Adapter name")).toHaveValue("pirate-demo");
});

test("what the server finds wrong stands beside the field and is counted", async () => {
  server.use(
    http.post(at("/configs/preview"), () =>
      wrongFields([
        { field: "batch_size", message: "More rows than there are." },
        { field: "lora_rank", message: "Wider than the matrix." },
      ]),
    ),
  );
  await openSetup();
  await userEvent.click(screen.getByRole("button", { name: "Use the demo" }));
  const count = await screen.findByRole("button", { name: "2 fields need attention" });
  expect(box("Batch Size")).toHaveAccessibleDescription(/More rows than there are/);
  expect(box("LoRA Rank")).toHaveAccessibleDescription(/Wider than the matrix/);
  await userEvent.click(count);
  expect(box("Batch Size")).toHaveFocus();
});

test("review shows plan, cost and warnings, and copies YAML, CLI and curl", async () => {
  await openWithDemo();
  const user = userEvent.setup();
  const copied: string[] = [];
  const review = card("Review");
  expect(review.getByText("7 x 24 of 24 blocks")).toBeVisible();
  expect(review.getByText("No row is longer than 40 tokens.")).toBeVisible();
  for (const name of ["Copy YAML", "Copy as CLI", "Copy as curl"]) {
    await user.click(review.getByRole("button", { name }));
    copied.push(await navigator.clipboard.readText());
  }
  expect(copied).toEqual([
    "num_layers: -1\n",
    "mlx_lm.lora --config mlx.yaml\n",
    "curl -sS /api/runs\n",
  ]);
});
