/** `npm start [-- --port N --no-open --home FOLDER --host ADDRESS]`: install what is missing, build, serve. */
import { spawn } from "node:child_process";
import { ensurePages, ensurePython, python } from "./environment.mjs";
import { root } from "./steps.mjs";

ensurePython();
ensurePages();
const server = spawn(python, ["-m", "backend", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));
server.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 0 : 1)));
