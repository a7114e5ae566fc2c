import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { adaptedBlocks, tensorNames, test } from "./product";

const lastSixteen = Array.from({ length: 16 }, (_, index) => index + 8);

/** The page with a method, the demo model and rows that suit the method. */
async function openReady(page: Page, method: string): Promise<void> {
  await page.goto("/enhanced");
  await page.getByRole("radio", { name: method, exact: true }).check();
  await page.getByRole("button", { name: "Use the demo model" }).click();
  await page.getByRole("button", { name: "Make sample data" }).click();
  await expect(page.getByText("Ready to start")).toBeVisible();
}

const fill = (page: Page, label: string, text: string) =>
  page.getByRole("textbox", { name: label, exact: true }).fill(text);

/** Three steps that are over in seconds, hot enough for answers to differ. */
async function makeTiny(page: Page, rewarded: boolean): Promise<void> {
  await fill(page, "Iterations", "3");
  await fill(page, "Learning Rate", "5e-4");
  await fill(page, "Steps per Report", "1");
  await fill(page, "Save Every", "3");
  if (!rewarded) return;
  await fill(page, "Group Size", "3");
  await fill(page, "Max Completion Length", "12");
  await fill(page, "Temperature", "1.5");
}

/** Press Start; the page goes to the new run, whose id it gives. */
async function start(page: Page): Promise<string> {
  await expect(page.getByText("Ready to start")).toBeVisible();
  await page.getByRole("button", { name: "Start training" }).click();
  await page.waitForURL(/\/training\/.+/);
  return decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
}

for (const { method, rewarded } of [
  { method: "Supervised Fine-Tuning (attention-only)", rewarded: false },
  { method: "GSPO", rewarded: true },
  { method: "Dr. GRPO", rewarded: true },
  { method: "GRPO", rewarded: true },
]) {
  test(`${method} trains the demo on sample data, and attention alone`, async ({
    page,
    product,
  }) => {
    await openReady(page, method);
    await makeTiny(page, rewarded);
    const run = await start(page);
    await expect(page.getByText("Completed", { exact: true }).first()).toBeVisible({
      timeout: 200_000,
    });
    await expect(page.getByText(/4 matrices in 16 blocks, self_attn only/).first()).toBeVisible();
    const adapter = join(product.home, "runs", run, "adapters", "adapters.safetensors");
    const names = tensorNames(adapter);
    expect(names).toHaveLength(16 * 4 * 2);
    expect(names.filter((name) => !name.includes(".self_attn."))).toEqual([]);
    expect(adaptedBlocks(adapter)).toEqual(lastSixteen);
    if (!rewarded) return;
    await expect(page.getByRole("img", { name: /^Reward\. Train: 3 points/ })).toBeVisible();
    await expect(page.getByRole("img", { name: /^KL divergence\. Train: 3 points/ })).toBeVisible();
    const answers = page.getByRole("list", { name: "Answers" }).getByRole("listitem");
    await expect(answers).toHaveCount(3);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
  });
}

test("a reward file that fails is shown with its line; corrected, its function is added", async ({
  page,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "droid-rewards-"));
  try {
    const file = join(folder, "rewards.py");
    const head = "def short(prompts, completions, answer, types=None):\n";
    writeFileSync(file, `${head}    scores = []\n    return scores[0]\n`);
    await openReady(page, "GRPO");
    await fill(page, "Reward File", file);
    await page.getByRole("button", { name: "Try rewards" }).click();
    await page.getByRole("button", { name: "Add short" }).click();
    await page.getByRole("button", { name: "Share equally" }).click();
    await page.getByRole("button", { name: "Try rewards" }).click();
    await expect(page.getByText(/^(Error: )?Line 3, short: /)).toBeVisible();

    writeFileSync(file, `${head}    return [1.0 / (1 + len(text)) for text in completions]\n`);
    await page.getByRole("button", { name: "Try rewards" }).click();
    const scores = page.getByRole("table", { name: "Scores by reward" });
    await expect(scores.getByRole("row", { name: /^short 0\.3333 / })).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
