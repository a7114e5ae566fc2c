/** A configuration as rows: titles, units and defaults come from the schema. Pure. */
import { OptimizerSchema, TrainingConfigSchema } from "@/api/gen/schemas.gen";
import type { TrainingConfig } from "@/api/gen/types.gen";
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

export function configRows(config: TrainingConfig): ConfigRow[] {
  const given: Record<string, unknown> = { ...config };
  const fields: [string, FieldSchema][] = Object.entries(TrainingConfigSchema.properties);
  return fields.map(([field, schema]) => {
    const standard = schema.default ?? null;
    const value = given[field] === undefined ? standard : given[field];
    // Paths and names have no default worth naming.
    const comparable = standard !== null && standard !== "" && field !== "adapter_name";
    return {
      field,
      title: schema.title ?? (field === "optimizer" ? OptimizerSchema.title : field),
      value: written(value, schema.unit),
      changedFrom: comparable && value !== standard ? written(standard, schema.unit) : null,
    };
  });
}

function written(value: unknown, unit: string | undefined): string {
  if (value === null || value === undefined || value === "") return missing;
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value !== "number") return String(value);
  return unit ? `${formatPlain(value)}\u00a0${unit}` : formatPlain(value);
}
