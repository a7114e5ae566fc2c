/** What is wrong with a draft before any server is asked: limits of the schema, and rewards that do not add up. Pure. */
import { type EnhancedName, enhancedFields, isEnhancedName } from "@/api/enhancedFields";
import { zEnhancedConfig } from "@/api/gen/zod.gen";
import { formatPlain } from "@/lib/format";
import { limitMessage } from "@/lib/limitMessage";
import { weightSum } from "@/lib/weights";
import {
  type EnhancedDraft,
  type Reward,
  toEnhancedConfig,
  type ValueName,
} from "@/store/enhancedDraft";

export type EnhancedProblems = Partial<Record<EnhancedName, string>>;

/** Problems of the fields that act in the method, in its order. */
export function ownProblems(
  draft: EnhancedDraft,
  fields: readonly string[],
  rewards: readonly Reward[],
): EnhancedProblems {
  return Object.fromEntries(
    fields.filter(isEnhancedName).flatMap((name) => {
      const message = problemOf(draft, name, rewards);
      return message ? [[name, message]] : [];
    }),
  );
}

function problemOf(draft: EnhancedDraft, name: EnhancedName, rewards: readonly Reward[]) {
  if (name === "reward_functions") return rewards.length === 0 ? "Add a reward." : undefined;
  if (name === "reward_weights") return weightsProblem(rewards);
  return fieldProblem(draft, name);
}

/** What the schema says against one field; undefined when nothing. */
function fieldProblem(draft: EnhancedDraft, name: ValueName): string | undefined {
  const { kind, help } = enhancedFields[name];
  const numeric = kind === "number" ? numberProblem(draft, name) : undefined;
  if (numeric) return numeric;
  const value = toEnhancedConfig(draft, [name], [])[name];
  return zEnhancedConfig.shape[name].safeParse(value).success ? undefined : help;
}

function numberProblem(draft: EnhancedDraft, name: ValueName): string | undefined {
  const { whole, limits, nullable } = enhancedFields[name];
  const value = draft[name] as number | string | null;
  const isLength = name === "iterations" || name === "epochs";
  if (isLength && draft.length !== name) return undefined;
  if (value === null || value === "") {
    return nullable && !isLength ? undefined : "Enter a number.";
  }
  const message = limitMessage(value, limits);
  if (message) return message;
  return whole && !Number.isInteger(value) ? "Enter a whole number." : undefined;
}

/** What is wrong with one weight. */
export function weightProblem({ weight }: Reward): string | undefined {
  if (weight === null || weight === "") return "Enter a number.";
  return limitMessage(weight, { min: 0, max: 1 });
}

/** The sum of the weights that are numbers. */
export function sumOfWeights(rewards: readonly Reward[]): number {
  return weightSum(rewards.map(({ weight }) => (typeof weight === "number" ? weight : 0)));
}

function weightsProblem(rewards: readonly Reward[]): string | undefined {
  if (rewards.length === 0) return undefined;
  if (rewards.some(weightProblem)) return "Give each reward a weight from 0 to 1.";
  const sum = sumOfWeights(rewards);
  if (sum === 1) return undefined;
  return `The weights sum to ${formatPlain(sum)}. Change them until they sum to 1.`;
}
