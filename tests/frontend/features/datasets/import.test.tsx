import { fireEvent, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { ColumnsRequest, DataColumns } from "@/api/gen/types.gen";
import { columns, done, running } from "../dataFixtures";
import { answerJob, dialog, holdJob } from "../dataPage";
import { openSetup, path } from "../setupPage";
import { at, report, serveSetup } from "../setupServer";

const server = serveSetup();
const file = new File(["question,reply\n"], "rows.csv");
const pair = { shape: "prompt_completion", prompt: "question", completion: "reply" };
const imported = {
  path: "/droid/datasets/rows.jsonl",
  bytes: 900,
  rows: 30,
  format: "completions",
  mapping: pair,
  error_count: 0,
  errors: [],
};
const wrong = { line: 3, message: "The column 'reply' is empty.", hint: "Fill it." };

/** A mapping that is tried gives one row and one error. */
const look = (asked: ColumnsRequest[], table: DataColumns = columns) =>
  http.post(at("/datasets/columns"), async ({ request }) => {
    const body = (await request.json()) as ColumnsRequest;
    asked.push(body);
    const tried = body.mapping
      ? { ...table, made: [{ prompt: "Who?", completion: "I." }], made_errors: [wrong] }
      : table;
    return HttpResponse.json(done("columns", tried), { status: 201 });
  });

let looked: ColumnsRequest[] = [];
let made: unknown[] = [];
beforeEach(() => {
  looked = [];
  made = [];
});

async function dropTable() {
  server.use(
    http.put(at("/datasets/files"), () =>
      HttpResponse.json(
        { path: "/droid/uploads/rows.csv", bytes: 15, kind: "csv" },
        { status: 201 },
      ),
    ),
  );
  await openSetup();
  fireEvent.drop(path("Training data"), { dataTransfer: { files: [file] } });
  return dialog();
}

test("columns are chosen, what they give is seen first, and the rows become the data", async () => {
  server.use(look(looked), answerJob("/datasets/import", done("import", imported), made));
  const shown = await dropTable();
  const source = within(await shown.findByRole("table"));
  expect(source.getByRole("columnheader", { name: "reply" })).toBeVisible();
  expect(shown.getByText(/Not recognised: say what each column holds/)).toBeVisible();
  expect(shown.getByRole("button", { name: "Make rows" })).toBeDisabled();

  await userEvent.selectOptions(shown.getByLabelText("Prompt"), "question (text)");
  await userEvent.selectOptions(shown.getByLabelText("Answer"), "reply (text)");
  const becomes = within(shown.getByRole("region", { name: "What the rows become" }));
  expect(await becomes.findByText("completion")).toBeVisible();
  expect(becomes.getByText("Line 3")).toBeVisible();
  expect(becomes.getByText(/The column 'reply' is empty/)).toBeVisible();
  expect(looked.at(-1)).toEqual({ path: "/droid/uploads/rows.csv", mapping: pair });

  await userEvent.click(shown.getByRole("button", { name: "Make rows" }));
  expect(await screen.findByDisplayValue(imported.path)).toBe(path("Training data"));
  expect(made).toEqual([{ path: "/droid/uploads/rows.csv", mapping: pair }]);
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("rows that did not fit are told by line before the others are taken", async () => {
  const some = { ...imported, rows: 29, error_count: 1, errors: [wrong] };
  server.use(
    look(looked, { ...columns, guesses: [pair as never], made: report.sample }),
    answerJob("/datasets/import", done("import", some)),
  );
  const shown = await dropTable();
  await userEvent.click(await shown.findByRole("button", { name: "Make rows" }));
  expect(await shown.findByText("29 of 30 rows came over.")).toBeVisible();
  expect(shown.getByText("Line 3")).toBeVisible();
  expect(path("Training data")).toHaveValue("");
  await userEvent.click(shown.getByRole("button", { name: "Choose columns again" }));
  expect(shown.getByLabelText("Shape")).toHaveDisplayValue("Prompt and answer");
  await userEvent.click(shown.getByRole("button", { name: "Make rows" }));
  await userEvent.click(await shown.findByRole("button", { name: "Use 29 rows" }));
  expect(path("Training data")).toHaveValue(imported.path);
});

test.each([
  ["ShareGPT", { shape: "sharegpt", messages: "conversations" }, "Turns", "conversations (list)"],
  [
    "Alpaca",
    { shape: "alpaca", prompt: "instruction", completion: "output" },
    "Answer",
    "output (text)",
  ],
])("%s is recognised, and its columns are filled in", async (title, guess, role, column) => {
  const table: DataColumns = {
    ...columns,
    columns: [
      { name: "conversations", type: "list" },
      { name: "instruction", type: "text" },
      { name: "output", type: "text" },
    ],
    guesses: [guess as never],
    made: [{ prompt: "Translate.", completion: "Fuchs" }],
  };
  server.use(look(looked, table));
  const shown = await dropTable();
  expect(await shown.findByText(new RegExp(`Recognised as ${title}`))).toBeVisible();
  expect(shown.getByLabelText("Shape")).toHaveDisplayValue(title);
  expect(shown.getByLabelText(role)).toHaveDisplayValue(column);
  expect(shown.getByText("Fuchs")).toBeVisible();
  expect(shown.getByRole("button", { name: "Make rows" })).toBeEnabled();
  expect(looked).toEqual([{ path: "/droid/uploads/rows.csv" }]);
});

test("a table given by path is offered its columns instead of an error a line", async () => {
  server.use(
    look(looked),
    http.post(at("/datasets/inspect"), () =>
      HttpResponse.json({
        ...report,
        path: "/my/rows.csv",
        rows: 0,
        format: null,
        sample: [],
        error_count: 31,
        errors: [{ line: 1, message: "Not JSON.", hint: "" }],
      }),
    ),
  );
  await openSetup();
  await userEvent.type(path("Training data"), "/my/rows.csv");
  await userEvent.click(await screen.findByRole("button", { name: "Choose columns" }));
  expect(screen.queryByText("31 lines are wrong")).not.toBeInTheDocument();
  await (await dialog()).findByRole("table");
  expect(looked).toEqual([{ path: "/my/rows.csv" }]);
});

test("a data set of the hub is named, and looked into", async () => {
  server.use(look(looked));
  await openSetup();
  await userEvent.click(screen.getByRole("button", { name: "Hugging Face" }));
  const shown = await dialog();
  await userEvent.type(shown.getByLabelText("Data set"), "not an id");
  await userEvent.click(shown.getByRole("button", { name: "Look inside" }));
  expect(shown.getByLabelText("Data set")).toBeInvalid();
  expect(shown.getByLabelText("Data set")).toHaveFocus();
  expect(looked).toEqual([]);
  await userEvent.clear(shown.getByLabelText("Data set"));
  await userEvent.type(shown.getByLabelText("Data set"), "owner/name");
  await userEvent.type(shown.getByLabelText("Subset"), "small");
  await userEvent.click(shown.getByRole("button", { name: "Look inside" }));
  await shown.findByRole("table");
  expect(looked).toEqual([{ hub: { id: "owner/name", subset: "small", split: "train" } }]);
  await userEvent.click(shown.getByRole("button", { name: "Back" }));
  expect(shown.getByLabelText("Subset")).toHaveValue("small");
});

test("a table that cannot be read says why, and is read again", async () => {
  const hint = "Check the connection and try again.";
  const failed = { field: "hub", message: "owner/name could not be fetched.", hint };
  server.use(
    answerJob("/datasets/columns", {
      id: "columns-1",
      kind: "columns",
      state: "failed",
      problem: failed,
    }),
  );
  const shown = await dropTable();
  expect(await shown.findByText(`owner/name could not be fetched. ${hint}`)).toBeVisible();
  server.use(look(looked));
  await userEvent.click(shown.getByRole("button", { name: "Try again" }));
  await shown.findByRole("table");
});

test("an import under way shows its rows, and can be cancelled", async () => {
  const far = running("import", { done: 4000, total: null, unit: "rows" });
  const held = holdJob("/datasets/jobs/import-1", far);
  server.use(
    look(looked, { ...columns, guesses: [pair as never] }),
    answerJob("/datasets/import", running("import")),
    ...held.answers,
  );
  const shown = await dropTable();
  await userEvent.click(await shown.findByRole("button", { name: "Make rows" }));
  expect(await shown.findByText("4 000 rows")).toBeVisible();
  await userEvent.click(shown.getByRole("button", { name: "Cancel: Making rows" }));
  expect(await shown.findByText("The import was cancelled")).toBeVisible();
  expect(held.deleted).toHaveLength(1);
  expect(path("Training data")).toHaveValue("");
});
