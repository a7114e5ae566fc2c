/** Results with real runs and with a thousand made-up ones. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { type Product, test } from "./product";

test.describe.configure({ timeout: 480_000 });
// A trace takes snapshots of the page, which would be measured too.
test.use({ trace: "off" });

const root = resolve(import.meta.dirname, "../..");

/** A short run of the demo, to its end. */
async function train(page: Page, name: string, rank: number): Promise<string> {
  const demo = await (await page.request.get("/api/configs/demo")).json();
  const config = {
    ...demo,
    adapter_name: name,
    lora_rank: rank,
    iterations: 6,
    steps_per_report: 1,
    steps_per_eval: 3,
  };
  const answer = await page.request.post("/api/runs", { data: { kind: "sft", config } });
  expect(answer.status()).toBe(201);
  const { id } = await answer.json();
  const state = async () => (await (await page.request.get(`/api/runs/${id}`)).json()).state;
  await expect.poll(state, { timeout: 200_000 }).toBe("completed");
  return id;
}

async function expectNoBarriers(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}

const table = (page: Page) => page.getByRole("table", { name: "Runs", exact: true });
const row = (page: Page, name: string) =>
  table(page)
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name, exact: true }) });

/** What a press saves, as text or bytes. */
async function saved(
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; path: string }> {
  const arrives = page.waitForEvent("download");
  await press();
  const download = await arrives;
  return { name: download.suggestedFilename(), path: await download.path() };
}

test("two real runs are laid over each other, told apart, deleted, brought back, cloned and bundled", async ({
  page,
}) => {
  const small = await train(page, "small", 4);
  await train(page, "large", 16);
  await page.goto("/results");
  for (const name of ["small", "large"]) {
    await expect(row(page, name).getByText("Proven")).toBeVisible();
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  }
  await expectNoBarriers(page);

  await page.getByRole("link", { name: "Overlay curves" }).click();
  await expect(
    page.getByRole("img", { name: /^Validation loss\..*small: 3 points/ }),
  ).toBeVisible();
  const differences = page.getByRole("table", { name: "Configuration differences" });
  await expect(differences.getByRole("rowheader")).toHaveText(["Adapter name", "LoRA Rank"]);
  const csv = await saved(page, () => page.getByRole("button", { name: "Save as CSV" }).click());
  expect(readFileSync(csv.path, "utf8")).toMatch(/^step,small,large\n/);
  const png = await saved(page, () => page.getByRole("button", { name: "Save as PNG" }).click());
  expect(readFileSync(png.path).subarray(1, 4).toString()).toBe("PNG");
  const svg = await saved(page, () => page.getByRole("button", { name: "Save as SVG" }).click());
  expect(readFileSync(svg.path, "utf8")).toContain("Validation loss</text>");
  await expectNoBarriers(page);

  await page.getByRole("link", { name: "All runs" }).click();
  await page.getByRole("button", { name: "Delete large" }).click();
  await expect(row(page, "large")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "large").getByText("Proven")).toBeVisible();

  await row(page, "small").getByRole("link").click();
  await expect(page.getByRole("heading", { name: "small", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "Proof" })).toBeVisible();
  await expectNoBarriers(page);
  const report = await saved(page, () => page.getByRole("link", { name: "Report" }).click());
  expect(readFileSync(report.path, "utf8")).toContain("<svg");
  await page.getByRole("button", { name: "Bundle" }).click();
  const bundle = await saved(page, () =>
    page.getByRole("link", { name: "Save with adapter" }).click(),
  );
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clone to Setup" }).click();
  await expect(page.getByRole("textbox", { name: "LoRA Rank" })).toHaveValue("4");

  const before = await (await page.request.get(`/api/runs/${small}`)).json();
  const curves = await (await page.request.get(`/api/runs/${small}/curves`)).json();
  await page.goto("/results");
  await page.getByRole("button", { name: "Import" }).click();
  const zip = { name: bundle.name, mimeType: "application/zip", buffer: readFileSync(bundle.path) };
  await page.getByLabel("Bundle file").setInputFiles(zip);
  await expect(page.getByRole("alert").filter({ hasText: "was not imported" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Delete small" }).click();
  await expect(row(page, "small")).toBeHidden();
  await page.request.delete("/api/trash");
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByLabel("Bundle file").setInputFiles(zip);
  await expect(page.getByRole("heading", { name: "small", level: 1 })).toBeVisible();
  await expect(page.getByText(/^Imported /)).toBeVisible();
  const after = await (await page.request.get(`/api/runs/${small}`)).json();
  // The path on the computer that made it does not travel.
  const { adapter_file } = after.proof;
  expect(after.proof).toEqual({ ...before.proof, adapter_file });
  expect(await (await page.request.get(`/api/runs/${small}/curves`)).json()).toEqual(curves);
});

const runs = 1000;
const long = 8;
const points = 10_000;

/** Made-up runs, put in place while no server looks. */
async function makeRuns(product: Product): Promise<void> {
  await product.kill();
  const made = spawnSync(
    join(root, ".venv", "bin", "python"),
    [
      "-c",
      `from pathlib import Path
from tests.fixtures.synthetic_runs import make_run
home = Path(${JSON.stringify(product.home)})
for number in range(${runs}):
    if number < ${runs - long}:
        make_run(home, number, 60)
    else:
        make_run(home, number, ${points}, adapter_name=f"long-{number}")`,
    ],
    { cwd: root },
  );
  expect(made.status, made.stderr.toString()).toBe(0);
  await product.restart();
}

const print = (what: string, figures: object) =>
  process.stdout.write(`${what}: ${JSON.stringify(figures)}\n`);

/** Milliseconds from the start of the navigation to the frame after the first row. */
function whenShown(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const shown = document.querySelector("tbody th");
          requestAnimationFrame(shown ? () => resolve(performance.now()) : look);
        };
        look();
      }),
  );
}

