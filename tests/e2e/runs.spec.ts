/** Runs that survive, seen from the browser: a dead server, a queue, a stop and a resume, and a page of another origin. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { type Product, test } from "./product";

// Several trainings one after another.
test.describe.configure({ timeout: 480_000 });

/** Long enough to be interrupted, in a few seconds on an ordinary machine. */
const steps = 40;

/** The demo over the API, told at every step. */
async function start(page: Page, name: string, iterations = steps): Promise<string> {
  const demo = await (await page.request.get("/api/configs/demo")).json();
  const config = {
    ...demo,
    adapter_name: name,
    iterations,
    steps_per_report: 1,
    steps_per_eval: 20,
    save_every: 20,
  };
  const answer = await page.request.post("/api/runs", { data: { kind: "sft", config } });
  expect(answer.status()).toBe(201);
  return (await answer.json()).id;
}

async function stateOf(page: Page, run: string): Promise<string> {
  return (await (await page.request.get(`/api/runs/${run}`)).json()).state;
}

/** What the run's file holds so far, whoever writes it. */
function events({ home }: Product, run: string): { type: string; seq: number; step: number }[] {
  const text = readFileSync(join(home, "runs", run, "events.jsonl"), "utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const trained = (product: Product, run: string) =>
  events(product, run).filter(({ type }) => type === "train").length;

const reached = async (page: Page, pattern: RegExp) =>
  expect(page.getByRole("region", { name: "Progress" }).getByText(pattern)).toBeVisible({
    timeout: 120_000,
  });

const badge = (page: Page, state: string) =>
  page.getByRole("main").getByText(state, { exact: true }).first();

const lossCurve = (page: Page) =>
  page.getByRole("figure").filter({ has: page.getByText("Loss", { exact: true }) });

/** Steps that the loss curve holds, as its table lists them. */
async function stepsOnThePage(page: Page): Promise<number[]> {
  const toTable = lossCurve(page).getByRole("button", { name: "Show as table" });
  if (await toTable.isVisible()) await toTable.click();
  const rows = await lossCurve(page)
    .locator("tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [...row.children].map(({ textContent }) => textContent ?? "")),
    );
  return rows.filter(([, loss]) => loss !== "–").map(([step]) => Number(step));
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

async function stopOnThePage(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: "Stop and keep" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop and keep" }).click();
}

test("a page that stays open shows a run whole whose server was killed meanwhile", async ({
  page,
  product,
}) => {
  const run = await start(page, "outlives");
  await page.goto(`/training/${run}`);
  await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
  await reached(page, /Step ([5-9]|[1-9]\d) of 40/);
  await product.kill();
  await expect(page.getByText(/The run goes on without this page\./)).toBeVisible();
  const before = trained(product, run);
  await expect.poll(() => trained(product, run), { timeout: 60_000 }).toBeGreaterThan(before + 4);
  await product.restart();
  await expect(badge(page, "Completed")).toBeVisible({ timeout: 200_000 });
  await expect(page.getByText(/The run goes on without this page\./)).toBeHidden();
  await expect.poll(() => stepsOnThePage(page)).toEqual(upTo(steps));
  const told = events(product, run).map(({ seq }) => seq);
  expect(told).toEqual(upTo(told.length));
  expect(await page.evaluate(() => "neverReloaded" in window)).toBe(true);
});

const waiting = (page: Page): Locator => page.getByRole("list", { name: "Waiting runs" });
const order = (page: Page) => waiting(page).getByRole("link").allTextContents();

test("the queue is put in order by key and by drag, and works itself off", async ({
  page,
  product,
}) => {
  const first = await start(page, "first", 5000);
  const second = await start(page, "second", 5000);
  const third = await start(page, "third");
  await page.goto(`/training/${first}`);
  await expect.poll(() => order(page)).toEqual(["second", "third"]);
  await reached(page, /Step [1-9]\d* of/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await waiting(page).getByRole("link", { name: "third" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(page.getByText("third is now number 1 of 2.")).toBeAttached();
  await expect.poll(() => order(page)).toEqual(["third", "second"]);
  await expect(waiting(page).getByRole("link", { name: "third" })).toBeFocused();
  await page.reload();
  await expect.poll(() => order(page)).toEqual(["third", "second"]);

  const grips = waiting(page).getByTitle("Drag to another place");
  await grips.nth(1).dragTo(grips.nth(0), { targetPosition: { x: 10, y: 2 }, steps: 5 });
  await expect.poll(() => order(page)).toEqual(["second", "third"]);
  const queue = await (await page.request.get("/api/queue")).json();
  expect(queue.order).toEqual([second, third]);

  await page.getByRole("button", { name: "Take second out of the queue" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave the queue" }).click();
  await expect.poll(() => order(page)).toEqual(["third"]);
  await stopOnThePage(page);
  await expect(badge(page, "Stopped")).toBeVisible({ timeout: 120_000 });
  await expect.poll(() => stateOf(page, third), { timeout: 200_000 }).toBe("completed");
  expect(await stateOf(page, second)).toBe("stopped");
  expect(trained(product, second)).toBe(0);
});

test("a stopped run is resumed from its page, goes on exactly there, and takes more steps", async ({
  page,
  product,
}) => {
  const run = await start(page, "goes-on");
  await page.goto(`/training/${run}`);
  await reached(page, /Step ([5-9]|[1-9]\d) of 40/);
  await stopOnThePage(page);
  await expect(badge(page, "Stopped")).toBeVisible({ timeout: 120_000 });
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText(/^Goes on from step \d+ of 40\.$/)).toBeVisible({ timeout: 120_000 });
  await expect(badge(page, "Completed")).toBeVisible({ timeout: 200_000 });
  await expect.poll(() => stepsOnThePage(page)).toEqual(upTo(steps));

  await page.getByRole("button", { name: "Add steps" }).click();
  const dialog = page.getByRole("dialog", { name: "Add steps to goes-on" });
  await dialog.getByRole("textbox", { name: "Further steps" }).fill("5");
  await dialog.getByRole("button", { name: "Add 5 steps" }).click();
  await expect(page.getByText("Goes on from step 40 of 45.")).toBeVisible({ timeout: 120_000 });
  await expect(badge(page, "Completed")).toBeVisible({ timeout: 200_000 });
  const told = events(product, run).map(({ seq }) => seq);
  expect(told).toEqual(upTo(told.length));
  const files = page.getByRole("region", { name: "Checkpoints" });
  await expect(files.getByText("0000040_adapters.safetensors")).toBeVisible();
});

/** A page of nobody, on another port of this computer: another origin. */
async function withStranger(visit: (url: string) => Promise<void>): Promise<void> {
  const stranger = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>Another site</title>");
  });
  await new Promise<void>((listening) => stranger.listen(0, "127.0.0.1", listening));
  try {
    await visit(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
  } finally {
    stranger.closeAllConnections();
    await new Promise((closed) => stranger.close(closed));
  }
}

/** What a page gets hold of, asked in every way that a browser offers a page. */
function attack(page: Page, server: string, run: string, body: string) {
  return page.evaluate(
    async ({ server, run, body }) => {
      const read = async (path: string, options?: RequestInit) => {
        try {
          const answer = await fetch(`${server}${path}`, options);
          return { type: answer.type, ok: answer.ok, text: await answer.text() };
        } catch {
          return null;
        }
      };
      const blind = { method: "POST", mode: "no-cors", body } as const;
      const socket = new WebSocket(
        `${server.replace("http", "ws")}/api/runs/${run}/events?after=0`,
      );
      const heard = await new Promise<number>((resolve) => {
        let messages = 0;
        socket.onmessage = () => {
          messages += 1;
        };
        socket.onclose = () => resolve(messages);
        socket.onopen = () => setTimeout(() => resolve(messages), 2000);
      });
      return {
        heard,
        list: await read("/api/runs"),
        blindList: await read("/api/runs", { mode: "no-cors" }),
        events: await read(`/api/runs/${run}/events`),
        started: await read("/api/runs", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        }),
        blindStart: await read("/api/runs", blind),
        stopped: await read(`/api/runs/${run}/stop`, { method: "POST" }),
        blindStop: await read(`/api/runs/${run}/stop`, { ...blind, body: null }),
        deleted: await read(`/api/runs/${run}`, { method: "DELETE" }),
        arranged: await read("/api/queue", { method: "PUT", body: '{"parallel":8}' }),
      };
    },
    { server, run, body },
  );
}

test("a page of another origin cannot read, start, stop or listen", async ({ page, product }) => {
  const run = await start(page, "private", 5000);
  const demo = await (await page.request.get("/api/configs/demo")).json();
  const body = JSON.stringify({ kind: "sft", config: demo });
  await page.goto(`/training/${run}`);
  await reached(page, /Step [1-9]\d* of/);
  const known = (await (await page.request.get("/api/runs")).json()).length;
  const own = await page.evaluate(
    (id) =>
      new Promise<string>((resolve, reject) => {
        const socket = new WebSocket(`/api/runs/${id}/events?after=0`);
        socket.onmessage = ({ data }) => resolve(data);
        socket.onclose = () => reject(new Error("The page's own socket was refused."));
      }),
    run,
  );
  expect(JSON.parse(own)).toMatchObject({ seq: 1, type: "state" });

  const stranger = await page.context().newPage();
  await withStranger(async (url) => {
    await stranger.goto(url);
    const { heard, blindList, blindStart, blindStop, ...readable } = await attack(
      stranger,
      product.url,
      run,
      body,
    );
    expect(heard).toBe(0);
    for (const answer of Object.values(readable)) expect(answer).toBeNull();
    // The browser sends these without asking, and gives nothing of the answer away.
    for (const answer of [blindList, blindStart, blindStop]) {
      expect(answer ?? { type: "opaque", text: "" }).toMatchObject({ type: "opaque", text: "" });
    }
  });
  expect(await stateOf(page, run)).toBe("running");
  expect(await (await page.request.get("/api/runs")).json()).toHaveLength(known);
  expect((await (await page.request.get("/api/queue")).json()).parallel).toBe(1);
  await stopOnThePage(page);
  await expect(badge(page, "Stopped")).toBeVisible({ timeout: 120_000 });
});
