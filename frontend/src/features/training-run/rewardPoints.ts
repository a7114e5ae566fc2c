/** A report on rewards as points of columns: training and validation apart, and one column for each function. Pure. */
import type { ColumnsSnapshot } from "@/lib/columns";
import type { RunEvent } from "./runEvents";

type RewardReport = Extract<RunEvent, { type: "reward" }>;

const trainFigures = {
  reward: "mean",
  groupSpread: "group_std",
  flatGroups: "flat_groups",
  kl: "kl",
  clipFraction: "clip_fraction",
  completionTokens: "completion_tokens_mean",
  cutFraction: "cut_fraction",
} as const satisfies Record<string, keyof RewardReport>;

const validationFigures = {
  valReward: "mean",
  valKl: "kl",
  valCompletionTokens: "completion_tokens_mean",
} as const satisfies Record<string, keyof RewardReport>;

/** The column of one reward function: its mean score in training. */
export type FunctionColumn = `function ${string}`;

export type RewardMetric =
  | keyof typeof trainFigures
  | keyof typeof validationFigures
  | FunctionColumn;

export function rewardPoints(report: RewardReport): Partial<Record<RewardMetric, number>> {
  if (report.split === "validation") return figuresOf(report, validationFigures);
  const byFunction = report.functions.map(({ name, mean }) => [`function ${name}`, mean] as const);
  return { ...figuresOf(report, trainFigures), ...Object.fromEntries(byFunction) };
}

function figuresOf<Name extends string>(
  report: RewardReport,
  figures: Record<Name, keyof RewardReport>,
): Partial<Record<Name, number>> {
  const entries = Object.entries<keyof RewardReport>(figures);
  return Object.fromEntries(entries.map(([name, from]) => [name, report[from]])) as Record<
    Name,
    number
  >;
}

/** The reward functions that have been reported, by name. */
export function functionsIn(
  points: ColumnsSnapshot<string>,
): { name: string; column: FunctionColumn }[] {
  return points.names.filter(isFunctionColumn).map((column) => ({
    name: column.slice("function ".length),
    column,
  }));
}

function isFunctionColumn(name: string): name is FunctionColumn {
  return name.startsWith("function ");
}
