/** What the backend's schema says of the dials of an answer, of a batch, and of the resident base. */
import {
  BatchRequestSchema,
  GenerationSettingsSchema,
  PerplexityRequestSchema,
  WorkerSettingsSchema,
} from "@/api/gen/schemas.gen";
import type { GenerationSettings } from "@/api/gen/types.gen";
import { readFields, type SchemaField } from "@/lib/schemaFields";

export type SettingName = keyof GenerationSettings;

/** Every dial of an answer by name. */
export const settingFields: Record<SettingName, SchemaField> = readFields(
  GenerationSettingsSchema.properties,
  {},
);

export const settingNames = Object.keys(settingFields) as SettingName[];

/** How many rows a batch may have. */
export const { limit: batchLimitField } = readFields(
  { limit: BatchRequestSchema.properties.limit },
  {},
);

/** What counts towards a perplexity. */
export const { answers_only: answersOnlyField } = readFields(
  { answers_only: PerplexityRequestSchema.properties.answers_only },
  {},
);

export const { idle_seconds: idleField } = readFields(WorkerSettingsSchema.properties, {});