/** Scrolls through the whole table, three rows a frame, and gives how long the frames took. */
function scrollThrough(page: Page) {
  return table(page).evaluate(async (element) => {
    const box = element.parentElement as HTMLElement;
    const frames: number[] = [];
    let before = await new Promise(requestAnimationFrame);
    while (box.scrollTop + box.clientHeight < box.scrollHeight - 1) {
      box.scrollTop += 156;
      const now = await new Promise<number>(requestAnimationFrame);
      frames.push(now - (before as number));
      before = now;
    }
    frames.sort((a, b) => a - b);
    return {
      frames: frames.length,
      median: frames[Math.floor(frames.length / 2)] ?? 0,
      longest: frames.at(-1) ?? 0,
      over50ms: frames.filter((frame) => frame > 50).length,
    };
  });
}

/** From a press on the curve's name to the frame after it was drawn. */
function drawTraining(page: Page): Promise<number> {
  return page.getByRole("radio", { name: "Training", exact: true }).evaluate(async (radio) => {
    const begun = performance.now();
    (radio as HTMLInputElement).click();
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    while (!document.querySelector('[role="img"][aria-label^="Training loss"]')) await frame();
    await frame();
    return performance.now() - begun;
  });
}

test("a thousand runs in the table, and eight long ones over each other", async ({
  page,
  product,
}) => {
  await makeRuns(product);
  for (const visit of ["first", "second"]) {
    await page.goto("/results", { waitUntil: "commit" });
    const shown = await whenShown(page);
    print(`table of ${runs} runs, ${visit} visit, ms`, { shown: Math.round(shown) });
  }
  await expect(table(page)).toHaveAttribute("aria-rowcount", /^\d{4}$/);
  print("scroll through it, ms", await scrollThrough(page));
  await expect(row(page, "synthetic-0")).toBeVisible();

  await page.getByRole("searchbox", { name: "Search runs" }).fill("long-");
  await expect(page.getByText(`${long} of`)).toBeVisible();
  await page.getByRole("checkbox", { name: "Select all rows shown" }).check();
  await page.getByRole("link", { name: "Overlay curves" }).click();
  const drawn = page.getByRole("img", { name: /^Validation loss\.(.*long-99\d: \d+ points){8}/ });
  await expect(drawn).toBeVisible({ timeout: 60_000 });
  print(`${long} curves of ${points} points, ms`, {
    drawn: Math.round(await drawTraining(page)),
  });
  await expect(
    page.getByRole("img", { name: /^Training loss\.(.*long-99\d: 10000 points){8}/ }),
  ).toBeVisible();
  await page.getByRole("radio", { name: "By time" }).click();
  await expect(page.getByRole("img", { name: /at time 1\sh/ })).toBeVisible();
});
