/** Results as a person meets it: rows, filters, order, notes, the trash, and a table that is asked for cheaply. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderApp } from "../../renderApp";
import { brokenOf, rowOf } from "./fixtures";
import { serveResults } from "./resultsServer";

const server = serveResults();

const table = () => screen.findByRole("table", { name: "Runs" });
const names = () =>
  within(screen.getByRole("table", { name: "Runs" }))
    .getAllByRole("rowheader")
    .map((cell) => within(cell).getByRole("link").textContent);
const box = (name: string) => screen.getByRole("checkbox", { name: `Select ${name}` });

async function open(path = "/results") {
  const app = renderApp(path);
  await table();
  return app;
}

test("without a run it teaches the next step", async () => {
  renderApp("/results");
  expect(await screen.findByRole("heading", { name: "No run yet" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Go to Setup" })).toHaveAttribute("href", "/setup");
});

test("a row says how its run went, and leads to it", async () => {
  server.rows = [rowOf("fox", { starred: true, tags: ["keep"], note: "the good one" })];
  await open();
  const row = screen.getByRole("row", { name: /fox/ });
  expect(within(row).getByRole("link", { name: "fox" })).toHaveAttribute("href", "/results/fox");
  for (const figure of ["0.6000", "0.6250", "0.5000", "1 204", "3.4 GB", "1 h 04 m"])
    expect(within(row).getByText(figure)).toBeVisible();
  for (const word of ["Completed", "Full-layer SFT", "Proven", "keep", "the good one"])
    expect(within(row).getByText(word)).toBeVisible();
  expect(within(row).getByRole("button", { name: "Star fox" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
});

test("of a thousand rows only those in view are on the page", async () => {
  server.rows = Array.from({ length: 1000 }, (_, number) => rowOf(`run-${number}`));
  await open();
  expect(screen.getByRole("table", { name: "Runs" })).toHaveAttribute("aria-rowcount", "1001");
  expect(screen.getByText("1 000 runs")).toBeVisible();
  const shown = names().length;
  expect(shown).toBeGreaterThan(10);
  expect(shown).toBeLessThan(80);
});

test("words, state, kind, tag and star leave the rows that fit, and stand in the address", async () => {
  server.rows = [
    rowOf("fox", { state: "failed", proof_ok: null }),
    rowOf("hen", { kind: "grpo", tags: ["farm"] }),
    rowOf("owl", { starred: true, note: "sleeps by day" }),
    brokenOf("ruin", "run.json is missing."),
  ];
  const { router } = await open();
  const choose = (label: string, option: string) =>
    userEvent.selectOptions(screen.getByRole("combobox", { name: label }), option);
  const reset = () => userEvent.click(screen.getByRole("button", { name: "Show all" }));

  await userEvent.type(screen.getByRole("searchbox", { name: "Search runs" }), "sleeps");
  expect(names()).toEqual(["owl"]);
  expect(screen.getByText("1 of 4 runs")).toBeVisible();
  expect(router.state.location.search).toBe("?q=sleeps");
  await reset();
  await choose("State", "Failed");
  expect(names()).toEqual(["fox"]);
  await choose("State", "With a problem");
  expect(names()).toEqual(["ruin"]);
  await reset();
  await choose("Kind", "GRPO");
  expect(names()).toEqual(["hen"]);
  await reset();
  await choose("Tag", "farm");
  expect(names()).toEqual(["hen"]);
  await choose("Kind", "GSPO");
  expect(screen.getByRole("heading", { name: "No run fits" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Show all runs" }));
  await userEvent.click(screen.getByRole("button", { name: "Starred" }));
  expect(names()).toEqual(["owl"]);
});

test("a press on a header puts the rows in order; what is not known stands last both ways", async () => {
  server.rows = [
    rowOf("middle", { best_val_loss: 0.5, tokens_per_second: 20 }),
    rowOf("none", { best_val_loss: null, tokens_per_second: null }),
    rowOf("least", { best_val_loss: 0.25, tokens_per_second: 30 }),
    rowOf("most", { best_val_loss: 0.75, tokens_per_second: 10 }),
  ];
  await open();
  const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
  await press("Best val");
  expect(names()).toEqual(["least", "middle", "most", "none"]);
  expect(screen.getByRole("columnheader", { name: "Best val" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await press("Best val");
  expect(names()).toEqual(["most", "middle", "least", "none"]);
  await press("Tokens/s");
  expect(names()).toEqual(["least", "middle", "most", "none"]);
});

test("an address opens its own view", async () => {
  server.rows = [rowOf("b"), rowOf("a"), rowOf("c", { state: "failed" })];
  await open("/results?state=completed&sort=name");
  expect(names()).toEqual(["a", "b"]);
});

test("arrow keys walk from row to row", async () => {
  server.rows = [rowOf("fox"), rowOf("hen"), brokenOf("ruin", "run.json is missing.")];
  await open("/results?sort=name");
  box("fox").focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(box("hen")).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  expect(box("ruin")).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}");
  expect(box("hen")).toHaveFocus();
});

test("a broken folder says what is wrong, and is deleted like a run", async () => {
  server.rows = [
    brokenOf("ruin", "run.json is missing. Put it right or delete the run."),
    rowOf("fox"),
  ];
  await open();
  expect(screen.getByText(/Put it right or delete the run\./)).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Delete ruin" }));
  await waitFor(() => expect(names()).toEqual(["fox"]));
});

test("a star, tags and a note are kept", async () => {
  server.rows = [rowOf("fox"), rowOf("hen", { tags: ["farm"] })];
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Star fox" }));
  await waitFor(() => expect(server.changes).toEqual([{ id: "fox", change: { starred: true } }]));
  // Rows that were asked for before the change may still arrive; they do not stay.
  await waitFor(() =>
    expect(screen.getByRole("button", { name: "Star fox" })).toHaveAttribute(
      "aria-pressed",
      "true",
    ),
  );

  await userEvent.click(screen.getByRole("button", { name: "Tags and note of hen: farm" }));
  const dialog = within(await screen.findByRole("dialog", { name: "hen" }));
  await userEvent.type(dialog.getByLabelText("Tags"), "night,day{Enter}");
  await userEvent.click(dialog.getByRole("button", { name: "Remove tag farm" }));
  await userEvent.type(dialog.getByLabelText("Note"), "lays eggs");
  await userEvent.keyboard("{Escape}");
  await waitFor(() =>
    expect(server.rows.find(({ id }) => id === "hen")).toMatchObject({
      tags: ["night", "day"],
      note: "lays eggs",
    }),
  );
  expect(await screen.findByText("lays eggs")).toBeVisible();
});

test("a refused star is taken back, with the reason", async () => {
  server.rows = [rowOf("fox")];
  await open();
  server.refusal = { status: 507, title: "The disk is full", detail: "Free some space." };
  await userEvent.click(screen.getByRole("button", { name: "Star fox" }));
  expect(await screen.findByText("Free some space.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Star fox" })).toHaveAttribute("aria-pressed", "false");
});

test("what was deleted is brought back by Undo", async () => {
  server.rows = [rowOf("fox"), rowOf("hen"), rowOf("owl")];
  await open();
  await userEvent.click(box("fox"));
  await userEvent.click(box("hen"));
  const chosen = within(screen.getByRole("region", { name: "Chosen runs" }));
  await userEvent.click(chosen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(names()).toEqual(["owl"]));
  expect(screen.queryByRole("region", { name: "Chosen runs" })).not.toBeInTheDocument();
  await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(names()).toHaveLength(3));
});

test("a run that may not be deleted stays, with the reason", async () => {
  server.rows = [rowOf("fox", { state: "running", ended_at: null })];
  await open();
  server.refusal = { status: 409, title: "The run is training", detail: "Stop it first." };
  await userEvent.click(screen.getByRole("button", { name: "Delete fox" }));
  expect(await screen.findByText("Stop it first.")).toBeVisible();
  expect(names()).toEqual(["fox"]);
});

test("the trash gives a run back, and is emptied after asking", async () => {
  server.rows = [rowOf("fox")];
  server.trash = [rowOf("hen"), rowOf("owl")];
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Trash" }));
  const trash = within(await screen.findByRole("dialog", { name: "Trash" }));
  await userEvent.click(await trash.findByRole("button", { name: "Restore hen" }));
  await waitFor(() => expect(trash.queryByText("hen")).not.toBeInTheDocument());
  expect(trash.getByText("owl")).toBeVisible();
  await userEvent.click(trash.getByRole("button", { name: "Empty the trash" }));
  const question = within(await screen.findByRole("alertdialog"));
  await userEvent.click(question.getByRole("button", { name: "Empty the trash" }));
  expect(await screen.findByText("The trash is empty.")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Done" }));
  await waitFor(() => expect(names()).toEqual(["hen", "fox"]));
});

test("an unchanged table is answered with nothing, and a changed one is shown", async () => {
  server.rows = [rowOf("fox", { state: "running", ended_at: null, step: 10 })];
  await open();
  await waitFor(() => expect(server.asked.at(-1)?.status).toBe(304), { timeout: 8000 });
  expect(server.asked.at(-1)?.version).toBe('"v1"');
  expect(names()).toEqual(["fox"]);
  server.rows = [rowOf("fox", { step: 100 })];
  expect(await screen.findByText("Completed", {}, { timeout: 8000 })).toBeVisible();
});

test("a bundle is imported and opened; a refused one says why", async () => {
  server.rows = [rowOf("fox")];
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Import" }));
  server.refusal = { status: 422, title: "Not a bundle", detail: "The part run.json is missing." };
  const file = new File(["PK"], "fox.zip", { type: "application/zip" });
  await userEvent.upload(screen.getByLabelText("Bundle file"), file);
  expect(await screen.findByText("The part run.json is missing.")).toBeVisible();
  server.refusal = null;
  server.runs = [
    {
      id: "fox",
      kind: "sft",
      state: "completed",
      created_at: "2026-01-05T08:00:00Z",
      ended_at: "2026-01-05T09:00:00Z",
      config: { model_path: "m", train_data_path: "d", adapter_name: "fox" },
    },
  ];
  await userEvent.upload(screen.getByLabelText("Bundle file"), file);
  expect(await screen.findByRole("heading", { name: "fox", level: 1 })).toBeVisible();
  expect(server.bundles).toEqual(["fox.zip"]);
});
