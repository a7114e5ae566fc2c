import { readFileSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { adaptedBlocks, tensorNames, test } from "./product";

async function openDemo(page: Page): Promise<void> {
  await page.goto("/setup");
  await page.getByRole("button", { name: "Use the demo" }).click();
  await expect(page.getByText("Total: 7 matrices x all layers")).toBeVisible();
  await expect(page.getByText("24", { exact: true }).first()).toBeVisible();
}

/** Press Start and give the new run's id. */
async function start(page: Page): Promise<string> {
  const answered = page.waitForResponse(
    (response) => response.url().endsWith("/api/runs") && response.request().method() === "POST",
  );
  await page.getByRole("button", { name: "Start training" }).click();
  const response = await answered;
  expect(response.status()).toBe(201);
  return (await response.json()).id;
}

async function waitForState(page: Page, state: string): Promise<void> {
  await expect(page.getByText(state, { exact: true }).first()).toBeVisible({ timeout: 200_000 });
}

function losses(folder: string): string[] {
  const lines = readFileSync(join(folder, "events.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line)).filter((event) => event.type === "train");
}

test("the demo trains every matrix of every block, live, and is proven", async ({
  page,
  product,
}) => {
  await openDemo(page);
  const run = await start(page);
  await expect(page.getByRole("button", { name: "Stop and keep" }).first()).toBeVisible();
  await page.reload();
  await page.goto("/training");
  await waitForState(page, "Completed");
  await expect(page.getByText(/168 of 168/).first()).toBeVisible();
  const folder = join(product.home, "runs", run);
  expect(tensorNames(join(folder, "adapters", "adapters.safetensors"))).toHaveLength(24 * 7 * 2);
  expect(losses(folder)).toHaveLength(20);
  const { proof, metrics } = await (await page.request.get(`/api/runs/${run}`)).json();
  expect(proof.ok).toBe(true);
  expect(metrics.val_loss).toBeLessThan(0.5);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
});

test("coverage of 8 trains exactly blocks 16 to 23", async ({ page, product }) => {
  await openDemo(page);
  await page.getByRole("textbox", { name: "Iterations" }).fill("4");
  await page.getByLabel("Layer Coverage", { exact: true }).selectOption({ label: "Top 8 Layers" });
  await expect(page.getByText("Total: 7 matrices x 8 layers")).toBeVisible();
  const run = await start(page);
  await page.goto(`/training/${run}`);
  await waitForState(page, "Completed");
  const adapter = join(product.home, "runs", run, "adapters", "adapters.safetensors");
  expect(adaptedBlocks(adapter)).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
});

test("a stop keeps what was learned", async ({ page, product }) => {
  await openDemo(page);
  await page.getByRole("textbox", { name: "Iterations" }).fill("5000");
  const run = await start(page);
  await page.goto(`/training/${run}`);
  await expect(page.getByText(/Step [1-9]\d* of/).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Stop and keep" }).first().click();
  const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
  await dialog.getByRole("button", { name: "Stop and keep" }).click();
  await waitForState(page, "Stopped");
  const adapter = join(product.home, "runs", run, "adapters", "adapters.safetensors");
  expect(tensorNames(adapter)).toHaveLength(24 * 7 * 2);
});
