/**
 * What is wrong with the draft, field by field: at once what the schema forbids, and after a pause
 * or a refused start what the server says. A server's word counts only for the value it has seen.
 */
import { createSelector, weakMapMemoize } from "@reduxjs/toolkit";
import { skipToken } from "@reduxjs/toolkit/query/react";
import { configFields, type FieldName, fieldNames } from "@/api/configFields";
import { previewConfig } from "@/api/configsApi";
import { inspectDataset } from "@/api/datasetsApi";
import type { ModelMap } from "@/api/gen/types.gen";
import { zTrainingConfig } from "@/api/gen/zod.gen";
import { inspectModel } from "@/api/modelsApi";
import { type FieldProblem, problemInWords } from "@/api/problem";
import { limitMessage } from "@/lib/limitMessage";
import type { RootState } from "@/store/index";
import { selectDraft, selectRefusal, selectRestedDraft } from "@/store/slices/trainingSlice";
import { type TrainingDraft, toConfig } from "@/store/trainingDraft";

export type Problems = Partial<Record<FieldName, string>>;

/** What the schema says against one field of a draft; undefined when nothing. */
export function schemaProblem(draft: TrainingDraft, name: FieldName): string | undefined {
  const { kind, whole, limits, nullable, help } = configFields[name];
  const value = draft[name];
  if (kind === "number" && (!nullable || draft.length === name)) {
    if (value === null || value === "") return "Enter a number.";
    const message = limitMessage(value as number | string, limits);
    if (message) return message;
    if (whole && !Number.isInteger(value)) return "Enter a whole number.";
  }
  const read = zTrainingConfig.shape[name].safeParse(toConfig(draft)[name]);
  return read.success ? undefined : help;
}

/**
 * What is wrong whatever the server says: what the schema forbids, and more blocks than the model
 * has. In the order of the schema.
 */
export const selectOwnProblems = createSelector(
  [selectDraft, selectModelMap],
  (draft, map): Problems => {
    const problems = schemaProblems(draft);
    const covered = draft.lora_num_layers;
    if (!map || typeof covered !== "number" || covered <= map.num_layers) return problems;
    const count = map.num_layers;
    const message = `The model has ${count} blocks. Use ${count} or fewer, or all layers.`;
    return { lora_num_layers: message, ...problems };
  },
);

/** The draft at rest as a configuration; null while there is nothing that a server could judge. */
export const selectAskedConfig = createSelector(selectRestedDraft, (draft) => {
  if (!draft.model_path.trim() || !draft.train_data_path.trim()) return null;
  return Object.keys(schemaProblems(draft)).length > 0 ? null : toConfig(draft);
});

/** Every known problem, in the order of the schema. */
export const selectProblems = createSelector(
  [
    selectDraft,
    selectRestedDraft,
    selectRefusal,
    selectOwnProblems,
    selectServerErrors,
    selectInspectionErrors,
  ],
  (draft, rested, refusal, own, errors, inspected): Problems => {
    const found: Problems = {
      ...stillTrue(draft, rested, inspected),
      ...stillTrue(draft, rested, errors),
      ...stillTrue(draft, refusal?.draft, refusal?.errors ?? none),
      ...own,
    };
    return Object.fromEntries(
      fieldNames.flatMap((name) => (found[name] ? [[name, found[name]]] : [])),
    );
  },
);

/** The map of the chosen model, where it is known. */
function selectModelMap(state: RootState): ModelMap | undefined {
  return inspectModel.select(selectRestedDraft(state).model_path.trim() || skipToken)(state).data;
}

const selectPreviewOf = createSelector(selectAskedConfig, (config) =>
  previewConfig.select(config ?? skipToken),
);

function selectServerErrors(state: RootState): readonly FieldProblem[] {
  const { error } = selectPreviewOf(state)(state);
  return error && "errors" in error ? error.errors : none;
}

const selectInspections = createSelector(selectRestedDraft, (draft) => {
  const model = draft.model_path.trim();
  const train = draft.train_data_path.trim();
  const valid = draft.val_data_path.trim();
  return {
    model_path: inspectModel.select(model || skipToken),
    train_data_path: inspectDataset.select(train || skipToken),
    val_data_path: inspectDataset.select(valid || skipToken),
  };
});

/** What the looks into model and data said, under the names of their fields. */
function selectInspectionErrors(state: RootState): readonly FieldProblem[] {
  return rememberInspections(
    ...Object.values(selectInspections(state)).map((select) => select(state).error),
  );
}

const rememberInspections = weakMapMemoize((...errors: readonly unknown[]): FieldProblem[] =>
  inspectedFields.flatMap((field, index) => {
    const message = problemInWords(errors[index]);
    return message ? [{ field, message, hint: null }] : [];
  }),
);

const inspectedFields = ["model_path", "train_data_path", "val_data_path"] as const;

const none: readonly FieldProblem[] = [];

function schemaProblems(draft: TrainingDraft): Problems {
  return Object.fromEntries(
    fieldNames.flatMap((name) => {
      const message = schemaProblem(draft, name);
      return message ? [[name, message]] : [];
    }),
  );
}

/** The errors whose field still holds what it held when they were told. */
function stillTrue(
  draft: TrainingDraft,
  seen: TrainingDraft | undefined,
  errors: readonly FieldProblem[],
): Problems {
  const held = errors.filter(({ field }) => {
    const name = field as FieldName;
    return seen !== undefined && seen[name] === draft[name];
  });
  return Object.fromEntries(
    held.map(({ field, message, hint }) => [field, hint ? `${message} ${hint}` : message]),
  );
}
