/** Runs laid over each other: from the table to curves, figures and the settings that differ. */
import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { renderApp } from "../../renderApp";
import { brokenOf, curvesOf, rowOf, runOf } from "./fixtures";
import { serveResults } from "./resultsServer";

const server = serveResults();

function twoRuns() {
  server.rows = [rowOf("fox", { best_val_loss: 0.75 }), rowOf("hen", { seconds: 61 })];
  server.runs = [
    runOf(server.rows[0] as never, { learning_rate: 1e-4, lora_rank: 8 }),
    runOf(server.rows[1] as never, { learning_rate: 1e-4, lora_rank: 64 }),
  ];
  server.curves.set("fox", curvesOf(4));
  server.curves.set("hen", curvesOf(3, 6));
}

const path = "/results/overlay?run=fox&run=hen";
const chart = (name: RegExp) => screen.findByRole("img", { name });

test("two chosen rows lead to their overlay; one alone and nine do not", async () => {
  server.rows = Array.from({ length: 9 }, (_, number) => rowOf(`run-${number}`));
  for (const { id } of server.rows) server.curves.set(id, curvesOf(4));
  const { router } = renderApp("/results?sort=name");
  await userEvent.click(await screen.findByRole("checkbox", { name: "Select run-0" }));
  const chosen = within(screen.getByRole("region", { name: "Chosen runs" }));
  expect(chosen.queryByRole("link")).not.toBeInTheDocument();
  expect(chosen.getByText(/Choose one more/)).toBeVisible();
  await userEvent.click(screen.getByRole("checkbox", { name: "Select all rows shown" }));
  expect(chosen.queryByRole("link")).not.toBeInTheDocument();
  expect(chosen.getByText("Curves fit 8 runs.")).toBeVisible();
  await userEvent.click(screen.getByRole("checkbox", { name: "Select run-8" }));
  await userEvent.click(chosen.getByRole("link", { name: "Overlay curves" }));
  await chart(/^Validation loss\./);
  expect(new URLSearchParams(router.state.location.search).getAll("run")).toHaveLength(8);
});

test("curves are drawn by step, by tokens and by time", async () => {
  twoRuns();
  renderApp(path);
  expect(
    await chart(/fox: 2 points, from 3\.900 at step 2 to 3\.800 at step 4.*hen: 3 points/),
  ).toBeVisible();
  await userEvent.click(screen.getByRole("radio", { name: "Training" }));
  expect(await chart(/fox: 4 points, from 3\.900 at step 1 to 3\.600 at step 4/)).toBeVisible();
  await userEvent.click(screen.getByRole("radio", { name: "By tokens" }));
  expect(await chart(/to 3\.600 at trained tokens 2\u202f048/)).toBeVisible();
  await userEvent.click(screen.getByRole("radio", { name: "By time" }));
  expect(await chart(/to 3\.600 at time 2\u00a0s/)).toBeVisible();
  expect(screen.queryByRole("radio", { name: "Reward" })).not.toBeInTheDocument();
});

test("figures of each run stand below, and only settings that differ", async () => {
  twoRuns();
  renderApp(path);
  const figures = within(await screen.findByRole("table", { name: "Figures" }));
  expect(within(figures.getByRole("row", { name: /fox/ })).getByText("0.7500")).toBeVisible();
  expect(within(figures.getByRole("row", { name: /hen/ })).getByText("1 m 01 s")).toBeVisible();
  const table = within(await screen.findByRole("table", { name: "Configuration differences" }));
  const rows = table.getAllByRole("row").map((row) => row.textContent);
  expect(rows).toEqual(["Settingfoxhen", "Adapter namefoxhen", "LoRA Rank864"]);
});

test("the curves are saved as a table and as a picture", async () => {
  twoRuns();
  renderApp(path);
  await chart(/^Validation loss\./);
  const files: [string, Blob][] = [];
  URL.createObjectURL = (blob) => {
    files.push(["", blob as Blob]);
    return "blob:file";
  };
  URL.revokeObjectURL = () => {};
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (
    this: HTMLAnchorElement,
  ) {
    const [file] = files.slice(-1);
    if (file) file[0] = this.download;
  });
  await userEvent.click(screen.getByRole("button", { name: "Save as CSV" }));
  await userEvent.click(screen.getByRole("button", { name: "Save as SVG" }));
  expect(files.map(([name]) => name)).toEqual(["validation-loss.csv", "validation-loss.svg"]);
  expect(await textOf(files[0]?.[1])).toBe("step,fox,hen\n2,3.9,2.9\n4,3.8,2.8\n6,,2.7\n");
  const picture = new DOMParser().parseFromString(
    (await textOf(files[1]?.[1])) ?? "",
    "image/svg+xml",
  );
  const words = [...picture.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(words).toEqual(expect.arrayContaining(["Validation loss", "loss", "step", "fox", "hen"]));
});

function textOf(blob: Blob | undefined): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    if (blob) reader.readAsText(blob);
  });
}

test("a run that is gone is told of, the others are shown", async () => {
  twoRuns();
  renderApp(`${path}&run=gone`);
  expect(await screen.findByText("One of the runs is gone.")).toBeVisible();
  expect(await chart(/fox: 2 points/)).toBeVisible();
});

test("a folder without a readable run is laid over as far as its log goes", async () => {
  twoRuns();
  server.rows = [...server.rows, brokenOf("ruin", "run.json is missing.")];
  server.curves.set("ruin", curvesOf(2));
  renderApp(`${path}&run=ruin`);
  expect(await chart(/ruin: 2 points/)).toBeVisible();
});
