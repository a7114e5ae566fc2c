/** What the backend's schema says of a split, of a data set of the hub, and of the shapes of a table. */
import {
  ColumnMappingSchema,
  HubSourceSchema,
  ShapeSchema,
  SplitRequestSchema,
} from "@/api/gen/schemas.gen";
import type { ColumnMapping, Shape } from "@/api/gen/types.gen";
import { readFields } from "@/lib/schemaFields";

export const splitFields = readFields(SplitRequestSchema.properties, {});

export const hubFields = readFields(HubSourceSchema.properties, {});

/** What a column can hold: the field of a mapping that names it. */
export type RoleName = Exclude<keyof ColumnMapping, "shape">;

export interface ShapeWords {
  title: string;
  roles: readonly { name: RoleName; label: string; needed: boolean }[];
}

export const shapes = ShapeSchema.enum;

/** What each shape is called, and the columns that it takes. */
export const shapeWords: Record<Shape, ShapeWords> = ColumnMappingSchema.shapes;
