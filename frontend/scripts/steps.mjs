/** Running other programs from the scripts: with their output shown, and ended with a clear word when they fail. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Say one line about what happens now. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** End with a word that says what to do. */
export function fail(line) {
  say(line);
  process.exit(1);
}

/** Run a program with its output shown; true when it succeeded. */
export function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: "inherit", ...options });
  return done.status === 0;
}

/** Run a program or end. */
export function must(command, args, options = {}) {
  if (!run(command, args, options)) fail(`This failed: ${[command, ...args].join(" ")}`);
}

/** The trimmed output of a program, or null when it is missing or fails. */
export function output(command, args) {
  const done = spawnSync(command, args, { cwd: root, encoding: "utf8" });
  return done.status === 0 ? done.stdout.trim() : null;
}

function* files(path) {
  if (!statSync(path).isDirectory()) yield path;
  else for (const name of readdirSync(path).sort()) yield* files(join(path, name));
}

/** A hash over the names and contents of files and folders. */
export function fingerprint(...paths) {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of files(join(root, path))) hash.update(file).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** Whether a stamp file holds this text. */
export function stamped(file, text) {
  const path = join(root, file);
  return existsSync(path) && readFileSync(path, "utf8") === text;
}

/** Leave a stamp once the work that it stands for is done. */
export function stamp(file, text) {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
