/**
 * Reads the fields of a form out of the backend's JSON Schema: words, limits, choices and default.
 * Knows the dialect of the schema, and no field by name.
 */
import type { Limits, Range } from "@/lib/band";

export type FieldKind = "number" | "text" | "switch" | "choice" | "list";

export interface SchemaField {
  label: string;
  help: string;
  why: string | undefined;
  unit: string | undefined;
  limits: Limits;
  /** The range that a form offers and recommends. */
  offered: Range | undefined;
  /** Where the field makes no difference, or another than one expects. */
  note: string | undefined;
  kind: FieldKind;
  /** Numbers without a fraction only. */
  whole: boolean;
  /** May hold null: "not given". */
  nullable: boolean;
  choices: readonly string[];
  default: string | number | boolean | null;
}

/** The parts of JSON Schema that the backend uses for a field. */
export interface FieldSchema {
  type?: string;
  title?: string;
  description?: string;
  why?: string;
  unit?: string;
  offered?: Range;
  note?: string;
  default?: string | number | boolean | null;
  enum?: readonly string[];
  items?: FieldSchema;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  anyOf?: readonly FieldSchema[];
  $ref?: string;
}

/** Every field by name; `named` holds the schemas that fields point at. */
export function readFields<Name extends string>(
  properties: Record<Name, FieldSchema>,
  named: Record<string, FieldSchema>,
): Record<Name, SchemaField> {
  const entries = Object.entries<FieldSchema>(properties);
  return Object.fromEntries(
    entries.map(([name, schema]) => [name, readField(schema, named)]),
  ) as Record<Name, SchemaField>;
}

function readField(schema: FieldSchema, named: Record<string, FieldSchema>): SchemaField {
  const shape = shapeOf(schema, named);
  const words = { ...shape, ...schema };
  return {
    label: words.title ?? "",
    help: words.description ?? "",
    why: words.why,
    unit: words.unit,
    limits: {
      min: shape.minimum,
      max: shape.maximum,
      exclusiveMin: shape.exclusiveMinimum,
      exclusiveMax: shape.exclusiveMaximum,
    },
    offered: words.offered,
    note: words.note,
    kind: kindOf(shape),
    whole: shape.type === "integer",
    nullable: schema.anyOf?.some(({ type }) => type === "null") ?? false,
    choices: shape.enum ?? itemsOf(shape, named).enum ?? [],
    default: schema.default ?? null,
  };
}

/** The schema itself, the one it points at, or the branch of it that is not null. */
function shapeOf(schema: FieldSchema, named: Record<string, FieldSchema>): FieldSchema {
  const branch = schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
  return branch.$ref ? (named[branch.$ref.split("/").at(-1) ?? ""] ?? {}) : branch;
}

/** What each entry of a list may be. */
function itemsOf({ items }: FieldSchema, named: Record<string, FieldSchema>): FieldSchema {
  return items ? shapeOf(items, named) : {};
}

function kindOf(shape: FieldSchema): FieldKind {
  if (shape.enum) return "choice";
  if (shape.type === "array") return "list";
  if (shape.type === "boolean") return "switch";
  return shape.type === "string" ? "text" : "number";
}
