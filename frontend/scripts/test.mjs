/**
 * `npm test`: Python tests (real training on the demo model), page tests, browser tests (real Chromium, real training).
 * On Debian as root it installs Chromium and OpenBLAS when they are missing. With CI=true a missing browser is a failure.
 */
import { existsSync } from "node:fs";
import { ensureNodePackages, ensurePages, ensurePython, python } from "./environment.mjs";
import { fail, output, run, say } from "./steps.mjs";

const openblas = [
  "/usr/lib/x86_64-linux-gnu/libopenblas.so.0",
  "/usr/lib/aarch64-linux-gnu/libopenblas.so.0",
];
const browsers = [
  process.env.CHROMIUM_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function findBrowser() {
  return browsers.find((path) => path && existsSync(path));
}

function installFromDistribution() {
  const missing = [
    ...(findBrowser() ? [] : ["chromium"]),
    ...(openblas.some(existsSync) ? [] : ["libopenblas0-pthread"]),
  ];
  const canInstall = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  if (missing.length === 0 || !canInstall) return;
  say(`Installing ${missing.join(" and ")} from the distribution`);
  const quiet = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  run("apt-get", ["update", "-qq"], quiet);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], quiet);
}

function browserTests() {
  const browser = findBrowser();
  if (browser) {
    return run("npx", ["playwright", "test", "--config", "tests/e2e/playwright.config.ts"], {
      env: { ...process.env, CHROMIUM_PATH: browser, DROID_PYTHON_BIN: python },
    });
  }
  say(
    "\n*** NO BROWSER: the browser tests did not run. Install Chromium or set CHROMIUM_PATH. ***\n",
  );
  return process.env.CI !== "true";
}

ensurePython({ dev: true });
ensureNodePackages();
installFromDistribution();
ensurePages();

const parts = {
  "page tests": () => run("npm", ["run", "--silent", "test:pages"]),
  "browser tests": browserTests,
  "Python tests": () => run(python, ["-m", "pytest", "--durations=10"]),
};
const wanted = process.argv.slice(2);
const failed = Object.entries(parts).filter(([name, part]) => {
  if (wanted.length > 0 && !wanted.some((word) => name.toLowerCase().includes(word.toLowerCase())))
    return false;
  const began = Date.now();
  const ok = part();
  say(`${ok ? "passed" : "FAILED"}: ${name} in ${Math.round((Date.now() - began) / 1000)} s`);
  return !ok;
});
if (failed.length > 0) fail(`Failed: ${failed.map(([name]) => name).join(", ")}`);
if (
  output(python, ["-c", "from backend.runtime.blas import find_blas; print(find_blas() or '')"]) ===
  ""
) {
  say("Tests ran without an optimised BLAS: they are several times faster with OpenBLAS.");
}
