import { expect, test } from "vitest";
import { classifyClose } from "@/lib/classifyClose";

test.each([1000, 1002, 1003, 1008, 4400, 4401, 4403, 4404])("%s is final", (code) => {
  expect(classifyClose(code).kind).toBe("terminal");
});

test.each([1001, 1005, 1006, 1011, 1012, 1013, 4999])("%s is worth another try", (code) => {
  expect(classifyClose(code).kind).toBe("retry");
});

test("the server's own words win", () => {
  expect(classifyClose(4404, "Run r1 was deleted.").message).toBe("Run r1 was deleted.");
  expect(classifyClose(1006, "  ").message).toBe("The connection was lost. Trying again.");
});

test("an unknown code is named", () => {
  expect(classifyClose(4999).message).toContain("4999");
});
