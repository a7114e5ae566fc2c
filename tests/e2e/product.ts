/** The product as a person starts it: one real server on a free port with a home of its own, for all tests of a worker. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { test as base, expect } from "@playwright/test";

const root = resolve(import.meta.dirname, "../..");
const python = join(root, ".venv", "bin", "python");

/** A running server and the folder that it keeps its runs in. */
export interface Product {
  url: string;
  home: string;
  /** Ends the server as a crash would: at once, without a word. Trainers go on. */
  kill: () => Promise<void>;
  /** Starts it again, on the same port and home. */
  restart: () => Promise<void>;
}

async function addressOf(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error("the server has no output");
  for await (const line of createInterface({ input: server.stdout })) {
    const found = /(http:\/\/\S+)/.exec(line);
    if (found?.[1]) return found[1];
  }
  throw new Error("the server ended before it printed its address");
}

function serve(home: string, port: string): ChildProcess {
  return spawn(python, ["-m", "backend", "--port", port, "--no-open", "--home", home], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PYTHONUNBUFFERED: "1" },
  });
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise((done) => server.once("exit", done));
  server.kill(signal);
  await gone;
}

/** Tests that have the product; every request that leaves this computer fails the test. */
export const test = base.extend<{ onlyThisComputer: undefined }, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), "droid-e2e-"));
      let server = serve(home, "0");
      const url = await addressOf(server);
      await use({
        url,
        home,
        kill: () => end(server, "SIGKILL"),
        restart: async () => {
          server = serve(home, new URL(url).port);
          expect(await addressOf(server)).toBe(url);
        },
      });
      await end(server, "SIGTERM");
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ product }, use) => use(product.url),
  onlyThisComputer: [
    async ({ context }, use) => {
      const foreign: string[] = [];
      context.on("request", (request) => {
        const { protocol, hostname } = new URL(request.url());
        if (protocol.startsWith("http") && hostname !== "127.0.0.1") foreign.push(request.url());
      });
      await use(undefined);
      expect(foreign).toEqual([]);
    },
    { auto: true },
  ],
});

/** Names of the tensors in a safetensors file, from its header. */
export function tensorNames(file: string): string[] {
  const descriptor = openSync(file, "r");
  try {
    const prefix = Buffer.alloc(8);
    readSync(descriptor, prefix, 0, 8, 0);
    const header = Buffer.alloc(Number(prefix.readBigUInt64LE()));
    readSync(descriptor, header, 0, header.length, 8);
    return Object.keys(JSON.parse(header.toString("utf8"))).filter(
      (name) => name !== "__metadata__",
    );
  } finally {
    closeSync(descriptor);
  }
}

/** Blocks that carry adapters, in order. */
export function adaptedBlocks(file: string): number[] {
  const blocks = tensorNames(file).map((name) => Number(/layers\.(\d+)\./.exec(name)?.[1]));
  return [...new Set(blocks)].sort((a, b) => a - b);
}
