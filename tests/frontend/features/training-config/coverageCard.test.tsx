import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { expect, test } from "vitest";
import { box, card, coverage, litCells, openSetup, openWithDemo, retype } from "../setupPage";
import { at, modelOf, serveSetup } from "../setupServer";

const server = serveSetup();
const matrix = () => card("Full-Layer Coverage Matrix");
const option = (name: RegExp) => within(coverage()).getByRole("option", { name });

test("before a model is chosen the panel says what comes", async () => {
  await openSetup();
  expect(matrix().getByText("Choose a model to see its blocks and matrices.")).toBeVisible();
  expect(matrix().getByText("Total: 7 matrices x all layers")).toBeVisible();
});

test("all layers lights every cell and counts what is trained", async () => {
  await openWithDemo();
  expect(litCells()).toBe(24 * 7);
  expect(matrix().getByText("897 k (77.0 %)")).toBeVisible();
  expect(matrix().getByText("Total: 7 matrices x all layers")).toBeVisible();
});

test("fewer layers light the last blocks, without a request", async () => {
  await openWithDemo();
  await userEvent.selectOptions(coverage(), "Top 8 Layers");
  expect(litCells()).toBe(8 * 7);
  expect(matrix().getByText("Total: 7 matrices x 8 layers")).toBeVisible();
  expect(matrix().getByText(/^299/)).toBeVisible();
  expect(screen.getByRole("gridcell", { name: "Block 15, q_proj: frozen" })).toBeInTheDocument();
  expect(screen.getByRole("gridcell", { name: "Block 16, q_proj: trained" })).toBeInTheDocument();
});

test("the rank changes the count and the PEFT equivalent", async () => {
  await openWithDemo();
  await retype(box("LoRA Rank"), "16");
  expect(matrix().getByText(/^449/)).toBeVisible();
  expect(card("Full-Layer LoRA Configuration").getByText("512")).toBeVisible();
});

test("options the model cannot satisfy are disabled and say why", async () => {
  server.use(http.post(at("/models/inspect"), () => HttpResponse.json(modelOf(12))));
  await openWithDemo();
  expect(option(/^Top 24 Layers \(the model has 12 blocks\)/)).toBeDisabled();
  expect(option(/^Top 16 Layers/)).toBeDisabled();
  expect(option(/^Top 8 Layers/)).toBeEnabled();
});

test("a custom number beyond the model is an error, and stays as typed", async () => {
  await openWithDemo();
  await userEvent.selectOptions(coverage(), "Custom");
  const blocks = box("Blocks");
  await retype(blocks, "30");
  expect(blocks).toHaveAccessibleDescription(/The model has 24 blocks/);
  expect(blocks).toHaveValue("30");
  expect(litCells()).toBe(0);
  await retype(blocks, "5");
  expect(litCells()).toBe(5 * 7);
  expect(matrix().getByText("Total: 7 matrices x 5 layers")).toBeVisible();
});

test("the grid is one tab stop; arrows read the cells", async () => {
  await openWithDemo();
  const grid = screen.getByLabelText("Coverage by matrix and block");
  grid.focus();
  await userEvent.keyboard("{ArrowRight}{ArrowDown}");
  const current = document.getElementById(grid.getAttribute("aria-activedescendant") ?? "");
  expect(current).toHaveAccessibleName("Block 1, k_proj: trained");
  expect(matrix().getByText(/64 x 32 · .* parameters, adapter 3/)).toBeVisible();
  await userEvent.keyboard("{End}");
  expect(matrix().getByText("Block 23")).toBeVisible();
});

test("attention-only stands beside it with its own figure", async () => {
  await openWithDemo();
  await userEvent.click(screen.getByText("Full-layer against attention-only"));
  expect(card("Full-layer, on this page").getByText(/^897/)).toBeVisible();
  expect(card("Attention-only, in Enhanced Setup").getByText(/^344/)).toBeVisible();
});
