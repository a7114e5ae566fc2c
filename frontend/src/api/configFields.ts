/**
 * What the backend's schema says of every field of a configuration: its words, limits, choices and
 * default. Forms take all of it from here; nothing is declared twice.
 */
import {
  FineTuneTypeSchema,
  LrScheduleSchema,
  OptimizerSchema,
  TrackerSchema,
  TrainingConfigSchema,
} from "@/api/gen/schemas.gen";
import type { TrainingConfig } from "@/api/gen/types.gen";
import { readFields, type SchemaField } from "@/lib/schemaFields";

export type FieldName = keyof TrainingConfig;

/** Every field by name. */
export const configFields: Record<FieldName, SchemaField> = readFields(
  TrainingConfigSchema.properties,
  {
    Optimizer: OptimizerSchema,
    LrSchedule: LrScheduleSchema,
    FineTuneType: FineTuneTypeSchema,
    Tracker: TrackerSchema,
  },
);

export const fieldNames = Object.keys(configFields) as FieldName[];

export function isFieldName(name: string): name is FieldName {
  return name in configFields;
}
