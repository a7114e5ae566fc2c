/** Which column holds what, while a person decides it. Pure. */
import { shapeWords } from "@/api/dataFields";
import type { ColumnMapping, DataColumns, Shape } from "@/api/gen/types.gen";

/** Begins with the likeliest shape; where nothing is recognised, with a pair whose columns are still to be chosen. */
export function firstMapping({ guesses }: DataColumns): ColumnMapping {
  return guesses[0] ?? { shape: "prompt_completion" };
}

/** Another shape: as it was guessed, or with those columns that both shapes know. */
export function withShape(shape: Shape, mapping: ColumnMapping, { guesses }: DataColumns) {
  const guess = guesses.find((one) => one.shape === shape);
  if (guess) return guess;
  const kept = shapeWords[shape].roles.map(({ name }) => [name, mapping[name] ?? null]);
  return { shape, ...Object.fromEntries(kept) } as ColumnMapping;
}

/** Every column that the shape cannot do without is named. */
export function isComplete(mapping: ColumnMapping): boolean {
  return shapeWords[mapping.shape].roles.every(({ name, needed }) => !needed || mapping[name]);
}
