import AxeBuilder from "@axe-core/playwright";
import type { APIRequestContext, Page } from "@playwright/test";
import { expect, request } from "@playwright/test";
import { endlessModel } from "./endlessModel";
import { type Product, test } from "./product";

let run = "";

/** The demo, trained over the API: long enough to answer otherwise, with two checkpoints. */
async function trainDemo(api: APIRequestContext): Promise<string> {
  const demo = await (await api.get("/api/configs/demo")).json();
  const config = { ...demo, iterations: 80, save_every: 40, steps_per_eval: 40 };
  const answer = await api.post("/api/runs", { data: { kind: "sft", config } });
  expect(answer.status()).toBe(201);
  const { id } = await answer.json();
  await expect
    .poll(async () => (await (await api.get(`/api/runs/${id}`)).json()).state, {
      timeout: 200_000,
    })
    .toBe("completed");
  return id;
}

test.beforeAll(async ({ product }) => {
  const api = await request.newContext({ baseURL: product.url });
  run = await trainDemo(api);
  await api.dispose();
});

const prompt = (page: Page) => page.getByRole("textbox", { name: "Prompt", exact: true });
const column = (page: Page, name: RegExp) => page.getByRole("article", { name });

async function open(page: Page, search = ""): Promise<void> {
  await page.goto(`/compare${search}`);
  await expect(page.getByLabel("Checkpoint of side 2")).toBeVisible();
}

/** Sends a prompt and gives the id of the comparison. */
async function ask(page: Page, text: string): Promise<string> {
  const answered = page.waitForResponse(
    (response) => response.url().endsWith("/api/compare") && response.request().method() === "POST",
  );
  await prompt(page).fill(text);
  await prompt(page).press("Control+Enter");
  const response = await answered;
  expect(response.status()).toBe(201);
  return (await response.json()).id;
}

const field = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });

async function chooseMaxTokens(page: Page, count: string): Promise<void> {
  await page.getByRole("button", { name: /Generation settings/ }).click();
  await field(page, "Max Tokens").fill(count);
  await page.keyboard.press("Escape");
}

/** Asks a model whose answer takes long, and waits for its first tokens. */
async function askWithoutEnd(page: Page, { home }: Product): Promise<string> {
  const [demo] = await (await page.request.get("/api/models")).json();
  await page.goto("/compare");
  await page
    .getByRole("combobox", { name: "Base model", exact: true })
    .fill(endlessModel(demo.model, home));
  await expect(page.getByRole("heading", { name: "No adapter for this base yet" })).toBeVisible();
  await chooseMaxTokens(page, "5000");
  const id = await ask(page, "Tell me everything");
  await expect(column(page, /^Base/)).toContainText(/[1-9]\d* tokens/);
  return id;
}

async function outcomeOf(page: Page, id: string): Promise<string | null> {
  return (await (await page.request.get(`/api/compare/${id}`)).json()).outcome;
}

test("base and tuned answer one prompt side by side, differently, and the difference is seen", async ({
  page,
}) => {
  await page.goto(`/training/${run}`);
  await page.getByRole("link", { name: "Open in Compare" }).click();
  await expect(page).toHaveURL(new RegExp(`/compare\\?run=${run}$`));
  await ask(page, "Where does the fox live?");
  await expect(page.getByText(/^Answered\./)).toBeVisible();
  await expect(column(page, /^Base/)).toContainText("The fox lives");
  await expect(column(page, /pirate-demo/).locator("mark")).toContainText("Ahoy");
  await expect(column(page, /pirate-demo/)).toContainText(/\d+\stokens\/s/);
  await page.getByRole("button", { name: "Likelihood" }).click();
  const tokens = page.getByRole("listbox", { name: /under Base/ });
  await tokens.focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByText(/token 2 of \d+/)).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
});

test("Esc stops an answer at once, and the next prompt works", async ({ page, product }) => {
  const id = await askWithoutEnd(page, product);
  await page.keyboard.press("Escape");
  await expect(page.getByText(/^Stopped\./)).toBeVisible({ timeout: 5000 });
  expect(await outcomeOf(page, id)).toBe("cancelled");
  await chooseMaxTokens(page, "20");
  await ask(page, "What colour is the fox?");
  await expect(column(page, /^Base/)).toContainText("cut at the limit");
});

test("a page that is closed half way stops what nobody reads", async ({
  page,
  context,
  product,
}) => {
  const id = await askWithoutEnd(page, product);
  const other = await context.newPage();
  await page.close();
  await expect.poll(() => outcomeOf(other, id)).toBe("cancelled");
});

test("unnamed answers are voted on by key, then named, and the vote is taken back", async ({
  page,
}) => {
  await open(page);
  await page.getByRole("button", { name: "Blind" }).click();
  await ask(page, "What does the owl eat?");
  await expect(page.getByText("Which answer is better?")).toBeVisible();
  const names = page.getByRole("region", { name: "Answers" }).getByRole("heading", { level: 2 });
  await expect(names).toHaveText(["A", "B"]);
  await page.keyboard.press("a");
  await expect(page.getByText(/^You voted for (Base|pirate-demo)/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Votes" })).toContainText("1 vote so far");
  const pairs = await page.request.get("/api/compare/votes/export");
  expect(JSON.parse((await pairs.text()).trim())).toMatchObject({
    prompt: "What does the owl eat?",
  });
  await page.getByRole("button", { name: "Undo vote" }).click();
  await expect(page.getByRole("region", { name: "Votes" })).toBeHidden();
});

test("a batch over the run's own rows is answered, marked, measured and exported", async ({
  page,
}) => {
  await open(page, "?tab=batch");
  await page.getByLabel("Limit", { exact: true }).fill("5");
  await page.getByRole("button", { name: "Answer all rows" }).click();
  const table = page.getByRole("table", { name: "Answers by row" });
  await expect(table.getByRole("rowheader")).toHaveCount(5);
  await expect(table.getByText("Exact").first()).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await page.getByRole("button", { name: "Measure perplexity" }).click();
  const measured = page.getByRole("table", { name: "Perplexity by side" });
  await expect(measured.getByRole("rowheader")).toHaveCount(2);
});

test("one prompt is answered at each checkpoint, and keys slide over them", async ({ page }) => {
  await page.goto("/compare?tab=checkpoints");
  await page.getByRole("textbox", { name: "Prompt" }).fill("Where does the fox live?");
  await page.getByRole("button", { name: "Ask every checkpoint" }).click();
  const slider = page.getByRole("slider", { name: "Checkpoint" });
  await expect(page.getByRole("progressbar", { name: "Checkpoints" })).toBeHidden();
  await expect(slider).toHaveAttribute("aria-valuetext", "step 80");
  await slider.press("Home");
  await expect(page.getByRole("article", { name: /step 40/ })).toContainText("Ahoy");
  await slider.press("ArrowRight");
  await expect(page.getByRole("article", { name: /step 80/ })).toContainText("Ahoy");
  await expect(page.getByRole("img", { name: /Marked: step 80/ })).toBeVisible();
});
