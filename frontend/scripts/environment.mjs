/** What the product needs before it can start or be tested: Python with its packages, node packages, built pages. */

import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail, fingerprint, must, output, root, run, say, stamp, stamped } from "./steps.mjs";

const oldest = [3, 11];
const venvStamp = ".venv/.installed";
const nodeStamp = "node_modules/.installed";
const pagesStamp = "frontend/dist/.built";

/** The interpreter of the project's own environment. */
export const python = join(root, ".venv", "bin", "python");

/** Make `.venv` and install the package into it, unless that is done already. `dev` adds what checks and tests need. */
export function ensurePython({ dev = false } = {}) {
  const wanted = fingerprint("pyproject.toml");
  if (
    existsSync(python) &&
    (stamped(venvStamp, `${wanted} dev`) || (!dev && stamped(venvStamp, wanted)))
  )
    return;
  const extras = [dev && "dev", process.env.DROID_CUDA && "cuda"].filter(Boolean);
  const target = extras.length > 0 ? `.[${extras.join(",")}]` : ".";
  say("Installing Python packages into .venv (once; a few minutes at most)");
  if (output("uv", ["--version"])) installWithUv(target);
  else installWithPip(target);
  stamp(venvStamp, dev ? `${wanted} dev` : wanted);
}

function installWithUv(target) {
  if (!existsSync(python))
    must("uv", ["venv", "--quiet", "--python", `>=${oldest.join(".")}`, ".venv"]);
  must("uv", ["pip", "install", "--quiet", "--python", python, "-e", target]);
}

function installWithPip(target) {
  if (!works(python)) {
    const found = findPython();
    if (!found) fail(missingPython());
    rmSync(join(root, ".venv"), { recursive: true, force: true });
    must(found, ["-m", "venv", ".venv"]);
  }
  if (
    !run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", target])
  ) {
    fail(
      "The Python packages could not be installed. Check the network, then run the command again.",
    );
  }
}

function works(interpreter) {
  return existsSync(interpreter) && output(interpreter, ["-m", "pip", "--version"]) !== null;
}

function findPython() {
  const names = [
    process.env.DROID_PYTHON,
    "python3.13",
    "python3.12",
    "python3.11",
    "python3",
    "python",
  ];
  return names.filter(Boolean).find((name) => {
    const version = output(name, [
      "-c",
      "import sys, venv, ensurepip; print(*sys.version_info[:2])",
    ]);
    if (!version) return false;
    const [major, minor] = version.split(" ").map(Number);
    return major === oldest[0] && minor >= oldest[1];
  });
}

function missingPython() {
  const how = {
    darwin: "brew install python@3.12   (or: curl -LsSf https://astral.sh/uv/install.sh | sh)",
    linux: "apt-get install python3 python3-venv   (or install uv, which brings its own Python)",
  }[process.platform];
  return `Python ${oldest.join(".")} or newer with venv is needed and was not found. Install it, then run this again:\n  ${how ?? "https://www.python.org/downloads/"}`;
}

/** Install node packages as locked, unless that is done already. */
export function ensureNodePackages() {
  const wanted = fingerprint("package-lock.json");
  if (stamped(nodeStamp, wanted)) return;
  say("Installing node packages");
  must("npm", ["ci", "--no-fund", "--no-audit", "--loglevel=error"]);
  stamp(nodeStamp, wanted);
}

/** Build the pages when a source is newer than what was built. */
export function ensurePages() {
  const wanted = fingerprint(
    "frontend/src",
    "frontend/public",
    "frontend/index.html",
    "frontend/vite.config.ts",
    "package-lock.json",
  );
  if (stamped(pagesStamp, wanted)) return;
  ensureNodePackages();
  say("Building the pages");
  must("npm", ["run", "--silent", "build:pages", "--", "--logLevel=warn"]);
  stamp(pagesStamp, wanted);
}
