/**
 * The Enhanced configuration while a person works on it: a number may still be half-typed text, an
 * optional choice may be left open, and rewards stand with their weights. Independent of Setup's draft.
 */
import { type EnhancedName, enhancedFields, enhancedNames } from "@/api/enhancedFields";
import { EnhancedKindSchema } from "@/api/gen/schemas.gen";
import type { EnhancedConfig, EnhancedKind, EnhancedRunRequest } from "@/api/gen/types.gen";
import type { NumberDraft } from "@/lib/numberInput";
import { readStored, writeStored } from "@/lib/storage";

/** How the length of a run is given; exactly one of the two is sent. */
export type EnhancedLength = "iterations" | "epochs";

/** A reward function and how much it counts. */
export interface Reward {
  name: string;
  weight: NumberDraft;
}

/** Two fields of the configuration that the draft holds as one list. */
type RewardName = "reward_functions" | "reward_weights";
export type ValueName = Exclude<EnhancedName, RewardName>;

type Drafted<Value> =
  number extends NonNullable<Value>
    ? NumberDraft
    : null extends Value
      ? NonNullable<Value> | ""
      : Value;

export type EnhancedValues = {
  [Name in ValueName]-?: Drafted<Exclude<EnhancedConfig[Name], undefined>>;
};

export interface EnhancedDraft extends EnhancedValues {
  kind: EnhancedKind;
  length: EnhancedLength;
  /** Null until the person changes them: the suggested ones. */
  rewards: Reward[] | null;
}

const draftKey = "droid.enhanced";
/** Raise it when stored drafts of before must not be read any more. */
const draftVersion = 1;

const valueNames = enhancedNames.filter(
  (name): name is ValueName => enhancedFields[name].kind !== "list",
);

/** The backend's own defaults, for the first of the methods. */
export const defaultEnhanced: EnhancedDraft = {
  ...(Object.fromEntries(valueNames.map((name) => [name, blankFor(name)])) as EnhancedValues),
  kind: EnhancedKindSchema.enum[0],
  length: "iterations",
  rewards: null,
};

function blankFor(name: ValueName) {
  const { kind, default: value } = enhancedFields[name];
  return kind === "text" || kind === "choice" ? (value ?? "") : value;
}

/**
 * What is sent: the fields that act in the method, in its order. Half-typed numbers go along as they
 * are, so that the backend's answer and the generated schema speak about what was typed.
 */
export function toEnhancedConfig(
  draft: EnhancedDraft,
  fields: readonly string[],
  rewards: readonly Reward[],
): EnhancedConfig {
  const values: Record<string, unknown> = {
    ...Object.fromEntries(valueNames.map((name) => [name, sent(draft, name)])),
    reward_functions: rewards.map(({ name }) => name),
    reward_weights: rewards.map(({ weight }) => weight),
  };
  return Object.fromEntries(fields.map((name) => [name, values[name]])) as EnhancedConfig;
}

function sent(draft: EnhancedDraft, name: ValueName) {
  if ((name === "iterations" || name === "epochs") && draft.length !== name) return null;
  const value = draft[name];
  return value === "" && enhancedFields[name].nullable ? null : value;
}

/** The draft that would start a run like this one. What is no valid value of its field is left out. */
export function fromEnhancedRun({ kind, config }: EnhancedRunRequest): EnhancedDraft {
  const given: Record<string, unknown> = { ...config };
  const taken = valueNames.flatMap((name) => {
    const value = given[name] ?? blankFor(name);
    return name in given && fits(name, value) ? [[name, value] as const] : [];
  });
  const { reward_functions: names, reward_weights: weights } = config;
  return {
    ...defaultEnhanced,
    ...Object.fromEntries(taken),
    kind,
    iterations: config.iterations ?? null,
    length: typeof config.epochs === "number" ? "epochs" : "iterations",
    rewards: names?.length
      ? names.map((name, place) => ({ name, weight: weights?.[place] ?? null }))
      : null,
  };
}

/** The draft of the last visit; the defaults where there is none that can be read. */
export function readStoredEnhanced(): EnhancedDraft {
  try {
    const stored = JSON.parse(readStored(draftKey) ?? "null");
    if (stored?.version !== draftVersion) return defaultEnhanced;
    const { draft } = stored;
    const kept = valueNames.filter((name) => fits(name, draft[name]));
    return {
      ...defaultEnhanced,
      ...Object.fromEntries(kept.map((name) => [name, draft[name]])),
      kind: EnhancedKindSchema.enum.find((kind) => kind === draft.kind) ?? defaultEnhanced.kind,
      length: draft.length === "epochs" ? "epochs" : "iterations",
      rewards: Array.isArray(draft.rewards) ? draft.rewards.filter(isReward) : null,
    };
  } catch {
    // Not JSON, or not a draft: as good as none.
    return defaultEnhanced;
  }
}

export function writeStoredEnhanced(draft: EnhancedDraft): void {
  writeStored(draftKey, JSON.stringify({ version: draftVersion, draft }));
}

/** Whether a stored value has the type of its field; typed text in a number field is welcome. */
function fits(name: ValueName, value: unknown): boolean {
  const { kind, choices, nullable } = enhancedFields[name];
  if (kind === "switch") return typeof value === "boolean";
  if (kind === "text") return typeof value === "string";
  if (kind === "number") return isNumberDraft(value);
  return typeof value === "string" && (choices.includes(value) || (nullable && value === ""));
}

function isNumberDraft(value: unknown): value is NumberDraft {
  return value === null || typeof value === "number" || typeof value === "string";
}

function isReward(value: unknown): value is Reward {
  const read = value as Partial<Reward> | null;
  return typeof read?.name === "string" && isNumberDraft(read.weight);
}
