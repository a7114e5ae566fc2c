import { expect, test } from "vitest";
import { currentToasts, dismissToast, showToast } from "@/lib/toasts";

test("at most three messages stay, the oldest goes first", () => {
  for (const title of ["one", "two", "three", "four"]) showToast({ title });
  expect(currentToasts().map(({ title }) => title)).toEqual(["two", "three", "four"]);
});

test("a message is a note unless it says otherwise, and can be taken away", () => {
  const id = showToast({ title: "Copied" });
  expect(currentToasts()).toEqual([{ id, title: "Copied", tone: "info" }]);
  dismissToast(id);
  expect(currentToasts()).toEqual([]);
});
