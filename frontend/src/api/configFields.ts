/**
 * What the backend's schema says of every field of a configuration: its words, limits, choices and
 * default. Forms take all of it from here; nothing is declared twice.
 */
import {
  FineTuneTypeSchema,
  LrScheduleSchema,
  OptimizerSchema,
  TrainingConfigSchema,
} from "@/api/gen/schemas.gen";
import type { TrainingConfig } from "@/api/gen/types.gen";
import type { Limits } from "@/lib/band";

export type FieldName = keyof TrainingConfig;

export interface ConfigField {
  label: string;
  help: string;
  why: string | undefined;
  unit: string | undefined;
  limits: Limits;
  kind: "number" | "text" | "switch" | "choice";
  /** Numbers without a fraction only. */
  whole: boolean;
  /** May hold null: "not given". */
  nullable: boolean;
  choices: readonly string[];
  default: string | number | boolean | null;
}

/** The parts of JSON Schema that the backend uses for a field. */
interface Schema {
  type?: string;
  title?: string;
  description?: string;
  why?: string;
  unit?: string;
  default?: string | number | boolean | null;
  enum?: readonly string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  anyOf?: readonly Schema[];
  $ref?: string;
}

const named: Record<string, Schema> = {
  Optimizer: OptimizerSchema,
  LrSchedule: LrScheduleSchema,
  FineTuneType: FineTuneTypeSchema,
};

/** Every field by name. */
export const configFields = Object.fromEntries(
  Object.entries(TrainingConfigSchema.properties).map(([name, schema]) => [name, read(schema)]),
) as Record<FieldName, ConfigField>;

export const fieldNames = Object.keys(configFields) as FieldName[];

export function isFieldName(name: string): name is FieldName {
  return name in configFields;
}

function read(schema: Schema): ConfigField {
  const nullable = schema.anyOf?.some(({ type }) => type === "null") ?? false;
  const base = { ...shapeOf(schema), ...schema };
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = shapeOf(schema);
  return {
    label: base.title ?? "",
    help: base.description ?? "",
    why: base.why,
    unit: base.unit,
    limits: {
      min: minimum,
      max: maximum,
      exclusiveMin: exclusiveMinimum,
      exclusiveMax: exclusiveMaximum,
    },
    kind: kindOf(shapeOf(schema)),
    whole: shapeOf(schema).type === "integer",
    nullable,
    choices: shapeOf(schema).enum ?? [],
    default: schema.default ?? null,
  };
}

/** The schema itself, the one it points at, or the branch of it that is not null. */
function shapeOf(schema: Schema): Schema {
  if (schema.$ref) return named[schema.$ref.split("/").at(-1) ?? ""] ?? {};
  return schema.anyOf?.find(({ type }) => type !== "null") ?? schema;
}

function kindOf(schema: Schema): ConfigField["kind"] {
  if (schema.enum) return "choice";
  if (schema.type === "boolean") return "switch";
  return schema.type === "string" ? "text" : "number";
}
