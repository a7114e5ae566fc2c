import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { beforeEach, expect, test } from "vitest";
import type { RowTokensRequest } from "@/api/gen/types.gen";
import { done, rowTokens, troubled } from "../dataFixtures";
import { answerJob, dialog } from "../dataPage";
import { card, openSetup, openWithDemo, path } from "../setupPage";
import { at, problem, serveSetup } from "../setupServer";

const server = serveSetup();
let asked: RowTokensRequest[] = [];

/** Three rows; line 19 holds row 3. */
beforeEach(() => {
  asked = [];
  server.use(
    http.post(at("/datasets/tokens"), async ({ request }) => {
      const body = (await request.json()) as RowTokensRequest;
      asked.push(body);
      const row = body.row ?? (body.line === 19 ? 3 : 1);
      if (row > 3) return problem(422, { title: "No such row", detail: "The file has 3 rows." });
      return HttpResponse.json({ ...rowTokens, row, line: row === 3 ? 19 : row });
    }),
  );
});

async function openViewer() {
  await openWithDemo();
  await userEvent.click(card("Token Report").getByRole("button", { name: "View tokens" }));
  const shown = await dialog();
  const list = within(await shown.findByRole("listbox", { name: "Row 1, 5 tokens" }));
  return { shown, list, options: list.getAllByRole("option") };
}

test("every token says its use, special ones stand out, and the counts add up", async () => {
  const { shown, options } = await openViewer();
  expect(options.map((option) => option.getAttribute("aria-label"))).toEqual([
    "<|user|>, Context, special",
    "Who?↵, Context",
    "␣I, Trained",
    "<|end|>, Trained, special",
    "日, Cut",
  ]);
  expect(options[0]).toHaveTextContent("<|user|>");
  const counts = within(shown.getByRole("list", { name: "Tokens by use" }));
  expect(counts.getAllByRole("listitem").map((item) => item.textContent)).toEqual([
    "Context 2, read, not learned",
    "Trained 2, the model learns to say it",
    "Cut 1, beyond the limit, never seen",
  ]);
  expect(asked).toEqual([
    {
      path: "/data/train.jsonl",
      model: "/models/demo",
      mask_prompt: true,
      max_seq_length: 64,
      row: 1,
    },
  ]);
});

test("bytes are read on hover, and on focus", async () => {
  const { shown, options } = await openViewer();
  await userEvent.hover(options[4] as HTMLElement);
  expect(shown.getByText("e6 97 a5")).toBeVisible();
  await userEvent.hover(options[2] as HTMLElement);
  expect(shown.getByText("20 49")).toBeVisible();
});

test("left and right walk the tokens in focus; up and down step the rows", async () => {
  const { shown } = await openViewer();
  const list = shown.getByRole("listbox");
  list.focus();
  expect(await shown.findByText("Token 1 of 5")).toBeVisible();
  expect(shown.getByText("3c 7c 75 73 65 72 7c 3e")).toBeVisible();
  await userEvent.keyboard("{ArrowRight}{ArrowRight}");
  expect(shown.getByText("20 49")).toBeVisible();
  expect(list).toHaveAttribute(
    "aria-activedescendant",
    shown.getByRole("option", { selected: true }).id,
  );
  await userEvent.keyboard("{End}");
  expect(shown.getByText("Token 5 of 5")).toBeVisible();
  await userEvent.keyboard("{ArrowDown}");
  expect(await shown.findByText("Row 2 of 3, line 2.")).toBeVisible();
});

test("arrow keys step rows and stop at the ends", async () => {
  const { shown } = await openViewer();
  await userEvent.keyboard("{ArrowLeft}");
  expect(shown.getByText("Row 1 of 3, line 1.")).toBeVisible();
  await userEvent.keyboard("{ArrowRight}");
  await shown.findByText("Row 2 of 3, line 2.");
  await userEvent.keyboard("{ArrowRight}");
  await shown.findByText("Row 3 of 3, line 19.");
  expect(shown.getByRole("button", { name: "Next row" })).toBeDisabled();
  await userEvent.click(shown.getByRole("button", { name: "Previous row" }));
  await shown.findByText("Row 2 of 3, line 2.");
});

test("a row is jumped to by number or by line", async () => {
  const { shown } = await openViewer();
  await userEvent.click(shown.getByLabelText("Line"));
  await userEvent.type(shown.getByLabelText("Number of the line"), "19{Enter}");
  await shown.findByText("Row 3 of 3, line 19.");
  await userEvent.click(shown.getByLabelText("Row"));
  await userEvent.clear(shown.getByLabelText("Number of the row"));
  await userEvent.type(shown.getByLabelText("Number of the row"), "4");
  expect(shown.getByRole("button", { name: "Jump" })).toBeDisabled();
});

test("a line of a finding opens its row, and Esc gives the focus back", async () => {
  server.use(answerJob("/datasets/reports", done("report", troubled)));
  await openWithDemo();
  const line = await card("Token Report").findByRole("button", { name: "View line 19" });
  await userEvent.click(line);
  await (await dialog()).findByText("Row 3 of 3, line 19.");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(line).toHaveFocus());
});

test("a row that cannot be read says why", async () => {
  server.use(
    http.post(at("/datasets/tokens"), () =>
      problem(422, { title: "The file changed", detail: "Look again." }),
    ),
  );
  await openWithDemo();
  await userEvent.click(card("Token Report").getByRole("button", { name: "View tokens" }));
  expect(await (await dialog()).findByRole("alert")).toHaveTextContent("The file changed");
});

test("a row of the sample opens too, once there is a model", async () => {
  await openSetup();
  await userEvent.type(path("Training data"), "/mine.jsonl");
  const about = card("Dataset");
  await about.findByText("Ahoy! In a den, matey!");
  expect(about.queryByRole("button", { name: /View tokens/ })).not.toBeInTheDocument();
  await userEvent.type(path("Model"), "/models/demo");
  await userEvent.click(await about.findByRole("button", { name: "View tokens of row 1" }));
  expect(await screen.findByRole("listbox", { name: "Row 1, 5 tokens" })).toBeVisible();
});
