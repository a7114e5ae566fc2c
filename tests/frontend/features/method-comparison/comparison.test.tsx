import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderApp } from "../../renderApp";
import { serveComparisons } from "./comparisonServer";
import { curvesOf, methodOf, reportOf } from "./fixtures";

const server = serveComparisons();
const done = () =>
  reportOf([methodOf("sft", [0.5, 0.6, 0.55]), methodOf("sft_attention", [0.9, 1, 0.95])]);

async function open(report = done()) {
  server.comparisons = [report];
  const app = renderApp(`/results/comparisons/${report.id}`);
  await screen.findByText(report.evidence.sentence);
  return app;
}

const row = (name: string) =>
  within(screen.getByRole("figure", { name: "Figures by method" }))
    .getByRole("rowheader", { name })
    .closest("tr")?.textContent;

test("the sentence of the server stands first, with what it does not say", async () => {
  await open();
  const evidence = within(screen.getByRole("region", { name: "What the evidence says" }));
  expect(evidence.getByText(/48 rows are few/)).toBeInTheDocument();
  expect(evidence.queryByRole("progressbar")).not.toBeInTheDocument();
});

test("every figure stands beside those of the other method, with its spread", async () => {
  await open();
  expect(row("Test loss")).toContain("0.55000.5000 to 0.6000");
  expect(row("Test loss")).toContain("0.95000.9000 to 1.000");
  expect(row("Test loss")).toContain("3.200");
  expect(row("Trainable parameters")).toMatch(/897\sk.*57\.3\sk/);
  expect(row("Time")).toMatch(/1\sm\s02\ss/);
  expect(row("Speed")).toMatch(/120\stokens\/s/);
  expect(row("Peak memory")).toMatch(/400\sMB/);
  expect(row("Adapter size")).toMatch(/3\.6\sMB/);
  expect(row("Loss on general English")).toContain("+0.130+0.120 to +0.140");
});

test("the gain on the task is drawn beside what was forgotten", async () => {
  await open();
  const meter = screen.getByRole("list", { name: "Changes of the loss by method" });
  const lines = within(meter).getAllByRole("listitem");
  expect(lines.map(({ textContent }) => textContent)).toEqual([
    "Full-layer SFT: the taskfell: -2.650",
    "Full-layer SFT: general Englishrose: +0.130",
    "Attention-only SFT: the taskfell: -2.250",
    "Attention-only SFT: general Englishrose: +0.130",
  ]);
});

test("curves carry the mean of each method, by step or by tokens", async () => {
  const { reports } = done();
  const ids = reports.flatMap(({ runs }) => runs.map(({ run_id }) => run_id ?? ""));
  server.curves = Object.fromEntries(ids.map((id, place) => [id, curvesOf({ 0: 4, 6: place })]));
  await open();
  await screen.findByRole("img", {
    name: /Full-layer SFT: 2 points, from 4\.000 at step 0 to 1\.000 at step 6/,
  });
  expect(screen.queryByRole("button", { name: /seed 1/ })).not.toBeInTheDocument();
  expect(screen.getByRole("img", { name: /Full-layer SFT, seed 1: 2 points/ })).toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: /^Full-layer SFT/ }));
  expect(screen.queryByRole("img", { name: /Full-layer/ })).not.toBeInTheDocument();
  await userEvent.click(screen.getByRole("button", { name: /^Full-layer SFT/ }));
  await userEvent.click(screen.getByRole("radio", { name: "Tokens" }));
  expect(screen.getByRole("img", { name: /to 1\.000 at trained tokens 600/ })).toBeInTheDocument();
});

test("while runs train it says how far they are, and takes over what comes", async () => {
  const running = reportOf([methodOf("sft", [0.5]), methodOf("sft_attention", [null])], {
    evidence: { sentence: "Nothing can be compared yet.", caveats: [], complete: false },
  });
  await open(running);
  expect(screen.getByRole("progressbar", { name: "Runs measured" })).toHaveAttribute(
    "aria-valuetext",
    "1 of 2 runs measured",
  );
  const runs = within(screen.getByRole("figure", { name: "Runs of the comparison" }));
  expect(runs.getByRole("link", { name: "Attention-only SFT, seed 0" })).toHaveAttribute(
    "href",
    "/training/sft_attention-s0",
  );
  expect(runs.getByText("Running")).toBeInTheDocument();
  const end = reportOf([methodOf("sft", [0.5]), methodOf("sft_attention", [0.9])]);
  server.comparisons = [end];
  expect(await screen.findByText(end.evidence.sentence)).toBeInTheDocument();
});

test("a run that could not be made says why", async () => {
  const [sft, attention] = [methodOf("sft", [0.5]), methodOf("sft_attention", [null])];
  attention.runs = [
    { kind: "sft_attention", seed: 0, run_id: null, problem: "The disk is full.", state: null },
  ];
  await open(reportOf([sft, attention]));
  expect(screen.getByText("The disk is full.")).toBeInTheDocument();
  expect(screen.queryByRole("link", { name: /Attention-only/ })).not.toBeInTheDocument();
});

test("a comparison is forgotten after a question, and the list is shown", async () => {
  const { router } = await open();
  await userEvent.click(screen.getByRole("button", { name: "Forget" }));
  expect(server.forgotten).toEqual([]);
  await userEvent.click(screen.getByRole("button", { name: "Forget comparison" }));
  await screen.findByText("No comparison yet");
  expect(server.forgotten).toEqual(["20260101-000000-abcd"]);
  expect(router.state.location.pathname).toBe("/results/comparisons");
});

test("the list says what each comparison shows, and leads to it", async () => {
  server.comparisons = [done()];
  const { router } = renderApp("/results/comparisons");
  const list = await screen.findByRole("list", { name: "Comparisons" });
  expect(within(list).getByText(/lower test loss/)).toBeInTheDocument();
  expect(within(list).getByText(/3 seeds · 6 steps · 6 of 6 runs measured/)).toBeInTheDocument();
  await userEvent.click(
    within(list).getByRole("link", { name: "Full-layer SFT against Attention-only SFT" }),
  );
  await waitFor(() =>
    expect(router.state.location.pathname).toBe("/results/comparisons/20260101-000000-abcd"),
  );
});

test("an address of no comparison leads back to all of them", async () => {
  renderApp("/results/comparisons/gone");
  await screen.findByText("There is no such comparison");
  expect(screen.getByRole("link", { name: "Show all comparisons" })).toHaveAttribute(
    "href",
    "/results/comparisons",
  );
});
