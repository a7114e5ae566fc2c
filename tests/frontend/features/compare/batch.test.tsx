import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { openCompare, withCompareServer } from "./comparePage";
import { at } from "./compareServer";
import { finished, loaded, model, queued, row } from "./fixtures";

const server = withCompareServer();

async function openBatch() {
  const app = await openCompare("/compare?tab=batch");
  await screen.findByLabelText("Side 2");
  return app;
}

const progress = (done: number) => ({ type: "progress", done, total: 30, unit: "rows" }) as const;

test("a batch fills its table while it goes on, page by page, and is counted", async () => {
  await openBatch();
  await userEvent.type(screen.getByLabelText("Limit"), "30");
  await userEvent.click(screen.getByRole("button", { name: "Answer all rows" }));
  await waitFor(() =>
    expect(server.bodyOf("batch")).toMatchObject({ model_path: model, run_id: "r1", limit: 30 }),
  );
  await screen.findByRole("progressbar", { name: "Batch" });
  server.say(queued, loaded, row(0), progress(1));
  await screen.findByText("prompt 1");
  expect(screen.getByRole("progressbar")).toHaveAttribute("aria-valuetext", "1 of 30 rows");
  server.say(...Array.from({ length: 29 }, (_, index) => row(index + 1)), progress(30), finished());
  await screen.findByText("1–25 of 30 rows");
  expect(screen.queryByRole("progressbar")).not.toBeInTheDocument();
  const tally = within(screen.getByRole("table", { name: "Tally by side" }));
  expect(tally.getByRole("row", { name: /pirate-demo, final 30 30 \(100\s%\)/ })).toBeVisible();
  expect(screen.queryByText("prompt 26")).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: "Next page" }));
  expect(screen.getByText("prompt 26")).toBeInTheDocument();
  expect(screen.getAllByText("Exact").length).toBeGreaterThan(1);
  expect(screen.getByRole("link", { name: "CSV" })).toHaveAttribute(
    "href",
    at(`/compare/batches/${server.latest}/export?format=csv`),
  );
});

test("a batch is stopped; its rows stay", async () => {
  await openBatch();
  await userEvent.click(screen.getByRole("button", { name: "Answer all rows" }));
  await screen.findByRole("progressbar", { name: "Batch" });
  server.say(queued, loaded, row(0), progress(1));
  await screen.findByText("prompt 1");
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  await waitFor(() => expect(server.bodyOf("cancel")).toBe(server.latest));
  server.say(finished("cancelled"));
  await screen.findByText(/Stopped; these rows stay/);
  expect(screen.getByText("prompt 1")).toBeInTheDocument();
});

test("perplexity is measured over a file, side by side", async () => {
  await openBatch();
  await userEvent.click(screen.getByRole("radio", { name: "JSONL file" }));
  await userEvent.type(screen.getByRole("combobox", { name: "JSONL file" }), "/rows.jsonl");
  await userEvent.click(screen.getByRole("button", { name: "Measure perplexity" }));
  await waitFor(() =>
    expect(server.bodyOf("perplexity")).toMatchObject({ path: "/rows.jsonl", answers_only: true }),
  );
  await screen.findByRole("progressbar", { name: "Perplexity" });
  const measured = { mean_nll: 3.2, tokens: 384, rows: 30, rows_cut: 0, answers_only: true };
  server.say(
    queued,
    loaded,
    { type: "perplexity", side: 0, perplexity: 24.84, ...measured },
    { type: "perplexity", side: 1, perplexity: 1.007, ...measured },
    finished(),
  );
  const table = within(await screen.findByRole("table", { name: "Perplexity by side" }));
  expect(table.getByText("24.84")).toBeInTheDocument();
  expect(table.getByText("1.007")).toBeInTheDocument();
});

test("a limit that is no whole number is told beside it and not sent", async () => {
  await openBatch();
  await userEvent.type(screen.getByLabelText("Limit"), "2.5");
  await userEvent.click(screen.getByRole("button", { name: "Answer all rows" }));
  expect(screen.getByLabelText("Limit")).toHaveAccessibleDescription(/whole number/);
  expect(server.bodyOf("batch")).toBeUndefined();
});
