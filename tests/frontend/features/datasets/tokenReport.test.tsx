import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { done, effect, running, tokenReport, troubled } from "../dataFixtures";
import { answerJob, dialog, holdJob, undoLast } from "../dataPage";
import { box, card, openSetup, openWithDemo, path, retype } from "../setupPage";
import { at, report, serveSetup } from "../setupServer";

const server = serveSetup();
const about = () => card("Token Report");
const effectOf = (fix: string, more: object = {}) => done("fix", { ...effect, fix, ...more });

test("without a model the card says what it will show", async () => {
  await openSetup();
  expect(about().getByText(/Choose a model and training data/)).toBeVisible();
  expect(about().queryByRole("button")).not.toBeInTheDocument();
});

test("rows, tokens, lengths and padding are told for this model and these settings", async () => {
  const asked: unknown[] = [];
  server.use(answerJob("/datasets/reports", done("report", tokenReport), asked));
  await openWithDemo();
  const chart = await about().findByRole("img", { name: /^Lengths of 272 rows/ });
  expect(chart).toHaveAccessibleName(/the longest 44\. 0 are cut at 64\.$/);
  expect(about().getByText("Max Sequence Length 64")).toBeVisible();
  expect(about().getByText("Trained tokens").nextSibling).toHaveTextContent("4 000");
  expect(about().getByText("5.26 %")).toBeVisible();
  expect(about().getByText(/Nothing to mend/)).toBeVisible();
  await userEvent.click(about().getByText("Show as a table"));
  expect(about().getByRole("row", { name: "32 – 63 142" })).toBeVisible();
  expect(asked).toEqual([
    {
      path: "/data/train.jsonl",
      model: "/models/demo",
      val_path: "/data/valid.jsonl",
      mask_prompt: true,
      max_seq_length: 64,
      batch_size: 8,
    },
  ]);
});

test.each([
  [
    0.171,
    0.059,
    /^17\.1.% of the computing would be padding in file order, 5\.90.% sorted by length\.$/,
  ],
  [0.171, 0.171, /in file order; sorting by length saves nothing here\.$/],
  [0.171, 0.181, /in file order; sorting by length saves nothing here\.$/],
])(
  "of %s padding in file order and %s sorted, what is saved is told",
  async (before, after, said) => {
    const padding = { positions: 1000, real: 0 };
    const padded = {
      ...tokenReport,
      padding_file_order: { ...padding, share: before },
      padding_sorted: { ...padding, share: after },
    };
    server.use(answerJob("/datasets/reports", done("report", padded)));
    await openWithDemo();
    const sentence = await about().findByText(/of the computing would be padding/);
    expect(sentence.textContent).toMatch(said);
  },
);

test("another limit is asked about again", async () => {
  const asked: { max_seq_length: number }[] = [];
  await openWithDemo();
  await about().findByText(/Nothing to mend/);
  server.use(answerJob("/datasets/reports", done("report", troubled), asked));
  await retype(box("Max Sequence Length"), "32");
  expect(await about().findByText("Cut at the sequence limit")).toBeVisible();
  expect(asked.at(-1)?.max_seq_length).toBe(32);
});

test("what is lost, where and an example are told", async () => {
  server.use(answerJob("/datasets/reports", done("report", troubled)));
  await openWithDemo();
  expect(
    await about().findByText(
      "12 rows are cut, which loses 320 tokens of answers. Of 4 answers nothing is left.",
    ),
  ).toBeVisible();
  const findings = within(about().getByRole("region", { name: "Findings" }));
  const [cut] = findings.getAllByRole("listitem");
  const first = within(cut as HTMLElement);
  expect(first.getByText("12 rows")).toBeVisible();
  expect(first.getByRole("button", { name: "View line 19" })).toBeVisible();
  expect(first.getByText("and 10 more")).toBeVisible();
  await userEvent.click(first.getByText("Show an example"));
  expect(first.getByText("Where does the fox live")).toBeVisible();
});

