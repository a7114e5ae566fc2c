import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http } from "msw";
import { beforeEach, expect, test } from "vitest";
import { openSetup, openWithDemo } from "../setupPage";
import { at, demo, problem, serveSetup, wrongFields } from "../setupServer";
import { ComparisonServer } from "./comparisonServer";
import { methodOf, reportOf } from "./fixtures";

const network = serveSetup();
const server = new ComparisonServer();

beforeEach(() => {
  server.forget();
  server.comparisons = [reportOf([methodOf("sft", [0.5]), methodOf("sft_attention", [0.9])])];
  network.use(...server.answers);
});

async function openDialog() {
  const app = await openWithDemo();
  await userEvent.click(screen.getByText("Compare methods"));
  const dialog = within(await screen.findByRole("dialog", { name: "Compare methods" }));
  return { ...app, dialog };
}

test("without a model and data there is nothing to compare", async () => {
  await openSetup();
  expect(screen.getByRole("button", { name: "Compare methods" })).toBeDisabled();
});

test("the dialog says what will run and what is held equal, and starts nothing by itself", async () => {
  const { dialog } = await openDialog();
  expect(dialog.getByRole("checkbox", { name: "Full-layer SFT" })).toBeChecked();
  expect(dialog.getByRole("checkbox", { name: "Attention-only SFT" })).toBeChecked();
  expect(dialog.getByRole("checkbox", { name: /^GSPO/ })).not.toBeChecked();
  expect(dialog.getByText(/^2 new runs\./)).toBeInTheDocument();
  expect(dialog.getByText("100 steps")).toBeInTheDocument();
  expect(dialog.getByText("/data/train.jsonl")).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(server.asked).toEqual([]);
});

test("three seeds and a further method are started, and the comparison is opened", async () => {
  const { dialog, router } = await openDialog();
  await userEvent.click(dialog.getByRole("radio", { name: "3 seeds" }));
  await userEvent.click(dialog.getByRole("checkbox", { name: /^GSPO/ }));
  expect(dialog.getByText(/^9 new runs\./)).toBeInTheDocument();
  await userEvent.click(dialog.getByRole("button", { name: "Start 9 runs" }));
  await screen.findByRole("heading", { name: "Full-layer SFT against Attention-only SFT" });
  expect(router.state.location.pathname).toBe("/results/comparisons/20260101-000000-abcd");
  expect(server.asked).toEqual([
    {
      source: { kind: "sft", config: demo },
      methods: ["sft", "sft_attention", "gspo"],
      seeds: [0, 1, 2],
      test_path: null,
    },
  ]);
});

test("one method alone is no comparison", async () => {
  const { dialog } = await openDialog();
  await userEvent.click(dialog.getByRole("checkbox", { name: "Attention-only SFT" }));
  expect(dialog.getByText("Tick 2 methods or more.")).toBeInTheDocument();
  expect(dialog.getByRole("button", { name: "Start 1 run" })).toBeDisabled();
});

test("what the server says of the test rows stands at their field", async () => {
  network.use(
    http.post(at("/comparisons"), () =>
      wrongFields([{ field: "test_path", message: "No such file.", hint: "Choose another." }]),
    ),
  );
  const { dialog } = await openDialog();
  await userEvent.type(dialog.getByLabelText("Test rows"), "/nowhere.jsonl");
  await userEvent.click(dialog.getByRole("button", { name: "Start 2 runs" }));
  await waitFor(() =>
    expect(dialog.getByLabelText("Test rows")).toHaveAccessibleDescription(
      /No such file\. Choose another\./,
    ),
  );
  expect(dialog.queryByRole("alert")).not.toBeInTheDocument();
});

test.each([
  [wrongFields([{ field: "methods", message: "Line 3 has no answer.", hint: "Leave them out." }])],
  [problem(409, { title: "Refused", detail: "Line 3 has no answer. Leave them out." })],
])("any other refusal is said in the dialog, and goes with the next choice", async (answer) => {
  network.use(http.post(at("/comparisons"), () => answer.clone()));
  const { dialog } = await openDialog();
  await userEvent.click(dialog.getByRole("button", { name: "Start 2 runs" }));
  const alert = await dialog.findByRole("alert");
  expect(alert).toHaveTextContent("Line 3 has no answer. Leave them out.");
  await userEvent.click(dialog.getByRole("checkbox", { name: /^GRPO/ }));
  expect(dialog.queryByRole("alert")).not.toBeInTheDocument();
});
