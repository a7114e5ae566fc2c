import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Lockfile {
  packages: Record<
    string,
    { optionalDependencies?: Record<string, string>; resolved?: string; version?: string }
  >;
}

const lockfile: Lockfile = JSON.parse(readFileSync("package-lock.json", "utf8"));
const manifest: Record<"dependencies" | "devDependencies", Record<string, string>> = JSON.parse(
  readFileSync("package.json", "utf8"),
);
const entries = Object.entries(lockfile.packages);

/** A package may sit beside its parent, or at the top. */
const isLocked = (parent: string, name: string) =>
  `${parent}/node_modules/${name}` in lockfile.packages ||
  `node_modules/${name}` in lockfile.packages;

test("every optional binary is locked, so that the lockfile is whole on every system", () => {
  const absent = entries.flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(parent, name)),
  );
  expect(absent).toEqual([]);
});

test("the binaries of Apple Silicon are among them", () => {
  for (const name of ["@biomejs/cli-darwin-arm64", "@tailwindcss/oxide-darwin-arm64"]) {
    expect(lockfile.packages).toHaveProperty([`node_modules/${name}`]);
  }
});

test("no registry is written into the lockfile", () => {
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test("versions are exact", () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
