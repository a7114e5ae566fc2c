import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "./product";

/** What a person types, and the word that must then stand beside the field. */
const mistakes = [
  { label: "LoRA Rank", typed: "0", says: /1 or more/i },
  { label: "LoRA Dropout", typed: "1", says: /below 1|less than 1/i },
  { label: "Learning Rate", typed: "fast", says: /number/i },
  { label: "Batch Size", typed: "500", says: /larger than the/i },
  { label: "Training data", typed: "/nowhere/rows.jsonl", says: /no file/i },
];

async function runCount(page: Page): Promise<number> {
  return (await (await page.request.get("/api/runs")).json()).length;
}

for (const { label, typed, says } of mistakes) {
  test(`${label} "${typed}" is refused beside the field and kept`, async ({ page }) => {
    await page.goto("/setup");
    await page.getByRole("button", { name: "Use the demo" }).click();
    const before = await runCount(page);
    const field = page.getByLabel(label, { exact: true });
    await field.fill(typed);
    await field.blur();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(says);
    await page.getByRole("button", { name: "Start training" }).click();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(typed);
    expect(await runCount(page)).toBe(before);
  });
}
