/** A configuration as rows: titles, units and defaults come from the schema. Pure. */
import { EnhancedConfigSchema, OptimizerSchema, TrainingConfigSchema } from "@/api/gen/schemas.gen";
import type { Run } from "@/api/gen/types.gen";
import { formatPlain, missing } from "@/lib/format";

export interface ConfigRow {
  field: string;
  title: string;
  value: string;
  /** The default in words; null where the value is the default or there is none. */
  changedFrom: string | null;
}

interface FieldSchema {
  title?: string;
  unit?: string;
  default?: unknown;
}

/** Rows of the fields that acted, where it is known which; else of all. */
export function configRows(
  { kind, config }: Pick<Run, "kind" | "config">,
  acting?: readonly string[],
): ConfigRow[] {
  const given: Record<string, unknown> = { ...config };
  const schema = kind === "sft" ? TrainingConfigSchema : EnhancedConfigSchema;
  const fields: [string, FieldSchema][] = Object.entries(schema.properties);
  return fields
    .filter(([field]) => acting === undefined || acting.includes(field))
    .map(([field, about]) => rowOf(field, about, given[field]));
}

function rowOf(field: string, schema: FieldSchema, given: unknown): ConfigRow {
  const standard = schema.default ?? null;
  const value = given === undefined ? standard : given;
  // Paths and names have no default worth naming.
  const comparable = standard !== null && standard !== "" && field !== "adapter_name";
  return {
    field,
    title: schema.title ?? (field === "optimizer" ? OptimizerSchema.title : field),
    value: written(value, schema.unit),
    changedFrom: comparable && value !== standard ? written(standard, schema.unit) : null,
  };
}

function written(value: unknown, unit: string | undefined): string {
  if (value === null || value === undefined || value === "") return missing;
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.map((one) => written(one, unit)).join(", ") || missing;
  if (typeof value !== "number") return String(value);
  return unit ? `${formatPlain(value)}\u00a0${unit}` : formatPlain(value);
}
