/** What the rows of a batch add up to, by side, while they come in. Pure. */
import type { SideTally } from "@/api/gen/types.gen";
import type { BatchRow } from "./compareSummary";

export function tallies(sides: number, rows: readonly BatchRow[]): SideTally[] {
  const found = Array.from({ length: sides }, (_, side) => empty(side));
  for (const answer of rows.flatMap(({ answers }) => answers)) {
    const tally = found[answer.side];
    if (tally) count(tally, answer);
  }
  return found;
}

function count(tally: SideTally, answer: BatchRow["answers"][number]): void {
  if (answer.problem) tally.failed += 1;
  else tally.answered += 1;
  tally.completion_tokens += answer.completion_tokens;
  if (typeof answer.exact !== "boolean") return;
  tally.with_reference += 1;
  if (answer.exact) tally.exact += 1;
  if (answer.contains) tally.contains += 1;
}

function empty(side: number): SideTally {
  return {
    side,
    answered: 0,
    failed: 0,
    with_reference: 0,
    exact: 0,
    contains: 0,
    completion_tokens: 0,
  };
}
