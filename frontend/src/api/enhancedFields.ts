/** What the backend's schema says of every field of the Enhanced Setup. Nothing of Setup's own form. */
import {
  EnhancedConfigSchema,
  EnhancedFineTuneTypeSchema,
  EnhancedLrScheduleSchema,
  EnhancedOptimizerSchema,
  ImportanceLevelSchema,
  LossTypeSchema,
} from "@/api/gen/schemas.gen";
import type { EnhancedConfig } from "@/api/gen/types.gen";
import { readFields, type SchemaField } from "@/lib/schemaFields";

export type EnhancedName = keyof EnhancedConfig;

/** Every field by name. */
export const enhancedFields: Record<EnhancedName, SchemaField> = readFields(
  EnhancedConfigSchema.properties,
  {
    EnhancedOptimizer: EnhancedOptimizerSchema,
    EnhancedLrSchedule: EnhancedLrScheduleSchema,
    EnhancedFineTuneType: EnhancedFineTuneTypeSchema,
    ImportanceLevel: ImportanceLevelSchema,
    LossType: LossTypeSchema,
  },
);

export const enhancedNames = Object.keys(enhancedFields) as EnhancedName[];

export function isEnhancedName(name: string): name is EnhancedName {
  return name in enhancedFields;
}
