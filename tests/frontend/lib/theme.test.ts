import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import {
  applyThemeChoice,
  currentTheme,
  followSystemTheme,
  readThemeChoice,
  subscribeTheme,
  themeKey,
} from "@/lib/theme";
import { fakeMatchMedia } from "../fakeBrowser";

test("a choice is shown, remembered and announced once", () => {
  const listener = vi.fn();
  const stop = subscribeTheme(listener);
  applyThemeChoice("dark");
  applyThemeChoice("dark");
  expect(currentTheme()).toBe("dark");
  expect(readThemeChoice()).toBe("dark");
  expect(listener).toHaveBeenCalledOnce();
  stop();
});

test("the system is followed while it is the choice, and not after", () => {
  const media = fakeMatchMedia(false);
  applyThemeChoice("system");
  const stop = followSystemTheme();
  media.flip(true);
  expect(currentTheme()).toBe("dark");
  applyThemeChoice("light");
  media.flip(true);
  expect(currentTheme()).toBe("light");
  stop();
});

test("an unknown stored choice means like the system", () => {
  localStorage.setItem(themeKey, "sepia");
  expect(readThemeChoice()).toBe("system");
});

test("blocked storage does not stop the page", () => {
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("blocked", "SecurityError");
  });
  applyThemeChoice("dark");
  expect(currentTheme()).toBe("dark");
  expect(readThemeChoice()).toBe("system");
});

test.each([
  ["light", true, "light"],
  ["dark", false, "dark"],
  ["system", true, "dark"],
  ["system", false, "light"],
  [null, true, "dark"],
] as const)(
  "before the first paint, %s with a dark system %s is %s",
  (stored, systemDark, theme) => {
    fakeMatchMedia(systemDark);
    vi.stubGlobal("matchMedia", window.matchMedia);
    if (stored) localStorage.setItem(themeKey, stored);
    new Function(readFileSync("frontend/public/theme.js", "utf8"))();
    expect(currentTheme()).toBe(theme);
  },
);