test.each([
  ["Drop rows", "Write without them", "drop"],
  ["Shorten rows", "Write shortened rows", "shorten"],
  ["Split rows", "Write split rows", "split"],
])("%s: the effect is seen, then a new file is written, and undone", async (button, apply, fix) => {
  const [seen, applied]: unknown[][] = [[], []];
  const file = "/droid/datasets/train-mended.jsonl";
  server.use(
    answerJob("/datasets/reports", done("report", troubled)),
    answerJob("/datasets/fixes", effectOf(fix), seen),
    answerJob("/datasets/fixes/apply", effectOf(fix, { path: file }), applied),
  );
  await openWithDemo();
  await userEvent.click(await about().findByText(button));
  const shown = await dialog();
  const table = within(await shown.findByRole("table", { name: "Before and after" }));
  expect(table.getByRole("row", { name: "Rows 272 260" })).toBeVisible();
  expect(table.getByRole("row", { name: "Cut answer tokens 320 0" })).toBeVisible();
  expect(shown.getByText(/12 removed/)).toBeVisible();
  expect(applied).toEqual([]);
  await userEvent.click(shown.getByText(apply));
  expect(await screen.findByDisplayValue(file)).toBe(path("Training data"));
  expect(applied).toEqual(seen);
  expect(seen).toEqual([
    {
      path: "/data/train.jsonl",
      model: "/models/demo",
      settings: { mask_prompt: true, max_seq_length: 64, batch_size: 8 },
      fix,
    },
  ]);
  await undoLast();
  expect(path("Training data")).toHaveValue("/data/train.jsonl");
});

test("raising the limit writes no file, and is undone", async () => {
  server.use(
    answerJob("/datasets/reports", done("report", troubled)),
    answerJob("/datasets/fixes", effectOf("raise_limit", { max_seq_length: 128 })),
  );
  await openWithDemo();
  await userEvent.click(await about().findByRole("button", { name: "Raise limit" }));
  const shown = await dialog();
  expect(await shown.findByText(/The limit becomes 128 tokens/)).toBeVisible();
  await userEvent.click(shown.getByRole("button", { name: "Raise limit" }));
  expect(box("Max Sequence Length")).toHaveValue("128");
  await undoLast();
  expect(box("Max Sequence Length")).toHaveValue("64");
});

test.each([
  [2048, true],
  [2049, false],
  [null, false],
])("a limit of 2049 for a model made for %s tokens warns: %s", async (made, warns) => {
  const raised = effectOf("raise_limit", { max_seq_length: 2049, context_length: made });
  server.use(
    answerJob("/datasets/reports", done("report", troubled)),
    answerJob("/datasets/fixes", raised),
  );
  await openWithDemo();
  await userEvent.click(await about().findByRole("button", { name: "Raise limit" }));
  const shown = await dialog();
  expect(await shown.findByText(/The limit becomes 2 049 tokens/)).toBeVisible();
  const warning = shown.queryByText("The model was made for 2 048 tokens");
  if (warns) expect(warning).toBeVisible();
  else expect(warning).not.toBeInTheDocument();
});

test("a report under way shows how far it is; cancelled, it is made when asked again", async () => {
  const far = running("report", { done: 300, total: 900, unit: "rows" });
  const held = holdJob("/datasets/reports/report-1", far);
  server.use(answerJob("/datasets/reports", running("report")), ...held.answers);
  await openWithDemo();
  expect(await about().findByRole("progressbar", { name: "Reading the rows" })).toHaveAttribute(
    "aria-valuenow",
    "33",
  );
  await userEvent.click(about().getByRole("button", { name: "Cancel: Reading the rows" }));
  expect(await about().findByText("The report was cancelled")).toBeVisible();
  expect(held.deleted).toHaveLength(1);
  server.use(answerJob("/datasets/reports", done("report", tokenReport)));
  await userEvent.click(about().getByRole("button", { name: "Try again" }));
  expect(await about().findByText(/Nothing to mend/)).toBeVisible();
});

test("a large file is reported on when asked", async () => {
  const asked: unknown[] = [];
  server.use(
    http.post(at("/datasets/inspect"), () => HttpResponse.json({ ...report, bytes: 900e6 })),
    answerJob("/datasets/reports", done("report", tokenReport), asked),
  );
  await openWithDemo();
  await about().findByText(/The file holds 900.MB/);
  expect(asked).toEqual([]);
  await userEvent.click(about().getByRole("button", { name: "Make the report" }));
  expect(await about().findByText(/Nothing to mend/)).toBeVisible();
});
