/** What jsdom lacks and the pages need: sizes, media queries, a canvas to draw on. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { currentToasts, dismissToast } from "@/lib/toasts";
import { fakeCanvas, fakeLayout, fakeMatchMedia } from "./fakeBrowser";

// A busy machine may take its time; a test that passes never waits for this.
configure({ asyncUtilTimeout: 15_000 });
fakeLayout();
fakeCanvas();

beforeEach(() => {
  fakeMatchMedia();
  localStorage.clear();
  document.documentElement.className = "";
  // A dialog that a test leaves open gives the pointer back a moment after it is gone.
  document.body.removeAttribute("style");
});

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  for (const { id } of currentToasts()) dismissToast(id);
});
