import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderApp } from "../../renderApp";
import { config, log, numbered, resumedAt, runOf, state, step } from "./fixtures";
import type { Run } from "./serverTypes";
import { withFakeServer } from "./withFakeServer";

const server = withFakeServer();
const message = "Stopped after 42 steps; what was learned is saved.";
const stopped = (id: string, changes: Partial<Run> = {}) =>
  runOf(id, {
    state: "stopped",
    queued_at: "2026-11-24T02:00:00Z",
    ended_at: "2026-11-24T02:00:03Z",
    metrics: { step: 42, total_steps: 100 },
    exit: { cause: "stopped", message, evidence: "" },
    ...changes,
  });

test("a run that is resumed is live again on its page, and tells on from where it was", async () => {
  server.runs = [stopped("back")];
  const life = numbered(
    state("queued"),
    state("running"),
    log("before"),
    state("stopped"),
    state("queued"),
    state("running"),
    resumedAt(42),
    step(43),
    log("after"),
  ).map((event) => (event.seq > 4 ? { ...event, time: new Date().toISOString() } : event));
  server.logs.set("back", life.slice(0, 4));
  renderApp("/training/back");
  await screen.findByText(message);
  await screen.findByText("before");
  server.hangUp("back", 1000);
  await userEvent.click(screen.getByRole("button", { name: "Resume" }));
  await screen.findByRole("button", { name: "Leave the queue" });
  expect(server.resumed).toEqual([{ id: "back" }]);
  expect(screen.queryByText(message)).not.toBeInTheDocument();
  expect(screen.getByRole("main")).toHaveFocus();
  await waitFor(() => expect(server.asked.at(-1)).toEqual({ runId: "back", after: 4 }));
  server.change("back", { state: "running" });
  const now = new Date(Date.now() + 1000).toISOString();
  server.say("back", ...life.slice(4).map((event) => ({ ...event, time: now })));
  await screen.findByText("after");
  const progress = screen.getByRole("region", { name: "Progress" });
  expect(await within(progress).findByText("Step 43 of 100")).toBeInTheDocument();
  expect(screen.getByText("Goes on from step 42 of 100.")).toBeInTheDocument();
  expect(screen.getAllByText("before")).toHaveLength(1);
});

test("a resume that is refused says why", async () => {
  server.refuse("post", "/runs/:id/resume", 409);
  server.runs = [stopped("no")];
  renderApp("/training/no");
  await userEvent.click(await screen.findByRole("button", { name: "Resume" }));
  await screen.findByText("There is a reason.");
  expect(screen.getByText(message)).toBeInTheDocument();
});

test("a completed run goes on for as many steps as are asked for", async () => {
  server.runs = [stopped("more", { state: "completed", metrics: { step: 100, total_steps: 100 } })];
  renderApp("/training/more");
  await userEvent.click(await screen.findByRole("button", { name: "Add steps" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add steps to pirate-demo" }));
  const field = dialog.getByRole("textbox", { name: "Further steps" });
  expect(field).toHaveValue("100");
  await userEvent.clear(field);
  await userEvent.type(field, "0");
  expect(field).toHaveAccessibleDescription(/Use 1 or more\./);
  expect(dialog.getByRole("button", { name: "Add steps" })).toBeDisabled();
  await userEvent.clear(field);
  await userEvent.type(field, "50");
  expect(dialog.getByText("Total: 150 steps")).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "Add 50 steps" }));
  await waitFor(() => expect(server.resumed).toEqual([{ id: "more", iterations: 150 }]));
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

test("what the server says of the length stands beside the field until it is changed", async () => {
  const said = {
    field: "iterations",
    message: "The learning rate was planned to reach zero at step 100.",
    hint: "Start a copy of this run.",
  };
  server.refuse("post", "/runs/:id/resume", 422, [said]);
  server.runs = [stopped("zero", { state: "completed" })];
  renderApp("/training/zero");
  await userEvent.click(await screen.findByRole("button", { name: "Add steps" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByRole("button", { name: /^Add \d+ steps$/ }));
  const field = dialog.getByRole("textbox", { name: "Further steps" });
  await waitFor(() =>
    expect(field).toHaveAccessibleDescription(
      /planned to reach zero at step 100\. Start a copy of this run\./,
    ),
  );
  await userEvent.type(field, "1");
  expect(field).not.toHaveAccessibleDescription(/planned to reach zero/);
});

test("a failure shows its evidence and starts a corrected copy with one press", async () => {
  const remedies = [
    { label: "Turn gradient checkpointing on", changes: { grad_checkpoint: true } },
    { label: "Batch of 2, accumulated over 2 steps", changes: { batch_size: 2, iterations: 200 } },
  ];
  const exit = {
    cause: "out_of_memory" as const,
    message: "Memory ran out. Halve the batch size.",
    evidence: "The kernel's out-of-memory counter rose while it ran.",
  };
  server.runs = [stopped("oom", { state: "failed", exit, remedies })];
  const { router } = renderApp("/training/oom");
  await screen.findByText(exit.message);
  expect(screen.getByText(exit.evidence)).toBeInTheDocument();
  await userEvent.click(
    screen.getByRole("button", { name: "Start a copy: Batch of 2, accumulated over 2 steps" }),
  );
  await screen.findByText("The copy is queued");
  expect(server.started).toEqual([
    { kind: "sft", config: { ...config, batch_size: 2, iterations: 200 } },
  ]);
  await waitFor(() => expect(router.state.location.pathname).toBe("/training/copy-1"));
});

test("a copy that is refused says what is wrong", async () => {
  server.refuse("post", "/runs", 422, [
    { field: "train_data_path", message: "The file is gone.", hint: "Choose another." },
  ]);
  const remedies = [{ label: "Learning rate 1e-06", changes: { learning_rate: 1e-6 } }];
  server.runs = [stopped("nan", { state: "failed", remedies })];
  renderApp("/training/nan");
  await userEvent.click(
    await screen.findByRole("button", { name: "Start a copy: Learning rate 1e-06" }),
  );
  await screen.findByText("The file is gone. Choose another.");
});

test("a run of the Enhanced Setup keeps no state, so nothing offers to go on", async () => {
  server.runs = [stopped("rl", { kind: "sft_attention" })];
  renderApp("/training/rl");
  await screen.findByText(message);
  expect(screen.queryByRole("button", { name: "Resume" })).not.toBeInTheDocument();
  expect(screen.getByRole("link", { name: "Open in Compare" })).toBeInTheDocument();
});
