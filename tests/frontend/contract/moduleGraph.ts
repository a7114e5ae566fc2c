/** Which modules of `frontend/src` a module reaches by its imports. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const source = resolve(import.meta.dirname, "../../../frontend/src");

/** `import` and `export ... from`, static and dynamic; group 1 is set where only types are imported. */
const pattern =
  /(?:import|export)\s+(type\s)?[^;"']*?from\s*["']([^"']+)["']|import\s*\(?\s*["']([^"']+)["']/g;

interface Import {
  path: string;
  /** Erased when the page is built: it names a type and brings no module. */
  typeOnly: boolean;
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(source, path), "utf8");
  return [...text.matchAll(pattern)].flatMap(([, typeOnly, from, bare]) => {
    const found = fileOf(path, from ?? bare ?? "");
    return found ? [{ path: found, typeOnly: Boolean(typeOnly) }] : [];
  });
}

/** The file that an import names; null for a package. */
function fileOf(importer: string, specifier: string): string | null {
  const base = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? join(dirname(importer), specifier)
      : null;
  if (base === null) return null;
  const files = ["", ".ts", ".tsx"].map((ending) => base + ending);
  const found = files.find((file) => /\.\w+$/.test(file) && existsSync(join(source, file)));
  if (!found) throw new Error(`${importer} imports ${specifier}, which is no file`);
  return relative(source, join(source, found));
}

/** Every module that is loaded with a page, each with the chain of imports that leads there; types count as named, not as loaded. */
export function reachedFrom(entry: string): Map<string, string[]> {
  const reached = new Map([[entry, [entry]]]);
  const loaded = [entry];
  for (const path of loaded) {
    const chain = reached.get(path) ?? [];
    for (const { path: next, typeOnly } of importsOf(path)) {
      if (!reached.has(next)) reached.set(next, [...chain, next]);
      if (!typeOnly && !loaded.includes(next)) loaded.push(next);
    }
  }
  return reached;
}
