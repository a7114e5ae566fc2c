import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync("frontend/src/styles/tokens.css", "utf8");

/** The tokens of one theme, with variables filled in. */
function readTheme(selector: string): (name: string) => string {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  const values = new Map(
    [...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name, value ?? ""]),
  );
  const read = (name: string): string => {
    const value = values.get(name) ?? "";
    const inner = /^var\(--([\w-]+)\)$/.exec(value);
    return inner?.[1] ? read(inner[1]) : value;
  };
  return read;
}

/** Relative luminance after WCAG 2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["page", "surface", "raised", "sunken", "hover"];
const texts = ["ink", "muted", "faint", "primary-600", "info", "success", "warning", "danger"];
const onTheirOwn = [
  ...["info", "success", "warning", "danger"].map((tone) => [tone, `${tone}-soft`]),
  ["muted", "info-soft"],
  ["muted", "danger-soft"],
  ["primary-700", "primary-50"],
  ["on-solid", "solid"],
  ["on-solid", "solid-hover"],
  ["on-solid", "danger-solid"],
  ["on-solid", "danger-solid-hover"],
  ["ink", "pressed"],
] as [string, string][];

describe.each([":root", ".dark"])("the theme of %s", (selector) => {
  const token = readTheme(selector);

  test.each(texts.flatMap((text) => grounds.map((ground) => [text, ground])))(
    "%s is readable on %s",
    (text = "", ground = "") => {
      expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(onTheirOwn)("%s is readable on %s", (text, ground) => {
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test("chart lines and the focus ring stand out from the surface", () => {
    const lines = [1, 2, 3, 4, 5, 6, 7, 8].map((place) => token(`chart-${place}`));
    for (const line of [...lines, token("focus")]) {
      expect(contrast(line, token("surface"))).toBeGreaterThanOrEqual(3);
    }
  });
});

test("both themes define the same tokens", () => {
  const names = (block = "") => [...block.matchAll(/--([\w-]+):/g)].map(([, name]) => name);
  const [light, dark] = css.split("\n.dark {");
  expect(names(dark)).toEqual(names(light));
});
