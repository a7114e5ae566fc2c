/**
 * The configuration while a person works on it: every field of `TrainingConfig`, but a number may
 * still be half-typed text. Knows how to become a configuration and to be kept in the browser.
 */
import { configFields, type FieldName, fieldNames, isFieldName } from "@/api/configFields";
import type { TrainingConfig } from "@/api/gen/types.gen";
import { zTrainingConfig } from "@/api/gen/zod.gen";
import type { NumberDraft } from "@/lib/numberInput";
import { readStored, writeStored } from "@/lib/storage";

/** How the length of a run is given; exactly one of the two is sent. */
export type LengthUnit = "iterations" | "epochs";

type Drafted<Value> = number extends Value ? NumberDraft : NonNullable<Value>;

export type DraftValues = {
  [Name in FieldName]-?: Drafted<Exclude<TrainingConfig[Name], undefined>>;
};

export interface TrainingDraft extends DraftValues {
  length: LengthUnit;
}

const draftKey = "droid.draft";
/** Raise it when stored drafts of before must not be read any more. */
const draftVersion = 1;

/** The backend's own defaults. */
export const defaultDraft: TrainingDraft = {
  ...(Object.fromEntries(fieldNames.map((name) => [name, blankFor(name)])) as DraftValues),
  length: "iterations",
};

function blankFor(name: FieldName): unknown {
  const { kind, default: value } = configFields[name];
  if (kind === "list") return [];
  return kind === "text" ? (value ?? "") : value;
}

/**
 * What is sent. Half-typed numbers go along as they are, so that the backend's answer and the
 * generated schema speak about what was typed; empty optional text is null.
 */
export function toConfig({ length, ...values }: TrainingDraft): TrainingConfig {
  return {
    ...values,
    resume_adapter_file: values.resume_adapter_file === "" ? null : values.resume_adapter_file,
    iterations: length === "iterations" ? values.iterations : null,
    epochs: length === "epochs" ? values.epochs : null,
  } as TrainingConfig;
}

/** A draft with the given fields laid over it. What is no valid value of its field is left out. */
export function withValues(draft: TrainingDraft, values: Record<string, unknown>): TrainingDraft {
  const taken = Object.entries(values).flatMap(([name, value]) => {
    if (!isFieldName(name)) return [];
    const read = zTrainingConfig.shape[name].safeParse(value);
    if (!read.success) return [];
    return [[name, read.data ?? blankFor(name)] as const];
  });
  const next = { ...draft, ...Object.fromEntries(taken) };
  if (typeof values.epochs === "number") return { ...next, length: "epochs" };
  if (typeof values.iterations !== "number") return next;
  return { ...next, epochs: null, length: "iterations" };
}

/** The draft of the last visit; the defaults where there is none that can be read. */
export function readStoredDraft(): TrainingDraft {
  try {
    const stored = JSON.parse(readStored(draftKey) ?? "null");
    if (stored?.version !== draftVersion) return defaultDraft;
    const kept = Object.entries(stored.draft).filter(
      ([name, value]) => isFieldName(name) && fits(name, value),
    );
    const length = stored.draft.length === "epochs" ? "epochs" : "iterations";
    return { ...defaultDraft, ...Object.fromEntries(kept), length };
  } catch {
    // Not JSON, or not a draft: as good as none.
    return defaultDraft;
  }
}

export function writeStoredDraft(draft: TrainingDraft): void {
  writeStored(draftKey, JSON.stringify({ version: draftVersion, draft }));
}

/** Whether a stored value has the type of its field; typed text in a number field is welcome. */
function fits(name: FieldName, value: unknown): boolean {
  const { kind, choices } = configFields[name];
  if (kind === "list") return zTrainingConfig.shape[name].safeParse(value).success;
  if (kind === "switch") return typeof value === "boolean";
  if (kind === "text") return typeof value === "string";
  if (kind === "choice") return typeof value === "string" && choices.includes(value);
  return value === null || typeof value === "number" || typeof value === "string";
}
