/** `npm run check`: everything that can be said about the code without running it. Runs all, then fails if one failed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensureNodePackages, ensurePython, python } from "./environment.mjs";
import { fail, output, root, run, say } from "./steps.mjs";

ensurePython({ dev: true });
ensureNodePackages();

const bin = (name) => join(root, ".venv", "bin", name);
const checks = {
  "ruff check": () => run(bin("ruff"), ["check", "backend", "tests"]),
  "ruff format": () => run(bin("ruff"), ["format", "--check", "--quiet", "backend", "tests"]),
  mypy: () => run(bin("mypy"), []),
  "import-linter": () => run(bin("lint-imports"), [], { stdio: ["ignore", "ignore", "inherit"] }),
  biome: () => run("npm", ["run", "--silent", "lint:pages"]),
  tsc: () => run("npm", ["run", "--silent", "types:pages"]),
  "generated client": clientIsCurrent,
};

/** The committed document is the server's, and the committed client is what the generator makes of it. */
function clientIsCurrent() {
  const committed = readFileSync(join(root, "frontend/src/api/openapi.json"), "utf8").trim();
  if (output(python, ["-m", "backend", "--openapi"]) !== committed) {
    say("frontend/src/api/openapi.json is stale. Run: npm run generate");
    return false;
  }
  const before = output("git", ["status", "--porcelain", "frontend/src/api/gen"]);
  if (!run("npm", ["run", "--silent", "generate:client"], { stdio: "ignore" })) return false;
  const after = output("git", ["status", "--porcelain", "frontend/src/api/gen"]);
  if (before !== after) say("The generated client was stale; it has been made anew. Commit it.");
  return before === after;
}

const failed = Object.entries(checks).filter(([name, check]) => {
  const ok = check();
  say(`${ok ? "ok    " : "FAILED"} ${name}`);
  return !ok;
});
if (failed.length > 0) fail(`${failed.length} of ${Object.keys(checks).length} checks failed.`);
