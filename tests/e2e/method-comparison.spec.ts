/** The question of the product, answered from the browser: full-layer against attention-only, trained for real. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "./product";

// Two trainings and two evaluations, one after another.
test.describe.configure({ timeout: 480_000 });

async function openDemo(page: Page): Promise<void> {
  await page.goto("/setup");
  await page.getByRole("button", { name: "Use the demo" }).click();
  await page.getByRole("textbox", { name: "Iterations" }).fill("6");
  await expect(page.getByText("Ready to start")).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}

const cell = (page: Page, measure: string, column: number) =>
  page
    .getByRole("figure", { name: "Figures by method" })
    .getByRole("row", { name: new RegExp(`^${measure}`) })
    .getByRole("cell")
    .nth(column);

test("a drafted run is compared by method, from one press to the evidence", async ({ page }) => {
  await openDemo(page);
  await page.getByRole("button", { name: "Compare methods" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Compare methods" });
  await expect(dialog.getByText("2 new runs.")).toBeVisible();
  await expect(dialog.getByText("6 steps")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start 2 runs" }).press("Enter");

  await expect(page).toHaveURL(/\/results\/comparisons\/[\w-]+$/);
  await expect(page.getByText(/^Nothing can be compared yet/)).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Runs measured" })).toBeVisible();

  const evidence = page.getByRole("region", { name: "What the evidence says" });
  await expect(
    evidence.getByText(
      /has a lower test loss than .* but with one seed nothing can be said about how much of that is chance\./,
    ),
  ).toBeVisible({ timeout: 400_000 });
  await expect(evidence.getByText("48 rows are few", { exact: false })).toBeVisible();

  const base = Number(await cell(page, "Test loss", 2).textContent());
  for (const method of [0, 1]) {
    expect(Number(await cell(page, "Test loss", method).textContent())).toBeLessThan(base);
    await expect(cell(page, "Loss on general English", method)).toHaveText(/^[+-]?\d\.\d{3}$/);
  }
  await expect(cell(page, "Trainable parameters", 0)).toHaveText(/897.k/);
  const tokens = await cell(page, "Trained tokens", 0).textContent();
  expect(await cell(page, "Trained tokens", 1).textContent()).toBe(tokens);
  await expect(
    page.getByRole("img", {
      name: /^Validation loss\. Full-layer SFT: \d+ points.*Attention-only/,
    }),
  ).toBeVisible();
  await expectAccessible(page);

  const runs = page.getByRole("figure", { name: "Runs of the comparison" });
  await runs.getByRole("link", { name: "Attention-only SFT, seed 0" }).click();
  await expect(page.getByRole("region", { name: "Evaluation" })).toContainText("With adapter");
  await expect(page.getByRole("list", { name: "Changes of the loss" })).toContainText("The task");
  await expectAccessible(page);
});
