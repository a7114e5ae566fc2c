import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { test } from "./product";

const animals = ["fox", "bear", "cow", "owl", "seal", "swan", "goat", "hare", "crow", "lynx"];
const places = ["den", "cave", "field", "tree", "sea", "lake"];

/** Sixty rows, every seventh too long for 64 tokens; one stands twice, one has no answer. */
function table(): string {
  const rows = animals.flatMap((animal, a) =>
    places.map((place, p) => {
      const ahoy = "Ahoy! ".repeat((a + p) % 7 === 0 ? 40 : 1);
      return `Does the ${animal} live in the ${place}?,${ahoy}The ${animal} likes the ${place}.`;
    }),
  );
  return ["frage,antwort", ...rows, rows[1], "only one"].join("\n");
}

const rowsOf = (file: string) => readFileSync(file, "utf8").trim().split("\n");
const dataPath = (page: Page, label: string) =>
  page.getByRole("combobox", { name: label }).inputValue();

async function expectNoBarriers(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}

test("a table becomes rows, is split, reported on, looked at token by token, and mended", async ({
  page,
  product,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "droid-data-"));
  const window = page.getByRole("dialog");
  try {
    const file = join(folder, "animals.csv");
    writeFileSync(file, table());
    await page.goto("/setup");
    await page.getByRole("button", { name: "Use the demo" }).click();
    await page.getByRole("combobox", { name: "Validation data" }).fill("");
    await page.getByRole("textbox", { name: "Batch Size" }).fill("4");

    await page.getByLabel("File for Training data").setInputFiles(file);
    await window.getByLabel("Prompt", { exact: true }).selectOption({ label: "frage (text)" });
    await window.getByLabel("Answer", { exact: true }).selectOption({ label: "antwort (text)" });
    await expect(window.getByText("First 5 rows")).toBeVisible();
    await expectNoBarriers(page);
    await window.getByRole("button", { name: "Make rows" }).click();
    await expect(window.getByText("61 of 62 rows came over.")).toBeVisible();
    await expect(window.getByText("Line 63")).toBeVisible();
    await window.getByRole("button", { name: "Use 61 rows" }).click();
    const imported = await dataPath(page, "Training data");
    expect(rowsOf(imported)).toHaveLength(61);

    await page.getByRole("button", { name: "Split rows" }).click();
    await window.getByRole("switch", { name: "Drop exact duplicates" }).click();
    await window.getByRole("button", { name: "Split", exact: true }).click();
    await expect(window.getByText("1 exact duplicate was left out.")).toBeVisible();
    await expect(window.getByText(/Of 6 validation rows none stands in/)).toBeVisible();
    await expectNoBarriers(page);
    await window.getByRole("button", { name: "Use these files" }).click();
    const train = await dataPath(page, "Training data");
    expect(rowsOf(train)).toHaveLength(48);
    expect(rowsOf(await dataPath(page, "Validation data"))).toHaveLength(6);

    const report = page.getByRole("region", { name: "Token Report" });
    await expect(report.getByRole("img", { name: /^Lengths of 48 rows/ })).toBeVisible();
    const cut = report.getByRole("listitem").filter({ hasText: "Cut at the sequence limit" });
    await expectNoBarriers(page);
    await cut
      .getByRole("button", { name: /^View line/ })
      .first()
      .click();
    const tokens = window.getByRole("listbox");
    await tokens.focus();
    // The pointer may rest on a token already.
    await page.keyboard.press("Home");
    await expect(window.getByText(/^Token 1 of/)).toBeVisible();
    await page.keyboard.press("ArrowRight");
    await expect(window.getByText("75 73 65 72")).toBeVisible();
    await expect(tokens.locator('[data-use="cut"]').last()).toBeVisible();
    await expect(tokens.getByRole("option", { name: /, special$/ }).first()).toBeVisible();
    await expectNoBarriers(page);
    const first = await window.getByText(/^Row \d+ of 48, line/).textContent();
    await page.keyboard.press("ArrowDown");
    await expect(window.getByText(first ?? "")).toBeHidden();
    await page.keyboard.press("Escape");

    await cut.getByRole("button", { name: "Drop rows" }).click();
    await expect(window.getByRole("row", { name: /^Rows that are cut [1-9]\d* 0$/ })).toBeVisible();
    await expectNoBarriers(page);
    await window.getByRole("button", { name: "Write without them" }).click();
    await expect(window).toBeHidden();
    await expect(cut).toBeHidden();
    const mended = await dataPath(page, "Training data");
    expect(mended.startsWith(join(product.home, "datasets"))).toBe(true);
    expect(rowsOf(mended).length).toBeLessThan(48);
    expect(rowsOf(train)).toHaveLength(48);
    expect(existsSync(file)).toBe(true);
    await expect(page.getByText("Ready to start")).toBeVisible();

    await page.getByRole("button", { name: "Undo" }).last().click();
    await expect.poll(() => dataPath(page, "Training data")).toBe(train);
    await expect(cut).toBeVisible();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
