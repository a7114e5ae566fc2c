import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { test } from "./product";

for (const colorScheme of ["light", "dark"] as const) {
  for (const path of ["/setup", "/training", "/enhanced", "/results", "/compare"]) {
    test(`axe finds nothing on ${path} in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(path);
      if (path === "/setup") {
        await page.getByRole("button", { name: "Use the demo" }).click();
        await expect(page.getByText("Total: 7 matrices x all layers")).toBeVisible();
      }
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations).toEqual([]);
    });
  }
}
