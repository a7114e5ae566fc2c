import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "./product";

/** One row in the table: the demo, for two steps. */
async function trainBriefly(page: Page): Promise<void> {
  const demo = await (await page.request.get("/api/configs/demo")).json();
  const config = { ...demo, iterations: 2 };
  await page.request.post("/api/runs", { data: { kind: "sft", config } });
  const rows = page.getByRole("table", { name: "Runs", exact: true });
  await expect(rows.getByText("Completed").first()).toBeVisible({ timeout: 100_000 });
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const path of ["/setup", "/training", "/enhanced", "/results", "/compare"]) {
    test(`axe finds nothing on ${path} in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      if (path === "/setup") {
        await page.getByRole("button", { name: "Use the demo" }).click();
        await expect(page.getByText("Total: 7 matrices x all layers")).toBeVisible();
      }
      if (path === "/enhanced") {
        await page.getByRole("radio", { name: "Dr. GRPO", exact: true }).check();
        await page.getByRole("button", { name: "Use the demo model" }).click();
        await page.getByRole("button", { name: "Make sample data" }).click();
        await page.getByRole("button", { name: "Try rewards" }).click();
        await expect(page.getByRole("table", { name: "Scores by reward" })).toBeVisible();
        await expect(page.getByText("Ready to start")).toBeVisible();
      }
      if (path === "/compare") {
        await expect(page.getByLabel("Base model", { exact: true })).not.toHaveValue("");
        await page.getByRole("textbox", { name: "Prompt", exact: true }).fill("Who are you?");
        await page.getByRole("button", { name: "Send" }).click();
        await expect(page.getByText(/^Answered\./)).toBeVisible();
      }
      if (path === "/results") {
        await trainBriefly(page);
        await page
          .getByRole("checkbox", { name: /^Select (?!all)/ })
          .first()
          .check();
        await expect(page.getByRole("region", { name: "Chosen runs" })).toBeVisible();
      }
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations).toEqual([]);
    });
  }
}
