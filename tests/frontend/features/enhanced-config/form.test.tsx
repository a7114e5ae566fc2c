import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { enhancedFields, isEnhancedName } from "@/api/enhancedFields";
import { box, openEnhanced, openReady, put } from "../enhancedPage";
import { methods, prompts, serveEnhanced } from "../enhancedServer";
import { at, wrongFields } from "../setupServer";

const server = serveEnhanced();

test("one of four methods is chosen; arrows move between them", async () => {
  await openEnhanced();
  const group = within(screen.getByRole("group", { name: "Method" }));
  expect(group.getAllByRole("radio")).toHaveLength(4);
  const gspo = group.getByRole("radio", { name: "GSPO" });
  expect(gspo).toHaveAccessibleDescription(
    /What GSPO is\. ?Data\. Data of GSPO\. ?Cost\. Cost of GSPO\. ?Trains exactly as GRPO does\./,
  );
  await userEvent.click(gspo);
  await userEvent.keyboard("{ArrowRight}");
  expect(group.getByRole("radio", { name: "Dr. GRPO" })).toBeChecked();
});

test.each(methods)("every field of $title has its place on the page", async ({ title, fields }) => {
  await openEnhanced();
  await userEvent.click(screen.getByLabelText(title));
  // Fixed, and told in words.
  const shown = fields.filter((name) => name !== "fine_tune_type" && name !== "epochs");
  if (fields.includes("reward_weights")) await screen.findByText("Sum of weights");
  for (const name of shown.filter(isEnhancedName)) {
    const { label } = enhancedFields[name];
    const found = [
      ...screen.queryAllByLabelText(label),
      ...screen.queryAllByRole("region", { name: label }),
    ];
    expect(found, name).not.toHaveLength(0);
  }
  const others = methods.flatMap((method) => method.fields).filter((one) => !fields.includes(one));
  for (const name of others.filter(isEnhancedName)) {
    expect(screen.queryByLabelText(enhancedFields[name].label), name).not.toBeInTheDocument();
  }
});

test("a choice may be left to the method, and says what that is", async () => {
  await openEnhanced();
  await userEvent.click(screen.getByLabelText("GSPO"));
  const level = screen.getByLabelText("Importance Sampling Level");
  expect(level).toHaveDisplayValue("Method's own (sequence)");
  await userEvent.selectOptions(level, "token");
  await userEvent.click(screen.getByLabelText("Dr. GRPO"));
  expect(screen.getByLabelText("Importance Sampling Level")).toHaveDisplayValue("token");
  expect(screen.getByLabelText("Loss Type")).toHaveDisplayValue("Method's own (dr_grpo)");
});

test("the offered range is drawn, and what makes no difference is said beside", async () => {
  await openEnhanced();
  await userEvent.click(screen.getByLabelText("GRPO"));
  expect(box("Group Size")).toHaveAccessibleDescription(/Recommended: ?2 – 16/);
  expect(box("Epsilon")).toHaveAccessibleDescription(/Recommended: ?1e-4 – 0.01/);
  expect(screen.getByText(enhancedFields.epsilon.note ?? "none")).toBeVisible();
});

test("sample data fills both paths and is looked into at once", async () => {
  await openReady("GRPO");
  expect(box("Training data")).toHaveValue("/droid/train.jsonl");
  expect(box("Validation data")).toHaveValue("/droid/valid.jsonl");
  expect(await screen.findAllByText("24 good rows")).toHaveLength(2);
  expect(screen.getAllByText("fox colour")).toHaveLength(2);
  await userEvent.click((await screen.findAllByRole("button", { name: "Undo" })).at(-1) as Element);
  expect(box("Training data")).toHaveValue("");
  expect(screen.queryByText("24 good rows")).not.toBeInTheDocument();
});

test("validate lists wrong lines by their number", async () => {
  const errors = [{ line: 3, message: "The row has no answer.", hint: "Write it." }];
  server.use(
    http.post(at("/enhanced/data"), () =>
      HttpResponse.json({ ...prompts, rows: 23, error_count: 1, errors }),
    ),
  );
  await openEnhanced();
  await userEvent.click(screen.getByLabelText("GRPO"));
  await put(box("Training data"), "/my/rows.jsonl");
  await userEvent.click(screen.getByLabelText("Validate Training data"));
  expect(await screen.findByText("Line 3")).toBeVisible();
  expect(screen.getByText(/The row has no answer\./)).toBeVisible();
  expect(screen.getByText("23 good rows")).toBeVisible();
  await userEvent.type(box("Training data"), "2");
  expect(screen.queryByText("Line 3")).not.toBeInTheDocument();
});

test("for SFT the rows are looked at as chats; a file that is not there is told beside", async () => {
  await openEnhanced();
  await put(box("Training data"), "/my/chats.jsonl");
  await userEvent.click(screen.getByLabelText("Validate Training data"));
  expect(await screen.findByText("chat rows, longest 83 characters")).toBeVisible();
  server.use(
    http.post(at("/datasets/inspect"), () =>
      wrongFields([{ field: "path", message: "There is no file /my/none.", hint: "Check it." }]),
    ),
  );
  await userEvent.clear(box("Training data"));
  await put(box("Training data"), "/my/none");
  await userEvent.click(screen.getByLabelText("Validate Training data"));
  expect(await screen.findByText(/There is no file \/my\/none\./)).toBeVisible();
});
