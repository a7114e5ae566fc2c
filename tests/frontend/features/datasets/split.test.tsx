import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { done, parts, tokenReport, troubled } from "../dataFixtures";
import { answerJob, dialog, undoLast } from "../dataPage";
import { card, openSetup, openWithDemo, path, retype } from "../setupPage";
import { serveSetup } from "../setupServer";

const server = serveSetup();
const openSplit = async () => {
  await userEvent.click(await screen.findByRole("button", { name: "Split rows" }));
  return dialog();
};

test("data without validation rows is split; the effect is seen before it is taken", async () => {
  const asked: unknown[] = [];
  server.use(answerJob("/datasets/split", done("split", parts), asked));
  await openSetup();
  await userEvent.type(path("Training data"), "/mine.jsonl");
  expect(await screen.findByText(/No validation rows yet/)).toBeVisible();
  const shown = await openSplit();
  await retype(shown.getByLabelText("Validation share"), "0.2");
  await retype(shown.getByLabelText("Seed"), "7");
  await userEvent.click(shown.getByLabelText("Drop exact duplicates"));
  await userEvent.click(shown.getByRole("button", { name: "Split" }));

  const table = within(await shown.findByRole("table"));
  expect(table.getByRole("row", { name: "Training 216 80.0\u00a0%" })).toBeVisible();
  expect(table.getByRole("row", { name: "Test 27 10.0\u00a0%" })).toBeVisible();
  expect(shown.getByText(/11 rows are near duplicates, in 4 groups of at most 5/)).toBeVisible();
  expect(shown.getByText("2 exact duplicates were left out.")).toBeVisible();
  expect(path("Training data")).toHaveValue("/mine.jsonl");
  expect(asked).toEqual([
    { path: "/mine.jsonl", valid: 0.2, test: 0.1, seed: 7, drop_duplicates: true },
  ]);

  await userEvent.click(shown.getByRole("button", { name: "Use these files" }));
  expect(path("Training data")).toHaveValue("/droid/datasets/train-split/train.jsonl");
  expect(path("Validation data")).toHaveValue("/droid/datasets/train-split/valid.jsonl");
  await undoLast();
  expect(path("Training data")).toHaveValue("/mine.jsonl");
  expect(path("Validation data")).toHaveValue("");
});

test("with a model, rows that stand on both sides of a split are counted", async () => {
  const asked: unknown[] = [];
  await openWithDemo();
  server.use(
    answerJob("/datasets/split", done("split", parts)),
    answerJob("/datasets/reports", done("report", { ...tokenReport, val_rows: 27 }), asked),
  );
  const shown = await openSplit();
  await userEvent.click(shown.getByRole("button", { name: "Split" }));
  expect(
    await shown.findByText(
      "Of 27 validation rows none stands in the training rows, or close to one.",
    ),
  ).toBeVisible();
  expect(asked).toEqual([
    expect.objectContaining({
      path: "/droid/datasets/train-split/train.jsonl",
      val_path: "/droid/datasets/train-split/valid.jsonl",
    }),
  ]);
});

test.each([
  ["Validation share", "0.9", "Use 0.5 or less."],
  ["Seed", "1.5", "Enter a whole number."],
  ["Test share", "", "Enter a number."],
])("%s of %s is refused beside the field", async (name, text, message) => {
  await openWithDemo();
  const shown = await openSplit();
  await retype(shown.getByLabelText(name), text);
  expect(shown.getByLabelText(name)).toHaveAccessibleDescription(expect.stringContaining(message));
  expect(shown.getByRole("button", { name: "Split" })).toBeDisabled();
});

test("a split that leaves nothing says so, and can be tried otherwise", async () => {
  const failed = { field: "valid", message: "No rows are left for valid.", hint: "Use more rows." };
  server.use(
    answerJob("/datasets/split", {
      id: "split-1",
      kind: "split",
      state: "failed",
      problem: failed,
    }),
  );
  await openWithDemo();
  const shown = await openSplit();
  await userEvent.click(shown.getByRole("button", { name: "Split" }));
  expect(await shown.findByRole("alert")).toHaveTextContent(
    "No rows are left for valid. Use more rows.",
  );
  server.use(answerJob("/datasets/split", done("split", parts)));
  await userEvent.click(shown.getByRole("button", { name: "Split" }));
  expect(await shown.findByRole("button", { name: "Use these files" })).toBeVisible();
});

test("leakage and duplicates are counted, and lead to a split", async () => {
  server.use(answerJob("/datasets/reports", done("report", troubled)));
  await openWithDemo();
  const about = card("Token Report");
  expect(
    await about.findByText(/Of 48 validation rows 3 stand in the training rows too/),
  ).toBeVisible();
  expect(about.getByText("2, 5, 9")).toBeVisible();
  const mends = within(about.getByRole("group", { name: "Mend: Exact duplicates" }));
  await userEvent.click(mends.getByRole("button", { name: "Split anew" }));
  expect((await dialog()).getByLabelText("Drop exact duplicates")).toBeChecked();
});
