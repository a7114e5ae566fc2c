import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { LineChart } from "@/components/charts/LineChart";
import { applyThemeChoice } from "@/lib/theme";
import { canvasText } from "../../fakeBrowser";

const train = { id: "train", label: "Train", colour: 1, x: [10, 20, 30], y: [3, 1.5, 2] } as const;
const val = { id: "val", label: "Validation", colour: 2, dash: "dash", x: [20], y: [2.5] } as const;
const series = [train, val];
const marks = [{ x: 20, label: "step 20", best: true }];

const chart = () => screen.getByRole("img");
/** uPlot draws in a microtask. */
const drawn = () => act(async () => {});

beforeEach(() => {
  canvasText.length = 0;
});

test("a chart says in words what it shows", async () => {
  render(<LineChart title="Loss" yLabel="loss" series={series} marks={marks} />);
  await drawn();
  expect(chart()).toHaveAccessibleName(
    "Loss. Train: 3 points, from 3.000 at step 10 to 2.000 at step 30, lowest 1.500 at step 20. " +
      "Validation: one point, 2.500 at step 20. Best checkpoint: step 20.",
  );
});

test("the last value of each line is written at its end", async () => {
  render(<LineChart title="Loss" yLabel="loss" series={series} />);
  await drawn();
  expect(canvasText).toEqual(expect.arrayContaining(["2.000", "2.500"]));
});

test("the values can be read as a table", async () => {
  render(<LineChart title="Loss" yLabel="loss" series={series} />);
  await userEvent.click(screen.getByRole("button", { name: "Show as table" }));
  const table = screen.getByRole("table", { name: "Loss" });
  const rows = within(table)
    .getAllByRole("row")
    .map((row) => row.textContent);
  expect(rows).toEqual(["stepTrainValidation", "103.000–", "201.5002.500", "302.000–"]);
  await userEvent.click(screen.getByRole("button", { name: "Show as chart" }));
  expect(chart()).toBeInTheDocument();
});

test("a line can be hidden and shown again", async () => {
  render(<LineChart title="Loss" yLabel="loss" series={series} />);
  const button = screen.getByRole("button", { name: /Validation/ });
  expect(button).toHaveAttribute("aria-pressed", "true");
  await userEvent.click(button);
  expect(button).toHaveAttribute("aria-pressed", "false");
  expect(chart()).not.toHaveAccessibleName(/Validation/);
  await userEvent.click(button);
  expect(chart()).toHaveAccessibleName(/Validation/);
});

test("a chart without points says so", async () => {
  render(<LineChart title="Speed" yLabel="tokens/s" series={[{ ...train, x: [], y: [] }]} />);
  await drawn();
  expect(screen.getByText("No points yet")).toBeInTheDocument();
  expect(chart()).toHaveAccessibleName("Speed. Train: no points yet.");
});

test("new points are drawn on the same canvas; a new theme makes a new one", async () => {
  const { container, rerender } = render(<LineChart title="Loss" yLabel="loss" series={[train]} />);
  const canvas = container.querySelector("canvas");
  const longer = { ...train, x: [10, 20, 30, 40], y: [3, 1.5, 2, 0.5] };
  rerender(<LineChart title="Loss" yLabel="loss" series={[longer]} />);
  await drawn();
  expect(container.querySelector("canvas")).toBe(canvas);
  expect(canvasText).toContain("0.5000");
  act(() => applyThemeChoice("dark"));
  expect(container.querySelector("canvas")).not.toBe(canvas);
  expect(container.querySelectorAll("canvas")).toHaveLength(1);
});

test("a log scale is named", () => {
  render(<LineChart title="Loss" yLabel="loss" series={series} logScale />);
  expect(screen.getByText("loss (log)")).toBeInTheDocument();
});

test("a long table is thinned out and says so", async () => {
  const x = Array.from({ length: 1200 }, (_, row) => row);
  render(<LineChart title="Loss" yLabel="loss" series={[{ ...train, x, y: x }]} />);
  await userEvent.click(screen.getByRole("button", { name: "Show as table" }));
  const table = screen.getByRole("table", { name: "Loss, one row in 3" });
  const rows = within(table).getAllByRole("row");
  expect(rows).toHaveLength(402);
  expect(rows.at(-1)).toHaveTextContent(/^1.199/);
});
