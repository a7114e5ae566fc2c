import { expect, test } from "vitest";
import { readFields } from "@/lib/schemaFields";

const fields = readFields(
  {
    size: {
      type: "integer",
      minimum: 2,
      maximum: 9,
      title: "Size",
      description: "How many.",
      default: 4,
      unit: "rows",
      offered: { min: 2, max: 6 },
      note: "Makes no difference.",
    },
    open: { anyOf: [{ type: "number", exclusiveMinimum: 0 }, { type: "null" }], title: "Open" },
    level: { anyOf: [{ $ref: "#/components/schemas/Level" }, { type: "null" }], title: "Level" },
    rule: { $ref: "#/components/schemas/Level", default: "low", title: "Rule" },
    names: { type: "array", title: "Names" },
    on: { type: "boolean", default: false },
  },
  { Level: { type: "string", enum: ["low", "high"], title: "A level" } },
);

test("a number brings its limits, its offered range and its remark", () => {
  expect(fields.size).toMatchObject({
    kind: "number",
    whole: true,
    nullable: false,
    limits: { min: 2, max: 9 },
    offered: { min: 2, max: 6 },
    note: "Makes no difference.",
    default: 4,
  });
});

test("what may be null is read through its other branch", () => {
  expect(fields.open).toMatchObject({
    kind: "number",
    nullable: true,
    limits: { exclusiveMin: 0 },
  });
  expect(fields.level).toMatchObject({
    kind: "choice",
    nullable: true,
    label: "Level",
    choices: ["low", "high"],
    default: null,
  });
});

test("choices, lists and switches are told apart", () => {
  expect(fields.rule).toMatchObject({ kind: "choice", label: "Rule", default: "low" });
  expect(fields.names.kind).toBe("list");
  expect(fields.on.kind).toBe("switch");
});
