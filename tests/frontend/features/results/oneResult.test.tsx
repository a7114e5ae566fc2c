/** One run in full, and what can be done with it. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { ResultRow } from "@/api/gen/types.gen";
import { selectEnhanced } from "@/store/slices/enhancedSlice";
import { selectConfig, selectDraft } from "@/store/slices/trainingSlice";
import { renderApp } from "../../renderApp";
import { brokenOf, curvesOf, rowOf, runOf } from "./fixtures";
import { serveResults } from "./resultsServer";

const server = serveResults();

function give(row: ResultRow, config: object = {}, changes: object = {}) {
  server.rows = [row];
  server.runs = [runOf(row, config, changes)];
}

async function open(id: string) {
  const app = renderApp(`/results/${id}`);
  await screen.findByRole("heading", { name: id, level: 1 });
  return app;
}

const card = (name: string) => within(screen.getByRole("region", { name }));

test("a run is shown with curves, files, commands, log and configuration", async () => {
  give(rowOf("fox"));
  await open("fox");
  for (const name of ["Curves", "Checkpoints", "Log and configuration"])
    expect(screen.getByRole("region", { name })).toBeVisible();
  await userEvent.click(card("Files").getByRole("button", { name: "Files" }));
  expect(await screen.findByText("adapters/adapters.safetensors")).toBeVisible();
  expect(screen.getByText("Adapter, last weights")).toBeVisible();
  await userEvent.click(card("Commands").getByRole("button", { name: "Commands" }));
  expect(card("Commands").getByText("mlx_lm.lora --config mlx.yaml")).toBeVisible();
  await userEvent.click(card("Commands").getByRole("tab", { name: "curl" }));
  expect(card("Commands").getByRole("button", { name: "Copy as curl" })).toBeVisible();
});

test("bundle and report are files of the server", async () => {
  give(rowOf("fox"));
  await open("fox");
  expect(screen.getByRole("link", { name: "Report" })).toHaveAttribute(
    "href",
    expect.stringMatching(/\/api\/runs\/fox\/report$/),
  );
  await userEvent.click(screen.getByRole("button", { name: "Bundle" }));
  const href = (name: string) => screen.getByRole("link", { name }).getAttribute("href");
  expect(href("Save without adapter")).toMatch(/\/runs\/fox\/bundle$/);
  expect(href("Save with adapter")).toMatch(/\/runs\/fox\/bundle\?adapter=true$/);
});

test("a clone fills Setup's form, and Undo gives back what was there", async () => {
  give(rowOf("fox"), { learning_rate: 3e-4, lora_rank: 8, epochs: 2, iterations: null });
  const { store, router } = await open("fox");
  const before = selectDraft(store.getState());
  await userEvent.click(screen.getByRole("button", { name: "Clone to Setup" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/setup"));
  expect(selectConfig(store.getState())).toMatchObject({
    model_path: "/models/tiny",
    adapter_name: "fox",
    learning_rate: 3e-4,
    lora_rank: 8,
    epochs: 2,
    iterations: null,
  });
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(selectDraft(store.getState())).toEqual(before);
});

test("a clone of an enhanced run fills the form of its method", async () => {
  const rewards = { reward_functions: ["concise_reward"], reward_weights: [1] };
  give(rowOf("hen", { kind: "grpo" }), { group_size: 6, temperature: 0.5, ...rewards });
  const { store, router } = await open("hen");
  const before = selectEnhanced(store.getState());
  await userEvent.click(screen.getByRole("button", { name: "Clone to Enhanced Setup" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/enhanced"));
  expect(selectEnhanced(store.getState())).toMatchObject({
    kind: "grpo",
    model_path: "/models/tiny",
    group_size: 6,
    temperature: 0.5,
    length: "iterations",
    iterations: 100,
    rewards: [{ name: "concise_reward", weight: 1 }],
  });
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(selectEnhanced(store.getState())).toEqual(before);
});

test("a stopped run can be resumed and opened in Compare", async () => {
  give(rowOf("fox", { state: "stopped" }));
  await open("fox");
  expect(screen.getByRole("button", { name: "Resume" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Open in Compare" })).toBeVisible();
});

test("an imported run says where it came from, and has no state to go on from", async () => {
  const imported = { at: "2026-01-07T08:00:00Z", source: "fox.zip" };
  give(rowOf("fox", { state: "stopped" }), {}, { imported });
  await open("fox");
  expect(screen.getByText(/Imported 7 Jan 2026.* from fox\.zip/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Resume" })).not.toBeInTheDocument();
});

test("tags and note are edited on the page", async () => {
  give(rowOf("fox"));
  await open("fox");
  await userEvent.type(screen.getByLabelText("Tags"), "keep,");
  await userEvent.type(screen.getByLabelText("Note"), "good");
  await userEvent.tab();
  await waitFor(() =>
    expect(server.changes).toEqual([
      { id: "fox", change: { tags: ["keep"] } },
      { id: "fox", change: { note: "good" } },
    ]),
  );
});

test("a deleted run leads back to the table, where Undo brings it back", async () => {
  give(rowOf("fox"));
  const { router } = await open("fox");
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/results"));
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  expect(await screen.findByRole("checkbox", { name: "Select fox" })).toBeVisible();
});

test("a broken folder shows what is wrong, and what can be read all the same", async () => {
  server.rows = [brokenOf("ruin", "run.json is missing. Put it right or delete the run.")];
  server.curves.set("ruin", curvesOf(4));
  await open("ruin");
  expect(screen.getByText(/Put it right or delete the run\./)).toBeVisible();
  expect(await screen.findByRole("img", { name: /ruin: 2 points/ })).toBeVisible();
  await userEvent.click(card("Files").getByRole("button", { name: "Files" }));
  expect(await screen.findByText("/droid/runs/ruin")).toBeVisible();
});

test("a run that was never there, or is deleted while shown, is told of", async () => {
  give(rowOf("fox"));
  await open("fox");
  server.rows = [];
  expect(
    await screen.findByRole("heading", { name: "There is no such run" }, { timeout: 8000 }),
  ).toBeVisible();
});
